//! Fuzz targets: manifest, files, README and seeds name the same.

use super::at;
use crate::complaint::Complaint;
use crate::tree::Tree;
use std::collections::BTreeSet;
use toml::{Table, Value};

const MANIFEST: &str = "fuzz/Cargo.toml";
const README: &str = "fuzz/README.md";
const TARGETS: &str = "fuzz/targets/";

/// Checks that manifest, files and README name the same targets, each with a seed.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let Some(manifest) = tree.text(MANIFEST) else { return Vec::new() };
    let Ok(manifest) = manifest.parse::<Table>() else {
        return vec![Complaint::failure(MANIFEST, "it is not TOML", "make it a manifest")];
    };
    let named = named(&manifest);
    let mut found = Vec::new();
    for (name, path) in &named {
        if !tree.has(path) {
            found.push(Complaint::failure(
                MANIFEST,
                format!("the target `{name}` has no file `{path}`"),
                "write it, or take the `[[bin]]` out",
            ));
        }
    }
    let is_named = |path: &str| named.iter().any(|(_, known)| known == path);
    for path in tree.paths().filter(|path| path.starts_with(TARGETS) && !is_named(path)) {
        found.push(Complaint::failure(
            path,
            "a target that no `[[bin]]` of the manifest names, so nobody runs it",
            "name it in `fuzz/Cargo.toml`, or delete it",
        ));
    }
    found.extend(rows(tree, &named));
    let seeded =
        |name: &str| tree.paths().any(|path| path.starts_with(&format!("fuzz/seeds/{name}/")));
    let is_bare = |(name, _): &&(String, String)| !seeded(name) && !crate::seeds::has(name);
    found.extend(named.iter().filter(is_bare).map(|(name, _)| {
        Complaint::failure(
            MANIFEST,
            format!("the target `{name}` has no seed"),
            "put a made-up input into `fuzz/seeds/`, or name a folder in `xtask/src/seeds.rs`",
        )
    }));
    found
}

/// The targets of the manifest, each with its file.
fn named(manifest: &Table) -> Vec<(String, String)> {
    let bins = manifest.get("bin").and_then(Value::as_array).into_iter().flatten();
    let text = |bin: &Value, key: &str| bin.get(key).and_then(Value::as_str).map(str::to_owned);
    bins.filter_map(|bin| Some((text(bin, "name")?, format!("fuzz/{}", text(bin, "path")?))))
        .collect()
}

/// The README has a row for each target, as `` | `name` | ``, and for no other.
fn rows(tree: &Tree, named: &[(String, String)]) -> Vec<Complaint> {
    let text = tree.text(README).unwrap_or_default();
    let row = |line: &str| {
        let name = line.strip_prefix("| `")?.split_once("` |")?.0;
        Some(name.to_owned())
    };
    let told: Vec<(usize, String)> =
        (1..).zip(text.lines()).filter_map(|(at, line)| Some((at, row(line)?))).collect();
    let names: BTreeSet<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
    let missing = names.iter().filter(|name| !told.iter().any(|(_, told)| told == *name));
    let mut found: Vec<Complaint> = missing
        .map(|name| {
            Complaint::failure(
                README,
                format!("no row for the target `{name}`"),
                "add one that says what it is given and what it asserts",
            )
        })
        .collect();
    for (line, name) in told.iter().filter(|(_, name)| !names.contains(name.as_str())) {
        found.push(Complaint::failure(
            at(README, *line),
            format!("a row for `{name}`, which is no target"),
            "take it out, or name the target in `fuzz/Cargo.toml`",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::testing;

    const BIN: &str = "[[bin]]\nname = \"a\"\npath = \"targets/a.rs\"\n";
    const ROW: &str = "| target | asserts |\n|---|---|\n| `a` | all of it |\n";

    fn check(files: &[(&str, &str)], expected: &[&str]) {
        testing::check(super::check, files, expected);
    }

    #[test]
    fn a_target_has_a_file_a_row_and_a_seed() {
        let (manifest, readme) = (super::MANIFEST, super::README);
        let (file, seed) = ("fuzz/targets/a.rs", "fuzz/seeds/a/one");
        check(&[(manifest, BIN), (file, ""), (readme, ROW), (seed, "x")], &[]);
        check(
            &[(manifest, BIN), (readme, ROW), (seed, "x")],
            &["fuzz/Cargo.toml: the target `a` has no file `fuzz/targets/a.rs`"],
        );
        check(
            &[(manifest, BIN), (file, ""), (seed, "x")],
            &["fuzz/README.md: no row for the target `a`"],
        );
        check(
            &[(manifest, BIN), (file, ""), (readme, ROW)],
            &["fuzz/Cargo.toml: the target `a` has no seed"],
        );
    }

    #[test]
    fn a_file_or_a_row_that_is_no_target_is_told() {
        let (manifest, readme) = (super::MANIFEST, super::README);
        check(
            &[(manifest, ""), ("fuzz/targets/a.rs", ""), (readme, ROW)],
            &[
                "fuzz/targets/a.rs: a target that no `[[bin]]` of the manifest names, so nobody \
                 runs it",
                "fuzz/README.md:3: a row for `a`, which is no target",
            ],
        );
        check(&[("README.md", ROW)], &[]);
    }
}
