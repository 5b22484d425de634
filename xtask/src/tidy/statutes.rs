//! Whether every folder of law is complete: pack, policies, cases, and notes.

use crate::complaint::Complaint;
use crate::tree::{Tree, file_name, folder};
use std::collections::BTreeSet;

/// What a folder of law holds, beside its cases.
const FILES: &[&str] = &["matrix.txt", "notes.md", "pack.toml", "policy.cedar"];

/// What a reading holds, which is never in force: it may take away and add no policy of its own.
const FILES_OF_A_READING: &[&str] = &["notes.md", "pack.toml"];

/// Checks every folder of law.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let packs: BTreeSet<_> = tree.paths().filter_map(pack).collect();
    packs.iter().flat_map(|pack| incomplete(tree, pack)).collect()
}

/// The folder of law a file belongs to: `statutes/<jurisdiction>/<statute>`, or any folder that
/// holds a pack or policies, as `statutes/base`.
fn pack(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("statutes/")?;
    if matches!(file_name(path), "pack.toml" | "policy.cedar") {
        return Some(folder(path));
    }
    let mut parts = inside.split('/');
    let (jurisdiction, statute, _) = (parts.next()?, parts.next()?, parts.next()?);
    let length = "statutes/".len() + jurisdiction.len() + 1 + statute.len();
    // The cases of a pack that stands directly under `statutes`.
    if statute == "cases" { None } else { path.get(..length) }
}

fn incomplete(tree: &Tree, pack: &str) -> Vec<Complaint> {
    let mut found = Vec::new();
    let is_reading = pack.starts_with("statutes/readings/");
    for file in if is_reading { FILES_OF_A_READING } else { FILES } {
        if !tree.has(&format!("{pack}/{file}")) {
            found.push(Complaint::failure(
                pack,
                format!("a folder of law without `{file}`"),
                "add it; docs/howto/add-a-statute.md says what goes in, and \
                 `cargo run -p headworks-cli -- law matrix --write` makes `matrix.txt`",
            ));
        }
    }
    let cases = format!("{pack}/cases/");
    if !tree.paths().any(|path| path.starts_with(&cases) && path.ends_with(".toml")) {
        found.push(Complaint::failure(
            pack,
            "a folder of law without cases",
            "add `cases/<policy>.toml`: for each policy a case that it decides and a near miss",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::tidy::testing;

    const WHOLE: [(&str, &str); 5] = [
        ("statutes/a/b/cases/c.toml", ""),
        ("statutes/a/b/matrix.txt", ""),
        ("statutes/a/b/notes.md", ""),
        ("statutes/a/b/pack.toml", ""),
        ("statutes/a/b/policy.cedar", ""),
    ];

    #[test]
    fn a_whole_folder_of_law_passes() {
        testing::check(super::check, &WHOLE, &[]);
        testing::check(super::check, &[("statutes/schema.cedarschema", "")], &[]);
    }

    #[test]
    fn each_missing_part_is_told() {
        let parts = ["cases", "`matrix.txt`", "`notes.md`", "`pack.toml`", "`policy.cedar`"];
        for (missing, part) in parts.iter().enumerate() {
            let mut files = WHOLE.to_vec();
            files.remove(missing);
            let told = format!("statutes/a/b: a folder of law without {part}");
            testing::check(super::check, &files, &[&told]);
        }
    }

    #[test]
    fn a_reading_may_have_no_policies_and_has_no_matrix() {
        let reading = [
            ("statutes/readings/a/cases/c.toml", ""),
            ("statutes/readings/a/notes.md", ""),
            ("statutes/readings/a/pack.toml", ""),
        ];
        testing::check(super::check, &reading, &[]);
        let told = "statutes/readings/a: a folder of law without `notes.md`";
        testing::check(super::check, &[reading[0], reading[2]], &[told]);
    }

    #[test]
    fn the_base_is_a_folder_of_law_too() {
        let base = [
            ("statutes/base/cases/c.toml", ""),
            ("statutes/base/matrix.txt", ""),
            ("statutes/base/pack.toml", ""),
            ("statutes/base/policy.cedar", ""),
        ];
        let told = "statutes/base: a folder of law without `notes.md`";
        testing::check(super::check, &base, &[told]);
    }
}
