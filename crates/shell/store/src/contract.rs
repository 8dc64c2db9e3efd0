//! What the store promises, on both engines, every time the tests run.

mod attention;
mod follow_ups;
mod jobs;
mod lifecycle;
mod mail;
mod permission;
mod team;
mod time_limit;
mod tls;
mod upgrade;
mod world;
