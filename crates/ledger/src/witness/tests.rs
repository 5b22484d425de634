//! Each answer of the specification, in its order, and the race it warns of.

use super::{AddCheckpoint, Heard, Kept, Latest, Met, Reply, hear, meet};
use crate::{Checkpoint, Error, Frontier, Hash, KeyKind, KeyList, Quorum, SignedCheckpoint};
use crate::{SigningKey, TilePath, Tiles};
use std::collections::BTreeMap;

fn key() -> SigningKey {
    SigningKey::of_secret("a.example", KeyKind::Ledger, [1; 32]).unwrap()
}

fn witness() -> SigningKey {
    SigningKey::of_secret("w.example", KeyKind::Cosignature, [2; 32]).unwrap()
}

fn entries() -> Vec<Vec<u8>> {
    (1..60).map(|n: u8| vec![n]).collect()
}

fn tree(size: usize) -> (Hash, BTreeMap<TilePath, Vec<u8>>) {
    let all = entries();
    let grown = Frontier::default().grow(all[..size].iter().map(Vec::as_slice)).unwrap();
    (grown.frontier.root(), grown.tiles.into_iter().collect())
}

fn signed(size: usize) -> SignedCheckpoint {
    let size_wide = u64::try_from(size).unwrap();
    Checkpoint::new("a.example", size_wide, tree(size).0).unwrap().sign(&[&key()]).unwrap()
}

fn request(old: usize, new: usize) -> AddCheckpoint {
    let (root, store) = tree(new);
    let new_size = u64::try_from(new).unwrap();
    let tiles = Tiles::new(new_size, root, &store).unwrap();
    let old_size = u64::try_from(old).unwrap();
    let proof = tiles.prove_consistency(old_size).unwrap().0;
    AddCheckpoint { old_size, proof, checkpoint: signed(new) }
}

fn latest(size: usize, at: u64) -> Latest {
    Latest { size: u64::try_from(size).unwrap(), root: tree(size).0, at }
}

fn check(body: &[u8], kept: Option<Latest>, now: u64) -> Result<Met, Error> {
    let keys = KeyList::new("a.example", key().public().clone()).unwrap();
    meet(body, |name| (name == "a.example").then_some(&keys), |_| Ok(kept), now)
}

fn status(body: &[u8], kept: Option<Latest>) -> (u16, String) {
    match check(body, kept, 50).unwrap() {
        Met::Due(due) => {
            let reply = due.cosign(&witness(), Kept::Yes).unwrap().unwrap();
            (reply.status, String::new())
        }
        Met::Refused(Reply { status, body, content_type }) => {
            assert_eq!(content_type == "text/x.tlog.size", status == 409);
            (status, String::from_utf8(body).unwrap())
        }
    }
}

#[test]
fn the_example_of_the_specification_is_read_and_written() {
    let body = "old 20852014\n\
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n\
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n\
        example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhc\
        yv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/\
        V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
    let read = AddCheckpoint::read(body.as_bytes()).unwrap();
    assert_eq!((read.old_size, read.proof.len()), (20_852_014, 4));
    assert_eq!(read.body(), body.as_bytes());
}

#[test]
fn what_holds_is_cosigned_and_the_ledger_takes_it() {
    for (old, new) in [(0, 0), (0, 7), (7, 7), (7, 8), (8, 59)] {
        let kept = (old > 0).then(|| latest(old, 40));
        let Met::Due(due) = check(&request(old, new).body(), kept.clone(), 50).unwrap() else {
            panic!("{old} {new}")
        };
        assert_eq!((&due.old, &due.new), (&kept, &latest(new, 50)));
        assert_eq!(due.clone().cosign(&witness(), Kept::Overtaken).unwrap(), None);
        let reply = due.cosign(&witness(), Kept::Yes).unwrap().unwrap();
        let known = Quorum::new(1, vec![witness().public().clone()]).unwrap();
        let heard = hear(reply.status, &reply.body, &signed(new), &known).unwrap();
        let Heard::Cosigned(signatures) = heard else { panic!() };
        assert_eq!(known.check(&signed(new).with(signatures)).unwrap()[0].at, 50);
        // Under another checkpoint the same lines are worth nothing.
        assert!(hear(200, &reply.body, &signed(new + 1 - new / 59 * 2), &known).is_err());
        let stranger = SigningKey::of_secret("x.example", KeyKind::Cosignature, [3; 32]).unwrap();
        let others = Quorum::new(0, vec![stranger.public().clone()]).unwrap();
        assert!(hear(200, &reply.body, &signed(new), &others).is_err());
    }
}

