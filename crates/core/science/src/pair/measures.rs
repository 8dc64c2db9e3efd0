//! The measures of a pair, one file each, and the list from which everything that shows them is made.

pub(crate) mod activation;
pub(crate) mod attempts;
pub(crate) mod inbound;
pub(crate) mod initiation;
pub(crate) mod persistence;
pub(crate) mod reciprocity;
pub(crate) mod response;
pub(crate) mod rhythm;

use rapport_model::{Moment, Side};

use crate::measure::Measure;
use crate::pair::labels::Role;
use crate::pair::measures::response::ReplyCounts;
use crate::pair::priors::Priors;
use crate::pair::readings::{Facts, PairMeasure, Read, Readings, Shown};
use crate::pair::state::PairState;

/// Every measure of a pair, in the order in which a page shows them.
pub const PAIR_MEASURES: &[PairMeasure] = &[
    PairMeasure {
        about: Measure {
            name: "rhythm",
            version: 1,
            question: "How often do you two usually speak, and is this silence long for you?",
            unit: "days",
        },
        title: "Rhythm",
        label: "usual gap",
        shown: Shown::Days,
        counted: CONTACT_DAYS,
        rests_on: is_contact,
        read: Read::Rhythm(|facts| rhythm::rhythm(facts.state, facts.priors, facts.now)),
    },
    PairMeasure {
        about: Measure {
            name: "persistence",
            version: 1,
            question: "How likely is two-way contact within 30 days?",
            unit: "probability",
        },
        title: "The next 30 days",
        label: "contact within 30 days",
        shown: Shown::Percent,
        counted: CONTACT_DAYS,
        rests_on: is_contact,
        read: Read::Plain {
            reading: |facts| persistence::persistence_reading(facts.state, facts.priors, facts.now),
            sentence: |_, _| {
                "If nothing changes, the chance that you two speak within 30 days is {value}.".to_owned()
            },
        },
    },
    PairMeasure {
        about: Measure {
            name: "initiation",
            version: 1,
            question: "When one of you begins, how often is it them?",
            unit: "their share",
        },
        title: "Who begins",
        label: "they begin",
        shown: Shown::Percent,
        counted: ["beginning", "beginnings"],
        rests_on: |roles| roles.iter().any(|role| matches!(role, Role::Opens(_))),
        read: Read::Plain {
            reading: |facts| initiation::initiation(facts.state, facts.priors, facts.now),
            sentence: |reading, _| initiation::sentence(reading),
        },
    },
    PairMeasure {
        about: Measure {
            name: "reciprocity",
            version: 1,
            question: "Does about as much come from each of you?",
            unit: "their share of the touches",
        },
        title: "Back and forth",
        label: "comes from them",
        shown: Shown::Percent,
        counted: ["touch", "touches"],
        rests_on: |_| true,
        read: Read::Plain {
            reading: |facts| reciprocity::reciprocity(facts.state, facts.now),
            sentence: |reading, _| reciprocity::sentence(reading),
        },
    },
    PairMeasure {
        about: Measure {
            name: "inbound",
            version: 1,
            question: "How likely do they write first within 30 days?",
            unit: "probability",
        },
        title: "On their own",
        label: "they write first within 30 days",
        shown: Shown::Percent,
        counted: ["mail of theirs", "mails of theirs"],
        rests_on: |roles| roles.iter().any(|role| matches!(role, Role::Opens(Side::Theirs) | Role::Contact)),
        read: Read::Plain {
            reading: |facts| inbound::inbound(facts.state, facts.priors, facts.now),
            sentence: |_, _| {
                "If you keep quiet, the chance that {name} writes first within 30 days is {value}.".to_owned()
            },
        },
    },
    PairMeasure {
        about: Measure {
            name: "response",
            version: 1,
            question: "How likely do they answer within seven days, and how fast?",
            unit: "probability",
        },
        title: "Answers",
        label: "they answer within 7 days",
        shown: Shown::Percent,
        counted: ["question", "questions"],
        rests_on: |roles| roles.iter().any(|role| matches!(role, Role::Reply { .. } | Role::Asks)),
        read: Read::Response(|facts| {
            response::response_within(facts.state, facts.elsewhere, facts.priors, facts.now)
        }),
    },
    PairMeasure {
        about: Measure {
            name: "touch",
            version: 1,
            question: "How likely is an answer to this attempt?",
            unit: "probability",
        },
        title: "One more attempt",
        label: "they answer your next attempt",
        shown: Shown::Percent,
        counted: ["attempt of the team", "attempts of the team"],
        rests_on: |roles| roles.iter().any(|role| matches!(role, Role::Attempt | Role::Contact)),
        read: Read::Plain {
            reading: |facts| attempts::next_attempt(facts.state, facts.priors, facts.now),
            sentence: attempts::sentence,
        },
    },
    PairMeasure {
        about: Measure {
            name: "activation",
            version: 1,
            question: "How present are you to each other now?",
            unit: "recent contact days",
        },
        title: "Presence",
        label: "activation",
        shown: Shown::Number,
        counted: CONTACT_DAYS,
        rests_on: is_contact,
        read: Read::Plain {
            reading: |facts| activation::activation(facts.state, facts.now),
            sentence: |reading, _| activation::sentence(reading),
        },
    },
];

const CONTACT_DAYS: [&str; 2] = ["contact day", "contact days"];

fn is_contact(roles: &[Role]) -> bool {
    roles.contains(&Role::Contact)
}

/// The readings of a pair as of `now`: the same state, priors and moment give the same readings.
pub fn readings(state: &PairState, priors: &Priors, now: Moment) -> Readings {
    readings_within(state, None, priors, now)
}

/// [`readings`], with what the person answered to the other members of the team.
pub fn readings_within(
    state: &PairState,
    elsewhere: Option<ReplyCounts>,
    priors: &Priors,
    now: Moment,
) -> Readings {
    let facts = Facts { state, priors, elsewhere, now };
    Readings(PAIR_MEASURES.iter().map(|measure| measure.read(&facts)).collect())
}
