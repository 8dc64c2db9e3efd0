//! Checks that every path that ARCHITECTURE.md names exists.

use std::path::Path;

use super::tree::crate_folders;

/// Notes each path in back-ticks that is neither at the root, nor in a layer, nor in a crate.
pub(super) fn check(root: &Path, page: &str, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let folders = crate_folders(root)?;
    for named in page.split('`').skip(1).step_by(2).filter(|text| is_path(text)) {
        let near = folders.iter().filter_map(|folder| folder.parent());
        let is_there = root.join(named).exists()
            || near.into_iter().any(|layer| layer.join(named).exists())
            || folders
                .iter()
                .any(|folder| folder.join(named).exists() || folder.join("src").join(named).exists());
        if !is_there {
            faults.push(format!("ARCHITECTURE.md names {named}, which is not there"));
        }
    }
    Ok(())
}

fn is_path(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
    let names_a_file = [".rs", ".md", ".toml", ".html", ".sql"].iter().any(|end| text.ends_with(end));
    text.chars().all(is_plain) && (names_a_file || text.contains('/'))
}
