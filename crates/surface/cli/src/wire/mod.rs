//! What `--json` prints. Programs rely on the names and types here, so they change on purpose only: each is made from what
//! the app or the store answers, and the files in `tests/rapport/contract` say what comes out.

pub(crate) mod backtest;
pub(crate) mod data;
pub(crate) mod lean_back;
pub(crate) mod mail;
pub(crate) mod measures;
pub(crate) mod network;
pub(crate) mod people;
pub(crate) mod reading;
pub(crate) mod team;
pub(crate) mod today;
