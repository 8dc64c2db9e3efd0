use rapport_app::Acting;
use rapport_model::{Calendar, Channel, Moment};

use crate::page::parts::Choice;
use crate::page::words;

/// The channels in the order in which they are offered.
const CHANNELS: [Channel; 4] = [Channel::Call, Channel::Meeting, Channel::Message, Channel::Mail];

/// The fields of a form in which a touch is logged or changed.
pub(crate) struct TouchFields {
    /// The idempotency key of the form: a form that is sent twice is logged once.
    pub(crate) key: String,
    /// The path to return to: `/`, `/people/{id}` or `/interactions/{id}`.
    pub(crate) back: String,
    /// The channels, the chosen one first.
    pub(crate) channels: Vec<Choice>,
    /// The day in the member's calendar, such as `2026-06-04`, and the last one that can be chosen.
    pub(crate) when: String,
    pub(crate) today: String,
    /// Whether the person began it.
    pub(crate) is_theirs: bool,
    pub(crate) note: String,
}

impl TouchFields {
    /// The fields of a touch that is not logged yet.
    pub(crate) fn empty(back: &str, acting: &Acting, calendar: &Calendar) -> Self {
        let today = day(acting.now(), calendar);
        Self {
            key: acting.new_idempotency_key().to_string(),
            back: back.to_owned(),
            channels: CHANNELS.map(choice).into(),
            when: today.clone(),
            today,
            is_theirs: false,
            note: String::new(),
        }
    }

    /// The fields with this channel chosen.
    pub(crate) fn through(self, chosen: Channel) -> Self {
        let others = CHANNELS.into_iter().filter(|channel| *channel != chosen);
        Self { channels: [chosen].into_iter().chain(others).map(choice).collect(), ..self }
    }

    /// The fields with another day than today.
    pub(crate) fn on(self, at: Moment, calendar: &Calendar) -> Self {
        Self { when: day(at, calendar), ..self }
    }
}

fn day(at: Moment, calendar: &Calendar) -> String {
    calendar.format(at, "%Y-%m-%d")
}

fn choice(channel: Channel) -> Choice {
    Choice {
        value: channel.name().to_owned(),
        label: words::channel(channel).to_owned(),
        hint: String::new(),
    }
}
