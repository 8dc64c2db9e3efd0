use super::lines::{Kind, Line, Lines, folded};

/// Words that say somebody wrote, at the end of an attribution or before the name in it.
const WROTE: &[&str] = &[
    "wrote",
    "writes",
    "said",
    "schrieb",
    "schreibt",
    "écrit",
    "ecrit",
    "escribió",
    "escribio",
    "scritto",
    "scrive",
    "escreveu",
    "schreef",
    "skrev",
    "kirjoitti",
    "napisał",
    "napisała",
    "napisał(a",
    "pisze",
    "napsal",
    "napsal(a",
    "написал",
    "написала",
    "написал(а",
    "пишет",
    "yazdı",
    "írta",
    "scris",
    "έγραψε",
    "viết",
    "작성",
    "написав",
    "menulis",
    "wrote/schrieb",
    "napísal",
    "wrote:",
    "reports",
];

/// The same for scripts without spaces between words.
const WROTE_WITHOUT_BLANKS: &[&str] = &["写道", "寫道", "書きました", "作成"];

/// The beginnings of attributions that take several lines.
const OPENERS: &[&str] = &[
    "on ",
    "am ",
    "le ",
    "el ",
    "il ",
    "em ",
    "op ",
    "den ",
    "på ",
    "w dniu ",
    "dnia ",
    "dne ",
    "at ",
    "in article",
    "in message",
    "quoting ",
    "pada ",
    "vào ",
    "mon, ",
    "tue, ",
    "wed, ",
    "thu, ",
    "fri, ",
    "sat, ",
    "sun, ",
    "a ",
    "pe ",
    "στις ",
    "il giorno ",
    "no dia ",
    "ma ",
    "ti ",
    "ke ",
    "to ",
    "pe ",
    "la ",
    "su ",
    "del ",
];

/// The longest attribution, in bytes.
const LONGEST: usize = 400;
const MAX_LINES: usize = 4;

/// The attribution that ends on line `at`: where it begins, and whether it needs no quote after it to be one.
pub(super) fn ending_at(lines: &Lines<'_>, at: usize) -> Option<(usize, bool)> {
    let last = lines.text(at)?;
    if !last.ends_with([':', '：']) || last.len() > LONGEST {
        return None;
    }
    let folded_last = folded(last);
    let mut joined = folded_last.clone();
    for start in (at.saturating_sub(MAX_LINES - 1)..=at).rev() {
        let text = lines.text(start)?;
        if start < at {
            joined = format!("{} {joined}", folded(text));
        }
        if joined.len() > LONGEST {
            return None;
        }
        let is_opened = OPENERS.iter().any(|opener| joined.starts_with(opener))
            || joined.starts_with(|c: char| c.is_ascii_digit());
        if is_opened && has_verb(&joined) && (start == at || has_date(&joined)) {
            return Some((start, is_certain(&joined)));
        }
        if start == 0 || lines.text(start - 1).is_none() {
            break;
        }
    }
    let is_alone = has_verb(&folded_last) && folded_last.split_whitespace().count() <= 12;
    is_alone.then(|| (at, is_certain(&folded_last)))
}

/// An attribution before a quote that has no verb we know: it holds an address and a date or a colon.
pub(super) fn before_quote(lines: &Lines<'_>, quote: usize) -> Option<usize> {
    let above =
        (quote.saturating_sub(2)..quote).rev().find(|&at| lines.get(at).is_some_and(Line::is_filled))?;
    let last = lines.text(above).filter(|text| text.len() <= LONGEST)?;
    let ends_well = last.ends_with([':', '：', '>']);
    if !ends_well || lines.get(above)?.kind != Kind::Text {
        return None;
    }
    for start in (above.saturating_sub(2)..=above).rev() {
        let joined = (start..=above).map(|at| lines.text(at)).collect::<Option<Vec<_>>>()?.join(" ");
        if !has_address(&joined) || !has_date(&joined) {
            continue;
        }
        let folded = folded(&joined);
        let begins_with_date = folded.starts_with(|c: char| c.is_ascii_digit())
            || OPENERS.iter().any(|opener| folded.starts_with(opener));
        if begins_with_date {
            return Some(start);
        }
    }
    (has_address(last) && last.ends_with([':', '：']) && last.split_whitespace().count() <= 8)
        .then_some(above)
}

/// The mark before a quoted line of programs that do not use `>`: `| `, `: `, `# `, `--]`.
pub(super) fn quote_mark(text: &str) -> Option<&str> {
    let is_mark = |byte: &u8| {
        byte.is_ascii_punctuation() && !matches!(byte, b'"' | b'\'' | b'(' | b'<' | b'*' | b'.' | b'/')
    };
    let length = text.bytes().take_while(|byte| is_mark(byte)).count();
    let mark = &text[..length];
    let is_drawn = mark.contains(['|', '#', ':', ']', '}', '%', '!', '+', '=', '~', ';']);
    ((1..=4).contains(&length) && is_drawn).then_some(mark)
}

fn has_verb(text: &str) -> bool {
    let is_edge = |c: char| matches!(c, ':' | '：' | ',' | '.' | '"' | '\'' | '*' | ')' | ';');
    text.split_whitespace().any(|word| WROTE.contains(&word.trim_end_matches(is_edge)))
        || (!text.is_ascii() && WROTE_WITHOUT_BLANKS.iter().any(|verb| text.contains(verb)))
}

/// A year, a day or a time: two groups of digits.
fn has_date(text: &str) -> bool {
    let mut groups = 0;
    let mut was_digit = false;
    for byte in text.bytes() {
        groups += usize::from(byte.is_ascii_digit() && !was_digit);
        was_digit = byte.is_ascii_digit();
    }
    groups >= 2
}

fn has_address(text: &str) -> bool {
    text.contains('@') || (text.contains('<') && text.contains(" at "))
}

/// A sentence may say that somebody wrote something; only a program adds the day and the time, or the address.
fn is_certain(text: &str) -> bool {
    has_date(text) || (has_address(text) && text.contains('<'))
}
