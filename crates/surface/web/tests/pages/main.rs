//! The pages over a real store, as a browser without scripts has them.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get fails it")]

mod browser;
mod connections;
mod entry;
mod guard;
mod imports;
mod introductions;
mod limits;
mod page;
mod people;
mod request_log;
mod search;
mod settings;
mod sphere;
mod sweep;
mod team;
mod today;
mod uploads;
mod world;
