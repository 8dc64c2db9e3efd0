use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering};

use rapport_app::{Acting, App, Card, Lane};
use rapport_capture::Import;
use rapport_jobs::{Runner, run_now};
use rapport_model::{
    Account, Address, ImportId, Interaction, InteractionId, Member, MemberId, Moment, PersonId, Role, Touch,
};
use rapport_store::{Location, Store};
use rapport_testkit::story;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub(crate) const ME: &str = "olivia@acme.example";
pub(crate) const OWNER: MemberId = MemberId::FIRST;

/// A member with a mailbox, and a clock that stands still until it is moved.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    runtime: Runtime,
    folder: TempDir,
    clock: Arc<AtomicI64>,
    runs: AtomicU8,
}

impl World {
    pub(crate) fn at(now: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(moment(now).micros()));
        let told = Arc::clone(&clock);
        let app = runtime.block_on(async {
            let store = Store::open(&Location::Folder(folder.path().join("data"))).await.unwrap();
            let app = App::open(
                Arc::new(store),
                Arc::new(move || Moment::from_micros(told.load(Ordering::Relaxed))),
            );
            let app = Arc::new(app.await.unwrap());
            let owner = app.members().await.unwrap().remove(0);
            app.acting(owner).add_addresses(&[address(ME)]).await.unwrap();
            app
        });
        Self { app, runtime, folder, clock, runs: AtomicU8::new(1) }
    }

    /// The app as a member may use it.
    pub(crate) fn acting(&self, member: MemberId) -> Acting {
        let members = self.wait(self.app.members()).unwrap();
        self.app.acting(members.into_iter().find(|one| one.id == member).unwrap())
    }

    pub(crate) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Where a file of this world is.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn move_to(&self, now: &str) {
        self.clock.store(moment(now).micros(), Ordering::Relaxed);
    }

    /// Somebody else of the team, with an address of their own.
    pub(crate) fn hire(&self, name: &str, own: &str) -> MemberId {
        let number = self.runs.fetch_add(1, Ordering::Relaxed);
        let id = MemberId::from_parts(Moment::default(), [number; 10]);
        self.wait(self.acting(OWNER).add_member(Member { id, name: name.into(), role: Role::Member }))
            .unwrap();
        self.wait(self.acting(id).add_addresses(&[address(own)])).unwrap();
        id
    }

    /// Lands mails, written as `from > to, when, subject: words`, one a line; an answer has a subject with `Re:`.
    pub(crate) fn mail(&self, lines: &str) {
        self.mail_of(OWNER, ME, lines);
    }

    /// The same in the mailbox of a colleague, who is `me`. A name with a dot has its company after the dot; `+`
    /// stands between several receivers.
    pub(crate) fn mail_of(&self, owner: MemberId, own: &str, lines: &str) {
        let run = self.runs.load(Ordering::Relaxed);
        let mut mails = Vec::new();
        for (number, line) in lines.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate() {
            let (people, rest) = line.split_once(", ").unwrap();
            let (from, to) = people.split_once(" > ").unwrap();
            let (when, rest) = rest.split_once(", ").unwrap();
            let (subject, words) = rest.rsplit_once(": ").unwrap();
            let whole = |name: &str| match name.split_once('.') {
                _ if name == "me" => own.to_owned(),
                Some((name, company)) => format!("{name}@{company}.example"),
                None => format!("{name}@x.example"),
            };
            let to = to.split('+').map(whole).collect::<Vec<_>>().join(", ");
            let mail = story::mail(&whole(from), &to)
                .at(&format!("{when}T10:00:00Z"))
                .subject(subject)
                .text(words)
                .id(&format!("{run}.{number}@x.example"))
                .bytes();
            mails.push(mail);
        }
        self.land(owner, &mails);
    }

    /// Lands mails as they are.
    pub(crate) fn land(&self, owner: MemberId, mails: &[Vec<u8>]) {
        let run = self.runs.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.path().join(format!("mail-{run}"));
        fs::create_dir(&folder).unwrap();
        for (number, mail) in mails.iter().enumerate() {
            fs::write(folder.join(format!("{number}.eml")), mail).unwrap();
        }
        let import = Import {
            id: ImportId::from_parts(self.app.now(), [run; 10]),
            label: "test".into(),
            paths: vec![folder],
            account: Account::of_files(owner),
        };
        let stop = Arc::new(AtomicBool::new(false));
        let (store, workspace) = (self.app.store(), self.app.workspace());
        self.wait(run_now(store, workspace, import, self.app.clock(), stop, |_| {})).unwrap();
    }

    /// Works on the queue until it is empty.
    pub(crate) fn work(&self) {
        let (store, workspace) = (Arc::clone(self.app.store()), self.app.workspace());
        let runner = Runner::new(store, workspace, self.app.clock(), self.app.wake());
        while self.wait(runner.step()).unwrap() {}
    }

    pub(crate) fn person(&self, name: &str) -> PersonId {
        self.wait(self.acting(OWNER).person_of(&address(&format!("{name}@x.example")))).unwrap()
    }

    /// The list as one reads it.
    pub(crate) fn today(&self) -> String {
        let today = self.wait(self.acting(OWNER).today(None, 7)).unwrap();
        today.cards.iter().map(said).collect::<Vec<_>>().join("\n")
    }
}

pub(crate) fn said(card: &Card) -> String {
    let lane = match card.lane {
        Lane::Owe => "owe",
        Lane::StayClose => "stay close",
        Lane::LeanBack => "lean back",
        Lane::Wake => "wake",
    };
    format!("[{lane}] {}\n  {}", card.why, card.begin)
}

pub(crate) fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

pub(crate) fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

/// Mails both ways every `days` days, `count` times, beginning on a day of January 2026.
pub(crate) fn rhythm(name: &str, count: i64, days: i64) -> String {
    let first = moment("2025-09-01").micros() / 86_400_000_000;
    let day = |number: i64| {
        let day = Moment::from_seconds((first + number) * 86_400).to_string();
        day.chars().take(10).collect::<String>()
    };
    (0..count)
        .map(|turn| {
            let (ours, theirs) = (day(turn * days), day(turn * days + 1));
            format!("me > {name}, {ours}, Line {turn}: How is it going there?\n{name} > me, {theirs}, Re: Line {turn}: All well so far.\n")
        })
        .collect()
}

/// An interaction without words, in a thread of its own, for filling a store quickly.
pub(crate) fn wordless(id: InteractionId, touch: Touch, number: u64) -> Interaction {
    Interaction {
        id,
        at: touch.at,
        channel: touch.channel,
        side: touch.side,
        opens: touch.opens,
        subject: String::new(),
        own_text: String::new(),
        thread: number as i64,
    }
}
