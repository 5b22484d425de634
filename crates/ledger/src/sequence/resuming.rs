//! Taking up a ledger where it was left, after a stop or a crash.

use super::{Limits, Row, Sequencer, Step};
use crate::{Checkpoint, Error, Frontier, Hash, Holds, KeyList, SignedCheckpoint, Signer};
use crate::{TILE_WIDTH, TilePath, TileSource, Tiles, needed_for_consistency, read_bundle};
use std::collections::{BTreeMap, VecDeque};

/// The row of a ledger that begins: a signed checkpoint of no entries.
///
/// It is inserted where there is no row, and never in the place of one.
///
/// # Errors
/// If it cannot be signed, or not by a key of the list.
pub fn first_row(keys: &KeyList, now: u64, signers: &[&dyn Signer]) -> Result<Row, Error> {
    let signed = Checkpoint::new(keys.origin(), 0, Hash::OF_NOTHING)?.sign(signers)?;
    keys.check(&signed)?;
    Ok(Row { checkpoint: signed.note(), pending: Vec::new(), at: now })
}

/// A ledger that is being taken up.
#[derive(Debug)]
pub struct Resuming {
    keys: KeyList,
    limits: Limits,
    row: Row,
    locked: Checkpoint,
    published: Option<(Checkpoint, Vec<u8>)>,
}

impl Resuming {
    /// Begins with what the row and the store hold.
    ///
    /// # Errors
    /// If the row is missing; if nothing is published although entries are locked; if more is
    /// published than is locked, as after a backup of the database was put back; or if either is
    /// not signed by a key of the list.
    pub fn new(
        row: Option<Row>,
        published: Option<Vec<u8>>,
        keys: KeyList,
        limits: Limits,
    ) -> Result<Self, Error> {
        let what = "the state of the ledger";
        let wrong = |why: &str| Err(Error::not_proved(what, why));
        let Some(row) = row else { return wrong("no checkpoint is locked") };
        let signed = SignedCheckpoint::read(&row.checkpoint)?;
        keys.check(&signed)?;
        let locked = signed.checkpoint().clone();
        let published = match published {
            None if locked.size() == 0 => None,
            None => return wrong("entries are locked, and no checkpoint is published"),
            Some(note) => {
                let signed = SignedCheckpoint::read(&note)?;
                keys.check(&signed)?;
                Some((signed.checkpoint().clone(), note))
            }
        };
        if let Some((published, _)) = &published {
            if published.size() > locked.size() {
                return wrong("more is published than is locked: the row is an old one");
            }
            if published.size() == locked.size() && published.root() != locked.root() {
                return wrong("what is published and what is locked are two trees");
            }
        }
        Ok(Self { keys, limits, row, locked, published })
    }

    /// The tiles that must be read from the store before [`Resuming::finish`].
    #[must_use]
    pub fn needed(&self) -> Vec<TilePath> {
        let size = self.locked.size();
        let mut needed = TilePath::partial(size);
        if let Some((published, _)) = &self.published {
            needed.extend(needed_for_consistency(published.size(), size));
        }
        needed.retain(|path| !self.row.pending.iter().any(|(pending, _)| pending == path));
        needed.sort_unstable();
        needed.dedup();
        needed
    }

    /// Checks everything and is ready: what was pending is written and published first.
    ///
    /// # Errors
    /// If a tile is neither in the store nor pending, if what is pending is not what the locked
    /// checkpoint says, or if what is published is not the beginning of it.
    pub fn finish(self, stored: &impl TileSource) -> Result<Sequencer, Error> {
        let (size, root) = (self.locked.size(), self.locked.root());
        let pending: BTreeMap<_, _> = self.row.pending.iter().map(|(p, b)| (*p, b)).collect();
        let both = Both { pending, stored };
        let frontier = Frontier::read(size, root, |path| both.tile(path))?;
        let tiles = Tiles::new(size, root, &both)?;
        for (path, bytes) in &self.row.pending {
            check_pending(&tiles, path, bytes)?;
        }
        if let Some((published, _)) = &self.published
            && tiles.root_at(published.size())? != published.root()
        {
            let why = "what is published is not the beginning of what is locked";
            return Err(Error::not_proved("the state of the ledger", why));
        }
        let published = self.published.map(|(_, note)| note);
        Ok(Sequencer {
            keys: self.keys,
            limits: self.limits,
            step: Step::WriteTiles,
            row: self.row,
            frontier,
            published,
            batch: None,
            locked: (size, Vec::new()),
            answer: None,
            waiting: VecDeque::new(),
            tickets: 0,
        })
    }
}

/// Checks a tile or bundle that is to be written again.
fn check_pending<S: TileSource>(
    tiles: &Tiles<S>,
    path: &TilePath,
    bytes: &[u8],
) -> Result<(), Error> {
    let holds = match path.holds() {
        Holds::Hashes(_) => tiles.holds(path, bytes)?,
        Holds::Entries => {
            let first = path.index().saturating_mul(TILE_WIDTH);
            let entries = read_bundle(bytes, path.width())?;
            let mut with_index = (first..).zip(entries);
            with_index.try_fold(true, |all, (index, entry)| {
                Ok::<_, Error>(all && tiles.leaf(index)? == Hash::leaf(entry))
            })?
        }
    };
    let why = || format!("`{path}` is not what the locked checkpoint says");
    if holds { Ok(()) } else { Err(Error::not_proved("what is pending", why())) }
}

/// What is pending, and behind it what is stored.
struct Both<'a, S> {
    pending: BTreeMap<TilePath, &'a Vec<u8>>,
    stored: &'a S,
}

impl<S: TileSource> TileSource for Both<'_, S> {
    fn tile(&self, path: &TilePath) -> Result<Vec<u8>, Error> {
        match self.pending.get(path) {
            Some(bytes) => Ok((*bytes).clone()),
            None => self.stored.tile(path),
        }
    }
}
