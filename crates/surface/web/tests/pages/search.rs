//! The search page and its suggestions.

use crate::browser::Browser;

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
