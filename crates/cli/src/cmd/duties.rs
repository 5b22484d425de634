//! `headworks duties`: what a matter obliges an agency to do, and by when.

use crate::cmd::rule::print_duty;
use crate::exit::Exit;
use crate::input;
use crate::wrap::wrap;
use anyhow::{Context as _, Result};
use clap::Args;
use doors::PosedMatter;
use law::NOTICE;
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;
use terms::Moment;

/// Tell what a matter obliges an agency to do, and by when
///
/// Each FILE holds objects {"holder": …, "matter": …, "now": …}: one, an array, or JSON Lines. The
/// shapes are in docs/schema, and the words of a matter in statutes/schema.cedarschema. Exits 2
/// when one could not be read.
#[derive(Debug, Args)]
pub(crate) struct Duties {
    /// Files of matters; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object per matter, in the order of the matters
    #[arg(long)]
    json: bool,
    /// The moment for matters that state none (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
    /// Use the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
}

impl Duties {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let clock: Moment = match self.now {
            Some(now) => now,
            None => jiff::Timestamp::now().to_string().parse().context("the clock is off")?,
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut exit = Exit::Done;
        for file in &self.files {
            for posed in doors::read_matters(&input::bytes(file)?) {
                let told = posed.map_err(|unreadable| unreadable.to_string()).and_then(|posed| {
                    let PosedMatter { holder, matter, now } = posed;
                    law.account(&holder, &matter, now.unwrap_or(clock))
                        .map(|duties| (matter, duties))
                        .map_err(|error| error.to_string())
                });
                match told {
                    Ok((matter, duties)) if self.json => {
                        let told = json!({ "matter": matter.kind, "duties": duties,
                            "law_digest": law.digest(), "notice": NOTICE });
                        writeln!(out, "{told}")?;
                    }
                    Ok((matter, duties)) => {
                        let count = match duties.len() {
                            0 => "no duty stands".to_owned(),
                            1 => "1 duty".to_owned(),
                            n => format!("{n} duties"),
                        };
                        writeln!(out, "{}: {count}", matter.kind.replace('_', " "))?;
                        for duty in &duties {
                            print_duty(&mut out, duty)?;
                        }
                        writeln!(out)?;
                    }
                    Err(message) => {
                        exit = Exit::Unreadable;
                        eprintln!("headworks: {}: {message}", file.display());
                        if self.json {
                            let told = json!({ "error": "unreadable", "message": message });
                            writeln!(out, "{told}")?;
                        }
                    }
                }
            }
        }
        if !self.json {
            writeln!(out, "{}", wrap(NOTICE, 0))?;
        }
        out.flush()?;
        Ok(exit)
    }
}
