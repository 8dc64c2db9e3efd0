use rapport_model::{Measured, Moment, NotEnough, Side};

use crate::evaluation::claim::{Baseline, Claim, Evaluation, is_least};
use crate::evaluation::event::{Event, Options};
use crate::evaluation::log::members::{View, checked, views};
use crate::evaluation::scores::base_rate;
use crate::fit::weights::fit_weights;
use crate::pair::measures::inbound::{self, Hazard, exposure};
use crate::pair::priors::Priors;
use crate::pair::state::{PairState, QUIET_DAYS};
use crate::statistics::logistic_regression::{Examples, Logistic};
use crate::statistics::special_functions::logistic;

/// A pair that is quiet at a cut, as one side sees it, and whether the other side writes first.
struct Case {
    state: PairState,
    outcome: bool,
}

fn cases(views: &[View], cut: Moment, options: &Options) -> Vec<Case> {
    let end = cut.plus_days(options.horizon_days);
    let case = |view: &View| {
        let before = view.before(cut);
        let state = PairState::as_of(before, cut);
        let is_quiet = state.days_at_risk(cut) > 0.0;
        let next = view.history.get(before.len()).filter(|(touch, _)| touch.at < end);
        let outcome = next.is_some_and(|(touch, _)| touch.side == Side::Theirs);
        (is_quiet && state.contact_days >= options.min_contact_days).then_some(Case { state, outcome })
    };
    views.iter().filter_map(case).collect()
}

/// Whether the other side of a quiet pair writes first within the horizon: M5 against the base rate, the raw rate,
/// its own hazard alone and logistic on elapsed days and contact days. See docs/science/inbound.md.
pub fn inbound(events: &[Event], options: &Options) -> Measured<Evaluation> {
    checked(events, options)?;
    let views = views(events, true);
    let earlier = options.at.plus_days(-options.horizon_days);
    let (past, present) = (cases(&views, earlier, options), cases(&views, options.at, options));
    if past.is_empty() || present.is_empty() {
        return Err(NotEnough::because(format!(
            "No pair with {} contact days is quiet for more than {QUIET_DAYS} days then and one horizon earlier.",
            options.min_contact_days
        )));
    }
    let known: Vec<_> = views.iter().map(|view| view.before(options.at).to_vec()).collect();
    let states: Vec<PairState> = known.iter().map(|history| PairState::as_of(history, options.at)).collect();
    let mut priors = Priors::fit(states.iter(), options.at);
    fit_weights(&known, options.at, options.horizon_days, &mut priors);
    let outcomes: Vec<bool> = present.iter().map(|case| case.outcome).collect();
    let base = base_rate(past.iter().map(|case| case.outcome));
    let mut examples = Examples::new(2);
    let both =
        |state: &PairState, now| [state.quiet_days(now).ln_1p(), f64::from(state.contact_days()).ln_1p()];
    for case in &past {
        examples.push(&both(&case.state, earlier), case.outcome, 1.0);
    }
    let simple = Logistic::fit(&examples, 1e-3, None);
    let predict =
        |of: &dyn Fn(&PairState) -> f64| present.iter().map(|case| of(&case.state)).collect::<Vec<f64>>();
    let prior = priors.inbound;
    let probabilities =
        predict(&|state| logistic(inbound::score(state, &priors, options.at, options.horizon_days)));
    let raw = |state: &PairState| {
        let rate = f64::from(state.inbound_starts) / exposure(state, options.at).max(1.0);
        -(-rate * options.horizon_days).exp_m1()
    };
    let baselines = vec![
        Baseline::of("base rate", &vec![base; outcomes.len()], &outcomes),
        Baseline::of("raw rate", &predict(&raw), &outcomes),
        Baseline::of(
            "hazard alone",
            &predict(&|state| Hazard::of(state, &prior, options.at).begins_within(options.horizon_days)),
            &outcomes,
        ),
        Baseline::of(
            "logistic on elapsed and contact days",
            &predict(&|state| simple.probability(&both(state, options.at))),
            &outcomes,
        ),
    ];
    let claim = Claim {
        method: "inbound/1",
        task: "Whether the other side of a quiet pair writes first within the horizon.",
        gate: "Brier no worse than the best baseline",
        holds: |ours, baselines| is_least(ours, baselines, |scores| scores.brier),
    };
    Ok(Evaluation::of(&claim, &probabilities, &outcomes, baselines))
}
