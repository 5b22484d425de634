//! The summary of a run: every row accounted for, and every count.

use crate::known::AgencyIndex;
use crate::source::{BrokenOff, Cells, Column, Kind, Refused, Unreadable, day_of};
use crate::stated::{Promise, Stated};
use crate::work::Counts;
use crate::{Findings, Source};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use tally::{Counter, Outcomes, Split};
use terms::{Certainty, Day, Pathway, ProvisionId, TextStatus};

/// What a run gives back.
#[derive(Debug)]
pub struct Found {
    /// The summary.
    pub summary: Summary,
    /// Every finding, by path and row of the copy that was ruled on.
    pub findings: Findings,
}

/// One file of the run.
///
/// INVARIANT(accounted): `rows_read` = `rows_unique` + `rows_duplicate` + `rows_unreadable`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct FileTold {
    /// Its path, as given.
    pub path: String,
    /// Its kind.
    pub kind: Kind,
    /// Whose log or list it is, where that is known.
    pub agency: Option<String>,
    /// Records of a log, or entries of a list.
    pub rows_read: u64,
    /// Seen in this run for the first time.
    pub rows_unique: u64,
    /// Seen before in this run, in this file or another.
    pub rows_duplicate: u64,
    /// Not readable.
    pub rows_unreadable: u64,
    /// Those of the duplicates that say something else than the first copy.
    pub rows_contradicting: u64,
    /// The first day of its rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_day: Option<Day>,
    /// The last day of its rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Day>,
    /// The columns that it has, by their words.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "column_words")]
    pub columns: Vec<Column>,
    /// The columns that such a file can have and this one has not.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "column_words")]
    pub columns_absent: Vec<Column>,
    /// How the cells of each column came out.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<Column, Cells>,
    /// Whether it has no header, and its order was known by its rows.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub header_missing: bool,
    /// Headers that came again in the middle. They are no rows.
    #[serde(skip_serializing_if = "is_zero")]
    pub headers_repeated: u64,
    /// Rows whose cells had shifted, and were put back.
    #[serde(skip_serializing_if = "is_zero")]
    pub rows_shifted: u64,
    /// Rows whose moment has no zone: its day is taken as it stands.
    #[serde(skip_serializing_if = "is_zero")]
    pub rows_without_zone: u64,
    /// Rows that give a month, a year or a span of days, and not the day.
    #[serde(skip_serializing_if = "is_zero")]
    pub rows_without_day: u64,
    /// List only: agencies that share with this one. Counted, not ruled on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_listed: Option<u64>,
    /// Page only: rows of an audit embedded in it. Counted, not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub embedded_rows: Option<u64>,
    /// Where and why it was not read to its end, where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken_off: Option<BrokenOff>,
    /// Where and why rows could not be read: the first [`TOLD_MAX`] of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unreadable: Vec<Unreadable>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// A figure for the top of a page: what is certain, and what there is at most.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Headline {
    /// What is counted: a way out, or `immigration_stated`, `contradictions`, `look_back_window`.
    pub name: &'static str,
    /// Withheld by the law, and shown by the file itself.
    pub strict: u64,
    /// With what rests on a condition, on words that have another reading, or is for a person.
    pub loose: u64,
    /// Out of so many searches or shares.
    pub of: u64,
    /// What the file cannot show.
    pub note: &'static str,
}

/// How complete two overlapping captures of one agency's searches are, by capture and recapture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Completeness {
    /// The agency.
    pub agency: Option<String>,
    /// The earlier capture.
    pub first: String,
    /// The later one.
    pub second: String,
    /// The first day that both cover.
    pub from: Day,
    /// The last day that both cover.
    pub to: Day,
    /// Searches of these days in the earlier capture.
    pub in_first: u64,
    /// Searches of these days in the later one.
    pub in_second: u64,
    /// Searches of these days in both.
    pub in_both: u64,
    /// How many there were, by Chapman's estimate.
    pub estimated: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Searches that go back further than the agency's page says that reads are kept.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct LookBackWindow {
    /// Whose records, or whose own log it is.
    pub agency: Option<String>,
    /// For how many days it says that reads are kept.
    pub stated_days: u32,
    /// Searches with a time frame that begins before that.
    pub searches: u64,
    /// The longest of them, in days.
    pub longest_days: u16,
    /// Searches that tell their time frame.
    pub of: u64,
}

