use memchr::memmem;
use rapport_store::fold_words;

/// The words of many, a line for each, searched as one text: a list of 100,000 names is looked through in a
/// millisecond.
#[derive(Clone, Default)]
pub(crate) struct WordLines {
    /// Each line is a space, then each word with a space behind it, so that no match goes over the end of a line.
    text: String,
    starts: Vec<u32>,
}

/// The most words of a query that are looked at.
const MOST_WORDS: usize = 12;

impl WordLines {
    /// Adds a line of words that were folded.
    pub(crate) fn push(&mut self, words: &str) {
        self.starts.push(self.text.len() as u32);
        self.text.push(' ');
        self.text.push_str(words);
    }

    /// For each line, whether all words of the query are in it. Unless a space follows it, the last word of the
    /// query may be the beginning of one.
    pub(crate) fn matching(&self, query: &str) -> Vec<bool> {
        let mut found = vec![false; self.starts.len()];
        let wanted = wanted(query);
        // The longest is the rarest, most often.
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

/// What has to occur in a line, with the spaces that end words.
fn wanted(query: &str) -> Vec<String> {
    let mut folded = String::new();
    fold_words(query, &mut folded);
    let mut wanted: Vec<String> =
        folded.split_whitespace().take(MOST_WORDS).map(|word| format!(" {word} ")).collect();
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

    /// The places of the lines, numbered from 0, that a query finds.
    fn check(lines: &[&str], query: &str, places: &[usize]) {
        let mut kept = WordLines::default();
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
