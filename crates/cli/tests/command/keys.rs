//! Receipts of a ledger that changed its key, checked with the keys it shows.

use crate::kept::Department;
use crate::ledger::is_wrong;
use crate::run::{Ran, headworks};
use ledger::{KeyFile, KeyTerm, SigningKey};
use std::fs;

/// A ledger that changed its key, with a receipt from before and one from after.
struct Changed {
    department: Department,
    keys: String,
    before: String,
    after: String,
    new: String,
}

fn changed() -> Changed {
    let department = Department::begin();
    let receipts = department.path("receipts");
    let ask = |file: &str, credential: &str, now: &str| {
        department.ask(file, credential, &["--receipts", &receipts, "--now", now])
    };
    assert_eq!(ask("own-plate.json", "rio-claro-204", "2026-11-24T12:00:00Z").code, Some(0));
    let ran = department.ledger("rotate", &["--now", "2026-11-24T13:00:00Z"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let new = ran.out.trim().to_owned();
    assert_eq!(ask("fbi-warrant.json", "fbi-3", "2026-11-24T14:00:00Z").code, Some(3));
    let public = department.publish("2026-11-24T15:00:00Z");
    let (before, after) = (format!("{receipts}/3.tlog-proof"), format!("{receipts}/6.tlog-proof"));
    Changed { department, keys: format!("{public}/keys.json"), before, after, new }
}

fn check(receipt: &str, more: &[&str]) -> Ran {
    headworks(&[&["ledger", "check", receipt], more].concat())
}

fn holds(ran: &Ran) {
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

#[test]
fn receipts_from_before_and_after_check_with_the_first_key_and_the_keys_given_out() {
    let Changed { department, keys, before, after, new } = changed();
    let first = department.key.as_str();
    for receipt in [&before, &after] {
        holds(&check(receipt, &["--key", first, "--keys", &keys]));
        let ran = check(receipt, &["--keys", &keys]);
        holds(&ran);
        assert!(ran.err.contains("--key"), "it says that the file is believed: {}", ran.err);
    }
    // One key alone checks its own term.
    holds(&check(&before, &["--key", first]));
    holds(&check(&after, &["--key", &new]));
    is_wrong(&check(&after, &["--key", first]), "key");
    let ran = check(&after, &[]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
    assert!(ran.err.contains("--keys"), "{}", ran.err);
}

#[test]
fn what_an_old_key_signs_out_of_its_term_does_not_check() {
    let Changed { department, keys, after, .. } = changed();
    let private = fs::read_to_string(department.path("ledger/private/log-1.key")).unwrap();
    let old = SigningKey::read(private.trim()).unwrap();
    let receipt = fs::read_to_string(&after).unwrap();
    let (head, note) = receipt.split_once("\n\n").unwrap();
    let signed = ledger::SignedCheckpoint::read(note.as_bytes()).unwrap();
    let forged = signed.checkpoint().sign(&[&old]).unwrap();
    let forged = String::from_utf8(forged.note()).unwrap();
    let file = department.write("forged.tlog-proof", &format!("{head}\n\n{forged}"));
    is_wrong(&check(&file, &["--key", &department.key, "--keys", &keys]), "a tree of this size");
    is_wrong(&check(&file, &["--keys", &keys]), "a tree of this size");
}

#[test]
fn keys_that_the_first_one_does_not_vouch_for_are_not_taken() {
    let Changed { department, keys, after, new, .. } = changed();
    let stranger = Department::begin().key;
    is_wrong(&check(&after, &["--key", &stranger, "--keys", &keys]), "does not begin with the key");
    let bytes = fs::read(&keys).unwrap();
    let mut file = KeyFile::read(&bytes).unwrap();
    assert_eq!(file.keys[1].key, new);
    file.keys[1].named_by = None;
    let unvouched = String::from_utf8(file.to_bytes().unwrap()).unwrap();
    let unvouched = department.write("unvouched.json", &unvouched);
    let first = ["--key", department.key.as_str(), "--keys", &unvouched];
    is_wrong(&check(&after, &first), "which entry names the key");
    // A key of somebody else's behind the others, as a server could put it there.
    let mut file = KeyFile::read(&bytes).unwrap();
    let since = file.keys[1].since;
    file.keys[1].until = Some(since);
    file.keys.push(KeyTerm { key: stranger, since, until: None, named_by: None });
    fs::write(&unvouched, file.to_bytes().unwrap()).unwrap();
    is_wrong(&check(&after, &first), "which entry names the key");
    // A published ledger with such keys is told too.
    let place = keys.strip_suffix("/keys.json").unwrap();
    let whole = ["ledger", "check", place, "--key", &department.key, "--today", "2026-11-24"];
    holds(&headworks(&whole));
    fs::copy(&unvouched, &keys).unwrap();
    is_wrong(&headworks(&whole), "keys.json");
    let nothing = department.write("nothing.json", "{}");
    assert_eq!(check(&after, &["--keys", &nothing]).code, Some(2));
}
