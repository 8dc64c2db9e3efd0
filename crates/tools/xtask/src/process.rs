//! Runs other programs in the root of the repository.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail};

/// The Cargo that runs this program, in the root of the repository.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(root);
    command
}

/// Runs a command to its end; an error when it fails.
pub(crate) fn run(command: &mut Command) -> anyhow::Result<()> {
    let begun = Instant::now();
    let status = command.status().with_context(|| format!("{command:?} does not run"))?;
    if !status.success() {
        bail!("{command:?} failed after {:.0} s", begun.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Whether a program exists and succeeds; its output is not shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The target folder of Cargo.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder))
}
