pub(crate) mod cache;
pub(crate) mod changes;
pub(crate) mod dormant;
pub(crate) mod facts;
pub(crate) mod introductions;
pub(crate) mod lists;
pub(crate) mod paths;
pub(crate) mod sleepers;
pub(crate) mod view;

use std::collections::HashMap;
use std::sync::Arc;

use rapport_model::{Calendar, Member, MemberId, Moment, PersonId, Via};
use rapport_science::{Constraint, Graph, Overlap, OverlapIndex, Priors, Tie, constraint};

use crate::kept::Kept;
use crate::network::facts::{Facts, Span};
use crate::permission::hidden_ties::Hidden;
use crate::phrases::company::is_company;

/// Who knows whom, over the whole team: its members, everybody they met, and who was seen with whom.
///
/// Nodes are members first, in the order of the team, then people as they came. What was seen makes two kinds of
/// ties: a member and a person (the strength is that of persistence), and two people who took part in the same
/// interactions (the same measure, over the moments at which we saw them together). Overlap, bridges and constraint
/// rest on these alone.
#[derive(Clone)]
pub struct Network {
    /// The moment.
    pub now: Moment,
    pub(crate) members: Vec<Member>,
    pub(crate) people: Vec<PersonId>,
    /// The node of each person.
    pub(crate) nodes: HashMap<PersonId, u32>,
    /// Of each node.
    pub(crate) names: Vec<Box<str>>,
    /// Of each node; of members the first of their own, or their name.
    pub(crate) addresses: Vec<Box<str>>,
    /// The company of each node, by its place among the domains; none where everybody can have an address.
    pub(crate) companies: Vec<Option<u32>>,
    pub(crate) domains: Vec<Box<str>>,
    /// What was seen.
    pub(crate) seen: OverlapIndex,
    /// The same, and colleagues, who can always ask each other: a tie of strength 1 between any two members.
    pub(crate) asking: Graph,
    /// Of each tie that was seen, in the order of the two nodes.
    pub(crate) spans: Vec<((u32, u32), Span)>,
    pub(crate) priors: Priors,
    pub(crate) calendar: Calendar,
    /// Of the members, as they were when the network was last made anew.
    pub(crate) constraints: Vec<Option<Constraint>>,
    /// What members keep to themselves.
    pub(crate) hidden: Hidden,
    /// What other rooms make of it.
    pub(crate) kept: Arc<Kept>,
}

/// A tie of the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct KnownTie {
    pub(crate) overlap: Overlap,
    pub(crate) span: Span,
}

/// How strong a tie is, as colleagues may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Contact within 30 days is unlikely.
    Faint,
    /// It may come to contact.
    Some,
    /// It most likely comes to contact.
    Strong,
}

impl Band {
    /// The band of a strength.
    pub fn of(strength: f64) -> Self {
        match strength {
            strength if strength < 0.10 => Self::Faint,
            strength if strength < 0.45 => Self::Some,
            _ => Self::Strong,
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Faint => "faint",
            Self::Some => "some",
            Self::Strong => "strong",
        }
    }
}

/// A tie as programs of the owner read it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TieLine<'a> {
    /// The address of one, or the name of a member without an address.
    pub a: &'a str,
    /// The address of the other.
    pub b: &'a str,
    /// `ours` when a member is one of the two, `seen` when we saw two people together.
    pub kind: &'static str,
    /// 0 to 1.
    pub strength: f32,
    /// The share of either's other contacts whom both know.
    pub overlap: f64,
    /// How many people both know.
    pub common: u32,
    /// A local bridge: both know others, and nobody knows both.
    pub bridge: bool,
}

impl Network {
    pub(crate) fn of(facts: Facts) -> Self {
        let count = facts.members.len();
        let nodes = (count + facts.people.len()) as u32;
        let (ties, mut spans) = facts.ties();
        let graph = Graph::of(nodes, ties.iter().copied());
        let team = 0..count as u32;
        let colleagues =
            team.clone().flat_map(|a| (a + 1..team.end).map(move |b| Tie { a, b, strength: 1.0 }));
        let asking = Graph::of(nodes, ties.into_iter().chain(colleagues));
        spans.sort_unstable_by_key(|(pair, _)| *pair);
        let mut constraints = constraint(&graph);
        constraints.truncate(count);
        let mut network = Self {
            now: facts.now,
            kept: Arc::default(),
            members: facts.members,
            people: facts.people,
            nodes: facts.nodes,
            names: facts.names,
            companies: Vec::new(),
            addresses: facts.addresses,
            domains: Vec::new(),
            seen: OverlapIndex::of(graph),
            asking,
            spans,
            priors: facts.priors,
            calendar: facts.calendar,
            constraints,
            hidden: facts.hidden,
        };
        network.find_companies();
        network
    }

