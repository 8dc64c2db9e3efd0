//! A small world of invented people for the page tests and the preview: mails as text, imported by the real jobs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rapport_app::{Acting, App, ImportRequest, Setup};
use rapport_jobs::Runner;
use rapport_model::{Address, ImportId, Moment};
use rapport_store::{Location, Store};

pub const OWNER: &str = "ida@holmkilns.example";
pub const PASSPHRASE: &str = "eleven quiet kilns at noon";
pub const NOW: &str = "2026-06-04T09:00:00Z";

/// Name, address, usual gap in days, days since the last exchange, how many exchanges.
type Acquaintance = (&'static str, &'static str, f64, f64, u32);

#[rustfmt::skip]
const PEOPLE: &[Acquaintance] = &[
    ("Maya Lindqvist", "maya@norrstone.example", 9.0, 5.0, 40),
    ("Tomas Vrba", "tomas.vrba@ceramika.example", 14.0, 47.0, 24),
    ("Aoife Brennan", "aoife@brennanpottery.example", 6.0, 3.0, 60),
    ("Dr. Emeka Obi", "emeka.obi@lagosarts.example", 21.0, 88.0, 18),
    ("Priya Raman", "priya@studioraman.example", 12.0, 11.0, 30),
    ("Jonas Weber", "j.weber@gmail.com", 30.0, 34.0, 9),
    ("Sofia Marchetti", "sofia@terracotta.example", 8.0, 29.0, 44),
    ("Lukas Brandt", "lukas@brandtofen.example", 17.0, 4.0, 20),
    ("Hanna Koivisto", "hanna@savi.example", 25.0, 20.0, 14),
    ("Nadia Haddad", "nadia@atelierhaddad.example", 10.0, 64.0, 26),
    ("Oscar Lund", "oscar@lundglaze.example", 40.0, 39.0, 8),
    ("Wren Abbott", "wren@abbottclay.example", 5.0, 1.0, 70),
    ("Kenji Mori", "kenji@moriyaki.example", 28.0, 150.0, 11),
    ("Clara Nowak", "clara@nowak.example", 15.0, 13.0, 16),
    ("Ines Duarte", "ines@olaria.example", 11.0, 9.0, 22),
    ("Piotr Zielinski", "piotr@piece.example", 60.0, 10.0, 2),
];

const SUBJECTS: &[&str] = &[
    "Kiln capacity",
    "Quote for the small kiln",
    "Delivery in spring",
    "Firing curve",
    "Shelves and props",
    "Invoice 2214",
];
const THEIRS: &[&str] = &[
    "Thank you for the drawings. We talked it over in the studio and the larger door would help us.",
    "The first firing went well. We lost two bowls on the lowest shelf, everything else came out clean.",
    "We would rather wait for the new elements before we decide about the second kiln.",
    "Our electrician says that the line is ready. He asks for the plate with the ratings.",
];
const OURS: &[&str] = &[
    "Here is the curve that we use for stoneware. Slow to six hundred, then as fast as you like.",
    "The props are on their way and should be with you on Thursday.",
    "Good to hear. I have put the second kiln on hold for you, without any obligation.",
];

pub struct World {
    pub app: Arc<App>,
    pub folder: PathBuf,
    runner: Runner,
}

impl World {
    /// A store without an owner.
    pub async fn empty(folder: &Path, clock: Arc<dyn Fn() -> Moment + Send + Sync>) -> Self {
        let store = Arc::new(Store::open(&Location::Folder(folder.join("data"))).await.unwrap());
        let app = Arc::new(App::open(store, clock).await.unwrap());
        Self { runner: runner(&app), app, folder: folder.to_owned() }
    }

    /// A store with an owner and her mail.
    pub async fn with_mail(folder: &Path, clock: Arc<dyn Fn() -> Moment + Send + Sync>) -> Self {
        let world = Self::empty(folder, clock).await;
        world.set_up().await;
        world.read("spring.mbox", &mailbox(NOW.parse().unwrap())).await;
        world
    }

    /// Replaces the app by one with empty caches, over the same store.
    pub async fn reopen(&mut self, clock: Arc<dyn Fn() -> Moment + Send + Sync>) {
        self.app = Arc::new(App::open(Arc::clone(self.app.store()), clock).await.unwrap());
        self.runner = runner(&self.app);
    }

    /// Makes the owner; returns the token of her session.
    pub async fn set_up(&self) -> String {
        let code = self.app.begin_setup().await.unwrap().unwrap();
        let setup = Setup {
            name: "Ida Holm".to_owned(),
            addresses: vec![Address::parse(OWNER).unwrap()],
            time_zone: "Europe/Vienna".to_owned(),
            passphrase: PASSPHRASE.to_owned(),
        };
        self.app.set_up(&code, setup).await.unwrap().token
    }

    /// The app as its owner may use it.
    pub async fn acting(&self) -> Acting {
        self.app.acting(self.app.members().await.unwrap().remove(0))
    }

