//! Entries: the lines of the account, as bytes.
//!
//! An entry is *closed* (two commitments and the digest of the law, 98 bytes whatever it is about)
//! or *clear* (its kind and its words). `docs/entries.md` is the registry of kinds; kinds are only
//! ever added. Byte 0 is the version of the format, byte 1 the form.
//!
//! Reading refuses what writing would not have written: one entry has one form in bytes.

use crate::clear::Clear;
use crate::commitment::Told;
use crate::content::{canonical, strict};
use crate::{ENTRY_BYTES_MAX, Error};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The version of the format that is written. Readers refuse a later one.
pub const VERSION: u8 = 1;

const FORM_CLOSED: u8 = 1;
const FORM_CLEAR: u8 = 2;
const CLOSED_BYTES: usize = 98;

/// A SHA-256 digest, written in hexadecimal.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

/// The place of an entry in the ledger, from 0.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct EntryIndex(pub u64);

/// One line of the account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Entry {
    /// In words, at once.
    Clear(Clear),
    /// Committed to; opened when due.
    Closed(Closed),
}

/// A closed entry. Nothing in it can be guessed back: what it commits to is under a fresh secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Closed {
    /// The digest of the law that was ruled by (INVARIANT(pinned)).
    pub law: Digest,
    /// What it says in public, once opened.
    pub told: Told,
    /// What only some may see: a commitment to the particulars.
    pub apart: Digest,
}

impl Entry {
    /// Its bytes.
    ///
    /// # Errors
    /// If it is longer than an entry may be.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Closed(closed) => Ok(closed.to_bytes().to_vec()),
            Self::Clear(clear) => {
                let mut bytes = vec![VERSION, FORM_CLEAR];
                bytes.extend(canonical(clear, "an entry")?);
                if bytes.len() > ENTRY_BYTES_MAX {
                    return Err(malformed("it is longer than 65,535 bytes"));
                }
                Ok(bytes)
            }
        }
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// If they are not the bytes of an entry of this version.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        match bytes {
            [VERSION, FORM_CLOSED, rest @ ..] => Closed::read(rest).map(Self::Closed),
            [VERSION, FORM_CLEAR, rest @ ..] if bytes.len() <= ENTRY_BYTES_MAX => {
                strict(rest, "an entry").map(Self::Clear)
            }
            [VERSION, ..] => Err(malformed("it is neither closed nor clear")),
            [version, ..] => Err(Error::Version { found: *version, known: VERSION }),
            [] => Err(malformed("it is empty")),
        }
    }
}

impl Closed {
    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; CLOSED_BYTES] {
        let mut bytes = [0; CLOSED_BYTES];
        let parts = [&[VERSION, FORM_CLOSED], &self.law.0[..], self.told.bytes(), &self.apart.0];
        for (place, byte) in bytes.iter_mut().zip(parts.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }

    fn read(rest: &[u8]) -> Result<Self, Error> {
        let (law, rest) = rest.split_first_chunk().ok_or_else(|| malformed("it ends too early"))?;
        let (told, rest) =
            rest.split_first_chunk().ok_or_else(|| malformed("it ends too early"))?;
        let apart = rest.try_into().map_err(|_| malformed("a closed entry has 98 bytes"))?;
        Ok(Self { law: Digest(*law), told: Told::new(*told), apart: Digest(apart) })
    }
}

fn malformed(why: &str) -> Error {
    Error::Malformed { what: "an entry", why: why.to_owned() }
}

impl Digest {
    /// The digest of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Reads 64 lower-case hexadecimal digits.
    ///
    /// # Errors
    /// If that is not what they are.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = || Error::Malformed {
            what: "a digest",
            why: "it is not 64 lower-case hexadecimal digits".to_owned(),
        };
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let mut digest = [0; 32];
        let pairs = text.as_bytes().chunks(2);
        if text.len() != 64 {
            return Err(wrong());
        }
        for (place, pair) in digest.iter_mut().zip(pairs) {
            let [high, low] = pair else { return Err(wrong()) };
            *place = digit(*high).zip(digit(*low)).map(|(h, l)| h << 4 | l).ok_or_else(wrong)?;
        }
        Ok(Self(digest))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Two table look-ups a byte: an opening holds half a dozen digests.
        let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
        let digits = self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
        f.write_str(&digits.collect::<String>())
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::read(&text)
    }
}

impl fmt::Display for EntryIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clear::FreezeCause;

    fn closed() -> Closed {
        Closed { law: Digest([1; 32]), told: Told::new([2; 32]), apart: Digest([3; 32]) }
    }

    #[test]
    fn an_entry_reads_back() {
        let frozen =
            Clear::Frozen { day: "2026-11-24".parse().unwrap(), cause: FreezeCause::KeyLost };
        for entry in [Entry::Closed(closed()), Entry::Clear(frozen)] {
            let bytes = entry.to_bytes().unwrap();
            assert_eq!(Entry::read(&bytes).unwrap(), entry);
        }
    }

    #[test]
    fn a_closed_entry_has_this_form() {
        let bytes = Entry::Closed(closed()).to_bytes().unwrap();
        assert_eq!(bytes.len(), 98);
        assert_eq!(bytes[..2], [1, 1]);
        assert_eq!(bytes[2..34], [1; 32]);
        assert_eq!(bytes[34..66], [2; 32]);
        assert_eq!(bytes[66..], [3; 32]);
    }

    #[test]
    fn what_is_no_entry_is_refused() {
        let bytes = Entry::Closed(closed()).to_bytes().unwrap();
        assert!(Entry::read(&bytes[..97]).is_err());
        assert!(Entry::read(&[bytes.clone(), vec![0]].concat()).is_err());
        assert!(Entry::read(&[]).is_err());
        assert!(Entry::read(&[1, 3]).is_err());
        let later = [&[2], &bytes[1..]].concat();
        assert!(matches!(Entry::read(&later), Err(Error::Version { found: 2, known: 1 })));
    }

    #[test]
    fn a_digest_is_read_as_it_is_written_and_not_otherwise() {
        let digest = Digest([0xab; 32]);
        assert_eq!(Digest::read(&digest.to_string()).unwrap(), digest);
        assert!(Digest::read(&digest.to_string().to_uppercase()).is_err());
        assert!(Digest::read("ab").is_err());
        assert!(Digest::read(&"é".repeat(32)).is_err());
    }
}
