//! Every route, requested by a colleague with every id of the owner: what is not theirs is answered like what does not
//! exist, and no page shows a word of it. Once with empty caches, and once with caches that the owner has filled.

mod house;

use std::collections::BTreeSet;

use self::house::{House, UNKNOWN_ID};
use crate::browser::Page;
use axum::http::StatusCode;

/// Routes that name a thing, requested with GET.
const SHOWN: [&str; 12] = [
    "/people/{}",
    "/people/{}?evidence=initiation",
    "/people/{}?style=shown",
    "/people/{}?before={}",
    "/interactions/{}",
    "/imports/{}",
    "/imports/{}?reason=internal",
    "/imports/{}?reason=bulk",
    "/imports/{}?unreadable=true",
    "/imports?why={}",
    "/search?q=kiln&before={}",
    "/people?after={}",
];

const TOUCH: &[(&str, &str)] =
    &[("key", UNKNOWN_ID), ("channel", "call"), ("side", "ours"), ("when", "2026-06-01"), ("note", "x")];

/// Routes that name a thing and change it, with the fields they want.
const ACTED: [(&str, &[(&str, &str)]); 20] = [
    ("/people/{}/completions", &[]),
    ("/people/{}/snoozes", &[("days", "7")]),
    ("/people/{}/dismissals", &[("reason", "not mine")]),
    ("/people/{}/opt-outs", &[]),
    ("/people/{}/touches", TOUCH),
    ("/touches/{}", TOUCH),
    ("/touches/{}/withdrawals", &[]),
    ("/touches/{}/restorations", &[]),
    ("/people/{}/lean-backs", &[]),
    ("/people/{}/introductions", &[("via_member", "{owner}")]),
    ("/people/{}/hidings", &[("is_hidden", "true")]),
    ("/lean-backs/{}/reversals", &[]),
    ("/lean-backs/{}/resumptions", &[]),
    ("/introductions/{}/refusals", &[]),
    ("/introductions/{}/reversals", &[]),
    ("/follow-ups/{}/reversals", &[]),
    ("/opt-outs/{}/withdrawals", &[]),
    ("/imports/{}/cancellations", &[]),
    ("/jobs/{}/retries", &[]),
    ("/jobs/{}/cancellations", &[]),
];

/// Pages that list what is there.
const LISTS: [&str; 18] = [
    "/",
    "/people",
    "/people?show=owe",
    "/people?sort=name",
    "/people?q=maya",
    "/sphere",
    "/sphere?to=maya",
    "/sphere?to=lindqvist",
    "/team",
    "/imports",
    "/imports?why=lunch",
    "/imports?why=lunch%40holmkilns.example",
    "/imports?why=0.0%40mail.example",
    "/imports?why=norrstone",
    "/search?q=kiln",
    "/search?q=maya",
    "/search.json?q=maya",
    "/settings",
];

#[tokio::test]
async fn nothing_of_a_colleague_is_shown_or_changed() {
    let mut house = House::new().await;
    for is_warm in [false, true] {
        if is_warm {
            house.warm().await;
        } else {
            house.browser.cold().await;
        }
        let token = house.colleague.clone();
        house.browser.carry(&token);
        let own = house.browser.get("/people").await;
        own.shows(&["Greta Salz"]);
        let csrf = own.csrf();
        for path in LISTS {
            let page = house.browser.get(path).await;
            house.assert_silent(path, &page);
            assert!(!page.body.contains("In the background"), "only the owner sees what runs for everybody");
        }
        let mut answers = BTreeSet::new();
        for id in house.ids.clone() {
            for route in SHOWN {
                let path = route.replace("{}", &id);
                let page = house.browser.get(&path).await;
                house.assert_silent(&path, &page);
                let nothing = house.browser.get(&route.replace("{}", UNKNOWN_ID)).await;
                assert_same(&path, &page, &id, &nothing);
                answers.insert((route, page.status));
            }
        }
        for route in ["/people/{}", "/interactions/{}", "/imports/{}"] {
            assert!(answers.contains(&(route, StatusCode::NOT_FOUND)), "{route}");
            assert!(!answers.contains(&(route, StatusCode::OK)), "{route}");
        }
        let before = house.browser.world.dump().await;
        for id in house.ids.clone() {
            for (route, fields) in ACTED {
                let page = act(&mut house, route, &id, fields, &csrf).await;
                let nothing = act(&mut house, route, UNKNOWN_ID, fields, &csrf).await;
                assert_same(route, &page, &id, &nothing);
            }
        }
        assert_eq!(house.browser.world.dump().await, before, "nothing was changed");
    }
}

/// Whom a colleague hides is answered like whom nobody has met, by address and by name.
#[tokio::test]
async fn a_hidden_tie_is_answered_like_one_that_is_not_there() {
    let mut house = House::new().await;
    let token = house.colleague.clone();
    house.browser.carry(&token);
    for (hidden, strange) in
        [("maya%40norrstone.example", "nora%40nowherehere.example"), ("Lindqvist", "Nobodyeverhere")]
    {
        let known = house.browser.get(&format!("/sphere?to={hidden}")).await;
        let unknown = house.browser.get(&format!("/sphere?to={strange}")).await;
        let told = |page: &Page, asked: &str| {
            let plain = asked.replace("%40", "@");
            page.body.replace(asked, "X").replace(&plain, "X").replace(&plain.replace('@', "&#64;"), "X")
        };
        assert_eq!(told(&known, hidden), told(&unknown, strange));
    }
    let (known, unknown) =
        (house.browser.get("/search?q=electrician").await, house.browser.get("/search?q=xylophonist").await);
    assert_eq!(known.body.replace("electrician", "X"), unknown.body.replace("xylophonist", "X"));
}

async fn act(house: &mut House, route: &str, id: &str, fields: &[(&str, &str)], csrf: &str) -> Page {
    let mut form = vec![("csrf", csrf.to_owned())];
    form.extend(fields.iter().map(|(name, value)| (*name, value.replace("{owner}", &house.owner))));
    house.browser.post(&route.replace("{}", id), &form).await
}

/// The response for an id of the owner equals the response for an id that never existed.
fn assert_same(path: &str, page: &Page, id: &str, nothing: &Page) {
    assert_eq!(page.status, nothing.status, "{path}");
    assert_eq!(page.location(), nothing.location(), "{path}");
    assert_eq!(page.body.replace(id, UNKNOWN_ID), nothing.body, "{path}");
}

impl House {
    fn assert_silent(&self, path: &str, page: &Page) {
        for word in &self.words {
            // What was asked for stands in the field it was typed into.
            let is_asked = path.to_lowercase().contains(&word.to_lowercase().replace('@', "%40"));
            assert!(is_asked || !page.body.contains(word.as_str()), "{path} shows {word}:\n{}", page.body);
        }
        for id in self.ids.iter().filter(|id| !path.contains(id.as_str())) {
            assert!(!page.body.contains(id.as_str()), "{path} shows the id {id}");
        }
    }

    async fn warm(&mut self) {
        self.browser.sign_in().await;
        for path in LISTS {
            self.browser.get(path).await;
        }
        for id in self.ids.clone() {
            self.browser.get(&format!("/people/{id}")).await;
        }
    }
}
