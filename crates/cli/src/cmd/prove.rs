//! `headworks law prove`: proves the claims of the packs for every ask.

use crate::exit::Exit;
use crate::input;
use crate::wrap::wrap;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use law::{AskTold, Breach, Claim, Proof, Prover};
use serde::Serialize;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;
use terms::Moment;

/// Prove every claim of the packs, for every ask there can be
///
/// Needs the solver cvc5: `apt-get install cvc5`, or its path in the environment variable CVC5. A
/// claim is proved, refuted (and an ask that breaks it is printed), or unknown where the solver
/// gave up, which is never counted as proved. Exits 0 if every claim is proved, else 1.
#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// Print JSON, one object per claim
    #[arg(long)]
    json: bool,
    /// Prove this claim alone
    #[arg(long, value_name = "ID")]
    claim: Option<String>,
    /// The moment whose law is meant (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
    /// Use the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
}

/// A claim and what became of it, as `--json` prints it.
#[derive(Serialize)]
struct Told<'a> {
    claim: &'a str,
    path: &'a str,
    english: &'a str,
    spanish: &'a str,
    #[serde(flatten)]
    verdict: &'a Proof,
    seconds: f64,
}

impl Prove {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let wanted = |claim: &&Claim| self.claim.as_ref().is_none_or(|id| *id == claim.id);
        let claims: Vec<&Claim> = law.claims().filter(wanted).collect();
        if let (Some(id), true) = (&self.claim, claims.is_empty()) {
            let known: Vec<_> = law.claims().map(|c| c.id.as_str()).collect();
            bail!(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("no claim has the id `{id}`; these are: {}", known.join(", "))
            ));
        }
        let now = match self.now {
            Some(now) => now,
            None => jiff::Timestamp::now().to_string().parse().context("the clock is off")?,
        };
        let cvc5 = std::env::var_os("CVC5").map_or_else(|| PathBuf::from("cvc5"), PathBuf::from);
        let threads = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let prover = Prover::new(&law, now, cvc5, threads)?;
        let mut out = io::stdout().lock();
        let (mut proved, mut refuted, mut unknown) = (0, 0, 0);
        for (number, claim) in (1..).zip(&claims) {
            eprintln!("claim {number} of {}: {}", claims.len(), claim.id);
            let started = Instant::now();
            let verdict = prover.prove(claim)?;
            let seconds = started.elapsed().as_secs_f64();
            match verdict {
                Proof::Proved { .. } => proved += 1,
                Proof::Refuted { .. } => refuted += 1,
                Proof::Unknown { .. } => unknown += 1,
            }
            if self.json {
                let Claim { id, path, english, spanish, .. } = claim;
                let verdict = &verdict;
                let told = Told { claim: id, path, english, spanish, verdict, seconds };
                serde_json::to_writer(&mut out, &told).map_err(io::Error::from)?;
                writeln!(out)?;
            } else {
                print(&mut out, claim, &verdict, seconds)?;
            }
            out.flush()?;
        }
        if !self.json {
            writeln!(out, "{proved} proved, {refuted} refuted, {unknown} unknown")?;
        }
        Ok(if refuted + unknown == 0 { Exit::Done } else { Exit::CheckFailed })
    }
}

fn print(out: &mut impl Write, claim: &Claim, verdict: &Proof, seconds: f64) -> io::Result<()> {
    let (word, more) = match verdict {
        Proof::Proved { questions } => ("proved", format!("{questions} questions, ")),
        Proof::Refuted { .. } => ("REFUTED", String::new()),
        Proof::Unknown { .. } => ("UNKNOWN", String::new()),
    };
    writeln!(out, "{word:8} {} ({more}{seconds:.1} s)", claim.id)?;
    match verdict {
        Proof::Proved { .. } => {}
        Proof::Refuted { breaches } => {
            writeln!(out, "{}", wrap(&format!("does not hold: {}", claim.english), 2))?;
            for breach in breaches {
                print_breach(out, breach)?;
            }
        }
        Proof::Unknown { why } => {
            writeln!(out, "{}", wrap("not proved: the solver did not settle it", 2))?;
            for one in why {
                writeln!(out, "{}", wrap(one, 4))?;
            }
        }
    }
    Ok(())
}

fn print_breach(out: &mut impl Write, breach: &Breach) -> io::Result<()> {
    writeln!(out, "{}", wrap(&format!("{}: {}", breach.about, breach.what), 2))?;
    let Some(ask) = &breach.ask else { return Ok(()) };
    let AskTold { door, asker, beneficiary, holder, records, purpose, .. } = ask;
    let lines = [
        ("door", door.map_or("none", terms::Door::word)),
        ("who asks", asker),
        ("for whom", beneficiary),
        ("holder", holder),
        ("records", records),
        ("purpose", purpose),
    ];
    for (name, value) in lines {
        writeln!(out, "{}", wrap(&format!("{name}: {value}"), 4))?;
    }
    let papers = if ask.papers.is_empty() { "none".to_owned() } else { ask.papers.join("; ") };
    writeln!(out, "{}", wrap(&format!("papers: {papers}"), 4))?;
    if !ask.further.is_empty() {
        writeln!(out, "{}", wrap(&format!("and: {}", ask.further.join("; ")), 4))?;
    }
    for permission in &ask.let_through_by {
        let told = format!("let through by {}: {}", permission.policy, permission.because);
        writeln!(out, "{}", wrap(&told, 4))?;
    }
    Ok(())
}
