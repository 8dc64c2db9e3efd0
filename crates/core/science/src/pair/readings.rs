use std::fmt;

use rapport_model::{Measured, Moment, NotEnough, Reading};

use crate::measure::Measure;
use crate::pair::labels::Role;
use crate::pair::measures::response::{ReplyCounts, Response};
use crate::pair::measures::rhythm::Rhythm;
use crate::pair::priors::Priors;
use crate::pair::state::PairState;

/// What a measure of a pair is read from.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// What is remembered of the two.
    pub state: &'a PairState,
    /// What is believed of any two.
    pub priors: &'a Priors,
    /// What the person answered to the other members of the team.
    pub elsewhere: Option<ReplyCounts>,
    /// The moment that is asked about.
    pub now: Moment,
}

/// A measure of a pair, with all that a surface needs to show it: none of them names a measure.
#[derive(Clone, Copy)]
pub struct PairMeasure {
    /// Its name, question and unit.
    pub about: Measure,
    /// What it is called above its sentence: `Who begins`.
    pub title: &'static str,
    /// What it is called in a line of a table: `they begin`.
    pub label: &'static str,
    /// How its value is written.
    pub shown: Shown,
    /// What its `n` counts, one and several: `contact day`, `contact days`.
    pub counted: [&'static str; 2],
    /// Whether it rests on a touch that counted as these.
    pub rests_on: fn(&[Role]) -> bool,
    /// How it is read.
    pub read: Read,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// As a span: `9 days`.
    Days,
    /// As a number with one decimal: `3.4`.
    Number,
    /// As a share of a hundred: `41 %`.
    Percent,
}

/// How a measure is read. Most give a reading and a sentence; two give more, and surfaces say it in their own words.
#[derive(Clone, Copy)]
pub enum Read {
    /// The usual gap, with the present silence.
    Rhythm(fn(&Facts<'_>) -> Measured<Rhythm>),
    /// The replies of both sides.
    Response(fn(&Facts<'_>) -> Measured<Response>),
    /// A reading, and its sentence, in which a surface puts their name for `{name}` and the value for `{value}`.
    Plain {
        /// The reading.
        reading: fn(&Facts<'_>) -> Measured,
        /// The sentence.
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

/// What a measure found in a pair, or why there is nothing yet.
#[derive(Clone, Debug, PartialEq)]
pub struct PairReading {
    /// Which measure.
    pub measure: &'static PairMeasure,
    /// What it found.
    pub found: Measured<Found>,
}

/// A reading, with what else there is to say.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// The usual gap, with the present silence.
    Rhythm(Rhythm),
    /// The replies of both sides.
    Response(Box<Response>),
    /// Nothing else but a sentence, with `{name}` and `{value}` to be put in.
    Plain {
        /// The reading.
        reading: Reading,
        /// The sentence.
        sentence: String,
    },
}

impl Found {
    /// The number with its proof.
    pub fn reading(&self) -> &Reading {
        match self {
            Self::Rhythm(Rhythm { reading, .. }) | Self::Plain { reading, .. } => reading,
            Self::Response(response) => &response.reading,
        }
    }

    /// The same, to be given its evidence.
    pub fn reading_mut(&mut self) -> &mut Reading {
        match self {
            Self::Rhythm(Rhythm { reading, .. }) | Self::Plain { reading, .. } => reading,
            Self::Response(response) => &mut response.reading,
        }
    }
}

/// Every measure of one pair at one moment, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings(pub(crate) Vec<PairReading>);

impl Readings {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &PairReading> {
        self.0.iter()
    }

    /// Each of them, to be given its evidence.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut PairReading> {
        self.0.iter_mut()
    }

    /// The reading of a measure; none when there is no such measure.
    pub fn of(&self, name: &str) -> Option<&Measured<Found>> {
        self.0.iter().find(|one| one.measure.about.name == name).map(|one| &one.found)
    }

    /// The usual gap and the present silence.
    pub fn rhythm(&self) -> Result<&Rhythm, &NotEnough> {
        let found = self.0.iter().find(|one| matches!(one.measure.read, Read::Rhythm(_)));
        match &found.expect("rhythm is in the list").found {
            Ok(Found::Rhythm(rhythm)) => Ok(rhythm),
            Ok(_) => unreachable!("a measure that reads a rhythm finds one"),
            Err(missing) => Err(missing),
        }
    }
}
