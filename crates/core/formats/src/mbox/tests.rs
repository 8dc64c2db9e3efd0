use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;

fn split(bytes: &[u8]) -> Vec<String> {
    split_with(bytes, limits::MESSAGE_BYTES)
}

fn split_with(bytes: &[u8], limit: usize) -> Vec<String> {
    Splitter::with_limit(BufReader::with_capacity(7, Cursor::new(bytes)), limit)
        .map(|piece| String::from_utf8(piece.unwrap().bytes).unwrap())
        .collect()
}

const LINE: &str = "From ana@example.org Thu Aug 22 12:36:23 2002\n";

#[test]
fn messages_come_back_without_the_blank_line_between_them() {
    let file = format!("{LINE}Subject: a\n\none\n\n{LINE}Subject: b\n\ntwo\n\n");
    assert_eq!(split(file.as_bytes()), ["Subject: a\n\none\n", "Subject: b\n\ntwo\n"]);
    let file = format!("\u{feff}\r\n{}", file.replace('\n', "\r\n"));
    assert_eq!(split(file.as_bytes()), ["Subject: a\r\n\r\none\r\n", "Subject: b\r\n\r\ntwo\r\n"]);
}

#[test]
fn a_sentence_beginning_with_from_does_not_split() {
    let body = "Subject: a\n\none\n\nFrom now on\nall is well\n\nFrom ana@example.org we heard\n";
    assert_eq!(split(format!("{LINE}{body}").as_bytes()), [body]);
    let body = format!("Subject: a\n\nsee this line:\n{LINE}it is no message\n");
    assert_eq!(split(format!("{LINE}{body}").as_bytes()), [body]);
}

#[test]
fn a_full_date_before_a_header_splits_without_a_blank_line() {
    let file = format!("{LINE}Subject: a\n\none\n{LINE}Subject: b\n\ntwo\n");
    assert_eq!(split(file.as_bytes()), ["Subject: a\n\none\n", "Subject: b\n\ntwo\n"]);
}

#[test]
fn one_level_of_escaping_is_undone() {
    let file = format!("{LINE}Subject: a\n\n>From here\n>>From there\n> >From kept\nx >From kept\n");
    assert_eq!(
        split(file.as_bytes()),
        ["Subject: a\n\nFrom here\n>From there\n> >From kept\nx >From kept\n"]
    );
}

#[test]
fn a_content_length_is_believed_only_where_a_separator_follows() {
    let inner = format!("one\n\n{LINE}Subject: pasted\n\n>From text\n");
    let true_length = format!("Subject: a\nContent-Length: {}\n\n{inner}", inner.len());
    let file = format!("{LINE}{true_length}\n{LINE}Subject: b\n\ntwo\n");
    assert_eq!(split(file.as_bytes()), [true_length.as_str(), "Subject: b\n\ntwo\n"]);
    let file =
        format!("{LINE}Subject: a\nContent-Length: 300\n\none\n\n{LINE}Subject: b\n\n{}\n", "x".repeat(400));
    assert_eq!(split(file.as_bytes()).len(), 2);
}

#[test]
fn a_message_over_the_limit_is_cut_and_the_next_is_found() {
    let long = format!("Subject: a\n\n{}", "line\n".repeat(200_000));
    let file = format!("{LINE}{long}\n{LINE}Subject: b\n\ntwo\n");
    let pieces: Vec<Piece> =
        Splitter::with_limit(Cursor::new(&file), 5_000).map(|piece| piece.unwrap()).collect();
    assert_eq!(pieces.len(), 2);
    assert_eq!((pieces[0].bytes.len(), pieces[0].is_truncated), (5_000, true));
    assert_eq!(pieces[1].bytes, b"Subject: b\n\ntwo\n");
    let (line, _) = line_at(file.as_bytes(), pieces[1].offset as usize);
    assert_eq!(line, LINE.trim_end().as_bytes());
}

