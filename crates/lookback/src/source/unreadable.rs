//! What cannot be read, where it stands, and why.
//!
//! Never: repeats what stood there. A cell can hold a plate or a name, and these messages go into
//! the summary, which is shown without `--show-text`.

use crate::source::column::Column;
use serde::{Serialize, Serializer};
use std::fmt;

/// A row or link that could not be read.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Unreadable {
    /// Its place: records counted from 1, the header not counted; for a page, the place in its
    /// list.
    pub row: u64,
    /// Why.
    pub why: Why,
}

/// Why a row or link could not be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Why {
    /// A link, or a row of several agencies' log, without a name.
    BlankName,
    /// The file breaks off in it.
    BrokenOff,
    /// The cell holds no number where one stands.
    Count(Column),
    /// The search date is blank.
    DateBlank,
    /// The search date is not a moment.
    DateNotAMoment(Column),
    /// The search date is before plate-reader logs exist or after the capture.
    DateOutside,
    /// The wrong number of cells.
    Fields {
        /// How many there are.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// Under another header than the file's first, which says whose camera it was where this one
    /// does not, or the other way round.
    HolderUnsure,
    /// A link that is not a text.
    NotText,
    /// A cell that is not UTF-8.
    NotUtf8(Column),
    /// The page has no day of capture, so no law can be chosen.
    PageUndated,
    /// Longer than the bound on a record.
    TooLong,
    /// More rows than are counted of one file.
    TooManyRows,
    /// A quote is opened and never closed.
    Unclosed,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BlankName => f.write_str("the name is blank"),
            Self::BrokenOff => f.write_str("the file breaks off in this row"),
            Self::Count(column) => write!(f, "`{}` is not a whole number", column.word()),
            Self::DateBlank => f.write_str("the search's date is blank"),
            Self::DateNotAMoment(column) => {
                write!(f, "`{}` is not a moment (as 2026-04-29T12:00:00Z)", column.word())
            }
            Self::DateOutside => f.write_str(
                "the search's date is before 2000, or more than a day after the capture or today",
            ),
            Self::Fields { found, expected } => {
                write!(f, "{found} cells where the header has {expected}")
            }
            Self::HolderUnsure => f.write_str(
                "the headers of this file do not agree on whether a row says whose camera it was",
            ),
            Self::NotText => f.write_str("the entry is not a text"),
            Self::NotUtf8(column) => write!(f, "`{}` is not valid UTF-8", column.word()),
            Self::PageUndated => {
                f.write_str("the page's `archived_date` is not a day, so no law can be chosen")
            }
            Self::TooManyRows => f.write_str("beyond the 4,294,967,295th row of a file"),
            Self::TooLong => f.write_str("longer than 1 MiB"),
            Self::Unclosed => f.write_str(
                "a quote is opened and not closed: the row is taken to end with its line",
            ),
        }
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
