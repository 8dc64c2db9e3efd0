//! What tests and the demo are built with: a private PostgreSQL, mails in one line, and a small sales team with a story.

mod demo;
mod postgres;
pub mod story;

pub use demo::stage::DemoMail;
pub use demo::{Demo, Seller, demo_messages, demo_sellers, write_demo};
pub use postgres::PrivatePostgres;
