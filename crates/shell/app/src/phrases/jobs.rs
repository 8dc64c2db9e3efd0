use rapport_model::{JobState, Moment, OpenJob};

use crate::phrases::numbers::{count, since};

/// The title of a kind of job, in a word or two.
pub fn job_title(kind: &str) -> &'static str {
    match kind {
        "import" => "Reading mail",
        "replay" => "Deciding again about all mail",
        "measure" => "Measuring what is new",
        "fit_priors" => "Learning what is usual here",
        "judge_reliability" => "Looking back at probabilities",
        _ => "Something that this version does not know",
    }
}

/// The state of a job, as one sentence.
pub fn job_standing(job: &OpenJob, now: Moment) -> String {
    match job.state {
        JobState::Running if job.is_stopping => "Stopping.".to_owned(),
        JobState::Running => format!("Running, begun {}.", since(job.begun_at.unwrap_or(now), now)),
        JobState::Waiting if job.failures + job.interruptions == 0 => "Waits for its turn.".to_owned(),
        JobState::Waiting if job.not_before <= now => "Waits to be tried again.".to_owned(),
        JobState::Waiting => {
            let seconds = job.not_before.since(now).as_secs_f64().ceil() as u64;
            let wait = match seconds {
                0..=99 => count(seconds, "second", "seconds"),
                more => count(more.div_ceil(60), "minute", "minutes"),
            };
            format!("Is tried again in {wait}.")
        }
        JobState::SetAside if job.failures >= job.interruptions => {
            format!("Set aside after it failed {}.", count(job.failures.into(), "time", "times"))
        }
        JobState::SetAside => {
            format!("Set aside after it was cut short {}.", count(job.interruptions.into(), "time", "times"))
        }
    }
}
