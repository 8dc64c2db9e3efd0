pub(crate) mod decay;
pub(crate) mod never;
pub(crate) mod replies;

use rapport_model::{Day, Moment, Side, Touch};

use crate::pair::state::decay::{INITIATION_MEMORY, faded_contact, faded_touches};
use crate::pair::state::never::{NEVER, happened};
use crate::pair::state::replies::Replies;

/// The state of one pair of a member and a person: everything that the measures need, in constant size.
///
/// The state is folded forward in time order, touch by touch, without looking back. For a touch that arrives late,
/// the pair is replayed from its log. `classify` below defines what counts as contact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairState {
    pub(crate) first: Moment,
    pub(crate) last_touch: Moment,
    pub(crate) last_theirs: Moment,
    pub(crate) last_ours: Moment,
    pub(crate) last_contact: Moment,
    /// The first touch of theirs that nothing of ours has followed.
    pub(crate) awaiting_us: Moment,
    /// The first attempt of ours since the last contact.
    pub(crate) attempting_since: Moment,
    /// Rhythm: the sum of the natural logarithms of completed gaps in days, and the sum of their squares.
    pub(crate) gap_ln: f64,
    pub(crate) gap_ln_squared: f64,
    /// Activation: memories with half-lives of 14, 30 and 60 days, as they stood on the last contact day.
    pub(crate) memory: [f64; 3],
    /// Initiation: decayed counts of who began.
    pub(crate) began_theirs: f64,
    pub(crate) began_ours: f64,
    /// Inbound: faded counts of touches of each side (half-life 30 days), as they stood at its last touch.
    pub(crate) memory_theirs: f32,
    pub(crate) memory_ours: f32,
    /// Inbound: the days at risk, on which the pair was quiet and they could have initiated.
    pub(crate) exposure_days: f32,
    /// Inbound: how often they began after a quiet spell, while at risk.
    pub(crate) inbound_starts: u32,
    /// Their replies to us, and ours to them.
    pub(crate) replies_theirs: Replies,
    pub(crate) replies_ours: Replies,
    pub(crate) last_touch_day: i32,
    pub(crate) last_contact_day: i32,
    pub(crate) last_attempt_day: i32,
    pub(crate) contact_days: u32,
    pub(crate) sent: u32,
    pub(crate) received: u32,
    pub(crate) attempt_days: u32,
    pub(crate) initiations: u32,
}

/// Quiet days in the pair before an opening touch counts as an initiation (G). See docs/science/initiation.md.
pub(crate) const QUIET_DAYS: i32 = 3;

/// What one touch counts as. [`PairState::fold`] applies it and [`roles`](crate::roles) shows it, so that the two
/// agree.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one touch counts in several measures at once")]
pub(crate) struct Classification {
    /// Whether the day becomes a contact day.
    pub contact: bool,
    /// Whether the day becomes a day of attempts.
    pub attempt: bool,
    /// The side that initiated after a quiet spell; `None` when this is no initiation.
    pub initiation: Option<Side>,
    /// Whether the touch answers the open question of the other side.
    pub answers: bool,
    /// Whether the touch opens a question to the other side: something that can be replied to.
    pub asks: bool,
}

impl Default for PairState {
    fn default() -> Self {
        Self {
            first: NEVER,
            last_touch: NEVER,
            last_theirs: NEVER,
            last_ours: NEVER,
            last_contact: NEVER,
            awaiting_us: NEVER,
            attempting_since: NEVER,
            gap_ln: 0.0,
            gap_ln_squared: 0.0,
            memory: [0.0; 3],
            began_theirs: 0.0,
            began_ours: 0.0,
            memory_theirs: 0.0,
            memory_ours: 0.0,
            exposure_days: 0.0,
            inbound_starts: 0,
            replies_theirs: Replies::default(),
            replies_ours: Replies::default(),
            last_touch_day: 0,
            last_contact_day: 0,
            last_attempt_day: 0,
            contact_days: 0,
            sent: 0,
            received: 0,
            attempt_days: 0,
            initiations: 0,
        }
    }
}

