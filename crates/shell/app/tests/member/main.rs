//! What a member sees and does, over a real store and mail that came through the real entrance.
#![expect(clippy::unwrap_used, reason = "a world that cannot be made ends the test")]

mod access;
mod attention;
mod cost_of_news;
mod dormant;
mod imports;
mod introductions;
mod log_cache;
mod log_is_the_truth;
mod long_history;
mod opt_out;
mod sphere;
mod talk;
mod team;
mod today;
mod touches;
mod world;
