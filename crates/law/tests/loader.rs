//! The loader refuses what breaks a rule; an evaluation error withholds.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

use law::{Law, StatuteFile};
use terms::{Ask, Facts, Moment, Outcome};

/// The shipped law with one file changed or added.
fn with(path: &str, change: impl Fn(&str) -> String) -> Result<Law, law::Error> {
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    match files.iter_mut().find(|f| f.path == path) {
        Some(file) => file.text = change(&file.text),
        None => files.push(StatuteFile { path: path.to_owned(), text: change("") }),
    }
    Law::read(files)
}

const SB34: &str = "california/sb34/policy.cedar";

/// A policy added to SB 34 must be refused, with these words.
fn refused(policy: &str, expected: &str) {
    let error = with(SB34, |text| format!("{text}\n{policy}")).unwrap_err();
    let mut told = error.to_string();
    if let Some(source) = std::error::Error::source(&error) {
        told = format!("{told}: {source}");
    }
    assert!(told.contains(expected), "`{told}` does not say `{expected}`");
}

#[test]
fn a_policy_without_an_id_is_refused() {
    refused(
        r#"@cite("c") @because("b") @then("refer") forbid (principal, action, resource);"#,
        "@id is missing or empty",
    );
}

#[test]
fn a_double_id_is_refused() {
    refused(
        r#"@id("CA-SB34-SHARE/federal") @cite("c") @because("b") @then("refer")
        forbid (principal, action, resource);"#,
        "ids are unique",
    );
    let manifest = Law::embedded_files().find(|f| f.path == "california/sb34/pack.toml").unwrap();
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    let policy = files.iter().find(|f| f.path == SB34).unwrap().text.clone();
    files.push(StatuteFile { path: "california/again/pack.toml".to_owned(), text: manifest.text });
    files.push(StatuteFile { path: "california/again/policy.cedar".to_owned(), text: policy });
    let told = Law::read(files).unwrap_err().to_string();
    assert!(told.contains("ids are unique"), "{told}");
}

#[test]
fn a_statute_cannot_permit() {
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") permit (principal, action, resource);"#,
        "a statute only narrows",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @role("permission")
        permit (principal, action, resource);"#,
        "live in the base pack",
    );
}

#[test]
fn a_withholding_bar_must_list_the_papers_that_lower_it() {
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("withhold")
        forbid (principal, action, resource);"#,
        "no pack silently refuses a judge",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("withhold")
        @lowered_by("judges") forbid (principal, action, resource);"#,
        "`judges` in @lowered_by is no instrument",
    );
}

#[test]
fn an_exception_tells_each_of_its_conditions_and_opens_a_bar_that_exists() {
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @opens("CA-SB34-SHARE/federal")
        permit (principal, action in [Action::"Query"], resource)
        when { context.has_case_number };"#,
        "clause 1 has no @condition_1",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @opens("CA-SB34-SHARE/nothing")
        @condition_1("a case number")
        permit (principal, action in [Action::"Query"], resource)
        when { context.has_case_number };"#,
        "@opens names something that is no bar",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @opens("LA-ALPR/not-local")
        @condition_1("a case number")
        permit (principal, action in [Action::"Query"], resource)
        when { context.has_case_number };"#,
        "@opens names something that is no bar of this pack",
    );
}

#[test]
fn a_misspelt_annotation_or_word_is_refused() {
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("refer") @lowerd_by("subpoena")
        forbid (principal, action, resource);"#,
        "@lowerd_by is not an annotation",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("refer")
        forbid (principal, action, resource) when { principal.kind == PartyKind::"police" };"#,
        "does not pass strict validation",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("refer")
        forbid (principal, action, resource) when { resource.age_days_max > 3 };"#,
        "does not pass strict validation",
    );
    refused(
        r#"@id("CA-SB99/x") @cite("c") @because("b") @then("refer")
        forbid (principal, action, resource);"#,
        "is no provision of it",
    );
}

#[test]
fn due_and_advice_stand_on_duties_and_a_due_rule_is_read_when_loaded() {
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("refer") @due("promptly")
        forbid (principal, action in [Action::"Query"], resource);"#,
        "@due stands on a duty",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("refer") @advice("true")
        forbid (principal, action in [Action::"Query"], resource);"#,
        "@advice stands on a duty",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @duty("d") @due("soon")
        permit (principal, action in [Action::"Query"], resource);"#,
        "`soon` is no due rule",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @duty("d") @due("recieved + 10 days")
        permit (principal, action in [Action::"Query"], resource);"#,
        "`recieved` in @due is no word of `Event`",
    );
}

#[test]
fn on_matters_stand_duties_alone() {
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @then("refer")
        forbid (principal, action == Action::"Keep", resource);"#,
        "stand duties alone",
    );
    refused(
        r#"@id("CA-SB34-SHARE/x") @cite("c") @because("b") @duty("d")
        permit (principal, action == Action::"Keep", resource)
        when { context.holds.contains(Item::"anwsered") };"#,
        "does not pass strict validation",
    );
}

#[test]
fn a_manifest_with_an_unknown_key_is_refused() {
    let error = with("california/sb34/pack.toml", |t| format!("surprise = 1\n{t}")).unwrap_err();
    assert!(error.to_string().contains("is not a pack manifest"), "{error}");
}

