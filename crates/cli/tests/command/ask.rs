//! `headworks ask`: the whole line on a ledger in a folder.

use crate::kept::Department;
use crate::run::headworks;
use serde_json::Value;
use std::fs;

#[test]
fn an_answer_that_left_is_all_of_the_output_and_exits_0() {
    let department = Department::begin();
    let ran = department.ask("own-plate.json", "rio-claro-204", &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let rows: Vec<Value> = ran.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row["plate"] == "7TST007"), "{}", ran.out);
    assert!(ran.err.contains("shared; entered: 2 and 3"), "{}", ran.err);
    // Asked again: the same answer, no new entry.
    let again = department.ask("own-plate.json", "rio-claro-204", &[]);
    assert_eq!((again.code, &again.out, &again.err), (Some(0), &ran.out, &ran.err));
    assert_eq!(department.entries(), 4);
}

#[test]
fn a_refusal_exits_1_and_a_referral_3_with_nothing_on_standard_output() {
    let department = Department::begin();
    for (file, who, code, word) in
        [("ice-plate.json", "ice-9", 1, "withheld"), ("fbi-warrant.json", "fbi-3", 3, "referred")]
    {
        let ran = department.ask(file, who, &[]);
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{}", ran.err);
        assert!(ran.err.contains(&format!("{word}; entered: ")), "{}", ran.err);
        assert!(ran.err.contains("ground: "), "{}", ran.err);
    }
    assert_eq!(department.entries(), 6);
}

#[test]
fn json_is_one_object_with_end_entries_ruling_and_rows() {
    let department = Department::begin();
    let told = |file: &str, who: &str| -> (Value, Option<i32>) {
        let ran = department.ask(file, who, &["--json"]);
        assert_eq!(ran.err, "");
        (serde_json::from_str(&ran.out).unwrap(), ran.code)
    };
    let (shared, code) = told("own-plate.json", "rio-claro-204");
    assert_eq!((&shared["end"], code), (&Value::from("shared"), Some(0)));
    assert_eq!(shared["entries"], serde_json::json!([2, 3]));
    assert_eq!(shared["ruling"]["outcome"], "share");
    assert_eq!(shared["rows"][0]["plate"], "7TST007");
    let (withheld, code) = told("ice-plate.json", "ice-9");
    assert_eq!((&withheld["end"], code), (&Value::from("withheld"), Some(1)));
    assert!(withheld.get("rows").is_none(), "{withheld}");
    assert_eq!(withheld["ruling"]["outcome"], "withhold");
}

