//! The columns of search exports, and the names that exports give them.
//!
//! Never: guesses a label. One that is not in the list is no known column.

use serde::{Deserialize, Serialize};

/// A column of a log of searches or of camera accesses.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Column {
    /// Cameras searched.
    CameraCount,
    /// Whose camera it was, in a log whose rows are of several agencies.
    CameraOrg,
    /// The case number given.
    CaseNumber,
    /// Devices searched.
    DeviceCount,
    /// Filters of the search: make, colour and the like.
    Filters,
    /// The id of the search.
    Id,
    /// Whether the vendor's check of the words stopped it.
    Moderation,
    /// Networks searched: agencies whose cameras answered.
    NetworkCount,
    /// The kind of offence chosen from a list.
    OffenseType,
    /// The agency that searched.
    OrgName,
    /// The plate searched for.
    Plate,
    /// The reason typed or chosen.
    Reason,
    /// The day of the search, or the whole moment where no other column has it.
    SearchDate,
    /// The moment of the search, or its time of day beside a day.
    SearchTime,
    /// The kind of search.
    SearchType,
    /// The words of a search by words.
    TextPrompt,
    /// From when to when reads were searched, in one cell.
    TimeFrame,
    /// To when.
    TimeFrameEnd,
    /// From when.
    TimeFrameStart,
    /// Who searched, as a pseudonym; portals withhold it.
    UserId,
    /// Who searched, by name.
    UserName,
}

use Column as C;

impl Column {
    /// Every column, in alphabetical order.
    pub const ALL: [Self; 21] = [
        C::CameraCount,
        C::CameraOrg,
        C::CaseNumber,
        C::DeviceCount,
        C::Filters,
        C::Id,
        C::Moderation,
        C::NetworkCount,
        C::OffenseType,
        C::OrgName,
        C::Plate,
        C::Reason,
        C::SearchDate,
        C::SearchTime,
        C::SearchType,
        C::TextPrompt,
        C::TimeFrame,
        C::TimeFrameEnd,
        C::TimeFrameStart,
        C::UserId,
        C::UserName,
    ];

    /// Its word in summaries and mapping files: the name that portals give it, where they have it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            C::CameraCount => "cameraCount",
            C::CameraOrg => "cameraOrg",
            C::CaseNumber => "caseNumber",
            C::DeviceCount => "deviceCount",
            C::Filters => "filters",
            C::Id => "id",
            C::Moderation => "moderation",
            C::NetworkCount => "networkCount",
            C::OffenseType => "offenseType",
            C::OrgName => "orgName",
            C::Plate => "plate",
            C::Reason => "reason",
            C::SearchDate => "searchDate",
            C::SearchTime => "searchTime",
            C::SearchType => "searchType",
            C::TextPrompt => "textPrompt",
            C::TimeFrame => "timeFrame",
            C::TimeFrameEnd => "timeFrameEnd",
            C::TimeFrameStart => "timeFrameStart",
            C::UserId => "userId",
            C::UserName => "userName",
        }
    }

    /// Its place among [`Self::ALL`].
    pub(crate) const fn place(self) -> usize {
        self as usize
    }

    /// Whether its cells are counts.
    pub(crate) const fn is_count(self) -> bool {
        matches!(self, C::CameraCount | C::DeviceCount | C::NetworkCount)
    }

    /// Whether its cells can be blanked or masked before publication, and are counted so.
    pub(crate) const fn is_told(self) -> bool {
        matches!(
            self,
            C::CaseNumber
                | C::Filters
                | C::Moderation
                | C::OffenseType
                | C::OrgName
                | C::Plate
                | C::Reason
                | C::TextPrompt
                | C::UserId
                | C::UserName
        )
    }

    /// The column that a label names, if it is a known one.
    pub(crate) fn of_label(label: &[u8]) -> Option<Self> {
        let mut bare = [0u8; LABEL_MAX];
        let mut len = 0;
        for byte in label {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'#' => {}
                b'A'..=b'Z' => {}
                b' ' | b'_' | b'-' | b'.' | b'\t' | b'\r' | b'\n' => continue,
                _ => return None,
            }
            *bare.get_mut(len)? = byte.to_ascii_lowercase();
            len += 1;
        }
        let bare = bare.get(..len)?;
        LABELS.iter().find(|(known, _)| known.as_bytes() == bare).map(|(_, column)| *column)
    }
}

