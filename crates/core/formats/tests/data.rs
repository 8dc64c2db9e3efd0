//! Reads the real mail that lies beside the repository. It is not part of it; see the message of `data`.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its files has failed")]
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "this test reads the shared mail")]

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use rapport_formats::mail::{self, MailRead};
use rapport_formats::{mbox, own_words};
use rapport_model::{ListMark, MailDraft};

fn data(folder: &str) -> PathBuf {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data")).join(folder);
    assert!(
        path.is_dir(),
        "{} is missing. These tests read real mail from `../shared/data` beside the repository; its README.md \
         lists the sources and licences. Fetch them into that folder, or run the tests without `--test data`.",
        path.display()
    );
    path
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![data(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn draft(bytes: &[u8]) -> Option<Box<MailDraft>> {
    match mail::read(bytes, None) {
        MailRead::Message(draft) => Some(draft),
        MailRead::Unreadable(_) => None,
    }
}

#[test]
fn every_file_and_its_ruins_are_survived() {
    let mut paths = files("mail/stalwart-mail-parser");
    paths.extend(files("mail/mikel-mail-fixtures"));
    paths.extend(files("mail/spamassassin").into_iter().step_by(25));
    paths.extend(files("intent/talon"));
    // The same ruins in every run.
    let mut state = 1_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit.max(1)
    };
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        mail::read(&bytes, None);
        let bytes = &bytes[..bytes.len().min(100_000)];
        for _ in 0..3 {
            mail::read(&bytes[..below(bytes.len())], None);
            let mut ruined = bytes.to_vec();
            for _ in 0..10 {
                let at = below(ruined.len());
                if let Some(byte) = ruined.get_mut(at) {
                    *byte = below(256) as u8;
                }
            }
            mail::read(&ruined, None);
        }
    }
}

#[test]
fn a_list_archive_is_split_into_its_mails() {
    let (mut count, mut ids, mut mails) = (0, HashSet::new(), 0);
    for path in files("mail/r-devel/raw") {
        for piece in mbox::Splitter::new(BufReader::new(File::open(path).unwrap())) {
            let piece = piece.unwrap();
            count += 1;
            let MailRead::Message(draft) = mail::read(&piece.bytes, piece.envelope) else { continue };
            let from = draft.from.as_ref().expect("every mail of the archive has a sender");
            assert!(!from.address.as_str().contains(" at "));
            assert_eq!(draft.list, Some(ListMark::Discussion));
            assert!(draft.automated.is_none() && draft.at.is_some() && piece.envelope.is_some());
            mails += 1;
            ids.insert(draft.message_id);
        }
    }
    // Seven ids stand twice. Another seven stand at the beginning of lines inside of texts.
    assert_eq!((count, mails, ids.len()), (11_915, 11_915, 11_908));
}

#[test]
fn ordinary_mail_has_sender_time_and_words() {
    let drafts: Vec<_> =
        files("mail/spamassassin/data").iter().filter_map(|path| draft(&fs::read(path).unwrap())).collect();
    let count = |is_so: fn(&MailDraft) -> bool| drafts.iter().filter(|draft| is_so(draft)).count();
    assert_eq!(drafts.len(), 2_500);
    assert_eq!(count(|draft| draft.from.is_some()), 2_500);
    assert_eq!(count(|draft| draft.at.is_some()), 2_500);
    assert_eq!(count(|draft| draft.problems.iter().any(|problem| problem.code == "date_implausible")), 1);
    assert_eq!(count(|draft| draft.automated.is_some()), 4);
    assert_eq!(count(|draft| draft.list == Some(ListMark::Discussion)), 1_691);
    let wordless = count(|draft| draft.own_text.is_empty());
    assert!(wordless <= 25, "{wordless} mails have no words of their own");
}

#[test]
fn new_text_of_twelve_programs_is_found() {
    let folder = data("intent/talon/tests/fixtures/standard_replies");
    let replies: Vec<PathBuf> = files("intent/talon/tests/fixtures/standard_replies")
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
        .collect();
    assert_eq!(replies.len(), 12);
    for path in replies {
        let name = path.file_stem().unwrap().to_str().unwrap();
        // The fixtures keep signatures as text; we do not.
        let expected = fs::read_to_string(folder.join(format!("{name}_reply_text")))
            .map_or("Hello".to_owned(), |text| text.lines().next().unwrap().trim().to_owned());
        assert_eq!(draft(&fs::read(&path).unwrap()).unwrap().own_text, expected, "for {name}");
    }
}

#[test]
fn new_text_of_nine_html_programs_is_found() {
    let pages = files("intent/talon/tests/fixtures/html_replies");
    assert_eq!(pages.len(), 9);
    for path in pages {
        let html = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        assert_eq!(own_words::of_html(&html), "Hi. I am fine.\n\nThanks,", "for {}", path.display());
    }
}

#[test]
fn addresses_agree_with_those_of_another_reader() {
    // The expected values beside the files are what the parser that we build on finds; ours must not lose any.
    let mut seen = 0;
    for path in files("mail/stalwart-mail-parser/resources/eml/legacy") {
        if path.extension().is_none_or(|ending| ending != "eml") {
            continue;
        }
        let expected = fs::read_to_string(path.with_extension("json")).unwrap();
        let draft = draft(&fs::read(&path).unwrap()).unwrap();
        for mailbox in draft.from.iter().chain(&draft.to).chain(&draft.cc) {
            assert!(expected.to_lowercase().contains(mailbox.address.as_str()), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen} addresses");
}
