//! Hostile and broken files: refused or located, never guessed at, never fatal.

use crate::run::{Ran, over};
use lookback::{Column, FileTold, Kind, Options, Why};
use std::io::{self, Read};

const NAME: &str = "rio-claro-ca-pd__2026-04-29__search_audit.csv";
const HEADER: &str = "id,userId,searchDate,networkCount,reason\n";
const GOOD: &str = "g,***,2026-04-20T10:00:00Z,7,robbery\n";

fn run(bytes: &[u8]) -> Ran {
    over(&[(NAME, bytes)], Options::default())
}

fn rows(lines: &[u8]) -> FileTold {
    let mut found = run(&[HEADER.as_bytes(), lines].concat());
    assert!(found.summary.refused.is_empty(), "{:?}", found.summary.refused);
    found.summary.files.remove(0)
}

/// The one bad row is located, and the good row after it is read.
fn check(line: &[u8], why: Why) {
    let told = rows(&[line, b"\n", GOOD.as_bytes()].concat());
    assert_eq!((told.rows_read, told.rows_unique, told.rows_unreadable), (2, 1, 1), "{why}");
    assert_eq!((told.unreadable[0].row, told.unreadable[0].why), (1, why));
}

fn refused(path: &str, bytes: &[u8]) -> lookback::Refused {
    let mut found = over(&[(path, bytes), (NAME, HEADER.as_bytes())], Options::default());
    assert_eq!(found.summary.files.len(), 1, "the run goes on with the other file");
    found.summary.refused.remove(0)
}

#[test]
fn a_bad_row_is_located_and_the_next_one_is_read() {
    check(b"a,***,2026-04-20T10:00:00Z,7", Why::Fields { found: 4, expected: 5 });
    check(b"a,***,2026-04-20T10:00:00Z,7,x,y", Why::Fields { found: 6, expected: 5 });
    check(b"a,***,2026-04-20T10:00:00Z,seven,x", Why::Count(Column::NetworkCount));
    check(b"a,***,2026-04-20T10:00:00Z,7,caf\xe9", Why::NotUtf8(Column::Reason));
    check(b"a,***,0000-01-01T00:00:00Z,7,x", Why::DateOutside);
    check(b"a,***,9999-01-01T00:00:00Z,7,x", Why::DateOutside);
    check(b"a,***,12/31/2026,7,x", Why::DateOutside);
    check(b"a,***,31.12.2026,7,x", Why::DateNotAMoment(Column::SearchDate));
    check(b"\x00", Why::Fields { found: 1, expected: 5 });
    check(b",,,,", Why::DateBlank);
    check(b"   ", Why::Fields { found: 1, expected: 5 });
}

#[test]
fn a_line_of_ten_thousand_columns_is_one_unreadable_row() {
    let line = "x,".repeat(9_999) + "x";
    check(line.as_bytes(), Why::Fields { found: 10_000, expected: 5 });
    let refused = refused(NAME, (line + "\n").as_bytes());
    assert_eq!(refused.kind, Kind::Unknown);
    assert!(refused.why.len() < 400, "{}", refused.why);
}

/// A reader that goes forward only: no file of these tests is looked into otherwise.
struct Forward<R>(R);

impl<R: Read> Read for Forward<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R> io::Seek for Forward<R> {
    fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
        Err(io::Error::from(io::ErrorKind::NotSeekable))
    }
}

#[test]
fn a_quote_that_is_never_closed_is_told_and_swallows_no_row_in_silence() {
    let told = rows(b"a,***,2026-04-20T10:00:00Z,7,\"x\ng,***,2026-04-20T10:00:00Z,7,robbery\n");
    assert_eq!((told.rows_read, told.rows_unique, told.rows_unreadable), (2, 1, 1));
    assert_eq!(told.unreadable[0].why, Why::Unclosed);
}

#[test]
fn a_row_without_an_id_is_its_own_and_one_with_an_id_is_known_again() {
    let row = "x,***,2026-04-20T10:00:00Z,7,robbery\n";
    let bare = ",***,2026-04-20T10:00:00Z,7,robbery\n";
    let told = rows([row, bare, row, bare].concat().as_bytes());
    assert_eq!((told.rows_unique, told.rows_duplicate), (3, 1));
}

#[test]
fn the_same_id_of_another_agency_is_another_row() {
    let file = [HEADER, GOOD].concat();
    let other = "los-rubios-ca-pd__2026-04-29__search_audit.csv";
    let found = over(&[(NAME, file.as_bytes()), (other, file.as_bytes())], Options::default());
    assert_eq!(found.summary.rows_unique, 2);
}

#[test]
fn what_surrounds_a_value_does_not_change_it() {
    let plain = "a,***,2026-04-20T10:00:00Z,7,HSI assist\n";
    let quoted = "\"a \",\"***\",\" 2026-04-20T10:00:00Z\",\"7 \",\"HSI assist  \"\r\n";
    for line in [plain, quoted, plain.trim_end()] {
        let found = run([HEADER, line].concat().as_bytes());
        assert_eq!(found.findings.len(), 1, "{line:?}");
        assert_eq!(found.findings[0].purpose, "assist_federal");
    }
    let told = rows([plain, quoted].concat().as_bytes());
    assert_eq!((told.rows_duplicate, told.rows_contradicting), (1, 0), "spaces say nothing");
}

