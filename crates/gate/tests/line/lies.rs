//! A book that lies: no bytes leave, and no refusal is told as entered.

use crate::asks::{fbi_search, ice_search, noon, own_search, person};
use crate::ports::{Lie, Ports};
use crate::table::ports;
use gate::{Asked, Error, SignedIn};

const LIES: [Lie; 6] =
    [Lie::Dropped, Lie::OtherKey, Lie::OtherOpening, Lie::OtherReceipt, Lie::Others, Lie::Twice];

fn check(asked: &Asked, who: &SignedIn, before: impl Fn(&Ports)) {
    for lie in LIES {
        for entering in 0..2 {
            let ports = ports();
            before(&ports);
            ports.state().lies = Some((entering, lie));
            let error = match ports.ask(0, asked, who, noon()) {
                Err(error) => error,
                Ok(end) => panic!("{lie:?} at entry {entering} is believed: {end:?}"),
            };
            assert!(matches!(error, Error::NotEntered(_)), "{lie:?} {entering}: {error:?}");
        }
    }
}

#[test]
fn no_lie_of_a_book_opens_an_answer() {
    // An earlier ask of the same kind, by the same law and for the same answer, stands in the book:
    // what is true of it is offered for this one.
    check(&own_search(Some("b"), "7TST007"), &person(0), |ports| {
        ports.ask(0, &own_search(Some("a"), "7TST007"), &person(0), noon()).unwrap();
    });
}

#[test]
fn no_lie_of_a_book_is_told_as_an_entry_of_a_refusal() {
    check(&ice_search(Some("b"), "7TST007"), &person(4), |ports| {
        ports.ask(0, &ice_search(Some("a"), "7TST007"), &person(4), noon()).unwrap();
    });
    check(&fbi_search(Some("b"), "7TST007"), &person(5), |ports| {
        ports.ask(0, &fbi_search(Some("a"), "7TST007"), &person(5), noon()).unwrap();
    });
}

/// What the book says of earlier tries is held against the ledger's key as well.
#[test]
fn an_earlier_entry_that_is_not_in_the_account_is_not_taken_up() {
    for (asked, who) in [
        (own_search(Some("a"), "7TST007"), person(0)),
        (ice_search(Some("a"), "7TST007"), person(4)),
    ] {
        let ports = ports();
        ports.ask(0, &asked, &who, noon()).unwrap();
        let forged = {
            let mut state = ports.state();
            let (closed, mut opening) = state.openings[&2].clone();
            // Said to be of another moment: it is no longer the opening of its entry.
            opening.particulars.at = "2026-11-23T00:00:00Z".parse().unwrap();
            state.openings.insert(2, (closed, opening))
        };
        assert!(forged.is_some());
        let end = ports.ask(0, &asked, &who, noon());
        assert!(matches!(end, Err(Error::NotEntered(_))), "{end:?}");
    }
}
