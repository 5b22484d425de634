//! Leave to share one answer, once; and the answer, held until the account has it.
//!
//! In: a ruling and the receipt of its entry. Out: a [`Pass`]; for a pass and an answer, a
//! [`Held`]; for a held answer and the receipt of its share, the bytes.
//! Never: a pass for a ruling that the account does not have, or that is not a share.
//!
//! INVARIANT(entered): no record byte leaves without a pass; a pass exists only for a share whose
//! entry was verified here. INVARIANT(once): a pass is taken by value and cannot be copied; what
//! comes back for it is held, and its bytes open only against the receipt of their own `shared`
//! entry.

use crate::Error;
use crate::content::Content;
use crate::entry::{Closed, Digest, Entry, EntryIndex};
use crate::opening::{Left, Opening, ruling_digest};
use crate::receipt::{Receipt, Trust};
use sha2::{Digest as _, Sha256};
use std::fmt;
use terms::{Limit, Moment, Outcome, Ruling};

/// Leave to share one answer, once.
///
/// It cannot be made by hand, copied, or used twice:
///
/// ```compile_fail,E0451
/// fn forge(ruling: terms::Ruling) -> ledger::Pass {
///     ledger::Pass { ruling, index: ledger::EntryIndex(0), ask: ledger::Digest([0; 32]) }
/// }
/// ```
///
/// ```compile_fail,E0599
/// fn copy(pass: &ledger::Pass) -> ledger::Pass {
///     pass.clone()
/// }
/// ```
///
/// ```compile_fail,E0382
/// fn twice(pass: ledger::Pass) -> (ledger::Held, ledger::Held) {
///     (pass.hold(vec![1], 1), pass.hold(vec![2], 1))
/// }
/// ```
///
/// Once it can be used:
///
/// ```
/// fn once(pass: ledger::Pass) -> ledger::Held {
///     pass.hold(vec![1], 1)
/// }
/// ```
pub struct Pass {
    ruling: Ruling,
    index: EntryIndex,
    ask: Digest,
}

/// Why there is no pass.
#[derive(Debug)]
pub enum NoPass {
    /// The ruling is not in the account, or not this one.
    NotEntered(Error),
    /// The ruling is no share: it is given back.
    NotShared(Box<Ruling>),
    /// The ruling died before it was used: the ask is ruled on anew.
    Over(Moment),
}

/// An answer that nobody reads until the account has its share.
///
/// ```compile_fail,E0616
/// fn peek(held: &ledger::Held) -> &[u8] {
///     &held.bytes
/// }
/// ```
///
/// ```compile_fail,E0599
/// fn copy(held: &ledger::Held) -> ledger::Held {
///     held.clone()
/// }
/// ```
///
/// What is to be entered about it can be seen:
///
/// ```
/// fn look(held: &ledger::Held) -> u64 {
///     held.left().rows
/// }
/// ```
pub struct Held {
    bytes: Vec<u8>,
    left: Left,
    ruled: EntryIndex,
    ask: Digest,
}

impl Pass {
    /// Gives leave to share, for a ruling whose entry is in the account.
    ///
    /// # Errors
    /// If the ruling is no share, is over, or the receipt and opening do not show that this ruling
    /// was entered.
    pub fn issue(
        ruling: Ruling,
        receipt: &Receipt,
        opening: &Opening,
        trust: &Trust,
        now: Moment,
    ) -> Result<Self, NoPass> {
        if ruling.outcome != Outcome::Share {
            return Err(NoPass::NotShared(Box::new(ruling)));
        }
        if let Some(over) = ruling.valid_until.filter(|over| *over <= now) {
            return Err(NoPass::Over(over));
        }
        entered(receipt, opening, trust).map_err(NoPass::NotEntered)?;
        let is_share = matches!(opening.content, Content::Ruled { outcome: Outcome::Share, .. });
        let digest = ruling_digest(&ruling).map_err(NoPass::NotEntered)?;
        if !is_share || opening.particulars.ruling != digest {
            return Err(NoPass::NotEntered(Error::NotItsOpening));
        }
        Ok(Self { ruling, index: receipt.index(), ask: opening.particulars.ask })
    }

    /// The entry of the ruling.
    #[must_use]
    pub const fn ruled(&self) -> EntryIndex {
        self.index
    }

    /// What narrows the answer: who answers applies each one, or gives none (INVARIANT(limited)).
    #[must_use]
    pub fn limits(&self) -> &[Limit] {
        &self.ruling.limits
    }

    /// Uses the pass up for an answer of these bytes and so many rows.
    #[must_use]
    pub fn hold(self, bytes: Vec<u8>, rows: u64) -> Held {
        let answer = Digest(Sha256::digest(&bytes).into());
        let left = Left { answer, rows, first: None };
        Held { bytes, left, ruled: self.index, ask: self.ask }
    }
}

impl Held {
    /// What is entered about it.
    #[must_use]
    pub const fn left(&self) -> &Left {
        &self.left
    }

    /// The entry of the ruling that let it be answered.
    #[must_use]
    pub const fn ruled(&self) -> EntryIndex {
        self.ruled
    }

    /// The bytes, once the account has their share.
    ///
    /// # Errors
    /// If the receipt and opening do not show that this answer to this ask was entered as shared,
    /// after the ruling of its pass.
    pub fn open(
        self,
        receipt: &Receipt,
        opening: &Opening,
        trust: &Trust,
    ) -> Result<Vec<u8>, Error> {
        entered(receipt, opening, trust)?;
        let particulars = &opening.particulars;
        let is_its_own = matches!(opening.content, Content::Shared { .. })
            && particulars.ask == self.ask
            && particulars.ruled == Some(self.ruled)
            && particulars
                .left
                .as_ref()
                .is_some_and(|left| left.answer == self.left.answer && left.rows == self.left.rows);
        if is_its_own { Ok(self.bytes) } else { Err(Error::NotItsOpening) }
    }
}

/// Whether an opening is that of an entry that is in the account.
fn entered(receipt: &Receipt, opening: &Opening, trust: &Trust) -> Result<Closed, Error> {
    receipt.check(trust)?;
    match Entry::read(receipt.entry())? {
        Entry::Closed(closed) => opening.check(&closed).map(|()| closed),
        Entry::Clear(_) => Err(Error::NotItsOpening),
    }
}

impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pass({})", self.index)
    }
}

impl fmt::Debug for Held {
    /// Never its bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Held({} rows, ruled in {})", self.left.rows, self.ruled)
    }
}
