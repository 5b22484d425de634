//! The world, and what must hold in it after each operation.
//!
//! 1. Every entry that was answered for is in the tree at its index, once, and stays.
//! 2. No entry is in the tree that nobody submitted, and none twice.
//! 3. The locked checkpoint only grows: the new tree begins with the old.
//! 4. So does the published one; and its tiles are in the store.
//! 5. What is published is locked: never more, never other.
//! 6. A tile, once written, never changes.
//! 7. The time of checkpoints does not go back.

use crate::op::{Fault, Op, SEQUENCERS};
use ledger::{
    Checkpoint, Hash, KeyKind, KeyList, Limits, Next, Outcome, Resuming, Row, Sequencer,
    SignedCheckpoint, SigningKey, Ticket, TilePath, Tiles, check_inclusion, check_whole, first_row,
};
use std::collections::{BTreeMap, BTreeSet};

type Store = BTreeMap<TilePath, Vec<u8>>;

/// A write that takes effect when it will.
enum Late {
    Lock { old: Vec<u8>, new: Row },
    Publish { over: Option<Vec<u8>>, checkpoint: Vec<u8> },
    Tiles(Vec<(TilePath, Vec<u8>)>),
}

/// What happened how often.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    answered: usize,
    batches: usize,
    clock_back: usize,
    cosigned: usize,
    landed: usize,
    refused: usize,
    resumed: usize,
    stopped: usize,
}

impl Counts {
    pub(crate) fn add(&mut self, other: &Self) {
        self.answered += other.answered;
        self.batches += other.batches;
        self.clock_back += other.clock_back;
        self.cosigned += other.cosigned;
        self.landed += other.landed;
        self.refused += other.refused;
        self.resumed += other.resumed;
        self.stopped += other.stopped;
    }

    pub(crate) fn named(&self) -> [(&'static str, usize); 8] {
        [
            ("answered", self.answered),
            ("batches", self.batches),
            ("clock back", self.clock_back),
            ("cosigned", self.cosigned),
            ("late writes", self.landed),
            ("refused", self.refused),
            ("taken up with tiles pending", self.resumed),
            ("stopped", self.stopped),
        ]
    }
}

/// A sequencer that runs, and what it was given.
struct Running {
    sequencer: Sequencer,
    given: BTreeMap<Ticket, u64>,
}

/// All there is.
pub(crate) struct World {
    key: SigningKey,
    keys: KeyList,
    row: Row,
    store: Store,
    published: Option<Vec<u8>>,
    running: Vec<Option<Running>>,
    late: Vec<Late>,
    clock: u64,
    entries: u64,
    /// By index, the entry that was answered for.
    answered: BTreeMap<u64, u64>,
    counts: Counts,
}

/// The bytes of an entry; no two are the same.
fn entry(number: u64) -> Vec<u8> {
    let mut entry = number.to_be_bytes().to_vec();
    entry.resize(8 + usize::try_from(number % 40).unwrap(), 0xee);
    entry
}

/// What a note says.
fn said(note: &[u8]) -> Checkpoint {
    SignedCheckpoint::read(note).unwrap().checkpoint().clone()
}

impl World {
    pub(crate) fn begin() -> Self {
        let key = SigningKey::of_secret("sim.example", KeyKind::Ledger, [5; 32]).unwrap();
        let keys = KeyList::new("sim.example", key.public().clone()).unwrap();
        Self {
            row: first_row(&keys, 1_000, &[&key]).unwrap(),
            key,
            keys,
            store: Store::new(),
            published: None,
            running: (0..SEQUENCERS).map(|_| None).collect(),
            late: Vec::new(),
            clock: 1_000,
            entries: 0,
            answered: BTreeMap::new(),
            counts: Counts::default(),
        }
    }

    /// Does one operation and checks what must hold.
    pub(crate) fn apply(&mut self, op: &Op) -> Result<(), String> {
        match *op {
            Op::Clock(by) => self.clock = self.clock.saturating_add_signed(by),
            Op::Cosign => self.cosign(),
            Op::Crash(who) => self.running[who] = None,
            Op::Cut(who) => {
                self.clock += 1;
                self.cut(who);
            }
            Op::Land(at) => self.land(at)?,
            Op::Start(who) if self.running[who].is_none() => self.start(who)?,
            Op::Start(_) => {}
            Op::Step(who, fault) => self.step(who, fault)?,
            Op::Submit(who) => self.submit(who),
            Op::Sweep => self.sweep(),
        }
        Ok(())
    }

    /// Everything that was late lands, one sequencer starts, nothing fails: all must be well again.
    pub(crate) fn recover(mut self) -> Result<Counts, String> {
        while !self.late.is_empty() {
            self.land(0)?;
        }
        self.running.iter_mut().for_each(|running| *running = None);
        self.start(0)?;
        self.clock = self.clock.max(self.row.at);
        self.settle()?;
        let before = self.answered.len();
        self.submit(0);
        self.cut(0);
        self.settle()?;
        let published = self.published.as_deref().map(said);
        if self.answered.len() != before + 1 || published != Some(said(&self.row.checkpoint)) {
            return Err("it does not work again".to_owned());
        }
        self.check_all()?;
        Ok(self.counts)
    }

