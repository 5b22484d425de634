//! Measures how names are read (`cargo xtask parties`).
//!
//! In: real lists of agencies, which stay outside the repository, and the fresh names among the
//! fixtures of `parties`. Out: how many states and kinds are right, each with its Wilson 95 %
//! interval, and every miss.
//! Never: copies a row into the repository, or passes where the lists are missing.
//!
//! Every list is split by a stable hash: rules are tuned on one half, and the other is printed
//! apart. `docs/parties.md` says which lists were looked at while tuning.

mod expect;
mod judge;
mod lists;
mod scanned;
mod told;

use anyhow::{Context as _, Result, bail};
use judge::Counts;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads every list and prints what is right and what is not; true if the goals are met.
///
/// # Errors
/// If the real lists are missing or cannot be read.
pub fn run(root: &Path, json: bool) -> Result<bool> {
    let Some(folder) = testkit::real_data() else {
        bail!(
            "the real lists are missing, so nothing was measured; set {} to the folder",
            testkit::REAL_DATA_VARIABLE
        );
    };
    let parties = parties::Parties::embedded().context("the registry cannot be used")?;
    let mut cases = lists::read(&folder)?;
    cases.extend(lists::fresh(root)?);
    let mut counts: BTreeMap<(&str, expect::Half), Counts> = BTreeMap::new();
    for case in &cases {
        let judged = judge::judge(case, &parties);
        counts.entry((case.list, case.half)).or_default().add(case, &judged);
    }
    let scanned = scanned::compare(&scanned::names(&folder)?, &parties);
    if json {
        println!("{}", told::json(&counts, &scanned));
    } else {
        told::print(&counts, &scanned);
    }
    Ok(told::goals_met(&counts))
}
