use super::cast::{Company, Kind, Person, Role};
use super::language::Language;
use super::rng::Rng;

/// The course of a tie, and its state at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arc {
    /// It goes on at its own rhythm.
    Steady,
    /// We owe them what we promised.
    Promised,
    /// They wait for our answer.
    Asked,
    /// They write often, and then are silent for five weeks.
    WentQuiet,
    /// The gaps grow longer.
    Fading,
    /// It is silent for most of a year, and comes back.
    WokeUp,
    /// We write, and they do not answer.
    OnlyWe,
    /// Every conversation is begun by them.
    OnlyThey,
    /// There are three or four attempts and no answer.
    Cold,
}

/// A seller and a person they write with.
#[derive(Clone, Debug)]
pub struct Tie {
    pub company: usize,
    /// The person, by index in the company.
    pub person: usize,
    pub seller: usize,
    pub arc: Arc,
    /// The median gap between conversations, in days.
    pub gap: f64,
    /// The first day, counted back from the end.
    pub from: i64,
    /// The last day on which a conversation may begin, counted back from the end.
    pub until: i64,
    /// The first and last day of a silence, counted back from the end; `None` without one.
    pub pause: Option<(i64, i64)>,
    /// The proportion of conversations that we begin.
    pub ours: f64,
    /// The median number of hours until they reply.
    pub their_hours: f64,
    /// The median number of hours until we reply.
    pub our_hours: f64,
    /// The indexes of the conversations that were used.
    pub used: Vec<usize>,
    /// A personal topic that we will ask about; `None` when there is none.
    pub remembers: Option<&'static str>,
    /// The day on which the next conversation begins.
    pub next: i64,
}

/// The order in which the courses with an ending are given to the people who decide.
const DEALT: [Arc; 34] = [
    Arc::WentQuiet,
    Arc::Promised,
    Arc::Steady,
    Arc::WentQuiet,
    Arc::Asked,
    Arc::Fading,
    Arc::WentQuiet,
    Arc::Steady,
    Arc::Promised,
    Arc::OnlyThey,
    Arc::WentQuiet,
    Arc::Asked,
    Arc::WokeUp,
    Arc::WentQuiet,
    Arc::Promised,
    Arc::OnlyWe,
    Arc::WentQuiet,
    Arc::Asked,
    Arc::Fading,
    Arc::WentQuiet,
    Arc::Steady,
    Arc::OnlyThey,
    Arc::WentQuiet,
    Arc::Steady,
    Arc::WokeUp,
    Arc::OnlyWe,
    Arc::Fading,
    Arc::WentQuiet,
    Arc::Steady,
    Arc::Steady,
    Arc::OnlyThey,
    Arc::Steady,
    Arc::WentQuiet,
    Arc::Steady,
];

/// The length of the story, in days.
pub const DAYS: i64 = 730;

/// All ties with the people of the companies.
pub fn ties(companies: &[Company], seed: u64) -> Vec<Tie> {
    let mut dealt = [0_usize; 3];
    let mut all = Vec::new();
    for (index, company) in companies.iter().enumerate() {
        let mut rng = Rng::of(seed, 2_000 + index as u64);
        for (number, person) in company.people.iter().enumerate() {
            let arc = if company.kind == Kind::Lead {
                Arc::Cold
            } else if number == 0 {
                let place = &mut dealt[company.seller];
                *place += 1;
                DEALT[(*place - 1) % DEALT.len()]
            } else {
                Arc::Steady
            };
            all.push(tie(index, number, company.seller, person, arc, &mut rng));
        }
        // Some people are known by two of us.
        let is_shared = company.kind != Kind::Lead && rng.chance(0.13);
        if is_shared {
            let seller = (company.seller + 1 + rng.below(2)) % 3;
            let person = rng.below(company.people.len().min(2));
            let mut shared = tie(index, person, seller, &company.people[person], Arc::Steady, &mut rng);
            shared.gap = rng.log_normal(70.0, 0.3);
            all.push(shared);
        }
    }
    all
}

fn tie(company: usize, person: usize, seller: usize, who: &Person, arc: Arc, rng: &mut Rng) -> Tie {
    let median = match who.role {
        Role::Lead if person == 0 => 60.0,
        Role::Lead | Role::Technical => 175.0,
        Role::Accounts => 210.0,
    };
    let mut tie = Tie {
        company,
        person,
        seller,
        arc,
        gap: rng.log_normal(median, 0.55).clamp(8.0, 240.0),
        from: if rng.chance(0.7) { DAYS - 2 } else { rng.between(200, DAYS - 40) },
        until: 0,
        pause: None,
        ours: 0.3 + 0.4 * rng.unit(),
        their_hours: rng.log_normal(7.0, 0.7),
        our_hours: [3.0, 5.0, 4.0][seller],
        used: Vec::new(),
        remembers: None,
        next: 0,
    };
    match arc {
        Arc::Steady | Arc::Cold if person > 0 && rng.chance(0.15) => tie.until = rng.between(60, 400),
        Arc::Steady | Arc::Cold => {}
        Arc::Promised => (tie.until, tie.gap) = (24, tie.gap.min(14.0)),
        Arc::Asked => (tie.until, tie.gap) = (18, tie.gap.min(14.0)),
        Arc::WentQuiet => {
            tie.gap = 11.0 + 5.0 * rng.unit();
            tie.from = DAYS - rng.between(20, 420);
            tie.until = rng.between(36, 52);
        }
        Arc::Fading => (tie.gap, tie.until) = (18.0, 40),
        Arc::WokeUp => tie.pause = Some((rng.between(390, 480), rng.between(40, 75))),
        Arc::OnlyWe => (tie.ours, tie.gap) = (0.93, 34.0),
        Arc::OnlyThey => (tie.ours, tie.gap) = (0.04, 26.0),
    }
    tie.from = tie.from.max(tie.until + 60);
    tie
}

/// The probability that a conversation with this seller is in a person's own language.
pub fn own_language(language: Language, seller: usize) -> f64 {
    match (language, seller) {
        (Language::German, 1) | (Language::French, 2) => 0.88,
        (Language::Spanish, 2) => 0.6,
        (Language::German | Language::French, 0) => 0.25,
        _ => 0.1,
    }
}
