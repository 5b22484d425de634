//! Brings the made-up files of the workspace into the corpora of the fuzz targets.
//!
//! In: samples, worked examples, fixtures and statutes; and `fuzz/seeds/`. Out: `fuzz/corpus/`,
//! which git ignores. Never: a file from elsewhere, so that no real log gets into a corpus.

use anyhow::{Context as _, Result};
use std::fs;
use std::path::Path;

/// A folder of files for a target, and what stands before the text of each: most targets take
/// their first byte as a choice.
struct Brought {
    target: &'static str,
    before: &'static [u8],
    folder: &'static str,
    ending: &'static str,
}

const BROUGHT: [Brought; 10] = [
    brought("any_file", &[0], "samples/portal_audits", ".csv"),
    brought("any_file", &[4], "samples/portal_pages", ".json"),
    brought("ask", &[], "docs/schema/examples", ".json"),
    brought("ask", &[], "docs/schema/matters", ".json"),
    brought("lines", &[0], "samples/portal_audits", ".csv"),
    brought("page", &[0], "samples/portal_pages", ".json"),
    brought("told", &[0], "crates/pages/tests/fixtures", "summary.json"),
    brought("told", &[1], "docs/samples", ".toml"),
    brought("told", &[2], "crates/pages/tests/fixtures", "findings.jsonl"),
    brought("told", &[3], "samples/portal_pages", ".json"),
];

/// Statutes for the target `pack`, each with its choice of folder.
const STATUTES: [(u8, &str); 3] =
    [(0, "california/sb34"), (1, "base"), (2, "california/truth-act")];

const fn brought(
    target: &'static str,
    before: &'static [u8],
    folder: &'static str,
    ending: &'static str,
) -> Brought {
    Brought { target, before, folder, ending }
}

/// Whether files are brought for a target.
#[must_use]
pub fn has(target: &str) -> bool {
    target == "pack" || BROUGHT.iter().any(|brought| brought.target == target)
}

/// Writes the corpora; what the fuzzer has found stays.
///
/// # Errors
/// If a file cannot be read or written.
pub fn write(root: &Path) -> Result<usize> {
    let mut count = 0;
    let mut put = |target: &str, name: &str, bytes: &[u8]| -> Result<()> {
        let folder = root.join("fuzz/corpus").join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes)?;
        count += 1;
        Ok(())
    };
    for Brought { target, before, folder, ending } in &BROUGHT {
        for (name, bytes) in files(&root.join(folder))? {
            if name.ends_with(ending) {
                put(target, &name, &[before, bytes.as_slice()].concat())?;
            }
        }
    }
    for (choice, folder) in STATUTES {
        let read = |name: &str| {
            let path = root.join("statutes").join(folder).join(name);
            fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))
        };
        let bytes = [&[choice][..], &read("pack.toml")?, &[255], &read("policy.cedar")?].concat();
        put("pack", &folder.replace('/', "-"), &bytes)?;
    }
    for folder in ["fuzz/seeds", "fuzz/regressions"] {
        let Ok(targets) = fs::read_dir(root.join(folder)) else { continue };
        for target in targets {
            let target = target?;
            for (name, bytes) in files(&target.path())? {
                put(&target.file_name().to_string_lossy(), &name, &bytes)?;
            }
        }
    }
    Ok(count)
}

/// The files of a folder, with their names.
fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let listed = fs::read_dir(folder).with_context(|| format!("no `{}`", folder.display()))?;
    let mut files = Vec::new();
    for entry in listed {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push((entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_folder_that_is_named_has_such_a_file() {
        let root = crate::tree::root().unwrap();
        for super::Brought { target, folder, ending, .. } in &super::BROUGHT {
            let files = super::files(&root.join(folder)).unwrap();
            assert!(files.iter().any(|(name, _)| name.ends_with(ending)), "{target}: {folder}");
        }
        for (_, folder) in super::STATUTES {
            assert!(root.join("statutes").join(folder).join("policy.cedar").is_file(), "{folder}");
        }
    }
}
