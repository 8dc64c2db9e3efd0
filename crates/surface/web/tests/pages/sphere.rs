//! The member’s place among everybody the team knows.

use crate::browser::Browser;

#[tokio::test]
async fn the_sphere_shows_everybody_and_says_who_leads_where() {
    let mut browser = Browser::new().await;
    browser.world.set_up().await;
    browser.sign_in().await;
    browser.get("/sphere").await.shows(&["Nobody here yet", "Import mail"]);

    let mut browser = Browser::signed_in().await;
    let page = browser.get("/sphere").await;
    page.shows(&["You know 16 people", "role=\"img\" aria-label=\"Your ties as rings by warmth", "Wren"]);
    assert_eq!(page.all("<circle cx=\"").len(), 16, "a dot for everybody");
    assert_eq!(page.all("<script type=\"").iter().filter(|kind| *kind != "module").count(), 1);
    assert!(!page.body.contains("style="));

    let nobody = browser.get("/sphere?to=nobody%40x.example").await;
    nobody.shows(&["Nobody of the team has met anybody with this address."]);
    browser.get("/sphere?to=zz").await.shows(&["Three letters at least are needed."]);
    let known = browser.get("/sphere?to=maya").await;
    known.shows(&["Ways to <a href=\"/people/", "You know them, and nobody else leads there."]);
    browser
        .get("/sphere?to=.example")
        .await
        .shows(&["Which one?", "href=\"/sphere?to=aoife%40brennanpottery.example\""]);
}
