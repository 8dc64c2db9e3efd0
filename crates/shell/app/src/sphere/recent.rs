//! The words of a card: why now, and how to begin.

use rapport_language::{promise, wants_answer};
use rapport_model::{Interaction, InteractionId, Lane, MemberId, Moment, Side};
use rapport_science::{LeanBack, Rhythm, response, rhythm};
use rapport_store::{StoreError, Tx};

use crate::lean_backs::{self, LeanBackProposal};
use crate::phrases::numbers::{days, gap, moment_words, percent};
use crate::sphere::{Sphere, Tie};
use crate::today::Proof;
use crate::today::candidates::OWED_DAYS;

/// Interactions of a pair that a card looks at.
const LOOKED_AT: u32 = 8;
/// Fewer words than this, in an answer that asks nothing, need no answer.
const FEWEST_WORDS: usize = 25;
const LONGEST_QUOTE: usize = 110;

/// What a card is made from: a tie and the last interactions of it, newest first.
pub(crate) struct Story<'a> {
    tie: &'a Tie,
    sphere: &'a Sphere,
    now: Moment,
    recent: Vec<Interaction>,
    message_ids: Vec<Option<String>>,
}

/// A card without the person.
pub(crate) struct Made {
    pub(crate) lane: Lane,
    pub(crate) why: String,
    pub(crate) begin: String,
    pub(crate) evidence: Vec<Proof>,
    pub(crate) since: Option<Moment>,
    pub(crate) weight: f64,
}

