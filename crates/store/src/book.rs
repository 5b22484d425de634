//! The book: entries go in, receipts come out.
//!
//! One task drives the sequencer of `ledger`; all others hand entries to it. Those that come while
//! a checkpoint is being made wait for the next one and share its cost: alone an entry waits for
//! nothing but the disk.
//!
//! A crash at any point leaves what `ledger`'s sequencer can take up: see there.

use crate::Error;
use crate::objects::Objects;
use crate::sql::{Beside, Head, Kept, Lock, Sql};
use crate::witnesses::Witnesses;
use gate::{Entered, PortError};
use ledger::{
    Answer, Clear, Closed, Digest, Entry, EntryIndex, FreezeCause, Hash, Limits, Next, Opening,
    Outcome, Receipt, Resuming, Sequencer, SignedCheckpoint, SigningKey, Ticket, Tiles, Trust,
    needed_for_inclusion,
};
use std::collections::VecDeque;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use terms::{AskId, Day, Moment};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Entries that may wait to be handed over.
const WAITING_MAX: usize = 16_384;

/// How often a step that failed is tried again before the book stops.
const ATTEMPTS: u32 = 5;

/// How far the clock may be set back and is waited for.
const CLOCK_BACK_SECONDS: u64 = 5;

/// The book of one ledger.
#[derive(Clone, Debug)]
pub struct Book {
    sender: mpsc::Sender<Submitted>,
    pub(crate) sql: Sql,
    pub(crate) objects: Objects,
    witnesses: Witnesses,
    cosigned: Cosigned,
    trust: Trust,
}

/// The latest checkpoint that the witnesses have signed.
#[derive(Clone, Debug, Default)]
struct Cosigned(Arc<Mutex<Option<SignedCheckpoint>>>);

impl Cosigned {
    fn keep(&self, signed: &SignedCheckpoint) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(signed.clone());
    }

    fn latest(&self) -> Option<SignedCheckpoint> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What runs a book.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) book: Book,
    pub(crate) task: JoinHandle<Result<(), Error>>,
}

/// One entry on its way.
#[derive(Debug)]
struct Submitted {
    entry: Vec<u8>,
    kept: Option<Kept>,
    beside: Vec<Beside>,
    day: Day,
    then: Then,
    reply: oneshot::Sender<Result<Receipt, Error>>,
}

impl Submitted {
    /// An entry in words that nobody waits for.
    fn alone(entry: Vec<u8>, day: Day) -> Self {
        let (reply, _) = oneshot::channel();
        Self { entry, kept: None, beside: Vec::new(), day, then: Then::GoesOn, reply }
    }
}

/// What follows an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Then {
    /// Nothing more through this book: another key signs from then on.
    Ends,
    /// Nothing but what keeps the account, ever.
    Freezes(FreezeCause),
    /// The next one.
    GoesOn,
    /// The next one; and it is taken after a freeze too.
    KeepsAccount,
}

/// An entry that waits for its checkpoint.
struct Waiting {
    ticket: Ticket,
    submitted: Submitted,
}

/// What drives the sequencer.
struct Driver {
    receiver: mpsc::Receiver<Submitted>,
    sequencer: Sequencer,
    signer: SigningKey,
    sql: Sql,
    objects: Objects,
    witnesses: Witnesses,
    cosigned: Cosigned,
    waiting: VecDeque<Waiting>,
    /// Entries whose checkpoint is being made.
    under_way: VecDeque<Waiting>,
    size: u64,
    /// The latest day that was taken.
    day: Day,
    frozen: Option<(EntryIndex, FreezeCause)>,
    has_ended: bool,
    /// Nobody else enters while this is held.
    _lock: File,
}

/// What a book is opened with.
pub(crate) struct Parts {
    pub(crate) sql: Sql,
    pub(crate) objects: Objects,
    pub(crate) signer: SigningKey,
    pub(crate) trust: Trust,
    pub(crate) witnesses: Witnesses,
    pub(crate) lock: File,
}

