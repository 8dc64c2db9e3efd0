const LONGEST_QUOTE: usize = 110;

/// How somebody is called: by the first word of their name, or by their address when there is no name.
pub fn first_name(name: &str) -> &str {
    let is_title = |word: &&str| {
        matches!(word.trim_end_matches('.'), "Dr" | "Prof" | "Mr" | "Mrs" | "Ms" | "Herr" | "Frau")
    };
    let first = name.split_whitespace().find(|word| !is_title(word) && word.chars().count() > 1);
    first.map_or(name, |word| word.trim_matches(['"', ',', '\'']))
}

/// A subject without the marks of replies and forwards.
pub fn title(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((prefix, after)) = rest.split_once(':') {
        let is_prefix = matches!(
            prefix.trim().to_ascii_lowercase().as_str(),
            "re" | "fw" | "fwd" | "aw" | "wg" | "tr" | "sv"
        );
        if !is_prefix || after.trim().is_empty() {
            break;
        }
        rest = after.trim();
    }
    if rest.is_empty() { "(no subject)" } else { rest }
}

/// Text on one line, cut between words.
pub(crate) fn quote(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST_QUOTE {
        return line;
    }
    let end = line.char_indices().nth(LONGEST_QUOTE).map_or(line.len(), |(end, _)| end);
    let end = line[..end].rfind(' ').unwrap_or(end);
    format!("{}…", line[..end].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_subjects_are_shortened_as_people_do() {
        assert_eq!(first_name("Dr. Ana Lopez"), "Ana");
        assert_eq!(first_name("ana@example.com"), "ana@example.com");
        assert_eq!(title("Re: AW: Quote 12: kiln"), "Quote 12: kiln");
        assert_eq!(title("Re:"), "Re:");
        assert_eq!(title(""), "(no subject)");
        assert_eq!(quote("one\n two"), "one two");
        assert!(quote(&"word ".repeat(60)).ends_with("word…"));
    }
}
