//! A ledger of ours is verified by `tests/go`, which has no line of our code.

use crate::made::{begun, enter_at_once, items, published, runtime, today};
use ledger::{PublicKey, Receipt};
use std::path::{Path, PathBuf};
use std::process::Command;
use store::{Ledger, public};

/// Where Debian puts the sources of packages for Go.
const GOPATH: &str = "/usr/share/gocode";

/// Where this variable is `1`, `cargo xtask ci` runs without Go, and says so.
const WITHOUT: &str = "HEADWORKS_CI_WITHOUT_GO";

/// Builds the check; none where somebody asked for a run without it.
fn build(into: &Path) -> Option<PathBuf> {
    if std::env::var_os(WITHOUT).is_some_and(|value| value == "1") {
        eprintln!("NOT CHECKED: {WITHOUT} is set, so nothing of ours was verified with Go");
        return None;
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/go/main.go");
    let program = into.join("check");
    let missing = "this test needs Go and its package `golang.org/x/mod`: install `golang-go` and \
                   `golang-golang-x-mod-dev` (Debian), or run without it (see README.md)";
    let mut go = Command::new("go");
    go.env("GO111MODULE", "off").env("GOFLAGS", "");
    if std::env::var_os("GOPATH").is_none() {
        go.env("GOPATH", GOPATH);
    }
    if std::env::var_os("HOME").is_none() {
        go.env("GOCACHE", into.join("cache"));
    }
    let built = go.arg("build").arg("-o").arg(&program).arg(source).output();
    let built = built.unwrap_or_else(|error| panic!("{missing}: {error}"));
    let told = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{missing}: {told}");
    Some(program)
}

/// Writes receipts to files.
fn write(receipts: &[Receipt], into: &Path) -> Vec<PathBuf> {
    let name = |receipt: &Receipt| into.join(format!("{}.tlog-proof", receipt.index()));
    let write = |receipt: &Receipt| {
        std::fs::write(name(receipt), receipt.text()).unwrap();
        name(receipt)
    };
    receipts.iter().map(write).collect()
}

/// Runs the check, and gives what it says where it does not hold.
fn check(program: &Path, folder: &Path, key: &PublicKey, proofs: &[PathBuf]) -> Result<(), String> {
    let run = Command::new(program)
        .arg(public(folder))
        .arg(key.to_string())
        .args(proofs)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stderr).into_owned();
    if run.status.success() { Ok(()) } else { Err(told) }
}

/// Checks while the file holds other bytes.
fn check_with(
    path: &Path,
    change: impl Fn(&mut Vec<u8>),
    check: impl Fn() -> Result<(), String>,
) -> String {
    let before = std::fs::read(path).unwrap();
    let mut changed = before.clone();
    change(&mut changed);
    assert_ne!(changed, before);
    std::fs::write(path, changed).unwrap();
    let told = check().unwrap_err();
    std::fs::write(path, before).unwrap();
    told
}

#[test]
fn another_program_verifies_what_we_wrote_and_sees_what_is_changed() {
    let dir = tempfile::tempdir().unwrap();
    let Some(program) = build(dir.path()) else { return };
    let folder = dir.path().join("ledger");
    let (key, receipts) = runtime().block_on(async {
        let key = begun(&folder).await;
        let ledger = Ledger::open(&folder).await.unwrap();
        let mut receipts = Vec::new();
        for some in items(598, today()).chunks(100) {
            receipts.extend(enter_at_once(&ledger, some).await);
        }
        ledger.close().await.unwrap();
        (key, receipts)
    });
    assert_eq!(published(&folder).checkpoint().unwrap().checkpoint().size(), 600);
    assert_eq!(receipts.len(), 598);
    let proofs = write(&receipts, dir.path());
    check(&program, &folder, &key, &proofs).unwrap();

    let one = &proofs[..1];
    let run = || check(&program, &folder, &key, one);
    let flip = |at: usize| move |bytes: &mut Vec<u8>| bytes[at] ^= 1;
    let in_public = |name: &str| public(&folder).join(name);
    // An entry of the first bundle, and one of the narrow one at the edge.
    let edge = 600 - 2 * 256;
    for name in ["tile/entries/000".to_owned(), format!("tile/entries/002.p/{edge}")] {
        let told = check_with(&in_public(&name), flip(40), run);
        assert!(told.contains("the entries make another root"), "{name}: {told}");
    }
    for name in ["tile/0/001".to_owned(), format!("tile/0/002.p/{edge}"), "tile/1/000.p/2".into()] {
        let told = check_with(&in_public(&name), flip(33), run);
        assert!(told.contains("is not what the entries make"), "{name}: {told}");
    }
    // One bit of the signature: the second half of the line, so that it is still a note.
    let resign = |bytes: &mut Vec<u8>| {
        let at = bytes.len() - 20;
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    };
    let told = check_with(&in_public("checkpoint"), resign, run);
    assert!(told.contains("the signature of the checkpoint"), "{told}");
    check_receipt(&one[0], &receipts[0], run);
    run().unwrap();
    // The same ledger under another key.
    let other = ledger::SigningKey::of_secret(key.name(), ledger::KeyKind::Ledger, [3; 32]);
    assert!(check(&program, &folder, other.unwrap().public(), &[]).is_err());
}

/// A receipt with another index, or another entry.
fn check_receipt(path: &Path, receipt: &Receipt, run: impl Fn() -> Result<(), String>) {
    let index = receipt.index().0;
    let (from, to) = (format!("index {index}\n"), format!("index {}\n", index + 1));
    let reindex = |bytes: &mut Vec<u8>| {
        *bytes = String::from_utf8(bytes.clone()).unwrap().replace(&from, &to).into_bytes();
    };
    check_with(path, reindex, &run);
    let at = receipt.text().find("extra ").unwrap() + 26;
    let change = |bytes: &mut Vec<u8>| {
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    };
    check_with(path, change, &run);
}
