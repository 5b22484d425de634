//! Lists the statute folders, so that the law is part of the build.
//!
//! In: `statutes/` at the top of the workspace. Out: `statutes.rs` in the build folder, a list of
//! paths and texts. Never: judges a pack; the loader does, at start.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[expect(clippy::disallowed_methods, reason = "a build script runs before the pure room exists")]
fn main() -> io::Result<()> {
    let here = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let statutes = Path::new(&here).join("../../statutes");
    println!("cargo::rerun-if-changed={}", statutes.display());
    let mut files = Vec::new();
    walk(&statutes, &mut files)?;
    files.sort();
    let mut text = String::from("const STATUTES: &[(&str, &str)] = &[\n");
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&statutes).map_err(io::Error::other)?;
        let full = fs::canonicalize(file)?;
        writeln!(text, "    ({:?}, include_str!({:?})),", name.display().to_string(), full)
            .map_err(io::Error::other)?;
    }
    text.push_str("];\n");
    fs::write(Path::new(&out).join("statutes.rs"), text)
}

#[expect(clippy::disallowed_methods, reason = "a build script runs before the pure room exists")]
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
