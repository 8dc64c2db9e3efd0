use rapport_app as app;
use rapport_model::Moment;
use serde::Serialize;
use uuid::Uuid;

use crate::wire::today::name_of;

/// The answer of `rapport sphere`.
#[derive(Serialize)]
pub(crate) struct Sphere<'a> {
    as_of: Moment,
    ties: Vec<Tie<'a>>,
}

impl<'a> From<&'a app::Ties> for Sphere<'a> {
    fn from(found: &'a app::Ties) -> Self {
        Self { as_of: found.as_of, ties: found.ties.iter().map(Tie::from).collect() }
    }
}

/// A tie between two people.
#[derive(Serialize)]
struct Tie<'a> {
    a: &'a str,
    b: &'a str,
    kind: &'static str,
    strength: f32,
    overlap: f64,
    common: u32,
    bridge: bool,
}

impl<'a> From<&'a app::TieLine> for Tie<'a> {
    fn from(tie: &'a app::TieLine) -> Self {
        Self {
            a: &tie.a,
            b: &tie.b,
            kind: tie.kind,
            strength: tie.strength,
            overlap: tie.overlap,
            common: tie.common,
            bridge: tie.bridge,
        }
    }
}

/// A path of `rapport path`.
#[derive(Serialize)]
pub(crate) struct Way<'a> {
    probability: f64,
    steps: Vec<Step<'a>>,
    sentence: &'a str,
}

#[derive(Serialize)]
struct Step<'a> {
    address: &'a str,
    name: &'a str,
    probability: f64,
}

impl<'a> From<&'a app::Introduction> for Way<'a> {
    fn from(way: &'a app::Introduction) -> Self {
        let step = |step: &'a app::PathStep| Step {
            address: &step.address,
            name: &step.name,
            probability: step.probability,
        };
        Self {
            probability: way.probability,
            steps: way.steps.iter().map(step).collect(),
            sentence: &way.sentence,
        }
    }
}

/// A dormant tie of `rapport dormant`.
#[derive(Serialize)]
pub(crate) struct DormantTie<'a> {
    address: &'a str,
    name: &'a str,
    probability: f64,
    contact_days: u32,
    quiet_days: f64,
    common_active: u32,
    new_in_common: u32,
    comfortable: bool,
    why: &'a str,
    begin: &'a str,
    evidence: Vec<String>,
}

impl<'a> From<&'a app::DormantTieView> for DormantTie<'a> {
    fn from(one: &'a app::DormantTieView) -> Self {
        Self {
            address: &one.address,
            name: &one.name,
            probability: one.probability,
            contact_days: one.contact_days,
            quiet_days: one.quiet_days,
            common_active: one.common_active,
            new_in_common: one.new_in_common,
            comfortable: one.comfortable,
            why: &one.why,
            begin: &one.begin,
            evidence: one.evidence.iter().map(name_of).collect(),
        }
    }
}

/// A request of `rapport introduction`.
#[derive(Serialize)]
pub(crate) struct Introduction<'a> {
    id: Uuid,
    name: &'a str,
    address: &'a str,
    via: &'a str,
    asked_at: Moment,
    outcome: &'static str,
    ended_at: Option<Moment>,
    sentence: &'a str,
}

impl<'a> From<&'a app::IntroductionView> for Introduction<'a> {
    fn from(one: &'a app::IntroductionView) -> Self {
        Self {
            id: one.id,
            name: &one.name,
            address: &one.address,
            via: &one.via,
            asked_at: one.asked_at,
            outcome: match one.outcome {
                app::IntroductionOutcome::Waiting => "waiting",
                app::IntroductionOutcome::Met => "met",
                app::IntroductionOutcome::Declined => "declined",
            },
            ended_at: one.ended_at,
            sentence: &one.sentence,
        }
    }
}
