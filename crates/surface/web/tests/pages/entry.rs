//! Setting up the owner, and signing in.

use crate::browser::Browser;
use crate::world::{OWNER, PASSPHRASE};
use axum::http::StatusCode;

#[tokio::test]
async fn the_one_time_link_makes_the_owner_once() {
    let mut browser = Browser::new().await;
    let waiting = browser.get("/people").await;
    assert_eq!(waiting.status, StatusCode::FORBIDDEN);
    waiting.shows(&["Rapport waits for its owner", "one-time link"]);

    let link = format!("/setup/{}", browser.world.app.begin_setup().await.unwrap().unwrap());
    assert_eq!(browser.get("/setup/0123").await.status, StatusCode::FORBIDDEN);
    let page = browser.get(&link).await;
    page.shows(&["Your name", "Time zone"]);
    let form = |csrf: String, passphrase: &str| {
        [
            ("csrf", csrf),
            ("name", "Ida Holm".to_owned()),
            ("addresses", format!("{OWNER}\nida@old.example")),
            ("passphrase", passphrase.to_owned()),
            ("zone", "Europe/Vienna".to_owned()),
        ]
    };
    let foreign = browser.post(&link, &form("0".repeat(32), PASSPHRASE)).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let again = browser.post(&link, &form(page.csrf(), "short")).await;
    again.shows(&["role=\"alert\"", "A passphrase has at least 12 letters", "value=\"Ida Holm\""]);
    let done = browser.post(&link, &form(page.csrf(), PASSPHRASE)).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/"));
    browser.get("/").await.shows(&["A quiet start.", "Import mail", "Signed in as Ida Holm"]);
    assert_eq!(browser.get(&link).await.location(), "/login");
    browser.get("/settings").await.shows(&["ida@old.example", "holmkilns.example"]);
}
