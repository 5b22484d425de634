//! Checks a published ledger from its first byte to its last.
//!
//! In: where it is published, the key that is trusted for it, and today. Out: what is wrong where,
//! and how far it was read. Never: believes a tile, a bundle or a file before it was held against
//! the signed root or an entry.

use crate::{Error, Published};
use ledger::{Account, Clear, Entry, KeyList, PublicKey, SignedCheckpoint, Wrong, check_whole};
use std::num::NonZero;
use terms::Day;

/// What is trusted before anything was read.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// The ledger's first key, as somebody handed it over: its name is the ledger's.
    pub key: PublicKey,
    /// A checkpoint that was checked before, if there is one: this one must continue it.
    pub since: Option<SignedCheckpoint>,
    /// The digest of the law that should be in force, if whoever checks knows it.
    pub law: Option<ledger::Digest>,
    /// The day of the check, for what is overdue; none leaves that out.
    pub today: Option<Day>,
}

/// What a check came to.
#[derive(Debug)]
pub struct Checked {
    /// The checkpoint that was checked.
    pub checkpoint: SignedCheckpoint,
    /// How many entries were read.
    pub entries: u64,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

/// Checks a ledger. `progress` is told how many entries of how many were read.
///
/// Hashes, tiles and the root come first; a ledger that is not whole is an error, with the place.
/// What is whole and says something wrong is told in [`Checked::wrong`].
///
/// # Errors
/// If something is missing, cannot be read, or does not make the root that was signed.
pub fn check(
    published: &Published,
    trusted: &Trusted,
    threads: NonZero<usize>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, Error> {
    let checkpoint = published.checkpoint()?;
    let (size, root) = (checkpoint.checkpoint().size(), checkpoint.checkpoint().root());
    let origin = trusted.key.name().to_owned();
    let mut account = Account::new(&origin, threads);
    let mut keys = Keys::new(&origin, trusted.key.clone())?;
    let mut missing = None;
    let mut wrong = Vec::new();
    let mut file = |name: &str| match published.file(name) {
        Ok(found) => found,
        Err(error) => {
            missing.get_or_insert(error);
            None
        }
    };
    check_whole(size, root, published, |index, bytes| {
        account.take(bytes, &mut file);
        if let Ok(Entry::Clear(Clear::SettingsChanged { settings, .. })) = Entry::read(bytes) {
            keys.take(index, &settings.log_keys, &mut wrong)?;
        }
        if index % 1024 == 0 {
            progress(index, size);
        }
        Ok(())
    })?;
    if let Some(error) = missing {
        return Err(error);
    }
    progress(size, size);
    keys.list.check(&checkpoint)?;
    if let Some(since) = &trusted.since {
        keys.list.check(since)?;
        continues(published, &checkpoint, since)?;
    }
    if let (Some(known), Some(law)) = (trusted.law, account.law())
        && known != law
    {
        let what = format!("the law in force is {law}, and {known} was expected");
        wrong.push(Wrong { at: None, what });
    }
    let entries = account.entries();
    wrong.extend(account.end(trusted.today));
    Ok(Checked { checkpoint, entries, wrong })
}

/// Whether a checkpoint continues an earlier one.
///
/// # Errors
/// If it does not: then two histories were signed, and both checkpoints are the proof of it.
pub fn continues(
    published: &Published,
    now: &SignedCheckpoint,
    before: &SignedCheckpoint,
) -> Result<(), Error> {
    let (now, before) = (now.checkpoint(), before.checkpoint());
    if now.size() < before.size() {
        return Err(Error::RolledBack { now: now.size(), before: before.size() });
    }
    let tiles = ledger::Tiles::new(now.size(), now.root(), published)?;
    let root =
        if now.size() == before.size() { now.root() } else { tiles.root_at(before.size())? };
    if root == before.root() { Ok(()) } else { Err(Error::Forked { size: before.size() }) }
}

/// The keys as the entries change them, from the one that is trusted.
struct Keys {
    list: KeyList,
    now: Vec<PublicKey>,
}

impl Keys {
    fn new(origin: &str, first: PublicKey) -> Result<Self, Error> {
        let list = KeyList::new(origin, first.clone())?;
        Ok(Self { list, now: vec![first] })
    }

    /// Takes the keys that settings name, from the entry after them on.
    fn take(
        &mut self,
        index: u64,
        named: &[String],
        wrong: &mut Vec<Wrong>,
    ) -> Result<(), ledger::Error> {
        let at = Some(ledger::EntryIndex(index));
        let mut next = Vec::new();
        for text in named {
            match PublicKey::read(text) {
                Ok(key) => next.push(key),
                Err(error) => wrong.push(Wrong { at, what: format!("a key it names: {error}") }),
            }
        }
        if index == 0 && !next.iter().any(|key| self.now.contains(key)) {
            let what = "its first settings do not name the key that is trusted".to_owned();
            wrong.push(Wrong { at, what });
        }
        let mut list = self.list.clone();
        for key in next.iter().filter(|key| !self.now.contains(key)) {
            list = list.with(key.clone(), index + 1)?;
        }
        for key in self.now.iter().filter(|key| !next.contains(key)) {
            list = list.without(key, index + 1)?;
        }
        (self.list, self.now) = (list, next);
        Ok(())
    }
}