/// The longest known label has 21 letters.
const LABEL_MAX: usize = 24;

/// Labels as they were seen, without case, spaces, `_`, `-` and points.
const LABELS: [(&str, Column); 48] = [
    ("agency", C::OrgName),
    ("agencyname", C::OrgName),
    ("cameracount", C::CameraCount),
    ("camerassearched", C::CameraCount),
    ("case", C::CaseNumber),
    ("case#", C::CaseNumber),
    ("casenumber", C::CaseNumber),
    ("date", C::SearchDate),
    ("datetime", C::SearchTime),
    ("devicecount", C::DeviceCount),
    ("filters", C::Filters),
    ("id", C::Id),
    ("licenseplate", C::Plate),
    ("licenseplates", C::Plate),
    ("moderation", C::Moderation),
    ("name", C::UserName),
    ("networkcount", C::NetworkCount),
    ("networkssearched", C::NetworkCount),
    ("objectorganization", C::CameraOrg),
    ("offensetype", C::OffenseType),
    ("organization", C::OrgName),
    ("organizationname", C::OrgName),
    ("orgname", C::OrgName),
    ("plate", C::Plate),
    ("reason", C::Reason),
    ("reason1", C::Reason),
    ("searchdate", C::SearchDate),
    ("searchdatetime", C::SearchTime),
    ("searchid", C::Id),
    ("searchingagency", C::OrgName),
    ("searchreason", C::Reason),
    ("searchtime", C::SearchTime),
    ("searchtype", C::SearchType),
    ("testprompt", C::TextPrompt),
    ("textprompt", C::TextPrompt),
    ("time", C::SearchTime),
    ("timeframe", C::TimeFrame),
    ("timeframeend", C::TimeFrameEnd),
    ("timeframestart", C::TimeFrameStart),
    ("timestamp", C::SearchTime),
    ("totaldevices", C::DeviceCount),
    ("totaldevicessearched", C::DeviceCount),
    ("totalnetworks", C::NetworkCount),
    ("totalnetworkssearched", C::NetworkCount),
    ("user", C::UserName),
    ("userid", C::UserId),
    ("username", C::UserName),
    ("userorganization", C::OrgName),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_every_spelling_that_was_seen() {
        let check = |label: &str, expected: Option<Column>| {
            assert_eq!(Column::of_label(label.as_bytes()), expected, "{label}");
        };
        check(" Org Name", Some(C::OrgName));
        check("Total_Networks_Searched", Some(C::NetworkCount));
        check("Case #", Some(C::CaseNumber));
        check("Reason_1", Some(C::Reason));
        check("Test Prompt", Some(C::TextPrompt));
        check("License Plates", Some(C::Plate));
        check("DateTime", Some(C::SearchTime));
        check("userID", Some(C::UserId));
        check("", None);
        check("7ABC123", None);
        check(&"x".repeat(500), None);
    }

    #[test]
    fn the_list_is_in_order_and_each_column_has_a_label_of_its_own_word() {
        assert!(LABELS.is_sorted());
        assert!(C::ALL.is_sorted());
        for (place, column) in C::ALL.into_iter().enumerate() {
            assert_eq!(column.place(), place);
            assert!(LABELS.iter().any(|(_, known)| *known == column), "{column:?}");
            let word = serde_json::to_value(column).unwrap();
            assert_eq!(word, column.word());
        }
    }
}
