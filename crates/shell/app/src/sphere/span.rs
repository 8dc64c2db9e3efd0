use rapport_model::Moment;
use rapport_science::PairState;

/// A tie from its beginning to now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    /// The first touch.
    pub(crate) first: Moment,
    /// The last contact; of a tie without any, the last touch.
    pub(crate) last: Moment,
    /// Days of contact.
    pub(crate) days: u32,
}

impl Span {
    pub(crate) fn of(state: &PairState, now: Moment) -> Self {
        let last = state.last_contact().or(state.last_touch());
        Self { first: state.first().unwrap_or(now), last: last.unwrap_or(now), days: state.contact_days() }
    }

    /// Since when the two have a tie, when they have had contact in the last `days`.
    pub(crate) fn live_since(&self, now: Moment, days: f64) -> Option<Moment> {
        let is_live = self.days > 0 && now.days_since(self.last) < days;
        is_live.then_some(self.first)
    }
}
