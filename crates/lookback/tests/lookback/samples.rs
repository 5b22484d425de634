//! The samples of the top README, with every number that their own README tells.

use crate::run::{Ran, over_folder};
use lookback::{Finding, Of, Options, Why};
use std::path::Path;
use terms::{Certainty, Outcome, Pathway, ProvisionId};

fn samples(options: Options) -> Ran {
    over_folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples")), options)
}

/// The run without the samples' own README, which is refused as it should be.
fn run() -> Ran {
    let mut found = samples(Options::default());
    let refused = found.summary.refused.remove(0);
    assert_eq!(refused.path, "README.md");
    assert!(found.summary.refused.is_empty(), "{:?}", found.summary.refused);
    found
}

fn finding<'f>(found: &'f Ran, path: &str, row: u64) -> &'f Finding {
    let is_it = |finding: &&Finding| {
        finding.sources.iter().any(|source| source.path.contains(path) && source.row == row)
    };
    found.findings.iter().find(is_it).unwrap_or_else(|| panic!("no finding at {path}:{row}"))
}

fn has_none(found: &Ran, path: &str, row: u64) -> bool {
    let is_it = |source: &lookback::Source| source.path.contains(path) && source.row == row;
    !found.findings.iter().any(|finding| finding.sources.iter().any(is_it))
}

#[test]
fn every_row_and_link_of_the_samples_is_accounted_for() {
    let summary = run().summary;
    let sums = |kind: lookback::Kind| {
        let files = summary.files.iter().filter(move |file| file.kind == kind);
        files.fold((0, 0, 0, 0, 0), |sum, file| {
            (
                sum.0 + file.rows_read,
                sum.1 + file.rows_unique,
                sum.2 + file.rows_duplicate,
                sum.3 + file.rows_unreadable,
                sum.4 + file.rows_contradicting,
            )
        })
    };
    assert_eq!(sums(lookback::Kind::PortalAudit), (53, 36, 12, 5, 1));
    assert_eq!(sums(lookback::Kind::PortalPage), (24, 18, 6, 0, 0));
    assert_eq!((summary.rows_unique, summary.links_unique), (36, 18));
    let outcomes = summary.outcomes;
    assert_eq!((outcomes.withhold, outcomes.refer, outcomes.nothing_found), (20, 3, 31));
    assert_eq!(summary.contradictions.len(), 1);
    assert_eq!(summary.law_not_loaded["ID"].links, 2);
}

#[test]
fn the_counts_of_the_samples_are_those_of_their_findings() {
    let summary = run().summary;
    let provision = |id: &str| summary.by_provision.of(&ProvisionId(id.to_owned()));
    assert_eq!(provision("CA-SB34-SHARE"), 17);
    assert_eq!(provision("CA-SB34-LOG"), 4);
    assert_eq!(provision("CA-VALUES-A1"), 5);
    // A share with a mixed body states no purpose: that it is immigration is presumed, not found.
    assert_eq!(provision("CA-VALUES-A1D"), 3);
    let expected = [
        (Pathway::FrontDoor, 2),
        (Pathway::Middleman, 1),
        (Pathway::OutOfState, 4),
        (Pathway::Private, 1),
        (Pathway::RecordKeeping, 4),
        (Pathway::SideDoor, 9),
        (Pathway::Tribal, 1),
        (Pathway::UnknownParty, 1),
    ];
    let pathways: Vec<_> = summary.by_pathway.iter().map(|(way, count)| (*way, count)).collect();
    assert_eq!(pathways, expected);
}

#[test]
fn a_search_said_to_be_for_a_federal_body_is_told_with_its_copies_and_its_condition() {
    let found = run();
    let hsi = finding(&found, "rio-claro-ca-pd__2026-04-22__search", 6);
    assert_eq!((hsi.kind, hsi.outcome), (Of::Row, Outcome::Withhold));
    assert_eq!((hsi.certainty, hsi.pathway), (Certainty::Conditional, Some(Pathway::SideDoor)));
    assert_eq!(hsi.sources.len(), 2);
    assert_eq!(hsi.as_of.to_string(), "2026-04-06");
    assert!(!hsi.hypothetical);
    let named = hsi.beneficiary.as_ref().unwrap();
    assert_eq!(named.name, "Homeland Security Investigations");
    assert!(hsi.condition.as_ref().unwrap().contains("not what was passed on"));
    assert_eq!(hsi.text, None);
}

#[test]
fn look_alikes_and_blanks_and_masked_reasons_are_not_found() {
    let found = run();
    for row in [3, 5, 7, 8, 9, 11, 14, 15] {
        assert!(has_none(&found, "rio-claro-ca-pd__2026-04-22__search", row), "row {row}");
    }
    for row in [12, 13, 15] {
        assert!(has_none(&found, "rio-claro-ca-pd__2026-04-29__search", row), "row {row}");
    }
    for row in [1, 3, 4] {
        assert!(has_none(&found, "los-rubios-ca-pd", row), "row {row}");
    }
}

