//! The hashes of the tree: SHA-256 as RFC 6962, section 2.1, uses it.

use crate::{Error, base64};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// How many bytes a hash has.
pub const HASH_BYTES: usize = 32;

/// A hash of the tree: of an entry, of two hashes below it, or of a whole tree.
#[derive(Clone, Copy, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; HASH_BYTES]);

impl Hash {
    /// The root of a tree without entries: the hash of nothing.
    pub const OF_NOTHING: Self = Self([
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9,
        0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52,
        0xb8, 0x55,
    ]);

    /// These very bytes as a hash.
    #[must_use]
    pub const fn of_bytes(bytes: [u8; HASH_BYTES]) -> Self {
        Self(bytes)
    }

    /// The hash of an entry: SHA-256 of a zero byte and the entry.
    ///
    /// ```
    /// # use ledger::Hash;
    /// let leaf = Hash::leaf(b"");
    /// assert_eq!(leaf.to_string(), "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
    /// ```
    #[must_use]
    pub fn leaf(entry: &[u8]) -> Self {
        Self(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
    }

    /// The hash above two others: SHA-256 of a one byte and both.
    #[must_use]
    pub fn node(left: Self, right: Self) -> Self {
        // One update of 65 bytes is quicker than three.
        let mut both = [1_u8; 1 + 2 * HASH_BYTES];
        let [_, rest @ ..] = &mut both;
        let (to_left, to_right) = rest.split_at_mut(HASH_BYTES);
        to_left.copy_from_slice(&left.0);
        to_right.copy_from_slice(&right.0);
        Self(Sha256::digest(both).into())
    }

    /// The bytes of the hash.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; HASH_BYTES] {
        &self.0
    }

    /// Reads a hash from its base 64.
    ///
    /// # Errors
    /// If the text is not the base 64 of 32 bytes in its one form.
    pub fn read(text: &str) -> Result<Self, Error> {
        base64::decode(text)
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or_else(|| Error::malformed("the hash", "it is not the base 64 of 32 bytes"))
    }

    /// The hashes that bytes hold one after another, as in a tile.
    pub(crate) fn many(bytes: &[u8]) -> Option<Vec<Self>> {
        let parts = bytes.chunks(HASH_BYTES);
        parts.map(|part| part.try_into().ok().map(Self)).collect()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&base64::encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<tlog_tiles::Hash> for Hash {
    fn from(theirs: tlog_tiles::Hash) -> Self {
        Self(theirs.0)
    }
}

impl From<Hash> for tlog_tiles::Hash {
    fn from(ours: Hash) -> Self {
        Self(ours.0)
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::read(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn leaves_and_nodes_hash_as_the_crate_that_carries_the_format_hashes_them() {
        let (left, right) = (Hash::leaf(b"left"), Hash::leaf(b"right"));
        assert_eq!(left, tlog_tiles::record_hash(b"left").into());
        assert_eq!(
            Hash::node(left, right),
            tlog_tiles::node_hash(left.into(), right.into()).into()
        );
        assert_eq!(Hash::OF_NOTHING, tlog_tiles::EMPTY_HASH.into());
    }

    #[test]
    fn a_hash_is_read_from_what_it_is_written_as_and_nothing_else() {
        let hash = Hash::leaf(b"entry");
        let text = hash.to_string();
        assert_eq!(Hash::read(&text).unwrap(), hash);
        for other in [
            "",
            "AAAA",
            text.trim_start_matches(text.chars().next().unwrap()),
            &format!("{text}\n"),
            &text.replace('=', ""),
        ] {
            assert!(Hash::read(other).is_err(), "{other}");
        }
        let json = serde_json::to_string(&hash).unwrap();
        assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
    }
}