/// Takes the ledger up where it was left, and runs its book.
pub(crate) async fn run(parts: Parts) -> Result<Running, Error> {
    let Parts { sql, objects, signer, trust, witnesses, lock } = parts;
    let head = sql.head().await?.ok_or_else(|| Error::Stopped("it has no head".to_owned()))?;
    let Head { row, day, frozen } = head;
    let published = objects.published().await?;
    let resuming = Resuming::new(Some(row), published, trust.keys.clone(), Limits::default())?;
    let stored = objects.tiles(&resuming.needed()).await?;
    let sequencer = resuming.finish(&stored)?;
    let size = SignedCheckpoint::read(sequencer.checkpoint())?.checkpoint().size();
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    let cosigned = Cosigned::default();
    let mut driver = Driver {
        receiver,
        sequencer,
        signer,
        sql: sql.clone(),
        objects: objects.clone(),
        witnesses: witnesses.clone(),
        cosigned: cosigned.clone(),
        waiting: VecDeque::new(),
        under_way: VecDeque::new(),
        size,
        day,
        frozen,
        has_ended: false,
        _lock: lock,
    };
    // What was pending is written and published before anything new is taken.
    driver.drive().await?;
    let task = tokio::spawn(async move { driver.work().await });
    Ok(Running { book: Book { sender, sql, objects, witnesses, cosigned, trust }, task })
}

