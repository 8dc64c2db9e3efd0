use rapport_model::Moment;

use super::almanac::{self, date, day_of, month_name, spoken, weekday_name};
use super::cast::{Company, Kind, Role};
use super::language::Language;
use super::rng::Rng;

/// The ovens we build, and what one costs in hundreds.
const OVENS: [(&str, &str, i64); 6] = [
    ("D4", "D4 deck oven", 318),
    ("D6 Stone", "D6 stone deck oven", 452),
    ("Duo 2", "Duo 2 rack oven", 386),
    ("Duo 4", "Duo 4 rack oven", 574),
    ("Terra 8", "Terra 8 hearth oven", 689),
    ("T12", "T12 tunnel oven", 1_480),
];

const PARTS: [(&str, &str, &str, i64); 7] = [
    ("door seal", "Türdichtung", "joint de porte", 64),
    ("flame sensor", "Flammfühler", "capteur de flamme", 88),
    ("deck stone", "Backstein", "pierre de sole", 240),
    ("steam valve", "Schwadenventil", "vanne de buée", 176),
    ("fan bearing", "Lüfterlager", "palier de ventilateur", 132),
    ("door hinge", "Türscharnier", "charnière de porte", 97),
    ("control panel", "Bedientafel", "écran de commande", 610),
];

const FAIRS: [&str; 4] = ["Bake North", "Forum Backtechnik", "Salon du Fournil", "Ovens & Grain"];
const COMPETITORS: [&str; 4] = ["Havelmann", "Fornax Italia", "Steelbake", "Thermopan"];
const TECHNICIANS: [&str; 3] = ["Darren", "Torsten", "Yannick"];
const STRANGERS: [&str; 8] = [
    "Peter Maddock",
    "John Reil",
    "Tom Ackerley",
    "Emil Varga",
    "Kasper Holt",
    "Rolf Abendroth",
    "Luc Ferrand",
    "Ivor Monk",
];
const ELSEWHERE: [&str; 10] =
    ["Ghent", "Copenhagen", "Hamburg", "Chester", "Vienna", "Lyon", "Basel", "Bath", "Lübeck", "Rotterdam"];

/// The dealings with a company: one project at a time, then service.
#[derive(Clone, Debug)]
pub struct Deal {
    /// Which step of the project comes next; an index into [`STEPS`].
    pub step: usize,
    /// Whether a project is in progress.
    pub is_active: bool,
    /// Whether it has an oven of ours.
    pub has_oven: bool,
    oven: usize,
    quantity: i64,
    price: i64,
    discount: i64,
    quote: i64,
    serial: String,
    site: String,
}

/// The steps of a project, and how likely each one shows in mail.
pub const STEPS: [(&str, f64); 9] = [
    ("inquiry", 1.0),
    ("questions", 0.8),
    ("visit", 0.9),
    ("quote", 1.0),
    ("negotiate", 0.75),
    ("order", 1.0),
    ("siteprep", 0.7),
    ("delivery", 1.0),
    ("feedback", 0.8),
];

impl Deal {
    /// The state of the dealings when the mail begins.
    pub fn begun(company: &Company, rng: &mut Rng) -> Self {
        let has_oven = matches!(company.kind, Kind::Customer | Kind::Dealer);
        let mut deal = Self {
            step: 0,
            is_active: company.kind != Kind::Dealer && rng.chance(if has_oven { 0.35 } else { 0.8 }),
            has_oven,
            oven: 0,
            quantity: 1,
            price: 0,
            discount: 0,
            quote: 0,
            serial: format!("AG-{}-{:04}", rng.between(12, 22), rng.between(80, 2_400)),
            site: company.city.clone(),
        };
        deal.begin(company, rng);
        if has_oven && deal.is_active {
            deal.step = rng.below(STEPS.len());
        }
        deal
    }

