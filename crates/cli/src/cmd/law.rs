//! `headworks law`: check the packs, list them, prove their claims, explain them.

mod dissent;
mod explain;
mod matrix;

use crate::exit::Exit;
use crate::input;
use crate::wrap::wrap;
use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

/// Work with the packs of law
#[derive(Debug, Subcommand)]
pub(crate) enum Law {
    /// Run every case of every pack
    Check(Which),
    /// Tell what each reading that this house does not follow would change
    Dissent(dissent::Dissent),
    /// Tell the story of a ruling in words
    Explain(explain::Explain),
    /// List packs and provisions, with how far each text was verified
    List(Which),
    /// Tell what the provisions distinguish: askers, doors, instruments, purposes → outcome
    Matrix(matrix::Matrix),
    #[cfg(feature = "prove")]
    Prove(super::prove::Prove),
}

#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Use the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
}

impl Law {
    pub(crate) fn run(&self) -> Result<Exit> {
        match self {
            Self::Check(which) => check(which),
            Self::Dissent(dissent) => dissent.run(),
            Self::Explain(explain) => explain.run(),
            Self::List(which) => list(which),
            Self::Matrix(matrix) => matrix.run(),
            #[cfg(feature = "prove")]
            Self::Prove(prove) => prove.run(),
        }
    }
}

fn check(which: &Which) -> Result<Exit> {
    let law = input::law(which.statutes.as_deref())?;
    let checked = law.check();
    let mut out = io::stdout().lock();
    if which.json {
        let failed: Vec<_> = checked
            .failed
            .iter()
            .map(|f| json!({ "what": f.what, "path": f.path, "why": f.why }))
            .collect();
        let told = json!({
            "asks": law.cases().count(), "duties": law.duty_cases().count(),
            "not_asks": law.not_asks().count(), "passed": checked.passed, "failed": failed,
            "law_digest": law.digest(),
        });
        writeln!(out, "{told}")?;
    } else {
        for failure in &checked.failed {
            writeln!(out, "{} ({}):", failure.what, failure.path)?;
            writeln!(out, "{}", wrap(&failure.why, 4))?;
        }
        let (asks, duties) = (law.cases().count(), law.duty_cases().count());
        let not_asks = law.not_asks().count();
        let readings = law.readings().flat_map(law::Reading::cases).count();
        let cases = asks + duties + not_asks + readings;
        let policies = checked.passed + checked.failed.len() - cases;
        writeln!(
            out,
            "{cases} cases ({asks} asks, {duties} duties, {not_asks} not an ask, {readings} of \
             readings), {policies} policies"
        )?;
        writeln!(out, "{} passed, {} failed", checked.passed, checked.failed.len())?;
    }
    Ok(if checked.failed.is_empty() { Exit::Done } else { Exit::CheckFailed })
}

fn list(which: &Which) -> Result<Exit> {
    let law = input::law(which.statutes.as_deref())?;
    let packs = law.overview();
    let mut out = io::stdout().lock();
    if which.json {
        serde_json::to_writer_pretty(&mut out, &packs).map_err(io::Error::from)?;
        writeln!(out)?;
        return Ok(Exit::Done);
    }
    for pack in &packs {
        writeln!(
            out,
            "{} ({}; read {} by {})",
            pack.title, pack.jurisdiction, pack.read_on, pack.read_by
        )?;
        for provision in &pack.provisions {
            writeln!(out, "  {}: {}", provision.id, provision.citation)?;
            writeln!(out, "{}", wrap(&provision.english, 4))?;
            writeln!(out, "{}", wrap(&provision.spanish, 4))?;
            let status = provision.text_status.told();
            let status = format!("{status}: {}", provision.text_status_note);
            writeln!(out, "{}", wrap(&status, 4))?;
            writeln!(out, "    in force from {}", provision.in_force_from)?;
        }
        writeln!(out)?;
    }
    for reading in law.readings() {
        let text = format!(
            "reading not followed here: {} ({}; held by {}); `headworks law dissent --reading {}`",
            reading.name, reading.of, reading.held_by, reading.name
        );
        writeln!(out, "{}", wrap(&text, 0))?;
    }
    writeln!(out, "law digest: {}", law.digest())?;
    writeln!(out, "{}", wrap(law::NOTICE, 0))?;
    Ok(Exit::Done)
}
