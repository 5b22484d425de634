//! The end of a run: copies are put together, searches ruled on, all summed up.

use crate::copies::Table;
use crate::event::{Event, PARTS};
use crate::findings::{Findings, is_immigration_use};
use crate::headline::{self, Sums};
use crate::heaps::Heaps;
use crate::known::{held, small};
use crate::run::{Capture, Contradicted, FileState, HolderOf, LinkFinding, Lookback, source_of};
use crate::sift::{Overlap, Pair, Remembered, Sieve, Sifted};
use crate::source::{Kind, day_number, day_of};
use crate::summary::{
    Completeness, Contradiction, FileTold, Found, LookBackWindow, NOTICE, NotLoaded, StatedTold,
    Summary, TOLD_MAX,
};
use crate::work::COMPARED_COLUMNS;
use crate::{Error, Finding};
use std::collections::BTreeMap;
use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tally::{Outcomes, Tally};
use terms::{Certainty, Ground, Outcome, Pathway, Reading};

impl Lookback<'_> {
    /// Ends the run.
    ///
    /// # Errors
    /// If rows that were set down cannot be read back: nothing of the run can then be relied on.
    pub fn finish(mut self) -> Result<Found, Error> {
        let parties = self.known.parties();
        let groups = groups(&self.files, &parties);
        let pairs = pairs(&self.files, &groups);
        let mut pairs_of = vec![Vec::new(); self.files.len()];
        for (place, pair) in pairs.iter().enumerate() {
            for file in [pair.first, pair.second] {
                if let Some(of) = pairs_of.get_mut(file as usize) {
                    of.push(place);
                }
            }
        }
        let parts = self.parts();
        let ranks = ranks(self.files.iter().map(|file| file.told.path.as_str()));
        let rows: Vec<u64> = self.files.iter().map(|file| file.told.rows_read).collect();
        let heaps = Heaps::new(&ranks, &rows);
        let names_body: Vec<bool> =
            self.known.taken().1.iter().map(|reading| reading.named.is_some()).collect();
        let sieve = Sieve {
            known: &self.known,
            verdicts: &self.verdicts,
            files: &self.files,
            heaps: &heaps,
            names_body: &names_body,
            parties: &parties,
            groups: &groups,
            pairs: &pairs,
            pairs_of: &pairs_of,
            law_day: self.options.as_of.map(day_number),
            counts_windows: !self.retention.is_empty(),
        };
        let sifted =
            sift_all(&sieve, parts, &self.scratch, self.options.threads).map_err(Error::Scratch)?;
        Ok(self.sum_up(sifted, &pairs, parties))
    }

    /// The events of every worker, part by part.
    fn parts(&mut self) -> Vec<Mutex<Vec<Vec<Event>>>> {
        let mut parts: Vec<Vec<Vec<Event>>> = (0..PARTS).map(|_| Vec::new()).collect();
        for worker in self.workers.drain(..) {
            for (part, events) in parts.iter_mut().zip(worker.parts) {
                part.push(events);
            }
        }
        parts.into_iter().map(Mutex::new).collect()
    }

    fn sum_up(self, mut sifted: Sifted, pairs: &[Pair], parties: Vec<u32>) -> Found {
        let Self { known, verdicts, options, mut files, captures, mut link_findings, .. } = self;
        count_files(&mut files, &sifted);
        let contradictions = contradictions(&files, std::mem::take(&mut sifted.contradictions));
        let digests = [known.parties.digest(), known.reasons.digest()];
        let [registry_digest, cues_digest] = digests.map(str::to_owned);
        let (agencies, readings) = known.taken();
        let name = |agency: u32| agencies.get(agency as usize).map(|a| a.who.name.clone());
        let completeness = completeness(&files, pairs, &sifted.overlaps);
        let look_back_windows = windows(&self.retention, &sifted.windows, &parties, name);
        let paths: Vec<String> = files.iter().map(|file| file.told.path.clone()).collect();
        let ranks = ranks(paths.iter().map(String::as_str));
        put_in_order(&ranks, &mut link_findings);
        let (by_purpose, immigration_stated) = purposes(&readings, &sifted.by_reading);
        let rows_unique: u64 = sifted.unique.iter().sum();
        let links_unique = u64::try_from(self.links.len()).unwrap_or(u64::MAX);
        let mut findings = Findings {
            ranks,
            hits: sifted.in_order,
            copies: sifted.copies,
            links: link_findings,
            paths,
            agencies,
            parties,
            readings,
            kept: verdicts.all_kept(),
            texts: known.into_texts(),
            captures,
            as_of: options.as_of,
        };
        findings.count_broken();
        let (mut tally, sums) = tallied(&findings);
        tally.outcomes = both(sifted.outcomes, self.link_outcomes);
        let law_not_loaded = joined(self.law_not_loaded, sifted.not_loaded);
        let stated_policies = stated_told(&findings.captures);
        let files: Vec<FileTold> = files.into_iter().map(|file| file.told).collect();
        let unique = [rows_unique, links_unique];
        let counted = headline::Counted::of(&files, unique, immigration_stated, &look_back_windows);
        let headlines = headline::all(&sums, &counted);
        let summary = Summary {
            files,
            refused: self.refused,
            rows_unique,
            links_unique,
            outcomes: tally.outcomes,
            by_provision: tally.by_provision,
            by_provision_outcome: tally.by_provision_outcome,
            by_purpose,
            by_pathway: tally.by_pathway,
            by_certainty: tally.by_certainty,
            text_status: tally.text_status,
            law_not_loaded,
            headlines,
            completeness,
            look_back_windows,
            stated_policies,
            contradictions,
            law_digest: verdicts.digest().to_owned(),
            registry_digest,
            cues_digest,
            as_of: options.as_of,
            hypothetical: options.as_of.is_some(),
            notice: NOTICE,
        };
        Found { summary, findings }
    }
}

