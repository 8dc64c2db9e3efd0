use std::collections::BTreeMap;

use rapport_app as app;
use rapport_capture::ImportOutcome;
use serde::Serialize;

/// The line that ends `rapport import`.
#[derive(Serialize)]
pub(crate) struct Summary {
    pub(crate) read: u64,
    pub(crate) added: u64,
    pub(crate) known: u64,
    pub(crate) set_aside: BTreeMap<&'static str, u64>,
    pub(crate) unreadable: u64,
    pub(crate) people: u64,
    pub(crate) seconds: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) failed_files: Vec<String>,
}

impl Summary {
    /// The counts of an import, how many people it met, and how long it took.
    pub(crate) fn of(outcome: &ImportOutcome, people: u64, seconds: f64) -> Self {
        let counts = &outcome.counts;
        Self {
            read: counts.read,
            added: counts.added,
            known: counts.known,
            set_aside: counts.set_aside.iter().map(|(reason, count)| (reason.name(), *count)).collect(),
            unreadable: counts.unreadable,
            people,
            seconds: (seconds * 1_000.0).round() / 1_000.0,
            failed_files: outcome.failed_files.clone(),
        }
    }
}

/// An answer of `rapport why`.
#[derive(Serialize)]
pub(crate) struct Why<'a> {
    decision: &'a str,
    is_copied: bool,
    problems: Vec<String>,
    reason: Option<&'a str>,
    source: &'a str,
}

impl<'a> From<&'a app::Why> for Why<'a> {
    fn from(why: &'a app::Why) -> Self {
        Self {
            decision: &why.decision,
            is_copied: why.is_copied,
            problems: why.problems.iter().map(ToString::to_string).collect(),
            reason: why.reason.as_deref(),
            source: &why.source,
        }
    }
}
