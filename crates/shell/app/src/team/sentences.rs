//! Sentences about the weeks and the companies of a team.

use rapport_model::{Calendar, NotEnough};
use rapport_science::{MIN_CASES, Signal, Standing};

use crate::phrases::numbers::{count, grouped};
use crate::team::companies::{Companies, Company};
use crate::team::{TeamView, Week};

/// The maximum number of companies that a sentence names.
const NAMED: usize = 4;

/// The maximum number of signals of a chart that a sentence mentions, the latest ones.
const SIGNALS: usize = 3;

/// The number of successive weeks on one side of the mean that are a shift.
const SHIFT: usize = 8;

impl TeamView {
    /// The average of the weeks and their signals, or what is missing for it.
    pub fn weeks_sentence(&self, calendar: &Calendar) -> Result<String, NotEnough> {
        let chart = self.chart.as_ref().map_err(|_| {
            NotEnough::because(format!(
                "The usual variation needs ten complete weeks; there {}.",
                match self.weeks.len() {
                    1 => "is 1".to_owned(),
                    weeks => format!("are {weeks}"),
                }
            ))
        })?;
        // The limits are shown as whole numbers inside them; when there is none, as those around them.
        let (low, high) = (chart.limits.0.max(0.0), chart.limits.1.max(0.0));
        let has_some = low.ceil() <= high.floor();
        let (low, high) = if has_some { (low.ceil(), high.floor()) } else { (low.floor(), high.ceil()) };
        let (low, high) = (low as u64, high as u64);
        let day = |week: &Week| calendar.format(week.from, "%-d %B");
        let latest = chart.signals.len().saturating_sub(SIGNALS);
        let signals: Vec<String> = chart.signals[latest..]
            .iter()
            .map(|signal| match signal {
                Signal::Outside(place) => {
                    let week = &self.weeks[*place];
                    format!("the week of {} stands out with {}", day(week), grouped(week.people))
                }
                Signal::Shift(place) => {
                    let begin = place + 1 - SHIFT;
                    let is_above = self.weeks[*place].people as f64 > chart.reading.value;
                    let side = if is_above { "above" } else { "below" };
                    format!("from {} on eight weeks in a row lie {side} the mean", day(&self.weeks[begin]))
                }
            })
            .collect();
        let sentence = if signals.is_empty() {
            "Nothing stands out: the weeks differ as chance would have it.".to_owned()
        } else {
            let mut sentence = signals.join("; ") + ".";
            sentence[..1].make_ascii_uppercase();
            sentence
        };
        Ok(format!(
            "In {} the team was in contact with {:.0} people a week on average; {} to {} is usual. {sentence}",
            count(self.weeks.len() as u64, "week", "weeks"),
            chart.reading.value,
            grouped(low),
            grouped(high),
        ))
    }
}

impl Companies {
    /// The companies outside the 99.8 % limits, or that there are none.
    pub fn sentence(&self) -> Result<String, NotEnough> {
        if self.compared == 0 {
            return Err(NotEnough::because(format!(
                "A company’s rate needs {MIN_CASES} questions that were answered or had seven days to be."
            )));
        }
        let named = |wanted: Standing| {
            let those = self.shown.iter().filter(|company| company.benchmark.standing == wanted);
            those.collect::<Vec<&Company>>()
        };
        let less = named_companies(&named(Standing::VeryLow), "less");
        let more = named_companies(&named(Standing::VeryHigh), "more");
        Ok(match (less, more) {
            (Some(less), Some(more)) => format!("{less}, {more}."),
            (Some(one), None) | (None, Some(one)) => format!("{one}."),
            (None, None) => match self.compared {
                1 => "The one company with enough questions has none beside it to differ from.".to_owned(),
                compared => format!(
                    "None of {compared} companies lies outside the 99.8 % limits: this is what chance looks like."
                ),
            },
        })
    }

    /// The number of companies outside the 95 % limits, and the number expected by chance.
    pub fn chance_sentence(&self) -> String {
        let expected = (self.compared as f64 * 0.05).ceil() as u64;
        format!(
            "{} of {} {} outside the 95 % limits, where chance alone puts up to {}.",
            grouped(self.outside as u64),
            count(self.compared as u64, "company", "companies"),
            if self.compared == 1 || self.outside == 1 { "lies" } else { "lie" },
            grouped(expected),
        )
    }
}

/// `acme.example (3 of 19) and two more answer less often than chance would explain`
fn named_companies(companies: &[&Company], how: &str) -> Option<String> {
    let name = |one: &&Company| format!("{} ({} of {})", one.domain, one.count.successes, one.count.trials);
    if let [one] = companies {
        let Company { domain, count, .. } = one;
        return Some(format!(
            "{domain} answers {how} often than chance would explain: {} of {}",
            count.successes, count.trials
        ));
    }
    let mut names: Vec<String> = companies.iter().take(NAMED).map(name).collect();
    if companies.len() > NAMED {
        names.push(format!("{} more", companies.len() - NAMED));
    }
    let last = names.pop()?;
    Some(format!("{} and {last} answer {how} often than chance would explain", names.join(", ")))
}
