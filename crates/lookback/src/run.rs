//! One run: files in, one by one; a summary and findings out.
//!
//! In: names and readers. Out: [`Found`]. Never: opens a file, asks what day it is, or leaves a
//! row out of the account.
//!
//! Who owns what: the run owns an event for every row it has read (to know a copy when it comes),
//! every finding from a list until [`Lookback::finish`], and what it remembers of names, readings
//! and rulings. Rows are ruled on at the end, when it is known whose log each file is.

use crate::event::{InMemory, Scratch};
use crate::finding::{Finding, Source};
use crate::known::{AgencyIndex, Known, held, small};
use crate::source::{self, Broken, Column, Feed, Kind, Opened, Refused, Searches};
use crate::stated::Stated;
use crate::summary::{FileTold, NotLoaded, StatedRetention};
use crate::verdict::{PosedOf, Verdicts};
use crate::work::{Askers, Counts, FileRows, Stretch, Worker};
use crate::{Error, Format};
use doors::reason::Reasons;
use law::Law;
use parties::Parties;
use std::collections::BTreeMap;
use std::io::{self, Read, Seek};
use std::num::NonZero;
use std::sync::Mutex;
use tally::Outcomes;
use terms::{Day, PartyKind};

/// What a run is asked to do otherwise than by default.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Options {
    /// Rule everything by the law of this day; each row's or link's own day where absent.
    pub as_of: Option<Day>,
    /// Put the reason, as written, into each finding. It can hold plates and names.
    pub show_text: bool,
    /// Whose log or list a file is that does not say it itself.
    pub agency: Option<String>,
    /// The day of a list that does not say it itself.
    pub day: Option<Day>,
    /// Today. Rows of a later day than tomorrow are unreadable.
    pub today: Option<Day>,
    /// Descriptions of files in formats of their own.
    pub formats: Vec<Format>,
    /// How many threads take in a large file and rule on rows.
    pub threads: NonZero<usize>,
    /// How many bytes of rows are kept in memory before they are set down.
    pub memory_bytes: usize,
    /// How many bytes are unpacked of one file of an archive; what lies beyond is not read.
    pub unpacked_bytes_max: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            as_of: None,
            show_text: false,
            agency: None,
            day: None,
            today: None,
            formats: Vec::new(),
            threads: NonZero::<usize>::MIN,
            memory_bytes: 640 * 1024 * 1024,
            unpacked_bytes_max: source::UNPACKED_BYTES_MAX,
        }
    }
}

/// Told how far a run is, to draw it.
pub trait Progress: Send {
    /// A file was recognised and is being read.
    fn opened(&mut self, path: &str, kind: Kind);
    /// So many more of its rows or links were read.
    fn read(&mut self, more: u64);
}

/// Nobody is told.
impl Progress for () {
    fn opened(&mut self, _path: &str, _kind: Kind) {}
    fn read(&mut self, _more: u64) {}
}

/// A run of past logs and lists through the law.
pub struct Lookback<'a> {
    pub(crate) known: Known<'a>,
    pub(crate) verdicts: Verdicts<'a>,
    pub(crate) options: Options,
    pub(crate) files: Vec<FileState>,
    pub(crate) workers: Vec<Worker>,
    pub(crate) scratch: Mutex<Box<dyn Scratch + 'a>>,
    pub(crate) links: BTreeMap<(String, String), Option<usize>>,
    pub(crate) link_findings: Vec<LinkFinding>,
    pub(crate) captures: Vec<Capture>,
    pub(crate) retention: Vec<StatedRetention>,
    pub(crate) link_outcomes: Outcomes,
    pub(crate) law_not_loaded: BTreeMap<String, NotLoaded>,
    pub(crate) refused: Vec<Refused>,
}

/// A file of the run.
#[derive(Debug)]
pub(crate) struct FileState {
    pub(crate) told: FileTold,
    /// Whose records its rows are about.
    pub(crate) holder: HolderOf,
    /// Who searched, where all its rows are one agency's.
    pub(crate) searcher: Option<AgencyIndex>,
    /// What its rows are, to the law.
    pub(crate) of: PosedOf,
    /// Whether one word, which is no purpose, stands in all of its reasons.
    pub(crate) is_overwritten: bool,
    /// The first and last day of its rows, in days since 1970.
    pub(crate) days: Option<(i32, i32)>,
}

