use std::time::Duration;

use rapport_model::{Moment, Participation, Person, Side};
use rapport_science::{
    Balance, LopsidedFacts, Readings, Role, inbound_probability, initiation, lopsided,
    probability_below_third,
};

use crate::phrases::names::first_name;
use crate::phrases::numbers::{gap, moment_words, since, span};
use crate::phrases::silence::silence;
use crate::sphere::{Sphere, Tie};

/// What is most worth knowing of a relationship now, as one sentence.
pub(crate) fn sentence(
    person: &Person,
    tie: &Tie,
    waiting: Option<Moment>,
    readings: &Readings,
    touches: &[(Participation, Vec<Role>)],
    sphere: &Sphere,
    now: Moment,
) -> String {
    let name = first_name(&person.name);
    if let Some(waiting) = waiting {
        let when = moment_words(waiting, now, &sphere.calendar);
        return format!("{name} wrote {when} and waits for your answer.");
    }
    if let Some(at) = sphere.opted_out(person.id) {
        return format!(
            "{name} asked not to be contacted, {}. Answer what they write; do not begin.",
            since(at, now)
        );
    }
    if let Ok(rhythm) = readings.rhythm()
        && rhythm.is_unusual()
    {
        return silence(rhythm, f64::from(tie.probability));
    }
    if let Some((since_when, attempts)) = tie.state.awaiting_them()
        && attempts >= 3
    {
        let quiet_for = span(now.since(since_when));
        return format!("You wrote on {attempts} days in the last {quiet_for}, and {name} has not answered.");
    }
    if let Some(alarm) = lopsided_alarm(name, tie, touches, sphere, now) {
        return alarm;
    }
    if let Some(turn) = turned(name, touches) {
        return turn;
    }
    if let Ok(reading) = &initiation(&tie.state, &sphere.priors, now) {
        match Balance::of(reading) {
            Balance::TheyDrive => return format!("{name} nearly always begins; you answer."),
            Balance::WeDrive => return format!("You nearly always begin; {name} answers."),
            Balance::Balanced => return format!("You and {name} begin about equally often."),
            Balance::TooFewToTell => {}
        }
    }
    let last = tie.state.last_contact().map(|last| since(last, now));
    match (readings.rhythm(), last) {
        (Ok(rhythm), Some(last)) => {
            format!("You two speak {}; the last contact was {last}.", gap(rhythm.usual_gap_days))
        }
        (_, Some(last)) => format!("You have met {name} only lately; the last contact was {last}."),
        (_, None) => format!("You have written to {name}, and there is no answer yet."),
    }
}

/// The period that the alarm is about.
const ALARM_PERIOD: Duration = Duration::from_hours(180 * 24);

/// The alarm as a sentence: `You reached out 14 times in half a year, Maya 2 times, and hardly by themselves:
/// lop-sided.`
fn lopsided_alarm(
    name: &str,
    tie: &Tie,
    touches: &[(Participation, Vec<Role>)],
    sphere: &Sphere,
    now: Moment,
) -> Option<String> {
    let recent =
        touches.iter().map(|(kept, _)| kept.touch).filter(|touch| now.since(touch.at) <= ALARM_PERIOD);
    let (ours, theirs): (Vec<_>, Vec<_>) = recent.partition(|touch| touch.side == Side::Ours);
    let facts = LopsidedFacts {
        attempts: ours.len() as u32,
        theirs: theirs.len() as u32,
        below_third: Some(probability_below_third(&tie.state, &sphere.priors)),
        inbound_probability: inbound_probability(&tie.state, &sphere.priors, now),
        claimed_floor: None,
    };
    let alarm = lopsided(&facts, now).ok()?;
    alarm.is_raised.then(|| {
        format!(
            "You reached out {} times in half a year, {name} {} times, and hardly by themselves: lop-sided.",
            facts.attempts, facts.theirs
        )
    })
}

/// A change of sides as a sentence: `Maya always wrote first until June; the last four were yours.`
fn turned(name: &str, touches: &[(Participation, Vec<Role>)]) -> Option<String> {
    const STREAK: usize = 4;
    let openings: Vec<Side> = touches
        .iter()
        .flat_map(|(_, roles)| roles)
        .filter_map(|role| if let Role::Opens(side) = role { Some(*side) } else { None })
        .collect();
    let (before, recent) = openings.split_at_checked(openings.len().checked_sub(STREAK)?)?;
    let is_all = |sides: &[Side], side: Side| sides.iter().all(|one| *one == side);
    let mostly = |side: Side| before.iter().filter(|one| **one == side).count() * 3 > before.len() * 2;
    if before.len() >= STREAK && is_all(recent, Side::Ours) && mostly(Side::Theirs) {
        return Some(format!("{name} used to begin; the last four times it was you."));
    }
    if before.len() >= STREAK && is_all(recent, Side::Theirs) && mostly(Side::Ours) {
        return Some(format!("You used to begin; the last four times it was {name}."));
    }
    None
}
