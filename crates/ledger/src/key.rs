//! Keys of ledgers and of witnesses, as signed-note writes them.
//!
//! In: 32 bytes that the caller drew, or the text of a key. Out: signatures, texts of keys.
//! Never: draws a key, or shows a private one but when asked for its text.

use crate::{Checkpoint, Error, SignedCheckpoint, base64, ml_dsa};
use ed25519_dalek::{Signature, Signer as _};
use sha2::{Digest, Sha256};
use std::fmt;

/// What a key signs; the byte is the type of signature in signed-note.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum KeyKind {
    /// Cosignatures of a witness with Ed25519, type 4.
    Cosignature,
    /// Checkpoints of a ledger with Ed25519, type 1.
    Ledger,
    /// Cosignatures of a witness with ML-DSA-44, type 6: also for who has a quantum computer.
    SubtreeCosignature,
}

impl KeyKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Cosignature => 4,
            Self::Ledger => 1,
            Self::SubtreeCosignature => 6,
        }
    }

    const fn of_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Ledger),
            4 => Some(Self::Cosignature),
            6 => Some(Self::SubtreeCosignature),
            _ => None,
        }
    }

    /// Whether it is a witness's.
    #[must_use]
    pub const fn cosigns(self) -> bool {
        matches!(self, Self::Cosignature | Self::SubtreeCosignature)
    }
}

/// The public half of a key, with its name: what signed-note calls a verifier key.
///
/// ```
/// # use ledger::PublicKey;
/// let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
/// let key = PublicKey::read(text)?;
/// assert_eq!((key.name(), key.id()), ("example.com/foo", 0x530d_903a));
/// assert_eq!(key.to_string(), text);
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone)]
pub struct PublicKey {
    name: String,
    id: u32,
    kind: KeyKind,
    /// The key as it is written.
    bytes: Vec<u8>,
    key: Verifying,
}

/// The key as it verifies.
#[derive(Clone)]
enum Verifying {
    Ed25519(ed25519_dalek::VerifyingKey),
    MlDsa(ml_dsa::Verifying),
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        // The id and what verifies follow from these.
        (&self.name, self.kind, &self.bytes) == (&other.name, other.kind, &other.bytes)
    }
}

impl Eq for PublicKey {}

