//! One run over given bytes, and what must hold of every run.

use crate::written;
use doors::Reasons;
use law::Law;
use lookback::{Finding, InMemory, Lookback, Options, Scratch, Summary};
use parties::Parties;
use std::io::{self, Cursor};
use std::num::NonZero;
use std::sync::OnceLock;

/// What a run needs, loaded once.
pub struct Loaded {
    /// The law as shipped.
    pub law: Law,
    /// Who is who.
    pub parties: Parties,
    /// The cue list.
    pub reasons: Reasons,
}

/// Loads it, or gives it again.
pub fn loaded() -> &'static Loaded {
    static LOADED: OnceLock<Loaded> = OnceLock::new();
    LOADED.get_or_init(|| Loaded {
        law: Law::embedded().expect("the law as shipped loads"),
        parties: Parties::embedded().expect("the registry as shipped loads"),
        reasons: Reasons::embedded().expect("the cue list as shipped loads"),
    })
}

/// What a run found.
#[derive(Debug, PartialEq)]
pub struct Ran {
    /// The summary.
    pub summary: Summary,
    /// Every finding.
    pub findings: Vec<Finding>,
    /// The summary as JSON.
    pub told: String,
}

/// Options with nothing read of a clock: `today` is a day that every seed lies before.
#[must_use]
pub fn options() -> Options {
    Options { today: "2026-11-24".parse().ok(), unpacked_bytes_max: 1 << 20, ..Options::default() }
}

/// Runs over files, on one thread and on three with rows set down at once; both must come to the
/// same, every row must be accounted for, and what is written of it must be safe to open.
#[must_use]
pub fn over(files: &[(&str, &[u8])], options: &Options) -> Ran {
    let one = once(files, Options { threads: NonZero::<usize>::MIN, ..options.clone() }, None);
    let threads = NonZero::new(3).expect("three is not none");
    let small = Options { threads, memory_bytes: 256, ..options.clone() };
    let three = once(files, small, Some(Box::new(Kept::default())));
    assert_eq!(one, three, "three threads come to something else than one");
    accounted(&one);
    written(&one);
    one
}

/// Runs over files on one thread, for targets that run several times for one input: every row must
/// be accounted for.
#[must_use]
pub fn plainly(files: &[(&str, &[u8])], options: &Options) -> Ran {
    let ran = once(files, options.clone(), None);
    accounted(&ran);
    ran
}

fn once(files: &[(&str, &[u8])], options: Options, scratch: Option<Box<dyn Scratch>>) -> Ran {
    let Loaded { law, parties, reasons } = loaded();
    let scratch = scratch.unwrap_or_else(|| Box::new(InMemory));
    let mut run = Lookback::with_scratch(law, parties, reasons, options, scratch)
        .expect("no day beyond the calendar was asked for");
    for (path, bytes) in files {
        let done = run.add_file(path, Cursor::new(*bytes), &mut ());
        done.expect("memory is a disk that never fails");
    }
    let found = run.finish().expect("rows in memory can be read back");
    let told = serde_json::to_string(&found.summary).expect("a summary is JSON");
    assert_eq!(found.findings.len(), found.findings.iter().count());
    Ran { findings: found.findings.iter().collect(), summary: found.summary, told }
}

/// A place in memory to set rows down in.
#[derive(Default)]
struct Kept(Vec<Vec<u8>>);

impl Scratch for Kept {
    fn append(&mut self, part: usize, bytes: &[u8]) -> io::Result<()> {
        if self.0.len() <= part {
            self.0.resize(part + 1, Vec::new());
        }
        self.0[part].extend_from_slice(bytes);
        Ok(())
    }

    fn read(&mut self, part: usize, into: &mut Vec<u8>) -> io::Result<()> {
        into.extend_from_slice(self.0.get(part).map_or(&[], Vec::as_slice));
        Ok(())
    }
}

/// INVARIANT(accounted), and that findings are what they say.
pub fn accounted(ran: &Ran) {
    let Ran { summary, findings, .. } = ran;
    for file in &summary.files {
        assert!(file.is_accounted(), "{file:?}");
        assert!(file.unreadable.len() as u64 <= file.rows_unreadable);
        assert!(file.rows_contradicting <= file.rows_duplicate);
        for (column, cells) in &file.cells {
            let seen =
                cells.given + cells.blank + cells.redacted + cells.withheld + cells.overwritten;
            assert!(seen <= file.rows_read, "{column:?}: {cells:?}");
        }
    }
    let unique: u64 = summary.files.iter().map(|file| file.rows_unique).sum();
    assert_eq!(unique, summary.rows_unique + summary.links_unique);
    assert_eq!(unique, summary.outcomes.total());
    assert_eq!(summary.by_purpose.total(), summary.rows_unique);
    assert_eq!(summary.outcomes.findings(), findings.len() as u64);
    assert_eq!(summary.by_certainty.total(), findings.len() as u64);
    assert_eq!(summary.text_status.total(), findings.len() as u64);
    for finding in findings {
        let strongest = finding.grounds.iter().map(|ground| ground.outcome).max();
        assert_eq!(strongest, Some(finding.outcome), "a finding without a ground of its outcome");
        assert!(!finding.grounds.iter().any(|ground| ground.rests_on_missing_fact));
        let says_why = finding.condition.is_some();
        assert!(says_why || finding.certainty != terms::Certainty::Conditional);
        assert!(finding.text.is_none(), "a reason is told and nobody asked for it");
        assert!(!finding.sources.is_empty(), "a finding that stands nowhere");
    }
    for refused in &summary.refused {
        assert!(!refused.why.is_empty() && refused.why.len() < 600, "{}", refused.why);
    }
}
