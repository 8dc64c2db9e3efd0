//! The last interactions of a pair, for sentences about them.

use rapport_model::{Interaction, InteractionId, MemberId, Moment, Side};
use rapport_store::{StoreError, Tx};

use crate::phrases::names::{first_name, quote, title};
use crate::phrases::numbers::moment_words;
use crate::sphere::citation::Citation;
use crate::sphere::{Sphere, Tie};

/// The maximum number of interactions that are read.
const LIMIT: u32 = 8;

/// A tie and its last interactions, from which the sentences of a card are written.
pub(crate) struct RecentInteractions<'a> {
    pub(crate) tie: &'a Tie,
    pub(crate) sphere: &'a Sphere,
    pub(crate) now: Moment,
    /// The last interactions, newest first.
    pub(crate) interactions: Vec<Interaction>,
    /// The Message-ID of each of them; `None` when it is no mail, or has none.
    message_ids: Vec<Option<String>>,
}

impl<'a> RecentInteractions<'a> {
    pub(crate) fn of(
        tx: &Tx<'_>,
        member: MemberId,
        tie: &'a Tie,
        sphere: &'a Sphere,
    ) -> Result<Self, StoreError> {
        let now = sphere.now;
        let ids: Vec<InteractionId> =
            tx.timeline(member, tie.person, now, LIMIT)?.iter().map(|kept| kept.interaction).collect();
        let interactions = tx.interactions(&ids)?;
        let records = tx.messages(&interactions.iter().map(|kept| kept.id).collect::<Vec<_>>())?;
        let message_ids = records.into_iter().map(|record| record?.message_id).collect();
        Ok(Self { tie, sphere, now, interactions, message_ids })
    }

    pub(crate) fn first_name(&self) -> &str {
        first_name(&self.tie.name)
    }

    pub(crate) fn when(&self, moment: Moment) -> String {
        moment_words(moment, self.now, &self.sphere.calendar)
    }

    pub(crate) fn cite(&self, kept: &Interaction) -> Citation {
        let place = self.interactions.iter().position(|one| one.id == kept.id);
        Citation {
            interaction: kept.id,
            message_id: place.and_then(|place| self.message_ids[place].clone()),
            subject: kept.subject.clone(),
            at: kept.at,
            side: kept.side,
        }
    }
}

/// A sentence on how to take up the last topic of the two, and the interactions that it rests on; `None` when they have
/// had none.
pub(crate) fn last_topic(recent: &RecentInteractions<'_>) -> Option<(String, Vec<Citation>)> {
    let last = recent.interactions.first()?;
    let when = recent.when(last.at);
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
    let theirs =
        recent.interactions.iter().filter(|kept| kept.side == Side::Theirs || kept.channel.is_two_way());
    let evidence: Vec<Citation> = theirs.take(3).map(|kept| recent.cite(kept)).collect();
    Some((begin, if evidence.is_empty() { vec![recent.cite(last)] } else { evidence }))
}

/// The first sentence after the greeting; `None` when there is no other line.
pub(crate) fn opening_of(kept: &Interaction) -> Option<String> {
    let is_greeting =
        |line: &str| line.split_whitespace().count() <= 4 && line.ends_with([',', '!', ':', '.']);
    let line = kept.own_text.lines().map(str::trim).find(|line| !line.is_empty() && !is_greeting(line))?;
    Some(quote(line))
}
