use std::cmp::Ordering;

use rapport_model::{Measured, MemberId, Moment, PersonId};
use rapport_science::{Rhythm, UNUSUAL, initiation, persistence_reading, rhythm};
use serde::Serialize;

use crate::sphere::{Sphere, Tie, Warmth};
use crate::{App, Result};

/// What the list of people is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Their name, folded.
    Name,
    /// The last touch of either side, newest first.
    #[default]
    Last,
    /// The usual gap, shortest first.
    Gap,
    /// How unusual the silence is, most unusual first.
    Quiet,
    /// The chance of contact within 30 days, highest first.
    Chance,
    /// Days with contact, most first.
    ContactDays,
    /// What we sent, most first.
    Sent,
    /// What they sent, most first.
    Received,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Last,
        Self::Gap,
        Self::Quiet,
        Self::Chance,
        Self::ContactDays,
        Self::Sent,
        Self::Received,
    ];

    /// The stable name used in addresses of pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Last => "last",
            Self::Gap => "gap",
            Self::Quiet => "quiet",
            Self::Chance => "chance",
            Self::ContactDays => "days",
            Self::Sent => "sent",
            Self::Received => "received",
        }
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

/// Which people are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Everybody.
    #[default]
    All,
    /// They wrote last and wait for us.
    Owed,
    /// The silence is unusual for the pair.
    Quiet,
    /// One side drives.
    OneSided,
    /// First met within 30 days.
    New,
}

impl Filter {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::All, Self::Owed, Self::Quiet, Self::OneSided, Self::New];

    /// The stable name used in addresses of pages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Owed => "owe",
            Self::Quiet => "quiet",
            Self::OneSided => "one-sided",
            Self::New => "new",
        }
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }
}

/// Which page of the list is wanted.
#[derive(Clone, Debug, Default)]
pub struct PeopleQuery {
    /// Words in the name or address.
    pub text: Option<String>,
    /// Which people.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// In the opposite order.
    pub is_reversed: bool,
    /// After this person.
    pub after: Option<PersonId>,
    /// At most so many.
    pub limit: usize,
}

/// A page of people.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    /// The people of this page.
    pub people: Vec<PersonLine>,
    /// After whom the next page begins; `None` on the last.
    pub next: Option<PersonId>,
    /// How many relationships there are in all.
    pub total: usize,
}

/// A person in a list.
#[derive(Clone, Debug, Serialize)]
pub struct PersonLine {
    /// The person.
    #[serde(skip)]
    pub person: PersonId,
    /// The address they used last.
    pub address: String,
    /// Their name.
    pub name: String,
    /// The first touch.
    pub first: Option<Moment>,
    /// The last touch of either side.
    pub last: Option<Moment>,
    /// Days with two-way-evidenced contact.
    pub contact_days: u32,
    /// How many we sent.
    pub sent: u32,
    /// How many they sent.
    pub received: u32,
    /// The last contact that counted.
    #[serde(skip)]
    pub last_contact: Option<Moment>,
    /// The pair's rhythm.
    #[serde(skip)]
    pub rhythm: Measured<Rhythm>,
    /// The chance of contact within 30 days.
    #[serde(skip)]
    pub persistence: Measured,
    /// Their share of initiations.
    #[serde(skip)]
    pub initiation: Measured,
    /// The warmth of the tie.
    #[serde(skip)]
    pub warmth: Warmth,
}

impl App {
    /// A page of a member's people.
    pub async fn people(&self, member: MemberId, query: PeopleQuery) -> Result<PeoplePage> {
        let sphere = self.sphere(member).await?;
        Ok(sphere.page(&query))
    }
}

