//! The tree against a plain one, and against every changed byte.

use super::{Frontier, Tiles, check_consistency, check_inclusion, check_whole};
use super::{needed_for_consistency, needed_for_inclusion};
use crate::{Hash, TilePath};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Store = BTreeMap<TilePath, Vec<u8>>;

/// The root as RFC 6962, section 2.1, defines it, straight from the text.
fn plain_root(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => Hash::OF_NOTHING,
        [one] => Hash::leaf(one),
        many => {
            let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
            Hash::node(plain_root(left), plain_root(right))
        }
    }
}

fn entries(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|n| format!("entry {n}").into_bytes()).collect()
}

/// A tree grown in these steps, with every tile that was ever written.
fn grown(entries: &[Vec<u8>], steps: &[usize]) -> (Frontier, Store) {
    let (mut frontier, mut store) = (Frontier::default(), Store::new());
    let mut rest = entries;
    for step in steps.iter().chain([&usize::MAX]) {
        let (now, later) = rest.split_at((*step).min(rest.len()));
        let grown = frontier.grow(now.iter().map(Vec::as_slice)).unwrap();
        for (path, bytes) in grown.tiles {
            assert_eq!(store.insert(path, bytes), None, "{path} is written once");
        }
        (frontier, rest) = (grown.frontier, later);
    }
    (frontier, store)
}

#[test]
fn roots_are_those_of_the_plain_definition_at_every_size() {
    let all = entries(300);
    for size in 0..=300 {
        let (frontier, _) = grown(&all[..size], &[size / 2, 1]);
        assert_eq!(frontier.root(), plain_root(&all[..size]), "{size}");
    }
}

#[test]
fn what_is_written_is_what_the_tree_has_and_nothing_twice() {
    for size in [1, 255, 256, 257, 512, 700, 65_536, 66_000] {
        let all = entries(size);
        let (frontier, store) = grown(&all, &[]);
        let size = u64::try_from(size).unwrap();
        let expected: Vec<_> = TilePath::all(size).collect();
        let mut written: Vec<_> = store.keys().copied().collect();
        written.sort_by_key(|path| expected.iter().position(|one| one == path));
        assert_eq!(written, expected);
        let mut seen = 0;
        check_whole(size, frontier.root(), &store, |_, _| {
            seen += 1;
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, size);
    }
}

#[test]
fn the_right_edge_is_read_back_from_its_tiles() {
    let all = entries(70_000);
    let (frontier, store) = grown(&all, &[300, 65_536]);
    let tile = |path: &TilePath| Ok(store[path].clone());
    let read = Frontier::read(frontier.size(), frontier.root(), tile).unwrap();
    assert_eq!(read, frontier);
    assert!(Frontier::read(frontier.size(), Hash::leaf(b""), tile).is_err());
    assert!(Frontier::read(frontier.size() - 1, frontier.root(), tile_or_empty(&store)).is_err());
}

fn tile_or_empty(store: &Store) -> impl Fn(&TilePath) -> Result<Vec<u8>, crate::Error> {
    |path| Ok(store.get(path).cloned().unwrap_or_default())
}

#[test]
fn every_changed_byte_at_the_right_edge_is_seen() {
    let (frontier, store) = grown(&entries(259), &[]);
    for path in TilePath::partial(259) {
        for at in 0..store[&path].len() {
            let mut store = store.clone();
            store.get_mut(&path).unwrap()[at] ^= 1;
            let read = Frontier::read(259, frontier.root(), tile_or_empty(&store));
            assert!(read.is_err(), "{path} {at}");
        }
    }
}

#[test]
fn every_changed_byte_of_a_small_tree_is_seen() {
    let (frontier, store) = grown(&entries(300), &[]);
    let root = frontier.root();
    for (path, bytes) in &store {
        for at in 0..bytes.len() {
            let mut changed = store.clone();
            changed.get_mut(path).unwrap()[at] ^= 0x40;
            assert!(check_whole(300, root, &changed, |_, _| Ok(())).is_err(), "{path} {at}");
        }
        let mut gone = store.clone();
        gone.remove(path);
        assert!(check_whole(300, root, &gone, |_, _| Ok(())).is_err(), "{path}");
    }
    assert!(check_whole(299, root, &store, |_, _| Ok(())).is_err());
}

/// 600 entries have two tiles at the right edge with four hashes of the root in them: the case that
/// the reader of `tlog_tiles` 0.2.0 gets wrong.
#[test]
fn a_changed_tile_gives_no_proof_but_an_error() {
    let (frontier, store) = grown(&entries(600), &[]);
    let root = frontier.root();
    for path in needed_for_inclusion(5, 600) {
        for at in (0..store[&path].len()).step_by(13) {
            let mut changed = store.clone();
            changed.get_mut(&path).unwrap()[at] ^= 1;
            let tiles = Tiles::new(600, root, &changed).unwrap();
            assert!(tiles.prove_inclusion(5).is_err(), "{path} {at}");
            assert!(tiles.entry(5).is_err(), "{path} {at}");
        }
    }
}

/// Why the reader of the crate is not used. Should this fail after an update, it may be mended.
#[test]
fn the_reader_of_tlog_tiles_gives_out_a_forged_hash() {
    use tlog_tiles::{HashReader, Tile, TileHashReader, TileReader};
    struct Theirs(Store);
    impl TileReader for Theirs {
        fn height(&self) -> u8 {
            8
        }
        fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
            let path = |tile: &Tile| tile.path().replacen("tile/8/", "tile/", 1);
            Ok(tiles.iter().map(|tile| self.0[&path(tile).parse().unwrap()].clone()).collect())
        }
        fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
    }
    let (frontier, mut store) = grown(&entries(600), &[]);
    let forged = Hash::leaf(b"forged");
    let tile = store.get_mut(&"tile/0/000".parse().unwrap()).unwrap();
    tile[5 * 32..6 * 32].copy_from_slice(forged.as_bytes());
    let at = [tlog_tiles::stored_hash_index(0, 5)];
    let theirs = Theirs(store.clone());
    let read = TileHashReader::new(600, frontier.root().into(), &theirs).read_hashes(&at);
    assert_eq!(Hash::from(read.unwrap()[0]), forged);
    assert!(Tiles::new(600, frontier.root(), &store).unwrap().leaf(5).is_err());
}

