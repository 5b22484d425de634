//! Cosignatures of witnesses: Ed25519 (type 4) and ML-DSA-44 (type 6).
//!
//! Never: takes a witness twice, under two names or for two signatures.

use crate::{Error, KeyKind, PublicKey, SignedCheckpoint, SigningKey};
use signed_note::Signature;

/// The last time that a cosignature may have.
const AT_MAX: u64 = (1 << 63) - 1;

/// A cosignature that was checked: who saw the tree, and when.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Seen {
    /// The name of the witness.
    pub by: String,
    /// When it signed, in seconds since 1970, by its own clock.
    pub at: u64,
}

/// What a witness signs. None where a name is too long for it.
fn message(signed: &SignedCheckpoint, key: &PublicKey, at: u64) -> Option<Vec<u8>> {
    if key.kind() != KeyKind::SubtreeCosignature {
        return Some(format!("cosignature/v1\ntime {at}\n{}", signed.text()).into_bytes());
    }
    // `cosigned_message`: the whole tree is the subtree from 0.
    let checkpoint = signed.checkpoint();
    let mut message = b"subtree/v1\n\0".to_vec();
    push(&mut message, key.name())?;
    message.extend(at.to_be_bytes());
    push(&mut message, checkpoint.origin())?;
    message.extend(0_u64.to_be_bytes());
    message.extend(checkpoint.size().to_be_bytes());
    message.extend(checkpoint.root().as_bytes());
    Some(message)
}

/// A text of 1 to 255 bytes, behind its length.
fn push(message: &mut Vec<u8>, text: &str) -> Option<()> {
    let length = u8::try_from(text.len()).ok().filter(|length| *length > 0)?;
    message.push(length);
    message.extend(text.as_bytes());
    Some(())
}

/// The cosignature of a witness under a checkpoint.
///
/// It says that this is the largest tree of this ledger that the witness has seen at this time, so
/// it is for [`Due::cosign`](crate::Due::cosign) to make one that leaves the house.
///
/// # Errors
/// If the key is not one for cosignatures, or the time is none.
pub fn cosign(signed: &SignedCheckpoint, key: &SigningKey, at: u64) -> Result<Signature, Error> {
    let wrong = |why: &str| Error::malformed("the cosignature", why);
    if !key.public().kind().cosigns() {
        return Err(wrong("the key is not one for cosignatures"));
    }
    if at == 0 || at > AT_MAX {
        return Err(wrong("its time is none"));
    }
    let mut bytes = at.to_be_bytes().to_vec();
    let message = message(signed, key.public(), at);
    let message = message.ok_or_else(|| wrong("a name is longer than 255 bytes"))?;
    bytes.extend(key.sign_bytes(&message).ok_or_else(|| wrong("it could not be made"))?);
    Signature::new(key.public().name().to_owned(), key.public().id(), bytes)
        .map_err(|_| wrong("the name of the key cannot be one"))
}

/// Checks a cosignature by this key, and gives its time.
///
/// # Errors
/// If it is not one, or not by this key, or not under this checkpoint.
pub fn check_cosignature(
    signed: &SignedCheckpoint,
    signature: &Signature,
    key: &PublicKey,
) -> Result<u64, Error> {
    let wrong = |why: &str| Err(Error::not_proved("the cosignature", why));
    if !key.kind().cosigns() || !key.is_named_by(signature) {
        return wrong("it is not by this key");
    }
    let Some((at, bytes)) = signature.signature().split_first_chunk::<8>() else {
        return wrong("it has no time");
    };
    let at = u64::from_be_bytes(*at);
    if at == 0 || at > AT_MAX {
        return wrong("its time is none");
    }
    if !message(signed, key, at).is_some_and(|message| key.holds(&message, bytes)) {
        return wrong("it is not what this key would make");
    }
    Ok(at)
}

/// How many of which witnesses must have seen a tree.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Quorum {
    needed: usize,
    witnesses: Vec<PublicKey>,
}

impl Quorum {
    /// So many of these.
    ///
    /// # Errors
    /// If there are fewer than that, a key is not one for cosignatures, or two have one name or
    /// one key: a version 1 cosignature does not say under which name it was made, so that one
    /// witness would count for two.
    pub fn new(needed: usize, witnesses: Vec<PublicKey>) -> Result<Self, Error> {
        let wrong = |why: &str| Err(Error::malformed("the list of witnesses", why));
        if needed > witnesses.len() {
            return wrong("it has fewer witnesses than are needed");
        }
        if !witnesses.iter().all(|key| key.kind().cosigns()) {
            return wrong("a key of it is not one for cosignatures");
        }
        for (at, key) in witnesses.iter().enumerate() {
            let same = |other: &PublicKey| {
                other.name() == key.name() || other.as_bytes() == key.as_bytes()
            };
            if witnesses.iter().skip(at + 1).any(same) {
                return wrong("a name or a key is in it twice");
            }
        }
        Ok(Self { needed, witnesses })
    }

