//! The single entrance: however mail comes in, it is landed once, and the same mail ends in the same state.
#![expect(clippy::unwrap_used, reason = "a world that cannot be made ends the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rapport_capture::{Import, ImportOutcome, import, replay};
use rapport_model::{
    Account, Address, ImportId, ListRule, Member, MemberId, Moment, Reason, Role, Setting, WorkspaceId,
};
use rapport_store::{Location, Store};
use rapport_testkit::PrivatePostgres;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const WORKSPACE: WorkspaceId = WorkspaceId::FIRST;
const NOW: Moment = Moment::from_seconds(1_780_000_000);

struct World {
    runtime: Runtime,
    store: Arc<Store>,
    folder: TempDir,
    runs: std::cell::Cell<u8>,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data"));
        Self::at(folder, &location)
    }

    fn at(folder: TempDir, location: &Location) -> Self {
        let runtime = Runtime::new().unwrap();
        let store = runtime.block_on(Store::open(location)).unwrap();
        let world = Self { runtime, store: Arc::new(store), folder, runs: 0.into() };
        world.write(|tx| {
            tx.add_workspace("Test", NOW)?;
            tx.add_member(&Member { id: MemberId::FIRST, name: "Olivia".into(), role: Role::Owner }, NOW)?;
            tx.add_member_address(MemberId::FIRST, &Address::parse("olivia@acme.example").unwrap())?;
            tx.set_setting(Setting::InternalDomains, "acme.example")
        });
        world
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rapport_store::Tx<'_>) -> rapport_store::Result<T> + Send + 'static,
    ) -> T {
        self.runtime.block_on(self.store.write(WORKSPACE, work)).unwrap()
    }

    fn file(&self, name: &str, mails: &[String]) -> PathBuf {
        let path = self.folder.path().join(name);
        let stream: Vec<String> =
            mails.iter().map(|mail| format!("From x Mon Mar  2 10:00:00 2026\n{mail}\n\n")).collect();
        fs::write(&path, stream.concat()).unwrap();
        path
    }

    fn import(&self, path: &Path) -> ImportOutcome {
        self.runs.set(self.runs.get() + 1);
        self.import_as(self.runs.get(), path)
    }

    fn import_as(&self, run: u8, path: &Path) -> ImportOutcome {
        let request = Import {
            id: ImportId::from_parts(NOW, [run; 10]),
            label: "test".into(),
            paths: vec![path.to_owned()],
            account: Account::of_files(MemberId::FIRST),
        };
        let stop = Arc::new(AtomicBool::new(false));
        let outcome =
            self.runtime.block_on(import(&self.store, WORKSPACE, request, || NOW, stop, |_| {})).unwrap();
        let counts = &outcome.counts;
        let set_aside: u64 = counts.set_aside.values().sum();
        assert_eq!(counts.read, counts.added + counts.known + set_aside + counts.unreadable, "{counts:?}");
        outcome
    }

    fn hash(&self) -> String {
        self.write(|tx| tx.logical_hash()).0
    }

    fn decision(&self, message_id: &'static str) -> String {
        let found = self.write(move |tx| tx.messages_by_message_id(&[message_id]));
        found[0].iter().map(|record| format!("{:?}", record.decision)).collect::<Vec<_>>().join(", ")
    }
}

fn mail(id: u32, from: &str, to: &str, extra: &str, text: &str) -> String {
    let day = 1 + id % 27;
    format!(
        "Message-ID: <{id}@example>\nDate: {day} Mar 2026 10:{:02}:00 +0100\nFrom: {from}\nTo: {to}\n\
         Subject: About {id}\n{extra}\n{text}\n",
        id % 60
    )
}

fn exchange(id: u32) -> String {
    mail(id, "Ana Lopez <ana@x.example>", "olivia@acme.example", "", &format!("Words of mail {id}."))
}

