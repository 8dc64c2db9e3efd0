//! The list of people, and one of them.

use rapport_app::Evidence;

use crate::browser::{Browser, Page};

#[tokio::test]
async fn people_are_listed_found_filtered_and_sorted() {
    let mut browser = Browser::signed_in().await;
    let people = browser.get("/people").await;
    people.shows(&[
        "16 people outside your company",
        "Maya Lindqvist",
        "maya@norrstone.example",
        "Quiet for them",
    ]);
    people.shows(&["aria-sort=\"descending\"", "/people?sort=-last"]);
    let rows = |page: &Page| page.all("<tr data-row>").len();
    assert_eq!(rows(&browser.get("/people?q=maya").await), 1);
    assert!(rows(&browser.get("/people?show=quiet").await) < 16);
    browser.get("/people?q=nobody-like-that").await.shows(&["Nobody like that"]);
    let name = browser.get("/people?sort=name").await;
    assert!(name.body.find("Aoife").unwrap() < name.body.find("Wren").unwrap());
    let reversed = browser.get("/people?sort=-name").await;
    assert!(reversed.body.find("Aoife").unwrap() > reversed.body.find("Wren").unwrap());
    browser
        .get("/search.json?q=maya")
        .await
        .shows(&["\"name\":\"Maya Lindqvist\"", "\"detail\":\"norrstone.example\""]);
}

#[tokio::test]
async fn a_person_has_a_rhythm_readings_and_their_evidence() {
    let mut browser = Browser::signed_in().await;
    let id = browser.get("/people?q=sofia").await.all("<span><a href=\"/people/")[0].clone();
    let page = browser.get(&format!("/people/{id}")).await;
    page.shows(&[
        "Sofia Marchetti",
        "class=\"band\"",
        "As a table",
        "What can be said",
        "80 % interval",
        "rhythm/1",
    ]);
    page.shows(&["Sofia wrote", "You wrote", "rel=\"next\"", "sofia@terracotta.example"]);
    for evidence in Evidence::log() {
        let Evidence::Log(measure) = evidence else { panic!("{evidence:?}") };
        page.shows(&[measure.title]);
    }
    assert!(!page.body.contains("{name}") && !page.body.contains("{value}"), "every sentence is filled in");
    let older = page.all("class=\"button\" href=\"")[0].clone();
    assert!(older.contains("before="));
    browser.get(older.trim_end_matches("#timeline")).await.shows(&["timeline-title"]);
    let evidence = browser.get(&format!("/people/{id}?evidence=initiation")).await;
    evidence.shows(&["Only what “Who begins” rests on.", "Show everything"]);
    let few = browser.get("/people?q=piotr").await.all("<span><a href=\"/people/")[0].clone();
    browser
        .get(&format!("/people/{few}"))
        .await
        .shows(&["Not enough yet: rhythm needs three days of contact"]);
}

#[tokio::test]
async fn how_two_people_talk_is_told_by_their_words() {
    let mut browser = Browser::signed_in().await;
    let id = browser.get("/people?q=wren").await.all("<span><a href=\"/people/")[0].clone();
    let address = format!("/people/{id}");
    let page = browser.get(&address).await;
    page.shows(&["How you talk", "exchange/1", "Two-sided", "of your threads", "Do you write alike?"]);
    assert!(!page.body.contains("mirroring/1"), "style is compared when it is asked for");
    let evidence = browser.get(&format!("{address}?evidence=depth")).await;
    evidence.shows(&["Only what “Depth” rests on.", "Show everything"]);
    let lifted = browser.get(&format!("{address}?style=shown")).await;
    lifted.shows(&["<details class=\"behind\" id=\"style\" open>", "trivia, not a target.", "mirroring/1"]);
    let few = browser.get("/people?q=piotr").await.all("<span><a href=\"/people/")[0].clone();
    let lifted = browser.get(&format!("/people/{few}?style=shown")).await;
    lifted.shows(&[
        "Not enough yet: quality needs three exchanges",
        "Not enough yet: mirroring needs 200 words of each side",
    ]);
}

#[tokio::test]
async fn a_touch_is_logged_by_hand() {
    let mut browser = Browser::signed_in().await;
    let id = browser.get("/people?q=sofia").await.all("<span><a href=\"/people/")[0].clone();
    let address = format!("/people/{id}");
    let page = browser.get(&address).await;
    let (csrf, key) = (page.csrf(), page.all("name=\"key\" value=\"")[0].clone());
    let form = |when: &str| {
        [
            ("csrf", csrf.clone()),
            ("key", key.clone()),
            ("back", address.clone()),
            ("channel", "call".to_owned()),
            ("when", when.to_owned()),
            ("side", "theirs".to_owned()),
            ("note", "Talked about the apprentices".to_owned()),
        ]
    };
    browser.post(&format!("{address}/touches"), &form("2026-06-05")).await;
    browser.get(&address).await.shows(&["Nothing was logged. Choose a day that is not in the future"]);
    let logged = browser.post(&format!("{address}/touches"), &form("2026-06-04")).await;
    assert_eq!(logged.location(), address);
    browser.world.work().await;
    let page = browser.get(&address).await;
    page.shows(&["Logged with Sofia", "Talked about the apprentices", "Sofia called"]);
    // It can be changed and withdrawn where it is shown, and kept again.
    let touch = page.all("action=\"/touches/")[0].split('/').next().unwrap().to_owned();
    let shown = browser.get(&format!("/interactions/{touch}")).await;
    shown.shows(&["Change it", "Withdraw it", ">Talked about the apprentices</textarea>"]);
    let mut edit = form("2026-06-03").to_vec();
    edit[1].1 = shown.all("name=\"key\" value=\"")[0].clone();
    edit[6].1 = "Talked about the kiln room".to_owned();
    edit.retain(|(name, _)| *name != "back");
    let changed = browser.post(&format!("/touches/{touch}"), &edit).await;
    let moved = changed.location().to_owned();
    assert_ne!(moved, format!("/interactions/{touch}"));
    browser.get(&moved).await.shows(&["Changed. It counts as it is now.", "Talked about the kiln room"]);
    browser.get(&format!("/interactions/{touch}")).await.shows(&["Whoever logged it by hand took it back."]);
    let touch = moved.trim_start_matches("/interactions/").to_owned();
    let withdrawal = format!("/touches/{touch}/withdrawals?back={address}");
    browser.post(&withdrawal, &[("csrf", csrf.clone())]).await;
    let gone = browser.get(&address).await;
    gone.shows(&["It is withdrawn and counts for nothing."]);
    assert!(!gone.body.contains("kiln room"));
    browser.post(&format!("/touches/{touch}/restorations?back={address}"), &[("csrf", csrf.clone())]).await;
    browser.world.work().await;
    browser.get(&address).await.shows(&["Talked about the kiln room"]);
}
