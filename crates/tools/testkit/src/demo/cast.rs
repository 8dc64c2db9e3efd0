use std::collections::BTreeSet;

use super::language::Language;
use super::letter::Contact;
use super::rng::Rng;

/// The mail program somebody uses; it decides how they quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// A header block above the old mail, HTML beside the text.
    Outlook,
    /// "On … wrote:" and `>`.
    Gmail,
    /// Like Gmail, with Apple's words.
    Apple,
    /// Replies between the quoted lines.
    Thunderbird,
}

/// What somebody does at their company, as far as mail shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Decides for the company.
    Lead,
    /// Runs production or maintenance.
    Technical,
    /// Receives and pays the invoices.
    Accounts,
}

/// A person who writes mail in the demo.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four independent habits of a person")]
pub struct Person {
    pub first: String,
    pub last: String,
    pub address: String,
    /// Another address they sometimes write from; `None` when they have one.
    pub alias: Option<String>,
    /// Whether German and French address them as a woman.
    pub is_woman: bool,
    /// The language they prefer to write in.
    pub language: Language,
    pub client: Client,
    /// Whether they and we use first names.
    pub is_close: bool,
    pub role: Role,
    /// The job title in their signature.
    pub title: String,
    /// The telephone number in their signature.
    pub phone: String,
    /// Whether they write from a telephone now and then.
    pub has_mobile: bool,
    /// Whether their company adds a disclaimer to every mail.
    pub has_disclaimer: bool,
}

impl Person {
    /// The first and the last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// The name and address for a header.
    pub fn contact(&self) -> Contact {
        Contact::new(self.name(), &self.address)
    }
}

/// The relation of a company to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It has ovens of ours.
    Customer,
    /// It may buy ovens of ours.
    Prospect,
    /// It sells ovens of ours.
    Dealer,
    /// We have written to it, and it has not answered.
    Lead,
}

/// A company that our sellers write with.
#[derive(Clone, Debug)]
pub struct Company {
    pub name: String,
    pub domain: String,
    pub city: String,
    /// The country, as two letters.
    pub country: String,
    /// The street and number.
    pub street: String,
    /// The goods it bakes.
    pub goods: String,
    /// A new product of it.
    pub special: String,
    pub kind: Kind,
    /// The seller who looks after it, by index.
    pub seller: usize,
    /// Its offset from UTC in winter, in minutes.
    pub zone: i64,
    /// Its people; the first one decides.
    pub people: Vec<Person>,
}

pub const OUR_DOMAIN: &str = "ashgrove-ovens.example";

/// The three sellers; the demo opens on the first.
pub fn sellers() -> [(Person, i64); 3] {
    let seller = |first: &str, last: &str, language, client, title: &str, phone: &str| Person {
        first: first.to_owned(),
        last: last.to_owned(),
        address: format!("{}@{OUR_DOMAIN}", first.to_lowercase()),
        alias: None,
        is_woman: first != "Marcus",
        language,
        client,
        is_close: true,
        role: Role::Lead,
        title: title.to_owned(),
        phone: phone.to_owned(),
        has_mobile: true,
        has_disclaimer: false,
    };
    [
        (
            seller(
                "Olivia",
                "Hartley",
                Language::English,
                Client::Gmail,
                "Sales UK & Northern Europe",
                "+44 114 496 0142",
            ),
            0,
        ),
        (
            seller(
                "Marcus",
                "Feld",
                Language::German,
                Client::Outlook,
                "Vertrieb D-A-CH",
                "+49 911 5550 171",
            ),
            60,
        ),
        (
            seller(
                "Camille",
                "Roussel",
                Language::French,
                Client::Apple,
                "Ventes France, Belgique, Espagne",
                "+33 4 65 71 55 20",
            ),
            60,
        ),
    ]
}

/// All companies with their people, the same for the same seed.
pub fn companies(seed: u64) -> Vec<Company> {
    let lines = include_str!("texts/companies.txt").lines().filter(|line| !line.is_empty());
    let mut taken = BTreeSet::new();
    lines
        .enumerate()
        .map(|(index, line)| company(line, &mut Rng::of(seed, 1_000 + index as u64), &mut taken))
        .collect()
}

