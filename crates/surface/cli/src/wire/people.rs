use rapport_app as app;
use rapport_model::Moment;
use serde::Serialize;

use crate::wire::reading::{Answer, Reading, Response, Rhythm};

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

/// What `rapport person` says.
#[derive(Serialize)]
pub(crate) struct Person<'a> {
    address: &'a str,
    contact_days: u32,
    first: Option<Moment>,
    last: Option<Moment>,
    name: &'a str,
    readings: Readings,
    received: u32,
    sent: u32,
    sentence: &'a str,
}

#[derive(Serialize)]
struct Readings {
    activation: Answer<Reading>,
    depth: Answer<Reading>,
    empty_check_ins: Answer<Reading>,
    given: Answer<Reading>,
    inbound: Answer<Reading>,
    initiation: Answer<Reading>,
    persistence: Answer<Reading>,
    response: Answer<Response>,
    rhythm: Answer<Rhythm>,
    touch: Answer<Reading>,
    two_sided: Answer<Reading>,
}

impl<'a> From<&'a app::PersonView> for Person<'a> {
    fn from(view: &'a app::PersonView) -> Self {
        let (state, readings, talk) = (&view.tie.state, &view.readings, &view.talk);
        Self {
            address: &view.tie.address,
            contact_days: state.contact_days(),
            first: state.first(),
            last: state.last_touch(),
            name: &view.person.name,
            readings: Readings {
                activation: Answer::from(&readings.activation),
                depth: Answer::from(&talk.depth),
                empty_check_ins: Answer::from(&talk.empty),
                given: Answer::from(&talk.given),
                inbound: Answer::from(&readings.inbound),
                initiation: Answer::from(&readings.initiation),
                persistence: Answer::from(&readings.persistence),
                response: Answer::from(&readings.response),
                rhythm: Answer::from(&readings.rhythm),
                touch: Answer::from(&readings.touch),
                two_sided: Answer::from(&talk.two_sided),
            },
            received: state.received(),
            sent: state.sent(),
            sentence: &view.sentence,
        }
    }
}
