//! The lists below the picture of a sphere: people and companies, each with a reason.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashSet};

use rapport_model::PersonId;

use crate::network::member_ties::{MemberTie, MemberTies};
use crate::network::snapshot::NetworkSnapshot;
use crate::phrases::names::first_name;
use crate::phrases::numbers::{count, percent, since};
use crate::selection::first;
use crate::sphere::span::Span;
use crate::sphere::warmth::Warmth;
use crate::team::visible_totals::VisibleTotals;

/// The maximum number of people on a list.
const MAX_LISTED: usize = 8;
/// The maximum number of companies on a list.
const MAX_COMPANIES: usize = 5;
/// The quantile of the positive overlaps of the member's ties that is the maximum overlap of an opening.
const MAX_OVERLAP_QUANTILE: f64 = 0.75;
/// The strength below which a tie is weak.
const WEAK: f32 = 0.45;
/// The minimum number of ties with a company for a concentration.
const MIN_LINKS: usize = 5;
/// The proportion of the ties with a company that counts as most of them.
const CONCENTRATED: f64 = 0.8;

/// A person on a list, and the reason.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedPerson {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The address they used last.
    pub address: String,
    /// The warmth of the tie.
    pub warmth: Warmth,
    /// The reason why they are on the list, as a sentence.
    pub why: String,
}

/// A company with which few members of the team have most of the ties. It names nobody.
#[derive(Clone, Debug, PartialEq)]
pub struct Concentration {
    /// The company's domain.
    pub domain: String,
    /// `2 people hold 90 % of the team's 20 links into acme.example.`
    pub why: String,
}

impl ListedPerson {
    fn of(snapshot: &NetworkSnapshot, slot: u32, why: String) -> Option<Self> {
        let entry = snapshot.directory().at(slot);
        Some(Self {
            person: entry.person,
            name: entry.name.to_string(),
            address: entry.address.to_string(),
            warmth: Warmth::of(f64::from(snapshot.sphere.tie(entry.person)?.probability)),
            why,
        })
    }
}

/// The best score first, then the lower slot.
fn best_first(one: &(f64, u32), other: &(f64, u32)) -> Ordering {
    other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
}

/// The warmest ties, from the slots of the strongest in their order.
pub(crate) fn core(snapshot: &NetworkSnapshot, ties: &MemberTies, strongest: &[u32]) -> Vec<ListedPerson> {
    let warm = |slot: &&u32| ties.tie(**slot).warmth() == Warmth::Warm;
    let found = strongest.iter().take_while(warm).take(MAX_LISTED).filter_map(|slot| {
        let span = span(snapshot, *slot)?;
        let days = count(u64::from(span.days), "day", "days");
        let why = format!("{days} of contact, the last {}.", since(span.last, snapshot.sphere.now));
        ListedPerson::of(snapshot, *slot, why)
    });
    found.collect()
}

fn span(snapshot: &NetworkSnapshot, slot: u32) -> Option<Span> {
    let tie = snapshot.sphere.tie(snapshot.directory().at(slot).person)?;
    Some(Span::of(&tie.state, snapshot.sphere.now))
}

/// Ties that are the only link: local bridges to people whom the member does not know, and the only live ties of the
/// team with a company.
pub(crate) fn bridges(
    snapshot: &NetworkSnapshot,
    totals: &VisibleTotals<'_>,
    ties: &MemberTies,
) -> Vec<ListedPerson> {
    let known = snapshot.sphere.len();
    let score = |strength: f32, behind: u32| f64::from(strength) * (1.0 + f64::from(behind).ln_1p());
    let bridging =
        |(_, tie): &(u32, &MemberTie)| !tie.warmth().is_cold() && tie.overlap(known).is_local_bridge();
    // Leaving out people whom colleagues hide can only lower a score, so that it is computed for the highest bounds
    // alone.
    let at_most = ties.iter().filter(bridging).map(|(slot, tie)| {
        let strength = tie.strength;
        Bound { score: score(strength, tie.seen_with), slot, strength }
    });
    let mut bounds: BinaryHeap<Bound> = at_most.filter(|bound| bound.score > 0.0).collect();
    let mut found: Vec<(f64, u32, String)> = only_links(snapshot, totals, ties);
    let mut links: Vec<f64> = Vec::new();
    while let Some(bound) = bounds.pop() {
        links.sort_by(|one, other| other.total_cmp(one));
        if links.get(MAX_LISTED - 1).is_some_and(|last| *last > bound.score) {
            break;
        }
        let neighbors = snapshot.network.graph.neighbors(bound.slot);
        let behind = neighbors.filter(|other| snapshot.is_shown(*other)).count() as u32;
        if behind == 0 {
            continue;
        }
        let name = first_name(&snapshot.directory().at(bound.slot).name);
        let others = match behind {
            1 => "another person, whom you do not know".to_owned(),
            behind => format!("{behind} others, none of whom you know"),
        };
        let why = format!("{name} was seen with {others}: your only link into that circle.");
        let score = score(bound.strength, behind);
        links.push(score);
        found.push((score, bound.slot, why));
    }
    best(snapshot, found)
}

