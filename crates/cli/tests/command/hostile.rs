//! A log that is meant to harm whoever opens what is made of it.

use crate::run::headworks;
use std::fs;

const HEADER: &str = "Org Name,Search Time,Reason,Case #\n";

/// Formulas as spreadsheets run them, and markup as browsers do.
const EVIL: [&str; 7] = [
    "=cmd|'/c calc'!A1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
];

#[test]
fn a_formula_in_a_reason_and_markup_in_a_name_are_not_carried_on() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mut log = HEADER.to_owned();
    for (row, evil) in EVIL.iter().enumerate() {
        let cell = evil.replace('"', "\"\"");
        // A federal body by its words, whatever stands beside them.
        log.push_str(&format!(
            "\"US Border Patrol {cell}\",2026-04-20T10:00:{row:02}Z,\"{cell} ICE ERO\",26-{row}\n"
        ));
    }
    let path = at("Rio_Claro_CA_PD-Network_Audit.csv");
    fs::write(&path, log).unwrap();
    let (page, table, bundle) = (at("page.html"), at("table.csv"), at("bundle"));
    let outputs = ["--html", &page, "--csv", &table, "--bundle", &bundle, "--show-text"];
    let ran = headworks(
        &[&["lookback", path.as_str(), "--agency", "Rio Claro CA PD"][..], &outputs].concat(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let table = fs::read_to_string(table).unwrap();
    assert!(table.contains("ICE ERO"), "the reasons were asked for, and are there");
    assert!(table.lines().count() > EVIL.len(), "each row is a finding");
    for line in table.lines() {
        for part in line.split([',', ';', '\t', '|', '"']) {
            let begins = part.trim_start().chars().next();
            assert!(!begins.is_some_and(|c| "=+-@".contains(c)), "{part:?} would be run: {line}");
        }
    }
    let letter = headworks(&["letter", &bundle, "--agency", "Rio Claro CA PD"]);
    assert_eq!(letter.code, Some(0), "{}", letter.err);
    for (what, text) in [
        ("page", fs::read_to_string(&page).unwrap()),
        ("page of the bundle", fs::read_to_string(format!("{bundle}/page.html")).unwrap()),
        ("letter", letter.out),
    ] {
        for markup in ["<script", "<img", "onerror=alert(1)>"] {
            assert!(!text.contains(markup), "the {what} holds {markup}");
        }
        assert!(text.contains("Border Patrol"), "the {what} tells who searched");
    }
}
