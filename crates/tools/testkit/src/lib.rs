//! What tests and the demo are built with: a private PostgreSQL, and a small sales team with a story.

mod postgres;

pub use postgres::PrivatePostgres;
