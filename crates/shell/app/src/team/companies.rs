use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use rapport_model::{MemberId, Moment};
use rapport_science::{Benchmark, Count, FEWEST_CASES, Limits, ReplyCounts, Standing, Team, funnel_limits};

/// How many companies are shown.
const SHOWN: usize = 60;
/// Between the fewest questions and the most, limits are drawn at so many points.
const POINTS: u32 = 48;
/// Strengths of a rate are learned from so many companies, those asked most.
const LEARNED_FROM: usize = 1_000;

/// How often the team's questions were answered by companies. A question is a mail of ours that could be answered.
#[derive(Clone, Debug, Default)]
pub struct Companies {
    /// Answers and questions, all companies together.
    pub all: Count,
    /// Companies with enough questions.
    pub compared: usize,
    /// Companies with too few.
    pub hidden: usize,
    /// How many of those compared lie outside the 95 % limits.
    pub outside: usize,
    /// What chance alone gives, from the fewest questions to the most.
    pub limits: Vec<Limits>,
    /// Those outside the 99.8 % limits, then those asked most; by name.
    pub shown: Vec<Company>,
}

/// A company's answers.
#[derive(Clone, Debug)]
pub struct Company {
    /// Its domain.
    pub domain: String,
    /// Answers and questions.
    pub count: Count,
    /// The rate shrunk to that of all, and where the count stands.
    pub benchmark: Benchmark,
}

impl Company {
    /// Outside the 99.8 % limits.
    pub fn stands_out(&self) -> bool {
        stands_out(self.benchmark.standing)
    }
}

/// What the team asked, and what was answered.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    pub(crate) replies: ReplyCounts,
    /// Who asked.
    by: Vec<MemberId>,
}

impl Asked {
    pub(crate) fn add(&mut self, by: MemberId, replies: ReplyCounts) {
        self.replies.add(replies);
        if !self.by.contains(&by) {
            self.by.push(by);
        }
    }
}

impl Companies {
    pub(crate) fn of(of_companies: BTreeMap<&str, Asked>, viewer: MemberId, now: Moment) -> Self {
        let known = of_companies.len();
        // What one colleague alone has asked is theirs.
        let is_shown = |domain: &str| {
            of_companies.get(domain).is_some_and(|one| one.by.len() > 1 || one.by.contains(&viewer))
        };
        let count = |one: &Asked| Count { yes: one.replies.answered, of: one.replies.asked };
        let counted = of_companies.iter().map(|(domain, one)| ((*domain).to_owned(), count(one)));
        let mut counted: Vec<(String, Count)> =
            counted.filter(|(_, count)| count.of >= FEWEST_CASES).collect();
        let mut found = Self { compared: counted.len(), hidden: known - counted.len(), ..Self::default() };
        if counted.is_empty() {
            return found;
        }
        for (_, count) in &counted {
            found.all.of += count.of;
            found.all.yes += count.yes;
        }
        counted.sort_by_key(|(_, count)| Reverse(count.of));
        let all: Vec<Count> = counted.iter().take(LEARNED_FROM).map(|(_, count)| *count).collect();
        let team = Team::of(std::slice::from_ref(&all));
        let mut limits: HashMap<u32, Limits> = HashMap::new();
        let mut standing = |count: Count| {
            limits.entry(count.of).or_insert_with(|| funnel_limits(team.rate, count.of)).standing(count.yes)
        };
        let mut placed: Vec<(bool, String, Count)> = Vec::with_capacity(counted.len());
        for (domain, count) in counted {
            let standing = standing(count);
            found.outside += usize::from(standing != Standing::Usual);
            if is_shown(&domain) {
                placed.push((!stands_out(standing), domain, count));
            }
        }
        // Stable: within each, those asked most come first.
        placed.sort_by_key(|(is_usual, ..)| *is_usual);
        placed.truncate(SHOWN);
        for (_, domain, count) in placed {
            let mut others = all.clone();
            if let Some(own) = others.iter().position(|other| *other == count) {
                others.swap_remove(own);
            }
            if let Ok(benchmark) = team.benchmark(&others, count, now) {
                found.shown.push(Company { domain, count, benchmark });
            }
        }
        let most = found.shown.iter().map(|company| company.count.of).max().unwrap_or(FEWEST_CASES);
        found.limits = questions(most).map(|of| funnel_limits(team.rate, of)).collect();
        found.shown.sort_by(|one, other| one.domain.cmp(&other.domain));
        found
    }
}

/// Numbers of questions up to the most, at equal ratios.
fn questions(most: u32) -> impl Iterator<Item = u32> {
    let ratio = f64::from(most) / f64::from(FEWEST_CASES);
    let at = move |point: u32| f64::from(FEWEST_CASES) * ratio.powf(f64::from(point) / f64::from(POINTS));
    let mut last = 0;
    (0..=POINTS)
        .map(move |point| at(point).round() as u32)
        .filter(move |of| std::mem::replace(&mut last, *of) != *of)
}

fn stands_out(standing: Standing) -> bool {
    matches!(standing, Standing::VeryLow | Standing::VeryHigh)
}
