//! How an ask ended, and with which entries.

use ledger::{EntryIndex, Opening, Receipt};
use terms::Ruling;

/// An entry that the account has: its receipt for anyone, its opening for who is entitled to it.
#[derive(Clone, Debug)]
pub struct Entered {
    /// Proof that it is in the account; holds no secret.
    pub receipt: Receipt,
    /// What makes it readable.
    pub opening: Opening,
}

impl Entered {
    /// Its place in the account.
    #[must_use]
    pub const fn index(&self) -> EntryIndex {
        self.receipt.index()
    }
}

/// How an ask ended. Every ruling here is as its asker may see it: nothing quiet.
#[derive(Debug)]
pub enum End {
    /// Nothing left.
    Kept {
        /// Why.
        ruling: Box<Ruling>,
        /// The entry of the ruling.
        ruled: Box<Entered>,
        /// The entry that closes it.
        kept: Box<Entered>,
    },
    /// A person looks at it.
    Referred {
        /// Why.
        ruling: Box<Ruling>,
        /// The entry of the ruling.
        ruled: Box<Entered>,
        /// The entry that gives it to a person.
        referred: Box<Entered>,
    },
    /// An answer leaves.
    Shared {
        /// Under which grounds and limits.
        ruling: Box<Ruling>,
        /// The entry of the ruling.
        ruled: Box<Entered>,
        /// The entry of the share.
        shared: Box<Entered>,
        /// The answer.
        answer: Vec<u8>,
        /// How many rows it has.
        rows: u64,
    },
}