fn both(rows: Outcomes, links: Outcomes) -> Outcomes {
    Outcomes {
        withhold: rows.withhold + links.withhold,
        refer: rows.refer + links.refer,
        nothing_found: rows.nothing_found + links.nothing_found,
    }
}

/// Links and rows of places without loaded law, by state.
fn joined(
    mut links: BTreeMap<String, NotLoaded>,
    rows: BTreeMap<String, NotLoaded>,
) -> BTreeMap<String, NotLoaded> {
    for (state, more) in rows {
        links.entry(state).or_default().rows += more.rows;
    }
    links
}

/// Gives each log its counts of unique rows and of copies.
fn count_files(files: &mut [FileState], sifted: &Sifted) {
    for (place, file) in files.iter_mut().enumerate() {
        if file.told.kind.is_log() {
            let count = |of: &[u64]| of.get(place).copied().unwrap_or(0);
            let told = &mut file.told;
            told.rows_unique = count(&sifted.unique);
            told.rows_duplicate = count(&sifted.duplicate);
            told.rows_contradicting = count(&sifted.contradicting);
            told.rows_read = told.rows_unique + told.rows_duplicate + told.rows_unreadable;
        }
    }
}

/// Unique searches by label; and those said to be for immigration enforcement, surely and at most.
fn purposes(readings: &[Arc<Reading>], counts: &[u64]) -> (tally::Counter<String>, [u64; 2]) {
    let mut by_purpose = tally::Counter::new();
    let mut stated = [0, 0];
    for (reading, count) in readings.iter().zip(counts).filter(|(_, count)| **count > 0) {
        by_purpose.add_many(reading.label.clone(), *count);
        stated[0] += if is_immigration_use(reading) { *count } else { 0 };
        stated[1] += if headline::may_be_immigration(reading) { *count } else { 0 };
    }
    (by_purpose, stated)
}

/// Counts every finding.
fn tallied(findings: &Findings) -> (Tally, Sums) {
    let (mut tally, mut sums) = (Tally::new(), Sums::default());
    for finding in findings.of_links() {
        let Finding { outcome, certainty, pathway, .. } = *finding;
        take(&mut tally, &mut sums, &finding.grounds, (outcome, certainty, pathway), 1);
    }
    for ((kept, certainty), count) in findings.alike() {
        let Some(kept) = findings.kept.get(kept as usize) else { continue };
        let of = (kept.outcome, certainty, kept.pathway);
        take(&mut tally, &mut sums, &kept.grounds, of, count);
    }
    (tally, sums)
}

