//! Tests of reasons that look as if they named a body, and name none.

use super::*;

/// Beside a crime each of these is that crime, and no more.
fn check_benign(words: &[&str]) {
    let reasons: Vec<_> = words.iter().map(|words| format!("PC 211 {words}")).collect();
    let table: Vec<_> = reasons.iter().map(|r| (r.as_str(), crime("shown"))).collect();
    check(&table);
}

#[test]
fn a_word_of_every_day_is_no_body() {
    let words = [
        "ice cream shop",
        "ice house",
        "stabbed with ice picks",
        "stolen ice machine",
        "black ice",
        "officer",
        "justice",
        "police",
        "zero",
        "hero",
        "sector 3",
        "custom paint",
        "custom car",
        "customs car shop",
        "West Coast Customs",
        "Homeland Ave",
        "watched Homeland",
        "burglary in Homeland",
        "Homeland, CA",
        "Phoenix St",
        "Nevada Ave",
        "border st",
        "Federal Ave",
        "Federal Way",
        "Federal Blvd",
        "federal building",
        "Fed Ex",
        "Boulder St",
        "marshal law",
        "fire marshal",
        "Marshals store",
        "ATF fluid",
        "epic fail",
        "Epic Games",
        "Embassy Suites",
        "Eros motel",
        "stolen alien registration card",
        "East Bay Regional Park Police",
        "DHS office",
        "DSS office",
        "State Department of Justice",
        "a number of burglaries",
        "unit A#3",
        "A Number 1 Donuts",
        "phone A 213 555 0199",
        "licence A1234567",
        "courtesy tow",
        "courtesy report",
        "requested by mother",
        "prison reentry program",
        "pretrial",
        "fish and wildlife",
        "federal bank robbery",
    ];
    check_benign(&words);
}

#[test]
fn a_place_or_a_name_is_no_agency_elsewhere() {
    let words = [
        "Reno",
        "victim Reno",
        "suspect from Reno",
        "Dallas",
        "assist Dallas",
        "assist Phoenix",
        "Orlando",
        "Costa Mesa PD",
        "La Mesa PD",
        "Rancho Santa Fe PD",
        "Paso Robles PD",
        "Officer Montana",
        "officer in Nevada County",
        "deputy assaulted in Texas",
        "victim's friend in Nevada",
        "friend from Texas",
    ];
    check_benign(&words);
}

#[test]
fn a_road_a_street_and_a_section_of_another_code_are_no_immigration() {
    check(&[
        ("on ice meth sale", crime("conditional")),
        ("suspect on I-205", crime("conditional")),
        ("stolen veh I-205", crime("shown")),
        ("287 G St", crime("conditional")),
        ("287(g) PC", crime("shown")),
        ("PC 287(g)", crime("shown")),
        ("1326(a) PC", crime("shown")),
        ("PC 1326(a)", crime("shown")),
        ("final order restraining", label("unread", "other", "possible")),
        ("deportation scam", crime("shown")),
        ("IRS scam", crime("shown")),
        ("fake ICE agents", crime("shown")),
        ("fake HSI badge", crime("shown")),
        ("OIG audit", label("administrative", "administrative", "conditional")),
    ]);
}

#[test]
fn letters_inside_a_plate_name_nobody() {
    for reason in ["7ICE123", "8HSI442", "4ERO901"] {
        assert!(read(reason).named.is_none(), "{reason}");
    }
}
