//! `headworks law check` and `law list`.

use crate::run::{headworks, root};
use std::fs;
use std::path::Path;

#[test]
fn the_check_ends_with_how_many_passed_and_failed() {
    let ran = headworks(&["law", "check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    let last = ran.out.lines().last().unwrap();
    let (passed, rest) = last.split_once(" passed, ").unwrap();
    assert!(passed.parse::<usize>().unwrap() > 150, "{last}");
    assert_eq!(rest, "0 failed");
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The shipped packs in a folder of their own, with one text changed.
fn changed(file: &str, from: &str, to: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("statutes"), folder.path());
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} does not hold {from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
    folder
}

#[test]
fn a_pack_that_says_something_else_fails_its_cases() {
    let folder = changed("california/sb34/policy.cedar", "@then(\"withhold\")", "@then(\"refer\")");
    let ran = headworks(&["law", "check", "--statutes", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("sb34-fbi-homicide"), "{}", ran.out);
    assert!(!ran.out.ends_with(" 0 failed\n"), "{}", ran.out);
}

#[test]
fn a_pack_that_cannot_be_loaded_says_where_and_why() {
    let folder = changed("california/sb34/policy.cedar", "@id(\"CA-SB34-SHARE/federal\")", "");
    let ran = headworks(&["law", "check", "--statutes", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("california/sb34/policy.cedar"), "{}", ran.err);
    assert!(ran.err.contains("@id is missing"), "{}", ran.err);
}

#[test]
fn the_list_tells_how_far_each_text_was_verified() {
    let ran = headworks(&["law", "list"]);
    assert_eq!(ran.code, Some(0));
    for id in [
        "CA-SB34-SHARE",
        "CA-SB34-LOG",
        "CA-VALUES-A1:",
        "CA-VALUES-A1D",
        "LA-ORD-DATA",
        "LA-ALPR",
        "US-PROCESS",
    ] {
        assert!(ran.out.contains(id), "{id} is not listed");
    }
    assert!(ran.out.contains("text not read"), "{}", ran.out);
    assert!(ran.out.contains("Not legal advice"), "{}", ran.out);
}
