//! The people of a sphere in their orders, with what each filter leaves.

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use rapport_model::Moment;
use rapport_science::{Balance, UNUSUAL, initiation, persistence_reading, rhythm};

use crate::acting::Acting;
use crate::error::Result;
use crate::people::list::{Filter, PeoplePage, PeopleQuery, PersonLine, Sort};
use crate::sphere::owed::is_owed;
use crate::sphere::warmth::Warmth;
use crate::sphere::{Sphere, Tie};

/// Made when it is first asked for.
#[derive(Default)]
struct Index {
    orders: [OnceLock<Vec<u32>>; Sort::ALL.len()],
    one_sided: OnceLock<Vec<bool>>,
    counts: OnceLock<[usize; Filter::ALL.len()]>,
}

impl Acting {
    /// A page of a member's people.
    pub async fn people(&self, query: PeopleQuery) -> Result<PeoplePage> {
        let _member = self.id();
        let sphere = self.sphere().await?;
        Ok(sphere.page(&query))
    }
}

impl Sphere {
    fn index(&self) -> Arc<Index> {
        self.kept.of()
    }

    pub(crate) fn page(&self, query: &PeopleQuery) -> PeoplePage {
        let text = query.text.as_deref().filter(|text| !text.trim().is_empty());
        let matching = text.map(|text| self.words.matching(text));
        let index = self.index();
        let order = index.order(self, query.sort);
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
            if !has_words || !index.passes(self, query.filter, place, tie) {
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
    pub fn counts(&self) -> [usize; Filter::ALL.len()] {
        let index = self.index();
        *index.counts.get_or_init(|| {
            let passing = |filter| {
                let ties = self.ties.iter().enumerate();
                ties.filter(|(place, tie)| index.passes(self, filter, *place, tie)).count()
            };
            Filter::ALL.map(passing)
        })
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
}

impl Index {
    fn passes(&self, sphere: &Sphere, filter: Filter, place: usize, tie: &Tie) -> bool {
        match filter {
            Filter::All => true,
            Filter::Owed => is_owed(tie, sphere),
            Filter::Quiet => f64::from(tie.quiet) >= UNUSUAL,
            Filter::OneSided => self.one_sided(sphere)[place],
            Filter::New => tie.state.first().is_some_and(|first| sphere.now.days_since(first) <= 30.0),
        }
    }

    /// For each tie, whether one side drives it.
    fn one_sided(&self, sphere: &Sphere) -> &[bool] {
        self.one_sided.get_or_init(|| {
            let is_one_sided = |tie: &Tie| {
                initiation(&tie.state, &sphere.priors, sphere.now).is_ok_and(|reading| {
                    matches!(Balance::of(&reading), Balance::WeDrive | Balance::TheyDrive)
                })
            };
            sphere.ties.iter().map(is_one_sided).collect()
        })
    }
    fn order(&self, sphere: &Sphere, sort: Sort) -> &[u32] {
        self.orders[sort as usize].get_or_init(|| {
            let mut order: Vec<u32> = (0..sphere.ties.len() as u32).collect();
            let by = |key: &dyn Fn(&Tie) -> f64, order: &mut Vec<u32>| {
                let keys: Vec<f64> = sphere.ties.iter().map(key).collect();
                order.sort_by(|one, other| {
                    let (one, other) = (*one as usize, *other as usize);
                    smallest_first(keys[one], keys[other])
                        .then_with(|| sphere.ties[one].address.cmp(&sphere.ties[other].address))
                });
            };
            let last = |moment: Option<Moment>| moment.map_or(f64::NAN, |moment| -(moment.micros() as f64));
            match sort {
                Sort::Name => {
                    let names: Vec<String> = sphere.ties.iter().map(|tie| tie.name.to_lowercase()).collect();
                    order.sort_by(|one, other| {
                        let (one, other) = (*one as usize, *other as usize);
                        (&names[one], &sphere.ties[one].address)
                            .cmp(&(&names[other], &sphere.ties[other].address))
                    });
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
