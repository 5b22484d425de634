//! Any byte changed in what is published, or in a receipt, is seen.

use crate::made::{
    TWO, begun, check, check_clean, closed, day, enter_at_once, items, published, runtime, today,
};
use ledger::{PublicKey, Receipt, TilePath, Trust};
use std::path::{Path, PathBuf};
use store::{Ledger, public};
use terms::Day;
use testkit::Dice;

/// A day on which nothing is overdue.
fn after() -> Day {
    day("2026-11-25")
}

/// The files that the published tree needs: its tiles and bundles, and the checkpoint.
///
/// Narrow tiles of smaller trees lie beside them; no check of this tree reads those.
fn tree_files(folder: &Path) -> Vec<PathBuf> {
    let size = published(folder).checkpoint().unwrap().checkpoint().size();
    let mut names: Vec<_> = TilePath::all(size).map(|path| path.to_string()).collect();
    names.push("checkpoint".to_owned());
    names.into_iter().map(|name| public(folder).join(name)).collect()
}

fn opened_files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(public(folder).join("opened")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files.filter(|path| path.to_string_lossy().ends_with(end)).collect()
}

/// Whether a check passes as if nothing had been changed.
fn passes(folder: &Path, key: &PublicKey) -> bool {
    check(folder, key, Some(after())).is_ok_and(|checked| checked.wrong.is_empty())
}

/// Changes one byte, sees that the check sees it, and puts it back.
fn must_be_seen(folder: &Path, key: &PublicKey, path: &Path, at: usize, bits: u8) {
    let before = std::fs::read(path).unwrap();
    let mut changed = before.clone();
    changed[at] ^= bits;
    std::fs::write(path, changed).unwrap();
    assert!(!passes(folder, key), "byte {at} of {} by {bits}", path.display());
    std::fs::write(path, before).unwrap();
}

fn length(path: &Path) -> usize {
    usize::try_from(std::fs::metadata(path).unwrap().len()).unwrap()
}

async fn small(folder: &Path) -> (PublicKey, Vec<Receipt>, Trust) {
    let key = begun(folder).await;
    let ledger = Ledger::open(folder).await.unwrap();
    let mut receipts = Vec::new();
    for number in 0..2 {
        receipts.push(closed(number, today()).enter(&ledger, today()).await.unwrap());
    }
    assert_eq!(ledger.open_due(after(), TWO).await.unwrap().len(), 1);
    let trust = ledger.book().trust().clone();
    ledger.close().await.unwrap();
    (key, receipts, trust)
}

#[test]
fn every_byte_of_a_small_ledger_counts() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let (key, _, _) = runtime().block_on(small(&folder));
    check_clean(&folder, &key, Some(after()));
    let mut dice = Dice::of(0xb17e);
    let mut files = tree_files(&folder);
    files.extend(opened_files(&folder, ".jsonl"));
    assert!(files.len() >= 4);
    let mut bytes = 0;
    for path in &files {
        for at in 0..length(path) {
            must_be_seen(&folder, &key, path, at, 1 << dice.below(8));
            bytes += 1;
        }
    }
    assert!(bytes > 1_000, "{bytes} bytes were changed");
    let shuffle = &opened_files(&folder, ".shuffle")[0];
    for _ in 0..200 {
        must_be_seen(&folder, &key, shuffle, dice.below(length(shuffle)), 1 << dice.below(8));
    }
    assert!(passes(&folder, &key), "it is as it was");
}

#[test]
fn every_byte_of_a_receipt_counts() {
    let dir = tempfile::tempdir().unwrap();
    let (_, receipts, trust) = runtime().block_on(small(&dir.path().join("ledger")));
    for receipt in receipts {
        receipt.check(&trust).unwrap();
        let text = receipt.text().into_bytes();
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut changed = text.clone();
                changed[at] ^= 1 << bit;
                let read = String::from_utf8(changed).ok().map(|text| Receipt::read(&text));
                let passes = read.is_some_and(|read| read.is_ok_and(|r| r.check(&trust).is_ok()));
                assert!(!passes, "byte {at}, bit {bit}");
            }
        }
    }
}

#[test]
fn bytes_of_a_ledger_of_thousands_count() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let key = runtime().block_on(async {
        let key = begun(&folder).await;
        let ledger = Ledger::open(&folder).await.unwrap();
        for some in items(2_000, today()).chunks(400) {
            assert_eq!(enter_at_once(&ledger, some).await.len(), some.len());
        }
        ledger.close().await.unwrap();
        key
    });
    assert!(passes(&folder, &key));
    let mut dice = Dice::of(0x2000);
    for path in tree_files(&folder) {
        // Its first and last byte, and some between.
        let length = length(&path);
        let mut places = vec![0, length - 1];
        places.extend((0..6).map(|_| dice.below(length)));
        for at in places {
            must_be_seen(&folder, &key, &path, at, 1 << dice.below(8));
        }
    }
    assert!(passes(&folder, &key));
}
