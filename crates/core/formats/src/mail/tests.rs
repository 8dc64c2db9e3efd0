use proptest::prelude::*;
use rapport_model::{Automated, ListMark};

use super::*;

fn draft_of(text: &str) -> MailDraft {
    match read(text.as_bytes(), None) {
        MailRead::Message(draft) => *draft,
        MailRead::Unreadable(problems) => panic!("{problems:?} for:\n{text}"),
    }
}

fn letter(header: &str) -> MailDraft {
    draft_of(&format!("To: bo@example.com\nMessage-ID: <1@example.org>\n{header}\n\nHello\n"))
}

fn automated(header: &str, expected: Option<Automated>) {
    assert_eq!(letter(header).automated, expected, "for:\n{header}");
}

fn list(header: &str, expected: Option<ListMark>) {
    assert_eq!(letter(header).list, expected, "for:\n{header}");
}

fn written(header: &str, expected: &str) {
    let draft = letter(header);
    let at = draft.at.map_or("none".to_owned(), |at| at.to_string());
    let codes: Vec<&str> = draft.problems.iter().map(|problem| problem.code.as_str()).collect();
    let codes = codes.into_iter().filter(|code| code.starts_with("date_")).collect::<Vec<_>>().join(",");
    assert_eq!(format!("{at} {codes}").trim(), expected, "for:\n{header}");
}

#[test]
fn machines_are_told_from_people() {
    const ANA: &str = "From: Ana <ana@example.org>\n";
    automated(&format!("{ANA}Subject: Offer"), None);
    automated(&format!("{ANA}Auto-Submitted: no"), None);
    automated(&format!("{ANA}Auto-Submitted: auto-generated"), Some(Automated::AutoReply));
    automated(&format!("{ANA}X-Autoreply: yes"), Some(Automated::AutoReply));
    automated(&format!("{ANA}Precedence: auto_reply"), Some(Automated::AutoReply));
    automated(&format!("{ANA}Return-Path: <>"), Some(Automated::AutoReply));
    automated(&format!("{ANA}Return-Path: <ana@example.org>"), None);
    automated(&format!("{ANA}Subject: Abwesenheitsnotiz: Angebot"), Some(Automated::AutoReply));
    automated(&format!("{ANA}Subject: Out of office next week"), None);
    automated(&format!("{ANA}Subject: Out of Office: x\nIn-Reply-To: <x@y>"), Some(Automated::AutoReply));
    automated(&format!("{ANA}Subject: Re: Automatic reply: x\nIn-Reply-To: <x@y>"), None);
    automated(&format!("{ANA}X-Auto-Response-Suppress: All"), None);
    automated(&format!("{ANA}X-Failed-Recipients: x@example.net"), Some(Automated::Bounce));
    automated("From: MAILER-DAEMON@example.net", Some(Automated::Bounce));
    for local in
        ["no-reply", "noreply+x", "calendar-noreply", "do_not_reply", "notifications", "bounces+12", "alert"]
    {
        automated(&format!("From: {local}@example.net"), Some(Automated::NoReply));
    }
    for local in ["norah.eply", "office", "notify.ana", "sales", "a.bounce"] {
        automated(&format!("From: {local}@example.net"), None);
    }
}

#[test]
fn an_invitation_is_written_by_a_person_and_its_answer_by_a_calendar() {
    let invitation = |method: &str, extra: &str| {
        format!(
            "From: ana@example.org\n{extra}Content-Type: text/calendar; method={method}\n\nBEGIN:VCALENDAR\n\
             METHOD:{method}\nEND:VCALENDAR\n"
        )
    };
    assert_eq!(draft_of(&invitation("REQUEST", "Auto-Submitted: auto-generated\n")).automated, None);
    assert_eq!(draft_of(&invitation("REPLY", "")).automated, Some(Automated::CalendarReply));
    assert_eq!(draft_of(&invitation("COUNTER", "")).automated, Some(Automated::CalendarReply));
}

#[test]
fn lists_are_told_from_newsletters_and_letters() {
    const ANA: &str = "From: Ana <ana@example.org>\n";
    list(ANA.trim_end(), None);
    list(&format!("{ANA}Feedback-ID: 1.us-east-1.x:AmazonSES"), None);
    list(&format!("{ANA}List-Id: <growers.example.net>"), Some(ListMark::Discussion));
    list(&format!("{ANA}List-Post: <mailto:g@example.net>\nPrecedence: bulk"), Some(ListMark::Discussion));
    list(&format!("{ANA}List-Post: NO\nList-Unsubscribe: <https://x>"), Some(ListMark::Newsletter));
    list(&format!("{ANA}X-Google-Group-Id: 1\nList-Unsubscribe: <https://x>"), Some(ListMark::Discussion));
    list(&format!("{ANA}Precedence: list"), Some(ListMark::Discussion));
    list(&format!("{ANA}Precedence: junk"), Some(ListMark::Newsletter));
    list(&format!("{ANA}Feedback-ID: c:1:mail"), Some(ListMark::Newsletter));
    list(&format!("{ANA}X-Campaign: spring"), Some(ListMark::Newsletter));
    list(&format!("{ANA}X-MC-User: 1"), Some(ListMark::Newsletter));
}

