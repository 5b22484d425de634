//! Checkpoints: the size and root of a tree, signed, as C2SP writes them.
//!
//! Never: says that a checkpoint is true; [`KeyList::check`](crate::KeyList::check) does.

use crate::{Error, Hash, Signer, TREE_SIZE_MAX};
use signed_note::{Note, Signature};

/// A note with more signatures is not looked at. signed-note asks for 16 at least.
const SIGNATURES_MAX: usize = 100;

/// The size and root of a ledger's tree: what a checkpoint says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    /// Further lines, each with its end. We write none; others' are kept, being signed.
    extension: String,
}

impl Checkpoint {
    /// What a checkpoint of this ledger says of a tree.
    ///
    /// # Errors
    /// If the name cannot be a line, or there can be no such tree.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, Error> {
        let wrong = |why: String| Err(Error::malformed("the checkpoint", why));
        if origin.is_empty() || origin.chars().any(char::is_control) {
            return wrong("its first line is empty or has a control character in it".to_owned());
        }
        if size >= TREE_SIZE_MAX {
            return wrong(format!("no tree has {size} entries"));
        }
        Ok(Self { origin: origin.to_owned(), size, root, extension: String::new() })
    }

    /// Reads the text that is signed, without signatures.
    ///
    /// # Errors
    /// If it is not a checkpoint in its one form.
    pub fn read(text: &str) -> Result<Self, Error> {
        let wrong = |why: &str| Error::malformed("the checkpoint", why);
        let mut lines = text.splitn(4, '\n');
        let (Some(origin), Some(size), Some(root), Some(extension)) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(wrong("it has not three lines"));
        };
        let size = decimal(size).ok_or_else(|| wrong("its second line is no size"))?;
        let ends_well = extension.is_empty() || extension.ends_with('\n');
        let is_wrong = |c: char| c.is_control() && c != '\n';
        let has_empty = extension.starts_with('\n') || extension.contains("\n\n");
        if !ends_well || has_empty || extension.chars().any(is_wrong) {
            return Err(wrong("what follows its third line are not lines"));
        }
        let read = Self::new(origin, size, Hash::read(root)?)?;
        Ok(Self { extension: extension.to_owned(), ..read })
    }

    /// The name of the ledger.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries the tree has.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree.
    #[must_use]
    pub const fn root(&self) -> Hash {
        self.root
    }

    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n{}", self.origin, self.size, self.root, self.extension)
    }

    /// The checkpoint with the signatures of these.
    ///
    /// # Errors
    /// If one cannot sign, or none is given.
    pub fn sign(&self, signers: &[&dyn Signer]) -> Result<SignedCheckpoint, Error> {
        let text = self.text();
        let mut signatures = Vec::with_capacity(signers.len());
        for signer in signers {
            let wrong = |why| Error::malformed("the signature", why);
            let signature = signer
                .sign(text.as_bytes())
                .map_err(|_| wrong(format!("`{}` did not sign", signer.name())))?;
            signatures.push(
                Signature::new(signer.name().to_owned(), signer.key_id(), signature)
                    .map_err(|_| wrong("the name of the key cannot be one".to_owned()))?,
            );
        }
        if signatures.is_empty() {
            return Err(Error::malformed("the checkpoint", "nobody signs it"));
        }
        Ok(SignedCheckpoint { checkpoint: self.clone(), text, signatures })
    }
}

/// A checkpoint with its signatures, checked or not.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    text: String,
    signatures: Vec<Signature>,
}

