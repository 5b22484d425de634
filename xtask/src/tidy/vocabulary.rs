//! Whether every public term has its one meaning in `docs/terms.md`.

use super::at;
use crate::complaint::Complaint;
use crate::rust::{Kind, Source, item_end};
use crate::tree::Tree;

/// Where the terms are declared.
const DECLARED: &str = "crates/terms/src/lib.rs";
/// Where they are told.
const TOLD: &str = "docs/terms.md";

/// Checks every `pub use` of the `terms` room.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let Some(text) = tree.text(DECLARED) else { return Vec::new() };
    let told = tree.text(TOLD).unwrap_or_default();
    let is_told = |term: &str| {
        // At the head of a row or a paragraph, in bold: a mention in passing defines nothing.
        told.lines().any(|line| {
            let line = line.trim_start_matches(['|', '-', ' ']);
            line.split("**").nth(1).is_some_and(|head| {
                line.starts_with("**") && head.split([',', ' ']).any(|word| word == term)
            })
        })
    };
    declared(text)
        .into_iter()
        .filter(|(term, _)| !is_told(term))
        .map(|(term, line)| {
            Complaint::failure(
                at(DECLARED, line),
                format!("the term `{term}` has no meaning in `{TOLD}`"),
                format!("open a row with `**{term}**` there and say in plain words what it is"),
            )
        })
        .collect()
}

/// The names that `pub use` lets out, with their lines. A path in front of a name is no term.
fn declared(text: &str) -> Vec<(&str, usize)> {
    let source = Source::read(DECLARED, text);
    let code: Vec<_> = source.code().collect();
    let mut found = Vec::new();
    for (start, pair) in code.windows(2).enumerate() {
        let [visible, keyword] = pair else { continue };
        if !visible.is("pub") || !keyword.is("use") {
            continue;
        }
        // A list in braces is no block: the item ends at the `;` behind it.
        let end = item_end(&code, start).unwrap_or(code.len());
        let names = code.get(start + 2..end).unwrap_or_default().iter();
        let terms = names.filter(|token| {
            token.kind == Kind::Name && token.text.starts_with(|c: char| c.is_uppercase())
        });
        found.extend(terms.map(|token| (token.text, token.line)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::testing;

    fn check(told: &str, expected: &[&str]) {
        let code = "//! Terms.\npub use ask::{Ask, AskId};\npub use door::Door;\n";
        testing::check(super::check, &[(DECLARED, code), (TOLD, told)], expected);
    }

    #[test]
    fn every_public_term_has_a_meaning() {
        check("| **Ask**, **AskId** | what |\n- **Door**: a way\n**AskId** is an id.\n", &[]);
        check(
            "| **Ask** | what |\n| **Door** | a way |\n",
            &["crates/terms/src/lib.rs:2: the term `AskId` has no meaning in `docs/terms.md`"],
        );
    }

    #[test]
    fn a_mention_in_passing_is_no_meaning() {
        check(
            "| **Ask** | has a **Door** |\n| **AskId** | an id |\n",
            &["crates/terms/src/lib.rs:3: the term `Door` has no meaning in `docs/terms.md`"],
        );
    }
}
