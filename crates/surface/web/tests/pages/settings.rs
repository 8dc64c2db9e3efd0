//! The settings of a member.

use rapport_model::{MeasureJob, WorkspaceId};
use rapport_store::{QueuedJob, Tx};
use uuid::Uuid;

use crate::browser::Browser;

/// A job that failed three times is listed with its error, tried again, and taken away.
#[tokio::test]
async fn what_was_set_aside_is_tried_again_or_taken_away() {
    let mut browser = Browser::signed_in().await;
    browser.get("/settings").await.shows(&["In the background", "Nothing waits, and nothing was set aside."]);
    let (id, now) = (Uuid::from_u128(7), browser.world.app.now());
    let poison = move |tx: &Tx<'_>| {
        tx.add_job(&QueuedJob::new(id, &MeasureJob {}), now)?;
        for day in 0..3 {
            let at = now.plus_days(f64::from(day) - 3.0);
            let taken = tx.take_job(0, now, at)?.unwrap();
            tx.fail_job(id, taken.lease, at, "no such table: touch")?;
        }
        Ok(())
    };
    browser.world.app.store().write(WorkspaceId::FIRST, poison).await.unwrap();
    let page = browser.get("/settings").await;
    page.shows(&[
        "Measuring what is new",
        "Set aside after it failed 3 times.",
        "no such table: touch",
        "Try again",
    ]);
    assert!(!page.body.contains("every 2s"), "nothing moves");
    let csrf = page.csrf();
    let act = [("csrf", csrf)];
    let tried = browser.post(&format!("/jobs/{id}/retries"), &act).await;
    assert_eq!(tried.location(), "/settings");
    let page = browser.get("/settings").await;
    page.shows(&["It is tried again now.", "Waits for its turn.", "Remove", "hx-trigger=\"every 2s\""]);
    browser.post(&format!("/jobs/{id}/cancellations"), &act).await;
    browser.get("/settings").await.shows(&["It does not go on.", "Nothing waits"]);
    let gone = browser.post(&format!("/jobs/{id}/retries"), &act).await;
    assert_eq!(gone.status, axum::http::StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn settings_are_saved_and_applied() {
    let mut browser = Browser::signed_in().await;
    let csrf = browser.get("/settings").await.csrf();
    let form = |addresses: &str| {
        [
            ("csrf", csrf.clone()),
            ("addresses", addresses.to_owned()),
            ("internal", "holmkilns.example".to_owned()),
            ("list_rule", "all".to_owned()),
            ("zone", "Europe/Oslo".to_owned()),
        ]
    };
    browser.post("/settings", &form("not an address")).await.shows(&["role=\"alert\"", "is not an address"]);
    let saved = browser.post("/settings", &form("ida@holmkilns.example, ida@old.example")).await;
    assert_eq!(saved.location(), "/settings");
    browser.world.work().await;
    browser.get("/settings").await.shows(&["Saved. What was read before", "ida@old.example", "Europe/Oslo"]);
}

#[tokio::test]
async fn the_colors_are_kept_in_this_browser() {
    let mut browser = Browser::signed_in().await;
    let csrf = browser.get("/settings").await.csrf();
    browser.post("/theme", &[("csrf", csrf), ("theme", "dark".to_owned())]).await;
    browser.get("/").await.shows(&["data-theme=\"dark\""]);
}
