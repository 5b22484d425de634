//! `headworks lookback`: past logs through the law of their own dates.

use crate::cmd::outputs::{Asked, Outputs};
use crate::cmd::rule::clock;
use crate::cmd::{findings, summary};
use crate::exit::Exit;
use crate::input;
use crate::reviews::{self, Reviewed};
use crate::scratch::ScratchFile;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use doors::Reasons;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use law::Law;
use ledger::{Between, Body, Content, Review, digest_of};
use lookback::{Finding, Format, Found, Holder, Kind, Of, Options, Progress, Who};
use parties::Parties;
use std::fs::File;
use std::io::{self, IsTerminal as _, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use terms::{Certainty, Day, Door, Moment, Party, Place};

/// Run published audit logs and sharing lists through the law of their own dates
///
/// Each PATH is a file or a folder. The kind of a file is recognised by its name and header and
/// told; docs/lookback.md says for each kind what can be found from it and what cannot. Plates,
/// names and free text are never printed unless --show-text is given.
#[derive(Debug, Args)]
pub(crate) struct Lookback {
    /// Audit logs and portal pages, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the summary here, as one JSON object
    #[arg(long, value_name = "FILE")]
    summary: Option<PathBuf>,
    /// Write the findings here, one JSON object a line
    #[arg(long, value_name = "FILE")]
    findings: Option<PathBuf>,
    #[command(flatten)]
    outputs: Outputs,
    /// Rule by the law of this day instead of each row's own: every finding is then hypothetical
    #[arg(long, value_name = "DAY")]
    as_of: Option<Day>,
    /// Put reasons as written into the findings; they can hold plates and names
    #[arg(long)]
    show_text: bool,
    /// Whose log or list it is, for files that do not say it themselves
    #[arg(long, value_name = "NAME")]
    agency: Option<String>,
    /// The day of a sharing list that does not say it itself
    #[arg(long, value_name = "DAY")]
    day: Option<Day>,
    /// Read files of another format by this description (docs/howto/add-a-log-format.md)
    #[arg(long, value_name = "FILE")]
    format: Vec<PathBuf>,
    /// How many threads read and rule; by default as many as the machine has
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
    /// How many MiB of rows are kept in memory before they are set down in a temporary file
    #[arg(long, value_name = "MIB", default_value_t = 640)]
    memory: usize,
    /// Print the summary as JSON instead of text
    #[arg(long)]
    json: bool,
    /// Draw no progress
    #[arg(long, short)]
    quiet: bool,
    /// Rule by the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
    /// Enter each finding in this ledger as a review: who, whose, by which policies, how sure; of
    /// the row itself no more than its day
    #[arg(long, value_name = "DIR")]
    ledger: Option<PathBuf>,
}

/// A file to take in, and whether it was named itself or found in a folder.
struct Given {
    path: PathBuf,
    by_name: bool,
}

impl Lookback {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let parties = Parties::embedded()?;
        let reasons = Reasons::embedded()?;
        let scratch = Box::new(ScratchFile::default());
        let mut run =
            lookback::Lookback::with_scratch(&law, &parties, &reasons, self.options()?, scratch)?;
        let given = self.given()?;
        let asked = Asked {
            as_of: self.as_of,
            show_text: self.show_text,
            own_law: self.statutes.is_some(),
        };
        let files = given.iter().map(|g| &*g.path);
        let mut outputs = self.outputs.open(&self.paths, files, asked)?;
        let mut progress = Drawn::new(given.len(), self.quiet);
        let mut refused_by_name = false;
        for file in &given {
            let told = file.path.display().to_string();
            let kind = match File::open(&file.path) {
                Ok(reader) => run.add_file(&told, reader, &mut progress)?,
                Err(error) => {
                    run.refuse_file(&told, &format!("it cannot be opened: {error}"));
                    Kind::Unknown
                }
            };
            refused_by_name |= file.by_name && kind == Kind::Unknown;
            progress.file_done();
        }
        progress.end();
        let found = run.finish()?;
        found.findings.iter().try_for_each(|finding| outputs.take(&finding))?;
        outputs.finish(&found.summary, &law)?;
        self.write(&law, &found)?;
        if let Some(ledger) = &self.ledger {
            let now = clock(None)?;
            let reviews = found.findings.iter().map(|finding| review(&finding, now));
            reviews::enter(ledger, &law, reviews, found.findings.len(), now)?;
        }
        let nothing_read = found.summary.files.is_empty();
        if nothing_read {
            eprintln!(
                "headworks: no file of a known kind was found; docs/lookback.md lists the kinds"
            );
        }
        Ok(if refused_by_name || nothing_read { Exit::Unreadable } else { Exit::Done })
    }

    fn options(&self) -> Result<Options> {
        let formats = self.format.iter().map(|path| {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read `{}` as text", path.display()))?;
            Format::read(&text).with_context(|| format!("`{}` cannot be used", path.display()))
        });
        let cores = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        Ok(Options {
            as_of: self.as_of,
            show_text: self.show_text,
            agency: self.agency.clone(),
            day: self.day,
            today: Some(today.to_string().parse()?),
            formats: formats.collect::<Result<_>>()?,
            threads: self.threads.unwrap_or(cores),
            memory_bytes: self.memory.saturating_mul(1024 * 1024),
            ..Options::default()
        })
    }

    /// The files to take in, each once, in the order given and below a folder by path.
    fn given(&self) -> Result<Vec<Given>> {
        let mut given: Vec<Given> = Vec::new();
        let told = [&self.summary, &self.findings].into_iter().flatten();
        let outputs: Vec<_> = told.chain(self.outputs.files()).collect();
        for path in &self.paths {
            let found = std::fs::metadata(path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            let files = if found.is_dir() { input::files_below(path)? } else { vec![path.clone()] };
            for file in files {
                if outputs.contains(&&file) {
                    bail_on_output(&file)?;
                }
                if !given.iter().any(|g| g.path == file) {
                    given.push(Given { path: file, by_name: !found.is_dir() });
                }
            }
        }
        Ok(given)
    }

    fn write(&self, law: &Law, found: &Found) -> Result<()> {
        if let Some(path) = &self.findings {
            input::write_whole(path, |out| {
                for finding in found.findings.iter() {
                    serde_json::to_writer(&mut *out, &finding).map_err(io::Error::from)?;
                    writeln!(out)?;
                }
                Ok(())
            })?;
        }
        if let Some(path) = &self.summary {
            input::write_whole(path, |out| {
                serde_json::to_writer_pretty(&mut *out, &found.summary).map_err(io::Error::from)?;
                writeln!(out)
            })?;
        }
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.json {
            serde_json::to_writer_pretty(&mut out, &found.summary).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            findings::print(&mut out, &found.findings)?;
            self.point_to_findings(&mut out, found)?;
            summary::print(&mut out, &found.summary, law)?;
        }
        out.flush()?;
        Ok(())
    }

    fn point_to_findings(&self, out: &mut impl Write, found: &Found) -> Result<()> {
        match &self.findings {
            Some(path) => {
                writeln!(out, "all {} findings: {}\n", found.findings.len(), path.display())?;
            }
            None if found.findings.is_empty() => {}
            None => writeln!(
                out,
                "all {} findings, row by row: --findings FILE\n",
                found.findings.len()
            )?,
        }
        Ok(())
    }
}

/// What is entered of a finding. A name that the registry does not show is left out: it was typed
/// by somebody, and could be anything.
fn review(finding: &Finding, now: Moment) -> Result<Reviewed> {
    let body = |who: &Who| {
        let place = Place { state: who.state.clone(), ..Place::default() };
        let party = Party { name: who.name.clone(), kind: who.kind, place, ..Party::default() };
        let body = Body::of(&party);
        if who.certainty == Certainty::Shown { body } else { Body { name: None, ..body } }
    };
    let between = Between {
        day: now.day(),
        holder: match &finding.holder {
            Holder::Named(who) => body(who),
            Holder::Searched(_) => Body::unknown(),
        },
        asker: body(&finding.asker),
        beneficiary: None,
        door: match finding.kind {
            Of::Link => Door::Feed,
            Of::Row => Door::Query,
        },
        // A finding does not say the class: a log of cameras has others than one of plate reads.
        records: None,
    };
    let Finding { day, certainty, hypothetical, outcome, .. } = *finding;
    let of = Review::Past { day, certainty, hypothetical };
    Ok(Reviewed {
        content: Content::reviewed(between, of, outcome, &finding.grounds)?,
        ask: digest_of(finding)?,
        facts: digest_of(&finding.sources)?,
        ruling: digest_of(&(outcome, &finding.grounds))?,
    })
}

/// A run must not overwrite what it was asked to read.
fn bail_on_output(file: &Path) -> Result<()> {
    bail!(
        "`{}` is to be read and to be written: choose another place for the output",
        file.display()
    )
}

/// Draws how far a run is: a bar on a terminal, a line now and then elsewhere.
struct Drawn {
    bar: ProgressBar,
    lines: bool,
    files_done: usize,
    files: usize,
    rows: u64,
}

/// Away from a terminal, a line after so many files.
const FILES_A_LINE: usize = 50;

impl Drawn {
    fn new(files: usize, quiet: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        let bar = if quiet || !terminal {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        } else {
            ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX))
        };
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {msg}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self { bar, lines: !quiet && !terminal, files_done: 0, files, rows: 0 }
    }

    fn file_done(&mut self) {
        self.files_done += 1;
        self.bar.inc(1);
        let due = self.files_done.is_multiple_of(FILES_A_LINE) && self.files_done < self.files;
        if self.lines && due {
            eprintln!(
                "read {} of {} files, {} rows and links",
                self.files_done, self.files, self.rows
            );
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Drawn {
    fn opened(&mut self, _path: &str, _kind: Kind) {}

    fn read(&mut self, more: u64) {
        self.rows += more;
        self.bar.set_message(format!("{} rows and links", self.rows));
    }
}
