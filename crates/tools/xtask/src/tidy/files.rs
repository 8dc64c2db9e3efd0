//! The rules of each file and folder: size, names, engines, and functions that only some may call.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::tree::{crate_folders, listed, shown, walk};

const LONGEST_FILE: usize = 400;
const LARGEST_FOLDER: usize = 15;
const MIN_WITH_A_PREFIX: usize = 3;
const CODE: [&str; 8] = ["rs", "ts", "css", "html", "sql", "mjs", "py", "sh"];
const ENGINES: [&str; 3] = ["rusqlite", "tokio_postgres", "deadpool_postgres"];
const CALLERS: &str = "## Named callers";

/// Notes what is wrong with any file or folder of the repository.
pub(super) fn check(root: &Path, page: &str, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let callers = listed(page, CALLERS);
    walk(root, &mut |path| check_file(root, path, &callers, faults))?;
    for folder in crate_folders(root)? {
        check_folder(root, &folder.join("src"), faults)?;
    }
    Ok(())
}

fn check_file(root: &Path, path: &Path, callers: &[(&str, &str)], faults: &mut Vec<String>) {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if !CODE.contains(&extension) {
        return;
    }
    let Ok(text) = fs::read_to_string(path) else { return };
    let name = shown(root, path);
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        faults.push(format!("{name} has {lines} lines; {LONGEST_FILE} are allowed. Split it by verb."));
    }
    let is_shipped = extension == "rs" && name.starts_with("crates/") && name.contains("/src/");
    if !is_shipped || name.contains("/tools/") {
        return;
    }
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    if !name.starts_with("crates/shell/store/") {
        for engine in ENGINES.iter().filter(|engine| text.contains(*engine)) {
            faults.push(format!("{name} names {engine}; only the store knows SQL"));
        }
    }
    for (function, places) in callers {
        let function = function.trim_matches('`');
        let may = places.split(", ").any(|place| name.contains(place.trim_matches(['`', '.'])));
        if !may && code.contains(&format!("{function}(")) {
            faults.push(format!("{name} calls {function}, which is for {places}"));
        }
    }
}

fn check_folder(root: &Path, folder: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            check_folder(root, &path, faults)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            names.push(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    let files = names.iter().filter(|name| !["lib", "main", "mod"].contains(&name.as_str())).count();
    if files > LARGEST_FOLDER {
        faults.push(format!("{} has {files} files; {LARGEST_FOLDER} are allowed", shown(root, folder)));
    }
    let mut prefixes: BTreeMap<&str, usize> = BTreeMap::new();
    for name in &names {
        *prefixes.entry(name.split('_').next().unwrap_or(name)).or_default() += 1;
    }
    for (prefix, count) in prefixes.into_iter().filter(|(_, count)| *count >= MIN_WITH_A_PREFIX) {
        let place = shown(root, folder);
        faults.push(format!("{place} has {count} files that begin with {prefix}; make them a folder"));
    }
    Ok(())
}
