//! How many requests a member may make, and how long one may take.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Request, StatusCode};
use rapport_model::{Member, MemberId, Moment, Role, WorkspaceId};
use rapport_web::{Limits, SteadyClock};
use sha2::{Digest, Sha256};

use crate::browser::{Browser, Page};
use crate::world::{NOW, PASSPHRASE};

/// The usual limits under a clock that moves by hand, in milliseconds.
fn limited(browser: &mut Browser) -> Arc<AtomicU64> {
    let elapsed = Arc::new(AtomicU64::new(0));
    let read = Arc::clone(&elapsed);
    let clock = SteadyClock::new(move || Duration::from_millis(read.load(Ordering::Relaxed)));
    browser.limit(Limits { clock, ..Limits::default() });
    elapsed
}

/// Requests a page until it is refused; returns how often it was served, and the refusal.
async fn until_refused(browser: &mut Browser, address: &str) -> (u32, Page) {
    let mut served = 0;
    loop {
        let page = browser.get(address).await;
        if page.status == StatusCode::TOO_MANY_REQUESTS {
            return (served, page);
        }
        assert_eq!(page.status, StatusCode::OK, "{address}");
        served += 1;
        assert!(served < 1_000, "{address} is served without end");
    }
}

fn retry_after(page: &Page) -> u64 {
    page.headers[RETRY_AFTER].to_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_member_may_make_a_hundred_requests_at_once_and_twenty_per_second() {
    let mut browser = Browser::signed_in().await;
    let elapsed = limited(&mut browser);
    let (served, refused) = until_refused(&mut browser, "/settings").await;
    assert_eq!(served, 100);
    assert_eq!(retry_after(&refused), 1);
    refused.shows(&["That was too much at once.", "wait a few seconds", "class=\"sentence\""]);
    let login = browser.get("/login").await;
    assert_eq!(login.status, StatusCode::OK, "what needs no session is not counted");

    elapsed.fetch_add(1_000, Ordering::Relaxed);
    assert_eq!(until_refused(&mut browser, "/settings").await.0, 20);
    elapsed.fetch_add(3_600_000, Ordering::Relaxed);
    assert_eq!(until_refused(&mut browser, "/settings").await.0, 100, "what was not used is not saved up");
}

#[tokio::test]
async fn a_refused_form_changes_nothing() {
    let mut browser = Browser::signed_in().await;
    limited(&mut browser);
    let today = browser.get("/").await;
    let person = today.all("<h3><a href=\"/people/")[0].clone();
    until_refused(&mut browser, "/settings").await;
    let before = browser.world.dump().await;
    let form = [("csrf", today.csrf()), ("back", "/".to_owned())];
    let refused = browser.post(&format!("/people/{person}/completions"), &form).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    refused.shows(&["Nothing was changed"]);
    assert_eq!(browser.world.dump().await, before);
}

#[tokio::test]
async fn searches_have_a_lower_rate_and_leave_the_pages_alone() {
    let mut browser = Browser::signed_in().await;
    let elapsed = limited(&mut browser);
    let (served, refused) = until_refused(&mut browser, "/search?q=kiln").await;
    assert_eq!(served, 25);
    assert!(!refused.body.contains("kiln"));
    let suggestions = browser.get("/search.json?q=maya").await;
    assert_eq!(suggestions.status, StatusCode::TOO_MANY_REQUESTS, "suggestions are searches");
    assert_eq!(browser.get("/people?q=maya").await.status, StatusCode::OK);
    elapsed.fetch_add(1_000, Ordering::Relaxed);
    assert_eq!(until_refused(&mut browser, "/search.json?q=maya").await.0, 5);
}

#[tokio::test]
async fn one_member_does_not_use_up_what_another_may() {
    let mut browser = Browser::signed_in().await;
    let ben = Member {
        id: MemberId::from_parts(Moment::default(), [7; 10]),
        name: "Ben Holm".to_owned(),
        role: Role::Member,
    };
    let (token, now): (String, Moment) = ("b".repeat(64), NOW.parse().unwrap());
    let key = Sha256::digest(&token).to_vec();
    let owner = browser.world.acting().await;
    owner.add_member(ben.clone()).await.unwrap();
    let store = browser.world.app.store();
    store.write(WorkspaceId::FIRST, move |tx| tx.add_session(&key, ben.id, now)).await.unwrap();

    limited(&mut browser);
    until_refused(&mut browser, "/search?q=kiln").await;
    until_refused(&mut browser, "/settings").await;
    // A second session of the same member has no quota of its own.
    browser.forget();
    browser.sign_in().await;
    assert_eq!(browser.get("/settings").await.status, StatusCode::TOO_MANY_REQUESTS);
    browser.carry(&token);
    assert_eq!(browser.get("/search?q=kiln").await.status, StatusCode::OK);
    assert_eq!(browser.get("/people").await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_the_passphrase_is_answered_with_how_long_to_wait() {
    let mut browser = Browser::new().await;
    browser.world.set_up().await;
    let csrf = browser.get("/login").await.csrf();
    let form = |passphrase: &str| [("csrf", csrf.clone()), ("passphrase", passphrase.to_owned())];
    for _ in 0..10 {
        let wrong = browser.post("/sessions", &form("not this one at all")).await;
        assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    }
    let refused = browser.post("/sessions", &form(PASSPHRASE)).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(retry_after(&refused), 900);
    refused.shows(&["role=\"alert\"", "Too many wrong passphrases. Wait 15 minutes."]);
}

/// Bodies of which only the beginning ever comes.
fn stalled(beginning: &str) -> Body {
    let beginning = futures_util::stream::iter([Ok::<_, std::io::Error>(beginning.to_owned())]);
    Body::from_stream(futures_util::StreamExt::chain(beginning, futures_util::stream::pending()))
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up_with_a_page() {
    let mut browser = Browser::signed_in().await;
    browser.limit(Limits { request: Duration::ZERO, ..Limits::default() });
    let form = Request::post("/settings").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let page = browser.send(form, stalled("csrf=")).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    page.shows(&["That took too long.", "Try again in a moment", "To Today"]);
    assert!(page.headers.contains_key("content-security-policy"));
}

const BOUNDARY: &str = "----kiln";

/// An upload without its end.
fn upload(csrf: &str) -> (axum::http::request::Builder, String) {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.mbox\"\r\n\r\nFrom ada@potters.example\n"
    );
    (Request::post("/imports").header(CONTENT_TYPE, kind), body)
}

#[tokio::test]
async fn an_upload_may_take_longer_than_a_page_but_not_pause_for_long() {
    let mut browser = Browser::signed_in().await;
    let csrf = browser.get("/imports").await.csrf();
    browser.limit(Limits { request: Duration::ZERO, ..Limits::default() });
    let (request, body) = upload(&csrf);
    let whole = browser.send(request, format!("{body}\r\n--{BOUNDARY}--\r\n").into()).await;
    assert_eq!(whole.status, StatusCode::SEE_OTHER, "{}", whole.body);

    browser.limit(Limits { upload_pause: Duration::ZERO, ..Limits::default() });
    let (request, body) = upload(&csrf);
    browser.send(request, stalled(&body)).await.shows(&["The upload broke off."]);
    browser.limit(Limits { upload: Duration::ZERO, ..Limits::default() });
    let (request, body) = upload(&csrf);
    let given_up = browser.send(request, stalled(&body)).await;
    assert_eq!(given_up.status, StatusCode::SERVICE_UNAVAILABLE);
    let left = std::fs::read_dir(browser.world.folder.join("uploads")).unwrap().count();
    assert_eq!(left, 1, "of the two that broke off, nothing is kept");
}

#[tokio::test]
async fn a_body_that_announces_too_much_is_not_read() {
    let mut browser = Browser::signed_in().await;
    for (address, length) in [("/settings", "70000"), ("/sessions", "70000"), ("/imports", "2100000000")] {
        let request = Request::post(address).header("content-length", length);
        let page = browser.send(request, stalled("")).await;
        assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE, "{address}");
        page.shows(&["That is more than can be sent at once."]);
    }
}
