use std::collections::HashSet;

use rapport_model::{Day, Lane, MemberId, PersonId, Suggestion, Via};
use rapport_science::attention::ONCE_IN_DAYS;
use rapport_science::{Candidate, MOST_A_WEEK, choose};
use rapport_store::{StoreError, Tx};

use crate::acting::Acting;
use crate::error::Result;
use crate::lean_backs::standing::Tests;
use crate::network::sleepers::Sleeper;
use crate::network::snapshot::NetworkSnapshot;
use crate::permission::rights::{Action, Resource};
use crate::phrases::names::first_name;
use crate::phrases::numbers::{count, days, gap};
use crate::sphere::proof::Proof;
use crate::sphere::recent::{Story, last_topic};
use crate::sphere::{Sphere, Tie};

/// How many dormant ties are proposed in a week.
pub const DORMANT_LIMIT: usize = MOST_A_WEEK;

/// A dormant tie worth waking.
#[derive(Clone, Debug)]
pub struct Waking {
    /// The person.
    pub person: PersonId,
    /// The address they used last.
    pub address: String,
    /// Their name.
    pub name: String,
    /// The probability of contact within 60 days.
    pub probability: f64,
    /// Days of contact while it lasted.
    pub contact_days: u32,
    /// Days since the last contact.
    pub quiet_days: f64,
    /// People with whom both have had contact lately.
    pub common_active: u32,
    /// Those of them whom the two did not share when they last spoke.
    pub new_in_common: u32,
    /// The two have spent much time together: safe to write to, and seldom news.
    pub comfortable: bool,
    /// One sentence: why them.
    pub why: String,
    /// How to begin.
    pub begin: String,
    /// What it rests on: Message-IDs, or ids of interactions that have none.
    pub evidence: Vec<Proof>,
}

impl Acting {
    /// The dormant ties proposed to a member this week, three at most, the best first: they stay until something is
    /// done about them, and are noted as proposed. One in three at least is not of the comfortable kind, when there
    /// is one.
    pub async fn dormant(&self) -> Result<Vec<Waking>> {
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
            let mut shown: Vec<Sleeper> =
                kept.filter_map(|one| Sleeper::of(&snapshot, sphere.tie(one.person)?)).collect();
            let mut noted = Vec::new();
            let room = DORMANT_LIMIT.saturating_sub(this_week.len());
            if room > 0 {
                resting.extend(this_week.iter().map(|one| one.person));
                let fresh = best(&resting, &snapshot, room);
                noted.extend(fresh.iter().map(|one| Suggestion {
                    person: one.person,
                    day: today,
                    at: now,
                    lane: Lane::Wake,
                    explored: false,
                }));
                shown.extend(fresh);
            }
            shown.sort_unstable_by_key(|one| one.slot);
            let shown = chosen(shown, DORMANT_LIMIT);
            Ok((told(tx, member, &snapshot, &shown)?, noted))
        };
        let (found, noted) = self.read(Resource::Tie, read).await?;
        if !noted.is_empty() {
            self.write(Resource::Tie, Action::See, move |tx| tx.add_suggestions(member, &noted)).await?;
        }
        Ok(found)
    }

    /// The best of all dormant ties of a member, as a list to look through; nobody is proposed by it.
    pub async fn sleeping(&self, most: usize) -> Result<Vec<Waking>> {
        let member = self.id();
        let snapshot = self.network_snapshot().await?;
        let read = move |tx: &Tx<'_>| {
            let shown = best(&resting(tx, member, &snapshot.sphere)?, &snapshot, most);
            told(tx, member, &snapshot, &shown)
        };
        self.read(Resource::Tie, read).await
    }
}

/// The best of those who sleep and are not left alone.
fn best(resting: &HashSet<PersonId>, snapshot: &NetworkSnapshot, most: usize) -> Vec<Sleeper> {
    let mut all = Sleeper::all(snapshot);
    all.retain(|one| is_proposable(one.person, resting, &snapshot.sphere));
    chosen(all, most)
}

