use rapport_app::Acting;
use rapport_model::{Calendar, PersonId};

use crate::page::parts::Choice;
use crate::page::touch_fields::TouchFields;

const SNOOZES: [(u32, &str); 3] = [(7, "A week"), (14, "Two weeks"), (30, "A month")];
const REASONS: [(&str, &str); 4] = [
    ("Already dealt with elsewhere", "by phone, in person"),
    ("Not mine to follow up", "a colleague does"),
    ("No business to be had", "for now"),
    ("Not a relationship", "a one-off, a supplier, spam"),
];

/// The buttons and forms about a person: done, snooze, dismiss, log.
pub(crate) struct Actions {
    pub(crate) person: String,
    /// The person's name, for labels that are read aloud.
    pub(crate) name: String,
    /// Whether they are on today's list, so that they can be done or dismissed.
    pub(crate) is_due: bool,
    /// The path to return to: `/` or `/people/{id}`.
    pub(crate) back: String,
    /// The choices of a snooze: values are days, hints are the dates on which it ends.
    pub(crate) snoozes: Vec<Choice>,
    /// The choices of a reason for a dismissal.
    pub(crate) reasons: Vec<Choice>,
    /// The sentence of a lean-back test that can be begun; `None` when there is none.
    pub(crate) lean_back: Option<String>,
    /// The fields of the form that logs a touch.
    pub(crate) touch: TouchFields,
}

/// The buttons and forms about a person, which return to the path `back`.
pub(crate) fn actions(
    person: PersonId,
    name: &str,
    is_due: bool,
    back: &str,
    acting: &Acting,
    calendar: &Calendar,
) -> Actions {
    let now = acting.now();
    let snooze = |(days, label): (u32, &str)| Choice {
        value: days.to_string(),
        label: label.to_owned(),
        hint: calendar.format(now.plus_days(f64::from(days)), "%a %-d %b"),
    };
    let reason = |(label, hint): (&str, &str)| Choice {
        value: label.to_owned(),
        label: label.to_owned(),
        hint: hint.to_owned(),
    };
    Actions {
        person: person.to_string(),
        name: name.to_owned(),
        is_due,
        back: back.to_owned(),
        snoozes: SNOOZES.map(snooze).into(),
        lean_back: None,
        reasons: REASONS.map(reason).into(),
        touch: TouchFields::empty(back, acting, calendar),
    }
}
