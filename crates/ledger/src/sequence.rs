//! The sequencer: what is done in which order, so that no crash does harm.
//!
//! In: entries, what the row and the store hold, what became of each step. Out: the next step.
//! Never: does a step itself, or answers for an entry that is not locked, written and published.
//!
//! The order of steps:
//!
//! 1. One transaction compares the checkpoint in the row with the old one, puts the new one there,
//!    and keeps the new tiles beside it. Of two sequencers one is refused here, before it could
//!    touch a tile.
//! 2. The tiles are written to the store.
//! 3. The checkpoint is published there, in the place of the one that was seen last and no other:
//!    a sequencer that slept cannot take the ledger back.
//! 4. The entries are answered for.
//!
//! After a crash [`Resuming`] takes up what the row holds: 2 and 3 again, with the same bytes.

mod resuming;

pub use resuming::{Resuming, first_row};

use crate::{Checkpoint, Error, Frontier, Hash, KeyList, SignedCheckpoint, Signer};
use crate::{TilePath, Tiles};
use std::collections::{BTreeMap, VecDeque};

/// A checkpoint that is locked, as the row in the database has it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Row {
    /// The signed checkpoint.
    pub checkpoint: Vec<u8>,
    /// The tiles that were new with it.
    pub pending: Vec<(TilePath, Vec<u8>)>,
    /// The time it was signed at, in seconds since 1970.
    pub at: u64,
}

/// What may wait, and how much is locked at once.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// How many entries may wait; 64 KiB of memory each at most.
    pub waiting_max: usize,
    /// How many entries one checkpoint adds at most.
    pub batch_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        // At 50,000 a second and ten checkpoints a second a batch has 5,000.
        Self { waiting_max: 20_000, batch_max: 10_000 }
    }
}

/// Stands for one entry that was submitted, until it is answered for.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Ticket(u64);

/// Step 1: what one transaction compares and writes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Batch {
    /// The checkpoint that must be in the row.
    pub old: Vec<u8>,
    /// What the row is to hold then.
    pub new: Row,
    tickets: Vec<Ticket>,
    frontier: Frontier,
}

/// What the driver must do now.
#[derive(Debug)]
pub enum Next<'a> {
    /// Answer for these entries; there is nothing to tell the sequencer about it.
    Answer(Answer),
    /// Lock this, then say [`Sequencer::locked`].
    Lock(&'a Batch),
    /// Publish `checkpoint` where `over` is published now, then say [`Sequencer::published`].
    Publish {
        /// What must be published now, or nothing where nothing may be.
        over: Option<&'a [u8]>,
        /// What is to be.
        checkpoint: &'a [u8],
    },
    /// Read what is published, then say [`Sequencer::published_is`].
    ReadPublished,
    /// Read the checkpoint of the row, then say [`Sequencer::row_is`].
    ReadRow,
    /// End; nothing is done any more. Whoever waits is told to ask again.
    Stop(&'a str),
    /// Nothing is to be done before the next [`Sequencer::cut`].
    Wait,
    /// Write these to the store, then say [`Sequencer::tiles_written`].
    WriteTiles(&'a [(TilePath, Vec<u8>)]),
}

/// What became of a step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It was refused, for another value is there.
    Refused,
    /// It failed, or nobody knows.
    Unknown,
}

/// Entries that are locked, written and published.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The signed checkpoint that has them.
    pub checkpoint: Vec<u8>,
    /// Each with its index.
    pub sequenced: Vec<(Ticket, u64)>,
    size: u64,
    root: Hash,
    tiles: BTreeMap<TilePath, Vec<u8>>,
}

