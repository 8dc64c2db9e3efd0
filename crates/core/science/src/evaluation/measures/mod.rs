//! The claim of each measure on one task, with the baselines that it has to meet, and the list of them.

pub(crate) mod attempt;
pub(crate) mod dormant;
pub(crate) mod inbound;
pub(crate) mod initiation;
pub(crate) mod paths;
pub(crate) mod readiness;
pub(crate) mod reply;

use crate::evaluation::replay::{Replay, ReplayKind};

/// Every replay; the first is that of the measure that ranks Today.
#[rustfmt::skip]
pub const REPLAYS: &[Replay] = &[
    Replay { name: "persistence", measure: "persistence", predicts: "whether a pair is in contact within the horizon", fewest_contact_days: 3, kind: ReplayKind::Ranking },
    Replay { name: "initiation", measure: "initiation", predicts: "who begins next", fewest_contact_days: 3, kind: ReplayKind::Log(initiation::initiation) },
    Replay { name: "inbound", measure: "inbound", predicts: "whether the other side of a quiet pair writes first", fewest_contact_days: 3, kind: ReplayKind::Log(inbound::inbound) },
    Replay { name: "reply", measure: "response", predicts: "whether a question is answered within seven days", fewest_contact_days: 3, kind: ReplayKind::Log(reply::reply) },
    Replay { name: "touch", measure: "touch", predicts: "whether an attempt is answered, by its number", fewest_contact_days: 3, kind: ReplayKind::Log(attempt::touch) },
    // One day of contact makes a tie that can sleep.
    Replay { name: "dormant", measure: "dormant", predicts: "which silent ties come back", fewest_contact_days: 1, kind: ReplayKind::Log(dormant::dormant) },
    Replay { name: "paths", measure: "paths", predicts: "who of those at two steps meet", fewest_contact_days: 3, kind: ReplayKind::Log(paths::paths) },
    Replay { name: "readiness", measure: "readiness", predicts: "which deals advance", fewest_contact_days: 3, kind: ReplayKind::Stages },
];