/// Whose records the searches of a file were about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum HolderOf {
    /// Of a named agency: others searched its cameras.
    Agency(AgencyIndex),
    /// Each row says whose camera it was; the one of them all, where it is one.
    EachRow(Option<AgencyIndex>),
    /// It is the searching agency's own log; whose cameras answered is counted and not named.
    Searcher,
    /// Others searched the cameras of an agency that stands nowhere.
    Unknown,
}

/// A copy that does not say what the first copy says.
#[derive(Clone, Debug)]
pub(crate) struct Contradicted {
    /// Its row.
    pub(crate) copy: u32,
    /// File and row of the first.
    pub(crate) first: (u32, u32),
    /// Which of the compared columns differ.
    pub(crate) columns: Vec<usize>,
}

/// One capture of a portal page: what it promises, and on which day.
#[derive(Debug)]
pub(crate) struct Capture {
    pub(crate) agency: AgencyIndex,
    pub(crate) slug: String,
    pub(crate) path: String,
    pub(crate) archived: Day,
    pub(crate) promises: Vec<(Stated, u64)>,
}

/// A finding from a list, and where it stands.
#[derive(Debug)]
pub(crate) struct LinkFinding {
    pub(crate) finding: Finding,
    pub(crate) file: u32,
    pub(crate) row: u64,
}

impl<'a> Lookback<'a> {
    /// A run that has read nothing yet, and keeps all rows in memory.
    ///
    /// # Errors
    /// If `as_of` lies beyond the calendar's end.
    pub fn new(
        law: &'a Law,
        parties: &'a Parties,
        reasons: &'a Reasons,
        options: Options,
    ) -> Result<Self, Error> {
        let options = Options { memory_bytes: usize::MAX, ..options };
        Self::with_scratch(law, parties, reasons, options, Box::new(InMemory))
    }

    /// A run that sets rows down where memory does not hold them.
    ///
    /// # Errors
    /// If `as_of` lies beyond the calendar's end.
    pub fn with_scratch(
        law: &'a Law,
        parties: &'a Parties,
        reasons: &'a Reasons,
        options: Options,
        scratch: Box<dyn Scratch + 'a>,
    ) -> Result<Self, Error> {
        if let Some(day) = options.as_of.filter(|day| day.start().is_none()) {
            return Err(Error::AsOf(day));
        }
        Ok(Self {
            known: Known::new(parties, reasons),
            verdicts: Verdicts::new(law),
            workers: (0..options.threads.get()).map(|_| Worker::new()).collect(),
            options,
            files: Vec::new(),
            scratch: Mutex::new(scratch),
            links: BTreeMap::new(),
            link_findings: Vec::new(),
            captures: Vec::new(),
            retention: Vec::new(),
            link_outcomes: Outcomes::default(),
            law_not_loaded: BTreeMap::new(),
            refused: Vec::new(),
        })
    }

    /// Takes in one file, and gives back what kind it is; [`Kind::Unknown`] where it was refused,
    /// which the summary tells, and the run goes on. Of an archive, the kind of its first file
    /// that was taken in.
    ///
    /// Where two copies of a row disagree, the one taken in first is ruled on: give files in a
    /// fixed order, as sorted by path, and the run is the same each time.
    ///
    /// # Errors
    /// If the reader breaks off, or rows cannot be set down. The run is then no longer an account
    /// of its files: drop it.
    pub fn add_file(
        &mut self,
        path: &str,
        reader: impl Read + Seek + Send,
        progress: &mut dyn Progress,
    ) -> Result<Kind, Error> {
        let broken = |source| Error::Read { path: path.to_owned(), source };
        let mut first = Kind::Unknown;
        let options = self.options.clone();
        source::each(path, reader, &options, &mut |path, opened| {
            let kind = self.take(path, opened, progress)?;
            if first == Kind::Unknown {
                first = kind;
            }
            Ok(())
        })
        .map_err(broken)?;
        Ok(first)
    }

    /// Takes in a file that could not be opened at all, so that it is refused and told like others.
    pub fn refuse_file(&mut self, path: &str, why: &str) {
        self.refuse(path, Kind::Unknown, why.to_owned());
    }

    fn refuse(&mut self, path: &str, kind: Kind, why: String) {
        self.refused.push(Refused { path: path.to_owned(), kind, why });
    }

