use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use rapport_app::{Filter, PeopleQuery, PersonLine, Sort, days, grouped, percent, since, span};
use rapport_model::{Calendar, Moment};
use serde::Deserialize;

use crate::page::parts::{Empty, Link};
use crate::page::render::page;
use crate::page::shell::Shell;
use crate::page::words;
use crate::request::error::Result;
use crate::request::signed_in::SignedIn;
use crate::request::url::url;

const PAGE: usize = 50;

/// The list of people: `GET /people?q=&show=&sort=&after=`.
#[derive(Template)]
#[template(path = "people/index.html")]
struct PeoplePage {
    shell: Shell,
    /// The number of people, such as `1,284 people outside your company.`
    summary: String,
    /// The words that were searched for.
    query: String,
    /// The other parameters of the URL, which the search form keeps.
    kept: Vec<Hidden>,
    /// The filters, each with its URL.
    chips: Vec<Chip>,
    /// The caption for screen readers, such as `People, sorted by last contact`.
    caption: String,
    /// The columns, in the order of the cells.
    columns: Vec<Column>,
    /// The people of this page of the list.
    rows: Vec<PersonRow>,
    /// What is shown instead of rows when there are none.
    empty: Option<Empty>,
    /// The URL of the next page; `None` on the last one.
    next: Option<String>,
}

/// A hidden form field.
struct Hidden {
    name: &'static str,
    value: String,
}

/// A filter with its URL.
struct Chip {
    /// The URL of the list with this filter.
    href: String,
    /// The filter in words, such as `Quiet for them`.
    label: &'static str,
    /// The number of people who pass it.
    count: Option<String>,
    /// Whether this filter is chosen.
    is_on: bool,
}

/// The head of a column.
struct Column {
    /// `name`, `last`, `gap`, `quiet-for`, `chance`, `balance`, `sent` or `received`.
    key: &'static str,
    /// The head in words, such as `Usual gap`.
    label: &'static str,
    /// What the column means, as one sentence.
    title: &'static str,
    /// The URL of the list sorted by it; `None` when it cannot be sorted by.
    href: Option<String>,
    /// `ascending`, `descending` or `none`.
    sort: &'static str,
}

/// A person in the list.
struct PersonRow {
    /// The page of the person, `/people/{id}`.
    href: String,
    name: String,
    initials: String,
    /// The address they used last.
    address: String,
    /// The step of warmth, from 1 (cold) to 5 (warm).
    warmth: u8,
    /// The last touch, such as `3 weeks ago`.
    last: String,
    /// The last touch, as RFC 3339.
    last_at: String,
    /// The last touch, such as `12 May 2026, 14:10`.
    last_exact: String,
    /// The usual gap, such as `9 days`; `None` without a reading.
    usual_gap: Option<String>,
    /// The present silence, such as `31 days`.
    quiet: String,
    /// Whether the silence is longer than is usual for them.
    is_unusual: bool,
    /// The probability of contact within 30 days; `None` without a reading.
    probability: Option<ProbabilityBar>,
    /// Their proportion of the initiations; `None` without a reading.
    balance: Option<BalanceBar>,
    /// The number of touches of ours.
    sent: String,
    /// The number of touches of theirs.
    received: String,
}

/// A probability with its interval, as a bar from 0 to 100.
struct ProbabilityBar {
    /// The probability, such as `62 %`.
    words: String,
    /// The probability, 0 to 100.
    value: f64,
    /// The lower end of the interval, 0 to 100.
    low: f64,
    /// The width of the interval, 0 to 100.
    span: f64,
}

/// Their proportion of the initiations, as a bar from 0 to 100.
struct BalanceBar {
    /// The proportion, such as `40 %`.
    words: String,
    /// The proportion, 0 to 100.
    theirs: f64,
}

#[derive(Deserialize)]
pub(crate) struct ListQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
    /// The stable name of an order, with `-` before it when it is redirect_after_undo.
    #[serde(default)]
    sort: String,
    #[serde(default)]
    after: String,
}

impl ListQuery {
    fn url(&self, change: &[(&str, &str)]) -> String {
        let kept = [("q", self.q.as_str()), ("show", self.show.as_str()), ("sort", self.sort.as_str())];
        let kept = kept.into_iter().filter(|(name, _)| !change.iter().any(|(changed, _)| changed == name));
        url("/people", &kept.chain(change.iter().copied()).collect::<Vec<_>>())
    }

    fn filter(&self) -> Filter {
        Filter::from_name(&self.show).unwrap_or_default()
    }

    fn sort(&self) -> (Sort, bool) {
        let (name, is_reversed) = match self.sort.strip_prefix('-') {
            Some(name) => (name, true),
            None => (self.sort.as_str(), false),
        };
        Sort::from_name(name).map_or((Sort::default(), false), |sort| (sort, is_reversed))
    }
}

/// Shows the list of people: `GET /people`.
pub(crate) async fn index(signed_in: SignedIn, Query(query): Query<ListQuery>) -> Result<Response> {
    let (sort, is_reversed) = query.sort();
    let wanted = PeopleQuery {
        text: Some(query.q.clone()),
        filter: query.filter(),
        sort,
        is_reversed,
        after: query.after.parse().ok(),
        limit: PAGE,
    };
    let found = signed_in.acting().people(wanted).await?;
    let sphere = signed_in.acting().sphere().await?;
    let next = found.next.map(|after| query.url(&[("after", &after.to_string())]));
    page(&PeoplePage {
        shell: Shell::of(&signed_in, "people").await?,
        summary: summary(found.total),
        kept: [("show", &query.show), ("sort", &query.sort)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| Hidden { name, value: value.clone() })
            .collect(),
        chips: chips(&query, &sphere.counts()),
        caption: format!("People, sorted by {}", words::small(label_of(sort))),
        columns: columns(&query),
        empty: found.people.is_empty().then(|| empty(found.total)),
        rows: found.people.iter().map(|line| row(line, sphere.now, &sphere.calendar)).collect(),
        next,
        query: query.q,
    })
}

