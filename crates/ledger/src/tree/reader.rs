//! Proofs from tiles, each tile held against the root first.
//!
//! The reader of `tlog_tiles` 0.2.0 is not used: where one tile at the right edge holds several of
//! the hashes that make the root, it counts the hashes for tiles and takes as many of the further
//! tiles unchecked. Its walks over the tree are sound and are used, over this reader.

use super::{Frontier, check_consistency, check_inclusion, hash_layers};
use crate::tile::{LEVELS_MAX, push_entry, tile_bytes};
use crate::{Error, Hash, Holds, TILE_WIDTH, TREE_SIZE_MAX, TilePath, read_bundle};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use tlog_tiles::HashReader;

/// Where tiles come from. Nobody needs to trust it.
pub trait TileSource {
    /// The bytes of a tile or bundle.
    ///
    /// For a tile that is not full, the bytes of the full one will do: a store may have thrown the
    /// narrower one away.
    ///
    /// # Errors
    /// If it is not there ([`Error::Missing`]) or cannot be read ([`Error::Source`]).
    fn tile(&self, path: &TilePath) -> Result<Vec<u8>, Error>;
}

impl TileSource for BTreeMap<TilePath, Vec<u8>> {
    fn tile(&self, path: &TilePath) -> Result<Vec<u8>, Error> {
        let found = self.get(path).or_else(|| self.get(&path.full()));
        found.cloned().ok_or_else(|| Error::Missing { path: path.to_string() })
    }
}

impl<S: TileSource + ?Sized> TileSource for &S {
    fn tile(&self, path: &TilePath) -> Result<Vec<u8>, Error> {
        (**self).tile(path)
    }
}

/// A tree of a known size and root, read from tiles.
///
/// A tile is read and checked once and then kept, so that the proofs of neighbours cost little.
#[derive(Clone, Debug)]
pub struct Tiles<S> {
    size: u64,
    root: Hash,
    source: S,
    /// Tiles that were held against the root.
    checked: RefCell<BTreeMap<(u8, u64), Rc<Layers>>>,
}

/// The hashes of a tile, and above them those of the perfect trees that they make.
type Layers = Vec<Vec<Hash>>;

impl<S: TileSource> Tiles<S> {
    /// The tree with this size and root, whose tiles are read from `source`.
    ///
    /// # Errors
    /// If there can be no such tree.
    pub fn new(size: u64, root: Hash, source: S) -> Result<Self, Error> {
        if size >= TREE_SIZE_MAX {
            return Err(Error::malformed("the tree", format!("no tree has {size} entries")));
        }
        if size == 0 && root != Hash::OF_NOTHING {
            return Err(Error::malformed("the tree", "it has a root and no entries"));
        }
        Ok(Self { size, root, source, checked: RefCell::default() })
    }

    /// The proof that the entry at `index` is in the tree, and the hash of that entry.
    ///
    /// # Errors
    /// If there is no such entry, or tiles are missing or do not lead to the root.
    pub fn prove_inclusion(&self, index: u64) -> Result<(Vec<Hash>, Hash), Error> {
        let leaf = self.leaf(index)?;
        let proof = self.read(|reader| tlog_tiles::prove_record(self.size, index, reader))?;
        let proof: Vec<Hash> = proof.into_iter().map(Hash::from).collect();
        check_inclusion(&proof, leaf, index, self.size, self.root)?;
        Ok((proof, leaf))
    }

    /// The proof that the tree begins with the tree it was at `old_size`, and the root of that.
    ///
    /// # Errors
    /// If it never had that size, or tiles are missing or do not lead to the root.
    pub fn prove_consistency(&self, old_size: u64) -> Result<(Vec<Hash>, Hash), Error> {
        let old_root = self.root_at(old_size)?;
        if old_size == 0 {
            return Ok((Vec::new(), old_root));
        }
        let proof = self.read(|reader| tlog_tiles::prove_tree(self.size, old_size, reader))?;
        let proof: Vec<Hash> = proof.into_iter().map(Hash::from).collect();
        check_consistency(&proof, (old_size, old_root), (self.size, self.root))?;
        Ok((proof, old_root))
    }

    /// The root that the tree had at an earlier size.
    ///
    /// # Errors
    /// If it never had that size, or tiles are missing or do not lead to the root.
    pub fn root_at(&self, old_size: u64) -> Result<Hash, Error> {
        if old_size > self.size {
            let why = format!("it has {} entries and never had {old_size}", self.size);
            return Err(Error::malformed("the tree", why));
        }
        if old_size == self.size || old_size == 0 {
            return Ok(if old_size == 0 { Hash::OF_NOTHING } else { self.root });
        }
        self.read(|reader| tlog_tiles::tree_hash(old_size, reader)).map(Hash::from)
    }

    /// The hash of the entry at `index`.
    ///
    /// # Errors
    /// If there is no such entry, or tiles are missing or do not lead to the root.
    pub fn leaf(&self, index: u64) -> Result<Hash, Error> {
        if index >= self.size {
            let why = format!("it has {} entries and no entry {index}", self.size);
            return Err(Error::malformed("the tree", why));
        }
        self.hash(0, index)
    }

