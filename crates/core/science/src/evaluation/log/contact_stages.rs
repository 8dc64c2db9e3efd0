//! A log of who wrote to whom as deals: each pair climbs a ladder whose steps follow from the log alone.

use rapport_model::{Day, Measured, Moment, NotEnough, Side, Touch};

use crate::deal::readiness::ReadinessFacts;
use crate::evaluation::event::Event;
use crate::evaluation::log::deals::{DealOptions, DealRow, StageChange, Step, rows};
use crate::evaluation::log::members::{View, views};
use crate::pair::measures::inbound::inbound_probability;
use crate::pair::measures::initiation;
use crate::pair::measures::persistence::persistence;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;
use crate::statistics::model_averaging::StreamRow;

/// Days with contact at which a pair that has written both ways is in the next stage; the last wins.
const RUNGS: [usize; 3] = [3, 8, 20];

/// Days of silence that close a deal without a decision, at the moment they are over.
const SILENCE_DAYS: f64 = 30.0;

/// Days after which the priors of the measures are fitted again, on what was known then.
const PRIORS_DAYS: f64 = 28.0;

/// Stage changes that follow from a log of contacts. A deal opens when one writes to the other (stage 0); both have
/// written (1); three days with contact (2); eight (3); twenty are won. Thirty days of silence close it without a
/// decision, and the next contact opens another. See docs/science/readiness.md.
pub fn contact_stages(events: &[Event]) -> Vec<StageChange> {
    let mut changes: Vec<StageChange> = Ladder::of(events).changes;
    changes.sort();
    changes
}

/// A row for every open deal every `step_days`: what its stage changes tell, and persistence, initiation and inbound
/// chance of the pair, all as of the row.
pub(crate) fn contact_rows(events: &[Event], options: &DealOptions) -> Measured<Vec<StreamRow>> {
    let ladder = Ladder::of(events);
    let Some(first) = ladder.views.iter().filter_map(|view| Some(view.history.first()?.0.at)).min() else {
        return Err(NotEnough::because("There are no contacts to replay."));
    };
    let mut rows = rows(&ladder.changes, options)?;
    let mut known = Known::from(first, &ladder.views);
    for week in rows.chunk_by_mut(|left, right| left.row.at == right.row.at) {
        known.read_until(week[0].row.at);
        for DealRow { deal, row } in week {
            row.features.extend(known.features(ladder.pair_of[*deal as usize], row.at));
        }
    }
    Ok(rows.into_iter().map(|deal| deal.row).collect())
}

struct Ladder {
    /// Every pair, seen from the side that wrote first.
    views: Vec<View>,
    changes: Vec<StageChange>,
    /// The pair of each deal.
    pair_of: Vec<usize>,
}

impl Ladder {
    fn of(events: &[Event]) -> Self {
        let end = events.iter().map(|event| event.at).max().unwrap_or_default();
        let is_first = |view: &View| view.history.first().is_some_and(|(touch, _)| touch.side == Side::Ours);
        let views: Vec<View> = views(events, true).into_iter().filter(is_first).collect();
        let mut ladder = Self { views: Vec::new(), changes: Vec::new(), pair_of: Vec::new() };
        for (pair, view) in views.iter().enumerate() {
            ladder.climb(pair, &view.history, end);
        }
        Self { views, ..ladder }
    }

    /// The deals of one pair, one after the other until one is won.
    fn climb(&mut self, pair: usize, history: &[(Touch, Day)], end: Moment) {
        let mut climb: Option<Climb> = None;
        for (touch, day) in history {
            if let Some(open) = climb.take_if(|open| open.closes <= touch.at) {
                self.change(open.closes, Step::NoDecision);
            }
            let Some(open) = &mut climb else {
                self.pair_of.push(pair);
                self.change(touch.at, Step::Stage(0));
                climb = Some(Climb::open(touch, *day));
                continue;
            };
            if let Some(to) = open.step(touch, *day) {
                self.change(touch.at, to);
                if to == Step::Won {
                    return;
                }
            }
        }
        if let Some(open) = climb.filter(|open| open.closes <= end) {
            self.change(open.closes, Step::NoDecision);
        }
    }

    /// A change of the newest deal.
    fn change(&mut self, at: Moment, to: Step) {
        self.changes.push(StageChange { deal: self.pair_of.len() as u32 - 1, at, to });
    }
}