fn is_proposable(person: PersonId, resting: &HashSet<PersonId>, sphere: &Sphere) -> bool {
    !resting.contains(&person) && sphere.opted_out(person).is_none()
}

fn chosen(sleepers: Vec<Sleeper>, most: usize) -> Vec<Sleeper> {
    let candidates: Vec<Candidate> = sleepers.iter().map(Sleeper::candidate).collect();
    choose(&candidates, most).into_iter().map(|place| sleepers[place].clone()).collect()
}

fn told(
    tx: &Tx<'_>,
    member: MemberId,
    snapshot: &NetworkSnapshot,
    sleepers: &[Sleeper],
) -> Result<Vec<Waking>, StoreError> {
    let sphere = &snapshot.sphere;
    let mut found = Vec::new();
    for sleeper in sleepers {
        let Some(tie) = sphere.tie(sleeper.person) else { continue };
        let story = Story::of(tx, member, tie, sphere)?;
        let (begin, evidence) = last_topic(&story).unwrap_or_default();
        found.push(Waking { begin, evidence, ..waking(snapshot, tie, sleeper) });
    }
    Ok(found)
}

/// Who is left alone on purpose: something was done about them, or a lean-back test runs.
fn resting(tx: &Tx<'_>, member: MemberId, sphere: &Sphere) -> Result<HashSet<PersonId>, StoreError> {
    let tests = Tests::of(tx, member, sphere.now)?;
    let acts = tx.standing_follow_ups(member, sphere.now)?;
    let stands =
        acts.iter().filter(|act| act.stands(sphere.tie(act.person).and_then(|tie| tie.state.last_theirs())));
    let tested = tests.running().into_iter().map(|(person, _)| person);
    Ok(stands.map(|act| act.person).chain(tested).collect())
}

fn waking(snapshot: &NetworkSnapshot, tie: &Tie, sleeper: &Sleeper) -> Waking {
    Waking {
        person: tie.person,
        address: tie.address.to_string(),
        name: tie.name.to_string(),
        probability: sleeper.probability,
        contact_days: sleeper.dormancy.contact_days,
        quiet_days: sleeper.dormancy.quiet_days,
        common_active: sleeper.dormancy.common_active,
        new_in_common: sleeper.new_in_common,
        comfortable: sleeper.candidate().is_comfortable(),
        why: why(snapshot, tie, sleeper),
        begin: String::new(),
        evidence: Vec::new(),
    }
}

/// `Silent for 14 months, once in contact about every week, and now seen with 2 of your live contacts (Bea and Carl).`
fn why(snapshot: &NetworkSnapshot, tie: &Tie, sleeper: &Sleeper) -> String {
    let once = if tie.usual_gap.is_nan() {
        format!(" after {} of contact", count(u64::from(sleeper.dormancy.contact_days), "day", "days"))
    } else {
        format!(", once in contact {}", gap(f64::from(tie.usual_gap)))
    };
    let (colleagues, people): (Vec<Via>, Vec<Via>) =
        sleeper.common.iter().partition(|via| matches!(via, Via::Member(_)));
    let joint = if people.is_empty() { ", and " } else { "; " };
    let team = match colleagues.len() {
        0 => String::new(),
        1 => format!("{joint}{} of your team is in contact with them", named(snapshot, &colleagues)),
        _ => format!("{joint}{} of your team are in contact with them", named(snapshot, &colleagues)),
    };
    let fresh = if sleeper.new_in_common > 0 { "; that is new since you last spoke" } else { "" };
    let silent = days(sleeper.dormancy.quiet_days);
    format!("Silent for {silent}{once}{}{team}{fresh}.", seen_with(snapshot, &people))
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

/// Two of them at most.
fn named(snapshot: &NetworkSnapshot, people: &[Via]) -> String {
    let names: Vec<&str> = people.iter().take(2).map(|via| first_name(snapshot.name(*via))).collect();
    names.join(" and ")
}
