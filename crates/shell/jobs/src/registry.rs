use std::pin::Pin;
use std::time::Duration;

use rapport_model::{ImportJob, MeasureJob, ReplayJob};
use rapport_store::{QueuedJob, Result};

use crate::job::{Ended, Job, Work, unnamed};
use crate::kinds::fit_priors::FitPriorsJob;
use crate::kinds::judge_reliability::JudgeReliabilityJob;

/// A job that has begun.
pub(crate) type Running = Pin<Box<dyn Future<Output = Result<Ended>> + Send>>;

/// A job that can be begun, and what follows from it however it ends.
pub(crate) struct Prepared {
    pub(crate) running: Running,
    pub(crate) follow_up: Option<QueuedJob>,
}

/// One kind of job, as the runner sees it.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) patience: Duration,
    /// What is asked for regularly, and every how many days.
    pub(crate) regularly: fn() -> Option<(QueuedJob, f64)>,
    /// Reads what a request says.
    pub(crate) prepare: fn(&str, Work) -> serde_json::Result<Prepared>,
}

/// The kinds of jobs that a runner can do.
#[derive(Clone, Default)]
pub struct Registry {
    kinds: Vec<Kind>,
}

impl Registry {
    /// Every kind there is. A new one is a file in `kinds` and a line here.
    pub fn standard() -> Self {
        Self::default()
            .with::<ImportJob>()
            .with::<ReplayJob>()
            .with::<MeasureJob>()
            .with::<FitPriorsJob>()
            .with::<JudgeReliabilityJob>()
    }

    /// One more kind.
    #[must_use]
    pub fn with<J: Job>(mut self) -> Self {
        self.kinds.push(Kind {
            name: J::KIND,
            patience: J::PATIENCE,
            regularly: || J::regularly().map(|(request, days)| (unnamed(&request), days)),
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
