//! How long files, lines and functions are, and how each file opens.

use super::{at, rust_files};
use crate::complaint::Complaint;
use crate::rust::{Source, item_end};
use crate::tree::{Tree, file_name};

/// Lines at which a file fails.
const FILE_LINES_MAX: usize = 1_000;
/// Lines at which a file is worth a thought.
const FILE_LINES_THINK: usize = 500;
/// Lines of a `lib.rs`: declarations and docs only.
const LIB_LINES_MAX: usize = 120;
/// Lines of a function, from its `fn` to its closing brace.
const FUNCTION_LINES_MAX: usize = 70;
/// Characters of a line.
const COLUMNS_MAX: usize = 100;
/// Characters of a file's first line, without its `//!`.
const HEAD_COLUMNS_MAX: usize = 80;

/// Checks every Rust file.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (path, text) in rust_files(tree) {
        found.extend(head(path, text));
        found.extend(file(path, text));
        found.extend(columns(path, text));
        found.extend(functions(path, text));
    }
    found
}

fn head(path: &str, text: &str) -> Option<Complaint> {
    let told = |what: String| {
        Some(Complaint::failure(
            at(path, 1),
            what,
            "open it with `//!` and one short sentence that says what the file is for",
        ))
    };
    let first = text.lines().next().unwrap_or_default();
    let Some(head) = first.strip_prefix("//!").map(str::trim) else {
        return told("the file does not open with `//!`".to_owned());
    };
    let columns = head.chars().count();
    if columns > HEAD_COLUMNS_MAX {
        return told(format!("the first line has {columns} characters, over {HEAD_COLUMNS_MAX}"));
    }
    // A colon may lead into a list; anything else is a sentence that goes on below or a stub.
    let is_whole = head.contains(' ') && head.ends_with(['.', ':', '?']);
    if is_whole { None } else { told(format!("the first line is no whole sentence: `{head}`")) }
}

fn file(path: &str, text: &str) -> Option<Complaint> {
    let lines = text.lines().count();
    if file_name(path) == "lib.rs" && lines > LIB_LINES_MAX {
        return Some(Complaint::failure(
            path,
            format!("a lib.rs of {lines} lines, over {LIB_LINES_MAX}"),
            "leave declarations and docs there and move the rest to modules",
        ));
    }
    if lines > FILE_LINES_MAX {
        return Some(Complaint::failure(
            path,
            format!("a file of {lines} lines, over {FILE_LINES_MAX}"),
            "split it by noun; tests may move to `<file>/tests.rs`",
        ));
    }
    (lines >= FILE_LINES_THINK).then(|| {
        Complaint::warning(
            path,
            format!("a file of {lines} lines"),
            "think about which noun in it could stand in a file of its own",
        )
    })
}

fn columns(path: &str, text: &str) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let columns = line.chars().count();
        // An address cannot be broken.
        if columns > COLUMNS_MAX && !line.contains("://") {
            found.push(Complaint::failure(
                at(path, number),
                format!("a line of {columns} columns, over {COLUMNS_MAX}"),
                "break it; a long message can end its line with a backslash",
            ));
        }
    }
    found
}

fn functions(path: &str, text: &str) -> Vec<Complaint> {
    let source = Source::read(path, text);
    let code: Vec<_> = source.code().collect();
    let mut found = Vec::new();
    for (start, pair) in code.windows(2).enumerate() {
        let [keyword, name] = pair else { continue };
        // A `fn` without a name is the type of a pointer.
        let is_function = keyword.is("fn") && name.kind == crate::rust::Kind::Name;
        if !is_function || source.is_test(keyword.line) {
            continue;
        }
        let Some(end) = item_end(&code, start).and_then(|end| code.get(end)) else { continue };
        let lines = end.line - keyword.line + 1;
        if lines > FUNCTION_LINES_MAX {
            found.push(Complaint::failure(
                at(path, keyword.line),
                format!("`{}` has {lines} lines, over {FUNCTION_LINES_MAX}", name.text),
                "give a step of it a name of its own",
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::testing;

    const HEAD: &str = "//! Reads an ask.\n";

    fn check(path: &str, text: &str, expected: &[&str]) {
        testing::check(super::check, &[(path, text)], expected);
    }

    #[test]
    fn a_file_opens_with_a_whole_sentence() {
        check("a.rs", HEAD, &[]);
        check("a.rs", "//! What a ruling says, in four parts:\n", &[]);
        check("a.rs", "//! x\n", &["a.rs:1: the first line is no whole sentence: `x`"]);
        check(
            "a.rs",
            "//! Reads an ask that\n//! goes on.\n",
            &["a.rs:1: the first line is no whole sentence: `Reads an ask that`"],
        );
        check("a.rs", "use std::fmt;\n", &["a.rs:1: the file does not open with `//!`"]);
        check("a.rs", "", &["a.rs:1: the file does not open with `//!`"]);
        let long = format!("//! {}.\n", "ask ".repeat(20));
        check("a.rs", &long, &["a.rs:1: the first line has 81 characters, over 80"]);
    }

    #[test]
    fn a_file_is_at_most_a_thousand_lines_and_a_lib_far_fewer() {
        let of = |lines: usize| format!("{HEAD}{}", "// line\n".repeat(lines - 1));
        check("a.rs", &of(499), &[]);
        check("a.rs", &of(500), &["a.rs: a file of 500 lines"]);
        check("a.rs", &of(1_001), &["a.rs: a file of 1001 lines, over 1000"]);
        check("src/lib.rs", &of(120), &[]);
        check("src/lib.rs", &of(121), &["src/lib.rs: a lib.rs of 121 lines, over 120"]);
    }

    #[test]
    fn a_long_file_only_asks_for_a_thought() {
        let text = format!("{HEAD}{}", "// line\n".repeat(600));
        let told = super::check(&Tree::of(&[("a.rs", &text)]));
        assert_eq!(crate::complaint::failures(&told), 0);
        assert_eq!(told.len(), 1);
    }

    #[test]
    fn a_line_has_at_most_a_hundred_columns_unless_it_holds_an_address() {
        let of = |text: &str| format!("{HEAD}// {text}\n");
        check("a.rs", &of(&"é".repeat(97)), &[]);
        check("a.rs", &of(&"é".repeat(98)), &["a.rs:2: a line of 101 columns, over 100"]);
        check("a.rs", &of(&format!("https://example.org/{}", "a".repeat(98))), &[]);
    }

    #[test]
    fn a_function_has_at_most_seventy_lines_from_fn_to_brace() {
        let of = |lines: usize| format!("{HEAD}fn long() {{\n{}}}\n", "    go();\n".repeat(lines));
        check("a.rs", &of(68), &[]);
        check("a.rs", &of(69), &["a.rs:2: `long` has 71 lines, over 70"]);
    }

    #[test]
    fn braces_in_strings_and_the_functions_of_tests_do_not_count() {
        let body = "    go(\"}\");\n".repeat(69);
        let told = ["a.rs:2: `long` has 71 lines, over 70"];
        check("a.rs", &format!("{HEAD}fn long() {{\n{body}}}\n"), &told);
        let tested = format!("{HEAD}#[cfg(test)]\nmod tests {{\nfn long() {{\n{body}}}\n}}\n");
        check("a.rs", &tested, &[]);
        check("tests/a.rs", &format!("{HEAD}fn long() {{\n{body}}}\n"), &[]);
    }
}
