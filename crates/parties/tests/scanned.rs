//! Names from scans, whose letters may be wrong.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as its body may")]

use parties::Parties;
use terms::{Certainty, PartyKind};

/// Kind, state and certainty of the second reading.
fn check(name: &str, expected: &str) {
    let named = Parties::embedded().unwrap().read_scanned(name, None);
    let state = named.party.place.state.as_deref().unwrap_or("-");
    let read = format!("{} {state} {}", named.party.kind.word(), named.certainty.word());
    assert_eq!(read, expected, "`{name}`: {}", named.rule);
}

#[test]
fn a_word_with_confused_letters_is_read_as_one_of_the_registry() {
    check("AlderPoticeDepartment", "local_law_enforcement - possible");
    check("AlderCountySherriffsOffice", "local_law_enforcement - possible");
    check("10thJudicialDistrictAfforneyOffice", "local_law_enforcement - possible");
    check("AlderCountyAirportPolice(Ml)", "local_law_enforcement MI possible");
    check("CBP - NTC", "federal_immigration - shown");
    check("CEP - NTC", "federal_immigration - possible");
    check("FBl Newark Division", "federal_other - possible");
}

#[test]
fn the_rule_tells_both_spellings_and_the_name_stays() {
    let named = Parties::embedded().unwrap().read_scanned("FayeffevillePoliceDepartment", None);
    assert_eq!(named.party.name, "Fayeffeville Police Department");
    assert_eq!(named.party.place.city.as_deref(), Some("Fayetteville"));
    assert_eq!(named.certainty, Certainty::Possible);
    assert!(named.rule.contains("Fayetteville Police Department"), "{}", named.rule);
}

#[test]
fn a_kind_that_the_name_shows_is_never_changed() {
    let parties = Parties::embedded().unwrap();
    for name in ["Biloxi Police Department (MS)", "FBI", "Union City PD", "ICE ERO", "CaI Fire"] {
        let plain = parties.read(name, None);
        let scanned = parties.read_scanned(name, None);
        assert!(
            plain.party.kind == PartyKind::Unknown || plain.party.kind == scanned.party.kind,
            "{name}"
        );
    }
    // Read as it stands, nothing is open: the second reading is the first.
    for name in ["Biloxi Police Department (MS)", "FBI", "Tift County GA SO", "Lima OH PD"] {
        assert_eq!(parties.read_scanned(name, None), parties.read(name, None), "{name}");
    }
}

#[test]
fn a_reading_that_a_scan_unsettles_says_so() {
    let named = Parties::embedded().unwrap().read_scanned("CEP Homeowners Association (CA)", None);
    assert_eq!(named.party.kind, PartyKind::Private);
    assert_ne!(named.certainty, Certainty::Shown);
}

#[test]
fn what_a_scan_glued_together_is_taken_apart() {
    check("AlderParishLASO", "local_law_enforcement LA conditional");
    check("DEANationalAccount", "federal_other - conditional");
}
