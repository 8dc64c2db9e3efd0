pub(crate) mod companies;
pub(crate) mod sentences;

use std::collections::HashMap;
use std::sync::Arc;

use rapport_model::{Calendar, Day, Measured, MemberId, Moment, PersonId};
use rapport_science::{Chart, PairState, ReplyCounts, persistence, process_chart};
use rapport_store::{StoreError, Tx};
use tokio::sync::Mutex;

use crate::acting::Acting;
use crate::error::Result;
use crate::permission::hidden_ties::Hidden;
use crate::permission::rights::Noun;
use crate::sphere::load::priors;
use crate::sphere::warmth::Warmth;
use crate::team::companies::{Asked, Companies};

/// How many weeks are looked back on.
const WEEKS: i32 = 26;

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

/// The team as last looked at.
#[derive(Default)]
struct Cache {
    /// Of each member who looked.
    known: Mutex<HashMap<MemberId, (u64, Arc<TeamView>)>>,
}

/// The team is looked at anew after this time even if nothing came in, because silence grows by itself.
const FRESH_DAYS: f64 = 1.0 / 24.0;

impl Acting {
    /// How the team's relationships are now, as a member may see them: what colleagues hide is left out, and so is a
    /// company that one colleague alone has asked.
    pub async fn team(&self) -> Result<Arc<TeamView>> {
        let member = self.id();
        let now = self.now();
        let revision = self.read(Noun::Team, |tx| tx.revision()).await?;
        // Held while it is made, so that many who ask at once wait for one.
        let cache = self.app.kept.of::<Cache>();
        let mut known = cache.known.lock().await;
        if let Some((seen, team)) = known.get(&member)
            && *seen == revision
            && (0.0..FRESH_DAYS).contains(&now.days_since(team.as_of))
        {
            return Ok(Arc::clone(team));
        }
        let team = Arc::new(self.read(Noun::Team, move |tx| TeamView::of(tx, member, now)).await?);
        known.insert(member, (revision, Arc::clone(&team)));
        Ok(team)
    }
}

impl TeamView {
    fn of(tx: &Tx<'_>, viewer: MemberId, now: Moment) -> Result<Self, StoreError> {
        let (members, priors, calendar) = (tx.members()?, priors(tx)?, tx.calendar()?);
        let hidden = Hidden::of(tx)?;
        let mut bands = Warmth::ALL.map(|warmth| (warmth, 0));
        let mut asked: HashMap<PersonId, Asked> = HashMap::new();
        let mut span: Option<(Moment, Moment)> = None;
        for member in &members {
            tx.each_state(member.id, |person, bytes| {
                let is_hidden = member.id != viewer && hidden.has(member.id, person);
                let Some(state) = PairState::from_bytes(&bytes).filter(|_| !is_hidden) else { return };
                bands[Warmth::of(persistence(&state, &priors, now)) as usize].1 += 1;
                let replies = ReplyCounts::theirs(&state, now);
                if replies.asked > 0 {
                    let asked = asked.entry(person).or_default();
                    asked.replies.add(replies);
                    asked.by.insert(member.id);
                }
                if let (Some(first), Some(last)) = (state.first(), state.last_touch()) {
                    let (from, to) = span.unwrap_or((first, last));
                    span = Some((from.min(first), to.max(last)));
                }
            })?;
        }
        let weeks = match span {
            Some((first, last)) => weeks(tx, &calendar, first, last.min(now))?,
            None => Vec::new(),
        };
        let values: Vec<f64> = weeks.iter().map(|week| week.people as f64).collect();
        Ok(Self {
            as_of: now,
            members: members.len(),
            relationships: bands.iter().map(|(_, count)| count).sum(),
            bands,
            chart: process_chart(&values, now),
            weeks,
            companies: Companies::of(tx, &asked, viewer, now)?,
        })
    }
}

/// The weeks from the first whole one on. A week is complete when something came in after it: what was not read yet is
/// not silence.
fn weeks(tx: &Tx<'_>, calendar: &Calendar, first: Moment, last: Moment) -> Result<Vec<Week>, StoreError> {
    let monday = calendar.day(last).monday();
    let starts: Vec<Moment> = (0..=WEEKS)
        .rev()
        .map(|ago| Day(monday.0.saturating_sub(7 * ago)))
        .filter(|day| *day >= calendar.day(first))
        .map(|day| calendar.start_of(day))
        .collect();
    let spans: Vec<(Moment, Moment)> = starts.windows(2).map(|week| (week[0], week[1])).collect();
    let counts = tx.people_in_contact(&spans)?;
    Ok(spans.into_iter().zip(counts).map(|((from, _), people)| Week { from, people }).collect())
}
