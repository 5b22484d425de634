//! The table for spreadsheets: one line each, and no cell that would be run.

use crate::made::{findings, gathered, page, table};
use pages::{Caps, Language, Text};

/// The cells of a line, as RFC 4180 parts them.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cells.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().unwrap().push(c),
        }
    }
    cells
}

#[test]
fn every_finding_is_one_line_of_the_documented_columns() {
    let table = table(&findings(), Text::Hidden);
    let lines: Vec<_> = table.split("\r\n").filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), findings().len() + 1);
    let heads = cells(lines[0]);
    for line in &lines {
        assert_eq!(cells(line).len(), heads.len(), "{line}");
    }
    let page = include_str!("../../../../docs/lookback.md");
    for head in heads.iter().map(|head| format!("`{head}`")) {
        assert!(page.contains(&head), "docs/lookback.md does not tell the column {head}");
    }
}

#[test]
fn no_cell_begins_like_a_formula_whatever_the_log_holds() {
    let mut hostile = findings();
    let evil =
        ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "x\n=cmd|'/c calc'!A1", "x\";=1", "＝1"];
    for (finding, evil) in hostile.iter_mut().zip(evil.iter().cycle()) {
        finding.asker.name = (*evil).to_owned();
        finding.text = Some((*evil).to_owned());
        finding.condition = Some((*evil).to_owned());
    }
    let table = table(&hostile, Text::Shown);
    assert!(cells(table.lines().next().unwrap()).ends_with(&["text".to_owned()]));
    assert!(!table.replace("\r\n", "").contains(['\r', '\n', '\t']), "a line break inside a cell");
    for line in table.split("\r\n") {
        // With any separator that a spreadsheet may be set to.
        for part in line.split([',', ';', '\t', '|', '"']) {
            let begins = part.trim_start().chars().next();
            let runs = begins.is_some_and(|c| "=+@＝＋－＠".contains(c) || c == '-');
            assert!(!runs, "a cell begins like a formula: {part:?} in {line:?}");
        }
    }
}

#[test]
fn a_reason_is_in_the_table_only_where_text_is_asked_for() {
    let mut shown = findings();
    shown[1].text = Some("8ABC123 usms case".to_owned());
    assert!(!table(&shown, Text::Hidden).contains("8ABC123"));
    assert!(table(&shown, Text::Shown).contains("8ABC123"));
}

#[test]
fn a_day_that_is_not_known_is_said_and_is_of_no_month_that_is_not_known_either() {
    let mut open = findings();
    let day = |text: &str| text.parse::<terms::Day>().unwrap();
    (open[0].day, open[0].until) = (day("2025-01-01"), Some(day("2025-12-31")));
    (open[1].day, open[1].until) = (day("2025-03-01"), Some(day("2025-03-31")));
    let table = table(&open, Text::Hidden);
    assert!(table.contains(",2025-01-01/2025-12-31,"), "{table}");
    let gather = gathered(&open, Caps::PAGE, "");
    assert_eq!((gather.monthless, gather.counts.dayless), (1, 2));
    let told: u64 = gather.by_month.values().map(|counts| counts.all()).sum();
    assert_eq!(told, open.len() as u64 - 1, "a month is one, a year is none");
    let page = page(&open, Language::English);
    assert!(page.contains("Of 1 findings the log gives no day"), "the chart says what it lacks");
    assert!(page.contains("The day is not known of"), "so does the agency's section");
}
