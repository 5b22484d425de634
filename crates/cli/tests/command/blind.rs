//! INVARIANT(blind): a refusal is the same whatever the records hold.

use crate::kept::{Department, sizes};
use std::fs;
use std::path::Path;

/// Takes out of the records of a department every line that has this word.
fn without(department: &Department, file: &str, word: &str) {
    let path = department.path(&format!("records/{file}"));
    let text = fs::read_to_string(&path).unwrap();
    let kept: String = text.split_inclusive('\n').filter(|line| !line.contains(word)).collect();
    assert_ne!(text, kept, "the demo has `{word}`");
    fs::write(path, kept).unwrap();
}

#[test]
fn a_refusal_and_a_referral_are_the_same_to_the_byte_with_and_without_the_record() {
    let [with, gone] = [Department::begin(), Department::begin()];
    without(&gone, "plate-reads.synthetic.csv", "7TST007");
    for json in [&["--json"][..], &[]] {
        for (file, who, code) in [("ice-plate.json", "ice-9", 1), ("fbi-warrant.json", "fbi-3", 3)]
        {
            let [a, b] = [&with, &gone].map(|department| department.ask(file, who, json));
            assert_eq!(a.code, Some(code), "{}", a.err);
            assert_eq!((a.code, &a.out, &a.err), (b.code, &b.out, &b.err));
        }
    }
    let [a, b] = [&with, &gone].map(|department| department.publish("2026-11-24T13:00:00Z"));
    assert_eq!(sizes(&a), sizes(&b));
    assert_eq!((with.entries(), gone.entries()), (6, 6));
    // Opened the next day, too, both tell as much. A file of openings is named by its own digest,
    // and the size of a proof of shuffling is chance.
    let [a, b] = [&with, &gone].map(|department| department.publish("2026-11-25T13:00:00Z"));
    let told = |folder: &str| -> Vec<(Option<String>, u64)> {
        let ending = |path: &Path| path.extension().map(|e| e.to_string_lossy().into_owned());
        let files = sizes(folder).into_iter().map(|(path, size)| (ending(&path), size));
        files.filter(|(ending, _)| ending.as_deref() != Some("shuffle")).collect()
    };
    assert_eq!(told(&a), told(&b));
    assert_eq!(sizes(&a).len(), sizes(&b).len());
}

#[test]
fn not_even_a_missing_file_of_records_shows_in_a_refusal() {
    let [with, gone] = [Department::begin(), Department::begin()];
    fs::remove_file(gone.path("records/plate-reads.synthetic.csv")).unwrap();
    let [a, b] = [&with, &gone].map(|department| department.ask("ice-plate.json", "ice-9", &[]));
    assert_eq!((a.code, a.out, a.err), (b.code, b.out, b.err));
}

#[test]
fn of_a_share_only_the_rows_differ() {
    for (asked, who, file, word) in [
        ("own-plate.json", "rio-claro-204", "plate-reads.synthetic.csv", "7TST007"),
        (
            "partner-interview.json",
            "villa-nueva-17",
            "field-interviews.synthetic.jsonl",
            "Person B",
        ),
    ] {
        let [with, gone] = [Department::begin(), Department::begin()];
        without(&gone, file, word);
        let [a, b] = [&with, &gone].map(|department| department.ask(asked, who, &[]));
        assert_eq!((a.code, &a.err), (Some(0), &b.err));
        assert_eq!((b.code, b.out.as_str()), (Some(0), ""));
        assert!(!a.out.is_empty());
        let [a, b] = [&with, &gone].map(|department| department.publish("2026-11-24T13:00:00Z"));
        assert_eq!(sizes(&a), sizes(&b));
    }
}
