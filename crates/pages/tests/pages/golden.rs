//! Everything this room writes, held to what is checked in under `tests/output`.
//!
//! After a wanted change: `HEADWORKS_WRITE=1 cargo test -p headworks-pages`, then read the diff.

#![expect(clippy::disallowed_methods, reason = "the test holds files, the room does not")]

use crate::made::{findings, letter, page, table};
use pages::{Language, Text, Written};
use std::fs;
use std::path::Path;

fn check(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/output").join(name);
    if std::env::var_os("HEADWORKS_WRITE").is_some() {
        fs::write(&path, made).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(made == expected, "`tests/output/{name}` is not what is made now");
}

#[test]
fn the_page_is_what_is_checked_in() {
    check("page.html", &page(&findings(), Language::English));
}

#[test]
fn the_letters_are_what_is_checked_in() {
    let english = letter("Rio Claro CA PD", Language::English).unwrap();
    check("letter.md", &english.write(Written::Markdown).unwrap());
    check("letter.html", &english.write(Written::Html).unwrap());
    let spanish = letter("Vista Serena CA PD", Language::Spanish).unwrap();
    check("letter-es.md", &spanish.write(Written::Markdown).unwrap());
}

#[test]
fn the_table_is_what_is_checked_in() {
    check("findings-table.txt", &table(&findings(), Text::Hidden));
}
