//! The attack: an export of a day's searches beside all that is published of it.
//!
//! Whoever holds the export knows agency, second and count of every search that ran, and has seen
//! the tree grow. For each search they name the published content that they take for its own.
//! Within one agency and day, guessing is right once, whatever the number of searches: that is the
//! mean number of points that an order chosen by chance leaves in their place. The matchers must do
//! no better; on openings in the order of entry, as a control, they find nearly all.

use crate::made::{AuditRow, Made, day, live_a_day};
use ledger::{Blinding, Content, Entry, EntryIndex, OpenedContent};
use std::collections::BTreeMap;
use testkit::Dice;

/// What is published of a day.
struct Published {
    opened: Vec<OpenedContent>,
    /// Each entry with the second in which the tree grew by it.
    seen: Vec<(u32, EntryIndex, Entry)>,
}

/// For each row of the export, the place that the matcher takes for its own.
type Matched = Vec<Option<u32>>;

#[test]
fn a_days_export_finds_no_more_openings_than_guessing() {
    let mut dice = Dice::of(2026);
    let (mut found, mut naive) = (BTreeMap::new(), BTreeMap::new());
    let (mut groups, mut rows) = (0_u32, 0_u32);
    for n in 1..=6 {
        let on = day(&format!("2026-11-{n:02}"));
        let mut made = Made::begin(on);
        let audit = live_a_day(&mut made, on, 8, &mut dice);
        let came = made.open(on, on.plus_days(1).unwrap());
        let published = published(&made, on);
        let ordered = in_order_of_entry(&published, &came);
        let mut ordered_came = came.clone();
        ordered_came.sort_unstable();
        rows += u32::try_from(audit.len()).unwrap();
        groups += u32::try_from(by_agency(&audit).len()).unwrap();
        for (name, matcher) in MATCHERS {
            *found.entry(*name).or_insert(0) += score(&audit, &matcher(&audit, &published), &came);
            let control = matcher(&audit, &ordered);
            *naive.entry(*name).or_insert(0) += score(&audit, &control, &ordered_came);
        }
    }
    // 48 groups: a mean of 48 right, a variance of 48. Five deviations above is once in millions.
    let most = f64::from(groups) + 5.0 * f64::from(groups).sqrt();
    for (name, right) in &found {
        assert!(f64::from(*right) <= most, "{name}: {right} of {rows}, guessing has {groups}");
    }
    // The matchers are real: without the shuffle they find nearly everything.
    let best = naive.values().max().copied().unwrap();
    assert!(f64::from(best) >= 0.99 * f64::from(rows), "{naive:?} of {rows}");
    assert!(rows > 700 && groups == 48);
}

#[test]
fn the_number_of_entries_tells_no_outcome() {
    let on = day("2026-11-24");
    for outcome in [terms::Outcome::Share, terms::Outcome::Refer, terms::Outcome::Withhold] {
        let mut made = Made::begin(on);
        made.ask("Agency 1", on, 5, outcome, 12);
        assert_eq!(made.entries.len(), 4, "two of the ledger's own, two of the ask");
        assert_eq!(made.growth, [(5, 3), (5, 4)]);
        assert!(made.entries[2..].iter().all(|entry| entry.len() == 98));
    }
}

#[test]
fn two_asks_alike_leave_nothing_alike() {
    let on = day("2026-11-24");
    let mut made = Made::begin(on);
    made.ask("Agency 1", on, 5, terms::Outcome::Share, 12);
    made.ask("Agency 1", on, 5, terms::Outcome::Share, 12);
    // After version, form and law, no two entries share as much as eight bytes in a row.
    let tails: Vec<&[u8]> = made.entries[2..].iter().map(|entry| &entry[34..]).collect();
    for (n, one) in tails.iter().enumerate() {
        for other in &tails[n + 1..] {
            assert!(!one.windows(8).any(|w| other.windows(8).any(|v| v == w)));
        }
    }
}

type Matcher = fn(&[AuditRow], &Published) -> Matched;

const MATCHERS: &[(&str, Matcher)] = &[
    ("order of the file", by_order),
    ("linking to entries", by_linking),
    ("counts against order", by_count),
];

