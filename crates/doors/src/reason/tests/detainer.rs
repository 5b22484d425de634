//! Words of immigration that other bodies use too, and names that are none.

use super::*;

#[test]
fn a_paper_of_another_body_is_none_of_immigration_officers() {
    check(&[
        ("detainer", (CIVIL.0, CIVIL.1, "conditional", "")),
        ("detainer robbery", (CIVIL.0, CIVIL.1, "possible", "")),
        ("probation detainer", crime("conditional")),
        ("detainer landlord", label("unread", "other", "possible")),
        ("admin warrant", (CIVIL.0, CIVIL.1, "conditional", "")),
        ("admin warrant code enforcement", crime("conditional")),
        ("child removal order", label("unread", "other", "possible")),
        ("removal order", (CIVIL.0, CIVIL.1, "conditional", "")),
        ("admin removal", (CIVIL.0, CIVIL.1, "possible", "")),
    ]);
}

#[test]
fn those_who_were_wronged_are_not_those_who_are_sought() {
    check(&[
        ("extortion of immigrants", crime("shown")),
        ("immigrants in van", ("immigration_unspecified", CIVIL.1, "possible", "")),
        ("DEA scam call", crime("shown")),
        ("overstayed guest at motel", label("unread", "other", "possible")),
        ("overstay", ("immigration_unspecified", CIVIL.1, "possible", "")),
        (
            "smuggling of migrants",
            label("transport_or_harbour", "transport_or_harbour", "conditional"),
        ),
        ("improper entry", label("criminal_immigration", "criminal_immigration", "possible")),
        ("illegal entry burglary", crime("shown")),
    ]);
}

#[test]
fn a_crime_against_a_body_is_no_search_for_it() {
    check(&[
        ("assault on ICE agent", crime("shown")),
        ("threats to the DHS office", crime("shown")),
        ("stolen FBI vehicle", crime("shown")),
        ("theft from US Marshals vehicle", crime("shown")),
        ("vandalism of ICE office", crime("shown")),
        ("FBI office burglary", crime("shown")),
        ("FBI stolen vehicle", (FED, "crime", "shown", "Federal Bureau of Investigation")),
        ("ICE agent assault", (FED, "crime", "conditional", ICE)),
        ("request from HSI, robbery", (FED, "crime", "shown", HSI)),
        ("suspect dressed as ICE", crime("conditional")),
        ("swatting ICE", label("unread", "other", "possible")),
        ("doxxing ICE agents", label("unread", "other", "possible")),
        ("hit and run by border patrol vehicle", crime("shown")),
        ("crash with ICE vehicle", label("stated", "other", "conditional")),
        ("threat to immigration judge", crime("shown")),
        ("HSI vehicle theft", (FED, "crime", "shown", HSI)),
        ("plates run by HSI", (FED, "unstated", "shown", HSI)),
        ("Romanian Orthodox church theft", crime("shown")),
        ("Romanian", label("national_origin", "other", "conditional")),
        ("lead to DEA", (FED, "unstated", "shown", "Drug Enforcement Administration")),
        ("BP station robbery", crime("shown")),
        ("BP 25662", crime("shown")),
        ("assist BP", (FED, CIVIL.1, "possible", USBP)),
    ]);
}

#[test]
fn a_street_or_a_surname_is_no_speech_and_no_origin() {
    check(&[
        ("Boycott Ln burg", crime("shown")),
        ("Pickett warrant", crime("conditional")),
        ("picket fence theft", crime("shown")),
        ("Romanian church burglary", crime("shown")),
        ("deport St theft", crime("shown")),
        ("protest, St Louis", label("protected_activity", "other", "shown")),
        ("demonstration", label("protected_activity", "other", "conditional")),
        ("flock demonstration", label("unread", "other", "possible")),
        ("slipped on ice", label("unread", "other", "possible")),
    ]);
}

#[test]
fn a_category_reads_the_same_whatever_is_written_behind_it() {
    for text in ["", "inv", "26-90411", "8XYZ999", "locate vehicle"] {
        for (category, expected) in [
            ("Immigration (civil/administrative)", "civil_immigration"),
            ("Immigration (criminal)", "criminal_immigration"),
            ("Burglary/Breaking & Entering", "crime"),
            ("Missing/Endangered Person/Runaway", "missing_person"),
            ("Wanted Person (Arrest Warrant/Fugitive)", "crime"),
            ("Test/Training", "test"),
        ] {
            let reason = format!("{category} - {text}");
            assert_eq!(read(&reason).label, expected, "{reason}");
        }
    }
    assert_eq!(read("Robbery - assist HSI").label, FED);
    assert_eq!(read("Other - ICE detainer").label, CIVIL.0);
    assert_eq!(read("Other - ").label, "vague");
}

#[test]
fn a_test_is_none_of_the_other_purposes() {
    for reason in ["test", "Testing 123", "audit test", "demo search", "FTO training", "prueba"] {
        assert_eq!(read(reason).label, "test", "{reason}");
    }
    assert_eq!(read("attest signature").label, "unread");
}
