//! A proof in one file that an entry is in the ledger: C2SP tlog-proof.

use crate::checkpoint::decimal;
use crate::cosignature::Seen;
use crate::tree::PROOF_HASHES_MAX;
use crate::{Error, Hash, KeyList, Quorum, SignedCheckpoint, base64, check_inclusion};

/// The first line.
const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// A proof is not larger: 63 hashes, a note, and as much again for what comes with it.
const BYTES_MAX: usize = 2_000_000;

/// That an entry is in the ledger, to be checked without asking anybody.
///
/// ```
/// # use ledger::*;
/// let key = SigningKey::of_secret("a.example", KeyKind::Ledger, [1; 32])?;
/// let grown = Frontier::default().grow([&b"entry"[..]])?;
/// let checkpoint = Checkpoint::new("a.example", 1, grown.frontier.root())?.sign(&[&key])?;
/// let proof = Proof::new(0, Vec::new(), checkpoint);
/// let keys = KeyList::new("a.example", key.public().clone())?;
/// let proved = Proof::read(&proof.text())?.check(b"entry", &keys, &Quorum::none())?;
/// assert_eq!((proved.index, proved.size), (0, 1));
/// assert!(proof.check(b"another", &keys, &Quorum::none()).is_err());
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    index: u64,
    hashes: Vec<Hash>,
    checkpoint: SignedCheckpoint,
    /// What comes with it, and is proved by nothing.
    extra: Option<Vec<u8>>,
}

/// What a proof that was checked shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Proved {
    /// Where the entry is.
    pub index: u64,
    /// How many entries the tree has.
    pub size: u64,
    /// Which known witnesses have seen the tree.
    pub seen: Vec<Seen>,
}

impl Proof {
    /// A proof of these parts.
    #[must_use]
    pub const fn new(index: u64, hashes: Vec<Hash>, checkpoint: SignedCheckpoint) -> Self {
        Self { index, hashes, checkpoint, extra: None }
    }

    /// The same with something beside it, that the proof does not cover.
    #[must_use]
    pub fn with_extra(mut self, extra: Vec<u8>) -> Self {
        self.extra = Some(extra);
        self
    }

    /// Where the entry is said to be.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The checkpoint it leads to, checked or not.
    #[must_use]
    pub const fn checkpoint(&self) -> &SignedCheckpoint {
        &self.checkpoint
    }

    /// What comes with it. Nothing shows that it is true.
    #[must_use]
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// The text of the proof.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n");
        if let Some(extra) = &self.extra {
            text.push_str(&format!("extra {}\n", base64::encode(extra)));
        }
        text.push_str(&format!("index {}\n", self.index));
        for hash in &self.hashes {
            text.push_str(&format!("{hash}\n"));
        }
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(&self.checkpoint.note()));
        text
    }

    /// Reads a proof. Nothing is checked but its form.
    ///
    /// # Errors
    /// If it is not a proof in its one form.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::malformed("the proof", why);
        if text.len() > BYTES_MAX {
            return Err(wrong("it is too large"));
        }
        let (head, note) = text.split_once("\n\n").ok_or_else(|| wrong("it has no empty line"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(HEAD) {
            return Err(wrong("its first line is not that of version 1"));
        }
        let mut line = lines.next().unwrap_or_default();
        let mut extra = None;
        if let Some(given) = line.strip_prefix("extra ") {
            let given = base64::decode(given);
            extra = Some(given.ok_or_else(|| wrong("what comes with it is not base 64"))?);
            line = lines.next().unwrap_or_default();
        }
        let index = line.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or_else(|| wrong("it has no index"))?;
        let mut hashes = Vec::new();
        for line in lines {
            if hashes.len() == PROOF_HASHES_MAX {
                return Err(wrong("it has too many hashes"));
            }
            hashes.push(Hash::read(line)?);
        }
        let checkpoint = SignedCheckpoint::read(note.as_bytes())?;
        Ok(Self { index, hashes, checkpoint, extra })
    }

    /// Checks that the entry is in a tree that the ledger signed and enough witnesses have seen.
    ///
    /// # Errors
    /// If anything of that does not hold.
    pub fn check(&self, entry: &[u8], keys: &KeyList, quorum: &Quorum) -> Result<Proved, Error> {
        keys.check(&self.checkpoint)?;
        let seen = quorum.check(&self.checkpoint)?;
        let (size, root) = {
            let checkpoint = self.checkpoint.checkpoint();
            (checkpoint.size(), checkpoint.root())
        };
        check_inclusion(&self.hashes, Hash::leaf(entry), self.index, size, root)?;
        Ok(Proved { index: self.index, size, seen })
    }
}

