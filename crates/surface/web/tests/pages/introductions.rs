use rapport_model::{Member, MemberId, Moment, Role};

use crate::browser::Browser;
use crate::world::Mail;

const MAYA: (&str, &str) = ("Maya Lindqvist", "maya@norrstone.example");

/// Maya and Tomas are on one mail, so that Tomas can lead to Maya.
async fn browser() -> Browser {
    let browser = Browser::signed_in().await;
    let mut mailbox = String::new();
    Mail {
        from: ("Ida Holm", crate::world::OWNER),
        to: MAYA,
        at: "2026-06-01T09:00:00Z".parse::<Moment>().unwrap(),
        id: "both@mail.example".to_owned(),
        subject: "The two of you",
        headers: "Cc: tomas.vrba@ceramika.example\n",
        body: "Maya, meet Tomas.",
    }
    .write(&mut mailbox);
    browser.world.read("both.mbox", &mailbox).await;
    browser
}

#[tokio::test]
async fn one_asks_for_an_introduction_takes_it_back_and_hears_a_no() {
    let mut browser = browser().await;
    let ways = browser.get("/sphere?to=maya%40norrstone.example").await;
    ways.shows(&["I asked Tomas"]);
    assert!(!ways.body.contains("Whom you asked"));
    let ask = ways.all("<form action=\"/people/")[0].clone();
    let asked = ways.all("name=\"via_person\" value=\"")[0].clone();
    let form = || {
        let fields = [("via_person", asked.clone()), ("back", "/sphere".to_owned())];
        fields.into_iter().chain([("csrf", ways.csrf())]).collect::<Vec<_>>()
    };
    let ask = format!("/people/{ask}");
    assert_eq!(browser.post(&ask, &form()).await.location(), "/sphere");
    let noted = browser.get("/sphere").await;
    noted.shows(&["Noted.", "Whom you asked", "You asked Tomas", "Tomas would rather not", "data-undo"]);
    browser.post(&ask, &form()).await;
    browser.get("/sphere").await.shows(&["you asked them within the last 30 days already"]);
    let undo = noted.all("<form action=\"/introductions/");
    let (undo, decline) = (format!("/introductions/{}", undo[0]), format!("/introductions/{}", undo[1]));
    assert!(undo.contains("/reversals") && decline.ends_with("/refusals"), "{undo} {decline}");
    browser.post(&decline, &[("csrf", noted.csrf()), ("back", "/sphere".to_owned())]).await;
    let declined = browser.get("/sphere").await;
    declined.shows(&["Noted: they would rather not.", "Tomas, whom you asked"]);
    assert!(!declined.body.contains("Tomas would rather not</button>"));
    browser.post(&undo, &[("csrf", noted.csrf())]).await;
    assert!(!browser.get("/sphere").await.body.contains("Whom you asked"));
    let stranger = browser.post("/introductions/1/refusals", &[("csrf", noted.csrf())]).await;
    assert_eq!(stranger.status, 404);
    assert_eq!(browser.post(&ask, &[("csrf", noted.csrf())]).await.status, 404, "through nobody");
}

#[tokio::test]
async fn an_opt_out_is_noted_and_taken_back() {
    let mut browser = browser().await;
    let people = browser.get("/people?q=maya").await;
    let page = format!("/people/{}", people.all("href=\"/people/")[0]);
    let open = browser.get(&page).await;
    open.shows(&["Maya has not asked to be left alone.", &format!("action=\"{page}/opt-outs\"")]);
    let form = [("csrf", open.csrf()), ("back", page.clone())];
    browser.post(&format!("{page}/opt-outs"), &form).await;
    let noted = browser.get(&page).await;
    noted.shows(&[
        "Nobody of your team is told to write to Maya any more",
        "Asked for no contact",
        "They allow it again",
    ]);
    browser
        .get("/sphere?to=maya%40norrstone.example")
        .await
        .shows(&["They asked not to be contacted; no way leads there."]);
    let back = noted.all("<form action=\"/opt-outs/").into_iter().next_back().unwrap();
    browser.post(&format!("/opt-outs/{back}"), &[("csrf", noted.csrf())]).await;
    browser.get(&page).await.shows(&["Maya has not asked to be left alone."]);
}

#[tokio::test]
async fn a_tie_is_hidden_when_there_is_somebody_to_hide_it_from() {
    let mut browser = browser().await;
    let people = browser.get("/people?q=maya").await;
    let page = format!("/people/{}", people.all("href=\"/people/")[0]);
    assert!(!browser.get(&page).await.body.contains("Who sees this"));
    let tom = Member {
        id: MemberId::from_parts(Moment::default(), [7; 10]),
        name: "Tom Reed".into(),
        role: Role::Member,
    };
    browser.world.acting().await.add_member(tom).await.unwrap();
    let open = browser.get(&page).await;
    open.shows(&["Who sees this", "Hide it from the team"]);
    let hiding = format!("{page}/hidings");
    let hide = [("csrf", open.csrf()), ("is_hidden", "true".to_owned()), ("back", page.clone())];
    browser.post(&hiding, &hide).await;
    browser.get(&page).await.shows(&["no longer sees that you know them", "Let the team see it"]);
    browser.post(&hiding, &[("csrf", open.csrf()), ("back", page.clone())]).await;
    browser.get(&page).await.shows(&["Your team can see that you know them", "Hide it from the team"]);
}
