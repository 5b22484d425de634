//! The request for records: the columns, cells and days that published files lack.
//!
//! Blank, redacted, withheld, overwritten and absent are five different facts, and each is asked
//! for as what it is. The law of the request is told in the words of its pack, or not at all.

use crate::account::{Account, Cells, FileTold};
use crate::agency::Agency;
use crate::counts::Month;
use crate::language::{Language, fill};
use crate::words::text_status;
use crate::{Provision, page::listed};
use std::collections::BTreeMap;
use terms::{Day, Pathway};

/// The provision on the time and form of an answer, by state.
const CLOCKS: &[(&str, &str)] = &[("CA", "CA-CPRA-CLOCK")];
/// At most so many files are named of one column.
const FILES_MAX: usize = 12;
/// A gap of so many days or more is asked for; a shorter one can be days without a search.
const GAP_DAYS: i32 = 7;

/// A request for records.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) opening: String,
    pub(crate) items: Vec<String>,
    /// What the run does not say.
    pub(crate) notes: Vec<String>,
    pub(crate) closing: Vec<String>,
    /// What whoever sends it must know of the law it names.
    pub(crate) act: &'static str,
}

impl Request {
    pub(super) fn new(
        language: Language,
        name: &str,
        agency: &Agency,
        account: &Account,
        provisions: &[Provision],
    ) -> Self {
        let l = language.letter_words();
        let files = files_of(name, agency, account);
        let named = [("agency", name)];
        let is_californian = agency.state.as_deref() == Some("CA");
        let sentence = if is_californian { l.request_california } else { l.request_elsewhere };
        let mut items = absent(language, &files);
        items.extend(cells(language, &files));
        items.extend(days(language, &files));
        let nothing_is_missing = items.is_empty();
        items.extend(by_findings(language, agency, &files));
        let mut notes = Vec::new();
        let say = files.iter().any(|file| !file.columns.is_empty() || !file.cells.is_empty());
        let dated = files.iter().any(|file| file.is_log() && file.first_day.is_some());
        let is_undated = !dated && files.iter().any(|file| file.is_log());
        if !say && !dated {
            notes.push(fill(l.files_unknown, &named));
        } else if is_undated {
            notes.push(l.days_unknown.to_owned());
        } else if nothing_is_missing {
            notes.push(l.nothing_missing.to_owned());
        }
        let mut closing = vec![l.form.to_owned(), l.partial.to_owned()];
        let clock = CLOCKS.iter().find(|(state, _)| agency.state.as_deref() == Some(*state));
        let clock = clock.and_then(|(_, id)| provisions.iter().find(|known| known.id.0 == *id));
        closing.extend(clock.map(|provision| clock_told(language, provision)));
        let act = if is_californian { l.before_act } else { l.before_elsewhere };
        Self { opening: fill(sentence, &named), items, notes, closing, act }
    }
}

/// What the pack says of the time and form of an answer, with how far its text was verified.
fn clock_told(language: Language, provision: &Provision) -> String {
    let words = match language {
        Language::English => &provision.english,
        Language::Spanish => &provision.spanish,
    };
    fill(
        language.letter_words().request_statute,
        &[
            ("words", words),
            ("citation", &provision.citation),
            ("status", text_status(language, provision.text_status).0),
            ("note", &provision.text_status_note),
        ],
    )
}

/// The files of an agency: those that say so, those its findings stand in, and those whose name
/// begins with the same slug.
fn files_of<'a>(name: &str, agency: &Agency, account: &'a Account) -> Vec<&'a FileTold> {
    let slug = |file: &'a FileTold| file.name().split_once("__").map(|(slug, _)| slug);
    let own: Vec<&str> = account
        .files
        .iter()
        .filter(|file| agency.files.contains(&file.path))
        .filter_map(slug)
        .collect();
    let is_its = |file: &&FileTold| match &file.agency {
        Some(of) => of == name,
        None => {
            agency.files.contains(&file.path)
                || file.name().split_once("__").is_some_and(|(slug, _)| own.contains(&slug))
        }
    };
    account.files.iter().filter(is_its).collect()
}

/// Columns that are not there, each with the files that lack it.
fn absent(language: Language, files: &[&FileTold]) -> Vec<String> {
    let (w, l) = (language.words(), language.letter_words());
    let mut by_column: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in files {
        for column in &file.columns_absent {
            by_column.entry(column).or_default().push(file.name());
        }
    }
    let items = by_column.into_iter().map(|(column, mut files)| {
        files.dedup();
        let more = files.len().saturating_sub(FILES_MAX);
        files.truncate(FILES_MAX);
        let mut told: Vec<String> = files.into_iter().map(str::to_owned).collect();
        if more > 0 {
            told.push(fill(w.and_more, &[("n", &more.to_string())]));
        }
        fill(l.column_absent, &[("column", column), ("files", &told.join("; "))])
    });
    items.collect()
}