/// A tie with an upper bound of its score, ordered by that.
struct Bound {
    score: f64,
    slot: u32,
    strength: f32,
}

impl Ord for Bound {
    fn cmp(&self, other: &Self) -> Ordering {
        best_first(&(self.score, self.slot), &(other.score, other.slot)).reverse()
    }
}

impl PartialOrd for Bound {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Bound {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Bound {}

/// The member's strongest tie with a company, and the number of their ties with it.
#[derive(Clone, Copy)]
struct Closest {
    strength: f64,
    slot: u32,
    ties: u32,
}

/// Companies with which only this member has live ties, or any ties. Scores, slots and reasons.
fn only_links(
    snapshot: &NetworkSnapshot,
    totals: &VisibleTotals<'_>,
    ties: &MemberTies,
) -> Vec<(f64, u32, String)> {
    let directory = snapshot.directory();
    let mut closest = vec![Closest { strength: -1.0, slot: 0, ties: 0 }; directory.companies()];
    for (slot, tie) in ties.iter() {
        let Some(company) = directory.at(slot).company else { continue };
        let (known, strength) = (&mut closest[company as usize], f64::from(tie.strength));
        known.ties += 1;
        if best_first(&(strength, slot), &(known.strength, known.slot)).is_lt() {
            (known.strength, known.slot) = (strength, slot);
        }
    }
    let team = snapshot.team.members.len();
    let mut found: Vec<(f64, u32)> = Vec::new();
    let mut reasons: Vec<(u32, bool)> = Vec::new();
    totals.each_company(|company, of_members| {
        let mine = closest[company as usize];
        if !Warmth::of(mine.strength).is_live() {
            return;
        }
        let live: u32 = of_members.iter().map(|sum| sum.live).sum();
        let people = directory.people_at(company);
        let is_last = live == 1 && people > 1;
        let is_alone = team > 1
            && of_members
                .iter()
                .enumerate()
                .all(|(place, sum)| place == usize::from(snapshot.me) || sum.ties == 0);
        if is_last || is_alone {
            let score = mine.strength * (0.5 + 0.5 * f64::from(people).ln());
            found.push((score, reasons.len() as u32));
            reasons.push((company, is_last));
        }
    });
    let by_slot = |one: &(f64, u32), other: &(f64, u32)| {
        let slot = |place: u32| closest[reasons[place as usize].0 as usize].slot;
        best_first(&(one.0, slot(one.1)), &(other.0, slot(other.1)))
    };
    let told = first(&mut found, MAX_LISTED, by_slot).iter().map(|(score, place)| {
        let (company, is_last) = reasons[*place as usize];
        let Closest { slot, ties, .. } = closest[company as usize];
        let (domain, name) = (directory.domain(company), first_name(&directory.at(slot).name));
        let why = match (is_last, ties) {
            (true, _) => {
                let whose = if team > 1 { "the team’s" } else { "your" };
                let one_other = directory.people_at(company) == 2;
                let rest = if one_other { "the other one there has" } else { "the others there have" };
                format!("{name} is {whose} only live link into {domain}; {rest} gone quiet.")
            }
            (false, 1) => format!("Nobody else of the team knows anybody at {domain}."),
            (false, ties) => {
                format!("You alone know people at {domain}: {ties} of them, {name} the closest.")
            }
        };
        (*score, slot, why)
    });
    told.collect()
}

/// Weak ties with people of other circles: active ties with a moderate overlap, whose neighbors are in part unknown to
/// the member.
pub(crate) fn openings(snapshot: &NetworkSnapshot, ties: &MemberTies) -> Vec<ListedPerson> {
    let known = snapshot.sphere.len();
    let overlaps = ties.iter().map(|(_, tie)| tie.overlap(known).value());
    let mut overlaps: Vec<f64> = overlaps.filter(|value| *value > 0.0).collect();
    if overlaps.is_empty() {
        return Vec::new();
    }
    let place = ((overlaps.len() - 1) as f64 * MAX_OVERLAP_QUANTILE).round() as usize;
    let (_, max_overlap, _) = overlaps.select_nth_unstable_by(place, f64::total_cmp);
    let max_overlap = *max_overlap;
    let opens = |(_, tie): &(u32, &MemberTie)| {
        let has_others = tie.common > 0 && tie.seen_with > tie.common;
        tie.strength < WEAK && has_others && tie.is_active && tie.overlap(known).value() <= max_overlap
    };
    // The weakest first. Which of their neighbors the viewer may see is looked up only until there are enough.
    let bound = |(slot, tie): (u32, &MemberTie)| {
        let strength = tie.strength;
        Bound { score: -f64::from(strength), slot, strength }
    };
    let mut weakest: BinaryHeap<Bound> = ties.iter().filter(opens).map(bound).collect();
    let mut found = Vec::new();
    while let Some(Bound { slot, .. }) = weakest.pop()
        && found.len() < MAX_LISTED
    {
        let is_new = |other: &u32| !ties.knows(*other) && snapshot.is_shown(*other);
        let unknown = snapshot.network.graph.neighbors(slot).filter(is_new).count() as u64;
        let Some(span) = span(snapshot, slot).filter(|_| unknown > 0) else { continue };
        let why = format!(
            "{} in common, and seen with {} whom you do not know; the last contact was {}.",
            count(u64::from(ties.tie(slot).common), "person", "people"),
            count(unknown, "person", "people"),
            since(span.last, snapshot.sphere.now)
        );
        found.extend(ListedPerson::of(snapshot, slot, why));
    }
    found
}

/// Companies with which few members of the team have most of the ties that are not cold.
pub(crate) fn concentrations(snapshot: &NetworkSnapshot, totals: &VisibleTotals<'_>) -> Vec<Concentration> {
    let (team, directory) = (snapshot.team.members.len(), snapshot.directory());
    let mut found: Vec<(u32, &str, usize, u32)> = Vec::new();
    let mut links: Vec<u32> = Vec::with_capacity(team);
    totals.each_company(|company, of_members| {
        let all: u32 = of_members.iter().map(|sum| sum.held).sum();
        if (all as usize) < MIN_LINKS {
            return;
        }
        links.clear();
        links.extend(of_members.iter().map(|sum| sum.held));
        links.sort_unstable_by(|one, other| other.cmp(one));
        let (mut holders, mut sum) = (0, 0);
        while f64::from(sum) < CONCENTRATED * f64::from(all) {
            sum += links[holders];
            holders += 1;
        }
        if holders < team {
            found.push((all, directory.domain(company), holders, sum));
        }
    });
    let most_first = |one: &(u32, &str, usize, u32), other: &(u32, &str, usize, u32)| {
        other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1))
    };
    let told = first(&mut found, MAX_COMPANIES, most_first).iter().map(|(all, domain, holders, sum)| {
        let who =
            if *holders == 1 { "One person holds".to_owned() } else { format!("{holders} people hold") };
        let share = f64::from(*sum) / f64::from(*all);
        let share = if sum == all { "all".to_owned() } else { percent(share) + " of" };
        Concentration {
            domain: (*domain).to_owned(),
            why: format!("{who} {share} the team’s {all} links into {domain}."),
        }
    });
    told.collect()
}

/// The people with the best scores, each once, with the reason of their best score.
fn best(snapshot: &NetworkSnapshot, mut found: Vec<(f64, u32, String)>) -> Vec<ListedPerson> {
    found.sort_by(|one, other| best_first(&(one.0, one.1), &(other.0, other.1)));
    let mut known = HashSet::new();
    let people = found.into_iter().filter(|(_, slot, _)| known.insert(*slot));
    people.take(MAX_LISTED).filter_map(|(_, slot, why)| ListedPerson::of(snapshot, slot, why)).collect()
}
