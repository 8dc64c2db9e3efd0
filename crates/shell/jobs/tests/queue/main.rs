//! What the queue promises: whatever becomes of one job, the others go on.
#![expect(clippy::unwrap_used, reason = "a world that cannot be made ends the test")]

mod share;
mod stops;
mod trouble;
mod world;
