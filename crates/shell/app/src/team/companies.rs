use std::cmp::Ordering;
use std::collections::HashMap;

use rapport_model::Moment;
use rapport_science::{Benchmark, Count, Limits, MIN_CASES, Standing, Team, funnel_limits};

use crate::selection::first;

/// The number of companies that are shown.
const SHOWN: usize = 60;
/// The number of points at which limits are drawn, from the fewest questions to the most.
const POINTS: u32 = 48;
/// The number of companies, those asked most, from which the strength of the prior is fitted.
const LEARNED_FROM: usize = 1_000;

/// The proportion of the team's questions that companies answered. A question is a mail of ours that could be answered.
#[derive(Clone, Debug, Default)]
pub struct Companies {
    /// The answers and questions of all companies together.
    pub all: Count,
    /// The number of companies with enough questions.
    pub compared: usize,
    /// The number of companies with too few questions.
    pub hidden: usize,
    /// How many of those compared are outside the 95 % limits.
    pub outside: usize,
    /// The limits of chance, from the fewest questions to the most.
    pub limits: Vec<Limits>,
    /// The companies outside the 99.8 % limits, then those asked most; sorted by name.
    pub shown: Vec<Company>,
}

/// A company, and how often it answered.
#[derive(Clone, Debug)]
pub struct Company {
    pub domain: String,
    /// Its answers (successes) of its questions (trials).
    pub count: Count,
    /// The rate shrunk to that of all companies, and where the count is within the limits of chance.
    pub benchmark: Benchmark,
}

impl Company {
    /// Whether it is outside the 99.8 % limits.
    pub fn stands_out(&self) -> bool {
        stands_out(self.benchmark.standing)
    }
}

/// The number of the team's questions to a company, and of their answers.
pub(crate) struct CompanyReplies<'a> {
    pub(crate) domain: &'a str,
    /// Its answers (successes) of its questions (trials).
    pub(crate) count: Count,
    /// Whether the viewer may know the company's name.
    pub(crate) is_shown: bool,
}

impl CompanyReplies<'_> {
    /// More questions first, then by domain.
    fn order(&self, other: &Self) -> Ordering {
        other.count.trials.cmp(&self.count.trials).then_with(|| self.domain.cmp(other.domain))
    }
}

impl Companies {
    pub(crate) fn of(of_companies: &[CompanyReplies<'_>], now: Moment) -> Self {
        let mut counted: Vec<&CompanyReplies<'_>> =
            of_companies.iter().filter(|one| one.count.trials >= MIN_CASES).collect();
        let hidden = of_companies.len() - counted.len();
        let mut found = Self { compared: counted.len(), hidden, ..Self::default() };
        if counted.is_empty() {
            return found;
        }
        for one in &counted {
            found.all.trials += one.count.trials;
            found.all.successes += one.count.successes;
        }
        let all: Vec<Count> = first(&mut counted, LEARNED_FROM, |one, other| one.order(other))
            .iter()
            .map(|one| one.count)
            .collect();
        let team = Team::of(std::slice::from_ref(&all));
        let mut limits: HashMap<u32, Limits> = HashMap::new();
        let mut standing = |count: Count| {
            limits
                .entry(count.trials)
                .or_insert_with(|| funnel_limits(team.rate, count.trials))
                .standing(count.successes)
        };
        let mut placed: Vec<(bool, &CompanyReplies<'_>)> = Vec::new();
        for one in counted {
            let standing = standing(one.count);
            found.outside += usize::from(standing != Standing::Usual);
            if one.is_shown {
                placed.push((!stands_out(standing), one));
            }
        }
        let by_standing = |one: &(bool, &CompanyReplies<'_>), other: &(bool, &CompanyReplies<'_>)| {
            one.0.cmp(&other.0).then_with(|| one.1.order(other.1))
        };
        for (_, CompanyReplies { domain, count, .. }) in first(&mut placed, SHOWN, by_standing) {
            let (domain, count) = ((*domain).to_owned(), *count);
            let mut others = all.clone();
            if let Some(own) = others.iter().position(|other| *other == count) {
                others.swap_remove(own);
            }
            if let Ok(benchmark) = team.benchmark(&others, count, now) {
                found.shown.push(Company { domain, count, benchmark });
            }
        }
        let max_questions = found.shown.iter().map(|company| company.count.trials).max().unwrap_or(MIN_CASES);
        found.limits = questions(max_questions).map(|of| funnel_limits(team.rate, of)).collect();
        found.shown.sort_by(|one, other| one.domain.cmp(&other.domain));
        found
    }
}

/// Numbers of questions from [`MIN_CASES`] to `max`, each in the same ratio to the next, without duplicates.
fn questions(max: u32) -> impl Iterator<Item = u32> {
    let ratio = f64::from(max) / f64::from(MIN_CASES);
    let at = move |point: u32| f64::from(MIN_CASES) * ratio.powf(f64::from(point) / f64::from(POINTS));
    let mut last = 0;
    (0..=POINTS)
        .map(move |point| at(point).round() as u32)
        .filter(move |of| std::mem::replace(&mut last, *of) != *of)
}

fn stands_out(standing: Standing) -> bool {
    matches!(standing, Standing::VeryLow | Standing::VeryHigh)
}
