//! How long a request may take, and how long its body may be.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use rapport_web::Limits;

use crate::browser::Browser;

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
