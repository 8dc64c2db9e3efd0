//! What a member owes somebody: an answer, or what they promised, as the contents of a card.

use rapport_language::{promise, wants_answer};
use rapport_model::{Interaction, Lane, Moment, Side};
use rapport_science::response;

use crate::phrases::names::{quote, title};
use crate::phrases::numbers::days;
use crate::sphere::citation::Citation;
use crate::sphere::recent_interactions::{RecentInteractions, opening_of};
use crate::sphere::{Sphere, Tie};

/// The number of days after which an unanswered mail is not an owed answer any more.
pub(crate) const OWED_DAYS: f64 = 60.0;

/// Whether the member owes an answer: the person wrote last, from 2.4 hours to [`OWED_DAYS`] ago, and, if they asked
/// not to be contacted, after that.
pub(crate) fn is_owed(tie: &Tie, sphere: &Sphere) -> bool {
    // `awaiting_us` is of their first mail that waits; the last one decides whether it is recent.
    let last = tie.state.last_theirs().filter(|_| tie.state.awaiting_us().is_some());
    last.is_some_and(|last| {
        (0.1..OWED_DAYS).contains(&sphere.now.days_since(last))
            && sphere.opted_out(tie.person).is_none_or(|at| last > at)
    })
}

/// The minimum number of words of mails that ask nothing for an answer to be owed.
const MIN_WORDS: usize = 25;

/// The contents of a card for Today, without the person.
pub(crate) struct CardBody {
    pub(crate) lane: Lane,
    /// The reason for the card, as a sentence.
    pub(crate) why: String,
    /// How to begin, as a sentence.
    pub(crate) begin: String,
    /// The interactions that the sentences rest on.
    pub(crate) evidence: Vec<Citation>,
    /// The moment of their first unanswered mail, or of our promise; `None` when nothing is owed.
    pub(crate) since: Option<Moment>,
    /// A factor of the score, 0 to 1.
    pub(crate) weight: f64,
}

/// The card for an owed answer; `None` when what they wrote needs none.
pub(crate) fn owed(recent: &RecentInteractions<'_>) -> Option<CardBody> {
    let unanswered = unanswered(recent);
    let (first, last) = (unanswered.first()?, unanswered.last()?);
    let asked = unanswered.iter().rev().find_map(|kept| {
        let span = wants_answer(&kept.own_text)?;
        Some((*kept, quote(kept.own_text.get(span.start..span.end)?)))
    });
    let name = recent.first_name();
    let pace = response(&recent.tie.state, &recent.sphere.priors, recent.now)
        .ok()
        .and_then(|response| response.ours?.latency_hours)
        .map(|latency| format!("; you usually answer within {}", days(latency.value / 24.0)))
        .unwrap_or_default();
    let waited = days(recent.now.days_since(first.at));
    let topic = &last.subject;
    let (why, begin, weight) = if let Some((kept, words)) = &asked {
        (
            format!("{name} asked {} “{words}” and has waited {waited}{pace}.", recent.when(kept.at)),
            format!("Answer in “{}”.", title(&kept.subject)),
            1.0,
        )
    } else {
        // A short answer that asks nothing usually ends a conversation.
        let words: usize = unanswered.iter().map(|kept| kept.own_text.split_whitespace().count()).sum();
        if words < MIN_WORDS && !unanswered.iter().any(|kept| kept.opens) {
            return None;
        }
        (
            format!(
                "{name} wrote {} about “{}” and has heard nothing since{pace}.",
                recent.when(last.at),
                title(topic)
            ),
            opening_of(last).map_or_else(
                || format!("Pick up “{}”.", title(topic)),
                |words| format!("Pick up “{}”, where they wrote: “{words}”", title(topic)),
            ),
            0.4,
        )
    };
    let evidence = unanswered.iter().rev().take(3).map(|kept| recent.cite(kept)).collect();
    Some(CardBody { lane: Lane::Owe, why, begin, evidence, since: Some(first.at), weight })
}

/// The card for a promise in our last mail, which nothing has followed; `None` when there is none.
pub(crate) fn promised(recent: &RecentInteractions<'_>) -> Option<CardBody> {
    let last = recent.interactions.first().filter(|kept| kept.side == Side::Ours)?;
    let span = promise(&last.own_text)?;
    let words = quote(last.own_text.get(span.start..span.end)?);
    let waited = days(recent.now.days_since(last.at));
    Some(CardBody {
        lane: Lane::Owe,
        why: format!(
            "You promised {} {}: “{words}” Nothing has followed for {waited}.",
            recent.first_name(),
            recent.when(last.at)
        ),
        begin: format!("Keep the promise in “{}”, or say when you will.", title(&last.subject)),
        evidence: vec![recent.cite(last)],
        since: Some(last.at),
        weight: 0.9,
    })
}

/// What they wrote in the last [`OWED_DAYS`] and after our last interaction, oldest first.
fn unanswered<'a>(recent: &'a RecentInteractions<'_>) -> Vec<&'a Interaction> {
    let is_recent = |kept: &&Interaction| recent.now.days_since(kept.at) < OWED_DAYS;
    let theirs = recent.interactions.iter().take_while(|kept| kept.side == Side::Theirs);
    let mut theirs: Vec<&Interaction> = theirs.take_while(is_recent).collect();
    theirs.reverse();
    theirs
}
