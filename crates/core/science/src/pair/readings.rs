use std::fmt;

use rapport_model::{Measured, Moment, NotEnough, Reading};

use crate::measure::Measure;
use crate::pair::labels::Role;
use crate::pair::measures::response::{ReplyCounts, Response};
use crate::pair::measures::rhythm::Rhythm;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;

/// What a measure of a pair is computed from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The state into which the pair's touches were folded.
    pub state: &'a PairState,
    /// The priors of the workspace.
    pub priors: &'a Priors,
    /// The person's replies to the other members of the team; `None` when they are not known.
    pub elsewhere: Option<ReplyCounts>,
    /// The moment for which readings are computed.
    pub now: Moment,
}

/// A measure of a pair, with all that a surface needs to show it, so that no surface has to name a measure.
#[derive(Clone, Copy)]
pub struct PairMeasure {
    /// Its name, version, question and unit.
    pub about: Measure,
    /// Its title above its sentence, such as `Who begins`.
    pub title: &'static str,
    /// Its label in a line of a table, such as `they begin`.
    pub label: &'static str,
    /// The format of its value.
    pub shown: Shown,
    /// The unit of its `n`, singular and plural, such as `contact day` and `contact days`.
    pub counted: [&'static str; 2],
    /// Whether a touch with these roles is evidence for it.
    pub rests_on: fn(&[Role]) -> bool,
    /// The function that computes it.
    pub read: Read,
}

/// The format of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A length of time, such as `9 days`.
    Days,
    /// A number with one decimal, such as `3.4`.
    Number,
    /// A percentage, such as `41 %`.
    Percent,
}

/// The function that computes a measure. Most give a reading and a sentence; two give more, which surfaces phrase
/// themselves.
#[derive(Clone, Copy)]
pub enum Read {
    /// Computes the usual gap, and the present silence.
    Rhythm(fn(&Facts<'_>) -> Measured<Rhythm>),
    /// Computes the replies of both sides.
    Response(fn(&Facts<'_>) -> Measured<Response>),
    /// Computes a reading and its sentence, in which a surface replaces `{name}` and `{value}`.
    Plain {
        /// Computes the reading of the pair.
        reading: fn(&Facts<'_>) -> Measured,
        /// Makes the sentence of a reading.
        sentence: fn(&Reading, &PairState) -> String,
    },
}

impl PairMeasure {
    pub(crate) fn read(&'static self, facts: &Facts<'_>) -> PairReading {
        let found = match self.read {
            Read::Rhythm(read) => read(facts).map(Found::Rhythm),
            Read::Response(read) => read(facts).map(|response| Found::Response(Box::new(response))),
            Read::Plain { reading, sentence } => reading(facts)
                .map(|reading| Found::Plain { sentence: sentence(&reading, facts.state), reading }),
        };
        PairReading { measure: self, found }
    }
}

impl PartialEq for PairMeasure {
    fn eq(&self, other: &Self) -> bool {
        self.about == other.about
    }
}

impl fmt::Debug for PairMeasure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.about.name)
    }
}

/// A measure of a pair with its reading, or why there is none yet.
#[derive(Clone, Debug, PartialEq)]
pub struct PairReading {
    /// The measure it belongs to.
    pub measure: &'static PairMeasure,
    /// Its reading, or why there is none yet.
    pub found: Measured<Found>,
}

/// A reading, with what else its measure gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The usual gap, and the present silence.
    Rhythm(Rhythm),
    /// The replies of both sides.
    Response(Box<Response>),
    /// A reading and its sentence, in which a surface replaces `{name}` and `{value}`.
    Plain {
        /// The reading of the pair.
        reading: Reading,
        /// The sentence, with its placeholders.
        sentence: String,
    },
}

impl Found {
    /// The reading, whatever else there is.
    pub fn reading(&self) -> &Reading {
        match self {
            Self::Rhythm(Rhythm { reading, .. }) | Self::Plain { reading, .. } => reading,
            Self::Response(response) => &response.reading,
        }
    }

    /// The reading, so that its evidence can be added.
    pub fn reading_mut(&mut self) -> &mut Reading {
        match self {
            Self::Rhythm(Rhythm { reading, .. }) | Self::Plain { reading, .. } => reading,
            Self::Response(response) => &mut response.reading,
        }
    }
}

/// The readings of all measures of one pair at one moment, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings(pub(crate) Vec<PairReading>);

impl Readings {
    /// Iterates over the measures in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = &PairReading> {
        self.0.iter()
    }

    /// Iterates over the measures, so that evidence can be added.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut PairReading> {
        self.0.iter_mut()
    }

    /// The reading of the measure with this name; `None` when there is no such measure.
    pub fn of(&self, name: &str) -> Option<&Measured<Found>> {
        self.0.iter().find(|one| one.measure.about.name == name).map(|one| &one.found)
    }

    /// The usual gap and the present silence, or why they are not known yet.
    pub fn rhythm(&self) -> Result<&Rhythm, &NotEnough> {
        let found = self.0.iter().find(|one| matches!(one.measure.read, Read::Rhythm(_)));
        match &found.expect("rhythm is in the list").found {
            Ok(Found::Rhythm(rhythm)) => Ok(rhythm),
            Ok(_) => unreachable!("a measure that reads a rhythm finds one"),
            Err(missing) => Err(missing),
        }
    }
}