#[test]
fn a_search_for_immigration_enforcement_is_set_against_the_agencys_own_page() {
    let found = run();
    let chosen = finding(&found, "rio-claro-ca-pd__2026-04-22__search", 10);
    assert_eq!(chosen.purpose, "civil_immigration");
    assert_eq!((chosen.certainty, &chosen.condition), (Certainty::Shown, &None));
    assert!(chosen.stated_policy.iter().all(|stated| !stated.agrees));
    assert!(!chosen.stated_policy.is_empty());
    let other = finding(&found, "santa-lucinda-county", 3);
    assert!(other.stated_policy.is_empty(), "no page of this agency was given");
}

#[test]
fn a_vague_reason_is_shown_only_where_every_field_for_a_purpose_is_published() {
    let found = run();
    let all = finding(&found, "vista-serena-ca-pd__2026-04-29__search", 1);
    assert_eq!((all.certainty, all.sources.len()), (Certainty::Shown, 2));
    let part = finding(&found, "rio-claro-ca-pd__2026-04-22__search", 4);
    assert_eq!(part.certainty, Certainty::Conditional);
    assert!(has_none(&found, "vista-serena-ca-pd__2026-04-29__search", 2), "an offence is stated");
}

#[test]
fn links_that_break_a_promise_of_their_own_page_say_so() {
    let found = run();
    let breaking: Vec<u64> = found
        .findings
        .iter()
        .filter(|finding| finding.kind == Of::Link && !finding.stated_policy.is_empty())
        .map(|finding| finding.sources.last().unwrap().row)
        .collect();
    assert_eq!(breaking, [4, 5, 6, 7, 9, 10]);
    let promises: u64 =
        found.summary.stated_policies.iter().map(|stated| stated.contradicted_by).sum();
    assert_eq!(promises, 4 + 2 + 3);
}

#[test]
fn every_unreadable_row_of_the_samples_is_located_and_none_is_quoted() {
    let found = run();
    let file = found.summary.files.iter().find(|file| file.rows_unreadable > 0).unwrap();
    let told: Vec<_> = file.unreadable.iter().map(|one| (one.row, one.why)).collect();
    assert_eq!(
        told,
        [
            (7, Why::Fields { found: 8, expected: 7 }),
            (8, Why::DateNotAMoment(lookback::Column::SearchDate)),
            (9, Why::Count(lookback::Column::NetworkCount)),
            (10, Why::DateOutside),
            (11, Why::DateBlank),
        ]
    );
}

#[test]
fn nothing_that_was_typed_is_told_unless_asked_for() {
    let told = |show_text| {
        let found = samples(Options { show_text, ..Options::default() });
        let findings = serde_json::to_string(&found.findings).unwrap();
        (serde_json::to_string(&found.summary).unwrap(), findings)
    };
    let typed = ["HSI assist", "Operation Sample", "usms case", "VS26-1002", "RC26-004417"];
    let ids = ["***", "e6d5"];
    let (summary, findings) = told(false);
    for text in typed.iter().chain(&ids) {
        assert!(!summary.contains(text) && !findings.contains(text), "{text}");
    }
    let (summary, findings) = told(true);
    assert!(findings.contains("\"text\":\"HSI assist\""));
    assert!(typed.iter().all(|text| !summary.contains(text)));
}

#[test]
fn the_law_of_another_day_is_told_as_hypothetical() {
    let as_of = Some("2015-06-01".parse().unwrap());
    let found = samples(Options { as_of, ..Options::default() });
    assert!(found.summary.hypothetical);
    assert_eq!(found.summary.as_of, as_of);
    // SB 34 is in force from 2016, the Values Act from 2018: in 2015 neither was there to break.
    assert!(found.findings.is_empty());
    assert_eq!(found.summary.law_not_loaded["CA"].rows, 36);
    let as_of = Some("2016-06-01".parse().unwrap());
    let found = samples(Options { as_of, ..Options::default() });
    assert!(found.findings.iter().all(|finding| finding.hypothetical));
    assert_eq!(found.summary.by_provision.of(&ProvisionId("CA-VALUES-A1".to_owned())), 0);
    assert_eq!(found.summary.by_provision.of(&ProvisionId("CA-SB34-SHARE".to_owned())), 17);
}

#[test]
fn a_finding_is_written_with_its_fields_in_the_order_of_the_issue() {
    let found = run();
    let json = serde_json::to_string(finding(&found, "rio-claro-ca-pd__2026-04-22__s", 6)).unwrap();
    let fields = [
        "sources",
        "kind",
        "outcome",
        "certainty",
        "condition",
        "pathway",
        "grounds",
        "purpose",
        "cues",
        "asker",
        "holder",
        "beneficiary",
        "as_of",
        "hypothetical",
    ];
    let places: Vec<_> =
        fields.iter().map(|field| json.find(&format!("\"{field}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{json}");
    assert!(json.starts_with(r#"{"sources":[{"path":"#), "{json}");
    assert!(json.contains(r#""holder":{"name":null,"networks_count":678,"note":"#), "{json}");
    let link = serde_json::to_string(finding(&found, "rio-claro-ca-pd__2026-04-29.json", 9));
    assert!(link.unwrap().contains(r#""beneficiary":null"#));
}
