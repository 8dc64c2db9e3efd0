//! What holds for every page.

use crate::browser::Browser;
use crate::world::{Mail, NOW, OWNER};
use axum::http::StatusCode;
use rapport_model::Moment;

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
