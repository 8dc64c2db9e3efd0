//! The table of crates in ARCHITECTURE.md against what Cargo says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use serde_json::Value;

/// The row of a crate in the table.
#[derive(Debug, Default)]
struct Allowed {
    ours: BTreeSet<String>,
    own: BTreeSet<String>,
    may_import_all: bool,
}

/// The table of crates in ARCHITECTURE.md, and the crates that all may use.
#[derive(Debug, Default)]
struct House {
    crates: BTreeMap<String, Allowed>,
    shared: BTreeSet<String>,
}

/// Notes every edge, crate and dependency that the page does not name.
pub(super) fn check(root: &Path, page: &str, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let house = house(page);
    for package in packages(root)? {
        check_package(&house, &package, faults);
    }
    Ok(())
}

fn house(text: &str) -> House {
    let mut house = House::default();
    for line in text.lines() {
        if let Some(shared) = line.strip_prefix("Anyone may use: ") {
            house.shared.extend(list(shared));
        }
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        let is_row =
            line.starts_with('|') && cells.len() >= 3 && !cells[0].starts_with("---") && cells[0] != "crate";
        if !is_row {
            continue;
        }
        for name in list(cells[0]) {
            let allowed = Allowed {
                may_import_all: cells[1] == "all",
                ours: list(cells[1]).collect(),
                own: list(cells[2]).collect(),
            };
            house.crates.insert(name, allowed);
        }
    }
    house
}

fn list(text: &str) -> impl Iterator<Item = String> {
    let words = text.split([',', '.']).map(|word| word.trim().trim_matches('`').to_owned());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().into_iter()
}

struct Package {
    name: String,
    dependencies: Vec<String>,
}

fn packages(root: &Path) -> anyhow::Result<Vec<Package>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()
        .context("cargo metadata does not run")?;
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(packages
        .iter()
        .map(|package| Package {
            name: text(&package["name"]),
            dependencies: package["dependencies"]
                .as_array()
                .into_iter()
                .flatten()
                // What only tests or build scripts use reaches nobody who runs Rapport.
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| text(&dependency["name"]))
                .collect(),
        })
        .collect())
}

fn check_package(house: &House, package: &Package, faults: &mut Vec<String>) {
    let name = package.name.trim_start_matches("rapport-");
    let Some(allowed) = house.crates.get(name) else {
        faults.push(format!("the crate {name} is not in ARCHITECTURE.md"));
        return;
    };
    for dependency in &package.dependencies {
        if let Some(ours) = dependency.strip_prefix("rapport-") {
            if !allowed.may_import_all && !allowed.ours.contains(ours) {
                faults.push(format!(
                    "{name} may not import {ours}; a new edge is a decision in docs/decisions"
                ));
            }
        } else if !house.shared.contains(dependency) && !allowed.own.contains(dependency) {
            faults.push(format!("{name} uses {dependency}, which ARCHITECTURE.md does not allow it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "
Anyone may use: serde, uuid.

| crate | may import (ours) | only it may use | must never |
|---|---|---|---|
| model | nothing | jiff | IO |
| store | model | rusqlite | |
| web, api | model, app | axum | query |
| cli | all | clap | |
";

    fn faults(name: &str, dependencies: &[&str]) -> Vec<String> {
        let mut faults = Vec::new();
        let dependencies = dependencies.iter().map(|name| (*name).to_owned()).collect();
        check_package(&house(PAGE), &Package { name: format!("rapport-{name}"), dependencies }, &mut faults);
        faults
    }

    #[test]
    fn only_what_the_page_names_is_allowed() {
        assert!(faults("store", &["rapport-model", "rusqlite", "serde"]).is_empty());
        assert!(faults("api", &["rapport-app", "axum"]).is_empty());
        assert!(faults("cli", &["rapport-store", "clap"]).is_empty());
        assert_eq!(faults("store", &["rapport-app"]).len(), 1);
        assert_eq!(faults("model", &["rusqlite"]).len(), 1);
        assert_eq!(faults("surprise", &[]).len(), 1);
    }
}
