use std::collections::BTreeSet;

use rapport_model::{Address, Calendar, ListRule, Measured, ReplayJob, Setting};
use rapport_science::Reliability;

use crate::acting::Acting;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result};
use crate::permission::rights::{Action, Resource};
use crate::phrases::company::is_company;

/// The settings of a member and their workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The member's own addresses.
    pub addresses: Vec<Address>,
    /// The domains of the team.
    pub internal_domains: Vec<String>,
    /// Which mail of lists is kept.
    pub list_rule: ListRule,
    /// The time zone of the team, as an IANA name.
    pub time_zone: String,
}

impl Acting {
    /// How often the probability of contact was right in this workspace; `None` until it was first computed.
    pub async fn reliability(&self) -> Result<Option<Measured<Reliability>>> {
        let now = self.now();
        let found = self.read(Resource::Team, move |tx| tx.reliability(now)).await?;
        Ok(found.and_then(|found| serde_json::from_str(&found.content).ok()))
    }

    /// The calendar in the team's time zone.
    pub async fn calendar(&self) -> Result<Calendar> {
        self.read(Resource::Rules, |tx| tx.calendar()).await
    }

    pub async fn settings(&self) -> Result<Settings> {
        let member = self.id();
        let (rules, zone) =
            self.read(Resource::Address, |tx| Ok((tx.rules()?, tx.setting(Setting::TimeZone)?))).await?;
        let mine = rules.ours.into_iter().filter(|(_, owner)| *owner == member).map(|(address, _)| address);
        Ok(Settings {
            addresses: mine.collect(),
            internal_domains: rules.internal_domains.into_iter().collect(),
            list_rule: rules.list,
            time_zone: zone.unwrap_or_else(|| "UTC".to_owned()),
        })
    }

    /// Saves settings. When they change what is kept or how days are counted, all stored messages are decided and
    /// measured again in the background.
    pub async fn save_settings(&self, settings: Settings) -> Result<()> {
        let member = self.id();
        if settings.addresses.is_empty() {
            return Err(AppError::Refused(Refusal::NoAddress));
        }
        if Calendar::in_zone(&settings.time_zone).is_none() {
            return Err(AppError::Refused(Refusal::NotATimeZone(settings.time_zone)));
        }
        if let Some(odd) = settings.internal_domains.iter().find(|domain| !is_domain(domain)) {
            return Err(AppError::Refused(Refusal::NotADomain(odd.clone())));
        }
        let before = self.settings().await?;
        if before == settings {
            return Ok(());
        }
        let has_same_rules = (&before.internal_domains, before.list_rule, &before.time_zone)
            == (&settings.internal_domains, settings.list_rule, &settings.time_zone);
        if !has_same_rules {
            self.require(Resource::Rules, Action::Change)?;
        }
        self.refuse_addresses_of_colleagues(&settings.addresses).await?;
        let now = self.now();
        let replay = App::job(&ReplayJob { owner: member }, now);
        let saved = self.write(Resource::Address, Action::Change, move |tx| {
            tx.set_member_addresses(member, &settings.addresses)?;
            tx.set_setting(Setting::InternalDomains, &settings.internal_domains.join(" "))?;
            tx.set_setting(Setting::ListRule, settings.list_rule.name())?;
            tx.set_setting(Setting::TimeZone, &settings.time_zone)?;
            tx.note_replay_due(now)?;
            tx.add_job(&replay, now)
        });
        saved.await?;
        self.app.wake.notify_one();
        Ok(())
    }

    /// Adds addresses to a member's own before an import, and their domains to the team's unless they belong to a
    /// public provider. When any is new, the import decides again about everything that came before.
    pub async fn add_addresses(&self, addresses: &[Address]) -> Result<()> {
        let member = self.id();
        let mut settings = self.settings().await?;
        let mine: BTreeSet<Address> = settings.addresses.iter().cloned().collect();
        let wanted: BTreeSet<Address> = addresses.iter().map(Address::without_tag).collect();
        let fresh: Vec<Address> = wanted.difference(&mine).cloned().collect();
        if fresh.is_empty() {
            return Ok(());
        }
        self.refuse_addresses_of_colleagues(&fresh).await?;
        let now = self.now();
        let mut domains: BTreeSet<String> = settings.internal_domains.drain(..).collect();
        if self.may(Resource::Rules, Action::Change) {
            let companies = fresh.iter().map(|address| address.domain().to_owned());
            domains.extend(companies.filter(|domain| is_company(domain)));
        }
        self.write(Resource::Address, Action::Add, move |tx| {
            fresh.iter().try_for_each(|address| tx.add_member_address(member, address))?;
            tx.set_setting(Setting::InternalDomains, &domains.into_iter().collect::<Vec<_>>().join(" "))?;
            tx.note_replay_due(now)
        })
        .await?;
        Ok(())
    }

    /// An error when an address belongs to a colleague: what was written to an address is shown to its member, so
    /// nobody may take a colleague's.
    async fn refuse_addresses_of_colleagues(&self, addresses: &[Address]) -> Result<()> {
        let member = self.id();
        let rules = self.read(Resource::Rules, |tx| tx.rules()).await?;
        let of_colleague =
            |address: &&Address| rules.ours.get(&address.without_tag()).is_some_and(|owner| *owner != member);
        match addresses.iter().find(of_colleague) {
            Some(address) => Err(AppError::Refused(Refusal::AddressOfColleague(address.clone()))),
            None => Ok(()),
        }
    }
}

fn is_domain(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '@') && text.contains('.')
}
