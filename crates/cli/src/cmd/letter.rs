//! `headworks letter`: what a lookback found, to the agency that answers for it.

use crate::cmd::bundle::{FINDINGS, REPLIES, RUN, Run, SUMMARY};
use crate::cmd::outputs::{Spoken, in_words, replies};
use crate::cmd::part::PartFile;
use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use lookback::Finding;
use pages::{Account, Caps, Gather, Made, Provision, Written};
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Write to an agency what a lookback found, and ask it for the records that are missing
///
/// BUNDLE is a folder that `headworks lookback --bundle` wrote, or a file of findings. Without
/// --agency the agencies are listed. To whom the letter goes, from whom, and by when a reply is
/// asked for is left open, to be filled in. Read it before you send it: it is not legal advice.
#[derive(Debug, Args)]
pub(crate) struct Letter {
    /// The bundle of a run, or its findings
    #[arg(value_name = "BUNDLE")]
    from: PathBuf,
    /// The agency, as the findings name it
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    /// What to write it as
    #[arg(long, value_name = "FORM", default_value = "md")]
    to: Form,
    /// The language to write it in
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: Spoken,
    /// Write it here instead of on screen
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// The summary of the run, where BUNDLE is a file of findings
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// The replies of agencies, instead of those of the bundle
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Take the words of provisions from the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
    /// Print the list of agencies as JSON instead of text
    #[arg(long)]
    json: bool,
}

/// What a letter is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Form {
    /// HTML, one file
    Html,
    /// Markdown
    Md,
}

/// A longer line is no finding: the longest real one has some thousand bytes.
const LINE_BYTES_MAX: u64 = 16 << 20;

impl Letter {
    pub(crate) fn run(&self) -> Result<Exit> {
        let is_bundle = self.from.is_dir();
        let beside =
            |name: &str| Some(self.from.join(name)).filter(|path| is_bundle && path.is_file());
        let replies_at = self.corrections.clone().or_else(|| beside(REPLIES));
        let mut gather = Gather::new(Caps::LETTER, replies(replies_at.as_deref())?);
        let findings = if is_bundle { self.from.join(FINDINGS) } else { self.from.clone() };
        take_all(&findings, &mut gather)?;
        gather.replies.check()?;
        let Some(agency) = &self.agency else { return self.list(&gather) };
        let account = match self.summary.clone().or_else(|| beside(SUMMARY)) {
            Some(path) => {
                Account::read(&text(&path)?).with_context(|| format!("in `{}`", path.display()))?
            }
            None => Account::default(),
        };
        let run = beside(RUN).map(|path| read_run(&path)).transpose()?;
        let made = Made {
            version: run
                .as_ref()
                .map_or(env!("CARGO_PKG_VERSION"), |run| &run.headworks)
                .to_owned(),
            language: self.language.into(),
        };
        let provisions = self.provisions(run)?;
        let letter = pages::Letter::new(agency, &account, &gather, &provisions, &made)?;
        self.write(&letter.write(match self.to {
            Form::Html => Written::Html,
            Form::Md => Written::Markdown,
        })?)?;
        Ok(Exit::Done)
    }

    /// The provisions in the words that the run had, then those of the law at hand.
    fn provisions(&self, run: Option<Run>) -> Result<Vec<Provision>> {
        let law = input::law(self.statutes.as_deref())?;
        let mut all = run.map_or_else(Vec::new, |run| run.provisions);
        all.extend(law.provisions().map(in_words));
        Ok(all)
    }

    fn write(&self, letter: &str) -> Result<()> {
        match &self.out {
            Some(path) => {
                let mut file = PartFile::new(path)?;
                file.write_all(letter.as_bytes())
                    .with_context(|| format!("cannot write `{}`", path.display()))?;
                file.finish()
            }
            None => Ok(io::stdout().lock().write_all(letter.as_bytes())?),
        }
    }

    /// The agencies that findings are about, with how many.
    fn list(&self, gather: &Gather) -> Result<Exit> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        let ranked = gather.ranked();
        if self.json {
            let all: Vec<_> = ranked
                .iter()
                .map(|(name, agency)| {
                    json!({
                        "agency": name,
                        "strict": agency.counts.strict(),
                        "loose": agency.counts.all(),
                        "record_keeping": agency.record.all(),
                    })
                })
                .collect();
            serde_json::to_writer_pretty(&mut out, &all).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            writeln!(out, "  strict   loose  of them record-keeping  agency")?;
            for (name, agency) in ranked {
                let counts = &agency.counts;
                let (strict, loose) = (counts.strict(), counts.all());
                writeln!(out, "{strict:>8}{loose:>8}{:>24}  {name}", agency.record.all())?;
            }
            writeln!(out, "\na letter to one of them: --agency NAME")?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }
}

/// Takes every finding of a file, one a line.
fn take_all(path: &Path, gather: &mut Gather) -> Result<()> {
    let told = || format!("cannot read `{}`", path.display());
    let mut reader = BufReader::new(File::open(path).with_context(told)?);
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        let read = (&mut reader).take(LINE_BYTES_MAX).read_until(b'\n', &mut line);
        if read.with_context(told)? == 0 {
            break;
        }
        let finding: Finding = serde_json::from_slice(&line)
            .map_err(io::Error::from)
            .with_context(|| format!("`{}` line {number} is no finding", path.display()))?;
        gather.take(&finding);
    }
    Ok(())
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
}

fn read_run(path: &Path) -> Result<Run> {
    serde_json::from_str(&text(path)?)
        .map_err(io::Error::from)
        .with_context(|| format!("cannot read `{}`", path.display()))
}
