//! A story says what the ruling says, for every case of the law.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Law, Story};
use std::collections::BTreeSet;
use std::sync::OnceLock;
use terms::{Outcome, PolicyId};

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| Law::embedded().unwrap())
}

fn story(id: &str) -> Story {
    law().explain_case(law().cases().find(|case| case.id == id).unwrap())
}

#[test]
fn every_case_is_told_as_it_is_ruled() {
    for case in law().cases() {
        let ruling = law().rule(&case.ask, &case.facts, case.now);
        let story = law().explain_case(case);
        assert_eq!(story.outcome, ruling.outcome, "{}", case.id);
        assert!(story.grounds.iter().eq(ruling.grounds()), "{}", case.id);
        let mut told: BTreeSet<PolicyId> = BTreeSet::new();
        for step in &story.steps {
            told.extend(step.bars.iter().map(|bar| bar.ground.policy.clone()));
            let grounds = [&step.supports, &step.permissions, &step.defaults, &step.errors];
            told.extend(grounds.into_iter().flatten().map(|ground| ground.policy.clone()));
        }
        for ground in ruling.grounds() {
            assert!(told.contains(&ground.policy), "{}: {}", case.id, ground.policy);
        }
        let order: Vec<u8> = story.steps.iter().map(|step| step.precedence).collect();
        assert!(order.is_sorted(), "{}: {order:?}", case.id);
        assert_eq!(story.dies_because.is_empty(), ruling.valid_until.is_none(), "{}", case.id);
        let refusing = ruling.grounds().filter(|ground| ground.outcome != Outcome::Share).count();
        assert_eq!(story.changes.len(), refusing, "{}", case.id);
        assert_eq!(story.case.unwrap().differs, Vec::<String>::new(), "{}", case.id);
    }
}

#[test]
fn what_an_exception_lacks_and_which_papers_lower_a_bar_is_told() {
    let story = story("sb34-towing-without-contract");
    let [change] = story.changes.as_slice() else { panic!("{:?}", story.changes) };
    assert_eq!(change.policy.0, "CA-SB34-SHARE/private");
    let [exception] = change.exceptions.as_slice() else { panic!("{:?}", change.exceptions) };
    assert_eq!(exception.to, Outcome::Share);
    assert!(exception.lacks.join("").contains("hosts the holder's data"), "{exception:?}");
    assert!(change.papers.contains(&"court order".to_owned()), "{:?}", change.papers);
    assert!(change.missing.join("; ").contains("serves the holder"), "{:?}", change.missing);
    let bound = |folder: &str| story.packs.iter().find(|p| p.folder == folder).unwrap();
    assert_eq!(bound("california/sb34").binds, "yes");
    assert_eq!(bound("los-angeles/special-order-31").binds, "no");
}

#[test]
fn a_paper_that_lowers_a_bar_is_named_and_an_opened_bar_too() {
    let bars = story("sb34-fbi-grand-jury").steps;
    let bar =
        bars.iter().flat_map(|step| &step.bars).find(|bar| bar.by_itself > bar.ground.outcome);
    let why = bar.unwrap().lowered_because.clone().unwrap();
    assert_eq!(why, "a verified grand jury subpoena is there");
    let steps = story("sb34-towing").steps;
    let opened: Vec<_> = steps.iter().flat_map(|step| &step.opened).collect();
    assert_eq!(opened[0].bar.0, "CA-SB34-SHARE/private");
    assert_eq!(opened[0].by.0, "CA-SB34-SHARE/service-exempt");
}

#[test]
fn a_ruling_that_dies_says_why() {
    let story = story("process-ao93-within");
    assert_eq!(story.dies_because, ["the judicial search warrant is past its last day"]);
}

#[test]
fn a_case_that_is_not_met_says_what_differs() {
    let mut case = law().cases().find(|case| case.id == "sb34-towing").unwrap().clone();
    case.expect.outcome = Outcome::Withhold;
    let differs = law().explain_case(&case).case.unwrap().differs;
    assert!(differs[0].starts_with("expected withhold, ruled share"), "{differs:?}");
}
