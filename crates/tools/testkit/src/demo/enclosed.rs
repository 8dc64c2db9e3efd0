use rapport_model::Moment;

use super::almanac::{self, spoken};
use super::cast::OUR_DOMAIN;
use super::deal::Facts;
use super::language::Language;
use super::letter::{Attachment, Contact, Letter};
use super::rng::Rng;
use super::stage::Cast;

/// The attachment of a sort; `None` when the mark means something else.
pub fn attachment(sort: &str, facts: &Facts) -> Option<Attachment> {
    let value = |name: &str| facts.value(name).unwrap_or_default();
    let site: String = value("city").chars().filter(char::is_ascii_alphanumeric).collect();
    let model = value("model").replace(' ', "_");
    let name = match sort {
        "quote" => format!("Quote_{}.pdf", value("quote")),
        "order" => format!("Order_{}.pdf", value("order")),
        "confirmation" => format!("Order_confirmation_{}.pdf", value("order")),
        "invoice" => format!("{}.pdf", value("invoice")),
        "sheet" => format!("Datasheet_{model}.pdf"),
        "drawing" => format!("Layout_{site}_{model}.pdf"),
        "calculation" => format!("Energy_{model}_{}kg.pdf", value("kilos")),
        "statement" => format!("Statement_{model}_{}.pdf", value("serial")),
        "contract" => format!("Service_contract_{}.pdf", value("serial")),
        "pricelist" => format!("Price_list_{}.pdf", value("year")),
        "photo" => format!("IMG_{}.jpg", 4_000 + value("kilos").parse::<i64>().unwrap_or(0) * 7 % 5_000),
        "ticket" => "Tickets.pdf".to_owned(),
        "article" => "Warm_bakery_article.pdf".to_owned(),
        _ => return None,
    };
    let is_photo = sort == "photo";
    let content = format!(
        "%PDF-1.4\n% {} for {}\n% a stub: the demo has no real documents\n%%EOF\n",
        name,
        value("company")
    );
    Some(Attachment {
        kind: if is_photo { "image/jpeg" } else { "application/pdf" },
        bytes: if is_photo { b"\xFF\xD8\xFF\xE0 a stub \xFF\xD9".to_vec() } else { content.into_bytes() },
        name,
    })
}

/// The calendar invitation of a visit, and its acceptance.
pub fn invitation(letter: &Letter, cast: &Cast, facts: &Facts, rng: &mut Rng) -> Vec<Letter> {
    let (us, them) = (cast.us(), cast.them());
    let day = facts.day("visitday");
    let begins = almanac::at(day, us.zone, 36_000);
    let stamp = |at: Moment| at.to_string().replace(['-', ':'], "");
    let uid = format!("{:016x}@{OUR_DOMAIN}", rng.next());
    let summary = format!("Ashgrove Ovens / {}", cast.company.name);
    let event = |method: &str, status: &str| {
        format!(
            "BEGIN:VCALENDAR\nPRODID:-//Ashgrove//Calendar//EN\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:{uid}\n\
             DTSTAMP:{}\nDTSTART:{}\nDTEND:{}\nSUMMARY:{summary}\nLOCATION:{}\\, {}\n\
             ORGANIZER;CN={}:mailto:{}\nATTENDEE;CN={};PARTSTAT={status}:mailto:{}\nEND:VEVENT\nEND:VCALENDAR\n",
            stamp(letter.at),
            stamp(begins),
            stamp(begins.plus_days(1.5 / 24.0)),
            cast.company.street,
            cast.company.city,
            us.person.name(),
            us.person.address,
            them.person.name(),
            them.person.address
        )
    };
    let request_id = format!("calendar-{:016x}@{OUR_DOMAIN}", rng.next());
    let blank = |from: Contact, to: Contact, at: Moment, id: String| Letter {
        from,
        to: vec![to],
        cc: Vec::new(),
        subject: format!("Invitation: {summary} @ {}", spoken(day, Language::English)),
        at,
        zone: us.zone,
        id,
        thread: Vec::new(),
        headers: Vec::new(),
        plain: format!("{summary}\n{}, {}\n", spoken(day, Language::English), cast.company.street),
        html: None,
        calendar: Some(("REQUEST", event("REQUEST", "NEEDS-ACTION"))),
        attachments: Vec::new(),
    };
    let sent = Moment::from_micros(letter.at.micros() + rng.between(60, 400) * 1_000_000);
    let request = blank(us.person.contact(), them.person.contact(), sent, request_id.clone());
    let accepted = almanac::answered(sent, rng.log_normal(2.0, 1.0).min(60.0), cast.company.zone, rng);
    let mut reply = blank(
        them.person.contact(),
        us.person.contact(),
        accepted,
        format!("calendar-{:016x}@{}", rng.next(), cast.company.domain),
    );
    reply.subject = format!("Accepted: {summary} @ {}", spoken(day, Language::English));
    reply.thread = vec![request_id];
    reply.zone = cast.company.zone;
    reply.plain = format!("{} has accepted this invitation.\n", them.person.name());
    reply.calendar = Some(("REPLY", event("REPLY", "ACCEPTED")));
    vec![request, reply]
}

/// The automatic answer of somebody who is away.
pub fn out_of_office(letter: &Letter, cast: &Cast, back: i64, rng: &mut Rng) -> Letter {
    let them = cast.them();
    let language = them.person.language;
    let day = spoken(almanac::workday(back), language);
    let colleague = cast.company.people.iter().find(|other| other.address != them.person.address);
    let deputy = colleague.map_or_else(String::new, |other| format!("{} ({})", other.name(), other.address));
    let (prefix, text) = match language {
        Language::English => (
            "Automatic reply",
            format!(
                "Thank you for your message. I am out of the office and back on {day}. In urgent cases please contact {deputy}."
            ),
        ),
        Language::German => (
            "Automatische Antwort",
            format!(
                "Vielen Dank für Ihre Nachricht. Ich bin bis {day} nicht im Büro. In dringenden Fällen wenden Sie sich bitte an {deputy}."
            ),
        ),
        Language::French => (
            "Réponse automatique",
            format!(
                "Merci pour votre message. Je suis absent jusqu'au {day}. En cas d'urgence, merci de contacter {deputy}."
            ),
        ),
        Language::Spanish => (
            "Respuesta automática",
            format!(
                "Gracias por su mensaje. Estoy fuera de la oficina hasta el {day}. Si es urgente, contacte con {deputy}."
            ),
        ),
    };
    let mut thread = letter.thread.clone();
    thread.push(letter.id.clone());
    Letter {
        from: them.person.contact(),
        to: vec![letter.from.clone()],
        cc: Vec::new(),
        subject: format!("{prefix}: {}", letter.subject),
        at: Moment::from_micros(letter.at.micros() + rng.between(3, 70) * 1_000_000),
        zone: them.zone,
        id: format!("auto-{:016x}@{}", rng.next(), cast.company.domain),
        thread,
        headers: vec![
            ("Auto-Submitted", "auto-replied".to_owned()),
            ("X-Auto-Response-Suppress", "All".to_owned()),
            ("Precedence", "bulk".to_owned()),
        ],
        plain: format!("{text}\n\n{}\n", them.person.name()),
        html: None,
        calendar: None,
        attachments: Vec::new(),
    }
}
