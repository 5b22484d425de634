//! A lookback's page, table and bundle, its check, and the letter made from it.

use crate::run::{headworks, root};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A bundle of the samples, with the sample of replies.
fn bundle() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("bundle");
    let arguments = ["--corrections", "docs/samples/replies.toml", "--quiet"];
    let ran = lookback(&["--bundle", text(&bundle)], &arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    (folder, bundle)
}

fn lookback(outputs: &[&str], more: &[&str]) -> crate::run::Ran {
    let arguments: Vec<&str> =
        ["lookback", "samples"].iter().chain(outputs).chain(more).copied().collect();
    headworks(&arguments)
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

const FILES: [&str; 7] = [
    "SHA256SUMS",
    "corrections.toml",
    "findings.csv",
    "findings.jsonl",
    "page.html",
    "run.json",
    "summary.json",
];

#[test]
fn a_bundle_names_no_folder_of_the_machine_and_two_are_the_same() {
    let (_one, first) = bundle();
    let (_other, second) = bundle();
    let mut found: Vec<_> = fs::read_dir(&first)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, FILES);
    let above = root();
    for name in FILES {
        let bytes = fs::read(first.join(name)).unwrap();
        assert_eq!(bytes, fs::read(second.join(name)).unwrap(), "{name} differs");
        let written = String::from_utf8(bytes).unwrap();
        assert!(!written.contains(text(&above)), "{name} names a folder");
        assert!(!written.contains(text(first.parent().unwrap())), "{name} names a folder");
    }
    let absolute = tempfile::tempdir().unwrap();
    let third = absolute.path().join("bundle");
    let samples = above.join("samples");
    let ran = headworks(&["lookback", text(&samples), "--bundle", text(&third), "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let of = |bundle: &Path| fs::read(bundle.join("findings.jsonl")).unwrap();
    assert_eq!(of(&first), of(&third), "an absolute path gives other findings");
}

#[test]
fn a_bundle_is_checked_and_run_again() {
    let (_folder, bundle) = bundle();
    let ran = headworks(&["bundle", "check", text(&bundle), "samples"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("ok: the run made again and compared"), "{}", ran.out);
}

#[test]
fn another_registry_or_cue_list_is_told() {
    let (_folder, bundle) = bundle();
    let path = bundle.join("run.json");
    let first = fs::read_to_string(&path).unwrap();
    let run: serde_json::Value = serde_json::from_str(&first).unwrap();
    for (key, what) in [("registry_digest", "registry"), ("cues_digest", "cue list")] {
        let told = run[key].as_str().unwrap();
        assert!(told.len() == 64 && told.bytes().all(|byte| byte.is_ascii_hexdigit()), "{told}");
        let other = "0".repeat(64);
        resigned(&bundle, &first.replace(told, &other));
        let ran = headworks(&["bundle", "check", text(&bundle), "samples"]);
        assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
        let says = format!("{what}: {other} in the bundle, {told} here");
        assert!(ran.out.contains(&says), "`{says}` is not told: {}", ran.out);
    }
    // A run of an older version, which does not tell them.
    let mut older = run.clone();
    older.as_object_mut().unwrap().retain(|key, _| !key.ends_with("s_digest"));
    resigned(&bundle, &older.to_string());
    let ran = headworks(&["bundle", "check", text(&bundle), "samples"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("cue list: not told in the bundle, "), "{}", ran.out);
}

/// Puts another `run.json` into a bundle, with its digest.
fn resigned(bundle: &Path, run: &str) {
    use sha2::{Digest as _, Sha256};
    fs::write(bundle.join("run.json"), run).unwrap();
    let sum: String =
        Sha256::digest(run.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let path = bundle.join("SHA256SUMS");
    let sums = fs::read_to_string(&path).unwrap();
    let line = |line: &str| match line.ends_with("  run.json") {
        true => format!("{sum}  run.json\n"),
        false => format!("{line}\n"),
    };
    fs::write(path, sums.lines().map(line).collect::<String>()).unwrap();
}

#[test]
fn a_changed_byte_in_any_file_is_told() {
    for name in FILES {
        let (_folder, bundle) = bundle();
        let path = bundle.join(name);
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        let ran = headworks(&["bundle", "check", text(&bundle)]);
        assert_eq!(ran.code, Some(1), "{name}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains("WRONG"), "{name}: {}", ran.out);
        if name != "SHA256SUMS" {
            assert!(ran.out.contains(&format!("`{name}` has changed")), "{}", ran.out);
        }
    }
}

#[test]
fn a_file_too_few_or_too_many_is_told() {
    let (_folder, bundle) = bundle();
    fs::write(bundle.join("extra.txt"), "x").unwrap();
    fs::remove_file(bundle.join("page.html")).unwrap();
    let ran = headworks(&["bundle", "check", text(&bundle)]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("`extra.txt` is no part of the bundle"), "{}", ran.out);
    assert!(ran.out.contains("`page.html` is listed and cannot be read"), "{}", ran.out);
    let ran = headworks(&["bundle", "check", "docs"]);
    assert_eq!(ran.code, Some(2), "{}", ran.out);
}

#[test]
fn other_inputs_are_told_by_name_and_by_what_they_change() {
    let (folder, bundle) = bundle();
    let samples = folder.path().join("samples");
    let one = "portal_audits/rio-claro-ca-pd__2026-04-22__search_audit.synthetic.csv";
    for sub in ["portal_audits", "portal_pages"] {
        fs::create_dir_all(samples.join(sub)).unwrap();
        for entry in fs::read_dir(root().join("samples").join(sub)).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), samples.join(sub).join(entry.file_name())).unwrap();
        }
    }
    let log = fs::read_to_string(samples.join(one)).unwrap();
    fs::write(samples.join(one), log.replace("inv", "theft")).unwrap();
    let ran = headworks(&["bundle", "check", text(&bundle), text(&samples)]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    for says in [
        format!("input `samples/{one}` is another"),
        "input `samples/README.md` is not here".to_owned(),
        "summary, `outcomes`: {\"withhold\":20".to_owned(),
        "findings only in the bundle: ".to_owned(),
    ] {
        assert!(ran.out.contains(&says), "`{says}` is not told: {}", ran.out);
    }
    // The law of another folder is another law.
    let law = folder.path().join("statutes");
    copy_law(&root().join("statutes"), &law);
    let pack = law.join("california/sb34/pack.toml");
    let said = fs::read_to_string(&pack).unwrap();
    fs::write(&pack, said.replace("A California agency may", "An agency of California may"))
        .unwrap();
    let ran = headworks(&["bundle", "check", text(&bundle), "samples", "--statutes", text(&law)]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("law: "), "{}", ran.out);
}

fn copy_law(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_law(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "x").unwrap();
    let ran = lookback(&["--bundle", text(folder.path())], &[]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("is for a new bundle"), "{}", ran.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_reply_to_nothing_ends_the_run_with_no_output_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let replies = folder.path().join("replies.toml");
    let said = fs::read_to_string(root().join("docs/samples/replies.toml")).unwrap();
    fs::write(&replies, said.replace("row = 2", "row = 999")).unwrap();
    let (page, bundle) = (folder.path().join("page.html"), folder.path().join("bundle"));
    let outputs = ["--html", text(&page), "--bundle", text(&bundle)];
    let ran = lookback(&outputs, &["--corrections", text(&replies)]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("row 999"), "{}", ran.err);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something is left behind");
}

#[test]
fn a_page_and_a_table_hold_no_reason_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let (page, table) = (folder.path().join("page.html"), folder.path().join("table.csv"));
    let outputs = ["--html", text(&page), "--csv", text(&table)];
    // As a sample writes it.
    let reason = "USMS assist";
    for (more, is_there) in [(&[][..], false), (&["--show-text"][..], true)] {
        assert_eq!(lookback(&outputs, more).code, Some(0));
        for path in [&page, &table] {
            let written = fs::read_to_string(path).unwrap();
            assert_eq!(written.contains(reason), is_there, "{}", path.display());
        }
    }
}

#[test]
fn a_letter_is_written_from_a_bundle_or_from_findings() {
    let (_folder, bundle) = bundle();
    let list = headworks(&["letter", text(&bundle)]);
    assert_eq!(list.code, Some(0), "{}", list.err);
    assert!(list.out.contains("Rio Claro CA PD"), "{}", list.out);
    let list = headworks(&["letter", text(&bundle), "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert_eq!(list[0]["agency"], "Rio Claro CA PD");
    let of = |from: &Path, more: &[&str]| {
        let all: Vec<&str> = ["letter", text(from), "--agency", "Rio Claro CA PD"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        let ran = headworks(&all);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran.out
    };
    let letter = of(&bundle, &[]);
    assert!(letter.contains("No result went to the Marshals Service."), "{letter}");
    assert!(letter.contains("An agency must say within 10 days"), "{letter}");
    let spanish = of(&bundle, &["--language", "es", "--to", "html"]);
    assert!(spanish.contains("<html lang=\"es\">") && spanish.contains("Solicitud de registros"));
    let from_findings = of(&bundle.join("findings.jsonl"), &[]);
    assert!(from_findings.contains("law not told"), "{from_findings}");
    let unknown = headworks(&["letter", text(&bundle), "--agency", "Rio Clara PD"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("near it: `Rio Claro CA PD`"), "{}", unknown.err);
    let wrong = headworks(&["letter", "samples/README.md"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("line 1 is no finding"), "{}", wrong.err);
}

#[test]
fn the_page_of_the_real_files_stays_below_two_megabytes() {
    let named = std::env::var_os("HEADWORKS_REAL_DATA").map(PathBuf::from);
    let data = named.unwrap_or_else(|| root().join("../shared/data"));
    if !data.join("portal_audits").is_dir() {
        eprintln!("skipped: no real data at {}; set HEADWORKS_REAL_DATA", data.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    let (audits, pages) = (data.join("portal_audits"), data.join("portal_pages"));
    let arguments = ["lookback", text(&audits), text(&pages), "--html", text(&page), "--quiet"];
    assert_eq!(headworks(&arguments).code, Some(0));
    let bytes = fs::metadata(&page).unwrap().len();
    assert!((100_000..2_000_000).contains(&bytes), "{bytes} bytes");
}
