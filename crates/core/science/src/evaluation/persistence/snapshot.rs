use rapport_model::Moment;

use crate::evaluation::bg_nbd::{BgNbd, Frequency};
use crate::evaluation::log::pairs::{Entry, Log};
use crate::fit::pairs;
use crate::pair::measures::persistence;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;
use crate::pair::state::never::NEVER;
use crate::statistics::special_functions::logit;

/// What is known of the eligible pairs at one cut.
pub(super) struct Snapshot {
    pub pairs: Vec<u32>,
    /// One row of [`WIDTH`] columns per pair; docs/science/backtest.md names them.
    pub features: Vec<[f64; WIDTH]>,
    pub outcomes: Vec<bool>,
    /// Whether each pair has as many contact days as asked for.
    pub eligible: Vec<bool>,
    pub bgnbd: Vec<f64>,
}

pub(super) const WIDTH: usize = 32;

/// Columns of the two baselines with one feature.
pub(super) const ELAPSED: usize = 0;
pub(super) const COUNT: usize = 1;
/// Columns of the two probability models, as logits.
pub(super) const RHYTHM: usize = 2;
pub(super) const BGNBD: usize = 6;

impl Snapshot {
    /// How many eligible pairs had the rarer of the two outcomes.
    pub fn rarer(&self) -> usize {
        let eligible = self.eligible.iter().filter(|eligible| **eligible).count();
        let positive = self.eligible.iter().zip(&self.outcomes).filter(|(e, y)| **e && **y).count();
        positive.min(eligible - positive)
    }
}

/// What is kept of a pair beside its state: memories on the scale of the horizon.
#[derive(Clone, Copy, Default)]
struct Trace {
    state: PairState,
    quick: f64,
    slow: f64,
    volume: f64,
    last_gap: f64,
    recent_gap: f64,
    recent_weight: f64,
    first_contact: Moment,
}

#[derive(Clone, Copy)]
struct Person {
    last: Moment,
    last_sent: Moment,
    memory: f64,
    partners: u32,
}

/// Walks the log once and looks up at each cut (ascending).
pub(super) struct Walk<'a> {
    log: &'a Log,
    next: usize,
    horizon: f64,
    traces: Vec<Trace>,
    people: Vec<Person>,
}

impl<'a> Walk<'a> {
    pub fn new(log: &'a Log, horizon: f64) -> Self {
        let person = Person { last: NEVER, last_sent: NEVER, memory: 0.0, partners: 0 };
        Self {
            log,
            next: 0,
            horizon,
            traces: vec![Trace::default(); log.people_of.len()],
            people: vec![person; log.names.len()],
        }
    }

    /// Everything before `cut` of the pairs with `shown` contact days or more; `fewest` make a pair eligible.
    pub fn snapshot(&mut self, cut: Moment, end: Moment, fewest: u32, shown: u32) -> Snapshot {
        while let Some(entry) = self.log.events.get(self.next).filter(|entry| entry.at < cut) {
            self.take(*entry);
            self.next += 1;
        }
        let seen = self.traces.iter().filter(|trace| trace.state.contact_days > 0);
        let defaults = Priors::default();
        let rhythm = pairs::rhythm(seen.clone().map(|trace| &trace.state), cut, defaults.rhythm, 30.0);
        let priors = Priors { rhythm, ..defaults };
        let bgnbd = BgNbd::fit(seen.map(|trace| trace.frequency(cut)));
        let mut snapshot =
            Snapshot { pairs: vec![], features: vec![], outcomes: vec![], eligible: vec![], bgnbd: vec![] };
        for pair in 0..self.traces.len() as u32 {
            let trace = &self.traces[pair as usize];
            if trace.state.contact_days < shown.max(1) {
                continue;
            }
            let chance = bgnbd.contact_within(self.horizon, trace.frequency(cut));
            snapshot.pairs.push(pair);
            snapshot.features.push(self.features(pair, &priors, chance, cut));
            snapshot.outcomes.push(self.log.has_contact(pair, cut, end));
            snapshot.eligible.push(trace.state.contact_days >= fewest);
            snapshot.bgnbd.push(chance);
        }
        snapshot
    }

