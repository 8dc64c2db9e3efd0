//! The JSON that `--json` prints. Programs rely on its names and types, so they only change on purpose; the files in
//! `tests/rapport/contract` list them. Each type is made from what the app or the store returns.

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
