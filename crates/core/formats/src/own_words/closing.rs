use std::collections::HashMap;
use std::sync::LazyLock;

use super::lines::{Hints, Kind, Line, Lines, begins_any, folded};
use super::{attribution, header_block};

/// The end of a closing.
pub(super) struct Ending {
    pub(super) next: usize,
    /// Whether the first line is kept: `Thanks,` says something; `Regards,` does not.
    pub(super) keeps_first_line: bool,
}

/// `-- ` begins a signature. Without the blank it does so when little follows, since people draw such lines too.
pub(super) fn is_delimiter(lines: &Lines<'_>, at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    match line.text {
        // In a text signed with PGP a dash is put before dashes.
        "--" | "- --" => lines_to_boundary(lines, at + 1) <= MAX_LINES,
        _ => false,
    }
}

/// `Sent from my phone` in the languages of phones.
pub(super) fn is_device_remark(line: &Line<'_>) -> bool {
    const REMARKS: [&str; 33] = [
        "sent from my",
        "sent via",
        "sent from yahoo",
        "sent from mail for",
        "sent from outlook",
        "sent from samsung",
        "sent with ",
        "sent on the go",
        "get outlook for",
        "von meinem",
        "gesendet von",
        "gesendet mit",
        "diese nachricht wurde von meinem",
        "envoyé de mon",
        "envoyé depuis",
        "envoyé à partir",
        "enviado desde mi",
        "enviado desde",
        "enviado do meu",
        "enviado de mi",
        "enviado a partir",
        "inviato da",
        "verzonden vanaf",
        "verstuurd vanaf",
        "skickat från",
        "sendt fra min",
        "lähetetty ",
        "Отправлено из",
        "wysłane z",
        "Отправлено с",
        "odesláno z",
        "发自我的",
        "iPhoneから送信",
    ];
    let text = line.text;
    line.hints.has(Hints::PHRASED)
        && text.len() <= LONGEST_REMARK
        && !text.ends_with('?')
        && begins_any(text, &REMARKS)
        && text.split_whitespace().count() <= 9
}

const LONGEST_REMARK: usize = 90;

/// Where the closing ends that begins on line `at`: after the name and the lines of contact under it.
pub(super) fn end(lines: &Lines<'_>, at: usize) -> Option<Ending> {
    let line = lines.get(at).filter(|line| line.hints.has(Hints::SHORT))?;
    // Short lines are mostly code and numbers, and no closing has such signs in it.
    let is_sign = |byte: u8| {
        byte.is_ascii_digit() || matches!(byte, b'('..=b')' | b'<'..=b'@' | b'['..=b'^' | b'"'..=b'%')
    };
    if line.text.bytes().any(is_sign) {
        return None;
    }
    let words = folded(line.text);
    let kind = closing_kind(&words)?;
    let (is_farewell, is_thanks) = (kind == Closing::Farewell, kind == Closing::Thanks);
    let under = lines.next_filled(at + 1).filter(|(_, line)| line.kind == Kind::Text);
    let is_signed = under.is_some_and(|(_, line)| is_name_like(line.text));
    if !is_signed {
        // Above other text, `Best` is a word like others, but a full formula is not.
        let is_last = under.is_none();
        return (is_farewell && (is_last || bare(&words).contains(' ') || words.ends_with(',')))
            .then_some(Ending { next: at + 1, keeps_first_line: false });
    }
    Some(Ending { next: after_contact_lines(lines, at + 1), keeps_first_line: is_thanks })
}

