//! The lists behind the picture of a sphere, each line with its reason.

use std::collections::{BTreeMap, HashSet};

use rapport_model::PersonId;
use rapport_science::DORMANT_DAYS;

use crate::network::{KnownTie, Network};
use crate::phrases::names::first_name;
use crate::phrases::numbers::{count, percent, since};
use crate::sphere::warmth::Warmth;

/// How long a list is.
const SHOWN: usize = 8;
const COMPANIES_SHOWN: usize = 5;
/// From this strength on a tie is live.
const LIVE: f32 = 0.20;
/// Below this strength a tie holds no link into a company.
const COLD: f32 = 0.05;
/// The ties that open circles share somebody, and no more than three quarters of the member's ties that do.
const MODERATE: f64 = 0.75;
/// And are not stronger than this.
const WEAK: f32 = 0.45;
/// Links into a company from which on it is said who holds most of them, and how much "most" is.
const FEWEST_LINKS: usize = 5;
const MOST_LINKS: f64 = 0.8;

/// A person on a list, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The address they used last.
    pub address: String,
    /// How warm the tie is.
    pub warmth: Warmth,
    /// Why they are on it.
    pub why: String,
}

/// A company whose links few of the team hold. It is about the team and names nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Concentration {
    /// The company's domain.
    pub domain: String,
    /// `2 people hold 90 % of the team's 20 links into acme.example.`
    pub why: String,
}

impl Noted {
    fn of(network: &Network, me: u32, node: u32, why: String) -> Option<Self> {
        Some(Self {
            person: network.person_at(node)?,
            name: network.name(node).to_owned(),
            address: network.addresses[node as usize].to_string(),
            warmth: Warmth::of(f64::from(network.strength(me, node))),
            why,
        })
    }
}

/// The warmest ties.
pub(crate) fn core(network: &Network, me: u32) -> Vec<Noted> {
    let warm = |tie: &KnownTie| Warmth::of(f64::from(network.strength(me, tie.overlap.b))) == Warmth::Warm;
    let found = network.ties_of(me).filter(warm).map(|tie| {
        let node = tie.overlap.b;
        let why = format!(
            "{} of contact, the last {}.",
            count(u64::from(tie.span.days), "day", "days"),
            since(tie.span.last, network.now)
        );
        (f64::from(network.strength(me, node)), node, why)
    });
    best(network, me, found.collect())
}

/// The only links: nobody else leads where they do.
pub(crate) fn bridges(network: &Network, me: u32) -> Vec<Noted> {
    let mut found = only_links(network, me);
    for tie in network.ties_of(me).filter(|tie| tie.overlap.is_local_bridge()) {
        let node = tie.overlap.b;
        let behind = network.people_around(node).iter().filter(|other| network.is_shown(me, **other)).count();
        let strength = network.strength(me, node);
        if strength < COLD || behind == 0 {
            continue;
        }
        let name = first_name(network.name(node));
        let others = match behind {
            1 => "another person, whom you do not know".to_owned(),
            behind => format!("{behind} others, none of whom you know"),
        };
        let why = format!("{name} was seen with {others}: your only link into that circle.");
        found.push((f64::from(strength) * (1.0 + (behind as f64).ln_1p()), node, why));
    }
    best(network, me, found)
}

/// Companies that the team reaches through this member alone.
fn only_links(network: &Network, me: u32) -> Vec<(f64, u32, String)> {
    let mut known = vec![0_u32; network.domains.len()];
    for company in network.companies.iter().flatten() {
        known[*company as usize] += 1;
    }
    let mut live = vec![0_u32; network.domains.len()];
    let mut is_shared = vec![false; network.domains.len()];
    let mut closest: BTreeMap<u32, (f32, u32, u32)> = BTreeMap::new();
    for member in 0..network.members.len() as u32 {
        for tie in network.ties_of(member) {
            let node = tie.overlap.b;
            let Some(company) = network.companies[node as usize] else { continue };
            if network.is_hidden(me, member, node) {
                continue;
            }
            let strength = network.strength(member, node);
            live[company as usize] += u32::from(strength >= LIVE);
            if member != me {
                is_shared[company as usize] = true;
                continue;
            }
            let mine = closest.entry(company).or_insert((strength, node, 0));
            mine.2 += 1;
            if strength > mine.0 {
                (mine.0, mine.1) = (strength, node);
            }
        }
    }
    let mut found = Vec::new();
    for (company, (strength, node, mine)) in closest {
        if strength < LIVE {
            continue;
        }
        let (domain, name) = (&network.domains[company as usize], first_name(network.name(node)));
        let others = known[company as usize] - 1;
        let whose = if network.members.len() > 1 { "the team’s" } else { "your" };
        let why = if live[company as usize] == 1 && others > 0 {
            let rest = if others == 1 { "the other one there has" } else { "the others there have" };
            format!("{name} is {whose} only live link into {domain}; {rest} gone quiet.")
        } else if network.members.len() > 1 && !is_shared[company as usize] {
            match mine {
                1 => format!("Nobody else of the team knows anybody at {domain}."),
                mine => format!("You alone know people at {domain}: {mine} of them, {name} the closest."),
            }
        } else {
            continue;
        };
        found.push((f64::from(strength) * (0.5 + 0.5 * f64::from(known[company as usize]).ln()), node, why));
    }
    found
}

