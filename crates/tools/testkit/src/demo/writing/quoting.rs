use super::writer::{Sent, Writer, escaped};
use crate::demo::almanac::{clock, date, local, month_name, weekday_name};
use crate::demo::cast::Client;
use crate::demo::language::Language;
use crate::demo::letter::Contact;

/// The longest quote in a mail, in bytes.
const LONGEST: usize = 2_600;

/// The quote below a reply, as the writer's program formats it.
pub fn quote(before: &Sent, writer: Writer) -> String {
    let history = shortened(&before.letter.plain);
    match writer.person.client {
        Client::Outlook => format!("\n\n{}\n\n{history}", header_block(before, writer).join("\n")),
        Client::Gmail | Client::Apple | Client::Thunderbird => {
            let cited: Vec<String> = history.lines().map(cite).collect();
            format!("\n\n{}\n{}", attribution(before, writer), cited.join("\n"))
        }
    }
}

/// The quote below a reply as HTML.
pub fn html_quote(before: &Sent, writer: Writer) -> String {
    let history = escaped(shortened(&before.letter.plain)).replace('\n', "<br>\n");
    if writer.person.client == Client::Outlook {
        let block: Vec<String> = header_block(before, writer)
            .iter()
            .map(|line| {
                let line = escaped(line);
                line.split_once(':').map_or(line.clone(), |(name, rest)| format!("<b>{name}:</b>{rest}"))
            })
            .collect();
        return format!(
            "<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\">\
             <p class=\"MsoNormal\">{}</p></div>\n<p class=\"MsoNormal\">{history}</p>\n",
            block.join("<br>\n")
        );
    }
    format!(
        "<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">{}<br></div>\n\
         <blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex\">{history}</blockquote></div>\n",
        escaped(&attribution(before, writer))
    )
}

fn cite(line: &str) -> String {
    match line {
        "" => ">".to_owned(),
        deeper if deeper.starts_with('>') => format!(">{deeper}"),
        _ => format!("> {line}"),
    }
}

fn shortened(plain: &str) -> &str {
    let text = plain.trim_end();
    if text.len() <= LONGEST {
        return text;
    }
    let mut end = LONGEST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].rsplit_once('\n').map_or(&text[..end], |(whole, _)| whole)
}

fn attribution(before: &Sent, writer: Writer) -> String {
    let (seconds, _) = local(before.letter.at, writer.zone);
    let that = date(seconds.div_euclid(86_400));
    let language = writer.person.language;
    let (weekday, month) = (weekday_name(that.weekday, language), month_name(that.month, language));
    let (day, year, time) = (that.day, that.year, clock(seconds));
    let weekday: String = weekday.chars().take(3).collect();
    let short: String = month.chars().take(3).collect();
    let Contact { name, address } = &before.letter.from;
    let is_apple = writer.person.client == Client::Apple;
    match language {
        Language::English if is_apple => {
            format!("On {day} {short} {year}, at {time}, {name} <{address}> wrote:")
        }
        Language::English => {
            format!("On {weekday}, {day} {short} {year} at {time}, {name} <{address}> wrote:")
        }
        Language::German if is_apple => {
            format!("Am {day:02}.{:02}.{year} um {time} schrieb {name} <{address}>:", that.month)
        }
        Language::German => {
            format!("Am {}., {day}. {month} {year} um {time} Uhr schrieb {name} <{address}>:", &weekday[..2])
        }
        Language::French if is_apple => {
            format!("Le {day} {month} {year} à {time}, {name} <{address}> a écrit :")
        }
        Language::French => {
            format!("Le {weekday}. {day} {month} {year} à {time}, {name} <{address}> a écrit :")
        }
        Language::Spanish => {
            format!("El {weekday}, {day} {short} {year} a las {time}, {name} (<{address}>) escribió:")
        }
    }
}

fn header_block(before: &Sent, writer: Writer) -> Vec<String> {
    let letter = &before.letter;
    let (seconds, _) = local(letter.at, writer.zone);
    let that = date(seconds.div_euclid(86_400));
    let language = writer.person.language;
    let (weekday, month) = (weekday_name(that.weekday, language), month_name(that.month, language));
    let (day, year, time) = (that.day, that.year, clock(seconds));
    let sent = match language {
        Language::English => format!("{weekday}, {day} {month} {year} {time}"),
        Language::German => format!("{weekday}, {day}. {month} {year} {time}"),
        Language::French => format!("{weekday} {day} {month} {year} {time}"),
        Language::Spanish => format!("{weekday}, {day} de {month} de {year} {time}"),
    };
    let names = match language {
        Language::English => ["From:", "Sent:", "To:", "Cc:", "Subject:"],
        Language::German => ["Von:", "Gesendet:", "An:", "Cc:", "Betreff:"],
        Language::French => ["De :", "Envoyé :", "À :", "Cc :", "Objet :"],
        Language::Spanish => ["De:", "Enviado el:", "Para:", "CC:", "Asunto:"],
    };
    let mut block = vec![
        format!("{} {} <{}>", names[0], letter.from.name, letter.from.address),
        format!("{} {sent}", names[1]),
        format!("{} {}", names[2], people(&letter.to)),
    ];
    if !letter.cc.is_empty() {
        block.push(format!("{} {}", names[3], people(&letter.cc)));
    }
    block.push(format!("{} {}", names[4], letter.subject));
    block
}

fn people(contacts: &[Contact]) -> String {
    let all: Vec<String> =
        contacts.iter().map(|contact| format!("{} <{}>", contact.name, contact.address)).collect();
    all.join("; ")
}

/// The subject of an answer, as the writer's program marks it.
pub fn answered_subject(subject: &str, writer: Writer) -> String {
    let base = ["Re: ", "RE: ", "AW: ", "RV: "]
        .iter()
        .fold(subject, |rest, mark| rest.strip_prefix(mark).unwrap_or(rest));
    let mark = match (writer.person.client, writer.person.language) {
        (Client::Outlook, Language::German) => "AW",
        (Client::Outlook, _) => "RE",
        _ => "Re",
    };
    format!("{mark}: {base}")
}
