use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rapport_testkit::story::{Mail, mail};
use serde_json::Value;
use tempfile::TempDir;

/// Whose mailbox it is in invented worlds.
pub(crate) const ME: &str = "olivia@acme.example";

/// A data folder of its own in which the binary is run.
pub(crate) struct World {
    folder: TempDir,
    database: Option<String>,
}

/// The output of a run of the binary.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// A world whose data is in PostgreSQL.
    pub(crate) fn on(database: String) -> Self {
        Self { database: Some(database), ..Self::new() }
    }

    /// A world that has read these mails.
    pub(crate) fn with(mails: Vec<Mail>) -> Self {
        let world = Self::new();
        world.read_mails(mails);
        world
    }

    pub(crate) fn read_mails(&self, mails: Vec<Mail>) -> Value {
        let file = self.mbox("mails.mbox", mails);
        self.import(&[&file], &[ME])
    }

    /// The path of a file of this world.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn mbox(&self, name: &str, mails: Vec<Mail>) -> PathBuf {
        let stream = |mail: Mail| {
            let mut bytes = b"From x Thu Dec 31 10:00:00 2026\n".to_vec();
            bytes.extend(mail.bytes().into_iter().filter(|byte| *byte != b'\r'));
            bytes.extend(b"\n\n");
            bytes
        };
        self.file(name, &mails.into_iter().flat_map(stream).collect::<Vec<u8>>())
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The binary in this world, with nothing of the machine's own settings.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bare(arguments);
        command.arg("--data").arg(self.data());
        if let Some(database) = &self.database {
            command.arg("--database").arg(database);
        }
        command
    }

    /// The binary without the option for the data folder.
    pub(crate) fn bare(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapport"));
        for name in ["RAPPORT_DATA", "RAPPORT_DATABASE", "RAPPORT_LOG", "RAPPORT_PORT"] {
            command.env_remove(name);
        }
        command.args(arguments).env("HOME", self.folder.path()).env_remove("XDG_DATA_HOME");
        command.env("COLUMNS", "100").current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Runs what has to succeed, and gives what it printed.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        self.run(arguments).ok()
    }

    /// Runs what has to succeed, and gives the last line it printed, which is JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        self.lines(arguments).pop().unwrap()
    }

    /// Runs what has to succeed, and gives every line it printed, each of which is JSON.
    pub(crate) fn lines(&self, arguments: &[&str]) -> Vec<Value> {
        let arguments = [arguments, &["--json"]].concat();
        self.ok(&arguments).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Imports, and checks that the counts add up.
    pub(crate) fn import(&self, paths: &[&Path], me: &[&str]) -> Value {
        let summary = self.json(&import_arguments(paths, me));
        assert_adds_up(&summary);
        summary
    }

    pub(crate) fn hash(&self) -> String {
        self.ok(&["dump", "--logical-hash"]).trim().to_owned()
    }

    pub(crate) fn assert_sound(&self) {
        let found = self.json(&["verify"]);
        assert!(found["originals"].as_u64().unwrap() > 0);
        assert_eq!((&found["damaged"], &found["database"]), (&Value::from([0; 0]), &Value::from([0; 0])));
    }
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().unwrap();
        Self {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self.out
    }

    /// Asserts that it failed with this code and text.
    pub(crate) fn refused(self, code: i32, said: &str) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.contains(said), "`{said}` is not in: {}", self.err);
    }
}

pub(crate) fn import_arguments<'a>(paths: &[&'a Path], me: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["import"];
    arguments.extend(paths.iter().map(|path| path.to_str().unwrap()));
    arguments.extend(me.iter().flat_map(|address| ["--me", *address]));
    arguments
}

pub(crate) fn assert_adds_up(summary: &Value) {
    let count = |name: &str| summary[name].as_u64().unwrap();
    let set_aside: u64 =
        summary["set_aside"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(
        count("read"),
        count("added") + count("known") + set_aside + count("unreadable"),
        "read = added + known + set aside + unreadable: {summary}"
    );
    assert!(summary["seconds"].as_f64().unwrap() >= 0.0);
}

/// The path of real mail that is not part of the repository.
pub(crate) fn real(path: &str) -> PathBuf {
    let found = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data")).join(path);
    assert!(
        found.exists(),
        "{} is missing. These tests read real mail from `../shared/data` beside the repository; its README.md says \
         where each folder comes from.",
        found.display()
    );
    found
}

/// A mail from or to a person: `exchange('<', "ana", "2026-03-01T10:00:00Z")` is one that Ana wrote.
pub(crate) fn exchange(side: char, who: &str, at: &str) -> Mail {
    let them = format!("{who}@buyers.example");
    let (from, to) = if side == '<' { (them.as_str(), ME) } else { (ME, them.as_str()) };
    mail(from, to).at(at).subject(&format!("With {who}")).text(&format!("Words of {at}."))
}

/// A repeatable pseudo-random generator.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
