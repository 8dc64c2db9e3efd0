use std::collections::BTreeMap;
use std::f64::consts::{PI, TAU};
use std::fmt::Write as _;

use rapport_app::{Dot, SphereView, Warmth, first_name};
use rapport_model::PersonId;
use serde::Serialize;

use crate::page::words::{number, tenth};

/// The width of the picture; a phone cuts off its sides, where there are only names of companies.
pub(super) const WIDTH: f64 = 1400.0;
pub(super) const HEIGHT: f64 = 1060.0;
const MIDDLE: (f64, f64) = (WIDTH / 2.0, HEIGHT / 2.0);
/// The radii of the rings, from the warm one outward.
const RINGS: [f64; 5] = [165.0, 255.0, 340.0, 420.0, 490.0];
const CENTER: f64 = 60.0;
/// The most ties seen together that are drawn; the others show when a person is pointed at.
const MAX_DRAWN: usize = 400;
const MAX_COMPANIES: usize = 18;
const MAX_NAMES: usize = 24;
/// The width of a letter, in units.
const LETTER: f64 = 8.2;
const LINE: f64 = 20.0;

/// The picture: the distance from the middle is the warmth, the direction is the company.
pub(super) struct Picture {
    /// What it shows, as a sentence.
    pub(super) summary: String,
    /// The rings, the outermost first.
    pub(super) rings: Vec<Ring>,
    /// All drawn lines as one SVG path.
    pub(super) lines: String,
    /// The points by their warmth, the warmest first.
    pub(super) groups: Vec<Group>,
    /// The radius of a point.
    pub(super) radius: f64,
    /// The names of people and companies.
    pub(super) labels: Vec<Label>,
    /// Whether any tie is a bridge, for the legend.
    pub(super) has_bridges: bool,
    /// The data of the island: `{"people":[[id,name,company]],"ties":[[a,b]]}`, in the order of the points.
    pub(super) data: String,
}

/// A ring of one step of warmth.
pub(super) struct Ring {
    pub(super) radius: f64,
    /// The step of warmth in a word, such as `steady`.
    pub(super) word: &'static str,
    /// The y coordinate of the word.
    pub(super) y: f64,
}

/// The points of one step of warmth.
pub(super) struct Group {
    /// The step of warmth, from 1 (cold) to 5 (warm).
    pub(super) warmth: u8,
    /// The points of this step.
    pub(super) marks: Vec<Mark>,
}

/// The point of a person.
pub(super) struct Mark {
    x: f64,
    y: f64,
    pub(super) is_bridge: bool,
}

impl Mark {
    pub(super) fn x(&self) -> f64 {
        tenth(self.x)
    }

    pub(super) fn y(&self) -> f64 {
        tenth(self.y)
    }
}

/// A text in the picture.
pub(super) struct Label {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) text: String,
    /// `name`, or `company` with the side it extends to.
    pub(super) kind: &'static str,
}

