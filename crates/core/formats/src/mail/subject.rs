use rapport_model::MailDraft;

use super::addresses::{decoded, one_line};
use super::headers::Headers;
use crate::limits;

/// Fills the subject, the base subject, and whether it is marked as a reply.
pub(super) fn fill(draft: &mut MailDraft, headers: &Headers<'_>) {
    let subject = headers.text("Subject").map(decoded).unwrap_or_default();
    draft.subject = one_line(&subject, limits::HEADER_TEXT_BYTES);
    let (base, is_reply) = base(&draft.subject);
    draft.base_subject = base.to_owned();
    draft.is_reply |= is_reply;
}

/// The marks of replies and forwards, in the languages of mail programs.
const PREFIXES: &[&str] = &[
    "re",
    "aw",
    "antw",
    "antwort",
    "sv",
    "vs",
    "vá",
    "ref",
    "res",
    "r",
    "rif",
    "odp",
    "ynt",
    "yan",
    "atb",
    "bls",
    "回复",
    "回覆",
    "答复",
    "答覆",
    "ответ",
    "отв",
    "απ",
    "σχετ",
    "תשובה",
    "رد",
    "返信",
    "fwd",
    "fw",
    "wg",
    "tr",
    "rv",
    "enc",
    "i",
    "vl",
    "vb",
    "vid",
    "doorst",
    "pd",
    "ilt",
    "továbbítás",
    "转发",
    "轉寄",
    "轉發",
    "转寄",
    "пересл",
    "πρθ",
    "הועבר",
    "转",
];

/// Strips reply and forward marks and list tags; says whether there was a mark.
fn base(subject: &str) -> (&str, bool) {
    let (mut rest, mut is_reply) = (subject.trim(), false);
    loop {
        if let Some(after) = after_prefix(rest) {
            is_reply = true;
            rest = after;
        } else if let Some(after) = after_tag(rest) {
            rest = after;
        } else {
            break;
        }
    }
    for ending in ["(fwd)", "(was fwd)"] {
        if rest.len() > ending.len()
            && rest.get(rest.len() - ending.len()..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
        {
            rest = rest[..rest.len() - ending.len()].trim_end();
            is_reply = true;
        }
    }
    (rest, is_reply)
}

/// `Re:`, `Re[2]:`, `Re^2:`, `RE :` and `Re：`.
fn after_prefix(subject: &str) -> Option<&str> {
    let end = subject.find([':', '：']).filter(|&end| end <= 30)?;
    let after = &subject[end..];
    let after = after.strip_prefix(':').or_else(|| after.strip_prefix('：'))?;
    let mark = subject[..end].trim_end();
    let word_end = mark.find(['[', '^', '(', '*']).unwrap_or(mark.len());
    let (word, count) = mark.split_at(word_end);
    let is_count =
        count.chars().all(|c| c.is_ascii_digit() || matches!(c, '[' | ']' | '^' | '(' | ')' | '*'));
    let word = word.trim_end().to_lowercase();
    // `Re2:` is written too.
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    (is_count && PREFIXES.contains(&word)).then_some(after.trim_start())
}

/// `[growers] ` of a list, as long as something follows.
fn after_tag(subject: &str) -> Option<&str> {
    let (tag, after) = subject.strip_prefix('[')?.split_once(']')?;
    let after = after.trim_start();
    let is_tag = !tag.is_empty() && tag.len() <= 60 && !tag.contains('[');
    (is_tag && !after.is_empty()).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::base;

    fn check(subject: &str, expected: &str, is_reply: bool) {
        assert_eq!(base(subject), (expected, is_reply), "for `{subject}`");
    }

    #[test]
    fn marks_of_all_languages_are_stripped_repeatedly() {
        check("Re: RE: Fwd: offer", "offer", true);
        check("AW: WG: Angebot", "Angebot", true);
        check("Re[2]: offer", "offer", true);
        check("Re^2: offer", "offer", true);
        check("RE : offre", "offre", true);
        check("Rif: R: I: offerta", "offerta", true);
        check("回复：报价", "报价", true);
        check("答复: 报价", "报价", true);
        check("[growers] Re: [other] offer", "offer", true);
        check("Ynt: teklif", "teklif", true);
        check("offer (fwd)", "offer", true);
    }

    #[test]
    fn words_that_only_look_like_marks_stay() {
        check("Regarding: offer", "Regarding: offer", false);
        check("Report: offer", "Report: offer", false);
        check("[growers] offer", "offer", false);
        check("[offer]", "[offer]", false);
        check("Re", "Re", false);
        check("Re:", "", true);
        check("", "", false);
    }
}
