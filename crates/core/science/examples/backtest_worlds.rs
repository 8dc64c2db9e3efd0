//! Writes simulated logs (`from,to,at` in seconds) for `backtest_grid`: worlds with a known truth, and worlds that look
//! like the mail of a company. The same seed writes the same logs.
//! `cargo run --release -p rapport-science --example backtest_worlds -- folder seed`

#![expect(clippy::disallowed_methods, reason = "an example writes files where it is told to")]

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

type Events = Vec<(u32, u32, f64)>;

const DAYS: f64 = 400.0;
const START: f64 = 1_300_000_000.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("folder seed")?;
    let seed: u64 = arguments.next().ok_or("folder seed")?.parse()?;
    std::fs::create_dir_all(&folder)?;
    let mut worlds = Vec::new();
    for (number, (name, world)) in WORLDS.iter().enumerate() {
        worlds.push((*name, world(&mut Rng(seed * 1_000 + number as u64))));
    }
    for (number, (name, company)) in COMPANIES.iter().enumerate() {
        worlds.push((*name, company.mail(&mut Rng(seed * 1_000 + 100 + number as u64))));
    }
    for (name, mut events) in worlds {
        events.sort_by(|left, right| left.2.total_cmp(&right.2));
        let mut text = String::from("from,to,at\n");
        for (from, to, day) in &events {
            writeln!(text, "{from},{to},{:.0}", START + day * 86_400.0)?;
        }
        std::fs::write(Path::new(&folder).join(format!("{name}.csv")), text)?;
        println!("{name}: {} events", events.len());
    }
    Ok(())
}

/// A generator of repeatable pseudo-random numbers (SplitMix64).
struct Rng(u64);