    /// Finds the company of each node; members have none.
    pub(crate) fn find_companies(&mut self) {
        let mut known: HashMap<&str, u32> = HashMap::new();
        self.domains.clear();
        self.companies = vec![None; self.members.len()];
        for address in &self.addresses[self.members.len()..] {
            let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain);
            let place = (!domain.is_empty() && is_company(domain)).then(|| {
                *known.entry(domain).or_insert_with(|| {
                    self.domains.push(domain.into());
                    self.domains.len() as u32 - 1
                })
            });
            self.companies.push(place);
        }
    }

    /// Who was seen with whom.
    pub(crate) fn graph(&self) -> &Graph {
        self.seen.graph()
    }

    /// How many people there are besides the team.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// The ties that a member may see, in the order of the nodes.
    pub fn ties(&self, member: MemberId) -> impl Iterator<Item = TieLine<'_>> {
        let me = self.node_of_member(member).unwrap_or(u32::MAX);
        let is_shown = move |tie: &Overlap| {
            !self.is_hidden(me, tie.a, tie.b) && self.is_shown(me, tie.a) && self.is_shown(me, tie.b)
        };
        self.seen.overlaps().filter(is_shown).map(|overlap| self.line(overlap))
    }

    /// Whether a colleague keeps the tie of two nodes to themselves.
    pub(crate) fn is_hidden(&self, me: u32, a: u32, b: u32) -> bool {
        let (member, other) = (a.min(b), a.max(b));
        member != me
            && self.is_member(member)
            && self
                .person_at(other)
                .is_some_and(|person| self.hidden.has(self.members[member as usize].id, person))
    }

    /// The same, of a member and a person by their ids.
    pub(crate) fn shows(&self, member: MemberId, person: PersonId) -> bool {
        let nodes = self.node_of_member(member).zip(self.node_of_person(person));
        nodes.is_some_and(|(me, node)| self.is_shown(me, node))
    }

    /// Whether a member may know that the team has met somebody: one of it does not hide it.
    pub(crate) fn is_shown(&self, me: u32, node: u32) -> bool {
        let mut members = self.graph().neighbors(node).iter().take_while(|other| self.is_member(**other));
        self.is_member(node) || members.any(|member| !self.is_hidden(me, *member, node))
    }

    fn line(&self, overlap: Overlap) -> TieLine<'_> {
        let Overlap { a, b, common, .. } = overlap;
        TieLine {
            a: &self.addresses[a as usize],
            b: &self.addresses[b as usize],
            kind: if self.is_member(a) { "ours" } else { "seen" },
            strength: self.strength(a, b),
            overlap: overlap.value(),
            common,
            bridge: overlap.is_local_bridge(),
        }
    }

    pub(crate) fn node_of_member(&self, member: MemberId) -> Option<u32> {
        self.members.iter().position(|one| one.id == member).map(|place| place as u32)
    }

    pub(crate) fn node_of_person(&self, person: PersonId) -> Option<u32> {
        self.nodes.get(&person).copied()
    }

    /// The node of whoever can be asked.
    pub(crate) fn node_of(&self, via: Via) -> Option<u32> {
        match via {
            Via::Member(member) => self.node_of_member(member),
            Via::Person(person) => self.node_of_person(person),
        }
    }

    /// Who a node is.
    pub(crate) fn via(&self, node: u32) -> Via {
        self.person_at(node).map_or_else(|| Via::Member(self.members[node as usize].id), Via::Person)
    }

    pub(crate) fn person_at(&self, node: u32) -> Option<PersonId> {
        self.people.get((node as usize).checked_sub(self.members.len())?).copied()
    }

    pub(crate) fn is_member(&self, node: u32) -> bool {
        (node as usize) < self.members.len()
    }

    pub(crate) fn name(&self, node: u32) -> &str {
        &self.names[node as usize]
    }

    /// The domain of a node's company.
    pub(crate) fn company(&self, node: u32) -> Option<&str> {
        self.companies[node as usize].map(|place| &*self.domains[place as usize])
    }

    pub(crate) fn strength(&self, a: u32, b: u32) -> f32 {
        self.graph().strength(a, b).unwrap_or_default()
    }

    /// Since when two nodes have a tie.
    pub(crate) fn span(&self, a: u32, b: u32) -> Option<Span> {
        let pair = (a.min(b), a.max(b));
        let place = self.spans.binary_search_by_key(&pair, |(pair, _)| *pair).ok()?;
        Some(self.spans[place].1)
    }

    /// The ties of a member with people, in the order of the people.
    pub(crate) fn ties_of(&self, member: u32) -> impl Iterator<Item = KnownTie> {
        let from = self.spans.partition_point(|(pair, _)| *pair < (member, self.members.len() as u32));
        let overlaps = self.seen.overlaps_of(member).filter(move |tie| tie.a == member);
        overlaps.zip(&self.spans[from..]).map(|(overlap, (_, span))| KnownTie { overlap, span: *span })
    }

    /// The people whom somebody was seen with or knows; members are left out.
    pub(crate) fn people_around(&self, node: u32) -> &[u32] {
        let row = self.graph().neighbors(node);
        &row[row.partition_point(|node| self.is_member(*node))..]
    }
}
