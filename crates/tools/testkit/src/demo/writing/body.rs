use std::fmt::Write;

use super::quoting::{html_quote, quote};
use super::writer::{Sent, Writer, escaped};
use crate::demo::almanac::{clock, date, local};
use crate::demo::cast::{Client, OUR_DOMAIN};
use crate::demo::language::Language;
use crate::demo::rng::Rng;
use crate::demo::texts::frame;

/// The parts of a mail's body.
pub struct Draft<'a> {
    pub writer: Writer<'a>,
    pub reader: Writer<'a>,
    pub language: Language,
    /// The text, with empty lines between paragraphs.
    pub words: String,
    /// A postscript; `None` without one.
    pub postscript: Option<String>,
    /// The mail that is replied to; `None` for the first of a thread.
    pub before: Option<&'a Sent>,
}

/// A body as it is sent.
pub struct Body {
    /// The plain text, with signature and quote.
    pub plain: String,
    /// The HTML; `None` when the writer's program sends none.
    pub html: Option<String>,
    /// The text that was typed, without signature and quote.
    pub own: String,
}

/// Writes a body with the habits of its writer and their mail program.
pub fn body(draft: &Draft, rng: &mut Rng) -> Body {
    let is_reply = draft.before.is_some();
    let person = draft.writer.person;
    let greeting = greeting(draft, is_reply, rng);
    let mut words = draft.words.clone();
    if draft.language == Language::English || greeting.is_empty() {
        words = capitalized(&words);
    }
    let is_mobile = person.has_mobile && is_reply && rng.chance(0.25);
    let is_terse = is_reply && rng.chance(0.3);
    let sign_off = sign_off(draft, is_terse || is_mobile, rng);
    let mut own = greeting;
    if !own.is_empty() {
        own.push_str("\n\n");
    }
    own.push_str(&words);
    if !sign_off.is_empty() {
        own.push_str("\n\n");
        own.push_str(&sign_off);
    }
    if let Some(postscript) = &draft.postscript {
        own.push_str("\n\n");
        own.push_str(postscript);
    }
    let signature = match (is_mobile, frame(&format!("mobile {}", draft.language as usize))) {
        (true, lines) if !lines.is_empty() => (*rng.pick(lines)).to_owned(),
        _ if is_reply && rng.chance(0.45) => String::new(),
        _ => signature(draft.writer),
    };
    let answers_between = person.client == Client::Thunderbird && !is_mobile && rng.chance(0.6);
    let typed = match draft.before {
        Some(before) if answers_between => between(&own, before, draft),
        _ => own.clone(),
    };
    let mut plain = wrapped(&typed, person.client);
    if !signature.is_empty() {
        plain.push_str(if person.client == Client::Outlook || is_mobile { "\n\n" } else { "\n\n-- \n" });
        plain.push_str(&signature);
    }
    if let Some(before) = draft.before.filter(|_| !answers_between) {
        plain.push_str(&quote(before, draft.writer));
    }
    plain.push('\n');
    let makes_html = !answers_between
        && (person.client == Client::Outlook || (person.client == Client::Gmail && !is_mobile));
    let html = makes_html.then(|| html(&own, &signature, draft));
    Body { plain, html, own }
}

fn greeting(draft: &Draft, is_reply: bool, rng: &mut Rng) -> String {
    let (them, first, last) = (draft.reader.person, &draft.reader.person.first, &draft.reader.person.last);
    if is_reply && rng.chance(0.22) {
        return String::new();
    }
    let is_close = them.is_close && draft.writer.person.is_close;
    match draft.language {
        Language::English if is_reply && rng.chance(0.25) => format!("{first},"),
        Language::English if is_reply => format!("{} {first},", rng.pick(&["Hi", "Hi", "Hello"])),
        Language::English => format!("{} {first},", rng.pick(&["Hi", "Dear", "Hello", "Dear"])),
        Language::German if is_close => {
            format!("{} {first},", rng.pick(&["Hallo", "Guten Morgen", "Servus"]))
        }
        Language::German => {
            let title = if them.is_woman { "Frau" } else { "Herr" };
            let formal = if them.is_woman { "Sehr geehrte" } else { "Sehr geehrter" };
            format!("{} {title} {last},", rng.pick(&["Guten Tag", formal, "Guten Tag"]))
        }
        Language::French if is_close => format!("Bonjour {first},"),
        Language::French => format!("Bonjour {} {last},", if them.is_woman { "Madame" } else { "Monsieur" }),
        Language::Spanish => format!("{} {first}:", rng.pick(&["Hola", "Buenos días", "Buenas tardes"])),
    }
}

