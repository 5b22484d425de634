//! Reads the reasons of real logs, and holds the counts to measured floors.
//!
//! In: the folder named by `HEADWORKS_REAL_DATA`, by default `../../../shared/data`.
//! Never: copies a row. What is asserted here are counts, and labels of a few generic reasons.

#![expect(clippy::unwrap_used, reason = "test code may unwrap")]

use doors::{Reasons, Said};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use terms::{Certainty, PartyKind, PurposeClass, Reading};

/// The folder, or nothing and a line that says so.
#[expect(clippy::disallowed_methods, reason = "a test may look for real data on this machine")]
fn real_data(folder: &str) -> Option<PathBuf> {
    let root = std::env::var("HEADWORKS_REAL_DATA").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        Into::into,
    );
    let folder = root.join(folder);
    if !folder.is_dir() {
        println!("skipped: no real data at {}", folder.display());
        return None;
    }
    Some(folder)
}

#[expect(clippy::disallowed_methods, reason = "a test may read real data on this machine")]
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect();
    files.sort();
    files
}

/// The rows of a CSV file by the names in its first line. No crate: `csv` is kept in other rooms.
fn rows_of(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut records = records(text.trim_start_matches('\u{feff}')).into_iter();
    let names = records.next().unwrap_or_default();
    records.map(|cells| names.iter().cloned().zip(cells).collect()).collect()
}

fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut is_quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                cells.push(std::mem::take(&mut cell).trim_end_matches('\r').to_owned());
                records.push(std::mem::take(&mut cells));
            }
            _ => cell.push(letter),
        }
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        records.push(cells);
    }
    records
}

fn count(readings: impl IntoIterator<Item = Reading>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for reading in readings {
        *counts.entry(reading.label).or_insert(0) += 1;
    }
    counts
}

/// At least this many, at most that many, of a label.
fn check(counts: &BTreeMap<String, usize>, label: &str, expected: std::ops::RangeInclusive<usize>) {
    let found = counts.get(label).copied().unwrap_or(0);
    assert!(expected.contains(&found), "{label}: {found}, expected {expected:?}\n{counts:#?}");
}

const IMMIGRATION: &[&str] = &[
    "civil_immigration",
    "criminal_immigration",
    "immigration_unspecified",
    "transport_or_harbour",
];

#[test]
fn the_portal_audits_accuse_nobody_of_immigration_enforcement() {
    let Some(folder) = real_data("portal_audits") else { return };
    let reasons = Reasons::embedded().unwrap();
    let mut distinct = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut readings = Vec::new();
    for (name, text) in files(&folder) {
        let portal = name.split("__").next().unwrap_or_default().to_owned();
        for row in rows_of(&text) {
            if !seen.insert((portal.clone(), row.get("id").cloned())) {
                continue;
            }
            let cell = |name: &str| row.get(name).map(String::as_str);
            distinct.extend(cell("reason").map(str::to_owned));
            readings.push(reasons.read(&Said {
                reason: cell("reason"),
                case_number: cell("caseNumber"),
                offense_type: cell("offenseType"),
            }));
        }
    }
    let of_rows = count(readings.iter().cloned());
    let read = |reason: &String| reasons.read(&Said { reason: Some(reason), ..Said::default() });
    let of_reasons = count(distinct.iter().map(read));
    println!("portal rows {}: {of_rows:#?}", readings.len());
    println!("distinct reasons {}: {of_reasons:#?}", distinct.len());

    for label in IMMIGRATION {
        check(&of_rows, label, 0..=0);
    }
    assert!(readings.iter().all(|r| r.class != PurposeClass::CivilImmigration));
    // Every distinct reason was read by eye when these were set.
    assert_eq!(distinct.len(), 2_113, "the data changed: read it again before changing this");
    check(&of_reasons, "assist_federal", 4..=4);
    check(&of_reasons, "assist_out_of_state", 1..=1);
    check(&of_reasons, "assist_agency", 15..=30);
    check(&of_reasons, "crime", 950..=1_050);
    check(&of_reasons, "case_number_only", 560..=630);
    check(&of_reasons, "vague", 160..=200);
    check(&of_reasons, "unread", 0..=130);
    check(&of_reasons, "protected_activity", 0..=0);
    check(&of_reasons, "national_origin", 0..=0);
    for reason in distinct.iter().filter(|r| r.to_lowercase().starts_with("usms")) {
        let named = read(reason).named.unwrap();
        assert_eq!(
            (named.name.as_str(), named.kind),
            ("US Marshals Service", PartyKind::FederalOther)
        );
    }
}