pub(super) fn picture(view: &SphereView) -> Picture {
    let dots = &view.dots;
    let (angles, sectors) = angles(dots);
    let marks: Vec<(f64, f64)> = dots.iter().zip(&angles).map(|(dot, angle)| place(dot, *angle)).collect();
    let radius = match dots.len() {
        0..=40 => 9.0,
        41..=120 => 7.0,
        121..=500 => 6.0,
        501..=2_000 => 4.0,
        _ => 2.6,
    };
    let mut groups: Vec<Group> = Vec::new();
    for (dot, (x, y)) in dots.iter().zip(&marks) {
        let warmth = dot.warmth.step();
        if groups.last().is_none_or(|group| group.warmth != warmth) {
            groups.push(Group { warmth, marks: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.marks.push(Mark { x: *x, y: *y, is_bridge: dot.is_bridge });
        }
    }
    Picture {
        summary: summary(view),
        rings: rings(),
        lines: lines(view, &marks),
        groups,
        radius,
        labels: labels(dots, &marks, &sectors, radius),
        has_bridges: dots.iter().any(|dot| dot.is_bridge),
        data: data(view),
    }
}

fn summary(view: &SphereView) -> String {
    let of = |warmth: Warmth| view.dots.iter().filter(|dot| dot.warmth == warmth).count();
    let shown = if view.known > view.dots.len() {
        format!("The {} strongest of your ties as rings by warmth", view.dots.len())
    } else {
        "Your ties as rings by warmth".to_owned()
    };
    format!(
        "{shown}: {} warm, {} steady, {} cooling, {} cool, {} cold; {} of all {} a local bridge. The lists on this \
         page say who.",
        number(of(Warmth::Warm)),
        number(of(Warmth::Steady)),
        number(of(Warmth::Cooling)),
        number(of(Warmth::Cool)),
        number(of(Warmth::Cold)),
        number(view.bridge_count),
        if view.bridge_count == 1 { "is" } else { "are" },
    )
}

fn rings() -> Vec<Ring> {
    let words = [Warmth::Warm, Warmth::Steady, Warmth::Cooling, Warmth::Cool, Warmth::Cold];
    let ring =
        |(radius, warmth): (f64, Warmth)| Ring { radius, word: warmth.word(), y: MIDDLE.1 - radius + 15.0 };
    RINGS.into_iter().zip(words).map(ring).rev().collect()
}

/// A company and its sector of the circle.
struct Sector<'a> {
    name: &'a str,
    angle: f64,
    people: usize,
}

/// The direction of each point: company by company, the largest first; those without a company come last.
fn angles(dots: &[Dot]) -> (Vec<f64>, Vec<Sector<'_>>) {
    let mut companies: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (place, dot) in dots.iter().enumerate() {
        companies.entry(dot.company.as_deref()).or_default().push(place);
    }
    let mut companies: Vec<_> = companies.into_iter().collect();
    companies.sort_by_key(|(name, people)| (name.is_none(), usize::MAX - people.len()));
    let gap = if dots.len() > 600 { 0.0 } else { 0.7 };
    let slots = dots.len() as f64 + gap * companies.len() as f64;
    let mut angles = vec![0.0; dots.len()];
    let mut sectors = Vec::new();
    let mut slot = 0.0;
    for (name, people) in companies {
        let turn = |slot: f64| slot / slots * TAU - PI / 2.0;
        for (number, place) in people.iter().enumerate() {
            angles[*place] = turn(slot + number as f64 + 0.5);
        }
        if let Some(name) = name {
            sectors.push(Sector {
                name,
                angle: turn(slot + people.len() as f64 / 2.0),
                people: people.len(),
            });
        }
        slot += people.len() as f64 + gap;
    }
    (angles, sectors)
}

fn place(dot: &Dot, angle: f64) -> (f64, f64) {
    // The bounds of the steps, so that within a ring the warmer stand further in.
    let (ring, low, high) = match dot.warmth {
        Warmth::Warm => (0, 0.75, 1.0),
        Warmth::Steady => (1, 0.45, 0.75),
        Warmth::Cooling => (2, 0.20, 0.45),
        Warmth::Cool => (3, 0.05, 0.20),
        Warmth::Cold => (4, 0.0, 0.05),
    };
    let inner = if ring == 0 { CENTER } else { RINGS[ring - 1] + 14.0 };
    let outer = RINGS[ring] - 22.0;
    let colder = 1.0 - ((dot.probability - low) / (high - low)).clamp(0.0, 1.0);
    let radius = inner + (outer - inner) * colder;
    (MIDDLE.0 + radius * angle.cos(), MIDDLE.1 + radius * angle.sin())
}

fn lines(view: &SphereView, marks: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (one, other) in view.lines.iter().take(MAX_DRAWN) {
        let ((x, y), (to_x, to_y)) = (marks[*one as usize], marks[*other as usize]);
        // A line bends towards the middle, so that those within a company can be told apart.
        let bend = |from: f64, to: f64, middle: f64| tenth(f64::midpoint(from, to) * 0.8 + middle * 0.2);
        let (bent_x, bent_y) = (bend(x, to_x, MIDDLE.0), bend(y, to_y, MIDDLE.1));
        write!(path, "M{} {}Q{bent_x} {bent_y} {} {}", tenth(x), tenth(y), tenth(to_x), tenth(to_y))
            .expect("a string takes what is written");
    }
    path
}

/// Names where there is room: companies around the rim, the largest first, and the closest people.
fn labels(dots: &[Dot], marks: &[(f64, f64)], sectors: &[Sector<'_>], radius: f64) -> Vec<Label> {
    let mut taken: Vec<[f64; 4]> = rings().iter().map(|ring| centered(MIDDLE.0, ring.y, 48.0)).collect();
    taken.extend(
        marks.iter().take(MAX_NAMES * 4).map(|(x, y)| [x - radius, y - radius, x + radius, y + radius]),
    );
    let mut labels = Vec::new();
    let mut add = |label: Label, wanted: [f64; 4]| {
        let is_free = taken.iter().all(|other| {
            wanted[2] < other[0] || other[2] < wanted[0] || wanted[3] < other[1] || other[3] < wanted[1]
        });
        if is_free {
            taken.push(wanted);
            labels.push(label);
        }
        is_free
    };
    let mut companies = 0;
    for sector in sectors.iter().take_while(|sector| sector.people > 1 || dots.len() <= 60) {
        let (x, y) = (MIDDLE.0 + 506.0 * sector.angle.cos(), MIDDLE.1 + 506.0 * sector.angle.sin() + 5.0);
        let width = sector.name.chars().count() as f64 * LETTER;
        let grows_right = sector.angle.cos() >= 0.0;
        let left = if grows_right { x } else { x - width };
        let kind = if grows_right { "company" } else { "company left" };
        let label = Label { x: tenth(x), y: tenth(y), text: sector.name.to_owned(), kind };
        let has_room = left > 0.0 && left + width < WIDTH && y > LINE && y < HEIGHT - 4.0;
        if companies < MAX_COMPANIES && has_room && add(label, [left, y - LINE, left + width, y]) {
            companies += 1;
        }
    }
    for (dot, (x, y)) in dots.iter().zip(marks).take(MAX_NAMES) {
        let name = first_name(&dot.name);
        if name.contains('@') || dot.warmth < Warmth::Cooling {
            continue;
        }
        let width = name.chars().count() as f64 * LETTER;
        let label = |y: f64| Label { x: tenth(*x), y: tenth(y), text: name.to_owned(), kind: "name" };
        let (below, above) = (y + radius + 16.0, y - radius - 5.0);
        let _ =
            add(label(below), centered(*x, below, width)) || add(label(above), centered(*x, above, width));
    }
    labels
}

fn centered(x: f64, baseline: f64, width: f64) -> [f64; 4] {
    [x - width / 2.0, baseline - LINE * 0.7, x + width / 2.0, baseline + 3.0]
}

/// The data of the island, in the order of the points.
#[derive(Serialize)]
struct Data<'a> {
    /// The id, name and company of each person.
    people: Vec<(PersonId, &'a str, &'a str)>,
    ties: &'a [(u32, u32)],
}

fn data(view: &SphereView) -> String {
    let people =
        view.dots.iter().map(|dot| (dot.person, &*dot.name, dot.company.as_deref().unwrap_or_default()));
    let data = Data { people: people.collect(), ties: &view.lines };
    let data = serde_json::to_string(&data).expect("names and numbers are plain JSON");
    // Nothing in a name may end the element that holds it.
    data.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use rapport_model::Moment;

    use super::*;

    fn dot(number: u8, probability: f64, company: Option<&str>) -> Dot {
        Dot {
            person: PersonId::from_parts(Moment::default(), [number; 10]),
            name: format!("</script>Ana {number}"),
            company: company.map(str::to_owned),
            probability,
            warmth: Warmth::of(probability),
            is_bridge: number == 0,
        }
    }

    #[test]
    fn the_warmer_stand_further_in_and_colleagues_stand_together() {
        let dots: Vec<Dot> = (0..40)
            .map(|n| dot(n, 1.0 - f64::from(n) / 40.0, (n % 2 == 0).then_some("acme.example")))
            .collect();
        let (angles, sectors) = angles(&dots);
        assert_eq!((sectors.len(), sectors[0].people), (1, 20));
        let acme = angles.iter().step_by(2);
        assert!(
            acme.clone()
                .all(|angle| *angle < *angles[1..].iter().step_by(2).min_by(|a, b| a.total_cmp(b)).unwrap())
        );
        let out = |dot: &Dot| {
            let (x, y) = place(dot, 1.0);
            (x - MIDDLE.0).hypot(y - MIDDLE.1)
        };
        assert!(dots.windows(2).all(|two| out(&two[0]) < out(&two[1])));
        assert!(out(&dots[39]) < RINGS[4]);
    }

    #[test]
    fn a_name_cannot_leave_the_data() {
        let mut view = SphereView::default();
        view.dots.push(dot(0, 0.9, None));
        let picture = picture(&view);
        assert!(!picture.data.contains('<') && picture.has_bridges);
        assert!(serde_json::from_str::<serde_json::Value>(&picture.data).is_ok());
    }
}
