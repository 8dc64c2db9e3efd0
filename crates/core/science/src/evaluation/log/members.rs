use std::collections::BTreeMap;

use rapport_model::{Channel, Day, Measured, Moment, NotEnough, Side, Touch};

use crate::evaluation::event::{Event, Options, needs_horizon};
use crate::pair::state::QUIET_DAYS;

/// What one person of a log had with another, seen from the first: as a member sees a person.
pub(crate) struct View {
    pub them: u32,
    pub history: Vec<(Touch, Day)>,
}

impl View {
    /// The part of the history before `cut`.
    pub fn before(&self, cut: Moment) -> &[(Touch, Day)] {
        &self.history[..self.history.partition_point(|(touch, _)| touch.at < cut)]
    }
}

/// Every pair of a log, in order: once from each side, or once only. In a log of messages an event opens when it
/// comes after `QUIET_DAYS` without any.
pub(crate) fn views(events: &[Event], from_both_sides: bool) -> Vec<View> {
    let mut sorted: Vec<&Event> = events.iter().filter(|event| event.a != event.b).collect();
    sorted.sort_by_key(|event| (event.at, event.a, event.b));
    sorted.dedup();
    let first = sorted.first().map_or(Moment::default(), |event| event.at);
    let mut pairs: BTreeMap<(u32, u32), Vec<(Touch, Day)>> = BTreeMap::new();
    for event in sorted {
        let day = Day(event.at.days_since(first).floor() as i32);
        let (lower, upper) = (event.a.min(event.b), event.a.max(event.b));
        let history = pairs.entry((lower, upper)).or_default();
        let opens = history.last().is_none_or(|(_, last)| day.0 - last.0 >= QUIET_DAYS);
        let side = if event.a == lower { Side::Ours } else { Side::Theirs };
        history.push((Touch { at: event.at, side, channel: Channel::Mail, opens }, day));
    }
    let mut views = Vec::new();
    for ((lower, upper), history) in pairs {
        if from_both_sides {
            let seen = |(touch, day): &(Touch, Day)| {
                let side = if touch.side == Side::Ours { Side::Theirs } else { Side::Ours };
                (Touch { side, ..*touch }, *day)
            };
            let turned = history.iter().map(seen).collect();
            views.push(View { them: lower, history: turned });
        }
        views.push(View { them: upper, history });
    }
    views
}

/// Refuses what cannot be replayed.
pub(crate) fn checked(events: &[Event], options: &Options) -> Measured<Moment> {
    needs_horizon(options)?;
    if !events.iter().any(|event| event.at < options.at) {
        return Err(NotEnough::because("The log has nothing before that moment."));
    }
    Ok(options.at.plus_days(options.horizon_days))
}
