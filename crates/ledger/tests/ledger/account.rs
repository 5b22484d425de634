//! The account as a whole: what is wrong is told, and what is right is not.

use crate::made::{LAW, Made, ORIGIN, TWO, body, day, live_a_day};
use ledger::{
    Account, Clear, Content, Digest, Entry, Erasure, FreezeCause, OpenedDay, Settings, Wrong,
    lines, publish,
};
use terms::{Outcome, ProvisionId};
use testkit::Dice;

fn check(made: &Made, today: Option<&str>) -> Vec<Wrong> {
    let mut account = Account::new(ORIGIN);
    for entry in &made.entries {
        account.take(entry, &mut |name| made.files.get(name).cloned(), TWO);
    }
    account.wrong(today.map(day))
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
fn nothing_is_ruled_after_a_freeze() {
    let mut made = two_days();
    made.clear(Clear::Frozen { day: day("2026-11-25"), cause: FreezeCause::Moved });
    assert_eq!(check(&made, None), []);
    made.ask("Agency 1", day("2026-11-25"), 1, Outcome::Withhold, 0);
    assert!(told(&check(&made, None)).contains("after the ledger was frozen"));
}

#[test]
fn what_was_entered_before_a_freeze_is_still_opened_unless_the_key_is_lost() {
    for (cause, is_clean) in [(FreezeCause::CourtOrder, true), (FreezeCause::KeyLost, false)] {
        let mut made = Made::begin(day("2026-11-22"));
        made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Withhold, 0);
        made.clear(Clear::Frozen { day: day("2026-11-22"), cause });
        made.open(day("2026-11-22"), day("2026-11-23"));
        assert_eq!(check(&made, Some("2026-12-24")).is_empty(), is_clean, "{cause:?}");
    }
}

/// An asker can hold its own ask and answer against the entry, and guess no fact.
#[test]
fn an_askers_opening_opens_the_entry_and_no_digest_of_a_fact() {
    let mut made = Made::begin(day("2026-11-22"));
    let at = made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let other = made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let (closed, opening) = made.opening(at).clone();
    let askers = opening.for_asker();
    askers.check(&closed).unwrap();
    assert!(askers.check(&made.opening(other).0).is_err());
    assert!(askers.is_of_ask(Digest([1; 32])) && !askers.is_of_ask(Digest([2; 32])));
    let bytes = askers.to_bytes().unwrap();
    assert_eq!(ledger::AskersOpening::read(&bytes).unwrap(), askers);
    let text = String::from_utf8(bytes.clone()).unwrap();
    // Made of a single byte each: facts, ruling, answer, asker.
    for digest in [2, 3, 4, 5] {
        assert!(!text.contains(&Digest([digest; 32]).to_string()), "{digest}");
    }
    let secret = Digest(*opening.secret().bytes()).to_string();
    assert!(!text.contains(&secret), "with the secret every digest could be tried");
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        let opens = ledger::AskersOpening::read(&changed).and_then(|one| one.check(&closed));
        // The key of the asker is in no commitment but the one to the particulars: it counts too.
        assert!(opens.is_err(), "byte {at}");
    }
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
    // What was open before hides nothing else; what was erased can no longer be opened.
    let erased = |place: u32| Clear::Erased {
        day: day("2026-11-24"),
        what: Erasure::Content { day: day("2026-11-22"), place },
        under: ProvisionId("CA-CPRA".to_owned()),
        paper: None,
    };
    made.clear(erased(some.first().unwrap().place));
    assert!(told(&check(&made, Some("2027-01-24"))).contains(overdue));
    let is_open = |place: &u32| some.iter().any(|one| one.place == *place);
    let closed = (0..6).find(|place| !is_open(place)).unwrap();
    made.clear(erased(closed));
    let overdue = "2 contents of 2026-11-22 are overdue to be opened";
    assert!(told(&check(&made, Some("2027-01-24"))).contains(overdue));
    made.clear(erased(6));
    assert!(told(&check(&made, None)).contains("has no place 6"));
    let again = publish(&places, &openings, |place, _| place == closed || is_open(&place));
    made.enter_opened(named, day("2026-11-25"), &shuffle, lines(&again.unwrap()).unwrap());
    let all = told(&check(&made, None));
    assert!(
        all.contains("was opened before") && all.contains("was erased, and is opened"),
        "{all}"
    );
}

