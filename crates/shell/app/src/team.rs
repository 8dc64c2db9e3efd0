pub(crate) mod companies;
pub(crate) mod facts;
pub(crate) mod sentences;
pub(crate) mod tie;
pub(crate) mod totals;
pub(crate) mod visible_totals;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rapport_model::{Measured, MemberId, Moment};
use rapport_science::{Chart, Count, ReplyCounts, process_chart};

use crate::acting::Acting;
use crate::error::Result;
use crate::log_cache::LogCache;
use crate::permission::rights::{Action, Resource};
use crate::sphere::warmth::Warmth;
use crate::team::companies::{Companies, CompanyReplies};
use crate::team::facts::TeamFacts;
use crate::team::visible_totals::VisibleTotals;

/// Totals over the relationships of the whole team. Nothing in it is about a single member.
#[derive(Clone, Debug)]
pub struct TeamView {
    /// The moment for which it was computed.
    pub as_of: Moment,
    /// The number of members.
    pub members: usize,
    /// The number of relationships between a member and a person.
    pub relationships: u64,
    /// The number of relationships by warmth, cold first.
    pub bands: [(Warmth, u64); Warmth::ALL.len()],
    /// The last complete weeks, oldest first.
    pub weeks: Vec<Week>,
    /// The process chart of the weeks.
    pub chart: Measured<Chart>,
    /// How often the team's questions were answered, by company.
    pub companies: Companies,
}

/// A week of the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// The moment at which its Monday begins.
    pub from: Moment,
    /// The number of people who wrote to the team, met or spoke with it.
    pub people: u64,
}

/// The cached view of each member.
#[derive(Default)]
struct Views(Mutex<HashMap<MemberId, Arc<TeamView>>>);

impl Acting {
    /// The relationships of the team as a member may see them: without the ties that colleagues hide, and without
    /// companies that only one colleague has asked.
    pub async fn team(&self) -> Result<Arc<TeamView>> {
        self.require(Resource::Team, Action::See)?;
        let (member, as_of) = (self.id(), self.app.as_of_now().await?);
        let facts = LogCache::<TeamFacts>::get(&self.app, &(), as_of).await?.value;
        let kept = facts.caches.of::<Views>();
        let views = || kept.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = views().get(&member) {
            return Ok(Arc::clone(view));
        }
        let view = Arc::new(TeamView::of(&facts, member, as_of.now));
        views().insert(member, Arc::clone(&view));
        Ok(view)
    }
}

impl TeamView {
    fn of(facts: &TeamFacts, viewer: MemberId, now: Moment) -> Self {
        let visible = VisibleTotals::of(facts, viewer);
        let week = |((from, _), people): (&(Moment, Moment), &u64)| Week { from: *from, people: *people };
        let weeks: Vec<Week> = facts.weeks.iter().zip(&facts.totals.weeks).map(week).collect();
        let values: Vec<f64> = weeks.iter().map(|week| week.people as f64).collect();
        Self {
            as_of: now,
            members: facts.members.len(),
            relationships: visible.bands.iter().sum(),
            bands: Warmth::ALL.map(|warmth| (warmth, visible.bands[warmth as usize])),
            chart: process_chart(&values, now),
            weeks,
            companies: Companies::of(&company_replies(facts, &visible, viewer), now),
        }
    }
}

/// The team's questions to each company, without those whose people are colleagues.
fn company_replies<'a>(
    facts: &'a TeamFacts,
    visible: &VisibleTotals<'a>,
    viewer: MemberId,
) -> Vec<CompanyReplies<'a>> {
    let me = facts.place_of(viewer).map(usize::from);
    let mut found = Vec::new();
    visible.each_company(|company, of_members| {
        let (mut replies, mut askers) = (ReplyCounts::default(), 0);
        for sum in of_members {
            replies.add(ReplyCounts { asked: sum.asked, answered: sum.answered });
            askers += u32::from(sum.asked > 0);
        }
        if replies.asked > 0 && !facts.is_internal(company) {
            // A company that only one colleague has asked stays private.
            let is_shown = askers > 1 || me.is_some_and(|me| of_members[me].asked > 0);
            let count = Count { successes: replies.answered, trials: replies.asked };
            found.push(CompanyReplies { domain: facts.directory.domain(company), count, is_shown });
        }
    });
    found
}
