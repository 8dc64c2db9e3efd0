//! One file per command, in folders by what the commands are about.

pub(crate) mod backtest;
pub(crate) mod completions;
pub(crate) mod data;
pub(crate) mod mail;
pub(crate) mod measures;
pub(crate) mod network;
pub(crate) mod people;
pub(crate) mod today;
pub(crate) mod web;
