use rapport_model::{Day, Moment, Touch};

use crate::fit::pairs;
use crate::fit::weights::has_contact;
use crate::network::dormant::{DORMANT_DAYS, Dormancy, RECONNECTION_DAYS, ReconnectionWeights};
use crate::network::graph::{Graph, Tie};
use crate::pair::priors::Priors;
use crate::pair::state::PairState;

/// The history of one tie.
#[derive(Clone, Copy, Debug)]
pub struct TieHistory<'a> {
    /// The number of one of the two people, counted from 0 without large gaps.
    pub a: u32,
    /// The number of the other one.
    pub b: u32,
    /// The touches between them in time order, with the days on which they fell.
    pub touches: &'a [(Touch, Day)],
}

/// The number of inner cuts. They lie one, two, ... horizons before now, so that what followed each is known.
const CUTS: i32 = 6;
/// Each inner cut weighs this much of the next newer one.
const AGING: f64 = 0.9;

impl ReconnectionWeights {
    /// Fits on what became of the ties that were dormant 60, 120, ... 360 days before `now`. The histories are all
    /// ties of the workspace: they tell who is still active and whom two have in common.
    /// See docs/science/dormant.md.
    pub fn fit_from_histories(histories: &[TieHistory<'_>], now: Moment) -> Self {
        Self::fit(&earlier_cases(histories, now, RECONNECTION_DAYS, 1))
    }
}

/// Dormant ties at inner cuts before `now`, whether they came back within the horizon, and their weights.
pub(crate) fn earlier_cases(
    histories: &[TieHistory<'_>],
    now: Moment,
    horizon: f64,
    fewest: u32,
) -> Vec<(Dormancy, bool, f64)> {
    let mut cases = Vec::new();
    for back in 1..=CUTS {
        let cut = now.plus_days(-horizon * f64::from(back));
        let weight = AGING.powi(back - 1);
        let found = cases_at(histories, cut, horizon, fewest);
        cases.extend(found.into_iter().map(|(dormancy, returned)| (dormancy, returned, weight)));
    }
    cases
}

/// The ties with at least `fewest` contact days that were dormant at `cut` while both people still had contact with
/// somebody, and whether they came back. Nothing from the cut on is learned from.
pub(crate) fn cases_at(
    histories: &[TieHistory<'_>],
    cut: Moment,
    horizon: f64,
    fewest: u32,
) -> Vec<(Dormancy, bool)> {
    let states: Vec<PairState> = histories.iter().map(|history| before(history.touches, cut)).collect();
    let defaults = Priors::default();
    let rhythm = pairs::rhythm(states.iter(), cut, defaults.rhythm, pairs::FEWEST);
    let priors = Priors { rhythm, ..defaults };
    let active = active_ties(histories, &states, cut);
    let mut cases = Vec::new();
    for (state, history) in states.iter().zip(histories) {
        let is_candidate = state.contact_days() >= fewest
            && state.quiet_days(cut) >= DORMANT_DAYS
            && active.degree(history.a) > 0
            && active.degree(history.b) > 0;
        if !is_candidate {
            continue;
        }
        let common = active.in_common(history.a, history.b).count() as u32;
        if let Some(dormancy) = Dormancy::of(state, &priors, cut, common) {
            cases.push((dormancy, has_contact(history.touches, cut, cut.plus_days(horizon))));
        }
    }
    cases
}

fn before(touches: &[(Touch, Day)], cut: Moment) -> PairState {
    let mut state = PairState::default();
    for (touch, day) in touches.iter().take_while(|(touch, _)| touch.at < cut) {
        state.fold(touch, *day);
    }
    state
}

/// The ties with contact in the last [`DORMANT_DAYS`].
fn active_ties(histories: &[TieHistory<'_>], states: &[PairState], cut: Moment) -> Graph {
    let nodes = histories.iter().map(|history| history.a.max(history.b) + 1).max().unwrap_or(0);
    let active = histories
        .iter()
        .zip(states)
        .filter(|(_, state)| state.contact_days() > 0 && state.quiet_days(cut) < DORMANT_DAYS);
    Graph::of(nodes, active.map(|(history, _)| Tie { a: history.a, b: history.b, strength: 1.0 }))
}

#[cfg(test)]
mod tests {
    use rapport_model::{Channel, Side};

    use super::*;

    struct Pair {
        a: u32,
        b: u32,
        touches: Vec<(Touch, Day)>,
    }

    /// The pairs of five people; the higher the numbers, the rarer they speak.
    fn pairs(until: i32) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (a, b) in (0_u32..5).flat_map(|a| (0..a).map(move |b| (b, a))) {
            let every = (a * b * 40 + 3) as usize;
            let days = (0..until).step_by(every).chain((0..until.min(30)).filter(|day| day % 7 == 0));
            let mut days: Vec<i32> = days.collect();
            days.sort_unstable();
            let touch = |day: i32| {
                let at = Moment::from_seconds(1_600_000_000).plus_days(f64::from(day));
                (Touch { at, side: Side::Theirs, channel: Channel::Mail, opens: false }, Day(day))
            };
            pairs.push(Pair { a, b, touches: days.into_iter().map(touch).collect() });
        }
        pairs
    }

    fn cases(until: i32) -> Vec<(Dormancy, bool)> {
        let pairs = pairs(until);
        let histories: Vec<TieHistory<'_>> =
            pairs.iter().map(|pair| TieHistory { a: pair.a, b: pair.b, touches: &pair.touches }).collect();
        cases_at(&histories, Moment::from_seconds(1_600_000_000).plus_days(300.0), 200.0, 1)
    }

    #[test]
    fn what_comes_after_the_cut_is_only_an_outcome() {
        let (whole, before) = (cases(700), cases(300));
        let known = |cases: &[(Dormancy, bool)]| cases.iter().map(|(known, _)| *known).collect::<Vec<_>>();
        assert_eq!(known(&whole), known(&before));
        assert!(whole.iter().any(|(_, returned)| *returned));
        assert!(!before.is_empty() && !before.iter().any(|(_, returned)| *returned));
        // 0 has contact with everybody, so two others have at least one active contact in common.
        assert!(before.iter().all(|(dormancy, _)| dormancy.common_active >= 1));
    }
}
