//! One tokenizer for both engines and for what is searched in memory: words are runs of letters and digits, lower
//! case, without accents.

/// The longest word that is indexed; longer runs are encoded data, not words.
const LONGEST: usize = 40;
/// How much of a text is indexed.
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
        match lower {
            'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => out.push('a'),
            'æ' => out.push_str("ae"),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => out.push('c'),
            'ď' | 'đ' | 'ð' => out.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => out.push('g'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => out.push('i'),
            'ķ' => out.push('k'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => out.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => out.push('n'),
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => out.push('o'),
            'œ' => out.push_str("oe"),
            'ŕ' | 'ŗ' | 'ř' => out.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => out.push('s'),
            'ß' => out.push_str("ss"),
            'ţ' | 'ť' | 'ț' => out.push('t'),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => out.push('u'),
            'ŵ' => out.push('w'),
            'ý' | 'ÿ' | 'ŷ' => out.push('y'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            '\u{300}'..='\u{36f}' => {}
            other => out.push(other),
        }
    }
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
