use rapport_model::{Measured, Moment, PersonId};
use rapport_science::Rhythm;

use crate::sphere::warmth::Warmth;

/// The order of a list of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name, ignoring case.
    Name,
    /// By the last touch of either side, newest first.
    #[default]
    Last,
    /// By the usual gap, shortest first.
    Gap,
    /// By how unusual the silence is, most unusual first.
    Quiet,
    /// By the probability of contact within 30 days, highest first.
    Probability,
    /// By the number of days with contact, largest first.
    ContactDays,
    /// By the number of touches of ours, largest first.
    Sent,
    /// By the number of touches of theirs, largest first.
    Received,
}

impl Sort {
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Last,
        Self::Gap,
        Self::Quiet,
        Self::Probability,
        Self::ContactDays,
        Self::Sent,
        Self::Received,
    ];

    /// The stable name used in URLs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Last => "last",
            Self::Gap => "gap",
            Self::Quiet => "quiet",
            Self::Probability => "chance",
            Self::ContactDays => "days",
            Self::Sent => "sent",
            Self::Received => "received",
        }
    }

    /// The order with this stable name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

/// Which people are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    /// Those who wrote last and wait for the member.
    Owed,
    /// Those with a silence that is unusual for the pair.
    Quiet,
    /// Those with whom one side nearly always begins.
    OneSided,
    /// Those first met within 30 days.
    New,
}

impl Filter {
    pub const ALL: [Self; 5] = [Self::All, Self::Owed, Self::Quiet, Self::OneSided, Self::New];

    /// The stable name used in URLs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Owed => "owe",
            Self::Quiet => "quiet",
            Self::OneSided => "one-sided",
            Self::New => "new",
        }
    }

    /// The filter with this stable name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.name() == name)
    }
}

/// Which page of the list is asked for.
#[derive(Clone, Debug, Default)]
pub struct PeopleQuery {
    /// Words that the name or address contains.
    pub text: Option<String>,
    pub filter: Filter,
    pub sort: Sort,
    /// Whether the order is reversed.
    pub is_reversed: bool,
    /// The last person of the page before; `None` for the first page.
    pub after: Option<PersonId>,
    /// The size of the page.
    pub limit: usize,
}

/// A page of people.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    pub people: Vec<PersonLine>,
    /// The `after` of the next page; `None` on the last one.
    pub next: Option<PersonId>,
    /// The number of all relationships of the member.
    pub total: usize,
}

/// The line of a person in a list.
#[derive(Clone, Debug)]
pub struct PersonLine {
    pub person: PersonId,
    /// The address they used last.
    pub address: String,
    pub name: String,
    /// The first touch of either side.
    pub first: Option<Moment>,
    /// The last touch of either side.
    pub last: Option<Moment>,
    /// The number of days with evidence of contact on both sides.
    pub contact_days: u32,
    /// The number of touches of ours.
    pub sent: u32,
    /// The number of touches of theirs.
    pub received: u32,
    /// The last touch that shows both sides.
    pub last_contact: Option<Moment>,
    pub rhythm: Measured<Rhythm>,
    /// The probability of contact within 30 days.
    pub persistence: Measured,
    /// Their proportion of the initiations.
    pub initiation: Measured,
    pub warmth: Warmth,
}
