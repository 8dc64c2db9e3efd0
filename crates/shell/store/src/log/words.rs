//! One tokenizer for both engines and for what is searched in memory: words are runs of letters and digits, lower
//! case, without accents.

use rapport_model::MemberId;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The longest word that is indexed; longer runs are encoded data, not words.
const LONGEST: usize = 40;
/// How much of a text is indexed, in bytes.
const INDEXED_BYTES: usize = 256 * 1024;

/// Adds the words of a text, folded as they are for searching, each with a space behind it.
pub fn folded(text: &str, out: &mut String) {
    let mut start = out.len();
    for character in text.chars() {
        if out.len() > INDEXED_BYTES {
            break;
        }
        if character.is_ascii_alphanumeric() {
            out.push(character.to_ascii_lowercase());
        } else if !character.is_ascii() && character.is_alphanumeric() {
            fold_letter(character, out);
        } else if is_inside_word(character) {
        } else {
            start = end_word(out, start);
        }
    }
    end_word(out, start);
}

/// Accents that stand alone, joiners and apostrophes do not end a word.
fn is_inside_word(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}')
}

fn end_word(out: &mut String, start: usize) -> usize {
    if out.len() - start > LONGEST {
        out.truncate(start);
    } else if out.len() > start {
        out.push(' ');
    }
    out.len()
}

fn fold_letter(letter: char, out: &mut String) {
    for lower in letter.to_lowercase() {
        let whole = out.len();
        let mut is_only_accents = true;
        decompose_compatible(lower, |part| match part {
            '\u{300}'..='\u{36f}' => {}
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            'þ' => out.push_str("th"),
            'đ' | 'ð' => out.push('d'),
            'ħ' => out.push('h'),
            'ı' => out.push('i'),
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            part => {
                is_only_accents &= !is_combining_mark(part);
                out.push(part);
            }
        });
        // Other marks tell letters apart: voiced kana, the nukta.
        if !is_only_accents {
            out.truncate(whole);
            out.push(lower);
        }
    }
}

/// The term under which the interactions of a member are indexed. No query has it: it begins with a character that is
/// part of no word.
pub(crate) fn of_member(member: MemberId) -> String {
    format!("\u{e000}{}", member.0.simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let mut out = String::new();
        folded(text, &mut out);
        out.trim_end().to_owned()
    }

    #[test]
    fn words_lose_case_accents_and_punctuation() {
        assert_eq!(words("Grüße an José-María, don't!"), "grusse an jose maria dont");
        assert_eq!(words("Zażółć 2026-03-01"), "zazołc 2026 03 01".replace('ł', "l"));
        assert_eq!(words("e\u{301}te\u{301}"), "ete");
    }

    #[test]
    fn encoded_data_is_not_a_word() {
        assert_eq!(words(&format!("before {} after", "x".repeat(80))), "before after");
        assert_eq!(words(""), "");
    }
}
