use std::collections::HashMap;

use rapport_model::{Channel, Day, Moment, Side, Touch};

use crate::evaluation::event::Event;

/// A log without self-loops and duplicates, in time order, with dense numbers for pairs and people.
pub(crate) struct Log {
    pub events: Vec<Entry>,
    /// The two people of each pair, the lower first.
    pub people_of: Vec<(u32, u32)>,
    /// The names that the log gave to the people.
    pub names: Vec<u32>,
    /// The times of each pair, pair after pair; `starts` says where each begins.
    times: Vec<Moment>,
    starts: Vec<usize>,
}

/// One event of a pair.
#[derive(Clone, Copy)]
pub(crate) struct Entry {
    pub pair: u32,
    /// The lower of the two people sent it.
    pub from_lower: bool,
    pub at: Moment,
    pub day: Day,
}

impl Entry {
    /// In a log of events every one is contact, so it is folded as a two-way touch.
    pub fn touch(&self) -> Touch {
        let side = if self.from_lower { Side::Ours } else { Side::Theirs };
        Touch { at: self.at, side, channel: Channel::Call, opens: false }
    }
}

impl Log {
    pub fn of(events: &[Event]) -> Self {
        let mut sorted: Vec<&Event> = events.iter().filter(|event| event.a != event.b).collect();
        sorted.sort_by_key(|event| (event.at, event.a, event.b));
        sorted.dedup();
        let first = sorted.first().map_or(Moment::default(), |event| event.at);
        let mut log = Self {
            events: Vec::with_capacity(sorted.len()),
            people_of: Vec::new(),
            names: Vec::new(),
            times: Vec::new(),
            starts: Vec::new(),
        };
        let mut people = HashMap::new();
        let mut pairs = HashMap::new();
        for event in sorted {
            let mut number = |name: u32| {
                *people.entry(name).or_insert_with(|| {
                    log.names.push(name);
                    log.names.len() as u32 - 1
                })
            };
            let (lower, upper) = (number(event.a.min(event.b)), number(event.a.max(event.b)));
            let pair = *pairs.entry((lower, upper)).or_insert_with(|| {
                log.people_of.push((lower, upper));
                log.people_of.len() as u32 - 1
            });
            let day = Day(event.at.days_since(first).floor() as i32);
            log.events.push(Entry { pair, from_lower: event.a < event.b, at: event.at, day });
        }
        log.index_times();
        log
    }

    fn index_times(&mut self) {
        let mut ends = vec![0_usize; self.people_of.len() + 1];
        for entry in &self.events {
            ends[entry.pair as usize + 1] += 1;
        }
        for pair in 1..ends.len() {
            ends[pair] += ends[pair - 1];
        }
        self.starts.clone_from(&ends);
        self.times = vec![Moment::default(); self.events.len()];
        for entry in &self.events {
            let place = &mut ends[entry.pair as usize];
            self.times[*place] = entry.at;
            *place += 1;
        }
    }

    /// Whether the pair had an event after `cut`, not later than `end`.
    pub fn has_contact(&self, pair: u32, cut: Moment, end: Moment) -> bool {
        let pair = pair as usize;
        let times = &self.times[self.starts[pair]..self.starts[pair + 1]];
        let next = times.partition_point(|at| *at <= cut);
        times.get(next).is_some_and(|at| *at <= end)
    }
}
