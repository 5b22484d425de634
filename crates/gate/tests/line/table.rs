//! The crash table of `docs/line.md`, row by row, and what an id stands for.

use crate::asks::{fbi_search, ice_search, moment, noon, own_search, partner_search, person};
use crate::ports::{Fault, Ports};
use gate::{End, Entered, Error};
use ledger::{ClosedKind, Content, EntryIndex};
use terms::Agreement;

/// A ledger with two entries, settings and law, and three reads of one plate.
pub(crate) fn ports() -> Ports {
    let ports = Ports::begin(noon().day());
    ports.state().rows.insert("7TST007".to_owned(), 3);
    ports.state().proved.insert("26-00100".to_owned());
    ports
}

/// The kinds of the closed entries, in their order, with the ruling that each follows.
pub(crate) fn kinds(ports: &Ports) -> Vec<(ClosedKind, Option<u64>)> {
    let state = ports.state();
    let told = |(_, opening): &(_, ledger::Opening)| {
        let ruled = opening.particulars.ruled.map(|EntryIndex(index)| index);
        (opening.content.kind(), ruled)
    };
    state.openings.values().map(told).collect()
}

/// The parts of a share: where its entries are, and the answer.
pub(crate) fn shared(end: Result<End, Error>) -> (Box<Entered>, Box<Entered>, Vec<u8>, u64) {
    match end {
        Ok(End::Shared { ruled, shared, answer, rows, .. }) => (ruled, shared, answer, rows),
        other => panic!("no share: {other:?}"),
    }
}

use ClosedKind::{Kept, Referred, Ruled, Shared};

#[test]
fn a_share_leaves_two_entries_and_its_bytes() {
    let ports = ports();
    let asked = own_search(Some("a"), "7TST007");
    let (ruled, share, answer, rows) = shared(ports.ask(0, &asked, &person(0), noon()));
    assert_eq!((ruled.index(), share.index()), (EntryIndex(2), EntryIndex(3)));
    assert_eq!((rows, answer), (3, ports.state().answer(asked.question.as_ref().unwrap()).0));
    assert_eq!(kinds(&ports), [(Ruled, None), (Shared, Some(2))]);
    let calls = ["declared", "about", "of_ask", "draw", "enter", "answer", "draw", "enter"];
    assert_eq!(ports.state().calls, calls);
}

/// Row 1: what fails while it is read leaves nothing, and it starts again.
#[test]
fn a_stop_after_reading_leaves_nothing() {
    for call in 0..4 {
        for fault in [Fault::Before, Fault::After] {
            let ports = ports();
            let asked = own_search(Some("a"), "7TST007");
            ports.state().fails = Some((call, fault));
            ports.ask(0, &asked, &person(0), noon()).unwrap_err();
            assert_eq!(kinds(&ports), [], "{call} {fault:?}");
            shared(ports.ask(0, &asked, &person(0), noon()));
            assert_eq!(kinds(&ports), [(Ruled, None), (Shared, Some(2))]);
        }
    }
}

/// Rows 2 and 3: once the ruling is entered it stays; asked again, the same entry goes on.
#[test]
fn a_stop_after_the_ruling_or_the_answer_leaves_a_ruling_without_an_end() {
    let stops = [(4, Fault::After), (6, Fault::Before), (6, Fault::After), (7, Fault::Before)];
    for stop in stops {
        let ports = ports();
        let asked = own_search(Some("a"), "7TST007");
        ports.state().fails = Some(stop);
        ports.ask(0, &asked, &person(0), noon()).unwrap_err();
        assert_eq!(kinds(&ports), [(Ruled, None)], "{stop:?}");
        let (ruled, share, ..) = shared(ports.ask(0, &asked, &person(0), noon()));
        assert_eq!((ruled.index().0, share.index().0), (2, 3), "{stop:?}");
        assert_eq!(kinds(&ports), [(Ruled, None), (Shared, Some(2))]);
    }
}

