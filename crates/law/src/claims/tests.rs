//! Every assumption is true of every ask; what is no claim is refused.

use super::{Assumption, Claims};
use crate::Law;
use crate::attributes::attributes;
use crate::derive::derive;
use crate::mixed::{law, mixed};
use crate::request::pose;
use cedar_policy::{Authorizer, Decision, PolicySet, Validator};
use proptest::prelude::*;
use std::collections::BTreeMap;
use terms::{Ask, Facts, Moment};

/// The assumptions that are not true of an ask.
fn untrue(ask: &Ask, facts: &Facts, now: Moment) -> Vec<&'static str> {
    let derived = derive(ask, facts, now);
    let table = attributes(&derived, law().binds(&derived.holder, now));
    let posed = pose(ask.door, &table, &law().schema).unwrap();
    let is_untrue = |assumption: &&Assumption| {
        let set = PolicySet::from_policies([assumption.policy.clone()]).unwrap();
        let response = Authorizer::new().is_authorized(&posed.request, &set, &posed.entities);
        response.decision() != Decision::Allow
    };
    law().claims.assumptions.iter().filter(is_untrue).map(|a| a.id.as_str()).collect()
}

#[test]
fn every_assumption_is_true_of_every_case() {
    assert!(!law().claims.assumptions.is_empty());
    for case in law().cases() {
        let untrue = untrue(&case.ask, &case.facts, case.now);
        assert!(untrue.is_empty(), "{}: {untrue:?}", case.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 600, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn every_assumption_is_true_of_every_ask((ask, facts, now) in mixed()) {
        prop_assert_eq!(untrue(&ask, &facts, now), Vec::<&str>::new());
    }
}

/// The claims of the shipped packs with one text of a file replaced.
fn with(path: &str, from: &str, to: &str) -> Result<Claims, crate::Error> {
    let mut files: BTreeMap<String, String> =
        Law::embedded_files().map(|file| (file.path, file.text)).collect();
    let text = files.get_mut(path).unwrap();
    assert!(text.contains(from), "{path} does not hold `{from}`");
    *text = text.replacen(from, to, 1);
    Claims::read(&law().packs, &files, &Validator::new(law().schema.clone()))
}

#[test]
fn what_is_no_claim_is_refused_with_what_to_do() {
    let check = |from: &str, to: &str, words: &str| {
        let told = with("base/claims.toml", from, to).unwrap_err().to_string();
        assert!(told.contains(words), "`{told}` does not say `{words}`");
    };
    check("kind = \"never\"\n", "kind = \"never\"\nsurprise = 1\n", "unknown field `surprise`");
    check("kind = \"never\"\n", "kind = \"always\"\n", "unknown variant `always`");
    check("kind = \"never\"\n", "kind = \"never\"\nthan = \"california\"\n", "take it out");
    check("given = [\"one-body\"", "given = [\"one-mind\"", "is no assumption");
    check("where = [\"california\", ", "where = [\"oregon\", ", "`oregon` in `where` is no place");
    check("where = [\"california\", ", "#", "needs `where`");
    check("than = \"california\"", "than = \"oregon\"", "`oregon` is no place");
    check("than = \"california\"", "than = \"california-police\"", "no holder of kind");
    check("id = \"PLATES-STAY\"", "id = \"plates stay\"", "an id is capitals");
    check("id = \"NO-HELP-TO-DEPORT\"", "id = \"PLATES-STAY\"", "two claims have this id");
    check("id = \"california-police\"", "id = \"california\"", "two places have this id");
    check("id = \"authority-by-kind\"", "id = \"one-body\"", "two assumptions have this id");
    check("state = \"CA\"", "state = \"California\"", "two-letter code in capitals");
    check(
        "\"administrative_subpoena\", \"administrative_warrant\", \"detainer\", \"informal_",
        "\"papers\", \"informal_",
        "unknown variant `papers`",
    );
    check("english = \"Los Angeles shares", "english = \"\"\n#", "one plain sentence");
    let class = "resource.class == RecordClass::\"plate_reads\"";
    check(class, "resource.class == RecordClass::\"plates\"", "does not pass strict validation");
    check(class, "resource.colour == \"red\"", "does not pass strict validation");
    check(class, "true } unless { false", "write one expression");
    check(class, "true }; permit (principal, action, resource) when { true", "not one Cedar");
}

#[test]
fn an_assumption_of_a_pack_is_refused() {
    let handy =
        "[[assumption]]\nid = \"handy\"\nenglish = \"e.\"\nspanish = \"s.\"\nholds = \"true\"\n";
    let to = format!("{handy}\n[[claim]]");
    let told = with("california/sb34/claims.toml", "[[claim]]", &to).unwrap_err().to_string();
    assert!(told.contains("stand in base/claims.toml"), "{told}");
}

/// The property would hold of asks in which no assumption's premise is ever met.
#[test]
fn what_the_assumptions_speak_of_comes_up_among_the_asks() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let asks: Vec<_> =
        (0..3_000).map(|_| mixed().new_tree(&mut runner).unwrap().current()).collect();
    for premise in [
        "context.asker_is_holder == Known::\"yes\"",
        "context.beneficiary_is_holder == Known::\"yes\"",
        "context.beneficiary_is_asker == Known::\"yes\"",
        "context.asker_in_holders_state == Known::\"yes\"",
        "context.judge_paper_covers_ask == Known::\"yes\"",
        "principal.kind == PartyKind::\"federal_immigration\"",
        "context.beneficiary.kind == PartyKind::\"foreign\"",
        "context.instruments.contains(InstrumentKind::\"administrative_warrant\")",
    ] {
        let policy = super::expression(premise, &terms::Door::ALL).unwrap();
        let set = PolicySet::from_policies([policy]).unwrap();
        let is_met = |(ask, facts, now): &(Ask, Facts, Moment)| {
            let derived = derive(ask, facts, *now);
            let table = attributes(&derived, true);
            let posed = pose(ask.door, &table, &law().schema).unwrap();
            let response = Authorizer::new().is_authorized(&posed.request, &set, &posed.entities);
            response.decision() == Decision::Allow
        };
        assert!(asks.iter().any(is_met), "no ask meets `{premise}`");
    }
}