    /// The entry at `index`.
    ///
    /// # Errors
    /// If there is no such entry, tiles are missing or do not lead to the root, or the bundle
    /// holds another entry than the tile says.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, Error> {
        let leaf = self.leaf(index)?;
        let bundle = self.bundle(index / TILE_WIDTH)?;
        let entries = self.read_bundle(&bundle, index / TILE_WIDTH)?;
        let within = usize::try_from(index % TILE_WIDTH).unwrap_or(usize::MAX);
        match entries.get(within) {
            Some(entry) if Hash::leaf(entry) == leaf => Ok(entry.to_vec()),
            _ => Err(Error::not_proved(
                "the bundle of entries",
                format!("entry {index} does not have the hash that its tile gives"),
            )),
        }
    }

    /// The right edge that the tree had at an earlier size: from there its entries can be worked
    /// through without those before.
    ///
    /// # Errors
    /// If it never had that size, or tiles are missing or do not lead to the root.
    pub fn frontier_at(&self, old_size: u64) -> Result<Frontier, Error> {
        let root = self.root_at(old_size)?;
        Frontier::read(old_size, root, |path| {
            let first = path.index() * TILE_WIDTH;
            let indexes = first..first + u64::from(path.width());
            let mut bytes = Vec::new();
            match path.holds() {
                Holds::Hashes(level) => {
                    for index in indexes {
                        bytes.extend(self.hash(level.saturating_mul(8), index)?.as_bytes());
                    }
                }
                Holds::Entries => {
                    let bundle = self.bundle(path.index())?;
                    let entries = self.read_bundle(&bundle, path.index())?;
                    // What they are is held against the hashes of the edge.
                    for entry in entries.into_iter().take(usize::from(path.width())) {
                        push_entry(&mut bytes, entry)?;
                    }
                }
            }
            Ok(bytes)
        })
    }

    /// The bundle with this index, as it is now.
    fn bundle(&self, index: u64) -> Result<Vec<u8>, Error> {
        let path = TilePath::at(Holds::Entries, index, self.size);
        self.source
            .tile(&path.ok_or_else(|| Error::malformed("the tree", "it has no such bundle"))?)
    }

    /// Its entries.
    fn read_bundle<'a>(&self, bundle: &'a [u8], index: u64) -> Result<Vec<&'a [u8]>, Error> {
        let path = TilePath::at(Holds::Entries, index, self.size);
        let path = path.ok_or_else(|| Error::malformed("the tree", "it has no such bundle"))?;
        // A full bundle may stand for a narrower one, as with tiles.
        read_bundle(bundle, path.width())
            .or_else(|wrong| read_bundle(bundle, path.full().width()).map_err(|_| wrong))
    }

    /// Whether these are the bytes of a tile.
    pub(crate) fn holds(&self, path: &TilePath, bytes: &[u8]) -> Result<bool, Error> {
        let Holds::Hashes(level) = path.holds() else { return Ok(false) };
        let known = self.checked(level, path.index())?;
        let known = known.first().map_or(&[][..], Vec::as_slice);
        Ok(Hash::many(bytes).is_some_and(|hashes| hashes == known))
    }

    /// Walks the tree with a function of the crate.
    fn read<T>(
        &self,
        walk: impl FnOnce(&Port<'_, S>) -> Result<T, tlog_tiles::Error>,
    ) -> Result<T, Error> {
        let port = Port { tiles: self, failed: RefCell::new(None) };
        walk(&port).map_err(|wrong| {
            let failed = port.failed.into_inner();
            failed.unwrap_or_else(|| Error::not_proved("the tree", wrong.to_string()))
        })
    }

    /// The `index`th hash at a height of the tree.
    fn hash(&self, height: u8, index: u64) -> Result<Hash, Error> {
        let (level, tile, layer, within) = place(height, index);
        let layers = self.checked(level, tile)?;
        let found = layers.get(layer).and_then(|layer| layer.get(within));
        found.copied().ok_or_else(|| Error::malformed("the tree", "it has no such hash"))
    }

    /// A tile that leads to the root.
    fn checked(&self, level: u8, index: u64) -> Result<Rc<Layers>, Error> {
        if self.checked.borrow().is_empty() {
            self.check_edge()?;
        }
        if let Some(layers) = self.checked.borrow().get(&(level, index)) {
            return Ok(Rc::clone(layers));
        }
        let path = TilePath::at(Holds::Hashes(level), index, self.size).filter(TilePath::is_full);
        let path = path.ok_or_else(|| Error::malformed("the tree", "it has no such tile"))?;
        let layers = self.layers(&path)?;
        // Each full tile is one hash of the tile above; those that are not full are checked.
        let above = self.hash(level.saturating_add(1).saturating_mul(8), index)?;
        if layers.last().and_then(|layer| layer.first()) != Some(&above) {
            let why = format!("`{path}` does not lead to the root");
            return Err(Error::not_proved("the tile", why));
        }
        let layers = Rc::new(layers);
        self.checked.borrow_mut().insert((level, index), Rc::clone(&layers));
        Ok(layers)
    }

    /// Holds the tiles at the right edge against the root; all others hang below them.
    fn check_edge(&self) -> Result<(), Error> {
        let mut edge = BTreeMap::new();
        let mut root: Option<Hash> = None;
        for path in TilePath::partial(self.size) {
            let Holds::Hashes(level) = path.holds() else { continue };
            let layers = self.layers(&path)?;
            // The last hash of a layer with an odd number of them is a perfect tree on its own.
            for peak in layers.iter().filter(|l| l.len() % 2 == 1).filter_map(|l| l.last()) {
                root = Some(root.map_or(*peak, |right| Hash::node(*peak, right)));
            }
            edge.insert((level, path.index()), Rc::new(layers));
        }
        if root.unwrap_or(Hash::OF_NOTHING) != self.root {
            let why = "those at the right edge do not lead to the root";
            return Err(Error::not_proved("the tile", why));
        }
        *self.checked.borrow_mut() = edge;
        Ok(())
    }

    /// Reads a tile and hashes it, unchecked.
    fn layers(&self, path: &TilePath) -> Result<Layers, Error> {
        let mut bytes = self.source.tile(path)?;
        if bytes.len() == tile_bytes(&path.full()) {
            bytes.truncate(tile_bytes(path));
        }
        if bytes.len() != tile_bytes(path) {
            let why = format!("`{path}` has {} bytes", bytes.len());
            return Err(Error::malformed("the tile", why));
        }
        Ok(hash_layers(Hash::many(&bytes).unwrap_or_default()))
    }
}

