use std::path::Path;

use crate::process::{self, cargo};

/// Runs the tests, those of the whole house or those that the arguments choose, and writes what they see where they
/// expected something else.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<()> {
    let mut tests = cargo(root);
    tests.args(["test", "--quiet", "--no-fail-fast"]).env("UPDATE_EXPECT", "1");
    if arguments.is_empty() {
        tests.arg("--workspace");
    }
    process::run(tests.args(arguments))?;
    println!("Read what changed before you commit it: git diff");
    Ok(())
}
