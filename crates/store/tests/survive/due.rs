//! Opening, destroying and changing keys, broken off anywhere.

use crate::failed::{Case, at_every_write};
use crate::made::{
    Item, ORIGIN, TWO, begun, check, check_clean, check_receipts, clear, closed, copy, day,
    entries, files, published, runtime, today,
};
use ledger::{
    Checkpoint, Clear, ClosedKind, Entry, EntryIndex, KeyKind, PublicKey, Receipt, openings_file,
};
use std::collections::BTreeSet;
use std::path::Path;
use store::danger::{self, Faults};
use store::{Config, Ledger, Trusted, private, public, read_key};
use terms::{Day, ProvisionId};

/// How many closed entries each of the two days has.
const EACH: usize = 4;

fn second_day() -> Day {
    day("2026-11-25")
}

/// A day on which everything is overdue that is not open.
fn late() -> Day {
    day("2026-12-24")
}

fn under() -> ProvisionId {
    ProvisionId("MADE-UP/erase".to_owned())
}

/// A ledger of two days; what is ruled opens on the next day, and what was kept three days later.
async fn two_days(folder: &Path) -> (PublicKey, Vec<Receipt>) {
    let key = begun(folder).await;
    let mut config = Config::read(folder).unwrap();
    config.delays_days = [(ClosedKind::Ruled, 1), (ClosedKind::Kept, 3)].into();
    config.write(folder).unwrap();
    let ledger = Ledger::open(folder).await.unwrap();
    let settings = Clear::SettingsChanged { day: today(), settings: ledger.config().settings() };
    ledger.book().enter_clear(settings).await.unwrap();
    let mut receipts = Vec::new();
    for (at, on) in [today(), second_day()].into_iter().enumerate() {
        for number in 0..EACH {
            let item = closed(at * EACH + number, on);
            receipts.push(item.enter(&ledger, on).await.unwrap());
        }
        clear(at, on).enter(&ledger, on).await.unwrap();
    }
    ledger.close().await.unwrap();
    (key, receipts)
}

/// How many contents the `opened` entries show, by the lines of the files that they name.
fn shown(folder: &Path) -> usize {
    let lines = |entry: &Vec<u8>| match Entry::read(entry).unwrap() {
        Entry::Clear(Clear::Opened { of, openings, .. }) => {
            let file = published(folder).file(&openings_file(of, openings)).unwrap().unwrap();
            file.iter().filter(|byte| **byte == b'\n').count()
        }
        _ => 0,
    };
    entries(folder).iter().map(lines).sum()
}

