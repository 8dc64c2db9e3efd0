//! A file of stage changes as weekly rows of open deals.

use std::collections::{BTreeMap, HashMap};

use rapport_model::{Measured, Moment, NotEnough};
use serde::{Deserialize, Serialize};

use crate::deal::stage::exit::Exit;
use crate::deal::stage::{StageSpan, Stages};
use crate::statistics::model_averaging::StreamRow;
use crate::statistics::special_functions::logit;

/// Where a deal went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Into a stage, numbered in the order of the pipeline.
    Stage(u16),
    /// It was won, which is the last advance.
    Won,
    /// The deal was lost.
    Lost,
    /// It was closed without a decision.
    NoDecision,
}

/// One change of stage of one deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StageChange {
    /// The number of the deal.
    pub deal: u32,
    /// When its stage changed.
    pub at: Moment,
    /// Where the deal went.
    pub to: Step,
}

/// The parameters of a replay of a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DealOptions {
    /// Weeks from this moment on are predicted, each from what was known before it.
    pub at: Moment,
    /// The horizon of the prediction, in days; usually 30.
    pub horizon_days: f64,
    /// The distance between the rows of a deal, in days; usually 7.
    pub step_days: f64,
}

impl DealOptions {
    /// 30 days ahead, weekly, predicting from `at` on.
    pub const fn from(at: Moment) -> Self {
        Self { at, horizon_days: 30.0, step_days: 7.0 }
    }
}

/// Reads lines of deal, stage and moment, in any order: stages are numbered as they first appear in time; `won`,
/// `lost` and `no_decision` close a deal.
pub fn stage_changes<'a>(lines: impl IntoIterator<Item = (&'a str, &'a str, Moment)>) -> Vec<StageChange> {
    let mut lines: Vec<(&str, &str, Moment)> = lines.into_iter().collect();
    lines.sort_by_key(|(_, _, at)| *at);
    let (mut deals, mut stages) = (HashMap::new(), HashMap::new());
    let change = |(deal, stage, at): (&'a str, &'a str, Moment)| {
        let next = deals.len() as u32;
        let deal = *deals.entry(deal).or_insert(next);
        let to = match stage {
            "won" => Step::Won,
            "lost" => Step::Lost,
            "no_decision" => Step::NoDecision,
            _ => {
                let next = stages.len() as u16;
                Step::Stage(*stages.entry(stage).or_insert(next))
            }
        };
        StageChange { deal, at, to }
    };
    lines.into_iter().map(change).collect()
}

/// A row, and the deal it describes.
pub(crate) struct DealRow {
    pub deal: u32,
    pub row: StreamRow,
}

/// A stay of a deal, with what came before it.
struct Stay {
    deal: u32,
    span: StageSpan,
    opened: Moment,
    changes: u32,
}

/// A row for every open deal every `step_days`, in time order: what the changes before it tell, and whether the
/// deal advances within the horizon. Rows whose horizon reaches beyond the last change are left out.
pub(crate) fn rows(changes: &[StageChange], options: &DealOptions) -> Measured<Vec<DealRow>> {
    let days = [options.horizon_days, options.step_days];
    if !days.iter().all(|days| *days > 0.0 && days.is_finite()) {
        return Err(NotEnough::because("Horizon and step must be positive numbers of days."));
    }
    let mut sorted = changes.to_vec();
    sorted.sort_by_key(|change| (change.at, change.deal, change.to));
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
        return Err(NotEnough::because("There are no stage changes to replay."));
    };
    let stays = stays(&sorted);
    let spans: Vec<StageSpan> = stays.iter().map(|stay| stay.span).collect();
    let mut rows = Vec::new();
    let mut now = first.at.plus_days(options.step_days);
    while now.plus_days(options.horizon_days) <= last.at {
        // A stay that ends at this very moment is still to be predicted.
        let stages = Stages::of(&spans, Moment::from_micros(now.micros() - 1));
        let is_open =
            |stay: &&Stay| stay.span.entered < now && stay.span.left.is_none_or(|(at, _)| at >= now);
        for stay in stays.iter().filter(is_open) {
            let row = StreamRow {
                features: features(stay, &stages, now, options.horizon_days),
                outcome: stay.span.left.is_some_and(|(at, exit)| {
                    exit == Exit::Advanced && at < now.plus_days(options.horizon_days)
                }),
                at: now,
                // A yes is known at once and a no only later; learning the yes first would tilt the level.
                known: now.plus_days(options.horizon_days),
            };
            rows.push(DealRow { deal: stay.deal, row });
        }
        now = now.plus_days(options.step_days);
    }
    if rows.is_empty() {
        return Err(NotEnough::because("The stage changes do not reach beyond one horizon."));
    }
    Ok(rows)
}

