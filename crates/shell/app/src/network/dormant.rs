use std::collections::HashSet;

use rapport_model::{Day, Lane, MemberId, PersonId, Suggestion, Via};
use rapport_science::attention::ONCE_IN_DAYS;
use rapport_science::{Candidate, MAX_A_WEEK, choose};
use rapport_store::{StoreError, Tx};

use crate::acting::Acting;
use crate::acts::lean_backs::standing::Tests;
use crate::error::Result;
use crate::network::dormant_tie::DormantTie;
use crate::network::snapshot::NetworkSnapshot;
use crate::permission::rights::{Action, Resource};
use crate::phrases::names::first_name;
use crate::phrases::numbers::{count, days, gap};
use crate::sphere::citation::Citation;
use crate::sphere::recent_interactions::{RecentInteractions, last_topic};
use crate::sphere::{Sphere, Tie};

/// The maximum number of dormant ties that are proposed to a member in a week.
pub const DORMANT_LIMIT: usize = MAX_A_WEEK;

/// A dormant tie as its member sees it, with the reason to write and how to begin.
#[derive(Clone, Debug)]
pub struct DormantTieView {
    /// The person.
    pub person: PersonId,
    /// The address they used last.
    pub address: String,
    /// Their name.
    pub name: String,
    /// The probability of contact within 60 days, 0 to 1.
    pub probability: f64,
    /// The number of days with contact, ever.
    pub contact_days: u32,
    /// Days since the last contact.
    pub quiet_days: f64,
    /// The number of colleagues and people with whom both had contact in the last 90 days; see `Dormancy` in science.
    pub common_active: u32,
    /// The number of those who have been in contact with both only since the last contact of the two.
    pub new_in_common: u32,
    /// Whether the two had much contact. Such a tie is easy to write to, and seldom has news.
    pub comfortable: bool,
    /// The reason to write to them, in one sentence.
    pub why: String,
    /// How to begin, from the last interactions.
    pub begin: String,
    /// The interactions that `begin` is taken from.
    pub evidence: Vec<Citation>,
}

impl Acting {
    /// The dormant ties proposed to a member this week, at most [`DORMANT_LIMIT`], the best first. Each stays on the
    /// list for the week until the member does something about it, and is saved as a suggestion. At least one is not
    /// comfortable, if there is such a tie.
    pub async fn dormant(&self) -> Result<Vec<DormantTieView>> {
        let member = self.id();
        let (snapshot, now) = (self.network_snapshot().await?, self.now());
        let read = move |tx: &Tx<'_>| {
            let sphere = &snapshot.sphere;
            let today = sphere.calendar.day(now);
            let proposed = tx.suggestions(member, Day(today.0 + 1 - ONCE_IN_DAYS), today)?;
            let (this_week, earlier): (Vec<&Suggestion>, Vec<&Suggestion>) =
                proposed.iter().partition(|one| one.lane == Lane::Wake && one.day >= today.monday());
            let mut resting = resting(tx, member, sphere)?;
            resting.extend(earlier.iter().map(|one| one.person));
            let kept = this_week.iter().filter(|one| is_proposable(one.person, &resting, sphere));
            let mut shown: Vec<DormantTie> =
                kept.filter_map(|one| DormantTie::of(&snapshot, sphere.tie(one.person)?)).collect();
            let mut noted = Vec::new();
            let room = DORMANT_LIMIT.saturating_sub(this_week.len());
            if room > 0 {
                resting.extend(this_week.iter().map(|one| one.person));
                let added = best(&resting, &snapshot, room);
                noted.extend(added.iter().map(|one| Suggestion {
                    person: one.person,
                    day: today,
                    at: now,
                    lane: Lane::Wake,
                    explored: false,
                }));
                shown.extend(added);
            }
            shown.sort_unstable_by_key(|one| one.slot);
            let shown = chosen(shown, DORMANT_LIMIT);
            Ok((views(tx, member, &snapshot, &shown)?, noted))
        };
        let (found, noted) = self.read(Resource::Tie, read).await?;
        if !noted.is_empty() {
            self.write(Resource::Tie, Action::See, move |tx| tx.add_suggestions(member, &noted)).await?;
        }
        Ok(found)
    }

    /// The `limit` best dormant ties of a member; nothing is saved as a suggestion.
    pub async fn dormant_ties(&self, limit: usize) -> Result<Vec<DormantTieView>> {
        let member = self.id();
        let snapshot = self.network_snapshot().await?;
        let read = move |tx: &Tx<'_>| {
            let shown = best(&resting(tx, member, &snapshot.sphere)?, &snapshot, limit);
            views(tx, member, &snapshot, &shown)
        };
        self.read(Resource::Tie, read).await
    }
}

