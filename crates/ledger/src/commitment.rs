//! Commitments: what binds an entry to words it does not show.
//!
//! Two stand in each closed entry, both under one fresh secret of 256 bits:
//!
//! - *told*, a Pedersen commitment in the Ristretto group to the public content. It can be blinded
//!   anew without being opened, so a day's contents can be published in another order than they
//!   were entered in, with a proof that they are the same ones (`shuffle`).
//! - *apart*, a SHA-256 commitment to the particulars (digests of ask, facts and ruling, the
//!   moment): shown only to who may see them. Each digest in it stands under the key of its side,
//!   the asker's or the holder's: an asker can be shown an entry and guesses no fact by it.
//!
//! Never: draws a random number. The caller draws the secret, once for each entry.

use crate::{Digest, Error};
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256, Sha512};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, Mutex, PoisonError};

/// The generator that blinds. Nobody knows its logarithm to any content's point, since both are
/// hashed into the group: to open a commitment to another content one would have to find it.
static BLINDING: LazyLock<RistrettoBasepointTable> = LazyLock::new(|| {
    let wide = Sha512::digest(b"headworks/ledger/v1/blinding generator");
    RistrettoBasepointTable::create(&RistrettoPoint::from_uniform_bytes(&wide.into()))
});

/// A fresh secret: 256 bits that the caller drew for one entry and uses for nothing else.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A secret of these bytes.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes, for the store of openings.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The blinding that follows from it.
    #[must_use]
    pub fn blinding(&self) -> Blinding {
        Blinding(wide(&[b"headworks/ledger/v1/blinding\0", &self.0]))
    }

    /// The key for what the asker may see: its own ask and answer.
    pub(crate) fn askers_key(&self) -> Digest {
        self.key("asker")
    }

    /// The key for what only the holder, and who inspects it, may see: facts and ruling.
    pub(crate) fn holders_key(&self) -> Digest {
        self.key("holder")
    }

    fn key(&self, name: &str) -> Digest {
        let mut hash = Sha256::new();
        hash.update(b"headworks/ledger/v1/key/");
        hash.update(name);
        hash.update(b"\0");
        hash.update(self.0);
        Digest(hash.finalize().into())
    }
}

impl fmt::Debug for Secret {
    /// Never its bytes: they would open an entry.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What blinds a commitment to a content.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Blinding(pub(crate) Scalar);

impl Blinding {
    /// Its bytes.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Reads its bytes.
    ///
    /// # Errors
    /// If they are not the canonical bytes of a scalar.
    pub fn read(bytes: [u8; 32]) -> Result<Self, Error> {
        Option::from(Scalar::from_canonical_bytes(bytes)).map(Self).ok_or(Error::Malformed {
            what: "a blinding",
            why: "it is not below the order of the group".to_owned(),
        })
    }

    /// This blinding and another one on top.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    /// The point that it adds to a commitment.
    pub(crate) fn point(&self) -> RistrettoPoint {
        &self.0 * &*BLINDING
    }
}

/// A commitment to the public content of an entry, as 32 bytes; written in hexadecimal.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(from = "Digest", into = "Digest")]
pub struct Told([u8; 32]);

impl Told {
    /// The commitment to these canonical bytes.
    #[must_use]
    pub fn to(content: &[u8], blinding: Blinding) -> Self {
        Self::of_point(content_point(content) + blinding.point())
    }

    /// Takes 32 bytes for a commitment. Whether they are one is known when the point is needed.
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether it is the commitment to these canonical bytes under this blinding.
    #[must_use]
    pub fn is_to(&self, content: &[u8], blinding: Blinding) -> bool {
        Self::to(content, blinding) == *self
    }

    pub(crate) fn of_point(point: RistrettoPoint) -> Self {
        Self(point.compress().to_bytes())
    }

