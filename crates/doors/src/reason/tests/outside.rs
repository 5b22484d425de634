//! Tests of bodies in an officer's short words, alone and beside a crime.

use super::*;

const OTHER: &str = "assist_out_of_state";
const AGENCY: &str = "assist_agency";
const ATF: &str = "Bureau of Alcohol, Tobacco, Firearms and Explosives";
const CIS: &str = "US Citizenship and Immigration Services";
const DHS: &str = "Department of Homeland Security";
const EPIC: &str = "El Paso Intelligence Center";
const FPS: &str = "Federal Protective Service";
const IG: &str = "a federal office of inspector general";
const JOINT: &str = "a joint task force the words do not name";
const MILITARY: &str = "a military police body";
const REST: &str = "another federal body";
const UNNAMED: &str = "a federal body the words do not name";

/// Reads the words alone, and before and behind a crime, which takes the place of their class
/// where they say only for whom.
fn check_outside(table: &[(&str, Expected)]) {
    check(table);
    for (words, (label, class, certainty, name)) in table {
        let class = if label.starts_with("assist_") { "crime" } else { class };
        let expected = (*label, class, *certainty, *name);
        for reason in [format!("PC 211 {words}"), format!("{words}, 211 PC")] {
            check(&[(&reason, expected)]);
        }
    }
}

