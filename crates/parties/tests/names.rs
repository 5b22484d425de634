//! Names as lists write them, and what they must be read as.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as its body may")]

use parties::Parties;
use terms::Known;

/// Kind, state, city and certainty, with `-` for what is absent.
fn check(name: &str, expected: &str) {
    check_with(name, None, expected);
}

fn check_with(name: &str, hint: Option<&str>, expected: &str) {
    let named = Parties::embedded().unwrap().read(name, hint);
    let place = &named.party.place;
    let read = format!(
        "{} {} {} {}",
        named.party.kind.word(),
        place.state.as_deref().unwrap_or("-"),
        place.city.as_deref().unwrap_or("-"),
        named.certainty.word()
    );
    assert_eq!(read, expected, "`{name}`: {}", named.rule);
}

#[test]
fn a_code_beats_a_state_name_inside_a_city_name() {
    check("Wyoming MI PD", "local_law_enforcement MI Wyoming shown");
    check("Nevada MO PD", "local_law_enforcement MO Nevada shown");
    check("Indiana PA PD", "local_law_enforcement PA Indiana shown");
    check("California MD PD", "local_law_enforcement MD California shown");
    check("California PA PD", "local_law_enforcement PA California shown");
    check("Oregon OH PD", "local_law_enforcement OH Oregon shown");
    check("Kansas City MO PD", "local_law_enforcement MO Kansas City shown");
    check("Iowa City IA PD", "local_law_enforcement IA Iowa City shown");
    check("Virginia Beach VA PD", "local_law_enforcement VA Virginia Beach shown");
    check("Texas City TX PD", "local_law_enforcement TX Texas City shown");
    check("Missouri City TX PD", "local_law_enforcement TX Missouri City shown");
    check("Delaware County OH SO", "local_law_enforcement OH - shown");
    check("Washington County OR SO", "local_law_enforcement OR - shown");
}

#[test]
fn a_state_name_inside_a_place_name_tells_no_state() {
    check("Kansas City PD", "local_law_enforcement - Kansas City conditional");
    check("Oregon Police Department", "local_law_enforcement - Oregon conditional");
    check("Nevada County Sheriff's Office", "local_law_enforcement - - conditional");
    check("Washington County SO", "local_law_enforcement - - conditional");
    check("Port Washington PD", "local_law_enforcement - Port Washington conditional");
}

#[test]
fn letters_that_are_a_state_and_something_else_are_read_in_their_place() {
    check("San Diego County CA SD", "local_law_enforcement CA - shown");
    check("Los Angeles County CA SD", "local_law_enforcement CA - shown");
    check("Minnehaha County SD SO", "local_law_enforcement SD - shown");
    check("Pierre SD PD", "local_law_enforcement SD Pierre shown");
    check("MN - Isanti CO SO", "local_law_enforcement MN - shown");
    check("Craig CO PD", "local_law_enforcement CO Craig shown");
    check("Boone CO SO", "local_law_enforcement CO - possible");
    check("Lafayette LA PD", "local_law_enforcement LA Lafayette shown");
    check("Portland OR PD", "local_law_enforcement OR Portland shown");
    check("Bangor ME PD", "local_law_enforcement ME Bangor shown");
    check("Hawaii County HI PD", "local_law_enforcement HI - shown");
    check("Dover DE PD", "local_law_enforcement DE Dover shown");
    check("VA - Kenbridge PD", "local_law_enforcement VA Kenbridge shown");
    check("MS Office of Homeland Security", "state_law_enforcement MS - conditional");
    check("Crestview Fl PD", "local_law_enforcement FL Crestview conditional");
}

#[test]
fn the_same_body_is_read_alike_however_it_is_written() {
    check("El Cajon PD ( CA)", "local_law_enforcement CA El Cajon shown");
    check("-El Cajon PD ( CA)", "local_law_enforcement CA El Cajon shown");
    check("ElCajonPoliceDepartment(CA)", "local_law_enforcement CA El Cajon conditional");
    check("-el-cajon-pd-ca", "local_law_enforcement CA El Cajon conditional");
    check("Livermore, CA PD", "local_law_enforcement CA Livermore shown");
    check("The Palo Alto (CA) Police Department", "local_law_enforcement CA Palo Alto shown");
    check("Petaluma, California, Police Department", "local_law_enforcement CA Petaluma shown");
    check("Rio Vista CA Police Department", "local_law_enforcement CA Rio Vista shown");
    check("Bardstown PD KY", "local_law_enforcement KY Bardstown shown");
    check("LaSalle Co. IL SO - New", "local_law_enforcement IL - shown");
    check("St. Helena CA PD", "local_law_enforcement CA St. Helena shown");
    check("Port Hueneme CA PD", "local_law_enforcement CA Port Hueneme shown");
    check("University City MO PD", "local_law_enforcement MO University City shown");
    check("Country Club Hills IL PD", "local_law_enforcement IL Country Club Hills shown");
}