async fn contents(ledger: &Ledger, on: Day) -> usize {
    let opened = ledger.open_due(on, TWO).await.unwrap();
    opened.iter().map(|one| one.contents).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_opened_once() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let (key, receipts) = two_days(&folder).await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let half = EACH / 2;
    let steps = [
        ("2026-11-24", 0),    // no day is over
        ("2026-11-25", half), // what the first day ruled
        ("2026-11-26", half), // what the second day ruled
        ("2026-11-27", half), // what the first day kept
        ("2026-11-28", half), // what the second day kept
        ("2026-11-29", 0),
    ];
    let mut all = 0;
    for (on, expected) in steps {
        assert_eq!(contents(&ledger, day(on)).await, expected, "{on}");
        assert_eq!(contents(&ledger, day(on)).await, 0, "{on} again");
        all += expected;
        check_clean(&folder, &key, Some(day(on)));
        assert_eq!(shown(&folder), all, "{on}");
    }
    check_clean(&folder, &key, Some(late()));
    check_receipts(&folder, &ledger, &receipts);
    ledger.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_overdue_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let (key, _) = two_days(&folder).await;
    let overdue = |on: &str| check(&folder, &key, Some(day(on))).unwrap().wrong.len();
    assert_eq!(overdue("2026-11-25"), 0);
    assert!(overdue("2026-12-24") > 0);
    let ledger = Ledger::open(&folder).await.unwrap();
    ledger.open_due(day("2026-11-26"), TWO).await.unwrap();
    assert_eq!(overdue("2026-12-24"), 2, "what was kept, of both days");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_back_stays_closed_until_its_day_has_passed() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let (key, receipts) = two_days(&folder).await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let hold = async |at: usize, until: &str, on: &str| {
        let paper = ledger::Digest([9; 32]);
        let index: EntryIndex = receipts[at].index();
        ledger.hold(index, day(until), under(), paper, day(on)).await
    };
    // One before its day is shuffled, one after that.
    hold(0, "2026-12-01", "2026-11-25").await.unwrap();
    let again = hold(0, "2026-12-02", "2026-11-25").await;
    assert!(matches!(again, Err(store::Error::Held { .. })), "{again:?}");
    let half = EACH / 2;
    assert_eq!(contents(&ledger, day("2026-11-25")).await, half - 1);
    let open = hold(2, "2026-12-01", "2026-11-25").await;
    assert!(matches!(open, Err(store::Error::Open(_))), "{open:?}");
    let named = hold(1, "2026-11-28", "2026-11-25").await.unwrap();
    for (on, expected) in [
        ("2026-11-26", half),     // what the second day ruled
        ("2026-11-27", half - 1), // what the first day kept, but for the one
        ("2026-11-28", half),     // what the second day kept
        ("2026-11-29", 1),        // the one
    ] {
        assert_eq!(contents(&ledger, day(on)).await, expected, "{on}");
        let checked = check_clean(&folder, &key, Some(day(on)));
        assert_eq!(checked.figures.held, if on < "2026-11-29" { 2 } else { 1 }, "{on}");
    }
    check_clean(&folder, &key, Some(day("2026-12-01")));
    let wrong = check(&folder, &key, Some(day("2026-12-02"))).unwrap().wrong;
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    // It is held back for longer on its last day, and opened on the day after that.
    assert_eq!(contents(&ledger, day("2026-12-01")).await, 0);
    hold(0, "2026-12-05", "2026-12-01").await.unwrap();
    assert_eq!(contents(&ledger, day("2026-12-05")).await, 0);
    check_clean(&folder, &key, Some(day("2026-12-05")));
    assert_eq!(contents(&ledger, day("2026-12-06")).await, 1);
    let checked = check_clean(&folder, &key, Some(late()));
    assert_eq!((checked.figures.opened, checked.figures.held), (2 * EACH as u64, 0));
    // The paper is committed to, and what opens the commitment is kept.
    let all = entries(&folder);
    let named = &all[usize::try_from(named.0).unwrap()];
    let Ok(Entry::Clear(Clear::Held { paper, contents: 1, .. })) = Entry::read(named) else {
        panic!("{named:?}");
    };
    assert_ne!(paper, ledger::Digest([9; 32]), "a plain digest could be guessed");
    let (secret, digest) = ledger.paper(paper).await.unwrap().unwrap();
    let secret = ledger::Secret::new(secret.try_into().unwrap());
    assert_eq!(digest, [9; 32]);
    assert_eq!(ledger::paper_commitment(&secret, ledger::Digest([9; 32])), paper);
    ledger.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_entered_before_a_freeze_is_opened_held_and_erased_after_it() {
    for cause in [ledger::FreezeCause::CourtOrder, ledger::FreezeCause::KeyLost] {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("ledger");
        let (key, receipts) = two_days(&folder).await;
        let ledger = Ledger::open(&folder).await.unwrap();
        let frozen = Clear::Frozen { day: second_day(), cause };
        ledger.book().enter_clear(frozen).await.unwrap();
        // Once as it is, and once taken up anew.
        for at in [0, 2] {
            let is_taken = cause != ledger::FreezeCause::KeyLost;
            let on = second_day();
            let erased = ledger.erase(receipts[at].index(), under(), None, on).await;
            assert_eq!(erased.is_ok(), is_taken, "{cause:?} {erased:?}");
            let ruled = closed(300, on).enter(&ledger, on).await;
            assert!(matches!(ruled, Err(store::Error::Frozen(_))), "{ruled:?}");
            let other = clear(300, on).enter(&ledger, on).await;
            assert!(matches!(other, Err(store::Error::Frozen(_))), "{other:?}");
        }
        ledger.close().await.unwrap();
        let ledger = Ledger::open(&folder).await.unwrap();
        let opened = ledger.open_due(late(), TWO).await;
        if cause == ledger::FreezeCause::KeyLost {
            assert!(matches!(opened, Err(store::Error::Frozen(_))), "{opened:?}");
        } else {
            opened.unwrap();
            check_clean(&folder, &key, Some(late()));
            assert_eq!(shown(&folder), 2 * EACH - 2);
        }
        ledger.close().await.unwrap();
    }
}

/// A check that goes on from an earlier one reads what came in since, and says the same.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_goes_on_says_what_a_whole_one_says() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let (key, receipts) = two_days(&folder).await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let trusted = |on: Day| Trusted { key: key.clone(), since: None, law: None, today: Some(on) };
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for on in ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28"] {
        let on = day(on);
        ledger.open_due(on, TWO).await.unwrap();
        for number in 0..90 {
            closed(1_000 + number, on).enter(&ledger, on).await.unwrap();
        }
        let whole = check_clean(&folder, &key, Some(on));
        assert_eq!(whole.read, whole.entries);
        for before in &seen {
            let before = store::Seen::read(before).unwrap();
            let size = before.checkpoint().unwrap().checkpoint().size();
            let place = published(&folder);
            let on = store::check_on(&place, &trusted(on), before, TWO, &mut |_, _| {}).unwrap();
            assert_eq!((on.read, on.entries), (whole.entries - size, whole.entries));
            assert_eq!((on.figures, on.wrong), (whole.figures, vec![]));
            assert_eq!(on.seen.to_bytes().unwrap(), whole.seen.to_bytes().unwrap());
        }
        seen.push(whole.seen.to_bytes().unwrap());
    }
    // What becomes overdue is told without anything new.
    let last = store::Seen::read(seen.last().unwrap()).unwrap();
    let place = published(&folder);
    let on = store::check_on(&place, &trusted(late()), last.clone(), TWO, &mut |_, _| {}).unwrap();
    assert_eq!(on.read, 0);
    assert!(!on.wrong.is_empty());
    // What was seen is of one ledger and key alone.
    let other = Trusted { key: begun(&dir.path().join("other")).await, ..trusted(late()) };
    assert!(store::check_on(&place, &other, last.clone(), TWO, &mut |_, _| {}).is_err());
    let elsewhere = published(&dir.path().join("other"));
    let fork = store::check_on(&elsewhere, &trusted(late()), last, TWO, &mut |_, _| {});
    assert!(matches!(fork, Err(store::Error::RolledBack { .. })), "{fork:?}");
    check_receipts(&folder, &ledger, &receipts);
    ledger.close().await.unwrap();
}