    fn take(
        &mut self,
        path: &str,
        opened: Opened<'_>,
        progress: &mut dyn Progress,
    ) -> io::Result<Kind> {
        match opened {
            Opened::Searches(searches) => {
                progress.opened(path, searches.kind);
                self.take_searches(path, searches, progress)
            }
            Opened::Page(page) => {
                progress.opened(path, Kind::PortalPage);
                self.take_page(path, &page, progress);
                Ok(Kind::PortalPage)
            }
            Opened::Lists(lists) => {
                progress.opened(path, lists.kind);
                let kind = lists.kind;
                self.take_lists(path, lists, progress)?;
                Ok(kind)
            }
            Opened::Refused(kind, why) => {
                self.refuse(path, kind, why);
                Ok(Kind::Unknown)
            }
        }
    }

    /// Takes in the rows of a log.
    fn take_searches(
        &mut self,
        path: &str,
        searches: Searches<'_>,
        progress: &mut dyn Progress,
    ) -> io::Result<Kind> {
        let file = small(self.files.len());
        let Searches { kind, of, who, columns, before, last_day, feed, is_headerless, .. } =
            searches;
        let named = who.name.as_deref().map(|name| match &who.slug {
            Some(slug) => self.known.portal(None, slug),
            None => self.known.named(name),
        });
        // A file's name is believed only where it is certainly an agency's.
        let is_agency = |index: &AgencyIndex| {
            self.known.agency(*index).is_some_and(|agency| {
                agency.party.place.state.is_some() && agency.party.kind != PartyKind::Unknown
            })
        };
        let named = named.filter(|index| !who.is_guess || is_agency(index));
        let has_orgs = columns.contains(&Column::OrgName);
        if named.is_none() && !has_orgs {
            self.refuse(path, kind, source::LOG_WITHOUT_NAME.to_owned());
            return Ok(Kind::Unknown);
        }
        let rows = FileRows {
            file,
            asker: if has_orgs { None } else { named },
            last_day,
            is_portal: kind == Kind::PortalAudit,
            names_holders: columns.contains(&Column::CameraOrg),
            keep_text: self.options.show_text,
            before,
        };
        let counts = self.work(&rows, feed, progress)?;
        let (kind, holder) = match rows.names_holders {
            true => of_each_row(kind, counts.holders),
            false => self.holder_of(kind, counts.askers, named),
        };
        let agency = match (holder, counts.askers) {
            (HolderOf::Agency(agency), _) | (HolderOf::Searcher, Askers::One(agency)) => {
                Some(agency)
            }
            (HolderOf::EachRow(only), _) => only,
            (HolderOf::Searcher, _) => named,
            (HolderOf::Unknown, _) => None,
        };
        let is_overwritten = counts.reasons.is_overwritten(self.known.reasons);
        let mut told = FileTold::of_rows(path, kind, &counts, &columns, is_overwritten);
        told.header_missing = is_headerless;
        told.agency = agency.and_then(|a| self.known.agency(a)).map(|a| a.who.name.clone());
        let searcher = match (rows.asker, counts.askers) {
            (Some(asker), _) | (None, Askers::One(asker)) => Some(asker),
            (None, _) => None,
        };
        let days = counts.days;
        self.files.push(FileState { told, holder, searcher, of, is_overwritten, days });
        Ok(kind)
    }

    /// What kind of log it is in truth, and whose records its rows were about.
    fn holder_of(
        &self,
        kind: Kind,
        askers: Askers,
        named: Option<AgencyIndex>,
    ) -> (Kind, HolderOf) {
        match (kind, askers, named) {
            // Of a network audit its description says that it is one, however many searched.
            (Kind::OrganizationAudit, Askers::Many, named) | (Kind::NetworkAudit, _, named) => {
                (Kind::NetworkAudit, named.map_or(HolderOf::Unknown, HolderOf::Agency))
            }
            (Kind::OrganizationAudit, Askers::One(one), Some(named))
                if !self.known.is_one(one, named) =>
            {
                (Kind::NetworkAudit, HolderOf::Agency(named))
            }
            (kind, _, _) => (kind, HolderOf::Searcher),
        }
    }

