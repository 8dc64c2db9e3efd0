//! The pages over a real store, as a browser without scripts has them.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get fails it")]

mod browser;
mod guard;
mod introductions;
mod seen;
mod uploads;
mod world;
