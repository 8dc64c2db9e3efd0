use std::time::Duration;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use rapport_app::{count, grouped};
use rapport_model::{Calendar, ImportId, ImportRun, Moment};
use serde::Deserialize;

use super::decisions::{Decisions, UNREADABLE, WhyQuery, decisions};
use super::index::state;
use crate::page::parts::Link;
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::flash::Flash;
use crate::request::signed_in::SignedIn;
use crate::request::signed_in_form::SignedInForm;
use crate::request::url::url;

/// The page of one import: `GET /imports/{id}?why=&reason=&after=`. It polls every second while the import runs.
#[derive(Template)]
#[template(path = "imports/show.html")]
struct ImportPage {
    shell: Shell,
    /// The file name or path that was read.
    name: String,
    /// The URL of this page, `/imports/{id}`.
    href: String,
    /// When it was asked for, such as `Asked for today, 09:12.`
    started: String,
    /// Whether it still runs or waits.
    is_running: bool,
    /// The progress while it runs, and where it stopped when it did not finish; `None` when it did.
    progress: Option<Progress>,
    /// What went wrong, and what to try.
    problem: Option<String>,
    /// The heading of the counts, such as `48,211 messages, each with a decision`.
    outcome: String,
    /// The counts: kept, known, each reason that occurred, unreadable.
    tally: Vec<TallyRow>,
    /// The sum of the counts.
    total: String,
    /// What to do after it.
    next_step: Option<NextStep>,
    /// The search over all imports.
    decisions: Decisions,
}

/// The progress of an import.
struct Progress {
    /// `Reading`, `Waiting for its turn`, `Stopped` or `Interrupted`.
    title: &'static str,
    /// The percentage that was read; `None` while the total is not known.
    percent: Option<u8>,
    /// What was read, such as `48,211 messages, 12 MB of 77 MB`.
    read: String,
    /// The rate, such as `3,120 messages a second`.
    rate: String,
    /// The time that is left, such as `9 seconds`.
    left: String,
}

/// One decision, and the number of messages it was made for.
struct TallyRow {
    /// `kept`, `set-aside` or `unreadable`.
    kind: &'static str,
    /// The decision in words, such as `Kept` or `Bulk`.
    label: &'static str,
    /// The reason as one sentence.
    why: &'static str,
    count: String,
    /// The percentage of all messages, 0 to 100.
    share: f64,
    /// The URL of the list of these messages; `None` when there is no list.
    href: Option<String>,
}

/// What to do after it.
struct NextStep {
    /// The advice as one sentence.
    text: String,
    button: Link,
}

/// Shows the page of one import: `GET /imports/{id}`.
pub(crate) async fn show(
    signed_in: SignedIn,
    Path(id): Path<ImportId>,
    Query(query): Query<WhyQuery>,
) -> Result<Response> {
    let run = signed_in.acting().import(id).await?;
    let calendar = signed_in.calendar().await?;
    let now = signed_in.acting().now();
    let href = format!("/imports/{id}");
    let is_running = run.finished_at.is_none();
    let state = state(&run);
    page(&ImportPage {
        shell: Shell::of(&signed_in, "imports").await?,
        name: run.label.clone(),
        started: started(&run, now, &calendar),
        is_running,
        progress: (is_running || matches!(state, "stopped" | "interrupted"))
            .then(|| progress(&run, state, now)),
        problem: run.failure.as_ref().map(|why| problem(&run, why)),
        outcome: if is_running {
            "So far".to_owned()
        } else {
            format!("{}, each with a decision", count(run.counts.read, "message", "messages"))
        },
        tally: tally(&run, &href),
        total: grouped(run.counts.read),
        next_step: (!is_running).then(|| next_step(&run)),
        decisions: decisions(&signed_in, &href, &query, &calendar).await?,
        href,
    })
}

fn problem(run: &ImportRun, why: &str) -> String {
    if run.is_interrupted() { why.to_owned() } else { format!("It could not be read to its end. {why}") }
}

fn started(run: &ImportRun, now: Moment, calendar: &Calendar) -> String {
    let said = |at: Moment| format!("{}, {}", words::day(at, now, calendar), calendar.format(at, "%H:%M"));
    match run.finished_at {
        None => format!("Asked for {}.", said(run.started_at)),
        Some(finished) => {
            let took = in_words(finished.since(run.started_at));
            format!("Asked for {}; it took {took}.", said(run.started_at))
        }
    }
}