    /// Puts the workers to a file: all of them where it is large and can be read by any thread.
    fn work(
        &mut self,
        rows: &FileRows,
        feed: Feed<'_>,
        progress: &mut dyn Progress,
    ) -> io::Result<Counts> {
        let Self { known, workers, scratch, options, .. } = self;
        let budget = options.memory_bytes / workers.len().max(1);
        let job = Job { known, rows, scratch, budget };
        match feed {
            Feed::Local(mut feed) => {
                let worker = workers.first_mut().ok_or_else(no_worker)?;
                let mut counts = Counts::default();
                let (mut batch, mut stretches) = (source::Batch::default(), Vec::new());
                while let Some(headers) =
                    or_broken(feed.fill(&mut batch, &mut stretches), &mut counts)?
                {
                    counts.headers += headers;
                    let before = counts.read;
                    job.take(worker, &batch, &stretches, &mut counts)?;
                    progress.read(counts.read - before);
                }
                Ok(counts)
            }
            Feed::Shared(feed) => share_out(workers, &job, feed, progress),
        }
    }
}

/// A file that breaks off has its end there, which is noted.
fn or_broken(filled: io::Result<Option<u64>>, counts: &mut Counts) -> io::Result<Option<u64>> {
    filled.or_else(|error| {
        counts.broken = Some(Broken::of(&error).ok_or(error)?);
        Ok(None)
    })
}

fn no_worker() -> io::Error {
    io::Error::other("a run has at least one worker")
}

/// A log whose rows say whose cameras were searched is one of searches by others, too.
const fn of_each_row(kind: Kind, holders: Askers) -> (Kind, HolderOf) {
    let kind = match kind {
        Kind::OrganizationAudit => Kind::NetworkAudit,
        kind => kind,
    };
    let only = match holders {
        Askers::One(only) => Some(only),
        Askers::Many | Askers::None => None,
    };
    (kind, HolderOf::EachRow(only))
}

/// What a worker needs beside a batch.
struct Job<'j, 'a> {
    known: &'j Known<'a>,
    rows: &'j FileRows,
    scratch: &'j Mutex<Box<dyn Scratch + 'a>>,
    budget: usize,
}

impl Job<'_, '_> {
    fn take(
        &self,
        worker: &mut Worker,
        batch: &source::Batch,
        stretches: &[Stretch],
        counts: &mut Counts,
    ) -> io::Result<()> {
        worker.take(self.known, self.rows, batch, stretches, counts);
        if worker.held_bytes() >= self.budget { worker.set_down(self.scratch) } else { Ok(()) }
    }
}

/// Lets the workers take the batches of one file in turn: who is free splits the next records, and
/// takes them in while another splits further ones.
fn share_out(
    workers: &mut [Worker],
    job: &Job<'_, '_>,
    feed: Box<dyn source::FeedBatches + Send + '_>,
    progress: &mut dyn Progress,
) -> io::Result<Counts> {
    let at_hand = Mutex::new((feed, progress));
    let one = |worker: &mut Worker| -> io::Result<Counts> {
        let mut counts = Counts::default();
        let mut batch = source::Batch::default();
        let mut stretches = Vec::new();
        let mut told = 0;
        loop {
            {
                let mut at_hand = held(&at_hand);
                at_hand.1.read(counts.read - told);
                told = counts.read;
                let filled = at_hand.0.fill(&mut batch, &mut stretches);
                match or_broken(filled, &mut counts)? {
                    Some(headers) => counts.headers += headers,
                    None => return Ok(counts),
                }
            }
            job.take(worker, &batch, &stretches, &mut counts)?;
        }
    };
    let counted: Vec<io::Result<Counts>> = std::thread::scope(|scope| {
        let (first, others) = match workers.split_first_mut() {
            Some(split) => split,
            None => return vec![Err(no_worker())],
        };
        let running: Vec<_> = others.iter_mut().map(|worker| scope.spawn(|| one(worker))).collect();
        let mut counted = vec![one(first)];
        for thread in running {
            counted.push(thread.join().unwrap_or_else(|_| {
                Err(io::Error::other("a thread of the run broke down: this is a fault of ours"))
            }));
        }
        counted
    });
    let mut all = Counts::default();
    for counts in counted {
        all.join(counts?);
    }
    Ok(all)
}

/// A place in a file.
pub(crate) fn source_of(path: &str, row: u64) -> Source {
    Source { path: path.to_owned(), row }
}
