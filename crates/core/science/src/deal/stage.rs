mod curves;
pub(crate) mod exit;

use std::collections::BTreeMap;

use rapport_model::{Measured, Moment, NotEnough, Reading};
use serde::{Deserialize, Serialize};

use crate::deal::stage::curves::{Curves, endings};
use crate::deal::stage::exit::Exit;
use crate::not_enough::so_far;
use crate::statistics::beta_binomial::beta_binomial;
use crate::statistics::kaplan_meier::{Incidence, Spell};
use crate::statistics::proportion::{JEFFREYS, proportion, reading};
use crate::statistics::special_functions::{Z_90, beta_interval};

/// A deal counts as stalled once this proportion of those that advance from its stage would have advanced.
pub const STALLED: f64 = 0.8;

/// The weight of the rate of all stages for one stage, in deals (K), until it can be fitted.
const STRENGTH: f64 = 15.0;

/// The least number of deals that left a stage from which a reading is shown, and of such stages from which K is
/// fitted.
const FEWEST: u32 = 5;
const MIN_STAGES: usize = 4;

const METHOD: &str = "stage/1";

/// The stay of one deal in one stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageSpan {
    /// The number of the stage, in the order of the pipeline.
    pub stage: u16,
    /// When the deal entered the stage.
    pub entered: Moment,
    /// When and how the deal left the stage; `None` while it is in it.
    pub left: Option<(Moment, Exit)>,
}

/// What is known of the stages of a pipeline at one moment. Learned from all stays, open ones censored.
#[derive(Clone, Debug, PartialEq)]
pub struct Stages {
    curves: BTreeMap<u16, Curves>,
    parent: f64,
    strength: f64,
    now: Moment,
}

/// How long deals stay in a stage, and how they leave it. See docs/science/stage.md.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageReading {
    /// The probability that a deal entering the stage advances; `n` is the number that left it.
    #[serde(flatten)]
    pub reading: Reading,
    /// The median number of days in the stage, however it ends; `None` while more than half are still in it.
    pub median_days: Option<Reading>,
    /// The number of days within which four of five that advance have done so; `None` before five have.
    pub winners_days: Option<Reading>,
    /// The proportion that is lost (Aalen-Johansen, as far as stays were observed).
    pub lost: Reading,
    /// The proportion that is closed without a decision, estimated likewise.
    pub no_decision: Reading,
}

/// Whether a deal has been in its stage for longer than most that advance from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stalled {
    /// Days in the stage so far.
    pub days: f64,
    /// The number of days within which four of five that advance have done so.
    pub limit_days: Reading,
    /// Whether `days` is above the limit.
    pub is_stalled: bool,
    /// Whether `days` is above the upper end of the limit's interval too.
    pub is_certain: bool,
}

impl Stages {
    /// Learns from stays; what happened after `now` is not looked at.
    pub fn of(spans: &[StageSpan], now: Moment) -> Self {
        let mut spells: BTreeMap<u16, Vec<Spell<Exit>>> = BTreeMap::new();
        for span in spans.iter().filter(|span| span.entered <= now) {
            let left = span.left.filter(|(at, _)| *at <= now);
            let until = left.map_or(now, |(at, _)| at);
            let spell =
                Spell { time: until.days_since(span.entered).max(0.0), event: left.map(|(_, exit)| exit) };
            spells.entry(span.stage).or_default().push(spell);
        }
        let curves: BTreeMap<u16, Curves> =
            spells.into_iter().map(|(stage, spells)| (stage, Curves::of(spells))).collect();
        let (parent, strength) = parent(curves.values());
        Self { curves, parent, strength, now }
    }

    /// How the stage goes. Question: how long do deals stay in this stage, and how many advance from it?
    /// Unit: probability; days. See docs/science/stage.md.
    pub fn reading(&self, stage: u16) -> Measured<StageReading> {
        let curves = self.curves(stage)?;
        if curves.ended < FEWEST {
            return Err(NotEnough::because(format!(
                "A stage needs five deals that left it; there {}.",
                so_far(curves.ended)
            )));
        }
        let cases = curves.cases(curves.share, |spells| Some(endings(spells).share));
        let advanced = curves.share * cases;
        let prior = (self.strength * self.parent, self.strength * (1.0 - self.parent));
        Ok(StageReading {
            reading: Reading {
                n: curves.ended,
                ..proportion(advanced, cases - advanced, prior, self.now, METHOD)
            },
            median_days: self.median_days(curves),
            winners_days: self.winners_days(curves),
            lost: self.incidence(curves, curves.lost),
            no_decision: self.incidence(curves, curves.no_decision),
        })
    }

