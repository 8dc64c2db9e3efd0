use rapport_model::Measured;

use crate::proof::claim::Proof;
use crate::proof::event::{Event, Options};

/// One task on which a measure is held against its baselines. See docs/science/backtest.md.
#[derive(Clone, Copy, Debug)]
pub struct Replay {
    /// What it is asked for by.
    pub name: &'static str,
    /// The measure whose probability it is.
    pub measure: &'static str,
    /// What is predicted: `who begins next`.
    pub predicts: &'static str,
    /// Pairs with fewer contact days say nothing about it.
    pub fewest_contact_days: u32,
    /// What it reads, and how.
    pub kind: ReplayKind,
}

/// What a replay reads.
#[derive(Clone, Copy, Debug)]
pub enum ReplayKind {
    /// A log of interactions, through [`crate::backtest::run`], which also gives every prediction.
    Ranking,
    /// A log of interactions.
    Log(fn(&[Event], &Options) -> Measured<Proof>),
    /// The stages of deals, or a log whose pairs are taken as deals.
    Stages,
}
