//! Tests of reading asks: one table of inputs, one of complaints.

use super::*;
use proptest::prelude::any;

fn first(text: &str) -> Unreadable {
    read_posed(text.as_bytes()).remove(0).unwrap_err()
}

/// The first record of `text` is unreadable at `field`, and the message holds each of `parts`.
fn check(text: &str, field: Option<&str>, parts: &[&str]) {
    let unreadable = first(text);
    let shown = unreadable.to_string();
    assert_eq!(unreadable.field(), field, "{text}\n{shown}");
    for part in parts {
        assert!(shown.contains(part), "{text}\n{shown}\nlacks {part}");
    }
    for word in ["struct", "enum ", "Ask", "Fact"] {
        assert!(!shown.contains(word), "a word of Rust's in: {shown}");
    }
}

fn door(text: &str) -> Result<Ask, Unreadable> {
    read_ask(serde_json::from_str(text).unwrap())
}

#[test]
fn one_object_an_array_and_one_a_line_all_read() {
    let one = r#"{"ask": {"door": "query", "records": "plate_reads"}, "now": "2026-04-29"}"#;
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Posed>(one).unwrap());
    let pretty = pretty.unwrap();
    for (text, count) in [
        (one.to_owned(), 1),
        (pretty.clone(), 1),
        (format!("{one}\n\n{one}\r\n"), 2),
        (format!("[{one}, {one},{one}]"), 3),
        (format!("{pretty}\n{pretty}"), 2),
        (format!("{one}{one}"), 2),
        (format!("\u{feff}{one}"), 1),
        (format!("\n \n[\n{pretty}\n]\n"), 1),
    ] {
        let read = read_posed(text.as_bytes());
        assert_eq!(read.len(), count, "{text}");
        for posed in read {
            assert_eq!(posed.unwrap().now.unwrap().to_string(), "2026-04-29T00:00:00Z");
        }
    }
}

