//! What the project does to itself: `cargo xtask tidy`, `cargo xtask ci`, `cargo xtask evaluate`.

mod ci;
mod evaluate;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let done = match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy::run(&root()),
        Some("ci") => ci::run(&root()),
        Some("evaluate") => evaluate::run(&root()),
        _ => {
            eprintln!(
                "cargo xtask tidy       check the house rules\ncargo xtask ci         all that must pass, as CI runs it\n\
                 cargo xtask evaluate   run every backtest on public logs and write docs/science/results.md"
            );
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(3).map_or_else(|| here.to_owned(), Path::to_owned)
}