/// Opens what is due with a write that fails, and once more.
async fn open_with(case: Case, template: &Path, key: &PublicKey) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    copy(template, &folder);
    let faults = case.faults();
    if let Ok(ledger) = danger::open(&folder, &faults).await {
        drop(ledger.open_due(day("2026-11-26"), TWO).await);
        drop(ledger.open_due(day("2026-11-27"), TWO).await);
    }
    let ledger = Ledger::open(&folder).await.unwrap();
    ledger.open_due(day("2026-11-27"), TWO).await.unwrap();
    check_clean(&folder, key, Some(day("2026-11-27")));
    ledger.open_due(day("2026-11-28"), TWO).await.unwrap();
    check_clean(&folder, key, Some(late()));
    assert_eq!(shown(&folder), 2 * EACH, "{case:?}");
    assert_eq!(contents(&ledger, late()).await, 0, "{case:?}");
    ledger.close().await.unwrap();
    faults.was_hit()
}

#[test]
fn whatever_write_fails_no_place_is_opened_twice() {
    let dir = tempfile::tempdir().unwrap();
    let template = dir.path().join("ledger");
    let (key, _) = runtime().block_on(two_days(&template));
    let tried = at_every_write(5, |case| open_with(case, &template, &key));
    assert!(tried > 60, "{tried} writes failed");
}

