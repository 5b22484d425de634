//! Tests of reading whole rows, and of what holds for every reading.

use super::*;

#[test]
fn the_cells_of_a_row_are_read_together() {
    let label = |reason, case_number, offense_type| {
        let reading = REASONS.read(&Said { reason, case_number, offense_type });
        (reading.label, reading.class)
    };
    let is = |label: &str, class| (label.to_owned(), class);
    assert_eq!(label(None, None, None), is("absent", PurposeClass::Unstated));
    assert_eq!(label(Some(""), None, None), is("blank", PurposeClass::Unstated));
    assert_eq!(label(None, Some(""), Some("")), is("blank", PurposeClass::Unstated));
    assert_eq!(
        label(Some(""), Some("26-91058"), None),
        is("case_number_only", PurposeClass::Other)
    );
    assert_eq!(label(Some("inv"), Some("459"), None), is("case_number_only", PurposeClass::Other));
    assert_eq!(label(Some("inv"), Some("26-0000"), None), is("vague", PurposeClass::Vague));
    assert_eq!(label(Some("inv"), None, Some("Robbery")), is("crime", PurposeClass::Crime));
    assert_eq!(
        label(Some("***"), Some("26-91058"), None),
        is("case_number_only", PurposeClass::Other)
    );
    assert_eq!(label(Some("***"), Some(""), Some("Arson")), is("crime", PurposeClass::Crime));
    assert_eq!(label(Some("inv"), Some("***"), None), is("redacted", PurposeClass::Unstated));
    assert_eq!(
        label(Some("suspect vehicle"), None, Some("Homicide/Death Investigation")),
        is("crime", PurposeClass::Crime)
    );
    assert_eq!(
        label(Some(""), Some("2"), Some("Missing/Endangered Person/Runaway")),
        is("missing_person", PurposeClass::MissingPerson)
    );
    assert_eq!(label(Some("HSI"), None, Some("Drugs/Narcotics")), is(FED, PurposeClass::Crime));
    assert_eq!(label(Some("inv"), Some("HSI 4400"), None), is(FED, PurposeClass::Unstated));
    assert_eq!(label(Some("inv"), Some("TPD Assist"), None).0, "assist_agency");
}

#[test]
fn every_offense_type_of_the_drop_down_list_is_read() {
    // The words of one vendor's list, as any portal shows them.
    let offenses = [
        "Alcohol Offenses (Non-DUI)",
        "Animal Offenses (cruelty/neglect)",
        "Arson",
        "Assault/Battery Offenses",
        "Assault/Battery Offenses (Domestic)",
        "Burglary/Breaking & Entering",
        "Child Abuse/Neglect",
        "Counterfeiting/Forgery",
        "Criminal Motor Vehicle Offense (incl. Road Rage/Reckless)",
        "Curfew/Loitering/Vagrancy Violations",
        "Destruction/Damage/Vandalism of Property",
        "Disorderly Conduct/Disturbance",
        "Disturbing Public Peace/Riot",
        "Driving Under the Influence (DUI/DWI/OWI/OVI)",
        "Drugs/Narcotics",
        "Financial Crime (Embezzlement/Fraud)",
        "Hit and Run/Car Accident",
        "Homicide/Death Investigation",
        "Human Trafficking",
        "Illegal Dumping/Littering",
        "Indecent Exposure/Lewd",
        "Juvenile Delinquency",
        "Kidnapping/Abduction",
        "Larceny/Theft Offenses",
        "Motor Vehicle Theft/Stolen",
        "Obstructing Justice",
        "Obstructing the Police (Fleeing/Eluding)",
        "Pornography/Obscene Material",
        "Prostitution",
        "Protective/Protection Order",
        "Robbery",
        "Sex Offenses",
        "Stalking",
        "Stolen Property Offenses",
        "Terrorism/Terroristic Threats",
        "Threats/Harassment",
        "Traffic Infraction",
        "Trespass",
        "Wanted Person (Arrest Warrant/Fugitive)",
        "Weapons Offense (Guns/Shots Fired)",
        "Drugs/Narcotics, Wanted Person (Arrest Warrant/Fugitive)",
    ];
    for offense in offenses {
        check(&[(offense, crime("shown"))]);
    }
}

#[test]
fn no_text_of_a_reading_comes_from_the_reason() {
    let plain = read("HSI locate 8XYZ999 Mordecai Q. Zebulon 26-99999 (OR) PD");
    let words = format!("{plain:?}");
    for given in ["8XYZ999", "Mordecai", "Zebulon", "99999"] {
        assert!(!words.to_lowercase().contains(&given.to_lowercase()), "{words}");
    }
}

#[test]
fn cues_come_strongest_first_and_each_once() {
    let reading = read("HSI narcotics investigation 11378 HS, narcotics");
    let words: Vec<_> = reading.cues.iter().map(|cue| cue.words.as_str()).collect();
    assert_eq!(words, ["hsi", "narcotic*", "a section with its code"]);
    assert!(reading.cues.iter().all(|cue| !cue.says.is_empty()));
}

#[test]
fn every_label_is_explained_and_every_cue_can_be_found() {
    assert!(REASONS.labels().all(|(name, about)| !name.is_empty() && !about.is_empty()));
    for cue in &REASONS.finder.list.cue {
        let is_found = cue.certainty.is_some() || cue.alone.is_some() || cue.helped.is_some();
        assert!(is_found, "{:?}", cue.words);
        assert!(!cue.says.ends_with('.'), "{}", cue.says);
    }
}

#[test]
fn a_long_or_odd_reason_is_read_in_bounded_time() {
    let long = "ice hsi immigration ".repeat(20_000);
    assert_eq!(read(&long).label, "immigration_unspecified");
    let odd = "\u{0}\u{7}\u{202e}\u{1f600} ((((( 9999999999999999999999999 %20%20%2 _+_".repeat(50);
    assert!(read(&odd).certainty >= Certainty::Shown);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(reason in ".{0,120}", number in "[0-9a-z(). -]{0,20}") {
        let said = Said { reason: Some(&reason), case_number: Some(&number), offense_type: None };
        proptest::prop_assert!(!REASONS.read(&said).label.is_empty());
    }
}
