pub mod cue;
mod english;
mod french;
mod german;
mod spanish;

use std::sync::LazyLock;

use cue::Cue;

/// A phrase that is looked for, in folded words (see [`Words`](crate::words::Words)).
pub struct Phrase {
    /// The words with single spaces between them.
    pub text: &'static [u8],
    /// The number of words.
    pub width: usize,
    /// What the phrase says about its sentence.
    pub cue: Cue,
}

/// All phrases of all languages, in a hash table of their first three bytes.
pub struct Table {
    phrases: Vec<Phrase>,
    buckets: Vec<(u16, u16)>,
}

impl Table {
    /// The phrases that may be at the beginning of `rest`. They have to be compared.
    pub fn starting_like(&self, rest: &[u8]) -> &[Phrase] {
        let (from, to) = self.buckets[bucket(rest)];
        &self.phrases[usize::from(from)..usize::from(to)]
    }
}

/// The table, which is built once.
pub fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(build);
    &TABLE
}

fn build() -> Table {
    let languages = [english::CUES, german::CUES, french::CUES, spanish::CUES];
    let mut phrases: Vec<Phrase> = languages
        .iter()
        .flat_map(|language| language.iter())
        .flat_map(|(cue, texts)| texts.split(';').map(str::trim).map(|text| (*cue, text)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(cue, text)| Phrase { text: text.as_bytes(), width: text.split(' ').count(), cue })
        .collect();
    phrases.sort_by_key(|phrase| bucket(phrase.text));
    let mut buckets = vec![(0, 0); BUCKETS];
    for (index, phrase) in phrases.iter().enumerate() {
        let (from, to) = &mut buckets[bucket(phrase.text)];
        if *to == 0 {
            *from = index as u16;
        }
        *to = index as u16 + 1;
    }
    Table { phrases, buckets }
}

const BUCKETS: usize = 1 << 13;

/// The hash of the first three bytes, the space after a short word included.
fn bucket(text: &[u8]) -> usize {
    let byte = |place: usize| u32::from(text.get(place).copied().unwrap_or(b' '));
    let key = byte(0) | byte(1) << 8 | byte(2) << 16;
    (key.wrapping_mul(0x9E37_79B1) >> 19) as usize
}