fn summary(total: usize) -> String {
    match total {
        0 => "Nobody yet.".to_owned(),
        1 => "One person outside your company.".to_owned(),
        _ => format!("{} people outside your company.", grouped(total as u64)),
    }
}

fn chips(query: &ListQuery, counts: &[usize; Filter::ALL.len()]) -> Vec<Chip> {
    let chip = |(filter, count): (Filter, &usize)| Chip {
        href: query.url(&[("show", if filter == Filter::All { "" } else { filter.name() })]),
        label: match filter {
            Filter::All => "Everybody",
            Filter::Owed => "You owe",
            Filter::Quiet => "Quiet for them",
            Filter::OneSided => "One-sided",
            Filter::New => "New",
        },
        count: Some(grouped(*count as u64)),
        is_on: filter == query.filter(),
    };
    Filter::ALL.into_iter().zip(counts).map(chip).collect()
}

/// The key, label, meaning and order of a column, and whether the order is ascending by default.
type Head = (&'static str, &'static str, &'static str, Option<(Sort, bool)>);

#[rustfmt::skip]
const COLUMNS: [Head; 8] = [
    ("name", "Name", "Sort by name", Some((Sort::Name, true))),
    ("last", "Last contact", "The last touch of either side. Sort by it", Some((Sort::Last, false))),
    ("gap", "Usual gap", "Half of your gaps are shorter. Sort by it", Some((Sort::Gap, true))),
    ("quiet-for", "Quiet for", "How long, and whether that is long for the two of you. Sort by how unusual it is", Some((Sort::Quiet, false))),
    ("chance", "Chance", "That you speak within 30 days, with its 80 % interval. Sort by it", Some((Sort::Probability, false))),
    ("balance", "They begin", "Their share of the times one of you began", None),
    ("sent", "Sent", "What you sent. Sort by it", Some((Sort::Sent, false))),
    ("received", "Received", "What they sent. Sort by it", Some((Sort::Received, false))),
];

fn label_of(sort: Sort) -> &'static str {
    let of = |head: &Head| head.3.filter(|(one, _)| *one == sort).map(|_| head.1);
    COLUMNS.iter().find_map(of).unwrap_or("Days with contact")
}

fn columns(query: &ListQuery) -> Vec<Column> {
    let (sort, is_reversed) = query.sort();
    let column = |(key, label, title, sorted): Head| {
        let is_on = sorted.is_some_and(|(one, _)| one == sort);
        let address = |(one, _): (Sort, bool)| {
            let name = if is_on && !is_reversed { format!("-{}", one.name()) } else { one.name().to_owned() };
            query.url(&[("sort", &name)])
        };
        let direction = match sorted {
            Some((_, is_upwards)) if is_on && is_upwards != is_reversed => "ascending",
            Some(_) if is_on => "descending",
            _ => "none",
        };
        Column { key, label, title, href: sorted.map(address), sort: direction }
    };
    COLUMNS.map(column).into()
}

fn empty(total: usize) -> Empty {
    if total == 0 {
        return Empty {
            icon: "users",
            title: "Nobody here yet".to_owned(),
            text:
                "People come out of your mail: everybody outside your company with whom you exchanged a word."
                    .to_owned(),
            next: Some(Link::new("/imports", "Import mail")),
        };
    }
    Empty {
        icon: "search",
        title: "Nobody like that".to_owned(),
        text: "Try a part of a name, an address or a domain, or another filter.".to_owned(),
        next: Some(Link::new("/people", "Show everybody")),
    }
}

fn row(line: &PersonLine, now: Moment, calendar: &Calendar) -> PersonRow {
    let rhythm = line.rhythm.as_ref().ok();
    PersonRow {
        href: format!("/people/{}", line.person),
        name: line.name.clone(),
        initials: words::initials(&line.name),
        address: line.address.clone(),
        warmth: line.warmth.step(),
        last: line.last.map(|last| since(last, now)).unwrap_or_default(),
        last_at: line.last.map(|last| last.to_string()).unwrap_or_default(),
        last_exact: line.last.map(|last| words::exact(last, calendar)).unwrap_or_default(),
        usual_gap: rhythm.map(|rhythm| days(rhythm.usual_gap_days)),
        quiet: line.last_contact.map_or_else(|| "–".to_owned(), |last| span(now.since(last))),
        is_unusual: rhythm.is_some_and(|rhythm| rhythm.is_unusual()),
        probability: line.persistence.as_ref().ok().map(|reading| ProbabilityBar {
            words: percent(reading.value),
            value: words::hundredths(reading.value),
            low: words::hundredths(reading.low),
            span: words::tenth(words::hundredths(reading.high) - words::hundredths(reading.low)),
        }),
        balance: line.initiation.as_ref().ok().map(|reading| BalanceBar {
            words: percent(reading.value),
            theirs: words::hundredths(reading.value),
        }),
        sent: grouped(u64::from(line.sent)),
        received: grouped(u64::from(line.received)),
    }
}