#[test]
fn facts_that_are_absent_are_not_known() {
    let posed = read_posed(br#"{"ask": {"door": "inquiry", "inquiry": "citizenship"}}"#);
    let posed = posed[0].as_ref().unwrap();
    assert_eq!(posed.facts, Facts::default());
    assert_eq!(posed.now, None);
    assert_eq!(posed.ask.purpose.class, terms::PurposeClass::Unstated);
}

#[test]
fn a_purpose_may_be_stated_to_be_vague() {
    for class in ["vague", "unstated"] {
        let text = format!(
            r#"{{"door": "query", "records": "plate_reads", "purpose": {{"class": "{class}"}}}}"#
        );
        assert_eq!(door(&text).unwrap().purpose.class.word(), class);
    }
}

#[test]
fn input_that_is_no_record_is_told_so() {
    check("", None, &["no record", "one JSON object"]);
    check(" \n\t\n", None, &["no record"]);
    check("[]", None, &["no record"]);
    check("3", None, &["record 1: ", "integer `3`", "expected an object"]);
    check("null", None, &["null", "expected an object"]);
    check("\"ask\"", None, &["expected an object"]);
    check("[1]", None, &["record 1: ", "expected an object", "line 1, column 2"]);
    check("[[]]", None, &["record 1: "]);
    check("hello", None, &["record 1: this is not JSON, expected one JSON object"]);
    check("{\"ask\": ", Some("ask"), &["this is not JSON", "the JSON reader says: EOF"]);
    check("[{\"ask\": {\"door\": \"query\"}}", None, &["this is not JSON, expected one"]);
    assert!(first("[1").to_string().starts_with("this is not JSON"));
    check("{\"ask\": {\"door\": NaN}}", Some("ask.door"), &[]);
}

#[test]
fn bytes_that_are_not_text_are_told_with_their_place() {
    let unreadable = read_posed(b"{\"ask\":\n \"\xff\"}").remove(0).unwrap_err();
    assert_eq!((unreadable.line(), unreadable.column()), (Some(2), Some(3)));
    assert!(unreadable.to_string().contains("not UTF-8"), "{unreadable}");
    let unreadable = read_posed(b"\xff\xfe{\0}\0").remove(0).unwrap_err();
    assert!(unreadable.hint().unwrap().contains("UTF-16"), "{unreadable}");
    let unreadable = read_posed(b"{\0}\0").remove(0).unwrap_err();
    assert!(unreadable.hint().unwrap().contains("UTF-16"), "{unreadable}");
}

#[test]
fn of_two_values_under_one_name_neither_is_taken() {
    for (text, field) in [
        (r#"{"ask": {"door": "query", "door": "assist", "records": "location"}}"#, "ask.door"),
        (r#"{"ask": {"door": "inquiry"}, "ask": {"door": "query"}}"#, "ask"),
        (
            r#"{"ask": {"door": "query", "purpose": {"text": "a", "text": "b"}}}"#,
            "ask.purpose.text",
        ),
        (
            r#"{"ask": {"door": "query", "records": "location"}, "facts": {"case_proved":
              {"value": true, "value": false, "vouched_by": "desk"}}}"#,
            "facts.case_proved.value",
        ),
    ] {
        let unreadable = first(text);
        let shown = unreadable.to_string();
        assert!(shown.contains("duplicate field"), "{shown}");
        assert!(field.starts_with(unreadable.field().unwrap_or_default()), "{shown}");
    }
}

#[test]
fn a_fact_stated_inside_an_ask_is_refused_with_its_place() {
    for name in ["kind", "state", "agreement", "immigration_function", "asker", "holder"] {
        let text = format!(r#"{{"ask": {{"door": "query", "{name}": "x"}}}}"#);
        check(
            &text,
            Some(&format!("ask.{name}")),
            &[
                &format!("unknown field `{name}`"),
                "that is a fact: it belongs under `facts`, with who vouches for it",
            ],
        );
        let text = format!(r#"{{"door": "query", "{name}": "x"}}"#);
        let unreadable = door(&text).unwrap_err();
        assert!(unreadable.hint().unwrap().starts_with("that is a fact"), "{unreadable}");
    }
}

#[test]
fn an_unknown_word_lists_what_is_allowed() {
    check(
        r#"{"ask": {"door": "query", "records": "location"},
            "facts": {"asker": {"vouched_by": "desk", "value": {"name": "x", "kind": "ice"}}}}"#,
        Some("facts.asker.value.kind"),
        &["unknown variant `ice`", "`federal_immigration`", "`unknown`", "line 2, column"],
    );
    check(r#"{"ask": {"door": "Query"}}"#, Some("ask.door"), &["lower case", "`query`"]);
    check(
        r#"{"ask": {"door": "query", "records": "Plate Reads"}}"#,
        Some("ask.records"),
        &["hint: words are lower case with underscores: `plate_reads`"],
    );
    check(
        r#"{"ask": {"door": "query", "purpose": {"class": "immigration"}}}"#,
        Some("ask.purpose.class"),
        &["`civil_immigration` or `criminal_immigration`"],
    );
}

#[test]
fn common_mistakes_come_with_a_hint() {
    check(r#"{"door": "query"}"#, Some("door"), &["wrap an ask as"]);
    check(r#"{"facts": {}}"#, None, &["missing field `ask`", "wrap an ask as"]);
    check(r#"{"ask": {"door": "query", "reason": "x"}}"#, Some("ask.reason"), &["purpose.text"]);
    check(r#"{"ask": {"door": "query", "class": "x"}}"#, Some("ask.class"), &["under `purpose`"]);
    check(
        r#"{"ask": {"door": "query", "beneficiary": {}}}"#,
        Some("ask.beneficiary"),
        &["in an ask this is a name"],
    );
    check(
        r#"{"ask": {"door": "query"}, "facts": {"asker": "x"}}"#,
        Some("facts.asker"),
        &["\"vouched_by\"", "expected an object"],
    );
    check(
        r#"{"ask": {"door": "query"}, "facts": {"case_proved": {"value": true}}}"#,
        Some("facts.case_proved"),
        &["missing field `vouched_by`"],
    );
    check(r#"{"ask": {"door": "query"}, "now": "soon"}"#, Some("now"), &["`soon` is not a moment"]);
}

#[test]
fn each_door_needs_its_part_and_refuses_the_others() {
    let parts = [
        ("records", r#""records": "plate_reads""#),
        ("help", r#""help": "search""#),
        ("custody", r#""custody": "hold""#),
        ("inquiry", r#""inquiry": "citizenship""#),
        ("question", r#""question": "which plates""#),
    ];
    let doors = [
        ("query", "records", "question"),
        ("feed", "records", "question"),
        ("hotlist", "records", "question"),
        ("disclosure", "records", "question"),
        ("assist", "help", "records question"),
        ("custody", "custody", "records"),
        ("inquiry", "inquiry", ""),
    ];
    for (name, needed, allowed) in doors {
        let unreadable = door(&format!(r#"{{"door": "{name}"}}"#)).unwrap_err();
        assert_eq!(unreadable.field(), Some(needed), "{unreadable}");
        assert!(unreadable.to_string().contains("needs it"), "{unreadable}");
        let text = |part: &str| parts.iter().find(|p| p.0 == part).unwrap().1;
        assert!(door(&format!(r#"{{"door": "{name}", {}}}"#, text(needed))).is_ok());
        for (part, said) in parts.iter().filter(|p| p.0 != needed) {
            let read = door(&format!(r#"{{"door": "{name}", {}, {said}}}"#, text(needed)));
            assert_eq!(read.is_ok(), allowed.contains(part), "{name} {part}");
            if let Err(unreadable) = read {
                assert_eq!(unreadable.field(), Some(*part));
                let shown = unreadable.to_string();
                assert!(shown.contains(&format!("does not belong on the {name} door")), "{shown}");
            }
        }
    }
}

#[test]
fn hostile_input_is_an_error_and_never_a_crash() {
    let deep = format!("{{\"ask\": {}", "[".repeat(100_000));
    assert!(read_posed(deep.as_bytes()).iter().all(Result::is_err));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read_posed(deep.as_bytes()).iter().all(Result::is_err));
    let deep = format!("{{\"ask\": {}{}}}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert!(read_posed(deep.as_bytes()).iter().all(Result::is_err));
    for age in ["1e999", "-1", "4294967296", "1.5", "123456789012345678901234567890"] {
        check(
            &format!(
                r#"{{"ask": {{"door": "query", "records": "location"}}, "facts": {{"records":
                {{"vouched_by": "desk",
                "value": {{"class": "location", "age_days_max": {age}}}}}}}}}"#
            ),
            Some("facts.records.value.age_days_max"),
            &[],
        );
    }
}

#[test]
fn a_bad_line_is_told_by_number_and_costs_no_other() {
    let good = r#"{"ask": {"door": "query", "records": "location"}}"#;
    let text = format!("{good}\n{{\"ask\": {{\n{good}\n  {{\"ask\": {{\"door\": \"x\"}}}}\n{good}");
    let read = read_posed(text.as_bytes());
    let bad: Vec<_> = read.iter().filter_map(|r| r.as_ref().err()).collect();
    assert_eq!((read.len(), bad.len()), (5, 2), "{read:?}");
    assert_eq!((bad[0].record(), bad[0].line()), (Some(2), Some(2)));
    assert_eq!((bad[1].record(), bad[1].line(), bad[1].column()), (Some(4), Some(4), Some(22)));
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        assert!(!read_posed(&bytes).is_empty());
    }

    #[test]
    fn no_text_of_json_letters_makes_it_panic(text in "[\\[\\]{}\",:a-c0-9\\\\ \n]{0,80}") {
        assert!(!read_posed(text.as_bytes()).is_empty());
    }
}
