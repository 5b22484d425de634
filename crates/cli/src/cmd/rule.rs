//! `headworks rule`: rules on asks whose facts stand beside them.
//!
//! For tests, lawyers and what-if. Nothing leaves; with `--ledger` the rulings are entered as
//! reviews, which no share can follow. At the gate no caller can state a fact. The exit code says
//! whether every ask could be ruled on, not how.

use crate::exit::Exit;
use crate::input;
use crate::reviews::{self, Reviewed};
use crate::wrap::wrap;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use doors::{Posed, Reasons, Unreadable};
use law::{Audience, Law, NOTICE, Told};
use ledger::{Between, Body, Content, Review, digest_of, ruling_digest};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use terms::{Ask, Duty, Fact, Facts, Ground, Moment, Outcome, Party, VouchedBy};

/// Rule on asks, with the facts stated beside them (for tests, lawyers, and what-if)
///
/// Each FILE holds objects {"ask": …, "facts": …, "now": …}: one, an array, or JSON Lines.
/// The shapes are in docs/schema, with a worked example for each door. Exits 0 when every ask was
/// ruled on, whatever the rulings; 2 when one could not be read.
#[derive(Debug, Args)]
pub(crate) struct Rule {
    /// Files of asks; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object per ask, in the order of the asks
    #[arg(long)]
    json: bool,
    /// The moment for asks that state none (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
    /// Show what only the holder's own desk may see: quiet grounds (a victim, a juvenile, a pending
    /// case), and the working of a person's record
    #[arg(long)]
    desk: bool,
    /// Rule by the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
    /// Enter each ruling in this ledger as a review before it is printed. Nothing leaves for it
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
}

/// What is printed with `--json` for an ask that could not be read, so that the lines of the output
/// stay those of the input.
#[derive(Serialize)]
struct NotRead {
    error: &'static str,
    record: Option<usize>,
    field: Option<String>,
    message: String,
}