impl PublicKey {
    /// Reads a key from its text.
    ///
    /// # Errors
    /// If the text is not that of a key of a kind we know, in its one form, or the key is
    /// one for which signatures could be made by anybody.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::malformed("the key", why);
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("it has not three parts with `+` between them"));
        };
        let bytes = base64::decode(key).ok_or_else(|| wrong("its last part is not base 64"))?;
        let kind =
            bytes.split_first().and_then(|(byte, key)| Some((KeyKind::of_byte(*byte)?, key)));
        let (kind, key) = kind.ok_or_else(|| wrong("it is of a kind that is not known here"))?;
        let read = if kind == KeyKind::SubtreeCosignature {
            let key = ml_dsa::Verifying::read(key);
            Verifying::MlDsa(key.ok_or_else(|| wrong("it has not 1,312 bytes"))?)
        } else {
            let key = key.try_into().map_err(|_| wrong("it has not 32 bytes"))?;
            let key = ed25519_dalek::VerifyingKey::from_bytes(&key);
            Verifying::Ed25519(key.map_err(|_| wrong("it is no Ed25519 key"))?)
        };
        let read = Self::new(name, kind, read)?;
        // One form: what is no canonical key reads as another one.
        if read.bytes != key {
            return Err(wrong("it is not in its one form"));
        }
        if format!("{:08x}", read.id) != id {
            return Err(wrong("its id does not belong to its name and bytes"));
        }
        Ok(read)
    }

    fn new(name: &str, kind: KeyKind, key: Verifying) -> Result<Self, Error> {
        let has_control = name.chars().any(char::is_control);
        if !signed_note::is_key_name_valid(name) || has_control {
            let why = "its name is empty, or has a space, a `+` or a control character in it";
            return Err(Error::malformed("the key", why));
        }
        let is_weak = matches!(&key, Verifying::Ed25519(key) if key.is_weak());
        if is_weak {
            let why = "signatures for it could be made by anybody";
            return Err(Error::malformed("the key", why));
        }
        let bytes = match &key {
            Verifying::Ed25519(key) => key.as_bytes().to_vec(),
            Verifying::MlDsa(key) => key.to_bytes(),
        };
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', kind.byte()])
            .chain_update(&bytes)
            .finalize();
        let id = hash.first_chunk().map_or(0, |first| u32::from_be_bytes(*first));
        Ok(Self { name: name.to_owned(), id, kind, bytes, key })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its id, which with the name says whose a signature claims to be.
    #[must_use]
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// What it signs.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The bytes of the key itself: 32 of Ed25519, 1,312 of ML-DSA-44.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether a signature claims to be by this key.
    #[must_use]
    pub fn is_named_by(&self, signature: &signed_note::Signature) -> bool {
        signature.name() == self.name && signature.id() == self.id
    }

    /// Whether a signature is this key's under a text, as signed-note has it: type 1.
    #[must_use]
    pub fn has_signed(&self, text: &[u8], signature: &signed_note::Signature) -> bool {
        self.kind == KeyKind::Ledger
            && self.is_named_by(signature)
            && self.holds(text, signature.signature())
    }

    /// Whether these bytes are this key's signature of a message.
    pub(crate) fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.key {
            Verifying::Ed25519(key) => Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            Verifying::MlDsa(key) => key.holds(message, signature),
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.kind.byte()];
        bytes.extend(&self.bytes);
        write!(f, "{}+{:08x}+{}", self.name, self.id, base64::encode(&bytes))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A key that signs. Only [`SigningKey::private_text`] shows what must stay secret.
#[derive(Clone)]
pub struct SigningKey {
    public: PublicKey,
    key: Signing,
}

/// The key as it signs.
#[derive(Clone)]
enum Signing {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    MlDsa(ml_dsa::Signing),
}

impl SigningKey {
    /// A key made of 32 random bytes.
    ///
    /// # Errors
    /// If the name cannot be that of a key.
    pub fn of_secret(name: &str, kind: KeyKind, secret: [u8; 32]) -> Result<Self, Error> {
        let (key, verifying) = if kind == KeyKind::SubtreeCosignature {
            let key = ml_dsa::Signing::of_seed(secret);
            let verifying = Verifying::MlDsa(key.verifying());
            (Signing::MlDsa(key), verifying)
        } else {
            let key = ed25519_dalek::SigningKey::from_bytes(&secret);
            let verifying = Verifying::Ed25519(key.verifying_key());
            (Signing::Ed25519(Box::new(key)), verifying)
        };
        Ok(Self { public: PublicKey::new(name, kind, verifying)?, key })
    }

    /// Reads the text of a private key, `PRIVATE+KEY+name+id+bytes`.
    ///
    /// # Errors
    /// If the text is not that of such a key, in its one form. The message shows nothing of it.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::malformed("the private key", why);
        let rest = text.strip_prefix("PRIVATE+KEY+");
        let rest = rest.ok_or_else(|| wrong("it does not begin with `PRIVATE+KEY+`"))?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong("it has not five parts with `+` between them"));
        };
        let bytes = base64::decode(key).ok_or_else(|| wrong("its last part is not base 64"))?;
        let kind =
            bytes.split_first().and_then(|(byte, key)| Some((KeyKind::of_byte(*byte)?, key)));
        let (kind, secret) = kind.ok_or_else(|| wrong("it is of a kind that is not known here"))?;
        let secret = secret.try_into().map_err(|_| wrong("it has not 32 bytes"))?;
        let read = Self::of_secret(name, kind, secret)?;
        if format!("{:08x}", read.public.id) != id {
            return Err(wrong("its id does not belong to its name and bytes"));
        }
        Ok(read)
    }

    /// The text of the private key. Whoever has it can sign as this key.
    #[must_use]
    pub fn private_text(&self) -> String {
        let mut bytes = vec![self.public.kind.byte()];
        match &self.key {
            Signing::Ed25519(key) => bytes.extend(key.to_bytes()),
            Signing::MlDsa(key) => bytes.extend(key.seed()),
        }
        let text = base64::encode(&bytes);
        format!("PRIVATE+KEY+{}+{:08x}+{text}", self.public.name, self.public.id)
    }

    /// The public half.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The signature of a message, without more. None where no try gave one.
    pub(crate) fn sign_bytes(&self, message: &[u8]) -> Option<Vec<u8>> {
        match &self.key {
            Signing::Ed25519(key) => Some(key.sign(message).to_bytes().to_vec()),
            Signing::MlDsa(key) => key.sign(message),
        }
    }
}

