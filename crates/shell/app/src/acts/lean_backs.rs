pub(crate) mod standing;

use std::time::Duration;

use rapport_model::{LeanBackRecord, MemberId, Moment, PersonId, span_of_days};
use rapport_science::{LeanBack, LeanBackOutcome, LeanBackStanding, WINDOW_DAYS, attention::pseudo_random};
use rapport_store::{StoreError, Tx};

use crate::acting::Acting;
use crate::acts::lean_backs::standing::Test;
use crate::app::App;
use crate::error::refusal::Refusal;
use crate::error::{AppError, Result, What, found};
use crate::permission::rights::{Action, Resource};
use crate::phrases::numbers::{days, percent};
use crate::sphere::owed::{owed, promised};
use crate::sphere::recent_interactions::RecentInteractions;
use crate::sphere::{Sphere, Tie};
use crate::undo::Undo;

/// What only the member can know before a test begins. Any of these may refuse it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Guards {
    /// Whether a deal of theirs is being decided, or something of theirs is broken.
    pub is_deciding: bool,
    /// The time until a renewal; `None` when none is near.
    pub renewal_in: Option<Duration>,
    /// Whether losing them would hurt more than the team allows to risk.
    pub is_too_valuable: bool,
}

/// A test with its progress.
#[derive(Clone, Debug)]
pub struct LeanBackView {
    pub id: uuid::Uuid,
    pub person: PersonId,
    pub name: String,
    /// The address they used last.
    pub address: String,
    /// The sentence with which the test was suggested.
    pub reason: String,
    /// When the member stops writing first.
    pub starts_at: Moment,
    /// When it ended, or when it ends at the latest.
    pub ends_at: Moment,
    /// The days of silence after which it ends; `None` when silence alone cannot end it.
    pub wait_days: Option<f64>,
    /// The probability that they lean in, before the test.
    pub prior: f64,
    /// The probability that they lean in, now.
    pub posterior: f64,
    /// How it ended; `None` while it runs.
    pub outcome: Option<LeanBackOutcome>,
    /// Its progress as a sentence.
    pub sentence: String,
}

/// A test that could be begun with somebody.
#[derive(Clone, Debug)]
pub struct LeanBackProposal {
    /// Why it is worth a test, as a sentence.
    pub reason: String,
    pub plan: LeanBack,
}

/// The test with a person, or what can be begun, with the last test that ended.
#[derive(Clone, Debug)]
pub enum LeanBackChoice {
    /// A test with the person runs.
    Running(LeanBackView),
    /// A test can be begun.
    Open(LeanBackProposal, Option<LeanBackView>),
    /// No test can be begun, for this reason.
    Refused(Refusal, Option<LeanBackView>),
}

impl LeanBackProposal {
    /// The plan as a sentence: `Lean back: write nothing for up to 36 days and see whether Ana comes.`
    pub fn sentence(&self, name: &str) -> String {
        let wait = days(self.plan.wait_days.unwrap_or(self.plan.longest_days));
        format!("Lean back: write nothing for up to {wait} and see whether {name} comes.")
    }
}

