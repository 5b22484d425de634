//! Runs the checks of the house on this very workspace, in the ordinary test suite.

use xtask::complaint::{Complaint, Weight};
use xtask::{floors, tidy, tree};

/// Fails with everything that a check would fail with; warnings pass.
fn check(complaints: Vec<Complaint>) {
    let failed = complaints.into_iter().filter(|one| one.weight == Weight::Failure);
    let told: Vec<_> = failed.map(|one| one.to_string()).collect();
    assert!(told.is_empty(), "{} complaints\n{}", told.len(), told.join("\n"));
}

#[test]
fn every_dependency_points_to_a_lower_floor() {
    check(floors::check(&tree::root().unwrap()).unwrap());
}

#[test]
fn every_file_is_tidy() {
    check(tidy::check(&tree::root().unwrap()).unwrap());
}