impl Sphere {
    fn page(&self, query: &PeopleQuery) -> PeoplePage {
        let text = query.text.as_deref().filter(|text| !text.trim().is_empty());
        let matching = text.map(|text| self.words.matching(text));
        let order = self.order(query.sort);
        let forward: Box<dyn Iterator<Item = &u32>> =
            if query.is_reversed { Box::new(order.iter().rev()) } else { Box::new(order.iter()) };
        let start = query.after.and_then(|after| self.position(after)).map(|place| place as u32);
        let mut has_begun = start.is_none();
        let mut people = Vec::with_capacity(query.limit);
        let mut next = None;
        for place in forward {
            if !has_begun {
                has_begun = start == Some(*place);
                continue;
            }
            let place = *place as usize;
            let tie = &self.ties[place];
            let has_words = matching.as_ref().is_none_or(|matching| matching[place]);
            if !has_words || !self.passes(query.filter, place, tie) {
                continue;
            }
            if people.len() == query.limit {
                next = people.last().map(|line: &PersonLine| line.person);
                break;
            }
            people.push(self.line(tie));
        }
        PeoplePage { people, next, total: self.ties.len() }
    }

    /// How many people each filter leaves, in the order of [`Filter::ALL`].
    pub fn counts(&self) -> &[usize; Filter::ALL.len()] {
        self.counts.get_or_init(|| {
            let passing = |filter| {
                let ties = self.ties.iter().enumerate();
                ties.filter(|(place, tie)| self.passes(filter, *place, tie)).count()
            };
            Filter::ALL.map(passing)
        })
    }

    fn passes(&self, filter: Filter, place: usize, tie: &Tie) -> bool {
        match filter {
            Filter::All => true,
            Filter::Owed => crate::today::candidates::is_owed(tie, self),
            Filter::Quiet => f64::from(tie.quiet) >= UNUSUAL,
            Filter::OneSided => self.one_sided()[place],
            Filter::New => tie.state.first().is_some_and(|first| self.now.days_since(first) <= 30.0),
        }
    }

    /// A person as a list shows them.
    pub fn line(&self, tie: &Tie) -> PersonLine {
        PersonLine {
            person: tie.person,
            address: tie.address.to_string(),
            name: tie.name.to_string(),
            first: tie.state.first(),
            last: tie.state.last_touch(),
            contact_days: tie.state.contact_days(),
            sent: tie.state.sent(),
            received: tie.state.received(),
            last_contact: tie.state.last_contact(),
            rhythm: rhythm(&tie.state, &self.priors, self.now),
            persistence: persistence_reading(&tie.state, &self.priors, self.now),
            initiation: initiation(&tie.state, &self.priors, self.now),
            warmth: Warmth::of(f64::from(tie.chance)),
        }
    }

    fn order(&self, sort: Sort) -> &[u32] {
        self.orders[sort as usize].get_or_init(|| {
            let mut order: Vec<u32> = (0..self.ties.len() as u32).collect();
            let by = |key: &dyn Fn(&Tie) -> f64, order: &mut Vec<u32>| {
                let keys: Vec<f64> = self.ties.iter().map(key).collect();
                order.sort_by(|one, other| smallest_first(keys[*one as usize], keys[*other as usize]));
            };
            let last = |moment: Option<Moment>| moment.map_or(f64::NAN, |moment| -(moment.micros() as f64));
            match sort {
                Sort::Name => {
                    let names: Vec<String> = self.ties.iter().map(|tie| tie.name.to_lowercase()).collect();
                    order.sort_by(|one, other| names[*one as usize].cmp(&names[*other as usize]));
                }
                Sort::Last => by(&|tie| last(tie.state.last_touch()), &mut order),
                Sort::Gap => by(&|tie| f64::from(tie.usual_gap), &mut order),
                Sort::Quiet => by(&|tie| -f64::from(tie.quiet), &mut order),
                Sort::Chance => by(&|tie| -f64::from(tie.chance), &mut order),
                Sort::ContactDays => by(&|tie| -f64::from(tie.state.contact_days()), &mut order),
                Sort::Sent => by(&|tie| -f64::from(tie.state.sent()), &mut order),
                Sort::Received => by(&|tie| -f64::from(tie.state.received()), &mut order),
            }
            order
        })
    }
}

/// What is not a number comes last.
fn smallest_first(one: f64, other: f64) -> Ordering {
    one.is_nan().cmp(&other.is_nan()).then(one.partial_cmp(&other).unwrap_or(Ordering::Equal))
}
