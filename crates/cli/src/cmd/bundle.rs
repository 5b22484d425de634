//! The bundle of a run: what it read, by what law, and what came out, by digest.
//!
//! A bundle names no machine and no time, so that two runs of the same version on the same files
//! give the same bytes.

use crate::cmd::compare;
use crate::cmd::named::Names;
use crate::cmd::outputs::{Asked, Spoken};
use crate::cmd::part::PartFolder;
use crate::exit::Exit;
use anyhow::{Context as _, Result};
use clap::{Args, Subcommand, ValueEnum as _};
use lookback::Finding;
use pages::{Provision, Replies, Sheet, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use terms::Day;

/// The files of a bundle.
pub(crate) const RUN: &str = "run.json";
pub(crate) const SUMMARY: &str = "summary.json";
pub(crate) const FINDINGS: &str = "findings.jsonl";
pub(crate) const PAGE: &str = "page.html";
pub(crate) const TABLE: &str = "findings.csv";
pub(crate) const REPLIES: &str = "corrections.toml";
/// The digest of each of them, as `sha256sum --check` reads it.
pub(crate) const DIGESTS: &str = "SHA256SUMS";

/// Work with the bundle of a lookback
#[derive(Debug, Subcommand)]
pub(crate) enum Bundle {
    /// Check that a bundle is as it was written; with its inputs, run it again and compare
    Check(Check),
}

/// Check that a bundle is as it was written; with its inputs, run it again and compare
///
/// Without PATH every file of the bundle is held against its digest. With the files or folders that
/// the bundle was made from, in the order of its command, the run is made again by the Headworks at
/// hand and everything that differs is told: version, law, inputs, outcomes, findings.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The bundle
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// What it was made from
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Run again by the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    pub(crate) statutes: Option<PathBuf>,
}

impl Bundle {
    pub(crate) fn run(&self) -> Result<Exit> {
        match self {
            Self::Check(check) => compare::run(check),
        }
    }
}

/// `run.json`: what was run.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    /// The version that ran.
    pub(crate) headworks: String,
    /// The law that was applied.
    pub(crate) law_digest: String,
    /// The registry by which names were read; an older run does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) registry_digest: Option<String>,
    /// The cue list by which reasons were read; an older run does not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cues_digest: Option<String>,
    /// The command, without folders of the machine.
    pub(crate) command: Vec<String>,
    /// What was asked for.
    pub(crate) options: RunOptions,
    /// What was read, in that order.
    pub(crate) inputs: Vec<FileDigest>,
    /// The provisions that findings rest on, in words.
    pub(crate) provisions: Vec<Provision>,
}

/// What a run was asked for.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunOptions {
    pub(crate) as_of: Option<Day>,
    pub(crate) show_text: bool,
    pub(crate) language: RunLanguage,
    /// Whether it ruled by a folder of packs and not by those shipped.
    pub(crate) own_law: bool,
    /// Whether it had a file of replies, which is then in the bundle.
    pub(crate) corrections: bool,
}

/// The language that the page shows first.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunLanguage {
    En,
    Es,
}

/// A file by name, size and digest.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileDigest {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// A bundle that is being filled.
#[derive(Debug)]
pub(crate) struct Filling {
    folder: PartFolder,
    findings: BufWriter<File>,
    table: Sheet<BufWriter<File>>,
    command: Vec<String>,
    options: Option<RunOptions>,
}

impl Filling {
    /// Begins a bundle.
    pub(crate) fn new(path: &Path, text: Text) -> Result<Self> {
        let folder = PartFolder::new(path)?;
        let findings = BufWriter::new(File::create(folder.file(FINDINGS))?);
        let table = Sheet::new(BufWriter::new(File::create(folder.file(TABLE))?), text)?;
        Ok(Self { folder, findings, table, command: Vec::new(), options: None })
    }

