//! Recognises the kind of a file by its header and its name, and opens it.
//!
//! In: a name and a reader. Out: an open file of a known kind, or why it is refused.
//! Never: guesses. A file that is not certainly of a known kind is refused with what was found and
//! what was expected; no word of it is repeated except names of known columns.

mod audit;
mod name;
mod page;
mod record;
mod unreadable;

pub use audit::Column;
pub use unreadable::{Unreadable, Why};

pub(crate) use audit::{Audit, Row};
pub(crate) use name::spelled;
pub(crate) use page::Page;

use page::{NotAPage, PAGE_BYTES_MAX, PAGE_KEYS};
use record::{Record, Shape, Splitter};
use serde::Serialize;
use std::io::{self, BufReader, Cursor, Read};

/// The kind of a file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A search audit that an agency publishes on its own portal.
    PortalAudit,
    /// A portal page with its sharing list and stated policy.
    PortalPage,
    /// Neither.
    Unknown,
}

impl Kind {
    /// The word used in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::PortalAudit => "portal_audit",
            Self::PortalPage => "portal_page",
            Self::Unknown => "unknown",
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

/// The reader of an open portal audit.
pub(crate) type Body<R> = BufReader<io::Chain<Cursor<Vec<u8>>, R>>;

/// An open file of a known kind.
#[derive(Debug)]
pub(crate) enum Opened<R: Read> {
    /// A portal audit, with the agency's slug.
    Audit {
        /// The agency, from the file's name.
        slug: String,
        /// Its rows.
        audit: Audit<Body<R>>,
    },
    /// A portal page.
    Page(Box<Page>),
    /// Refused, with what it is as far as can be told, and why.
    Refused(Kind, String),
}

/// Recognises and opens a file.
pub(crate) fn open<R: Read>(path: &str, mut reader: R) -> io::Result<Opened<R>> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    if let Some(why) = not_text(&head) {
        return Ok(Opened::Refused(Kind::Unknown, why));
    }
    if head.starts_with(BYTE_ORDER_MARK) {
        head.drain(..BYTE_ORDER_MARK.len());
    }
    let is_page = head.trim_ascii_start().starts_with(b"{");
    let is_binary = head.contains(&0);
    let body = BufReader::new(Cursor::new(head).chain(reader));
    if is_page {
        return open_page(path, body);
    }
    match open_audit(path, body)? {
        // A row may hold a zero byte; a file of another kind with one is no text at all.
        Opened::Refused(Kind::Unknown, _) if is_binary => Ok(Opened::Refused(
            Kind::Unknown,
            "found a binary file; expected CSV or JSON".to_owned(),
        )),
        opened => Ok(opened),
    }
}

