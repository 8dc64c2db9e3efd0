use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::Context;

use crate::process::{self, cargo, target};

/// Builds what changed and serves the demo. Its data is made once and kept, so that a next run is there at once.
pub(crate) fn run(root: &Path, arguments: &[String]) -> anyhow::Result<()> {
    let data = target(root).join("dev");
    if !data.exists() {
        // The demo is made beside its final path and then renamed, since an incomplete one is of no use.
        let unfinished = target(root).join("dev-unfinished");
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished)
                .with_context(|| format!("{} cannot be removed", unfinished.display()))?;
        }
        let demo = ["run", "--quiet", "--package", "rapport-cli", "--", "demo", "--no-serve", "--data"];
        // Its output names the next step, which is done here.
        process::run(cargo(root).args(demo).arg(&unfinished).stdout(Stdio::null()))?;
        fs::rename(&unfinished, &data)?;
    }
    eprintln!("The data is in {}. Remove it to begin anew.", data.display());
    let serve = ["run", "--quiet", "--package", "rapport-cli", "--", "serve", "--data"];
    process::run(cargo(root).args(serve).arg(&data).args(arguments))
}
