use memchr::memmem;
use rapport_store::fold_words;

/// Lines of words, such as the names of people, searched as one text: 100,000 lines take about a millisecond.
#[derive(Clone, Default)]
pub(crate) struct WordIndex {
    /// The lines, each a space and then each word followed by a space, so that no match crosses the end of a line.
    text: String,
    /// The byte at which each line starts.
    starts: Vec<u32>,
}

/// The maximum number of words of a query; the words after them are ignored.
const MAX_WORDS: usize = 12;

impl WordIndex {
    /// Adds a line of words, as [`fold_words`] writes them.
    pub(crate) fn push(&mut self, words: &str) {
        self.starts.push(self.text.len() as u32);
        self.text.push(' ');
        self.text.push_str(words);
    }

    /// For each line, whether it contains all words of the query. The last word of the query also matches the start of
    /// a word, unless a space follows it. A query without a word matches nothing.
    pub(crate) fn matching(&self, query: &str) -> Vec<bool> {
        let mut found = vec![false; self.starts.len()];
        let wanted = wanted(query);
        // The longest word is most often the rarest.
        let Some(rarest) = wanted.iter().max_by_key(|word| word.len()) else { return found };
        let rest: Vec<memmem::Finder<'_>> =
            wanted.iter().filter(|word| *word != rarest).map(memmem::Finder::new).collect();
        let rarest = memmem::Finder::new(rarest);
        let text = self.text.as_bytes();
        let (mut line, mut from) = (0, 0);
        while let Some(hit) = rarest.find(&text[from..]) {
            let at = from + hit;
            while self.end(line) <= at {
                line += 1;
            }
            let whole = &text[self.starts[line] as usize..self.end(line)];
            found[line] = rest.iter().all(|word| word.find(whole).is_some());
            from = self.end(line);
        }
        found
    }

    fn end(&self, line: usize) -> usize {
        self.starts.get(line + 1).map_or(self.text.len(), |next| *next as usize)
    }
}

/// The texts that a line has to contain: the words of a query with the spaces around them.
fn wanted(query: &str) -> Vec<String> {
    let mut folded = String::new();
    fold_words(query, &mut folded);
    let mut wanted: Vec<String> =
        folded.split_whitespace().take(MAX_WORDS).map(|word| format!(" {word} ")).collect();
    if !query.ends_with(char::is_whitespace)
        && let Some(last) = wanted.last_mut()
    {
        last.pop();
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the numbers, from 0, of the lines that match a query.
    fn check(lines: &[&str], query: &str, places: &[usize]) {
        let mut kept = WordIndex::default();
        for line in lines {
            let mut words = String::new();
            fold_words(line, &mut words);
            kept.push(&words);
        }
        let found: Vec<usize> =
            kept.matching(query).iter().enumerate().filter_map(|(at, is)| is.then_some(at)).collect();
        assert_eq!(found, places, "{query}");
    }

    #[test]
    fn all_words_have_to_occur_and_the_last_may_be_a_beginning() {
        let lines = ["Ana Lopez ana@north.example", "Bo Ek bo@north.example", "", "José Anaya j.a@x.example"];
        check(&lines, "ana", &[0, 3]);
        check(&lines, "ana ", &[0]);
        check(&lines, "north", &[0, 1]);
        check(&lines, "exam nor", &[]);
        check(&lines, "example nor", &[0, 1]);
        check(&lines, "LOP", &[0]);
        check(&lines, "jose", &[3]);
        check(&lines, "bo@north", &[1]);
        check(&lines, "opez", &[]);
        check(&lines, "example bo", &[1]);
        check(&lines, "bo bo bo", &[1]);
        check(&lines, "' & | ! \" *", &[]);
        check(&lines, "zoe", &[]);
        check(&[], "ana", &[]);
    }
}