#[test]
fn a_forged_entry_is_not_given_out_though_its_bundle_and_tile_fit() {
    let (frontier, mut store) = grown(&entries(600), &[]);
    let mut forged = entries(600);
    forged[5] = b"forged".to_vec();
    let (_, theirs) = grown(&forged, &[]);
    for path in ["tile/entries/000", "tile/0/000"] {
        let path = path.parse().unwrap();
        store.insert(path, theirs[&path].clone());
    }
    let tiles = Tiles::new(600, frontier.root(), &store).unwrap();
    assert!(tiles.entry(5).is_err());
    assert_eq!(tiles.entry(300).unwrap(), b"entry 300");
}

#[test]
fn a_proof_reads_the_tiles_it_says_and_a_full_one_stands_for_a_narrower() {
    let all = entries(1000);
    let (small, _) = grown(&all[..700], &[]);
    let (frontier, store) = grown(&all, &[700]);
    for index in [0, 255, 256, 699] {
        let needed = needed_for_inclusion(index, 700);
        let some: Store = needed.iter().map(|path| (*path, store[path].clone())).collect();
        let tiles = Tiles::new(700, small.root(), &some).unwrap();
        let proof = tiles.prove_inclusion(index).unwrap();
        // The narrow tile at the right edge is gone; the full one has the same hashes first.
        let mut later = store.clone();
        assert!(later.remove(&"tile/0/002.p/188".parse().unwrap()).is_some());
        assert!(later.remove(&"tile/entries/002.p/188".parse().unwrap()).is_some());
        let tiles = Tiles::new(700, small.root(), &later).unwrap();
        assert_eq!(tiles.prove_inclusion(index).unwrap(), proof);
        assert_eq!(tiles.entry(index).unwrap(), format!("entry {index}").into_bytes());
    }
    let needed = needed_for_consistency(700, 1000);
    let some: Store = needed.iter().map(|path| (*path, store[path].clone())).collect();
    let tiles = Tiles::new(1000, frontier.root(), &some).unwrap();
    assert_eq!(tiles.prove_consistency(700).unwrap().1, small.root());
}