    /// Notes what was asked for, and takes in the file of replies.
    pub(crate) fn with_run(
        mut self,
        paths: &[PathBuf],
        asked: Asked,
        language: Spoken,
        corrections: Option<&Path>,
    ) -> Result<Self> {
        if let Some(path) = corrections {
            fs::copy(path, self.folder.file(REPLIES))
                .with_context(|| format!("cannot read `{}`", path.display()))?;
        }
        self.command = command(paths, asked, language, corrections.is_some());
        self.options = Some(RunOptions {
            as_of: asked.as_of,
            show_text: asked.show_text,
            language: match language {
                Spoken::En => RunLanguage::En,
                Spoken::Es => RunLanguage::Es,
            },
            own_law: asked.own_law,
            corrections: corrections.is_some(),
        });
        Ok(self)
    }

    /// Takes one finding, with the replies to it.
    pub(crate) fn take(
        &mut self,
        finding: &Finding,
        replies: &Replies,
        answers: &[usize],
    ) -> Result<()> {
        serde_json::to_writer(&mut self.findings, finding).map_err(io::Error::from)?;
        writeln!(self.findings)?;
        self.table.take(finding, replies, answers)?;
        Ok(())
    }

    /// Writes the rest, and gives the bundle its name.
    pub(crate) fn finish(
        mut self,
        names: &Names,
        summary: &Value,
        page: &str,
        provisions: Vec<Provision>,
    ) -> Result<()> {
        self.findings.flush()?;
        self.table.finish()?;
        let text = |key: &str| summary.get(key).and_then(Value::as_str).map(str::to_owned);
        let inputs = names.each().map(|(path, name)| digest(Path::new(path), name));
        let Some(options) = self.options else { return Ok(()) };
        let run = Run {
            headworks: env!("CARGO_PKG_VERSION").to_owned(),
            law_digest: text("law_digest").unwrap_or_default(),
            registry_digest: text("registry_digest"),
            cues_digest: text("cues_digest"),
            command: self.command,
            options,
            inputs: inputs.collect::<Result<_>>()?,
            provisions,
        };
        write_json(&self.folder.file(RUN), &run)?;
        write_json(&self.folder.file(SUMMARY), summary)?;
        fs::write(self.folder.file(PAGE), page)?;
        let mut digests = String::new();
        let written = [REPLIES, TABLE, FINDINGS, PAGE, RUN, SUMMARY];
        for name in written.into_iter().filter(|name| self.folder.file(name).is_file()) {
            let FileDigest { sha256, .. } = digest(&self.folder.file(name), name)?;
            digests.push_str(&format!("{sha256}  {name}\n"));
        }
        fs::write(self.folder.file(DIGESTS), digests)?;
        self.folder.finish()
    }
}

/// The command that made a run, without folders of the machine.
fn command(paths: &[PathBuf], asked: Asked, language: Spoken, corrections: bool) -> Vec<String> {
    let mut command = vec!["headworks".to_owned(), "lookback".to_owned()];
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        command.push(name.unwrap_or_else(|| ".".to_owned()));
    }
    if let Some(day) = asked.as_of {
        command.extend(["--as-of".to_owned(), day.to_string()]);
    }
    if asked.show_text {
        command.push("--show-text".to_owned());
    }
    if asked.own_law {
        command.extend(["--statutes".to_owned(), "DIR".to_owned()]);
    }
    if let Some(language) = language.to_possible_value().filter(|_| language != Spoken::En) {
        command.extend(["--language".to_owned(), language.get_name().to_owned()]);
    }
    if corrections {
        command.extend(["--corrections".to_owned(), REPLIES.to_owned()]);
    }
    command.extend(["--bundle".to_owned(), "DIR".to_owned()]);
    command
}

fn write_json(path: &Path, value: &impl Serialize) -> Result<()> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}

/// The size and digest of a file.
pub(crate) fn digest(path: &Path, name: &str) -> Result<FileDigest> {
    let told = || format!("cannot read `{}`", path.display());
    let mut file = File::open(path).with_context(told)?;
    let mut sum = Sha256::new();
    let bytes = io::copy(&mut file, &mut sum).with_context(told)?;
    let mut sha256 = String::new();
    for byte in sum.finalize() {
        sha256.push_str(&format!("{byte:02x}"));
    }
    Ok(FileDigest { name: name.to_owned(), bytes, sha256 })
}
