//! Checks that there are no cycles of modules, and that imports only go down the rooms of a crate.

use std::collections::BTreeMap;
use std::path::Path;

use super::modules::{ModulePath, Modules};
use super::tree::{crate_folders, listed};

const HEADING: &str = "## Rooms of each crate";

/// Notes every circle, every import from a higher room, and every room that the page does not name.
pub(super) fn check(root: &Path, page: &str, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let orders: BTreeMap<&str, Floors> =
        listed(page, HEADING).into_iter().map(|(name, text)| (name, floors(text))).collect();
    for folder in crate_folders(root)? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let modules = Modules::read(&folder.join("src"))?;
        match orders.get(name.as_str()) {
            Some(floors) => check_crate(&name, &modules, floors, faults),
            None => faults.push(format!("ARCHITECTURE.md does not list the rooms of {name}")),
        }
    }
    Ok(())
}

/// The floor of each room, from 0 for the lowest.
type Floors<'a> = BTreeMap<&'a str, usize>;

fn floors(text: &str) -> Floors<'_> {
    let floors = text.split('·').enumerate();
    floors.flat_map(|(floor, rooms)| rooms.split_whitespace().map(move |room| (room, floor))).collect()
}

fn check_crate(name: &str, modules: &Modules, floors: &Floors<'_>, faults: &mut Vec<String>) {
    for circle in modules.circles() {
        let named: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
        faults.push(format!("{name} has a circle of modules: {}", named.join(", ")));
    }
    let floor_of = |module: &ModulePath| floors.get(module.first()?.as_str());
    for module in modules.files.keys().filter(|module| module.len() == 1) {
        if floor_of(module).is_none() {
            faults.push(format!("{name}: the room {} is not in ARCHITECTURE.md", module[0]));
        }
    }
    for room in floors
        .keys()
        .filter(|room| !modules.files.keys().any(|module| module.first().is_some_and(|first| first == *room)))
    {
        faults.push(format!("{name}: ARCHITECTURE.md names the room {room}, which is not there"));
    }
    for (module, imports) in &modules.imports {
        for imported in imports.iter().filter(|_| !module.is_empty()) {
            let importer = module.join("::");
            if imported.is_empty() {
                faults.push(format!(
                    "{name}: {importer} imports from the root of the crate; name the module that defines it"
                ));
            } else if floor_of(imported) > floor_of(module) {
                faults
                    .push(format!("{name}: {importer} imports from {}, a higher room", imported.join("::")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// The faults of a crate with these files and this order of rooms.
    fn faults(order: &str, files: &[(&str, &str)]) -> Vec<String> {
        let folder = std::env::temp_dir().join(format!("rapport-rooms-{}-{order}", std::process::id()));
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let modules = Modules::read(&folder).expect("the files are Rust");
        fs::remove_dir_all(&folder).expect("the folder is ours");
        let mut faults = Vec::new();
        check_crate("house", &modules, &floors(order), &mut faults);
        faults
    }

    #[test]
    fn imports_go_down_and_never_round() {
        let lib = ("lib.rs", "mod low; mod high; pub use high::High;");
        let low = ("low.rs", "pub struct Low;");
        let high = ("high/mod.rs", "mod inner;");
        let good = ("high/inner.rs", "use crate::low::Low; #[cfg(test)] mod tests { use crate::High; }");
        assert!(faults("low · high", &[lib, low, high, good]).is_empty());
        let up = ("low.rs", "fn up() { println!(\"{}\", crate::high::inner::X) }");
        assert_eq!(
            faults("low · high ", &[lib, up, high, good]),
            [
                "house has a circle of modules: high::inner, low",
                "house: low imports from high::inner, a higher room"
            ]
        );
        let root = ("high/inner.rs", "use crate::High;");
        assert_eq!(
            faults("low  · high", &[lib, low, high, root]),
            ["house: high::inner imports from the root of the crate; name the module that defines it"]
        );
        let parent = ("high/mod.rs", "mod inner; use inner::deep; fn f() { deep::g() }");
        let child = ("high/inner/deep.rs", "use super::super::x;");
        let lines = faults("low · high  ", &[lib, low, parent, ("high/inner/mod.rs", ""), child]);
        assert_eq!(lines, ["house has a circle of modules: high, high::inner::deep"]);
        assert_eq!(
            faults("low", &[lib, low, ("high.rs", "")]),
            ["house: the room high is not in ARCHITECTURE.md"]
        );
    }
}
