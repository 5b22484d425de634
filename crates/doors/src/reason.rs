//! Reads the reason someone typed into a search box.
//!
//! In: the reason, case-number and offense-type cells of one row of a search log. Out: a
//! [`Reading`]: which label of the cue list fits, which body the words name, which cues decided,
//! and how sure that is.
//! Never: decides anything, or repeats a word of the reason. INVARIANT(list-words): every text in a
//! reading is written in the cue list, so a plate or a name in a reason cannot travel with it.
//!
//! A false accusation is the worst this room can do. What has another everyday meaning carries
//! [`Certainty::Possible`](terms::Certainty), or no label. What is *not* read here: who typed it,
//! whether it is true, and, for another state's agency, which state the searcher is in (the list is
//! written for one home state; compare [`terms::NamedBody::state`] with the holder's).

mod behalf;
mod beside;
mod codes;
mod disguise;
mod find;
mod list;
mod registration;
mod shape;
mod states;
mod text;
mod weigh;

use crate::Error;
use find::Finder;
use sha2::{Digest as _, Sha256};
use shape::Shapes;
use std::fmt::Write as _;
use terms::{Purpose, Reading};

/// What one row of a search log says a search was for.
///
/// `None`: the log has no such column. `Some("")`: it has, and the cell is blank.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Said<'a> {
    /// The reason, as typed or picked.
    pub reason: Option<&'a str>,
    /// The case number.
    pub case_number: Option<&'a str>,
    /// The offense type, usually from a drop-down list.
    pub offense_type: Option<&'a str>,
}

/// The cue list, compiled. One serves any number of reasons and threads.
#[derive(Debug)]
pub struct Reasons {
    finder: Finder,
    shapes: Shapes,
    digest: String,
}

impl Reasons {
    /// Compiles the cue list that ships with this room: `src/reason/cues.toml` and its later parts.
    ///
    /// # Errors
    ///
    /// If the list that was built in is not well formed; a test keeps it so.
    pub fn embedded() -> Result<Self, Error> {
        Self::compile(CUE_LIST)
    }

    /// Reads one row. Each cell is read alone; then the strongest label over all cells stands.
    ///
    /// ```
    /// use terms::{Certainty, PurposeClass};
    ///
    /// let reasons = doors::Reasons::embedded()?;
    /// let read = |reason| {
    ///     reasons.read(&doors::Said { reason: Some(reason), ..doors::Said::default() })
    /// };
    /// assert_eq!(read("Immigration Status").class, PurposeClass::CivilImmigration);
    /// assert_eq!(read("ice cream shop robbery").class, PurposeClass::Crime);
    /// assert_eq!(read("HSI Narcotics").named.unwrap().name, "Homeland Security Investigations");
    /// assert_eq!(read("inv").label, "vague");
    /// assert_eq!(read("DHS").certainty, Certainty::Possible);
    /// # Ok::<(), doors::Error>(())
    /// ```
    #[must_use]
    pub fn read(&self, said: &Said<'_>) -> Reading {
        let mut signs = Vec::new();
        if let Some(reason) = said.reason {
            self.finder.typed(reason, &mut signs);
        }
        if let Some(offense) = said.offense_type {
            self.finder.typed(offense, &mut signs);
        }
        if let Some(number) = said.case_number {
            self.finder.case_number(number, &mut signs);
        }
        let has_column =
            said.reason.is_some() || said.case_number.is_some() || said.offense_type.is_some();
        weigh::weigh(&signs, &self.finder.list, has_column)
    }

    /// Reads what an ask says it is for.
    ///
    /// As [`Self::read`], but a case number beside `inv`, or beside nothing, says which file and
    /// not what for: the law on access records wants a purpose (Civ. Code 1798.90.52(a)(4)). An
    /// offence does say it.
    #[must_use]
    pub fn read_purpose(&self, purpose: &Purpose) -> Reading {
        let offense_type = purpose.offence.as_ref().map(|offence| offence.0.as_str());
        let reason = purpose.text.as_deref();
        let case_number = purpose.case_number.as_deref();
        let all = self.read(&Said { reason, case_number, offense_type });
        if reason.is_none() || offense_type.is_some() || all.label != "case_number_only" {
            return all;
        }
        let words = self.read(&Said { reason, ..Said::default() });
        if ["blank", "vague"].contains(&words.label.as_str()) { words } else { all }
    }

    /// Appends a plainer form of a cell that is read the same, in whichever column it stands.
    ///
    /// Two cells of one shape have one reading in every respect, so that readings can be
    /// remembered by it: letter case, runs of blanks, and digits that nothing can tell apart are
    /// gone. A shape is a cell itself, and its own shape. It is for memory alone: it may hold a
    /// name or a plate, as a cell may.
    ///
    /// ```
    /// let reasons = doors::Reasons::embedded()?;
    /// let shape = |cell| {
    ///     let mut shape = String::new();
    ///     reasons.shape(cell, &mut shape);
    ///     shape
    /// };
    /// assert_eq!(shape(" Stolen  Veh 26-90411"), shape("stolen veh 26-98877"));
    /// assert_eq!(shape("10851 VC"), "10851 vc"); // a section of a code stays
    /// # Ok::<(), doors::Error>(())
    /// ```
    pub fn shape(&self, cell: &str, into: &mut String) {
        self.shapes.shape(cell, into);
    }

    /// Appends the shape of a row: two rows of one shape have one reading.
    pub fn shape_of_row(&self, said: &Said<'_>, into: &mut Vec<u8>) {
        for cell in [said.reason, said.case_number, said.offense_type] {
            let start = into.len();
            if let Some(cell) = cell {
                self.shapes.append(cell, into);
            }
            // The length behind each cell keeps `a`, `bc` and `ab`, `c` apart whatever they hold.
            let length = cell.map_or(0, |_| into.len() - start + 1);
            into.extend_from_slice(&length.to_le_bytes());
        }
    }

    /// The SHA-256 of the cue list, by which a reading can be told from that of another.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Each label of the list, from strongest to weakest, with what it means.
    pub fn labels(&self) -> impl Iterator<Item = (&str, &str)> {
        self.finder.list.label.iter().map(|label| (label.name.as_str(), label.about.as_str()))
    }

    fn compile(list: &str) -> Result<Self, Error> {
        Ok(Self {
            finder: Finder::new(list::List::read(list)?)?,
            shapes: Shapes::new(list),
            digest: digest(list),
        })
    }
}

fn digest(list: &str) -> String {
    Sha256::digest(list.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The list in one piece; its parts follow each other as one document.
const CUE_LIST: &str = concat!(
    include_str!("reason/cues.toml"),
    include_str!("reason/immigration.toml"),
    include_str!("reason/agencies.toml"),
    include_str!("reason/neighbours.toml"),
    include_str!("reason/everyday.toml"),
    include_str!("reason/look_alikes.toml"),
    include_str!("reason/words.toml"),
);

#[cfg(test)]
mod tests;
