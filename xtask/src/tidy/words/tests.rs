//! Names and messages with banned words, and ones that only look so.

use super::*;
use crate::tidy::testing;

const PATH: &str = "crates/doors/src/query.rs";

/// Checks one line of a room; the words told must be `expected`.
fn check_at(path: &str, text: &str, expected: &[&str]) {
    let told = super::check(&Tree::of(&[(path, text)]));
    let said: Vec<_> = told.iter().map(|one| one.what.as_str()).collect();
    let all = said.join("\n");
    assert_eq!(said.len(), expected.len(), "{text}: {all}");
    for word in expected {
        assert!(all.contains(&format!("the word `{word}`")), "{text}: {all}");
    }
}

fn check(text: &str, expected: &[&str]) {
    check_at(PATH, text, expected);
}

#[test]
fn every_banned_form_is_told_in_a_name_and_in_a_message() {
    for form in BANNED.iter().flat_map(|banned| banned.forms) {
        check(&format!("let the_{form} = 1;"), &[form]);
        check(&format!("let a = \"the {form} is here\";"), &[form]);
    }
}

#[test]
fn names_come_apart_at_capitals_and_underscores() {
    check("struct AuditReport;", &["report"]);
    check("fn transfer_all() {}", &["transfer"]);
    check("const SUBJECT_ID: u8 = 0;", &["subject"]);
    check("struct HTTPReport;", &["report"]);
    assert_eq!(words("HTTPServer2Go_on"), ["http", "server", "go", "on"]);
}

#[test]
fn longer_words_are_other_words() {
    check("struct Reporter; let transferable = subjective(principality);", &[]);
    check("let a = \"a reporter asks about alienation and warranty\";", &[]);
}

#[test]
fn an_escape_does_not_hide_a_word() {
    check("let a = \"first\\nreport\";", &["report"]);
}

#[test]
fn comments_and_tests_speak_freely() {
    check("// the report\n/// A warrant.\nfn a() {}", &[]);
    check("#[cfg(test)]\nmod tests { fn report() {} }", &[]);
    check_at("crates/doors/tests/report.rs", "fn report() {}", &[]);
    check_at("xtask/src/a.rs", "fn report() {}", &[]);
}

#[test]
fn a_warrant_says_whose_it_is() {
    check("let a = Kind::JudicialArrestWarrant; let b = \"administrative_warrant\";", &[]);
    check("let a = \"a judicial search warrant changes this\";", &[]);
    check("let search_warrant = 1;", &["warrant"]);
    check("let judicial = warrant;", &["warrant"]);
}

#[test]
fn a_few_words_are_at_home_somewhere() {
    check_at("crates/law/src/rule.rs", "let principal = asker;", &[]);
    check("let principal = asker;", &["principal"]);
    check_at("crates/doors/src/custody.rs", "let release = day;", &[]);
    check("enum Class { JailRelease }", &[]);
    check("let a = \"sealed\";", &["sealed"]);
    check("let a = \"court_sealed\";", &[]);
}

fn allowing(rows: &str) -> Tree {
    Tree::of(&[(PATH, "const COLUMN: &str = \"Report Number\";"), (ALLOWED, rows)])
}

#[test]
fn a_word_quoted_from_outside_is_let_through_with_a_reason() {
    let row = format!(
        "[[allowed]]\nfile = \"{PATH}\"\nquoted = \"Report Number\"\n\
         reason = \"a column of theirs\"\n"
    );
    assert_eq!(super::check(&allowing(&row)), []);
    let without = row.replace("a column of theirs", " ");
    let told = super::check(&allowing(&without));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.iter().all(|one| one.what.ends_with("without a reason")), "{told:?}");
}

#[test]
fn a_row_that_lets_nothing_through_is_told() {
    let row = "[[allowed]]\nfile = \"crates/a.rs\"\nquoted = \"alien\"\nreason = \"they say so\"\n";
    testing::check(
        super::check,
        &[(ALLOWED, row)],
        &["xtask/allowed-words.toml: `alien` is let through in `crates/a.rs`, which does not \
           say it"],
    );
}

#[test]
fn a_list_that_cannot_be_read_lets_nothing_through() {
    let told = super::check(&allowing("[[allowed]]\nfil = \"a\"\n"));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.iter().all(|one| one.place == ALLOWED), "{told:?}");
}
