//! One run over given files, and what must hold of every run.

use doors::reason::Reasons;
use law::Law;
use lookback::{Finding, Lookback, Options, Summary};
use parties::Parties;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

struct Loaded {
    law: Law,
    parties: Parties,
    reasons: Reasons,
}

fn loaded() -> &'static Loaded {
    static LOADED: OnceLock<Loaded> = OnceLock::new();
    LOADED.get_or_init(|| Loaded {
        law: Law::embedded().unwrap(),
        parties: Parties::embedded().unwrap(),
        reasons: Reasons::embedded().unwrap(),
    })
}

/// What a run found, with every finding made whole.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ran {
    pub(crate) summary: Summary,
    pub(crate) findings: Vec<Finding>,
}

/// A run over files given as name and bytes, with everything checked that holds of every run.
pub(crate) fn over(files: &[(&str, &[u8])], options: Options) -> Ran {
    let Loaded { law, parties, reasons } = loaded();
    let mut run = Lookback::new(law, parties, reasons, options).unwrap();
    for (path, bytes) in files {
        run.add_file(path, Cursor::new(*bytes), &mut ()).unwrap();
    }
    let found = run.finish().unwrap();
    assert_eq!(found.findings.len(), found.findings.iter().count());
    let found = Ran { findings: found.findings.iter().collect(), summary: found.summary };
    check(&found);
    found
}

/// A run over files on disk, told by their names alone.
pub(crate) fn over_folder(folder: &Path, options: Options) -> Ran {
    let files: Vec<(String, Vec<u8>)> = sorted(folder)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (name, read(&path))
        })
        .collect();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    over(&files, options)
}

/// What must hold of every run: INVARIANT(accounted), and that findings are what they say.
fn check(found: &Ran) {
    let summary = &found.summary;
    assert!(summary.files.iter().all(lookback::FileTold::is_accounted), "{:#?}", summary.files);
    let unique: u64 = summary.files.iter().map(|file| file.rows_unique).sum();
    assert_eq!(unique, summary.rows_unique + summary.links_unique);
    assert_eq!(unique, summary.outcomes.total());
    assert_eq!(summary.by_purpose.total(), summary.rows_unique);
    assert_eq!(summary.outcomes.findings(), found.findings.len() as u64);
    assert_eq!(summary.by_certainty.total(), found.findings.len() as u64);
    assert_eq!(summary.text_status.total(), found.findings.len() as u64);
    let copies: usize = found.findings.iter().map(|finding| finding.sources.len()).sum();
    let read: u64 = summary.files.iter().map(|file| file.rows_read).sum();
    assert!(copies as u64 <= read);
    for finding in &found.findings {
        assert!(!finding.grounds.is_empty(), "{finding:?}");
        let strongest = finding.grounds.iter().map(|ground| ground.outcome).max();
        assert_eq!(strongest, Some(finding.outcome));
        let missing = finding.grounds.iter().any(|ground| ground.rests_on_missing_fact);
        assert!(!missing, "{finding:?}");
        let says_why = finding.condition.is_some();
        assert!(says_why || finding.certainty != terms::Certainty::Conditional, "{finding:?}");
    }
    let places: Vec<_> =
        found.findings.iter().map(|finding| finding.sources.first().unwrap()).collect();
    assert!(places.is_sorted(), "findings stand in the order of their places");
}

#[expect(clippy::disallowed_methods, reason = "a test reads its own files; the room does not")]
fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test reads its own files; the room does not")]
fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            paths.extend(sorted(&path));
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    paths
}
