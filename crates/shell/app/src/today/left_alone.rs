use std::collections::HashSet;

use rapport_model::{FollowUp, FollowUpAct, Lane, Moment, PersonId};

use crate::phrases::numbers::{day_words, moment_words, span};
use crate::sphere::{Sphere, Tie};
use crate::today::attempts::Attempts;
use crate::today::budget::Attention;
use crate::today::card::{Card, LeftAlone};
use crate::today::day::Day;

pub(crate) fn left_alone(
    sphere: &Sphere,
    day: &Day,
    attention: &Attention,
    cards: &[Card],
    now: Moment,
) -> (Vec<LeftAlone>, usize) {
    const SHOWN: usize = 6;
    let mut left = Vec::with_capacity(SHOWN);
    let mut total = 0;
    let mut seen: HashSet<PersonId> = cards.iter().map(|card| card.person).collect();
    // There can be thousands, so only those shown get a sentence.
    let mut leave = |tie: &Tie, why: &dyn Fn() -> String| {
        if !seen.insert(tie.person) {
            return;
        }
        total += 1;
        if left.len() < SHOWN {
            left.push(LeftAlone { person: tie.person, name: tie.name.to_string(), why: why() });
        }
    };
    let mut acts: Vec<&FollowUp> = attention.standing.values().collect();
    acts.sort_by_key(|act| (act.until, act.person));
    for act in acts {
        if let Some(tie) = sphere.tie(act.person) {
            leave(tie, &|| what_stands(act, sphere, now));
        }
    }
    for person in sphere.who_opted_out() {
        if let Some(tie) = sphere.tie(person) {
            leave(tie, &|| "asked not to be contacted".to_owned());
        }
    }
    for (person, standing) in &day.tests {
        if let Some(tie) = sphere.tie(*person) {
            leave(tie, &|| {
                let until = day_words(standing.ends, now, &sphere.calendar);
                format!("lean-back test: quiet on purpose until they write, or {until}")
            });
        }
    }
    for card in day.cards.iter().filter(|card| card.lane != Lane::Owe) {
        let (tie, lately) = (sphere.tie(card.person), attention.suggested_lately(card.person));
        if let (Some(tie), Some(lately)) = (tie, lately) {
            leave(tie, &|| {
                let when = moment_words(lately.at, now, &sphere.calendar);
                format!("suggested {when}; back two weeks later unless they write")
            });
        }
    }
    let more = Attempts::of(sphere);
    for (_, slot) in &day.candidates.resting {
        let tie = sphere.at(*slot);
        let Some((since, attempts)) = tie.state.awaiting_them() else { continue };
        leave(tie, &|| {
            if !more.pays(attempts + 1) {
                let odds = more
                    .answer_probability(attempts + 1, now)
                    .unwrap_or_else(|| "another mail now would press".to_owned());
                return format!(
                    "you tried on {attempts} days in the last {}; {odds}",
                    span(now.since(since))
                );
            }
            let last = tie.state.last_ours().unwrap_or(since);
            format!("you wrote {}; give them a few days", moment_words(last, now, &sphere.calendar))
        });
    }
    (left, total)
}

fn what_stands(act: &FollowUp, sphere: &Sphere, now: Moment) -> String {
    let until = day_words(act.until, now, &sphere.calendar);
    match act.act {
        FollowUpAct::Done => {
            format!("done {}; back when they write, or {until}", moment_words(act.at, now, &sphere.calendar))
        }
        FollowUpAct::Snoozed => format!("snoozed until {until}"),
        FollowUpAct::Dismissed if act.reason.is_empty() => format!("dismissed until {until}"),
        FollowUpAct::Dismissed => format!("dismissed until {until}: {}", act.reason),
    }
}