/// Cuts the writer's name where it stands alone at the end.
pub(super) fn drop_name(lines: &Lines<'_>, kept: &mut Vec<usize>, writer: Option<&str>) {
    while kept.last().is_some_and(|&at| lines.get(at).is_some_and(|line| !line.is_filled())) {
        kept.pop();
    }
    let Some(last) = kept.last().and_then(|&at| lines.get(at)) else { return };
    if last.text.len() > LONGEST_CLOSING {
        return;
    }
    let signed = folded(last.text.trim_start_matches(['-', '–', '—', '~', '/', '*', ' ']));
    let signed = bare(&signed);
    let is_marked = last.text.starts_with(['-', '–', '—', '~', '/']) && !last.text.starts_with("- ");
    let is_mark_of_name = is_marked
        && signed.split_whitespace().count() <= 2
        && last.text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let is_writer = writer.map(folded).is_some_and(|writer| {
        let initials: String = writer.split_whitespace().filter_map(|word| word.chars().next()).collect();
        let is_part = signed == writer || writer.split_whitespace().any(|word| word == signed);
        !signed.is_empty() && (is_part || (initials.len() > 1 && signed == initials))
    });
    if is_mark_of_name || is_writer {
        kept.pop();
    }
}

const LONGEST_CLOSING: usize = 64;
const MAX_LINES: usize = 15;

/// How many filled lines stand before a quote or the end.
fn lines_to_boundary(lines: &Lines<'_>, start: usize) -> usize {
    (start..lines.len())
        .map_while(|at| lines.get(at).filter(|line| line.kind != Kind::Quote))
        .filter(|line| line.is_filled())
        .take(MAX_LINES + 1)
        .count()
}

fn after_contact_lines(lines: &Lines<'_>, start: usize) -> usize {
    let mut next = start;
    let mut count = 0;
    for at in start..lines.len() {
        let Some(line) = lines.get(at) else { break };
        match line.kind {
            Kind::Blank => {}
            // What the delimiter begins ends with the text, however long its lines are.
            Kind::Text if is_delimiter(lines, at) => break,
            Kind::Text if count < MAX_LINES && is_contact_like(line.text) && !is_boundary(lines, at) => {
                count += 1;
                next = at + 1;
            }
            _ => break,
        }
    }
    next
}

/// Whether somebody else's text begins here.
fn is_boundary(lines: &Lines<'_>, at: usize) -> bool {
    header_block::end(lines, at).is_some() || attribution::ending_at(lines, at).is_some()
}

/// A name, a title, a company, a number: short, and no sentence.
fn is_contact_like(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let is_sentence =
        text.ends_with(['?', '!', ':', ';', ',']) && words > 2 || text.ends_with('.') && words > 4;
    let is_postscript = ["ps", "p.s", "nb", "btw", "on ", "-----", "from:", "von:", "de:"]
        .iter()
        .any(|begin| super::lines::begins_with(text, begin));
    let is_card = text.contains(" | ") && text.chars().count() <= LONGEST_CARD;
    is_card || text.chars().count() <= 80 && words <= 10 && !is_sentence && !is_postscript
}

/// The longest line of contact details, in bytes. Lines with bars between several details are longer than others.
const LONGEST_CARD: usize = 160;

/// One to five words that begin with capitals, or one word.
fn is_name_like(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let is_letter =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | ',' | '(' | ')' | '*');
    let begins_high = |word: &str| word.chars().find(|c| c.is_alphabetic()).is_none_or(|c| !c.is_lowercase());
    let high = text.split_whitespace().filter(|word| begins_high(word)).count();
    (1..=5).contains(&words)
        && text.len() <= LONGEST_CLOSING
        && text.chars().all(is_letter)
        && (words == 1 || high * 2 > words)
        && !(words > 1 && text.ends_with('.') && text.matches('.').count() == 1)
}

fn bare(words: &str) -> &str {
    words.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | '.' | '!' | ';' | ':' | '-' | '–' | '—')
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    Farewell,
    Thanks,
}

/// A closing, alone or with the name behind it on the line.
fn closing_kind(words: &str) -> Option<Closing> {
    static CLOSINGS: LazyLock<HashMap<&str, Closing>> = LazyLock::new(|| {
        let farewells = FAREWELLS.iter().map(|words| (*words, Closing::Farewell));
        THANKS.iter().map(|words| (*words, Closing::Thanks)).chain(farewells).collect()
    });
    if let Some(kind) = CLOSINGS.get(bare(words)) {
        return Some(*kind);
    }
    let (begin, name) = words.split_once(',')?;
    let name = name.trim();
    let is_named = !name.is_empty() && name.len() <= 30 && name.split_whitespace().count() <= 3;
    (is_named && CLOSINGS.get(begin.trim()) == Some(&Closing::Farewell)).then_some(Closing::Farewell)
}