#[test]
#[ignore = "minutes: every write in every way; the command is in README.md"]
fn whatever_write_fails_no_place_is_opened_twice_at_every_write() {
    let dir = tempfile::tempdir().unwrap();
    let template = dir.path().join("ledger");
    let (key, _) = runtime().block_on(two_days(&template));
    let tried = at_every_write(1, |case| open_with(case, &template, &key));
    println!("{tried} writes failed");
    assert!(tried > 300, "{tried} writes failed");
}

/// Whether any private file holds these bytes, or their hexadecimal digits.
fn is_anywhere(folder: &Path, secret: &[u8]) -> bool {
    let digits: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let holds = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).any(|some| some == what);
    let all = files(&private(folder));
    all.values().any(|bytes| holds(bytes, secret) || holds(bytes, digits.as_bytes()))
}

async fn secret(ledger: &Ledger, index: EntryIndex) -> Vec<u8> {
    ledger.opening(index).await.unwrap().secret().bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_erased_is_gone_from_the_disk_and_the_check_is_clean() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let (key, receipts) = two_days(&folder).await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let paper = Some(ledger::Digest([9; 32]));
    // Before its day is shuffled; then after that, one that is open already and one that is not.
    for at in [0, 2, 3] {
        let index = receipts[at].index();
        let secret = secret(&ledger, index).await;
        assert!(is_anywhere(&folder, &secret), "it would be found where it is");
        ledger.erase(index, under(), paper, day("2026-11-26")).await.unwrap();
        assert!(!is_anywhere(&folder, &secret), "the opening of {index} is still there");
        assert!(ledger.opening(index).await.is_err());
        let again = ledger.erase(index, under(), paper, day("2026-11-26")).await;
        assert!(again.is_err(), "it is gone already");
        let now = contents(&ledger, day("2026-11-26")).await;
        assert_eq!(now, if at == 0 { EACH - 1 } else { 0 }, "{at}");
        check_clean(&folder, &key, Some(day("2026-11-26")));
    }
    ledger.open_due(late(), TWO).await.unwrap();
    check_clean(&folder, &key, Some(late()));
    check_receipts(&folder, &ledger, &receipts);
    assert_eq!(shown(&folder), 2 * EACH - 2);
    ledger.close().await.unwrap();
}

/// Erases with a write that fails: the entry is there and the opening is gone, or neither.
async fn erase_with(case: Case, template: &Path, key: &PublicKey, index: EntryIndex) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    copy(template, &folder);
    let faults = case.faults();
    if let Ok(ledger) = danger::open(&folder, &faults).await {
        drop(ledger.erase(index, under(), None, day("2026-11-25")).await);
    }
    let ledger = Ledger::open(&folder).await.unwrap();
    let says =
        |entry: &Vec<u8>| matches!(Entry::read(entry).unwrap(), Entry::Clear(Clear::Erased { .. }));
    let count = entries(&folder).iter().filter(|entry| says(entry)).count();
    let is_gone = ledger.opening(index).await.is_err();
    assert_eq!(count, usize::from(is_gone), "{case:?}");
    ledger.open_due(late(), TWO).await.unwrap();
    check_clean(&folder, key, Some(late()));
    assert_eq!(shown(&folder), 2 * EACH - usize::from(is_gone), "{case:?}");
    ledger.close().await.unwrap();
    faults.was_hit()
}