#[test]
fn what_does_not_hold_gets_the_status_of_the_specification() {
    let good = request(7, 20);
    assert_eq!(status(&good.body(), Some(latest(7, 1))).0, 200);
    // 400: not a request, or the old size is larger.
    assert_eq!(status(b"old 7\n", Some(latest(7, 1))).0, 400);
    let text = String::from_utf8(good.body()).unwrap();
    assert_eq!(status(text.replace("old 7", "old 07").as_bytes(), Some(latest(7, 1))).0, 400);
    let larger = AddCheckpoint { old_size: 21, ..good.clone() };
    assert_eq!(status(&larger.body(), Some(latest(7, 1))).0, 400);
    let long = AddCheckpoint { proof: vec![Hash::OF_NOTHING; 64], ..good.clone() };
    assert_eq!(status(&long.body(), Some(latest(7, 1))).0, 400);
    // 404: an unknown ledger, whoever signed.
    let foreign = Checkpoint::new("b.example", 20, tree(20).0).unwrap().sign(&[&key()]).unwrap();
    let foreign = AddCheckpoint { checkpoint: foreign, ..good.clone() };
    assert_eq!(status(&foreign.body(), Some(latest(7, 1))).0, 404);
    // 403: no known key, or a wrong signature by a known one.
    let other = SigningKey::of_secret("a.example", KeyKind::Ledger, [9; 32]).unwrap();
    let said = good.checkpoint.checkpoint().clone();
    let unknown = AddCheckpoint { checkpoint: said.sign(&[&other]).unwrap(), ..good.clone() };
    assert_eq!(status(&unknown.body(), Some(latest(7, 1))).0, 403);
    let wrong = signed(19).signatures().to_vec();
    let wrong = AddCheckpoint { checkpoint: good.checkpoint.clone().with(wrong), ..good.clone() };
    assert_eq!(status(&wrong.body(), Some(latest(7, 1))).0, 403);
    // 409 with the size that was seen last.
    assert_eq!(status(&good.body(), Some(latest(8, 1))), (409, "8\n".to_owned()));
    assert_eq!(status(&good.body(), None), (409, "0\n".to_owned()));
    let known = Quorum::none();
    assert_eq!(hear(409, b"8\n", &signed(20), &known).unwrap(), Heard::SawLast(8));
    for body in [&b"8"[..], b"08\n", b"8\n\n", b"\xff"] {
        assert!(hear(409, body, &signed(20), &known).is_err());
    }
    assert!(hear(500, b"", &signed(20), &known).is_err());
    // 422: a proof that is wrong, or where none belongs; another root at the same size, or at 0.
    let none = AddCheckpoint { proof: Vec::new(), ..good.clone() };
    assert_eq!(status(&none.body(), Some(latest(7, 1))).0, 422);
    let forked = Latest { root: Hash::leaf(b"x"), ..latest(7, 1) };
    assert_eq!(status(&good.body(), Some(forked)).0, 422);
    let needless = AddCheckpoint { old_size: 0, ..good };
    assert_eq!(status(&needless.body(), None).0, 422);
    let same = Latest { root: Hash::leaf(b"x"), ..latest(20, 1) };
    assert_eq!(status(&request(20, 20).body(), Some(same)).0, 422);
    let empty = Checkpoint::new("a.example", 0, Hash::leaf(b"x")).unwrap().sign(&[&key()]).unwrap();
    let empty = AddCheckpoint { old_size: 0, proof: Vec::new(), checkpoint: empty };
    assert_eq!(status(&empty.body(), None).0, 422);
}

#[test]
fn every_changed_byte_of_a_request_is_refused() {
    let body = request(7, 20).body();
    for at in 0..body.len() {
        let mut changed = body.clone();
        changed[at] ^= 1;
        assert_ne!(status(&changed, Some(latest(7, 1))).0, 200, "{at}");
    }
}

#[test]
fn a_clock_that_went_back_cosigns_nothing() {
    let met = check(&request(7, 20).body(), Some(latest(7, 51)), 50);
    assert!(matches!(met, Err(Error::ClockBack { now: 50, last: 51 })));
}
