//! The pages over a real store, as a browser without scripts has them.

mod browser;
mod guard;
mod seen;
mod uploads;
mod world;
