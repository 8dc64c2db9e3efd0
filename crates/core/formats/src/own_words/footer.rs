use super::lines::{Hints, Line, Lines, begins_any, folded, is_ruler};

/// Where a block of PGP ends that begins on line `at`. The text of a signed message stays.
pub(super) fn armor(lines: &Lines<'_>, at: usize) -> Option<usize> {
    let kind = lines.text(at)?.strip_prefix("-----BEGIN PGP ")?;
    if kind.starts_with("SIGNED MESSAGE") {
        let is_head = |line: usize| lines.text(line).is_some_and(|text| text.starts_with("Hash:"));
        return Some((at + 1..lines.len()).find(|&line| !is_head(line)).unwrap_or(lines.len()));
    }
    let is_end = |line: &usize| lines.text(*line).is_some_and(|text| text.starts_with("-----END PGP "));
    Some((at + 1..lines.len()).find(is_end).map_or(lines.len(), |end| end + 1))
}

/// Whether a list's footer, a scrubbed attachment or a disclaimer begins on line `at`.
pub(super) fn begins(lines: &Lines<'_>, at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    if line.hints.has(Hints::MARKED) {
        return is_ruler_of_list(lines, at, line.text) || is_scrubbed(line.text);
    }
    line.hints.has(Hints::PHRASED) && (is_list_sentence(line.text) || is_disclaimer(lines, at, line.text))
}

/// A single line that programs and scanners add.
pub(super) fn is_remark(line: &Line<'_>) -> bool {
    const REMARKS: [&str; 7] = [
        "[[alternative html version deleted]]",
        "please consider the environment",
        "virus-free.",
        "this email has been checked for viruses",
        "this e-mail has been checked for viruses",
        "no virus found",
        "checked by avg",
    ];
    let is_possible = line.hints.has(Hints::MARKED) || line.hints.has(Hints::PHRASED);
    is_possible && begins_any(line.text, &REMARKS)
}

fn is_scrubbed(text: &str) -> bool {
    text.starts_with("-------------- next part") || text.starts_with("--~--~-")
}

/// A long ruler with the list's address under it.
fn is_ruler_of_list(lines: &Lines<'_>, at: usize, text: &str) -> bool {
    const SHORTEST: usize = 10;
    // `------ Yahoo! Groups Sponsor ------~-->`
    if text.starts_with("-----") && text.contains("Groups Sponsor") {
        return true;
    }
    if !is_ruler(text, SHORTEST) {
        return false;
    }
    let below: Vec<String> =
        (at + 1..lines.len()).map_while(|line| lines.text(line)).take(4).map(folded).collect();
    let says = |words: &str| below.iter().any(|line| line.contains(words));
    let is_named =
        ["mailing list", "listinfo", "unsubscribe", "sponsored by", "mailman", "abmelden", "désabonner"]
            .iter()
            .any(|words| says(words));
    is_named || (text.starts_with('_') && (says("http://") || says("https://")))
}

fn is_list_sentence(text: &str) -> bool {
    const SENTENCES: [&str; 11] = [
        "an embedded and charset-unspecified text was scrubbed",
        "an html attachment was scrubbed",
        "a non-text attachment was scrubbed",
        "to unsubscribe from this",
        "to unsubscribe, ",
        "to unsubscribe send",
        "to unsubscribe e-mail",
        "to unsubscribe or ",
        "you received this message because you are subscribed",
        "yahoo! groups links",
        "your use of yahoo! groups is subject",
    ];
    begins_any(text, &SENTENCES)
}

/// The beginnings of disclaimers.
const NOTICES: &[&str] = &[
    "this e-mail",
    "this email",
    "this message",
    "this communication",
    "this transmission",
    "this electronic",
    "the information contained",
    "the information in this",
    "the information transmitted",
    "the contents of this",
    "the content of this",
    "confidentiality",
    "confidential",
    "disclaimer",
    "important notice",
    "legal notice",
    "privileged",
    "if you are not the intended",
    "if you have received this",
    "information contained in this",
    "diese e-mail",
    "diese email",
    "diese nachricht",
    "der inhalt dieser",
    "ce message",
    "cet e-mail",
    "ce courriel",
    "les informations contenues",
    "este mensaje",
    "este correo",
    "la información contenida",
    "aviso legal",
    "aviso de confidencialidad",
    "questo messaggio",
    "le informazioni contenute",
    "esta mensagem",
    "este e-mail",
    "dit bericht",
    "deze e-mail",
    "de informatie",
    "denna e-post",
    "denne e-mail",
    "denne e-post",
    "notice:",
    "caution:",
    "vertraulichkeitshinweis",
    "ta wiadomość",
    "treść tej wiadomości",
];

/// Words of which every disclaimer holds one, and a sentence that begins like one does not.
const SECRETS: &[&str] = &[
    "confidential",
    "privileged",
    "intended recipient",
    "intended only",
    "intended solely",
    "sole use of",
    "vertraulich",
    "confidentiel",
    "confidencial",
    "riservat",
    "vertrouwelijk",
    "fortrolig",
    "konfidentiell",
    "poufn",
    "disclaimer",
    "unauthorized",
    "unauthorised",
    "unbefugt",
];

fn is_disclaimer(lines: &Lines<'_>, at: usize, text: &str) -> bool {
    if !begins_any(text, NOTICES) {
        return false;
    }
    let mut paragraph = String::new();
    for text in (at..lines.len()).map_while(|line| lines.text(line)).take(12) {
        paragraph.push_str(&folded(text));
        paragraph.push(' ');
    }
    // A heading stands alone, with the notice after it.
    if paragraph.len() < 60 {
        let below = lines.next_filled(at + 1).and_then(|(at, _)| lines.text(at));
        paragraph.push_str(&below.map(folded).unwrap_or_default());
    }
    SECRETS.iter().any(|secret| paragraph.contains(secret)) && paragraph.len() >= 80
}
