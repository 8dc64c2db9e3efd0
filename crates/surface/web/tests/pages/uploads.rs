//! Mail that comes through the browser.

use crate::browser::{Browser, Page};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};

const BOUNDARY: &str = "----kiln";

async fn upload(browser: &mut Browser, csrf: &str, name: &str, content: &str) -> Page {
    let body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/mbox\r\n\r\n{content}\r\n--{BOUNDARY}--\r\n"
    );
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser.send(Request::post("/imports").header(CONTENT_TYPE, kind), body.into()).await
}

fn left(browser: &Browser) -> usize {
    std::fs::read_dir(browser.world.folder.join("uploads")).map_or(0, Iterator::count)
}

const MAIL: &str = "From ada@potters.example Mon Mar  2 09:00:00 2026\nFrom: Ada Kowal <ada@potters.example>\n\
     To: Ida Holm <ida@holmkilns.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0100\nMessage-ID: <one@potters.example>\n\
     Subject: Kiln shelves\n\nCould we see the kiln shelves in April?\n\n";

#[tokio::test]
async fn an_upload_lands_and_leaves_nothing_behind() {
    let mut browser = Browser::signed_in().await;
    let csrf = browser.get("/imports").await.csrf();
    let begun = upload(&mut browser, &csrf, "../../etc/ada.mbox", MAIL).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    assert_eq!(left(&browser), 1);
    browser.world.work().await;
    browser.get(begun.location()).await.shows(&["<h1>ada.mbox</h1>", "1 message, each with a decision"]);
    browser.get("/people?q=ada").await.shows(&["Ada Kowal"]);
    assert_eq!(left(&browser), 0);
}

#[tokio::test]
async fn an_upload_needs_the_token_before_its_first_byte() {
    let mut browser = Browser::signed_in().await;
    let foreign = upload(&mut browser, "guessed", "ada.mbox", MAIL).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let csrf = browser.get("/imports").await.csrf();
    let empty = upload(&mut browser, &csrf, "ada.mbox", "").await;
    empty.shows(&["role=\"alert\"", "That file is empty."]);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let cut = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--{BOUNDARY}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nFrom a"
    );
    let cut = browser.send(Request::post("/imports").header(CONTENT_TYPE, kind), cut.into()).await;
    cut.shows(&["The upload broke off."]);
    assert_eq!(left(&browser), 0);
}
