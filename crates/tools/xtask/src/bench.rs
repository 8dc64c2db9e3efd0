use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::process::{self, cargo, target};

/// A script of `bench/`, and what it says of itself.
struct Bench {
    name: String,
    /// What it measures: the first paragraph of the comment above it.
    measures: String,
    needs: String,
    runs_rapport: bool,
}

/// Lists the benchmarks, or runs those that are named, one after the other.
pub(crate) fn run(root: &Path, names: &[String]) -> anyhow::Result<()> {
    let all = benches(root)?;
    if names.is_empty() {
        for bench in &all {
            println!("cargo xtask bench {}\n  {}\n  Needs: {}", bench.name, bench.measures, bench.needs);
        }
        return Ok(());
    }
    let find = |name: &String| {
        let known = || all.iter().map(|bench| bench.name.as_str()).collect::<Vec<_>>().join(", ");
        let found = all.iter().find(|bench| bench.name == *name);
        found.with_context(|| format!("there is no benchmark {name}; there are {}", known()))
    };
    let chosen = names.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if chosen.iter().any(|bench| bench.runs_rapport) {
        process::run(cargo(root).args(["build", "--release", "--quiet", "--package", "rapport-cli"]))?;
    }
    for bench in chosen {
        let mut script = Command::new("bash");
        script.current_dir(root).arg(format!("bench/{}.sh", bench.name));
        process::run(script.env("RAPPORT_BIN", target(root).join("release/rapport")))?;
    }
    Ok(())
}

fn benches(root: &Path) -> anyhow::Result<Vec<Bench>> {
    let folder = root.join("bench");
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "sh") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push(bench(name, &fs::read_to_string(&path)?)?);
        }
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn bench(name: String, script: &str) -> anyhow::Result<Bench> {
    let comment: Vec<&str> =
        script.lines().skip(1).map_while(|line| line.strip_prefix('#')).map(str::trim).collect();
    let needs = comment.iter().find_map(|line| line.strip_prefix("Needs: "));
    let measures: Vec<&str> =
        comment.iter().copied().take_while(|line| !line.is_empty() && !line.starts_with("Needs: ")).collect();
    if measures.is_empty() {
        bail!("bench/{name}.sh does not begin with a comment that says what it measures");
    }
    let needs = needs.with_context(|| format!("bench/{name}.sh has no line `# Needs: ...`"))?.to_owned();
    Ok(Bench { name, measures: measures.join(" "), needs, runs_rapport: script.contains("RAPPORT_BIN") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_says_what_it_measures_and_needs() {
        let all = benches(&crate::root()).expect("the scripts can be read");
        assert!(all.iter().all(|bench| bench.measures.ends_with('.') && bench.needs.ends_with('.')));
        assert!(all.iter().any(|bench| bench.runs_rapport) && all.iter().any(|bench| !bench.runs_rapport));
    }

    #[test]
    fn a_script_that_says_nothing_is_refused() {
        let refused = |script: &str| bench("x".to_owned(), script).err().map(|error| error.to_string());
        assert!(refused("#!/bin/sh\n# Times x.\nrun\n").is_some_and(|why| why.contains("Needs")));
        assert!(refused("#!/bin/sh\nrun\n").is_some_and(|why| why.contains("measures")));
    }
}
