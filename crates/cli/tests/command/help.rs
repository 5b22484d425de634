//! The help texts, held to what is checked in under `tests/output`.
//!
//! After a wanted change: `HEADWORKS_WRITE=1 cargo test -p headworks-cli`, then read the diff.

use crate::run::{headworks, root};
use std::fs;

fn check(command: &[&str]) {
    let arguments: Vec<&str> = command.iter().copied().chain(["--help"]).collect();
    let ran = headworks(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let name = if command.is_empty() { "headworks".to_owned() } else { command.join("-") };
    let path = root().join("crates/cli/tests/output").join(format!("{name}.txt"));
    if std::env::var_os("HEADWORKS_WRITE").is_some() {
        fs::write(&path, &ran.out).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(ran.out, expected, "the help of `{name}` is not what is checked in");
}

#[test]
fn the_help_of_every_command_is_what_is_checked_in() {
    check(&[]);
    if cfg!(feature = "prove") {
        check(&["law"]);
        check(&["law", "prove"]);
    }
    check(&["law", "check"]);
    check(&["law", "dissent"]);
    check(&["law", "explain"]);
    check(&["law", "list"]);
    check(&["law", "matrix"]);
    check(&["ask"]);
    check(&["bundle"]);
    check(&["bundle", "check"]);
    check(&["duties"]);
    check(&["ledger"]);
    for verb in ["check", "erase", "freeze", "init", "monitor"] {
        check(&["ledger", verb]);
    }
    for verb in ["prove", "publish", "rotate", "witness"] {
        check(&["ledger", verb]);
    }
    check(&["letter"]);
    check(&["lookback"]);
    check(&["rule"]);
}