#[test]
fn the_time_is_that_of_writing_unless_the_servers_contradict() {
    let received = "Received: from a by b; Mon, 1 Mar 2021 09:31:00 +0000\n";
    written("Date: Mon, 1 Mar 2021 10:30:00 +0100", "2021-03-01T09:30:00Z");
    written(&format!("{received}Date: Mon, 1 Mar 2021 10:30:00 +0100"), "2021-03-01T09:30:00Z");
    written(&format!("{received}Date: Tue, 2 Mar 2021 10:30:00 +0100"), "2021-03-02T09:30:00Z");
    written(
        &format!("{received}Date: Sat, 6 Mar 2021 10:30:00 +0100"),
        "2021-03-01T09:31:00Z date_implausible",
    );
    written(
        &format!("{received}Date: Sat, 2 Jan 2021 10:30:00 +0100"),
        "2021-03-01T09:31:00Z date_implausible",
    );
    written(
        &format!("{received}Date: Thu, 1 Jan 1970 00:00:00 +0000"),
        "2021-03-01T09:31:00Z date_implausible",
    );
    written(&format!("{received}Date: soon"), "2021-03-01T09:31:00Z date_unreadable");
    written(received.trim_end(), "2021-03-01T09:31:00Z date_missing");
    written("Date: Thu, 1 Jan 1970 00:00:00 +0000", "none date_implausible");
    written("Date: Wed, 5 Oct 3609 10:00:00 +0000", "none date_implausible");
    written("Date: Mon, 1 Mar 1982 10:00:00 +0000", "1982-03-01T10:00:00Z");
    let moved = format!(
        "Received: by c; Sat, 1 Jul 2023 00:00:00 +0000\n{received}Date: Mon, 1 Mar 2021 10:30:00 +0100"
    );
    written(&moved, "2021-03-01T09:30:00Z");
}

#[test]
fn the_line_of_an_mbox_file_is_the_last_resort() {
    let arrived = "2021-03-01T09:31:00Z".parse().ok();
    let time = |text: &str| match read(text.as_bytes(), arrived) {
        MailRead::Message(draft) => draft.at,
        MailRead::Unreadable(_) => None,
    };
    assert_eq!(time("From: ana@example.org\n\nHello"), arrived);
    assert_eq!(time("From: ana@example.org\nDate: 1 Mar 2031 10:00 +0000\n\nHello"), arrived);
    assert_eq!(
        time("From: ana@example.org\nDate: 1 Mar 2019 10:00:00 +0000\n\nHello"),
        "2019-03-01T10:00:00Z".parse().ok()
    );
    let on_top = "From ana@example.org Mon Mar  1 09:31:00 2021\nFrom: ana@example.org\n\nHello";
    assert_eq!(draft_of(on_top).at, arrived);
}

#[test]
fn what_is_no_mail_is_unreadable() {
    for bytes in
        [b"".as_slice(), b" \r\n\n", b"hello", b"hello: there\n\nworld", &[0, 1, 2, 255, 254, b'\n', 7]]
    {
        assert!(matches!(read(bytes, None), MailRead::Unreadable(_)), "for {bytes:?}");
    }
    assert_eq!(draft_of("Subject: Hello").subject, "Hello");
}

#[test]
fn html_is_read_where_plain_text_is_missing_or_a_stub() {
    let both = |plain: &str| {
        format!(
            "From: ana@example.org\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\
             {plain}\n--b\nContent-Type: text/html\n\n<p>Rich</p>\n--b--\n"
        )
    };
    assert_eq!(draft_of(&both("Plain")).own_text, "Plain");
    assert_eq!(draft_of(&both("")).own_text, "Rich");
    assert_eq!(draft_of(&both("Your program does not support HTML mail.")).own_text, "Rich");
}

#[test]
fn attachments_are_listed_by_name_or_type() {
    let text = "From: ana@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\n\
        Content-Type: application/pdf; name=\"=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?=\"\n\nx\n--b\nContent-Type: image/png\n\
        Content-Disposition: attachment\n\nx\n--b\nContent-Type: message/rfc822\n\nSubject: inner\n\nx\n--b--\n";
    assert_eq!(draft_of(text).attachments, ["Grüße.pdf", "image/png", "message/rfc822"]);
    assert_eq!(draft_of(text).own_text, "Hello");
}

#[test]
fn bombs_are_survived_in_a_small_stack() {
    let nested = "Content-Type: message/rfc822\n\n".repeat(100_000) + "Subject: x\n\nHello";
    let parts = "Content-Type: multipart/mixed; boundary=b\n\n".to_owned() + &"--b\n\nx\n".repeat(100_000);
    let headers = "To: a@example.org\n".repeat(200_000) + "\nHello";
    let addresses = format!("To: {}\n\nHello", "a@example.org, ".repeat(200_000));
    for text in [nested, parts, headers, addresses] {
        let small = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
        small.spawn(move || draft_of(&text)).unwrap().join().unwrap();
    }
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        read(&bytes, None);
    }

    #[test]
    fn any_header_is_survived(
        name in "(From|To|Date|Subject|References|Received|Content-Type|List-Id|Return-Path|Auto-Submitted)",
        value in "(\\PC|=\\?utf-8\\?[QB]\\?|<|>|@|;|\"|,|\n ){0,40}",
    ) {
        read(format!("{name}: {value}\n\nHello\n").as_bytes(), None);
    }
}