const FAREWELLS: &[&str] = &[
    "best regards",
    "kind regards",
    "regards",
    "warm regards",
    "warmest regards",
    "kindest regards",
    "with best regards",
    "with kind regards",
    "best wishes",
    "with best wishes",
    "best",
    "all the best",
    "all best",
    "cheers",
    "sincerely",
    "yours sincerely",
    "sincerely yours",
    "yours truly",
    "yours faithfully",
    "yours",
    "cordially",
    "respectfully",
    "br",
    "rgds",
    "kr",
    "take care",
    "talk soon",
    "love",
    "thanks and regards",
    "thanks & regards",
    "thanks and best regards",
    "many thanks and best regards",
    "best regards and thanks",
    "thank you and best regards",
    "thanks and kind regards",
    "mit freundlichen grüßen",
    "mit freundlichen gruessen",
    "mit freundlichem gruß",
    "mit freundlichen grüssen",
    "mit besten grüßen",
    "mfg",
    "viele grüße",
    "viele gruesse",
    "viele grüsse",
    "beste grüße",
    "beste gruesse",
    "beste grüsse",
    "liebe grüße",
    "liebe grüsse",
    "freundliche grüße",
    "freundliche grüsse",
    "herzliche grüße",
    "schöne grüße",
    "gruß",
    "gruss",
    "grüße",
    "grüsse",
    "lg",
    "vg",
    "hochachtungsvoll",
    "cordialement",
    "bien cordialement",
    "bien à vous",
    "salutations",
    "meilleures salutations",
    "sincères salutations",
    "amicalement",
    "saludos",
    "un saludo",
    "saludos cordiales",
    "un cordial saludo",
    "cordialmente",
    "atentamente",
    "un abrazo",
    "abrazos",
    "cordiali saluti",
    "saluti",
    "distinti saluti",
    "un saluto",
    "a presto",
    "atenciosamente",
    "cumprimentos",
    "com os melhores cumprimentos",
    "melhores cumprimentos",
    "abraços",
    "abraço",
    "att",
    "met vriendelijke groet",
    "met vriendelijke groeten",
    "mvg",
    "groeten",
    "groet",
    "vriendelijke groeten",
    "met groet",
    "med vänliga hälsningar",
    "vänliga hälsningar",
    "hälsningar",
    "med vänlig hälsning",
    "vänlig hälsning",
    "mvh",
    "venlig hilsen",
    "med venlig hilsen",
    "vennlig hilsen",
    "med vennlig hilsen",
    "hilsen",
    "vh",
    "pozdrawiam",
    "z poważaniem",
    "s pozdravem",
    "terveisin",
    "ystävällisin terveisin",
    "saygılarımla",
    "iyi çalışmalar",
    "с уважением",
    "此致",
    "祝好",
    "よろしくお願いします",
    "敬具",
    "üdvözlettel",
];

const THANKS: &[&str] = &[
    "thanks",
    "thank you",
    "many thanks",
    "thanks again",
    "thanks in advance",
    "thanks a lot",
    "thank you very much",
    "thanks very much",
    "thanks so much",
    "thx",
    "danke",
    "vielen dank",
    "danke und gruß",
    "besten dank",
    "merci",
    "merci beaucoup",
    "merci d'avance",
    "gracias",
    "muchas gracias",
    "grazie",
    "grazie mille",
    "obrigado",
    "obrigada",
    "bedankt",
    "alvast bedankt",
    "dank je wel",
    "tack",
    "tack på förhand",
    "tak",
    "takk",
    "dziękuję",
    "kiitos",
    "teşekkürler",
    "спасибо",
    "谢谢",
    "thanks much",
];