fn progress(run: &ImportRun, state: &str, now: Moment) -> Progress {
    let elapsed = run.finished_at.unwrap_or(now).since(run.started_at);
    let is_known = run.total_bytes > 0;
    let share = if is_known { run.bytes as f64 / run.total_bytes as f64 } else { 0.0 };
    let messages = count(run.counts.read, "message", "messages");
    let per_second = run.counts.read as f64 / elapsed.as_secs_f64().max(1.0);
    let is_moving = run.finished_at.is_none() && run.counts.read > 0;
    Progress {
        title: match state {
            "waiting" => "Waiting for its turn",
            "stopped" => "Stopped",
            "interrupted" => "Interrupted",
            _ => "Reading",
        },
        percent: is_known.then(|| (share * 100.0).clamp(0.0, 100.0) as u8),
        read: if is_known {
            format!("{messages}, {} of {}", words::size(run.bytes), words::size(run.total_bytes))
        } else {
            messages
        },
        rate: match per_second {
            _ if run.counts.read == 0 => "–".to_owned(),
            few if few < 1.0 => "under one a second".to_owned(),
            some => format!("{} a second", grouped(some.round() as u64)),
        },
        left: if is_moving && share > 0.01 {
            in_words(elapsed.mul_f64((1.0 - share) / share))
        } else {
            "–".to_owned()
        },
    }
}

/// A length of time in words: `9 seconds`, `4 minutes`, `3 hours`.
fn in_words(span: Duration) -> String {
    match span.as_secs_f64() {
        seconds if seconds < 90.0 => count(seconds.max(1.0).round() as u64, "second", "seconds"),
        seconds if seconds < 5_400.0 => count((seconds / 60.0).round() as u64, "minute", "minutes"),
        seconds => count((seconds / 3_600.0).round() as u64, "hour", "hours"),
    }
}

fn tally(run: &ImportRun, href: &str) -> Vec<TallyRow> {
    let counts = &run.counts;
    let row = |kind, label, why, number: u64, reason: &str| TallyRow {
        kind,
        label,
        why,
        count: grouped(number),
        share: words::hundredths(number as f64 / counts.read.max(1) as f64),
        href: (!reason.is_empty()).then(|| url(href, &[("reason", reason)]) + "#decisions"),
    };
    let mut tally =
        vec![row("kept", "Kept", "An exchange between the team and somebody outside.", counts.added, "")];
    if counts.known > 0 {
        tally.push(row(
            "kept",
            "Here before",
            "It was read earlier and is not counted again.",
            counts.known,
            "",
        ));
    }
    for (reason, number) in &counts.set_aside {
        let label = match reason {
            rapport_model::Reason::Automated => "Automatic",
            rapport_model::Reason::List => "Mailing list",
            rapport_model::Reason::Bulk => "Bulk",
            rapport_model::Reason::Internal => "Internal",
            rapport_model::Reason::NotOurs => "Not ours",
            rapport_model::Reason::Nobody => "Nobody there",
            rapport_model::Reason::Undated => "Undated",
            rapport_model::Reason::Withdrawn => "Withdrawn",
        };
        tally.push(row("set-aside", label, reason.explanation(), *number, reason.name()));
    }
    if counts.unreadable > 0 {
        let why = "Nothing that makes a message could be found in it.";
        tally.push(row(UNREADABLE, "Unreadable", why, counts.unreadable, UNREADABLE));
    }
    tally
}

fn next_step(run: &ImportRun) -> NextStep {
    match run.counts.added {
        0 => NextStep {
            text: "Nothing new came out of it.".to_owned(),
            button: Link::new("/imports", "Read something else"),
        },
        added => NextStep {
            text: format!("{} tell who waits for you.", count(added, "exchange", "exchanges")),
            button: Link::new("/", "Open Today"),
        },
    }
}

#[derive(Deserialize)]
pub(crate) struct CancellationForm {}

/// Asks an import to stop: `POST /imports/{id}/cancellations`.
pub(crate) async fn cancel(
    Path(id): Path<ImportId>,
    SignedInForm { signed_in, .. }: SignedInForm<CancellationForm>,
) -> Result<Response> {
    signed_in.acting().stop_import(id).await?;
    Ok(Flash::Stopping.redirect_back(&signed_in, &format!("/imports/{id}")))
}