#[test]
fn receipts_are_checked_by_anybody_with_the_key_and_hold_no_secret() {
    let department = Department::begin();
    let folder = department.path("receipts");
    let ran = department.ask("own-plate.json", "rio-claro-204", &["--receipts", &folder]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let answer = ran.out;
    for entry in [2, 3] {
        let file = format!("{folder}/{entry}.tlog-proof");
        let ran = headworks(&["ledger", "check", &file, "--key", &department.key]);
        assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
        assert!(ran.out.contains(&format!("has entry {entry} in its first {}", entry + 1)));
        // Beside it what the asker may open: without the secret, which would tell what is quiet.
        let askers = fs::read_to_string(format!("{folder}/{entry}.opening.json")).unwrap();
        let askers = ledger::AskersOpening::read(askers.as_bytes()).unwrap();
        let receipt = ledger::Receipt::read(&fs::read_to_string(&file).unwrap()).unwrap();
        let ledger::Entry::Closed(closed) = ledger::Entry::read(receipt.entry()).unwrap() else {
            panic!("entry {entry} is in words");
        };
        askers.check(&closed).unwrap();
        assert_eq!(askers.is_of_answer(answer.as_bytes()), entry == 3);
        let opening = department.path("opening.json");
        let ledger = department.path("ledger");
        headworks(&["ledger", "prove", &ledger, &entry.to_string(), "--opening", &opening]);
        let opening = fs::read_to_string(opening).unwrap();
        let opening: Value = serde_json::from_str(&opening).unwrap();
        let secret = opening["secret"].as_str().unwrap();
        let receipt = fs::read_to_string(&file).unwrap();
        let askers = String::from_utf8(askers.to_bytes().unwrap()).unwrap();
        assert!(secret.len() == 64 && !receipt.contains(secret) && !askers.contains(secret));
        // Another key, and a changed receipt.
        let other = Department::begin().key;
        let ran = headworks(&["ledger", "check", &file, "--key", &other]);
        assert_eq!(ran.code, Some(1), "{} {}", ran.out, ran.err);
        assert!(ran.out.contains("NOT AS IT SHOULD BE"), "{}", ran.out);
        let ran = headworks(&["ledger", "check", &file]);
        assert_eq!(ran.code, Some(2), "{}", ran.out);
        assert!(ran.err.contains("--key"), "{}", ran.err);
        let changed = receipt.replacen(&format!("index {entry}"), "index 1", 1);
        assert_ne!(changed, receipt);
        let file = department.write("changed.tlog-proof", &changed);
        let ran = headworks(&["ledger", "check", &file, "--key", &department.key]);
        assert_eq!(ran.code, Some(1), "{} {}", ran.out, ran.err);
    }
}

/// Runs an ask that must leave nothing: its exit code, and words of its message.
fn check_nothing_entered(
    department: &Department,
    (file, who): (&str, &str),
    more: &[&str],
    (code, words): (i32, &[&str]),
) {
    let before = department.entries();
    let ran = department.ask(file, who, more);
    assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{}", ran.err);
    for word in words {
        assert!(ran.err.contains(word), "`{word}` is not in: {}", ran.err);
    }
    assert_eq!(department.entries(), before, "{}", ran.err);
}

#[test]
fn an_unknown_credential_signs_in_nobody() {
    let department = Department::begin();
    let words = ["nobody signs in as `nobody`", "parties.toml"];
    check_nothing_entered(&department, ("own-plate.json", "nobody"), &[], (2, &words));
}

#[test]
fn an_ask_that_cannot_be_read_is_told_with_what_was_expected() {
    let department = Department::begin();
    let posed = |text: &str, words: &[&str]| {
        let file = department.write("ask.json", text);
        check_nothing_entered(&department, (&file, "rio-claro-204"), &[], (2, words));
    };
    posed("{", &["ask.json", "question"]);
    posed(r#"{"door": "query"}"#, &["ask.json"]);
    let question = r#""question": {"record_set": "plate-reads", "equals": {"plate": "7TST007"}}"#;
    let with_fact = r#""door": "query", "records": "plate_reads", "kind": "federal_other""#;
    posed(&format!("{{\"ask\": {{{with_fact}}}, {question}}}"), &["`kind`", "fact"]);
    let no_class = r#""door": "query", "purpose": {"class": "crime"}"#;
    posed(&format!("{{\"ask\": {{{no_class}}}, {question}}}"), &["records"]);
    let feed = r#""door": "feed", "records": "plate_reads", "purpose": {"class": "crime"}"#;
    posed(&format!("{{\"ask\": {{{feed}}}, {question}}}"), &["feed door"]);
    let plain = r#""door": "query", "records": "plate_reads", "purpose": {"class": "crime"}"#;
    posed(&format!("{{\"ask\": {{{plain}}}}}"), &["question"]);
    let no_set = question.replace("plate-reads", "no-such-set");
    posed(&format!("{{\"ask\": {{{plain}}}, {no_set}}}"), &["no record set `no-such-set`"]);
    let all = r#""question": {"record_set": "plate-reads"}"#;
    posed(&format!("{{\"ask\": {{{plain}}}, {all}}}"), &["asks for everything"]);
    let by_hidden = question.replace("\"plate\"", "\"near_protected_place\"");
    posed(&format!("{{\"ask\": {{{plain}}}, {by_hidden}}}"), &["cannot be asked by"]);
}

#[test]
fn an_id_that_was_used_for_another_ask_is_refused_with_the_entry() {
    let department = Department::begin();
    assert_eq!(department.ask("own-plate.json", "rio-claro-204", &[]).code, Some(0));
    let sample = crate::run::root().join("demo/asks/own-plate.json");
    let other = fs::read_to_string(sample).unwrap().replace("7TST007", "7TST008");
    let file = department.write("other.json", &other);
    let words = ["`own-plate-1` was used before", "entry 2", "new id"];
    check_nothing_entered(&department, (&file, "rio-claro-204"), &[], (2, &words));
}

#[test]
fn without_a_ledger_nothing_is_shared_and_none_is_made() {
    let department = Department::begin();
    fs::rename(department.path("ledger"), department.path("away")).unwrap();
    let ran = department.ask("own-plate.json", "rio-claro-204", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.contains("holds no ledger"), "{}", ran.err);
    assert!(!fs::exists(department.path("ledger")).unwrap());
}

#[test]
fn without_the_records_nothing_is_shared_and_asked_again_it_goes_on() {
    let department = Department::begin();
    let file = department.path("records/plate-reads.synthetic.csv");
    fs::rename(&file, department.path("away.csv")).unwrap();
    let ran = department.ask("own-plate.json", "rio-claro-204", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(75), ""), "{}", ran.err);
    assert!(ran.err.contains("nothing was shared"), "{}", ran.err);
    assert!(ran.err.contains("plate-reads.synthetic.csv"), "{}", ran.err);
    assert_eq!(department.entries(), 4, "the ruling, and that nothing left");
    fs::rename(department.path("away.csv"), &file).unwrap();
    let ran = department.ask("own-plate.json", "rio-claro-204", &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("entered: 4 and 5"), "ruled on anew: {}", ran.err);
}

#[test]
fn a_clock_that_went_back_is_for_later() {
    let department = Department::begin();
    let more = ["--now", "2026-11-22T12:00:00Z"];
    let expected: (i32, &[&str]) = (75, &["clock", "2026-11-22", "nothing was shared"]);
    check_nothing_entered(&department, ("own-plate.json", "rio-claro-204"), &more, expected);
}

#[test]
fn a_ledger_that_another_program_has_is_for_later() {
    let department = Department::begin();
    let lock = fs::File::options().write(true).open(department.path("ledger/private/lock"));
    let lock = lock.unwrap();
    lock.lock().unwrap();
    let ran = department.ask("own-plate.json", "rio-claro-204", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(75), ""), "{}", ran.err);
    assert!(ran.err.contains("another program"), "{}", ran.err);
}

