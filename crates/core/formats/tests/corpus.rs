//! Golden pairs: `corpus/NAME.eml` and the draft that is read from it. `cargo xtask bless` writes the drafts
//! anew; read the difference.

#![expect(clippy::disallowed_methods, reason = "this test reads and writes the corpus")]

use std::fs;
use std::path::Path;

use rapport_formats::mail::{self, MailRead};
use rapport_model::MailDraft;

#[test]
fn every_mail_of_the_corpus_reads_as_written_down() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus"));
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "eml") {
            continue;
        }
        count += 1;
        let MailRead::Message(draft) = mail::read(&fs::read(&path).unwrap(), None) else {
            panic!("{} is unreadable", path.display());
        };
        let golden = path.with_extension("json");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&golden, format!("{}\n", serde_json::to_string_pretty(&draft).unwrap())).unwrap();
        }
        let expected: MailDraft = serde_json::from_str(&fs::read_to_string(&golden).unwrap()).unwrap();
        assert_eq!(*draft, expected, "for {}", path.display());
    }
    assert!(count >= 12);
}
