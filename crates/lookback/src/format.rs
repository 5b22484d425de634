//! A description of a log in a format of its own.
//!
//! ```toml
//! name = "Rio Claro release of May 2026"
//! kind = "organization_audit"          # or network_audit, reason_list
//! agency = "Rio Claro CA PD"           # whose log it is; optional
//! file = "rio-claro-*.csv"             # which files; needed where there is no header
//! header = true                        # whether the first line is one
//!
//! [columns]                            # a label of the header, or the number of a column from 1
//! searchTime = "When"
//! reason = "Why was it searched"
//! networkCount = 4
//! ```

use crate::Error;
use crate::source::{Column, Kind, Layout, Record};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A described format.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// What it is called in messages.
    pub name: String,
    kind: FormatKind,
    #[serde(default)]
    agency: Option<String>,
    #[serde(default)]
    file: Option<String>,
    #[serde(default = "yes")]
    header: bool,
    columns: BTreeMap<Column, Place>,
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
enum FormatKind {
    NetworkAudit,
    OrganizationAudit,
    ReasonList,
}

/// Where a column stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(untagged)]
enum Place {
    Label(String),
    Number(usize),
}

const fn yes() -> bool {
    true
}

impl Format {
    /// Reads a description.
    ///
    /// # Errors
    /// If it is no TOML of this shape, or describes no log: one without a moment, or without
    /// anything said of the search.
    pub fn read(text: &str) -> Result<Self, Error> {
        let format: Self = toml::from_str(text).map_err(Error::Format)?;
        let has = |any: &[Column]| any.iter().any(|column| format.columns.contains_key(column));
        let lacks = |what| Err(Error::FormatLacks(format.name.clone(), what));
        if !has(&[Column::SearchTime, Column::SearchDate]) {
            return lacks("`searchTime` or `searchDate` among its columns");
        }
        if !has(&[Column::Reason, Column::CaseNumber, Column::OffenseType, Column::OrgName]) {
            return lacks("`reason`, `caseNumber`, `offenseType` or `orgName` among its columns");
        }
        let is_by_label = |place: &Place| matches!(place, Place::Label(_));
        if !format.header && format.columns.values().any(is_by_label) {
            return lacks("a number for each column, since there is no header");
        }
        if format.columns.values().any(|place| matches!(place, Place::Number(0 | 1_001..))) {
            return lacks("numbers from 1 to 1,000 for its columns");
        }
        let is_bare = !format.header || !format.columns.values().any(is_by_label);
        if is_bare && format.file.is_none() {
            return lacks("`file`, since nothing else tells which files it is for");
        }
        Ok(format)
    }

    /// Whether a file with this first record is of this format, and how it is then read: its kind,
    /// its layout, how many records stand before its first row, and whose log it is.
    pub(crate) fn fits(
        &self,
        path: &str,
        header: &Record<'_>,
    ) -> Option<(Kind, Layout, u64, Option<String>)> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        if self.file.as_ref().is_some_and(|pattern| !matches(pattern.as_bytes(), name.as_bytes())) {
            return None;
        }
        let mut columns = vec![None; header.len()];
        for (column, place) in &self.columns {
            let at = match place {
                Place::Number(number) => number.checked_sub(1)?,
                Place::Label(label) => header.cells().position(|cell| {
                    cell.trim_ascii().eq_ignore_ascii_case(label.trim().as_bytes())
                })?,
            };
            *columns.get_mut(at)? = Some(*column);
        }
        let kind = match self.kind {
            FormatKind::NetworkAudit => Kind::NetworkAudit,
            FormatKind::OrganizationAudit => Kind::OrganizationAudit,
            FormatKind::ReasonList => Kind::ReasonList,
        };
        let layout = Layout::of(columns, 0)?;
        Some((kind, layout, u64::from(self.header), self.agency.clone()))
    }
}

/// Whether a name fits a pattern in which `*` stands for anything. Each part between stars is taken
/// where it first fits, since a later place would leave less for those behind it: what it costs
/// grows with pattern times name, whatever the pattern.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let mut parts = pattern.split(|byte| *byte == b'*');
    let fits = |at: &[u8], part: &[u8]| at.eq_ignore_ascii_case(part);
    let Some(first) = parts.next() else { return name.is_empty() };
    let Some((before, mut rest)) = name.split_at_checked(first.len()) else { return false };
    if !fits(before, first) {
        return false;
    }
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts.filter(|part| !part.is_empty()) {
        let Some(at) = rest.windows(part.len()).position(|at| fits(at, part)) else {
            return false;
        };
        rest = rest.get(at + part.len()..).unwrap_or_default();
    }
    rest.len().checked_sub(last.len()).is_some_and(|at| fits(rest.split_at(at).1, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_without_a_moment_or_a_purpose_is_refused_with_what_lacks() {
        let check = |columns: &str, expected: &str| {
            let text = format!("name = \"x\"\nkind = \"reason_list\"\n[columns]\n{columns}");
            let error = Format::read(&text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("reason = \"Why\"", "`searchTime`");
        check("searchTime = \"When\"", "`reason`");
        check("searchTime = 1\nreason = 2", "`file`");
        check("searchTime = 0\nreason = \"Why\"", "numbers from 1");
    }

    #[test]
    fn a_pattern_stands_for_names() {
        assert!(matches(b"rio-*.csv", b"Rio-Claro.csv"));
        assert!(matches(b"*", b""));
        assert!(!matches(b"rio-*.csv", b"rio-claro.tsv"));
        assert!(matches(b"rio.csv", b"Rio.csv") && !matches(b"rio", b"rio.csv"));
        assert!(matches(b"*a*b*", b"xxaxxbxx") && !matches(b"*a*b*", b"xxbxxaxx"));
        assert!(matches(b"ab*ba", b"abba") && !matches(b"ab*ba", b"aba"));
        assert!(matches(b"", b"") && !matches(b"", b"a"));
    }

    #[test]
    fn a_pattern_of_many_stars_takes_no_time() {
        let pattern = "*a".repeat(500) + "b";
        assert!(!matches(pattern.as_bytes(), "a".repeat(5_000).as_bytes()));
    }
}