#[test]
fn the_same_file_twice_adds_nothing() {
    let world = World::new();
    let file = world.file("a.mbox", &(0..450).map(exchange).collect::<Vec<_>>());
    assert_eq!(world.import(&file).counts.added, 450);
    let before = world.hash();
    let again = world.import(&file).counts;
    assert_eq!((again.read, again.added, again.known), (450, 0, 450));
    assert_eq!(world.hash(), before);
}

/// A mailbox that grew is read from where the last run ended; one that was written again is read from its beginning.
#[test]
fn a_mailbox_that_grew_or_changed_gives_what_is_new() {
    let world = World::new();
    let mails: Vec<String> = (0..300).map(exchange).collect();
    let check = |what: &str, mails: &[String], expected: (u64, u64, u64)| {
        let counts = world.import(&world.file("a.mbox", mails)).counts;
        assert_eq!((counts.read, counts.added, counts.known), expected, "{what}");
    };
    check("first", &mails[..200], (200, 200, 0));
    check("grown", &mails[..250], (250, 50, 200));
    check("the same", &mails[..250], (250, 0, 250));
    let without_ten: Vec<String> =
        mails[..260].iter().filter(|mail| !mail.contains("<10@")).cloned().collect();
    check("one taken out, ten added", &without_ten, (259, 10, 249));
    check("shorter", &mails[..5], (5, 0, 5));
    let mut odd = mails[..5].to_vec();
    odd.push(exchange(299));
    check("grown again", &odd, (6, 1, 5));
    // The end of the last message was not there yet when it was read.
    let path = world.file("b.mbox", &mails[260..270]);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 8]).unwrap();
    let cut = world.import(&path).counts;
    fs::write(&path, &whole).unwrap();
    let after = world.import(&path).counts;
    assert_eq!((cut.read, after.read), (10, 10));
    assert_eq!((after.known, after.added), (9, 1), "the message is read again as it is now");
}

#[test]
fn files_that_share_mails_end_in_the_same_state_in_any_order() {
    let first: Vec<String> = (0..250).map(exchange).collect();
    let second: Vec<String> = (200..400).rev().map(exchange).collect();
    let hashes: Vec<String> = [[&first, &second], [&second, &first]]
        .iter()
        .map(|files| {
            let world = World::new();
            for (number, mails) in files.iter().enumerate() {
                world.import(&world.file(&format!("{number}.mbox"), mails));
            }
            world.hash()
        })
        .collect();
    assert_eq!(hashes[0], hashes[1]);
}

#[test]
fn both_engines_end_in_the_same_state() {
    let server = PrivatePostgres::start();
    let database = Location::Postgres(server.database("exactly_once"));
    let mails: Vec<String> = (0..300).map(exchange).collect();
    let hashes: Vec<String> = [World::new(), World::at(tempfile::tempdir().unwrap(), &database)]
        .iter()
        .map(|world| {
            world.import(&world.file("a.mbox", &mails));
            world.hash()
        })
        .collect();
    assert_eq!(hashes[0], hashes[1]);
}

#[test]
fn a_copy_from_another_mailbox_is_the_same_mail() {
    let world = World::new();
    let sent = mail(1, "olivia@acme.example", "ana@x.example", "", "Here is the quote.");
    let received = format!("Received: from a by b; 2 Mar 2026 10:01:03 +0100\nX-Spam: no\n{sent}");
    let counts = world.import(&world.file("a.mbox", &[sent, received])).counts;
    assert_eq!((counts.added, counts.known), (1, 1));
    assert_eq!(world.write(|tx| tx.interaction_count()), 1);
}

#[test]
fn a_copied_message_id_hides_nothing_and_is_flagged() {
    for turn in [[0, 1], [1, 0]] {
        let world = World::new();
        let mails = [
            mail(1, "ana@x.example", "olivia@acme.example", "", "The genuine words."),
            mail(1, "mallory@y.example", "olivia@acme.example", "", "Other words."),
        ];
        for place in turn {
            world.import(&world.file("a.mbox", &mails[place..=place]));
        }
        let found = world.write(|tx| tx.messages_by_message_id(&["1@example"]));
        assert_eq!(found[0].len(), 2);
        assert!(found[0].iter().all(|record| record.is_copied));
        assert_eq!(world.write(|tx| tx.interaction_count()), 2);
    }
}

