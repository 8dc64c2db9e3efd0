use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, bail};

/// Everything that must pass, in the order in which it fails fastest.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let web = root.join("crates/surface/web");
    let binary = root.join("target/debug/rapport");
    step("format", cargo(root, &["fmt", "--all", "--check"]))?;
    step("tidy", crate::tidy::run(root))?;
    step(
        "lints",
        cargo(root, &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]),
    )?;
    step("tests", cargo(root, &["test", "--workspace", "--quiet"]))?;
    step(
        "fuzz targets",
        cargo(
            root,
            &["check", "--quiet", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", "target/fuzz"],
        ),
    )?;
    step("scripts", npm(&web, &["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    step("types", npm(&web, &["run", "--silent", "check"]))?;
    step("binary", cargo(root, &["build", "--quiet", "--package", "rapport-cli"]))?;
    step(
        "browser",
        command(Command::new("npm").args(["run", "--silent", "e2e"]).env("RAPPORT_BIN", binary), &web),
    )
}

fn step(name: &str, done: anyhow::Result<()>) -> anyhow::Result<()> {
    done.with_context(|| format!("{name} did not pass"))?;
    println!("{name}: passed");
    Ok(())
}

fn npm(web: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    command(Command::new("npm").args(arguments), web)
}

fn cargo(root: &Path, arguments: &[&str]) -> anyhow::Result<()> {
    command(Command::new(env!("CARGO")).args(arguments), root)
}

fn command(command: &mut Command, folder: &Path) -> anyhow::Result<()> {
    let begun = Instant::now();
    let status = command.current_dir(folder).status().with_context(|| format!("{command:?} does not run"))?;
    if !status.success() {
        bail!("{command:?} failed after {:.0} s", begun.elapsed().as_secs_f64());
    }
    Ok(())
}
