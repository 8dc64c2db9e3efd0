use std::collections::BTreeSet;

use rapport_model::{Address, Calendar, ListRule, Measured, MemberId, ReplayJob, Setting};
use rapport_science::Reliability;
use serde::Serialize;

use crate::app::App;
use crate::error::{AppError, Result};
use crate::phrases::company::is_company;

/// What a member can set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Their own addresses.
    pub addresses: Vec<Address>,
    /// Domains whose people are colleagues.
    pub internal_domains: Vec<String>,
    /// What counts of list mail.
    pub list_rule: ListRule,
    /// Where they live, as an IANA zone.
    pub time_zone: String,
}

impl App {
    /// How often the probability of contact was right in this workspace; none before the first look back.
    pub async fn reliability(&self) -> Result<Option<Measured<Reliability>>> {
        let now = self.now();
        let found = self.store.read(self.workspace, move |tx| tx.reliability(now)).await?;
        Ok(found.and_then(|found| serde_json::from_str(&found.content).ok()))
    }

    /// The calendar of where the members live.
    pub async fn calendar(&self) -> Result<Calendar> {
        Ok(self.store.read(self.workspace, |tx| tx.calendar()).await?)
    }

    /// A member's settings.
    pub async fn settings(&self, member: MemberId) -> Result<Settings> {
        let (rules, zone) =
            self.store.read(self.workspace, |tx| Ok((tx.rules()?, tx.setting(Setting::TimeZone)?))).await?;
        let mine = rules.ours.into_iter().filter(|(_, owner)| *owner == member).map(|(address, _)| address);
        Ok(Settings {
            addresses: mine.collect(),
            internal_domains: rules.internal_domains.into_iter().collect(),
            list_rule: rules.list,
            time_zone: zone.unwrap_or_else(|| "UTC".to_owned()),
        })
    }

    /// Keeps settings; when they change what is kept or how days are counted, everything captured is decided and
    /// measured anew in the background.
    pub async fn save_settings(&self, member: MemberId, settings: Settings) -> Result<()> {
        if settings.addresses.is_empty() {
            return Err(AppError::Invalid("Leave at least one address that is yours.".to_owned()));
        }
        if Calendar::in_zone(&settings.time_zone).is_none() {
            let zone = &settings.time_zone;
            return Err(AppError::Invalid(format!(
                "`{zone}` is not a time zone. Write it as Europe/Vienna."
            )));
        }
        if let Some(odd) = settings.internal_domains.iter().find(|domain| !is_domain(domain)) {
            return Err(AppError::Invalid(format!("`{odd}` is not a domain. Write it as example.com.")));
        }
        let before = self.settings(member).await?;
        if before == settings {
            return Ok(());
        }
        let now = self.now();
        let replay = Self::job(&ReplayJob { owner: member }, now);
        self.store
            .write(self.workspace, move |tx| {
                tx.set_member_addresses(member, &settings.addresses)?;
                tx.set_setting(Setting::InternalDomains, &settings.internal_domains.join(" "))?;
                tx.set_setting(Setting::ListRule, settings.list_rule.name())?;
                tx.set_setting(Setting::TimeZone, &settings.time_zone)?;
                tx.note_replay_due(now)?;
                tx.add_job(&replay, now)
            })
            .await?;
        self.wake.notify_one();
        Ok(())
    }

    /// Adds addresses to a member's own before an import, and their domains to the colleagues' unless everybody
    /// can have an address there. When any is new, the import decides anew about everything that came before.
    pub async fn add_addresses(&self, member: MemberId, addresses: &[Address]) -> Result<()> {
        let mut settings = self.settings(member).await?;
        let mine: BTreeSet<Address> = settings.addresses.iter().cloned().collect();
        let wanted: BTreeSet<Address> = addresses.iter().map(Address::without_tag).collect();
        let fresh: Vec<Address> = wanted.difference(&mine).cloned().collect();
        if fresh.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let mut domains: BTreeSet<String> = settings.internal_domains.drain(..).collect();
        domains.extend(
            fresh.iter().map(|address| address.domain().to_owned()).filter(|domain| is_company(domain)),
        );
        self.store
            .write(self.workspace, move |tx| {
                fresh.iter().try_for_each(|address| tx.add_member_address(member, address))?;
                tx.set_setting(Setting::InternalDomains, &domains.into_iter().collect::<Vec<_>>().join(" "))?;
                tx.note_replay_due(now)
            })
            .await?;
        Ok(())
    }
}

fn is_domain(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '@') && text.contains('.')
}