fn open_page<R: Read>(path: &str, body: Body<R>) -> io::Result<Opened<R>> {
    let refused = |why| Ok(Opened::Refused(Kind::Unknown, why));
    let mut bytes = Vec::new();
    let read = body.take(PAGE_BYTES_MAX.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(read).is_ok_and(|read| read > PAGE_BYTES_MAX) {
        return refused("found JSON of more than 64 MiB; expected a portal page".to_owned());
    }
    let page = match Page::read(&bytes) {
        Ok(page) => page,
        Err(NotAPage::NotJson { line, column }) => {
            return refused(format!(
                "found text that begins like JSON and is not, at line {line}, column {column}; \
                 expected one JSON object"
            ));
        }
        Err(NotAPage::OtherKeys) => {
            let keys = PAGE_KEYS.join("`, `");
            return refused(format!(
                "found a JSON object without the keys of a portal page; expected `{keys}`"
            ));
        }
    };
    let has_name = name::last(path).to_ascii_lowercase().ends_with(".json");
    if !has_name {
        return Ok(Opened::Refused(
            Kind::PortalPage,
            "found the keys of a portal page under another name; expected a name that ends in \
             `.json`"
                .to_owned(),
        ));
    }
    Ok(Opened::Page(Box::new(page)))
}

fn open_audit<R: Read>(path: &str, body: Body<R>) -> io::Result<Opened<R>> {
    let mut splitter = Splitter::new(body);
    let mut header = Record::default();
    let shape = splitter.next(&mut header)?;
    let columns = match shape {
        Shape::Whole => audit::variant(&header),
        Shape::End | Shape::TooLong | Shape::Unclosed => None,
    };
    let Some(columns) = columns else {
        return Ok(Opened::Refused(Kind::Unknown, other_header(shape, &header)));
    };
    let Some(name) = name::audit(path) else {
        return Ok(Opened::Refused(
            Kind::PortalAudit,
            format!(
                "found the header of a portal audit, but the agency and the day of capture stand \
                 only in the file's name; expected a name like `{}`",
                name::AUDIT_PATTERN
            ),
        ));
    };
    let audit = Audit::new(splitter, columns, name.captured);
    Ok(Opened::Audit { slug: name.slug, audit })
}

/// What was found in the place of a header, and what was expected.
fn other_header(shape: Shape, header: &Record) -> String {
    let found = match shape {
        Shape::End => "no line that is not blank".to_owned(),
        Shape::TooLong => "a first line longer than 1 MiB".to_owned(),
        Shape::Unclosed => "a quote in the first line that is never closed".to_owned(),
        Shape::Whole => {
            let known = audit::known_names(header);
            let cells = match header.len() {
                1 => "a first line of 1 cell".to_owned(),
                many => format!("a first line of {many} cells"),
            };
            if known.is_empty() {
                format!("{cells}, none of them a known column")
            } else {
                format!("{cells}, of which known: `{}`", known.join("`, `"))
            }
        }
    };
    format!(
        "found {found}; expected a portal audit (`id,userId,searchDate,networkCount` and one of \
         its endings, or `cameraCount,reason`) or a portal page (JSON)"
    )
}

/// Whether the first bytes are those of something that is not text, and of what.
fn not_text(head: &[u8]) -> Option<String> {
    const MAGIC: [(&[u8], &str, &str); 7] = [
        (b"\x1f\x8b", "a gzip file", "unpack it first"),
        (b"PK\x03\x04", "a zip or XLSX file", "unpack it or save it as CSV first"),
        (b"%PDF", "a PDF file", "a table has to be extracted from it first"),
        (b"\xd0\xcf\x11\xe0", "an XLS file", "save it as CSV first"),
        (b"\x28\xb5\x2f\xfd", "a zstd file", "unpack it first"),
        (b"\xff\xfe", "UTF-16 text", "save it as UTF-8 first"),
        (b"\xfe\xff", "UTF-16 text", "save it as UTF-8 first"),
    ];
    if head.is_empty() {
        return Some("found an empty file; expected CSV or JSON".to_owned());
    }
    for (magic, what, hint) in MAGIC {
        if head.starts_with(magic) {
            return Some(format!("found {what}; expected CSV or JSON: {hint}"));
        }
    }
    None
}

/// How much of a file is looked at to tell text from other things.
const HEAD_BYTES: u64 = 4096;

/// What some programs write before UTF-8 text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"id,userId,searchDate,networkCount,reason\r\n";
    const NAME: &str = "x/rio-claro-ca-pd__2026-04-29__search_audit.csv";

    fn refused(path: &str, bytes: &[u8]) -> (Kind, String) {
        match open(path, bytes).unwrap() {
            Opened::Refused(kind, why) => (kind, why),
            other => panic!("{path} was opened: {other:?}"),
        }
    }

    #[test]
    fn a_portal_audit_is_known_by_its_header_and_its_name_together() {
        let marked = [BYTE_ORDER_MARK, HEADER].concat();
        for bytes in [HEADER, marked.as_slice()] {
            let opened = open(NAME, bytes).unwrap();
            assert!(matches!(opened, Opened::Audit { slug, .. } if slug == "rio-claro-ca-pd"));
        }
        let (kind, why) = refused("export.csv", HEADER);
        assert_eq!(kind, Kind::PortalAudit);
        assert!(why.contains("<agency-slug>__<YYYY-MM-DD>__search_audit.csv"), "{why}");
    }

    #[test]
    fn another_header_is_refused_with_what_was_expected_and_no_word_of_the_file() {
        let (kind, why) = refused(NAME, b"id,License Plate,7ABC123\n");
        assert_eq!(kind, Kind::Unknown);
        assert!(why.starts_with("found a first line of 3 cells, of which known: `id`"), "{why}");
        assert!(!why.contains("7ABC123") && !why.contains("Plate"), "{why}");
        let many = "c,".repeat(9_999) + "c\n";
        let (_, why) = refused(NAME, many.as_bytes());
        assert!(why.contains("10000 cells, none of them a known column"), "{why}");
        assert!(why.len() < 400);
    }

    #[test]
    fn what_is_not_text_is_refused_and_told() {
        let check = |bytes: &[u8], expected: &str| {
            let (kind, why) = refused(NAME, bytes);
            assert_eq!(kind, Kind::Unknown);
            assert!(why.contains(expected), "{why}");
        };
        check(b"", "an empty file");
        check(b"\n\r\n", "no line that is not blank");
        check(b"\x1f\x8b\x08\x00", "a gzip file");
        check(b"PK\x03\x04", "a zip or XLSX file");
        check(b"\x7fELF\x00\x00", "a binary file");
        check(b"\xff\xfei\x00d\x00", "UTF-16");
        check(b"{\"a\"", "at line 1, column 4");
        check(b"{\"a\":1}", "without the keys of a portal page");
    }

    #[test]
    fn a_page_under_another_name_is_refused() {
        let page = br#"{"crawled_slug":"a","archived_date":"2026-04-21","sharing_outbound":[]}"#;
        assert!(matches!(open("a.json", page.as_slice()).unwrap(), Opened::Page(_)));
        assert_eq!(refused("a.txt", page).0, Kind::PortalPage);
    }
}