/// A deal that has not been won yet.
struct Climb {
    opened_by: Side,
    is_answered: bool,
    days: usize,
    last: Day,
    stage: usize,
    /// When its silence will have been too long.
    closes: Moment,
}

impl Climb {
    fn open(touch: &Touch, day: Day) -> Self {
        let closes = touch.at.plus_days(SILENCE_DAYS);
        Self { opened_by: touch.side, is_answered: false, days: 1, last: day, stage: 0, closes }
    }

    /// Takes in the next touch; where it leads when that is further up.
    fn step(&mut self, touch: &Touch, day: Day) -> Option<Step> {
        self.closes = touch.at.plus_days(SILENCE_DAYS);
        self.is_answered |= touch.side != self.opened_by;
        self.days += usize::from(day != self.last);
        self.last = day;
        let passed = RUNGS.iter().filter(|days| self.days >= **days).count();
        let stage = if self.is_answered { 1 + passed } else { 0 };
        if stage == self.stage {
            return None;
        }
        self.stage = stage;
        Some(if stage > RUNGS.len() { Step::Won } else { Step::Stage(stage as u16) })
    }
}

/// The pairs as they were at a moment that only moves forward.
struct Known<'a> {
    views: &'a [View],
    states: Vec<PairState>,
    read: Vec<usize>,
    priors: Priors,
    fit_at: Moment,
}

impl<'a> Known<'a> {
    fn from(first: Moment, views: &'a [View]) -> Self {
        let states = vec![PairState::default(); views.len()];
        let fit_at = first.plus_days(PRIORS_DAYS);
        Self { views, states, read: vec![0; views.len()], priors: Priors::default(), fit_at }
    }

    /// Folds what came before `now`.
    fn read_until(&mut self, now: Moment) {
        for ((view, state), read) in self.views.iter().zip(&mut self.states).zip(&mut self.read) {
            for (touch, day) in view.history[*read..].iter().take_while(|(touch, _)| touch.at < now) {
                state.fold(touch, *day);
                *read += 1;
            }
        }
        if now >= self.fit_at {
            let begun = self.states.iter().filter(|state| state.first().is_some());
            self.priors = Priors::fit(begun, now);
            self.fit_at = now.plus_days(PRIORS_DAYS);
        }
    }

    fn features(&self, pair: usize, now: Moment) -> Vec<f64> {
        let state = &self.states[pair];
        let is_told = state.initiations >= initiation::MIN_INITIATIONS;
        let facts = ReadinessFacts {
            persistence: state.last_contact().map(|_| persistence(state, &self.priors, now)),
            initiation: is_told.then(|| initiation::share(state, &self.priors)),
            inbound: Some(inbound_probability(state, &self.priors, now)),
            ..ReadinessFacts::default()
        };
        facts.measures().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forty pairs that write every few days, some of them both ways and some falling silent for a while.
    fn log() -> Vec<Event> {
        let mut events = Vec::new();
        for pair in 0..40_u32 {
            let (pace, pause) = (1 + pair % 9, 60 + pair);
            for step in 0..200 / pace {
                let day = pair * 2 % 50 + step * pace;
                let back = step % 3 == 1 && pair % 4 != 0;
                let (a, b) = if back { (100 + pair, pair) } else { (pair, 100 + pair) };
                if !(pause..pause + 45).contains(&day) {
                    let at = Moment::from_seconds(i64::from(day) * 86_400 + i64::from(pair) * 60);
                    events.push(Event { a, b, at });
                }
            }
        }
        events
    }

    #[test]
    fn what_comes_after_a_row_changes_nothing_that_is_known_at_it() {
        let events = log();
        let cut = Moment::from_seconds(150 * 86_400);
        let before: Vec<Event> = events.iter().filter(|event| event.at < cut).copied().collect();
        let options = DealOptions::from(cut);
        let (whole, part) =
            (contact_rows(&events, &options).unwrap(), contact_rows(&before, &options).unwrap());
        assert!(part.len() > 300 && whole.len() > part.len());
        for (row, other) in part.iter().zip(&whole) {
            assert_eq!((row.at, &row.features, row.outcome), (other.at, &other.features, other.outcome));
        }
        let told = |place: usize| {
            part.iter().any(|row| (row.features[place] - part[0].features[place]).abs() > 1e-9)
        };
        assert!((0..part[0].features.len()).filter(|place| told(*place)).count() >= 12);
    }
}
