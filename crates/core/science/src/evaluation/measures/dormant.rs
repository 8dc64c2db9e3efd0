use rapport_model::{Day, Measured, NotEnough, Touch};

use crate::evaluation::claim::{Baseline, Claim, Evaluation};
use crate::evaluation::event::{Event, Options, needs_horizon};
use crate::evaluation::log::pairs::Log;
use crate::fit::reconnection::{TieHistory, cases_at, earlier_cases};
use crate::network::dormant::{Dormancy, ReconnectionWeights, reconnection};
use crate::statistics::logistic_regression::{Examples, Logistic};

/// A logistic that knows nothing: what the fit is held to here, since the defaults were fitted on public logs that
/// this may well be run on.
const NOTHING: ReconnectionWeights = ReconnectionWeights { intercept: 0.0, weights: [0.0; 4] };

/// Predicts which dormant ties, of two people who both are still active, come back within the horizon, and scores it
/// beside simple logistics fitted on the same earlier cases. See docs/science/dormant.md.
pub fn dormant(events: &[Event], options: &Options) -> Measured<Evaluation> {
    needs_horizon(options)?;
    let log = Log::of(events);
    let touches = touches(&log);
    let histories: Vec<TieHistory<'_>> = touches
        .iter()
        .zip(&log.people_of)
        .map(|(touches, people)| TieHistory { a: people.0, b: people.1, touches })
        .collect();
    let (horizon, fewest) = (options.horizon_days, options.min_contact_days.max(1));
    let past = earlier_cases(&histories, options.at, horizon, fewest);
    let present = cases_at(&histories, options.at, horizon, fewest);
    let returned = past.iter().filter(|(_, returned, _)| *returned).count();
    if present.is_empty() || returned.min(past.len() - returned) < ReconnectionWeights::MIN_OUTCOMES {
        return Err(NotEnough::because(format!(
            "Dormant ties need {} that came back and as many that did not, a horizon or more before that moment; \
             {returned} of {} came back.",
            ReconnectionWeights::MIN_OUTCOMES,
            past.len()
        )));
    }
    let outcomes: Vec<bool> = present.iter().map(|(_, returned)| *returned).collect();
    let weights = ReconnectionWeights::fit_towards(&past, NOTHING);
    let ours: Vec<f64> = present.iter().map(|(dormancy, _)| reconnection(dormancy, &weights)).collect();
    let elapsed = |dormancy: &Dormancy| dormancy.quiet_days.ln_1p();
    let count = |dormancy: &Dormancy| f64::from(dormancy.contact_days).ln_1p();
    let both = fitted(&past, &present, |dormancy| vec![elapsed(dormancy), count(dormancy)]);
    let baselines = vec![
        Baseline::of("base rate", &vec![newest_rate(&past); outcomes.len()], &outcomes),
        Baseline::of("elapsed", &fitted(&past, &present, |d| vec![elapsed(d)]), &outcomes),
        Baseline::of("count", &fitted(&past, &present, |d| vec![count(d)]), &outcomes),
        Baseline::of("elapsed and count", &both, &outcomes),
    ];
    let claim = Claim {
        method: "dormant/1",
        task: "Whether a dormant tie of two active people comes back within the horizon.",
        gate: "Brier no worse and AUC better than the logistic on elapsed and count",
        holds: |ours, baselines| {
            let strongest = &baselines[3].scores;
            ours.brier <= strongest.brier && ours.auc > strongest.auc
        },
    };
    Ok(Evaluation::of(&claim, &ours, &outcomes, baselines))
}

/// The touches of every pair, in time order.
fn touches(log: &Log) -> Vec<Vec<(Touch, Day)>> {
    let mut touches = vec![Vec::new(); log.people_of.len()];
    for entry in &log.events {
        touches[entry.pair as usize].push((entry.touch(), entry.day));
    }
    touches
}

/// The share that came back at the newest inner cut, whose weight is 1.
fn newest_rate(past: &[(Dormancy, bool, f64)]) -> f64 {
    let newest: Vec<bool> =
        past.iter().filter(|(_, _, weight)| *weight >= 1.0).map(|(_, returned, _)| *returned).collect();
    newest.iter().filter(|returned| **returned).count() as f64 / newest.len().max(1) as f64
}

fn fitted(
    past: &[(Dormancy, bool, f64)],
    present: &[(Dormancy, bool)],
    features: impl Fn(&Dormancy) -> Vec<f64>,
) -> Vec<f64> {
    let width = present.first().map_or(0, |(dormancy, _)| features(dormancy).len());
    let mut examples = Examples::new(width);
    for (dormancy, returned, weight) in past {
        examples.push(&features(dormancy), *returned, *weight);
    }
    let model = Logistic::fit(&examples, 1e-3, None);
    present.iter().map(|(dormancy, _)| model.probability(&features(dormancy))).collect()
}