#[test]
fn a_broken_mail_stops_nothing_and_is_explained() {
    let world = World::new();
    let folder = world.folder.path().join("mails");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("1.eml"), exchange(1)).unwrap();
    fs::write(folder.join("2.eml"), [0_u8, 159, 146, 150, 0, 1, 2]).unwrap();
    fs::write(folder.join("3.eml"), "").unwrap();
    fs::write(folder.join("4.eml"), exchange(4)).unwrap();
    let counts = world.import(&folder).counts;
    assert_eq!((counts.read, counts.added, counts.unreadable), (4, 2, 2));
    assert_eq!(world.import(&folder).counts.known, 4);
}

fn list_mail(id: u32, from: &str, answers: Option<u32>) -> String {
    let answers = answers.map(|parent| format!("In-Reply-To: <{parent}@example>\n")).unwrap_or_default();
    let extra = format!("List-Id: <kilns.lists.example>\nList-Post: <mailto:kilns@lists.example>\n{answers}");
    mail(id, from, "kilns@lists.example", &extra, &format!("List words {id}."))
}

#[test]
fn list_mail_counts_with_whom_it_answers_in_whatever_order_it_arrives() {
    let mails = [
        list_mail(1, "bo@y.example", None),
        list_mail(2, "olivia@acme.example", Some(1)),
        list_mail(3, "ana@x.example", Some(2)),
        list_mail(4, "carl@z.example", Some(3)),
    ];
    let mut hashes = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let world = World::new();
        for place in order {
            world.import(&world.file("one.mbox", &mails[place..=place]));
        }
        assert_eq!(world.decision("1@example"), "SetAside { reason: List }");
        assert_eq!(world.decision("2@example"), "Kept");
        assert_eq!(world.decision("3@example"), "Kept");
        assert_eq!(world.decision("4@example"), "SetAside { reason: List }");
        hashes.push(world.hash());
    }
    assert!(hashes.windows(2).all(|pair| pair[0] == pair[1]));
    let world = World::new();
    let counts = world.import(&world.file("all.mbox", &mails)).counts;
    assert_eq!((counts.added, counts.set_aside[&Reason::List]), (2, 2));
    assert_eq!(world.hash(), hashes[0]);
}

#[test]
fn the_counts_of_a_run_that_goes_on_after_it_was_cut_short_add_up() {
    let world = World::new();
    world.import(&world.file("earlier.mbox", &[list_mail(1, "bo@y.example", None)]));
    let answer = list_mail(3, "ana@x.example", Some(2));
    world.import_as(9, &world.file("cut_short.mbox", std::slice::from_ref(&answer)));
    assert_eq!(world.decision("3@example"), "SetAside { reason: List }");
    let whole = world.file("whole.mbox", &[answer, list_mail(2, "olivia@acme.example", Some(1))]);
    let counts = world.import_as(9, &whole).counts;
    assert_eq!(world.decision("3@example"), "Kept");
    assert_eq!((counts.read, counts.known, counts.added), (2, 1, 1));
}

#[test]
fn what_was_cut_off_a_message_is_known_after_a_replay_too() {
    let world = World::new();
    let file =
        world.file("a.mbox", &[mail(1, "ana@x.example", "olivia@acme.example", "", &"w ".repeat(33 << 20))]);
    world.import(&file);
    let problems = || {
        let found = world.write(|tx| tx.messages_by_message_id(&["1@example"]));
        found[0][0].problems.iter().map(|problem| problem.code.clone()).collect::<Vec<_>>()
    };
    let before = problems();
    assert!(before.contains(&"message_cut".to_owned()), "{before:?}");
    world
        .runtime
        .block_on(replay(&world.store, WORKSPACE, MemberId::FIRST, &AtomicBool::new(false), |_| {}))
        .unwrap();
    assert_eq!(problems(), before);
}