fn sign_off(draft: &Draft, is_terse: bool, rng: &mut Rng) -> String {
    let person = draft.writer.person;
    let is_formal = draft.language != Language::English && !(person.is_close && draft.reader.person.is_close);
    let name = if is_formal { person.name() } else { person.first.clone() };
    if is_terse {
        return if rng.chance(0.8) { name } else { String::new() };
    }
    let closers = frame(&format!("closer {}", draft.language as usize));
    format!("{}\n{name}", rng.pick(closers))
}

/// Name, title, company, address and telephone.
pub fn signature(writer: Writer) -> String {
    let person = writer.person;
    let Some(company) = writer.company else {
        let office = match person.language {
            Language::German => "Ashgrove Ovens GmbH | Fürther Straße 212 | 90429 Nürnberg",
            Language::French => "Ashgrove Ovens SARL | 18 rue des Docks | 69009 Lyon",
            _ => "Ashgrove Ovens Ltd | Attercliffe Works, Foundry Way | Sheffield S9 3RQ",
        };
        return format!("{}\n{}\n{office}\n{} | www.{OUR_DOMAIN}", person.name(), person.title, person.phone);
    };
    let mut text = format!(
        "{}\n{}\n{}, {}, {}\n{}",
        person.name(),
        person.title,
        company.name,
        company.street,
        company.city,
        person.phone
    );
    let disclaimer = frame(&format!("disclaimer {}", (person.language as usize).min(2)));
    if person.has_disclaimer && !disclaimer.is_empty() {
        text.push_str("\n\n");
        text.push_str(disclaimer[0]);
    }
    text
}

/// Puts replies below the lines they reply to.
fn between(own: &str, before: &Sent, draft: &Draft) -> String {
    let asked: Vec<&str> = before.own.split("\n\n").filter(|paragraph| paragraph.len() > 40).collect();
    let Some(last) = asked.last() else { return own.to_owned() };
    let (seconds, _) = local(before.letter.at, draft.writer.zone);
    let that = date(seconds.div_euclid(86_400));
    let name = &before.letter.from.name;
    let attribution = match draft.writer.person.language {
        Language::German => format!(
            "Am {:02}.{:02}.{} um {} schrieb {name}:",
            that.day,
            that.month,
            that.year % 100,
            clock(seconds)
        ),
        Language::French => format!(
            "Le {:02}/{:02}/{} à {}, {name} a écrit :",
            that.day,
            that.month,
            that.year,
            clock(seconds)
        ),
        Language::Spanish => {
            format!("El {}/{}/{} a las {}, {name} escribió:", that.day, that.month, that.year, clock(seconds))
        }
        Language::English => {
            format!("On {:02}/{:02}/{} {}, {name} wrote:", that.day, that.month, that.year, clock(seconds))
        }
    };
    let cited: Vec<String> = fold_lines(last, 70).iter().map(|line| format!("> {line}")).collect();
    match own.split_once("\n\n") {
        Some((greeting, rest)) if greeting.len() < 40 => {
            format!("{greeting}\n\n{attribution}\n{}\n\n{rest}", cited.join("\n"))
        }
        _ => format!("{attribution}\n{}\n\n{own}", cited.join("\n")),
    }
}

/// Text as the client sends it: Outlook leaves lines long, the others wrap them.
fn wrapped(text: &str, client: Client) -> String {
    if client == Client::Outlook {
        return text.to_owned();
    }
    let lines: Vec<String> = text
        .split('\n')
        .flat_map(|line| if line.starts_with('>') { vec![line.to_owned()] } else { fold_lines(line, 74) })
        .collect();
    lines.join("\n")
}

/// Folds one line to a width, at spaces.
pub fn fold_lines(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.last_mut().expect("there is always one line");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

fn html(own: &str, signature: &str, draft: &Draft) -> String {
    let is_outlook = draft.writer.person.client == Client::Outlook;
    let mut html = String::from(
        "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body>",
    );
    for paragraph in own.split("\n\n") {
        let inner = escaped(paragraph).replace('\n', "<br>\n");
        let _ = if is_outlook {
            writeln!(html, "<p class=\"MsoNormal\">{inner}</p>\n<p class=\"MsoNormal\">&nbsp;</p>")
        } else {
            writeln!(html, "<div>{inner}</div><div><br></div>")
        };
    }
    if !signature.is_empty() {
        let inner = escaped(signature).replace('\n', "<br>\n");
        let _ = if is_outlook {
            writeln!(
                html,
                "<p class=\"MsoNormal\"><span style=\"font-size:9pt;color:#555\">{inner}</span></p>"
            )
        } else {
            writeln!(html, "<div class=\"gmail_signature\">-- <br>{inner}</div>")
        };
    }
    if let Some(before) = draft.before {
        html.push_str(&html_quote(before, draft.writer));
    }
    html.push_str("</body></html>\n");
    html
}

/// The text with an upper-case first letter.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
