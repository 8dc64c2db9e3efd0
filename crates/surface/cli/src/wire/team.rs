use std::collections::BTreeMap;

use rapport_app as app;
use rapport_model::Moment;
use serde::Serialize;

use crate::wire::reading::{Answer, Reading};

/// The answer of `rapport team`.
#[derive(Serialize)]
pub(crate) struct Team<'a> {
    as_of: Moment,
    companies: Companies<'a>,
    members: usize,
    people_in_contact: Answer<Chart>,
    relationships: u64,
    /// The number of relationships by warmth.
    warmth: BTreeMap<&'static str, u64>,
    weeks: Vec<Week>,
}

#[derive(Serialize)]
struct Week {
    from: Moment,
    people: u64,
}

#[derive(Serialize)]
struct Companies<'a> {
    all: Count,
    compared: usize,
    hidden: usize,
    outside: usize,
    shown: Vec<Company<'a>>,
}

#[derive(Serialize)]
struct Company<'a> {
    benchmark: Benchmark,
    count: Count,
    domain: &'a str,
}

#[derive(Serialize)]
struct Count {
    of: u32,
    yes: u32,
}

#[derive(Serialize)]
struct Benchmark {
    #[serde(flatten)]
    reading: Reading,
    limits: Limits,
    standing: &'static str,
}

#[derive(Serialize)]
struct Limits {
    of: u32,
    possible: (u32, u32),
    usual: (u32, u32),
}

/// A rate over time with the limits of its usual variation.
#[derive(Serialize)]
struct Chart {
    #[serde(flatten)]
    reading: Reading,
    limits: (f64, f64),
    signals: Vec<Signal>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Signal {
    Outside(usize),
    Shift(usize),
}

impl<'a> From<&'a app::TeamView> for Team<'a> {
    fn from(team: &'a app::TeamView) -> Self {
        let week = |week: &app::Week| Week { from: week.from, people: week.people };
        Self {
            as_of: team.as_of,
            companies: Companies {
                all: Count::from(&team.companies.all),
                compared: team.companies.compared,
                hidden: team.companies.hidden,
                outside: team.companies.outside,
                shown: team.companies.shown.iter().map(Company::from).collect(),
            },
            members: team.members,
            people_in_contact: Answer::from(&team.chart),
            relationships: team.relationships,
            warmth: team.bands.iter().map(|(warmth, count)| (warmth.word(), *count)).collect(),
            weeks: team.weeks.iter().map(week).collect(),
        }
    }
}

impl<'a> From<&'a app::Company> for Company<'a> {
    fn from(company: &'a app::Company) -> Self {
        let (benchmark, limits) = (&company.benchmark, &company.benchmark.limits);
        Self {
            benchmark: Benchmark {
                reading: Reading::from(&benchmark.reading),
                limits: Limits { of: limits.trials, possible: limits.possible, usual: limits.usual },
                standing: match benchmark.standing {
                    app::Standing::VeryLow => "very_low",
                    app::Standing::Low => "low",
                    app::Standing::Usual => "usual",
                    app::Standing::High => "high",
                    app::Standing::VeryHigh => "very_high",
                },
            },
            count: Count::from(&company.count),
            domain: &company.domain,
        }
    }
}

impl From<&app::Count> for Count {
    fn from(count: &app::Count) -> Self {
        Self { of: count.trials, yes: count.successes }
    }
}

impl From<&app::Chart> for Chart {
    fn from(chart: &app::Chart) -> Self {
        let signal = |signal: &app::Signal| match signal {
            app::Signal::Outside(point) => Signal::Outside(*point),
            app::Signal::Shift(point) => Signal::Shift(*point),
        };
        Self {
            reading: Reading::from(&chart.reading),
            limits: chart.limits,
            signals: chart.signals.iter().map(signal).collect(),
        }
    }
}
