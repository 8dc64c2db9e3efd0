//! What a member sees and does, over a real store and mail that came through the real entrance.
#![expect(clippy::unwrap_used, reason = "a world that cannot be made ends the test")]

mod access;
mod attention;
mod imports;
mod log_is_the_truth;
mod sphere;
mod talk;
mod team;
mod today;
mod world;
