//! What makes a closed entry readable, and closing one.
//!
//! In: what an entry says in public, its particulars, and a fresh secret. Out: the closed entry,
//! and the [`Opening`] that the holder keeps apart from it. Never: draws a random number, or lets
//! two entries share a secret knowingly.

use crate::Error;
use crate::commitment::{Blinding, Secret, Told, apart, keyed};
use crate::content::{Content, canonical};
use crate::entry::{Closed, Digest, EntryIndex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use terms::{AskId, Moment, Ruling};

/// What only some may see of an entry: enough to make the same ruling again (INVARIANT(pinned)).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Particulars {
    /// The moment.
    pub at: Moment,
    /// The digest of who asked: the party and the person, as canonical JSON.
    pub by: Digest,
    /// The asker's id of the ask: it belongs to that party and person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<AskId>,
    /// The digest of the ask, as canonical JSON.
    pub ask: Digest,
    /// The digest of the facts that were known, as canonical JSON.
    pub facts: Digest,
    /// The digest of the ruling ([`ruling_digest`]), quiet grounds and all.
    pub ruling: Digest,
    /// For what follows a ruling: the entry of that ruling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruled: Option<EntryIndex>,
    /// For a share: what left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Left>,
}

/// What left.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Left {
    /// The digest of its bytes.
    pub answer: Digest,
    /// How many rows.
    pub rows: u64,
    /// The first share of the same ask, where this is a later one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<EntryIndex>,
}

/// What makes a closed entry readable.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opening {
    /// What it says in public.
    pub content: Content,
    /// What only some may see.
    pub particulars: Particulars,
    secret: Secret,
}

/// An opening as it is kept: JSON, digits in hexadecimal.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stored<'a> {
    content: Cow<'a, Content>,
    particulars: Cow<'a, Particulars>,
    secret: Digest,
}

impl Opening {
    /// Closes an entry. `secret` was drawn for this entry and is used for no other.
    ///
    /// # Errors
    /// If the content cannot be written.
    pub fn close(
        content: Content,
        particulars: Particulars,
        law: Digest,
        secret: Secret,
    ) -> Result<(Closed, Self), Error> {
        let opening = Self { content, particulars, secret };
        let told = opening.content.to_bytes()?;
        let closed = Closed {
            law,
            told: Told::to(&told, opening.secret.blinding()),
            apart: opening.apart(&told)?,
        };
        Ok((closed, opening))
    }

    /// What of it an asker may have: its own ask and answer can be compared with the entry, while
    /// facts and ruling stay under the holder's key and cannot be guessed.
    #[must_use]
    pub fn for_asker(&self) -> AskersOpening {
        AskersOpening {
            content: self.content.clone(),
            particulars: self.particulars.under(&self.secret),
            blinding: Digest(self.secret.blinding().to_bytes()),
            key: self.secret.askers_key(),
        }
    }

    /// Checks that it is the opening of this entry.
    ///
    /// # Errors
    /// If it is not.
    pub fn check(&self, closed: &Closed) -> Result<(), Error> {
        let told = self.content.to_bytes()?;
        let is_it = closed.told.is_to(&told, self.secret.blinding())
            && closed.apart == self.apart(&told)?;
        if is_it { Ok(()) } else { Err(Error::NotItsOpening) }
    }

    /// Whether it is of this entry, by the commitment that covers all of it and costs a hash.
    ///
    /// Enough for a pair that [`Self::close`] gave out; who has it from elsewhere uses
    /// [`Self::check`].
    ///
    /// # Errors
    /// If it is not.
    pub fn check_apart(&self, closed: &Closed) -> Result<(), Error> {
        let is_it = closed.apart == self.apart(&self.content.to_bytes()?)?;
        if is_it { Ok(()) } else { Err(Error::NotItsOpening) }
    }

    /// The secret, for publishing its content in a shuffled order.
    #[must_use]
    pub const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Its bytes, for the store of openings.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let stored = Stored {
            content: Cow::Borrowed(&self.content),
            particulars: Cow::Borrowed(&self.particulars),
            secret: Digest(*self.secret.bytes()),
        };
        canonical(&stored, "an opening")
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// If they are not those of an opening.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let stored: Stored<'static> = crate::content::strict(bytes, "an opening")?;
        Ok(Self {
            content: stored.content.into_owned(),
            particulars: stored.particulars.into_owned(),
            secret: Secret::new(stored.secret.0),
        })
    }

    fn apart(&self, told: &[u8]) -> Result<Digest, Error> {
        let particulars = self.particulars.under(&self.secret);
        let particulars = canonical(&particulars, "the particulars of an entry")?;
        Ok(apart(&self.secret.askers_key(), told, &particulars))
    }
}

impl Particulars {
    /// As they are committed to: each digest under the key of its side.
    fn under(&self, secret: &Secret) -> Self {
        let (asker, holder) = (secret.askers_key(), secret.holders_key());
        let left = self
            .left
            .as_ref()
            .map(|left| Left { answer: keyed(&asker, "answer", left.answer), ..left.clone() });
        Self {
            at: self.at,
            by: keyed(&asker, "by", self.by),
            id: self.id.clone(),
            ask: keyed(&asker, "ask", self.ask),
            facts: keyed(&holder, "facts", self.facts),
            ruling: keyed(&holder, "ruling", self.ruling),
            ruled: self.ruled,
            left,
        }
    }
}

/// What makes a closed entry readable to its asker.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AskersOpening {
    /// What it says in public.
    pub content: Content,
    /// What only some may see. Its digests are under keys: `by`, `ask` and `answer` under the one
    /// below, `facts` and `ruling` under the holder's.
    pub particulars: Particulars,
    /// What blinds the public content.
    blinding: Digest,
    /// The asker's key.
    key: Digest,
}

impl AskersOpening {
    /// Checks that it opens this entry.
    ///
    /// # Errors
    /// If it does not.
    pub fn check(&self, closed: &Closed) -> Result<(), Error> {
        let told = self.content.to_bytes()?;
        let particulars = canonical(&self.particulars, "the particulars of an entry")?;
        let is_it = closed.told.is_to(&told, Blinding::read(self.blinding.0)?)
            && closed.apart == apart(&self.key, &told, &particulars);
        if is_it { Ok(()) } else { Err(Error::NotItsOpening) }
    }

    /// Whether the entry is of the ask with this digest ([`digest_of`]).
    #[must_use]
    pub fn is_of_ask(&self, ask: Digest) -> bool {
        self.particulars.ask == keyed(&self.key, "ask", ask)
    }

    /// Whether it says that an answer of these bytes left.
    #[must_use]
    pub fn is_of_answer(&self, answer: &[u8]) -> bool {
        let left = self.particulars.left.as_ref();
        left.is_some_and(|left| left.answer == keyed(&self.key, "answer", Digest::of(answer)))
    }

    /// Its bytes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        canonical(self, "an asker's opening")
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// If they are not those of an asker's opening.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        crate::content::strict(bytes, "an asker's opening")
    }
}

/// The digest of a value's canonical JSON.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn digest_of(value: &impl Serialize) -> Result<Digest, Error> {
    Ok(Digest(Sha256::digest(canonical(value, "what is digested")?).into()))
}

/// The digest of a ruling: all that it says, quiet or not.
///
/// # Errors
/// If it cannot be written as JSON.
pub fn ruling_digest(ruling: &Ruling) -> Result<Digest, Error> {
    let Ruling { outcome, ground, further, limits, duties, valid_until, working } = ruling;
    digest_of(&(outcome, ground, further, limits, duties, valid_until, working))
}
