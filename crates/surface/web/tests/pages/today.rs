//! Whom the day proposes, and what is done about them.

use crate::browser::Browser;
use axum::http::StatusCode;

#[tokio::test]
async fn today_says_whom_and_why() {
    let mut browser = Browser::signed_in().await;
    let today = browser.get("/").await;
    today.shows(&[
        "Thursday, 4 June",
        "wait for you",
        "You owe",
        "Stay close",
        "To begin",
        "What this rests on",
    ]);
    let proof = today.all("href=\"/interactions/")[0].clone();
    browser.get(&format!("/interactions/{proof}")).await.shows(&[
        "Own words",
        "What Rapport made of it",
        "Kept",
    ]);
}

#[tokio::test]
async fn done_leaves_the_list_and_undo_brings_it_back() {
    let mut browser = Browser::signed_in().await;
    for (act, field) in [
        ("completions", ("none", String::new())),
        ("snoozes", ("days", "7".to_owned())),
        ("dismissals", ("reason", "Not mine to follow up".to_owned())),
    ] {
        let today = browser.get("/").await;
        let person = today.all("<h3><a href=\"/people/")[0].clone();
        let form = [("csrf", today.csrf()), ("back", "/".to_owned()), field];
        let done = browser.post(&format!("/people/{person}/{act}"), &form).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/"));
        assert!(!browser.cookie("flash").unwrap().contains("Maya"));
        let after = browser.get("/").await;
        after.shows(&["class=\"flash\"", "Undo", "Left alone on purpose"]);
        assert!(!after.all("<h3><a href=\"/people/").contains(&person), "{act}");
        assert!(!browser.get("/").await.body.contains("class=\"flash\""), "it is said once");
        let undo = after.all("<form action=\"/follow-ups/")[0].clone();
        let back = browser.post(&format!("/follow-ups/{undo}"), &[("csrf", after.csrf())]).await;
        assert_eq!(back.location(), "/");
        let again = browser.get("/").await;
        again.shows(&["Taken back."]);
        assert!(again.all("<h3><a href=\"/people/").contains(&person), "{act}");
    }
}