impl SignedCheckpoint {
    /// Reads a signed checkpoint. Its signatures are not checked here.
    ///
    /// # Errors
    /// If it is not a note with at least one signature, or its text is no checkpoint.
    pub fn read(note: &[u8]) -> Result<Self, Error> {
        let wrong = |why: &str| Error::malformed("the checkpoint", why);
        let read = Note::from_bytes(note).map_err(|_| wrong("it is not a signed note"))?;
        let text = std::str::from_utf8(read.text()).map_err(|_| wrong("it is not text"))?;
        // The crate keeps the signatures to itself; these are the lines it has just read.
        let lines = note.get(text.len() + 1..).unwrap_or_default();
        let mut signatures = Vec::new();
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let signature = Signature::from_bytes(line);
            signatures.push(signature.map_err(|_| wrong("a signature of it cannot be read"))?);
        }
        if signatures.is_empty() || signatures.len() > SIGNATURES_MAX {
            return Err(wrong("it has no signature, or too many"));
        }
        let read = Self { checkpoint: Checkpoint::read(text)?, text: text.to_owned(), signatures };
        if read.note() == note { Ok(read) } else { Err(wrong("it is not in its one form")) }
    }

    /// What it says.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its signatures, in order.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The same with further signatures; one by the same key is replaced.
    #[must_use]
    pub fn with(mut self, further: impl IntoIterator<Item = Signature>) -> Self {
        for signature in further {
            let same = |s: &Signature| s.name() == signature.name() && s.id() == signature.id();
            self.signatures.retain(|s| !same(s));
            self.signatures.push(signature);
        }
        self
    }

    /// The note as bytes: text, empty line, signatures.
    #[must_use]
    pub fn note(&self) -> Vec<u8> {
        let mut note = self.text.clone().into_bytes();
        note.push(b'\n');
        note.extend(self.signatures.iter().flat_map(Signature::to_bytes));
        note
    }
}

/// A number as C2SP writes it: ASCII digits without leading zeroes.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::{Checkpoint, SignedCheckpoint};
    use crate::{Hash, KeyKind, KeyList, SigningKey};

    /// From C2SP tlog-checkpoint.
    const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\n\
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhc\
        yv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    #[test]
    fn the_example_of_the_specification_is_read_and_written() {
        let read = SignedCheckpoint::read(EXAMPLE.as_bytes()).unwrap();
        assert_eq!(read.checkpoint().origin(), "example.com/behind-the-sofa");
        assert_eq!(read.checkpoint().size(), 20_852_163);
        assert_eq!(read.note(), EXAMPLE.as_bytes());
        assert_eq!(read.signatures().len(), 1);
    }

    #[test]
    fn any_changed_byte_is_seen() {
        let key = SigningKey::of_secret("a.example", KeyKind::Ledger, [7; 32]).unwrap();
        let keys = KeyList::new("a.example", key.public().clone()).unwrap();
        let signed = Checkpoint::new("a.example", 3, Hash::leaf(b"")).unwrap().sign(&[&key]);
        let note = signed.unwrap().note();
        keys.check(&SignedCheckpoint::read(&note).unwrap()).unwrap();
        for at in 0..note.len() {
            for bit in 0..8 {
                let mut changed = note.clone();
                changed[at] ^= 1 << bit;
                let read = SignedCheckpoint::read(&changed);
                assert!(!read.is_ok_and(|read| keys.check(&read).is_ok()), "{at} {bit}");
            }
        }
        for end in 0..note.len() {
            assert!(SignedCheckpoint::read(&note[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn a_checkpoint_has_one_form() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for good in ["a\n0\nR\n", "a\n10\nR\nmore\n", "a\n10\nR\nmore\nand more\n"] {
            let good = good.replace('R', root);
            assert_eq!(Checkpoint::read(&good).unwrap().text(), good);
        }
        for bad in [
            "",
            "a\n",
            "a\n0\nR",
            "\n0\nR\n",
            "a\n00\nR\n",
            "a\n+1\nR\n",
            "a\n-1\nR\n",
            "a\n1 \nR\n",
            "a\n0\nR\n\n",
            "a\n0\nR\nx",
            "a\n0\nR\n\nx\n",
            "a\n0\nR\nx\n\n",
            "a\r\n0\nR\n",
            "a\n\nR\n",
            "a\n281474976710656\nR\n",
            "a\n0\nR=\n",
            "a\n0\n\n",
        ] {
            let bad = bad.replace('R', root);
            assert!(Checkpoint::read(&bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn sixteen_signatures_and_more_are_read_and_one_by_the_same_key_is_replaced() {
        let keys: Vec<_> = (0..40)
            .map(|n| SigningKey::of_secret("a.example", KeyKind::Ledger, [n; 32]).unwrap())
            .collect();
        let checkpoint = Checkpoint::new("a.example", 3, Hash::leaf(b"")).unwrap();
        let mut signed = checkpoint.sign(&[&keys[0]]).unwrap();
        for key in &keys {
            signed = signed.with(checkpoint.sign(&[key]).unwrap().signatures().to_vec());
        }
        let read = SignedCheckpoint::read(&signed.note()).unwrap();
        assert_eq!(read.signatures().len(), 40);
        assert!(checkpoint.sign(&[]).is_err());
    }
}
