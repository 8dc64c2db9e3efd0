use rapport_model::Moment;
use rapport_science::PairState;

/// The first and the last moment of a tie, and its days of contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    /// The moment of the first touch.
    pub(crate) first: Moment,
    /// The moment of the last contact; of the last touch when there was no contact.
    pub(crate) last: Moment,
    /// The number of days with contact.
    pub(crate) days: u32,
}

impl Span {
    pub(crate) fn of(state: &PairState, now: Moment) -> Self {
        let last = state.last_contact().or(state.last_touch());
        Self { first: state.first().unwrap_or(now), last: last.unwrap_or(now), days: state.contact_days() }
    }

    /// The first touch of a tie with contact in the last `days`; `None` when there was none.
    pub(crate) fn live_since(&self, now: Moment, days: f64) -> Option<Moment> {
        let is_live = self.days > 0 && now.days_since(self.last) < days;
        is_live.then_some(self.first)
    }
}
