use std::collections::HashMap;

use rapport_model::{
    Address, FollowUp, Interaction, InteractionId, Member, MemberId, Moment, OptOut, Person, PersonId,
};
use rapport_science::{Exchanges, PairState, Readings, ReplyCounts, Role, readings_within};
use rapport_store::{PairKey, StoreError, Tx};

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::people::evidence::Evidence;
use crate::people::history::{TouchWithRoles, Window};
use crate::people::sentence::sentence;
use crate::people::talk::Talk;
use crate::permission::hidden_ties::Hidden;
use crate::permission::rights::Resource;
use crate::sphere::owed::{is_owed, owed};
use crate::sphere::recent_interactions::RecentInteractions;
use crate::sphere::warmth::Warmth;
use crate::sphere::{Sphere, Tie};

/// Everything about one relationship.
#[derive(Clone, Debug)]
pub struct PersonView {
    /// The moment for which it was computed.
    pub as_of: Moment,
    pub person: Person,
    /// What is most worth knowing now, as one sentence.
    pub sentence: String,
    /// The state of the tie and its numbers.
    pub tie: Tie,
    pub warmth: Warmth,
    /// The readings of all measures, with their evidence.
    pub readings: Readings,
    /// The first opt-out that holds; `None` when there is none.
    pub opt_out: Option<OptOut>,
    /// How the two talk, by the words of their last mails.
    pub talk: Exchanges,
    /// The act that keeps the person off the list; `None` when there is none.
    pub resting: Option<FollowUp>,
    /// Whether they are on Today's list, or come onto it when others are done.
    pub is_due: bool,
    /// The touches of the pair, oldest first, with what the measures counted them as; of a long history the last ones.
    pub touches: Vec<TouchWithRoles>,
    /// Whether there are touches before those.
    pub has_earlier: bool,
    /// A page of the timeline, newest first.
    pub timeline: Vec<TimelineEntry>,
    /// The interaction before which the next page begins; `None` on the last one.
    pub older: Option<InteractionId>,
    /// Whether the member hides the tie from the team; `None` when there is nobody to hide it from.
    pub is_hidden: Option<bool>,
    /// The colleagues who know the person and do not hide it.
    pub colleagues: Vec<Colleague>,
}

/// One entry of the timeline.
#[derive(Clone, Debug)]
pub struct TimelineEntry {
    pub interaction: Interaction,
    /// What the measures counted it as.
    pub roles: Vec<Role>,
}

/// A colleague who knows the person too. Only that they do is shown, never what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub name: String,
    /// The number of their interactions.
    pub interactions: u64,
    /// When their last interaction took place.
    pub last: Moment,
}

const PAGE: usize = 30;
/// How many interactions are listed as the evidence of a reading.
const EVIDENCE: usize = 12;

impl Acting {
    /// The person of an address with whom the member has a tie.
    pub async fn person_of(&self, address: &Address) -> Result<PersonId> {
        let (wanted, visibility) = (address.without_tag(), self.visibility());
        let found =
            self.read(Resource::Tie, move |tx| match tx.owners_of(&[wanted])?.into_iter().next().flatten() {
                Some(person) if visibility.knows(tx, person)? => Ok(Some(person)),
                _ => Ok(None),
            });
        found.await?.ok_or_else(|| AppError::NotFound(What::PersonAt(address.clone())))
    }

    /// Everything about a relationship. The timeline shows all of it, or the evidence of one reading.
    pub async fn person(
        &self,
        person: PersonId,
        evidence: Option<Evidence>,
        before: Option<InteractionId>,
    ) -> Result<PersonView> {
        let member = self.id();
        let sphere = self.sphere().await?;
        let now = self.now();
        let found = self
            .read(Resource::Tie, move |tx| view(tx, &sphere, member, person, evidence, before, now))
            .await?;
        found.ok_or(AppError::NotFound(What::Person))
    }
}