#[test]
fn a_changed_rule_is_replayed_and_changed_back() {
    let world = World::new();
    let mails = [
        exchange(1),
        list_mail(2, "bo@y.example", None),
        mail(3, "tom@acme.example", "olivia@acme.example", "", "Internal words."),
    ];
    world.import(&world.file("a.mbox", &mails));
    let replayed = || {
        world
            .runtime
            .block_on(replay(&world.store, WORKSPACE, MemberId::FIRST, &AtomicBool::new(false), |_| {}))
            .unwrap()
    };
    let before = world.hash();
    replayed();
    assert_eq!(world.hash(), before, "replaying the same rules changes nothing");
    world.write(|tx| {
        tx.set_setting(Setting::ListRule, ListRule::All.name())?;
        tx.set_setting(Setting::InternalDomains, "")
    });
    assert_eq!(replayed(), Some(3));
    assert_eq!(world.write(|tx| tx.interaction_count()), 3);
    world.write(|tx| {
        tx.set_setting(Setting::ListRule, ListRule::Threads.name())?;
        tx.set_setting(Setting::InternalDomains, "acme.example")
    });
    replayed();
    assert_eq!(world.write(|tx| tx.interaction_count()), 1);
}

#[test]
fn zips_gzips_and_maildirs_hold_the_same_mails() {
    use std::io::Write;
    let mails: Vec<String> = (0..5).map(exchange).collect();
    let plain = World::new();
    let file = plain.file("a.mbox", &mails);
    plain.import(&file);
    let packed = World::new();
    let gz = packed.folder.path().join("anything");
    let mut out = flate2::write::GzEncoder::new(fs::File::create(&gz).unwrap(), flate2::Compression::fast());
    out.write_all(&fs::read(&file).unwrap()).unwrap();
    out.finish().unwrap();
    assert_eq!(packed.import(&gz).counts.added, 5);
    let zipped = World::new();
    let path = zipped.folder.path().join("takeout.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("Takeout/Mail/All.mbox", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&fs::read(&file).unwrap()).unwrap();
    zip.start_file("Takeout/readme.png", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&[137, 80, 78, 71]).unwrap();
    zip.finish().unwrap();
    assert_eq!(zipped.import(&path).counts.read, 5);
    let maildir = World::new();
    let root = maildir.folder.path().join("Maildir");
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(root.join(part)).unwrap();
    }
    for (number, mail) in mails.iter().enumerate() {
        fs::write(root.join("cur").join(format!("{number}.host:2,S")), mail).unwrap();
    }
    assert_eq!(maildir.import(&root).counts.added, 5);
    fs::rename(root.join("cur/0.host:2,S"), root.join("cur/0.host:2,RS")).unwrap();
    fs::write(root.join("new/9.host"), exchange(9)).unwrap();
    let again = maildir.import(&root).counts;
    assert_eq!((again.read, again.known, again.added), (6, 5, 1));
    assert_eq!(plain.hash(), packed.hash());
    assert_eq!(plain.hash(), zipped.hash());
}

#[test]
fn a_bomb_is_refused_and_the_rest_goes_on() {
    use std::io::Write;
    let world = World::new();
    let folder = world.folder.path().join("mails");
    fs::create_dir(&folder).unwrap();
    let mut out = flate2::write::GzEncoder::new(
        fs::File::create(folder.join("bomb.gz")).unwrap(),
        flate2::Compression::best(),
    );
    out.write_all(b"From: a@b.example\nSubject: x\n\n").unwrap();
    let zeros = vec![0_u8; 1 << 20];
    for _ in 0..600 {
        out.write_all(&zeros).unwrap();
    }
    out.finish().unwrap();
    fs::write(folder.join("good.eml"), exchange(1)).unwrap();
    let outcome = world.import(&folder);
    assert_eq!(outcome.counts.added, 1);
}
