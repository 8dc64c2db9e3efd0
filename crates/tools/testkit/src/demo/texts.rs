use std::sync::LazyLock;

use rapport_model::Side;

use super::language::Language;
use super::rng::Rng;

/// The pattern of a conversation: who writes what, with slots for names, numbers and days.
#[derive(Debug)]
pub struct Conversation {
    /// The kind of conversation, such as `quote`, `service` or `marathon`.
    pub kind: &'static str,
    pub language: Language,
    /// The subjects to choose from.
    pub subjects: Vec<&'static str>,
    /// The mails in order.
    pub lines: Vec<Line>,
}

/// One mail of a conversation.
#[derive(Debug)]
pub struct Line {
    pub side: Side,
    /// When it is written; `None` for a plain reply.
    pub pause: Option<Pause>,
    /// The text, with ` / ` between paragraphs.
    pub words: &'static str,
    /// The sort of its attachment; `None` without one.
    pub attached: Option<&'static str>,
}

/// The time before a mail is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// A number of days.
    Days(i64),
    /// Until the day that this fact names.
    Until(&'static str),
}

impl Line {
    /// Whether nothing is left open if the conversation ends here.
    pub fn can_be_last(&self) -> bool {
        let open = ["?", "please", "bitte", "merci de", "will ", "I'll", "gerne", "As promised", "let me"];
        !open.iter().any(|word| self.words.contains(word))
    }
}

/// The patterns of all conversations.
pub static CONVERSATIONS: LazyLock<Vec<Conversation>> = LazyLock::new(|| {
    let english = [
        include_str!("texts/deal.en.txt"),
        include_str!("texts/after.en.txt"),
        include_str!("texts/life.en.txt"),
        include_str!("texts/cold.en.txt"),
        include_str!("texts/ending.en.txt"),
        include_str!("texts/internal.en.txt"),
    ];
    let mut all: Vec<Conversation> =
        english.into_iter().flat_map(|text| conversations(text, Language::English)).collect();
    all.extend(conversations(include_str!("texts/de.txt"), Language::German));
    all.extend(conversations(include_str!("texts/fr.txt"), Language::French));
    all.extend(conversations(include_str!("texts/es.txt"), Language::Spanish));
    all
});

fn conversations(text: &'static str, language: Language) -> impl Iterator<Item = Conversation> {
    text.split("@ ").skip(1).filter_map(move |block| {
        let mut lines = block.lines().filter(|line| !line.trim().is_empty());
        let kind = lines.next()?.trim();
        let subjects = top_level(lines.next()?, '|').into_iter().map(str::trim).collect();
        Some(Conversation { kind, language, subjects, lines: lines.map(line).collect() })
    })
}

fn line(text: &'static str) -> Line {
    let (mark, words) = text.split_once(' ').unwrap_or((text, ""));
    let side = if mark.starts_with('U') { Side::Ours } else { Side::Theirs };
    let (words, attached) = match words.trim_end().strip_suffix(']').and_then(|rest| rest.rsplit_once('[')) {
        Some((words, attached)) => (words.trim_end(), Some(attached)),
        None => (words.trim_end(), None),
    };
    let pause = match &mark[1..] {
        "v" => Some(Pause::Until("visitday")),
        "w" => Some(Pause::Until("agreedday")),
        days => days.parse().ok().map(Pause::Days),
    };
    Line { side, pause, words, attached }
}

/// Lines of a section of a frame file: openers, closings and postscripts, by language.
pub fn frame(key: &str) -> &'static [&'static str] {
    static FRAMES: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
        let sections = include_str!("texts/frames.txt").split("@ ").skip(1);
        sections
            .map(|section| {
                let mut lines = section.lines().map(str::trim).filter(|line| !line.is_empty());
                (lines.next().unwrap_or(""), lines.collect())
            })
            .collect()
    });
    FRAMES.iter().find(|(name, _)| *name == key).map_or(&[], |(_, lines)| lines)
}

/// Fills a pattern: `{this|that}` chooses, `{name}` asks for a value, and both may be nested.
pub fn fill(pattern: &str, value: &impl Fn(&str) -> Option<String>, rng: &mut Rng) -> String {
    let mut filled = String::with_capacity(pattern.len() + 32);
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let inner = &rest[open + 1..];
        let close = closing(inner);
        let options = top_level(&inner[..close], '|');
        if options.len() > 1 {
            let option = *rng.pick(&options);
            filled.push_str(&fill(option, value, rng));
        } else {
            filled.push_str(
                &value(options[0])
                    .unwrap_or_else(|| panic!("the text has an unknown slot {{{}}}", options[0])),
            );
        }
        rest = inner.get(close + 1..).unwrap_or("");
    }
    filled.push_str(rest);
    filled
}

/// The index of the brace that closes the open one.
fn closing(text: &str) -> usize {
    let mut depth = 1;
    for (index, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    text.len()
}

/// Splits at a mark outside all braces.
fn top_level(text: &str, mark: char) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (index, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if letter == mark && depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_choose_and_fill() {
        let mut rng = Rng::of(1, 1);
        let value = |name: &str| (name == "city").then(|| "York".to_owned());
        let filled = fill("{Hi from {city}|Hello, {city}}!", &value, &mut rng);
        assert!(filled == "Hi from York!" || filled == "Hello, York!", "{filled}");
    }

    #[test]
    fn every_conversation_has_subjects_and_lines() {
        assert!(CONVERSATIONS.len() > 120, "{}", CONVERSATIONS.len());
        for conversation in CONVERSATIONS.iter() {
            assert!(!conversation.lines.is_empty() && !conversation.subjects.is_empty(), "{conversation:?}");
        }
    }
}
