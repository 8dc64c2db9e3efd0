//! A lower bound for the response times of pages: axum handlers over rusqlite on the same data, which read the rows that
//! a page of each kind needs and write the least HTML that shows them. `bare FOLDER` prints its address. There is no
//! sign-in, and nothing is computed.

use std::fmt::Write;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, Query, State};
use axum::response::Html;
use axum::{Router, routing::get};
use rusqlite::{Connection, Row, params};
use serde::Deserialize;

type Shared = State<Arc<Mutex<Connection>>>;

/// The `workspace_id`, and the `member_id` of the owner.
const FIRST: [u8; 16] = [0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1];

#[derive(Deserialize)]
struct Parameters {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

#[tokio::main]
async fn main() {
    let folder = std::env::args().nth(1).expect("bare FOLDER");
    let connection = Connection::open(format!("{folder}/rapport.db")).unwrap();
    let routes = Router::new()
        .route("/today", get(today))
        .route("/people", get(people))
        .route("/people/{id}", get(person))
        .route("/search", get(search))
        .with_state(Arc::new(Mutex::new(connection)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    axum::serve(listener, routes).await.unwrap();
}

/// Seven people, each with their last three mails.
async fn today(State(shared): Shared) -> Html<String> {
    let connection = shared.lock().unwrap();
    let mut html = String::from("<!doctype html><ul>");
    let ids = rows(
        &connection,
        "SELECT person_id FROM relationship WHERE workspace_id = ?1 AND member_id = ?1 LIMIT 7",
        params![FIRST],
        |row| row.get::<_, Vec<u8>>(0),
    );
    for id in ids {
        let (name, address) = named(&connection, &id);
        write!(html, "<li>{} {}", escaped(&name), escaped(&address)).unwrap();
        for mail in mails(&connection, &id, 3) {
            write!(html, "<p>{}", escaped(&mail.1)).unwrap();
        }
    }
    Html(html)
}

/// The fifty people with ids after one.
async fn people(State(shared): Shared, Query(parameters): Query<Parameters>) -> Html<String> {
    let connection = shared.lock().unwrap();
    let rows = rows(
        &connection,
        "SELECT p.id, p.name, (SELECT a.address FROM address a WHERE a.workspace_id = p.workspace_id
            AND a.person_id = p.id ORDER BY a.used_at DESC LIMIT 1), r.state, r.folded_to
        FROM relationship r JOIN person p ON p.workspace_id = r.workspace_id AND p.id = r.person_id
        WHERE r.workspace_id = ?1 AND r.member_id = ?1 AND r.person_id > ?2 ORDER BY r.person_id LIMIT 50",
        params![FIRST, bytes(&parameters.after)],
        |row| {
            let id = hex(&row.get::<_, Vec<u8>>(0)?);
            let (name, address): (String, String) = (row.get(1)?, row.get(2)?);
            let (state, to): (Vec<u8>, i64) = (row.get(3)?, row.get(4)?);
            let (name, address) = (escaped(&name), escaped(&address));
            Ok(format!("<tr><td><a href=/people/{id}>{name}</a><td>{address}<td>{}<td>{to}", state.len()))
        },
    );
    Html(format!("<!doctype html><table>{}</table>", rows.concat()))
}

/// One person with their last fifty mails.
async fn person(State(shared): Shared, Path(id): Path<String>) -> Html<String> {
    let connection = shared.lock().unwrap();
    let id = bytes(&id);
    let (name, address) = named(&connection, &id);
    let mut html = format!("<!doctype html><h1>{}</h1><p>{}", escaped(&name), escaped(&address));
    for (at, subject, text) in mails(&connection, &id, 50) {
        let start: String = text.chars().take(180).collect();
        write!(html, "<p>{at} {}<br>{}", escaped(&subject), escaped(&start)).unwrap();
    }
    Html(html)
}

/// The newest twenty mails that contain all words of a query, with an excerpt of each around the first word.
async fn search(State(shared): Shared, Query(parameters): Query<Parameters>) -> Html<String> {
    let connection = shared.lock().unwrap();
    let row_ids: Vec<i64> = rows(
        &connection,
        "SELECT rowid FROM interaction_words WHERE interaction_words MATCH ?1 ORDER BY rowid DESC LIMIT 20",
        params![parameters.q],
        |row| row.get(0),
    );
    let mut html = String::from("<!doctype html>");
    for row_id in row_ids {
        // A row id is the first 64 bits of the id of an interaction, without the version.
        let high = ((row_id as u64) >> 12 << 16) | 0x7000 | (row_id as u64 & 0xfff);
        let end = |low: u64| [high.to_be_bytes(), low.to_be_bytes()].concat();
        let found = rows(
            &connection,
            "SELECT i.at, i.subject, i.own_text, p.name FROM interaction i
            JOIN touch t ON t.workspace_id = i.workspace_id AND t.interaction_id = i.id
            JOIN person p ON p.workspace_id = t.workspace_id AND p.id = t.person_id
            WHERE i.workspace_id = ?1 AND i.id BETWEEN ?2 AND ?3",
            params![FIRST, end(0), end(u64::MAX)],
            |row| {
                let (at, subject, text, name): (i64, String, String, String) =
                    (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                Ok(format!("<p>{at} {} {}<br>{}", escaped(&name), escaped(&subject), excerpt(&text, &parameters.q)))
            },
        );
        html.extend(found);
    }
    Html(html)
}

fn rows<T>(
    connection: &Connection,
    text: &str,
    values: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = connection.prepare_cached(text).unwrap();
    statement.query_map(values, read).unwrap().map(Result::unwrap).collect()
}

fn named(connection: &Connection, id: &[u8]) -> (String, String) {
    let text = "SELECT p.name, a.address FROM person p
        JOIN address a ON a.workspace_id = p.workspace_id AND a.person_id = p.id
        WHERE p.workspace_id = ?1 AND p.id = ?2 ORDER BY a.used_at DESC LIMIT 1";
    rows(connection, text, params![FIRST, id], |row| Ok((row.get(0)?, row.get(1)?))).pop().unwrap_or_default()
}

fn mails(connection: &Connection, id: &[u8], limit: u32) -> Vec<(i64, String, String)> {
    let text = "SELECT i.at, i.subject, i.own_text FROM touch t
        JOIN interaction i ON i.workspace_id = t.workspace_id AND i.id = t.interaction_id
        WHERE t.workspace_id = ?1 AND t.person_id = ?2 AND t.member_id = ?1
        ORDER BY t.at DESC, t.interaction_id DESC LIMIT ?3";
    rows(connection, text, params![FIRST, id, limit], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

fn excerpt(text: &str, query: &str) -> String {
    let word = query.split(' ').next().unwrap_or_default();
    let at = text.find(word).unwrap_or(0);
    let excerpt: String = text[at..].chars().take(180).collect();
    escaped(&excerpt)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The bytes of an id in a URL, with or without dashes.
fn bytes(id: &str) -> Vec<u8> {
    let digits: Vec<u8> = id.bytes().filter(|digit| *digit != b'-').collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(pair).collect()
}

fn hex(id: &[u8]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}
