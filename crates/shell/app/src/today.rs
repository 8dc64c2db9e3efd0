pub(crate) mod attempts;
pub(crate) mod budget;
pub(crate) mod candidates;
pub(crate) mod card;
pub(crate) mod day;
pub(crate) mod lanes;
pub(crate) mod left_alone;

use rapport_model::{MemberId, Moment, Suggestion};
use rapport_store::{StoreError, Tx};

use crate::acting::Acting;
use crate::error::Result;
use crate::permission::rights::{Action, Resource};
use crate::sphere::Sphere;
use crate::today::budget::Attention;
use crate::today::card::{Card, LeftAlone};
use crate::today::left_alone::left_alone;

/// The usual number of people on a day's list.
pub const LIMIT: usize = 7;

/// A member's list for a day.
#[derive(Clone, Debug)]
pub struct Today {
    /// The moment for which it was made.
    pub as_of: Moment,
    /// The suggestions, most pressing first.
    pub cards: Vec<Card>,
    /// How many of the day's list were acted on already.
    pub done: usize,
    /// Some of the people who are not suggested on purpose.
    pub left_alone: Vec<LeftAlone>,
    /// How many people are not suggested on purpose.
    pub left_alone_total: usize,
    /// The number of the member's relationships.
    pub relationships: usize,
}

impl Acting {
    /// The member's list, now or as it was at a moment. The list of now is saved as shown.
    pub async fn today(&self, at: Option<Moment>, limit: usize) -> Result<Today> {
        let member = self.id();
        let sphere = match at {
            Some(at) => self.sphere_at(at).await?,
            None => self.sphere().await?,
        };
        let now = at.unwrap_or_else(|| self.now());
        let (today, fresh) =
            self.read(Resource::Tie, move |tx| list(tx, member, &sphere, now, limit)).await?;
        if at.is_none() && !fresh.is_empty() {
            self.write(Resource::Tie, Action::See, move |tx| tx.add_suggestions(member, &fresh)).await?;
        }
        Ok(today)
    }
}

fn list(
    tx: &Tx<'_>,
    member: MemberId,
    sphere: &Sphere,
    now: Moment,
    limit: usize,
) -> Result<(Today, Vec<Suggestion>), StoreError> {
    let attention = Attention::of(tx, member, sphere, now)?;
    let rests = |card: &Card| {
        let wrote = sphere.tie(card.person).and_then(|tie| tie.state.last_theirs());
        attention.standing.get(&card.person).is_some_and(|act| act.stands(wrote))
    };
    let day = sphere.day(tx, member)?;
    let cards = attention.choose(&day.cards, rests, attention.left_of(limit));
    let fresh = attention.fresh(&cards, now);
    let (left_alone, left_alone_total) = left_alone(sphere, &day, &attention, &cards, now);
    let today = Today {
        as_of: now,
        cards,
        done: attention.done_today(),
        left_alone,
        left_alone_total,
        relationships: sphere.len(),
    };
    Ok((today, fresh))
}
