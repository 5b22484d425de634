//! What an agency says of a finding, to stand beside it.
//!
//! In: a file of replies (TOML; docs/samples/replies.toml). Out: which replies answer a finding,
//! and which answer none. Never: takes a finding away or changes a count; a reply stands beside.

use crate::account::bare;
use crate::counts::Month;
use crate::{Error, agency};
use lookback::Finding;
use serde::Deserialize;
use std::collections::BTreeMap;
use terms::{Day, ProvisionId};

/// What an agency says of a finding.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// The agency, as the findings name it.
    pub agency: String,
    /// The file the finding stands in, without folders. With `row`.
    pub file: Option<String>,
    /// Its row.
    pub row: Option<u64>,
    /// Instead of a row: every finding of the agency under this provision. With `month`.
    pub provision: Option<ProvisionId>,
    /// In this month, as `2026-04`.
    pub month: Option<String>,
    /// What the agency says, in its own words.
    pub reply: String,
    /// Who says it, by office.
    pub by: String,
    /// When it was said.
    pub on: Day,
    /// What it says of the finding.
    pub status: Option<Status>,
}

/// What a reply says of a finding.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The agency says that it is so.
    Accepted,
    /// The agency says that it is not so.
    Disputed,
    /// The agency says something that the log does not show.
    Explained,
}

impl Status {
    /// The word used in the file and in tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Disputed => "disputed",
            Self::Explained => "explained",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, rename = "reply")]
    replies: Vec<Reply>,
}

/// All replies of a file, and which of them have answered a finding.
#[derive(Clone, Debug, Default)]
pub struct Replies {
    /// The replies, in the order of the file.
    pub all: Vec<Reply>,
    /// By file and row.
    by_row: BTreeMap<(String, u64), Vec<usize>>,
    /// By agency, provision and month.
    by_month: BTreeMap<(String, ProvisionId, String), Vec<usize>>,
    /// How many findings each has answered.
    answers: Vec<u64>,
}

impl Replies {
    /// Reads a file of replies.
    ///
    /// # Errors
    /// If it is not in its form, or a reply does not say what it answers.
    pub fn read(text: &str) -> Result<Self, Error> {
        let Written { replies: all } = toml::from_str(text).map_err(Error::Replies)?;
        let mut read = Self { answers: vec![0; all.len()], ..Self::default() };
        for (place, reply) in all.iter().enumerate() {
            match (&reply.file, reply.row, &reply.provision, &reply.month) {
                (Some(file), Some(row), None, None) => {
                    read.by_row.entry((bare(file).to_owned(), row)).or_default().push(place);
                }
                (None, None, Some(provision), Some(month)) => {
                    let key = (reply.agency.clone(), provision.clone(), month.clone());
                    read.by_month.entry(key).or_default().push(place);
                }
                _ => {
                    let agency = reply.agency.clone();
                    return Err(Error::Unplaced { number: place + 1, agency });
                }
            }
        }
        read.all = all;
        Ok(read)
    }

    /// The replies to a finding that `agency` answers for, by their place in the file.
    pub fn answer(&mut self, finding: &Finding, agency: &str) -> Vec<usize> {
        if self.all.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for source in &finding.sources {
            let key = (bare(&source.path).to_owned(), source.row);
            found.extend(self.by_row.get(&key).into_iter().flatten().copied());
        }
        let month = Month::of_finding(finding).map(|month| month.to_string());
        for (provision, month) in
            agency::said(finding).into_keys().filter_map(|p| Some((p, month.clone()?)))
        {
            let key = (agency.to_owned(), provision.clone(), month);
            found.extend(self.by_month.get(&key).into_iter().flatten().copied());
        }
        // A row of another agency's file is not this one's to answer for.
        found.retain(|place| self.all.get(*place).is_some_and(|reply| reply.agency == agency));
        found.sort_unstable();
        found.dedup();
        for place in &found {
            if let Some(answers) = self.answers.get_mut(*place) {
                *answers += 1;
            }
        }
        found
    }

    /// Tells whether every reply has answered a finding; to be asked when all findings were taken.
    ///
    /// # Errors
    /// If one has not, with each that has not.
    pub fn check(&self) -> Result<(), Error> {
        let idle = self.all.iter().zip(&self.answers).zip(1..);
        let unanswered: Vec<_> = idle
            .filter(|((_, answers), _)| **answers == 0)
            .map(|((reply, _), number)| reply.told(number))
            .collect();
        if unanswered.is_empty() { Ok(()) } else { Err(Error::Unanswered(unanswered)) }
    }
}

impl Reply {
    /// What it points at, in words.
    fn told(&self, number: usize) -> String {
        let place = match (&self.file, self.row, &self.provision, &self.month) {
            (Some(file), Some(row), ..) => format!("`{file}` row {row}"),
            (_, _, Some(provision), Some(month)) => format!("{provision} in {month}"),
            _ => "nothing".to_owned(),
        };
        format!("reply {number} (`{}`, {place})", self.agency)
    }
}
