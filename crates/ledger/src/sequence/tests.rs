//! The order of steps, and every way to be out of it.

use super::{Limits, Next, Outcome, Resuming, Row, Sequencer, first_row};
use crate::{Error, Hash, KeyKind, KeyList, SigningKey, TilePath, check_inclusion};
use std::collections::BTreeMap;

type Store = BTreeMap<TilePath, Vec<u8>>;

fn key() -> SigningKey {
    SigningKey::of_secret("a.example", KeyKind::Ledger, [1; 32]).unwrap()
}

fn keys() -> KeyList {
    KeyList::new("a.example", key().public().clone()).unwrap()
}

fn begin() -> Row {
    first_row(&keys(), 100, &[&key()]).unwrap()
}

fn open(row: &Row, published: Option<&[u8]>, store: &Store) -> Result<Sequencer, Error> {
    let limits = Limits { waiting_max: 3, batch_max: 2 };
    let published = published.map(<[u8]>::to_vec);
    Resuming::new(Some(row.clone()), published, keys(), limits)?.finish(store)
}

/// Does every step until there is none; gives what was answered.
fn drive(
    sequencer: &mut Sequencer,
    row: &mut Row,
    published: &mut Option<Vec<u8>>,
    store: &mut Store,
) -> Vec<u64> {
    let mut indexes = Vec::new();
    loop {
        match sequencer.next_step() {
            Next::Answer(answer) => {
                let tiles = answer.tiles().unwrap();
                for (_, index) in &answer.sequenced {
                    let (proof, leaf) = tiles.prove_inclusion(*index).unwrap();
                    check_inclusion(&proof, leaf, *index, answer.size, answer.root).unwrap();
                    indexes.push(*index);
                }
            }
            Next::Lock(batch) => {
                assert_eq!(batch.old, row.checkpoint);
                *row = batch.new.clone();
                sequencer.locked(Outcome::Done).unwrap();
            }
            Next::WriteTiles(tiles) => {
                store.extend(tiles.iter().cloned());
                sequencer.tiles_written(Outcome::Done).unwrap();
            }
            Next::Publish { over, checkpoint } => {
                assert_eq!(over, published.as_deref());
                *published = Some(checkpoint.to_vec());
                sequencer.published(Outcome::Done).unwrap();
            }
            Next::Wait => return indexes,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn entries_are_answered_for_in_order_and_in_batches() {
    let (mut row, mut published, mut store) = (begin(), None, Store::new());
    let mut sequencer = open(&row, None, &store).unwrap();
    assert!(!sequencer.cut(100, &[&key()]).unwrap(), "the first checkpoint is not published yet");
    assert!(drive(&mut sequencer, &mut row, &mut published, &mut store).is_empty());
    for n in 0..3 {
        sequencer.submit(vec![n]).unwrap();
    }
    assert!(matches!(sequencer.submit(vec![9]), Err(Error::Full { waiting: 3 })));
    assert!(sequencer.submit(Vec::new()).is_err());
    assert!(sequencer.cut(101, &[&key()]).unwrap());
    assert!(!sequencer.cut(101, &[&key()]).unwrap(), "one at a time");
    assert_eq!(drive(&mut sequencer, &mut row, &mut published, &mut store), [0, 1]);
    assert!(sequencer.cut(101, &[&key()]).unwrap());
    assert_eq!(drive(&mut sequencer, &mut row, &mut published, &mut store), [2]);
    assert!(!sequencer.cut(101, &[&key()]).unwrap());
    assert_eq!(published.as_ref(), Some(&row.checkpoint));
}

#[test]
fn the_clock_does_not_go_back_and_a_foreign_key_signs_nothing() {
    let (mut row, mut published, mut store) = (begin(), None, Store::new());
    let mut sequencer = open(&row, None, &store).unwrap();
    drive(&mut sequencer, &mut row, &mut published, &mut store);
    sequencer.submit(vec![1]).unwrap();
    let back = sequencer.cut(99, &[&key()]);
    assert!(matches!(back, Err(Error::ClockBack { now: 99, last: 100 })));
    let foreign = SigningKey::of_secret("a.example", KeyKind::Ledger, [2; 32]).unwrap();
    assert!(sequencer.cut(100, &[&foreign]).is_err());
    assert!(sequencer.cut(100, &[]).is_err());
    assert_eq!(sequencer.waiting(), 1);
    assert!(sequencer.cut(100, &[&key()]).unwrap());
}

#[test]
fn what_does_not_fit_together_is_not_taken_up() {
    let (mut row, mut published, mut store) = (begin(), None, Store::new());
    let mut rows = vec![row.clone()];
    let mut sequencer = open(&row, None, &store).unwrap();
    drive(&mut sequencer, &mut row, &mut published, &mut store);
    for n in 0..5 {
        sequencer.submit(vec![n]).unwrap();
        sequencer.cut(100, &[&key()]).unwrap();
        drive(&mut sequencer, &mut row, &mut published, &mut store);
        rows.push(row.clone());
    }
    let published = published.as_deref();
    let said = |tried: Result<Sequencer, Error>| tried.map(drop).unwrap_err().to_string();
    open(&row, published, &store).unwrap();
    open(&row, Some(&rows[3].checkpoint), &store).unwrap();
    let limits = Limits::default();
    assert!(Resuming::new(None, None, keys(), limits).is_err());
    assert!(said(open(&row, None, &store)).contains("no checkpoint is published"));
    assert!(said(open(&rows[4], published, &store)).contains("an old one"));
    // The newest tiles are pending, so the store may lack them; those before it may not.
    let mut lacking = store.clone();
    for (path, _) in &row.pending {
        lacking.remove(path);
    }
    open(&row, published, &lacking).unwrap();
    let bare = Row { pending: Vec::new(), ..row.clone() };
    assert!(said(open(&bare, published, &lacking)).contains("is needed and not there"));
    for at in 0..row.pending.len() {
        for byte in 0..row.pending[at].1.len() {
            let mut changed = row.clone();
            changed.pending[at].1[byte] ^= 1;
            assert!(open(&changed, published, &store).is_err(), "{at} {byte}");
        }
    }
    // Another tree of the same size, signed by the same key.
    let other = crate::Checkpoint::new("a.example", 4, Hash::leaf(b"")).unwrap();
    let other = other.sign(&[&key()]).unwrap().note();
    assert!(said(open(&row, Some(&other), &store)).contains("not the beginning"));
}

/// Between two awaits a driver may hold any of these.
#[test]
fn what_a_driver_holds_can_go_to_another_thread() {
    fn can_go<T: Send + Sync>() {}
    can_go::<Sequencer>();
    can_go::<Resuming>();
    can_go::<super::Answer>();
    can_go::<super::Batch>();
}

#[test]
fn a_word_out_of_turn_changes_nothing() {
    let row = begin();
    let mut sequencer = open(&row, None, &Store::new()).unwrap();
    assert!(sequencer.locked(Outcome::Done).is_err());
    assert!(sequencer.row_is(None).is_err());
    assert!(sequencer.published(Outcome::Done).is_err());
    assert!(sequencer.published_is(None).is_err());
    assert!(matches!(sequencer.next_step(), Next::WriteTiles([])));
    sequencer.tiles_written(Outcome::Unknown).unwrap();
    assert!(matches!(sequencer.next_step(), Next::WriteTiles([])));
}

#[test]
fn an_unknown_lock_is_looked_up_and_another_checkpoint_ends_it() {
    let (mut row, mut published, mut store) = (begin(), None, Store::new());
    let mut sequencer = open(&row, None, &store).unwrap();
    drive(&mut sequencer, &mut row, &mut published, &mut store);
    sequencer.submit(vec![1]).unwrap();
    sequencer.cut(100, &[&key()]).unwrap();
    let Next::Lock(batch) = sequencer.next_step() else { panic!() };
    let new = batch.new.checkpoint.clone();
    for outcome in [Outcome::Unknown, Outcome::Refused] {
        sequencer.locked(outcome).unwrap();
        assert!(matches!(sequencer.next_step(), Next::ReadRow));
        sequencer.row_is(Some(&row.checkpoint)).unwrap();
        assert!(matches!(sequencer.next_step(), Next::Lock(_)));
    }
    sequencer.locked(Outcome::Unknown).unwrap();
    sequencer.row_is(Some(&new)).unwrap();
    assert!(matches!(sequencer.next_step(), Next::WriteTiles(_)));

    let mut second = open(&row, published.as_deref(), &store).unwrap();
    drive(&mut second, &mut row, &mut published, &mut store);
    second.submit(vec![2]).unwrap();
    second.cut(100, &[&key()]).unwrap();
    second.locked(Outcome::Refused).unwrap();
    second.row_is(Some(&new)).unwrap();
    assert!(matches!(second.next_step(), Next::Stop(_)));
    assert!(matches!(second.submit(vec![3]), Err(Error::Stopped { .. })));
}
