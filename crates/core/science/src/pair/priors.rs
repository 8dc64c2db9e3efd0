use serde::{Deserialize, Serialize};

/// The horizon of the probability that ranks Today, in days.
pub const HORIZON_DAYS: f64 = 30.0;

/// The number of features of persistence.
pub const FEATURES: usize = 6;

/// The number of features of inbound.
pub const INBOUND_FEATURES: usize = 7;

/// The number of touches whose hazards differ; later ones count as the last.
pub const MAX_TOUCHES: usize = 12;

/// The prior beliefs about a pair, before its own history is read. They are fitted nightly on the workspace's own
/// pairs; the defaults hold until there are enough. They are stored with a version, so that any past number can be
/// computed again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Priors {
    /// The version of the layout and meaning of the fields.
    pub version: u16,
    /// The prior of the gaps between contact days.
    pub rhythm: RhythmPrior,
    /// The weights of the probability of contact within 30 days.
    pub persistence: PersistenceWeights,
    /// The prior of the side that initiates.
    pub initiation: InitiationPrior,
    /// The prior of their replies to us.
    pub replies_theirs: ReplyPrior,
    /// The prior of our replies to them.
    pub replies_ours: ReplyPrior,
    /// The prior of how often they initiate.
    pub inbound: InboundPrior,
    /// The prior of whether they lean in.
    pub leaning: LeaningPrior,
    /// The probability of an answer by the number of the attempt; `None` before there are enough attempts.
    pub touches: Option<TouchHazards>,
}

/// Gaps are log-normal around each pair's own median; ties end with a Beta-geometric dropout.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RhythmPrior {
    /// Mean of the pairs' mean ln gap in days (m0).
    pub median_ln: f64,
    /// Standard deviation of that mean between pairs (tau).
    pub between: f64,
    /// Standard deviation of ln gaps within a pair (sigma).
    pub within: f64,
    /// Beta parameter of ending after a contact (a).
    pub ended: f64,
    /// Beta parameter of going on after a contact (b).
    pub survived: f64,
}

/// Weights of the logistic of persistence, for features in their own units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersistenceWeights {
    /// The intercept, online offset included.
    pub intercept: f64,
    /// One weight per feature, in the order of `persistence::FEATURE_NAMES`.
    pub weights: [f64; FEATURES],
}

/// Beta prior of their share of initiations.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct InitiationPrior {
    /// The pseudo-count of initiations of theirs.
    pub theirs: f64,
    /// The pseudo-count of initiations of ours.
    pub ours: f64,
}

/// The prior of one side's replies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplyPrior {
    /// Pseudo-count of answered questions.
    pub answered: f64,
    /// Pseudo-count of unanswered questions.
    pub unanswered: f64,
    /// How many questions a person's own rate is worth to a pair of theirs (c).
    pub pair_strength: f64,
    /// How far the person's rate counts there, 0 to 1; the rest is the rate of the workspace.
    #[serde(default = "whole")]
    pub person_weight: f64,
    /// The prior of the time to a reply.
    pub latency: Latency,
}

fn whole() -> f64 {
    1.0
}

/// Reply times are log-normal around each pair's own median.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latency {
    /// Mean of the pairs' mean ln hours.
    pub mean_ln: f64,
    /// Standard deviation of that mean between pairs.
    pub between: f64,
    /// Standard deviation of ln hours within a pair.
    pub within: f64,
}

/// The prior of how often people initiate, and the weights of what predicts it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboundPrior {
    /// The shape of the Gamma of the hazard between pairs (r).
    pub shape: f64,
    /// The rate of that Gamma, in days at risk (alpha).
    pub rate: f64,
    /// The intercept of the logistic.
    pub intercept: f64,
    /// One weight per feature, in the order of `inbound::INBOUND_FEATURE_NAMES`.
    pub weights: [f64; INBOUND_FEATURES],
}

/// Two kinds of people, as far as beginning goes: those who lean in, each at a hazard of their own, and those
/// who begin only at the background hazard that everybody has.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeaningPrior {
    /// The proportion of people who lean in, 0 to 1.
    pub share: f64,
    /// The shape of the Gamma of their hazards.
    pub shape: f64,
    /// The rate of that Gamma, in days at risk.
    pub rate: f64,
    /// The starts per day at risk of those who do not lean in.
    pub background: f64,
}

/// The hazards of a [`TouchTable`](crate::TouchTable), shrunk towards what all touches have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TouchHazards {
    /// The Beta parameters of an answer and of none, by touch.
    pub(crate) answers: Vec<(f64, f64)>,
    /// The Beta parameters of an opt-out and of none, by touch.
    pub(crate) refusals: Vec<(f64, f64)>,
    /// The number of attempts with a known outcome, by touch.
    pub(crate) n: [u32; MAX_TOUCHES],
}

impl Priors {
    /// The version of the layout and meaning of the fields.
    pub const VERSION: u16 = 2;
}

impl Default for Priors {
    /// The defaults of docs/science, from public logs of mail.
    fn default() -> Self {
        let latency = Latency { mean_ln: 3.7_f64.ln(), between: 1.7, within: 2.2 };
        Self {
            version: Self::VERSION,
            rhythm: RhythmPrior {
                median_ln: 21_f64.ln(),
                between: 1.3,
                within: 1.15,
                ended: 0.13,
                survived: 0.50,
            },
            persistence: PersistenceWeights { intercept: -1.7, weights: [0.0, 0.55, 0.55, 0.0, 0.15, 0.0] },
            initiation: InitiationPrior { theirs: 0.65, ours: 0.65 },
            replies_theirs: ReplyPrior {
                answered: 0.8,
                unanswered: 0.9,
                pair_strength: 4.0,
                person_weight: 1.0,
                latency,
            },
            replies_ours: ReplyPrior {
                answered: 1.0,
                unanswered: 0.9,
                pair_strength: 4.0,
                person_weight: 1.0,
                latency,
            },
            inbound: InboundPrior::default(),
            leaning: LeaningPrior::default(),
            touches: None,
        }
    }
}

impl Default for InboundPrior {
    /// Hazard of company mail (docs/science/inbound.md); weights pooled from two public logs.
    fn default() -> Self {
        Self { shape: 2.51, rate: 433.0, intercept: 0.0, weights: [0.3, 0.5, 0.0, 0.1, 0.0, -0.6, 0.3] }
    }
}

impl Default for LeaningPrior {
    /// Half lean in, about every 30 days at risk; the rest initiate every 180 (an assumption, until there are data).
    fn default() -> Self {
        Self { share: 0.5, shape: 2.0, rate: 60.0, background: 1.0 / 180.0 }
    }
}
