//! A department in a folder: a ledger, with facts and records of the demo.

use crate::run::{Ran, headworks, root};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) const NOON: &str = "2026-11-24T12:00:00Z";

/// A department in a folder: `ledger`, `facts`, `records`.
pub(crate) struct Department {
    folder: TempDir,
    /// The verifier key of its ledger.
    pub(crate) key: String,
}

impl Department {
    /// One that began its ledger on 2026-11-24.
    pub(crate) fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for part in ["facts", "records"] {
            let to = folder.path().join(part);
            fs::create_dir(&to).unwrap();
            for file in fs::read_dir(root().join("demo").join(part)).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), to.join(file.file_name())).unwrap();
            }
        }
        let mut begun = Self { folder, key: String::new() };
        let ran = begun.init(&begun.path("ledger"));
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        begun.key = ran.out.trim().to_owned();
        begun
    }

    pub(crate) fn init(&self, folder: &str) -> Ran {
        let holder = ["--holder", "Rio Claro Police Department", "--state", "CA"];
        let origin = ["--origin", "ledger.example.gov/rio-claro", "--now", "2026-11-24"];
        headworks(&[&["ledger", "init", folder], &origin[..], &holder].concat())
    }

    /// A path below its folder, as text.
    pub(crate) fn path(&self, below: &str) -> String {
        self.folder.path().join(below).to_str().unwrap().to_owned()
    }

    pub(crate) fn write(&self, below: &str, text: &str) -> String {
        fs::write(self.folder.path().join(below), text).unwrap();
        self.path(below)
    }

    /// Runs an ask of the demo, or of another file.
    pub(crate) fn ask(&self, file: &str, credential: &str, more: &[&str]) -> Ran {
        let file = if file.contains('/') { file.to_owned() } else { format!("demo/asks/{file}") };
        let (ledger, facts, records) =
            (self.path("ledger"), self.path("facts"), self.path("records"));
        let mut arguments = vec!["ask", file.as_str(), "--as", credential, "--ledger", &ledger];
        arguments.extend(["--facts", &facts, "--records", &records]);
        if !more.contains(&"--now") {
            arguments.extend(["--now", NOON]);
        }
        headworks(&[&arguments[..], more].concat())
    }

    /// Runs a command on its ledger.
    pub(crate) fn ledger(&self, verb: &str, more: &[&str]) -> Ran {
        headworks(&[&["ledger", verb, &self.path("ledger")], more].concat())
    }

    /// Publishes its ledger, by this moment, and gives back the folder.
    pub(crate) fn publish(&self, now: &str) -> String {
        let to = self.path("public");
        let ran = self.ledger("publish", &["--to", &to, "--now", now]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        to
    }

    /// How many entries the ledger has.
    pub(crate) fn entries(&self) -> u64 {
        let ran = self.ledger("check", &["--json", "--today", "2026-11-24"]);
        assert_eq!(ran.code, Some(0), "{} {}", ran.out, ran.err);
        let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        told.get("entries").and_then(serde_json::Value::as_u64).unwrap()
    }
}

/// Every file below a folder with its size, in order.
pub(crate) fn sizes(folder: &str) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(one) = folders.pop() {
        for entry in fs::read_dir(&one).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let below = entry.path().strip_prefix(folder).unwrap().to_owned();
                found.push((below, entry.metadata().unwrap().len()));
            }
        }
    }
    found.sort();
    found
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &str, to: &str) {
    for (below, _) in sizes(from) {
        let to = Path::new(to).join(&below);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(Path::new(from).join(&below), to).unwrap();
    }
}