fn company(line: &str, rng: &mut Rng, taken: &mut BTreeSet<String>) -> Company {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let mut place = fields[0].splitn(3, ' ');
    let seller = place.next().and_then(|digit| digit.parse().ok()).unwrap_or(0);
    let country = place.next().unwrap_or("GB").to_owned();
    let city = place.next().unwrap_or("York").to_owned();
    let is_dealer = ["customers", "Bäckereien der Region", "clients boulangers", "clientes"]
        .iter()
        .any(|word| fields[3].contains(word));
    let kind = match rng.below(20) {
        _ if is_dealer => Kind::Dealer,
        0..=9 => Kind::Customer,
        10..=16 => Kind::Prospect,
        _ => Kind::Lead,
    };
    let language = language_of(&country, fields[1]);
    let zone = if matches!(country.as_str(), "GB" | "IE") { 0 } else { 60 };
    let count = match kind {
        Kind::Lead => rng.between(2, 3),
        Kind::Dealer => rng.between(3, 5),
        _ => rng.between(4, 6),
    };
    let has_disclaimer = rng.chance(0.3);
    let house = *rng.pick(&[Client::Outlook, Client::Outlook, Client::Gmail, Client::Apple]);
    let switchboard = rng.between(200, 899);
    let mut people = Vec::new();
    for number in 0..count {
        let role = match number {
            0 => Role::Lead,
            1 => Role::Technical,
            2 => *rng.pick(&[Role::Accounts, Role::Technical, Role::Lead]),
            3 => *rng.pick(&[Role::Accounts, Role::Technical]),
            _ => *rng.pick(&[Role::Lead, Role::Technical]),
        };
        let client = if rng.chance(0.75) {
            house
        } else {
            *rng.pick(&[Client::Thunderbird, Client::Apple, Client::Gmail])
        };
        let (first, last, is_woman) = name(&country, rng, taken, &people);
        let local = format!("{}.{}", plain(&first), plain(&last));
        people.push(Person {
            address: format!("{local}@{}", fields[2]),
            alias: alias(&first, &local, fields[2], rng),
            title: title(role, number, is_woman, language),
            phone: phone(&country, switchboard, number),
            first,
            last,
            is_woman,
            language,
            client,
            is_close: language == Language::English || rng.chance(0.45),
            role,
            has_mobile: rng.chance(0.3),
            has_disclaimer,
        });
    }
    let street = street(&country, rng);
    Company {
        name: fields[1].to_owned(),
        domain: fields[2].to_owned(),
        city,
        country,
        street,
        goods: fields[3].to_owned(),
        special: fields[4].to_owned(),
        kind,
        seller,
        zone,
        people,
    }
}

fn language_of(country: &str, name: &str) -> Language {
    match country {
        "DE" | "AT" | "CH" => Language::German,
        "FR" => Language::French,
        "ES" => Language::Spanish,
        "BE" if name.contains("Boulangerie") || name.contains("Pains") => Language::French,
        _ => Language::English,
    }
}

/// A name that nobody else on the list has.
fn name(
    country: &str,
    rng: &mut Rng,
    taken: &mut BTreeSet<String>,
    colleagues: &[Person],
) -> (String, String, bool) {
    let names = |which: &str| -> Vec<&'static str> {
        let wanted = format!("{country} {which} ");
        let line =
            include_str!("texts/names.txt").lines().find_map(|line| line.strip_prefix(wanted.as_str()));
        line.unwrap_or("Alex").split(' ').collect()
    };
    loop {
        let is_woman = rng.chance(0.48);
        let first = rng.pick(&names(if is_woman { "w" } else { "m" })).replace('_', " ");
        let last = rng.pick(&names("l")).replace('_', " ");
        // In one company everybody can be called by their first name.
        let is_new_here = colleagues.iter().all(|other| other.first != first);
        if is_new_here && taken.insert(format!("{first} {last}")) {
            return (first, last, is_woman);
        }
    }
}

/// A name in the letters of an address: lower case and ASCII.
pub fn plain(name: &str) -> String {
    let mut folded = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'a'..='z' => folded.push(letter),
            'ä' | 'æ' => folded.push_str("ae"),
            'ö' | 'ø' | 'œ' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            'å' | 'á' | 'à' | 'â' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'î' | 'ı' | 'ï' => folded.push('i'),
            'ó' | 'ô' => folded.push('o'),
            'ú' | 'û' => folded.push('u'),
            'ñ' => folded.push('n'),
            'ç' => folded.push('c'),
            _ => {}
        }
    }
    folded
}