#[test]
fn consistency_holds_between_all_sizes_and_no_other_roots() {
    let all = entries(40);
    let trees: Vec<_> = (0..=40).map(|size| grown(&all[..size], &[])).collect();
    for (new, (frontier, store)) in (0_u64..).zip(&trees) {
        for (old, (before, _)) in (0_u64..).zip(&trees).take_while(|(old, _)| *old <= new) {
            let tiles = Tiles::new(new, frontier.root(), store).unwrap();
            let (proof, old_root) = tiles.prove_consistency(old).unwrap();
            assert_eq!(old_root, before.root());
            let check = |proof: &[Hash], old_root, root| {
                check_consistency(proof, (old, old_root), (new, root)).is_ok()
            };
            assert!(check(&proof, old_root, frontier.root()));
            assert!(!check(&proof, Hash::leaf(b"x"), frontier.root()));
            assert!(!check(&proof, old_root, Hash::leaf(b"x")) || old == 0 && new > 0);
            let longer: Vec<_> = proof.iter().copied().chain([Hash::leaf(b"x")]).collect();
            assert!(!check(&longer, old_root, frontier.root()));
            if let Some((_, shorter)) = proof.split_last() {
                assert!(!check(shorter, old_root, frontier.root()));
            }
        }
        assert!(
            check_consistency(&[], (new + 1, frontier.root()), (new, frontier.root())).is_err()
        );
    }
}

#[test]
fn what_no_tree_can_be_is_refused_and_not_walked() {
    let root = Hash::leaf(b"");
    assert!(check_inclusion(&[], root, 0, 1 << 60, root).is_err());
    assert!(check_inclusion(&[], root, u64::MAX, u64::MAX, root).is_err());
    assert!(check_inclusion(&[], root, 1, 1, root).is_err());
    assert!(check_inclusion(&[root; 64], root, 0, 1, root).is_err());
    assert!(check_consistency(&[], (1, root), (u64::MAX, root)).is_err());
    assert!(Tiles::new(1 << 48, root, Store::new()).is_err());
    assert!(Tiles::new(0, root, Store::new()).is_err());
    let tiles = Tiles::new(3, root, Store::new()).unwrap();
    assert!(tiles.prove_inclusion(3).is_err());
    assert!(tiles.prove_inclusion(2).is_err());
    assert!(tiles.root_at(4).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_entry_of_any_tree_is_proved_and_nothing_else(
        size in 1_usize..900, steps in prop::collection::vec(0_usize..400, 0..5),
        at: prop::sample::Index, bit in 0_usize..8, wrong: prop::sample::Index,
    ) {
        let all = entries(size);
        let (frontier, store) = grown(&all, &steps);
        let (size, root) = (frontier.size(), frontier.root());
        let tiles = Tiles::new(size, root, &store).unwrap();
        let index = u64::try_from(at.index(all.len())).unwrap();
        let (proof, leaf) = tiles.prove_inclusion(index).unwrap();
        let entry = &all[at.index(all.len())];
        prop_assert_eq!(leaf, Hash::leaf(entry));
        prop_assert_eq!(&tiles.entry(index).unwrap(), entry);
        prop_assert!(check_inclusion(&proof, leaf, index, size, root).is_ok());
        for other in 0..size {
            let holds = check_inclusion(&proof, leaf, other, size, root).is_ok();
            prop_assert_eq!(holds, other == index);
        }
        if !proof.is_empty() {
            let mut changed = proof.clone();
            let at = wrong.index(proof.len() * 32);
            let mut bytes = *changed[at / 32].as_bytes();
            bytes[at % 32] ^= 1 << bit;
            changed[at / 32] = Hash::of_bytes(bytes);
            prop_assert!(check_inclusion(&changed, leaf, index, size, root).is_err());
        }
    }
}