/// What an agency states about keeping reads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatedRetention {
    pub(crate) agency: AgencyIndex,
    pub(crate) days: u32,
}

/// Two copies of one search that do not say the same. The first was ruled on.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Contradiction {
    /// The copy that was ruled on.
    pub first: Source,
    /// The other.
    pub copy: Source,
    /// The columns in which they differ.
    #[serde(serialize_with = "column_words")]
    pub columns: Vec<Column>,
}

/// Rows and links of a place whose law is not loaded: nobody has looked at them.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct NotLoaded {
    /// Unique rows.
    pub rows: u64,
    /// Unique links.
    pub links: u64,
}

/// A promise that a page makes, and how many findings disagree with it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct StatedTold {
    /// The page.
    pub path: String,
    /// The agency.
    pub agency: String,
    /// The day of capture.
    pub archived_date: Day,
    /// What is promised.
    pub promise: Promise,
    /// The field of the page.
    pub field: &'static str,
    /// The sentence, cut at 200 characters.
    pub says: String,
    /// Findings that disagree with it. None does not mean that it was kept.
    pub contradicted_by: u64,
}

/// The summary of a run. Fields stand in the order of the JSON.
///
/// INVARIANT(accounted): `outcomes` add up to `rows_unique` + `links_unique`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// Every file that was taken in, in the order given.
    pub files: Vec<FileTold>,
    /// Every file that was refused.
    pub refused: Vec<Refused>,
    /// Different searches: by agency and id.
    pub rows_unique: u64,
    /// Different links: by agency and name on its list.
    pub links_unique: u64,
    /// By outcome, over unique rows and links.
    pub outcomes: Outcomes,
    /// Findings that have a ground of the provision. One finding can have several.
    pub by_provision: Counter<ProvisionId>,
    /// The same, split by what the provision says.
    pub by_provision_outcome: BTreeMap<ProvisionId, Split>,
    /// Unique rows by the label of their purpose.
    pub by_purpose: Counter<String>,
    /// Findings by the way out.
    pub by_pathway: Counter<Pathway>,
    /// Findings by how sure they are.
    pub by_certainty: Counter<Certainty>,
    /// Findings by how far the text they rest on was verified.
    pub text_status: Counter<TextStatus>,
    /// Rows and links that no law was held against, by state.
    pub law_not_loaded: BTreeMap<String, NotLoaded>,
    /// The figures for the top of a page.
    pub headlines: Vec<Headline>,
    /// How complete overlapping captures are.
    pub completeness: Vec<Completeness>,
    /// Searches that go back further than what is said to be kept.
    pub look_back_windows: Vec<LookBackWindow>,
    /// Promises that pages make.
    pub stated_policies: Vec<StatedTold>,
    /// Copies that do not agree: the first [`TOLD_MAX`] of each file.
    pub contradictions: Vec<Contradiction>,
    /// The law that was applied, by digest.
    pub law_digest: String,
    /// The registry by which names were read, by digest.
    pub registry_digest: String,
    /// The cue list by which reasons were read, by digest.
    pub cues_digest: String,
    /// The day whose law was applied to everything; null where each row's own day was.
    pub as_of: Option<Day>,
    /// Whether `as_of` was given.
    pub hypothetical: bool,
    /// What every reader must know.
    pub notice: &'static str,
}

/// What every reader of a summary must know.
pub const NOTICE: &str = "Not legal advice. Findings say what the law as read here would have \
    withheld or sent to a person; each tells how far its text was verified. A row or link against \
    which nothing was found is not thereby lawful: a log is silent about most facts.";

