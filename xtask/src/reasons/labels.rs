//! The labels that people gave to real reasons (under hashes) and made-up ones.

use super::class::Class;
use super::real::Real;
use super::{Case, Half, Set};
use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// Where the labels are, from the root of the workspace.
const REAL: &str = "crates/doors/tests/labels/real.csv";

/// Made-up reasons, by set, in the order in which they were written.
const MADE_UP: &[(Set, &str)] = &[
    (Set::Synthetic, "crates/doors/tests/labels/synthetic.toml"),
    (Set::Fresh, "crates/doors/tests/labels/fresh.toml"),
    (Set::Late, "crates/doors/tests/labels/late.toml"),
];

/// How sure a person was of a label.
const ARGUABLE: &str = "arguable";

/// Real reasons whose label is known.
///
/// # Errors
/// If the file cannot be read, or holds labels of other logs.
pub(crate) fn real(root: &Path, real: &Real) -> Result<Vec<Case>> {
    let mut table = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path(root.join(REAL))
        .with_context(|| format!("`{REAL}`"))?;
    let mut labels = BTreeMap::new();
    for row in table.deserialize() {
        let row: Labelled = row.with_context(|| format!("`{REAL}`"))?;
        labels.insert(row.hmac.clone(), row);
    }
    let count = labels.len();
    let mut cases = Vec::new();
    for (reason, seen) in &real.reasons {
        let hash = real.hash(reason)?;
        let Some(row) = labels.remove(&hash) else { continue };
        let expect = Class::read_all(&row.label).with_context(|| format!("`{REAL}`: {hash}"))?;
        if row.half != seen.half {
            bail!("`{REAL}`: {hash} is said to be of the other half; write the labels again");
        }
        cases.push(Case {
            set: Set::Real,
            half: seen.half,
            kind: "real".to_owned(),
            reason: reason.clone(),
            hash,
            expect,
            is_arguable: row.certainty == ARGUABLE,
            rows: seen.rows,
        });
    }
    if !labels.is_empty() {
        bail!(
            "{} of {count} labels in `{REAL}` belong to no reason of these logs: they were made \
             for other files, whose bytes are their key",
            labels.len()
        );
    }
    Ok(cases)
}

/// Writes the labels of real reasons under their hashes.
///
/// # Errors
/// If a label is no class, or stands beside a reason that is in no log.
pub(crate) fn write(root: &Path, table: &Path, real: &Real) -> Result<usize> {
    let mut rows = BTreeMap::new();
    let mut given = csv::Reader::from_path(table).with_context(|| table.display().to_string())?;
    for row in given.deserialize() {
        let row: Given = row.context("the table of labels")?;
        Class::read_all(&row.label)?;
        let hash = real.hash(&row.reason)?;
        let Some(seen) = real.reasons.get(&row.reason) else {
            bail!("a labelled reason is in no log: {hash}");
        };
        rows.insert(hash, (row.label, row.certainty, seen.half));
    }
    let mut text = String::from(
        "# Real reasons as a person took them, under keyed hashes: docs/reasons.md.\n\
         hmac,label,certainty,half\n",
    );
    for (hash, (label, certainty, half)) in &rows {
        text.push_str(&format!("{hash},{label},{certainty},{}\n", half.name()));
    }
    std::fs::write(root.join(REAL), text).with_context(|| format!("`{REAL}`"))?;
    Ok(rows.len())
}

/// Made-up reasons.
///
/// # Errors
/// If a file is not as its head says.
pub(crate) fn made_up(root: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for (set, path) in MADE_UP {
        let text = std::fs::read_to_string(root.join(path)).with_context(|| format!("`{path}`"))?;
        let groups: Groups = toml::from_str(&text).with_context(|| format!("`{path}`"))?;
        for group in groups.group {
            for reason in group.reasons {
                let digest = Sha256::digest(reason.as_bytes());
                let first = digest.first().copied().unwrap_or_default();
                cases.push(Case {
                    set: *set,
                    half: if first % 2 == 0 { Half::Tuning } else { Half::HeldOut },
                    kind: group.kind.clone(),
                    hash: String::new(),
                    expect: group.expect.clone(),
                    is_arguable: false,
                    rows: 1,
                    reason,
                });
            }
        }
    }
    Ok(cases)
}

/// A row of the file under hashes.
#[derive(Debug, Deserialize)]
struct Labelled {
    hmac: String,
    label: String,
    certainty: String,
    half: Half,
}

/// A row of a table of a person who labels.
#[derive(Debug, Deserialize)]
struct Given {
    reason: String,
    label: String,
    certainty: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Groups {
    group: Vec<Group>,
}

/// Reasons that a person would take for the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    kind: String,
    /// For the reader of the file.
    #[serde(rename = "about")]
    _about: String,
    expect: Vec<Class>,
    reasons: Vec<String>,
}
