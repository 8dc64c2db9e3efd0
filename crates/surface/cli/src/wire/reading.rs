use rapport_model::{Measured, Moment, NotEnough};
use rapport_science as science;
use serde::Serialize;
use uuid::Uuid;

/// A reading, or why there is none yet.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Answer<T> {
    Known(T),
    NotEnough { not_enough: String },
}

impl<'a, Of, T: From<&'a Of>> From<&'a Measured<Of>> for Answer<T> {
    fn from(measured: &'a Measured<Of>) -> Self {
        match measured {
            Ok(found) => Self::Known(found.into()),
            Err(NotEnough { not_enough }) => Self::NotEnough { not_enough: not_enough.clone() },
        }
    }
}

/// The reading of any measure.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum AnyReading {
    Rhythm(Rhythm),
    Response(Box<Response>),
    Plain(Reading),
}

impl From<&science::Found> for AnyReading {
    fn from(found: &science::Found) -> Self {
        match found {
            science::Found::Rhythm(rhythm) => Self::Rhythm(rhythm.into()),
            science::Found::Response(response) => Self::Response(Box::new(response.as_ref().into())),
            science::Found::Plain { reading, .. } => Self::Plain(reading.into()),
        }
    }
}

impl From<&rapport_model::Reading> for AnyReading {
    fn from(reading: &rapport_model::Reading) -> Self {
        Self::Plain(reading.into())
    }
}

/// An estimate with its interval, sample size and evidence.
#[derive(Serialize)]
pub(crate) struct Reading {
    as_of: Moment,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Uuid>,
    high: f64,
    low: f64,
    method: String,
    n: u32,
    value: f64,
}

impl From<&rapport_model::Reading> for Reading {
    fn from(reading: &rapport_model::Reading) -> Self {
        Self {
            as_of: reading.as_of,
            evidence: reading.evidence.iter().map(|id| id.0).collect(),
            high: reading.high,
            low: reading.low,
            method: reading.method.clone(),
            n: reading.n,
            value: reading.value,
        }
    }
}

/// The usual gap, and how unusual the present silence is.
#[derive(Serialize)]
pub(crate) struct Rhythm {
    #[serde(flatten)]
    reading: Reading,
    alive: f64,
    quiet_days: f64,
    quiet_quantile: f64,
    usual_by: Moment,
    usual_gap_days: f64,
}

impl From<&science::Rhythm> for Rhythm {
    fn from(rhythm: &science::Rhythm) -> Self {
        Self {
            reading: Reading::from(&rhythm.reading),
            alive: rhythm.alive,
            quiet_days: rhythm.quiet_days,
            quiet_quantile: rhythm.silence_quantile,
            usual_by: rhythm.usual_by,
            usual_gap_days: rhythm.usual_gap_days,
        }
    }
}

/// How often and how fast they answer, and we.
#[derive(Serialize)]
pub(crate) struct Response {
    #[serde(flatten)]
    reading: Reading,
    latency_hours: Option<Reading>,
    latency_ratio: Option<Reading>,
    ours: Option<Replies>,
}

/// How often and how fast one side answers.
#[derive(Serialize)]
struct Replies {
    #[serde(flatten)]
    reading: Reading,
    latency_hours: Option<Reading>,
}

impl From<&science::Response> for Response {
    fn from(response: &science::Response) -> Self {
        Self {
            reading: Reading::from(&response.reading),
            latency_hours: response.latency_hours.as_ref().map(Reading::from),
            latency_ratio: response.latency_ratio.as_ref().map(Reading::from),
            ours: response.ours.as_ref().map(|ours| Replies {
                reading: Reading::from(&ours.reading),
                latency_hours: ours.latency_hours.as_ref().map(Reading::from),
            }),
        }
    }
}
