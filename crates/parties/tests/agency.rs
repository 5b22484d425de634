//! Names of one agency's networks, and the one name that merges them.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail as its body may")]

use parties::Parties;

fn check(name: &str, agency: &str) {
    assert_eq!(Parties::embedded().unwrap().read(name, None).agency, agency, "{name}");
}

#[test]
fn networks_of_one_agency_merge() {
    for name in [
        "Polk County FL SO",
        "Polk County FL SO (LR)",
        "Polk County FL SO - Axon",
        "Polk County FL SO (Flex) [Inactive]",
        "Polk County SO (FL)",
        "FL - Polk County Sheriff's Office",
        "Polk Co. FL S.O.",
        "County of Polk Sheriff's Office (FL)",
    ] {
        check(name, "polk county fl so");
    }
}

#[test]
fn the_ways_to_write_a_police_department_merge() {
    for name in [
        "Plano TX PD",
        "Plano PD (TX)",
        "PLANO POLICE DEPARTMENT TX",
        "Plano Police Department - Texas",
        "City of Plano TX Police Department",
        "Plano TX P.D. - Wing LPR (RedSpeed)",
    ] {
        check(name, "plano tx pd");
    }
}

#[test]
fn what_no_mark_is_known_for_stays_apart() {
    check("Polk County FL SO - Jail", "polk county so jail fl");
    // Two townships of two counties.
    check("Alder Township OH PD (Birch County)", "alder township pd birch county oh");
    check("Alder Township OH PD (Cedar County)", "alder township pd cedar county oh");
    check("Harris County TX Constable Pct 5", "harris county constable pct 5 tx");
    check("Harris County TX Constable Pct 1", "harris county constable pct 1 tx");
    check("Plano PD", "plano pd");
}

#[test]
fn a_body_that_is_one_merges_however_it_is_written() {
    check("FBI", "federal bureau of investigation");
    check("[Federal] Federal Bureau of Investigation (FBI)", "federal bureau of investigation");
    check("MOCIC", "mid-states organized crime information center (riss)");
    check("LAPD", "los angeles police department");
    check("Los Angeles CA PD", "los angeles police department");
}

#[test]
fn offices_and_families_stay_apart() {
    check("FBI Los Angeles", "fbi los angeles");
    check("HSI San Diego", "hsi san diego");
    check("Yellowstone National Park Rangers", "yellowstone national park rangers");
    check("US Army", "us army");
    check("US Navy", "us navy");
}
