//! Readings not followed here: kept apart, never looser than they say.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Law, StatuteFile};
use std::sync::OnceLock;
use terms::Outcome;

fn law() -> &'static Law {
    static LAW: OnceLock<Law> = OnceLock::new();
    LAW.get_or_init(|| Law::embedded().unwrap())
}

const MANIFEST: &str = r#"
title = "t"
read_by = "r"
read_on = "2026-11-24"
[reading]
of = "california/sb34"
held_by = "h"
english = "e"
spanish = "s"
house = "w"
text_status = "memory"
text_status_note = "n"
source = []
takes_away = ["CA-SB34-SHARE/tribal"]
"#;

/// The shipped law with one more reading.
fn with(manifest: &str, policy: &str) -> Result<Law, law::Error> {
    let file = |name: &str, text: &str| StatuteFile {
        path: format!("readings/tried/{name}"),
        text: text.to_owned(),
    };
    let more = [file("pack.toml", manifest), file("policy.cedar", policy)];
    Law::read(Law::embedded_files().chain(more))
}

fn refused(manifest: &str, policy: &str, expected: &str) {
    let told = with(manifest, policy).unwrap_err().to_string();
    assert!(told.contains(expected), "`{told}` does not say `{expected}`");
}

#[test]
fn a_reading_is_no_part_of_the_law_in_force() {
    let more = with(MANIFEST, "").unwrap();
    assert_eq!(more.digest(), law().digest());
    assert!(more.cases().map(|case| &case.id).eq(law().cases().map(|case| &case.id)));
    assert!(more.readings().any(|reading| reading.name == "tried"));
    let under = more.with_reading("tried").unwrap();
    assert_ne!(under.digest(), more.digest());
    let told = more.with_reading("no-such").unwrap_err().to_string();
    assert!(told.contains("no reading is called `no-such`") && told.contains("`tried`"), "{told}");
}

#[test]
fn a_reading_adds_no_permission_and_opens_no_bar_but_its_own() {
    refused(
        MANIFEST,
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @role("permission")
        permit (principal, action in [Action::"Query"], resource);"#,
        "live in the base pack",
    );
    refused(
        MANIFEST,
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @opens("CA-SB34-SHARE/private")
        @condition_1("a case") permit (principal, action in [Action::"Query"], resource)
        when { context.has_case_number };"#,
        "opens bars of that reading alone",
    );
    refused(
        MANIFEST,
        r#"@id("CA-SB34-SHARE/private") @cite("c") @because("b") @then("refer")
        forbid (principal, action in [Action::"Query"], resource);"#,
        "the pack has a policy with this @id",
    );
    refused(
        &MANIFEST.replace("CA-SB34-SHARE/tribal", "LA-ALPR/not-local"),
        "",
        "names no policy of the pack",
    );
    refused(
        &MANIFEST.replace("california/sb34", "california/none"),
        "",
        "no pack has the folder that `of` names",
    );
}

#[test]
fn no_reading_shares_what_the_law_withholds() {
    // What a reading takes away lifts a bar; a permission of the house must still cover the ask.
    for reading in law().readings() {
        let dissent = law().dissent(&reading.name).unwrap();
        assert!(!dissent.cases.is_empty(), "{} changes nothing", reading.name);
        for case in &dissent.cases {
            let is_opened = case.before == Outcome::Withhold && case.after == Outcome::Share;
            assert!(!is_opened, "{}: {}", reading.name, case.id);
        }
        // The matrix varies who asks, for what and by which paper: a reading of another fact, such
        // as a person's age, changes cases alone.
        assert_eq!(dissent.cells_changed_count > 0, !dissent.cells.is_empty(), "{}", reading.name);
        assert!(dissent.cells_changed_count < dissent.cells_count, "{}", reading.name);
    }
}

#[test]
fn a_reading_can_make_a_refer_of_a_withhold_and_a_withhold_of_a_refer() {
    let changed = |reading: &str, id: &str| {
        let dissent = law().dissent(reading).unwrap();
        let case = dissent.cases.iter().find(|case| case.id == id).unwrap().clone();
        (case.before, case.after)
    };
    let fbi = changed("el-cajon", "sb34-fbi-homicide");
    assert_eq!(fbi, (Outcome::Withhold, Outcome::Refer));
    let centre = changed("fusion-centre-not-public", "sb34-ncric");
    assert_eq!(centre, (Outcome::Refer, Outcome::Withhold));
}

#[test]
fn a_case_of_a_reading_that_does_not_hold_fails_the_check() {
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    let path = "readings/el-cajon/cases/share.toml";
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    file.text = file.text.replacen("outcome = \"refer\"", "outcome = \"share\"", 1);
    let failed = Law::read(files).unwrap().check().failed;
    let told: Vec<_> = failed.iter().map(|failure| failure.what.as_str()).collect();
    assert_eq!(told, ["el-cajon-las-vegas-homicide"], "{failed:?}");
}
