//! What every package carries: versions, lints, a README, and its bans.

use crate::complaint::Complaint;
use crate::floors::plan;
use crate::tree::{Tree, file_name, folder};
use toml::{Table, Value};

/// Lines of a room's README: one screen.
const README_LINES_MAX: usize = 60;

/// The tables of a manifest that name dependencies.
const DEPENDENCY_TABLES: &[&str] = &["build-dependencies", "dependencies", "dev-dependencies"];

/// What the `clippy.toml` of a pure room bans at the least. Clippy reads one file and does not
/// merge it with the root's, so each must be complete.
const PURE_BANS: &[&str] = &[
    "std::env::var",
    "std::fs::File::open",
    "std::net::TcpStream",
    "std::time::Instant::now",
    "std::time::SystemTime::now",
];

/// Checks every manifest and what belongs beside it.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let mut found = pinned_toolchains(tree);
    for (path, text) in tree.texts().filter(|(path, _)| is_member(path)) {
        match text.parse::<Table>() {
            Ok(manifest) => {
                found.extend(versions(path, &manifest));
                found.extend(lints(path, &manifest));
            }
            Err(error) => {
                found.push(Complaint::failure(path, error.message(), "make it a manifest"));
            }
        }
        if let Some(room) = room_at(path) {
            found.extend(readme(tree, room));
            found.extend(bans(tree, room));
        }
    }
    found.extend(kept_crates_in_deny(tree));
    found
}

/// A manifest of a package of this workspace; `bench/` and `fuzz/` are workspaces of their own.
fn is_member(path: &str) -> bool {
    let is_beside = plan::BESIDE.contains(&folder(path));
    file_name(path) == "Cargo.toml" && (room_at(path).is_some() || is_beside)
}

fn room_at(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml").filter(|room| !room.contains('/'))
}

fn versions(path: &str, manifest: &Table) -> Vec<Complaint> {
    let mut found = Vec::new();
    for dependencies in dependency_tables(manifest) {
        for (name, given) in dependencies {
            let table = given.as_table();
            let is_shared =
                table.and_then(|t| t.get("workspace")).and_then(Value::as_bool) == Some(true);
            let says_more = ["git", "path", "version"]
                .iter()
                .any(|key| table.is_some_and(|table| table.contains_key(*key)));
            if !is_shared || says_more {
                found.push(Complaint::failure(
                    path,
                    format!("`{name}` does not come from the workspace table"),
                    format!("write `{name}.workspace = true`; versions are in the root Cargo.toml"),
                ));
            }
        }
    }
    found
}

/// Every table of dependencies, those for one platform among them.
fn dependency_tables(manifest: &Table) -> Vec<&Table> {
    let platforms = manifest.get("target").and_then(Value::as_table).into_iter().flatten();
    let platforms = platforms.filter_map(|(_, platform)| platform.as_table());
    std::iter::once(manifest)
        .chain(platforms)
        .flat_map(|table| DEPENDENCY_TABLES.iter().filter_map(|name| table.get(*name)?.as_table()))
        .collect()
}

fn lints(path: &str, manifest: &Table) -> Option<Complaint> {
    let shared = manifest.get("lints").and_then(|lints| lints.get("workspace"));
    (shared.and_then(Value::as_bool) != Some(true)).then(|| {
        Complaint::failure(
            path,
            "the lints of the workspace are off",
            "add `[lints]` with `workspace = true`",
        )
    })
}

fn readme(tree: &Tree, room: &str) -> Option<Complaint> {
    let path = format!("crates/{room}/README.md");
    let Some(text) = tree.text(&path) else {
        return Some(Complaint::failure(
            path,
            "a room without a README",
            "say on one screen what the room is for, what it never does, and how to use it",
        ));
    };
    let lines = text.lines().count();
    (lines > README_LINES_MAX).then(|| {
        Complaint::failure(
            path,
            format!("a README of {lines} lines, over {README_LINES_MAX}"),
            "keep it to one screen and move the rest to the docs of the code",
        )
    })
}

fn bans(tree: &Tree, room: &str) -> Option<Complaint> {
    if !plan::PURE.contains(&room) {
        return None;
    }
    let path = format!("crates/{room}/clippy.toml");
    let mend = "copy the `clippy.toml` of another pure room";
    let Some(text) = tree.text(&path) else {
        return Some(Complaint::failure(path, "a pure room without its bans", mend));
    };
    let missing = PURE_BANS.iter().find(|ban| !text.contains(&format!("\"{ban}\"")))?;
    Some(Complaint::failure(path, format!("a pure room that does not ban `{missing}`"), mend))
}

fn pinned_toolchains(tree: &Tree) -> Vec<Complaint> {
    let pins =
        tree.paths().filter(|path| file_name(path).trim_end_matches(".toml") == "rust-toolchain");
    pins.map(|path| {
        Complaint::failure(
            path,
            "a file pins the toolchain",
            "delete it: `rust-version` in the root Cargo.toml says what is needed",
        )
    })
    .collect()
}

