//! Tests of reasons that a blind tester found unread, and their look-alikes.

use super::*;

const OTHER: &str = "assist_out_of_state";
const AGENCY: &str = "assist_agency";
const TRIBE: &str = "a police body of a tribal nation";
const ABROAD: &str = "a body of another country";
const POOL: &str = "a fusion centre or intelligence project";
const LASD: &str = "Los Angeles County Sheriff's Department";
const CHP: &str = "California Highway Patrol";
const UNNAMED: &str = "a federal body the words do not name";

#[test]
fn an_agency_of_another_state_is_told_by_its_place_or_name() {
    let of = |state, certainty| (OTHER, "unstated", certainty, state);
    check(&[
        ("Las Vegas Metro homicide", (OTHER, "crime", "conditional", "an agency of NV")),
        ("LVMPD", of("an agency of NV", "conditional")),
        ("Reno PD", of("an agency of NV", "conditional")),
        ("assist Reno PD with suspect", (OTHER, "crime", "conditional", "an agency of NV")),
        ("NYPD", of("an agency of NY", "conditional")),
        ("Phoenix PD 187", (OTHER, "crime", "conditional", "an agency of AZ")),
        ("Phoenix PD stolen", (OTHER, "crime", "possible", "an agency of AZ")),
        ("Houston PD", of("an agency of TX", "conditional")),
        ("Seattle PD", of("an agency of WA", "conditional")),
        ("Federal Way PD case", of("an agency of WA", "conditional")),
        ("Chicago Police", of("an agency of IL", "conditional")),
        ("Denver PD", of("an agency of CO", "conditional")),
        ("Dallas PD", of("an agency of TX", "conditional")),
        ("Portland PD", of("an agency of OR", "possible")),
        ("Maricopa County", of("an agency of AZ", "possible")),
        ("Maricopa County SO", of("an agency of AZ", "conditional")),
        ("Texas Rangers", of("an agency of TX", "possible")),
        ("Clark County NV", of("an agency of NV", "possible")),
        ("Washoe County SO NV", of("an agency of NV", "possible")),
        ("NHP", of("an agency of NV", "possible")),
        ("NV SO request", of("an agency of NV", "conditional")),
        ("Davis PD (CA) assist to Reno PD (NV)", of("an agency of NV", "conditional")),
    ]);
    for (reason, state) in [("LVMPD", "NV"), ("Seattle PD", "WA"), ("NYPD", "NY")] {
        let named = read(reason).named.unwrap();
        assert_eq!(named.state.as_deref(), Some(state), "{reason}");
    }
}

#[test]
fn a_place_without_an_agency_is_no_agency() {
    check(&[
        ("stolen in Las Vegas", crime("shown")),
        ("Reno Ave burglary", crime("shown")),
        ("Phoenix St robbery", crime("shown")),
        ("Houston", label("unread", "other", "possible")),
        ("La Mesa PD robbery", crime("shown")),
        ("county of Orange", label("unread", "other", "possible")),
        ("Texas Rangers hat theft", crime("shown")),
    ]);
}

#[test]
fn immigration_is_read_in_every_word_for_it() {
    let civil = |certainty| label(CIVIL.0, CIVIL.1, certainty);
    let open = |certainty| label("immigration_unspecified", CIVIL.1, certainty);
    check(&[
        ("warrant of removal", civil("conditional")),
        ("removal op", civil("possible")),
        ("removal operation", civil("possible")),
        ("undocumented", open("possible")),
        ("overstay", open("possible")),
        ("deporting", open("conditional")),
        ("deportaton", civil("conditional")),
        ("immigrations", open("conditional")),
        ("immigr", open("conditional")),
        ("I-205", civil("possible")),
        ("I-200", civil("possible")),
        ("I-138", civil("possible")),
        ("enforcement and removal", (CIVIL.0, CIVIL.1, "conditional", ERO)),
        ("Homeland Sec Inv", (FED, "unstated", "shown", HSI)),
        ("BORTAC", (FED, CIVIL.1, "conditional", USBP)),
        ("unauthorized employment of aliens", open("conditional")),
        ("administrative warrant", civil("conditional")),
        ("detainer", civil("conditional")),
        ("ICE hold", (CIVIL.0, CIVIL.1, "shown", ICE)),
        ("para la migra", open("conditional")),
        ("migra", open("possible")),
        ("inmigraci\u{f3}n", open("conditional")),
        ("inmigracion", open("conditional")),
        ("deportaci\u{f3}n", civil("conditional")),
        ("control migratorio", civil("conditional")),
        ("PC 211 for la migra", open("conditional")),
        ("agentes de ICE", (FED, CIVIL.1, "conditional", ICE)),
    ]);
    for (reason, name) in [
        ("EOIR", "Executive Office for Immigration Review"),
        ("INS", "Immigration and Naturalization Service"),
    ] {
        assert_eq!(read(reason).named.unwrap().name, name);
        assert_eq!(read(reason).class, PurposeClass::CivilImmigration, "{reason}");
    }
}

#[test]
fn a_section_of_title_8_is_read_by_its_number() {
    let criminal = |certainty| label("criminal_immigration", "criminal_immigration", certainty);
    let civil = label(CIVIL.0, CIVIL.1, "conditional");
    let open = label("immigration_unspecified", CIVIL.1, "conditional");
    let transport = label("transport_or_harbour", "transport_or_harbour", "conditional");
    check(&[
        ("8 USC 1324a", criminal("conditional")),
        ("8 USC \u{a7}1324a", criminal("conditional")),
        ("8 U.S.C. 1325", criminal("shown")),
        ("1326(a)", criminal("possible")),
        ("INA 275", criminal("conditional")),
        ("INA 276", criminal("conditional")),
        ("8 CFR 287", civil),
        ("8 USC 1227", civil),
        ("8 USC 1253", open),
        ("8 USC 1306", open),
        ("8 USC 1324", transport),
        ("8 USC 1324(a)(1)(A)", transport),
    ]);
}

