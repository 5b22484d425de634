//! One run: files in, one by one; a summary and findings out.
//!
//! In: names and readers. Out: [`Found`]. Never: opens a file, asks what day it is, or leaves a
//! row out of the account.
//!
//! Who owns what: the run owns every row it has seen (to know a copy when it comes), every draft of
//! a finding until [`Lookback::finish`], and what it remembers of readings and rulings. Memory
//! grows with the different rows, not with the copies.

use crate::finding::Source;
use crate::names::Names;
use crate::readings::Readings;
use crate::rows::Agency;
use crate::rules::Rules;
use crate::source::{self, Kind, Opened, Refused};
use crate::stated::{Promise, Stated};
use crate::summary::{Contradiction, FileTold, Found, NOTICE, NotLoaded, StatedTold, Summary};
use crate::{Error, Finding};
use doors::reason::Reasons;
use law::Law;
use parties::Parties;
use std::collections::BTreeMap;
use std::io::Read;
use tally::Tally;
use terms::{Day, Outcome, Party};

/// What a run is asked to do otherwise than by default.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// Rule everything by the law of this day; each row's or link's own day where absent.
    pub as_of: Option<Day>,
    /// Put the reason, as written, into each finding. It can hold plates and names.
    pub show_text: bool,
}

/// Told how far a run is, to draw it.
pub trait Progress {
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
#[derive(Debug)]
pub struct Lookback<'a> {
    pub(crate) names: Names<'a>,
    pub(crate) options: Options,
    pub(crate) rules: Rules<'a>,
    pub(crate) readings: Readings<'a>,
    pub(crate) agencies: BTreeMap<String, Agency>,
    pub(crate) links: BTreeMap<(String, String), Option<usize>>,
    pub(crate) captures: Vec<Capture>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) files: Vec<FileTold>,
    pub(crate) contradictions: Vec<Contradiction>,
    pub(crate) law_not_loaded: BTreeMap<String, NotLoaded>,
    pub(crate) tally: Tally,
    refused: Vec<Refused>,
}

/// One capture of a portal page: what it promises, and on which day.
#[derive(Debug)]
pub(crate) struct Capture {
    pub(crate) slug: String,
    pub(crate) path: String,
    pub(crate) archived: Day,
    pub(crate) promises: Vec<(Stated, u64)>,
}

/// A finding before the end of the run, when its copies and promises are not all known.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) finding: Finding,
    /// The agency of the log, to find its pages.
    pub(crate) slug: String,
    /// The day of the row or link itself, whatever law was applied.
    pub(crate) day: Day,
    /// Whether it is a search said to be for immigration enforcement.
    pub(crate) is_immigration_use: bool,
}

impl<'a> Lookback<'a> {
    /// A run that has read nothing yet.
    ///
    /// # Errors
    /// If `as_of` lies beyond the calendar's end.
    pub fn new(
        law: &'a Law,
        parties: &'a Parties,
        reasons: &'a Reasons,
        options: Options,
    ) -> Result<Self, Error> {
        if let Some(day) = options.as_of.filter(|day| day.start().is_none()) {
            return Err(Error::AsOf(day));
        }
        Ok(Self {
            names: Names::new(parties),
            options,
            rules: Rules::new(law),
            readings: Readings::new(reasons),
            agencies: BTreeMap::new(),
            links: BTreeMap::new(),
            captures: Vec::new(),
            drafts: Vec::new(),
            files: Vec::new(),
            contradictions: Vec::new(),
            law_not_loaded: BTreeMap::new(),
            tally: Tally::new(),
            refused: Vec::new(),
        })
    }

    /// Takes in one file, and gives back what kind it is; [`Kind::Unknown`] where it was refused,
    /// which the summary tells, and the run goes on.
    ///
    /// Where two copies of a row disagree, the one taken in first is ruled on: give files in a
    /// fixed order, as sorted by path, and the run is the same each time.
    ///
    /// # Errors
    /// If the reader breaks off. The run is then no longer an account of its files: drop it.
    pub fn add_file(
        &mut self,
        path: &str,
        reader: impl Read,
        progress: &mut dyn Progress,
    ) -> Result<Kind, Error> {
        let broken = |source| Error::Read { path: path.to_owned(), source };
        match source::open(path, reader).map_err(broken)? {
            Opened::Audit { slug, audit } => {
                progress.opened(path, Kind::PortalAudit);
                self.take_audit(path, &slug, audit, progress).map_err(broken)?;
                Ok(Kind::PortalAudit)
            }
            Opened::Page(page) => {
                progress.opened(path, Kind::PortalPage);
                self.take_page(path, &page, progress);
                Ok(Kind::PortalPage)
            }
            Opened::Refused(kind, why) => {
                self.refused.push(Refused { path: path.to_owned(), kind, why });
                Ok(Kind::Unknown)
            }
        }
    }

    /// Takes in a file that could not be opened at all, so that it is refused and told like others.
    pub fn refuse_file(&mut self, path: &str, why: &str) {
        self.refused.push(Refused {
            path: path.to_owned(),
            kind: Kind::Unknown,
            why: why.to_owned(),
        });
    }

