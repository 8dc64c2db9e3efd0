//! A headless browser: it sends requests to the router, keeps cookies, and follows no links or redirects by itself.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use rapport_model::Moment;
use rapport_web::{Limits, WebConfig, router};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::world::{self, World};

pub struct Browser {
    pub world: World,
    router: Router,
    config: WebConfig,
    cookies: BTreeMap<String, String>,
    _folder: TempDir,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Page {
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |location| location.to_str().unwrap())
    }

    /// Whether the page holds all of these texts.
    #[track_caller]
    pub fn shows(&self, words: &[&str]) {
        for word in words {
            assert!(self.body.contains(word), "`{word}` is not on the page:\n{}", self.body);
        }
    }

    /// The values of an attribute in the order of the page.
    pub fn all(&self, before: &str) -> Vec<String> {
        self.body
            .split(before)
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().replace("&#38;", "&"))
            .collect()
    }

    pub fn csrf(&self) -> String {
        self.all("name=\"csrf\" value=\"")[0].clone()
    }
}

impl Browser {
    /// A browser of a server that nobody has set up yet.
    pub async fn new() -> Self {
        Self::over(|folder| Box::pin(World::empty(folder, clock()))).await
    }

    /// A browser in which the owner is signed in, with her mail.
    pub async fn signed_in() -> Self {
        let mut browser = Self::over(|folder| Box::pin(World::with_mail(folder, clock()))).await;
        browser.sign_in().await;
        browser
    }

    /// Replaces the router by one with other limits, over the same app.
    pub fn limit(&mut self, limits: Limits) {
        self.config.limits = limits;
        self.router = router(Arc::clone(&self.world.app), self.config.clone());
    }

    async fn over(
        make: impl for<'a> FnOnce(&'a std::path::Path) -> std::pin::Pin<Box<dyn Future<Output = World> + 'a>>,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = make(folder.path()).await;
        let config = WebConfig {
            uploads: folder.path().join("uploads"),
            base: "http://127.0.0.1:7878".to_owned(),
            // The tests click faster than anybody.
            limits: Limits::per_member(NonZeroU32::MAX),
        };
        let router = router(Arc::clone(&world.app), config.clone());
        Self { world, router, config, cookies: BTreeMap::new(), _folder: folder }
    }

    pub async fn sign_in(&mut self) {
        let door = self.get("/login").await;
        let form = [("csrf", door.csrf()), ("passphrase", world::PASSPHRASE.to_owned())];
        let answer = self.post("/sessions", &form).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    }

    /// Signs in with the token of a session that is in the store already.
    pub fn carry(&mut self, token: &str) {
        self.cookies.insert("rapport-7878".to_owned(), token.to_owned());
    }

    /// Replaces the router by one with empty caches, over the same store.
    pub async fn cold(&mut self) {
        self.world.reopen(clock()).await;
        self.router = router(Arc::clone(&self.world.app), self.config.clone());
    }

    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    pub async fn get(&mut self, address: &str) -> Page {
        self.send(Request::get(address), Body::empty()).await
    }

    pub async fn post(&mut self, address: &str, form: &[(&str, String)]) -> Page {
        let body = serde_urlencoded::to_string(form).unwrap();
        self.send(
            Request::post(address).header(CONTENT_TYPE, "application/x-www-form-urlencoded"),
            body.into(),
        )
        .await
    }

    /// Sends a request with the cookies and, unless it has one, our Host header.
    pub async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Page {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(COOKIE, cookies.join("; ")).body(body).unwrap();
        request.headers_mut().entry(HOST).or_insert("127.0.0.1:7878".parse().unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Page { status: parts.status, headers: parts.headers, body }
    }
}

pub fn clock() -> Arc<dyn Fn() -> Moment + Send + Sync> {
    Arc::new(|| world::NOW.parse().unwrap())
}