/// The answer could not be had: the ruling ends in `kept`, so that a failure leaves as much as a
/// refusal does; asked again, it is ruled on anew.
#[test]
fn an_answer_that_fails_is_kept_and_asked_again_ruled_on_anew() {
    for fault in [Fault::Before, Fault::After] {
        let ports = ports();
        let asked = own_search(Some("a"), "7TST007");
        ports.state().fails = Some((5, fault));
        ports.ask(0, &asked, &person(0), noon()).unwrap_err();
        assert_eq!(kinds(&ports), [(Ruled, None), (Kept, Some(2))]);
        let (ruled, share, ..) = shared(ports.ask(0, &asked, &person(0), noon()));
        assert_eq!((ruled.index().0, share.index().0), (4, 5));
        let (ruled, share, ..) = shared(ports.ask(0, &asked, &person(0), noon()));
        assert_eq!((ruled.index().0, share.index().0), (4, 5));
    }
}

/// Row 2 again, where facts or law have changed in between: a new ruling is entered.
#[test]
fn after_a_stop_changed_facts_or_another_law_make_a_new_ruling() {
    let asked = own_search(Some("a"), "7TST007");
    for by_law in [false, true] {
        let ports = ports();
        ports.state().fails = Some((4, Fault::After));
        ports.ask(0, &asked, &person(0), noon()).unwrap_err();
        if !by_law {
            ports.state().proved.clear();
        }
        let (ruled, share, ..) = shared(ports.ask(by_law.into(), &asked, &person(0), noon()));
        // Another law is entered first.
        let at = 3 + u64::from(by_law);
        assert_eq!((ruled.index().0, share.index().0), (at, at + 1));
        assert_eq!(kinds(&ports), [(Ruled, None), (Ruled, None), (Shared, Some(at))]);
    }
}

/// Row 4: the share is entered, nothing was sent; the same answer needs no new entry.
#[test]
fn a_stop_after_the_share_is_made_good_without_a_new_entry() {
    let ports = ports();
    let asked = own_search(Some("a"), "7TST007");
    ports.state().fails = Some((7, Fault::After));
    ports.ask(0, &asked, &person(0), noon()).unwrap_err();
    assert_eq!(kinds(&ports), [(Ruled, None), (Shared, Some(2))]);
    for _ in 0..2 {
        let (ruled, share, _, rows) = shared(ports.ask(0, &asked, &person(0), noon()));
        assert_eq!((ruled.index().0, share.index().0, rows), (2, 3, 3));
        assert_eq!(kinds(&ports).len(), 2);
    }
}

/// Row 4, where the records have changed in between: a new ruling and share, linked to the first.
#[test]
fn an_answer_that_changed_is_a_new_share_linked_to_the_first() {
    let ports = ports();
    let asked = own_search(Some("a"), "7TST007");
    shared(ports.ask(0, &asked, &person(0), noon()));
    // The last time it is what left before, and a later answer all the same.
    for (at, rows) in [(4, 4), (6, 5), (8, 4)] {
        ports.state().rows.insert("7TST007".to_owned(), rows);
        let (ruled, share, ..) = shared(ports.ask(0, &asked, &person(0), noon()));
        assert_eq!((ruled.index().0, share.index().0), (at, at + 1));
        let Content::Shared { again, .. } = share.opening.content else { panic!("no share") };
        let left = share.opening.particulars.left.unwrap();
        assert_eq!((again, left.first, left.rows), (true, Some(EntryIndex(3)), rows));
    }
    shared(ports.ask(0, &asked, &person(0), noon()));
    assert_eq!(kinds(&ports).len(), 8, "the same answer again enters nothing");
}

