//! Every finding of a run, made whole one at a time.

use crate::event::NOT_TOLD;
use crate::finding::{Finding, Holder, Of, Searched, Source, joined};
use crate::kept::Kept;
use crate::known::Agency;
use crate::run::{Capture, LinkFinding};
use crate::sift::{CopyPlace, Hit};
use crate::source::day_of;
use crate::stated::{Promise, Stated};
use std::collections::BTreeMap;
use std::sync::Arc;
use terms::{Certainty, Day, PurposeClass, Reading};

/// The findings of a run, in the order of the files' paths and of their rows.
#[derive(Debug)]
pub struct Findings {
    /// Each file's place in the order of paths; a path given twice has one.
    pub(crate) ranks: Vec<usize>,
    /// In the order of [`Self::ranks`] and of rows, as the links are; heap by heap.
    pub(crate) hits: Vec<Vec<Hit>>,
    pub(crate) copies: Vec<CopyPlace>,
    pub(crate) links: Vec<LinkFinding>,
    pub(crate) paths: Vec<String>,
    pub(crate) agencies: Vec<Arc<Agency>>,
    pub(crate) parties: Vec<u32>,
    pub(crate) readings: Vec<Arc<Reading>>,
    pub(crate) kept: Vec<Arc<Kept>>,
    pub(crate) texts: BTreeMap<(u32, u32), Box<str>>,
    pub(crate) captures: Vec<Capture>,
    pub(crate) as_of: Option<Day>,
}

impl Findings {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hits.iter().map(Vec::len).sum::<usize>() + self.links.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each finding, in order.
    pub fn iter(&self) -> impl Iterator<Item = Finding> + '_ {
        let rank = |file: u32| self.ranks.get(file as usize).copied().unwrap_or(usize::MAX);
        let (mut hits, mut links) =
            (self.hits.iter().flatten().peekable(), self.links.iter().peekable());
        std::iter::from_fn(move || {
            let is_hit = match (hits.peek(), links.peek()) {
                (Some(hit), Some(link)) => {
                    (rank(hit.file), u64::from(hit.row)) <= (rank(link.file), link.row)
                }
                (Some(_), None) => true,
                (None, _) => false,
            };
            match is_hit {
                true => hits.next().map(|hit| self.whole(hit)),
                false => links.next().map(|link| Some(link.finding.clone())),
            }
        })
        .flatten()
    }

    /// A finding about a search, made whole.
    fn whole(&self, hit: &Hit) -> Option<Finding> {
        let kept = self.kept.get(hit.kept as usize)?;
        let asker = &self.agencies.get(hit.asker as usize)?.who;
        let reading = self.readings.get(hit.reading as usize)?;
        let day = day_of(hit.day)?;
        let until = (hit.further_days > 0).then(|| day_of(last_day(hit))).flatten();
        let holder = match hit.holder() {
            Some(holder) => Some(&self.agencies.get(holder as usize)?.who),
            None => None,
        };
        let certainty = kept.certainty.and(asker.certainty);
        Some(Finding {
            sources: self.sources(hit),
            kind: Of::Row,
            outcome: kept.outcome,
            certainty: holder.map_or(certainty, |holder| certainty.and(holder.certainty)),
            condition: joined([
                kept.condition.clone(),
                asker.condition("agency"),
                holder.and_then(|holder| holder.condition("holder")),
            ]),
            pathway: kept.pathway,
            grounds: kept.grounds.to_vec(),
            purpose: reading.label.clone(),
            cues: reading.cues.clone(),
            asker: asker.clone(),
            holder: holder.map_or_else(
                || Holder::Searched(searched(hit)),
                |holder| Holder::Named(holder.clone()),
            ),
            beneficiary: reading.named.clone(),
            day,
            until,
            as_of: self.as_of.or(kept.as_of).unwrap_or(day),
            hypothetical: self.as_of.is_some(),
            stated_policy: self.broken(hit).map(|(_, stated)| stated.contradicted()).fold(
                Vec::new(),
                |mut told, compared| {
                    if !told.contains(&compared) {
                        told.push(compared);
                    }
                    told
                },
            ),
            text: self.texts.get(&(hit.file, hit.row)).map(|text| text.as_ref().to_owned()),
        })
    }

    /// How many findings are alike in what the law says and in how sure it is.
    pub(crate) fn alike(&self) -> BTreeMap<(u32, Certainty), u64> {
        let mut alike: Vec<[u64; 3]> = vec![[0; 3]; self.kept.len()];
        let sure = |agency: u32| {
            self.agencies.get(agency as usize).map_or(Certainty::Possible, |a| a.who.certainty)
        };
        for hit in self.hits.iter().flatten() {
            let Some(kept) = self.kept.get(hit.kept as usize) else { continue };
            let certainty = kept.certainty.and(sure(hit.asker));
            let certainty = hit.holder().map_or(certainty, |holder| certainty.and(sure(holder)));
            let counts = alike.get_mut(hit.kept as usize);
            if let Some(count) = counts.and_then(|counts| counts.get_mut(certainty as usize)) {
                *count += 1;
            }
        }
        let all = [Certainty::Shown, Certainty::Conditional, Certainty::Possible];
        let counts = (0..).zip(&alike).flat_map(|(kept, counts)| {
            all.into_iter().filter_map(move |certainty| {
                let count = counts.get(certainty as usize).copied().filter(|count| *count > 0)?;
                Some(((kept, certainty), count))
            })
        });
        counts.collect()
    }

    /// Each finding that comes from a list.
    pub(crate) fn of_links(&self) -> impl Iterator<Item = &Finding> {
        self.links.iter().map(|link| &link.finding)
    }

    fn sources(&self, hit: &Hit) -> Vec<Source> {
        let (start, end) = (hit.copies.0 as usize, hit.copies.1 as usize);
        let copies = self.copies.get(start..end).unwrap_or_default();
        std::iter::once(&(hit.file, hit.row))
            .chain(copies)
            .filter_map(|(file, row)| {
                let path = self.paths.get(*file as usize)?.clone();
                Some(Source { path, row: u64::from(*row) })
            })
            .collect()
    }

    /// What the agency's own page of that time promises about immigration use, where the search was
    /// said to be one: a page counts the thirty days before its capture.
    fn broken<'f>(&'f self, hit: &Hit) -> impl Iterator<Item = (usize, &'f Stated)> + use<'f> {
        let reading = self.readings.get(hit.reading as usize);
        let is_use = reading.is_some_and(|reading| is_immigration_use(reading));
        let (asker, day, last) = (hit.asker, hit.day, last_day(hit));
        let is_own = hit.holder().is_none_or(|holder| self.is_one(holder, asker));
        let captures = self.captures.iter().enumerate().filter(move |(_, capture)| {
            is_use
                && is_own
                && self.is_one(capture.agency, asker)
                && [day, last]
                    .into_iter()
                    .all(|day| is_within(day, crate::source::day_number(capture.archived)))
        });
        captures.flat_map(|(place, capture)| {
            let promised =
                |(stated, _): &&(Stated, u64)| stated.promise == Promise::NoImmigrationUse;
            capture.promises.iter().filter(promised).map(move |(stated, _)| (place, stated))
        })
    }

    /// Counts for each promise about use how many searches disagree with it.
    pub(crate) fn count_broken(&mut self) {
        if self.captures.is_empty() {
            return;
        }
        let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
        for hit in self.hits.iter().flatten() {
            for (place, _) in self.broken(hit) {
                *counts.entry(place).or_default() += 1;
            }
        }
        for (place, more) in counts {
            for (stated, count) in
                self.captures.get_mut(place).into_iter().flat_map(|c| &mut c.promises)
            {
                if stated.promise == Promise::NoImmigrationUse {
                    *count += more;
                }
            }
        }
    }

    fn is_one(&self, one: u32, two: u32) -> bool {
        let party = |index: u32| self.parties.get(index as usize);
        one == two || party(one) == party(two)
    }
}