/// Three shares of a day, of which `destroyed` openings are said to be gone and two are.
fn two_gone(destroyed: usize) -> Made {
    let mut made = Made::begin(day("2026-11-22"));
    for _ in 0..3 {
        made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    }
    for _ in 0..destroyed {
        made.clear(Clear::Erased {
            day: day("2026-11-23"),
            what: Erasure::Particulars { day: day("2026-11-22"), entries: 1 },
            under: ProvisionId("CA-CPRA".to_owned()),
            paper: None,
        });
    }
    let first = ledger::EntryIndex(0);
    let named = OpenedDay { origin: ORIGIN, day: day("2026-11-22"), first, end: made.next() };
    let pairs: Vec<_> = (2..8).map(|n| made.opening(ledger::EntryIndex(n)).clone()).collect();
    let commitments: Vec<_> = pairs.iter().map(|(closed, _)| closed.told).collect();
    let (shuffle, places) = named.shuffle(&commitments, [1; 32], TWO).unwrap();
    let mut openings: Vec<_> = pairs.into_iter().map(|(_, opening)| Some(opening)).collect();
    openings[0] = None;
    openings[5] = None;
    let some = publish(&places, &openings, |_, _| true).unwrap();
    made.enter_opened(named, day("2026-11-24"), &shuffle, lines(&some).unwrap());
    made
}

#[test]
fn openings_destroyed_before_their_day_was_shuffled_are_not_overdue() {
    let late = Some("2026-12-24");
    assert_eq!(check(&two_gone(2), late), []);
    let one = "1 contents of 2026-11-22 are overdue to be opened";
    assert!(told(&check(&two_gone(1), late)).contains(one));
    assert!(told(&check(&two_gone(0), late)).contains("2 contents of 2026-11-22 are overdue"));
    assert!(told(&check(&two_gone(7), late)).contains("has 6 closed entries, and more were"));
}

#[test]
fn what_is_erased_is_named_by_its_place_once_it_has_one() {
    let mut made = two_days();
    for (of, words) in [
        ("2026-11-22", "without their places, which are known"),
        ("2026-11-20", "which has no closed entries"),
    ] {
        made.clear(Clear::Erased {
            day: day("2026-11-25"),
            what: Erasure::Particulars { day: day(of), entries: 1 },
            under: ProvisionId("CA-CPRA".to_owned()),
            paper: None,
        });
        let wrong = told(&check(&made, None));
        assert!(wrong.contains(words), "{wrong}");
    }
}

#[test]
fn a_day_never_opened_is_overdue() {
    let mut made = Made::begin(day("2026-11-22"));
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    made.clear(Clear::LawChanged { day: day("2026-11-23"), law: LAW });
    assert_eq!(check(&made, Some("2026-11-23")), []);
    assert!(told(&check(&made, Some("2026-11-24"))).contains("2 contents of 2026-11-22 are"));
}

/// Nothing follows the closed entries: they are overdue all the same.
#[test]
fn a_ledger_that_says_nothing_more_is_overdue() {
    let mut made = Made::begin(day("2026-11-22"));
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    assert_eq!(check(&made, Some("2026-11-23")), []);
    assert!(told(&check(&made, Some("2026-11-24"))).contains("2 contents of 2026-11-22 are"));
}

#[test]
fn a_later_setting_puts_nothing_off_and_no_setting_for_ever() {
    let mut made = Made::begin(day("2026-11-22"));
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let with = |days: u16| Settings {
        holder: body("Rio Claro CA PD"),
        log_keys: Vec::new(),
        witnesses: Vec::new(),
        witnesses_needed: 0,
        delays_days: ledger::ClosedKind::ALL.map(|kind| (kind, days)).into(),
        doors: vec![terms::Door::Query],
    };
    made.clear(Clear::SettingsChanged { day: day("2026-11-22"), settings: with(300) });
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    made.ask("Agency 1", day("2026-11-23"), 1, Outcome::Share, 5);
    let wrong = told(&check(&made, Some("2027-01-24")));
    assert!(wrong.contains("4 contents of 2026-11-22 are overdue"), "{wrong}");
    assert!(!wrong.contains("2026-11-23"), "{wrong}");
    made.clear(Clear::SettingsChanged { day: day("2026-11-23"), settings: with(367) });
    assert!(told(&check(&made, None)).contains("a delay longer than 366 days"));
}

#[test]
fn a_day_far_ahead_puts_nothing_off() {
    let mut made = Made::begin(day("2026-11-22"));
    made.clear(Clear::DayBegun { day: day("2036-11-22") });
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    let wrong = told(&check(&made, Some("2026-12-24")));
    assert!(wrong.contains("its last day is 2036-11-22, and today is 2026-12-24"), "{wrong}");
}

