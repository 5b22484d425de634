//! Who watches a ledger: monitors, witnesses, and what is published for them.

use crate::kept::{Department, copy};
use crate::ledger::{forked, is_wrong, with_two_asks};
use crate::run::{Ran, headworks, root};
use crate::served::Served;
use ledger::{KeyList, PublicKey, Quorum, SignedCheckpoint};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// Ends a program that would go on for ever.
struct Running(Child);

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_headworks"));
        command.args(arguments).current_dir(root());
        Self(
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn monitor_at(place: &str, key: &str, state: &str, now: &str, more: &[&str]) -> Ran {
    let arguments = ["ledger", "monitor", place, "--key", key, "--state", state, "--once"];
    headworks(&[&arguments[..], &["--now", now], more].concat())
}

fn monitor(place: &str, key: &str, state: &str) -> Ran {
    monitor_at(place, key, state, "2026-11-24T16:00:00Z", &[])
}

/// Whether a look found nothing wrong, and said this.
fn is_well(ran: &Ran, out: &str) {
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(out) && (!out.is_empty() || ran.out.is_empty()), "{}", ran.out);
}

#[test]
fn a_monitor_tells_growth_and_says_when_a_ledger_forks_or_goes_back() {
    let (department, place, kept) = forked();
    let (first, state) = (department.path("first/public"), department.path("state"));
    is_well(&monitor(&first, &department.key, &state), "4 entries hold");
    assert_eq!(fs::read(&state).unwrap(), fs::read(&kept).unwrap());
    is_well(&monitor(&first, &department.key, &state), "");
    // A fork: the last good checkpoint stays.
    is_wrong(&monitor(&place, &department.key, &state), "it forked");
    assert_eq!(fs::read(&state).unwrap(), fs::read(&kept).unwrap());
    // Grown, and then rolled back.
    let other = department.path("other");
    is_well(&monitor(&place, &department.key, &other), "6 entries hold");
    assert_eq!(department.ask("fbi-warrant.json", "fbi-3", &[]).code, Some(3));
    is_well(&monitor(&place, &department.key, &other), "8 entries hold");
    is_wrong(&monitor(&first, &department.key, &other), "it went back: 8");
}

/// The two notes of a proof.
fn notes(proof: &str) -> [SignedCheckpoint; 2] {
    let (_, rest) = proof.split_once("== seen before ==\n").unwrap();
    let (before, rest) = rest.split_once("== shown then ==\n").unwrap();
    let shown = rest.split_once("== ").map_or(rest, |(shown, _)| shown);
    [before, shown].map(|note| SignedCheckpoint::read(note.as_bytes()).unwrap())
}

#[test]
fn both_checkpoints_of_a_fork_are_kept_and_none_is_written_over() {
    let (department, place, kept) = forked();
    let (first, state) = (department.path("first/public"), department.path("state"));
    is_well(&monitor(&first, &department.key, &state), "4 entries hold");
    let wrong = format!("{state}.wrong");
    is_wrong(&monitor(&place, &department.key, &state), &format!("are in `{wrong}`"));
    let proof = fs::read_to_string(&wrong).unwrap();
    let two = notes(&proof);
    assert_eq!(two[0].note(), fs::read(&kept).unwrap());
    assert_eq!(two[1].note(), fs::read(format!("{place}/checkpoint")).unwrap());
    let key = PublicKey::read(&department.key).unwrap();
    let keys = KeyList::new(key.name(), key.clone()).unwrap();
    assert!(two.iter().all(|signed| keys.check(signed).is_ok()), "both are signed");
    // Whoever has only this file can see that one does not continue the other.
    let (_, way) = proof.split_once("by this proof (RFC 6962, 2.1.2) ==\n").unwrap();
    let hashes: Vec<_> =
        way.lines().filter(|l| !l.is_empty()).map(|l| ledger::Hash::read(l).unwrap()).collect();
    let (before, shown) = (two[0].checkpoint(), two[1].checkpoint());
    let old = (before.size(), hashes[0]);
    ledger::check_consistency(&hashes[1..], old, (shown.size(), shown.root())).unwrap();
    assert_ne!(hashes[0], before.root());
    // It goes on shouting, and keeps one proof once and another one beside it.
    is_wrong(&monitor(&place, &department.key, &state), &wrong);
    assert!(!fs::exists(format!("{wrong}.2")).unwrap());
    assert_eq!(department.ask("fbi-warrant.json", "fbi-3", &[]).code, Some(3));
    is_wrong(&monitor(&place, &department.key, &state), &format!("{wrong}.2"));
    assert_eq!(fs::read_to_string(&wrong).unwrap(), proof);
    assert_eq!(notes(&fs::read_to_string(format!("{wrong}.2")).unwrap())[1].checkpoint().size(), 8);
}

