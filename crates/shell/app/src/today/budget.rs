use std::collections::HashMap;

use rapport_model::{Day, FollowUp, FollowUpAct, Lane, MemberId, Moment, PersonId, Suggestion};
use rapport_science::attention::{
    EXPLORATION, LaneRecord, ONCE_IN_DAYS, after_dismissals, lane_weight, pseudo_random,
};
use rapport_store::{StoreError, Tx};

use crate::sphere::Sphere;
use crate::today::card::Card;

/// The largest share of one lane, while another has somebody: five of seven.
const LARGEST_LANE: f64 = 0.72;
/// How many days of suggestions and acts the weights of lanes are computed from.
const MEMORY_DAYS: i32 = 180;
/// One is drawn at random from this many of those below the cut.
const DRAWN_FROM: usize = 10;

/// What was suggested to a member, and what they did about it.
pub(crate) struct Attention {
    seed: u64,
    today: Day,
    /// The last suggestion of each person on the days before today for which they are not suggested again.
    lately: HashMap<PersonId, Suggestion>,
    /// The suggestions of today.
    shown: HashMap<PersonId, Suggestion>,
    /// The last act about each person that still keeps them off the list.
    pub(crate) standing: HashMap<PersonId, FollowUp>,
    dismissals: HashMap<PersonId, u32>,
    weights: [f64; Lane::ALL.len()],
    done_today: usize,
}

impl Attention {
    pub(crate) fn of(
        tx: &Tx<'_>,
        member: MemberId,
        sphere: &Sphere,
        now: Moment,
    ) -> Result<Self, StoreError> {
        let today = sphere.calendar.day(now);
        let suggestions = tx.suggestions(member, Day(today.0 - MEMORY_DAYS), today)?;
        let acts: Vec<FollowUp> = tx
            .standing_follow_ups(member, now.plus_days(-f64::from(MEMORY_DAYS)))?
            .into_iter()
            .filter(|act| act.at <= now)
            .collect();
        let mut dismissals: HashMap<PersonId, u32> = HashMap::new();
        for act in acts.iter().filter(|act| act.act == FollowUpAct::Dismissed) {
            *dismissals.entry(act.person).or_default() += 1;
        }
        let is_done_today = |one: &&Suggestion| {
            let done = |act: &FollowUp| {
                act.act == FollowUpAct::Done
                    && act.person == one.person
                    && sphere.calendar.day(act.at) == today
            };
            let is_on_the_list = one.day == today || (one.lane == Lane::Wake && one.day >= today.monday());
            is_on_the_list && acts.iter().any(done)
        };
        let (high, low) = member.0.as_u64_pair();
        Ok(Self {
            seed: high ^ low ^ (today.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15),
            today,
            done_today: suggestions.iter().filter(is_done_today).count(),
            weights: weights(&suggestions, &acts, today),
            standing: acts.into_iter().filter(|act| act.until > now).map(|act| (act.person, act)).collect(),
            dismissals,
            lately: of_person(suggestions.iter().filter(|one| is_recent(one, today))),
            shown: of_person(suggestions.iter().filter(|one| one.day == today && one.lane != Lane::Wake)),
        })
    }

    /// The recent suggestion because of which a person is not suggested again; `None` when there is none.
    pub(crate) fn suggested_lately(&self, person: PersonId) -> Option<&Suggestion> {
        self.lately.get(&person)
    }

    /// How many of the budget of `limit` are left today.
    pub(crate) fn left_of(&self, limit: usize) -> usize {
        limit.saturating_sub(self.done_today)
    }

    pub(crate) fn done_today(&self) -> usize {
        self.done_today
    }

