//! Bundles islands, styles, fonts and icons when they are missing or older than their sources, and writes a list
//! of them that the crate embeds. The bundle is the same for the same sources, so the binary is too.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{env, fs};

/// The sources of the bundle.
const SOURCES: [&str; 7] =
    ["assets", "islands", "styles", "build.mjs", "package.json", "package-lock.json", "tsconfig.json"];
const NEEDS_NODE: &str = "rapport-web bundles its styles and scripts with Node.js 20 or newer and npm. Install them \
     (https://nodejs.org), or put a bundle that was made elsewhere into crates/surface/web/dist.";

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the folder for what is made"));
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
    }
    println!("cargo:rerun-if-changed=build.rs");
    let dist = here.join("dist");
    if !is_fresh(&here, &dist)? {
        bundle(&here, &dist);
    }
    embed(&dist, &out)
}

/// Whether there is a bundle and none of its sources is newer.
fn is_fresh(here: &Path, dist: &Path) -> io::Result<bool> {
    let Ok(made) = fs::metadata(dist.join("manifest.json")).and_then(|metadata| metadata.modified()) else {
        return Ok(false);
    };
    for source in SOURCES {
        if newest(&here.join(source))? > made {
            return Ok(false);
        }
    }
    Ok(true)
}

fn newest(path: &Path) -> io::Result<SystemTime> {
    let mut latest = fs::metadata(path)?.modified()?;
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            latest = latest.max(newest(&entry?.path())?);
        }
    }
    Ok(latest)
}

fn bundle(here: &Path, dist: &Path) {
    if run(here, "node", &["--version"]).is_err() {
        // A package may bring its bundle along for machines without Node.
        assert!(dist.join("manifest.json").exists(), "{NEEDS_NODE}");
        println!("cargo:warning=Node.js is not here; the bundle in dist/ is used as it is.");
        return;
    }
    let installed = here.join("node_modules/.package-lock.json");
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    if modified(&installed) < modified(&here.join("package-lock.json")) {
        let arguments =
            ["ci", "--prefer-offline", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund"];
        if let Err(why) = run(here, "npm", &arguments) {
            panic!("`npm ci` did not work in {}: {why}\n{NEEDS_NODE}", here.display());
        }
    }
    if let Err(why) = run(here, "node", &["build.mjs"]) {
        panic!("`node build.mjs` did not work in {}: {why}", here.display());
    }
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    // npm is a script on Windows and is not found by its bare name.
    let program = if cfg!(windows) && program == "npm" { "npm.cmd" } else { program };
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output = output.map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}\n{}", String::from_utf8_lossy(&output.stderr), String::from_utf8_lossy(&output.stdout)))
}

/// Copies the bundle beside the compiled crate and lists it, sorted by path.
fn embed(dist: &Path, out: &Path) -> io::Result<()> {
    let mut paths = Vec::new();
    list(dist, &mut PathBuf::new(), &mut paths)?;
    paths.sort();
    let mut code = String::new();
    writeln!(code, "const BUILD: &str = {:?};", build_name(dist)?).expect("a string takes what is written");
    code.push_str("const FILES: &[(&str, &[u8])] = &[\n");
    for path in &paths {
        let name =
            path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let copy = out.join("dist").join(path);
        fs::create_dir_all(copy.parent().unwrap_or(out))?;
        fs::copy(dist.join(path), &copy)?;
        writeln!(
            code,
            "    ({name:?}, include_bytes!(concat!(env!(\"OUT_DIR\"), {:?}))),",
            format!("/dist/{name}")
        )
        .expect("a string takes what is written");
    }
    code.push_str("];\n");
    fs::write(out.join("bundle.rs"), code)
}

fn list(dist: &Path, below: &mut PathBuf, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(dist.join(&*below))? {
        let entry = entry?;
        below.push(entry.file_name());
        if entry.file_type()?.is_dir() {
            list(dist, below, paths)?;
        } else if below.as_os_str() != OsStr::new("manifest.json") {
            paths.push(below.clone());
        }
        below.pop();
    }
    Ok(())
}

/// The name of the bundle: a hash of all that is in it.
fn build_name(dist: &Path) -> io::Result<String> {
    let manifest = fs::read_to_string(dist.join("manifest.json"))?;
    let name = manifest.split("\"build\": \"").nth(1).and_then(|rest| rest.split('"').next());
    name.map(str::to_owned).ok_or_else(|| io::Error::other("dist/manifest.json does not name its build"))
}