fn alias(first: &str, local: &str, domain: &str, rng: &mut Rng) -> Option<String> {
    match rng.below(12) {
        0 => Some(format!("{}@{domain}", plain(first))),
        1 => Some(format!("{local}+ovens@{domain}")),
        2 => Some(format!("{}.private@mailhaus.example", local.replace('.', ""))),
        _ => None,
    }
}

fn title(role: Role, number: i64, is_woman: bool, language: Language) -> String {
    let titles = match (role, language) {
        (Role::Lead, Language::English) => ["Managing Director", "Head of Purchasing", "Operations Director"],
        (Role::Lead, Language::German) if is_woman => {
            ["Geschäftsführerin", "Leiterin Einkauf", "Betriebsleiterin"]
        }
        (Role::Lead, Language::German) => ["Geschäftsführer", "Leiter Einkauf", "Betriebsleiter"],
        (Role::Lead, Language::French) if is_woman => {
            ["Gérante", "Responsable achats", "Directrice d'exploitation"]
        }
        (Role::Lead, Language::French) => ["Gérant", "Responsable achats", "Directeur d'exploitation"],
        (Role::Lead, Language::Spanish) => ["Gerencia", "Compras", "Dirección de operaciones"],
        (Role::Technical, Language::English) => ["Production Manager", "Maintenance", "Master Baker"],
        (Role::Technical, Language::German) => ["Produktionsleitung", "Instandhaltung", "Backstube"],
        (Role::Technical, Language::French) => ["Production", "Maintenance", "Fournil"],
        (Role::Technical, Language::Spanish) => ["Producción", "Mantenimiento", "Obrador"],
        (Role::Accounts, Language::English) => ["Accounts Payable", "Finance", "Finance"],
        (Role::Accounts, Language::German) => ["Buchhaltung", "Rechnungswesen", "Finanzen"],
        (Role::Accounts, Language::French) => ["Comptabilité", "Finances", "Comptabilité"],
        (Role::Accounts, Language::Spanish) => ["Contabilidad", "Administración", "Contabilidad"],
    };
    titles[number as usize % 3].to_owned()
}

fn phone(country: &str, switchboard: i64, number: i64) -> String {
    let extension = 10 + number * 7;
    let code = match country {
        "GB" => "+44 1632 960",
        "IE" => "+353 20 914",
        "NL" => "+31 85 550",
        "DK" => "+45 70 55",
        "SE" => "+46 31 390",
        "AT" => "+43 720 555",
        "CH" => "+41 44 555",
        "FR" => "+33 1 99 00",
        "BE" => "+32 2 555",
        "ES" => "+34 91 555",
        _ => "+49 30 5550",
    };
    format!("{code} {switchboard} {extension}")
}

fn street(country: &str, rng: &mut Rng) -> String {
    let number = rng.between(1, 148);
    match country {
        "GB" | "IE" => format!(
            "{number} {}",
            rng.pick(&["Mill Lane", "Station Road", "Wharf Street", "Baker's Row", "Foundry Way"])
        ),
        "FR" => format!(
            "{number} {}",
            rng.pick(&["rue du Moulin", "quai des Farines", "rue des Artisans", "avenue de la Gare"])
        ),
        "BE" => format!("{} {number}", rng.pick(&["Molenstraat", "Stationsstraat", "Kaaiweg"])),
        "ES" => format!("{} {number}", rng.pick(&["Calle del Horno", "Calle Molino", "Avenida del Puerto"])),
        "NL" => format!("{} {number}", rng.pick(&["Molenweg", "Havenstraat", "Korenkade"])),
        "DK" | "SE" => format!("{} {number}", rng.pick(&["Møllevej", "Havnegade", "Kvarnvägen"])),
        _ => format!(
            "{} {number}",
            rng.pick(&["Mühlenweg", "Am Güterbahnhof", "Industriestraße", "Kornmarkt", "Bäckergasse"])
        ),
    }
}