#[test]
fn a_file_without_separators_is_one_message_and_an_empty_one_is_none() {
    assert_eq!(split(b"Subject: a\n\nx\n"), ["Subject: a\n\nx\n"]);
    assert!(split(b"").is_empty());
    assert!(split(b"\n\n\r\n").is_empty());
}

#[test]
fn an_mbox_is_told_by_its_first_lines() {
    assert!(looks_like_mbox(format!("\n{LINE}Subject: a").as_bytes()));
    assert!(looks_like_mbox(b"From - Tue Dec 01 10:00:00 2010\r\nX-Status: 1"));
    assert!(!looks_like_mbox(b"From the beginning: a story\nSubject: a\n"));
    assert!(!looks_like_mbox(b"From: ana@example.org\n"));
    assert!(!looks_like_mbox(b""));
}

#[test]
fn a_read_error_is_said_once() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken"))
        }
    }
    let mut splitter = Splitter::new(BufReader::new(Broken));
    assert!(splitter.next().unwrap().is_err());
    assert!(splitter.next().is_none());
}

#[derive(Clone, Copy, Debug)]
enum Dialect {
    Escaped,
    Counted,
    CountedEscaped,
}

fn written(messages: &[(String, Vec<String>)], dialect: Dialect, ending: &str) -> (String, Vec<String>) {
    let (mut file, mut expected) = (String::new(), Vec::new());
    for (subject, lines) in messages {
        let body = |is_escaped: bool| {
            lines.iter().fold(String::new(), |body, line| {
                let mark = is_escaped && line.trim_start_matches('>').starts_with("From ");
                body + if mark { ">" } else { "" } + line + ending
            })
        };
        let stored = body(!matches!(dialect, Dialect::Counted));
        let mut header = format!("Subject: {subject}{ending}");
        if !matches!(dialect, Dialect::Escaped) {
            header = format!("{header}Content-Length: {}{ending}", stored.len());
        }
        let line = LINE.trim_end();
        file = format!("{file}{line}{ending}{header}{ending}{stored}{ending}");
        expected.push(format!("{header}{ending}{}", body(false)));
    }
    (file, expected)
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -=?-~]{0,30}",
        Just(LINE.trim_end().to_owned()),
        Just("From here to there".to_owned()),
        Just("Subject: pasted".to_owned()),
        Just(String::new()),
    ]
}

fn message() -> impl Strategy<Value = (String, Vec<String>)> {
    // The last line is no blank one: that would belong to the file.
    ("[a-z]{1,9}", prop::collection::vec(line(), 0..12)).prop_map(|(subject, mut lines)| {
        lines.push("end".to_owned());
        (subject, lines)
    })
}

proptest! {
    #[test]
    fn any_messages_come_back_in_any_dialect(
        messages in prop::collection::vec(message(), 1..6),
        dialect in prop_oneof![
            Just(Dialect::Escaped), Just(Dialect::Counted), Just(Dialect::CountedEscaped)
        ],
        ending in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let (file, expected) = written(&messages, dialect, ending);
        prop_assert_eq!(split(file.as_bytes()), expected);
    }

    #[test]
    fn any_bytes_are_split_without_loss_of_more_than_separators(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let total: usize = Splitter::new(Cursor::new(&bytes)).map(|piece| piece.unwrap().bytes.len()).sum();
        prop_assert!(total <= bytes.len());
    }

    #[test]
    fn offsets_are_those_of_separators(messages in prop::collection::vec(message(), 1..6), limit in 1_usize..300) {
        let (file, _) = written(&messages, Dialect::Escaped, "\n");
        for piece in Splitter::with_limit(BufReader::with_capacity(3, Cursor::new(&file)), limit) {
            let piece = piece.unwrap();
            prop_assert!(file[piece.offset as usize..].starts_with("From ana@"));
            prop_assert!(piece.bytes.len() <= limit);
        }
    }
}
