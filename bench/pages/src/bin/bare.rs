//! The floor: a bare axum page of 50 rows straight from SQLite, on the same data: `bare FOLDER PORT`.

use std::sync::Mutex;

use axum::{Router, response::Html, routing::get};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let file = format!("{}/rapport.db", arguments[1]);
    let connection: &'static Mutex<rusqlite::Connection> = Box::leak(Box::new(Mutex::new(rusqlite::Connection::open(file).unwrap())));
    let page = move || async move {
        let connection = connection.lock().unwrap();
        let mut statement = connection
            .prepare_cached("SELECT p.name, a.address FROM person p JOIN address a ON a.workspace_id = p.workspace_id AND a.person_id = p.id ORDER BY p.workspace_id, p.id LIMIT 50")
            .unwrap();
        let rows: Vec<String> = statement
            .query_map([], |row| Ok(format!("<tr><td>{}<td>{}", row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        Html(format!("<!doctype html><table>{}</table>", rows.concat()))
    };
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{}", arguments[2])).await.unwrap();
    axum::serve(listener, Router::new().route("/", get(page))).await.unwrap();
}