/// Makes a card, or finds that there is no reason for one.
pub(crate) type Make = fn(&Story<'_>) -> Option<Made>;

impl<'a> Story<'a> {
    pub(crate) fn of(
        tx: &Tx<'_>,
        member: MemberId,
        tie: &'a Tie,
        sphere: &'a Sphere,
    ) -> Result<Self, StoreError> {
        let now = sphere.now;
        let ids: Vec<InteractionId> =
            tx.timeline(member, tie.person, now, LOOKED_AT)?.iter().map(|kept| kept.interaction).collect();
        let recent = tx.interactions(&ids)?;
        let records = tx.messages(&recent.iter().map(|kept| kept.id).collect::<Vec<_>>())?;
        let message_ids = records.into_iter().map(|record| record?.message_id).collect();
        Ok(Self { tie, sphere, now, recent, message_ids })
    }

    fn first_name(&self) -> &str {
        first_name(&self.tie.name)
    }

    fn when(&self, moment: Moment) -> String {
        moment_words(moment, self.now, &self.sphere.calendar)
    }

    fn proof(&self, kept: &Interaction) -> Proof {
        let place = self.recent.iter().position(|one| one.id == kept.id);
        Proof {
            interaction: kept.id,
            message_id: place.and_then(|place| self.message_ids[place].clone()),
            subject: kept.subject.clone(),
            at: kept.at,
            side: kept.side,
        }
    }

    /// What they wrote since we last did, oldest first, and not so long ago that it is history.
    fn unanswered(&self) -> Vec<&Interaction> {
        let is_recent = |kept: &&Interaction| self.now.days_since(kept.at) < OWED_DAYS;
        let theirs = self.recent.iter().take_while(|kept| kept.side == Side::Theirs);
        let mut theirs: Vec<&Interaction> = theirs.take_while(is_recent).collect();
        theirs.reverse();
        theirs
    }
}

/// They wrote and wait for us.
pub(crate) fn owed(story: &Story<'_>) -> Option<Made> {
    let unanswered = story.unanswered();
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

/// The silence is unusual for this pair.
pub(crate) fn cooling(story: &Story<'_>) -> Option<Made> {
    let rhythm = rhythm(&story.tie.state, &story.sphere.priors, story.now).ok()?;
    let (begin, evidence) = last_topic(story)?;
    Some(Made {
        lane: Lane::StayClose,
        why: silence(&rhythm, f64::from(story.tie.chance)),
        begin,
        evidence,
        since: None,
        weight: 0.85,
    })
}

/// How to take up what the two last spoke about, and the interactions that tell it.
pub(crate) fn last_topic(story: &Story<'_>) -> Option<(String, Vec<Proof>)> {
    let last = story.recent.first()?;
    let when = story.when(last.at);
    let begin = match last.side {
        Side::Ours => format!(
            "Your mail {when} about “{}” is unanswered; bring something new for them.",
            title(&last.subject)
        ),
        Side::Theirs => match opening_of(last) {
            Some(words) => {
                format!("You last spoke {when} about “{}”; they wrote: “{words}”", title(&last.subject))
            }
            None => format!("You last spoke {when} about “{}”.", title(&last.subject)),
        },
    };
    let theirs = story.recent.iter().filter(|kept| kept.side == Side::Theirs || kept.channel.is_two_way());
    let evidence: Vec<Proof> = theirs.take(3).map(|kept| story.proof(kept)).collect();
    Some((begin, if evidence.is_empty() { vec![story.proof(last)] } else { evidence }))
}

/// We do the driving; whether they would come is worth knowing.
pub(crate) fn leaning(story: &Story<'_>) -> Option<Made> {
    if owed(story).is_some() || promised(story).is_some() {
        return None;
    }
    let plan = LeanBack::design(&story.tie.state, &story.sphere.priors, story.now).ok()?;
    let why = lean_backs::reason(story.tie, story.sphere, &plan);
    let begin = LeanBackProposal { reason: String::new(), plan }.sentence(story.first_name());
    let evidence =
        story.recent.iter().filter(|kept| kept.opens).take(3).map(|kept| story.proof(kept)).collect();
    Some(Made { lane: Lane::LeanBack, why, begin, evidence, since: None, weight: 1.0 })
}

/// `You two usually speak about every 12 days; 31 days of silence is longer than 94 % of your gaps…`
pub(crate) fn silence(rhythm: &Rhythm, chance: f64) -> String {
    format!(
        "You two usually speak {}; {} of silence is longer than {} of your gaps, and the chance of contact within \
         30 days is down to {}.",
        gap(rhythm.usual_gap_days),
        days(rhythm.quiet_days),
        percent(rhythm.quiet_quantile),
        percent(chance),
    )
}

/// What one calls somebody: the first word of their name, or their address when there is no name.
pub fn first_name(name: &str) -> &str {
    let is_title = |word: &&str| {
        matches!(word.trim_end_matches('.'), "Dr" | "Prof" | "Mr" | "Mrs" | "Ms" | "Herr" | "Frau")
    };
    let first = name.split_whitespace().find(|word| !is_title(word) && word.chars().count() > 1);
    first.map_or(name, |word| word.trim_matches(['"', ',', '\'']))
}

/// A subject without what mail programs put before it.
pub fn title(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((prefix, after)) = rest.split_once(':') {
        let is_prefix = matches!(
            prefix.trim().to_ascii_lowercase().as_str(),
            "re" | "fw" | "fwd" | "aw" | "wg" | "tr" | "sv"
        );
        if !is_prefix || after.trim().is_empty() {
            break;
        }
        rest = after.trim();
    }
    if rest.is_empty() { "(no subject)" } else { rest }
}

/// The first sentence of what somebody wrote, past the greeting.
fn opening_of(kept: &Interaction) -> Option<String> {
    let is_greeting =
        |line: &str| line.split_whitespace().count() <= 4 && line.ends_with([',', '!', ':', '.']);
    let line = kept.own_text.lines().map(str::trim).find(|line| !line.is_empty() && !is_greeting(line))?;
    Some(quote(line))
}

/// Words on one line, cut at a word.
pub(crate) fn quote(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_QUOTE {
        return line;
    }
    let end = line.char_indices().nth(LONGEST_QUOTE).map_or(line.len(), |(end, _)| end);
    let end = line[..end].rfind(' ').unwrap_or(end);
    format!("{}…", line[..end].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_subjects_are_shortened_as_people_do() {
        assert_eq!(first_name("Dr. Ana Lopez"), "Ana");
        assert_eq!(first_name("ana@example.com"), "ana@example.com");
        assert_eq!(title("Re: AW: Quote 12: kiln"), "Quote 12: kiln");
        assert_eq!(title("Re:"), "Re:");
        assert_eq!(title(""), "(no subject)");
        assert_eq!(quote("one\n two"), "one two");
        assert!(quote(&"word ".repeat(60)).ends_with("word…"));
    }
}
