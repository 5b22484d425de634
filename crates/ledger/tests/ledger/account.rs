//! The account as a whole: what is wrong is told, and what is right is not.

use crate::made::{LAW, Made, ORIGIN, TWO, body, day, live_a_day};
use ledger::{
    Account, Clear, Content, Digest, Entry, Erasure, FreezeCause, OpenedDay, Wrong, lines, publish,
};
use terms::{Outcome, ProvisionId};
use testkit::Dice;

fn check(made: &Made, today: Option<&str>) -> Vec<Wrong> {
    let mut account = Account::new(ORIGIN, TWO);
    for entry in &made.entries {
        account.take(entry, &mut |name| made.files.get(name).cloned());
    }
    account.end(today.map(day))
}

fn told(wrong: &[Wrong]) -> String {
    wrong.iter().map(|wrong| wrong.what.as_str()).collect::<Vec<_>>().join("; ")
}

fn two_days() -> Made {
    let mut dice = Dice::of(3);
    let mut made = Made::begin(day("2026-11-22"));
    for (of, on) in [("2026-11-22", "2026-11-23"), ("2026-11-23", "2026-11-24")] {
        live_a_day(&mut made, day(of), 2, &mut dice);
        made.open(day(of), day(on));
    }
    made
}

#[test]
fn a_true_account_is_clean() {
    assert_eq!(check(&two_days(), Some("2026-12-24")), []);
}

#[test]
fn a_file_that_is_changed_or_missing_is_told() {
    let made = two_days();
    for name in made.files.keys() {
        let mut changed = two_days();
        changed.files.get_mut(name).unwrap()[100] ^= 1;
        assert!(told(&check(&changed, None)).contains("is not the one that was entered"), "{name}");
        changed.files.remove(name);
        assert!(told(&check(&changed, None)).contains("is missing"), "{name}");
    }
}

#[test]
fn what_is_entered_under_another_law_is_told() {
    let mut made = Made::begin(day("2026-11-24"));
    made.clear(Clear::LawChanged { day: day("2026-11-24"), law: Digest([8; 32]) });
    made.ask("Agency 1", day("2026-11-24"), 1, Outcome::Withhold, 0);
    assert!(told(&check(&made, None)).contains(&format!("it names the law {LAW}")));
}

#[test]
fn a_day_that_goes_back_is_told() {
    let mut made = two_days();
    made.clear(Clear::LawChanged { day: day("2026-11-20"), law: LAW });
    assert!(told(&check(&made, None)).contains("is before that of an earlier entry"));
}

#[test]
fn nothing_is_entered_after_a_freeze() {
    let mut made = two_days();
    made.clear(Clear::Frozen { day: day("2026-11-25"), cause: FreezeCause::Moved });
    assert_eq!(check(&made, None), []);
    made.ask("Agency 1", day("2026-11-25"), 1, Outcome::Withhold, 0);
    assert!(told(&check(&made, None)).contains("after the ledger was frozen"));
}

#[test]
fn a_ledger_begins_with_its_settings() {
    let mut made = two_days();
    made.entries.remove(0);
    assert!(told(&check(&made, None)).contains("begins with its settings"));
}

#[test]
fn openings_that_are_overdue_are_told_and_a_paper_holds_them_back() {
    let mut made = Made::begin(day("2026-11-22"));
    for _ in 0..3 {
        made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    }
    // Only rulings are opened; the three shares stay closed.
    let first = ledger::EntryIndex(0);
    let named = OpenedDay { origin: ORIGIN, day: day("2026-11-22"), first, end: made.next() };
    let pairs: Vec<_> = (2..8).map(|n| made.opening(ledger::EntryIndex(n)).clone()).collect();
    let commitments: Vec<_> = pairs.iter().map(|(closed, _)| closed.told).collect();
    let openings: Vec<_> = pairs.into_iter().map(|(_, opening)| Some(opening)).collect();
    let (shuffle, places) = named.shuffle(&commitments, [1; 32], TWO).unwrap();
    let ruled = |_: u32, content: &Content| matches!(content, Content::Ruled { .. });
    let some = publish(&places, &openings, ruled).unwrap();
    made.enter_opened(named, day("2026-11-23"), &shuffle, lines(&some).unwrap());
    assert_eq!(check(&made, Some("2026-11-23")), []);
    let overdue = "3 contents of 2026-11-22 are overdue to be opened";
    assert!(told(&check(&made, Some("2026-12-24"))).contains(overdue));
    made.clear(Clear::Held {
        day: day("2026-11-23"),
        of: day("2026-11-22"),
        contents: 3,
        until: day("2026-12-31"),
        under: ProvisionId("CA-CPRA".to_owned()),
        paper: Digest([5; 32]),
    });
    assert_eq!(check(&made, Some("2026-12-24")), []);
    assert!(told(&check(&made, Some("2027-01-24"))).contains(overdue));
    // What was erased can no longer be opened, and what was open before hides nothing else.
    made.clear(Clear::Erased {
        day: day("2026-11-24"),
        what: Erasure::Content { day: day("2026-11-22"), place: some.first().unwrap().place },
        under: ProvisionId("CA-CPRA".to_owned()),
        paper: None,
    });
    assert!(told(&check(&made, Some("2027-01-24"))).contains(overdue));
    let again = lines(&some).unwrap();
    made.enter_opened(named, day("2026-11-25"), &shuffle, again);
    let all = told(&check(&made, None));
    assert!(
        all.contains("was opened before") && all.contains("was erased, and is opened"),
        "{all}"
    );
}