#[test]
fn a_hint_fills_only_what_the_name_does_not_say() {
    let county = "local_law_enforcement CA - conditional";
    check_with("Nevada County Sheriff's Office", Some("nevada-county-ca-so"), county);
    check_with("Santa Clara County SO", Some("santa-clara-county-ca-so"), county);
    let quoted = "local_law_enforcement CA San Rafael conditional";
    check_with("\"San Rafael Police Department", Some("san-rafael-ca-pd"), quoted);
    let said = "local_law_enforcement TX Lincoln shown";
    check_with("Lincoln TX PD", Some("lincoln-ca-pd"), said);
    let none = "local_law_enforcement - La Mesa conditional";
    check_with("La Mesa PD", Some("la-mesa-pd"), none);
}

#[test]
fn a_county_name_of_one_state_only_tells_the_state() {
    check("Shasta County SO", "local_law_enforcement CA - conditional");
    check("San Luis Obispo Sheriffs Office", "local_law_enforcement CA - conditional");
    check("Orange County SO", "local_law_enforcement - - conditional");
    check("Butte County SO", "local_law_enforcement - - conditional");
}

#[test]
fn the_bodies_of_los_angeles_are_known_by_their_letters() {
    check("LAPD", "local_law_enforcement CA Los Angeles shown");
    check("Los Angeles CA PD", "local_law_enforcement CA Los Angeles shown");
    check("Los Angeles Port Police CA", "local_law_enforcement CA Los Angeles shown");
    check("LAWA Police", "local_law_enforcement CA Los Angeles shown");
    check("LASD CA - San Dimas Station", "local_law_enforcement CA - shown");
    check("JRIC", "fusion_center CA - shown");
    check("East Los Angeles College PD CA", "local_law_enforcement CA - possible");
}

#[test]
fn no_local_body_is_called_federal() {
    check("Federal Way WA PD", "local_law_enforcement WA Federal Way shown");
    check("Federal Heights CO PD", "local_law_enforcement CO Federal Heights shown");
    check("Marshall TX PD", "local_law_enforcement TX Marshall shown");
    check("Tombstone Marshals Office (AZ)", "local_law_enforcement AZ - conditional");
    check("Fresno CA PD FBI Liaison", "local_law_enforcement CA Fresno shown");
    check("Desert Hot Springs CA PD (DHS)", "local_law_enforcement CA Desert Hot Springs shown");
    check("OH - U.S.23 Major Crimes Task Force", "local_law_enforcement OH - possible");
    check("California Department of Veterans Affairs", "public_non_law_enforcement CA - shown");
    check("Ice House Canyon (CA)", "unknown CA - possible");
}

#[test]
fn federal_bodies_are_told_apart() {
    check("ICE ERO", "federal_immigration - - shown");
    check("CBP - NTC", "federal_immigration - - shown");
    check("US Border Patrol", "federal_immigration - - shown");
    check("SanDiegoSectorBorderPatrol(CA)", "federal_immigration CA - conditional");
    check("San Diego ICE Field Office", "federal_immigration - - conditional");
    check("ICE HOUSE TRAIL (CA)", "unknown CA - possible");
    check("US Attorney's Office", "federal_other - - shown");
    check("US Marshals Fugitive Task Force TX", "joint_task_force TX - shown");
    check("US Something Police", "unknown - - possible");
    check("United States Department of Justice", "federal_other - - shown");
    check("HSI San Diego", "federal_mixed - - shown");
    check("DHS - HSI (Newark NJ)", "federal_mixed NJ - shown");
    check("Federal Protective Service", "federal_mixed - - shown");
    check("[Federal] ATF Louisville KY [inactive]", "federal_other KY - shown");
    check("[Federal] USMS (Inactive)", "federal_other - - shown");
    check("Amtrak Police", "federal_other - - shown");
    check("[Federal] Langley VA Air Force Base", "federal_military VA - shown");
    check("Army CID", "federal_military - - shown");
    check(
        "[Federal] Loma Linda Healthcare System CA Veterans Affairs PD",
        "federal_other CA - shown",
    );
    // The list shows that it is federal, not that its work is something else than immigration.
    check("[Federal] Lake Mead NV NRA", "federal_other NV - conditional");
}

#[test]
fn immigration_function_comes_only_from_a_registry_row() {
    let parties = Parties::embedded().unwrap();
    let function = |name: &str| parties.read(name, None).party.immigration_function();
    assert_eq!(function("ICE ERO"), Known::Yes);
    assert_eq!(function("HSI San Diego"), Known::Yes);
    assert_eq!(function("FBI"), Known::Unknown);
    assert_eq!(function("Los Angeles CA PD"), Known::Unknown);
    assert_eq!(function("US Department of Homeland Security"), Known::Unknown);
}