    fn take(&mut self, entry: Entry) {
        let trace = &mut self.traces[entry.pair as usize];
        let first = trace.state.contact_days == 0;
        let new_day = first || entry.day.0 > trace.state.last_contact_day;
        if first {
            trace.first_contact = entry.at;
        } else {
            let days = entry.at.days_since(trace.state.last_contact);
            trace.volume *= (-days / (2.0 * self.horizon)).exp2();
            if new_day {
                let gap = f64::from(entry.day.0 - trace.state.last_contact_day);
                trace.quick *= (-gap / (0.5 * self.horizon)).exp2();
                trace.slow *= (-gap / (2.0 * self.horizon)).exp2();
                trace.last_gap = gap.ln();
                trace.recent_gap = 0.7 * trace.recent_gap + gap.ln();
                trace.recent_weight = 0.7 * trace.recent_weight + 1.0;
            }
        }
        trace.volume += 1.0;
        if new_day {
            trace.quick += 1.0;
            trace.slow += 1.0;
        }
        trace.state.fold(&entry.touch(), entry.day);
        let (lower, upper) = self.log.people_of[entry.pair as usize];
        for (person, sent) in [(lower, entry.from_lower), (upper, !entry.from_lower)] {
            let person = &mut self.people[person as usize];
            if person.last != NEVER {
                let days = entry.at.days_since(person.last);
                person.memory *= (-days / (2.0 * self.horizon)).exp2();
            }
            person.memory += 1.0;
            person.partners += u32::from(first);
            person.last = entry.at;
            if sent {
                person.last_sent = entry.at;
            }
        }
    }

    fn features(&self, pair: u32, priors: &Priors, chance: f64, now: Moment) -> [f64; WIDTH] {
        let trace = &self.traces[pair as usize];
        let state = &trace.state;
        let own = persistence::features(state, priors, now, self.horizon);
        let horizon = self.horizon;
        let elapsed = state.quiet_days(now);
        let (lower, upper) = self.log.people_of[pair as usize];
        let (left, right) = (&self.people[lower as usize], &self.people[upper as usize]);
        let fade = |memory: f64, last: Moment, half: f64| memory * (-now.days_since(last) / half).exp2();
        let since = |last: Moment| if last == NEVER { 4000_f64 } else { now.days_since(last) };
        let (quiet_left, quiet_right) = (since(left.last), since(right.last));
        let (sent_left, sent_right) = (since(left.last_sent), since(right.last_sent));
        let memory_left = fade(left.memory, left.last, 2.0 * horizon);
        let memory_right = fade(right.memory, right.last, 2.0 * horizon);
        let quick = fade(trace.quick, state.last_contact, 0.5 * horizon);
        let slow = fade(trace.slow, state.last_contact, 2.0 * horizon);
        let volume = fade(trace.volume, state.last_contact, 2.0 * horizon);
        let age = now.days_since(trace.first_contact);
        let ln = |x: f64| (x + 0.01).ln();
        let (one, other) = (since(state.last_ours), since(state.last_theirs));
        let events = f64::from(state.sent + state.received);
        let e = own[0];
        let c = own[1];
        let recent = if trace.recent_weight > 0.0 { trace.recent_gap / trace.recent_weight } else { 0.0 };
        let n = f64::from(state.gaps()).max(1.0);
        let mean = state.gap_ln / n;
        let scatter = (state.gap_ln_squared / n - mean * mean).max(0.0).sqrt();
        [
            // 0-5: the features that rank Today.
            e,
            c,
            own[2],
            own[3],
            own[4],
            own[5],
            // 6: BG/NBD.
            logit(chance),
            // 7-10: memories on the scale of the horizon, and the age of the pair.
            ln(quick),
            ln(slow),
            ln(volume),
            age.ln_1p(),
            // 11-18: the two people with anybody: one who left ends all their ties.
            quiet_left.max(quiet_right).ln_1p(),
            quiet_left.min(quiet_right).ln_1p(),
            ln(memory_left.min(memory_right)),
            ln(memory_left.max(memory_right)),
            f64::from(left.partners.min(right.partners)).ln(),
            f64::from(left.partners.max(right.partners)).ln(),
            ln(volume / memory_left.max(memory_right)),
            ln(volume / memory_left.min(memory_right)),
            // 19-24: the pair's own gaps, the quieter direction, events per day.
            trace.last_gap,
            recent,
            mean,
            scatter,
            one.max(other).ln_1p(),
            (events / f64::from(state.contact_days)).ln(),
            // 25-26: curvature of the baseline.
            e * e,
            e * c,
            // 27-28: when the two people last began anything.
            sent_left.max(sent_right).ln_1p(),
            sent_left.min(sent_right).ln_1p(),
            // 29-31: silence against the recent rhythm and the age; the weaker direction's share.
            e - recent,
            (elapsed / age.max(0.5)).min(1.0),
            f64::from(state.sent.min(state.received)) / events,
        ]
    }
}

impl Trace {
    fn frequency(&self, now: Moment) -> Frequency {
        Frequency {
            repeats: self.state.gaps(),
            recency: self.state.last_contact.days_since(self.first_contact),
            observed: now.days_since(self.first_contact),
        }
    }
}

/// Some columns of a row, in the order asked for.
pub(super) fn chosen(row: &[f64; WIDTH], columns: &[usize]) -> Vec<f64> {
    columns.iter().map(|column| row[*column]).collect()
}
