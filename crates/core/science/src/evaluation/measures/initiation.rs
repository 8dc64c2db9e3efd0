use rapport_model::{Measured, NotEnough, Side};

use crate::evaluation::claim::{Baseline, Claim, Evaluation, is_least};
use crate::evaluation::event::{Event, Options};
use crate::evaluation::log::members::{checked, views};
use crate::evaluation::scores::base_rate;
use crate::pair::measures::initiation::share as share_of;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;
use crate::statistics::beta_binomial::beta_binomial;

/// One initiation, with what was known before it.
struct Case {
    ours: f64,
    last: Option<bool>,
    theirs: f64,
    total: f64,
    outcome: bool,
}

/// Who begins next, whenever one side does within the horizon: M4 against a coin, the last initiator, the raw
/// share; the share without memory is shown beside it. See docs/science/initiation.md.
pub fn initiation(events: &[Event], options: &Options) -> Measured<Evaluation> {
    let end = checked(events, options)?;
    let views = views(events, false);
    let states: Vec<PairState> =
        views.iter().map(|view| PairState::as_of(view.before(options.at), options.at)).collect();
    let priors = Priors::fit(states.iter(), options.at);
    let (mut before, mut cases, mut counts) = (Vec::new(), Vec::new(), Vec::new());
    for view in &views {
        let mut state = PairState::default();
        let (mut theirs, mut total, mut last) = (0.0, 0.0, None);
        let mut known = (0.0, 0.0);
        for (touch, day) in view.history.iter().take_while(|(touch, _)| touch.at < end) {
            if let Some(side) = state.classify(touch, *day).initiation {
                let outcome = side == Side::Theirs;
                if total > 0.0 {
                    let case = Case { ours: share_of(&state, &priors), last, theirs, total, outcome };
                    if touch.at < options.at { before.push(case) } else { cases.push(case) }
                }
                theirs += f64::from(u8::from(outcome));
                total += 1.0;
                last = Some(outcome);
                if touch.at < options.at {
                    known = (theirs, total - theirs);
                }
            }
            state.fold(touch, *day);
        }
        counts.push(known);
    }
    if cases.is_empty() || before.is_empty() {
        return Err(NotEnough::because("No pair began a second conversation in that time."));
    }
    let outcomes: Vec<bool> = cases.iter().map(|case| case.outcome).collect();
    let (a, b) = beta_binomial(&counts, (0.65, 0.65));
    let again = base_rate(before.iter().map(|case| case.last == Some(case.outcome)));
    let predict = |of: &dyn Fn(&Case) -> f64| cases.iter().map(of).collect::<Vec<f64>>();
    let baseline = |name, of: &dyn Fn(&Case) -> f64| Baseline::of(name, &predict(of), &outcomes);
    let baselines = vec![
        baseline("coin", &|_| 0.5),
        baseline("last initiator", &|case| if case.last == Some(true) { again } else { 1.0 - again }),
        baseline("raw share", &|case| (case.theirs / case.total).clamp(0.02, 0.98)),
        baseline("share without memory", &|case| (a + case.theirs) / (a + b + case.total)),
    ];
    let claim = Claim {
        method: "initiation/1",
        task: "Who begins next, when one side begins within the horizon.",
        gate: "log loss no worse than a coin, the last initiator and the raw share",
        holds: |ours, baselines| is_least(ours, &baselines[..3], |scores| scores.log_loss),
    };
    Ok(Evaluation::of(&claim, &predict(&|case| case.ours), &outcomes, baselines))
}
