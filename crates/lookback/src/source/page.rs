//! Reads a portal page, as parsed into JSON by those who archived it.
//!
//! In: the bytes of one file. Out: the agency, the day, the sharing list and the stated policy.
//! Never: reads a name on the list for who it is, or takes anything from the search audit embedded
//! in the page: that is a copy of the file published beside it.

use crate::source::unreadable::{Unreadable, Why};
use serde::Deserialize;
use serde_json::Value;
use terms::Day;

/// The largest page that is read: 64 MiB. The largest real one seen has 1 MiB.
pub(crate) const PAGE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// The keys by which a page is known.
pub(crate) const PAGE_KEYS: [&str; 3] = ["crawled_slug", "archived_date", "sharing_outbound"];

/// One portal page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Page {
    /// The agency, as the portal's address writes it.
    pub(crate) slug: String,
    /// The agency's name as the page writes it, if it does.
    pub(crate) name: Option<String>,
    /// The day of capture; None when what stands there is not a day.
    pub(crate) archived: Option<Day>,
    /// The agencies it shares with, in the order of the list, or why an entry could not be read.
    pub(crate) outbound: Vec<Result<(u64, String), Unreadable>>,
    /// How many agencies share with it. Counted only: the record of a share is its holder's list.
    pub(crate) inbound_listed: u64,
    /// How many rows of a search audit are embedded. Counted only.
    pub(crate) embedded_rows: u64,
    /// For how many days it says that reads are kept.
    pub(crate) retention_days: Option<u32>,
    /// The fields in which a page states policy, with their words.
    pub(crate) stated: Vec<(&'static str, String)>,
}

/// Why a file is not a portal page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NotAPage {
    /// It is not JSON; where it stops being that.
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// It is JSON with other keys.
    OtherKeys,
}

/// The fields in which a page states policy. `overview` is among them, since some agencies put
/// the sentence about sharing there.
pub(crate) const POLICY_FIELDS: [&str; 9] = [
    "acceptable_use_policy",
    "prohibited_uses",
    "access_policy",
    "hotlist_policy",
    "sharing_with_partners",
    "sharing_restrictions",
    "sharing_info",
    "sb54",
    "overview",
];

#[derive(Deserialize)]
struct Raw {
    crawled_slug: String,
    #[serde(default)]
    crawled_name: Value,
    archived_date: String,
    sharing_outbound: Vec<Value>,
    #[serde(default)]
    sharing_inbound: Value,
    #[serde(default)]
    search_audit_csv: Value,
    #[serde(flatten)]
    further: serde_json::Map<String, Value>,
}

impl Page {
    /// Reads a page from the bytes of its file.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, NotAPage> {
        // The message of `serde_json` can hold a value of the file, so only the place is kept.
        let value: Value = serde_json::from_slice(bytes)
            .map_err(|error| NotAPage::NotJson { line: error.line(), column: error.column() })?;
        let raw: Raw = serde_json::from_value(value).map_err(|_| NotAPage::OtherKeys)?;
        if raw.crawled_slug.trim().is_empty() {
            return Err(NotAPage::OtherKeys);
        }
        let archived = crate::source::name::is_plain_day(raw.archived_date.trim())
            .then(|| raw.archived_date.trim().parse().ok())
            .flatten();
        let outbound = raw.sharing_outbound.iter().zip(1..).map(|(entry, row)| link(entry, row));
        Ok(Self {
            name: raw.crawled_name.as_str().map(tidied).filter(|name| !name.is_empty()),
            archived,
            outbound: outbound.collect(),
            inbound_listed: length(&raw.sharing_inbound),
            embedded_rows: length(&raw.search_audit_csv),
            retention_days: raw.further.get("data_retention_days").and_then(days),
            stated: stated(&raw.further),
            slug: raw.crawled_slug.trim().to_owned(),
        })
    }
}

fn link(entry: &Value, row: u64) -> Result<(u64, String), Unreadable> {
    match entry.as_str().map(tidied) {
        None => Err(Unreadable { row, why: Why::NotText }),
        Some(name) if name.is_empty() => Err(Unreadable { row, why: Why::BlankName }),
        Some(name) => Ok((row, name)),
    }
}

fn stated(further: &serde_json::Map<String, Value>) -> Vec<(&'static str, String)> {
    let text = |field: &'static str| {
        let text = further.get(field)?.as_str()?.trim();
        (!text.is_empty()).then(|| (field, text.to_owned()))
    };
    POLICY_FIELDS.into_iter().filter_map(text).collect()
}

/// A number of days, as a number or as a text that begins with one: `30`, `30 days`.
fn days(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.as_u64().and_then(|days| u32::try_from(days).ok()),
        Value::String(text) => retention_days(text),
        _ => None,
    }
}

/// A text such as `30`, `30 days`, `1 year`, as days.
pub(crate) fn retention_days(text: &str) -> Option<u32> {
    let mut words = text.split_whitespace();
    let number: u32 = words.next()?.parse().ok()?;
    let unit = words.next().unwrap_or("days").to_ascii_lowercase();
    let days = match unit.trim_end_matches(['.', ',', 's']) {
        "day" => 1,
        "month" => 31,
        "year" => 366,
        _ => return None,
    };
    number.checked_mul(days).filter(|days| (1..=36_600).contains(days))
}

fn length(list: &Value) -> u64 {
    list.as_array().map_or(0, |list| u64::try_from(list.len()).unwrap_or(u64::MAX))
}

/// A name without spaces around it and without runs of spaces inside.
pub(crate) fn tidied(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_with_its_list_its_day_and_its_policy() {
        let page = Page::read(
            br#"{"crawled_slug":"rio-claro-ca-pd","crawled_name":null,
                "archived_date":"2026-04-29","prohibited_uses":"Immigration enforcement",
                "sharing_outbound":["Bend  OR PD ", 7, ""],"sharing_inbound":["a","b"],
                "search_audit_csv":[{}],"camera_count":3,"access_policy":null}"#,
        )
        .unwrap();
        assert_eq!(page.slug, "rio-claro-ca-pd");
        assert_eq!(page.archived.map(|d| d.to_string()).as_deref(), Some("2026-04-29"));
        assert_eq!(page.outbound[0], Ok((1, "Bend OR PD".to_owned())));
        assert_eq!(page.outbound[1], Err(Unreadable { row: 2, why: Why::NotText }));
        assert_eq!(page.outbound[2], Err(Unreadable { row: 3, why: Why::BlankName }));
        assert_eq!((page.inbound_listed, page.embedded_rows), (2, 1));
        assert_eq!(page.stated, [("prohibited_uses", "Immigration enforcement".to_owned())]);
    }

    #[test]
    fn a_date_with_anything_behind_it_is_not_a_day() {
        let page = Page::read(
            br#"{"crawled_slug":"a","archived_date":"2026-04-21.pdf","sharing_outbound":[]}"#,
        );
        assert_eq!(page.unwrap().archived, None);
    }

    #[test]
    fn what_is_not_a_page_is_told_by_its_place_and_not_by_its_words() {
        assert_eq!(Page::read(b"{\"a\":1}"), Err(NotAPage::OtherKeys));
        assert_eq!(Page::read(b"{\"a\":"), Err(NotAPage::NotJson { line: 1, column: 5 }));
        let deep = "[".repeat(100_000);
        assert!(matches!(Page::read(deep.as_bytes()), Err(NotAPage::NotJson { .. })));
        let slug = br#"{"crawled_slug":7,"archived_date":"2026-04-21","sharing_outbound":[]}"#;
        assert_eq!(Page::read(slug), Err(NotAPage::OtherKeys));
    }
}
