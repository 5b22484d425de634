//! The summary of a run, as far as a page or letter tells it.
//!
//! In: the JSON that a run or its bundle has. Out: [`Account`]. Never: refuses a summary for a
//! field it lacks, since older runs have fewer, or for one that is new here; what is missing is
//! told as not known.

use crate::Error;
use serde::Deserialize;
use std::collections::BTreeMap;
use terms::Day;

/// The summary of a run, as far as a page or letter tells it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Account {
    /// The files that were read.
    pub files: Vec<FileTold>,
    /// The files that were not.
    pub refused: Vec<Refused>,
    /// Different searches.
    pub rows_unique: u64,
    /// Different standing shares.
    pub links_unique: u64,
    /// What the law would have done with them.
    pub outcomes: Outcomes,
    /// Different searches by the purpose read from their reason.
    pub by_purpose: BTreeMap<String, u64>,
    /// The figures that stand first, each strict and loose.
    pub headlines: Vec<Headline>,
    /// Estimates of how much each log holds of what another shows.
    pub completeness: Vec<Completeness>,
    /// Places whose law is not loaded.
    pub law_not_loaded: BTreeMap<String, NotLoaded>,
    /// Promises that pages make.
    pub stated_policies: Vec<Stated>,
    /// Copies of one search that do not agree.
    pub contradictions: Vec<Contradiction>,
    /// The law that was applied.
    pub law_digest: String,
    /// The day whose law was applied to everything.
    pub as_of: Option<Day>,
    /// Whether that is another day than each row's own.
    pub hypothetical: bool,
}

/// One file of the run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FileTold {
    /// Its name, as given.
    pub path: String,
    /// Its kind.
    pub kind: String,
    /// The agency whose file it is, where the file says.
    pub agency: Option<String>,
    /// Its rows or links.
    pub rows_read: u64,
    /// Seen for the first time.
    pub rows_unique: u64,
    /// Seen before.
    pub rows_duplicate: u64,
    /// Not readable.
    pub rows_unreadable: u64,
    /// Copies that say something else than the first.
    pub rows_contradicting: u64,
    /// The day of its first row.
    pub first_day: Option<Day>,
    /// The day of its last row.
    pub last_day: Option<Day>,
    /// The columns it has.
    pub columns: Vec<String>,
    /// The columns that its kind can have and it has not.
    pub columns_absent: Vec<String>,
    /// What stands in the cells of each column.
    pub cells: BTreeMap<String, Cells>,
    /// Where it breaks off, where it was not read to its end.
    pub broken_off: Option<BrokenOff>,
}

/// Where a file breaks off.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default)]
pub struct BrokenOff {
    /// The last row that was read of it.
    pub after_row: u64,
}

/// What stands in the cells of a column. Five different facts.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(default)]
pub struct Cells {
    /// A value.
    pub given: u64,
    /// Nothing.
    pub blank: u64,
    /// Taken out by the agency.
    pub redacted: u64,
    /// Kept back by the vendor.
    pub withheld: u64,
    /// Written over with one value for all.
    pub overwritten: u64,
}

/// A file that was not taken in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Refused {
    /// Its name.
    pub path: String,
    /// What was found and what was expected.
    pub why: String,
}

/// What the law would have done with all rows and links.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Outcomes {
    /// Withheld.
    pub withhold: u64,
    /// Sent to a person.
    pub refer: u64,
    /// Nothing was found against it. Never: lawful.
    pub nothing_found: u64,
}

/// A figure that stands first.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Headline {
    /// Which figure it is.
    pub name: String,
    /// Without those that rest on words with another reading.
    pub strict: u64,
    /// With them.
    pub loose: u64,
    /// Out of how many.
    pub of: u64,
    /// What the log cannot show.
    pub note: String,
}

/// How many searches of a time two sources have, and an estimate of how many there were.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Completeness {
    /// Whose searches.
    pub agency: String,
    /// The one source.
    pub first: String,
    /// The other.
    pub second: String,
    /// The first day that both cover.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
    /// In the one.
    pub in_first: u64,
    /// In the other.
    pub in_second: u64,
    /// In both.
    pub in_both: u64,
    /// Estimated in all (Chapman).
    pub estimated: f64,
    /// The lower end of the interval of 95 %.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Rows and links of a place whose law is not loaded.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct NotLoaded {
    /// Searches.
    pub rows: u64,
    /// Standing shares.
    pub links: u64,
}

/// A promise of a page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Stated {
    /// The page.
    pub path: String,
    /// Its agency.
    pub agency: String,
    /// The day of capture.
    pub archived_date: Option<Day>,
    /// The field of the page.
    pub field: String,
    /// The sentence.
    pub says: String,
    /// Findings that disagree with it.
    pub contradicted_by: u64,
}

/// Two copies of one search that do not say the same.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Contradiction {
    /// The copy that was ruled on.
    pub first: Place,
    /// The other.
    pub copy: Place,
    /// Where they differ.
    pub columns: Vec<String>,
}

/// A row of a file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The row.
    pub row: u64,
}

impl Account {
    /// Reads a summary.
    ///
    /// # Errors
    /// If it is no JSON, or a field holds something else than a summary has there.
    pub fn read(json: &str) -> Result<Self, Error> {
        serde_json::from_str(json).map_err(Error::Account)
    }

    /// Rows and links, each once.
    #[must_use]
    pub const fn looked_at(&self) -> u64 {
        self.rows_unique.saturating_add(self.links_unique)
    }

    /// The first and the last day of its files, where they say.
    #[must_use]
    pub fn days(&self) -> Option<(Day, Day)> {
        let first = self.files.iter().filter_map(|file| file.first_day).min()?;
        let last = self.files.iter().filter_map(|file| file.last_day).max()?;
        Some((first, last))
    }
}

impl FileTold {
    /// Its name without the folders before it.
    #[must_use]
    pub fn name(&self) -> &str {
        bare(&self.path)
    }

    /// Whether it holds rows of searches, which a month can lack; a list is of one day.
    #[must_use]
    pub fn is_log(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "camera_log" | "event_log" | "network_audit" | "organization_audit" | "portal_audit"
        )
    }
}

/// A file's name without the folders before it.
pub(crate) fn bare(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