/// The n-th search of an agency is its n-th share in the file.
fn by_order(audit: &[AuditRow], published: &Published) -> Matched {
    let mut shares = shares_by_agency(published);
    let mut order: Vec<usize> = (0..audit.len()).collect();
    order.sort_by_key(|at| (audit[*at].second, audit[*at].truth));
    take_in_order(audit, &order, &mut shares)
}

/// The largest count is the last share in the file.
fn by_count(audit: &[AuditRow], published: &Published) -> Matched {
    let mut shares = shares_by_agency(published);
    let mut order: Vec<usize> = (0..audit.len()).collect();
    order.sort_by_key(|at| audit[*at].count);
    take_in_order(audit, &order, &mut shares)
}

/// A content whose blinding opens an entry is of the second in which that entry came: the entry is
/// the second one of its ask, and the search is that agency's search of that second.
fn by_linking(audit: &[AuditRow], published: &Published) -> Matched {
    let mut place_of: BTreeMap<(String, u32), u32> = BTreeMap::new();
    let closed = published.seen.iter().filter_map(|(second, _, entry)| match entry {
        Entry::Closed(closed) => Some((closed.told, *second)),
        Entry::Clear(_) => None,
    });
    let closed: BTreeMap<_, _> = closed.collect();
    for one in published.opened.iter().filter(|one| is_share(&one.content)) {
        let bytes = one.content.to_bytes().unwrap();
        let told = ledger::Told::to(&bytes, Blinding::read(one.blinding.0).unwrap());
        if let Some(second) = closed.get(&told) {
            place_of.insert((agency(&one.content), *second), one.place);
        }
    }
    audit.iter().map(|row| place_of.get(&(row.agency.clone(), row.second)).copied()).collect()
}

fn take_in_order(
    audit: &[AuditRow],
    order: &[usize],
    shares: &mut BTreeMap<String, Vec<u32>>,
) -> Matched {
    let mut matched = vec![None; audit.len()];
    for at in order {
        let places = shares.get_mut(&audit[*at].agency).unwrap();
        matched[*at] = (!places.is_empty()).then(|| places.remove(0));
    }
    matched
}

fn shares_by_agency(published: &Published) -> BTreeMap<String, Vec<u32>> {
    let mut shares: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for one in published.opened.iter().filter(|one| is_share(&one.content)) {
        shares.entry(agency(&one.content)).or_default().push(one.place);
    }
    shares
}

fn is_share(content: &Content) -> bool {
    matches!(content, Content::Shared { .. })
}

fn agency(content: &Content) -> String {
    content.between().asker.name.clone().unwrap()
}

fn by_agency(audit: &[AuditRow]) -> BTreeMap<&str, usize> {
    let mut groups = BTreeMap::new();
    for row in audit {
        *groups.entry(row.agency.as_str()).or_insert(0) += 1;
    }
    groups
}

/// How many searches were given their own share.
fn score(audit: &[AuditRow], matched: &Matched, came: &[EntryIndex]) -> u32 {
    let pairs = audit.iter().zip(matched);
    let right = pairs.filter(|(row, place)| place.is_some_and(|p| came[p as usize] == row.truth));
    u32::try_from(right.count()).unwrap()
}

fn published(made: &Made, on: terms::Day) -> Published {
    let is_of_day =
        |name: &str| name.starts_with(&format!("opened/{on}.")) && name.ends_with("jsonl");
    let (_, lines) = made.files.iter().find(|(name, _)| is_of_day(name)).unwrap();
    let opened = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let opened = opened.map(|line| serde_json::from_slice(line).unwrap()).collect();
    let entries = made.growth.iter().map(|(second, size)| {
        let at = usize::try_from(*size).unwrap() - 1;
        (*second, EntryIndex(*size - 1), Entry::read(&made.entries[at]).unwrap())
    });
    Published { opened, seen: entries.collect() }
}

/// The control: the same contents at the places of their entries, blinded as in them.
fn in_order_of_entry(published: &Published, came: &[EntryIndex]) -> Published {
    let mut opened = published.opened.clone();
    opened.sort_by_key(|one| came[one.place as usize]);
    for (place, one) in (0..).zip(&mut opened) {
        one.place = place;
    }
    let seen = published.seen.iter();
    let seen = seen.map(|(second, at, entry)| (*second, *at, entry.clone())).collect();
    Published { opened, seen }
}
