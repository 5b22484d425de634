//! Checks the style of the house over every file (`cargo xtask tidy`).
//!
//! In: the files git tracks or would track. Out: what breaks a rule of STYLE.md, and how to mend
//! it.
//! Never: changes a file, or judges what rustc, clippy or rustfmt judge already.

mod data;
mod fuzz;
mod manifests;
mod markers;
mod modules;
mod names;
mod sizes;
mod statutes;
mod vocabulary;
mod words;

use crate::complaint::Complaint;
use crate::tree::Tree;
use anyhow::Result;
use std::path::Path;

/// One check: the files in, complaints out.
type Check = fn(&Tree) -> Vec<Complaint>;

/// Every check. Each has a test in which it fails and one in which it passes.
const CHECKS: &[Check] = &[
    data::check,
    fuzz::check,
    manifests::check,
    markers::check,
    modules::check,
    names::check,
    sizes::check,
    statutes::check,
    vocabulary::check,
    words::check,
];

/// Checks the workspace at `root`.
///
/// # Errors
/// If a file cannot be read.
pub fn check(root: &Path) -> Result<Vec<Complaint>> {
    Ok(complaints(&Tree::read(root)?))
}

/// Everything these files break, by place.
#[must_use]
pub fn complaints(tree: &Tree) -> Vec<Complaint> {
    let mut found: Vec<_> = CHECKS.iter().flat_map(|check| check(tree)).collect();
    found.sort_by(|a, b| (by_line(&a.place), &a.what).cmp(&(by_line(&b.place), &b.what)));
    found
}

/// A place taken apart, so that line 9 comes before line 10.
fn by_line(place: &str) -> (&str, usize) {
    let apart = place.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
    apart.unwrap_or((place, 0))
}

/// Every Rust file, with its path.
fn rust_files(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.texts().filter(|(path, _)| path.ends_with(".rs"))
}

/// A place in a file.
fn at(path: &str, line: usize) -> String {
    format!("{path}:{line}")
}

#[cfg(test)]
mod testing {
    //! How the tests of each check look at it.

    use super::{Check, Tree};

    /// Runs one check over synthetic files; what it tells must be `expected`, word for word.
    pub(super) fn check(check: Check, files: &[(&str, &str)], expected: &[&str]) {
        let told = check(&Tree::of(files));
        let said: Vec<_> = told.iter().map(|one| format!("{}: {}", one.place, one.what)).collect();
        assert_eq!(said, expected);
    }
}
