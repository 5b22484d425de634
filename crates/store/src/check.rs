//! Checks a published ledger from its first byte to its last.
//!
//! In: where it is published, the key that is trusted for it, and today. Out: what is wrong where,
//! and how far it was read. Never: believes a tile, a bundle or a file before it was held against
//! the signed root or an entry.

use crate::{Error, Published};
use ledger::{
    Account, Clear, Entry, Figures, Frontier, KeyList, PublicKey, SignedCheckpoint, Wrong,
    check_from,
};
use serde::{Deserialize, Serialize};
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
    /// How many entries it has.
    pub entries: u64,
    /// How many of them were read this time.
    pub read: u64,
    /// How much of it is open.
    pub figures: Figures,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
    /// Where the next check can go on.
    pub seen: Seen,
}

/// What was seen of a ledger: a later check goes on from there, and trusts it as much as having
/// read the entries.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The signed checkpoint, as text.
    checkpoint: String,
    keys: Keys,
    account: Account,
}

impl Seen {
    /// The checkpoint.
    ///
    /// # Errors
    /// If it is none.
    pub fn checkpoint(&self) -> Result<SignedCheckpoint, Error> {
        Ok(SignedCheckpoint::read(self.checkpoint.as_bytes())?)
    }

    /// Its bytes, for a file.
    ///
    /// # Errors
    /// Never for what these types can hold.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        serde_json::to_vec(self).map_err(|e| malformed(&e.to_string()))
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// If they are not those of what was seen.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(bytes).map_err(|e| malformed(&e.to_string()))
    }
}

fn malformed(why: &str) -> Error {
    let what = "what was seen of a ledger";
    ledger::Error::Malformed { what, why: why.to_owned() }.into()
}

/// Checks a ledger from its first entry. `progress` is told how many entries of how many were read.
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
    let origin = trusted.key.name();
    let (account, keys) = (Account::new(origin), Keys::new(trusted.key.clone()));
    let checkpoint = published.checkpoint()?;
    go_on(published, trusted, threads, progress, (checkpoint, Frontier::default(), account, keys))
}

/// Checks what came in since a ledger was seen, and everything that is due by now.
///
/// Entries, tiles and files of before are not read again, but for those that new ones lead to.
///
/// # Errors
/// As [`check`]; also where the ledger does not continue what was seen, or that was of another.
pub fn check_on(
    published: &Published,
    trusted: &Trusted,
    seen: Seen,
    threads: NonZero<usize>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Checked, Error> {
    let before = seen.checkpoint()?;
    let Seen { keys, account, .. } = seen;
    if keys.first() != Some(&trusted.key) || account.entries() != before.checkpoint().size() {
        return Err(malformed("it is of another ledger, or was changed"));
    }
    keys.list()?.check(&before)?;
    let checkpoint = published.checkpoint()?;
    continues(published, &checkpoint, &before)?;
    let now = checkpoint.checkpoint();
    let tiles = ledger::Tiles::new(now.size(), now.root(), published)?;
    let frontier = tiles.frontier_at(before.checkpoint().size())?;
    go_on(published, trusted, threads, progress, (checkpoint, frontier, account, keys))
}

fn go_on(
    published: &Published,
    trusted: &Trusted,
    threads: NonZero<usize>,
    progress: &mut dyn FnMut(u64, u64),
    (checkpoint, frontier, mut account, mut keys): (SignedCheckpoint, Frontier, Account, Keys),
) -> Result<Checked, Error> {
    let (size, root) = (checkpoint.checkpoint().size(), checkpoint.checkpoint().root());
    let mut missing = None;
    let mut file = |name: &str| match published.file(name) {
        Ok(found) => found,
        Err(error) => {
            missing.get_or_insert(error);
            None
        }
    };
    let known = frontier.size();
    check_from(frontier, size, root, published, |index, bytes| {
        account.take(bytes, &mut file, threads);
        if let Ok(Entry::Clear(Clear::SettingsChanged { settings, .. })) = Entry::read(bytes) {
            keys.take(index, &settings.log_keys);
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
    let list = keys.list()?;
    list.check(&checkpoint)?;
    if let Some(since) = &trusted.since {
        list.check(since)?;
        continues(published, &checkpoint, since)?;
    }
    let mut wrong = keys.wrong.clone();
    if let (Some(known), Some(law)) = (trusted.law, account.law())
        && known != law
    {
        let what = format!("the law in force is {law}, and {known} was expected");
        wrong.push(Wrong { at: None, what });
    }
    wrong.extend(account.wrong(trusted.today));
    let figures = account.figures(trusted.today);
    let text = String::from_utf8(checkpoint.note()).map_err(|e| malformed(&e.to_string()))?;
    let seen = Seen { checkpoint: text, keys, account };
    Ok(Checked { checkpoint, entries: size, read: size - known, figures, wrong, seen })
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
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    terms: Vec<Term>,
    wrong: Vec<Wrong>,
}

/// How long a key signs.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Term {
    #[serde(with = "verifier")]
    key: PublicKey,
    since: u64,
    until: Option<u64>,
}

impl Keys {
    fn new(first: PublicKey) -> Self {
        Self { terms: vec![Term { key: first, since: 0, until: None }], wrong: Vec::new() }
    }

    fn first(&self) -> Option<&PublicKey> {
        self.terms.first().map(|term| &term.key)
    }

    /// Takes the keys that settings name, from the entry after them on.
    fn take(&mut self, index: u64, named: &[String]) {
        let at = Some(ledger::EntryIndex(index));
        let mut next = Vec::new();
        for text in named {
            match PublicKey::read(text) {
                Ok(key) => next.push(key),
                Err(error) => self.tell(at, format!("a key it names: {error}")),
            }
        }
        let signs = |term: &&Term| term.until.is_none();
        if index == 0 && !self.terms.iter().filter(signs).any(|term| next.contains(&term.key)) {
            self.tell(at, "its first settings do not name the key that is trusted".to_owned());
        }
        for term in self.terms.iter_mut().filter(|term| term.until.is_none()) {
            if !next.contains(&term.key) {
                term.until = Some(index + 1);
            }
        }
        for key in next {
            match self.terms.iter().find(|term| term.key == key) {
                None => self.terms.push(Term { key, since: index + 1, until: None }),
                // Who has it could sign for the time in which it was given up.
                Some(term) if term.until.is_some() => {
                    self.tell(at, format!("it names `{key}` again, which was given up before"));
                }
                Some(_) => {}
            }
        }
    }

    fn tell(&mut self, at: Option<ledger::EntryIndex>, what: String) {
        self.wrong.push(Wrong { at, what });
    }

    fn list(&self) -> Result<KeyList, Error> {
        let first = self.first().ok_or_else(|| malformed("it has no key"))?;
        let mut list = KeyList::new(first.name(), first.clone())?;
        for (at, term) in self.terms.iter().enumerate() {
            if at > 0 {
                list = list.with(term.key.clone(), term.since)?;
            }
            if let Some(until) = term.until {
                list = list.without(&term.key, until)?;
            }
        }
        Ok(list)
    }
}

/// A key as its verifier key.
mod verifier {
    use ledger::PublicKey;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(key: &PublicKey, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(key)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PublicKey, D::Error> {
        PublicKey::read(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}