#[test]
fn the_quoted_reasons_are_read_as_the_press_read_them() {
    let Some(folder) = real_data("quoted_reasons") else { return };
    let reasons = Reasons::embedded().unwrap();
    let mut readings = Vec::new();
    for (_, text) in files(&folder) {
        for row in rows_of(&text) {
            let said = Said { reason: row.get("reason").map(String::as_str), ..Said::default() };
            let reading = reasons.read(&said);
            readings.push((row, reading));
        }
    }
    let counts = count(readings.iter().map(|(_, reading)| reading.clone()));
    println!("quoted reasons {}: {counts:#?}", readings.len());
    check(&counts, "assist_federal", 24..=24);
    check(&counts, "civil_immigration", 4..=4);
    check(&counts, "criminal_immigration", 1..=1);
    check(&counts, "immigration_unspecified", 8..=8);
    check(&counts, "protected_activity", 1..=3);
    check(&counts, "vague", 0..=0);
    for (row, reading) in &readings {
        let kind = row.get("searcher_kind").map_or("", String::as_str);
        let speaks_of_it = IMMIGRATION.contains(&reading.label.as_str());
        assert!(!(kind.contains("not immigration") && speaks_of_it), "{reading:?}");
        let reason = row.get("reason").map_or("", String::as_str);
        if reason.contains("HSI") {
            let named = reading.named.as_ref().unwrap();
            assert_eq!(named.kind, PartyKind::FederalMixed, "{reading:?}");
            assert_ne!(reading.class, PurposeClass::CivilImmigration, "{reading:?}");
        }
        if reason.contains("mmigration") && !reason.contains("protest") {
            assert!(speaks_of_it && reading.certainty <= Certainty::Conditional, "{reading:?}");
        }
    }
}

#[test]
fn another_states_audit_accuses_nobody_either() {
    let Some(folder) = real_data("okaloosa_audit") else { return };
    let reasons = Reasons::embedded().unwrap();
    let mut distinct = BTreeSet::new();
    for (_, text) in files(&folder) {
        for row in rows_of(&text) {
            distinct.extend(row.get("Reason").cloned());
        }
    }
    let read = |reason: &String| reasons.read(&Said { reason: Some(reason), ..Said::default() });
    let counts = count(distinct.iter().map(read));
    println!("Okaloosa distinct reasons {}: {counts:#?}", distinct.len());
    for label in IMMIGRATION.iter().chain(&["assist_federal", "assist_out_of_state"]) {
        check(&counts, label, 0..=0);
    }
    check(&counts, "crime", 200..=230);
    check(&counts, "unread", 0..=60);
}

#[test]
fn a_real_cell_and_its_shape_are_read_alike_and_shapes_are_far_fewer() {
    let reasons = Reasons::embedded().unwrap();
    let shape = |cell: &str| {
        let mut shape = String::new();
        reasons.shape(cell, &mut shape);
        shape
    };
    let (mut triples, mut rows) = (BTreeSet::new(), 0);
    for folder in ["portal_audits", "okaloosa_audit", "quoted_reasons"] {
        let Some(folder) = real_data(folder) else { return };
        for row in files(&folder).iter().flat_map(|(_, text)| rows_of(text)) {
            rows += 1;
            let cell = |name: &str| row.get(name).cloned();
            let reason = cell("reason").or_else(|| cell("Reason"));
            triples.insert((reason, cell("caseNumber"), cell("offenseType")));
        }
    }
    let shapes: BTreeSet<_> = triples
        .iter()
        .map(|(reason, number, offense)| {
            [reason, number, offense].map(|cell| cell.as_deref().map(shape))
        })
        .collect();
    println!("{rows} rows, {} distinct triples, {} shapes", triples.len(), shapes.len());
    assert!(shapes.len() * 10 < triples.len() * 7, "{} of {}", shapes.len(), triples.len());

    let said = Said::default();
    for cell in triples.iter().flat_map(|(a, b, c)| [a, b, c]).flatten() {
        let shape = shape(cell);
        for read in [
            |cell, said| Said { reason: Some(cell), ..said },
            |cell, said| Said { offense_type: Some(cell), ..said },
            |cell, said| Said { case_number: Some(cell), ..said },
        ] {
            assert_eq!(reasons.read(&read(cell, said)), reasons.read(&read(&shape, said)));
        }
    }
}
