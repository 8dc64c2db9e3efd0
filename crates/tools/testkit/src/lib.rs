//! What tests and the demo are built with: a private PostgreSQL, mails in one line, a small sales team with a story,
//! and the shape of an answer in JSON.

mod demo;
mod postgres;
mod shape;
pub mod story;

pub use demo::stage::DemoMail;
pub use demo::{Demo, Seller, demo_messages, demo_sellers, write_demo};
pub use postgres::PrivatePostgres;
pub use shape::shape;