    /// No witness at all: what the ledger says of itself is taken.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// How many are needed.
    #[must_use]
    pub const fn needed(&self) -> usize {
        self.needed
    }

    /// Whether a signature claims to be by one of them.
    pub(crate) fn knows(&self, signature: &Signature) -> bool {
        self.witnesses.iter().any(|key| key.is_named_by(signature))
    }

    /// Checks signatures by them, however few.
    pub(crate) fn check_each(
        &self,
        signed: &SignedCheckpoint,
        signatures: &[Signature],
    ) -> Result<(), Error> {
        for signature in signatures {
            for key in self.witnesses.iter().filter(|key| key.is_named_by(signature)) {
                check_cosignature(signed, signature, key)?;
            }
        }
        Ok(())
    }

    /// Checks that enough of them have cosigned, and says which have, each once, and when last.
    ///
    /// Signatures by others are left aside. One that claims to be by a known witness and is not
    /// makes the whole note worthless.
    ///
    /// # Errors
    /// If a cosignature is wrong, or they are too few.
    pub fn check(&self, signed: &SignedCheckpoint) -> Result<Vec<Seen>, Error> {
        let mut seen = Vec::new();
        for key in &self.witnesses {
            let mut last = None;
            for signature in signed.signatures().iter().filter(|one| key.is_named_by(one)) {
                last = last.max(Some(check_cosignature(signed, signature, key)?));
            }
            seen.extend(last.map(|at| Seen { by: key.name().to_owned(), at }));
        }
        if seen.len() < self.needed {
            let why = format!("{} of {} witnesses have cosigned", seen.len(), self.needed);
            return Err(Error::not_proved("the quorum", why));
        }
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use super::{Quorum, Seen, check_cosignature, cosign};
    use crate::{Checkpoint, Hash, KeyKind, PublicKey, SignedCheckpoint, SigningKey};

    /// What a type 6 cosignature is made over, byte for byte as tlog-cosignature has it.
    #[test]
    fn the_message_of_a_subtree_cosignature_is_that_of_the_text() {
        let key = SigningKey::of_secret("w6.example", KeyKind::SubtreeCosignature, [6; 32]);
        let message = super::message(&signed(), key.unwrap().public(), 1_679_315_147).unwrap();
        let root = Hash::leaf(b"");
        let expected: [&[u8]; 9] = [
            b"subtree/v1\n\0",
            &[10],
            b"w6.example",
            &1_679_315_147_u64.to_be_bytes(),
            &[9],
            b"a.example",
            &[0; 8],
            &[0, 0, 0, 0, 0, 0, 0, 3],
            root.as_bytes(),
        ];
        assert_eq!(message, expected.concat());
    }

    #[test]
    fn a_subtree_cosignature_counts_and_is_bound_to_name_time_and_tree() {
        let key =
            |name: &str| SigningKey::of_secret(name, KeyKind::SubtreeCosignature, [6; 32]).unwrap();
        let (signed, w6) = (signed(), key("w6.example"));
        let good = cosign(&signed, &w6, 5).unwrap();
        assert_eq!(good.signature().len(), 8 + 2_420);
        assert_eq!(check_cosignature(&signed, &good, w6.public()).unwrap(), 5);
        let mut later = good.signature().to_vec();
        later[7] = 6;
        let later = signed_note::Signature::new(good.name().to_owned(), good.id(), later).unwrap();
        assert!(check_cosignature(&signed, &later, w6.public()).is_err());
        // The same key under another name signs another message; and it is another id.
        assert!(check_cosignature(&signed, &good, key("w7.example").public()).is_err());
        let text = w6.public().to_string();
        assert_eq!(&PublicKey::read(&text).unwrap(), w6.public());
        let again = SigningKey::read(&w6.private_text()).unwrap();
        assert_eq!(again.public(), w6.public());
        let two = Quorum::new(2, vec![witness(1).public().clone(), w6.public().clone()]).unwrap();
        let both = signed.clone().with([good.clone(), cosign(&signed, &witness(1), 7).unwrap()]);
        assert_eq!(two.check(&both).unwrap().len(), 2);
        assert!(two.check(&signed.clone().with([good])).is_err());
        // Note and cosignatures are read back as they were.
        let read = SignedCheckpoint::read(&both.note()).unwrap();
        assert_eq!(two.check(&read).unwrap().len(), 2);
        let other = Checkpoint::new("a.example", 4, Hash::leaf(b"")).unwrap();
        let ledger = SigningKey::of_secret("a.example", KeyKind::Ledger, [9; 32]).unwrap();
        let foreign = cosign(&other.sign(&[&ledger]).unwrap(), &w6, 5).unwrap();
        assert!(check_cosignature(&signed, &foreign, w6.public()).is_err());
    }

    fn witness(n: u8) -> SigningKey {
        let name = format!("w{n}.example");
        SigningKey::of_secret(&name, KeyKind::Cosignature, [n; 32]).unwrap()
    }

    fn signed() -> SignedCheckpoint {
        let key = SigningKey::of_secret("a.example", KeyKind::Ledger, [9; 32]).unwrap();
        Checkpoint::new("a.example", 3, Hash::leaf(b"")).unwrap().sign(&[&key]).unwrap()
    }

    #[test]
    fn any_changed_bit_of_a_cosignature_is_seen() {
        let (signed, key) = (signed(), witness(1));
        let good = cosign(&signed, &key, 1_679_315_147).unwrap();
        assert_eq!(check_cosignature(&signed, &good, key.public()).unwrap(), 1_679_315_147);
        for at in 0..good.signature().len() {
            for bit in 0..8 {
                let mut bytes = good.signature().to_vec();
                bytes[at] ^= 1 << bit;
                let name = good.name().to_owned();
                let changed = signed_note::Signature::new(name, good.id(), bytes).unwrap();
                assert!(check_cosignature(&signed, &changed, key.public()).is_err(), "{at} {bit}");
            }
        }
        assert!(check_cosignature(&signed, &good, witness(2).public()).is_err());
        assert!(cosign(&signed, &key, 0).is_err());
        assert!(cosign(&signed, &key, 1 << 63).is_err());
    }

    #[test]
    fn enough_different_witnesses_make_a_quorum() {
        let keys: Vec<PublicKey> = (1..4).map(|n| witness(n).public().clone()).collect();
        let two = Quorum::new(2, keys.clone()).unwrap();
        let signed = signed();
        let by = |n, at| cosign(&signed, &witness(n), at).unwrap();
        assert!(two.check(&signed).is_err());
        assert!(Quorum::none().check(&signed).unwrap().is_empty());
        assert!(two.check(&signed.clone().with([by(1, 5), by(9, 5)])).is_err(), "9 is unknown");
        let enough = signed.clone().with([by(1, 5), by(3, 6)]);
        let seen = [("w1.example", 5), ("w3.example", 6)];
        let seen = seen.map(|(by, at)| Seen { by: by.to_owned(), at });
        assert_eq!(two.check(&enough).unwrap(), seen);
        // The same witness twice is one witness.
        let mut note = signed.clone().with([by(1, 5)]).note();
        note.extend(by(1, 6).to_bytes());
        let twice = SignedCheckpoint::read(&note).unwrap();
        assert_eq!(twice.signatures().len(), 3);
        assert!(two.check(&twice).is_err());
        // The cosignature of another checkpoint spoils the whole.
        let other = Checkpoint::new("a.example", 4, Hash::leaf(b"")).unwrap();
        let key = SigningKey::of_secret("a.example", KeyKind::Ledger, [9; 32]).unwrap();
        let foreign = cosign(&other.sign(&[&key]).unwrap(), &witness(2), 5).unwrap();
        assert!(two.check(&enough.with([foreign])).is_err());
    }

    #[test]
    fn one_witness_is_not_two() {
        let key = |name: &str, n| {
            let key = SigningKey::of_secret(name, KeyKind::Cosignature, [n; 32]).unwrap();
            key.public().clone()
        };
        assert!(Quorum::new(2, vec![key("a", 1), key("b", 1)]).is_err());
        assert!(Quorum::new(2, vec![key("a", 1), key("a", 2)]).is_err());
        assert!(Quorum::new(2, vec![key("a", 1)]).is_err());
        let ledger = SigningKey::of_secret("a", KeyKind::Ledger, [1; 32]).unwrap();
        assert!(Quorum::new(1, vec![ledger.public().clone()]).is_err());
    }
}