/// Cells that hold no value, column by column, each kind of lack by itself.
fn cells(language: Language, files: &[&FileTold]) -> Vec<String> {
    let l = language.letter_words();
    let mut by_column: BTreeMap<&str, Cells> = BTreeMap::new();
    for (column, cells) in files.iter().flat_map(|file| &file.cells) {
        let sum = by_column.entry(column).or_default();
        sum.given += cells.given;
        sum.blank += cells.blank;
        sum.redacted += cells.redacted;
        sum.withheld += cells.withheld;
        sum.overwritten += cells.overwritten;
    }
    let mut items = Vec::new();
    for (column, cells) in by_column {
        let kinds = [
            (l.cells_blank, cells.blank),
            (l.cells_redacted, cells.redacted),
            (l.cells_withheld, cells.withheld),
            (l.cells_overwritten, cells.overwritten),
        ];
        let lacking: u64 = kinds.iter().map(|(_, count)| count).sum();
        if lacking == 0 {
            continue;
        }
        let told = kinds
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(sentence, count)| fill(sentence, &[("n", &language.number(count))]));
        let all = language.number(cells.given + lacking);
        let told = fill(l.cells_of, &[("cells", &listed(told)), ("n", &all)]);
        items.push(fill(l.column_cells, &[("column", column), ("cells", &told)]));
    }
    items
}

/// Days between the first and the last that no log covers, and the whole months among them.
fn days(language: Language, files: &[&FileTold]) -> Vec<String> {
    let l = language.letter_words();
    let mut covered: Vec<(Day, Day)> = files
        .iter()
        .filter(|file| file.is_log())
        .filter_map(|file| file.first_day.zip(file.last_day))
        .collect();
    covered.sort();
    let items = gaps(&covered).into_iter().map(|(first, last)| {
        let mut item = fill(l.days_missing, &[("days", &language.days(first, last))]);
        let months = whole_months(first, last);
        if !months.is_empty() {
            let months = listed(months.into_iter().map(|month| language.month(month)));
            item.push(' ');
            item.push_str(&fill(l.months_missing, &[("months", &months)]));
        }
        item
    });
    items.collect()
}

/// What lies between the covered days, given in the order of their first.
fn gaps(covered: &[(Day, Day)]) -> Vec<(Day, Day)> {
    let mut gaps = Vec::new();
    let mut until: Option<Day> = None;
    for (first, last) in covered {
        if let Some(until) = until
            && first.days_since(until) > GAP_DAYS
            && let (Some(from), Some(to)) = (until.plus_days(1), first.plus_days(-1))
        {
            gaps.push((from, to));
        }
        until = Some(until.map_or(*last, |until| until.max(*last)));
    }
    gaps
}

/// The months that lie between two days as a whole; a gap beyond forty years is a broken date.
fn whole_months(first: Day, last: Day) -> Vec<Month> {
    let mut months = Vec::new();
    let mut month = Month::of(first);
    while months.len() < 480 {
        let next = month.next();
        let (Some(begins), Some(after)) = (month.first_day(), next.first_day()) else { break };
        if after.days_since(last) > 1 {
            break;
        }
        if begins >= first {
            months.push(month);
        }
        month = next;
    }
    months
}

/// What the findings themselves leave open.
fn by_findings(language: Language, agency: &Agency, files: &[&FileTold]) -> Vec<String> {
    let l = language.letter_words();
    let mut items = Vec::new();
    for ((_, pathway), group) in &agency.groups {
        if *pathway == Some(Pathway::RecordKeeping) {
            let citation = group.citations.iter().cloned().collect::<Vec<_>>().join("; ");
            items.push(fill(l.own_record, &[("citation", &citation)]));
        }
    }
    if agency.counts.links > 0 {
        items.push(l.sharing.to_owned());
    }
    let contradicting: u64 = files.iter().map(|file| file.rows_contradicting).sum();
    if contradicting > 0 {
        items.push(fill(l.contradicting, &[("n", &language.number(contradicting))]));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_gap_is_what_no_file_covers_and_its_whole_months_are_named() {
        let covered = [
            (day("2026-01-01"), day("2026-01-31")),
            (day("2026-01-15"), day("2026-02-10")),
            (day("2026-02-14"), day("2026-03-01")),
            (day("2026-06-20"), day("2026-06-30")),
        ];
        let found = gaps(&covered);
        assert_eq!(found, [(day("2026-03-02"), day("2026-06-19"))]);
        let months: Vec<_> =
            whole_months(found[0].0, found[0].1).iter().map(Month::to_string).collect();
        assert_eq!(months, ["2026-04", "2026-05"]);
        assert_eq!(whole_months(day("2026-04-01"), day("2026-04-30")).len(), 1);
        assert!(whole_months(day("2026-04-02"), day("2026-04-30")).is_empty());
    }
}
