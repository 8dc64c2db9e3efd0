//! One file per command.

pub(crate) mod backtest;
pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod dormant;
pub(crate) mod dump;
pub(crate) mod hide;
pub(crate) mod import;
pub(crate) mod introduction;
pub(crate) mod lean_back;
pub(crate) mod opt_out;
pub(crate) mod passphrase;
pub(crate) mod path;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod sphere;
pub(crate) mod team;
pub(crate) mod today;
pub(crate) mod verify;
pub(crate) mod why;
