use rapport_model::Moment;

use crate::pair::state::never::NEVER;

/// A question without an answer after this many days counts as unanswered.
pub(crate) const CENSOR_DAYS: f64 = 7.0;

/// The latency floor in hours: a reply within the same minute is timed as one minute.
const SHORTEST_HOURS: f64 = 1.0 / 60.0;

/// The replies of one side, in constant size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Replies {
    /// The earliest question that is still open.
    pub open: Moment,
    /// Sums of ln hours of the replies that came, and of its square.
    pub hours_ln: f64,
    pub hours_ln_squared: f64,
    /// Questions that are settled: answered or past the censoring time.
    pub asked: u32,
    /// Of these, the answered ones.
    pub answered: u32,
}

impl Default for Replies {
    fn default() -> Self {
        Self { open: NEVER, hours_ln: 0.0, hours_ln_squared: 0.0, asked: 0, answered: 0 }
    }
}

impl Replies {
    /// A question is open at `at` and not yet past the censoring time.
    pub fn is_open(&self, at: Moment) -> bool {
        self.open != NEVER && at.days_since(self.open) <= CENSOR_DAYS
    }

    /// Opens a question; one that is past the censoring time is counted as unanswered first.
    pub fn ask(&mut self, at: Moment) {
        if self.open != NEVER {
            self.asked += 1;
        }
        self.open = at;
    }

    /// The other side did something: its open question has its answer, or is over.
    pub fn answer(&mut self, at: Moment) {
        if self.open == NEVER {
            return;
        }
        self.asked += 1;
        if self.is_open(at) {
            let hours_ln = latency_hours(self.open, at).ln();
            self.answered += 1;
            self.hours_ln += hours_ln;
            self.hours_ln_squared += hours_ln * hours_ln;
        }
        self.open = NEVER;
    }

    /// Closes the open question without an answer; one past the censoring time counts as unanswered.
    pub fn settle(&mut self, at: Moment) {
        if self.open != NEVER && !self.is_open(at) {
            self.asked += 1;
        }
        self.open = NEVER;
    }

    /// Settled questions and answers as of `now`: an open question past the censoring time is unanswered.
    pub fn counts(&self, now: Moment) -> (u32, u32) {
        let overdue = self.open != NEVER && !self.is_open(now);
        (self.asked + u32::from(overdue), self.answered)
    }
}

/// Hours from a question to its answer.
pub(crate) fn latency_hours(asked: Moment, answered: Moment) -> f64 {
    (answered.days_since(asked) * 24.0).max(SHORTEST_HOURS)
}
