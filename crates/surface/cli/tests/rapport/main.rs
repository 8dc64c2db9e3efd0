//! The binary as people and programs use it: started as a process on real input, and judged by its output only.
#![expect(clippy::unwrap_used, reason = "a world that cannot be made ends the test")]

mod backtest;
mod colleagues;
mod contract;
mod copies;
mod decisions;
mod exactly_once;
#[cfg(target_os = "linux")]
mod full_disk;
mod help;
mod import;
mod jobs;
mod lean_back;
mod migrations;
mod people;
mod serve;
mod sphere;
mod today;
mod world;