impl PairState {
    /// The version of the layout and meaning of the fields. A state of another version is replayed from the log.
    pub const VERSION: u16 = 2;

    /// The state of a history, in time order, as it was at `now`.
    pub fn as_of(history: &[(Touch, Day)], now: Moment) -> Self {
        let mut state = Self::default();
        for (touch, day) in history.iter().take_while(|(touch, _)| touch.at <= now) {
            state.fold(touch, *day);
        }
        state
    }

    /// Takes in the next touch in time order; `day` is the calendar day on which it fell.
    pub fn fold(&mut self, touch: &Touch, day: Day) {
        let class = self.classify(touch, day);
        self.apply(touch, day, class);
    }

    /// What `touch` counts as, coming after everything folded so far.
    ///
    /// - Contact: the first touch of a day that shows both sides: theirs, or a meeting or call of either side.
    /// - Attempt: ours and one-way; never contact, whatever it costs us.
    /// - Initiation: opens a conversation after `QUIET_DAYS` without any touch of either side.
    /// - Question: a one-way touch when none of its side is open, or the open one is past `CENSOR_DAYS`.
    /// - Answer: the first touch of the other side within `CENSOR_DAYS` of an open question.
    pub(crate) fn classify(&self, touch: &Touch, day: Day) -> Classification {
        let two_way = touch.channel.is_two_way();
        let shows_both = touch.shows_both();
        let new_contact_day = self.contact_days == 0 || day.0 > self.last_contact_day;
        let new_attempt_day = self.attempting_since == NEVER || day.0 > self.last_attempt_day;
        let quiet = self.last_touch == NEVER || day.0.saturating_sub(self.last_touch_day) >= QUIET_DAYS;
        let (mine, other) = match touch.side {
            Side::Ours => (&self.replies_theirs, &self.replies_ours),
            Side::Theirs => (&self.replies_ours, &self.replies_theirs),
        };
        Classification {
            contact: shows_both && new_contact_day,
            attempt: !shows_both && new_attempt_day,
            initiation: (touch.opens && quiet).then_some(touch.side),
            answers: other.is_open(touch.at),
            asks: !two_way && !mine.is_open(touch.at),
        }
    }

    pub(crate) fn apply(&mut self, touch: &Touch, day: Day, class: Classification) {
        if class.contact {
            self.add_contact_day(day);
        }
        if touch.shows_both() {
            self.last_contact = touch.at;
            self.attempting_since = NEVER;
            self.attempt_days = 0;
        }
        if class.attempt {
            if self.attempting_since == NEVER {
                self.attempting_since = touch.at;
            }
            self.attempt_days += 1;
            self.last_attempt_day = day.0;
        }
        if let Some(side) = class.initiation {
            self.add_initiation(side);
        }
        self.add_reply(touch, class);
        self.add_exposure(touch, class);
        match touch.side {
            Side::Ours => {
                self.sent += 1;
                self.last_ours = touch.at;
            }
            Side::Theirs => {
                self.received += 1;
                self.last_theirs = touch.at;
            }
        }
        if touch.channel.is_two_way() || touch.side == Side::Ours {
            self.awaiting_us = NEVER;
        } else if self.awaiting_us == NEVER {
            self.awaiting_us = touch.at;
        }
        if self.first == NEVER {
            self.first = touch.at;
        }
        self.last_touch = touch.at;
        self.last_touch_day = day.0;
    }

    fn add_contact_day(&mut self, day: Day) {
        if self.contact_days > 0 {
            let gap_days = f64::from(day.0.saturating_sub(self.last_contact_day));
            let gap_ln = gap_days.ln();
            self.gap_ln += gap_ln;
            self.gap_ln_squared += gap_ln * gap_ln;
            self.memory = faded_contact(self.memory, gap_days);
        }
        for memory in &mut self.memory {
            *memory += 1.0;
        }
        self.contact_days += 1;
        self.last_contact_day = day.0;
    }

