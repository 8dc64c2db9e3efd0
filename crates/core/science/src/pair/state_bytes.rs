use rapport_model::Moment;

use crate::pair::state::PairState;
use crate::pair::state::replies::Replies;

/// The version and every field, little-endian, in a fixed order.
const LENGTH: usize = 2 + 7 * 8 + 7 * 8 + 8 * 4 + 4 * 4 + 2 * (3 * 8 + 2 * 4);

impl PairState {
    /// The state as the store keeps it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend(Self::VERSION.to_le_bytes());
        for moment in [
            self.first,
            self.last_touch,
            self.last_theirs,
            self.last_ours,
            self.last_contact,
            self.awaiting_us,
            self.attempting_since,
        ] {
            bytes.extend(moment.micros().to_le_bytes());
        }
        let [fast, middle, slow] = self.memory;
        for number in
            [self.gap_ln, self.gap_ln_squared, fast, middle, slow, self.began_theirs, self.began_ours]
        {
            bytes.extend(number.to_le_bytes());
        }
        for day in [self.last_touch_day, self.last_contact_day, self.last_attempt_day] {
            bytes.extend(day.to_le_bytes());
        }
        for count in [self.contact_days, self.sent, self.received, self.attempt_days, self.initiations] {
            bytes.extend(count.to_le_bytes());
        }
        for number in [self.memory_theirs, self.memory_ours, self.exposure_days] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.inbound_starts.to_le_bytes());
        for replies in [&self.replies_theirs, &self.replies_ours] {
            bytes.extend(replies.open.micros().to_le_bytes());
            bytes.extend(replies.hours_ln.to_le_bytes());
            bytes.extend(replies.hours_ln_squared.to_le_bytes());
            bytes.extend(replies.asked.to_le_bytes());
            bytes.extend(replies.answered.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`PairState::to_bytes`] wrote; `None` for another version, which the caller replays.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != LENGTH {
            return None;
        }
        let mut reader = Reader(bytes);
        if u16::from_le_bytes(reader.take()?) != Self::VERSION {
            return None;
        }
        Some(Self {
            first: reader.moment()?,
            last_touch: reader.moment()?,
            last_theirs: reader.moment()?,
            last_ours: reader.moment()?,
            last_contact: reader.moment()?,
            awaiting_us: reader.moment()?,
            attempting_since: reader.moment()?,
            gap_ln: reader.number()?,
            gap_ln_squared: reader.number()?,
            memory: [reader.number()?, reader.number()?, reader.number()?],
            began_theirs: reader.number()?,
            began_ours: reader.number()?,
            last_touch_day: reader.day()?,
            last_contact_day: reader.day()?,
            last_attempt_day: reader.day()?,
            contact_days: reader.count()?,
            sent: reader.count()?,
            received: reader.count()?,
            attempt_days: reader.count()?,
            initiations: reader.count()?,
            memory_theirs: reader.narrow()?,
            memory_ours: reader.narrow()?,
            exposure_days: reader.narrow()?,
            inbound_starts: reader.count()?,
            replies_theirs: reader.replies()?,
            replies_ours: reader.replies()?,
        })
    }
}

/// The bytes that are still to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.0.split_first_chunk()?;
        self.0 = tail;
        Some(*head)
    }

    fn moment(&mut self) -> Option<Moment> {
        self.take().map(i64::from_le_bytes).map(Moment::from_micros)
    }

    fn number(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes)
    }

    fn narrow(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes)
    }

    fn day(&mut self) -> Option<i32> {
        self.take().map(i32::from_le_bytes)
    }

    fn count(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn replies(&mut self) -> Option<Replies> {
        Some(Replies {
            open: self.moment()?,
            hours_ln: self.number()?,
            hours_ln_squared: self.number()?,
            asked: self.count()?,
            answered: self.count()?,
        })
    }
}
