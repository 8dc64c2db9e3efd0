//! What a member sets.

use crate::browser::Browser;

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
