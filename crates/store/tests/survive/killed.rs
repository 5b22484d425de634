//! Killed at any moment: what was acknowledged before is there afterwards.

use crate::made::{begun, check_clean, clear, closed, entries, holds, runtime, today};
use ledger::{EntryIndex, Receipt};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use store::Ledger;
use testkit::Dice;

/// The folder, for the process that enters until it is killed.
const FOLDER: &str = "HEADWORKS_TEST_LEDGER";

const TASKS: usize = 8;

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Tells the other process something, in one write: half a line says nothing.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    // Who no longer listens is about to kill us.
    // A line of its own: the runner of tests may have begun one.
    drop(out.write_all(format!("\n@{line}\n").as_bytes()).and_then(|()| out.flush()));
}

async fn enter_until_killed(folder: &Path, count: usize) {
    let ledger = Ledger::open(folder).await.unwrap();
    tell("open");
    let next = AtomicUsize::new(usize::try_from(std::process::id()).unwrap() * 1_000_000);
    let task = || async {
        for _ in 0..count {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let item = if number.is_multiple_of(5) {
                clear(number, today())
            } else {
                closed(number, today())
            };
            let digest = hex(&item.bytes());
            tell(&format!("hands {digest}"));
            let receipt: Receipt = item.enter(&ledger, today()).await.unwrap();
            tell(&format!("has {} {digest}", receipt.index()));
        }
    };
    futures_util::future::join_all((0..TASKS).map(|_| task())).await;
    ledger.close().await.unwrap();
}

/// Does what the process does that is killed: run alone it enters a few and ends.
#[test]
#[ignore = "run by the tests beside it, which kill it"]
fn a_process_enters_until_it_is_killed() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return runtime().block_on(enter_until_killed(&PathBuf::from(folder), usize::MAX));
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    runtime().block_on(async {
        let key = begun(&folder).await;
        enter_until_killed(&folder, 5).await;
        let all = check_clean(&folder, &key, Some(today())).entries;
        assert_eq!(all, 2 + 5 * TASKS as u64);
    });
}

/// What the processes said.
#[derive(Default)]
struct Said {
    handed_over: BTreeSet<String>,
    had: BTreeSet<(u64, String)>,
    rounds_with_entries: u32,
}

impl Said {
    /// Takes what comes until the process is gone.
    fn hear(&mut self, lines: &Receiver<String>) {
        let before = self.had.len();
        for line in lines {
            let mut words = line.split(' ');
            match (words.next(), words.next(), words.next()) {
                (Some("@hands"), Some(digest), None) => {
                    self.handed_over.insert(digest.to_owned());
                }
                (Some("@has"), Some(index), Some(digest)) => {
                    self.had.insert((index.parse().unwrap(), digest.to_owned()));
                }
                _ => {}
            }
        }
        self.rounds_with_entries += u32::from(self.had.len() > before);
    }
}

fn start(folder: &Path) -> (Child, Receiver<String>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::a_process_enters_until_it_is_killed"])
        .args(["--ignored", "--nocapture", "--test-threads", "1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = child.stdout.take().unwrap();
    let (sender, lines) = channel();
    std::thread::spawn(move || {
        let mut out = BufReader::new(out);
        let mut line = String::new();
        // A torn last line has no end, and is left aside.
        while out.read_line(&mut line).is_ok_and(|count| count > 0) && line.ends_with('\n') {
            if sender.send(line.trim_end().to_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
    (child, lines)
}

fn kill_and_check(rounds: u32) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let key = runtime().block_on(begun(&folder));
    let mut dice = Dice::of(0x0b5e_55ed);
    let mut said = Said::default();
    for round in 0..rounds {
        let (mut child, lines) = start(&folder);
        // Every fourth is killed while it starts, the others while they enter.
        if !round.is_multiple_of(4) {
            let mut heard = lines.iter();
            let is_open = heard.any(|line| line == "@open");
            assert!(is_open, "round {round}: it does not open: {:?}", child.wait());
        }
        std::thread::sleep(Duration::from_millis(3 + dice.below(78) as u64));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        assert!(!status.success() && status.code().is_none(), "round {round}: it ended itself");
        said.hear(&lines);
    }
    assert!(said.rounds_with_entries > rounds / 3, "{} rounds entered", said.rounds_with_entries);
    println!("{} entries had a receipt in {rounds} rounds", said.had.len());
    runtime().block_on(async {
        let ledger = Ledger::open(&folder).await.unwrap();
        let all = entries(&folder);
        for (index, digest) in &said.had {
            let there = all.get(usize::try_from(*index).unwrap()).map(|entry| hex(entry));
            assert_eq!(there.as_ref(), Some(digest), "entry {index} had a receipt");
        }
        let known = |entry: &&Vec<u8>| said.handed_over.contains(&hex(entry));
        let handed_over = all.iter().filter(known).cloned().collect();
        let mut receipts = Vec::new();
        for (index, _) in said.had.iter().step_by(97) {
            receipts.push(ledger.receipt(EntryIndex(*index)).await.unwrap());
        }
        holds(&folder, &key, &ledger, &handed_over, &receipts).await;
        ledger.close().await.unwrap();
    });
}

#[test]
fn a_process_that_is_killed_loses_nothing_that_it_acknowledged() {
    kill_and_check(40);
}

#[test]
#[ignore = "half a minute: two hundred kills; the command is in README.md"]
fn a_process_that_is_killed_loses_nothing_that_it_acknowledged_two_hundred_times() {
    kill_and_check(200);
}
