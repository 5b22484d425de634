//! Every write failed in turn: what was acknowledged stays.

use crate::made::{
    Item, beginning, begun, check_clean, copy, enter, enter_at_once, entries, holds, items, of_ask,
    runtime, today,
};
use ledger::PublicKey;
use std::collections::BTreeSet;
use std::path::Path;
use store::danger::{self, Fails, Faults, Lasts};
use store::{Config, Ledger};

const DISK_FULL: i32 = 28;
const NOT_ALLOWED: i32 = 13;
const BROKEN: i32 = 5;

/// How many ledgers are tried at once: most of the time they wait for a disk or a second attempt.
const AT_ONCE: u64 = 16;

/// A write that fails.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    at: u64,
    fails: Fails,
    lasts: Lasts,
    os_error: i32,
}

impl Case {
    pub(crate) fn faults(self) -> Faults {
        Faults::at(self.at, self.fails, self.lasts, self.os_error)
    }
}

const WAYS: [(Fails, Lasts, i32); 6] = [
    (Fails::Before, Lasts::Once, BROKEN),
    (Fails::HalfWay, Lasts::Once, DISK_FULL),
    (Fails::After, Lasts::Once, BROKEN),
    (Fails::Before, Lasts::Forever, NOT_ALLOWED),
    (Fails::HalfWay, Lasts::Forever, DISK_FULL),
    (Fails::After, Lasts::Forever, BROKEN),
];

/// Tries `case` at every `step`-th write until one is beyond the last; says how many were tried.
pub(crate) fn at_every_write<F>(step: u64, run: impl Fn(Case) -> F) -> u64
where
    F: Future<Output = bool>,
{
    let mut tried = 0;
    for (way, (fails, lasts, os_error)) in (0..).zip(WAYS) {
        // Each way begins elsewhere, so that a step of more than one still comes to each write.
        let mut at = 1 + way % step;
        let mut is_within = true;
        while is_within {
            let cases = (0..AT_ONCE).map(|n| Case { at: at + n * step, fails, lasts, os_error });
            let runs = futures_util::future::join_all(cases.map(&run));
            let hit = runtime().block_on(runs);
            tried += hit.iter().filter(|hit| **hit).count() as u64;
            is_within = hit.iter().all(|hit| *hit);
            at += AT_ONCE * step;
        }
    }
    tried
}

/// Begins a ledger with a write that fails, and says whether it did.
async fn begin(case: Case) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let faults = case.faults();
    let config = match danger::begin(&folder, beginning(), &faults).await {
        Ok(config) => config,
        // The last write of all brings the folder's own name to the disk: it is whole then.
        Err(_) if folder.join("ledger.toml").exists() => Config::read(&folder).unwrap(),
        Err(_) => {
            let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
            assert!(left.is_empty(), "{case:?} leaves {left:?}");
            Ledger::begin(&folder, beginning()).await.unwrap()
        }
    };
    let key = PublicKey::read(&config.keys[0].verifier).unwrap();
    assert_eq!(check_clean(&folder, &key, Some(today())).entries, 2, "{case:?}");
    let ledger = Ledger::open(&folder).await.unwrap();
    assert_eq!(enter(&ledger, &items(2, today()), 1).await.len(), 2, "{case:?}");
    ledger.close().await.unwrap();
    faults.was_hit()
}

/// Enters with a write that fails, takes the ledger up again, and ends what was to be entered.
async fn go_on(case: Case, template: &Path, key: &PublicKey, all: &[Item]) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    copy(template, &folder);
    let faults = case.faults();
    let mut receipts = Vec::new();
    if let Ok(ledger) = danger::open(&folder, &faults).await {
        // A hundred at once share a checkpoint; the rest comes from eight tasks, one by one.
        let (first, then) = all.split_at(all.len() / 2);
        let (second, last) = then.split_at(then.len().saturating_sub(24));
        receipts.extend(enter_at_once(&ledger, first).await);
        receipts.extend(enter_at_once(&ledger, second).await);
        receipts.extend(enter(&ledger, last, 8).await);
    }
    let ledger = Ledger::open(&folder).await.unwrap();
    let there: BTreeSet<_> = entries(&folder).into_iter().collect();
    let missing: Vec<_> =
        all.iter().filter(|item| !there.contains(&item.bytes())).cloned().collect();
    let more = enter_at_once(&ledger, &missing).await;
    assert_eq!(more.len(), missing.len(), "{case:?}: what is whole again refuses");
    receipts.extend(more);
    let handed_over = all.iter().map(Item::bytes).collect();
    holds(&folder, key, &ledger, &handed_over, &receipts).await;
    assert_eq!(entries(&folder).len(), all.len() + 2, "{case:?}");
    assert_eq!(of_ask(&ledger, 0).await.len(), 2, "{case:?}");
    ledger.close().await.unwrap();
    faults.was_hit()
}

fn enter_with_faults(count: usize, step: u64) -> u64 {
    let dir = tempfile::tempdir().unwrap();
    let template = dir.path().join("ledger");
    let key = runtime().block_on(begun(&template));
    let all = items(count, today());
    at_every_write(step, |case| go_on(case, &template, &key, &all))
}

#[test]
fn a_ledger_is_begun_whole_or_not_at_all() {
    let tried = at_every_write(3, begin);
    assert!(tried > 60, "{tried} writes failed");
}

#[test]
fn whatever_write_fails_what_was_acknowledged_stays() {
    let tried = enter_with_faults(300, 6);
    assert!(tried > 60, "{tried} writes failed");
}

#[test]
#[ignore = "minutes: every write in every way; the command is in README.md"]
fn a_ledger_is_begun_whole_or_not_at_all_at_every_write() {
    let tried = at_every_write(1, begin);
    println!("{tried} writes failed");
    assert!(tried > 200, "{tried} writes failed");
}

#[test]
#[ignore = "minutes: every write in every way; the command is in README.md"]
fn whatever_write_fails_what_was_acknowledged_stays_at_every_write() {
    let tried = enter_with_faults(300, 1);
    println!("{tried} writes failed");
    assert!(tried > 500, "{tried} writes failed");
}