fn view(
    tx: &Tx<'_>,
    sphere: &Sphere,
    member: MemberId,
    id: PersonId,
    evidence: Option<Evidence>,
    before: Option<InteractionId>,
    now: Moment,
) -> Result<Option<PersonView>, StoreError> {
    let (Some(person), Some(tie)) = (tx.person(id)?, sphere.tie(id)) else { return Ok(None) };
    let calendar = &sphere.calendar;
    let window = Window::until(tx, calendar, (member, id), Moment::from_micros(i64::MAX))?;
    let touches = &window.touches;
    let (members, hidden) = (tx.members()?, Hidden::of(tx)?);
    let elsewhere = answers_to_others(tx, &members, &hidden, member, id, now)?;
    let mut found = readings_within(&tie.state, elsewhere, &sphere.priors, now);
    let mut talk = Talk::of(tx, touches.iter().map(|(kept, _)| kept), now)?;
    attach_evidence(&mut found, &mut talk, touches);
    let is_shown = |touch: &TouchWithRoles| evidence.is_none_or(|evidence| rests_on(evidence, touch, &talk));
    let mut shown = window.latest_before(tx, calendar, (member, id), before, PAGE + 1, is_shown)?;
    let has_older = shown.len() > PAGE;
    shown.truncate(PAGE);
    let ids: Vec<InteractionId> = shown.iter().map(|(kept, _)| kept.interaction).collect();
    let mut by_id: HashMap<InteractionId, Interaction> =
        tx.interactions(&ids)?.into_iter().map(|kept| (kept.id, kept)).collect();
    let timeline = shown
        .iter()
        .filter_map(|(kept, roles)| {
            Some(TimelineEntry { interaction: by_id.remove(&kept.interaction)?, roles: roles.clone() })
        })
        .collect();
    let names: HashMap<MemberId, String> = members.into_iter().map(|one| (one.id, one.name)).collect();
    let others = tx.others_who_know(id, member)?.into_iter().filter(|(other, _, _)| !hidden.has(*other, id));
    let colleagues = others.map(|(other, interactions, last)| Colleague {
        name: names.get(&other).cloned().unwrap_or_default(),
        interactions,
        last,
    });
    let latest = tx.follow_ups_of(member, id)?.into_iter().find(|act| act.until > now);
    let resting = latest.filter(|act| act.stands(tie.state.last_theirs()));
    let is_due = resting.is_none() && sphere.day(tx, member)?.has(id);
    // A short thank-you needs no answer.
    let waiting = if is_owed(tie, sphere) {
        owed(&RecentInteractions::of(tx, member, tie, sphere)?).and_then(|card| card.since)
    } else {
        None
    };
    Ok(Some(PersonView {
        as_of: now,
        sentence: sentence(&person, tie, waiting, &found, touches, sphere, now),
        person,
        warmth: Warmth::of(f64::from(tie.probability)),
        tie: tie.clone(),
        readings: found,
        opt_out: tx.opt_out_of(id)?,
        talk: talk.readings,
        resting,
        is_due,
        older: ids.last().copied().filter(|_| has_older),
        timeline,
        is_hidden: (names.len() > 1).then(|| hidden.has(member, id)),
        colleagues: colleagues.collect(),
        has_earlier: window.has_earlier,
        touches: window.touches,
    }))
}

/// What somebody replied to the rest of the team, without those who hide the tie; `None` when there is nobody else.
fn answers_to_others(
    tx: &Tx<'_>,
    members: &[Member],
    hidden: &Hidden,
    member: MemberId,
    person: PersonId,
    now: Moment,
) -> Result<Option<ReplyCounts>, StoreError> {
    let mut all = ReplyCounts::default();
    for other in members.iter().filter(|other| other.id != member && !hidden.has(other.id, person)) {
        let bytes = tx.state(PairKey { member: other.id, person })?;
        if let Some(state) = bytes.as_deref().and_then(PairState::from_bytes) {
            all.add(ReplyCounts::theirs(&state, now));
        }
    }
    Ok((all.asked > 0).then_some(all))
}

/// Adds the evidence to each reading, newest first.
fn attach_evidence(found: &mut Readings, talk: &mut Talk, touches: &[TouchWithRoles]) {
    let newest = |evidence: Evidence, talk: &Talk| -> Vec<InteractionId> {
        let resting = touches.iter().rev().filter(|touch| rests_on(evidence, touch, talk));
        resting.take(EVIDENCE).map(|(kept, _)| kept.interaction).collect()
    };
    let of_words = Evidence::TALK.map(|evidence| newest(evidence, talk));
    let Exchanges { two_sided, depth, given, empty } = &mut talk.readings;
    for (measured, ids) in [two_sided, depth, given, empty].into_iter().zip(of_words) {
        if let Ok(reading) = measured {
            reading.evidence = ids;
        }
    }
    for one in found.iter_mut() {
        if let Ok(found) = &mut one.found {
            found.reading_mut().evidence = newest(Evidence::Log(one.measure), talk);
        }
    }
}

/// Whether a touch is evidence of a reading.
fn rests_on(evidence: Evidence, (kept, roles): &TouchWithRoles, talk: &Talk) -> bool {
    match evidence {
        Evidence::Log(measure) => (measure.rests_on)(roles),
        Evidence::TwoSided | Evidence::Depth | Evidence::Given | Evidence::EmptyCheckIn => {
            talk.rests_on(evidence, kept.interaction)
        }
    }
}