/// The level and index of the tile that has a hash, and its layer and place in that tile.
fn place(height: u8, index: u64) -> (u8, u64, usize, usize) {
    let (level, layer) = (height / 8, height % 8);
    let in_tile = TILE_WIDTH >> layer;
    let within = usize::try_from(index % in_tile).unwrap_or(usize::MAX);
    (level, index / in_tile, usize::from(layer), within)
}

/// Gives our hashes to the walks of the crate, and keeps what went wrong.
struct Port<'a, S> {
    tiles: &'a Tiles<S>,
    failed: RefCell<Option<Error>>,
}

impl<S: TileSource> HashReader for Port<'_, S> {
    fn read_hashes(&self, at: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let read = at.iter().map(|at| {
            let (height, index) = tlog_tiles::split_stored_hash_index(*at);
            self.tiles.hash(height, index).map(Into::into)
        });
        read.collect::<Result<_, _>>().map_err(|wrong| {
            *self.failed.borrow_mut() = Some(wrong);
            tlog_tiles::Error::InvalidTile
        })
    }
}

/// Notes which hashes a walk would read, and gives none.
#[derive(Default)]
struct Noted(RefCell<Vec<u64>>);

impl HashReader for Noted {
    fn read_hashes(&self, at: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        self.0.borrow_mut().extend(at);
        Err(tlog_tiles::Error::InvalidTile)
    }
}

/// The tiles that [`Tiles::prove_inclusion`] reads, so that a caller can fetch them at once.
#[must_use]
pub fn needed_for_inclusion(index: u64, size: u64) -> Vec<TilePath> {
    if index >= size || size >= TREE_SIZE_MAX {
        return Vec::new();
    }
    let noted = Noted::default();
    // It fails for want of hashes; which ones is all that is asked.
    let _ = tlog_tiles::prove_record(size, index, &noted);
    let leaf = tlog_tiles::stored_hash_index(0, index);
    needed(size, noted.0.into_inner().into_iter().chain([leaf]))
}

/// The tiles that [`Tiles::prove_consistency`] and [`Tiles::root_at`] read.
#[must_use]
pub fn needed_for_consistency(old_size: u64, size: u64) -> Vec<TilePath> {
    if old_size == 0 || old_size >= size || size >= TREE_SIZE_MAX {
        return Vec::new();
    }
    let noted = Noted::default();
    // As above: one walk for the old root, one for the proof.
    let _ = tlog_tiles::tree_hash(old_size, &noted);
    let _ = tlog_tiles::prove_tree(size, old_size, &noted);
    needed(size, noted.0.into_inner().into_iter())
}

/// The tiles with these hashes, all above them, and the right edge.
fn needed(size: u64, hashes: impl Iterator<Item = u64>) -> Vec<TilePath> {
    let is_tile = |path: &TilePath| path.holds() != Holds::Entries;
    let mut found: BTreeSet<_> = TilePath::partial(size).into_iter().filter(is_tile).collect();
    for hash in hashes {
        let (height, index) = tlog_tiles::split_stored_hash_index(hash);
        let (level, mut tile, ..) = place(height, index);
        for level in level..LEVELS_MAX {
            found.extend(TilePath::at(Holds::Hashes(level), tile, size));
            tile /= TILE_WIDTH;
        }
    }
    found.into_iter().collect()
}
