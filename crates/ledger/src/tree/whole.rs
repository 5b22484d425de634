//! Checks a whole tree: every entry, every tile, the root.

use super::{Frontier, TileSource};
use crate::{Error, Hash, Holds, TILE_WIDTH, TilePath, read_bundle};

/// Reads every bundle and every tile of a tree and works all hashes out again.
///
/// `each` is given each entry with its index, in order. Only when this returns without an error are
/// they known to be those of `root`.
///
/// # Errors
/// If a tile or bundle is missing, or differs by one byte from what the entries make, or the root
/// is another; or what `each` answers.
pub fn check_whole(
    size: u64,
    root: Hash,
    source: &impl TileSource,
    each: impl FnMut(u64, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    check_from(Frontier::default(), size, root, source, each)
}

/// As [`check_whole`], from where a tree was checked before: what came in since then.
///
/// # Errors
/// As there.
pub fn check_from(
    frontier: Frontier,
    size: u64,
    root: Hash,
    source: &impl TileSource,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut frontier = frontier;
    while frontier.size() < size {
        let first = frontier.size();
        let path = TilePath::at(Holds::Entries, first / TILE_WIDTH, size)
            .ok_or_else(|| Error::malformed("the tree", format!("no tree has {size} entries")))?;
        let bundle = source.tile(&path)?;
        let mut entries = read_bundle(&bundle, path.width())?;
        let known = usize::try_from(first % TILE_WIDTH).unwrap_or(usize::MAX);
        entries.drain(..known.min(entries.len()));
        for (index, entry) in (first..).zip(&entries) {
            each(index, entry)?;
        }
        // Bundles are full but for the last, so that each tile comes out once, as it is at the end
        // of this bundle; one that is not full then is looked at when it is, or at the very end.
        let grown = frontier.grow(entries)?;
        for (made, bytes) in &grown.tiles {
            if made.is_full() || grown.frontier.size() == size {
                check_same(source, made, bytes)?;
            }
        }
        frontier = grown.frontier;
    }
    for path in TilePath::partial(size) {
        check_same(source, &path, frontier.at_edge(path.holds()))?;
    }
    if frontier.root() != root {
        let why = "the entries make another root";
        return Err(Error::not_proved("the tree", why));
    }
    Ok(())
}

/// Checks that what is stored is what was worked out.
fn check_same(source: &impl TileSource, path: &TilePath, bytes: &[u8]) -> Result<(), Error> {
    if source.tile(path)? == bytes {
        return Ok(());
    }
    let why = format!("`{path}` is not what the entries make");
    Err(Error::not_proved("the tile", why))
}
