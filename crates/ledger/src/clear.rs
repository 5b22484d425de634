//! Entries that stand in words at once: what changes the rules, or what was opened.
//!
//! Only words from fixed lists, names of bodies, days and digests: no free text, so nothing
//! personal can be typed into a public account (INVARIANT(bare-ledger)).

use crate::commitment::Secret;
use crate::content::{Body, ClosedKind};
use crate::entry::{Digest, EntryIndex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use terms::{Day, Door, ProvisionId, RecordClass};

/// An entry in words. The kinds of `docs/entries.md`; a kind is never removed or renumbered.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Clear {
    /// An opening was destroyed: the tree stays whole, and what it would have said stays closed.
    Erased {
        /// The day it was destroyed.
        day: Day,
        /// What was destroyed.
        what: Erasure,
        /// The provision that asks for it.
        under: ProvisionId,
        /// A commitment to the paper that orders it ([`paper_commitment`]).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Digest>,
    },
    /// A day began: the closed entries that follow are of it, until a clear entry has a later day.
    DayBegun {
        /// The day.
        day: Day,
    },
    /// A standing ask ended.
    FeedClosed {
        /// The day.
        day: Day,
        /// The entry that opened it.
        opened: EntryIndex,
    },
    /// A standing ask began.
    FeedOpened {
        /// The day.
        day: Day,
        /// Whose records.
        holder: Body,
        /// Who receives them.
        recipient: Body,
        /// The class of records.
        records: RecordClass,
        /// The last day.
        until: Day,
    },
    /// Nothing more is entered: the ledger ends here, or waits.
    Frozen {
        /// The day.
        day: Day,
        /// Why.
        cause: FreezeCause,
    },
    /// What would be due stays closed until a later day, under a paper.
    Held {
        /// The day of this entry.
        day: Day,
        /// The day in which they stand.
        of: Day,
        /// How many contents of that day are held back.
        contents: u32,
        /// The last day on which they may stay closed.
        until: Day,
        /// The provision that allows it.
        under: ProvisionId,
        /// A commitment to the paper ([`paper_commitment`]).
        paper: Digest,
    },
    /// Somebody's list was taken in, changed or thrown out.
    HotlistChanged {
        /// The day.
        day: Day,
        /// Whose records it runs against.
        holder: Body,
        /// Whose list it is.
        owner: Body,
        /// Whether it runs from this day on.
        runs: bool,
    },
    /// The law that is ruled by changed.
    LawChanged {
        /// The day.
        day: Day,
        /// The digest of all packs.
        law: Digest,
    },
    /// Openings were published.
    Opened {
        /// The day of this entry.
        day: Day,
        /// The day whose entries they open.
        of: Day,
        /// The first entry of that day.
        first: EntryIndex,
        /// The entry after its last.
        end: EntryIndex,
        /// The digest of the file that holds the shuffled commitments and their proof.
        shuffle: Digest,
        /// The digest of the file that holds the openings published with this entry.
        openings: Digest,
    },
    /// Settings that outsiders rely on changed. The first entry of a ledger is one.
    SettingsChanged {
        /// The day.
        day: Day,
        /// All of them, as they are from this entry on.
        settings: Settings,
    },
}

/// Whose opening was destroyed.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum Erasure {
    /// One content of a shuffled day, before or after it was published.
    Content {
        /// The day.
        day: Day,
        /// Its place in the shuffled list, from 0.
        place: u32,
    },
    /// The openings of so many entries of a day that is not shuffled yet. Which ones is not said:
    /// that many contents of it are never opened.
    Particulars {
        /// The day.
        day: Day,
        /// How many.
        entries: u32,
    },
}

/// Why a ledger ends or waits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FreezeCause {
    /// A court ordered it.
    CourtOrder,
    /// The signing key may be in other hands, or is gone.
    KeyLost,
    /// Another ledger goes on from here.
    Moved,
    /// The holder's own oversight body asked for it.
    Oversight,
}

/// What outsiders rely on when they read the account.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Whose account it is.
    pub holder: Body,
    /// The keys that may sign it, as verifier keys of C2SP signed notes.
    pub log_keys: Vec<String>,
    /// The witnesses, as verifier keys of C2SP cosignatures.
    pub witnesses: Vec<String>,
    /// How many of them must have signed before a receipt is given.
    pub witnesses_needed: u32,
    /// Days between an entry and its opening, by kind. A missing kind opens on the next day.
    pub delays_days: BTreeMap<ClosedKind, u16>,
    /// The doors that run through this ledger.
    pub doors: Vec<Door>,
}

impl Clear {
    /// Its day.
    #[must_use]
    pub const fn day(&self) -> Day {
        match self {
            Self::DayBegun { day }
            | Self::Erased { day, .. }
            | Self::FeedClosed { day, .. }
            | Self::FeedOpened { day, .. }
            | Self::Frozen { day, .. }
            | Self::Held { day, .. }
            | Self::HotlistChanged { day, .. }
            | Self::LawChanged { day, .. }
            | Self::Opened { day, .. }
            | Self::SettingsChanged { day, .. } => *day,
        }
    }
}

impl Clear {
    /// Whether it may be entered after a freeze: what was entered before is still opened, held back
    /// and erased as law says. Where the key may be in other hands, nothing is believed any more.
    #[must_use]
    pub const fn may_follow_freeze(&self, cause: FreezeCause) -> bool {
        let keeps_account = matches!(
            self,
            Self::DayBegun { .. } | Self::Erased { .. } | Self::Held { .. } | Self::Opened { .. }
        );
        keeps_account && !matches!(cause, FreezeCause::KeyLost)
    }
}

/// The longest delay that settings may set, in days. What must stay closed for longer than a year
/// needs a paper (`held`).
pub const DELAY_DAYS_MAX: u16 = 366;

/// The days between an entry of this kind and its opening: the next day where nothing is set.
///
/// A review opens with the rulings: put off further, it would be a place to hide one.
#[must_use]
pub fn delay_days(delays: &BTreeMap<ClosedKind, u16>, kind: ClosedKind) -> u16 {
    let kind = if kind == ClosedKind::Reviewed { ClosedKind::Ruled } else { kind };
    delays.get(&kind).copied().unwrap_or(1).max(1)
}

/// What stands for a paper in the account: its digest under a secret drawn for it. A plain digest
/// would tell who can guess the paper's words that they are these.
#[must_use]
pub fn paper_commitment(secret: &Secret, paper: Digest) -> Digest {
    use sha2::Digest as _;
    let mut hash = sha2::Sha256::new();
    hash.update(b"headworks/ledger/v1/paper\0");
    hash.update(secret.bytes());
    hash.update(paper.0);
    Digest(hash.finalize().into())
}
