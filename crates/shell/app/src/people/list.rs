use rapport_model::{Measured, Moment, PersonId};
use rapport_science::Rhythm;

use crate::sphere::warmth::Warmth;

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
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// The person.
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
    pub last_contact: Option<Moment>,
    /// The pair's rhythm.
    pub rhythm: Measured<Rhythm>,
    /// The chance of contact within 30 days.
    pub persistence: Measured,
    /// Their share of initiations.
    pub initiation: Measured,
    /// The warmth of the tie.
    pub warmth: Warmth,
}
