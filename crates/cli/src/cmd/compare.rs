//! Checks a bundle against its digests, and a second run against it.

use crate::cmd::bundle::{
    Check, DIGESTS, FINDINGS, FileDigest, PAGE, REPLIES, RUN, Run, RunLanguage, SUMMARY, TABLE,
    digest,
};
use crate::exit::Exit;
use anyhow::{Context as _, Result};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// At most so many findings that are on one side only are told.
const FINDINGS_TOLD: usize = 5;

/// Checks a bundle and tells what is not as it should be.
pub(crate) fn run(check: &Check) -> Result<Exit> {
    let mut wrong = against_digests(&check.folder)?;
    println!("{}", told("files of the bundle against their digests", &wrong));
    if !check.paths.is_empty() && wrong.is_empty() {
        let differs = against_second_run(check)?;
        println!("{}", told("the run made again and compared", &differs));
        wrong.extend(differs);
    } else if !check.paths.is_empty() {
        println!("not run again: the bundle is not as it was written");
    }
    Ok(if wrong.is_empty() { Exit::Done } else { Exit::CheckFailed })
}

fn told(what: &str, wrong: &[String]) -> String {
    match wrong {
        [] => format!("ok: {what}"),
        wrong => format!("WRONG: {what}\n  {}", wrong.join("\n  ")),
    }
}

/// Each file of the folder, by its digest.
fn against_digests(folder: &Path) -> Result<Vec<String>> {
    let sums = folder.join(DIGESTS);
    let text = fs::read_to_string(&sums)
        .with_context(|| format!("`{}` is no bundle: no `{DIGESTS}`", folder.display()))?;
    let mut wrong = Vec::new();
    let mut listed = Vec::new();
    for line in text.lines() {
        let Some((sha256, name)) = line.split_once("  ") else {
            wrong.push(format!("`{DIGESTS}` has a line that is no digest and name"));
            continue;
        };
        // A name that leads elsewhere would have us read another file.
        if !NAMES.contains(&name) {
            wrong.push(format!("`{DIGESTS}` lists `{name}`, which no bundle has"));
            continue;
        }
        listed.push(name);
        match digest(&folder.join(name), name) {
            Ok(found) if found.sha256 == sha256 => {}
            Ok(_) => wrong.push(format!("`{name}` has changed since it was written")),
            Err(_) => wrong.push(format!("`{name}` is listed and cannot be read")),
        }
    }
    for name in [RUN, SUMMARY, FINDINGS, PAGE, TABLE] {
        if !listed.contains(&name) {
            wrong.push(format!("`{DIGESTS}` does not list `{name}`"));
        }
    }
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name != DIGESTS && !listed.contains(&name.as_str()) {
            wrong.push(format!("`{name}` is no part of the bundle"));
        }
    }
    Ok(wrong)
}

/// What a bundle can hold.
const NAMES: [&str; 6] = [RUN, SUMMARY, FINDINGS, PAGE, TABLE, REPLIES];

/// Makes the run again, as another person would, and compares.
fn against_second_run(check: &Check) -> Result<Vec<String>> {
    let again = Again::new()?;
    let first = read_run(&check.folder)?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(arguments(check, &first, again.bundle()));
    let done = command.stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
    if !again.bundle().is_dir() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Ok(vec![format!("the second run came to no end: {}", said.trim())]);
    }
    let second = read_run(again.bundle())?;
    let mut differs = runs(&first, &second);
    let (one, other) = (&check.folder, again.bundle());
    differs.extend(summaries(&json(&one.join(SUMMARY))?, &json(&other.join(SUMMARY))?));
    if !is_same(one, other, FINDINGS)? {
        differs.extend(findings(&one.join(FINDINGS), &other.join(FINDINGS))?);
    }
    for name in [PAGE, TABLE] {
        // Of what has changed above, a page or table tells nothing new.
        if differs.is_empty() && !is_same(one, other, name)? {
            differs.push(format!("`{name}` is made otherwise, from the same findings"));
        }
    }
    Ok(differs)
}

/// The place of the second run, taken away at the end.
struct Again(PathBuf, PathBuf);

impl Again {
    fn new() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("headworks-check-{}", std::process::id()));
        fs::create_dir(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        let bundle = folder.join("bundle");
        Ok(Self(folder, bundle))
    }

    fn bundle(&self) -> &Path {
        &self.1
    }
}

