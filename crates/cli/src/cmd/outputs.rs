//! What a lookback writes beside its summary and findings: page, table, bundle.
//!
//! Findings come one at a time and are written as they come; a file or folder takes its name only
//! when it is whole.

use crate::cmd::bundle::Filling;
use crate::cmd::named::Names;
use crate::cmd::part::PartFile;
use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use law::Law;
use lookback::Finding;
use pages::{Account, Caps, Gather, Language, Made, Page, Provision, Replies, Sheet, Text};
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use terms::Day;

/// What to write for people, and for those who check it.
#[derive(Clone, Debug, Args)]
pub(crate) struct Outputs {
    /// Write a page of it here: one file, English and Spanish, without script
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write the findings here as a table for spreadsheets
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write all of it here with digests, for another person to check and run again
    #[arg(long, value_name = "DIR")]
    bundle: Option<PathBuf>,
    /// The language that the page shows first
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: Spoken,
    /// Let the replies of agencies in this file stand beside the findings they answer
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
}

/// A language, as it is given on the command line.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Spoken {
    /// English
    En,
    /// Spanish
    Es,
}

impl From<Spoken> for Language {
    fn from(spoken: Spoken) -> Self {
        match spoken {
            Spoken::En => Self::English,
            Spoken::Es => Self::Spanish,
        }
    }
}

/// What the run was asked for that changes what it finds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// Another day's law.
    pub(crate) as_of: Option<Day>,
    /// Whether reasons are told as written.
    pub(crate) show_text: bool,
    /// Whether the law is of a folder of its own and not that shipped.
    pub(crate) own_law: bool,
}

/// Outputs that are being written.
#[derive(Debug)]
pub(crate) struct Writing {
    outputs: Outputs,
    names: Names,
    gather: Gather,
    sheet: Option<Sheet<PartFile>>,
    bundle: Option<Filling>,
}

impl Outputs {
    /// Every file that is written, so that none of them is read.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.html, &self.csv].into_iter().flatten()
    }

    /// Whether nothing is asked for: then no finding needs to be looked at.
    fn is_idle(&self) -> bool {
        [&self.html, &self.csv, &self.bundle, &self.corrections].iter().all(|path| path.is_none())
    }

    /// Opens them; `files` are those that the run reads, and `paths` what was asked for.
    pub(crate) fn open<'a>(
        &self,
        paths: &[PathBuf],
        files: impl Iterator<Item = &'a Path>,
        asked: Asked,
    ) -> Result<Writing> {
        let names = Names::of(paths, files);
        let gather = Gather::new(Caps::PAGE, replies(self.corrections.as_deref())?);
        let text = if asked.show_text { Text::Shown } else { Text::Hidden };
        let sheet = match &self.csv {
            Some(path) => Some(Sheet::new(PartFile::new(path)?, text)?),
            None => None,
        };
        let bundle = match &self.bundle {
            Some(path) => {
                let filling = Filling::new(path, text)?;
                Some(filling.with_run(paths, asked, self.language, self.corrections.as_deref())?)
            }
            None => None,
        };
        Ok(Writing { outputs: self.clone(), names, gather, sheet, bundle })
    }
}

/// The replies of a file; none where there is no file.
pub(crate) fn replies(path: Option<&Path>) -> Result<Replies> {
    let Some(path) = path else { return Ok(Replies::default()) };
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    Replies::read(&text).with_context(|| format!("in `{}`", path.display()))
}

impl Writing {
    /// Takes one finding.
    pub(crate) fn take(&mut self, finding: &Finding) -> Result<()> {
        if self.outputs.is_idle() {
            return Ok(());
        }
        let finding = self.names.rename(finding.clone());
        let answers = self.gather.take(&finding);
        if let Some(sheet) = &mut self.sheet {
            sheet.take(&finding, &self.gather.replies, &answers)?;
        }
        if let Some(bundle) = &mut self.bundle {
            bundle.take(&finding, &self.gather.replies, &answers)?;
        }
        Ok(())
    }

    /// Writes what can only be written at the end, and gives every output its name.
    pub(crate) fn finish(mut self, summary: &impl serde::Serialize, law: &Law) -> Result<()> {
        self.gather.replies.check()?;
        if self.outputs.html.is_none() && self.bundle.is_none() {
            return self.sheet.map_or(Ok(()), finish_sheet);
        }
        let mut summary = serde_json::to_value(summary)?;
        self.names.rename_all(&mut summary);
        let provisions = provisions(law, &self.gather);
        let page = self.page(&summary, &provisions)?;
        if let Some(path) = &self.outputs.html {
            let mut file = PartFile::new(path)?;
            file.write_all(page.as_bytes())
                .with_context(|| format!("cannot write `{}`", path.display()))?;
            file.finish()?;
        }
        if let Some(bundle) = self.bundle.take() {
            bundle.finish(&self.names, &summary, &page, provisions)?;
        }
        self.sheet.map_or(Ok(()), finish_sheet)
    }

    fn page(&self, summary: &Value, provisions: &[Provision]) -> Result<String> {
        let account = Account::read(&summary.to_string())?;
        let made = Made {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language: self.outputs.language.into(),
        };
        Ok(Page::new(&account, &self.gather, provisions, &made).html()?)
    }
}

fn finish_sheet(sheet: Sheet<PartFile>) -> Result<()> {
    sheet.finish()?.finish()
}

/// The provisions that findings rest on, in words.
pub(crate) fn provisions(law: &Law, gather: &Gather) -> Vec<Provision> {
    let all = law.provisions().filter(|known| gather.by_provision.contains_key(&known.id));
    all.map(in_words).collect()
}

/// A provision in words.
pub(crate) fn in_words(known: &law::Provision) -> Provision {
    Provision {
        id: known.id.clone(),
        title: known.title.clone(),
        citation: known.citation.clone(),
        text_status: known.text_status,
        text_status_note: known.text_status_note.clone(),
        english: known.english.clone(),
        spanish: known.spanish.clone(),
    }
}