#[test]
fn a_refusal_and_a_referral_leave_exactly_two_entries_however_often_they_are_asked_for() {
    let withheld = (ice_search(Some("a"), "7TST007"), person(4), Kept);
    let referred = (fbi_search(Some("a"), "7TST007"), person(5), Referred);
    for (asked, who, kind) in [withheld, referred] {
        let ports = ports();
        for _ in 0..3 {
            match ports.ask(0, &asked, &who, noon()).unwrap() {
                End::Kept { ruled, kept: end, .. } | End::Referred { ruled, referred: end, .. } => {
                    assert_eq!((ruled.index().0, end.index().0), (2, 3));
                }
                End::Shared { .. } => panic!("it was shared"),
            }
            assert_eq!(kinds(&ports), [(Ruled, None), (kind, Some(2))]);
            assert!(!ports.state().calls.contains(&"answer"));
        }
        // A stop before the second entry, and one after it.
        for fault in [Fault::Before, Fault::After] {
            let ports = self::ports();
            ports.state().fails = Some((6, fault));
            ports.ask(0, &asked, &who, noon()).unwrap_err();
            ports.ask(0, &asked, &who, noon()).unwrap();
            assert_eq!(kinds(&ports), [(Ruled, None), (kind, Some(2))], "{fault:?}");
        }
    }
}

#[test]
fn an_ask_without_an_id_is_a_new_one_each_time() {
    let ports = ports();
    for at in [2, 4] {
        let asked = own_search(None, "7TST007");
        let (ruled, share, ..) = shared(ports.ask(0, &asked, &person(0), noon()));
        assert_eq!((ruled.index().0, share.index().0), (at, at + 1));
    }
}

#[test]
fn an_id_belongs_to_one_ask_and_question() {
    let ports = ports();
    shared(ports.ask(0, &own_search(Some("a"), "7TST007"), &person(0), noon()));
    let other_question = own_search(Some("a"), "7TST008");
    let mut other_ask = own_search(Some("a"), "7TST007");
    other_ask.ask.purpose.case_number = Some("26-00101".to_owned());
    for other in [other_question, other_ask] {
        let error = ports.ask(0, &other, &person(0), noon()).unwrap_err();
        let is_told = matches!(&error, Error::Conflict { id, entry: EntryIndex(2) } if id == "a");
        assert!(is_told, "{error:?}");
        assert!(error.to_string().contains("entry 2"), "{error}");
        assert_eq!(kinds(&ports).len(), 2, "nothing is entered for it");
    }
}

#[test]
fn an_id_belongs_to_one_person_of_one_party() {
    let ports = ports();
    shared(ports.ask(0, &own_search(Some("a"), "7TST007"), &person(0), noon()));
    // A colleague, and the same user name at another party.
    let mut elsewhere = person(2);
    elsewhere.username = person(0).username;
    for (who, at) in [(person(1), 4), (elsewhere, 6)] {
        let asked = own_search(Some("a"), "7TST008");
        ports.ask(0, &asked, &who, noon()).unwrap();
        assert_eq!(kinds(&ports)[at - 2], (Ruled, None));
        assert_eq!(kinds(&ports).len(), at);
    }
}

#[test]
fn an_agreement_that_ended_between_two_tries_ends_the_sharing() {
    let ports = ports();
    let agreement = Agreement {
        exists: true,
        no_immigration_use: Some(true),
        no_onward_sharing: Some(true),
        plate_reader_interagency: Some(true),
        purpose_recipient_audit: Some(true),
        last_day: Some("2026-11-24".parse().unwrap()),
    };
    ports.state().agreements.insert(person(2).party.name, agreement);
    let asked = partner_search(Some("a"), "7TST007");
    let before = ports.ask(0, &asked, &person(2), noon()).unwrap();
    let count = kinds(&ports).len();
    let next_day = moment("2026-11-25T00:00:00Z");
    let after = ports.ask(0, &asked, &person(2), next_day).unwrap();
    // The ruling died with the day: another one is entered, whatever it says.
    assert_eq!(kinds(&ports)[count].0, Ruled);
    assert!(matches!(before, End::Shared { .. }), "{before:?}");
    let ruled = match after {
        End::Shared { ruled, .. } | End::Kept { ruled, .. } | End::Referred { ruled, .. } => ruled,
    };
    // Before it the entry that the day began.
    assert_eq!(ruled.index().0, 3 + u64::try_from(count).unwrap());
}
