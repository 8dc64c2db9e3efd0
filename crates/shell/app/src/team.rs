pub(crate) mod companies;
pub(crate) mod facts;
pub(crate) mod sentences;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rapport_model::{Measured, MemberId, Moment};
use rapport_science::{Chart, process_chart};

use crate::acting::Acting;
use crate::error::Result;
use crate::fresh::Fresh;
use crate::permission::rights::{Noun, Verb};
use crate::sphere::directory::Directory;
use crate::sphere::warmth::Warmth;
use crate::team::companies::{Asked, Companies};
use crate::team::facts::{TeamFacts, TeamTie};

/// How the relationships of the whole team are; all members together, and no colleague by themselves.
#[derive(Clone, Debug)]
pub struct TeamView {
    /// The moment.
    pub as_of: Moment,
    /// How many members the team has.
    pub members: usize,
    /// Relationships of a member and a person.
    pub relationships: u64,
    /// How many of them are of each warmth, cold first.
    pub bands: [(Warmth, u64); Warmth::ALL.len()],
    /// The last complete weeks, oldest first.
    pub weeks: Vec<Week>,
    /// Their usual variation.
    pub chart: Measured<Chart>,
    /// How often the team's questions were answered, company by company.
    pub companies: Companies,
}

/// A week of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// The start of its Monday.
    pub from: Moment,
    /// How many people wrote to the team, met or spoke with it.
    pub people: u64,
}

/// What each member was shown.
#[derive(Default)]
struct Views(Mutex<HashMap<MemberId, Arc<TeamView>>>);

impl Acting {
    /// How the team's relationships are now, as a member may see them: what colleagues hide is left out, and so is a
    /// company that one colleague alone has asked.
    pub async fn team(&self) -> Result<Arc<TeamView>> {
        self.require(Noun::Team, Verb::See)?;
        let (member, asked) = (self.id(), self.app.asked().await?);
        let directory = Fresh::<Directory>::get(&self.app, &(), &(), asked).await?.value;
        let facts = Fresh::<TeamFacts>::get(&self.app, &(), &directory, asked).await?.value;
        let kept = facts.kept.of::<Views>();
        let views = || kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = views().get(&member) {
            return Ok(Arc::clone(view));
        }
        let view = Arc::new(TeamView::of(&facts, member, asked.now));
        views().insert(member, Arc::clone(&view));
        Ok(view)
    }
}

impl TeamView {
    fn of(facts: &TeamFacts, viewer: MemberId, now: Moment) -> Self {
        let mut bands = Warmth::ALL.map(|warmth| (warmth, 0));
        let companies = facts.companies();
        let mut asked = vec![Asked::default(); companies.len()];
        let mut weeks: Vec<Week> =
            facts.weeks.iter().map(|(from, _)| Week { from: *from, people: 0 }).collect();
        let ties: Vec<&TeamTie> = facts.ties.sorted().collect();
        for of_person in ties.chunk_by(|one, other| one.person == other.person) {
            let mut in_contact = 0;
            for tie in of_person {
                in_contact |= tie.weeks;
                if tie.member != viewer && facts.hidden.has(tie.member, tie.person) {
                    continue;
                }
                bands[tie.warmth as usize].1 += 1;
                if let Some(company) = tie.company.filter(|_| tie.replies.asked > 0) {
                    asked[company as usize].add(tie.member, tie.replies);
                }
            }
            for (number, week) in weeks.iter_mut().enumerate() {
                week.people += u64::from(in_contact >> number & 1);
            }
        }
        let values: Vec<f64> = weeks.iter().map(|week| week.people as f64).collect();
        let asked = companies.into_iter().zip(asked).filter(|(_, one)| one.replies.asked > 0);
        Self {
            as_of: now,
            members: facts.members,
            relationships: bands.iter().map(|(_, count)| count).sum(),
            bands,
            chart: process_chart(&values, now),
            weeks,
            companies: Companies::of(asked.collect(), viewer, now),
        }
    }
}
