use rapport_model::{Measured, NotEnough};

use crate::evaluation::claim::{Baseline, Claim, Evaluation};
use crate::evaluation::event::{Event, Options};
use crate::evaluation::log::members::{checked, views};
use crate::evaluation::scores::base_rate;
use crate::pair::measures::attempts::{Attempt, Cause, TouchTable, attempts};
use crate::pair::priors::TouchHazards;
use crate::pair::state::replies::CENSOR_DAYS;

/// Whether an attempt within the horizon is answered within seven days: M10 against a constant hazard and the raw
/// rate of the touch. Either side of a pair is looked at as the one that tries. See docs/science/touch.md.
pub fn touch(events: &[Event], options: &Options) -> Measured<Evaluation> {
    let end = checked(events, options)?;
    let known = options.at.plus_days(-CENSOR_DAYS);
    let (mut before, mut cases): (Vec<Attempt>, Vec<Attempt>) = (Vec::new(), Vec::new());
    for view in views(events, true) {
        for attempt in attempts(&view.history, None, end.plus_days(2.0 * CENSOR_DAYS)) {
            if attempt.at < known {
                before.push(attempt);
            } else if attempt.at >= options.at && attempt.at < end {
                cases.push(attempt);
            }
        }
    }
    if before.is_empty() || cases.is_empty() {
        return Err(NotEnough::because("No attempt has a known outcome in that time."));
    }
    let mut table = TouchTable::default();
    for attempt in &before {
        table.record(attempt.touch, attempt.cause);
    }
    let hazards = TouchHazards::of(&table)?;
    let answered = |attempt: &Attempt| attempt.cause.is_some_and(Cause::is_answer);
    let outcomes: Vec<bool> = cases.iter().map(answered).collect();
    let base = base_rate(before.iter().map(answered));
    let raw = |touch: u32| {
        let same: Vec<bool> = before.iter().filter(|one| one.touch == touch).map(answered).collect();
        if same.is_empty() { base } else { base_rate(same) }
    };
    let mut rates: Vec<f64> = Vec::new();
    for touch in 1..=cases.iter().map(|case| case.touch).max().unwrap_or(1) {
        rates.push(raw(touch));
    }
    let probabilities: Vec<f64> =
        cases.iter().map(|case| hazards.answer(case.touch, options.at).value).collect();
    let by_touch: Vec<f64> = cases.iter().map(|case| rates[case.touch as usize - 1]).collect();
    let baselines = vec![
        Baseline::of("constant hazard", &vec![base; cases.len()], &outcomes),
        Baseline::of("raw rate of the touch", &by_touch, &outcomes),
    ];
    let claim = Claim {
        method: "touch/1",
        task: "Whether an attempt made within the horizon is answered within seven days.",
        gate: "log loss below a constant hazard",
        holds: |ours, baselines| ours.log_loss < baselines[0].scores.log_loss,
    };
    Ok(Evaluation::of(&claim, &probabilities, &outcomes, baselines))
}
