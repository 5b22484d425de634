//! The real logs and pages, read in place and never copied here.

use crate::run::{Ran, over_folder};
use lookback::{Kind, Options};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::OnceLock;
use terms::{Outcome, Pathway};

/// The folder of real data, or None after saying that it is missing.
#[expect(clippy::disallowed_methods, reason = "a test is told where the data is; the room is not")]
fn data(folder: &str) -> Option<PathBuf> {
    let root = std::env::var("HEADWORKS_REAL_DATA").map_or_else(
        |_| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let folder = root.join(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    // Written past the test runner, which would swallow it: a test that did not look must say so.
    let _ = writeln!(
        std::io::stderr(),
        "skipped: no real data at {} (set HEADWORKS_REAL_DATA)",
        folder.display()
    );
    None
}

#[test]
fn every_row_of_the_portal_audits_is_accounted_for() {
    let Some(folder) = data("portal_audits") else { return };
    let found = over_folder(&folder, Options::default());
    let summary = &found.summary;
    assert_eq!(summary.files.len(), 151);
    assert!(summary.refused.is_empty());
    assert!(summary.files.iter().all(|file| file.kind == Kind::PortalAudit));
    let sum = |of: fn(&lookback::FileTold) -> u64| summary.files.iter().map(of).sum::<u64>();
    assert_eq!(sum(|file| file.rows_read), 58_337);
    assert_eq!(sum(|file| file.rows_unique), 25_817);
    assert_eq!(sum(|file| file.rows_duplicate), 32_520);
    assert_eq!(sum(|file| file.rows_unreadable), 0);
    assert_eq!(sum(|file| file.rows_contradicting), 0);
    assert_eq!(summary.rows_unique, 25_817);
    assert_eq!(summary.links_unique, 0);
    assert!(summary.law_not_loaded.is_empty(), "{:?}", summary.law_not_loaded);
    // One city's officers wrote that they searched for the Marshals, on hundreds of networks.
    let marshals = |finding: &&lookback::Finding| {
        finding.beneficiary.as_ref().is_some_and(|body| body.name == "US Marshals Service")
    };
    let marshals: Vec<_> = found.findings.iter().filter(marshals).collect();
    assert_eq!(marshals.len(), 118);
    assert!(marshals.iter().all(|finding| finding.pathway == Some(Pathway::SideDoor)));
}

/// One run over the pages for all tests: some twelve thousand different asks, each ruled on.
fn pages() -> Option<&'static Ran> {
    static PAGES: OnceLock<Option<Ran>> = OnceLock::new();
    let run = || Some(over_folder(&data("portal_pages")?, Options::default()));
    PAGES.get_or_init(run).as_ref()
}

#[test]
fn every_link_of_the_portal_pages_is_accounted_for() {
    let Some(found) = pages() else { return };
    let summary = &found.summary;
    assert_eq!(summary.files.len(), 95);
    assert!(summary.refused.is_empty());
    assert_eq!(summary.links_unique, 18_169);
    let inbound: u64 = summary.files.iter().filter_map(|file| file.inbound_listed).sum();
    let embedded: u64 = summary.files.iter().filter_map(|file| file.embedded_rows).sum();
    assert_eq!((inbound, embedded), (1_611, 14_098));
}

#[test]
fn one_city_shares_with_some_350_agencies_of_other_states() {
    let Some(found) = pages() else { return };
    let city = |finding: &&lookback::Finding| {
        finding.outcome == Outcome::Withhold
            && finding.pathway == Some(Pathway::OutOfState)
            && finding.sources.iter().any(|source| source.path.contains("el-cajon-pd-ca"))
    };
    let links = found.findings.iter().filter(city).count();
    assert!((340..=360).contains(&links), "{links}");
}
