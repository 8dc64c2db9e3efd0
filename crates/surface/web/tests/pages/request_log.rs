//! What the log says of requests.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing::level_filters::LevelFilter;

use crate::browser::Browser;
use crate::world::PASSPHRASE;

/// The log of this thread, as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Takes what was logged so far.
    fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

fn begin(level: LevelFilter) -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .with_writer(move || writer.clone())
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn a_request_is_one_line_with_its_route() {
    let (log, _guard) = begin(LevelFilter::INFO);
    let mut browser = Browser::signed_in().await;
    let person = browser.get("/people?q=maya").await.all("<span><a href=\"/people/")[0].clone();
    for (address, logged) in [
        (
            format!("/people/{person}?evidence=initiation"),
            "method=\"GET\" route=\"/people/{id}\"}: answered a request status=200",
        ),
        ("/search?q=electrician".to_owned(), "route=\"/search\"}: answered a request status=200"),
        (format!("/nothing/{person}"), "route=\"none\"}: answered a request status=404"),
        ("/setup/0123456789".to_owned(), "route=\"/setup/{code}\"}: answered a request status=303"),
    ] {
        log.take();
        browser.get(&address).await;
        let line = log.take();
        assert!(line.contains(logged) && line.contains(" milliseconds="), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

#[tokio::test]
async fn no_log_says_whom_a_request_was_about_or_who_made_it() {
    let (log, _guard) = begin(LevelFilter::TRACE);
    let mut browser = Browser::signed_in().await;
    let token = browser.cookie("rapport-7878").unwrap().to_owned();
    let found = browser.get("/people?q=maya").await;
    let person = found.all("<span><a href=\"/people/")[0].clone();
    browser.get(&format!("/people/{person}")).await.shows(&["Maya Lindqvist"]);
    browser.get(&format!("/nothing/{person}?q=lindqvist")).await;
    browser.get("/search?q=electrician").await.shows(&["electrician"]);
    browser.get("/search.json?q=maya").await.shows(&["Maya"]);
    browser.get("/sphere?to=maya%40norrstone.example").await;
    browser.post("/sessions", &[("csrf", found.csrf()), ("passphrase", PASSPHRASE.to_owned())]).await;
    browser.post(&format!("/people/{person}/completions"), &[("csrf", found.csrf())]).await;
    let log = log.take();
    assert!(log.contains("route=\"/people/{id}/completions\""), "{log}");
    let secret = [
        &person,
        &token,
        &found.csrf(),
        PASSPHRASE,
        "Lindqvist",
        "norrstone",
        "electrician",
        "maya",
        "Ida",
        "127.0.0.1",
    ];
    for word in secret {
        assert!(!log.to_lowercase().contains(&word.to_lowercase()), "`{word}` is in the log:\n{log}");
    }
}
