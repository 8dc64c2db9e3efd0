use std::collections::{HashMap, VecDeque};

use rapport_model::{Measured, Moment, NotEnough, Side};

use crate::evaluation::claim::{Baseline, Claim, Evaluation};
use crate::evaluation::event::{Event, Options};
use crate::evaluation::log::members::{View, checked, views};
use crate::evaluation::scores::base_rate;
use crate::fit::pairs;
use crate::pair::measures::response::{ReplyCounts, rate_posterior};
use crate::pair::priors::Priors;
use crate::pair::state::PairState;
use crate::pair::state::replies::CENSOR_DAYS;

/// One question with what was known when it was asked: of the pair, and of the person with everybody.
struct Case {
    pair: ReplyCounts,
    person: ReplyCounts,
    outcome: bool,
}

/// Settled questions of each person with everybody, as they stand while the log is walked.
#[derive(Default)]
struct People {
    counts: HashMap<u32, ReplyCounts>,
    /// The counts that each pair has added so far.
    added: HashMap<usize, ReplyCounts>,
    /// When a question becomes overdue, and of which pair.
    open: VecDeque<(Moment, usize)>,
}

impl People {
    fn update(&mut self, views: &[View], view: usize, state: &PairState, now: Moment) {
        let fresh = ReplyCounts::theirs(state, now);
        let added = self.added.insert(view, fresh).unwrap_or_default();
        let person = self.counts.entry(views[view].them).or_default();
        person.asked += fresh.asked - added.asked;
        person.answered += fresh.answered - added.answered;
    }

    fn expire(&mut self, views: &[View], states: &[PairState], now: Moment) {
        while let Some((_, view)) = self.open.pop_front_if(|(overdue, _)| *overdue < now) {
            self.update(views, view, &states[view], now);
        }
    }
}

/// Whether a question asked within the horizon is answered within seven days: M6, the nested rate, against the
/// global rate, the raw rate of the pair and rates shrunk once. See docs/science/response.md.
pub fn reply(events: &[Event], options: &Options) -> Measured<Evaluation> {
    let end = checked(events, options)?;
    let views = views(events, true);
    let mut order: Vec<(usize, usize)> = views
        .iter()
        .enumerate()
        .flat_map(|(view, of)| (0..of.history.len()).map(move |touch| (view, touch)))
        .collect();
    order.sort_by_key(|(view, touch)| (views[*view].history[*touch].0.at, *view, *touch));
    let mut states = vec![PairState::default(); views.len()];
    let mut people = People::default();
    let (mut before, mut cases, mut at_cut) = (Vec::new(), Vec::new(), None);
    for (view, place) in order {
        let history = &views[view].history;
        let (touch, day) = &history[place];
        if touch.at >= end {
            break;
        }
        if touch.at >= options.at && at_cut.is_none() {
            at_cut = Some(states.clone());
        }
        people.expire(&views, &states, touch.at);
        let state = &mut states[view];
        if touch.side == Side::Ours && state.classify(touch, *day).asks {
            let next = history[place + 1..].iter().find(|(next, _)| next.side == Side::Theirs);
            let case = Case {
                pair: ReplyCounts::theirs(state, touch.at),
                person: people.counts.get(&views[view].them).copied().unwrap_or_default(),
                outcome: next.is_some_and(|(next, _)| next.at.days_since(touch.at) <= CENSOR_DAYS),
            };
            if touch.at >= options.at {
                cases.push(case);
            } else if options.at.days_since(touch.at) > CENSOR_DAYS {
                before.push(case.outcome);
            }
            people.open.push_back((touch.at.plus_days(CENSOR_DAYS), view));
        }
        state.fold(touch, *day);
        people.update(&views, view, state, touch.at);
    }
    if cases.is_empty() || before.is_empty() {
        return Err(NotEnough::because("No question was asked in that time."));
    }
    let known = at_cut.unwrap_or_default();
    let default = Priors::default().replies_theirs;
    let prior = pairs::replies(known.iter().map(|state| &state.replies_theirs), options.at, default);
    let mut of_person: HashMap<u32, ReplyCounts> = HashMap::new();
    let pairs: Vec<(u32, ReplyCounts)> = views
        .iter()
        .zip(&known)
        .map(|(view, state)| (view.them, ReplyCounts::theirs(state, options.at)))
        .collect();
    for (them, counts) in &pairs {
        of_person.entry(*them).or_default().add(*counts);
    }
    let nested = pairs.iter().map(|(them, counts)| (*counts, of_person[them]));
    let prior = pairs::nesting(nested, prior);
    let base = base_rate(before);
    let outcomes: Vec<bool> = cases.iter().map(|case| case.outcome).collect();
    let mean = |(a, b): (f64, f64)| a / (a + b);
    let rate = |counts: ReplyCounts, elsewhere| {
        mean(rate_posterior(f64::from(counts.asked), f64::from(counts.answered), elsewhere, &prior))
    };
    let raw = |case: &Case| match case.pair.asked {
        0 => base,
        asked => (f64::from(case.pair.answered) / f64::from(asked)).clamp(0.02, 0.98),
    };
    let predict = |of: &dyn Fn(&Case) -> f64| cases.iter().map(of).collect::<Vec<f64>>();
    let baseline = |name, of: &dyn Fn(&Case) -> f64| Baseline::of(name, &predict(of), &outcomes);
    let baselines = vec![
        baseline("global rate", &|_| base),
        baseline("raw rate of the pair", &raw),
        baseline("rate of the person", &|case| rate(case.person, None)),
        baseline("rate of the pair, shrunk once", &|case| rate(case.pair, None)),
    ];
    let claim = Claim {
        method: "response/1",
        task: "Whether a question asked within the horizon is answered within seven days.",
        gate: "Brier below the global rate",
        holds: |ours, baselines| ours.brier < baselines[0].scores.brier,
    };
    let nested = |case: &Case| rate(case.pair, Some(case.person.less(case.pair)));
    Ok(Evaluation::of(&claim, &predict(&nested), &outcomes, baselines))
}