    fn settle(&mut self) -> Result<(), String> {
        (0..20).try_for_each(|_| self.step(0, Fault::None))
    }

    /// A witness was heard, by somebody beside the sequencers.
    fn cosign(&mut self) {
        let Some(note) = &self.published else { return };
        let signed = SignedCheckpoint::read(note).unwrap();
        let by = SigningKey::of_secret("w.example", KeyKind::Cosignature, [6; 32]).unwrap();
        let cosignature = ledger::cosign(&signed, &by, self.clock.max(1)).unwrap();
        self.published = Some(signed.with([cosignature]).note());
        self.counts.cosigned += 1;
    }

    fn submit(&mut self, who: usize) {
        let Some(running) = &mut self.running[who] else { return };
        if let Ok(ticket) = running.sequencer.submit(entry(self.entries)) {
            running.given.insert(ticket, self.entries);
        }
        self.entries += 1;
    }

    fn cut(&mut self, who: usize) {
        let Some(running) = &mut self.running[who] else { return };
        match running.sequencer.cut(self.clock, &[&self.key]) {
            Ok(true) => self.counts.batches += 1,
            Ok(false) => {}
            Err(ledger::Error::ClockBack { .. }) => self.counts.clock_back += 1,
            Err(other) => panic!("{other}"),
        }
    }

    fn start(&mut self, who: usize) -> Result<(), String> {
        let limits = Limits { waiting_max: 700, batch_max: 600 };
        let row = Some(self.row.clone());
        let opening = Resuming::new(row, self.published.clone(), self.keys.clone(), limits);
        let opening = opening.map_err(|wrong| format!("not taken up: {wrong}"))?;
        // Only what it asks for is read, as from a real store.
        let needed = opening.needed().into_iter();
        let read: Store = needed
            .filter_map(|path| {
                let found = self.store.get(&path).or_else(|| self.store.get(&path.full()));
                Some((path, found?.clone()))
            })
            .collect();
        let sequencer = opening.finish(&read).map_err(|wrong| format!("not taken up: {wrong}"))?;
        if self.published.as_deref().map(said) != Some(said(&self.row.checkpoint)) {
            self.counts.resumed += 1;
        }
        self.running[who] = Some(Running { sequencer, given: BTreeMap::new() });
        Ok(())
    }

    fn step(&mut self, who: usize, fault: Fault) -> Result<(), String> {
        let Some(mut running) = self.running[who].take() else { return Ok(()) };
        let Running { sequencer, given } = &mut running;
        match sequencer.next_step() {
            Next::Answer(answer) => {
                let numbers: Vec<_> = answer
                    .sequenced
                    .iter()
                    .map(|(ticket, at)| (*at, given.remove(ticket)))
                    .collect();
                self.answer(&answer, numbers)?;
            }
            Next::Lock(batch) => {
                let late = Late::Lock { old: batch.old.clone(), new: batch.new.clone() };
                sequencer.locked(self.write(late, fault)?).unwrap();
            }
            Next::Publish { over, checkpoint } => {
                let over = over.map(<[u8]>::to_vec);
                let late = Late::Publish { over, checkpoint: checkpoint.to_vec() };
                sequencer.published(self.write(late, fault)?).unwrap();
            }
            Next::WriteTiles(tiles) => {
                let late = Late::Tiles(tiles.to_vec());
                sequencer.tiles_written(self.write(late, fault)?).unwrap();
            }
            // A read that fails is done again; there is nothing to tell the sequencer.
            Next::ReadPublished | Next::ReadRow if fault != Fault::None => {}
            Next::ReadPublished => sequencer.published_is(self.published.as_deref()).unwrap(),
            Next::ReadRow => sequencer.row_is(Some(&self.row.checkpoint)).unwrap(),
            Next::Stop(_) => {
                self.counts.stopped += 1;
                return Ok(());
            }
            Next::Wait => {}
        }
        self.running[who] = Some(running);
        Ok(())
    }

    /// A write with a fault: what takes effect, and what the sequencer is told.
    fn write(&mut self, write: Late, fault: Fault) -> Result<Outcome, String> {
        match (fault, write) {
            (Fault::None, write) => self.effect(write),
            (Fault::After, write) => self.effect(write).map(|_| Outcome::Unknown),
            (Fault::Late, write) => {
                self.late.push(write);
                Ok(Outcome::Unknown)
            }
            (Fault::Part, Late::Tiles(mut tiles)) => {
                tiles.truncate(tiles.len() / 2);
                self.effect(Late::Tiles(tiles)).map(|_| Outcome::Unknown)
            }
            (Fault::Before | Fault::Part, _) => Ok(Outcome::Unknown),
        }
    }

    fn land(&mut self, at: usize) -> Result<(), String> {
        if at < self.late.len() {
            self.counts.landed += 1;
            let late = self.late.remove(at);
            self.effect(late)?;
        }
        Ok(())
    }