#[test]
fn what_only_looks_like_immigration_stays_what_it_is() {
    check(&[
        ("unlawful detainer", label("unread", "other", "possible")),
        ("graffiti removal operation", crime("shown")),
        ("tree removal op", label("unread", "other", "possible")),
        ("I-205 crash", label("stated", "other", "conditional")),
        ("INS fraud", crime("shown")),
        ("no ins", label("unread", "other", "possible")),
        ("inspection warrant", crime("conditional")),
        ("1326(a) PC", crime("shown")),
        ("undocumented vehicle", label("unread", "other", "possible")),
        ("8 USC students robbery", crime("shown")),
        ("immigrant victim robbery", crime("shown")),
    ]);
}

#[test]
fn other_bodies_are_named_by_what_they_are() {
    let federal = |name, certainty| (FED, "unstated", certainty, name);
    let agency = |name, certainty| (AGENCY, "unstated", certainty, name);
    check(&[
        ("for fed partner", federal(UNNAMED, "possible")),
        ("federal partner", federal(UNNAMED, "possible")),
        ("fed", federal(UNNAMED, "possible")),
        ("AUSA request", federal("US Attorney's Office", "conditional")),
        ("US Attys office", federal("US Attorney's Office", "conditional")),
        ("OCDETF", federal("Organized Crime Drug Enforcement Task Forces", "conditional")),
        ("TSA", federal("Transportation Security Administration", "conditional")),
        ("Bureau of Prisons", federal("another federal body", "conditional")),
        ("Air Marshals", federal("Federal Air Marshal Service", "conditional")),
        ("Forest Service LEO", federal("another federal body", "conditional")),
        ("VA police", federal("Veterans Affairs Police", "possible")),
        ("LA CLEAR", agency(POOL, "conditional")),
        ("HIDTA", agency(POOL, "conditional")),
        ("RISS", agency(POOL, "conditional")),
        ("Navajo police", agency(TRIBE, "conditional")),
        ("Pechanga tribal police", agency(TRIBE, "conditional")),
        ("Tijuana police", agency(ABROAD, "conditional")),
        ("RCMP", agency(ABROAD, "conditional")),
        ("Interpol", agency(ABROAD, "conditional")),
        ("repo company", agency("a private body", "possible")),
        ("private investigator", agency("a private body", "possible")),
        ("for repo company", agency("a private body", "possible")),
        ("fedex theft", crime("shown")),
        ("Fed Ex", label("unread", "other", "possible")),
        ("repo company shooting", crime("shown")),
        ("Pechanga casino theft", crime("shown")),
        ("navajo nation plates", label("unread", "other", "possible")),
    ]);
}

#[test]
fn an_agency_of_this_state_is_named_where_help_is_spoken_of() {
    let agency = |class, certainty, name| (AGENCY, class, certainty, name);
    check(&[
        ("assist LASD 187", agency("crime", "conditional", LASD)),
        ("LASD request", agency("unstated", "conditional", LASD)),
        ("CHP request", agency("unstated", "conditional", CHP)),
        ("CHP case", agency("unstated", "possible", CHP)),
        ("for Anaheim PD", agency("unstated", "possible", "")),
        ("for San Mateo County Sheriff", agency("unstated", "possible", "")),
        ("bolo for QFPD", agency("unstated", "possible", "")),
        ("CHP pursuit", crime("shown")),
        ("wanted for CHP pursuit", crime("shown")),
        ("evaded CHP", crime("shown")),
        ("wanted for assault police notified", crime("shown")),
    ]);
    assert_eq!(read("CHP request").named.unwrap().state.as_deref(), Some("CA"));
}

#[test]
fn own_affairs_noise_and_care_have_labels_of_their_own() {
    let personal = label("personal", "other", "possible");
    let care = label("protected_care", "other", "possible");
    check(&[
        ("my ex-wife", personal),
        ("my wife", personal),
        ("personal", personal),
        ("personal injury crash", label("stated", "other", "conditional")),
        ("test", label("test", "administrative", "conditional")),
        ("asdf", label("vague", "vague", "shown")),
        ("gender-affirming care", care),
        ("abortion", care),
        ("reproductive", care),
        ("clinic patient", care),
        ("abortion clinic arson", crime("shown")),
        ("clinic burglary", crime("shown")),
    ]);
}

/// Words that a stranger typed beside a case number to hide what a search was for.
#[test]
fn words_of_immigration_that_have_other_uses_are_possible() {
    let words = [
        "mig hold",
        "INS asked",
        "NCIC IVF hit",
        "LESC query",
        "fugitive alien",
        "agg felon reentry",
        "removable",
        "inadmissible",
        "entered w/o inspection",
        "EWI",
        "crossed illegally",
        "unlawful presence",
        "out of status",
        "no visa",
        "expired visa",
        "no green card",
        "not a citizen",
        "is he legal",
        "foreign national status check",
        "refugee status check",
        "DACA check",
        "TPS holder",
        "mojado",
        "E-Verify case",
        "worksite raid",
        "no papers",
        "employer sanctions raid",
        "for removal",
        "I-205 on file",
    ];
    for reason in words {
        let reading = read(reason);
        assert_eq!(reading.label, "immigration_unspecified", "{reason}");
        assert_eq!(reading.certainty, Certainty::Possible, "{reason}");
    }
    for reason in ["vehicle for removal", "graffiti for removal", "no visa card", "rolling papers"]
    {
        assert_ne!(read(reason).label, "immigration_unspecified", "{reason}");
    }
}
