//! What a member owes somebody: an answer, or what they promised.

use rapport_language::{promise, wants_answer};
use rapport_model::{Interaction, Lane, Moment, Side};
use rapport_science::response;

use crate::phrases::names::{quote, title};
use crate::phrases::numbers::days;
use crate::sphere::proof::Proof;
use crate::sphere::recent::{Story, opening_of};
use crate::sphere::{Sphere, Tie};

/// A reply owed for longer than this is history; the rhythm speaks instead.
pub(crate) const OWED_DAYS: f64 = 60.0;

/// They wrote last, long enough ago to be noticed and not so long that it is history.
/// Who wants no contact is owed an answer only to what they wrote since.
pub(crate) fn is_owed(tie: &Tie, sphere: &Sphere) -> bool {
    // What they wrote long before says nothing of what they write now.
    let last = tie.state.last_theirs().filter(|_| tie.state.awaiting_us().is_some());
    last.is_some_and(|last| {
        (0.1..OWED_DAYS).contains(&sphere.now.days_since(last))
            && sphere.opted_out(tie.person).is_none_or(|at| last > at)
    })
}

/// Fewer words than this, in an answer that asks nothing, need no answer.
const FEWEST_WORDS: usize = 25;

/// A card without the person.
pub(crate) struct Made {
    pub(crate) lane: Lane,
    pub(crate) why: String,
    pub(crate) begin: String,
    pub(crate) evidence: Vec<Proof>,
    pub(crate) since: Option<Moment>,
    pub(crate) weight: f64,
}

/// They wrote and wait for us.
pub(crate) fn owed(story: &Story<'_>) -> Option<Made> {
    let unanswered = unanswered(story);
    let (first, last) = (unanswered.first()?, unanswered.last()?);
    let asked = unanswered.iter().rev().find_map(|kept| {
        let span = wants_answer(&kept.own_text)?;
        Some((*kept, quote(kept.own_text.get(span.start..span.end)?)))
    });
    let name = story.first_name();
    let pace = response(&story.tie.state, &story.sphere.priors, story.now)
        .ok()
        .and_then(|response| response.ours?.latency_hours)
        .map(|latency| format!("; you usually answer within {}", days(latency.value / 24.0)))
        .unwrap_or_default();
    let waited = days(story.now.days_since(first.at));
    let topic = &last.subject;
    let (why, begin, weight) = if let Some((kept, words)) = &asked {
        (
            format!("{name} asked {} “{words}” and has waited {waited}{pace}.", story.when(kept.at)),
            format!("Answer in “{}”.", title(&kept.subject)),
            1.0,
        )
    } else {
        // A short answer that asks nothing is the end of a conversation, not a debt.
        let words: usize = unanswered.iter().map(|kept| kept.own_text.split_whitespace().count()).sum();
        if words < FEWEST_WORDS && !unanswered.iter().any(|kept| kept.opens) {
            return None;
        }
        (
            format!(
                "{name} wrote {} about “{}” and has heard nothing since{pace}.",
                story.when(last.at),
                title(topic)
            ),
            opening_of(last).map_or_else(
                || format!("Pick up “{}”.", title(topic)),
                |words| format!("Pick up “{}”, where they wrote: “{words}”", title(topic)),
            ),
            0.4,
        )
    };
    let evidence = unanswered.iter().rev().take(3).map(|kept| story.proof(kept)).collect();
    Some(Made { lane: Lane::Owe, why, begin, evidence, since: Some(first.at), weight })
}

/// We promised something and nothing followed.
pub(crate) fn promised(story: &Story<'_>) -> Option<Made> {
    let last = story.recent.first().filter(|kept| kept.side == Side::Ours)?;
    let span = promise(&last.own_text)?;
    let words = quote(last.own_text.get(span.start..span.end)?);
    let waited = days(story.now.days_since(last.at));
    Some(Made {
        lane: Lane::Owe,
        why: format!(
            "You promised {} {}: “{words}” Nothing has followed for {waited}.",
            story.first_name(),
            story.when(last.at)
        ),
        begin: format!("Keep the promise in “{}”, or say when you will.", title(&last.subject)),
        evidence: vec![story.proof(last)],
        since: Some(last.at),
        weight: 0.9,
    })
}

/// What they wrote since we last did, oldest first, and not so long ago that it is history.
fn unanswered<'a>(story: &'a Story<'_>) -> Vec<&'a Interaction> {
    let is_recent = |kept: &&Interaction| story.now.days_since(kept.at) < OWED_DAYS;
    let theirs = story.recent.iter().take_while(|kept| kept.side == Side::Theirs);
    let mut theirs: Vec<&Interaction> = theirs.take_while(is_recent).collect();
    theirs.reverse();
    theirs
}