/// The best dormant ties, without those who are `resting` or opted out.
fn best(resting: &HashSet<PersonId>, snapshot: &NetworkSnapshot, limit: usize) -> Vec<DormantTie> {
    let mut all = DormantTie::all(snapshot);
    all.retain(|one| is_proposable(one.person, resting, &snapshot.sphere));
    chosen(all, limit)
}

fn is_proposable(person: PersonId, resting: &HashSet<PersonId>, sphere: &Sphere) -> bool {
    !resting.contains(&person) && sphere.opted_out(person).is_none()
}

fn chosen(dormant: Vec<DormantTie>, limit: usize) -> Vec<DormantTie> {
    let candidates: Vec<Candidate> = dormant.iter().map(DormantTie::candidate).collect();
    choose(&candidates, limit).into_iter().map(|place| dormant[place].clone()).collect()
}

fn views(
    tx: &Tx<'_>,
    member: MemberId,
    snapshot: &NetworkSnapshot,
    dormant: &[DormantTie],
) -> Result<Vec<DormantTieView>, StoreError> {
    let sphere = &snapshot.sphere;
    let mut found = Vec::new();
    for dormant in dormant {
        let Some(tie) = sphere.tie(dormant.person) else { continue };
        let recent = RecentInteractions::of(tx, member, tie, sphere)?;
        let (begin, evidence) = last_topic(&recent).unwrap_or_default();
        found.push(DormantTieView { begin, evidence, ..view(snapshot, tie, dormant) });
    }
    Ok(found)
}

/// Who is not to be proposed: the member did something about them that still holds, or a lean-back test of them runs.
fn resting(tx: &Tx<'_>, member: MemberId, sphere: &Sphere) -> Result<HashSet<PersonId>, StoreError> {
    let tests = Tests::of(tx, member, sphere.now)?;
    let acts = tx.standing_follow_ups(member, sphere.now)?;
    let stands =
        acts.iter().filter(|act| act.stands(sphere.tie(act.person).and_then(|tie| tie.state.last_theirs())));
    let tested = tests.running().into_iter().map(|(person, _)| person);
    Ok(stands.map(|act| act.person).chain(tested).collect())
}

fn view(snapshot: &NetworkSnapshot, tie: &Tie, dormant: &DormantTie) -> DormantTieView {
    DormantTieView {
        person: tie.person,
        address: tie.address.to_string(),
        name: tie.name.to_string(),
        probability: dormant.probability,
        contact_days: dormant.dormancy.contact_days,
        quiet_days: dormant.dormancy.quiet_days,
        common_active: dormant.dormancy.common_active,
        new_in_common: dormant.new_in_common,
        comfortable: dormant.candidate().is_comfortable(),
        why: why(snapshot, tie, dormant),
        begin: String::new(),
        evidence: Vec::new(),
    }
}

/// `Silent for 14 months, once in contact about every week, and now seen with 2 of your live contacts (Bea and Carl).`
fn why(snapshot: &NetworkSnapshot, tie: &Tie, dormant: &DormantTie) -> String {
    let once = if tie.usual_gap.is_nan() {
        format!(" after {} of contact", count(u64::from(dormant.dormancy.contact_days), "day", "days"))
    } else {
        format!(", once in contact {}", gap(f64::from(tie.usual_gap)))
    };
    let (colleagues, people): (Vec<Via>, Vec<Via>) =
        dormant.common.iter().partition(|via| matches!(via, Via::Member(_)));
    let joint = if people.is_empty() { ", and " } else { "; " };
    let team = match colleagues.len() {
        0 => String::new(),
        1 => format!("{joint}{} of your team is in contact with them", named(snapshot, &colleagues)),
        _ => format!("{joint}{} of your team are in contact with them", named(snapshot, &colleagues)),
    };
    let new = if dormant.new_in_common > 0 { "; that is new since you last spoke" } else { "" };
    let silent = days(dormant.dormancy.quiet_days);
    format!("Silent for {silent}{once}{}{team}{new}.", seen_with(snapshot, &people))
}

fn seen_with(snapshot: &NetworkSnapshot, people: &[Via]) -> String {
    let names = named(snapshot, people);
    match people.len() {
        0 => String::new(),
        1 => format!(", and now seen with {names}, who is in touch with you"),
        2 => format!(", and now seen with two of your live contacts ({names})"),
        more => format!(", and now seen with {more} of your live contacts ({names} among them)"),
    }
}

/// The first names of the first two.
fn named(snapshot: &NetworkSnapshot, people: &[Via]) -> String {
    let names: Vec<&str> = people.iter().take(2).map(|via| first_name(snapshot.name(*via))).collect();
    names.join(" and ")
}