#[test]
fn a_fork_of_one_size_is_told_whatever_the_tiles_are() {
    let (department, place, _) = forked();
    let (first, state) = (department.path("first/public"), department.path("state"));
    // As many entries as the other has, and others.
    fs::rename(department.path("ledger"), department.path("second")).unwrap();
    fs::rename(department.path("first"), department.path("ledger")).unwrap();
    assert_eq!(department.ask("ice-plate.json", "ice-9", &[]).code, Some(1));
    fs::rename(department.path("ledger"), department.path("first")).unwrap();
    fs::rename(department.path("second"), department.path("ledger")).unwrap();
    is_well(&monitor(&first, &department.key, &state), "6 entries hold");
    fs::copy(format!("{place}/checkpoint"), format!("{first}/checkpoint")).unwrap();
    let ran = monitor(&first, &department.key, &state);
    is_wrong(&ran, "it forked: its first 6");
    let two = notes(&fs::read_to_string(format!("{state}.wrong")).unwrap());
    assert_eq!(two.map(|one| one.checkpoint().size()), [6, 6]);
    // A checkpoint that is not the ledger's is no fork of it.
    let checkpoint = fs::read_to_string(format!("{place}/checkpoint")).unwrap();
    let (text, signature) = checkpoint.rsplit_once(' ').unwrap();
    let forged = format!("{text} {}", signature.replacen(|c: char| c.is_lowercase(), "X", 2));
    fs::write(format!("{first}/checkpoint"), forged).unwrap();
    let ran = monitor(&first, &department.key, &state);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(!ran.out.contains("forked"), "{}", ran.out);
}