#[cfg(test)]
mod tests {
    use super::Proof;
    use crate::{Checkpoint, Frontier, KeyKind, KeyList, Quorum, SigningKey, Tiles, cosign};

    fn made() -> (Proof, KeyList, Quorum) {
        let key = SigningKey::of_secret("a.example", KeyKind::Ledger, [1; 32]).unwrap();
        let witness = SigningKey::of_secret("w.example", KeyKind::Cosignature, [2; 32]).unwrap();
        let entries: Vec<_> = (0..13).map(|n: u8| vec![n + 1]).collect();
        let grown = Frontier::default().grow(entries.iter().map(Vec::as_slice)).unwrap();
        let root = grown.frontier.root();
        let signed = Checkpoint::new("a.example", 13, root).unwrap().sign(&[&key]).unwrap();
        let cosigned = cosign(&signed, &witness, 5).unwrap();
        let store: std::collections::BTreeMap<_, _> = grown.tiles.into_iter().collect();
        let hashes = Tiles::new(13, root, &store).unwrap().prove_inclusion(6).unwrap().0;
        let proof = Proof::new(6, hashes, signed.with([cosigned]));
        let keys = KeyList::new("a.example", key.public().clone()).unwrap();
        (proof, keys, Quorum::new(1, vec![witness.public().clone()]).unwrap())
    }

    #[test]
    fn any_changed_bit_of_a_proof_is_seen() {
        let (proof, keys, quorum) = made();
        let text = proof.text();
        let proved = Proof::read(&text).unwrap().check(&[7], &keys, &quorum).unwrap();
        assert_eq!((proved.index, proved.size, proved.seen.len()), (6, 13, 1));
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(changed) = String::from_utf8(bytes) else { continue };
                let read = Proof::read(&changed);
                let holds = read.is_ok_and(|read| read.check(&[7], &keys, &quorum).is_ok());
                assert!(!holds, "{at} {bit}: {changed}");
            }
        }
        for entry in (0..=255).filter(|n| *n != 7) {
            assert!(proof.check(&[entry], &keys, &quorum).is_err());
        }
    }

    #[test]
    fn a_proof_has_one_form() {
        let (proof, ..) = made();
        let with = proof.clone().with_extra(b"more".to_vec());
        assert_eq!(Proof::read(&with.text()).unwrap(), with);
        assert_eq!(with.extra(), Some(&b"more"[..]));
        let text = proof.text();
        for (from, to) in [
            ("@v1\n", "@v2\n"),
            ("index 6", "index 06"),
            ("index 6", "index"),
            ("index 6\n", "index 6\n\n"),
            ("index 6\n", "index 6\nextra bW9yZQ==\n"),
            ("index 6\n", ""),
            ("@v1\n", "@v1\nextra bW9yZQ\n"),
            ("@v1\n", "@v1\nextra \nextra \n"),
            ("\n\na.example", "\na.example"),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text);
            assert!(Proof::read(&changed).is_err(), "{from:?} {to:?}");
        }
        let many =
            format!("index 6\n{}", "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=\n".repeat(64));
        assert!(Proof::read(&text.replace("index 6\n", &many)).is_err());
    }
}