impl Driver {
    async fn work(&mut self) -> Result<(), Error> {
        while let Some(first) = self.receiver.recv().await {
            self.take(first);
            // Whoever was woken by the last checkpoint comes now: a moment for all of them.
            tokio::task::yield_now().await;
            while let Ok(next) = self.receiver.try_recv() {
                self.take(next);
            }
            while self.sequencer.waiting() > 0 {
                if let Err(error) = self.checkpoint().await {
                    let told = error.to_string();
                    self.fail(&told);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, submitted: Submitted) {
        if let Some(error) = self.refuses(&submitted) {
            // Who no longer waits needs no answer.
            drop(submitted.reply.send(Err(error)));
            return;
        }
        if submitted.kept.is_some() && submitted.day > self.day {
            // INVARIANT(dated): a closed entry is of the day of the last clear entry before it.
            let marker = match Entry::Clear(Clear::DayBegun { day: submitted.day }).to_bytes() {
                Ok(entry) => Submitted::alone(entry, submitted.day),
                Err(error) => return drop(submitted.reply.send(Err(error.into()))),
            };
            if !self.hand_over(marker) {
                let told = "the day could not be begun".to_owned();
                return drop(submitted.reply.send(Err(Error::Stopped(told))));
            }
        }
        self.hand_over(submitted);
    }

    /// Why an entry cannot be taken, if it cannot.
    fn refuses(&self, submitted: &Submitted) -> Option<Error> {
        let may_follow = submitted.then == Then::KeepsAccount;
        if let Some((at, cause)) = self.frozen
            && (!may_follow || cause == FreezeCause::KeyLost)
        {
            return Some(Error::Frozen(at));
        }
        if self.has_ended {
            return Some(Error::Stopped("its keys are changing; open it again".to_owned()));
        }
        // An ask that began before midnight ends after it: its closed entries stand among the
        // first of the new day, and say their own.
        let allowed = if submitted.kept.is_some() { self.day.plus_days(-1) } else { None };
        let earliest = allowed.unwrap_or(self.day);
        let is_back = submitted.day < earliest;
        is_back.then_some(Error::ClockBack { now: submitted.day, last: self.day })
    }

    /// Hands an entry to the sequencer, and says whether it took it.
    fn hand_over(&mut self, submitted: Submitted) -> bool {
        match self.sequencer.submit(submitted.entry.clone()) {
            Ok(ticket) => {
                // At once, and not when it is locked: those that share its checkpoint stand after
                // it in the tree too.
                self.day = self.day.max(submitted.day);
                match submitted.then {
                    Then::Ends => self.has_ended = true,
                    Then::Freezes(cause) => {
                        let at = EntryIndex(self.size + self.waiting.len() as u64);
                        self.frozen = Some((at, cause));
                    }
                    Then::GoesOn | Then::KeepsAccount => {}
                }
                self.waiting.push_back(Waiting { ticket, submitted });
                true
            }
            Err(error) => {
                drop(submitted.reply.send(Err(error.into())));
                false
            }
        }
    }

    async fn checkpoint(&mut self) -> Result<(), Error> {
        // A clock that was set back by moments is waited for; one that went back further stops us.
        for _ in 0..CLOCK_BACK_SECONDS * 10 {
            // Alone in its line: signers are not for other threads.
            let cut = self.sequencer.cut(crate::seconds_now(), &[&self.signer]);
            match cut {
                Err(ledger::Error::ClockBack { now, last })
                    if last.saturating_sub(now) <= CLOCK_BACK_SECONDS =>
                {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(error) => return Err(error.into()),
                Ok(_) => return self.drive().await,
            }
        }
        Err(Error::Stopped("the clock stands still behind the last checkpoint".to_owned()))
    }

    /// Does what the sequencer says until it waits.
    async fn drive(&mut self) -> Result<(), Error> {
        let mut failed = 0;
        loop {
            // Each step is taken out of the sequencer first, since it changes with the outcome.
            let step = match self.sequencer.next_step() {
                Next::Wait => return Ok(()),
                Next::Stop(_) => return Err(Error::Second),
                Next::Answer(answer) => Step::Answer(answer),
                Next::Lock(batch) => Step::Lock(batch.old.clone(), batch.new.clone()),
                Next::WriteTiles(tiles) => Step::WriteTiles(tiles.to_vec()),
                Next::Publish { over, checkpoint } => {
                    Step::Publish(over.map(<[u8]>::to_vec), checkpoint.to_vec())
                }
                Next::ReadRow => Step::ReadRow,
                Next::ReadPublished => Step::ReadPublished,
            };
            if let Err(error) = self.step(step).await {
                failed += 1;
                if failed == ATTEMPTS {
                    return Err(error);
                }
                tokio::time::sleep(Duration::from_millis(20 << failed)).await;
            }
        }
    }

    async fn step(&mut self, step: Step) -> Result<(), Error> {
        match step {
            Step::Answer(answer) => self.answer(answer).await,
            Step::Lock(old, new) => {
                let done = self.lock(&old, &new).await;
                let outcome = *done.as_ref().unwrap_or(&Outcome::Unknown);
                self.sequencer.locked(outcome)?;
                done.map(|_| ())
            }
            Step::ReadRow => {
                let row = self.sql.checkpoint().await?;
                Ok(self.sequencer.row_is(row.as_deref())?)
            }
            Step::WriteTiles(tiles) => {
                let done = self.objects.put_tiles(tiles).await;
                let outcome = if done.is_ok() { Outcome::Done } else { Outcome::Unknown };
                self.sequencer.tiles_written(outcome)?;
                done
            }
            Step::Publish(over, checkpoint) => {
                let done = self.objects.publish(over.as_deref(), checkpoint).await;
                let outcome = *done.as_ref().unwrap_or(&Outcome::Unknown);
                self.sequencer.published(outcome)?;
                done.map(|_| ())
            }
            Step::ReadPublished => {
                let published = self.objects.published().await?;
                Ok(self.sequencer.published_is(published.as_deref())?)
            }
        }
    }

    /// Swaps the head, with the openings of the entries that the new checkpoint adds.
    async fn lock(&mut self, old: &[u8], new: &ledger::Row) -> Result<Outcome, Error> {
        let size = SignedCheckpoint::read(&new.checkpoint)?.checkpoint().size();
        let count = usize::try_from(size.saturating_sub(self.size)).unwrap_or(usize::MAX);
        if self.under_way.is_empty() {
            self.under_way = self.waiting.drain(..count.min(self.waiting.len())).collect();
        }
        let indexes = (self.size..).map(EntryIndex).zip(&self.under_way);
        let kept: Vec<_> = indexes
            .clone()
            .filter_map(|(index, one)| one.submitted.kept.as_ref().map(|kept| (index, kept)))
            .collect();
        let beside: Vec<_> =
            self.under_way.iter().flat_map(|one| &one.submitted.beside).copied().collect();
        let frozen = indexes.clone().find_map(|(index, one)| match one.submitted.then {
            Then::Freezes(cause) => Some((index, cause)),
            _ => None,
        });
        let lock = Lock { old, new, day: self.day, frozen, kept: &kept, beside: &beside };
        self.sql.lock(&lock).await
    }

    /// Answers for entries that are locked, written and published, once the witnesses have signed.
    async fn answer(&mut self, answer: Answer) -> Result<(), Error> {
        let proofs = proofs_of(&answer)?;
        let signed = SignedCheckpoint::read(&answer.checkpoint)?;
        self.size = signed.checkpoint().size();
        let under_way = std::mem::take(&mut self.under_way);
        let signed = match self.witnesses.cosign(signed, &self.objects).await {
            Ok(signed) => signed,
            Err(error) => {
                // The entries are in the ledger; who asked is told that no receipt can be given.
                let told = match error {
                    Error::NotWitnessed(told) => told,
                    other => other.to_string(),
                };
                for one in under_way {
                    drop(one.submitted.reply.send(Err(Error::NotWitnessed(told.clone()))));
                }
                return Ok(());
            }
        };
        self.cosigned.keep(&signed);
        let sequenced = answer.sequenced.iter().zip(proofs);
        for (one, ((ticket, index), hashes)) in under_way.into_iter().zip(sequenced) {
            let Submitted { entry, reply, .. } = one.submitted;
            let receipt = if one.ticket == *ticket {
                Ok(Receipt::new(EntryIndex(*index), entry, hashes, signed.clone()))
            } else {
                Err(Error::Stopped("entries and tickets are out of step".to_owned()))
            };
            drop(reply.send(receipt));
        }
        Ok(())
    }

    /// Tells all that wait that the book has stopped.
    fn fail(&mut self, why: &str) {
        self.receiver.close();
        let all = self.under_way.drain(..).chain(self.waiting.drain(..));
        for one in all {
            drop(one.submitted.reply.send(Err(Error::Stopped(why.to_owned()))));
        }
    }
}

/// The way to the root of each entry that is answered for.
fn proofs_of(answer: &Answer) -> Result<Vec<Vec<Hash>>, Error> {
    let tiles = answer.tiles()?;
    let prove = |(_, index): &(Ticket, u64)| Ok(tiles.prove_inclusion(*index)?.0);
    answer.sequenced.iter().map(prove).collect()
}

/// A step of the sequencer, with what it needs.
enum Step {
    Answer(Answer),
    Lock(Vec<u8>, ledger::Row),
    Publish(Option<Vec<u8>>, Vec<u8>),
    ReadPublished,
    ReadRow,
    WriteTiles(Vec<(ledger::TilePath, Vec<u8>)>),
}

impl Book {
    /// Whose signatures its receipts bear.
    #[must_use]
    pub const fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Enters a closed entry with its opening.
    ///
    /// # Errors
    /// If it could not be entered, or nobody knows whether it was.
    pub async fn enter_closed(
        &self,
        closed: Closed,
        opening: &Opening,
        day: Day,
    ) -> Result<Receipt, Error> {
        opening.check_apart(&closed)?;
        let entry = closed.to_bytes().to_vec();
        let kept = Kept {
            asked_by: opening.particulars.by,
            ask_id: opening.particulars.id.as_ref().map(|id| id.0.clone()),
            closed: entry.clone(),
            opening: opening.to_bytes()?,
        };
        self.submit(entry, Some(kept), Vec::new(), day, Then::GoesOn).await
    }

    /// Enters a clear entry.
    ///
    /// # Errors
    /// As [`Book::enter_closed`].
    pub async fn enter_clear(&self, clear: Clear) -> Result<Receipt, Error> {
        self.enter_beside(clear, Vec::new()).await
    }

    /// Enters a clear entry, with what it says was done, in one transaction: what is gone without
    /// an entry is gone without a trace, and what an entry calls gone may not stay.
    pub(crate) async fn enter_beside(
        &self,
        clear: Clear,
        beside: Vec<Beside>,
    ) -> Result<Receipt, Error> {
        let day = clear.day();
        let then = match &clear {
            Clear::Frozen { cause, .. } => Then::Freezes(*cause),
            other if other.may_follow_freeze(FreezeCause::Moved) => Then::KeepsAccount,
            _ => Then::GoesOn,
        };
        self.submit(Entry::Clear(clear).to_bytes()?, None, beside, day, then).await
    }

    /// Enters the last entry that this book takes.
    pub(crate) async fn enter_last(&self, clear: Clear) -> Result<Receipt, Error> {
        let day = clear.day();
        self.submit(Entry::Clear(clear).to_bytes()?, None, Vec::new(), day, Then::Ends).await
    }

    /// The receipt of an entry that is in the ledger.
    ///
    /// # Errors
    /// If it is not, or the tiles do not show it.
    pub async fn prove(&self, index: EntryIndex, entry: Vec<u8>) -> Result<Receipt, Error> {
        let signed = match self.cosigned.latest() {
            Some(signed) if signed.checkpoint().size() > index.0 => signed,
            _ => {
                let published = self.objects.published().await?;
                let none = || Error::NoCheckpoint { place: "public".to_owned() };
                let signed = SignedCheckpoint::read(&published.ok_or_else(none)?)?;
                let signed = self.witnesses.cosign(signed, &self.objects).await?;
                self.cosigned.keep(&signed);
                signed
            }
        };
        let (size, root) = (signed.checkpoint().size(), signed.checkpoint().root());
        let had = self.objects.tiles(&needed_for_inclusion(index.0, size)).await?;
        let (hashes, leaf) = Tiles::new(size, root, &had)?.prove_inclusion(index.0)?;
        if leaf != Hash::leaf(&entry) {
            return Err(Error::NoOpening(index));
        }
        Ok(Receipt::new(index, entry, hashes, signed))
    }

    async fn submit(
        &self,
        entry: Vec<u8>,
        kept: Option<Kept>,
        beside: Vec<Beside>,
        day: Day,
        then: Then,
    ) -> Result<Receipt, Error> {
        let (reply, answer) = oneshot::channel();
        let submitted = Submitted { entry, kept, beside, day, then, reply };
        let stopped = || Error::Stopped("it takes no more entries".to_owned());
        self.sender.send(submitted).await.map_err(|_| stopped())?;
        answer.await.map_err(|_| stopped())?
    }
}

impl gate::Book for Book {
    async fn enter(
        &self,
        closed: Closed,
        opening: Opening,
        now: Moment,
    ) -> Result<Entered, PortError> {
        let receipt = self.enter_closed(closed, &opening, now.day()).await?;
        Ok(Entered { receipt, opening })
    }

    async fn of_ask(&self, by: Digest, id: &AskId) -> Result<Vec<(Closed, Entered)>, PortError> {
        let mut found = Vec::new();
        for (index, closed, bytes) in self.sql.of_ask(by, id).await? {
            let Entry::Closed(entry) = Entry::read(&closed).map_err(Error::from)? else { continue };
            let opening = Opening::read(&bytes).map_err(Error::from)?;
            let receipt = self.prove(index, closed).await?;
            found.push((entry, Entered { receipt, opening }));
        }
        Ok(found)
    }
}
