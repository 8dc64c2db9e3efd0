//! What the project does to itself: `cargo xtask VERB`. Without a verb, it lists them.

mod bench;
mod bless;
mod ci;
mod db;
mod dev;
mod evaluate;
mod fuzz;
mod process;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;

struct Verb {
    name: &'static str,
    /// What the verb does, as a phrase for the list.
    does: &'static str,
    /// The function that runs it, with the root of the repository and the arguments after the verb.
    run: fn(&Path, &[String]) -> anyhow::Result<()>,
}

const VERBS: [Verb; 8] = [
    Verb { name: "dev", does: "build, and serve the demo from target/dev", run: dev::run },
    Verb {
        name: "db",
        does: "start a private PostgreSQL and print its address, until Ctrl-C",
        run: |_, rest| without(rest).and_then(|()| db::run()),
    },
    Verb {
        name: "tidy",
        does: "check the house rules",
        run: |root, rest| without(rest).and_then(|()| tidy::run(root)),
    },
    Verb {
        name: "ci",
        does: "all that must pass, as CI runs it",
        run: |root, rest| without(rest).and_then(|()| ci::run(root)),
    },
    Verb { name: "bless", does: "run the tests and accept every snapshot that changed", run: bless::run },
    Verb {
        name: "fuzz",
        does: "fuzz a reader on stable Rust: fuzz TARGET [options of libFuzzer]",
        run: fuzz::run,
    },
    Verb { name: "bench", does: "list the benchmarks, or run some: bench NAME...", run: bench::run },
    Verb {
        name: "evaluate",
        does: "run every backtest on public logs and write docs/science/results.md",
        run: |root, rest| without(rest).and_then(|()| evaluate::run(root)),
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(name) = arguments.next().filter(|name| !["help", "-h", "--help"].contains(&name.as_str()))
    else {
        print!("{}", verbs());
        return ExitCode::SUCCESS;
    };
    let Some(verb) = VERBS.iter().find(|verb| verb.name == name) else {
        eprint!("error: there is no verb {name}; there are:\n{}", verbs());
        return ExitCode::from(2);
    };
    let rest: Vec<String> = arguments.collect();
    match (verb.run)(&root(), &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// A line for each verb.
fn verbs() -> String {
    VERBS.iter().map(|verb| format!("cargo xtask {:<9} {}\n", verb.name, verb.does)).collect()
}

/// An error when there are arguments that the verb would ignore.
fn without(rest: &[String]) -> anyhow::Result<()> {
    match rest.first() {
        Some(word) => bail!("this verb takes nothing behind it, so `{word}` would be ignored"),
        None => Ok(()),
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).map_or_else(|| here.to_owned(), Path::to_owned)
}
