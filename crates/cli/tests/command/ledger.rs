//! `headworks ledger`: keeping, publishing and checking one.

use crate::kept::{Department, copy};
use crate::run::{Ran, headworks};
use std::fs;

/// A department that has shared one answer and refused one ask.
pub(crate) fn with_two_asks() -> Department {
    let department = Department::begin();
    assert_eq!(department.ask("own-plate.json", "rio-claro-204", &[]).code, Some(0));
    assert_eq!(department.ask("ice-plate.json", "ice-9", &[]).code, Some(1));
    department
}

fn check(place: &str, key: &str, more: &[&str]) -> Ran {
    headworks(&[&["ledger", "check", place, "--key", key, "--today", "2026-11-24"], more].concat())
}

/// Whether a run found something wrong, and said this.
pub(crate) fn is_wrong(ran: &Ran, words: &str) {
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    let told = format!("{}{}", ran.out, ran.err);
    assert!(told.contains("NOT AS IT SHOULD BE") || told.contains("WRONG"), "{told}");
    assert!(told.contains(words), "`{words}` is not in: {told}");
}

#[test]
fn a_ledger_is_begun_once_and_only_in_an_empty_folder() {
    let department = Department::begin();
    assert!(department.key.starts_with("ledger.example.gov/rio-claro+"), "{}", department.key);
    let ran = department.init(&department.path("ledger"));
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("holds a ledger already"), "{}", ran.err);
    // A folder with anything in it is left as it is.
    let ran = department.init(&department.path("records"));
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("empty folder"), "{}", ran.err);
    assert!(!fs::exists(department.path("records/ledger.toml")).unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let key = fs::metadata(department.path("ledger/private/log-1.key")).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_ledger_that_is_whole_is_told_so_with_its_root() {
    let department = with_two_asks();
    let public = department.publish("2026-11-24T13:00:00Z");
    let kept = department.path("kept");
    let ran = check(&public, &department.key, &["--keep", &kept]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("all 6 entries hold; root "), "{}", ran.out);
    assert_eq!(fs::read(&kept).unwrap(), fs::read(format!("{public}/checkpoint")).unwrap());
    // The holder's own folder has its own key, and says that it does.
    let ran = department.ledger("check", &["--today", "2026-11-24"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("--key"), "{}", ran.err);
    let ran = headworks(&["ledger", "check", &public]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("--key"), "{}", ran.err);
}

#[test]
fn one_changed_byte_of_a_tile_is_found() {
    let department = with_two_asks();
    let public = department.publish("2026-11-24T13:00:00Z");
    for tile in ["tile/entries/000.p/6", "tile/0/000.p/6"] {
        let path = format!("{public}/{tile}");
        let bytes = fs::read(&path).unwrap();
        let mut changed = bytes.clone();
        *changed.last_mut().unwrap() ^= 1;
        fs::write(&path, changed).unwrap();
        is_wrong(&check(&public, &department.key, &[]), "");
        fs::remove_file(&path).unwrap();
        is_wrong(&check(&public, &department.key, &[]), tile);
        fs::write(&path, bytes).unwrap();
    }
    assert_eq!(check(&public, &department.key, &[]).code, Some(0));
}

#[test]
fn the_key_decides_whose_ledger_it_is() {
    let department = with_two_asks();
    let public = department.publish("2026-11-24T13:00:00Z");
    is_wrong(&check(&public, &Department::begin().key, &[]), "");
    let ran = check(&public, "no key", &[]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    let law = "0".repeat(64);
    is_wrong(&check(&public, &department.key, &["--law", &law]), "the law in force");
}

#[test]
fn a_folder_without_a_ledger_is_wrong_and_not_an_empty_ledger() {
    let department = Department::begin();
    fs::create_dir(department.path("nothing")).unwrap();
    is_wrong(&check(&department.path("nothing"), &department.key, &[]), "no checkpoint");
}

/// Two ledgers with one key that part after a common beginning, and the kept checkpoint of one.
pub(crate) fn forked() -> (Department, String, String) {
    let department = Department::begin();
    let (ledger, twin) = (department.path("ledger"), department.path("twin"));
    copy(&ledger, &twin);
    assert_eq!(department.ask("own-plate.json", "rio-claro-204", &[]).code, Some(0));
    let kept = department.path("kept");
    let ran = check(&format!("{ledger}/public"), &department.key, &["--keep", &kept]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    fs::rename(&ledger, department.path("first")).unwrap();
    fs::rename(&twin, &ledger).unwrap();
    for _ in 0..2 {
        let file = "own-plate.json";
        assert_eq!(department.ask(file, "rio-claro-204", &[]).code, Some(0));
    }
    assert_eq!(department.ask("ice-plate.json", "ice-9", &[]).code, Some(1));
    let place = format!("{ledger}/public");
    (department, place, kept)
}

#[test]
fn a_fork_and_a_rollback_are_found_with_a_checkpoint_that_was_kept() {
    let (department, place, kept) = forked();
    is_wrong(&check(&place, &department.key, &["--since", &kept]), "it forked: its first 4");
    // Alone it looks whole: that is why a checkpoint is kept.
    assert_eq!(check(&place, &department.key, &[]).code, Some(0));
    let later = department.path("later");
    assert_eq!(check(&place, &department.key, &["--keep", &later]).code, Some(0));
    let first = department.path("first/public");
    is_wrong(&check(&first, &department.key, &["--since", &later]), "it went back: 6");
}

#[test]
fn prove_gives_a_receipt_and_the_opening_to_who_asks_for_it() {
    let department = with_two_asks();
    let opening = department.path("opening.json");
    let ran = department.ledger("prove", &["3", "--opening", &opening]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let file = department.write("3.tlog-proof", &ran.out);
    let ran = headworks(&["ledger", "check", &file, "--key", &department.key]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("has entry 3 in its first 6"), "{}", ran.out);
    assert!(fs::read_to_string(&opening).unwrap().contains(r#""kind":"shared""#));
    let ran = department.ledger("prove", &["6"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""));
    assert!(ran.err.contains("no entry 6"), "{}", ran.err);
    // A clear entry has a receipt and no opening.
    assert_eq!(department.ledger("prove", &["0"]).code, Some(0));
    let ran = department.ledger("prove", &["0", "--opening", &opening]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.contains("opening of entry 0"), "{}", ran.err);
}

#[test]
fn publish_opens_a_day_when_it_is_over_and_does_so_once() {
    let department = with_two_asks();
    let to = department.path("public");
    let publish = |now: &str| {
        let ran = department.ledger("publish", &["--to", &to, "--now", now]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out
    };
    assert!(!publish("2026-11-24T23:00:00Z").contains("opened"));
    let out = publish("2026-11-25T01:00:00Z");
    assert!(out.contains("opened 4 contents of 2026-11-24"), "{out}");
    let out = publish("2026-11-25T02:00:00Z");
    assert!(!out.contains("opened"), "{out}");
    assert!(out.contains("copied 0 files"), "nothing is new: {out}");
    let ran =
        headworks(&["ledger", "check", &to, "--key", &department.key, "--today", "2026-11-26"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let key = fs::read_to_string(format!("{to}/verifier-key.txt")).unwrap();
    assert_eq!(key.trim(), department.key);
    // Nothing private is in what is published, and nothing personal.
    for (file, _) in crate::kept::sizes(&to) {
        let bytes = fs::read(format!("{to}/{}", file.display())).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        for bare in ["7TST007", "rcpd-204", "ero-9", "26-00100", "own-plate-1", "PRIVATE"] {
            assert!(!text.contains(bare), "{} holds {bare}", file.display());
        }
    }
}

#[test]
fn a_frozen_ledger_takes_no_ask_and_stays_whole() {
    let department = with_two_asks();
    let now = ["--now", "2026-11-24T13:00:00Z"];
    let ran = department.ledger("freeze", &[&["--cause", "oversight"], &now[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("frozen in entry 6"), "{}", ran.out);
    let ran = department.ask("fbi-warrant.json", "fbi-3", &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{}", ran.err);
    assert!(ran.err.contains("frozen in entry 6"), "{}", ran.err);
    assert!(ran.err.contains("nothing was shared"), "{}", ran.err);
    let ran = department.ledger("freeze", &[&["--cause", "moved"], &now[..]].concat());
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert_eq!(department.entries(), 7);
}

#[test]
fn an_erased_opening_is_gone_and_the_ledger_says_so() {
    let department = with_two_asks();
    let paper = department.write("order.txt", "a made-up order");
    let made_up = ["3", "--under", "the case of Somebody", "--now", "2026-11-24T13:00:00Z"];
    let ran = department.ledger("erase", &made_up);
    assert_eq!(ran.code, Some(2), "only a provision stands in an entry: {}", ran.out);
    assert!(ran.err.contains("no provision of the law is called"), "{}", ran.err);
    let more = ["3", "--under", "CA-SB34-LOG", "--paper", &paper, "--now", "2026-11-24T13:00:00Z"];
    let ran = department.ledger("erase", &more);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("opening of entry 3 is destroyed; entry 6 says so"), "{}", ran.out);
    let opening = department.path("opening.json");
    let ran = department.ledger("prove", &["3", "--opening", &opening]);
    assert_eq!((ran.code, fs::exists(&opening).unwrap()), (Some(2), false), "{}", ran.err);
    assert_eq!(department.ledger("prove", &["3"]).code, Some(0), "its receipt stays");
    let ran = department.ledger("erase", &more);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    let ran = department.ledger("erase", &["0", "--under", "CA-MADE-UP"]);
    assert_eq!(ran.code, Some(2), "a clear entry has no opening: {}", ran.out);
    // The rest of the day opens, and the account is whole.
    let to = department.publish("2026-11-25T13:00:00Z");
    let ran =
        headworks(&["ledger", "check", &to, "--key", &department.key, "--today", "2026-11-26"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

#[test]
fn after_a_rotation_the_first_key_still_leads_to_the_last_entry() {
    let department = with_two_asks();
    let ran = department.ledger("rotate", &["--now", "2026-11-24T13:00:00Z"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_ne!(ran.out.trim(), department.key);
    let ran = department.ask("fbi-warrant.json", "fbi-3", &["--now", "2026-11-24T14:00:00Z"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let public = department.publish("2026-11-24T15:00:00Z");
    let ran = check(&public, &department.key, &[]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("all 9 entries hold"), "{}", ran.out);
}

#[test]
fn what_is_held_back_is_told_by_the_check_and_opened_when_its_day_has_passed() {
    let department = with_two_asks();
    let paper = department.write("order.txt", "a made-up order");
    let hold = |until: &str| {
        let under = ["--under", "CA-SB34-LOG", "--paper", &paper];
        let more = ["3", "--until", until, "--now", "2026-11-24T13:00:00Z"];
        department.ledger("hold", &[&more[..], &under[..]].concat())
    };
    let ran = hold("2026-11-24");
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("is not after 2026-11-24"), "{}", ran.err);
    let ran = hold("2026-12-24");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("entry 3 stays closed through 2026-12-24; entry 6"), "{}", ran.out);
    let public = department.publish("2026-11-25T12:00:00Z");
    let on = |day: &str| {
        headworks(&["ledger", "check", &public, "--key", &department.key, "--today", day])
    };
    let ran = on("2026-11-26");
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("3 of 4 are open, 1 is held back"), "{}", ran.out);
    is_wrong(&on("2026-12-26"), "1 contents of 2026-11-24 are overdue");
    let public = department.publish("2026-12-25T12:00:00Z");
    let last =
        headworks(&["ledger", "check", &public, "--key", &department.key, "--today", "2026-12-26"]);
    assert_eq!(last.code, Some(0), "{}{}", last.out, last.err);
    assert!(last.out.contains("4 of 4 are open"), "{}", last.out);
}

#[test]
fn a_check_goes_on_from_where_an_earlier_one_was() {
    let department = with_two_asks();
    let seen = department.path("seen");
    let more = ["--seen", &seen, "--today", "2026-11-24"];
    let ran = department.ledger("check", &more);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("all 6 entries hold"), "{}", ran.out);
    assert_eq!(department.ask("fbi-warrant.json", "fbi-3", &[]).code, Some(3));
    let ran = department.ledger("check", &more);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("all 8 entries hold; 2 of them are new"), "{}", ran.out);
    // Overdue is told though nothing is new, and what was seen stays as it was.
    let before = fs::read(&seen).unwrap();
    let ran = department.ledger("check", &["--seen", &seen, "--today", "2026-12-24"]);
    is_wrong(&ran, "are overdue to be opened");
    assert_eq!(fs::read(&seen).unwrap(), before);
    fs::write(&seen, "{}").unwrap();
    let ran = department.ledger("check", &more);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
}