impl Acting {
    /// The member's tests, newest first.
    pub async fn lean_backs(&self) -> Result<Vec<LeanBackView>> {
        let member = self.id();
        let (now, sphere) = (self.now(), self.sphere().await?);
        let read = move |tx: &Tx<'_>| {
            let mut views = Vec::new();
            for record in tx.lean_backs(member, now)? {
                views.extend(Test::of(tx, record, now)?.map(|test| view(&sphere, &test)));
            }
            Ok(views)
        };
        self.read(Resource::LeanBack, read).await
    }

    /// The test with a person that runs, or what can be begun.
    pub async fn lean_back_with(&self, person: PersonId) -> Result<LeanBackChoice> {
        let member = self.id();
        let (now, sphere) = (self.now(), self.sphere().await?);
        let read = move |tx: &Tx<'_>| {
            let last = Test::newest(tx, member, person, now)?;
            let ended = match last {
                Some(test) if test.is_running() => return Ok(LeanBackChoice::Running(view(&sphere, &test))),
                last => last.map(|test| view(&sphere, &test)),
            };
            Ok(match designed(tx, member, person, &sphere, Guards::default())? {
                Ok(proposal) => LeanBackChoice::Open(proposal, ended),
                Err(refusal) => LeanBackChoice::Refused(refusal, ended),
            })
        };
        self.read(Resource::LeanBack, read).await
    }

    /// The test that could be begun with a person, or why there is none.
    pub async fn propose_lean_back(
        &self,
        person: PersonId,
        guards: Guards,
    ) -> Result<Result<LeanBackProposal, Refusal>> {
        let member = self.id();
        let sphere = self.sphere().await?;
        self.read(Resource::LeanBack, move |tx| proposal(tx, member, person, &sphere, guards)).await
    }

    /// Begins a test. Its start is drawn at random within a week, so that it does not begin because of a flurry.
    pub async fn begin_lean_back(&self, person: PersonId, guards: Guards) -> Result<Undo> {
        let member = self.id();
        let (now, sphere) = (self.now(), self.sphere().await?);
        let id = App::new_id(now);
        let seed = u64::from_be_bytes(App::random_bytes());
        let begun = self
            .write(Resource::LeanBack, Action::Add, move |tx| {
                let proposal = match proposal(tx, member, person, &sphere, guards)? {
                    Ok(proposal) => proposal,
                    Err(refusal) => return Ok(Err(refusal)),
                };
                tx.add_lean_back(&LeanBackRecord {
                    id,
                    member,
                    person,
                    reason: proposal.reason,
                    plan: serde_json::to_string(&proposal.plan)
                        .expect("a plan is plain numbers under plain names"),
                    suggested_at: now,
                    starts_at: now.plus_days(WINDOW_DAYS * pseudo_random(seed, 0)),
                    stopped_at: None,
                })?;
                Ok(Ok(()))
            })
            .await?;
        match begun {
            Ok(()) => Ok(Undo(id)),
            Err(refusal) => Err(AppError::Refused(refusal)),
        }
    }

    /// Ends a test early.
    pub async fn stop_lean_back(&self, test: Undo) -> Result<()> {
        let member = self.id();
        let now = self.now();
        let is_stopped = self
            .write(Resource::LeanBack, Action::Change, move |tx| tx.stop_lean_back(test.0, member, now))
            .await?;
        found(is_stopped, What::LeanBack)
    }

    /// Continues a test that was ended early, unless another one with the same person runs.
    pub async fn resume_lean_back(&self, test: Undo) -> Result<()> {
        let member = self.id();
        let now = self.now();
        let resumed = self.write(Resource::LeanBack, Action::Change, move |tx| {
            let mut all = tx.lean_backs(member, now)?;
            let Some(record) = all.iter().find(|one| one.id == test.0 && one.stopped_at.is_some()).cloned()
            else {
                return Ok(false);
            };
            all.retain(|one| one.person == record.person);
            for other in all {
                if Test::of(tx, other, now)?.is_some_and(|other| other.is_running()) {
                    return Ok(false);
                }
            }
            tx.resume_lean_back(test.0, member)
        });
        found(resumed.await?, What::LeanBack)
    }
}

fn proposal(
    tx: &Tx<'_>,
    member: MemberId,
    person: PersonId,
    sphere: &Sphere,
    guards: Guards,
) -> Result<Result<LeanBackProposal, Refusal>, StoreError> {
    let last = Test::newest(tx, member, person, sphere.now)?;
    if last.is_some_and(|test| test.is_running()) {
        return Ok(Err(Refusal::LeanBackRuns));
    }
    designed(tx, member, person, sphere, guards)
}