    /// Ends the run.
    #[must_use]
    pub fn finish(mut self) -> Found {
        self.compare_stated_use();
        let Self { rules, options, captures, mut drafts, files, mut tally, .. } = self;
        drafts.sort_by(|a, b| a.finding.place().cmp(&b.finding.place()));
        for Draft { finding, .. } in &drafts {
            tally.add_grounds(&finding.grounds, finding.outcome);
            tally.by_certainty.add(finding.certainty);
            if let Some(pathway) = finding.pathway {
                tally.by_pathway.add(pathway);
            }
        }
        let rows_unique = self.agencies.values().map(Agency::rows_unique).sum();
        let links_unique = u64::try_from(self.links.len()).unwrap_or(u64::MAX);
        let summary = Summary {
            files,
            refused: self.refused,
            rows_unique,
            links_unique,
            outcomes: tally.outcomes,
            by_provision: tally.by_provision,
            by_provision_outcome: tally.by_provision_outcome,
            by_purpose: tally.by_purpose,
            by_pathway: tally.by_pathway,
            by_certainty: tally.by_certainty,
            text_status: tally.text_status,
            law_not_loaded: self.law_not_loaded,
            stated_policies: stated_told(captures),
            contradictions: self.contradictions,
            law_digest: rules.digest().to_owned(),
            as_of: options.as_of,
            hypothetical: options.as_of.is_some(),
            notice: NOTICE,
        };
        Found { summary, findings: drafts.into_iter().map(|draft| draft.finding).collect() }
    }

    /// The day whose law is applied to something of `day`.
    pub(crate) fn law_day(&self, day: Day) -> Day {
        self.options.as_of.unwrap_or(day)
    }

    /// Counts an outcome, and keeps the draft where it is a finding. Gives back its place.
    pub(crate) fn keep(&mut self, draft: Option<Draft>) -> Option<usize> {
        let outcome = draft.as_ref().map_or(Outcome::Share, |draft| draft.finding.outcome);
        self.tally.outcomes.add(outcome);
        let draft = draft?;
        self.drafts.push(draft);
        self.drafts.len().checked_sub(1)
    }

    /// Adds a further copy to a finding.
    pub(crate) fn add_source(&mut self, finding: Option<usize>, source: Source) {
        if let Some(draft) = finding.and_then(|place| self.drafts.get_mut(place)) {
            draft.finding.sources.push(source);
        }
    }

    /// The counter of what no law was held against, for the holder's state.
    pub(crate) fn not_loaded(&mut self, holder: &Party) -> &mut NotLoaded {
        let state = holder.place.state.clone().unwrap_or_else(|| "unknown".to_owned());
        self.law_not_loaded.entry(state).or_default()
    }

    /// Sets searches said to be for immigration enforcement against what the agency's own page of
    /// that time says about it: a page counts the thirty days before its capture.
    fn compare_stated_use(&mut self) {
        for draft in self.drafts.iter_mut().filter(|draft| draft.is_immigration_use) {
            for capture in &mut self.captures {
                if !is_same_agency(&capture.slug, &draft.slug)
                    || !is_within(draft.day, capture.archived)
                {
                    continue;
                }
                for (stated, contradicted_by) in &mut capture.promises {
                    if stated.promise == Promise::NoImmigrationUse {
                        *contradicted_by += 1;
                        let compared = stated.contradicted();
                        if !draft.finding.stated_policy.contains(&compared) {
                            draft.finding.stated_policy.push(compared);
                        }
                    }
                }
            }
        }
    }
}

fn stated_told(captures: Vec<Capture>) -> Vec<StatedTold> {
    let mut told = Vec::new();
    for Capture { slug, path, archived, promises } in captures {
        for (stated, contradicted_by) in promises {
            let one = StatedTold::new(&path, &slug, archived, &stated);
            told.push(StatedTold { contradicted_by, ..one });
        }
    }
    told
}

/// Whether two slugs are of one portal: archived names differ in a leading dash.
fn is_same_agency(one: &str, two: &str) -> bool {
    let bare = |slug: &str| slug.trim_start_matches(['-', '_']).to_ascii_lowercase();
    bare(one) == bare(two)
}

/// Whether a day is one of the [`WINDOW_DAYS`] that a page captured on `archived` counts.
fn is_within(day: Day, archived: Day) -> bool {
    match (day.start(), archived.start()) {
        (Some(day), Some(archived)) => {
            let before = archived.unix_seconds() - day.unix_seconds();
            (0..=WINDOW_DAYS * 86_400).contains(&before)
        }
        _ => false,
    }
}

/// Portals publish the last thirty days.
const WINDOW_DAYS: i64 = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_for_the_thirty_days_before_its_capture_and_no_others() {
        let check = |day: &str, expected: bool| {
            let within = is_within(day.parse().unwrap(), "2026-04-29".parse().unwrap());
            assert_eq!(within, expected, "{day}");
        };
        check("2026-04-29", true);
        check("2026-03-30", true);
        check("2026-03-29", false);
        check("2026-04-30", false);
    }

    #[test]
    fn a_portal_is_known_again_by_its_slug() {
        assert!(is_same_agency("-el-cajon-pd-ca", "el-cajon-pd-ca"));
        assert!(!is_same_agency("el-cajon-pd-ca", "cajon-pd-ca"));
    }
}
