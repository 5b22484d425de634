//! Recognises the kind of a file by its header and its name, and opens it.
//!
//! In: a name and a reader. Out: open files of a known kind, or why one is refused.
//! Never: guesses. A file that is not certainly of a known kind is refused with what was found and
//! what was expected; no word of it is repeated except names of known columns.

mod adapt;
mod broken;
mod cell;
mod column;
mod feed;
mod json;
mod layout;
mod list;
mod name;
mod page;
mod record;
mod sheet;
mod time;
mod unpack;
mod unreadable;

pub use broken::{Broken, BrokenOff};
pub use cell::Cells;
pub use column::Column;
pub use unreadable::{Unreadable, Why};

pub(crate) use cell::{State, state as cell_state};
pub(crate) use feed::{Feed, FeedBatches};
pub(crate) use layout::{Layout, Row};
pub(crate) use list::{ListRow, Lists};
pub(crate) use name::{LOG_WITHOUT_NAME, spelled};
pub(crate) use page::Page;
pub(crate) use record::{Batch, Record, Shape};
pub(crate) use time::{When, day_of, number_of as day_number};
pub(crate) use unpack::{UNPACKED_BYTES_MAX, each};

use crate::verdict::PosedOf;
use serde::{Deserialize, Serialize};

/// The kind of a file.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Who watched whose cameras.
    CameraLog,
    /// Pairs of agencies, or agencies with those that they share with.
    EdgeList,
    /// What users did in a vendor's product, hot lists among it.
    EventLog,
    /// Searches by many agencies on one agency's cameras.
    NetworkAudit,
    /// An agency's own searches, as its vendor exports them.
    OrganizationAudit,
    /// Policies that agencies state, one a row.
    PolicyList,
    /// A search audit that an agency publishes on its own portal.
    PortalAudit,
    /// A portal page with its sharing list and stated policy.
    PortalPage,
    /// Reasons with their moments, and nothing else.
    ReasonList,
    /// A sharing report that was printed, scanned, and read by a machine.
    ScannedSharing,
    /// An agency's list of the networks that it shares with and that share with it.
    SharedNetworks,
    /// None of these.
    Unknown,
}

impl Kind {
    /// The word used in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CameraLog => "camera_log",
            Self::EdgeList => "edge_list",
            Self::EventLog => "event_log",
            Self::NetworkAudit => "network_audit",
            Self::OrganizationAudit => "organization_audit",
            Self::PolicyList => "policy_list",
            Self::PortalAudit => "portal_audit",
            Self::PortalPage => "portal_page",
            Self::ReasonList => "reason_list",
            Self::ScannedSharing => "scanned_sharing",
            Self::SharedNetworks => "shared_networks",
            Self::Unknown => "unknown",
        }
    }

    /// The columns that a file of this kind can have, for telling which one lacks.
    pub(crate) const fn can_have(self) -> &'static [Column] {
        match self {
            Self::PortalAudit => &[
                Column::CaseNumber,
                Column::Id,
                Column::NetworkCount,
                Column::OffenseType,
                Column::Reason,
                Column::SearchDate,
                Column::UserId,
            ],
            Self::NetworkAudit | Self::OrganizationAudit | Self::ReasonList => &[
                Column::CaseNumber,
                Column::DeviceCount,
                Column::Filters,
                Column::Id,
                Column::Moderation,
                Column::NetworkCount,
                Column::OrgName,
                Column::Plate,
                Column::Reason,
                Column::SearchTime,
                Column::SearchType,
                Column::TextPrompt,
                Column::TimeFrame,
                Column::UserName,
            ],
            _ => &[],
        }
    }
}

/// A file that is not taken into the run.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Refused {
    /// Its path, as given.
    pub path: String,
    /// What it is, as far as can be told.
    pub kind: Kind,
    /// What was found and what was expected.
    pub why: String,
}

/// An open file of a known kind.
pub(crate) enum Opened<'r> {
    /// A log, row by row.
    Searches(Searches<'r>),
    /// A portal page.
    Page(Box<Page>),
    /// Sharing lists.
    Lists(Lists),
    /// Refused, with what it is as far as can be told, and why.
    Refused(Kind, String),
}

/// An open log.
pub(crate) struct Searches<'r> {
    pub(crate) kind: Kind,
    pub(crate) of: PosedOf,
    pub(crate) who: Whose,
    /// The columns it has.
    pub(crate) columns: Vec<Column>,
    /// Records before its first row.
    pub(crate) before: u64,
    /// The last day that a row can have, in days since 1970.
    pub(crate) last_day: i32,
    pub(crate) is_headerless: bool,
    pub(crate) feed: Feed<'r>,
}

/// Whose log it is, as far as its name or the caller says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Whose {
    pub(crate) name: Option<String>,
    /// The address of its portal, where it is one's.
    pub(crate) slug: Option<String>,
    /// Whether the name was made out of the file's.
    pub(crate) is_guess: bool,
}