    /// Begins another project, with another oven, price and place.
    pub fn begin(&mut self, company: &Company, rng: &mut Rng) {
        let limit = if company.goods.contains("sliced") || company.name.contains("Foods") { 6 } else { 5 };
        self.step = 0;
        self.oven = rng.below(limit);
        self.quantity = *rng.pick(&[1, 1, 1, 1, 2, 2, 3]);
        self.price = OVENS[self.oven].2 * self.quantity + rng.between(-12, 30);
        self.discount = rng.between(6, 14);
        self.quote = rng.between(120, 989);
        self.site = if rng.chance(0.6) { company.city.clone() } else { (*rng.pick(&ELSEWHERE)).to_owned() };
    }

    /// Ends the project with an order.
    pub fn installed(&mut self, year: i64, rng: &mut Rng) {
        self.has_oven = true;
        self.serial = format!("AG-{}-{:04}", year % 100, rng.between(2_401, 4_800));
    }
}

/// The values of the slots in the texts of one conversation.
pub struct Facts {
    values: Vec<(&'static str, String)>,
}

/// What the facts of a conversation are derived from.
pub struct Setting<'a> {
    pub company: &'a Company,
    /// The person who writes, by index.
    pub person: usize,
    /// The seller who writes, by index.
    pub seller: usize,
    pub other: &'a str,
    pub language: Language,
    /// When the conversation begins.
    pub at: Moment,
}

impl Facts {
    /// Draws the facts of one conversation.
    pub fn of(setting: &Setting, deal: &Deal, rng: &mut Rng) -> Self {
        let Setting { company, person, seller, other, language, at } = *setting;
        let day = day_of(at);
        let today = date(day);
        let year = today.year % 100;
        let (model, oven, _) = OVENS[deal.oven];
        let part = &PARTS[rng.below(PARTS.len())];
        let part_name = [part.0, part.1, part.2, part.0][language as usize];
        let money = |hundreds: i64| money(hundreds * 100, company, language);
        let visit = almanac::workday(day + rng.between(10, 18));
        let month = (today.month + rng.between(1, 4) as usize) % 12 + 1;
        let colleague = colleague(company, person, rng);
        let lead_weeks = rng.between(8, 14);
        let height = rng.between(24, 29);
        let hundredths = |tenths: i64| {
            format!("{}.{}0", tenths / 10, tenths % 10)
                .replace('.', if language == Language::English { "." } else { "," })
        };
        let season = match today.month {
            1..=3 => ["the Easter season", "Ostern", "Pâques"],
            4..=8 => ["the summer season", "Sommer", "l'été"],
            _ => ["the Christmas season", "Weihnachten", "Noël"],
        };
        let agreed = almanac::workday(day + rng.between(4, 7));
        let values = vec![
            ("city", deal.site.clone()),
            ("home", company.city.clone()),
            ("office", ["Sheffield", "Nürnberg", "Lyon"][seller].to_owned()),
            ("company", company.name.clone()),
            ("othercompany", other.to_owned()),
            ("goods", company.goods.clone()),
            ("goods2", company.special.clone()),
            ("street", company.street.clone()),
            ("model", model.to_owned()),
            ("oven", if language == Language::English { oven.to_owned() } else { model.to_owned() }),
            ("qty", if deal.quantity == 1 { one(language).to_owned() } else { deal.quantity.to_string() }),
            ("price", money(deal.price)),
            ("newprice", money(deal.price * (100 - deal.discount / 2) / 100)),
            ("fee", money(rng.between(9, 34))),
            ("saving", money(rng.between(38, 96))),
            ("partprice", self::money(part.3, company, language)),
            ("discount", deal.discount.to_string()),
            ("percent", rng.between(17, 26).to_string()),
            ("quote", format!("Q-{year}-{:04}", deal.quote)),
            ("order", format!("SO-{year}-{:04}", deal.quote * 3 + 211)),
            ("invoice", format!("INV-{year}-{:05}", rng.between(10_200, 19_900))),
            ("serial", deal.serial.clone()),
            ("part", part_name.to_owned()),
            ("parts", plural(part_name, language)),
            ("partno", format!("{}-{:03}", 7_000 + part.3, rng.between(10, 99))),
            ("fault", format!("E{:02}", rng.between(11, 48))),
            ("competitor", (*rng.pick(&COMPETITORS)).to_owned()),
            ("colleague", colleague),
            ("tech", TECHNICIANS[seller].to_owned()),
            ("stranger", (*rng.pick(&STRANGERS)).to_owned()),
            ("fair", FAIRS[(seller + rng.below(2)) % FAIRS.len()].to_owned()),
            ("hall", format!("{}{}", rng.between(1, 9), rng.pick(&["", "A", "B"]))),
            ("month", month_name(month, language).to_owned()),
            ("year", (today.year + i64::from(today.month > 8)).to_string()),
            ("week", almanac::week(day + lead_weeks * 7).to_string()),
            ("weeks", lead_weeks.to_string()),
            ("visit", spoken(visit, language)),
            ("visitday", visit.to_string()),
            ("valid", spoken(almanac::workday(day + 42), language)),
            ("orderby", spoken(almanac::workday(day + 24), language)),
            ("promiseday", weekday_name(date(almanac::workday(day + 4)).weekday, language).to_owned()),
            ("weekday", weekday_name(date(agreed).weekday, language).to_owned()),
            ("agreedday", agreed.to_string()),
            ("time", format!("{}:{}", rng.between(9, 15), rng.pick(&["00", "30"]))),
            ("kilos", (rng.between(9, 64) * 10).to_string()),
            ("kwh", rng.between(34, 47).to_string()),
            ("noise", rng.between(58, 66).to_string()),
            ("weight", (rng.between(18, 42) * 50).to_string()),
            ("height", hundredths(height)),
            ("height2", hundredths(height + 4)),
            ("height3", hundredths(height + 1)),
            ("season", season[(language as usize).min(2)].to_owned()),
        ];
        Self { values }
    }

