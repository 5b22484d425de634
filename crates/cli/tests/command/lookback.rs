//! `headworks lookback` on the samples and, where at hand, on real files.

use crate::run::{headworks, root};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Runs a lookback and gives back its summary and findings.
fn looked_back(paths: &[&str], more: &[&str]) -> (Value, Vec<Value>, String) {
    let folder = tempfile::tempdir().unwrap();
    let summary = folder.path().join("summary.json");
    let findings = folder.path().join("findings.jsonl");
    let outputs =
        ["--summary", summary.to_str().unwrap(), "--findings", findings.to_str().unwrap()];
    let arguments: Vec<&str> =
        ["lookback"].iter().chain(paths).chain(&outputs).chain(more).copied().collect();
    let ran = headworks(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let findings = read(&findings).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    (serde_json::from_str(&read(&summary)).unwrap(), findings, ran.out)
}

fn count(value: &Value, key: &str) -> u64 {
    assert!(value[key].is_u64(), "{key} is no number in {value}");
    value[key].as_u64().unwrap()
}

/// INVARIANT(accounted): rows add up per file, and outcomes over all rows and links.
fn check_account(summary: &Value, findings: &[Value]) {
    for file in summary["files"].as_array().unwrap() {
        let parts = ["rows_unique", "rows_duplicate", "rows_unreadable"];
        let sum: u64 = parts.iter().map(|part| count(file, part)).sum();
        assert_eq!(count(file, "rows_read"), sum, "{file}");
    }
    let outcomes = &summary["outcomes"];
    let found = count(outcomes, "withhold") + count(outcomes, "refer");
    assert_eq!(found, u64::try_from(findings.len()).unwrap());
    let all = found + count(outcomes, "nothing_found");
    assert_eq!(all, count(summary, "rows_unique") + count(summary, "links_unique"));
}

#[test]
fn the_samples_are_accounted_for_and_give_findings_of_each_kind() {
    let (summary, findings, out) = looked_back(&["samples"], &[]);
    check_account(&summary, &findings);
    for kind in ["row", "link"] {
        assert!(findings.iter().any(|f| f["kind"] == kind), "no finding about a {kind}");
    }
    for outcome in ["withhold", "refer"] {
        assert!(findings.iter().any(|f| f["outcome"] == outcome), "nothing to {outcome}");
    }
    for key in [
        "sources",
        "kind",
        "outcome",
        "certainty",
        "grounds",
        "purpose",
        "cues",
        "asker",
        "holder",
        "beneficiary",
        "as_of",
    ] {
        assert!(findings.iter().all(|f| f.get(key).is_some()), "a finding lacks {key}");
    }
    assert!(out.contains("nothing found (not: lawful)"), "{out}");
    assert!(out.contains("Not legal advice"), "{out}");
    assert!(findings.iter().all(|f| f.get("text").is_none() && f["hypothetical"] == false));
}

#[test]
fn the_law_of_another_day_is_marked_hypothetical() {
    let (summary, findings, out) = looked_back(&["samples"], &["--as-of", "2015-06-01"]);
    check_account(&summary, &findings);
    assert!(findings.is_empty(), "before 2016 there was no such law: {findings:?}");
    assert_eq!(summary["hypothetical"], true);
    assert!(out.contains("HYPOTHETICAL"), "{out}");
    let (_, findings, _) = looked_back(&["samples"], &["--as-of", "2026-11-24"]);
    assert!(!findings.is_empty() && findings.iter().all(|f| f["hypothetical"] == true));
}

#[test]
fn reasons_are_told_only_when_asked_for() {
    let (_, findings, _) = looked_back(&["samples"], &["--show-text"]);
    let texts: Vec<&str> = findings.iter().filter_map(|f| f["text"].as_str()).collect();
    assert!(texts.iter().any(|t| t.to_lowercase().contains("usms")), "{texts:?}");
}

#[test]
fn a_file_of_no_known_kind_is_refused_by_name_and_the_rest_is_read() {
    let page = "samples/portal_pages/rio-claro-ca-pd__2026-04-29.json";
    let ran = headworks(&["lookback", page, "Cargo.toml", "--json"]);
    assert_eq!(ran.code, Some(2));
    let summary: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(summary["refused"][0]["path"], "Cargo.toml");
    assert_eq!(summary["files"].as_array().unwrap().len(), 1);
    let ran = headworks(&["lookback", "docs"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no file of a known kind"), "{}", ran.err);
    let ran = headworks(&["lookback", "no-such-folder"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no-such-folder"), "{}", ran.err);
}

#[test]
fn an_output_that_is_also_an_input_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("rio-claro-ca-pd__2026-04-29__search_audit.csv");
    fs::write(&log, "id,userId,searchDate,networkCount,reason\n").unwrap();
    let path = log.to_str().unwrap();
    let ran = headworks(&["lookback", path, "--findings", path]);
    assert_ne!(ran.code, Some(0));
    assert!(ran.err.contains("choose another place"), "{}", ran.err);
    assert!(fs::read_to_string(&log).unwrap().starts_with("id,userId"));
}

#[test]
fn real_files_run_through_with_every_row_accounted_for() {
    let named = std::env::var_os("HEADWORKS_REAL_DATA").map(std::path::PathBuf::from);
    let data = named.unwrap_or_else(|| root().join("../shared/data"));
    if !data.join("portal_audits").is_dir() {
        eprintln!("skipped: no real data at {}; set HEADWORKS_REAL_DATA", data.display());
        return;
    }
    let audits = data.join("portal_audits");
    let pages = data.join("portal_pages");
    let paths = [audits.to_str().unwrap(), pages.to_str().unwrap()];
    let (summary, findings, _) = looked_back(&paths, &["--quiet"]);
    check_account(&summary, &findings);
    assert_eq!(count(&summary, "rows_unique"), 25_817);
    assert_eq!(count(&summary, "links_unique"), 18_169);
    assert!(summary["refused"].as_array().unwrap().is_empty(), "{}", summary["refused"]);
    // One Californian city shares with some 350 agencies in other states.
    let of_el_cajon = |f: &&Value| {
        f["kind"] == "link"
            && f["holder"]["name"].as_str().is_some_and(|n| n.contains("El Cajon"))
            && f["pathway"] == "out_of_state"
    };
    let out_of_state = findings.iter().filter(of_el_cajon).count();
    assert!((340..=370).contains(&out_of_state), "{out_of_state}");
}
