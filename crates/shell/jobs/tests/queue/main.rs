//! What the queue promises: whatever becomes of one job, the others go on.

mod share;
mod stops;
mod trouble;
mod world;
