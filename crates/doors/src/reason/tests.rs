//! What reasons say, as tables: one line for each reason, and what is read.

mod benign;
mod detainer;
mod disguise;
mod missed;
mod outside;
mod row;
mod shape;

use super::*;
use std::sync::LazyLock;
use terms::{Certainty, PurposeClass};

/// A label, a class, a certainty and the name of a body, in words.
type Expected = (&'static str, &'static str, &'static str, &'static str);

static REASONS: LazyLock<Reasons> = LazyLock::new(|| Reasons::embedded().unwrap());

fn read(reason: &str) -> Reading {
    REASONS.read(&Said { reason: Some(reason), ..Said::default() })
}

fn check(table: &[(&str, Expected)]) {
    let mut wrong = Vec::new();
    for (reason, expected) in table {
        let reading = read(reason);
        let name = reading.named.as_ref().map_or("", |named| named.name.as_str());
        let label = reading.label.as_str();
        let found = (label, reading.class.word(), reading.certainty.word(), name);
        if found != *expected {
            wrong.push(format!("{reason:?}\n  found    {found:?}\n  expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const CIVIL: (&str, &str) = ("civil_immigration", "civil_immigration");
const FED: &str = "assist_federal";
const ICE: &str = "Immigration and Customs Enforcement";
const ERO: &str = "ICE Enforcement and Removal Operations";
const CBP: &str = "Customs and Border Protection";
const USBP: &str = "US Border Patrol";
const HSI: &str = "Homeland Security Investigations";
const USMS: &str = "US Marshals Service";

const fn crime(certainty: &'static str) -> Expected {
    ("crime", "crime", certainty, "")
}

const fn label(label: &'static str, class: &'static str, certainty: &'static str) -> Expected {
    (label, class, certainty, "")
}

#[test]
fn immigration_enforcement_is_read_as_what_it_says() {
    let open = ("immigration_unspecified", "civil_immigration", "conditional", "");
    let criminal = ("criminal_immigration", "criminal_immigration", "shown", "");
    check(&[
        ("Immigration (civil/administrative) - ", (CIVIL.0, CIVIL.1, "shown", "")),
        ("Immigration(civil/administrative)", (CIVIL.0, CIVIL.1, "shown", "")),
        ("Immigration (civil/administrative) - locate", (CIVIL.0, CIVIL.1, "shown", "")),
        ("immigration status check", (CIVIL.0, CIVIL.1, "shown", "")),
        ("immigration detainer", (CIVIL.0, CIVIL.1, "shown", "")),
        ("final order of removal", (CIVIL.0, CIVIL.1, "shown", "")),
        ("287(g)", (CIVIL.0, CIVIL.1, "conditional", "")),
        ("I-205 warrant", (CIVIL.0, CIVIL.1, "possible", "")),
        ("form I-247A", (CIVIL.0, CIVIL.1, "conditional", "")),
        ("assist immigration officers", ("immigration_unspecified", CIVIL.1, "conditional", "")),
        ("287(g) task force", (CIVIL.0, CIVIL.1, "shown", "")),
        ("ICE+ERO", (CIVIL.0, CIVIL.1, "shown", ERO)),
        ("ice%20ero", (CIVIL.0, CIVIL.1, "shown", ERO)),
        ("ICE detainer", (CIVIL.0, CIVIL.1, "shown", ICE)),
        ("ICE WARRANT", (CIVIL.0, CIVIL.1, "conditional", ICE)),
        ("Immigration (criminal) - ", criminal),
        ("8 USC 1326", criminal),
        ("8 U.S.C. § 1326", criminal),
        ("illegal re-entry", criminal),
        ("re-entry after removal", criminal),
        ("Immigration", open),
        ("IMMIGRATION VIOLATION", open),
        ("illegal immigration", open),
        ("assist immigration", open),
        ("immigration/drugs", open),
        ("immigration - stop", open),
        ("8 USC 1324", label("transport_or_harbour", "transport_or_harbour", "conditional")),
        ("human smuggling", label("transport_or_harbour", "transport_or_harbour", "conditional")),
        ("immigration w/ border patrol", ("immigration_unspecified", CIVIL.1, "conditional", USBP)),
        ("HSI immigration", ("immigration_unspecified", CIVIL.1, "conditional", HSI)),
    ]);
}

#[test]
fn words_that_only_look_like_immigration_are_not_read_so() {
    check(&[
        ("sticker removal", label("unread", "other", "possible")),
        ("illegal dumping", crime("shown")),
        ("illegal firearm", crime("shown")),
        ("emergency custody", label("welfare", "missing_person", "conditional")),
        ("suspect in custody", crime("conditional")),
        ("border of city", label("unread", "other", "possible")),
        ("alien movie poster", label("unread", "other", "possible")),
        ("tree removal order", label("unread", "other", "possible")),
        ("immigration protest", label("protected_activity", "other", "shown")),
        ("protest at ICE facility", label("protected_activity", "other", "shown")),
        ("assault at ICE protest", label("protected_activity", "crime", "shown")),
        ("immigration scam", crime("shown")),
        ("robbery at immigration attorney office", crime("shown")),
        ("not immigration related", label("unread", "other", "possible")),
        ("non-immigration, robbery", crime("shown")),
        ("26-1325", label("case_number_only", "other", "shown")),
        ("1325 Main St", label("unread", "other", "possible")),
        ("1326 Elm St burglary", crime("shown")),
        ("1325 PC", crime("shown")),
        ("1324", label("case_number_only", "other", "possible")),
        ("287 PC", crime("shown")),
        ("287(g) PC", crime("shown")),
        ("287(g)PC", crime("shown")),
        ("I-205 freeway shooting", crime("shown")),
        ("I-205 / I-580 pursuit", crime("shown")),
        ("i-205 nb warrant suspect", crime("conditional")),
        ("suspect on I-205", crime("conditional")),
        ("18 USC 1326", label("unread", "other", "possible")),
        ("stolen alien registration card", crime("shown")),
        ("asian male robbery", crime("shown")),
        ("287(a)", crime("conditional")),
        ("287", crime("conditional")),
        ("287 G St", crime("conditional")),
        ("prison reentry program", label("unread", "other", "possible")),
    ]);
}

#[test]
fn the_letters_ice_are_the_agency_only_as_a_word_of_its_own() {
    check(&[
        ("ICE", (FED, CIVIL.1, "conditional", ICE)),
        ("i.c.e.", (FED, CIVIL.1, "conditional", ICE)),
        ("assist ICE with locate", (FED, CIVIL.1, "conditional", ICE)),
        ("ICE invest", (FED, CIVIL.1, "conditional", ICE)),
        ("ICE 26-90411", (FED, CIVIL.1, "conditional", ICE)),
        ("ICE agent requested", (FED, CIVIL.1, "conditional", ICE)),
        ("ICE fugitive", (FED, CIVIL.1, "conditional", ICE)),
        ("per ICE, wanted", (FED, CIVIL.1, "possible", ICE)),
        ("search for ice", (FED, CIVIL.1, "possible", ICE)),
        ("per ICE, Northgate", (FED, CIVIL.1, "possible", ICE)),
        ("ICE assist homicide", (FED, "crime", "conditional", ICE)),
        ("police", label("vague", "vague", "shown")),
        ("call for service", label("stated", "other", "conditional")),
        ("office burglary", crime("shown")),
        ("criminal justice", crime("conditional")),
        ("vice investigation", crime("conditional")),
        ("tracking device", label("unread", "other", "possible")),
        ("notice", label("unread", "other", "possible")),
        ("Niceville ORC", crime("shown")),
        ("ice cream shop robbery", crime("shown")),
        ("ice cream truck", label("unread", "other", "possible")),
        ("ice machine theft", crime("shown")),
        ("black ice crash", label("stated", "other", "conditional")),
        ("stabbing with ice pick", crime("shown")),
        ("ICE impersonation", crime("shown")),
        ("impersonating an ICE agent", crime("shown")),
        ("fake ICE agents", crime("shown")),
        ("selling ice", crime("conditional")),
        ("meth (ice) sales", crime("conditional")),
        ("possession of ice 11377 HS", crime("shown")),
        ("7ICE123", label("unread", "other", "possible")),
    ]);
}

#[test]
fn a_federal_body_is_named_and_its_purpose_is_what_other_words_say() {
    check(&[
        ("HSI", (FED, "unstated", "shown", HSI)),
        ("hsi bolo", (FED, "unstated", "shown", HSI)),
        ("HSI Narcotics Investigation", (FED, "crime", "shown", HSI)),
        ("HSI human trafficking", (FED, "crime", "shown", HSI)),
        ("HSI missing child", (FED, "missing_person", "shown", HSI)),
        ("Fugitive DEA and HSI", (FED, "crime", "conditional", HSI)),
        ("HSI/ERO", (FED, CIVIL.1, "conditional", ERO)),
        ("ICE/HSI task force", (FED, "unstated", "shown", HSI)),
        ("usms case", (FED, "unstated", "shown", USMS)),
        ("Usms cas", (FED, "unstated", "shown", USMS)),
        ("U.S. Marshals", (FED, "unstated", "shown", USMS)),
        ("usms fugitive", (FED, "crime", "conditional", USMS)),
        ("marshal", (FED, "unstated", "possible", USMS)),
        ("FBI", (FED, "unstated", "shown", "Federal Bureau of Investigation")),
        ("dea narcotics", (FED, "crime", "shown", "Drug Enforcement Administration")),
        ("CBP", (FED, CIVIL.1, "conditional", CBP)),
        ("Customs & Border Patrol", (FED, CIVIL.1, "conditional", CBP)),
        ("USBP", (FED, CIVIL.1, "conditional", USBP)),
        ("ERO", (FED, CIVIL.1, "conditional", ERO)),
        ("postal inspector", (FED, "unstated", "shown", "US Postal Inspection Service")),
        ("DHS", (FED, "unstated", "possible", "Department of Homeland Security")),
        ("assist feds", (FED, "unstated", "possible", "a federal body the words do not name")),
        ("navy pd asst", (FED, "unstated", "conditional", "a military police body")),
    ]);
}

#[test]
fn names_that_only_look_federal_are_not_read_so() {
    check(&[
        ("CBPD burglary", crime("shown")),
        ("CHP pursuit", crime("shown")),
        ("DHSPD 459", crime("conditional")),
        ("DHS PD robbery", crime("shown")),
        ("DHS robbery", crime("shown")),
        ("MARSHALL 415 VEH", crime("conditional")),
        ("Marshal St burglary", crime("shown")),
        ("fire marshal arson", crime("shown")),
        ("Federal Way PD stolen", ("assist_out_of_state", "crime", "possible", "an agency of WA")),
        ("Federal Blvd shooting", crime("shown")),
        ("ERO violation", label("unread", "other", "possible")),
        ("emergency risk order ERO", label("unread", "other", "possible")),
        ("old navy theft", crime("shown")),
        ("TF", label("unread", "other", "possible")),
        ("FBI impersonation", crime("shown")),
    ]);
}

#[test]
fn another_agency_is_told_by_what_is_said_of_it() {
    let assist = |class, certainty| label("assist_agency", class, certainty);
    let other = "assist_out_of_state";
    check(&[
        ("OUTSIDE AGENCY ASSIST", assist("unstated", "possible")),
        ("DOJ ASSIST", assist("unstated", "possible")),
        ("ASSIST DAVIS PD", assist("unstated", "possible")),
        ("AOA QFPD", assist("unstated", "possible")),
        ("AOA QFPD 245 PC", assist("crime", "possible")),
        ("Assist Bend PD (Oregon) bolo fraud", (other, "crime", "conditional", "an agency of OR")),
        ("Reno PD (NV) assist", (other, "unstated", "conditional", "an agency of NV")),
        ("Portland PD (OR)", (other, "unstated", "conditional", "an agency of OR")),
        ("Texas DPS request", (other, "unstated", "conditional", "an agency of TX")),
        ("Arizona DPS", (other, "unstated", "possible", "an agency of AZ")),
        ("assist Davis PD (CA)", ("assist_agency", "unstated", "conditional", "an agency of CA")),
        ("oregon state police req", (other, "unstated", "conditional", "an agency of OR")),
        ("Nevada Highway Patrol", (other, "unstated", "possible", "an agency of NV")),
        ("washington state plate stolen", crime("shown")),
        ("Ohio State shirt theft SPD", crime("shown")),
        ("police Virginia Beach", label("unread", "other", "possible")),
        ("Portland PD or SO", (other, "unstated", "possible", "an agency of OR")),
        ("Nevada County SO", label("unread", "other", "possible")),
        ("PD stolen Oregon plates", crime("shown")),
        ("PD call Nevada St robbery", crime("shown")),
        ("Kansas City PD stolen", crime("shown")),
        ("citizen assist", label("stated", "other", "conditional")),
        ("QBPD AOD", ("assist_agency", "unstated", "possible", "")),
        ("davis pd shooting", crime("shown")),
    ]);
}

#[test]
fn origin_speech_and_the_agencys_own_work_have_labels_of_their_own() {
    let origin = |class, certainty| label("national_origin", class, certainty);
    check(&[
        ("SATG", origin("other", "conditional")),
        ("Romanian crew theft", origin("crime", "conditional")),
        ("Colombian national", origin("other", "conditional")),
        ("asian burglary", origin("crime", "possible")),
        ("chinese restaurant robbery", crime("shown")),
        ("asian market theft", crime("shown")),
        ("DOWNTOWN PROTEST", label("protected_activity", "other", "shown")),
        ("City Planning/Traffic Analysis", label("planning", "other", "shown")),
        (
            "QPD Administrative Investigation",
            label("administrative", "administrative", "conditional"),
        ),
        ("test", label("test", "administrative", "conditional")),
        ("my vehicle", label("personal", "other", "possible")),
    ]);
}

#[test]
fn crimes_people_and_vehicles_are_told_apart() {
    check(&[
        ("211PC", crime("shown")),
        ("459", crime("conditional")),
        ("10851(a)CVC", crime("shown")),
        ("GTA", crime("shown")),
        ("Person+Crime", crime("shown")),
        ("criminal investigation", crime("conditional")),
        ("narcotics", crime("shown")),
        ("warrant", crime("conditional")),
        ("Motor Vehicle Theft/Stolen - ", crime("shown")),
        ("suspect vehicle", label("vehicle_only", "crime", "conditional")),
        ("susp veh", label("vehicle_only", "crime", "conditional")),
        ("victim's vehicle", label("vehicle_only", "crime", "conditional")),
        ("suspect vehicle 459PC", crime("shown")),
        ("missing person", label("missing_person", "missing_person", "shown")),
        ("amber alert", label("missing_person", "missing_person", "shown")),
        ("welfare check", label("welfare", "missing_person", "conditional")),
        ("traffic stop", label("stated", "other", "conditional")),
    ]);
}

#[test]
fn what_says_nothing_is_vague_only_if_every_word_says_nothing() {
    let vague = [
        "inv",
        "INV.",
        "invest",
        "investigation",
        "Investigations",
        "investigate",
        "investigative",
        "intel",
        "police investigation",
        "law enforcement",
        "le",
        "search",
        "query",
        ".",
        "x",
        "n/a",
        "none",
        "na",
        "-",
        "imvest",
        "Ivestigation",
        "In est",
        "tbd",
        "work",
        "investigation of investigation",
    ];
    for reason in vague {
        check(&[(reason, label("vague", "vague", "shown"))]);
    }
    check(&[
        ("bolo", label("vague", "vague", "possible")),
        ("locate vehicle", label("vague", "vague", "possible")),
        ("invalid", label("unread", "other", "possible")),
        ("invasion", label("unread", "other", "possible")),
        ("inv smith", label("unread", "other", "possible")),
        ("investigation 10851", crime("conditional")),
        ("26-90348", label("case_number_only", "other", "shown")),
        ("inv 26-90348", label("case_number_only", "other", "shown")),
        ("ZQPD 26-90348", label("case_number_only", "other", "conditional")),
        ("920", label("case_number_only", "other", "possible")),
        ("1ABC234", label("unread", "other", "possible")),
        ("10-65", label("unread", "other", "possible")),
        ("4", label("unread", "other", "possible")),
        ("poss 10 8", label("unread", "other", "possible")),
        ("", label("blank", "unstated", "shown")),
        ("  \t", label("blank", "unstated", "shown")),
    ]);
}

#[test]
fn what_the_agency_took_out_is_neither_blank_nor_vague() {
    for reason in [
        "***",
        "* * *",
        "REDACTED",
        " REDACTED ",
        "[REDACTED]",
        "###",
        "7923.600 GC",
        "Gov. Code § 7923.600",
        "(redacted)",
        "\u{2588}\u{2588}\u{2588}",
    ] {
        check(&[(reason, label("redacted", "unstated", "shown"))]);
    }
    check(&[
        ("redacted robbery", crime("shown")),
        ("removed plates", label("unread", "other", "possible")),
    ]);
}
