use std::time::Duration;

use rapport_model::{Address, IntroductionAsked, Member, Moment, PersonId, Via};
use rapport_store::{StoreError, Tx};
use uuid::Uuid;

use crate::acting::Acting;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result, What, found};
use crate::permission::rights::{Action, Resource};
use crate::phrases::names::first_name;
use crate::phrases::numbers::{days, since};
use crate::undo::Undo;

/// How long an introduction counts as load of whoever was asked.
const LOAD_WINDOW: Duration = Duration::from_hours(30 * 24);
/// How long an introduction is listed after it was asked for.
const LISTED_FOR: Duration = Duration::from_hours(365 * 24);

/// The outcome of asking for an introduction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntroductionOutcome {
    /// There was no contact yet.
    Waiting,
    /// There was contact with the person since.
    Met,
    /// Whoever was asked declined.
    Declined,
}

/// An introduction that a member asked for.
#[derive(Clone, Debug)]
pub struct IntroductionView {
    /// Its id.
    pub id: Uuid,
    /// The person to be introduced to.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The address they used last.
    pub address: String,
    /// The name of whoever was asked.
    pub via: String,
    /// When they were asked.
    pub asked_at: Moment,
    /// The outcome so far.
    pub outcome: IntroductionOutcome,
    /// The moment of the first contact, or of declining; `None` while it waits.
    pub ended_at: Option<Moment>,
    /// The outcome as a sentence.
    pub sentence: String,
}

/// Whom the team asked for introductions in the last 30 days, once for each introduction.
pub(crate) fn asked_lately(tx: &Tx<'_>, now: Moment) -> Result<Vec<Via>, StoreError> {
    let asked = tx.introductions_since(now.minus(LOAD_WINDOW))?;
    Ok(asked.into_iter().map(|one| one.via).collect())
}

impl Acting {
    /// Records that a member asked somebody to introduce them. Refused when they asked the same in the last 30 days,
    /// when the person opted out, and when the two are the same.
    pub async fn ask_introduction(&self, via: Via, person: PersonId) -> Result<Undo> {
        let member = self.id();
        if matches!(via, Via::Person(via) if via == person)
            || matches!(via, Via::Member(via) if via == member)
        {
            return Err(AppError::Refused(Refusal::IntroducesThemselves));
        }
        let (team, sphere) = (self.team_facts().await?, self.sphere().await?);
        let is_there = team.shows(member, person)
            && match via {
                Via::Member(via) => team.place_of(via).is_some(),
                Via::Person(via) => sphere.tie(via).is_some(),
            };
        if !is_there {
            return Err(AppError::NotFound(What::OneOfTwo));
        }
        if sphere.opted_out(person).is_some() {
            return Err(AppError::Refused(Refusal::OptedOut));
        }
        let now = self.now();
        let id = App::new_id(now);
        let asked = IntroductionAsked { id, member, via, person, asked_at: now, declined_at: None };
        let noted = self.write(Resource::Introduction, Action::Add, move |tx| {
            let since = now.minus(LOAD_WINDOW);
            let same =
                |one: &IntroductionAsked| one.via == via && one.person == person && one.declined_at.is_none();
            let before = tx.introductions_of(member, since)?.into_iter().find(same);
            if before.is_none() {
                tx.add_introduction(&asked)?;
            }
            Ok(before)
        });
        match noted.await? {
            Some(before) => Err(AppError::Refused(Refusal::AskedAlready { at: before.asked_at, now })),
            None => Ok(Undo(id)),
        }
    }

