use crate::cues::cue::Cue;
use crate::cues::{self, Table};

/// How much of a sentence is read, in bytes of folded words; what is longer is rarely a sentence.
const LONGEST: usize = 1_200;

/// A cue found in a sentence.
#[derive(Clone, Copy, Debug)]
pub struct FoundCue {
    /// The cue that was found.
    pub cue: Cue,
    /// The number of its first word, from 0.
    pub word: usize,
    /// The number of its words.
    pub width: usize,
}

/// A sentence as folded words, and the cues in it.
#[derive(Default)]
pub struct Words {
    folded: Vec<u8>,
    starts: Vec<usize>,
    cues: u32,
    /// The cues in the order in which they stand in the sentence.
    pub seen: Vec<FoundCue>,
    /// The number of words.
    pub count: usize,
    /// Whether it ends with a question mark.
    pub asks: bool,
    /// Whether it holds a URL, which makes it rarely a person's own question.
    pub links: bool,
}

impl Words {
    /// Reads another sentence and reuses the buffers.
    pub fn read(&mut self, sentence: &str) {
        self.fold(sentence);
        self.look_up(cues::table());
        let tail = sentence.trim_end_matches([')', '"', '\'', '”', '»', ' ', '!']);
        self.asks = tail.ends_with('?');
    }

    /// Folds the sentence: lower case, single spaces between words, one space at either end.
    fn fold(&mut self, sentence: &str) {
        let folded = &mut self.folded;
        folded.clear();
        folded.push(b' ');
        self.links = false;
        let bytes = sentence.as_bytes();
        let mut at = 0;
        while at < bytes.len() && folded.len() < LONGEST {
            let byte = bytes[at];
            at += 1;
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'\'' => folded.push(byte),
                b'A'..=b'Z' => folded.push(byte | 0x20),
                0xC3 => {
                    // Latin-1 letters: the capitals stand 32 below the small ones.
                    let second = bytes.get(at).copied().unwrap_or(0xA0);
                    at += 1;
                    let is_capital = (0x80..0x9F).contains(&second) && second != 0x97;
                    folded.extend([0xC3, if is_capital { second + 0x20 } else { second }]);
                }
                0xE2 if bytes.get(at..at + 2) == Some(&[0x80, 0x99]) => {
                    at += 2;
                    folded.push(b'\'');
                }
                0xE2 if folded.last() != Some(&b' ') => folded.push(b' '),
                0xC4..=0xF4 if byte != 0xE2 => folded.push(byte),
                0x80..=0xBF => {}
                _ => {
                    self.links |= byte == b':' && bytes[at..].starts_with(b"//")
                        || byte == b'$' && bytes[at..].starts_with(b"LINK");
                    if folded.last() != Some(&b' ') {
                        folded.push(b' ');
                    }
                }
            }
        }
        if folded.last() != Some(&b' ') {
            folded.push(b' ');
        }
        self.starts.clear();
        let spaces = folded[..folded.len() - 1].iter().enumerate().filter(|(_, byte)| **byte == b' ');
        self.starts.extend(spaces.map(|(place, _)| place + 1));
    }

    fn look_up(&mut self, table: &Table) {
        self.seen.clear();
        self.cues = 0;
        self.count = self.starts.len();
        for (word, start) in self.starts.iter().enumerate() {
            let rest = &self.folded[*start..];
            for phrase in table.starting_like(rest) {
                if rest.get(phrase.text.len()) == Some(&b' ') && rest.starts_with(phrase.text) {
                    self.seen.push(FoundCue { cue: phrase.cue, word, width: phrase.width });
                    self.cues |= 1 << phrase.cue as u32;
                }
            }
        }
    }

    /// Whether the sentence has this cue.
    pub fn has(&self, cue: Cue) -> bool {
        self.cues & (1 << cue as u32) != 0
    }

    /// Where the sentence has this cue first; `None` when it has not.
    pub fn first(&self, cue: Cue) -> Option<FoundCue> {
        self.seen.iter().copied().find(|seen| self.has(cue) && seen.cue == cue)
    }

    /// Whether this cue begins at this word.
    pub fn has_at(&self, cue: Cue, word: usize) -> bool {
        self.has(cue) && self.seen.iter().any(|seen| seen.cue == cue && seen.word == word)
    }

    /// Whether the sentence holds one of these phrases, as whole words.
    pub fn holds_any(&self, phrases: &[&str]) -> bool {
        self.starts.iter().any(|start| {
            let rest = &self.folded[*start..];
            phrases.iter().any(|phrase| {
                // Nearly every phrase ends here.
                rest[0] == phrase.as_bytes()[0]
                    && rest.get(phrase.len()) == Some(&b' ')
                    && rest.starts_with(phrase.as_bytes())
            })
        })
    }

    /// The folded words in order.
    pub fn each(&self) -> impl Iterator<Item = &str> {
        self.folded
            .split(|byte| *byte == b' ')
            .filter_map(|word| std::str::from_utf8(word).ok())
            .filter(|word| !word.is_empty())
    }
}