    /// Up to `limit` of those who may be suggested, most pressing first: those shown today already, then by score, so
    /// that one lane never fills the day while another has somebody. A few are drawn at random.
    pub(crate) fn choose(&self, cards: &[Card], rests: impl Fn(&Card) -> bool, limit: usize) -> Vec<Card> {
        let may_come = |card: &&Card| {
            !rests(card) && (card.lane == Lane::Owe || self.suggested_lately(card.person).is_none())
        };
        let mut waiting: Vec<Card> = cards.iter().filter(may_come).map(|card| self.scored(card)).collect();
        waiting.sort_by(by_score);
        let most = (limit as f64 * LARGEST_LANE).ceil() as usize;
        let (mut chosen, mut waiting): (Vec<Card>, Vec<Card>) =
            waiting.into_iter().partition(|card| self.shown.contains_key(&card.person));
        chosen.truncate(limit);
        for has_room in [most, limit] {
            while chosen.len() < limit {
                let fits = |card: &Card| {
                    let of_lane = chosen.iter().filter(|one| one.lane == card.lane).count();
                    of_lane < if card.lane == Lane::LeanBack { 1 } else { has_room }
                };
                let Some(place) = waiting.iter().position(fits) else { break };
                let (place, explored) = self.drawn(&waiting, place, chosen.len());
                chosen.push(Card { explored, ..waiting.remove(place) });
            }
        }
        chosen.sort_by(by_score);
        chosen
    }

    /// The place that is taken instead of `place`, when one is drawn at random.
    fn drawn(&self, waiting: &[Card], place: usize, slot: usize) -> (usize, bool) {
        let lane = waiting[place].lane;
        let slot = slot as u64;
        if lane == Lane::Owe || pseudo_random(self.seed, 2 * slot) >= EXPLORATION {
            return (place, false);
        }
        let others: Vec<usize> = (place + 1..waiting.len())
            .filter(|other| waiting[*other].lane == lane)
            .take(DRAWN_FROM)
            .collect();
        let drawn = (pseudo_random(self.seed, 2 * slot + 1) * others.len() as f64) as usize;
        others.get(drawn).map_or((place, false), |other| (*other, true))
    }

    fn scored(&self, card: &Card) -> Card {
        let dismissals = self.dismissals.get(&card.person).copied().unwrap_or(0);
        let weight = self.weights[card.lane as usize] * after_dismissals(dismissals);
        let explored = self.shown.get(&card.person).is_some_and(|one| one.explored);
        Card { score: card.score * weight, explored, ..card.clone() }
    }

    /// The suggestions of a list that are to be saved as shown today.
    pub(crate) fn fresh(&self, cards: &[Card], now: Moment) -> Vec<Suggestion> {
        let new = cards.iter().filter(|card| !self.shown.contains_key(&card.person));
        let noted = |card: &Card| Suggestion {
            person: card.person,
            day: self.today,
            at: now,
            lane: card.lane,
            explored: card.explored,
        };
        new.map(noted).collect()
    }
}

/// The last suggestion of each person; `suggestions` are ordered from the oldest to the newest.
fn of_person<'a>(suggestions: impl Iterator<Item = &'a Suggestion>) -> HashMap<PersonId, Suggestion> {
    suggestions.map(|one| (one.person, *one)).collect()
}

/// Whether it was shown on an earlier day, or today among the dormant ties.
fn is_recent(one: &Suggestion, today: Day) -> bool {
    (one.day < today || one.lane == Lane::Wake) && today.0 - one.day.0 < ONCE_IN_DAYS
}

fn by_score(one: &Card, other: &Card) -> std::cmp::Ordering {
    other.score.total_cmp(&one.score).then_with(|| one.address.cmp(&other.address))
}

/// The weight of each lane, by what became of the suggestions of past days.
fn weights(suggestions: &[Suggestion], acts: &[FollowUp], today: Day) -> [f64; Lane::ALL.len()] {
    let mut acts_of: HashMap<PersonId, Vec<&FollowUp>> = HashMap::new();
    for act in acts {
        acts_of.entry(act.person).or_default().push(act);
    }
    let mut records = [LaneRecord::default(); Lane::ALL.len()];
    for one in suggestions.iter().filter(|one| one.day < today && one.lane != Lane::Wake) {
        let until = one.at.plus_days(f64::from(ONCE_IN_DAYS));
        let followed = acts_of
            .get(&one.person)
            .and_then(|acts| acts.iter().find(|act| act.at >= one.at && act.at < until).map(|act| act.act));
        let record = &mut records[one.lane as usize];
        record.shown += 1;
        record.done += u32::from(followed == Some(FollowUpAct::Done));
        record.dismissed += u32::from(followed == Some(FollowUpAct::Dismissed));
    }
    let all = records.iter().fold(LaneRecord::default(), |sum, one| LaneRecord {
        shown: sum.shown + one.shown,
        done: sum.done + one.done,
        dismissed: sum.dismissed + one.dismissed,
    });
    records.map(|record| lane_weight(record, all))
}
