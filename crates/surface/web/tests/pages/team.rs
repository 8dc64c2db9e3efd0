//! How the relationships of the whole team are.

use crate::browser::Browser;

#[tokio::test]
async fn the_team_is_counted_together_and_companies_are_held_beside_chance() {
    let mut browser = Browser::new().await;
    browser.world.set_up().await;
    browser.sign_in().await;
    browser.get("/team").await.shows(&["No relationship yet", "Import mail", "aria-current=\"page\""]);

    let mut browser = Browser::signed_in().await;
    let page = browser.get("/team").await;
    page.shows(&[
        "You have 16 relationships",
        "People in contact",
        "In 26 weeks the team was in contact with",
    ]);
    page.shows(&["role=\"img\" aria-label=\"People in contact each week", "benchmark/1", "As a table"]);
    page.shows(&[
        "norrstone.example",
        "Rate and 80 % interval",
        "outside the 95 % limits, where chance alone",
    ]);
    assert_eq!(page.all("<path class=\"limit").len(), 2);
    for never in ["gmail.com", "holmkilns.example", "@", "style="] {
        let main = page.body.split("<main").nth(1).unwrap();
        assert!(!main.contains(never), "{never} is on the page");
    }
}
