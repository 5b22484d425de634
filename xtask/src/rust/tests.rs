//! What the tokens of some awkward source are.

use super::*;

fn check(text: &str, expected: &[(Kind, &str)]) {
    let found: Vec<_> = tokens(text).iter().map(|token| (token.kind, token.text)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn code_comments_and_literals_are_told_apart() {
    check(
        "let x = \"// no\"; // yes",
        &[
            (Kind::Name, "let"),
            (Kind::Name, "x"),
            (Kind::Mark, "="),
            (Kind::Literal, "\"// no\""),
            (Kind::Mark, ";"),
            (Kind::Comment, "// yes"),
        ],
    );
}

#[test]
fn a_quote_may_open_a_character_or_a_lifetime() {
    check(
        "'a' 'static '\\'' b'\"' '\"'",
        &[
            (Kind::Character, "'a'"),
            (Kind::Character, "'static"),
            (Kind::Character, "'\\''"),
            (Kind::Character, "b'\"'"),
            (Kind::Character, "'\"'"),
        ],
    );
}

#[test]
fn raw_strings_end_at_their_own_hashes() {
    check(
        "r#\"a \" b\"# r\"c\" br##\"\"# \"## r#type \"\\\"\"",
        &[
            (Kind::Literal, "r#\"a \" b\"#"),
            (Kind::Literal, "r\"c\""),
            (Kind::Literal, "br##\"\"# \"##"),
            (Kind::Name, "r#type"),
            (Kind::Literal, "\"\\\"\""),
        ],
    );
}

#[test]
fn block_comments_nest_and_ranges_are_not_fractions() {
    check(
        "/* a /* b */ c */ 0..10 1.5_f32",
        &[
            (Kind::Comment, "/* a /* b */ c */"),
            (Kind::Number, "0"),
            (Kind::Mark, "."),
            (Kind::Mark, "."),
            (Kind::Number, "10"),
            (Kind::Number, "1.5_f32"),
        ],
    );
}

#[test]
fn lines_are_counted_through_strings_and_comments() {
    let last = *tokens("\"a\nb\"\n/* c\n */ d").last().unwrap();
    assert_eq!((last.text, last.line), ("d", 4));
}

#[test]
fn text_that_is_not_rust_ends_all_the_same() {
    for text in ["\"open", "r#\"open", "/* open", "'", "b'", "r#", "'\\"] {
        assert!(!tokens(text).is_empty(), "{text}");
    }
}

#[test]
fn what_stands_behind_a_test_attribute_is_test_code() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
    let source = Source::read("crates/law/src/rule.rs", text);
    let tests: Vec<_> = (1..=6).filter(|&line| source.is_test(line)).collect();
    assert_eq!(tests, [2, 3, 4, 5]);
}

#[test]
fn what_is_left_out_of_tests_is_not_test_code() {
    let source = Source::read("crates/law/src/rule.rs", "#[cfg(not(test))]\nfn a() {}\n");
    assert!(!source.is_test(2));
}

#[test]
fn whole_files_are_test_code_by_their_path() {
    assert!(is_test_path("crates/law/tests/order.rs"));
    assert!(is_test_path("crates/law/src/rule/tests.rs"));
    assert!(!is_test_path("crates/law/src/rule.rs"));
    assert!(!is_test_path("crates/law/src/tests_of_law.rs"));
}