    fn add_initiation(&mut self, side: Side) {
        self.began_theirs *= INITIATION_MEMORY;
        self.began_ours *= INITIATION_MEMORY;
        match side {
            Side::Theirs => self.began_theirs += 1.0,
            Side::Ours => self.began_ours += 1.0,
        }
        self.initiations += 1;
    }

    /// Any touch ends the spell at risk; only theirs, when it begins a conversation, counts as a start.
    fn add_exposure(&mut self, touch: &Touch, class: Classification) {
        let at_risk = self.days_at_risk(touch.at);
        if at_risk > 0.0 {
            self.exposure_days += at_risk as f32;
            self.inbound_starts += u32::from(class.initiation == Some(Side::Theirs));
        }
        let (memory, last) = match touch.side {
            Side::Ours => (&mut self.memory_ours, self.last_ours),
            Side::Theirs => (&mut self.memory_theirs, self.last_theirs),
        };
        *memory = faded_touches(*memory, last, touch.at) + 1.0;
    }

    /// Days of the open spell in which they could have begun: after `QUIET_DAYS` without any touch.
    pub(crate) fn days_at_risk(&self, now: Moment) -> f64 {
        if self.last_touch == NEVER {
            return 0.0;
        }
        (now.days_since(self.last_touch) - f64::from(QUIET_DAYS)).max(0.0)
    }

    fn add_reply(&mut self, touch: &Touch, class: Classification) {
        let (mine, other) = match touch.side {
            Side::Ours => (&mut self.replies_theirs, &mut self.replies_ours),
            Side::Theirs => (&mut self.replies_ours, &mut self.replies_theirs),
        };
        other.answer(touch.at);
        if touch.channel.is_two_way() {
            // They are in the room: whatever we had asked is settled, without a reply to time.
            mine.settle(touch.at);
        } else if class.asks {
            mine.ask(touch.at);
        }
    }

    /// The number of completed gaps between contact days.
    pub(crate) fn gaps(&self) -> u32 {
        self.contact_days.saturating_sub(1)
    }

    /// Days of silence since the last contact; zero when there was none.
    pub(crate) fn quiet_days(&self, now: Moment) -> f64 {
        if self.last_contact == NEVER { 0.0 } else { now.days_since(self.last_contact).max(0.0) }
    }

    /// The first touch of either side; `None` before any.
    pub fn first(&self) -> Option<Moment> {
        happened(self.first)
    }

    /// The last touch of either side; `None` before any.
    pub fn last_touch(&self) -> Option<Moment> {
        happened(self.last_touch)
    }

    /// Their last touch; `None` before any.
    pub fn last_theirs(&self) -> Option<Moment> {
        happened(self.last_theirs)
    }

    /// Our last touch; `None` before any.
    pub fn last_ours(&self) -> Option<Moment> {
        happened(self.last_ours)
    }

    /// The last touch that shows both sides: theirs, or a meeting or call. `None` before any.
    pub fn last_contact(&self) -> Option<Moment> {
        happened(self.last_contact)
    }

    /// The number of days with at least one touch that shows both sides.
    pub fn contact_days(&self) -> u32 {
        self.contact_days
    }

    /// The number of our touches.
    pub fn sent(&self) -> u32 {
        self.sent
    }

    /// The number of their touches.
    pub fn received(&self) -> u32 {
        self.received
    }

    /// Since when they wait for us: their first touch that nothing of ours has followed. `None` when we acted last.
    pub fn awaiting_us(&self) -> Option<Moment> {
        happened(self.awaiting_us)
    }

    /// Since when, and on how many days, we have made attempts after the last contact; `None` without any.
    pub fn awaiting_them(&self) -> Option<(Moment, u32)> {
        happened(self.attempting_since).map(|since| (since, self.attempt_days))
    }
}
