use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use rapport_model::{Address, Moment};
use rapport_science::backtest::{REPLAYS, Replay};
use rapport_web::Limits;

pub(crate) mod jobs;
mod replays;
pub(crate) mod sphere;
pub(crate) mod values;

use jobs::Jobs;
use replays::{about_replays, replay};
use sphere::{Dormant, Hide, Introduction, LeanBack, OptOut, PathTo, Sphere, Team};
use values::{address, moment, sort};

/// Says which relationships are alive, which are one-sided, and whom to contact today and why.
#[derive(Debug, Parser)]
#[command(name = "rapport", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  rapport demo                                   a made-up sales team, in the browser
  rapport import ~/Mail --me olivia@example.com  read a mailbox
  rapport today                                  whom to write to today, and why
  rapport serve                                  the web app, on this machine only

Exit codes: 0 done, 1 not found or not sound, 2 wrong arguments.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) place: Place,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// The data folder: the embedded database and files [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR", env = "RAPPORT_DATA")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL database instead of the embedded one: postgres://user@host/name
    #[arg(long, global = true, value_name = "URL", env = "RAPPORT_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
    /// The member whose relationships are meant, by name [default: the owner]
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) member: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a believable sales team's mail, import it, and open the web app on it
    Demo(Demo),
    /// Serve the web app on this machine
    Serve(Serve),
    /// Read mail: mbox, Maildir, .eml, gzip or zip or folders of these
    Import(Import),
    /// Whom to contact today, and why
    Today(Today),
    /// Everybody, with counts
    People(People),
    /// One relationship, with every reading
    Person(Person),
    /// Who knows whom: every tie of the team, and the lists behind it
    Sphere(Sphere),
    /// How the relationships of the whole team are: warmth, weeks, answers
    Team(Team),
    /// Who could introduce you to somebody
    Path(PathTo),
    /// Whom you asked to introduce you, and what became of it
    Introduction(Introduction),
    /// Keep a tie from the rest of the team
    Hide(Hide),
    /// Note that somebody asked not to be contacted
    OptOut(OptOut),
    /// Silent ties worth waking this week, and why
    Dormant(Dormant),
    /// See whether somebody comes by themselves when you go quiet
    LeanBack(LeanBack),
    /// Why a message is here or is not
    Why(Why),
    /// What is measured: each question with its unit
    Measures(Json),
    /// How often the probabilities are right, on a log of interactions
    Backtest(Backtest),
    /// Write a copy of the data to one file
    Backup(Backup),
    /// Put a backup into a data folder
    Restore(Restore),
    /// Read every stored original back and compare it with its hash
    Verify(Json),
    /// Show the content in a form that can be compared
    Dump(Dump),
    /// Check that everything is in order, and say what is not
    Doctor(Json),
    /// What is done in the background, what waits for it, and what was set aside
    Jobs(Jobs),
    /// Set a new passphrase for the owner and sign everybody out
    Passphrase,
    /// Print shell completions
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Json {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapport demo --seed 7 --data /tmp/demo")]
pub(crate) struct Demo {
    /// Another seed makes another team
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The port to serve on; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,
    /// Make and import the mail, but do not serve
    #[arg(long)]
    pub(crate) no_serve: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport serve --port 7420            on another port
  RAPPORT_LOG=http=info rapport serve  log each request, too, without names, ids or words")]
pub(crate) struct Serve {
    /// The port to listen on, on this machine only; 0 takes a free one
    #[arg(long, default_value_t = 7420, env = "RAPPORT_PORT")]
    pub(crate) port: u16,
    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,
    /// How many requests a member may make in a second, in the long run; five times as many at once
    #[arg(long, default_value_t = Limits::REQUESTS_PER_SECOND, value_name = "NUMBER")]
    pub(crate) requests_per_second: NonZeroU32,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  rapport import ~/Mail --me olivia@example.com
  rapport import takeout.zip archive.mbox.gz --me olivia@example.com --me o.stone@example.org

The same mail is landed once, however often and from wherever it is read. A run that was cut short is
repeated by running the same command again.")]
pub(crate) struct Import {
    /// Files and folders of mail
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// An address of yours; give each one
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub(crate) me: Vec<Address>,
    /// Print the counts as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapport today --at 2026-03-02T08:00:00Z --limit 5")]
pub(crate) struct Today {
    /// As it was at this time (RFC 3339)
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Moment>,
    /// At most so many people
    #[arg(long, default_value_t = rapport_app::TODAY_LIMIT)]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  rapport people --sort chance --limit 20\n  rapport people --json > people.jsonl"
)]
pub(crate) struct People {
    /// Words in the name or address
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// name, last, gap, quiet, chance, days, sent or received
    #[arg(long, default_value = "last", value_parser = sort)]
    pub(crate) sort: rapport_app::Sort,
    /// At most so many [default: 50, all with --json]
    #[arg(long)]
    pub(crate) limit: Option<usize>,
    /// Print one JSON object a line
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapport person ana@example.com")]
pub(crate) struct Person {
    /// One of the person's addresses
    #[arg(value_parser = address)]
    pub(crate) address: Address,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapport why '<20260301093000.4711@mail.example.com>'")]
pub(crate) struct Why {
    /// The Message-ID, with or without brackets
    #[arg(value_name = "MESSAGE-ID")]
    pub(crate) message_id: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = about_replays())]
pub(crate) struct Backtest {
    /// Which measure
    #[arg(long, value_parser = replay(), default_value = REPLAYS[0].name)]
    pub(crate) measure: &'static Replay,
    /// A CSV file with the header from,to,at
    pub(crate) events: PathBuf,
    /// The moment to predict from
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) at: Moment,
    /// How many days ahead
    #[arg(long, value_name = "DAYS")]
    pub(crate) horizon: f64,
    /// Only pairs with so many contact days before --at
    #[arg(long, default_value_t = 3)]
    pub(crate) min_contact_days: u32,
    /// Write a,b,probability for every pair to this file
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) predictions: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapport backup monday.rapport")]
pub(crate) struct Backup {
    /// The file to write; it must not exist
    pub(crate) file: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapport restore monday.rapport --data ~/restored")]
pub(crate) struct Restore {
    /// The backup
    pub(crate) file: PathBuf,
    /// Put it in place of the data that is there, which is kept beside it
    #[arg(long)]
    pub(crate) replace: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  rapport dump --logical-hash")]
pub(crate) struct Dump {
    /// One hash over everything captured and entered: equal content has an equal hash
    #[arg(long, required = true)]
    pub(crate) logical_hash: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
