//! The files of the workspace, as text in memory.
//!
//! In: a root folder. Out: every file that is tracked, or would be, with its text.
//! Never: the build folder or anything git ignores; binary files are listed without text.

use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files of a workspace. Paths are relative to its root and use `/`.
///
/// Every check takes a tree rather than a folder, so that its tests can build one from a few
/// lines of text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    /// Reads the workspace at `root`.
    ///
    /// # Errors
    /// If a listed file cannot be read.
    pub fn read(root: &Path) -> Result<Self> {
        let paths = match listed_by_git(root) {
            Some(paths) => paths,
            None => listed_by_walking(root)?,
        };
        let mut files = BTreeMap::new();
        for path in paths {
            let on_disk = root.join(&path);
            // Git still lists a file that was deleted and not yet committed.
            if !on_disk.is_file() {
                continue;
            }
            let bytes = std::fs::read(&on_disk).with_context(|| format!("cannot read `{path}`"))?;
            files.insert(path, String::from_utf8(bytes).ok());
        }
        Ok(Self { files })
    }

    /// A tree from paths and texts.
    #[must_use]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), Some((*text).to_owned()));
        Self { files: files.iter().map(own).collect() }
    }

    /// Every path, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Every file that is text, sorted by path.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// The text of one file, if it is there and is text.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

/// The root of the workspace that this tool was built from.
///
/// # Errors
/// If it is no longer there.
pub fn root() -> Result<PathBuf> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(root) = package.parent() else {
        bail!("`{}` has no parent folder", package.display())
    };
    root.canonicalize().with_context(|| format!("no workspace at `{}`", root.display()))
}

/// What git tracks or would track. None where git, or a repository, is missing.
fn listed_by_git(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let listed = String::from_utf8(output.stdout).ok()?;
    Some(listed.split_terminator('\0').map(str::to_owned).collect())
}

/// Every file under the root, without the repository's own folder and the build folder.
fn listed_by_walking(root: &Path) -> Result<Vec<String>> {
    let wanted = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || (name != ".git" && name != "target")
    };
    let mut paths = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(wanted) {
        let entry = entry.context("cannot list the workspace")?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root).context("a file outside the workspace")?;
            paths.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(paths)
}

/// The last part of a path.
#[must_use]
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Everything before the last part of a path; empty for a file at the root.
#[must_use]
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A folder and a name, joined; the empty folder is the root.
#[must_use]
pub fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn git_and_walking_agree_on_this_package() {
        let root = root().unwrap();
        let walked = listed_by_walking(&root).unwrap();
        assert!(walked.contains(&"xtask/src/tree.rs".to_owned()));
        if let Some(listed) = listed_by_git(&root) {
            assert!(listed.contains(&"xtask/src/tree.rs".to_owned()));
            let own = listed.iter().filter(|path| path.starts_with("xtask/"));
            let missing: Vec<_> =
                own.filter(|path| root.join(path).is_file() && !walked.contains(path)).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
    }

    #[test]
    fn paths_come_apart_and_together() {
        assert_eq!(file_name("a/b.rs"), "b.rs");
        assert_eq!(folder("a/b.rs"), "a");
        assert_eq!(folder("b.rs"), "");
        assert_eq!(joined("", "b.rs"), "b.rs");
        assert_eq!(joined("a", "b.rs"), "a/b.rs");
    }
}
