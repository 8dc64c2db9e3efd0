//! The files of the repository, and the lists of ARCHITECTURE.md.

use std::fs;
use std::path::{Path, PathBuf};

const LEFT_OUT: [&str; 5] = ["target", "node_modules", "dist", ".git", "shared"];

pub(super) fn walk(folder: &Path, each: &mut dyn FnMut(&Path)) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_symlink() || LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() { walk(&path, each)? } else { each(&path) }
    }
    Ok(())
}

/// The folders of all crates.
pub(super) fn crate_folders(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for layer in fs::read_dir(root.join("crates"))? {
        for folder in fs::read_dir(layer?.path())? {
            let path = folder?.path();
            // A layer may also hold settings of its crates.
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    folders.sort();
    Ok(folders)
}

/// The items of the list below a heading: `- **name**: text`.
pub(super) fn listed<'a>(page: &'a str, heading: &str) -> Vec<(&'a str, &'a str)> {
    let section = page.lines().skip_while(|line| *line != heading).skip(1);
    section
        .take_while(|line| !line.starts_with("## "))
        .filter_map(|line| line.strip_prefix("- **")?.split_once("**: "))
        .collect()
}

/// A path as people read it, from the root of the repository.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
