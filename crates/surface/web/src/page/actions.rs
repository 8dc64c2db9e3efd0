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

/// What can be done about a person: done, snooze, dismiss, log.
pub(crate) struct Actions {
    /// The person's id.
    pub(crate) person: String,
    /// The person's name, for those who hear the page.
    pub(crate) name: String,
    /// On today's list, so that it can be done or dismissed.
    pub(crate) is_due: bool,
    /// The page to return to: `/` or `/people/{id}`.
    pub(crate) back: String,
    /// Values are days: 7, 14, 30; hints are the dates they mean.
    pub(crate) snoozes: Vec<Choice>,
    /// Why it is dismissed.
    pub(crate) reasons: Vec<Choice>,
    /// What a lean-back test with them would be, when one can be begun.
    pub(crate) lean_back: Option<String>,
    /// What can be logged of a touch with them.
    pub(crate) touch: TouchFields,
}

/// What can be done about a person, from the page `back`.
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
