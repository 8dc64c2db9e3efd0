use rapport_model::Measured;

use crate::evaluation::claim::Evaluation;
use crate::evaluation::event::{Event, Options};

/// One task on which a measure is compared with its baselines. See docs/science/backtest.md.
#[derive(Clone, Copy, Debug)]
pub struct Replay {
    /// The name by which it is asked for.
    pub name: &'static str,
    /// The name of the measure whose probability it evaluates.
    pub measure: &'static str,
    /// What it predicts, such as `who begins next`.
    pub predicts: &'static str,
    /// The least number of contact days of a pair that is predicted.
    pub fewest_contact_days: u32,
    /// What it reads, and the function that runs it.
    pub kind: ReplayKind,
}

/// What a replay reads, and the function that runs it.
#[derive(Clone, Copy, Debug)]
pub enum ReplayKind {
    /// A log of interactions; see [`crate::backtest::run`], which also returns every prediction.
    Ranking,
    /// A log of interactions, evaluated by this function.
    Log(fn(&[Event], &Options) -> Measured<Evaluation>),
    /// The stages of deals, or a log whose pairs are taken as deals.
    Stages,
}