#[test]
fn state_bodies_and_public_bodies_are_told_apart() {
    check("California Highway Patrol", "state_law_enforcement CA - shown");
    check("Rhode Island State PD", "state_law_enforcement RI - shown");
    check("Georgia State Patrol GA PD", "state_law_enforcement GA - shown");
    check("Alabama Department of Corrections", "state_law_enforcement AL - shown");
    check("WI Department of Justice", "state_law_enforcement WI - shown");
    check("UC Irvine Campus PD CA", "state_law_enforcement CA - shown");
    check(
        "City of Las Vegas NV Department of Public Safety",
        "local_law_enforcement NV Las Vegas conditional",
    );
    check("Cal Fire", "public_non_law_enforcement CA - shown");
    check(
        "California Department of Insurance Fraud",
        "public_non_law_enforcement CA - conditional",
    );
    check("Nevada Department of Motor Vehicles", "public_non_law_enforcement NV - conditional");
    check("San Bernardino County CA FD", "public_non_law_enforcement CA - shown");
    check("City of Lemoore CA", "local_law_enforcement CA Lemoore conditional");
    check("Town of Woodside CA (SMCSO)", "local_law_enforcement CA Woodside conditional");
    check("City of Half Moon Bay (SMCSO)", "local_law_enforcement CA Half Moon Bay conditional");
    check("Dublin CA PD (ACSO)", "local_law_enforcement CA Dublin shown");
}

#[test]
fn prosecutors_schools_tribes_and_centres_have_kinds_of_their_own() {
    check("Kings County CA DAs Office", "local_law_enforcement CA - shown");
    check("Harris County Const TX Pct 1", "local_law_enforcement TX - shown");
    check("Katy ISD TX PD", "local_law_enforcement TX - shown");
    check("Sequoias Community College District CA PD", "local_law_enforcement CA - shown");
    check("Blue Lake Rancheria Tribal PD", "tribal_law_enforcement CA - shown");
    check("Santa Rosa Band of Cahuilla Indians CA", "tribal_law_enforcement CA - conditional");
    check("Pueblo CO PD", "local_law_enforcement CO Pueblo shown");
    check("National City CA PD", "local_law_enforcement CA National City shown");
    check("MOCIC", "fusion_center - - shown");
    check("NYS Crime Analysis Center Network", "fusion_center NY - shown");
    check("Missouri Information Analysis Center", "fusion_center MO - shown");
    check("North Missouri Drug Task Force MO", "local_law_enforcement MO - possible");
    check("FBI Safe Streets Task Force CA", "joint_task_force CA - shown");
}

#[test]
fn private_bodies_are_private_and_guesses_say_so() {
    check("Stanford University Department Of Public Safety", "private CA - shown");
    check("University of the Pacific (CA)", "private CA - shown");
    check("Union Pacific Railroad PD", "private - - shown");
    check("Simon Property Group HQ (IN)", "private IN - shown");
    check("Upper El Nido HOA (CA)", "private CA - shown");
    check("1800 Block S Orange Grove (CA)", "private CA - possible");
    check("Avocado Farm", "private - - possible");
    check("Methodist Health System PD (TX)", "private TX - conditional");
}

#[test]
fn what_no_rule_knows_stays_unknown() {
    for name in ["DUPLICATE PLEASE DELETE", "DO NOT USE", "Decommissioned Org", "LLC", "Old", "DNU"]
    {
        check(name, "unknown - - possible");
    }
    check("DNU PD", "unknown - - possible");
    check("", "unknown - - possible");
    check("Kenosha WI Joint Services", "unknown WI - possible");
    check("🛡️ (((", "unknown - - possible");
}

#[test]
fn an_account_out_of_use_is_marked_and_still_read() {
    let parties = Parties::embedded().unwrap();
    let named = parties.read("DNU - Santa Clara University Campus Safety (Raven)", None);
    assert!(named.inactive);
    assert_eq!(named.party.name, "Santa Clara University Campus Safety (Raven)");
    check("DNU - Santa Clara University Campus Safety (Raven)", "private CA - shown");
    assert_eq!(parties.read("Flagstaff AZ PD [Inactive]", None).party.name, "Flagstaff AZ PD");
    assert!(!parties.read("Old Dominion Univ VA PD", None).inactive);
}

#[test]
fn a_hostile_name_is_read_in_bounded_time() {
    let parties = Parties::embedded().unwrap();
    for part in ["dnu ", "((", "CA PD ", "State of ", "A", "band of ", "🛡️"] {
        let named = parties.read(&part.repeat(100_000), Some(&part.repeat(1_000)));
        assert!(named.party.name.chars().count() <= 1_100);
    }
}
