use std::path::Path;

use anyhow::{Context, bail};
use rapport_testkit::PrivatePostgres;

/// Starts a PostgreSQL as the tests have it, with an empty database, and deletes it when it is asked to end.
pub(crate) fn run() -> anyhow::Result<()> {
    if !Path::new("/usr/lib/postgresql").exists() {
        bail!("PostgreSQL's programs are missing. Install them with: sudo apt-get install postgresql");
    }
    let postgres = PrivatePostgres::start();
    let address = postgres.database("rapport");
    println!("{address}");
    eprintln!(
        "An empty database. Use it in another terminal, then end it here with Ctrl-C, which deletes it:\n  \
         export RAPPORT_DATABASE={address}\n  cargo run -p rapport-cli -- doctor"
    );
    wait()
}

/// Returns when somebody asks this process to end.
fn wait() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        use tokio::signal::unix::{SignalKind, signal};
        let mut ended = signal(SignalKind::terminate())?;
        let mut closed = signal(SignalKind::hangup())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted.context("Ctrl-C cannot be waited for"),
            _ = ended.recv() => Ok(()),
            _ = closed.recv() => Ok(()),
        }
    })
}
