use std::collections::BTreeMap;

use rapport_app as app;
use rapport_model::Moment;
use serde::Serialize;

use crate::wire::reading::{Answer, AnyReading};

/// A line of `rapport people`.
#[derive(Serialize)]
pub(crate) struct PersonLine<'a> {
    address: &'a str,
    name: &'a str,
    first: Option<Moment>,
    last: Option<Moment>,
    contact_days: u32,
    sent: u32,
    received: u32,
}

impl<'a> From<&'a app::PersonLine> for PersonLine<'a> {
    fn from(person: &'a app::PersonLine) -> Self {
        Self {
            address: &person.address,
            name: &person.name,
            first: person.first,
            last: person.last,
            contact_days: person.contact_days,
            sent: person.sent,
            received: person.received,
        }
    }
}

/// The answer of `rapport person`.
#[derive(Serialize)]
pub(crate) struct Person<'a> {
    address: &'a str,
    contact_days: u32,
    first: Option<Moment>,
    last: Option<Moment>,
    name: &'a str,
    readings: BTreeMap<&'static str, Answer<AnyReading>>,
    received: u32,
    sent: u32,
    sentence: &'a str,
}

impl<'a> From<&'a app::PersonView> for Person<'a> {
    fn from(view: &'a app::PersonView) -> Self {
        let (state, talk) = (&view.tie.state, &view.talk);
        let log = view.readings.iter().map(|read| (read.measure.about.name, Answer::from(&read.found)));
        let words = [
            ("depth", &talk.depth),
            ("empty_check_ins", &talk.empty),
            ("given", &talk.given),
            ("two_sided", &talk.two_sided),
        ];
        Self {
            address: &view.tie.address,
            contact_days: state.contact_days(),
            first: state.first(),
            last: state.last_touch(),
            name: &view.person.name,
            readings: log.chain(words.map(|(name, measured)| (name, Answer::from(measured)))).collect(),
            received: state.received(),
            sent: state.sent(),
            sentence: &view.sentence,
        }
    }
}