    /// Imports a mailbox to its end.
    pub async fn read(&self, name: &str, mailbox: &str) -> ImportId {
        let path = self.folder.join(name);
        std::fs::write(&path, mailbox).unwrap();
        let request = ImportRequest { label: name.to_owned(), path, is_upload: false };
        let import = self.acting().await.request_import(request).await.unwrap();
        self.work().await;
        import
    }

    /// All that is kept, as one value to compare.
    pub async fn dump(&self) -> String {
        let store = self.app.store();
        store.read(self.app.workspace(), |tx| tx.logical_hash()).await.unwrap().0
    }

    /// Runs every queued job.
    pub async fn work(&self) {
        while self.runner.step().await.unwrap() {}
    }
}

/// A runner for the queue of an app.
pub fn runner(app: &App) -> Runner {
    Runner::new(Arc::clone(app.store()), app.workspace(), app.clock(), app.wake())
}

/// One mail as it stands in an mbox.
pub struct Mail<'a> {
    pub from: (&'a str, &'a str),
    pub to: (&'a str, &'a str),
    pub at: Moment,
    pub id: String,
    pub subject: &'a str,
    pub headers: &'a str,
    pub body: &'a str,
}

impl Mail<'_> {
    pub fn write(&self, out: &mut String) {
        let day = written(self.at, "%a, %d %b %Y %H:%M:%S +0000");
        let (from, to) = (self.from, self.to);
        writeln!(out, "From {} {}", from.1, written(self.at, "%a %b %e %H:%M:%S %Y")).unwrap();
        writeln!(out, "From: \"{}\" <{}>", from.0, from.1).unwrap();
        writeln!(out, "To: \"{}\" <{}>", to.0, to.1).unwrap();
        writeln!(out, "Date: {day}\nMessage-ID: <{}>\nSubject: {}\n{}", self.id, self.subject, self.headers)
            .unwrap();
        writeln!(out, "{}\n", self.body).unwrap();
    }
}

fn written(at: Moment, format: &str) -> String {
    rapport_model::Calendar::utc().format(at, format)
}

const IDA: (&str, &str) = ("Ida Holm", OWNER);

/// Two years of mail with everybody, ending at `now`; the same each time.
pub fn mailbox(now: Moment) -> String {
    let mut out = String::new();
    let mut rng = Rng(7);
    for (place, person) in PEOPLE.iter().enumerate() {
        let (name, address, gap, quiet, exchanges) = *person;
        let mut at = now.plus_days(-quiet);
        for turn in 0..exchanges {
            let subject = SUBJECTS[rng.roll(SUBJECTS.len())];
            let is_theirs = rng.roll(10) < 5 + place % 4;
            let id = format!("{place}.{turn}@mail.example");
            let body = if is_theirs { THEIRS[rng.roll(4)] } else { OURS[rng.roll(3)] };
            let body = match (turn, place % 3) {
                (0, 0) => {
                    "Hello Ida,\n\nCould you send the quote with the wider door by Friday?\n\nAll the best"
                }
                (0, 1) => "Good morning,\n\nI will send you the revised drawing by Monday.\n\nIda",
                _ => body,
            };
            let is_theirs = if turn == 0 { place % 3 == 0 } else { is_theirs };
            let (from, to) = if is_theirs { ((name, address), IDA) } else { (IDA, (name, address)) };
            Mail { from, to, at, id, subject, headers: "", body }.write(&mut out);
            // The other side answers most of them within a day.
            if rng.roll(10) < 7 && turn > 0 {
                let id = format!("{place}.{turn}.answer@mail.example");
                let headers = format!("In-Reply-To: <{place}.{turn}@mail.example>\n");
                let body = if is_theirs { OURS[rng.roll(3)] } else { THEIRS[rng.roll(4)] };
                let later = at.plus_days(0.1 + rng.roll(9) as f64 / 10.0);
                let subject = format!("Re: {subject}");
                Mail { from: to, to: from, at: later, id, subject: &subject, headers: &headers, body }
                    .write(&mut out);
            }
            at = at.plus_days(-gap * (0.5 + rng.roll(11) as f64 / 10.0));
        }
    }
    for week in 0..30 {
        let news = ("Clay and Fire", "news@clayandfire.example");
        Mail {
            from: news,
            to: IDA,
            at: now.plus_days(-7.0 * f64::from(week)),
            id: format!("{week}@clayandfire.example"),
            subject: &format!("Glaze digest {week}"),
            headers: "List-Unsubscribe: <mailto:off@clayandfire.example>\nPrecedence: bulk\n",
            body: "Ten glazes for spring.",
        }
        .write(&mut out);
    }
    Mail {
        from: ("Ulf Holm", "ulf@holmkilns.example"),
        to: IDA,
        at: now.plus_days(-3.0),
        id: "lunch@holmkilns.example".to_owned(),
        subject: "Lunch",
        headers: "",
        body: "At noon?",
    }
    .write(&mut out);
    out
}

/// A repeatable pseudo-random generator.
struct Rng(u64);

impl Rng {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}