/// The stays of all deals, in time order. Falling back to an earlier stage counts as lost for the stage.
fn stays(changes: &[StageChange]) -> Vec<Stay> {
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    let mut stays: Vec<Stay> = Vec::new();
    for change in changes {
        let before = open.get(&change.deal).copied();
        if let Some(place) = before {
            let from = stays[place].span.stage;
            if change.to == Step::Stage(from) {
                continue;
            }
            stays[place].span.left = Some((change.at, exit(from, change.to)));
            open.remove(&change.deal);
        }
        if let Step::Stage(stage) = change.to {
            let (opened, changes) =
                before.map_or((change.at, 0), |place| (stays[place].opened, stays[place].changes + 1));
            open.insert(change.deal, stays.len());
            let span = StageSpan { stage, entered: change.at, left: None };
            stays.push(Stay { deal: change.deal, span, opened, changes });
        }
    }
    stays
}

fn exit(from: u16, to: Step) -> Exit {
    match to {
        Step::Won => Exit::Advanced,
        Step::Stage(stage) if stage > from => Exit::Advanced,
        Step::NoDecision => Exit::NoDecision,
        Step::Stage(_) | Step::Lost => Exit::Lost,
    }
}

/// The places of time in stage and of the stage among the features.
pub(crate) const TIME_IN_STAGE: [usize; 6] = [0, 3, 4, 5, 6, 7];

/// Time in stage and since opening, changes so far, the stage, and what its curve says of the days ahead.
fn features(stay: &Stay, stages: &Stages, now: Moment, horizon: f64) -> Vec<f64> {
    let days = now.days_since(stay.span.entered);
    let ahead = stages.advance_within(stay.span.stage, days, horizon);
    let overall = stages.advance_within(stay.span.stage, 0.0, horizon);
    let level = |probability: Option<f64>| logit(probability.unwrap_or(0.1).clamp(0.02, 0.98));
    let is = |stage: u16| f64::from(u8::from(stay.span.stage == stage));
    vec![
        days.ln_1p(),
        now.days_since(stay.opened).ln_1p(),
        f64::from(stay.changes).ln_1p(),
        f64::from(stay.span.stage),
        is(0),
        is(1),
        is(2),
        is(3),
        level(ahead),
        level(overall),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: i64) -> Moment {
        Moment::from_seconds(days * 86_400)
    }

    #[test]
    fn stages_are_numbered_as_they_appear_and_the_last_words_close() {
        let lines =
            [("b", "offer", day(9)), ("a", "lead", day(1)), ("a", "offer", day(5)), ("a", "won", day(8))];
        let steps: Vec<(u32, Step)> =
            stage_changes(lines).iter().map(|change| (change.deal, change.to)).collect();
        assert_eq!(steps, [(0, Step::Stage(0)), (0, Step::Stage(1)), (0, Step::Won), (1, Step::Stage(1))]);
    }

    #[test]
    fn a_deal_has_a_row_a_week_while_it_is_open() {
        let lines =
            [("a", "lead", day(0)), ("a", "offer", day(20)), ("a", "lost", day(30)), ("b", "lead", day(90))];
        let rows = rows(&stage_changes(lines), &DealOptions::from(day(0))).unwrap();
        let seen: Vec<(f64, bool)> =
            rows.iter().map(|DealRow { row, .. }| (row.at.days_since(day(0)), row.outcome)).collect();
        assert_eq!(seen, [(7.0, true), (14.0, true), (21.0, false), (28.0, false)]);
        assert!((rows[2].row.features[2] - 2_f64.ln()).abs() < 1e-12);
    }
}
