//! Whether all data in the repository is made up, and says so.
//!
//! Real logs are public records about people. They are read where they lie and never copied here;
//! what ships is synthetic, in the same formats.

use crate::complaint::Complaint;
use crate::tree::{Tree, file_name};
use std::collections::BTreeSet;

/// How the names of the real files end, in lower case.
const REAL_NAMES: &[&str] = &[
    "_derived_pseudonymised.csv",
    "_extracted.csv",
    "_search_audit.csv",
    "agency_policies.csv",
    "search_audit.csv",
];

/// What the names of the real files hold, in lower case, wherever they are put.
const REAL_MARKS: &[&str] = &["learn_data_sharing", "okaloosa", "spd-alpr"];

/// Endings of files that hold tables or documents.
const DATA_ENDINGS: &[&str] =
    &["csv", "db", "docx", "parquet", "pdf", "sqlite", "tsv", "xls", "xlsx", "zip"];

/// Folders at the root in which tables have a place of their own rules: `registry/` is who is who,
/// each row dated and sourced; `vectors/` are outside test vectors with their origin.
const OTHER_HOMES: &[&str] = &["bench/", "registry/", "vectors/"];

/// Checks every path, and the README of each folder of samples.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let is_label = |path: &&str| tree.text(path).is_some_and(|text| is_hashed(path, text));
    let mut found: Vec<_> =
        tree.paths().filter(|path| !is_label(path)).filter_map(astray).collect();
    let homes: BTreeSet<_> = tree.paths().filter_map(synthetic_home).collect();
    found.extend(homes.iter().filter_map(|home| unsaid(tree, home)));
    found
}

/// Data that may not be where it is, or may not be here at all.
fn astray(path: &str) -> Option<Complaint> {
    let name = file_name(path).to_lowercase();
    let is_marked = REAL_MARKS.iter().any(|mark| path.to_lowercase().contains(mark));
    let is_named = REAL_NAMES.iter().any(|end| name.ends_with(end));
    let home = synthetic_home(path);
    if is_marked || (is_named && home.is_none()) {
        return Some(Complaint::failure(
            path,
            "carries the name of a file of real data",
            "take it out of the repository, and out of git's history; made-up data in its format \
             goes under `samples/` with another name",
        ));
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_elsewhere = home.is_none() && !OTHER_HOMES.iter().any(|other| path.starts_with(other));
    (DATA_ENDINGS.contains(&ending) && is_elsewhere).then(|| {
        Complaint::failure(
            path,
            format!("a `.{ending}` file outside the folders of synthetic data"),
            "move it under `samples/`, `demo/`, or a `fixtures/` folder, if it is made up",
        )
    })
}

/// Whether a table holds labels of real data under hashes, and not a word of it.
fn is_hashed(path: &str, text: &str) -> bool {
    let is_hash = |cell: &str| cell.len() == 32 && cell.bytes().all(|b| b.is_ascii_hexdigit());
    let is_name = |cell: &str| cell.bytes().all(|b| b.is_ascii_lowercase() || b"_+".contains(&b));
    let is_row = |line: &str| {
        line.split_once(',').is_some_and(|(first, rest)| {
            is_hash(first) && rest.split(',').count() == 3 && rest.split(',').all(is_name)
        })
    };
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    path.ends_with("/labels/real.csv") && rows.clone().count() > 0 && rows.clone().all(is_row)
}

/// The folder of synthetic data a file is in, if it is in one.
fn synthetic_home(path: &str) -> Option<&str> {
    if let Some(home) = ["samples", "demo"]
        .into_iter()
        .find(|home| path.strip_prefix(home).is_some_and(|rest| rest.starts_with('/')))
    {
        return path.get(..home.len());
    }
    let at = path.rfind("/fixtures/")?;
    path.get(..at + "/fixtures".len())
}

fn unsaid(tree: &Tree, home: &str) -> Option<Complaint> {
    let readme = format!("{home}/README.md");
    let is_said = tree.text(&readme).is_some_and(|text| text.to_lowercase().contains("synthetic"));
    (!is_said).then(|| {
        Complaint::failure(
            readme,
            format!("nothing says that what is in `{home}` is synthetic"),
            "say there how it was made up, and that it is synthetic",
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::tidy::testing;

    const README: &str = "Everything here is synthetic.";

    fn check(files: &[(&str, &str)], expected: &[&str]) {
        testing::check(super::check, files, expected);
    }

    #[test]
    fn a_file_named_as_real_data_is_told() {
        let told = "crates/a/search_audit.csv: carries the name of a file of real data";
        check(&[("crates/a/search_audit.csv", "")], &[told]);
        let told = "samples/Okaloosa.txt: carries the name of a file of real data";
        check(&[("samples/Okaloosa.txt", ""), ("samples/README.md", README)], &[told]);
    }

    #[test]
    fn made_up_logs_may_carry_the_vendors_own_name_among_the_samples() {
        check(&[("samples/x_search_audit.csv", ""), ("samples/README.md", README)], &[]);
        check(&[("a/fixtures/search_audit.csv", ""), ("a/fixtures/README.md", README)], &[]);
    }

    #[test]
    fn samples_say_that_they_are_synthetic() {
        let told = "samples/README.md: nothing says that what is in `samples` is synthetic";
        check(&[("samples/a.csv", "")], &[told]);
        check(&[("samples/a.csv", ""), ("samples/README.md", "Some logs.")], &[told]);
        let told = "a/fixtures/README.md: nothing says that what is in `a/fixtures` is synthetic";
        check(&[("a/fixtures/b.toml", "")], &[told]);
    }

    #[test]
    fn labels_of_real_data_hold_no_word_of_it() {
        let row = "00112233445566778899aabbccddeeff,crime,,tuning\n";
        let table = format!("# labels\nhmac,label,certainty,half\n{row}");
        let path = "crates/a/tests/labels/real.csv";
        check(&[(path, &table)], &[]);
        let told = format!("{path}: a `.csv` file outside the folders of synthetic data");
        check(&[(path, &format!("{table}a reason,crime,,tuning\n"))], &[&told]);
        check(&[(path, &format!("{table}{}", row.replace("crime", "A Reason")))], &[&told]);
    }

    #[test]
    fn tables_have_their_folders() {
        let told = "docs/a.xlsx: a `.xlsx` file outside the folders of synthetic data";
        check(&[("docs/a.xlsx", "")], &[told]);
        check(&[("registry/federal.csv", ""), ("docs/a.md", "")], &[]);
    }
}