/// What the ruling on the warrant says of papers, after `papers.toml` was changed.
fn with_papers(change: impl Fn(&str, &str) -> String) -> Value {
    let department = Department::begin();
    let first = department.ask("fbi-warrant.json", "fbi-3", &["--json"]);
    let first: Value = serde_json::from_str(&first.out).unwrap();
    let digest = first.get("ask_digest").and_then(Value::as_str).unwrap();
    let papers = fs::read_to_string(department.path("facts/papers.toml")).unwrap();
    department.write("facts/papers.toml", &change(&papers, digest));
    let ran = department.ask("fbi-warrant.json", "fbi-3", &["--json"]);
    assert!(ran.out.starts_with('{'), "{}", ran.err);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    told.get("ruling").unwrap().clone()
}

#[test]
fn a_paper_goes_with_one_ask_of_one_person() {
    let as_it_is = with_papers(|papers, _| papers.to_owned());
    let bound = |digest: &str| format!("ask_digest = \"{digest}\"\ninstrument");
    let with_digest = with_papers(|papers, digest| papers.replace("instrument", &bound(digest)));
    assert_eq!(with_digest, as_it_is, "the digest that `ask` tells is that of the ask");
    let none = with_papers(|_, _| String::new());
    assert_ne!(none, as_it_is, "the paper matters");
    let of_another = with_papers(|papers, digest| {
        papers.replace("instrument", &bound(&digest.chars().rev().collect::<String>()))
    });
    assert_eq!(of_another, none);
    let by_another = with_papers(|papers, _| papers.replace("\"fbi-3\"", "\"fbi-4\""));
    assert_eq!(by_another, none);
}

#[test]
fn two_bodies_of_one_name_are_refused_before_anything_is_entered() {
    let department = Department::begin();
    let parties = fs::read_to_string(department.path("facts/parties.toml")).unwrap();
    let twin = concat!(
        "\n[[party]]\ncredential = \"villa-nueva-nv\"\nusername = \"vn-1\"\n",
        "party = { name = \"Villa Nueva Police Department\", kind = \"local_law_enforcement\", ",
        "place = { state = \"NV\", city = \"Villa Nueva\" } }\n"
    );
    department.write("facts/parties.toml", &format!("{parties}{twin}"));
    let words = ["two different bodies", "`Villa Nueva Police Department`", "parties.toml"];
    let asked = ("own-plate.json", "rio-claro-204");
    check_nothing_entered(&department, asked, &[], (2, &words));
}