/// The last day that a search can have been on.
fn last_day(hit: &Hit) -> i32 {
    hit.day + i32::from(hit.further_days)
}

/// Whether a search is said to be for immigration enforcement, in words with no other reading.
pub(crate) fn is_immigration_use(reading: &Reading) -> bool {
    matches!(reading.class, PurposeClass::CivilImmigration | PurposeClass::CriminalImmigration)
        && reading.certainty != Certainty::Possible
}

/// Whether a day is one of the [`WINDOW_DAYS`] that a page captured on `archived` counts.
fn is_within(day: i32, archived: i32) -> bool {
    (0..=WINDOW_DAYS).contains(&(archived - day))
}

/// Portals publish the last thirty days.
const WINDOW_DAYS: i32 = 30;

fn searched(hit: &Hit) -> Searched {
    let told = |count: u32| (count != NOT_TOLD).then_some(u64::from(count));
    let note = if hit.counts_cameras {
        "the log counts the cameras searched and does not name whose they are"
    } else {
        "the log counts the networks searched and does not name them; 0 does not mean none"
    };
    Searched {
        name: None,
        networks_count: told(hit.networks),
        cameras_count: told(hit.devices),
        note: note.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_speaks_for_the_thirty_days_before_its_capture_and_no_others() {
        let day = |text: &str| crate::source::day_number(text.parse().unwrap());
        let check = |text: &str, expected: bool| {
            assert_eq!(is_within(day(text), day("2026-04-29")), expected, "{text}");
        };
        check("2026-04-29", true);
        check("2026-03-30", true);
        check("2026-03-29", false);
        check("2026-04-30", false);
    }
}
