//! What a person sees and can do, over a real store, without a browser or its scripts.

use crate::browser::{Browser, Page};
use crate::world::{Mail, NOW, OWNER, PASSPHRASE};
use axum::http::StatusCode;
use rapport_model::Moment;

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
    let csrf = browser.get(&address).await.csrf();
    let form = |when: &str| {
        [
            ("csrf", csrf.clone()),
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
    browser.get(&address).await.shows(&["Logged with Sofia", "Talked about the apprentices", "Sofia called"]);
}

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
async fn search_shows_where_the_words_are() {
    let mut browser = Browser::signed_in().await;
    browser.get("/search?q=sofia").await.shows(&["1 person", "Sofia Marchetti"]);
    let found = browser.get("/search?q=electrician").await;
    found.shows(&["<mark>electrician</mark>", "More mail"]);
    let next = found.all("class=\"button\" href=\"")[0].clone();
    browser.get(&next).await.shows(&["<mark>electrician</mark>"]);
    browser.get("/search?q=zebra").await.shows(&["Nothing found"]);
    browser.get("/search").await.shows(&["What are you looking for?"]);
}

#[tokio::test]
async fn the_colors_are_kept_in_this_browser() {
    let mut browser = Browser::signed_in().await;
    let csrf = browser.get("/settings").await.csrf();
    browser.post("/theme", &[("csrf", csrf), ("theme", "dark".to_owned())]).await;
    browser.get("/").await.shows(&["data-theme=\"dark\""]);
}

#[tokio::test]
async fn captured_text_is_never_markup() {
    let mut browser = Browser::signed_in().await;
    let at: Moment = NOW.parse().unwrap();
    let mut mailbox = String::new();
    for (place, canary) in
        ["<script>canary()</script>", "\\\"><img src=x onerror=canary()>"].iter().enumerate()
    {
        Mail {
            from: (canary, &format!("canary{place}@trap.example")),
            to: ("Ida", OWNER),
            at: at.plus_days(-1.0),
            id: format!("{place}\"><img src=x onerror=canary()>@trap.example"),
            subject: &canary.replace('\\', ""),
            headers: "",
            body: &format!("Could you call {} today? {{{{7*7}}}}", canary.replace('\\', "")),
        }
        .write(&mut mailbox);
    }
    let import = browser.world.read("<img src=x onerror=canary()>.mbox", &mailbox).await;
    let people = browser.get("/people?q=canary").await;
    let mut addresses: Vec<String> =
        ["/", "/people", "/search?q=canary", "/search?q=%22%3E%3Cimg%20src", "/imports"]
            .map(str::to_owned)
            .into();
    addresses.push(format!("/imports/{import}?why=%3Cscript%3Ecanary()"));
    addresses.push("/search.json?q=canary".to_owned());
    for id in people.all("<span><a href=\"/people/") {
        let page = browser.get(&format!("/people/{id}")).await;
        addresses
            .extend(page.all("href=\"/interactions/").into_iter().map(|id| format!("/interactions/{id}")));
        addresses.push(format!("/people/{id}"));
    }
    assert!(addresses.len() >= 9, "{addresses:?}");
    for address in addresses {
        let page = browser.get(&address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        if address.starts_with("/search.json") {
            assert_eq!(page.headers["content-type"], "application/json");
            continue;
        }
        for canary in ["<script>canary", "<img src=x"] {
            assert!(!page.body.contains(canary), "{address} shows {canary}");
        }
    }
}

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