/// Signs checkpoints as a ledger: a key in memory, or one in a device.
///
/// This is the port of `signed_note`; it signs the text of the checkpoint as it stands.
pub use signed_note::{Signature as NoteSignature, Signer};

impl Signer for SigningKey {
    fn name(&self) -> &str {
        &self.public.name
    }

    fn key_id(&self) -> u32 {
        self.public.id
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ed25519_dalek::SignatureError> {
        match self.public.kind {
            KeyKind::Ledger => {
                self.sign_bytes(message).ok_or_else(ed25519_dalek::SignatureError::new)
            }
            // A cosignature has a time; `cosign` makes it.
            KeyKind::Cosignature | KeyKind::SubtreeCosignature => {
                Err(ed25519_dalek::SignatureError::new())
            }
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public)
    }
}

/// From which size of the tree to which a key of a ledger may sign.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Term {
    key: PublicKey,
    since: u64,
    /// The last size it may sign, where there is one.
    until: Option<u64>,
}

/// The keys of one ledger, old and new.
///
/// A checkpoint has no time, so what bounds a key is the size of the tree: a key that was given up
/// still shows that old checkpoints are true, and can sign none that is larger.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyList {
    origin: String,
    terms: Vec<Term>,
}

impl KeyList {
    /// The list of a ledger with its first key.
    ///
    /// # Errors
    /// If the key is not one of a ledger.
    pub fn new(origin: &str, first: PublicKey) -> Result<Self, Error> {
        let list = Self { origin: origin.to_owned(), terms: Vec::new() };
        list.with(first, 0)
    }

    /// The list with a further key, which may sign trees of `since` entries and more.
    ///
    /// # Errors
    /// If the key is not one of a ledger, or in the list already.
    pub fn with(mut self, key: PublicKey, since: u64) -> Result<Self, Error> {
        if key.kind != KeyKind::Ledger {
            return Err(Error::malformed("the key", "it is not one of a ledger"));
        }
        if self.terms.iter().any(|term| term.key.name == key.name && term.key.id == key.id) {
            return Err(Error::malformed("the key", "it is in the list already"));
        }
        self.terms.push(Term { key, since, until: None });
        Ok(self)
    }

    /// The list after a key was given up: it may sign no tree of more than `until` entries.
    ///
    /// # Errors
    /// If the key is not in the list.
    pub fn without(mut self, key: &PublicKey, until: u64) -> Result<Self, Error> {
        let term = self.terms.iter_mut().find(|term| &term.key == key);
        let term = term.ok_or_else(|| Error::malformed("the key", "it is not in the list"))?;
        term.until = Some(term.until.map_or(until, |before| before.min(until)));
        Ok(self)
    }

    /// The name of the ledger, the first line of its checkpoints.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The keys, with the sizes from and to which each may sign.
    pub fn keys(&self) -> impl Iterator<Item = (&PublicKey, u64, Option<u64>)> {
        self.terms.iter().map(|term| (&term.key, term.since, term.until))
    }