/// A day is opened under its own date, when it is over, and whole.
#[test]
fn a_day_opened_under_another_date_is_told() {
    for of in ["2026-11-21", "2026-11-23", "2036-11-22"] {
        let mut made = Made::begin(day("2026-11-22"));
        made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
        made.open(day(of), day("2026-11-23"));
        let wrong = told(&check(&made, None));
        assert!(wrong.contains("are not those of") && wrong.contains("that follow"), "{wrong}");
    }
    let mut made = Made::begin(day("2026-11-22"));
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    made.open(day("2026-11-22"), day("2026-11-22"));
    assert!(told(&check(&made, None)).contains("that follow"), "it is not over");
    // Two days under the date of the first.
    let mut made = Made::begin(day("2026-11-22"));
    made.ask("Agency 1", day("2026-11-22"), 1, Outcome::Share, 5);
    made.ask("Agency 1", day("2026-11-23"), 1, Outcome::Share, 5);
    made.open(day("2026-11-22"), day("2026-11-24"));
    assert!(told(&check(&made, None)).contains("are not those of 2026-11-22 alone"));
}

/// Rulings are due on the next day and their ends in a month: a ruling cannot hide among the ends.
#[test]
fn a_kind_that_is_due_cannot_hide_among_those_that_are_not() {
    let ends = [ledger::ClosedKind::Kept, ledger::ClosedKind::Referred, ledger::ClosedKind::Shared];
    let with = |made: &mut Made, kinds: &[ledger::ClosedKind]| {
        let settings = Settings {
            holder: body("Rio Claro CA PD"),
            log_keys: Vec::new(),
            witnesses: Vec::new(),
            witnesses_needed: 0,
            delays_days: kinds.iter().map(|kind| (*kind, 30)).collect(),
            doors: vec![terms::Door::Query],
        };
        made.clear(Clear::SettingsChanged { day: day("2026-11-22"), settings });
    };
    let lived = |kinds: &[ledger::ClosedKind], opens: &dyn Fn(usize, &Content) -> bool| {
        let mut made = Made::begin(day("2026-11-22"));
        with(&mut made, kinds);
        for outcome in [Outcome::Share, Outcome::Withhold, Outcome::Share, Outcome::Refer] {
            made.ask("Agency 1", day("2026-11-22"), 1, outcome, 5);
        }
        let first = ledger::EntryIndex(0);
        let named = OpenedDay { origin: ORIGIN, day: day("2026-11-22"), first, end: made.next() };
        let pairs: Vec<_> = (3..11).map(|n| made.opening(ledger::EntryIndex(n)).clone()).collect();
        let commitments: Vec<_> = pairs.iter().map(|(closed, _)| closed.told).collect();
        let (shuffle, places) = named.shuffle(&commitments, [1; 32], TWO).unwrap();
        let openings: Vec<_> = pairs.into_iter().map(|(_, opening)| Some(opening)).collect();
        let opened = publish(&places, &openings, |place, content| {
            opens(places[place as usize].from as usize, content)
        });
        let opened = lines(&opened.unwrap()).unwrap();
        made.enter_opened(named, day("2026-11-23"), &shuffle, opened);
        made
    };
    let today = Some("2026-11-30");
    let is_ruled = |content: &Content| matches!(content, Content::Ruled { .. });
    assert_eq!(check(&lived(&ends, &|_, content| is_ruled(content)), today), []);
    let one_less = lived(&ends, &|from, content| is_ruled(content) && from != 2);
    assert!(told(&check(&one_less, today)).contains("2 contents of 2026-11-22 are overdue"));
    // Shares alone are put off: refusals and referrals are due with the rulings.
    let shares = &ends[2..];
    let is_due = |content: &Content| !matches!(content, Content::Shared { .. });
    assert_eq!(check(&lived(shares, &|_, content| is_due(content)), today), []);
    let one_less = lived(shares, &|from, content| is_due(content) && from != 3);
    assert!(told(&check(&one_less, today)).contains("1 contents of 2026-11-22 are overdue"));
    assert!(told(&check(&one_less, Some("2027-01-24"))).contains("3 contents of 2026-11-22 are"));
}

/// What can be written down and taken up again is the same account.
#[test]
fn an_account_that_is_taken_up_again_says_the_same() {
    let made = two_days();
    let file = |name: &str| made.files.get(name).cloned();
    for at in [0, 1, 5, made.entries.len() / 2, made.entries.len() - 1] {
        let mut account = Account::new(ORIGIN);
        for entry in &made.entries[..at] {
            account.take(entry, &mut { file }, TWO);
        }
        let kept = serde_json::to_vec(&account).unwrap();
        let mut again: Account = serde_json::from_slice(&kept).unwrap();
        assert_eq!(again, account);
        for entry in &made.entries[at..] {
            account.take(entry, &mut { file }, TWO);
            again.take(entry, &mut { file }, TWO);
        }
        assert_eq!(again, account);
        assert_eq!(again.wrong(Some(day("2026-12-24"))), []);
        let figures = again.figures(None);
        assert_eq!((figures.opened, figures.held, figures.erased), (figures.closed, 0, 0));
        assert!(figures.closed > 20);
    }
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
    assert!(told(&check(&made, None)).contains("that follow"));
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
