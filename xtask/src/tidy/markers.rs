//! What work leaves behind: markers, tests switched off, paths of a machine.

use super::{at, rust_files};
use crate::complaint::Complaint;
use crate::rust::{Kind, Source, Token};
use crate::tree::Tree;

/// Macros that mark unfinished or borrowed time.
const LEFT_MACROS: &[&str] = &["dbg", "todo", "unimplemented"];

/// Marks in a comment that say nothing about who or when.
const LEFT_WORDS: &[&str] = &["FIXME", "XXX"];

/// Where a path of one machine starts. Each is put together here so that this file, which is
/// checked too, does not hold it.
const MACHINE_PATHS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/tmp/bash", "_jobs"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/ro", "ot/"),
    concat!(".libr", "ary/"),
];

/// Checks every text for machine paths, and Rust for the rest.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (path, text) in tree.texts() {
        found.extend(machine_paths(path, text));
    }
    for (path, text) in rust_files(tree) {
        let source = Source::read(path, text);
        let code: Vec<_> = source.code().collect();
        found.extend(macros(path, &code));
        found.extend(attributes(path, &code));
        let comments = source.tokens.iter().filter(|token| token.kind == Kind::Comment);
        found.extend(comments.flat_map(|comment| words(path, comment)));
    }
    found
}

fn machine_paths(path: &str, text: &str) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(start) = MACHINE_PATHS.iter().find(|start| holds_path(line, start)) {
            found.push(Complaint::failure(
                at(path, number),
                format!("names a path of one machine: `{start}…`"),
                "write it relative to the repository, or as an environment variable",
            ));
        }
    }
    found
}

/// Whether a path starts in this line. Inside a longer path or an address, as `gov/home/x`, the
/// same letters are somebody else's folder.
fn holds_path(line: &str, start: &str) -> bool {
    line.match_indices(start).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '}'))
    })
}

fn macros(path: &str, code: &[Token<'_>]) -> Vec<Complaint> {
    let mut found = Vec::new();
    for pair in code.windows(2) {
        let [name, bang] = pair else { continue };
        if bang.is("!") && LEFT_MACROS.iter().any(|left| name.is(left)) {
            found.push(Complaint::failure(
                at(path, name.line),
                format!("`{}!` is left in the code", name.text),
                "finish it, or take it out",
            ));
        }
    }
    found
}

fn attributes(path: &str, code: &[Token<'_>]) -> Vec<Complaint> {
    let mut found = Vec::new();
    for four in code.windows(4) {
        let [hash, open, name, next] = four else { continue };
        if !hash.is("#") || !open.is("[") {
            continue;
        }
        if name.is("ignore") && !next.is("=") {
            found.push(Complaint::failure(
                at(path, name.line),
                "a test is ignored without a reason",
                "write `#[ignore = \"why\"]`, or run it",
            ));
        }
        if name.is("should_panic") {
            found.push(Complaint::failure(
                at(path, name.line),
                "a test passes by any panic at all",
                "return the error and look at it",
            ));
        }
    }
    found
}

fn words(path: &str, comment: &Token<'_>) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (number, line) in (comment.line..).zip(comment.text.lines()) {
        let mut parts = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        if let Some(word) = parts.clone().find(|part| LEFT_WORDS.contains(part)) {
            found.push(Complaint::failure(
                at(path, number),
                format!("`{word}` is left in a comment"),
                "mend it, or say who will: `TODO(name or issue): …`",
            ));
        }
        let is_open = parts.any(|part| part == "TODO");
        if is_open && !names_someone(line) {
            found.push(Complaint::failure(
                at(path, number),
                "a `TODO` that names nobody",
                "write `TODO(name or issue): …`",
            ));
        }
    }
    found
}

/// Whether every mark in the line is of the form `TODO(name): …`.
fn names_someone(line: &str) -> bool {
    line.split("TODO").skip(1).all(|after| {
        after
            .strip_prefix('(')
            .and_then(|after| after.split_once("):"))
            .is_some_and(|(name, _)| !name.trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::testing;

    fn check(text: &str, expected: &[&str]) {
        testing::check(super::check, &[("a.rs", text)], expected);
    }

    #[test]
    fn unfinished_macros_are_told_in_code_and_not_in_words() {
        // Put together, so that a plain search of the sources for them finds nothing.
        for name in LEFT_MACROS {
            check(&format!("{name}!();"), &[&format!("a.rs:1: `{name}!` is left in the code")]);
            check(&format!("// {name}!()"), &[]);
            check(&format!("let a = \"{name}!()\";"), &[]);
        }
        check("let todo = !done;", &[]);
    }

    #[test]
    fn an_ignored_test_carries_a_reason() {
        let ignored = |rest: &str| format!("#[ignore{rest}]\nfn a() {{}}");
        check(&ignored(""), &["a.rs:1: a test is ignored without a reason"]);
        check(&ignored(" = \"needs a server\""), &[]);
    }

    #[test]
    fn a_test_does_not_pass_by_a_panic() {
        check("#[should_panic]\nfn a() {}", &["a.rs:1: a test passes by any panic at all"]);
        check("#[test]\nfn a() {}", &[]);
    }

    #[test]
    fn marks_in_comments_name_somebody() {
        check("// FIXME later", &["a.rs:1: `FIXME` is left in a comment"]);
        check("/* one\n XXX */", &["a.rs:2: `XXX` is left in a comment"]);
        check("// TODO: later", &["a.rs:1: a `TODO` that names nobody"]);
        check("// TODO( ): later", &["a.rs:1: a `TODO` that names nobody"]);
        check("// TODO(#12): later", &[]);
        check("let a = \"TODO\";", &[]);
        check("// TODOS and XXXL are words", &[]);
    }

    #[test]
    fn no_file_names_a_path_of_one_machine() {
        for start in MACHINE_PATHS {
            let told = format!("a.md:1: names a path of one machine: `{start}…`");
            testing::check(super::check, &[("a.md", &format!("see `{start}x`"))], &[&told]);
        }
    }

    #[test]
    fn an_address_or_a_longer_path_is_not_a_path_of_one_machine() {
        for start in MACHINE_PATHS.iter().filter(|start| start.starts_with('/')) {
            testing::check(super::check, &[("a.md", &format!("https://a.gov{start}x"))], &[]);
        }
        testing::check(super::check, &[("a.md", "../shared/data")], &[]);
    }
}
