//! `headworks law dissent`: what readings not followed here would change.

use crate::exit::Exit;
use crate::input;
use crate::wrap::wrap;
use anyhow::Result;
use clap::Args;
use law::{CaseChange, Dissent as Told, NOTICE, rows_text};
use std::io::{self, Write};
use std::path::PathBuf;
use terms::PolicyId;

/// Tell what each reading that this house does not follow would change
///
/// Where readings of a provision truly differ, each stands in a folder of `statutes/readings`. For
/// each: who holds it, what it says, which cases would be ruled on otherwise, and which rows of the
/// matrix of its pack would say something else. No reading is ever in force here.
#[derive(Debug, Args)]
pub(crate) struct Dissent {
    /// Tell one reading, by the name of its folder
    #[arg(long, value_name = "NAME")]
    reading: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Use the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
}

impl Dissent {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let names: Vec<String> = match &self.reading {
            Some(name) => vec![name.clone()],
            None => law.readings().map(|reading| reading.name.clone()).collect(),
        };
        let told = names.iter().map(|name| law.dissent(name)).collect::<Result<Vec<_>, _>>()?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.json {
            serde_json::to_writer_pretty(&mut out, &told).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            told.iter().try_for_each(|dissent| tell(&mut out, dissent))?;
            writeln!(out, "{}", wrap(NOTICE, 0))?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}

fn tell(out: &mut impl Write, dissent: &Told) -> io::Result<()> {
    let reading = &dissent.reading;
    writeln!(out, "{}: {}", reading.name, reading.title)?;
    let mut note =
        |name: &str, text: &str| writeln!(out, "{}", wrap(&format!("{name}: {text}"), 2));
    note("held by", &reading.held_by)?;
    note("says", &reading.english)?;
    note("dice", &reading.spanish)?;
    note("source", &reading.source.join("; "))?;
    let status = reading.text_status.told();
    note("text status", &format!("{status}: {}", reading.text_status_note))?;
    note("what this house does", &reading.house)?;
    note(&format!("it takes away from {}", reading.of), &ids(&reading.takes_away))?;
    if !reading.adds.is_empty() {
        note("it puts there", &ids(&reading.adds))?;
    }
    let outcomes = dissent.cases.iter().filter(|case| case.before != case.after).count();
    writeln!(
        out,
        "\n  cases ruled on otherwise: {} of {}, {outcomes} of them with another outcome",
        dissent.cases.len(),
        dissent.cases_count
    )?;
    let (other, same): (Vec<_>, Vec<_>) = dissent.cases.iter().partition(|c| c.before != c.after);
    other.into_iter().try_for_each(|case| case_told(out, case))?;
    if !same.is_empty() {
        let names: Vec<&str> = same.iter().map(|case| case.id.as_str()).collect();
        let told = format!("the same outcome on other grounds: {}", names.join(", "));
        writeln!(out, "{}", wrap(&told, 4))?;
    }
    writeln!(
        out,
        "\n  asks of the matrix of {} answered otherwise: {} of {}",
        reading.of, dissent.cells_changed_count, dissent.cells_count
    )?;
    writeln!(out, "{}", wrap(SCOPE, 4))?;
    for line in rows_text(&dissent.cells).lines() {
        let indent = if line.is_empty() { "" } else { "    " };
        writeln!(out, "{indent}{line}")?;
    }
    writeln!(out)
}

/// What a reader of the rows must know.
const SCOPE: &str = "A case is ruled on by all statutes together; a row below tells this statute \
     alone, where \"nothing\" means that it is silent and not that anything is shared. A matrix \
     varies no agreements, minors or victims.";

fn case_told(out: &mut impl Write, case: &CaseChange) -> io::Result<()> {
    let CaseChange { id, test, before, after, grounds_before, grounds_after, .. } = case;
    writeln!(out, "    {id}: {}, would be: {}", before.word(), after.word())?;
    writeln!(out, "{}", wrap(test, 6))?;
    let (gone, new) = (ids(grounds_before), ids(grounds_after));
    if !gone.is_empty() {
        writeln!(out, "{}", wrap(&format!("no longer decided by {gone}"), 6))?;
    }
    if !new.is_empty() {
        writeln!(out, "{}", wrap(&format!("but by {new}"), 6))?;
    }
    Ok(())
}

fn ids(ids: &[PolicyId]) -> String {
    ids.iter().map(|id| id.0.as_str()).collect::<Vec<_>>().join(", ")
}
