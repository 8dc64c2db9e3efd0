use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::process::{self, cargo, succeeds, target};

/// Everything that must pass, in the order in which it fails fastest.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let web = root.join("crates/surface/web");
    let fuzz = target(root).join("fuzz");
    step("format", cargo(root).args(["fmt", "--all", "--check"]))?;
    crate::tidy::run(root).context("tidy did not pass")?;
    println!("tidy: passed");
    dependencies(root)?;
    step(
        "lints",
        cargo(root).args(["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    )?;
    step("tests", cargo(root).args(["test", "--workspace", "--quiet"]))?;
    step(
        "fuzz targets",
        cargo(root)
            .args(["check", "--quiet", "--manifest-path", "fuzz/Cargo.toml", "--target-dir"])
            .arg(fuzz),
    )?;
    step("scripts", npm(&web).args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    step("types", npm(&web).args(["run", "--silent", "check"]))?;
    step("binary", cargo(root).args(["build", "--quiet", "--package", "rapport-cli"]))?;
    let binary = target(root).join("debug/rapport");
    step("browser", npm(&web).args(["run", "--silent", "e2e"]).env("RAPPORT_BIN", binary))
}

/// Licences, bans and sources. Advisories change without a change of ours, and their database has to be fetched.
fn dependencies(root: &Path) -> anyhow::Result<()> {
    if !succeeds(cargo(root).args(["deny", "--version"])) {
        bail!("cargo-deny is missing. Install it with: cargo install --locked cargo-deny");
    }
    step(
        "dependencies",
        cargo(root).args([
            "deny",
            "--offline",
            "--log-level",
            "warn",
            "check",
            "bans",
            "licenses",
            "sources",
        ]),
    )?;
    println!(
        "advisories: skipped; the forge's workflow checks them, and you with: cargo deny check advisories"
    );
    Ok(())
}

fn step(name: &str, command: &mut Command) -> anyhow::Result<()> {
    process::run(command).with_context(|| format!("{name} did not pass"))?;
    println!("{name}: passed");
    Ok(())
}

fn npm(web: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(web);
    command
}