/// At most so many unreadable rows, and so many contradictions, are told of one file.
pub const TOLD_MAX: usize = 20;

impl FileTold {
    /// A file of which nothing was read yet.
    pub(crate) fn new(path: &str, kind: Kind) -> Self {
        Self {
            path: path.to_owned(),
            kind,
            agency: None,
            rows_read: 0,
            rows_unique: 0,
            rows_duplicate: 0,
            rows_unreadable: 0,
            rows_contradicting: 0,
            first_day: None,
            last_day: None,
            columns: Vec::new(),
            columns_absent: Vec::new(),
            cells: BTreeMap::new(),
            header_missing: false,
            headers_repeated: 0,
            rows_shifted: 0,
            rows_without_zone: 0,
            rows_without_day: 0,
            inbound_listed: None,
            embedded_rows: None,
            broken_off: None,
            unreadable: Vec::new(),
        }
    }

    /// A log, as far as it is known before its copies are.
    pub(crate) fn of_rows(
        path: &str,
        kind: Kind,
        counts: &Counts,
        columns: &[Column],
        is_overwritten: bool,
    ) -> Self {
        let mut told = Self::new(path, kind);
        told.rows_read = counts.read;
        told.rows_unreadable = counts.unreadable;
        told.unreadable.clone_from(&counts.told);
        told.headers_repeated = counts.headers;
        told.rows_shifted = counts.shifted;
        told.rows_without_zone = counts.zoneless;
        told.rows_without_day = counts.dayless;
        told.broken_off = counts.broken.map(|why| BrokenOff { after_row: counts.read, why });
        if let Some((first, last)) = counts.days {
            (told.first_day, told.last_day) = (day_of(first), day_of(last));
        }
        told.columns = columns.to_vec();
        let lacks = |column: &&Column| !columns.contains(column);
        told.columns_absent = kind.can_have().iter().filter(lacks).copied().collect();
        for column in columns.iter().filter(|column| column.is_told()) {
            let mut cells = counts.cells.get(column.place()).copied().unwrap_or_default();
            let [names, plates] = counts.unfilled;
            let unfilled = match (kind, column) {
                (Kind::NetworkAudit, Column::UserName) => names,
                (Kind::NetworkAudit, Column::Plate) => plates,
                _ => 0,
            };
            cells.blank -= unfilled;
            cells.withheld += unfilled;
            if *column == Column::Reason && is_overwritten {
                cells.overwritten = std::mem::take(&mut cells.given);
            }
            told.cells.insert(*column, cells);
        }
        told
    }

    /// Takes a row or link that could not be read.
    pub(crate) fn take_unreadable(&mut self, unreadable: Unreadable) {
        self.rows_read += 1;
        self.rows_unreadable += 1;
        if self.unreadable.len() < TOLD_MAX {
            self.unreadable.push(unreadable);
        }
    }

    /// Takes a row or link that was seen for the first time.
    pub(crate) fn take_unique(&mut self) {
        self.rows_read += 1;
        self.rows_unique += 1;
    }

    /// Takes a row or link that was seen before.
    pub(crate) fn take_duplicate(&mut self) {
        self.rows_read += 1;
        self.rows_duplicate += 1;
    }

    /// Whether its rows add up.
    #[must_use]
    pub const fn is_accounted(&self) -> bool {
        self.rows_read == self.rows_unique + self.rows_duplicate + self.rows_unreadable
    }
}

impl StatedTold {
    pub(crate) fn new(path: &str, agency: &str, archived_date: Day, stated: &Stated) -> Self {
        Self {
            path: path.to_owned(),
            agency: agency.to_owned(),
            archived_date,
            promise: stated.promise,
            field: stated.field,
            says: stated.says.clone(),
            contradicted_by: 0,
        }
    }
}

fn column_words<S: Serializer>(columns: &[Column], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(columns.iter().map(|column| column.word()))
}