#[test]
fn only_the_first_twenty_unreadable_rows_are_told_and_all_are_counted() {
    let told = rows("x\n".repeat(1_000).as_bytes());
    assert_eq!((told.rows_read, told.rows_unreadable), (1_000, 1_000));
    assert_eq!(told.unreadable.len(), lookback::TOLD_MAX);
}

#[test]
fn files_of_no_known_kind_are_refused_and_the_run_goes_on() {
    for (path, bytes) in [
        ("a.csv", b"".as_slice()),
        ("a.bin", b"\x00\x01\x02"),
        ("a.csv.gz", b"\x1f\x8b\x08\x00\x00"),
        ("a.xlsx", b"PK\x03\x04\x14\x00"),
        ("a.json", b"{\"crawled_slug\": "),
        ("a.json", b"{\"crawled_slug\": \"x\"}"),
        ("a.json", b"[1,2]"),
        ("a.csv", b"Name,Org Name,Reason\nJane Roe,Somewhere,7ABC123\n"),
        ("a.csv", b"g,***,2026-04-20T10:00:00Z,7,7ABC123\n"),
        ("a.csv", b"\xff\xfe\x69\x00"),
        ("a.csv", b"\xff\xff\xff\xff\n"),
    ] {
        let refused = refused(path, bytes);
        assert_eq!((refused.path.as_str(), refused.kind), (path, Kind::Unknown));
        assert!(refused.why.contains("found ") && refused.why.contains("expected"));
        assert!(!refused.why.contains("7ABC123") && !refused.why.contains("Jane"));
    }
}

#[test]
fn a_portal_audit_without_its_name_is_refused_since_the_agency_stands_nowhere_else() {
    let refused = refused("download.csv", [HEADER, GOOD].concat().as_bytes());
    assert_eq!(refused.kind, Kind::PortalAudit);
    assert!(refused.why.contains("__search_audit.csv"), "{}", refused.why);
}

#[test]
fn a_page_without_a_day_has_unreadable_links_and_no_findings() {
    let page = br#"{"crawled_slug":"rio-claro-ca-pd","archived_date":"2026-04-21.pdf",
        "sharing_outbound":["Umber Falls OR PD", 7]}"#;
    let found = over(&[("a.json", page)], Options::default());
    let told = &found.summary.files[0];
    assert_eq!((told.rows_read, told.rows_unreadable), (2, 2));
    assert_eq!(told.unreadable[0].why, Why::PageUndated);
    assert!(found.findings.is_empty());
}

#[test]
fn an_agency_whose_state_cannot_be_read_has_no_law_held_against_it() {
    let page = br#"{"crawled_slug":"somewhere","archived_date":"2026-04-21",
        "sharing_outbound":["Umber Falls OR PD"]}"#;
    let found = over(&[("a.json", page)], Options::default());
    assert_eq!(found.summary.law_not_loaded["unknown"].links, 1);
    assert_eq!(found.summary.outcomes.nothing_found, 1);
}

/// A reader that breaks off.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("the disk went away"))
    }
}

#[test]
fn a_reader_that_breaks_off_is_an_error_and_not_a_short_file() {
    let law = law::Law::embedded().unwrap();
    let parties = parties::Parties::embedded().unwrap();
    let reasons = doors::reason::Reasons::embedded().unwrap();
    let mut run = lookback::Lookback::new(&law, &parties, &reasons, Options::default()).unwrap();
    let long = HEADER.to_owned() + &GOOD.repeat(1_000);
    let error = run.add_file(NAME, Forward(long.as_bytes().chain(Broken)), &mut ()).unwrap_err();
    assert_eq!(error.to_string(), format!("cannot read `{NAME}` to its end"));
}

#[test]
fn a_header_alone_is_a_log_of_no_rows() {
    for header in
        [HEADER, HEADER.trim_end(), "\u{feff}id,userId,searchDate,networkCount,reason\r\n\r\n"]
    {
        let found = run(header.as_bytes());
        let told = &found.summary.files[0];
        assert_eq!((told.rows_read, told.first_day), (0, None));
        assert_eq!((found.findings.len(), found.summary.outcomes.total()), (0, 0));
    }
}

#[test]
fn days_at_the_ends_of_the_calendar_are_ruled_on_or_told() {
    for day in ["0000-01-01", "0001-01-01", "1999-12-31", "9999-12-30", "9999-12-31"] {
        let row = format!("a,***,{day}T00:00:00Z,7,HSI assist\n");
        let told = rows(row.as_bytes());
        assert_eq!((told.rows_unreadable, told.unreadable[0].why), (1, Why::DateOutside), "{day}");
        // Without a name that says the day of capture, and without `today`, no day is too late.
        let file =
            format!("Org Name,Search Time,Reason,Case #\nRio Claro CA PD,{day},HSI assist,\n");
        let found = over(&[("Rio_Claro_CA_PD.csv", file.as_bytes())], Options::default());
        assert_eq!(found.summary.files[0].rows_read, 1, "{day}");
        let page = format!(
            r#"{{"crawled_slug":"rio-claro-ca-pd","archived_date":"{day}",
            "sharing_outbound":["Umber Falls OR PD"],"data_retention_days":30}}"#
        );
        let found = over(&[("a.json", page.as_bytes())], Options::default());
        assert_eq!(found.summary.files[0].rows_read, 1, "{day}");
        let edges = format!(
            "Agency,external_organizations_with_access,updated\nRio Claro CA PD,FBI,{day}\n"
        );
        let found = over(&[("edges.csv", edges.as_bytes())], Options::default());
        assert_eq!(found.summary.files[0].rows_read, 1, "{day}");
    }
}
