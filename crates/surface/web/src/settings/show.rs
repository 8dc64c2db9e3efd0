use std::path::Path;

use askama::Template;
use axum::response::Response;
use rapport_app::{AppError, DecisionQuery, Refusal, Settings, count};
use rapport_model::{Address, ListRule};
use serde::Deserialize;

use super::jobs::{self, JobsView};
use super::reliability::{self, ReliabilityView};
use crate::page::parts::Fact;
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::flash::Flash;
use crate::request::lines::{addresses, lines};
use crate::request::phrases;
use crate::request::signed_in::SignedIn;
use crate::request::signed_in_form::SignedInForm;

/// The page of the settings: `GET /settings`.
#[derive(Template)]
#[template(path = "settings/show.html")]
struct SettingsPage {
    shell: Shell,
    /// Why the form was refused, as one sentence; `None` at first.
    problem: Option<String>,
    /// The member's addresses, one on a line.
    addresses: String,
    /// The domains of the team, one on a line.
    internal: String,
    /// The rules for list mail.
    list_rules: Vec<Rule>,
    /// The time zone, as an IANA name.
    zone: String,
    /// The IANA names of all time zones.
    zones: Vec<String>,
    /// What saving causes, such as `Saving decides 41,920 messages again, in the background.`
    replay_note: String,
    /// How often the probabilities were right.
    reliability: ReliabilityView,
    /// The background jobs; `None` for members who may not see them.
    jobs: Option<JobsView>,
    /// The version, and the place and size of the data.
    about: Vec<Fact>,
}

/// A rule for list mail that can be chosen.
struct Rule {
    /// The value that the form sends.
    value: &'static str,
    /// The name of the rule.
    label: &'static str,
    /// What the rule does.
    hint: &'static str,
    /// Whether it is chosen.
    is_on: bool,
}

#[derive(Deserialize)]
pub(crate) struct SettingsForm {
    #[serde(default)]
    addresses: String,
    #[serde(default)]
    internal: String,
    #[serde(default)]
    list_rule: String,
    #[serde(default)]
    zone: String,
}

impl SettingsForm {
    fn of(settings: &Settings) -> Self {
        let addresses: Vec<&str> = settings.addresses.iter().map(Address::as_str).collect();
        Self {
            addresses: addresses.join("\n"),
            internal: settings.internal_domains.join("\n"),
            list_rule: settings.list_rule.name().to_owned(),
            zone: settings.time_zone.clone(),
        }
    }

    fn read(&self) -> Result<Settings, AppError> {
        let domain = |line: String| line.trim_start_matches('@').to_lowercase();
        let mut domains: Vec<String> = lines(&self.internal).into_iter().map(domain).collect();
        domains.sort();
        domains.dedup();
        Ok(Settings {
            addresses: addresses(&lines(&self.addresses))?,
            internal_domains: domains,
            list_rule: ListRule::from_name(&self.list_rule)
                .ok_or(AppError::Refused(Refusal::NotAListRule))?,
            time_zone: self.zone.trim().to_owned(),
        })
    }
}

/// Shows the settings: `GET /settings`.
pub(crate) async fn show(signed_in: SignedIn) -> Result<Response> {
    let settings = signed_in.acting().settings().await?;
    render(&signed_in, SettingsForm::of(&settings), None).await
}

/// Saves the settings: `POST /settings`.
pub(crate) async fn create(SignedInForm { signed_in, form }: SignedInForm<SettingsForm>) -> Result<Response> {
    let saved = match form.read() {
        Ok(settings) => signed_in.acting().save_settings(settings).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(Flash::Saved.redirect_back(&signed_in, "/settings")),
        Err(AppError::Refused(why)) if !why.is_of_access() => {
            render(&signed_in, form, Some(phrases::refused(&why))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn render(signed_in: &SignedIn, form: SettingsForm, problem: Option<String>) -> Result<Response> {
    let decided = signed_in.acting().decisions(DecisionQuery::default()).await?;
    let messages: u64 = decided.counts.iter().map(|(_, count)| count).sum();
    page(&SettingsPage {
        shell: Shell::of(signed_in, "settings").await?,
        problem,
        list_rules: rules(&form.list_rule),
        zones: jiff::tz::db().available().map(|name| name.to_string()).collect(),
        replay_note: match messages {
            0 => "It takes effect at once.".to_owned(),
            _ => format!(
                "A change decides {} again, in the background.",
                count(messages, "message", "messages")
            ),
        },
        reliability: reliability::view(
            signed_in.acting().reliability().await?,
            signed_in.acting().now(),
            &signed_in.calendar().await?,
        ),
        jobs: jobs::view(signed_in).await?,
        about: about(signed_in, messages).await?,
        addresses: form.addresses,
        internal: form.internal,
        zone: form.zone,
    })
}

fn rules(chosen: &str) -> Vec<Rule> {
    let rule = |rule: ListRule| {
        let (label, hint) = match rule {
            ListRule::Ignore => ("Nothing", "What comes through a list is set aside."),
            ListRule::Threads => ("Only threads I am in", "What answers me, and those I answer."),
            ListRule::All => ("Everything", "As if it were written to me."),
        };
        Rule { value: rule.name(), label, hint, is_on: rule.name() == chosen }
    };
    ListRule::ALL.map(rule).into()
}

async fn about(signed_in: &SignedIn, messages: u64) -> Result<Vec<Fact>> {
    let people = signed_in.acting().sphere().await?.len() as u64;
    let mut about = vec![
        Fact::new("Version", env!("CARGO_PKG_VERSION")),
        Fact::new("Messages read", rapport_app::grouped(messages)),
        Fact::new("People", rapport_app::grouped(people)),
    ];
    if let Some(file) = signed_in.acting().data_file() {
        // The latest writes are in the WAL file beside the database.
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        let mut bytes = 0;
        for part in [file, Path::new(&log)] {
            bytes += tokio::fs::metadata(part).await.map_or(0, |metadata| metadata.len());
        }
        about.push(Fact { label: "Data", value: words::size(bytes), title: file.display().to_string() });
    }
    Ok(about)
}
