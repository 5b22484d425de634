//! Receipts: proof that an entry is in the account, in one file, without a secret.
//!
//! A receipt is a C2SP tlog-proof whose extra data is the entry: any program that reads such proofs
//! can check it, and needs nothing beside it but the ledger's key.

use crate::{EntryIndex, Error, Hash, KeyList, Proof, Proved, Quorum, SignedCheckpoint};

/// Whose signatures are believed.
#[derive(Clone, Debug)]
pub struct Trust {
    /// The keys of the ledger.
    pub keys: KeyList,
    /// The witnesses, and how many of them must have signed.
    pub quorum: Quorum,
}

/// Proof that an entry is in the account.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    proof: Proof,
    entry: Vec<u8>,
}

impl Receipt {
    /// A receipt of these parts. Whether they prove anything, [`Self::check`] says.
    #[must_use]
    pub fn new(
        index: EntryIndex,
        entry: Vec<u8>,
        hashes: Vec<Hash>,
        checkpoint: SignedCheckpoint,
    ) -> Self {
        Self { proof: Proof::new(index.0, hashes, checkpoint).with_extra(entry.clone()), entry }
    }

    /// Reads the text of a receipt. Nothing is checked but its form.
    ///
    /// # Errors
    /// If it is no proof, or holds no entry.
    pub fn read(text: &str) -> Result<Self, Error> {
        let proof = Proof::read(text)?;
        let entry = proof.extra().map(<[u8]>::to_vec);
        let entry = entry.ok_or_else(|| Error::malformed("the receipt", "it holds no entry"))?;
        Ok(Self { proof, entry })
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        self.proof.text()
    }

    /// The place of the entry.
    #[must_use]
    pub const fn index(&self) -> EntryIndex {
        EntryIndex(self.proof.index())
    }

    /// The bytes of the entry.
    #[must_use]
    pub fn entry(&self) -> &[u8] {
        &self.entry
    }

    /// The checkpoint that holds it.
    #[must_use]
    pub const fn checkpoint(&self) -> &SignedCheckpoint {
        self.proof.checkpoint()
    }

    /// Checks that a checkpoint which those who are trusted signed holds this entry.
    ///
    /// # Errors
    /// If it does not, or too few signed.
    pub fn check(&self, trust: &Trust) -> Result<Proved, Error> {
        self.proof.check(&self.entry, &trust.keys, &trust.quorum)
    }
}
