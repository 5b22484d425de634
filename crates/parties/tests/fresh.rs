//! Reads the fresh names, which no list held when they were written.
//!
//! `cargo xtask parties` prints them by halves with every miss; here the floors are kept.

use parties::Parties;
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    name: String,
    kind: String,
    state: String,
}

#[test]
fn no_fresh_local_body_is_called_federal() {
    let parties = Parties::embedded().unwrap();
    for row in rows() {
        let read = parties.read(&row.name, None);
        let may = row.kind.split('|').any(|kind| kind.starts_with("federal_"));
        assert!(may || !read.party.kind.is_federal(), "{}: {}", row.name, read.rule);
    }
}

#[test]
fn fresh_names_are_read_as_the_kinds_and_states_that_they_are() {
    let parties = Parties::embedded().unwrap();
    let rows = rows();
    let (mut kinds, mut states, mut judged) = (0, 0, 0);
    for row in &rows {
        let read = parties.read(&row.name, None).party;
        kinds += u32::from(row.kind.split('|').any(|kind| kind == read.kind.word()));
        if row.state.is_empty() {
            continue;
        }
        judged += 1;
        let state = read.place.state.as_deref().unwrap_or("-");
        states += u32::from(row.state.split('|').any(|code| code == state));
    }
    assert!(rows.len() >= 900, "{}", rows.len());
    let share = |right: u32, of: u32| f64::from(right) / f64::from(of);
    assert!(share(states, judged) >= STATE_RATE_MIN, "{states} of {judged}");
    let all = u32::try_from(rows.len()).unwrap();
    assert!(share(kinds, all) >= KIND_RATE_MIN, "{kinds} of {all}");
}

#[test]
fn every_federal_body_that_is_missed_leaves_the_reading_unsure() {
    let parties = Parties::embedded().unwrap();
    for row in rows().iter().filter(|row| row.kind.split('|').all(|k| k.starts_with("federal_"))) {
        let read = parties.read(&row.name, None);
        let is_sure = read.certainty == terms::Certainty::Shown;
        assert!(read.party.kind.is_federal() || !is_sure, "{}: {}", row.name, read.rule);
    }
}

fn rows() -> Vec<Row> {
    let text = include_str!("fixtures/fresh.csv");
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

const KIND_RATE_MIN: f64 = 0.98;
const STATE_RATE_MIN: f64 = 0.99;