impl Answer {
    /// The tree, as far as proofs for these entries need it.
    ///
    /// # Errors
    /// Never for what a sequencer gave out.
    pub fn tiles(&self) -> Result<Tiles<&BTreeMap<TilePath, Vec<u8>>>, Error> {
        Tiles::new(self.size, self.root, &self.tiles)
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Step {
    Lock,
    Publish,
    ReadPublished,
    ReadRow,
    Ready,
    Stopped(String),
    WriteTiles,
}

/// The sequencer of one ledger.
#[derive(Debug)]
pub struct Sequencer {
    keys: KeyList,
    limits: Limits,
    step: Step,
    /// What is locked.
    row: Row,
    frontier: Frontier,
    published: Option<Vec<u8>>,
    /// What is being locked.
    batch: Option<Batch>,
    /// Whose entries are locked and not answered for, with the index of the first.
    locked: (u64, Vec<Ticket>),
    answer: Option<Answer>,
    waiting: VecDeque<(Ticket, Vec<u8>)>,
    tickets: u64,
}

impl Sequencer {
    /// Takes an entry to wait for the next checkpoint.
    ///
    /// # Errors
    /// [`Error::Full`] where too many wait, [`Error::Stopped`] after the end, and
    /// [`Error::Malformed`] for an entry that is empty or too long.
    pub fn submit(&mut self, entry: Vec<u8>) -> Result<Ticket, Error> {
        if let Step::Stopped(why) = &self.step {
            return Err(Error::Stopped { why: why.clone() });
        }
        if self.waiting.len() >= self.limits.waiting_max {
            return Err(Error::Full { waiting: self.waiting.len() });
        }
        if entry.is_empty() || entry.len() > crate::ENTRY_BYTES_MAX {
            let why = format!("it has {} bytes", entry.len());
            return Err(Error::malformed("the entry", why));
        }
        let ticket = Ticket(self.tickets);
        self.tickets += 1;
        self.waiting.push_back((ticket, entry));
        Ok(ticket)
    }

    /// How many entries wait for a checkpoint.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Makes the next checkpoint of the entries that wait; [`Sequencer::next_step`] gives it out.
    ///
    /// Says whether it did: not while the one before is under way, and not where nothing waits.
    ///
    /// # Errors
    /// [`Error::ClockBack`] where the clock shows less than at the last checkpoint: the entries
    /// wait until it has caught up. Otherwise what is wrong with the keys. Nothing changes then.
    pub fn cut(&mut self, now: u64, signers: &[&dyn Signer]) -> Result<bool, Error> {
        if self.step != Step::Ready || self.waiting.is_empty() {
            return Ok(false);
        }
        if now < self.row.at {
            return Err(Error::ClockBack { now, last: self.row.at });
        }
        let count = self.waiting.len().min(self.limits.batch_max.max(1));
        let entries = self.waiting.iter().take(count).map(|(_, entry)| entry.as_slice());
        let grown = self.frontier.grow(entries)?;
        let (size, root) = (grown.frontier.size(), grown.frontier.root());
        let signed = Checkpoint::new(self.keys.origin(), size, root)?.sign(signers)?;
        // A key that nobody would accept must be seen before it has signed the locked checkpoint.
        self.keys.check(&signed)?;
        self.batch = Some(Batch {
            old: self.row.checkpoint.clone(),
            new: Row { checkpoint: signed.note(), pending: grown.tiles, at: now },
            tickets: self.waiting.drain(..count).map(|(ticket, _)| ticket).collect(),
            frontier: grown.frontier,
        });
        self.step = Step::Lock;
        Ok(true)
    }

    /// What is to be done now. Asked again, it says the same again, but for answers.
    #[must_use]
    pub fn next_step(&mut self) -> Next<'_> {
        if let Some(answer) = self.answer.take() {
            return Next::Answer(answer);
        }
        match &self.step {
            Step::Lock => self.batch.as_ref().map_or(Next::Wait, Next::Lock),
            Step::Publish => {
                Next::Publish { over: self.published.as_deref(), checkpoint: &self.row.checkpoint }
            }
            Step::ReadPublished => Next::ReadPublished,
            Step::ReadRow => Next::ReadRow,
            Step::Ready => Next::Wait,
            Step::Stopped(why) => Next::Stop(why),
            Step::WriteTiles => Next::WriteTiles(&self.row.pending),
        }
    }

    /// Says what became of [`Next::Lock`].
    ///
    /// # Errors
    /// [`Error::OutOfTurn`] where nothing is being locked.
    pub fn locked(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.must_be(&Step::Lock, "nothing is being locked")?;
        if outcome == Outcome::Done {
            self.have_locked();
        } else {
            // Also where it was refused: an attempt that seemed to fail may have come through.
            self.step = Step::ReadRow;
        }
        Ok(())
    }

    /// Says what the row holds, after [`Next::ReadRow`].
    ///
    /// # Errors
    /// [`Error::OutOfTurn`] where nobody asked.
    pub fn row_is(&mut self, checkpoint: Option<&[u8]>) -> Result<(), Error> {
        self.must_be(&Step::ReadRow, "nobody asked for the row")?;
        let batch = self.batch.as_ref();
        if batch.is_some_and(|batch| checkpoint == Some(&batch.new.checkpoint)) {
            self.have_locked();
        } else if batch.is_some_and(|batch| checkpoint == Some(&batch.old)) {
            // The very same again: should the first attempt still come through, one of them is
            // refused and the row is read again.
            self.step = Step::Lock;
        } else {
            self.stop("the row holds another checkpoint: another sequencer is at work");
        }
        Ok(())
    }

    /// Says what became of [`Next::WriteTiles`]: of all of them.
    ///
    /// # Errors
    /// [`Error::OutOfTurn`] where none are being written.
    pub fn tiles_written(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.must_be(&Step::WriteTiles, "no tiles are being written")?;
        if outcome == Outcome::Done {
            match self.published.take() {
                Some(note) if is_same(&note, &self.row.checkpoint) => self.have_published(note),
                other => {
                    self.published = other;
                    self.step = Step::Publish;
                }
            }
        }
        Ok(())
    }

    /// Says what became of [`Next::Publish`].
    ///
    /// # Errors
    /// [`Error::OutOfTurn`] where nothing is being published.
    pub fn published(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.must_be(&Step::Publish, "nothing is being published")?;
        match outcome {
            Outcome::Done => self.have_published(self.row.checkpoint.clone()),
            Outcome::Refused | Outcome::Unknown => self.step = Step::ReadPublished,
        }
        Ok(())
    }

    /// Says what is published, after [`Next::ReadPublished`].
    ///
    /// Whoever gathers cosignatures may put them under what is published at any time, by a write
    /// that compares too: the text is what counts here, and no cosignature is written over but by
    /// a larger tree.
    ///
    /// # Errors
    /// [`Error::OutOfTurn`] where nobody asked.
    pub fn published_is(&mut self, checkpoint: Option<&[u8]>) -> Result<(), Error> {
        self.must_be(&Step::ReadPublished, "nobody asked for what is published")?;
        match (checkpoint, &self.published) {
            (Some(note), _) if is_same(note, &self.row.checkpoint) => {
                self.have_published(note.to_vec());
            }
            (Some(note), Some(last)) if is_same(note, last) => {
                self.published = Some(note.to_vec());
                self.step = Step::Publish;
            }
            (None, None) => self.step = Step::Publish,
            _ => self.stop("another checkpoint is published: another sequencer is at work"),
        }
        Ok(())
    }

    /// The checkpoint that is locked.
    #[must_use]
    pub fn checkpoint(&self) -> &[u8] {
        &self.row.checkpoint
    }

    fn must_be(&self, step: &Step, why: &'static str) -> Result<(), Error> {
        if &self.step == step { Ok(()) } else { Err(Error::OutOfTurn { why }) }
    }

    fn have_locked(&mut self) {
        if let Some(batch) = self.batch.take() {
            self.locked = (self.frontier.size(), batch.tickets);
            self.frontier = batch.frontier;
            self.row = batch.new;
        }
        self.step = Step::WriteTiles;
    }

    fn have_published(&mut self, note: Vec<u8>) {
        self.published = Some(note);
        self.step = Step::Ready;
        let (first, tickets) = std::mem::take(&mut self.locked);
        // They are stored now, and beside the row until the next lock.
        let mut tiles: BTreeMap<_, _> = std::mem::take(&mut self.row.pending).into_iter().collect();
        if tickets.is_empty() {
            return;
        }
        for path in TilePath::partial(self.frontier.size()) {
            let bytes = || self.frontier.at_edge(path.holds()).to_vec();
            tiles.entry(path).or_insert_with(bytes);
        }
        self.answer = Some(Answer {
            checkpoint: self.row.checkpoint.clone(),
            sequenced: tickets.into_iter().zip(first..).collect(),
            size: self.frontier.size(),
            root: self.frontier.root(),
            tiles,
        });
    }

    fn stop(&mut self, why: &str) {
        self.step = Step::Stopped(why.to_owned());
        self.batch = None;
        self.waiting.clear();
    }
}

/// Whether two notes say the same, whoever signed them.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let text = |note| SignedCheckpoint::read(note).ok().map(|read| read.text().to_owned());
    one == other || text(one).is_some_and(|one| text(other) == Some(one))
}

#[cfg(test)]
mod tests;
