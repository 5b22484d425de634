//! The right edge of the tree, which is all that growing needs.

use super::hash_layers;
use crate::tile::{LEVELS_MAX, push_entry, tile_bytes};
use crate::{Error, HASH_BYTES, Hash, Holds, TILE_WIDTH, TREE_SIZE_MAX, TilePath, read_bundle};

/// The right edge of a tree: what is not yet in a full tile, and the hashes that make the root.
///
/// Each hash of the tree is worked out once: growing by one entry costs its own hash and, over
/// many entries, one more.
///
/// ```
/// # use ledger::Frontier;
/// let empty = Frontier::default();
/// let grown = empty.grow([&b"first"[..], b"second"])?;
/// assert_eq!(grown.frontier.size(), 2);
/// let paths: Vec<_> = grown.tiles.iter().map(|(path, _)| path.to_string()).collect();
/// assert_eq!(paths, ["tile/entries/000.p/2", "tile/0/000.p/2"]);
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Frontier {
    size: u64,
    /// The roots of the perfect trees whose sum this one is, the widest first.
    peaks: Vec<Hash>,
    /// The tile at the right edge of each level, where it is not full.
    levels: Vec<Vec<u8>>,
    /// The bundle at the right edge, where it is not full.
    bundle: Vec<u8>,
}

/// A tree after growing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Grown {
    /// The right edge of the grown tree.
    pub frontier: Frontier,
    /// Every tile and bundle that the grown tree has and the one before had not.
    pub tiles: Vec<(TilePath, Vec<u8>)>,
}

impl Frontier {
    /// How many entries the tree has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        let above = |right, left: &Hash| Hash::node(*left, right);
        let mut peaks = self.peaks.iter().rev();
        peaks.next().map_or(Hash::OF_NOTHING, |last| peaks.fold(*last, above))
    }

    /// The tree with these entries behind those it has, and the tiles that are new then.
    ///
    /// # Errors
    /// If an entry is empty or too long, or the tree would become too large. The tree that was
    /// stays as it was.
    pub fn grow<'a>(&self, entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Grown, Error> {
        let mut grown = Grown { frontier: self.clone(), tiles: Vec::new() };
        for entry in entries {
            grown.push(entry)?;
        }
        let (old, new) = (self.size, grown.frontier.size);
        for path in TilePath::partial(new) {
            let level = if let Holds::Hashes(level) = path.holds() { u32::from(level) } else { 0 };
            // A level higher up may not have grown; its tile is there already.
            if old >> (8 * level) != new >> (8 * level) {
                let bytes = grown.frontier.at_edge(path.holds()).to_vec();
                grown.tiles.push((path, bytes));
            }
        }
        Ok(grown)
    }

    /// The tree whose tiles at the right edge these are.
    ///
    /// `tile` gives the bytes of each path of [`TilePath::partial`].
    ///
    /// # Errors
    /// If they do not lead to `root`, or the bundle does not hold what its hashes say.
    pub fn read(
        size: u64,
        root: Hash,
        mut tile: impl FnMut(&TilePath) -> Result<Vec<u8>, Error>,
    ) -> Result<Self, Error> {
        let what = "the right edge of the tree";
        if size >= TREE_SIZE_MAX {
            return Err(Error::malformed(what, format!("no tree has {size} entries")));
        }
        let mut read = Self { size, ..Self::default() };
        let mut by_level = Vec::new();
        for path in TilePath::partial(size) {
            let bytes = tile(&path)?;
            let Holds::Hashes(level) = path.holds() else {
                read.bundle = bytes;
                continue;
            };
            if bytes.len() != tile_bytes(&path) {
                let why = format!("`{path}` has {} bytes", bytes.len());
                return Err(Error::malformed(what, why));
            }
            by_level.push(Hash::many(&bytes).unwrap_or_default());
            *read.level(level) = bytes;
        }
        for hashes in by_level.into_iter().rev() {
            read.peaks.extend(peaks_of(hashes));
        }
        if read.root() != root {
            return Err(Error::not_proved(what, "its hashes do not lead to the root"));
        }
        let width = u16::try_from(size % TILE_WIDTH).unwrap_or_default();
        let entries = read_bundle(&read.bundle, width)?;
        let leaves = entries.iter().flat_map(|entry| *Hash::leaf(entry).as_bytes());
        if !leaves.eq(read.at_edge(Holds::Hashes(0)).iter().copied()) {
            return Err(Error::not_proved(what, "the entries do not have the hashes of its tile"));
        }
        Ok(read)
    }

    /// What is at the right edge, as far as it is not in a full tile or bundle.
    pub(crate) fn at_edge(&self, holds: Holds) -> &[u8] {
        match holds {
            Holds::Entries => &self.bundle,
            Holds::Hashes(level) => self.levels.get(usize::from(level)).map_or(&[], Vec::as_slice),
        }
    }

    /// The tile of a level, made where there is none.
    fn level(&mut self, level: u8) -> &mut Vec<u8> {
        let at = usize::from(level.min(LEVELS_MAX));
        if self.levels.len() <= at {
            self.levels.resize_with(at + 1, Vec::new);
        }
        match self.levels.get_mut(at) {
            Some(level) => level,
            // Cannot be: it was just made. The bundle is never a tile, so the root would tell.
            None => &mut self.bundle,
        }
    }
}

impl Grown {
    /// Adds one entry.
    fn push(&mut self, entry: &[u8]) -> Result<(), Error> {
        let index = self.frontier.size;
        if index + 1 >= TREE_SIZE_MAX {
            return Err(Error::malformed("the tree", format!("it has {index} entries already")));
        }
        push_entry(&mut self.frontier.bundle, entry)?;
        self.frontier.size = index + 1;
        let mut hash = Hash::leaf(entry);
        self.put(0, hash);
        if (index + 1).is_multiple_of(TILE_WIDTH) {
            let bundle = std::mem::take(&mut self.frontier.bundle);
            self.emit(Holds::Entries, index / TILE_WIDTH, bundle);
        }
        // Each trailing one of the index is a perfect tree that this entry makes twice as wide.
        for height in 1..=index.trailing_ones() {
            let Some(left) = self.frontier.peaks.pop() else { break };
            hash = Hash::node(left, hash);
            if height.is_multiple_of(8) {
                self.put(u8::try_from(height / 8).unwrap_or(LEVELS_MAX), hash);
            }
        }
        self.frontier.peaks.push(hash);
        Ok(())
    }

    /// Puts a hash into the tile of its level, and the tile away when it is full.
    fn put(&mut self, level: u8, hash: Hash) {
        let size = self.frontier.size;
        let tile = self.frontier.level(level);
        tile.extend(hash.as_bytes());
        if tile.len() == HASH_BYTES * 256 {
            let full = std::mem::take(tile);
            let index = (size >> (8 * u32::from(level))) / TILE_WIDTH;
            self.emit(Holds::Hashes(level), index.saturating_sub(1), full);
        }
    }

    /// Gives out a full tile.
    fn emit(&mut self, holds: Holds, index: u64, bytes: Vec<u8>) {
        if let Some(path) = TilePath::at(holds, index, self.frontier.size) {
            self.tiles.push((path, bytes));
        }
    }
}

/// The roots of the perfect trees above the hashes of one tile, the widest first.
fn peaks_of(hashes: Vec<Hash>) -> Vec<Hash> {
    // The last hash of a layer with an odd number of them is a perfect tree on its own.
    let layers = hash_layers(hashes);
    layers.iter().rev().filter(|l| l.len() % 2 == 1).filter_map(|l| l.last()).copied().collect()
}
