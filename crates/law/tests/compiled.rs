//! Our own evaluation says what Cedar says, of every policy and every ruling.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Law, StatuteFile, Verdict};
use std::collections::BTreeMap;
use terms::{Ask, Facts, Moment, Outcome, PolicyId};
use testkit::provisions::{self, Style, Words};
use testkit::{Dice, asks};

/// Holds the two against each other on one ask; gives back what holds.
fn check(law: &Law, ask: &Ask, facts: &Facts, now: Moment) -> BTreeMap<PolicyId, Verdict> {
    let verdicts = law.verdicts(ask, facts, now);
    assert_eq!(verdicts, law.verdicts_plainly(ask, facts, now), "{ask:?}\n{facts:?}\n{now}");
    let ruling = law.rule(ask, facts, now);
    assert_eq!(ruling, law.rule_plainly(ask, facts, now), "{ask:?}\n{facts:?}\n{now}");
    verdicts
}

fn text(path: &str) -> String {
    Law::embedded_files().find(|f| f.path == path).unwrap().text
}

/// The base pack with generated packs beside it.
fn generated(dice: &mut Dice, words: &Words) -> Law {
    let base = Law::embedded_files().filter(|f| {
        f.path.starts_with("base/")
            || ["holidays.toml", "schema.cedarschema"].contains(&f.path.as_str())
    });
    let packs = (0..3).flat_map(|n| {
        let name = format!("made-up-{n}");
        provisions::pack(&mut *dice, words, Style::Wild, &name, 6)
    });
    let packs: Vec<_> = packs.map(|(path, text)| StatuteFile { path, text }).collect();
    Law::read(base.chain(packs)).unwrap()
}

#[test]
fn every_case_is_ruled_as_cedar_rules_it() {
    let law = Law::embedded().unwrap();
    for case in law.cases() {
        check(&law, &case.ask, &case.facts, case.now);
    }
}

#[test]
fn any_ask_is_ruled_as_cedar_rules_it() {
    let law = Law::embedded().unwrap();
    let mut dice = Dice::of(1);
    let mut counts = BTreeMap::new();
    let mut ever = BTreeMap::new();
    for _ in 0..600 {
        let (ask, facts, now) = asks::posed(&mut dice).unwrap();
        ever.extend(check(&law, &ask, &facts, now));
        *counts.entry(law.rule(&ask, &facts, now).outcome).or_insert(0) += 1;
    }
    // Asks that none of the law speaks to would agree as well.
    for outcome in [Outcome::Share, Outcome::Refer, Outcome::Withhold] {
        assert!(counts.get(&outcome).copied().unwrap_or(0) >= 15, "{counts:?}");
    }
    assert!(ever.len() > 60, "only {} policies ever held", ever.len());
}

#[test]
fn a_generated_law_rules_as_cedar_does() {
    let words = Words::read(&text("schema.cedarschema"));
    let mut dice = Dice::of(2);
    let (mut held, mut lacked, mut errors, mut left) = (0, 0, 0, 0);
    for _ in 0..40 {
        let law = generated(&mut dice, &words);
        left += law.left_to_cedar().len();
        for _ in 0..40 {
            let (ask, facts, now) = asks::posed(&mut dice).unwrap();
            for (id, verdict) in check(&law, &ask, &facts, now) {
                match verdict {
                    _ if id.0.starts_with("BASE/") => {}
                    Verdict::Error(_) => errors += 1,
                    Verdict::Holds => held += 1,
                    Verdict::Lacks(_) => lacked += 1,
                }
            }
        }
    }
    assert!(held > 1500 && lacked > 1500 && errors > 10, "{held} {lacked} {errors}");
    // Of about fifteen hundred generated policies, so most were evaluated here.
    assert!((20..200).contains(&left), "{left} policies were left to Cedar");
}

#[test]
fn every_shipped_policy_is_compiled() {
    let law = Law::embedded().unwrap();
    assert_eq!(law.left_to_cedar(), Vec::<&PolicyId>::new());
}

#[test]
fn a_policy_that_is_not_understood_is_left_to_cedar_and_not_left_out() {
    let path = "california/sb34/policy.cedar";
    let files = Law::embedded_files().map(|mut file| {
        if file.path == path {
            file.text.push_str(
                r#"@id("CA-SB34-SHARE/like") @cite("c") @because("b") @then("refer")
                forbid (principal, action in [Action::"Feed", Action::"Query"], resource)
                when { principal.city like "Tor*" };"#,
            );
        }
        file
    });
    let law = Law::read(files.collect::<Vec<_>>()).unwrap();
    let id = PolicyId("CA-SB34-SHARE/like".to_owned());
    assert_eq!(law.left_to_cedar(), [&id]);
    let mut dice = Dice::of(3);
    let mut held = 0;
    for _ in 0..100 {
        let (ask, facts, now) = asks::posed(&mut dice).unwrap();
        held += usize::from(check(&law, &ask, &facts, now).contains_key(&id));
    }
    assert!(held > 5, "{held}");
}

#[test]
fn a_schema_that_asks_for_more_than_the_table_has_withholds_in_both() {
    let files = Law::embedded_files().map(|mut file| {
        if file.path == "schema.cedarschema" {
            file.text =
                file.text.replace("federal_paper: Bool,", "federal_paper: Bool, more: Bool,");
        }
        file
    });
    let law = Law::read(files.collect::<Vec<_>>()).unwrap();
    let mut dice = Dice::of(4);
    for _ in 0..20 {
        let (ask, facts, now) = asks::posed(&mut dice).unwrap();
        check(&law, &ask, &facts, now);
        assert_eq!(law.rule(&ask, &facts, now).outcome, Outcome::Withhold);
    }
}
