//! Whether every folder of law is complete: pack, policies, cases, and notes.

use crate::complaint::Complaint;
use crate::tree::{Tree, file_name, folder};
use std::collections::BTreeSet;

/// What a folder of law holds, beside its cases.
const FILES: &[&str] = &["notes.md", "pack.toml", "policy.cedar"];

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
    for file in FILES {
        if !tree.has(&format!("{pack}/{file}")) {
            found.push(Complaint::failure(
                pack,
                format!("a folder of law without `{file}`"),
                "add it; docs/howto/add-a-statute.md says what goes in",
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

    const WHOLE: [(&str, &str); 4] = [
        ("statutes/a/b/cases/c.toml", ""),
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
        let parts = ["cases", "`notes.md`", "`pack.toml`", "`policy.cedar`"];
        for (missing, part) in parts.iter().enumerate() {
            let mut files = WHOLE.to_vec();
            files.remove(missing);
            let told = format!("statutes/a/b: a folder of law without {part}");
            testing::check(super::check, &files, &[&told]);
        }
    }

    #[test]
    fn the_base_is_a_folder_of_law_too() {
        let base = [
            ("statutes/base/cases/c.toml", ""),
            ("statutes/base/pack.toml", ""),
            ("statutes/base/policy.cedar", ""),
        ];
        let told = "statutes/base: a folder of law without `notes.md`";
        testing::check(super::check, &base, &[told]);
    }
}