    /// Whether a deal with so many days in the stage is stalled.
    pub fn stalled(&self, stage: u16, days: f64) -> Measured<Stalled> {
        let curves = self.curves(stage)?;
        let limit_days = self.winners_days(curves).ok_or_else(|| {
            NotEnough::because(format!(
                "To call a deal stalled, five must have advanced from its stage; there {}.",
                so_far(curves.advanced)
            ))
        })?;
        let (is_stalled, is_certain) = (days > limit_days.value, days > limit_days.high);
        Ok(Stalled { days, limit_days, is_stalled, is_certain })
    }

    /// The probability that a deal advances within `horizon` more days, having been in the stage for `days`.
    /// By Aalen-Johansen; none where nobody was watched for so long.
    pub(crate) fn advance_within(&self, stage: u16, days: f64, horizon: f64) -> Option<f64> {
        let curves = self.curves.get(&stage)?;
        let waiting = curves.staying.survival(days);
        let (now, then) = (curves.advancing.at(days), curves.advancing.at(days + horizon));
        (waiting > 0.0).then(|| ((then - now) / waiting).clamp(0.0, 1.0))
    }

    fn curves(&self, stage: u16) -> Measured<&Curves> {
        self.curves.get(&stage).ok_or_else(|| NotEnough::because("No deal has been in this stage so far."))
    }

    fn incidence(&self, curves: &Curves, ever: f64) -> Reading {
        let stays = curves.spells.len() as f64;
        proportion(ever * stays, (1.0 - ever) * stays, JEFFREYS, self.now, METHOD)
    }

    fn median_days(&self, curves: &Curves) -> Option<Reading> {
        let median = curves.staying.quantile(0.5)?;
        let (low, high) = curves.staying.quantile_interval(0.5, Z_90);
        let high = high.or(curves.staying.last())?;
        Some(reading(median, (low.unwrap_or(median), high.max(median)), curves.ended, self.now, METHOD))
    }

    /// The 80 % quantile of the time to advance among those that do, its interval from the ranks it may have.
    fn winners_days(&self, curves: &Curves) -> Option<Reading> {
        if curves.advanced < FEWEST {
            return None;
        }
        let limit = curves.advancing.quantile_of_those(STALLED)?;
        // How sure the share at the limit is, as a number of winners watched to their end.
        let n = curves.cases(STALLED, |spells| {
            let advancing = Incidence::of(spells, |exit| *exit == Exit::Advanced);
            (advancing.ever() > 0.0).then(|| advancing.at(limit) / advancing.ever())
        });
        let n = n.min(f64::from(curves.advanced));
        let (low, high) = beta_interval(STALLED * n, (1.0 - STALLED) * n + 1.0);
        let at = |share: f64| curves.advancing.quantile_of_those(share);
        Some(reading(limit, (at(low)?, at(high)?), curves.advanced, self.now, METHOD))
    }
}

/// The rate of advancing over all stages, and what it is worth to one of them: by beta-binomial maximum
/// likelihood once there are enough stages.
fn parent<'a>(stages: impl Iterator<Item = &'a Curves>) -> (f64, f64) {
    let counts: Vec<(f64, f64)> = stages
        .filter(|curves| curves.ended > 0)
        .map(|curves| {
            let ended = f64::from(curves.ended);
            (curves.share * ended, (1.0 - curves.share) * ended)
        })
        .collect();
    let (yes, no) = counts.iter().fold((0.5, 0.5), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    let rate = yes / (yes + no);
    let with_enough = counts.iter().filter(|(yes, no)| yes + no >= f64::from(FEWEST)).count();
    if with_enough < MIN_STAGES {
        return (rate, STRENGTH);
    }
    let (a, b) = beta_binomial(&counts, (STRENGTH * rate, STRENGTH * (1.0 - rate)));
    (a / (a + b), a + b)
}

/// The probability of a stage with few deals: `(K p + d) / (K + n)` with `advanced` of `ended` deals (d of n),
/// towards a `parent` rate p worth `strength` deals (K). See docs/science/stage.md.
pub fn stage_probability(parent: f64, strength: f64, (advanced, ended): (u32, u32), now: Moment) -> Reading {
    let parent = parent.clamp(1e-3, 1.0 - 1e-3);
    let prior = (strength * parent, strength * (1.0 - parent));
    proportion(f64::from(advanced), f64::from(ended.saturating_sub(advanced)), prior, now, METHOD)
}