/// Moderately weak ties into circles that are not the member's own: a middling overlap, little contact, not asleep.
pub(crate) fn openings(network: &Network, me: u32) -> Vec<Noted> {
    let ties: Vec<KnownTie> = network.ties_of(me).collect();
    let mut overlaps: Vec<f64> =
        ties.iter().map(|tie| tie.overlap.value()).filter(|value| *value > 0.0).collect();
    if overlaps.is_empty() {
        return Vec::new();
    }
    overlaps.sort_by(f64::total_cmp);
    let most = overlaps[((overlaps.len() - 1) as f64 * MODERATE).round() as usize];
    let mut found = Vec::new();
    for tie in ties {
        let (node, overlap) = (tie.overlap.b, tie.overlap.value());
        let strength = network.strength(me, node);
        let is_asleep = tie.span.days == 0 || network.now.days_since(tie.span.last) >= DORMANT_DAYS;
        let around = network.people_around(node);
        if is_asleep || strength >= WEAK || tie.overlap.common == 0 || overlap > most {
            continue;
        }
        let is_new =
            |other: &&u32| network.graph().strength(me, **other).is_none() && network.is_shown(me, **other);
        let fresh = around.iter().filter(is_new).count();
        if fresh == 0 {
            continue;
        }
        let why = format!(
            "{} in common, and seen with {} whom you do not know; the last contact was {}.",
            count(u64::from(tie.overlap.common), "person", "people"),
            count(fresh as u64, "person", "people"),
            since(tie.span.last, network.now)
        );
        found.push((-f64::from(strength), node, why));
    }
    best(network, me, found)
}

/// Companies into which few of the team hold most of the links.
pub(crate) fn concentrations(network: &Network, me: u32) -> Vec<Concentration> {
    let team = network.members.len();
    let mut held: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for member in 0..team as u32 {
        for tie in network.ties_of(member) {
            if network.strength(member, tie.overlap.b) >= COLD
                && !network.is_hidden(me, member, tie.overlap.b)
                && let Some(company) = network.companies[tie.overlap.b as usize]
            {
                held.entry(company).or_insert_with(|| vec![0; team])[member as usize] += 1;
            }
        }
    }
    let mut found: Vec<(usize, u32, String)> = Vec::new();
    for (company, mut links) in held {
        let all: usize = links.iter().sum();
        links.sort_unstable_by(|one, other| other.cmp(one));
        let mut sum = 0;
        let holders = links.iter().take_while(|links| {
            let is_needed = (sum as f64) < MOST_LINKS * all as f64;
            sum += if is_needed { **links } else { 0 };
            is_needed
        });
        let holders = holders.count();
        if all < FEWEST_LINKS || holders >= team {
            continue;
        }
        let who = if holders == 1 { "One person holds".to_owned() } else { format!("{holders} people hold") };
        let share = if sum == all { "all".to_owned() } else { percent(sum as f64 / all as f64) + " of" };
        let domain = &network.domains[company as usize];
        found.push((all, company, format!("{who} {share} the team’s {all} links into {domain}.")));
    }
    found.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    found.truncate(COMPANIES_SHOWN);
    let named = |(_, company, why): (usize, u32, String)| Concentration {
        domain: network.domains[company as usize].to_string(),
        why,
    };
    found.into_iter().map(named).collect()
}

/// The first of a list by score, each person once, for the reason that counts most.
fn best(network: &Network, me: u32, mut found: Vec<(f64, u32, String)>) -> Vec<Noted> {
    found.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut known = HashSet::new();
    let fresh = found.into_iter().filter(|(_, node, _)| known.insert(*node));
    fresh.take(SHOWN).filter_map(|(_, node, why)| Noted::of(network, me, node, why)).collect()
}