/// `deny.toml` must name every kept crate, with every room that keeps it among the wrappers.
fn kept_crates_in_deny(tree: &Tree) -> Vec<Complaint> {
    let Some(text) = tree.text("deny.toml") else { return Vec::new() };
    let Ok(deny) = text.parse::<Table>() else {
        return vec![Complaint::failure("deny.toml", "it is not TOML", "see cargo-deny's docs")];
    };
    let rows = deny.get("bans").and_then(|bans| bans.get("deny")).and_then(Value::as_array);
    let is_told = |outside: &str, room: &str| {
        rows.into_iter().flatten().any(|row| {
            let wrappers = row.get("wrappers").and_then(Value::as_array).into_iter().flatten();
            let package = format!("headworks-{room}");
            row.get("crate").and_then(Value::as_str) == Some(outside)
                && wrappers.filter_map(Value::as_str).any(|wrapper| wrapper == package)
        })
    };
    let mut found = Vec::new();
    for (outside, rooms) in plan::KEPT_IN {
        if let Some(room) = rooms.iter().find(|room| !is_told(outside, room)) {
            found.push(Complaint::failure(
                "deny.toml",
                format!("`{outside}` is kept in `{room}`, which its row does not say"),
                format!("add `headworks-{room}` to the wrappers of `{outside}` under [bans]"),
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::testing;

    const LINTS: &str = "[lints]\nworkspace = true\n";

    /// Checks a tool's manifest, which needs neither README nor bans.
    fn check(manifest: &str, expected: &[&str]) {
        testing::check(super::check, &[("xtask/Cargo.toml", manifest)], expected);
    }

    #[test]
    fn versions_stand_in_the_workspace_table_alone() {
        let told = "xtask/Cargo.toml: `a` does not come from the workspace table";
        check(&format!("{LINTS}[dependencies]\na.workspace = true\n"), &[]);
        for given in ["\"1\"", "{ version = \"1\" }", "{ path = \"../a\" }", "{ git = \"x\" }"] {
            check(&format!("{LINTS}[dependencies]\na = {given}\n"), &[told]);
            check(&format!("{LINTS}[dev-dependencies]\na = {given}\n"), &[told]);
            check(&format!("{LINTS}[target.'cfg(unix)'.dependencies]\na = {given}\n"), &[told]);
        }
    }

    #[test]
    fn every_package_turns_the_lints_on() {
        check(LINTS, &[]);
        let told = "xtask/Cargo.toml: the lints of the workspace are off";
        check("[package]\n", &[told]);
        check("[lints]\nworkspace = false\n", &[told]);
    }

    #[test]
    fn a_manifest_that_cannot_be_read_is_told() {
        let told = super::check(&Tree::of(&[("xtask/Cargo.toml", "[")]));
        assert_eq!(told.len(), 1, "{told:?}");
    }

    fn clippy() -> String {
        PURE_BANS.iter().map(|ban| format!("\"{ban}\"\n")).collect()
    }

    #[test]
    fn a_pure_room_has_a_short_readme_and_its_bans() {
        let bans = clippy();
        let room = |readme: &str, bans: &str, expected: &[&str]| {
            let files = [
                ("crates/law/Cargo.toml", LINTS),
                ("crates/law/README.md", readme),
                ("crates/law/clippy.toml", bans),
            ];
            testing::check(super::check, &files, expected);
        };
        room("It rules.", &bans, &[]);
        let told = "crates/law/README.md: a README of 61 lines, over 60";
        room(&"It rules.\n".repeat(61), &bans, &[told]);
        let told = "crates/law/clippy.toml: a pure room that does not ban `std::env::var`";
        room("It rules.", &bans.replace("std::env::var", ""), &[told]);
    }

    #[test]
    fn a_room_without_readme_or_bans_is_told() {
        testing::check(
            super::check,
            &[("crates/law/Cargo.toml", LINTS)],
            &[
                "crates/law/README.md: a room without a README",
                "crates/law/clippy.toml: a pure room without its bans",
            ],
        );
        testing::check(
            super::check,
            &[("crates/cli/Cargo.toml", LINTS), ("crates/cli/README.md", "It wires.")],
            &[],
        );
    }

    #[test]
    fn no_file_pins_the_toolchain() {
        for path in ["rust-toolchain", "crates/law/rust-toolchain.toml"] {
            let told = format!("{path}: a file pins the toolchain");
            testing::check(super::check, &[(path, "")], &[&told]);
        }
        testing::check(super::check, &[("docs/rust-toolchain.md", "")], &[]);
    }

    #[test]
    fn deny_names_every_kept_crate_with_its_rooms() {
        let row = |(outside, rooms): &(&str, &[&str])| {
            let wrappers: Vec<_> = rooms.iter().map(|room| format!("headworks-{room}")).collect();
            format!("[[bans.deny]]\ncrate = \"{outside}\"\nwrappers = {wrappers:?}\n")
        };
        let all: String = plan::KEPT_IN.iter().map(row).collect();
        testing::check(super::check, &[("deny.toml", &all)], &[]);
        let told = "deny.toml: `csv` is kept in `parties`, which its row does not say";
        let less = all.replace(", \"headworks-parties\"", "");
        testing::check(super::check, &[("deny.toml", &less)], &[told]);
    }
}