    /// The point.
    pub(crate) fn point(&self) -> Result<RistrettoPoint, Error> {
        CompressedRistretto(self.0).decompress().ok_or(Error::Malformed {
            what: "a commitment",
            why: "its bytes are no point of the group".to_owned(),
        })
    }
}

impl From<Digest> for Told {
    fn from(Digest(bytes): Digest) -> Self {
        Self(bytes)
    }
}

impl From<Told> for Digest {
    fn from(Told(bytes): Told) -> Self {
        Self(bytes)
    }
}

/// The point of a content: every content has its own, and nobody knows how two are related.
///
/// Hashing into the group costs more than all else in a commitment, and a day has few different
/// contents: those seen last are remembered. A content is public sooner or later and holds nothing
/// of a person, so remembering it betrays nothing.
pub(crate) fn content_point(content: &[u8]) -> RistrettoPoint {
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(point) = known().get(content) {
        return *point;
    }
    let mut hash = Sha512::new();
    hash.update(b"headworks/ledger/v1/content\0");
    hash.update(content);
    let point = RistrettoPoint::from_uniform_bytes(&hash.finalize().into());
    if content.len() > KNOWN_BYTES_MAX {
        return point;
    }
    let mut known = known();
    if known.len() >= KNOWN_MAX {
        known.clear();
    }
    known.insert(content.to_vec(), point);
    point
}

/// Points of contents seen last. At some 300 bytes of content and 160 of point, two megabytes.
static KNOWN: Mutex<BTreeMap<Vec<u8>, RistrettoPoint>> = Mutex::new(BTreeMap::new());

/// A content that is longer is not remembered: none of the line's is.
const KNOWN_BYTES_MAX: usize = 2_048;

/// How many are remembered.
const KNOWN_MAX: usize = 4_096;

/// The commitment to particulars: a hash of a key that follows from the secret, and of what is
/// committed to.
#[must_use]
pub(crate) fn apart(key: &Digest, content: &[u8], particulars: &[u8]) -> Digest {
    let mut hash = Sha256::new();
    hash.update(b"headworks/ledger/v1/apart\0");
    hash.update(key.0);
    // The length keeps the two parts from flowing into each other.
    hash.update((content.len() as u64).to_be_bytes());
    hash.update(content);
    hash.update(particulars);
    Digest(hash.finalize().into())
}

/// A digest under a key: who has the key and the plain digest can compare them, and nobody else can
/// try out what it is of.
#[must_use]
pub(crate) fn keyed(key: &Digest, name: &str, digest: Digest) -> Digest {
    let mut hash = Sha256::new();
    hash.update(b"headworks/ledger/v1/digest/");
    hash.update(name);
    hash.update(b"\0");
    hash.update(key.0);
    hash.update(digest.0);
    Digest(hash.finalize().into())
}

/// A scalar that nobody can tell from a random one without knowing the parts.
pub(crate) fn wide(parts: &[&[u8]]) -> Scalar {
    let mut hash = Sha512::new();
    for part in parts {
        hash.update(part);
    }
    Scalar::from_bytes_mod_order_wide(&hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_opens_to_its_own_content_alone() {
        let (a, b) = (Secret::new([1; 32]).blinding(), Secret::new([2; 32]).blinding());
        let told = Told::to(b"one", a);
        assert!(told.is_to(b"one", a));
        assert!(!told.is_to(b"two", a));
        assert!(!told.is_to(b"one", b));
        assert_ne!(told, Told::to(b"one", b), "two of one content look different");
    }

    #[test]
    fn blinding_anew_is_adding() {
        let (a, b) = (Secret::new([1; 32]).blinding(), Secret::new([2; 32]).blinding());
        let anew = Told::of_point(Told::to(b"one", a).point().unwrap() + b.point());
        assert_eq!(anew, Told::to(b"one", a.plus(b)));
    }

    #[test]
    fn bytes_that_are_no_point_are_told() {
        assert!(Told::new([0xff; 32]).point().is_err());
        assert!(Blinding::read([0xff; 32]).is_err());
        assert_eq!(format!("{:?}", Secret::new([7; 32])), "Secret");
    }
}
