//! The tree: growing it, and proving from its tiles what is in it.
//!
//! In: entries, tiles, roots. Out: new tiles and bundles, roots, proofs.
//! Never: takes a hash from a tile that does not lead to the root it was given.

mod frontier;
mod reader;
mod whole;

pub use frontier::{Frontier, Grown};
pub use reader::{TileSource, Tiles, needed_for_consistency, needed_for_inclusion};
pub use whole::{check_from, check_whole};

use crate::{Error, Hash, TREE_SIZE_MAX};

/// Proofs have one hash for each level at most; the list is bounded before it is walked.
pub(crate) const PROOF_HASHES_MAX: usize = 63;

/// Checks that an entry with this hash is at `index` in the tree of `size` and `root`.
///
/// # Errors
/// If the proof does not show it.
pub fn check_inclusion(
    proof: &[Hash],
    leaf: Hash,
    index: u64,
    size: u64,
    root: Hash,
) -> Result<(), Error> {
    let what = "the proof that an entry is in the tree";
    check_bounds(what, proof, size)?;
    if index >= size {
        let why = format!("entry {index} is not below the size {size}");
        return Err(Error::not_proved(what, why));
    }
    let proof = proof.iter().map(|hash| (*hash).into()).collect();
    tlog_tiles::check_record(&proof, size, root.into(), index, leaf.into())
        .map_err(|_| Error::not_proved(what, "its hashes do not lead to the root"))
}

/// Checks that the tree of `size` and `root` begins with the tree of `old_size` and `old_root`.
///
/// From a tree without entries to any other there is nothing to prove: the proof must be empty.
///
/// # Errors
/// If the proof does not show it.
pub fn check_consistency(
    proof: &[Hash],
    (old_size, old_root): (u64, Hash),
    (size, root): (u64, Hash),
) -> Result<(), Error> {
    let what = "the proof that one tree begins with another";
    check_bounds(what, proof, size)?;
    if old_size > size {
        return Err(Error::not_proved(what, format!("{old_size} is more than {size} entries")));
    }
    let empty_is_right = |size, root| size > 0 || root == Hash::OF_NOTHING;
    if !empty_is_right(old_size, old_root) || !empty_is_right(size, root) {
        return Err(Error::not_proved(what, "a tree without entries has another root"));
    }
    if old_size == 0 {
        let why = "from no entries there is nothing to prove";
        return if proof.is_empty() { Ok(()) } else { Err(Error::not_proved(what, why)) };
    }
    let proof = proof.iter().map(|hash| (*hash).into()).collect();
    tlog_tiles::check_tree(&proof, size, root.into(), old_size, old_root.into())
        .map_err(|_| Error::not_proved(what, "its hashes do not lead to both roots"))
}

/// Refuses what the walk of a proof should not be given.
fn check_bounds(what: &'static str, proof: &[Hash], size: u64) -> Result<(), Error> {
    if size >= TREE_SIZE_MAX {
        return Err(Error::not_proved(what, format!("no tree has {size} entries")));
    }
    if proof.len() > PROOF_HASHES_MAX {
        return Err(Error::not_proved(what, format!("it has {} hashes", proof.len())));
    }
    Ok(())
}

/// These hashes, and above them layer by layer those of the perfect trees that they make.
pub(crate) fn hash_layers(hashes: Vec<Hash>) -> Vec<Vec<Hash>> {
    let mut layers = vec![hashes];
    while let Some(last) = layers.last().filter(|last| last.len() > 1) {
        let pairs = last.as_chunks::<2>().0;
        let above = pairs.iter().map(|[left, right]| Hash::node(*left, *right)).collect();
        layers.push(above);
    }
    layers
}

#[cfg(test)]
mod tests;
