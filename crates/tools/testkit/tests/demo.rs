//! The demo holds what its story promises.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use rapport_model::Moment;
use rapport_testkit::{DemoMail, demo_messages, demo_sellers, write_demo};

static NOW: LazyLock<Moment> = LazyLock::new(|| "2026-05-20T15:00:00Z".parse().expect("it is a time"));
static MAILS: LazyLock<Vec<DemoMail>> = LazyLock::new(|| demo_messages(1, *NOW));

fn text(mail: &DemoMail) -> &str {
    std::str::from_utf8(&mail.bytes).expect("the demo is ASCII on the wire")
}

/// The value of a header, unfolded; `None` without it.
fn header(mail: &DemoMail, name: &str) -> Option<String> {
    let head = text(mail).split("\r\n\r\n").next()?.replace("\r\n ", " ");
    let wanted = format!("{name}: ");
    head.split("\r\n").find_map(|line| line.strip_prefix(wanted.as_str()).map(str::to_owned))
}

fn ids(value: &str) -> Vec<String> {
    value.split('<').skip(1).filter_map(|part| part.split('>').next()).map(str::to_owned).collect()
}

fn address(mail: &DemoMail) -> String {
    let from = header(mail, "From").expect("every mail has a writer");
    ids(&from).pop().unwrap_or(from)
}

#[test]
fn the_same_seed_tells_the_same_story() {
    assert!(*MAILS == demo_messages(1, *NOW));
    assert!(*MAILS != demo_messages(2, *NOW));
}

#[test]
fn every_mail_is_a_proper_message() {
    for mail in MAILS.iter() {
        let raw = text(mail);
        assert!(!raw.replace("\r\n", "").contains(['\n', '\r']), "bare line end in {}", mail.file_name);
        assert!(raw.lines().all(|line| line.len() < 998), "long line in {}", mail.file_name);
        for name in ["Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"] {
            let value = header(mail, name).unwrap_or_else(|| panic!("no {name} in {}", mail.file_name));
            assert!(!value.trim().is_empty(), "empty {name} in {}", mail.file_name);
        }
        let everyone = ["From", "To", "Cc"].iter().filter_map(|name| header(mail, name)).collect::<String>();
        assert!(!everyone.contains(".com") && everyone.contains(".example"), "{everyone}");
        assert!(!raw.contains('{') || raw.contains("base64"), "unfilled slot in {}:\n{raw}", mail.file_name);
    }
}

#[test]
fn there_is_a_believable_amount_of_mail() {
    let unique: BTreeSet<String> = MAILS.iter().filter_map(|mail| header(mail, "Message-ID")).collect();
    let people: BTreeSet<String> =
        MAILS.iter().map(address).filter(|address| !address.contains("ashgrove")).collect();
    let mut by_mailbox = [0; 3];
    MAILS.iter().for_each(|mail| by_mailbox[mail.mailbox] += 1);
    let bytes: usize = MAILS.iter().map(|mail| mail.bytes.len()).sum();
    println!(
        "{} mails ({by_mailbox:?}), {} ids, {} senders outside, {:.1} MB",
        MAILS.len(),
        unique.len(),
        people.len(),
        bytes as f64 / 1e6
    );
    assert!((8_000..14_000).contains(&MAILS.len()));
    assert!((330..480).contains(&people.len()));
    let (first, last) = (MAILS[0].at, MAILS[MAILS.len() - 1].at);
    assert!(NOW.days_since(first) < 732.0 && NOW.days_since(first) > 715.0);
    assert!(last < *NOW && NOW.days_since(last) < 1.5);
}

#[test]
fn work_is_done_on_working_days() {
    let weekend = MAILS.iter().filter(|mail| {
        let date = header(mail, "Date").unwrap();
        date.starts_with("Sat") || date.starts_with("Sun")
    });
    let share = weekend.count() as f64 / MAILS.len() as f64;
    println!("weekend share {share:.3}");
    assert!(share < 0.03);
    let august = MAILS.iter().filter(|mail| mail.at.to_string()[5..7] == *"08").count();
    let october = MAILS.iter().filter(|mail| mail.at.to_string()[5..7] == *"10").count();
    assert!((august as f64) < october as f64 * 0.85, "August {august}, October {october}");
}

#[test]
fn threads_refer_to_what_was_there_before() {
    let mut written: BTreeMap<String, Moment> = BTreeMap::new();
    for mail in MAILS.iter() {
        written.entry(ids(&header(mail, "Message-ID").unwrap()).remove(0)).or_insert(mail.at);
    }
    let mut answers = 0;
    for mail in MAILS.iter() {
        let Some(references) = header(mail, "References") else { continue };
        for id in ids(&references) {
            let before = written.get(&id).unwrap_or_else(|| panic!("{id} is nowhere, {}", mail.file_name));
            assert!(*before < mail.at, "{} answers the future", mail.file_name);
        }
        answers += 1;
    }
    println!("{answers} answers");
    assert!(answers * 2 > MAILS.len());
}

#[test]
fn it_is_written_quickly_and_some_of_it_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let started = std::time::Instant::now();
    let demo = write_demo(folder.path(), 1, *NOW).unwrap();
    println!("written in {:.2} s", started.elapsed().as_secs_f64());
    assert_eq!(demo.sellers, demo_sellers());
    let inbox = folder.path().join(&demo.sellers[0].mailbox).join("inbox");
    assert!(std::fs::read_dir(inbox).unwrap().count() > 1_000);
    let mut shown = 0;
    for last in MAILS.iter().rev().filter(|mail| mail.mailbox == 0) {
        let Some(references) = header(last, "References").filter(|references| ids(references).len() == 3)
        else {
            continue;
        };
        let thread = ids(&references);
        println!("==== thread");
        for mail in MAILS.iter().filter(|mail| mail.mailbox == 0) {
            if thread.contains(&ids(&header(mail, "Message-ID").unwrap())[0]) {
                println!("{}\n----", text(mail));
            }
        }
        println!("{}", text(last));
        shown += 1;
        if shown == 3 {
            break;
        }
    }
}

#[test]
fn any_moment_has_its_two_years() {
    for now in ["2026-01-03T11:00:00Z", "2027-08-15T20:00:00Z"] {
        let now: Moment = now.parse().unwrap();
        let mails = demo_messages(7, now);
        assert!((8_000..15_000).contains(&mails.len()), "{now}: {}", mails.len());
        assert!(mails.iter().all(|mail| mail.at < now));
    }
}