#[test]
fn whatever_write_fails_an_erasure_is_whole_or_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let template = dir.path().join("ledger");
    let (key, index) = runtime().block_on(async {
        let (key, receipts) = two_days(&template).await;
        let ledger = Ledger::open(&template).await.unwrap();
        ledger.open_due(day("2026-11-25"), TWO).await.unwrap();
        ledger.close().await.unwrap();
        // Of the first day, shuffled and not open yet.
        (key, receipts[1].index())
    });
    let tried = at_every_write(2, |case| erase_with(case, &template, &key, index));
    assert!(tried > 20, "{tried} writes failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_change_of_keys_the_first_key_still_leads_to_all() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let (key, mut receipts) = two_days(&folder).await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let config = ledger.rotate(day("2026-11-25")).await.unwrap();
    assert_eq!(config.keys.len(), 2);
    let ledger = Ledger::open(&folder).await.unwrap();
    let on = day("2026-11-25");
    receipts.push(closed(100, on).enter(&ledger, on).await.unwrap());
    receipts.push(clear(101, on).enter(&ledger, on).await.unwrap());
    check_receipts(&folder, &ledger, &receipts);
    check_clean(&folder, &key, Some(on));
    for receipt in &receipts {
        let since = Some(receipt.checkpoint().clone());
        let trusted = Trusted { key: key.clone(), since, law: None, today: None };
        store::check(&published(&folder), &trusted, TWO, &mut |_, _| {}).unwrap();
    }
    ledger.close().await.unwrap();
    // The old key signs no larger tree.
    let now = published(&folder).checkpoint().unwrap();
    let (size, root) = (now.checkpoint().size(), now.checkpoint().root());
    let old = read_key(&private(&folder).join("log-1.key"), KeyKind::Ledger).unwrap();
    let forged = Checkpoint::new(ORIGIN, size, root).unwrap().sign(&[&old]).unwrap();
    std::fs::write(public(&folder).join("checkpoint"), forged.note()).unwrap();
    assert!(check(&folder, &key, None).is_err());
    assert!(Ledger::open(&folder).await.is_err());
}

/// Changes keys with a write that fails, goes on, and changes them again.
async fn rotate_with(case: Case, template: &Path, key: &PublicKey) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    copy(template, &folder);
    let faults: Faults = case.faults();
    let on = day("2026-11-25");
    let mut keys = 1;
    if let Ok(ledger) = danger::open(&folder, &faults).await
        && let Ok(config) = ledger.rotate(on).await
    {
        keys = config.keys.len();
        assert_eq!(keys, 2);
    }
    for number in 0..2 {
        let ledger = Ledger::open(&folder).await.unwrap();
        assert!(ledger.config().keys.len() >= keys, "{case:?}");
        let items: Vec<Item> = (0..3).map(|n| closed(200 + 10 * number + n, on)).collect();
        let mut receipts = Vec::new();
        for item in &items {
            receipts.push(item.enter(&ledger, on).await.unwrap());
        }
        check_receipts(&folder, &ledger, &receipts);
        check_clean(&folder, key, Some(on));
        if number == 1 {
            ledger.close().await.unwrap();
        } else {
            keys = ledger.config().keys.len() + 1;
            let config = ledger.rotate(on).await.unwrap();
            assert_eq!(config.keys.len(), keys, "{case:?}");
        }
    }
    let config = Config::read(&folder).unwrap();
    let vouched = config.key_file().vouched_by(key).unwrap();
    assert_eq!(vouched, config.trust().unwrap().keys, "{case:?}");
    let keys = config.keys;
    let named: BTreeSet<_> = keys.into_iter().filter_map(|key| key.file).collect();
    let there = files(&private(&folder)).into_keys();
    let there = there.filter(|path| path.extension().is_some_and(|end| end == "key")).count();
    assert_eq!(named.len(), there, "{case:?}: a key is left over");
    faults.was_hit()
}

#[test]
fn whatever_write_fails_keys_can_be_changed() {
    let dir = tempfile::tempdir().unwrap();
    let template = dir.path().join("ledger");
    let (key, _) = runtime().block_on(two_days(&template));
    let tried = at_every_write(2, |case| rotate_with(case, &template, &key));
    assert!(tried > 30, "{tried} writes failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_every_check_would_tell_as_wrong_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    begun(&folder).await;
    let config = Config::read(&folder).unwrap();
    for (kind, days, is_good) in [
        (ClosedKind::Shared, 366, true),
        (ClosedKind::Shared, 367, false),
        (ClosedKind::Reviewed, 2, false),
    ] {
        let mut changed = config.clone();
        changed.delays_days = [(kind, days)].into();
        changed.write(&folder).unwrap();
        assert_eq!(Config::read(&folder).is_ok(), is_good, "{kind:?} {days}");
        assert_eq!(Ledger::open(&folder).await.is_ok(), is_good, "{kind:?} {days}");
    }
}
