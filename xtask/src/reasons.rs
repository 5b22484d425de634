//! Measures how reasons are read (`cargo xtask reasons`).
//!
//! In: real logs, which stay outside the repository, with the labels that people gave their reasons
//! (kept under keyed hashes); made-up reasons with theirs. Out: how far the reader agrees, with
//! Wilson 95 % intervals, each half apart, and every miss.
//! Never: copies a row into the repository, prints one unasked, or passes where the logs are
//! missing. docs/reasons.md says how the labels were made.

mod class;
mod labels;
mod real;
mod score;
mod told;

use anyhow::{Context as _, Result, bail};
use class::Class;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// One JSON object.
    Json,
    /// Tables.
    Text,
}

/// Whether the words of real reasons may be printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Words {
    /// Only their hashes.
    Hidden,
    /// The words too.
    Shown,
}

/// Which half a case is of: lists are tuned on one and only counted on the other.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
enum Half {
    Tuning,
    HeldOut,
}

/// Where a case is from.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
enum Set {
    Real,
    Synthetic,
    Fresh,
    Late,
}

/// A reason and what a person takes it for.
#[derive(Debug)]
struct Case {
    set: Set,
    half: Half,
    /// Of a made-up one: whether it is a positive or a look-alike.
    kind: String,
    reason: String,
    /// Of a real one.
    hash: String,
    /// The first is the best; each of them is right.
    expect: Vec<Class>,
    /// Another person might well see it otherwise.
    is_arguable: bool,
    rows: u32,
}

/// Reads every labelled reason and prints how; true if no real one is surely read as a purpose or a
/// body that a person would not see in it.
///
/// # Errors
/// If the real logs are missing, or are not those that the labels were made for.
pub fn run(root: &Path, form: Form, words: Words) -> Result<bool> {
    let real = real::read(&folder()?)?;
    let reasons = doors::Reasons::embedded().context("the cue list cannot be used")?;
    let mut cases = labels::real(root, &real)?;
    if form == Form::Text {
        println!(
            "{} rows of real logs, {} distinct reasons, {} labelled\n",
            real.rows,
            real.reasons.len(),
            cases.len()
        );
    }
    cases.extend(labels::made_up(root)?);
    let judged = score::judge(&reasons, &cases);
    let parts = score::parts(&judged);
    match form {
        Form::Json => println!("{}", told::json(&parts, &judged, words)),
        Form::Text => told::print(&parts, &judged, words),
    }
    let is_wrong = |one: &score::Judged<'_>| {
        let is_said = one.is_sure() && one.read != Class::Vague;
        one.case.set == Set::Real && is_said && one.is_false_accusation()
    };
    Ok(!judged.iter().any(is_wrong))
}

/// Writes the labels of a table under the hashes of its reasons.
///
/// # Errors
/// If the real logs are missing, or the table is not `reason,label,certainty`.
pub fn label(root: &Path, table: &Path) -> Result<()> {
    let count = labels::write(root, table, &real::read(&folder()?)?)?;
    println!("labels: {count} written");
    Ok(())
}

fn folder() -> Result<PathBuf> {
    let Some(folder) = testkit::real_data() else {
        bail!(
            "the real logs are missing, so nothing was measured; set {} to their folder",
            testkit::REAL_DATA_VARIABLE
        );
    };
    Ok(folder)
}

impl Half {
    const fn name(self) -> &'static str {
        match self {
            Self::HeldOut => "held_out",
            Self::Tuning => "tuning",
        }
    }
}

impl Set {
    const fn name(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Late => "late",
            Self::Real => "real",
            Self::Synthetic => "synthetic",
        }
    }
}
