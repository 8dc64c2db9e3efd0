use std::pin::Pin;
use std::time::Duration;

use rapport_model::{ImportJob, MeasureJob, ReplayJob};
use rapport_store::{QueuedJob, Result, Tx};

use crate::job::{Ended, Job, JobContext, without_id};
use crate::kinds::fit_priors::FitPriorsJob;
use crate::kinds::judge_reliability::JudgeReliabilityJob;

/// A job that has begun.
pub(crate) type Running = Pin<Box<dyn Future<Output = Result<Ended>> + Send>>;

/// A job that is ready to run, and what follows from it however it ends.
pub(crate) struct Prepared {
    pub(crate) running: Running,
    pub(crate) follow_up: Option<QueuedJob>,
}

/// A kind of job, as the runner uses it.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) heartbeat_timeout: Duration,
    /// The job that is requested regularly, and its period; `None` when there is none.
    pub(crate) regularly: fn() -> Option<(QueuedJob, Duration)>,
    /// The job that the log calls for; `None` when it calls for none.
    pub(crate) needed: fn(&Tx<'_>) -> Result<Option<QueuedJob>>,
    /// Parses the parameters of a request.
    pub(crate) prepare: fn(&str, JobContext) -> serde_json::Result<Prepared>,
}

/// The kinds of jobs that a runner can run.
#[derive(Clone, Default)]
pub struct Registry {
    kinds: Vec<Kind>,
}

impl Registry {
    /// All kinds of jobs. A new one is a file in `kinds` and a line here.
    pub fn standard() -> Self {
        Self::default()
            .with::<ImportJob>()
            .with::<ReplayJob>()
            .with::<MeasureJob>()
            .with::<FitPriorsJob>()
            .with::<JudgeReliabilityJob>()
    }

    /// Adds a kind of job.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        self.kinds.push(Kind {
            name: J::KIND,
            heartbeat_timeout: J::HEARTBEAT_TIMEOUT,
            regularly: || J::regularly().map(|(request, period)| (without_id(&request), period)),
            needed: |tx| Ok(J::needed(tx)?.map(|request| without_id(&request))),
            prepare: |content, work| {
                let job: J = serde_json::from_str(content)?;
                Ok(Prepared { follow_up: job.follow_up(), running: Box::pin(job.run(work)) })
            },
        });
        self
    }

    pub(crate) fn find(&self, name: &str) -> Option<Kind> {
        self.kinds.iter().find(|kind| kind.name == name).copied()
    }

    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }
}
