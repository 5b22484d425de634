//! Files that nothing compiles: Rust under `src` that no `mod` reaches.

use crate::complaint::Complaint;
use crate::rust::{Kind, Token, closing, tokens};
use crate::tree::{Tree, file_name, folder, joined};
use std::collections::BTreeSet;

/// Checks every package of the tree.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let packages = tree.paths().filter(|path| file_name(path) == "Cargo.toml").map(folder);
    packages.flat_map(|package| dead_files(tree, package)).collect()
}

fn dead_files(tree: &Tree, package: &str) -> Vec<Complaint> {
    let src = format!("{}/", joined(package, "src"));
    let mut reached = BTreeSet::new();
    for root in roots(tree, package, &src) {
        reach(tree, &root, Home::Root, &mut reached);
    }
    let is_dead =
        |path: &&str| path.starts_with(&src) && path.ends_with(".rs") && !reached.contains(*path);
    let told = |path: &str| {
        Complaint::failure(
            path,
            "no `mod` reaches this file, so nothing compiles it",
            "declare it where it belongs, or delete it",
        )
    };
    tree.paths().filter(is_dead).map(told).collect()
}

/// The files cargo starts from: the usual ones, and what the manifest names.
fn roots(tree: &Tree, package: &str, src: &str) -> Vec<String> {
    let mut found = vec![format!("{src}lib.rs"), format!("{src}main.rs")];
    let bins = format!("{src}bin/");
    let is_bin = |path: &&str| {
        path.strip_prefix(bins.as_str()).is_some_and(|rest| {
            !rest.contains('/') || rest.split_once('/').is_some_and(|(_, file)| file == "main.rs")
        })
    };
    found.extend(tree.paths().filter(is_bin).map(str::to_owned));
    found.extend(named_roots(tree, package));
    found.retain(|path| tree.has(path));
    found
}

/// Every `path` under `[lib]` and `[[bin]]`.
fn named_roots(tree: &Tree, package: &str) -> Vec<String> {
    let manifest = tree.text(&joined(package, "Cargo.toml")).unwrap_or_default();
    let Ok(manifest) = manifest.parse::<toml::Table>() else { return Vec::new() };
    let bins = manifest.get("bin").and_then(toml::Value::as_array).into_iter().flatten();
    manifest
        .get("lib")
        .into_iter()
        .chain(bins)
        .filter_map(|target| target.get("path")?.as_str())
        .map(|path| joined(package, path))
        .collect()
}

/// Where a file looks for its modules.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Home {
    /// Beside itself: the root of a crate, or a `mod.rs`.
    Root,
    /// In a folder of its own name.
    OwnFolder,
}

/// Adds a file and everything its `mod`s lead to.
fn reach(tree: &Tree, path: &str, home: Home, reached: &mut BTreeSet<String>) {
    let Some(text) = tree.text(path) else { return };
    if !reached.insert(path.to_owned()) {
        return;
    }
    let folder = match home {
        Home::Root => folder(path).to_owned(),
        Home::OwnFolder => path.trim_end_matches(".rs").to_owned(),
    };
    let all = tokens(text);
    let code: Vec<_> = all.into_iter().filter(|token| token.kind != Kind::Comment).collect();
    for module in declared(&code) {
        match module.given_path {
            Some(given) => {
                let file = joined(crate::tree::folder(path), given);
                reach(tree, &file, Home::Root, reached);
            }
            None => {
                let base = joined(&folder, &module.name);
                reach(tree, &format!("{base}.rs"), Home::OwnFolder, reached);
                reach(tree, &format!("{base}/mod.rs"), Home::Root, reached);
            }
        }
    }
}

/// One `mod name;`, with the inline modules around it in its name, as `outer/name`.
struct Module<'a> {
    name: String,
    given_path: Option<&'a str>,
}

fn declared<'a>(code: &[Token<'a>]) -> Vec<Module<'a>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let here = code.get(at..).unwrap_or_default();
        let [keyword, name, next, ..] = here else { break };
        if keyword.is("mod") && name.kind == Kind::Name {
            if next.is(";") {
                let given_path = given_path(code.get(..at).unwrap_or_default());
                found.push(Module { name: name.text.to_owned(), given_path });
            } else if next.is("{")
                && let Some(close) = closing(code, at + 2)
            {
                let inside = declared(code.get(at + 3..close).unwrap_or_default());
                found.extend(
                    inside
                        .into_iter()
                        .map(|module| Module { name: joined(name.text, &module.name), ..module }),
                );
                at = close;
            }
        }
        at += 1;
    }
    found
}

/// What `#[path = "…"]` right before a `mod` says.
fn given_path<'a>(before: &[Token<'a>]) -> Option<&'a str> {
    let visible = before.iter().rposition(|token| !token.is("pub"))?;
    let [.., path, equals, given, close] = before.get(..=visible)? else { return None };
    let is_path = path.is("path") && equals.is("=") && close.is("]");
    is_path.then(|| given.text.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use crate::tidy::testing;

    const DEAD: &str = "no `mod` reaches this file, so nothing compiles it";

    /// Checks a package `a` of these files; the dead ones must be `expected`.
    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let mut tree = vec![("a/Cargo.toml", "")];
        tree.extend_from_slice(files);
        let told: Vec<_> = expected.iter().map(|path| format!("{path}: {DEAD}")).collect();
        let told: Vec<_> = told.iter().map(String::as_str).collect();
        testing::check(super::check, &tree, &told);
    }

    #[test]
    fn a_file_that_no_mod_reaches_is_told() {
        check(
            &[("a/src/lib.rs", "mod b;"), ("a/src/b.rs", ""), ("a/src/c.rs", "")],
            &["a/src/c.rs"],
        );
    }

    #[test]
    fn a_mod_in_a_comment_or_a_string_reaches_nothing() {
        let text = "// mod b;\nconst C: &str = \"mod b;\";";
        check(&[("a/src/lib.rs", text), ("a/src/b.rs", "")], &["a/src/b.rs"]);
    }

    #[test]
    fn modules_are_found_beside_below_and_inside() {
        check(
            &[
                ("a/src/main.rs", "pub mod b; mod c; mod d { mod e; }"),
                ("a/src/b.rs", "#[cfg(test)] mod tests;"),
                ("a/src/b/tests.rs", ""),
                ("a/src/c/mod.rs", "mod f;"),
                ("a/src/c/f.rs", ""),
                ("a/src/d/e.rs", ""),
            ],
            &[],
        );
    }

    #[test]
    fn a_given_path_is_followed() {
        check(
            &[("a/src/lib.rs", "#[path = \"other/b.rs\"] pub mod c;"), ("a/src/other/b.rs", "")],
            &[],
        );
    }

    #[test]
    fn binaries_are_roots_too() {
        let manifest = "[[bin]]\nname = \"c\"\npath = \"src/c.rs\"";
        testing::check(
            super::check,
            &[
                ("a/Cargo.toml", manifest),
                ("a/src/c.rs", "mod d;"),
                ("a/src/d.rs", ""),
                ("a/src/bin/e.rs", ""),
                ("a/src/bin/f/main.rs", ""),
            ],
            &[],
        );
    }

    #[test]
    fn modules_that_name_each_other_in_a_ring_end() {
        check(&[("a/src/lib.rs", "#[path = \"lib.rs\"] mod again;")], &[]);
    }
}