impl Rule {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let reasons = Reasons::embedded()?;
        let clock = clock(self.now)?;
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut exit = Exit::Done;
        let mut number = 0_usize;
        if let Some(ledger) = &self.ledger {
            self.enter(ledger, &law, &reasons, clock)?;
        }
        for file in &self.files {
            let bytes = input::bytes(file)?;
            for posed in doors::read_posed(&bytes) {
                number += 1;
                match posed {
                    Ok(posed) => self.tell(&mut out, &law, &reasons, posed, clock, number)?,
                    Err(unreadable) => {
                        exit = Exit::Unreadable;
                        self.tell_unreadable(&mut out, file, &unreadable)?;
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

    /// Enters the ruling of every ask that can be read. Standard input is read once only, so it
    /// cannot be entered and printed.
    fn enter(&self, ledger: &Path, law: &Law, reasons: &Reasons, clock: Moment) -> Result<()> {
        let mut reviews = Vec::new();
        for file in &self.files {
            if file.as_os_str() == "-" {
                bail!(io::Error::other(
                    "`--ledger` needs a file: standard input is read only once"
                ));
            }
            for posed in doors::read_posed(&input::bytes(file)?).into_iter().flatten() {
                reviews.push(review(law, reasons, posed, clock));
            }
        }
        let count = reviews.len();
        reviews::enter(ledger, law, reviews.into_iter(), count, clock)
    }

    fn tell(
        &self,
        out: &mut impl Write,
        law: &Law,
        reasons: &Reasons,
        posed: Posed,
        clock: Moment,
        number: usize,
    ) -> Result<()> {
        let Posed { ask, facts, now } = posed;
        let now = now.unwrap_or(clock);
        let facts = with_words_read(law, reasons, &ask, facts, now);
        let audience = if self.desk { Audience::Desk } else { Audience::Asker };
        let told = Told::new(law, law.rule(&ask, &facts, now), audience);
        if self.json {
            serde_json::to_writer(&mut *out, &told).map_err(io::Error::from)?;
            writeln!(out)?;
            return Ok(());
        }
        let name = ask.id.map_or_else(|| format!("ask {number}"), |id| format!("ask `{}`", id.0));
        print(out, &name, &told)?;
        Ok(())
    }

    fn tell_unreadable(
        &self,
        out: &mut impl Write,
        file: &std::path::Path,
        unreadable: &Unreadable,
    ) -> Result<()> {
        eprintln!("headworks: {}: {unreadable}", file.display());
        if self.json {
            let not_read = NotRead {
                error: "unreadable",
                record: unreadable.record(),
                field: unreadable.field().map(str::to_owned),
                message: unreadable.to_string(),
            };
            serde_json::to_writer(&mut *out, &not_read).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Ok(())
    }
}

/// What is entered of an ask whose facts stand beside it.
fn review(law: &Law, reasons: &Reasons, posed: Posed, clock: Moment) -> Result<Reviewed> {
    let Posed { ask, facts, now } = posed;
    let now = now.unwrap_or(clock);
    let facts = with_words_read(law, reasons, &ask, facts, now);
    let ruling = law.rule(&ask, &facts, now);
    let body = |fact: &Option<Fact<Party>>| fact.as_ref().map(|fact| Body::of(&fact.value));
    let between = Between {
        day: clock.day(),
        holder: body(&facts.holder).unwrap_or_else(Body::unknown),
        asker: body(&facts.asker).unwrap_or_else(Body::unknown),
        beneficiary: body(&facts.beneficiary),
        door: ask.door,
        records: ask.records,
    };
    let digests = (digest_of(&ask)?, digest_of(&facts)?, ruling_digest(&ruling)?);
    let told = law::without_the_quiet(ruling);
    let content = Content::reviewed(between, Review::Posed, told.outcome, told.grounds())?;
    Ok(Reviewed { content, ask: digests.0, facts: digests.1, ruling: digests.2 })
}

/// The moment that was stated, or the clock's.
pub(crate) fn clock(stated: Option<Moment>) -> Result<Moment> {
    match stated {
        Some(now) => Ok(now),
        None => jiff::Timestamp::now().to_string().parse().context("the clock is off"),
    }
}

/// The facts that an ask is ruled on by: the words of the purpose are read here, as at the gate. A
/// reading stated among the facts can make a ruling stricter and never more open.
pub(crate) fn with_words_read(
    law: &Law,
    reasons: &Reasons,
    ask: &Ask,
    facts: Facts,
    now: Moment,
) -> Facts {
    let purpose = &ask.purpose;
    if purpose.text.is_none() && purpose.offence.is_none() && purpose.case_number.is_none() {
        return facts;
    }
    let reading = reasons.read_purpose(purpose);
    let read = Facts { reading: Some(Fact::new(reading, VouchedBy::Derived)), ..facts.clone() };
    let is_stricter = || law.rule(ask, &facts, now).outcome > law.rule(ask, &read, now).outcome;
    if facts.reading.is_some() && is_stricter() { facts } else { read }
}

pub(crate) fn print(out: &mut impl Write, name: &str, told: &Told) -> io::Result<()> {
    let outcome = match told.outcome {
        Outcome::Share => "share",
        Outcome::Refer => "refer to a person",
        Outcome::Withhold => "withhold",
    };
    writeln!(out, "{name}: {outcome}")?;
    for ground in &told.grounds {
        print_ground(out, ground)?;
    }
    for limit in &told.limits {
        writeln!(out, "  limit: {} [{}]", limit.text, limit.citation)?;
    }
    for duty in &told.duties {
        print_duty(out, duty)?;
    }
    for line in &told.working {
        writeln!(out, "{}", wrap(&format!("working: {line}"), 2))?;
    }
    if let Some(at) = told.valid_until {
        writeln!(out, "  holds until: {at}")?;
    }
    writeln!(out)
}

/// Prints a duty, with its day where it has one.
pub(crate) fn print_duty(out: &mut impl Write, duty: &Duty) -> io::Result<()> {
    let kind = if duty.is_advice { "to be considered" } else { "duty" };
    writeln!(out, "  {kind}: {} ({}; {})", duty.citation, duty.policy, duty.text_status.told())?;
    writeln!(out, "{}", wrap(&duty.text, 4))?;
    let Some(due) = &duty.due else { return Ok(()) };
    let late = if due.is_overdue == Some(true) { ", OVERDUE" } else { "" };
    let told = match due.at {
        Some(day) => format!("due {day}{late} ({}): {}", due.rule, due.working),
        None => format!("due: {} ({})", due.rule, due.working),
    };
    writeln!(out, "{}", wrap(&told, 4))
}

fn print_ground(out: &mut impl Write, ground: &Ground) -> io::Result<()> {
    let Ground { citation, policy, text_status, .. } = ground;
    let quiet = if ground.is_quiet { "quiet ground" } else { "ground" };
    writeln!(out, "  {quiet}: {citation} ({policy}; {})", text_status.told())?;
    writeln!(out, "{}", wrap(&ground.because, 4))?;
    if let Some(question) = &ground.open_question {
        writeln!(out, "{}", wrap(&format!("open question: {question}"), 4))?;
    }
    for exception in &ground.exceptions {
        let Some(first) = exception.failed.first() else {
            let met = format!("exception met: {} ({})", exception.because, exception.policy);
            writeln!(out, "{}", wrap(&met, 4))?;
            continue;
        };
        let failed = exception.failed.get(1..).unwrap_or_default();
        let missing =
            failed.iter().fold(format!("it lacks: {first}"), |all, f| format!("{all}; {f}"));
        let told =
            format!("exception not met: {} ({}); {missing}", exception.because, exception.policy);
        writeln!(out, "{}", wrap(&told, 4))?;
    }
    Ok(())
}
