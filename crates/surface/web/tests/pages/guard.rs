//! Requests that other sites and other hosts must not make.

use crate::browser::Browser;
use crate::world;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::{Request, StatusCode};

const FORM: &str = "application/x-www-form-urlencoded";
const PAGES: [&str; 9] = [
    "/",
    "/people",
    "/sphere?to=maya",
    "/imports",
    "/settings",
    "/search?q=kiln",
    "/search",
    "/search.json?q=maya",
    "/login",
];

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_the_door_and_back() {
    let mut browser = Browser::signed_in().await;
    browser.forget();
    for (address, back) in [("/", "%2F"), ("/people?q=a&show=new", "%2Fpeople%3Fq%3Da%26show%3Dnew")] {
        let page = browser.get(address).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.location(), format!("/login?back={back}"));
    }
    let swap = browser.send(Request::get("/").header("hx-request", "true"), Body::empty()).await;
    assert_eq!(swap.headers["hx-redirect"], "/login?back=%2F");
    for address in
        ["/people/00000000-0000-7000-8000-000000000001/completions", "/imports", "/settings", "/theme"]
    {
        let answer = browser.post(address, &[]).await;
        assert_eq!(answer.location(), "/login?back=%2F", "{address}");
    }
    let door = browser.get("/login?back=//evil.example/").await;
    door.shows(&["name=\"back\" value=\"/\""]);
    let wrong = [("csrf", door.csrf()), ("passphrase", "not this one at all".to_owned())];
    let refused = browser.post("/sessions", &wrong).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    refused.shows(&["role=\"alert\"", "That is not the passphrase."]);
    let right = [
        ("csrf", refused.csrf()),
        ("passphrase", world::PASSPHRASE.to_owned()),
        ("back", "/people".to_owned()),
    ];
    assert_eq!(browser.post("/sessions", &right).await.location(), "/people");
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_and_ends() {
    let mut browser = Browser::signed_in().await;
    let token = browser.cookie("rapport-7878").unwrap().to_owned();
    assert!(token.len() >= 32);
    let csrf = browser.get("/").await.csrf();
    assert!(!csrf.contains(&token));
    let out = browser.post("/session/logout", &[("csrf", csrf)]).await;
    assert_eq!(out.location(), "/login");
    let cookie = out.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"));
    let replayed = browser
        .send(Request::get("/").header("cookie", format!("rapport-7878={token}")), Body::empty())
        .await;
    assert_eq!(replayed.location(), "/login?back=%2F");
}