    /// The value of a fact; `None` when there is no such fact.
    pub fn value(&self, name: &str) -> Option<String> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
    }

    /// The day that a fact names.
    pub fn day(&self, name: &str) -> i64 {
        self.value(name).and_then(|day| day.parse().ok()).unwrap_or_default()
    }

    /// Replaces the value of a fact.
    pub fn set(&mut self, name: &'static str, value: String) {
        self.values.retain(|(known, _)| *known != name);
        self.values.push((name, value));
    }
}

fn one(language: Language) -> &'static str {
    ["one", "einen", "un", "un"][language as usize]
}

fn plural(part: &str, language: Language) -> String {
    if language == Language::English { format!("{part}s") } else { part.to_owned() }
}

/// A colleague's first name, a technical one when there is one.
fn colleague(company: &Company, person: usize, rng: &mut Rng) -> String {
    let others: Vec<_> = company
        .people
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != person)
        .map(|(_, other)| other)
        .collect();
    let technical = others.iter().find(|other| other.role == Role::Technical);
    let chosen = technical.copied().filter(|_| rng.chance(0.7)).or_else(|| others.first().copied());
    chosen.map_or_else(|| "Robin".to_owned(), |other| other.first.clone())
}

fn money(amount: i64, company: &Company, language: Language) -> String {
    let (thousands, rest) = (amount / 1_000, amount % 1_000);
    let mark = match language {
        Language::English => ",",
        Language::German | Language::Spanish => ".",
        Language::French => "\u{a0}",
    };
    let digits = if thousands > 0 { format!("{thousands}{mark}{rest:03}") } else { rest.to_string() };
    match (company.country.as_str(), language) {
        ("GB", _) => format!("£{digits}"),
        ("CH", _) => format!("CHF {digits}"),
        (_, Language::English) => format!("EUR {digits}"),
        _ => format!("{digits} €"),
    }
}
