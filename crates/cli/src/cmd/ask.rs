//! `headworks ask`: one ask down the whole line, without a server.
//!
//! Facts come from a folder that the holder's desk keeps, records from declared files, and the
//! ledger is the one in `--ledger`. Whoever runs this command holds all three: it is for a
//! department's own records staff, for tests and for training, until there is sign-in.

use crate::cmd::rule::{clock, print};
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use doors::Reasons;
use gate::{Asked, End, Entered, Line, PortError, Secrets, SignedIn};
use law::{Audience, Told};
use ledger::{Digest, Secret, digest_of};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use store::{FactFolder, Ledger};
use terms::{Moment, Question};

/// Run an ask down the line: rule, enter, and only then answer
///
/// FILE holds one object {"ask": …, "question": …}. The ruling is entered in the ledger before
/// anything is answered, and the share before the answer is printed. Exits 0 when an answer left, 1
/// when it was withheld, 3 when a person has to look, 75 when the ledger or the records are down.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The ask; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The folder of the records
    #[arg(long, value_name = "DIR")]
    records: PathBuf,
    /// The folder with the declarations of the record sets
    #[arg(long, value_name = "DIR", default_value = "record_sets")]
    record_sets: PathBuf,
    /// The folder of the ledger (`headworks ledger init` makes one)
    #[arg(long, value_name = "DIR")]
    ledger: PathBuf,
    /// The folder of facts: holder, parties, agreements, cases, papers
    #[arg(long, value_name = "DIR")]
    facts: PathBuf,
    /// Who asks: a credential of `parties.toml`
    #[arg(long = "as", value_name = "CREDENTIAL")]
    signed_in: String,
    /// Write the receipts of the two entries here, which hold no secret, and beside each what the
    /// asker may open of it: its own ask and answer, and no fact
    #[arg(long, value_name = "DIR")]
    receipts: Option<PathBuf>,
    /// The moment of the ask (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
    /// Rule by the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Printed<'a> {
    end: &'static str,
    /// What the desk binds a paper to.
    ask_digest: Digest,
    entries: [u64; 2],
    ruling: &'a Told,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Value>>,
}

/// The machine's random numbers.
struct Machine;

impl Secrets for Machine {
    fn draw(&self) -> Result<Secret, PortError> {
        Ok(Secret::new(store::random()?))
    }
}

impl Ask {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let reasons = Reasons::embedded()?;
        let now = clock(self.now)?;
        let asked = match read(&input::bytes(&self.file)?) {
            Ok(asked) => asked,
            Err(unreadable) => {
                eprintln!("headworks: {}: {unreadable}", self.file.display());
                return Ok(Exit::Unreadable);
            }
        };
        let facts = FactFolder::open(&self.facts)?;
        let Some(signed_in) = facts.sign_in(&self.signed_in) else {
            bail!(io::Error::other(format!(
                "nobody signs in as `{}`: `{}` must name it, once",
                self.signed_in,
                self.facts.join("parties.toml").display(),
            )));
        };
        let records = records::Folder::open(&self.record_sets, &self.records)?;
        let runtime = super::ledger::runtime()?;
        let end = runtime.block_on(async {
            let ledger = Ledger::open(&self.ledger).await?;
            let day = now.day();
            super::ledger::enter_changes(&ledger, &law, day).await?;
            let line = Line {
                law: &law,
                reasons: &reasons,
                facts,
                book: ledger.book().clone(),
                records,
                secrets: Machine,
                trust: ledger.book().trust().clone(),
            };
            let end = line.ask(&asked, &signed_in, now).await;
            drop(line);
            ledger.close().await?;
            anyhow::Ok(end?)
        })?;
        self.tell(&law, &signed_in, &asked, end)
    }

    fn tell(&self, law: &law::Law, _: &SignedIn, asked: &Asked, end: End) -> Result<Exit> {
        let (word, exit, ruling, entries, answer) = match end {
            End::Kept { ruling, ruled, kept } => {
                ("withheld", Exit::Withheld, ruling, [ruled, kept], None)
            }
            End::Referred { ruling, ruled, referred } => {
                ("referred", Exit::Referred, ruling, [ruled, referred], None)
            }
            End::Shared { ruling, ruled, shared, answer, .. } => {
                ("shared", Exit::Done, ruling, [ruled, shared], Some(answer))
            }
        };
        if let Some(folder) = &self.receipts {
            for entered in &entries {
                write_receipt(folder, entered)?;
            }
        }
        let told = Told::new(law, *ruling, Audience::Asker);
        let ask_digest = digest_of(asked)?;
        let numbers = entries.each_ref().map(|entered| entered.index().0);
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.json {
            let rows = answer.as_deref().map(rows).transpose()?;
            let printed = Printed { end: word, ask_digest, entries: numbers, ruling: &told, rows };
            serde_json::to_writer(&mut out, &printed).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            let name = match &asked.ask.id {
                Some(id) => format!("ask `{}`", id.0),
                None => "ask".to_owned(),
            };
            // The answer alone goes to standard output, so that it can be piped on.
            let mut words = io::stderr().lock();
            print(&mut words, &name, &told)?;
            writeln!(words, "{word}; entered: {} and {}", numbers[0], numbers[1])?;
            if word == "referred" {
                writeln!(words, "for the desk: the digest of this ask is {ask_digest}")?;
            }
            if word != "shared" {
                writeln!(words, "hint: `headworks law explain` tells what would change this")?;
            }
            out.write_all(answer.as_deref().unwrap_or_default())?;
        }
        out.flush()?;
        Ok(exit)
    }
}

/// Reads an ask with its question. The ask is read by its door, which knows what an asker may say.
fn read(bytes: &[u8]) -> Result<Asked, String> {
    let wrong = |e: serde_json::Error| format!("it is not {{\"ask\": …, \"question\": …}}: {e}");
    let Parts { ask, question } = serde_json::from_slice(bytes).map_err(wrong)?;
    let ask = doors::read_ask(ask).map_err(|unreadable| unreadable.to_string())?;
    Ok(Asked { ask, question })
}

/// An ask with its question, not looked into yet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    ask: Value,
    question: Option<Question>,
}

fn rows(answer: &[u8]) -> Result<Vec<Value>> {
    let lines = answer.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).context("a row cannot be read")).collect()
}

/// Writes a receipt, and what its asker may open. Not the whole opening: guesses of what is quiet
/// could be tried on its digests.
fn write_receipt(folder: &Path, entered: &Entered) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("`{}`", folder.display()))?;
    let file = folder.join(format!("{}.tlog-proof", entered.index()));
    let receipt = entered.receipt.text();
    input::write_whole(&file, |out| out.write_all(receipt.as_bytes()))?;
    let file = folder.join(format!("{}.opening.json", entered.index()));
    input::write_private(&file, &entered.opening.for_asker().to_bytes()?)
}