fn each(words: &[&'static str], expected: Expected) {
    let table: Vec<_> = words.iter().map(|words| (*words, expected)).collect();
    check_outside(&table);
}

#[test]
fn ice_is_read_in_the_ways_officers_write_it() {
    let surely = [
        "ICE",
        "I.C.E.",
        "I-C-E",
        "ICE pickup",
        "ICE pick-up list",
        "ICE ops",
        "ICEpickup",
        "ICE wants this",
        "req by ICE",
        "asst ICE",
        "buddy at ICE",
    ];
    each(&surely, (FED, CIVIL.1, "conditional", ICE));
    let perhaps =
        ["hielo", "el hielo", "for ICE's friend Joe", "w/ICE tomorrow", "I CE", "ICE26-44"];
    each(&perhaps, (FED, CIVIL.1, "possible", ICE));
    let legal = "ICE Office of the Principal Legal Advisor";
    each(&["OPLA", "O.P.L.A."], (FED, CIVIL.1, "conditional", legal));
    let ero = ["ERO", "E.R.O.", "E R O", "ERO pickup", "assist ERO", "deportation officer"];
    each(&ero, (FED, CIVIL.1, "conditional", ERO));
}

#[test]
fn customs_the_border_patrol_and_their_sectors_are_read() {
    let customs =
        ["CBP", "C.B.P.", "US Customs", "U.S. Customs", "customs agent", "CBP Air and Marine"];
    each(&customs, (FED, CIVIL.1, "conditional", CBP));
    let perhaps =
        ["customs", "Customs wants this", "for customs", "lead from customs", "OFO", "O.F.O."];
    each(&perhaps, (FED, CIVIL.1, "possible", CBP));
    let patrol = [
        "USBP",
        "U.S.B.P.",
        "boarder patrol",
        "BP agent",
        "Tucson sector",
        "El Centro sector",
        "patrulla fronteriza",
    ];
    each(&patrol, (FED, CIVIL.1, "conditional", USBP));
    each(&["San Diego sector", "border op"], (FED, CIVIL.1, "possible", USBP));
}

#[test]
fn homeland_security_is_read_long_and_short() {
    let perhaps = [
        "DHS",
        "D.H.S.",
        "DHS ops",
        "ops w/ DHS",
        "DHS BOLO",
        "buddy at DHS",
        "Homeland",
        "Homland",
        "Homeland Security",
        "checking for Homeland Security",
        "homland security",
        "Joe at Homeland",
        "for our friends at Homeland",
    ];
    each(&perhaps, (FED, "unstated", "possible", DHS));
    let surely = ["Department of Homeland Security", "Dept. of Homeland Security", "DHS I&A"];
    each(&surely, (FED, "unstated", "conditional", DHS));
    each(&["HSI", "H.S.I.", "H S I"], (FED, "unstated", "shown", HSI));
    each(&["Federal Protective Service", "DHS FPS"], (FED, "unstated", "conditional", FPS));
    each(&["FPS", "for FPS"], (FED, "unstated", "possible", FPS));
    each(&["USCIS", "CIS fraud unit", "FDNS"], (FED, CIVIL.1, "conditional", CIS));
}

#[test]
fn a_federal_body_is_read_by_its_full_name_and_by_its_letters() {
    let federal = |certainty, name| (FED, "unstated", certainty, name);
    let bureau = "Bureau of Alcohol, Tobacco, Firearms and Explosives";
    each(&["ATF", "A.T.F.", "ATFE", "BATFE", bureau], federal("shown", ATF));
    each(&["FBI", "F.B.I."], federal("shown", "Federal Bureau of Investigation"));
    each(&["DEA", "D.E.A."], federal("shown", "Drug Enforcement Administration"));
    let military =
        ["Army CID", "Air Force OSI", "NCIS", "Coast Guard Investigative Service", "DCIS"];
    each(&military, federal("conditional", MILITARY));
    let taxes = ["IRS Criminal Investigation", "IRS-CI"];
    each(&taxes, ("assist_federal", "unstated", "conditional", "IRS Criminal Investigation"));
    each(&["for IRS"], federal("possible", "IRS Criminal Investigation"));
    let state = "Diplomatic Security Service";
    each(&["Diplomatic Security Service", "DSS agent"], federal("conditional", state));
    each(&["DSS", "req DSS"], federal("possible", state));
    each(&["State Department", "for State Dept"], federal("possible", "Department of State"));
    let inspectors = ["DOL OIG", "SSA OIG", "USDA OIG", "HHS-OIG"];
    each(&inspectors, federal("conditional", IG));
    each(&["OIG", "for the Inspector General"], federal("possible", IG));
    each(&["Postal Inspection Service", "USPIS"], federal("shown", "US Postal Inspection Service"));
    each(&["Secret Service", "USSS", "U.S.S.S."], federal("conditional", "US Secret Service"));
    each(&["US Marshals", "USMS"], federal("shown", USMS));
    each(&["regional fugitive TF", "Regional Fugitive Task Force"], federal("conditional", USMS));
    each(&["fugitive task force", "for marshals", "marshals"], federal("possible", USMS));
    each(&["TSA", "T.S.A."], federal("conditional", "Transportation Security Administration"));
    each(&["Federal Air Marshals"], federal("conditional", "Federal Air Marshal Service"));
    let rest = [
        "US Park Police",
        "Bureau of Land Management",
        "BLM ranger",
        "US Fish & Wildlife",
        "Bureau of Prisons",
        "US Probation",
        "federal pretrial",
    ];
    each(&rest, federal("conditional", REST));
    each(&["FAMS", "Park Police", "BOP", "for BOP"], federal("possible", REST));
    each(&["El Paso Intelligence Center"], federal("conditional", EPIC));
    each(&["EPIC", "E.P.I.C. request"], federal("possible", EPIC));
    each(&["JTF", "joint task force"], federal("possible", JOINT));
    let pool = "a fusion centre or intelligence project";
    each(&["HIDTA"], (AGENCY, "unstated", "conditional", pool));
}

#[test]
fn a_federal_friend_without_a_name_is_one_all_the_same() {
    let words = [
        "fed",
        "feds",
        "fed friend",
        "fed pickup",
        "fed agency",
        "the federales",
        "agent from the federal building",
        "federal agent",
        "federal partner",
        "for a federal officer",
        "alphabet agency",
        "w/ the feds",
    ];
    each(&words, (FED, "unstated", "possible", UNNAMED));
    let named = read("PC 211 for the feds").named.unwrap();
    assert_eq!(named.kind, terms::PartyKind::FederalOther);
}

#[test]
fn an_agency_elsewhere_is_read_by_the_short_name_of_its_place() {
    let of = |certainty, state| (OTHER, "unstated", certainty, state);
    let nevada = ["LVMPD", "Las Vegas Metro", "Vegas PD", "Vegas Metro", "Reno PD", "NV agency"];
    each(&nevada, of("conditional", "an agency of NV"));
    let perhaps = [
        "officer in Nevada",
        "detective from Reno",
        "det out of Vegas",
        "for a buddy in Reno",
        "assist Reno",
        "courtesy for Reno",
        "Sparks PD",
    ];
    each(&perhaps, of("possible", "an agency of NV"));
    each(&["Phoenix PD", "Phx PD", "Tucson PD"], of("conditional", "an agency of AZ"));
    each(&["Mesa PD", "for a friend in Tucson"], of("possible", "an agency of AZ"));
    each(&["El Paso PD", "Dallas PD"], of("conditional", "an agency of TX"));
    let foreign = "a body of another country";
    each(&["consulate", "for the consulate"], (AGENCY, "unstated", "possible", foreign));
    each(&["Mexican consulate", "Tijuana PD"], (AGENCY, "unstated", "conditional", foreign));
}

#[test]
fn an_outside_agency_without_a_name_is_one_all_the_same() {
    let words = [
        "OA",
        "OA assist",
        "O.A.A.",
        "OAA",
        "FOA",
        "F.O.A.",
        "AOA",
        "A.O.A.",
        "outside agency",
        "other agency",
        "assist other agency",
        "courtesy for a colleague",
        "favor for Joe",
        "req by an agency",
    ];
    each(&words, label(AGENCY, "unstated", "possible"));
}

#[test]
fn immigration_is_read_by_its_papers_and_numbers() {
    let civil = |certainty| label(CIVIL.0, CIVIL.1, certainty);
    let shown = ["deportation", "reinstatement of removal", "final order of removal"];
    each(&shown, civil("shown"));
    let likely =
        ["287g", "287(g)", "deport him", "deportaton", "form I-860", "form I-213", "imm hold"];
    each(&likely, civil("conditional"));
    let perhaps = [
        "287 g",
        "final order",
        "Secure Communities",
        "alien registration",
        "alien number",
        "A-number",
        "A#",
        "A# 204123456",
        "A 204 123 456",
        "A204-123-456",
        "I-200",
        "I-205",
        "I-213",
        "I-247",
        "I-860",
        "I-862",
        "citizenship status",
    ];
    each(&perhaps, civil("possible"));
    let court = "Executive Office for Immigration Review";
    each(&["EOIR"], (CIVIL.0, CIVIL.1, "conditional", court));
    let criminal = "criminal_immigration";
    each(&["aggravated re-entry"], label(criminal, criminal, "conditional"));
    let open = |certainty| label("immigration_unspecified", CIVIL.1, certainty);
    each(&["immgration", "immigraiton", "para la migra", "deported"], open("conditional"));
    each(&["la migra", "migra", "indocumentado", "noncitizen"], open("possible"));
}

#[test]
fn a_second_word_for_immigration_makes_it_no_less_sure() {
    let civil = |name| (CIVIL.0, CIVIL.1, "conditional", name);
    check(&[
        ("immigration, A# 204123456", civil("")),
        ("ICE A204123456", civil(ICE)),
        ("PC 211 ICE A204123456", civil(ICE)),
        ("I-205 immigration", civil("")),
    ]);
}

#[test]
fn a_stated_crime_hides_nobody_whose_letters_mean_something_in_it() {
    check(&[
        ("11378 HS for ICE", (FED, "crime", "possible", ICE)),
        ("PC 4463 fake tag DEA", (FED, "crime", "shown", "Drug Enforcement Administration")),
        ("PC 245 gun ERO assist", (FED, "crime", "conditional", ERO)),
        ("fake ID case for HSI", (FED, "unstated", "shown", HSI)),
        ("PC 530 scam for feds", (FED, "crime", "possible", UNNAMED)),
        ("PC 211 1326(a)", {
            let criminal = "criminal_immigration";
            label(criminal, criminal, "possible")
        }),
    ]);
}

#[test]
fn a_case_number_that_starts_with_a_bodys_letters_names_it() {
    let number = |number| {
        let said = Said { reason: Some("PC 211"), case_number: Some(number), offense_type: None };
        let reading = REASONS.read(&said);
        (reading.label, reading.certainty, reading.named.unwrap().name)
    };
    let possible = |name: &str| (FED.to_owned(), Certainty::Possible, name.to_owned());
    assert_eq!(number("ICE26-44"), possible(ICE));
    assert_eq!(number("ICE2600044"), possible(ICE));
    assert_eq!(number("ERO26-1"), possible(ERO));
    assert_eq!(number("HSI2026-7"), possible(HSI));
    assert_eq!(number("CBP26-118"), possible(CBP));
    assert_eq!(number("DHS26-44"), possible(DHS));
    assert_eq!(number("DHS-26-44"), possible(DHS));
    assert_eq!(number("HSI-26-44"), (FED.to_owned(), Certainty::Shown, HSI.to_owned()));
}
