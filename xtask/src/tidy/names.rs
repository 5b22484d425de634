//! What files and folders may not be called.

use crate::complaint::Complaint;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// Words that say nothing about what is inside, in the singular and the plural.
const EMPTY_WORDS: &[&str] = &[
    "common", "core", "handler", "handlers", "helper", "helpers", "manager", "managers", "service",
    "services", "util", "utils",
];

/// Checks every file and folder.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for path in tree.paths() {
        for (end, _) in path.match_indices('/').chain([(path.len(), "")]) {
            let so_far = path.get(..end).unwrap_or(path);
            if let Some(word) = empty_word(so_far)
                && told.insert(so_far)
            {
                found.push(Complaint::failure(
                    so_far,
                    format!("`{word}` says nothing about what is inside"),
                    "call it by one noun of docs/terms.md, or put what is in it where it belongs",
                ));
            }
        }
    }
    found
}

/// The empty word in the last part of a path, if there is one.
fn empty_word(path: &str) -> Option<&'static str> {
    let name = crate::tree::file_name(path);
    // A leading dot belongs to the name; what follows a later one is the ending.
    let stem = name.trim_start_matches('.').split('.').next().unwrap_or(name).to_lowercase();
    let word = stem.split(['-', '_']).find_map(|part| EMPTY_WORDS.iter().find(|w| **w == part))?;
    // The room of HTTP is the one place where a handler is a thing (HOUSE 4.1).
    let is_http = path.starts_with("crates/serve/") && word.starts_with("handler");
    (!is_http).then_some(*word)
}

#[cfg(test)]
mod tests {
    use crate::tidy::testing;

    fn check(path: &str, expected: &[&str]) {
        testing::check(super::check, &[(path, "")], expected);
    }

    #[test]
    fn a_file_or_folder_is_called_by_what_is_inside() {
        check("crates/law/src/derive.rs", &[]);
        let told = "crates/law/src/utils.rs: `utils` says nothing about what is inside";
        check("crates/law/src/utils.rs", &[told]);
        let told = "crates/common: `common` says nothing about what is inside";
        check("crates/common/src/lib.rs", &[told]);
        let told = "docs/test-helpers.md: `helpers` says nothing about what is inside";
        check("docs/test-helpers.md", &[told]);
    }

    #[test]
    fn whole_words_count_and_not_parts_of_words() {
        check("crates/law/src/scores.rs", &[]);
        check("docs/commonwealth.md", &[]);
    }

    #[test]
    fn handlers_are_things_where_http_is() {
        check("crates/serve/src/handler.rs", &[]);
        let told = "crates/law/src/handler.rs: `handler` says nothing about what is inside";
        check("crates/law/src/handler.rs", &[told]);
    }

    #[test]
    fn one_folder_is_told_once() {
        testing::check(
            super::check,
            &[("core/a.rs", ""), ("core/b.rs", "")],
            &["core: `core` says nothing about what is inside"],
        );
    }
}
