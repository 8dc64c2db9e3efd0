//! The rules of the repository: what ARCHITECTURE.md and STYLE.md say about crates, modules, folders and files.

mod crates;
mod files;
mod modules;
mod page;
mod rooms;
mod tree;

use std::fs;
use std::path::Path;

use anyhow::bail;

/// Fails on an edge, a crate or a dependency that ARCHITECTURE.md does not name, on a circle of modules or an import
/// that goes up, on a file or a folder that is too large, on a function called by somebody who may not, and on a
/// path that the page names and that is not there.
pub(crate) fn run(root: &Path) -> anyhow::Result<()> {
    let page = fs::read_to_string(root.join("ARCHITECTURE.md"))?;
    let mut faults = Vec::new();
    crates::check(root, &page, &mut faults)?;
    rooms::check(root, &page, &mut faults)?;
    files::check(root, &page, &mut faults)?;
    page::check(root, &page, &mut faults)?;
    if faults.is_empty() {
        return Ok(());
    }
    bail!("the house is not tidy:\n  {}", faults.join("\n  "))
}
