//! The pages of imports and decisions.

use crate::browser::Browser;

#[tokio::test]
async fn an_import_tells_every_decision() {
    let mut browser = Browser::signed_in().await;
    let imports = browser.get("/imports").await;
    imports.shows(&["spring.mbox", "done", "Why is this mail not here?"]);
    let run = imports.all("<a href=\"/imports/")[0].clone();
    let page = browser.get(&format!("/imports/{run}")).await;
    page.shows(&["each with a decision", "Bulk", "Internal", "Open Today"]);
    browser
        .get(&format!("/imports/{run}?reason=bulk"))
        .await
        .shows(&["30 messages were set aside", "Glaze digest 3"]);
    let why = browser.get("/imports?why=lunch").await;
    why.shows(&["1 message matches", "Everybody on it belongs to the team."]);
    let message = why.all("<a href=\"/interactions/")[0].clone();
    browser.get(&format!("/interactions/{message}")).await.shows(&[
        "Lunch",
        "Set aside",
        "ulf@holmkilns.example",
    ]);

    let csrf = page.csrf();
    let nowhere = [("csrf", csrf.clone()), ("path", "/nowhere/at/all".to_owned())];
    browser
        .post("/imports", &nowhere)
        .await
        .shows(&["role=\"alert\"", "There is nothing at /nowhere/at/all"]);
    let path = browser.world.folder.join("spring.mbox").display().to_string();
    let begun = browser.post("/imports", &[("csrf", csrf), ("path", path)]).await;
    assert!(begun.location().starts_with("/imports/"), "{}", begun.body);
    browser.get(begun.location()).await.shows(&[
        "Waiting for its turn",
        "hx-trigger=\"every 1s\"",
        "Stop here",
    ]);
    browser.world.work().await;
    browser.get(begun.location()).await.shows(&["Nothing new came out of it.", "Here before"]);
}