    /// A write takes effect, or is refused by what it compares with.
    fn effect(&mut self, write: Late) -> Result<Outcome, String> {
        match write {
            Late::Lock { old, new } if old == self.row.checkpoint => {
                self.check_lock(&new)?;
                self.row = new;
            }
            Late::Publish { over, checkpoint } if over == self.published => {
                self.check_publish(&checkpoint)?;
                self.published = Some(checkpoint);
            }
            Late::Tiles(tiles) => {
                for (path, bytes) in tiles {
                    if let Some(before) = self.store.insert(path, bytes.clone())
                        && before != bytes
                    {
                        return Err(format!("6: `{path}` is written with other bytes"));
                    }
                }
            }
            Late::Lock { .. } | Late::Publish { .. } => {
                self.counts.refused += 1;
                return Ok(Outcome::Refused);
            }
        }
        Ok(Outcome::Done)
    }

    fn check_lock(&self, new: &Row) -> Result<(), String> {
        let (old, said) = (said(&self.row.checkpoint), said(&new.checkpoint));
        let mut both = self.store.clone();
        both.extend(new.pending.iter().cloned());
        begins_with(&said, &old, &both).map_err(|wrong| format!("3: the locked tree: {wrong}"))?;
        if new.at < self.row.at {
            return Err("7: the time of the checkpoint goes back".to_owned());
        }
        Ok(())
    }

    fn check_publish(&self, note: &[u8]) -> Result<(), String> {
        let new = said(note);
        if let Some(old) = self.published.as_deref().map(said) {
            begins_with(&new, &old, &self.store)
                .map_err(|wrong| format!("4: the published tree: {wrong}"))?;
        }
        for path in TilePath::partial(new.size()) {
            if !self.store.contains_key(&path) && !self.store.contains_key(&path.full()) {
                return Err(format!("4: `{path}` is not in the store"));
            }
        }
        let mut both = self.store.clone();
        both.extend(self.row.pending.iter().cloned());
        begins_with(&said(&self.row.checkpoint), &new, &both)
            .map_err(|wrong| format!("5: what is published is not locked: {wrong}"))
    }

    fn answer(
        &mut self,
        answer: &ledger::Answer,
        numbers: Vec<(u64, Option<u64>)>,
    ) -> Result<(), String> {
        let checkpoint = said(&answer.checkpoint);
        let tiles = answer.tiles().map_err(|wrong| wrong.to_string())?;
        for (index, number) in numbers {
            let number = number.ok_or("1: an answer for nobody")?;
            let (proof, _) = tiles.prove_inclusion(index).map_err(|wrong| wrong.to_string())?;
            let leaf = Hash::leaf(&entry(number));
            check_inclusion(&proof, leaf, index, checkpoint.size(), checkpoint.root())
                .map_err(|wrong| format!("1: entry {number} is not at {index}: {wrong}"))?;
            if self.answered.insert(index, number).is_some() {
                return Err(format!("1: {index} is answered for twice"));
            }
            self.counts.answered += 1;
        }
        let published = self.published.as_deref().map(said).ok_or("1: nothing is published")?;
        if published.size() < checkpoint.size() {
            return Err("1: an answer for what is not published".to_owned());
        }
        Ok(())
    }

    /// Reads everything that is published, from the store alone.
    fn check_all(&self) -> Result<(), String> {
        let Some(published) = self.published.as_deref().map(said) else { return Ok(()) };
        let mut seen = BTreeSet::new();
        let mut numbers = BTreeMap::new();
        check_whole(published.size(), published.root(), &self.store, |index, bytes| {
            let number = bytes.first_chunk().map_or(u64::MAX, |first| u64::from_be_bytes(*first));
            numbers.insert(index, number);
            seen.insert(number);
            Ok(())
        })
        .map_err(|wrong| format!("4: {wrong}"))?;
        if seen.len() != numbers.len() {
            return Err("2: an entry is in the tree twice".to_owned());
        }
        if seen.last().is_some_and(|number| *number >= self.entries) {
            return Err("2: an entry is in the tree that nobody submitted".to_owned());
        }
        for (index, number) in &self.answered {
            if numbers.get(index) != Some(number) {
                return Err(format!("1: entry {number} is no longer at {index}"));
            }
        }
        Ok(())
    }

    /// Throws away the narrow tiles that a full one stands for, as C2SP allows.
    fn sweep(&mut self) {
        let full: BTreeSet<_> = self.store.keys().filter(|path| path.is_full()).copied().collect();
        self.store.retain(|path, _| path.is_full() || !full.contains(&path.full()));
    }
}

/// Checks that one tree begins with another.
fn begins_with(new: &Checkpoint, old: &Checkpoint, store: &Store) -> Result<(), String> {
    let tiles = Tiles::new(new.size(), new.root(), store).map_err(|wrong| wrong.to_string())?;
    let root = tiles.prove_consistency(old.size()).map_err(|wrong| wrong.to_string())?.1;
    if root == old.root() { Ok(()) } else { Err("it begins with another".to_owned()) }
}