impl Rng {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((bits ^ (bits >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    fn below(&mut self, most: u32) -> u32 {
        (self.uniform() * f64::from(most)) as u32
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    fn log_normal(&mut self, median: f64, spread: f64) -> f64 {
        median * (spread * self.normal()).exp()
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * self.uniform().ln()
    }

    /// Draws from Gamma(shape, 1), after Marsaglia and Tsang (2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.uniform().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && self.uniform().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }
}

/// Pairs that meet with gaps of a kind until they drop out.
struct Renewal {
    pairs: u32,
    people: u32,
    gaps: Gaps,
    /// Beta parameters of dropping out after a contact; none without.
    dropout: Option<(f64, f64)>,
    /// The day of the first contact.
    begins: fn(&mut Rng) -> f64,
    /// Whether an event of these people on that day happens at all.
    kept: fn(&mut Rng, f64) -> bool,
    /// Mean days until a person leaves.
    leaves: f64,
}

#[derive(Clone, Copy)]
enum Gaps {
    GammaRate,
    LogNormal,
    Periodic,
    Bursty,
}

impl Renewal {
    fn play(&self, rng: &mut Rng) -> Events {
        let leaving: Vec<f64> = (0..self.people).map(|_| rng.exponential(self.leaves)).collect();
        let mut events = Events::new();
        for _ in 0..self.pairs {
            let (a, b) = (rng.below(self.people), rng.below(self.people));
            let until = leaving[a as usize].min(leaving[b as usize]).min(DAYS);
            let dropout = self.dropout.map_or(0.0, |(ended, went_on)| rng.beta(ended, went_on));
            let level = match self.gaps {
                Gaps::GammaRate => 1.0 / (rng.gamma(0.8) / 12.0).max(1e-4),
                Gaps::LogNormal => rng.log_normal(12.0, 1.0),
                Gaps::Periodic => [7.0, 14.0, 30.0, 60.0][rng.below(4) as usize],
                Gaps::Bursty => rng.log_normal(40.0, 0.8),
            };
            let mut day = (self.begins)(rng);
            while day < until {
                if (self.kept)(rng, day) {
                    events.push(if rng.happens(0.5) { (a, b, day) } else { (b, a, day) });
                }
                if rng.happens(dropout) {
                    break;
                }
                day += match self.gaps {
                    Gaps::GammaRate => rng.exponential(level),
                    Gaps::LogNormal => rng.log_normal(level, 1.1),
                    Gaps::Periodic => (level * (1.0 + 0.12 * rng.normal())).max(0.5),
                    Gaps::Bursty if rng.happens(0.7) => rng.exponential(1.0),
                    Gaps::Bursty => rng.log_normal(level, 0.8),
                };
            }
        }
        events
    }
}

const TRUTH: Renewal = Renewal {
    pairs: 2_500,
    people: 400,
    gaps: Gaps::GammaRate,
    dropout: Some((0.5, 3.0)),
    begins: |rng| rng.between(0.0, 300.0),
    kept: |_, _| true,
    leaves: f64::INFINITY,
};

/// Makes the events of a world.
type Play = fn(&mut Rng) -> Events;

/// A world by its name.
type Named<World> = (&'static str, World);

const WORLDS: [Named<Play>; 11] = [
    ("truth", |rng| TRUTH.play(rng)),
    ("no-dropout", |rng| Renewal { dropout: None, ..TRUTH }.play(rng)),
    ("log-normal", |rng| Renewal { gaps: Gaps::LogNormal, ..TRUTH }.play(rng)),
    ("weekdays", |rng| Renewal { gaps: Gaps::LogNormal, kept: |_, day| day % 7.0 < 5.0, ..TRUTH }.play(rng)),
    ("periodic", |rng| Renewal { gaps: Gaps::Periodic, dropout: Some((0.5, 8.0)), ..TRUTH }.play(rng)),
    ("bursty", |rng| Renewal { gaps: Gaps::Bursty, dropout: Some((0.4, 8.0)), ..TRUTH }.play(rng)),
    ("leaving", |rng| {
        Renewal { pairs: 3_000, gaps: Gaps::LogNormal, dropout: None, leaves: 350.0, ..TRUTH }.play(rng)
    }),
    ("dying", |rng| {
        let kept = |rng: &mut Rng, day: f64| rng.happens((-day / 120.0).exp());
        Renewal { pairs: 3_000, dropout: None, kept, ..TRUTH }.play(rng)
    }),
    ("growing", |rng| {
        Renewal { pairs: 3_000, begins: |rng| DAYS * rng.uniform().powf(0.4), ..TRUTH }.play(rng)
    }),
    ("small", |rng| Renewal { pairs: 150, people: 40, gaps: Gaps::LogNormal, ..TRUTH }.play(rng)),
    ("chat", chat),
];

/// Conversations of many messages whose appeal fades.
fn chat(rng: &mut Rng) -> Events {
    let mut events = Events::new();
    for _ in 0..2_500 {
        let (a, b) = (rng.below(500), rng.below(500));
        let (mean, fading) = (rng.log_normal(2.0, 1.0), rng.between(1.0, 1.5));
        let mut day = rng.between(0.0, 90.0);
        let mut gap = mean;
        while day < 100.0 {
            let mut at = day;
            for line in 0..=rng.below(30) {
                events.push(if line % 2 == 0 { (a, b, at) } else { (b, a, at) });
                at += rng.exponential(0.01);
            }
            day = at + rng.exponential(gap);
            gap *= fading;
        }
    }
    events
}

/// Mail of a company: rates that differ by the log-normal, replies, weekends, holidays, people who come and go,
/// projects, circulars.
struct Company {
    people: u32,
    days: u32,
    /// Mails a day of the median pair of one department, and of others.
    near: f64,
    far: f64,
    projects: u32,
    /// How busy everybody is on a day, weekends and holidays aside.
    busy: fn(f64) -> f64,
    /// Mean days until a person leaves.
    stays: f64,
}

const COMPANY: Company =
    Company { people: 160, days: 400, near: 0.02, far: 0.000_5, projects: 60, busy: |_| 1.0, stays: 900.0 };

const COMPANIES: [Named<Company>; 5] = [
    ("company", COMPANY),
    ("company-large", Company { people: 420, days: 270, far: 0.000_1, ..COMPANY }),
    ("company-growing", Company { busy: |day| 0.4 + day / 300.0, stays: 500.0, ..COMPANY }),
    ("company-collapsing", Company { busy: |day| 2.0 * (1.0 - day / 420.0), stays: 300.0, ..COMPANY }),
    ("company-projects", Company { near: 0.005, projects: 260, days: 300, ..COMPANY }),
];

/// Holidays: the first day and the day after the last.
const HOLIDAYS: [(u32, u32); 4] = [(95, 100), (170, 190), (285, 296), (380, 390)];

impl Company {
    fn mail(&self, rng: &mut Rng) -> Events {
        let days = f64::from(self.days);
        let spans: Vec<(f64, f64)> = (0..self.people)
            .map(|_| {
                let comes = if rng.happens(0.6) { 0.0 } else { rng.between(0.0, days) };
                (comes, comes + rng.exponential(self.stays))
            })
            .collect();
        let talk: Vec<f64> = (0..self.people).map(|_| rng.log_normal(1.0, 0.7)).collect();
        let mut boosts = vec![Vec::new(); (self.people * self.people) as usize];
        for _ in 0..self.projects {
            let (begins, lasts) = (rng.between(-40.0, days), rng.between(14.0, 90.0));
            let members: Vec<u32> = (0..4 + rng.below(6)).map(|_| rng.below(self.people)).collect();
            let rate = rng.log_normal(0.12, 0.8);
            for &a in &members {
                for &b in members.iter().filter(|b| **b > a) {
                    boosts[(a * self.people + b) as usize].push((begins, begins + lasts, rate));
                }
            }
        }
        let mut events = Events::new();
        for a in 0..self.people {
            for b in a + 1..self.people {
                let median = if a / 12 == b / 12 { self.near } else { self.far };
                let base = rng.log_normal(median, 1.6) * talk[a as usize] * talk[b as usize];
                let from = spans[a as usize].0.max(spans[b as usize].0);
                let until = spans[a as usize].1.min(spans[b as usize].1);
                let one_way = rng.happens(0.15);
                for day in (0..self.days).filter(|day| (from..until).contains(&f64::from(*day))) {
                    let today = f64::from(day);
                    let project: f64 = boosts[(a * self.people + b) as usize]
                        .iter()
                        .filter(|(begins, ends, _)| (*begins..*ends).contains(&today))
                        .map(|(_, _, rate)| rate)
                        .sum();
                    let rate = (base + project) * (self.busy)(today) * open(day);
                    if rng.happens(1.0 - (-rate).exp()) {
                        thread(rng, &mut events, (a, b), today, one_way);
                    }
                }
            }
        }
        self.circulars(rng, &spans, &mut events);
        events
    }

    /// Some write to a list of people every week or month.
    fn circulars(&self, rng: &mut Rng, spans: &[(f64, f64)], events: &mut Events) {
        for sender in (0..self.people).step_by(20) {
            let readers: Vec<u32> = (0..10 + rng.below(20)).map(|_| rng.below(self.people)).collect();
            let every = [7.0, 14.0, 30.0][rng.below(3) as usize];
            let (from, until) = spans[sender as usize];
            let mut day = from.ceil() + 0.4;
            while day < until.min(f64::from(self.days)) {
                let present =
                    |reader: &&u32| (spans[**reader as usize].0..spans[**reader as usize].1).contains(&day);
                for reader in readers.iter().filter(present).filter(|reader| **reader != sender) {
                    events.push((sender, *reader, day));
                }
                day += every;
            }
        }
    }
}

/// The share of work that is done on a day.
fn open(day: u32) -> f64 {
    let holiday = HOLIDAYS.iter().any(|(first, end)| (*first..*end).contains(&day));
    let weekend = day % 7 >= 5;
    if weekend {
        0.06
    } else if holiday {
        0.2
    } else {
        1.0
    }
}

/// A mail and perhaps replies, within days.
fn thread(rng: &mut Rng, events: &mut Events, (a, b): (u32, u32), day: f64, one_way: bool) {
    let (mut from, mut to) = if one_way || rng.happens(0.5) { (a, b) } else { (b, a) };
    let mut at = day + rng.between(0.33, 0.75);
    events.push((from, to, at));
    while !one_way && rng.happens(0.5) {
        (from, to) = (to, from);
        at += rng.log_normal(0.15, 1.3);
        events.push((from, to, at));
    }
}
