//! Facts and a moment in, readings out: the measures of a relationship, one file each.
//!
//! A [`PairState`] folds the touches of a member and a person forward; [`readings()`] turns it into numbers with
//! their intervals; [`persistence()`] is the one number that ranks. [`Priors`] say what is believed before a
//! pair has a history. `docs/science/` has a page for each measure.

#![warn(missing_docs)]

mod conversation;
mod deal;
mod evaluation;
mod fit;
mod measure;
mod measures;
mod network;
mod not_enough;
mod pair;
mod promise;
mod statistics;
mod team;
mod today;

/// The daily budget of attention: the expected value of a suggestion, the weight of a lane, and exploration. See
/// docs/science/attention.md.
pub mod attention {
    pub use crate::today::attention::{
        EXPLORATION, FLOOR, LaneRecord, ONCE_IN_DAYS, after_dismissals, lane_weight, pseudo_random,
        value_of_leaning_back, value_of_staying_close, worth,
    };
}

/// Replays a log of interactions to see whether our probability would have been right, with baselines beside it.
pub mod backtest {
    pub use crate::evaluation::backtest::{Ranked, Report, run};
    pub use crate::evaluation::claim::{Baseline, Evaluation};
    pub use crate::evaluation::event::{Event, Options};
    pub use crate::evaluation::log::contact_stages::contact_stages;
    pub use crate::evaluation::log::deals::{DealOptions, StageChange, Step, stage_changes};
    pub use crate::evaluation::measures::REPLAYS;
    pub use crate::evaluation::measures::attempt::touch;
    pub use crate::evaluation::measures::dormant::dormant;
    pub use crate::evaluation::measures::inbound::inbound;
    pub use crate::evaluation::measures::initiation::initiation;
    pub use crate::evaluation::measures::paths::paths;
    pub use crate::evaluation::measures::readiness::{
        StreamOptions, readiness, readiness_of_contacts, readiness_stream,
    };
    pub use crate::evaluation::measures::reply::reply;
    pub use crate::evaluation::replay::{Replay, ReplayKind};
    pub use crate::evaluation::scores::Scores;
    pub use crate::statistics::model_averaging::StreamRow;
}

pub use conversation::exchange::{Exchange, Exchanges, Part, exchange, exchanges};
pub use conversation::meaningfulness::{Return, meaningfulness};
pub use conversation::mirroring::{CATEGORIES, Mirroring, Purpose, Style, matching, mirroring};
pub use deal::readiness::{LastOutcome, Readiness, ReadinessExample, ReadinessFacts};
pub use deal::stage::exit::Exit;
pub use deal::stage::{StageReading, StageSpan, Stages, Stalled, stage_probability};
pub use evaluation::reliability::{Reliability, ReliabilityBin, reliability};
pub use fit::reconnection::TieHistory;
pub use measure::Measure;
pub use measures::MEASURES;
pub use network::constraint::{Constraint, EgoNetwork, constraint};
pub use network::dormant::{
    Candidate, DORMANT_DAYS, DORMANT_QUANTILE, Dormancy, MAX_A_WEEK, RECONNECTION_DAYS, ReconnectionWeights,
    choose, reconnection,
};
pub use network::graph::{Graph, Tie};
pub use network::overlap::{Overlap, overlaps};
pub use network::paths::{Step, WarmPath, team_paths, warm_paths, warm_targets, warmth};
pub use pair::labels::{Role, roles};
pub use pair::lean_back::{LeanBack, LeanBackOutcome, LeanBackStanding, WINDOW_DAYS};
pub use pair::lopsided::{Condition, Lopsided, LopsidedFacts, Sign, lopsided};
pub use pair::measures::activation::activation;
pub use pair::measures::attempts::{Cause, Stakes, TouchTable, next_attempt, next_touch};
pub use pair::measures::inbound::{INBOUND_FEATURE_NAMES, inbound, inbound_probability};
pub use pair::measures::initiation::{Balance, initiation, probability_below_third};
pub use pair::measures::persistence::{FEATURE_NAMES, persistence, persistence_reading};
pub use pair::measures::response::{ReplyCounts, ReplyReading, Response, response, response_within};
pub use pair::measures::rhythm::{Rhythm, UNUSUAL, VERY_UNUSUAL, rhythm};
pub use pair::measures::{PAIR_MEASURES, readings, readings_within};
pub use pair::priors::{
    HORIZON_DAYS, InboundPrior, InitiationPrior, Latency, LeaningPrior, MAX_TOUCHES, PersistenceWeights,
    Priors, ReplyPrior, RhythmPrior, TouchHazards,
};
pub use pair::readings::{Facts, Found, PairMeasure, PairReading, Read, Readings, Shown};
pub use pair::state::PairState;
pub use promise::commitments::{Commitments, Conversation, Kept, Promise, commitments};
pub use statistics::kaplan_meier::{Incidence, KaplanMeier, Spell};
pub use statistics::model_averaging::OnlineIntercept;
pub use statistics::proportion::Posterior;
pub use team::benchmark::{Benchmark, Count, Limits, MIN_CASES, Standing, Team, funnel_limits};
pub use team::compare::{Comparison, compare};
pub use team::process_chart::{Chart, Signal, process_chart};