    /// The introductions that a member asked for in the last year, newest first.
    pub async fn introductions(&self) -> Result<Vec<IntroductionView>> {
        let member = self.id();
        let now = self.now();
        let read = move |tx: &Tx<'_>| {
            let asked = tx.introductions_of(member, now.minus(LISTED_FOR))?;
            let members = tx.members()?;
            let views = asked.into_iter().map(|asked| view(tx, &members, &asked, now));
            Ok(views.collect::<Result<Vec<_>, StoreError>>()?.into_iter().flatten().collect())
        };
        self.read(Resource::Introduction, read).await
    }

    /// Records that whoever was asked declined.
    pub async fn decline_introduction(&self, asked: Undo) -> Result<()> {
        let member = self.id();
        let now = self.now();
        let done = self.write(Resource::Introduction, Action::Change, move |tx| {
            tx.decline_introduction(asked.0, member, now)
        });
        found(done.await?, What::Introduction)
    }

    /// Undoes the record of an introduction, which is not listed any more.
    pub async fn undo_introduction(&self, asked: Undo) -> Result<()> {
        let member = self.id();
        let now = self.now();
        let done = self.write(Resource::Introduction, Action::Remove, move |tx| {
            tx.undo_introduction(asked.0, member, now)
        });
        found(done.await?, What::Introduction)
    }

    /// The colleague or the contact with an address.
    pub async fn via(&self, address: &Address) -> Result<Via> {
        let wanted = address.clone();
        let owner =
            self.read(Resource::Network, move |tx| Ok(tx.rules()?.ours.get(&wanted).copied())).await?;
        match owner {
            Some(member) => Ok(Via::Member(member)),
            None => Ok(Via::Person(self.person_of(address).await?)),
        }
    }

    /// Hides a member's tie with a person from the rest of the team.
    pub async fn hide_tie(&self, person: PersonId) -> Result<()> {
        let member = self.id();
        let now = self.now();
        let visibility = self.visibility();
        let hidden = self.write(Resource::HiddenTie, Action::Add, move |tx| {
            let is_there = visibility.knows(tx, person)?;
            if is_there {
                tx.hide_tie(member, person, now)?;
            }
            Ok(is_there)
        });
        found(hidden.await?, What::Person)
    }

    /// Stops hiding a member's tie with a person.
    pub async fn show_tie(&self, person: PersonId) -> Result<()> {
        let member = self.id();
        self.write(Resource::HiddenTie, Action::Remove, move |tx| tx.show_tie(member, person)).await.map(drop)
    }
}

/// `None` when one of the two people does not exist any more.
fn view(
    tx: &Tx<'_>,
    members: &[Member],
    asked: &IntroductionAsked,
    now: Moment,
) -> Result<Option<IntroductionView>, StoreError> {
    let via = match asked.via {
        Via::Member(member) => members.iter().find(|one| one.id == member).map(|one| one.name.clone()),
        Via::Person(person) => tx.person(person)?.map(|person| person.name),
    };
    let (Some(via), Some(person)) = (via, tx.person(asked.person)?) else { return Ok(None) };
    let met = tx
        .histories(&[(asked.member, asked.person, asked.asked_at)])?
        .remove(0)
        .into_iter()
        .find(|kept| kept.touch.shows_both())
        .map(|kept| kept.touch.at);
    let (outcome, ended_at) = match (met, asked.declined_at) {
        (Some(met), _) => (IntroductionOutcome::Met, Some(met)),
        (None, Some(declined)) => (IntroductionOutcome::Declined, Some(declined)),
        (None, None) => (IntroductionOutcome::Waiting, None),
    };
    let (asked_whom, whom) = (first_name(&via), first_name(&person.name));
    let when = since(asked.asked_at, now);
    let sentence = match (outcome, ended_at) {
        (IntroductionOutcome::Met, Some(met)) => {
            format!(
                "You asked {asked_whom} {when}; {} later you were in contact with {whom}.",
                days(met.days_since(asked.asked_at))
            )
        }
        (IntroductionOutcome::Declined, _) => {
            format!("{asked_whom}, whom you asked {when}, would rather not.")
        }
        _ => format!("You asked {asked_whom} {when}; {whom} has not been in contact yet."),
    };
    Ok(Some(IntroductionView {
        id: asked.id,
        person: asked.person,
        address: person.addresses.first().map(ToString::to_string).unwrap_or_default(),
        name: person.name,
        via,
        asked_at: asked.asked_at,
        outcome,
        ended_at,
        sentence,
    }))
}