/// Designs a test with somebody with whom none runs.
fn designed(
    tx: &Tx<'_>,
    member: MemberId,
    person: PersonId,
    sphere: &Sphere,
    guards: Guards,
) -> Result<Result<LeanBackProposal, Refusal>, StoreError> {
    let Some(tie) = sphere.tie(person) else {
        return Ok(Err(Refusal::NoRelationship));
    };
    if sphere.opted_out(person).is_some() {
        return Ok(Err(Refusal::OptedOut));
    }
    let recent = RecentInteractions::of(tx, member, tie, sphere)?;
    if owed(&recent).is_some() {
        return Ok(Err(Refusal::TheyWait));
    }
    if promised(&recent).is_some() {
        return Ok(Err(Refusal::Promised));
    }
    if guards.is_deciding {
        return Ok(Err(Refusal::Deciding));
    }
    if guards.is_too_valuable {
        return Ok(Err(Refusal::TooValuable));
    }
    let plan = match LeanBack::design(&tie.state, &sphere.priors, sphere.now) {
        Ok(plan) => plan,
        Err(missing) => return Ok(Err(Refusal::NotEnough(missing))),
    };
    let longest = span_of_days(plan.longest_days);
    if guards.renewal_in.is_some_and(|renewal| renewal < 2 * longest) {
        return Ok(Err(Refusal::RenewalTooNear { within: 2 * longest, longest }));
    }
    Ok(Ok(LeanBackProposal { reason: reason(tie, sphere, &plan), plan }))
}

/// Why a test is worth it: `You nearly always begin; whether they would is open (47 %).`
pub(crate) fn reason(tie: &Tie, sphere: &Sphere, plan: &LeanBack) -> String {
    let share = rapport_science::initiation(&tie.state, &sphere.priors, sphere.now).map_or_else(
        |_| String::new(),
        |reading| format!("They begin {} of your conversations", percent(reading.value)),
    );
    let open = format!("whether they would come by themselves is open ({} likely)", percent(plan.prior));
    if share.is_empty() { format!("W{}.", &open[1..]) } else { format!("{share}; {open}.") }
}

fn view(sphere: &Sphere, test: &Test) -> LeanBackView {
    let Test { record, plan, standing } = test;
    let tie = sphere.tie(record.person);
    let outcome = test.verdict();
    let name = tie.map_or_else(|| "Somebody".to_owned(), |tie| tie.name.to_string());
    LeanBackView {
        id: record.id,
        person: record.person,
        address: tie.map_or_else(String::new, |tie| tie.address.to_string()),
        reason: record.reason.clone(),
        starts_at: record.starts_at,
        ends_at: record.stopped_at.map_or(standing.ends, |stopped| stopped.min(standing.ends)),
        wait_days: plan.wait_days,
        prior: plan.prior,
        posterior: standing.posterior,
        outcome,
        sentence: sentence(&name, plan, standing, outcome),
        name,
    }
}

fn sentence(
    name: &str,
    plan: &LeanBack,
    standing: &LeanBackStanding,
    outcome: Option<LeanBackOutcome>,
) -> String {
    let silent = days(standing.silent_days);
    let odds = format!("from {} to {}", percent(plan.prior), percent(standing.posterior));
    match outcome {
        None => format!(
            "Quiet for {silent} of {}: the probability that {name} leans in went {odds}.",
            days(plan.wait_days.unwrap_or(plan.longest_days))
        ),
        Some(LeanBackOutcome::LeanedIn) => {
            format!(
                "{name} came after {silent}: the probability that they lean in went {odds}. Let them lead."
            )
        }
        Some(LeanBackOutcome::DidNot) => format!(
            "{silent} passed in silence: the probability that {name} leans in went {odds}. It is yours to begin."
        ),
        Some(LeanBackOutcome::NoVerdict) => {
            format!("No verdict after {silent}: the probability that {name} leans in went {odds}.")
        }
    }
}
