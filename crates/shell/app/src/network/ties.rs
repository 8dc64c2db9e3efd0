use rapport_model::{Member, Moment};
use rapport_science::{Graph, Overlap, Tie, overlaps};
use rapport_store::{StoreError, Tx};

use crate::acting::Acting;
use crate::error::{AppError, Result, What};
use crate::network::co_occurrences::{CoOccurrences, strength};
use crate::permission::rights::Resource;
use crate::sphere::directory::Directory;
use crate::sphere::load::{priors, strengths};

/// The ties of the team's network that a member may see.
pub struct Ties {
    /// The moment for which strengths were computed.
    pub as_of: Moment,
    /// Sorted by the two people: members first, then people by their addresses.
    pub ties: Vec<TieLine>,
}

/// A tie, with the addresses of the two.
#[derive(Clone, Debug, PartialEq)]
pub struct TieLine {
    /// The address of one of the two, or the name of a member without an address.
    pub a: String,
    /// The address of the other.
    pub b: String,
    /// `ours` when one of the two is a member, `seen` when two people took part in the same interactions.
    pub kind: &'static str,
    /// The strength of the tie, 0 to 1.
    pub strength: f32,
    /// The proportion of either's other contacts whom both know, 0 to 1.
    pub overlap: f64,
    /// The number of people both know.
    pub common: u32,
    /// Whether the tie is a local bridge: both know others, and nobody knows both.
    pub bridge: bool,
}

impl Acting {
    /// Every tie of the team's network that the member may see. Reads the whole log, without the caches.
    pub async fn ties(&self) -> Result<Ties> {
        let (now, team, viewer) = (self.now(), self.team_facts().await?, self.id());
        let me = team.place_of(viewer).ok_or(AppError::NotFound(What::Member))?;
        let found = self.read_all(Resource::Network, move |tx| {
            let (directory, members) = (&team.directory, team.members.len() as u32);
            let graph = graph(tx, directory, &team.members, now)?;
            let addresses = addresses_of_members(tx, &team.members)?;
            let is_shown = |node: u32| node < members || team.is_shown(viewer, node - members);
            let is_hidden = |tie: &Overlap| {
                let known = || team.tie_of(tie.a as u16, tie.b - members);
                tie.a < members
                    && tie.a != u32::from(me)
                    && known().is_none_or(|tie| team.is_hidden(viewer, tie))
            };
            let address = |node: u32| match addresses.get(node as usize) {
                Some(own) => own.clone(),
                None => directory.at(node - members).address.to_string(),
            };
            let shown = overlaps(&graph)
                .into_iter()
                .filter(|tie| !is_hidden(tie) && is_shown(tie.a) && is_shown(tie.b));
            let line = |tie: Overlap| TieLine {
                a: address(tie.a),
                b: address(tie.b),
                kind: if tie.a < members { "ours" } else { "seen" },
                strength: graph.strength(tie.a, tie.b).unwrap_or_default(),
                overlap: tie.value(),
                common: tie.common,
                bridge: tie.is_local_bridge(),
            };
            Ok(shown.map(line).collect())
        });
        Ok(Ties { as_of: now, ties: found.await? })
    }
}

/// The graph of who knows whom. Nodes are the members in the order of the team, then the people in the order of their
/// slots.
fn graph(tx: &Tx<'_>, directory: &Directory, members: &[Member], now: Moment) -> Result<Graph, StoreError> {
    let (priors, calendar) = (priors(tx)?, tx.calendar()?);
    let first = members.len() as u32;
    let mut ties = Vec::new();
    for (member, node) in members.iter().zip(0..) {
        let own = strengths(tx, directory, member.id, &priors, now)?.into_iter();
        ties.extend(own.map(|(slot, strength)| Tie { a: node, b: first + slot, strength }));
    }
    CoOccurrences::read(tx, directory, now)?.each_pair(|lower, upper, of_pair| {
        let strength = strength(of_pair.iter().map(|(.., at)| *at), &calendar, &priors, now);
        ties.push(Tie { a: first + lower, b: first + upper, strength });
    });
    Ok(Graph::of(first + directory.len() as u32, ties))
}

/// The first own address of each member, or their name when they have none.
pub(crate) fn addresses_of_members(tx: &Tx<'_>, members: &[Member]) -> Result<Vec<String>, StoreError> {
    let ours = tx.rules()?.ours;
    let first = |member: &Member| ours.iter().find(|(_, owner)| **owner == member.id);
    let address =
        |member: &Member| first(member).map_or(member.name.clone(), |(own, _)| own.as_str().to_owned());
    Ok(members.iter().map(address).collect())
}
