//! Takes in the rows of an audit: new or a copy, and what the law says to it.
//!
//! The searching agency is the asker and, as far as the log shows, the holder of what a search
//! gives it: it is the operator of its own network and the one who would pass a result on. The
//! agencies whose cameras answered are counted by the log and not named.

use crate::finding::{Finding, Holder, Of, Searched, Source, Who, joined};
use crate::kept::Published;
use crate::readings::ReadingIndex;
use crate::rules::{CaseNumber, RowAsked};
use crate::run::{Draft, Lookback, Progress};
use crate::source::{Audit, Kind, Row};
use crate::summary::{Contradiction, FileTold, TOLD_MAX};
use std::collections::BTreeMap;
use std::io::{self, BufRead};
use terms::{Certainty, Party, PurposeClass};

/// A searching agency, and the searches of it that were seen.
#[derive(Debug)]
pub(crate) struct Agency {
    index: usize,
    party: Party,
    who: Who,
    rows: BTreeMap<String, First>,
    /// Rows without an id: each its own, since none can be known again.
    rows_without_id: u64,
}

/// The first copy of a row.
#[derive(Debug)]
struct First {
    source: Source,
    row: Row,
    finding: Option<usize>,
}

impl Agency {
    /// How many different searches of it were seen.
    pub(crate) fn rows_unique(&self) -> u64 {
        let with_id = u64::try_from(self.rows.len()).unwrap_or(u64::MAX);
        with_id.saturating_add(self.rows_without_id)
    }
}

impl Lookback<'_> {
    /// Takes in every row of an audit.
    pub(crate) fn take_audit<R: BufRead>(
        &mut self,
        path: &str,
        slug: &str,
        mut audit: Audit<R>,
        progress: &mut dyn Progress,
    ) -> io::Result<()> {
        let mut told = FileTold::new(path, Kind::PortalAudit);
        let mut agency = match self.agencies.remove(slug) {
            Some(agency) => agency,
            None => self.agency(slug),
        };
        let mut read = 0;
        while let Some(row) = audit.next()? {
            match row {
                Ok((place, row)) => {
                    let source = Source { path: path.to_owned(), row: place };
                    self.take_row(&mut agency, slug, source, row, &mut told);
                }
                Err(unreadable) => told.take_unreadable(unreadable),
            }
            read += 1;
            if read == STEP {
                progress.read(read);
                read = 0;
            }
        }
        progress.read(read);
        self.agencies.insert(slug.to_owned(), agency);
        self.files.push(told);
        Ok(())
    }

    /// An agency by its slug: the rows do not name it.
    fn agency(&self, slug: &str) -> Agency {
        let named = self.names.portal(None, slug);
        Agency {
            index: self.agencies.len(),
            who: Who::told(&named),
            party: named.party,
            rows: BTreeMap::new(),
            rows_without_id: 0,
        }
    }

    fn take_row(
        &mut self,
        agency: &mut Agency,
        slug: &str,
        source: Source,
        row: Row,
        told: &mut FileTold,
    ) {
        if let Some(first) = row.id.as_ref().and_then(|id| agency.rows.get(id)) {
            told.take_duplicate();
            let columns = first.row.contradicts(&row);
            let finding = first.finding;
            if !columns.is_empty() {
                told.rows_contradicting += 1;
                if told.rows_contradicting <= TOLD_MAX as u64 {
                    let (first, copy) = (first.source.clone(), source.clone());
                    self.contradictions.push(Contradiction { first, copy, columns });
                }
            }
            self.add_source(finding, source);
            return;
        }
        told.take_unique();
        let reading = self.readings.read(&row);
        self.tally.by_purpose.add(self.readings.label(reading).to_owned());
        let draft = self.row_draft(agency, slug, &source, &row, reading);
        let finding = self.keep(draft);
        match row.id.clone() {
            Some(id) => {
                agency.rows.insert(id, First { source, row, finding });
            }
            None => agency.rows_without_id += 1,
        }
    }

    /// What the law says to a row, where that is a finding.
    fn row_draft(
        &mut self,
        agency: &Agency,
        slug: &str,
        source: &Source,
        row: &Row,
        index: ReadingIndex,
    ) -> Option<Draft> {
        let day = row.searched_at.day();
        let as_of = self.law_day(day);
        if !self.rules.binds(&agency.party, as_of) {
            self.not_loaded(&agency.party).rows += 1;
            return None;
        }
        let reading = self.readings.at(index);
        let asked = RowAsked {
            agency: agency.index,
            party: &agency.party,
            index,
            reading: &reading,
            case_number: case_number(row),
            published: published(row),
        };
        let kept = self.rules.row(&asked, as_of)?;
        let is_immigration_use = matches!(
            reading.class,
            PurposeClass::CivilImmigration | PurposeClass::CriminalImmigration
        ) && reading.certainty != Certainty::Possible;
        let finding = Finding {
            sources: vec![source.clone()],
            kind: Of::Row,
            outcome: kept.outcome,
            certainty: kept.certainty.and(agency.who.certainty),
            condition: joined([kept.condition.clone(), agency.who.condition("agency")]),
            pathway: kept.pathway,
            grounds: kept.grounds.clone(),
            purpose: reading.label,
            cues: reading.cues,
            asker: agency.who.clone(),
            holder: Holder::Searched(searched(row)),
            beneficiary: reading.named,
            day,
            as_of,
            hypothetical: self.options.as_of.is_some(),
            stated_policy: Vec::new(),
            text: self.options.show_text.then(|| text(row)).flatten(),
        };
        Some(Draft { finding, slug: slug.to_owned(), day, is_immigration_use })
    }
}

fn case_number(row: &Row) -> CaseNumber {
    match row.case_number.as_deref().map(str::trim) {
        None | Some("") => CaseNumber::Absent,
        Some(_) => CaseNumber::Given,
    }
}

fn published(row: &Row) -> Published {
    match (&row.reason, &row.case_number, &row.offense_type) {
        (Some(_), Some(_), Some(_)) => Published::All,
        _ => Published::Part,
    }
}

fn searched(row: &Row) -> Searched {
    let (networks_count, cameras_count) = (row.networks_count, row.cameras_count);
    let note = if cameras_count.is_some() {
        "the log counts the cameras searched and does not name whose they are"
    } else {
        "the log counts the networks searched and does not name them; 0 does not mean none"
    };
    Searched { name: None, networks_count, cameras_count, note: note.into() }
}

/// The reason as written, or the offence chosen where there is no reason.
fn text(row: &Row) -> Option<String> {
    [&row.reason, &row.offense_type]
        .into_iter()
        .flatten()
        .find(|text| !text.trim().is_empty())
        .cloned()
}

/// Progress is told once in so many rows.
const STEP: u64 = 1024;