#[test]
fn a_policy_that_cannot_be_evaluated_withholds_and_says_so() {
    // Passes strict validation and overflows when it runs. Cedar alone would skip it and allow.
    let law = with(SB34, |text| {
        format!(
            "{text}\n{}",
            r#"@id("CA-SB34-SHARE/overflow") @cite("c") @because("b") @then("refer")
            forbid (principal, action in [Action::"Query"], resource)
            when { resource has age_days_max && resource.age_days_max + 9223372036854775807 < 0 };"#
        )
    })
    .unwrap();
    let case = law.cases().find(|c| c.id == "so31-city-attorney").unwrap();
    assert_eq!(case.expect.outcome, Outcome::Share, "the case shares under the shipped law");
    let ruling = law.rule(&case.ask, &case.facts, case.now);
    assert_eq!(ruling.outcome, Outcome::Withhold);
    assert_eq!(ruling.ground.policy.0, "CA-SB34-SHARE/overflow");
    assert!(ruling.ground.because.contains("could not be evaluated"), "{}", ruling.ground.because);
}

#[test]
fn an_exception_that_cannot_be_evaluated_withholds_and_says_so() {
    let law = with(SB34, |text| {
        format!(
            "{text}\n{}",
            r#"@id("CA-SB34-SHARE/overflow") @cite("c") @because("b")
            @opens("CA-SB34-SHARE/private") @condition_1("never")
            permit (principal, action in [Action::"Query"], resource)
            when { resource has age_days_max && resource.age_days_max + 9223372036854775807 < 0 };"#
        )
    })
    .unwrap();
    let case = law.cases().find(|c| c.id == "sb34-towing").unwrap();
    let mut facts = case.facts.clone();
    let records = serde_json::from_str(
        r#"{"value": {"class": "plate_reads", "age_days_max": 3}, "vouched_by": "registry"}"#,
    );
    facts.records = Some(records.unwrap());
    let ruling = law.rule(&case.ask, &facts, case.now);
    assert_eq!(ruling.outcome, Outcome::Withhold);
    assert_eq!(ruling.ground.policy.0, "CA-SB34-SHARE/overflow");
}

#[test]
fn without_any_fact_no_door_shares() {
    let law = Law::embedded().unwrap();
    let now: Moment = "2026-11-24".parse().unwrap();
    for door in terms::Door::ALL {
        let ask: Ask = serde_json::from_value(serde_json::json!({ "door": door.word() })).unwrap();
        assert_ne!(law.rule(&ask, &Facts::default(), now).outcome, Outcome::Share, "{door:?}");
    }
}

#[test]
fn a_file_that_has_no_place_is_refused_and_not_left_out_in_silence() {
    let check = |path: &str, words: &str| {
        let told = with(path, |text| format!("{text} ")).unwrap_err().to_string();
        assert!(told.contains(words), "{path}: {told}");
    };
    check("california/sb34/more.cedar", "has no place in the law");
    check("california/sb34/Pack.toml", "has no place in the law");
    check("pack.toml", "has no place in the law");
    check("california/other/policy.cedar", "its folder has no pack.toml");
    check("california/other/cases/x.toml", "its folder has no pack.toml");
    let twice = Law::embedded_files().chain(Law::embedded_files().take(1));
    assert!(Law::read(twice).unwrap_err().to_string().contains("two files have this path"));
}

#[test]
fn a_manifest_that_would_switch_a_law_off_is_refused() {
    let check = |from: &str, to: &str, words: &str| {
        let path = "california/sb34/pack.toml";
        let told = with(path, |text| text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(told.contains(words), "{told}");
    };
    check("state = \"CA\"", "state = \"California\"", "a two-letter code in capitals");
    check(
        "in_force_from = \"2016-01-01\"",
        "in_force_from = \"2016-01-01\"\nin_force_to = \"2015-01-01\"",
        "it ends before it begins",
    );
    check("\"disclosure\", ", "", "`disclosure` is not among the pack's doors");
}

#[test]
fn an_exception_of_a_provision_out_of_force_opens_nothing() {
    let law = with(SB34, |text| {
        format!(
            "{text}\n{}",
            r#"@id("CA-SB34-OLD/open") @cite("c") @because("b") @opens("CA-SB34-SHARE/federal")
            @condition_1("any")
            permit (principal, action in [Action::"Query"], resource)
            when { context.has_case_number };"#
        )
    });
    // The provision is not listed yet, so the pack does not load.
    assert!(law.is_err());
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    for file in &mut files {
        if file.path == SB34 {
            file.text.push_str(
                r#"@id("CA-SB34-OLD/open") @cite("c") @because("b")
                @opens("CA-SB34-SHARE/federal") @condition_1("any")
                permit (principal, action in [Action::"Query"], resource)
                when { context.has_case_number };"#,
            );
        }
        if file.path == "california/sb34/pack.toml" {
            file.text.push_str(
                "\n[[provision]]\nid = \"CA-SB34-OLD\"\ntitle = \"t\"\ncitation = \"c\"\n\
                 in_force_from = \"2016-01-01\"\nin_force_to = \"2017-01-01\"\n\
                 text_status = \"memory\"\ntext_status_note = \"n\"\nsources = []\n\
                 english = \"e\"\nspanish = \"s\"\n",
            );
        }
    }
    let law = Law::read(files).unwrap();
    let case = law.cases().find(|c| c.id == "sb34-fbi-homicide").unwrap();
    assert_eq!(law.rule(&case.ask, &case.facts, case.now).outcome, Outcome::Withhold);
    let then: Moment = "2016-06-01".parse().unwrap();
    let ground = law.rule(&case.ask, &case.facts, then).ground;
    assert_ne!(ground.policy.0, "CA-SB34-SHARE/federal", "in force it opened the bar");
}

#[test]
fn the_digest_changes_with_any_file() {
    let one = Law::embedded().unwrap();
    let other = with("base/notes.md", |text| format!("{text} ")).unwrap();
    assert_ne!(one.digest(), other.digest());
    assert_eq!(one.digest().len(), 64);
}