/// Counts so many findings that are alike.
fn take(
    tally: &mut Tally,
    sums: &mut Sums,
    grounds: &[Ground],
    (outcome, certainty, pathway): (Outcome, Certainty, Option<Pathway>),
    count: u64,
) {
    tally.add_grounds_many(grounds, outcome, count);
    tally.by_certainty.add_many(certainty, count);
    if let Some(pathway) = pathway {
        tally.by_pathway.add_many(pathway, count);
        sums.take(pathway, outcome, certainty, count);
    }
}

impl Kind {
    /// Whether it is a log, row by row, and not a list.
    pub(crate) const fn is_log(self) -> bool {
        matches!(
            self,
            Self::CameraLog
                | Self::EventLog
                | Self::NetworkAudit
                | Self::OrganizationAudit
                | Self::PortalAudit
                | Self::ReasonList
        )
    }
}

/// Which agency's searches a file has: copies are looked for among files of one.
fn groups(files: &[FileState], parties: &[u32]) -> Vec<u32> {
    let party = |agency: u32| parties.get(agency as usize).copied().unwrap_or(agency);
    let group = |(place, file): (usize, &FileState)| match file.holder {
        HolderOf::Agency(holder) | HolderOf::EachRow(Some(holder)) => party(holder),
        // One file can have one searcher only, who is in the events.
        HolderOf::Searcher => file.searcher.map_or(NO_GROUP, party),
        // Whose cameras these were stands nowhere, or in each row for itself: two files may be of
        // two agencies.
        HolderOf::EachRow(None) | HolderOf::Unknown => NO_GROUP - 1 - small(place),
    };
    files.iter().enumerate().map(group).collect()
}

const NO_GROUP: u32 = u32::MAX;

/// Captures of one agency, one after the other, that cover the same days. The first and last day of
/// a capture are cut off in the middle, so the days between are taken.
fn pairs(files: &[FileState], groups: &[u32]) -> Vec<Pair> {
    let mut by_group: BTreeMap<u32, Vec<(i32, i32, u32)>> = BTreeMap::new();
    for (place, (file, group)) in files.iter().zip(groups).enumerate() {
        if let (Some((first, last)), true) = (file.days, file.told.kind.is_log()) {
            by_group.entry(*group).or_default().push((first, last, small(place)));
        }
    }
    let mut pairs = Vec::new();
    for captures in by_group.values_mut() {
        captures.sort_unstable();
        for (one, two) in captures.iter().zip(captures.iter().skip(1)) {
            let from = one.0.max(two.0) + 1;
            let to = one.1.min(two.1) - 1;
            if from <= to {
                pairs.push(Pair { first: one.2, second: two.2, days: (from, to) });
            }
        }
    }
    pairs
}

/// Lets threads take the parts in turn, and gives back what they counted and all hits in order.
fn sift_all(
    sieve: &Sieve<'_, '_>,
    parts: Vec<Mutex<Vec<Vec<Event>>>>,
    scratch: &Mutex<Box<dyn crate::Scratch + '_>>,
    threads: NonZero<usize>,
) -> io::Result<Sifted> {
    let next = AtomicUsize::new(0);
    let one = || -> io::Result<Sifted> {
        let (mut out, mut law) = (Sifted::default(), Remembered::default());
        let (mut bytes, mut table) = (Vec::new(), Table::default());
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(place) else { return Ok(out) };
            let mut events = Vec::new();
            for of_worker in held(part).drain(..) {
                match events.is_empty() {
                    true => events = of_worker,
                    false => events.extend(of_worker),
                }
            }
            bytes.clear();
            held(scratch).read(place, &mut bytes)?;
            Event::read_all(&bytes, &mut events).ok_or_else(|| {
                io::Error::new(io::ErrorKind::UnexpectedEof, "rows that were set down are torn")
            })?;
            sieve.sift(&events, &mut table, &mut law, &mut out);
        }
    };
    let done: Vec<io::Result<Sifted>> = std::thread::scope(|scope| {
        let running: Vec<_> = (1..threads.get()).map(|_| scope.spawn(one)).collect();
        let mut done = vec![one()];
        for thread in running {
            done.push(thread.join().unwrap_or_else(|_| {
                Err(io::Error::other("a thread of the run broke down: this is a fault of ours"))
            }));
        }
        done
    });
    let mut all = Sifted::default();
    let mut hits = Vec::new();
    for sifted in done {
        let mut sifted = sifted?;
        hits.push((std::mem::take(&mut sifted.hits), small(all.copies.len())));
        all.copies.append(&mut sifted.copies);
        all.join(sifted);
    }
    all.in_order = Heaps::in_order(threads, hits);
    Ok(all)
}