impl Drop for Again {
    fn drop(&mut self) {
        // What is left lies in the folder for what is temporary.
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn arguments(check: &Check, first: &Run, bundle: &Path) -> Vec<OsString> {
    let mut all: Vec<OsString> = vec!["lookback".into(), "--quiet".into()];
    let options = &first.options;
    if let Some(day) = options.as_of {
        all.extend(["--as-of".into(), day.to_string().into()]);
    }
    if options.show_text {
        all.push("--show-text".into());
    }
    if let RunLanguage::Es = options.language {
        all.extend(["--language".into(), "es".into()]);
    }
    if options.corrections {
        all.extend(["--corrections".into(), check.folder.join(REPLIES).into()]);
    }
    if let Some(statutes) = &check.statutes {
        all.extend(["--statutes".into(), statutes.into()]);
    }
    all.extend(["--bundle".into(), bundle.into(), "--".into()]);
    all.extend(check.paths.iter().map(Into::into));
    all
}

fn read_run(folder: &Path) -> Result<Run> {
    let path = folder.join(RUN);
    let told = || format!("cannot read `{}`", path.display());
    let text = fs::read_to_string(&path).with_context(told)?;
    serde_json::from_str(&text).map_err(io::Error::from).with_context(told)
}

fn json(path: &Path) -> Result<Value> {
    let told = || format!("cannot read `{}`", path.display());
    let text = fs::read_to_string(path).with_context(told)?;
    serde_json::from_str(&text).map_err(io::Error::from).with_context(told)
}

fn is_same(one: &Path, other: &Path, name: &str) -> Result<bool> {
    Ok(digest(&one.join(name), name)? == digest(&other.join(name), name)?)
}

/// What was run: version, law, registry, cues, inputs.
fn runs(first: &Run, second: &Run) -> Vec<String> {
    let none = || "not told".to_owned();
    let pairs = [
        ("version of Headworks", first.headworks.clone(), second.headworks.clone()),
        ("law", first.law_digest.clone(), second.law_digest.clone()),
        (
            "registry",
            first.registry_digest.clone().unwrap_or_else(none),
            second.registry_digest.clone().unwrap_or_else(none),
        ),
        (
            "cue list",
            first.cues_digest.clone().unwrap_or_else(none),
            second.cues_digest.clone().unwrap_or_else(none),
        ),
    ];
    let mut differs: Vec<String> = pairs
        .into_iter()
        .filter(|(_, one, other)| one != other)
        .map(|(what, one, other)| format!("{what}: {one} in the bundle, {other} here"))
        .collect();
    differs.extend(inputs(&first.inputs, &second.inputs));
    differs
}

fn inputs(first: &[FileDigest], second: &[FileDigest]) -> Vec<String> {
    let by_name = |files: &[FileDigest]| -> BTreeMap<String, FileDigest> {
        files.iter().map(|file| (file.name.clone(), file.clone())).collect()
    };
    let (first, second) = (by_name(first), by_name(second));
    let mut differs = Vec::new();
    for (name, one) in &first {
        match second.get(name) {
            None => differs.push(format!("input `{name}` is not here")),
            Some(other) if one != other => differs.push(format!(
                "input `{name}` is another: {} bytes in the bundle, {} here",
                one.bytes, other.bytes
            )),
            Some(_) => {}
        }
    }
    let more = second.keys().filter(|name| !first.contains_key(*name));
    differs.extend(more.map(|name| format!("input `{name}` is here and not in the bundle")));
    differs
}

/// Each part of the summary that is not the same.
fn summaries(first: &Value, second: &Value) -> Vec<String> {
    let (Some(first), Some(second)) = (first.as_object(), second.as_object()) else {
        return vec![format!("`{SUMMARY}` is no object")];
    };
    let mut differs = Vec::new();
    for (key, one) in first {
        let other = second.get(key).unwrap_or(&Value::Null);
        if one == other {
            continue;
        }
        let (one_told, other_told) = (one.to_string(), other.to_string());
        // A list of files says nothing when it is printed whole.
        if one_told.len() + other_told.len() <= 200 {
            differs.push(format!("summary, `{key}`: {one_told} in the bundle, {other_told} here"));
        } else {
            differs.push(format!("summary, `{key}` differs"));
        }
    }
    let more = second.keys().filter(|key| !first.contains_key(*key));
    differs.extend(more.map(|key| format!("summary, `{key}` is new here")));
    differs
}

/// How many findings are on one side only, and some of them by place.
fn findings(first: &Path, second: &Path) -> Result<Vec<String>> {
    let mut differs = Vec::new();
    let (one, other) = (lines(first)?, lines(second)?);
    for (what, only) in
        [("only in the bundle", only_in(&one, &other)), ("only here", only_in(&other, &one))]
    {
        if !only.is_empty() {
            let places: Vec<&str> =
                only.iter().take(FINDINGS_TOLD).map(|place| place.as_str()).collect();
            let more = if only.len() > places.len() { ", …" } else { "" };
            differs.push(format!("findings {what}: {} ({}{more})", only.len(), places.join(", ")));
        }
    }
    if differs.is_empty() {
        differs.push("findings stand in another order".to_owned());
    }
    Ok(differs)
}

/// Each line by its digest, with the place it is about.
fn lines(path: &Path) -> Result<BTreeMap<[u8; 32], String>> {
    let told = || format!("cannot read `{}`", path.display());
    let mut lines = BTreeMap::new();
    for line in BufReader::new(File::open(path).with_context(told)?).lines() {
        let line = line.with_context(told)?;
        let finding: Value =
            serde_json::from_str(&line).map_err(io::Error::from).with_context(told)?;
        let source = finding.pointer("/sources/0");
        let of = |key: &str| source.and_then(|source| source.get(key));
        let file = of("path").and_then(Value::as_str).unwrap_or("?");
        let row = of("row").and_then(Value::as_u64).unwrap_or(0);
        lines.insert(Sha256::digest(line.as_bytes()).into(), format!("{file} row {row}"));
    }
    Ok(lines)
}

fn only_in<'a>(
    one: &'a BTreeMap<[u8; 32], String>,
    other: &BTreeMap<[u8; 32], String>,
) -> Vec<&'a String> {
    let mut only: Vec<_> =
        one.iter().filter(|(digest, _)| !other.contains_key(*digest)).map(|(_, at)| at).collect();
    only.sort();
    only
}
