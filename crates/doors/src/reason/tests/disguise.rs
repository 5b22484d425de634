//! Tests of letters and names that only look like those of a body.

use super::*;

#[test]
fn letters_that_look_like_those_of_a_body_make_it_possible_and_no_more() {
    let ice = (FED, CIVIL.1, "possible", ICE);
    check(&[
        ("1CE", ice),
        ("lCE", ice),
        ("IC\u{415}", ice),
        ("\u{406}\u{421}\u{415}", ice),
        ("\u{399}C\u{395} assist", ice),
        ("\u{ff29}\u{ff23}\u{ff25}", ice),
        ("ER0", (FED, CIVIL.1, "possible", ERO)),
        ("HSl assist", (FED, "unstated", "possible", HSI)),
        ("H5I", (FED, "unstated", "possible", HSI)),
        ("\u{cf}mm\u{131}grat\u{131}on", label("immigration_unspecified", CIVIL.1, "possible")),
        ("PC 211 1CE", (FED, "crime", "possible", ICE)),
        ("HSIassist", (FED, "unstated", "shown", HSI)),
        ("I\u{332}C\u{332}E", (FED, CIVIL.1, "conditional", ICE)),
    ]);
}

#[test]
fn a_number_or_a_word_is_no_disguise() {
    check(&[
        ("1ce cream truck", label("unread", "other", "possible")),
        ("211PC", crime("shown")),
        ("7ICE123", label("unread", "other", "possible")),
        ("burglary 10VC", crime("shown")),
        ("El Cajon burglary", crime("shown")),
        ("\u{41a}\u{43e}\u{442}", label("unread", "other", "possible")),
    ]);
}

#[test]
fn a_street_a_shop_and_a_person_are_no_body() {
    check(&[
        ("Dea St burglary", crime("shown")),
        ("Dea Street", label("unread", "other", "possible")),
        ("PC 211 at DEA Donuts", crime("shown")),
        ("Hsi Lai Temple burglary", crime("shown")),
        ("Mr. Hsi victim 211", crime("conditional")),
        ("victim Hsi, 211", (FED, "crime", "possible", HSI)),
        ("ERO Street burglary", crime("shown")),
        ("CBP Inc. embezzlement", crime("shown")),
        ("on ice", (FED, CIVIL.1, "possible", ICE)),
        ("FBI St Louis", (FED, "unstated", "shown", "Federal Bureau of Investigation")),
        ("HSI inc 26-1044", (FED, "unstated", "shown", HSI)),
        ("DEA street team", (FED, "unstated", "shown", "Drug Enforcement Administration")),
    ]);
}