#[test]
fn openings_destroyed_before_their_day_was_shuffled_are_not_overdue() {
    let mut made = Made::begin(day("2026-11-22"));
    for _ in 0..3 {
        made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    }
    let erased = |on: &str, of: &str| Clear::Erased {
        day: day(on),
        what: Erasure::Particulars { day: day(of), entries: 1 },
        under: ProvisionId("CA-CPRA".to_owned()),
        paper: None,
    };
    made.clear(erased("2026-11-23", "2026-11-22"));
    let named = OpenedDay {
        origin: ORIGIN,
        // The next day: what was entered at the last moment may stand there.
        day: day("2026-11-23"),
        first: ledger::EntryIndex(0),
        end: made.next(),
    };
    let pairs: Vec<_> = (2..8).map(|n| made.opening(ledger::EntryIndex(n)).clone()).collect();
    let commitments: Vec<_> = pairs.iter().map(|(closed, _)| closed.told).collect();
    let (shuffle, places) = named.shuffle(&commitments, [1; 32], TWO).unwrap();
    let mut openings: Vec<_> = pairs.into_iter().map(|(_, opening)| Some(opening)).collect();
    openings[0] = None;
    openings[5] = None;
    let some = publish(&places, &openings, |_, _| true).unwrap();
    made.enter_opened(named, day("2026-11-24"), &shuffle, lines(&some).unwrap());
    // One is missing that no entry says was destroyed.
    let late = Some("2026-12-24");
    assert!(told(&check(&made, late)).contains("1 contents of 2026-11-23 are overdue"));
    made.clear(erased("2026-11-24", "2026-11-20"));
    assert!(told(&check(&made, late)).contains("1 contents of 2026-11-23 are overdue"));
    made.clear(erased("2026-11-24", "2026-11-23"));
    assert_eq!(check(&made, late), []);
}

#[test]
fn a_day_never_opened_is_overdue() {
    let mut made = Made::begin(day("2026-11-22"));
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    made.clear(Clear::LawChanged { day: day("2026-11-23"), law: LAW });
    assert_eq!(check(&made, Some("2026-11-24")), []);
    assert!(told(&check(&made, Some("2026-11-25"))).contains("overdue"));
}

#[test]
fn more_shared_than_ruled_to_be_is_told() {
    let mut made = two_days();
    let share = made.ask("Agency 1", day("2026-11-24"), 1, Outcome::Share, 5);
    let (_, opening) = made.opening(share).clone();
    for _ in 0..100 {
        made.close(opening.content.clone(), opening.particulars.clone());
    }
    assert_eq!(check(&made, None), [], "what is closed says nothing yet");
    made.open(day("2026-11-24"), day("2026-11-25"));
    let wrong = told(&check(&made, None));
    let expected = "than ruled to be shared";
    assert!(wrong.contains(expected) && wrong.contains("Agency 1"), "{wrong}");
}

#[test]
fn a_shuffle_that_skips_an_entry_is_told() {
    let mut made = Made::begin(day("2026-11-22"));
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let skipped = ledger::EntryIndex(3);
    let named =
        OpenedDay { origin: ORIGIN, day: day("2026-11-22"), first: skipped, end: made.next() };
    let (closed, opening) = made.opening(skipped).clone();
    let (shuffle, places) = named.shuffle(&[closed.told], [1; 32], TWO).unwrap();
    let opened = publish(&places, &[Some(opening)], |_, _| true).unwrap();
    made.enter_opened(named, day("2026-11-23"), &shuffle, lines(&opened).unwrap());
    assert!(told(&check(&made, None)).contains("are not those that follow"));
}

#[test]
fn an_opening_is_of_its_entry_alone() {
    let mut made = Made::begin(day("2026-11-22"));
    let one = made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let two = made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let ((one, opening), (two, _)) = (made.opening(one), made.opening(two));
    opening.check(one).unwrap();
    assert!(opening.check(two).is_err());
    let mut other = opening.clone();
    other.particulars.facts = Digest([9; 32]);
    assert!(other.check(one).is_err());
    let bytes = opening.to_bytes().unwrap();
    assert_eq!(&ledger::Opening::read(&bytes).unwrap(), opening);
    // Every byte of what is kept counts: changed, it no longer opens the entry.
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let opens = ledger::Opening::read(&changed).and_then(|opening| opening.check(one));
        assert!(opens.is_err(), "byte {at}");
    }
}

#[test]
fn the_vectors_of_the_format_stay_as_they_are() {
    let mut made = Made::begin(day("2026-11-22"));
    let at = made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let all: Vec<u8> = made.entries.concat();
    assert_eq!(Digest::of(&all).to_string(), include_str!("entries.sha256").trim());
    let read = Entry::read(&made.entries[at.0 as usize]).unwrap();
    assert_eq!(read.to_bytes().unwrap(), made.entries[at.0 as usize]);
    assert_eq!(body("x").to_string(), "x");
}