#[test]
fn what_becomes_overdue_while_nothing_moves_is_told() {
    let department = with_two_asks();
    let ran = department.ledger("rotate", &["--now", "2026-11-24T13:00:00Z"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let public = department.publish("2026-11-24T13:00:00Z");
    let state = department.path("state");
    let look = |now| monitor_at(&public, &department.key, &state, now, &["--late", "1000"]);
    is_well(&look("2026-11-24T14:00:00Z"), "7 entries hold");
    is_well(&look("2026-11-25T14:00:00Z"), "");
    is_wrong(&look("2026-11-27T14:00:00Z"), "overdue");
}

#[test]
fn a_checkpoint_that_stays_the_same_is_late_also_for_who_looks_once() {
    let department = Department::begin();
    let place = department.publish("2026-11-24T13:00:00Z");
    let state = department.path("state");
    let look = |now| monitor_at(&place, &department.key, &state, now, &[]);
    is_well(&look("2026-11-24T14:00:00Z"), "2 entries hold");
    is_well(&look("2026-11-26T14:00:00Z"), "");
    is_wrong(&look("2026-11-26T14:00:01Z"), "late: no new checkpoint since 2026-11-24T14:00:00Z");
    // A new one is not late, and is late in its turn.
    let ran = department.ledger("rotate", &["--now", "2026-11-26T15:00:00Z"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    department.publish("2026-11-26T15:00:00Z");
    is_well(&look("2026-11-26T16:00:00Z"), "3 entries hold");
    is_well(&look("2026-11-28T15:00:00Z"), "");
    is_wrong(&look("2026-11-28T17:00:00Z"), "late");
}

#[test]
fn a_server_that_fails_is_asked_again_and_one_that_stays_away_is_late() {
    let department = Department::begin();
    let served = Served::start(&department.publish("2026-11-24T13:00:00Z"));
    let state = department.path("state");
    let look = |now| monitor_at(&served.url, &department.key, &state, now, &[]);
    // First the checkpoint, then something behind it.
    for (good, out) in [(0, "2 entries hold"), (2, "")] {
        served.fail(good, 1);
        let ran = look("2026-11-24T14:00:00Z");
        is_well(&ran, out);
        assert!(ran.err.contains("not reached") && ran.err.contains("503"), "{}", ran.err);
        assert!(ran.err.contains("tried again in 1 s"), "{}", ran.err);
    }
    served.fail(0, u32::MAX);
    let ran = look("2026-11-26T13:00:00Z");
    is_wrong(&ran, "nobody watches it");
    assert!(ran.err.contains("tried again in 2 s"), "the waits grow: {}", ran.err);
    assert_eq!(ran.err.matches("not reached").count(), 3, "{}", ran.err);
    is_wrong(&look("2026-11-26T15:00:00Z"), "late: no new checkpoint since 2026-11-24T14:00:00Z");
    assert!(!fs::exists(format!("{state}.wrong")).unwrap(), "nothing of it is a proof");
}

#[test]
fn a_watch_goes_on_after_a_server_failed() {
    let department = Department::begin();
    let served = Served::start(&department.publish("2026-11-24T13:00:00Z"));
    served.fail(0, 1);
    let state = department.path("state");
    let (place, key) = (served.url.as_str(), department.key.as_str());
    let arguments = ["ledger", "monitor", place, "--key", key, "--state", &state, "--every", "1"];
    let mut running = Running::start(&arguments);
    let mut out = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let first = out.next().unwrap().unwrap();
    assert!(first.contains("2 entries hold"), "{first}");
    served.fail(0, 1);
    let ran = department.ledger("rotate", &["--now", "2026-11-24T15:00:00Z"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    department.publish("2026-11-24T15:00:00Z");
    let second = out.next().unwrap().unwrap();
    assert!(second.contains("3 entries hold"), "{second}");
    let mut err = BufReader::new(running.0.stderr.take().unwrap()).lines();
    assert!(err.next().unwrap().unwrap().contains("not reached"));
}

#[test]
fn what_was_published_and_is_another_thing_now_is_told_and_left() {
    let department = with_two_asks();
    let to = department.publish("2026-11-24T13:00:00Z");
    let before = fs::read(format!("{to}/checkpoint")).unwrap();
    let tile = format!("{to}/tile/entries/000.p/6");
    let mut changed = fs::read(&tile).unwrap();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&tile, &changed).unwrap();
    let publish =
        |to: &str| department.ledger("publish", &["--to", to, "--now", "2026-11-24T14:00:00Z"]);
    is_wrong(&publish(&to), "tile/entries/000.p/6");
    assert_eq!(fs::read(&tile).unwrap(), changed);
    assert_eq!(fs::read(format!("{to}/checkpoint")).unwrap(), before);
    let ran = publish(&department.path("ledger/public"));
    assert_eq!(ran.code, Some(2), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("inside the folder of the ledger"), "{}", ran.err);
}

/// A department, of whose checkpoints a witness must have signed; and the witness's key.
fn witnessed() -> (Department, Running, String) {
    let department = Department::begin();
    let key = department.path("w1.key");
    let ran = headworks(&["ledger", "witness", "--key", &key, "--new-key", "w1.example"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let witness = ran.out.trim().to_owned();
    let ledgers = department.write("ledgers.txt", &department.key);
    let state = department.path("witnessed");
    let arguments = ["ledger", "witness", "--key", &key, "--ledgers", &ledgers, "--state", &state];
    let mut running = Running::start(&[&arguments[..], &["--listen", "127.0.0.1:0"]].concat());
    let mut ready = String::new();
    BufReader::new(running.0.stderr.as_mut().unwrap()).read_line(&mut ready).unwrap();
    let (_, url) = ready.trim().rsplit_once(' ').unwrap();
    let settings = fs::read_to_string(department.path("ledger/ledger.toml")).unwrap();
    let changed = settings
        .replace("witnesses_needed = 0", "witnesses_needed = 1")
        .replace("witnesses = []", &format!("witnesses = [\"{witness}\"]"))
        .replace("witness_urls = []", &format!("witness_urls = [\"{url}\"]"));
    assert!(changed.contains(url) && changed.contains(&witness), "{changed}");
    department.write("ledger/ledger.toml", &changed);
    (department, running, witness)
}

#[test]
fn what_is_published_bears_the_signatures_of_witnesses_and_can_be_held_to_them() {
    let (department, running, witness) = witnessed();
    let receipts = department.path("receipts");
    let ran = department.ask("own-plate.json", "rio-claro-204", &["--receipts", &receipts]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let public = department.publish("2026-11-24T13:00:00Z");
    let shown = fs::read(format!("{public}/checkpoint")).unwrap();
    let key = PublicKey::read(&witness).unwrap();
    let quorum = Quorum::new(1, vec![key]).unwrap();
    quorum.check(&SignedCheckpoint::read(&shown).unwrap()).unwrap();
    // The ledger, a receipt and a monitor are held to the witnesses that are named.
    let stranger = department.path("w2.key");
    let ran = headworks(&["ledger", "witness", "--key", &stranger, "--new-key", "w2.example"]);
    let stranger = ran.out.trim().to_owned();
    let receipt = format!("{receipts}/4.tlog-proof");
    let (state, today) = (department.path("state"), "2026-11-24");
    let held = |more: &[&str]| {
        let key = ["--key", department.key.as_str()];
        let look = ["--state", &state, "--once", "--now", "2026-11-24T14:00:00Z"];
        [
            headworks(&[&["ledger", "check", &public, "--today", today], &key[..], more].concat()),
            headworks(&[&["ledger", "check", &receipt], &key[..], more].concat()),
            headworks(&[&["ledger", "monitor", &public], &key[..], &look, more].concat()),
        ]
    };
    for ran in held(&["--witness", &witness]) {
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    }
    let one_of_two = ["--witness", &witness, "--witness", &stranger, "--witnesses-needed", "1"];
    for ran in held(&one_of_two) {
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    }
    for ran in held(&one_of_two[..4]) {
        is_wrong(&ran, "1 of 2 witnesses");
    }
    assert!(held(&["--witness", &witness])[1].out.contains("witness `w1.example` has seen"));
    for ran in held(&["--witnesses-needed", "1"]) {
        assert_eq!(ran.code, Some(2), "{}", ran.out);
    }
    // Without the witness nothing new is shown, and what is shown stays.
    drop(running);
    let to = department.path("public");
    let ran = department.ledger("publish", &["--to", &to, "--now", "2026-11-24T15:00:00Z"]);
    assert_eq!(ran.code, Some(75), "{}{}", ran.out, ran.err);
    assert_eq!(fs::read(format!("{public}/checkpoint")).unwrap(), shown);
}

#[test]
fn a_copy_elsewhere_is_whole_when_the_ledger_was_copied_by_hand_before() {
    // What an earlier version of this program left: no keys, and a checkpoint without witnesses.
    let department = with_two_asks();
    let to = department.path("public");
    copy(&department.path("ledger/public"), &to);
    department.publish("2026-11-24T13:00:00Z");
    let ran =
        headworks(&["ledger", "check", &to, "--key", &department.key, "--today", "2026-11-24"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(fs::exists(format!("{to}/keys.json")).unwrap());
}
