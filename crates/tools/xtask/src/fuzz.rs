use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::process::{self, cargo, succeeds};

/// Fuzzes one reader until it fails or is stopped. Without a sanitizer, which only nightly Rust has: memory is safe here,
/// and a panic or a hang is found all the same.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<()> {
    let targets = targets(root)?;
    let Some((target, options)) = arguments.split_first() else {
        println!("cargo xtask fuzz {}", targets.join("\ncargo xtask fuzz "));
        println!("Options of libFuzzer may follow: cargo xtask fuzz {} -max_total_time=60", targets[0]);
        return Ok(());
    };
    if !targets.contains(target) {
        bail!("there is no target {target}; there are {}", targets.join(", "));
    }
    let mut missing = String::new();
    if !succeeds(cargo(root).args(["fuzz", "--version"])) {
        missing += "\n  cargo-fuzz: cargo install --locked cargo-fuzz";
    }
    if !succeeds(Command::new("c++").arg("--version")) {
        missing += "\n  a C++ compiler, which builds libFuzzer: sudo apt-get install build-essential";
    }
    if !missing.is_empty() {
        bail!("fuzzing needs what is not here:{missing}");
    }
    process::run(cargo(root).args(["fuzz", "run", "--sanitizer", "none", target, "--"]).args(options))
}

/// The names of the files in `fuzz/fuzz_targets`.
fn targets(root: &Path) -> anyhow::Result<Vec<String>> {
    let folder = root.join("fuzz/fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    if names.is_empty() {
        bail!("{} is empty", folder.display());
    }
    Ok(names)
}