/// Each file's place in the order of paths. A path given twice has one place: its rows stand side
/// by side.
fn ranks<'p>(paths: impl Iterator<Item = &'p str> + Clone) -> Vec<usize> {
    let sorted: std::collections::BTreeSet<&str> = paths.clone().collect();
    let ranks: BTreeMap<&str, usize> =
        sorted.into_iter().enumerate().map(|(at, path)| (path, at)).collect();
    paths.filter_map(|path| ranks.get(path).copied()).collect()
}

/// Puts findings from lists in the order of the files' paths and of rows.
fn put_in_order(ranks: &[usize], links: &mut [LinkFinding]) {
    let rank = |file: u32| ranks.get(file as usize).copied().unwrap_or(usize::MAX);
    // Several links can stand in one row: they keep the order in which they were read.
    links.sort_by_key(|link| (rank(link.file), link.row));
}

fn contradictions(
    files: &[FileState],
    told: BTreeMap<u32, Vec<Contradicted>>,
) -> Vec<Contradiction> {
    let path = |file: u32| files.get(file as usize).map_or("", |file| file.told.path.as_str());
    let mut out = Vec::new();
    for (file, mut of_file) in told {
        of_file.sort_by_key(|contradicted| contradicted.copy);
        for one in of_file.into_iter().take(TOLD_MAX) {
            out.push(Contradiction {
                first: source_of(path(one.first.0), u64::from(one.first.1)),
                copy: source_of(path(file), u64::from(one.copy)),
                columns: one
                    .columns
                    .iter()
                    .filter_map(|place| COMPARED_COLUMNS.get(*place).copied())
                    .collect(),
            });
        }
    }
    out
}

fn completeness(files: &[FileState], pairs: &[Pair], overlaps: &[Overlap]) -> Vec<Completeness> {
    let told = |pair: &Pair, overlap: &Overlap| {
        let file = |place: u32| files.get(place as usize).map(|file| &file.told);
        let (first, second) = (file(pair.first)?, file(pair.second)?);
        let Overlap { in_first, in_second, in_both } = *overlap;
        let (estimated, low, high) = headline::chapman(in_first, in_second, in_both)?;
        Some(Completeness {
            agency: first.agency.clone(),
            first: first.path.clone(),
            second: second.path.clone(),
            from: day_of(pair.days.0)?,
            to: day_of(pair.days.1)?,
            in_first,
            in_second,
            in_both,
            estimated,
            low,
            high,
        })
    };
    pairs.iter().zip(overlaps).filter_map(|(pair, overlap)| told(pair, overlap)).collect()
}

fn windows(
    retention: &[crate::summary::StatedRetention],
    windows: &BTreeMap<(u32, u16), u64>,
    parties: &[u32],
    name: impl Fn(u32) -> Option<String>,
) -> Vec<LookBackWindow> {
    let party = |agency: u32| parties.get(agency as usize).copied().unwrap_or(agency);
    // What was said last stands; where a page said more days before, the longer is held against no
    // one, so the longest is taken.
    let mut stated: BTreeMap<u32, u32> = BTreeMap::new();
    for said in retention {
        let days = stated.entry(party(said.agency)).or_default();
        *days = (*days).max(said.days);
    }
    let mut told: BTreeMap<u32, LookBackWindow> = BTreeMap::new();
    for ((agency, days), searches) in windows {
        let Some(stated_days) = stated.get(&party(*agency)).copied() else { continue };
        let window = told.entry(party(*agency)).or_insert_with(|| LookBackWindow {
            agency: name(*agency),
            stated_days,
            searches: 0,
            longest_days: 0,
            of: 0,
        });
        window.of += searches;
        if u32::from(*days) > stated_days {
            window.searches += searches;
            window.longest_days = window.longest_days.max(*days);
        }
    }
    told.into_values().filter(|window| window.searches > 0).collect()
}

fn stated_told(captures: &[Capture]) -> Vec<StatedTold> {
    let mut told = Vec::new();
    for Capture { slug, path, archived, promises, .. } in captures {
        for (stated, contradicted_by) in promises {
            let one = StatedTold::new(path, slug, *archived, stated);
            told.push(StatedTold { contradicted_by: *contradicted_by, ..one });
        }
    }
    told
}
