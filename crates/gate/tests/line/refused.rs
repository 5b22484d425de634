//! What never runs to its end: closed doors, misfits, records that fail.

use crate::asks::{noon, own_search, person};
use crate::ports::{LAWS, Ports};
use crate::table::{kinds, ports};
use gate::{End, Error};
use ledger::{ClosedKind, Content};
use terms::{Breadth, Door, LimitKind, RecordClass};

const DOORS: [Door; 6] =
    [Door::Assist, Door::Custody, Door::Disclosure, Door::Feed, Door::Hotlist, Door::Inquiry];

#[test]
fn no_door_but_query_runs_the_line_yet_and_nothing_is_entered() {
    for door in DOORS {
        let ports = ports();
        let mut asked = own_search(Some("a"), "7TST007");
        asked.ask.door = door;
        let error = ports.ask(0, &asked, &person(0), noon()).unwrap_err();
        assert!(matches!(error, Error::Door(told) if told == door), "{error:?}");
        assert!(error.to_string().contains(door.word()), "{error}");
        assert_eq!((kinds(&ports).len(), ports.state().calls.len()), (0, 0));
    }
}

#[test]
fn a_question_that_is_missing_or_of_another_class_is_refused_before_anything_is_entered() {
    let mut without = own_search(Some("a"), "7TST007");
    without.question = None;
    let mut of_another = own_search(Some("a"), "7TST007");
    of_another.ask.records = Some(RecordClass::FieldInterview);
    let mut of_none = own_search(Some("a"), "7TST007");
    of_none.ask.records = None;
    for asked in [without, of_another, of_none] {
        let ports = ports();
        let error = ports.ask(0, &asked, &person(0), noon()).unwrap_err();
        assert!(matches!(error, Error::Question(_)), "{error:?}");
        assert_eq!(kinds(&ports), []);
    }
}

#[test]
fn records_that_are_down_or_cannot_apply_a_limit_leave_a_ruling_and_no_share() {
    let down: fn(&Ports, bool) = |ports, is| ports.state().cannot_answer = is;
    let limited: fn(&Ports, bool) =
        |ports, is| ports.state().cannot = is.then_some(LimitKind::WithinInstrument);
    for fail in [down, limited] {
        let ports = ports();
        fail(&ports, true);
        let mut asked = own_search(Some("a"), "7TST007");
        asked.ask.breadth = Some(Breadth::One);
        let error = ports.ask(1, &asked, &person(0), noon()).unwrap_err();
        assert!(matches!(error, Error::Records(_)), "{error:?}");
        let failed = [(ClosedKind::Ruled, None), (ClosedKind::Kept, Some(2))];
        assert_eq!(kinds(&ports), failed, "it leaves as many entries as any other");
        ports.ask(1, &asked, &person(0), noon()).unwrap_err();
        assert_eq!(kinds(&ports), failed, "and no more however often it fails");
        fail(&ports, false);
        let end = ports.ask(1, &asked, &person(0), noon()).unwrap();
        let End::Shared { ruling, shared, .. } = end else { panic!("{end:?}") };
        assert_eq!(ruling.limits.len(), 1);
        let Content::Shared { limits, .. } = shared.opening.content else { panic!("no share") };
        assert_eq!(limits, [LimitKind::WithinInstrument]);
        let answered = [(ClosedKind::Ruled, None), (ClosedKind::Shared, Some(4))];
        assert_eq!(kinds(&ports), [failed, answered].concat(), "one end for each ruling");
    }
}

#[test]
fn a_quiet_ground_stands_in_no_entry_and_no_end() {
    let ports = ports();
    let mut asked = own_search(Some("a"), "7TST007");
    asked.ask.breadth = Some(Breadth::Bulk);
    // By the law as shipped it is shared; by the one with the quiet bar it is not.
    let facts = {
        let end = ports.ask(0, &asked, &person(0), noon()).unwrap();
        assert!(matches!(end, End::Shared { .. }));
        ports.state().known.clone().unwrap()
    };
    let whole = LAWS[1].rule(&asked.ask, &facts, noon());
    assert!(whole.grounds().any(|ground| ground.is_quiet), "{whole:?}");
    let end = ports.ask(1, &asked, &person(0), noon()).unwrap();
    let End::Kept { ruling, ruled, kept } = end else { panic!("{end:?}") };
    let told = format!("{ruling:?}");
    assert!(!ruling.grounds().any(|ground| ground.is_quiet));
    for hidden in ["hush", "hidden", "secret section"] {
        assert!(!told.contains(hidden), "{hidden}: {told}");
        for entered in [&ruled, &kept] {
            let opening = String::from_utf8(entered.opening.to_bytes().unwrap()).unwrap();
            assert!(!opening.contains(hidden), "{hidden}: {opening}");
        }
    }
    // The particulars hold the digest of the whole, so that the same ruling can be made again.
    assert_eq!(ruled.opening.particulars.ruling, ledger::ruling_digest(&whole).unwrap());
}
