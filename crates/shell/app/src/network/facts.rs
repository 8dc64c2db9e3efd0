//! What the network is made of, as the log has it.

use std::collections::HashMap;

use rapport_model::{Calendar, Channel, InteractionId, Member, MemberId, Moment, PersonId, Side, Touch};
use rapport_science::{PairState, Priors, Tie, persistence};
use rapport_store::{StoreError, Tx};

use crate::permission::hidden_ties::Hidden;
use crate::sphere::load;

/// More people than this on one mail or in one meeting say little about who knows whom.
pub(crate) const MOST_TOGETHER: usize = 12;

/// A tie from its beginning to now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    /// The first touch.
    pub(crate) first: Moment,
    /// The last contact; of a tie without any, the last touch.
    pub(crate) last: Moment,
    /// Days of contact.
    pub(crate) days: u32,
}

/// Everything that the network is computed from.
pub(crate) struct Facts {
    pub(crate) now: Moment,
    pub(crate) members: Vec<Member>,
    pub(crate) people: Vec<PersonId>,
    /// The node of each person.
    pub(crate) nodes: HashMap<PersonId, u32>,
    pub(crate) names: Vec<Box<str>>,
    pub(crate) addresses: Vec<Box<str>>,
    pub(crate) hidden: Hidden,
    pub(crate) priors: Priors,
    pub(crate) calendar: Calendar,
    /// Ties of members and people.
    ours: Vec<(u32, u32, f32, Span)>,
    /// Two people and a moment at which both took part in the same thing.
    together: Vec<(u32, u32, Moment)>,
}

type Spans = Vec<((u32, u32), Span)>;

impl Facts {
    pub(crate) fn read(tx: &Tx<'_>, now: Moment) -> Result<Self, StoreError> {
        let members = tx.members()?;
        let mut facts = Self {
            now,
            hidden: Hidden::of(tx)?,
            priors: load::priors(tx)?,
            calendar: tx.calendar()?,
            people: Vec::new(),
            nodes: HashMap::new(),
            names: members.iter().map(|member| member.name.as_str().into()).collect(),
            addresses: addresses_of_members(tx, &members)?,
            ours: Vec::new(),
            together: Vec::new(),
            members,
        };
        facts.read_people(tx)?;
        for node in 0..facts.members.len() {
            facts.read_ties(tx, node)?;
        }
        facts.read_together(tx)?;
        Ok(facts)
    }

    /// Nodes are in the order of the addresses, which is the same in every store; ids of people are not.
    fn read_people(&mut self, tx: &Tx<'_>) -> Result<(), StoreError> {
        let mut people: Vec<(Box<str>, Box<str>, PersonId)> = Vec::new();
        tx.each_person(|person, name| people.push((Box::default(), name.into(), person)))?;
        let places: HashMap<PersonId, usize> =
            people.iter().enumerate().map(|(place, (_, _, person))| (*person, place)).collect();
        let mut used = vec![Moment::from_micros(i64::MIN); people.len()];
        tx.each_address(|person, address, at| {
            if let Some(place) = places.get(&person)
                && at > used[*place]
            {
                (used[*place], people[*place].0) = (at, address.into());
            }
        })?;
        people.sort_unstable();
        let first = self.members.len() as u32;
        self.nodes = people.iter().map(|(_, _, person)| *person).zip(first..).collect();
        for (address, name, person) in people {
            self.people.push(person);
            self.names.push(if name.is_empty() { address.clone() } else { name });
            self.addresses.push(address);
        }
        Ok(())
    }

    fn read_ties(&mut self, tx: &Tx<'_>, node: usize) -> Result<(), StoreError> {
        let (now, member) = (self.now, self.members[node].id);
        tx.each_state(member, |person, bytes| {
            let state = PairState::from_bytes(&bytes);
            if let (Some(state), Some(to)) = (state, self.nodes.get(&person)) {
                let strength = persistence(&state, &self.priors, now) as f32;
                self.ours.push((node as u32, *to, strength, span(&state, now)));
            }
        })
    }

    /// Everybody of an interaction with everybody else of it. What is still to come counts for nothing.
    fn read_together(&mut self, tx: &Tx<'_>) -> Result<(), StoreError> {
        let mut at_hand: Option<(InteractionId, Moment)> = None;
        let mut present: Vec<u32> = Vec::new();
        tx.each_taking_part(|interaction, person, _: MemberId, at| {
            if at_hand.is_none_or(|(known, _)| known != interaction) {
                pair_up(&mut self.together, &present, at_hand.map(|(_, at)| at));
                present.clear();
                at_hand = Some((interaction, at));
            }
            if at <= self.now
                && let Some(node) = self.nodes.get(&person)
                && present.last() != Some(node)
            {
                present.push(*node);
            }
        })?;
        pair_up(&mut self.together, &present, at_hand.map(|(_, at)| at));
        self.together.sort_unstable();
        Ok(())
    }

    /// The ties with their strengths, and since when each is. Pairs are folded one after the other, so that no more
    /// than one state is held at a time. Two who were seen together once have a tie too: it is as faint as its
    /// persistence says, and without it there would be bridges where there are none.
    pub(crate) fn ties(&self) -> (Vec<Tie>, Spans) {
        let (mut ties, mut spans) = (Vec::new(), Spans::new());
        for (a, b, strength, span) in self.ours.iter().copied() {
            ties.push(Tie { a, b, strength });
            spans.push(((a, b), span));
        }
        for pair in self.together.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)) {
            let at = pair.iter().map(|(_, _, at)| *at);
            let (tie, span) = together((pair[0].0, pair[0].1), at, &self.calendar, &self.priors, self.now);
            ties.push(tie);
            spans.push(((tie.a, tie.b), span));
        }
        (ties, spans)
    }
}

/// The tie of two people from the moments at which they were seen together, in time order.
pub(crate) fn together(
    (a, b): (u32, u32),
    moments: impl Iterator<Item = Moment>,
    calendar: &Calendar,
    priors: &Priors,
    now: Moment,
) -> (Tie, Span) {
    let mut state = PairState::default();
    for at in moments {
        // Seen from outside it is neither's doing; a call shows both, whoever made it.
        let touch = Touch { at, side: Side::Theirs, channel: Channel::Call, opens: false };
        state.fold(&touch, calendar.day(at));
    }
    (Tie { a, b, strength: persistence(&state, priors, now) as f32 }, span(&state, now))
}

/// The first own address of each member, or their name.
pub(crate) fn addresses_of_members(tx: &Tx<'_>, members: &[Member]) -> Result<Vec<Box<str>>, StoreError> {
    let ours = tx.rules()?.ours;
    let address = |member: &Member| {
        let own = ours.iter().find(|(_, owner)| **owner == member.id);
        own.map_or(member.name.as_str(), |(own, _)| own.as_str()).into()
    };
    Ok(members.iter().map(address).collect())
}

pub(crate) fn span(state: &PairState, now: Moment) -> Span {
    let last = state.last_contact().or(state.last_touch());
    Span { first: state.first().unwrap_or(now), last: last.unwrap_or(now), days: state.contact_days() }
}

fn pair_up(together: &mut Vec<(u32, u32, Moment)>, present: &[u32], at: Option<Moment>) {
    let Some(at) = at.filter(|_| present.len() <= MOST_TOGETHER) else { return };
    for (place, a) in present.iter().enumerate() {
        together.extend(present[place + 1..].iter().map(|b| (*a.min(b), *a.max(b), at)));
    }
}
