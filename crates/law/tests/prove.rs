//! A law that is broken on purpose is refuted, by an ask that a person can read.

#![cfg(feature = "prove")]
#![expect(clippy::panic, reason = "test code: a wrong verdict must stop the test")]
#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{AskTold, Breach, Error, Law, Proof, Prover, StatuteFile};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use terms::Door;

const SB34: &str = "california/sb34/policy.cedar";
const CLAIMS: &str = "base/claims.toml";

/// The verdict on a claim of the shipped law with one file changed; none where there is no solver.
fn verdict(claim: &str, path: &str, change: impl Fn(&str) -> String) -> Option<Proof> {
    // A reading takes away policies by name, and no claim is about one.
    let in_force = |file: &StatuteFile| !file.path.starts_with("readings/");
    let mut files: Vec<StatuteFile> = Law::embedded_files().filter(in_force).collect();
    let file = files.iter_mut().find(|f| f.path == path).unwrap();
    let changed = change(&file.text);
    assert_ne!(file.text, changed, "{path} does not hold what is to be changed");
    file.text = changed;
    let law = Law::read(files).unwrap();
    let now = "2026-11-24".parse().unwrap();
    let prover = match Prover::new(&law, now, PathBuf::from("cvc5"), NonZeroUsize::MIN) {
        Ok(prover) => prover,
        Err(error @ Error::NoSolver { .. }) => {
            println!("skipped: {error}");
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let claim = law.claims().find(|c| c.id == claim).unwrap();
    Some(prover.prove(claim).unwrap())
}

fn breaches(claim: &str, path: &str, change: impl Fn(&str) -> String) -> Vec<Breach> {
    match verdict(claim, path, change) {
        None => Vec::new(),
        Some(Proof::Refuted { breaches }) => {
            assert!(!breaches.is_empty());
            breaches
        }
        Some(verdict) => panic!("{claim} is not refuted: {verdict:?}"),
    }
}

/// The text of a file without one policy.
fn without(text: &str, id: &str) -> String {
    let start = text.find(&format!("@id(\"{id}\")")).unwrap();
    let (before, from) = text.split_at(start);
    let (_, after) = from.split_once("};").unwrap();
    format!("{before}{after}")
}

#[test]
fn plate_reads_leak_where_the_bar_on_federal_bodies_is_gone_and_the_ask_is_readable() {
    let found = breaches("PLATES-STAY", SB34, |text| without(text, "CA-SB34-SHARE/federal"));
    for breach in found {
        let ask = breach.ask.unwrap();
        let AskTold { door, asker, beneficiary, records, papers, let_through_by, .. } = &ask;
        assert_eq!(*door, Some(Door::Query));
        assert!(asker.contains("federal") || beneficiary.contains("federal"), "{ask:?}");
        assert!(records.starts_with("plate reads"), "{ask:?}");
        // Only a court's paper lets a federal body through the base pack.
        assert!(!papers.is_empty(), "{ask:?}");
        assert!(let_through_by.iter().any(|p| p.policy.0 == "BASE/compelled"), "{ask:?}");
        // What does not matter is left out: no agreement is needed for this.
        let told = format!("{ask:?}");
        assert!(!told.contains("access record") && !told.contains("user grant"), "{told}");
    }
}

#[test]
fn an_exception_that_an_agencys_own_paper_meets_is_found() {
    let exception = "\n@id(\"CA-SB34-SHARE/by-detainer\") @cite(\"c\") @because(\"b\")
        @opens(\"CA-SB34-SHARE/fusion-centre\") @condition_1(\"an informal request\")
        permit (principal, action in [Action::\"Query\"], resource)
        when { context.instruments.contains(InstrumentKind::\"informal_request\") };\n";
    let found = breaches("AGENCY-PAPER-OPENS-NOTHING", SB34, |text| format!("{text}{exception}"));
    for ask in found.into_iter().filter_map(|b| b.ask) {
        assert_eq!(ask.papers, ["instruments: informal request"], "{ask:?}");
    }
}

#[test]
fn a_test_of_papers_that_the_claim_cannot_follow_is_never_proved() {
    let bar = "\n@id(\"CA-SB34-SHARE/odd\") @cite(\"c\") @because(\"b\") @then(\"refer\")
        forbid (principal, action in [Action::\"Query\"], resource)
        when { context.instruments.isEmpty() && context.has_case_number };\n";
    match verdict("AGENCY-PAPER-OPENS-NOTHING", SB34, |text| format!("{text}{bar}")) {
        None => {}
        Some(Proof::Unknown { why }) => {
            assert!(why.concat().contains("cannot follow"), "{why:?}")
        }
        Some(other) => panic!("{other:?}"),
    }
}

#[test]
fn california_is_looser_than_los_angeles_and_the_ask_says_where() {
    let found = breaches("LOS-ANGELES-NOT-LOOSER", CLAIMS, |text| {
        let turned = "where = [\"california\"]\nthan = \"los-angeles\"";
        text.replace("where = [\"los-angeles\"]\nthan = \"california\"", turned).replace(
            "\"unknown\"]\n\n# ---- ass",
            "\"state_law_enforcement\", \"unknown\"]\n\n# --",
        )
    });
    assert!(found.iter().all(|breach| breach.ask.is_some()), "{found:?}");
}

#[test]
fn a_policy_that_can_err_is_found() {
    let bar = "\n@id(\"CA-SB34-SHARE/overflow\") @cite(\"c\") @because(\"b\") @then(\"refer\")
        forbid (principal, action in [Action::\"Query\"], resource)
        when { resource has age_days_max && resource.age_days_max + 1 < 0 };\n";
    let found = breaches("NO-POLICY-ERRS", SB34, |text| format!("{text}{bar}"));
    for breach in &found {
        assert_eq!(breach.about, "CA-SB34-SHARE/overflow");
        let ask = breach.ask.as_ref().unwrap();
        assert!(ask.records.contains("age days max 9223372036854775807"), "{ask:?}");
    }
}

#[test]
fn a_policy_that_no_ask_matches_and_an_exception_that_never_meets_its_bar_are_found() {
    let policies = "\n@id(\"CA-SB34-SHARE/dead\") @cite(\"c\") @because(\"b\") @then(\"refer\")
        forbid (principal, action in [Action::\"Query\"], resource)
        when { principal.kind == PartyKind::\"foreign\" &&
               context.asker_in_holders_state == Known::\"yes\" };
        @id(\"CA-SB34-SHARE/astray\") @cite(\"c\") @because(\"b\")
        @opens(\"CA-SB34-SHARE/federal\") @condition_1(\"other records\")
        permit (principal, action in [Action::\"Query\"], resource)
        when { resource.class == RecordClass::\"juvenile\" };\n";
    let found = breaches("EVERY-POLICY-LIVES", SB34, |text| format!("{text}{policies}"));
    let about: Vec<&str> = found.iter().map(|breach| breach.about.as_str()).collect();
    if !found.is_empty() {
        let astray = "CA-SB34-SHARE/astray where CA-SB34-SHARE/federal holds";
        assert_eq!(about, [astray, "CA-SB34-SHARE/dead"]);
    }
}

#[test]
fn a_claim_about_asks_that_cannot_be_is_refuted() {
    let found = breaches("PLATES-STAY", CLAIMS, |text| {
        let class = "resource.class == RecordClass::\"plate_reads\" &&";
        let kinds = "principal.kind == PartyKind::\"court\" &&
            context.holder.kind == PartyKind::\"court\" &&";
        text.replacen(class, &format!("{class} {kinds}"), 1)
    });
    assert!(found.iter().all(|breach| breach.ask.is_none()), "{found:?}");
}

#[test]
fn without_a_solver_nothing_is_proved_and_the_error_says_how_to_get_one() {
    let law = Law::embedded().unwrap();
    let now = "2026-11-24".parse().unwrap();
    let check = |program: &str| {
        let error = Prover::new(&law, now, PathBuf::from(program), NonZeroUsize::MIN);
        let told = error.map(|_| ()).unwrap_err().to_string();
        assert!(told.contains("apt-get install cvc5") && told.contains("CVC5"), "{told}");
    };
    check("/no/such/solver");
    check("true");
}