    /// Checks that a checkpoint is this ledger's, and signed by a key that may.
    ///
    /// Signatures by keys that are not in the list are left aside. One that claims to be by a key
    /// of the list and is not makes the whole note worthless.
    ///
    /// # Errors
    /// If it is another ledger's, a signature is wrong, or none is by a key that may sign it.
    pub fn check(&self, signed: &SignedCheckpoint) -> Result<(), Error> {
        let what = "the signature of the checkpoint";
        let checkpoint: &Checkpoint = signed.checkpoint();
        if checkpoint.origin() != self.origin {
            let why = format!("it is of `{}` and not of `{}`", checkpoint.origin(), self.origin);
            return Err(Error::not_proved(what, why));
        }
        let (size, text) = (checkpoint.size(), signed.text().as_bytes());
        let mut good = false;
        for signature in signed.signatures() {
            for term in self.terms.iter().filter(|term| term.key.is_named_by(signature)) {
                if !term.key.holds(text, signature.signature()) {
                    let why = format!("it is not what `{}` would make", term.key.name);
                    return Err(Error::not_proved(what, why));
                }
                good |= term.since <= size && term.until.is_none_or(|until| size <= until);
            }
        }
        let why = "none is by a key that may sign a tree of this size";
        if good { Ok(()) } else { Err(Error::not_proved(what, why)) }
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyKind, KeyList, PublicKey, Signer, SigningKey};
    use crate::{Checkpoint, Hash};

    const PRIVATE: &str =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    fn key(seed: u8) -> SigningKey {
        SigningKey::of_secret("example.org/ledger", KeyKind::Ledger, [seed; 32]).unwrap()
    }

    #[test]
    fn the_key_of_the_tests_of_go_is_read_and_written() {
        let key = SigningKey::read(PRIVATE).unwrap();
        assert_eq!(key.private_text(), PRIVATE);
        assert_eq!(key.public().to_string(), PUBLIC);
        assert_eq!(&PublicKey::read(PUBLIC).unwrap(), key.public());
        assert!(!format!("{key:?}").contains("AYEKFALVFGyN"), "it is not shown by accident");
    }

    #[test]
    fn a_text_with_any_letter_changed_is_no_key() {
        for at in 0..PUBLIC.len() {
            let mut text = PUBLIC.as_bytes().to_vec();
            text[at] = if text[at] == b'A' { b'B' } else { b'A' };
            if text != PUBLIC.as_bytes() {
                assert!(PublicKey::read(std::str::from_utf8(&text).unwrap()).is_err(), "{at}");
            }
        }
        for text in ["", "a+b", "a+00000000+", "a b+00000000+AQ==", PRIVATE] {
            assert!(PublicKey::read(text).is_err(), "{text}");
        }
        assert!(SigningKey::of_secret("a+b", KeyKind::Ledger, [1; 32]).is_err());
        assert!(SigningKey::read(PUBLIC).is_err());
        assert!(SigningKey::read(&PRIVATE.replace("c74f", "c74e")).is_err());
    }

    #[test]
    fn a_key_that_was_given_up_signs_nothing_larger() {
        let (old, new) = (key(1), key(2));
        let list = KeyList::new("example.org/ledger", old.public().clone()).unwrap();
        let list = list.with(new.public().clone(), 10).unwrap();
        let list = list.without(old.public(), 20).unwrap();
        let check = |size, signers: &[&dyn Signer]| {
            let checkpoint = Checkpoint::new("example.org/ledger", size, Hash::leaf(b"")).unwrap();
            list.check(&checkpoint.sign(signers).unwrap()).is_ok()
        };
        for (size, by_old, by_new) in
            [(9, true, false), (10, true, true), (20, true, true), (21, false, true)]
        {
            assert_eq!(check(size, &[&old]), by_old, "{size}");
            assert_eq!(check(size, &[&new]), by_new, "{size}");
            assert!(check(size, &[&old, &new]));
            assert!(!check(size, &[&key(3)]));
        }
        assert!(list.clone().with(old.public().clone(), 5).is_err());
        assert!(list.without(key(3).public(), 5).is_err());
    }
}