#[tokio::test]
async fn a_form_needs_its_token_and_its_own_site() {
    let mut browser = Browser::signed_in().await;
    let today = browser.get("/").await;
    let person = today.all("<h3><a href=\"/people/")[0].clone();
    let address = format!("/people/{person}/completions");
    let body = format!("csrf={}&back=/", today.csrf());
    let form = || Request::post(&address).header(CONTENT_TYPE, FORM);

    let without = browser.send(form(), "back=/".into()).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN);
    without.shows(&["That form is out of date."]);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        (ORIGIN.as_str(), "http://evil.example"),
        (ORIGIN.as_str(), "http://127.0.0.1:9"),
        (ORIGIN.as_str(), "null"),
    ] {
        let foreign = browser.send(form().header(name, value), body.clone().into()).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let swap = browser.send(form().header("hx-request", "true"), "back=/".into()).await;
    assert_eq!(swap.headers["hx-refresh"], "true");
    assert!(browser.get("/").await.all("<h3><a href=\"/people/").contains(&person), "nothing was changed");

    let own = form().header("sec-fetch-site", "same-origin").header(ORIGIN, "http://127.0.0.1:7878");
    assert_eq!(browser.send(own, body.into()).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn one_comes_back_to_this_site_only() {
    let mut browser = Browser::signed_in().await;
    for back in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", ""] {
        let today = browser.get("/").await;
        let person = today.all("<h3><a href=\"/people/")[0].clone();
        let form = [("csrf", today.csrf()), ("back", back.to_owned())];
        let answer = browser.post(&format!("/people/{person}/completions"), &form).await;
        assert_eq!(answer.location(), "/", "{back}");
    }
}

#[tokio::test]
async fn a_foreign_name_is_not_answered() {
    let mut browser = Browser::signed_in().await;
    for host in
        ["evil.example", "evil.example:7878", "127.0.0.1.evil.example", "169.254.1.1", "localhost.evil", ""]
    {
        let page = browser.send(Request::get("/").header(HOST, host), Body::empty()).await;
        assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        page.shows(&["does not answer to this name"]);
        assert!(host.is_empty() || !page.body.contains(host));
    }
    for host in ["localhost:7878", "127.0.0.1:7878", "[::1]:7878", "127.0.0.1"] {
        let page = browser.send(Request::get("/").header(HOST, host), Body::empty()).await;
        assert_eq!(page.status, StatusCode::OK, "{host}");
    }
}

#[tokio::test]
async fn every_answer_says_what_browsers_must_refuse() {
    let mut browser = Browser::signed_in().await;
    let page = browser.get("/").await;
    let style = page.all("rel=\"stylesheet\" href=\"")[0].clone();
    let manifest = page.all("rel=\"manifest\" href=\"")[0].clone();
    let mut addresses: Vec<&str> = PAGES.to_vec();
    addresses.extend([
        style.as_str(),
        &manifest,
        "/nothing/here",
        "/people/no-id",
        "/assets/old/app.css",
        "/sessions",
    ]);
    for address in addresses {
        let page = browser.get(address).await;
        let header = |name: &str| page.headers.get(name).map_or("", |value| value.to_str().unwrap());
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("manifest-src 'self'"), "{address}");
        assert!(!policy.contains("unsafe"), "{address}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(header("referrer-policy"), "same-origin", "{address}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{address}");
        let is_asset = page.status == StatusCode::OK && address.starts_with("/assets/");
        let caching = if is_asset { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(header("cache-control"), caching, "{address}");
        if !page.status.is_success() {
            page.shows(&["class=\"sentence\"", "To Today"]);
        }
    }
    assert_eq!(browser.get(&manifest).await.headers["content-type"], "application/manifest+json");
    assert_eq!(browser.get("/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn reading_changes_nothing() {
    let mut browser = Browser::signed_in().await;
    let person = browser.get("/people?q=maya").await.all("<span><a href=\"/people/")[0].clone();
    let touch = browser.get(&format!("/people/{person}")).await.all("href=\"/interactions/")[0].clone();
    let (person, touch) = (format!("/people/{person}"), format!("/interactions/{touch}"));
    let before = browser.world.dump().await;
    for address in PAGES.into_iter().chain([person.as_str(), &touch]) {
        browser.get(address).await;
        browser.send(Request::head(address), Body::empty()).await;
    }
    for address in ["/people/x/completions", "/theme", "/session/logout"] {
        assert_eq!(browser.get(address).await.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert_eq!(browser.world.dump().await, before);
}

#[tokio::test]
async fn a_long_form_is_refused() {
    let mut browser = Browser::signed_in().await;
    let body = format!("csrf=x&note={}", "a".repeat(70_000));
    let page = browser.send(Request::post("/settings").header(CONTENT_TYPE, FORM), body.into()).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn pages_are_compressed_but_not_when_another_site_asks_for_them() {
    let mut browser = Browser::signed_in().await;
    for (site, expected) in [("same-origin", "gzip"), ("none", "gzip"), ("same-site", ""), ("cross-site", "")]
    {
        let request =
            Request::get("/people").header("accept-encoding", "gzip").header("sec-fetch-site", site);
        let page = browser.send(request, Body::empty()).await;
        let encoding = page.headers.get("content-encoding").map_or("", |value| value.to_str().unwrap());
        assert_eq!((page.status, encoding), (StatusCode::OK, expected), "{site}");
        assert_eq!(page.body.contains("<html"), expected.is_empty(), "{site}");
    }
}
