//! How well the rules do on sentences that others labelled. See the data folder's README for licences.

#![expect(clippy::disallowed_methods, reason = "this test reads the shared sentences")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use rapport_language::{Act, acts};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data");

fn read(path: &str) -> String {
    let path = format!("{DATA}/intent/{path}");
    let bytes = fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{path}: {error}. Fetch the evaluation data first: its README names where each set comes from."
        )
    });
    String::from_utf8_lossy(&bytes).into_owned()
}

#[derive(Default)]
struct Score {
    right: u32,
    wrong: u32,
    missed: u32,
}

impl Score {
    fn count(&mut self, said: bool, is: bool) {
        match (said, is) {
            (true, true) => self.right += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }

    fn f1(&self) -> f64 {
        let right = f64::from(2 * self.right);
        right / (right + f64::from(self.wrong + self.missed))
    }

    fn print(&self, what: &str) {
        let precision = f64::from(self.right) / f64::from(self.right + self.wrong);
        let recall = f64::from(self.right) / f64::from(self.right + self.missed);
        println!("{what}: precision {precision:.3} recall {recall:.3} F1 {:.3}", self.f1());
    }
}

/// The clearest confidence of one of these acts in a sentence.
fn clearest(sentence: &str, wanted: &[Act]) -> f32 {
    acts(sentence)
        .iter()
        .filter(|span| wanted.contains(&span.act))
        .map(|span| span.confidence)
        .fold(0.0, f32::max)
}

/// One of five sentences is held out: its errors are never shown, so that rules are mended on the others.
fn is_held_out(sentence: &str) -> bool {
    let hash = sentence.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash >> 32) % 5 == 0
}

#[test]
fn parakweet_intent_beats_the_pattern_baseline() {
    let text = read("parakweet/src/resources/Ask0729-fixed.txt");
    let mut scores: BTreeMap<(bool, u32), Score> = BTreeMap::new();
    for (label, sentence) in text.lines().filter_map(|line| line.split_once('\t')) {
        let clear = clearest(sentence, &[Act::Question, Act::Request, Act::Promise]);
        for percent in [15, 40, 50, 60, 70] {
            let score = scores.entry((is_held_out(sentence), percent)).or_default();
            score.count(clear * 100.0 >= percent as f32, label == "Yes");
        }
        if std::env::var_os("RAPPORT_SHOW_ERRORS").is_some()
            && !is_held_out(sentence)
            && (clear >= 0.5) != (label == "Yes")
        {
            println!("{label} {clear:.2} {sentence}");
        }
    }
    for ((held_out, percent), score) in &scores {
        score.print(&format!("parakweet held out {held_out}, confidence >= .{percent}"));
    }
    assert!(scores[&(true, 50)].f1() > 0.65, "below what the rules reached before");
}

#[test]
fn bc3_requests_and_promises_beat_the_pattern_baseline() {
    let corpus = read("bc3/data/BC3_Email_Corpus/corpus.xml");
    let annotation = read("bc3/data/BC3_Email_Corpus/annotation.xml");
    let mut labels: BTreeMap<(String, &str), BTreeSet<String>> = BTreeMap::new();
    let mut list = String::new();
    for line in annotation.lines().map(str::trim) {
        if let Some(number) = line.strip_prefix("<listno>") {
            number.trim_end_matches("</listno>").clone_into(&mut list);
        }
        for kind in ["req", "cmt"] {
            if let Some(id) = line.strip_prefix(&format!("<{kind} id=\"")) {
                let id = id.split('"').next().unwrap().to_owned();
                labels.entry((list.clone(), kind)).or_default().insert(id);
            }
        }
    }
    let (mut request, mut promise, mut guessed) = (Score::default(), Score::default(), Score::default());
    let mut sentences = 0;
    for thread in corpus.split("<thread>").skip(1) {
        let list = thread.split("<listno>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        for sentence in thread.split("<Sent id=\"").skip(1) {
            let (id, rest) = sentence.split_once("\">").unwrap();
            let text = rest.split("</Sent>").next().unwrap().replace("&amp;", "&").replace("&gt;", ">");
            let is = |kind| labels.get(&(list.clone(), kind)).is_some_and(|ids| ids.contains(id));
            // Quoted lines are cut away before this crate sees a mail.
            let text = if text.trim_start().starts_with('>') { "" } else { text.as_str() };
            request.count(clearest(text, &[Act::Question, Act::Request]) >= 0.5, is("req"));
            promise.count(clearest(text, &[Act::Promise]) >= 0.5, is("cmt"));
            guessed.count(clearest(text, &[Act::Promise]) >= 0.25, is("cmt"));
            sentences += 1;
        }
    }
    println!("bc3: {sentences} sentences");
    request.print("bc3 request");
    promise.print("bc3 commitment, clear ones");
    guessed.print("bc3 commitment, guesses too");
    assert!(request.f1() > 0.441, "requests: below the pattern baseline");
    // Its annotators count "I will be in Bristol"; to us that is a plan, and only a guess.
    assert!(guessed.f1() > 0.264, "promises: below the pattern baseline");
}
