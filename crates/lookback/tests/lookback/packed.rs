//! Packed files: looked into, and read as far as they go.

use crate::formats::{FULL, ID, full, only};
use crate::run::{Ran, over};
use lookback::{Broken, BrokenOff, Kind, Options, Why};
use std::io::{Cursor, Read as _, Write as _};
use std::num::NonZero;

const PATH: &str = "Rio_Claro_CA_PD.csv";
const AGENCY: &str = "Rio Claro CA PD";

pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// A workbook of one sheet; a cell that begins with `=` is a formula whose saved value is `saved`.
pub(crate) fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |(at, text): (usize, &&str)| {
        let place = char::from(b'A' + u8::try_from(at).unwrap());
        match text.strip_prefix('=') {
            Some(formula) => {
                format!("<c r=\"{place}ROW\" t=\"str\"><f>{formula}</f><v>saved</v></c>")
            }
            None if text.is_empty() => String::new(),
            None => format!("<c r=\"{place}ROW\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        }
    };
    let row = |(at, cells): (usize, &&[&str])| {
        let cells: String = cells.iter().enumerate().map(cell).collect();
        let at = (at + 1).to_string();
        format!("<row r=\"{at}\">{}</row>", cells.replace("ROW", &at))
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let related = |of: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{links}/{of}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{links}\"><sheets><sheet name=\"A\" sheetId=\"1\" \
         r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>");
    let sheet_at = "worksheets/sheet1.xml";
    zipped(&[
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", related("worksheet", sheet_at).as_bytes()),
        (&format!("xl/{sheet_at}"), sheet.as_bytes()),
    ])
}

#[test]
fn packed_files_are_looked_into_and_each_is_a_file_of_the_run() {
    let text = FULL.to_owned() + &full(ID[0], "Rio Claro CA PD", "HSI assist");
    let gzip = gzipped(text.as_bytes());
    let found = over(&[("Rio_Claro_CA_PD.csv.gz", &gzip)], Options::default());
    assert_eq!(found.findings.len(), 1);
    let zip = zipped(&[("a/Rio_Claro_CA_PD.csv", text.as_bytes()), ("readme.txt", b"hello")]);
    let found = over(&[("x.zip", &zip)], Options::default());
    assert_eq!(found.findings[0].sources[0].path, "x.zip/a/Rio_Claro_CA_PD.csv");
    assert_eq!(found.summary.refused.len(), 1);
    let book = workbook(&[
        &["Org Name", "Search Time", "Reason", "Total Networks Searched", "Text Prompt"],
        &["Rio Claro CA PD", "04/20/2026, 10:00:00 AM UTC", "HSI assist", "3", ""],
        &["Rio Claro CA PD", "04/20/2026, 10:00:00 AM UTC", "=HYPERLINK(1)", "4", ""],
    ]);
    let found = over(&[("Rio_Claro_CA_PD.xlsx", &book)], Options::default());
    assert_eq!((only(&found).rows_unique, only(&found).rows_unreadable), (2, 0));
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn hostile_archives_are_refused_and_write_nothing() {
    let text = FULL.to_owned() + &full(ID[0], AGENCY, "HSI assist");
    let good = (PATH, text.as_bytes());
    let refused = |path: &str, bytes: &[u8]| {
        let found = over(&[(path, bytes), good], Options::default());
        assert_eq!(found.findings.len(), 1, "the run goes on");
        assert_eq!(found.summary.refused.len(), 1, "{path}");
        found.summary.refused[0].why.clone()
    };
    for climbing in ["../../etc/passwd", "a/../../passwd", "..\\..\\passwd"] {
        let climbs = zipped(&[(climbing, text.as_bytes())]);
        let found = over(&[("climbs.zip", &climbs)], Options::default());
        let told = serde_json::to_string(&found.summary).unwrap();
        assert!(!told.contains("..") && !told.contains("passwd"), "{climbing}: {told}");
    }
    let climbs = zipped(&[("../../etc/passwd", text.as_bytes())]);
    let why = refused("climbs.zip", &climbs);
    assert!(why.contains("leaves its folder") && !why.contains("passwd"), "{why}");
    let nested = zipped(&[("inner.csv.gz", &gzipped(text.as_bytes()))]);
    assert!(refused("nested.zip", &nested).contains("found an archive inside"));
    assert!(refused("nested.gz", &gzipped(&nested)).contains("found an archive inside"));
    // A gigabyte of nothing in a megabyte: its first line has no end, and is not kept.
    let bomb = gzipped(&vec![b'x'; 64 << 20]);
    assert!(refused("bomb.csv.gz", &bomb).contains("longer than 1 MiB"));
    let whole = workbook(&[&["a"]]);
    assert!(refused("torn.xlsx", &whole[..whole.len() / 2]).contains("broken"));
    let gzip = gzipped(text.as_bytes());
    for torn in [&gzip[..2], &gzip[..9], &gzip[..11], &[0x1f, 0x8b, 8, 0xff, 1, 2, 3, 4]] {
        assert!(refused("torn.csv.gz", torn).contains("torn or damaged"), "{}", torn.len());
    }
    let page = format!(
        "{{\"crawled_slug\":\"rio-claro-ca-pd\",\"archived_date\":\"2026-04-29\",\
         \"sharing_outbound\":[{}\"x\"]}}",
        "\"Umber Falls ID PD\",".repeat(5_000)
    );
    let gzip = gzipped(page.as_bytes());
    let why = refused("page.json.gz", &gzip[..gzip.len() - 20]);
    assert!(why.contains("torn or damaged"), "a part of a page is none: {why}");
}

/// So many rows of a log, each another.
fn log(rows: usize) -> String {
    let row = |at: usize| full(&format!("id-{:x}", at * 2_654_435_761), AGENCY, "burglary");
    FULL.to_owned() + &(0..rows).map(row).collect::<String>()
}

/// One packed log beside a good file, on one thread and on three.
fn beside(path: &str, bytes: &[u8], options: &Options) -> Ran {
    let good = FULL.to_owned() + &full(ID[0], AGENCY, "HSI assist");
    let run = |threads: usize| {
        let threads = NonZero::new(threads).unwrap();
        let options = Options { threads, ..options.clone() };
        over(&[(path, bytes), ("Rio_Claro_CA_PD-good.csv", good.as_bytes())], options)
    };
    let found = run(1);
    assert_eq!(run(3), found, "on more threads as on one");
    assert_eq!(found.findings.len(), 1, "the run goes on with the other file");
    found
}

/// The whole lines that a gzip file unpacks to, and whether a part of one stands behind them.
fn lines(gzip: &[u8]) -> (u64, bool) {
    let mut text = Vec::new();
    assert!(flate2::read::GzDecoder::new(gzip).read_to_end(&mut text).is_err());
    let whole = text.iter().filter(|byte| **byte == b'\n').count() as u64;
    (whole, text.last() != Some(&b'\n'))
}

#[test]
fn a_torn_gzip_is_read_up_to_the_tear_which_is_told() {
    for rows in [40, 20_000] {
        let gzip = gzipped(log(rows).as_bytes());
        for torn in [gzip.len() / 3, gzip.len() / 2, gzip.len() - 9] {
            let gzip = &gzip[..torn];
            let found = beside("Rio_Claro_CA_PD.csv.gz", gzip, &Options::default());
            let told = &found.summary.files[0];
            let (whole, is_part) = lines(gzip);
            let read = whole - 1 + u64::from(is_part);
            assert_eq!((told.rows_read, told.rows_unique), (read, whole - 1), "of {rows}");
            assert_eq!(told.rows_unreadable, u64::from(is_part));
            assert_eq!(
                told.unreadable.last().map(|u| (u.row, u.why)),
                is_part.then_some((read, Why::BrokenOff))
            );
            assert_eq!(told.broken_off, Some(BrokenOff { after_row: read, why: Broken::Torn }));
            let json = serde_json::to_value(told).unwrap();
            assert_eq!(json["broken_off"]["after_row"], read);
        }
    }
}

#[test]
fn a_reason_that_is_cut_by_the_tear_is_not_read() {
    // `ICEL` cut to `ICE` would be another word.
    let text = FULL.to_owned() + &full(ID[0], AGENCY, "burglary");
    let cut = format!("{text}Rio Claro CA PD,{AGENCY},12,340,,***,ICE");
    let gzip = gzipped((cut + "land import").as_bytes());
    for torn in (gzip.len() - 30..gzip.len() - 8).rev() {
        let found = beside("Rio_Claro_CA_PD.csv.gz", &gzip[..torn], &Options::default());
        assert!(found.summary.files[0].rows_unique <= 2);
    }
}

#[test]
fn a_damaged_gzip_is_read_up_to_the_damage_and_one_with_another_checksum_whole() {
    let gzip = gzipped(log(5_000).as_bytes());
    let mut damaged = gzip.clone();
    let at = damaged.len() / 2;
    for byte in &mut damaged[at..at + 64] {
        *byte = !*byte;
    }
    let found = beside("Rio_Claro_CA_PD.csv.gz", &damaged, &Options::default());
    let told = &found.summary.files[0];
    assert!((1..5_000).contains(&told.rows_unique), "{}", told.rows_unique);
    assert_eq!(told.broken_off.map(|broken| broken.why), Some(Broken::Torn));
    let mut other = gzip;
    let checksum = other.len() - 8;
    other[checksum] ^= 1;
    let found = beside("Rio_Claro_CA_PD.csv.gz", &other, &Options::default());
    let told = &found.summary.files[0];
    assert_eq!((told.rows_unique, told.rows_unreadable), (5_000, 0));
    assert_eq!(told.broken_off, Some(BrokenOff { after_row: 5_000, why: Broken::Torn }));
}

#[test]
fn a_torn_list_is_read_up_to_the_tear_too() {
    let row = |at: usize| format!("Rio Claro CA PD,Umber {:x} ID PD\n", at * 2_654_435_761);
    let list = "src_agency,external_agency\n".to_owned() + &(0..9_000).map(row).collect::<String>();
    let gzip = gzipped(list.as_bytes());
    let torn = &gzip[..gzip.len() / 2];
    let found = over(&[("edges20260429.csv.gz", torn)], Options::default());
    let (whole, is_part) = lines(torn);
    let told = only(&found);
    assert_eq!((told.kind, told.rows_unique), (Kind::EdgeList, whole - 1));
    let read = whole - 1 + u64::from(is_part);
    assert_eq!(told.broken_off, Some(BrokenOff { after_row: read, why: Broken::Torn }));
}

/// A zip file whose second file holds other bytes than were packed.
fn zip_with_damage(texts: [&str; 3]) -> Vec<u8> {
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (at, text) in texts.iter().enumerate() {
        zip.start_file(format!("{at}/Rio_Claro_CA_PD.csv"), stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    let at = bytes.windows(6).position(|at| at == b"damage").unwrap();
    bytes[at] = b'D';
    bytes
}

#[test]
fn a_zip_with_one_damaged_file_costs_that_file_alone() {
    let texts = ["burglary", "damage", "robbery"]
        .map(|reason| FULL.to_owned() + &full(&format!("of {reason}"), AGENCY, reason));
    let zip = zip_with_damage([&texts[0], &texts[1], &texts[2]]);
    let found = beside("x.zip", &zip, &Options::default());
    let told: Vec<_> = found.summary.files.iter().map(|f| (f.rows_unique, f.broken_off)).collect();
    let torn = BrokenOff { after_row: 1, why: Broken::Torn };
    assert_eq!(told, [(1, None), (1, Some(torn)), (1, None), (1, None)]);
    // The third file's own header says nothing of use: it is refused, and the others are read.
    let mut zip = zip;
    let third = zip.windows(4).rposition(|at| at == b"PK\x03\x04").unwrap();
    zip[third] = b'X';
    let found = beside("x.zip", &zip, &Options::default());
    assert_eq!((found.summary.files.len(), found.summary.refused.len()), (3, 1));
}

#[test]
fn what_unpacks_beyond_the_bound_is_read_up_to_it_which_is_told() {
    let text = log(20_000);
    let options = Options { unpacked_bytes_max: 1_000_000, ..Options::default() };
    let within = text.bytes().take(1_000_000).filter(|byte| *byte == b'\n').count() as u64;
    let check = |path: &str, bytes: &[u8]| {
        let found = beside(path, bytes, &options);
        let told = &found.summary.files[0];
        assert_eq!((told.rows_unique, told.rows_unreadable), (within - 1, 1), "{path}");
        assert_eq!(told.unreadable[0].why, Why::BrokenOff);
        let broken_off = BrokenOff { after_row: within, why: Broken::TooLarge };
        assert_eq!(told.broken_off, Some(broken_off), "{path}");
        assert!(broken_off.why.to_string().contains("64 GiB"));
    };
    check("Rio_Claro_CA_PD.csv.gz", &gzipped(text.as_bytes()));
    check("x.zip", &zipped(&[(PATH, text.as_bytes())]));
    let exact = Options { unpacked_bytes_max: text.len() as u64, ..Options::default() };
    let found = beside("Rio_Claro_CA_PD.csv.gz", &gzipped(text.as_bytes()), &exact);
    assert_eq!(found.summary.files[0].broken_off, None, "the bound itself is within");
    // A file that is not packed is as large as it is.
    let found = beside(PATH, text.as_bytes(), &options);
    assert_eq!(
        (found.summary.files[0].rows_unique, found.summary.files[0].broken_off),
        (20_000, None)
    );
}

#[test]
fn a_workbook_that_unpacks_beyond_the_bound_is_refused_even_with_another_checksum() {
    let book = workbook(&[&["Org Name", "Search Time", "Reason", "Total Networks Searched"]]);
    let zeros = vec![b' '; 3_000_000];
    let mut zip = zip::ZipWriter::new_append(Cursor::new(book)).unwrap();
    zip.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&zeros).unwrap();
    let bomb = zip.finish().unwrap().into_inner();
    let mut crc = flate2::Crc::new();
    crc.update(&zeros);
    let sum = crc.sum().to_le_bytes();
    let mut other = bomb.clone();
    let places: Vec<_> = (0..other.len() - 4).filter(|at| other[*at..*at + 4] == sum).collect();
    assert!(!places.is_empty());
    for at in places {
        other[at] ^= 1;
    }
    let options = Options { unpacked_bytes_max: 1_000_000, ..Options::default() };
    for bytes in [bomb, other] {
        let found = beside("Rio_Claro_CA_PD.xlsx", &bytes, &options);
        assert!(found.summary.refused[0].why.contains("unpacks to more"), "not read at all");
    }
}

#[test]
fn a_sheet_that_breaks_off_is_read_up_to_there() {
    let rows: Vec<Vec<String>> = (0..3_000)
        .map(|at| {
            [AGENCY, "04/20/2026, 10:00:00 AM UTC", "burglary", &at.to_string()]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    let header = ["Org Name", "Search Time", "Reason", "Total Networks Searched"];
    let mut all: Vec<Vec<&str>> = vec![header.to_vec()];
    all.extend(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
    let all: Vec<&[&str]> = all.iter().map(Vec::as_slice).collect();
    let whole = workbook(&all);
    let found = beside("Rio_Claro_CA_PD.xlsx", &whole, &Options::default());
    assert_eq!(
        (found.summary.files[0].rows_unique, found.summary.files[0].broken_off),
        (3_000, None)
    );
    // The same sheet, cut in its two thousandth row.
    let mut archive = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if let Some(cut) = text.find("<c r=\"C2001\"") {
            text.truncate(cut + 4);
        }
        parts.push((part.name().unwrap().into_owned(), text));
    }
    let parts: Vec<_> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let found = beside("Rio_Claro_CA_PD.xlsx", &zipped(&parts), &Options::default());
    let told = &found.summary.files[0];
    assert_eq!((told.rows_unique, told.rows_unreadable), (1_999, 1));
    assert_eq!(told.broken_off, Some(BrokenOff { after_row: 2_000, why: Broken::Sheet }));
}

#[test]
fn wide_sheets_and_json_rows_without_fields_take_no_more_than_they_hold() {
    let wide = vec!["x"; 26];
    let far = format!("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row>{}", {
        (2..3_000)
            .map(|at| format!("<row r=\"{at}\"><c r=\"A{at}\"><v>1</v></c></row>"))
            .collect::<String>()
    });
    let book = workbook(&[&wide]);
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if let (Some(from), Some(to)) = (text.find("<sheetData>"), text.find("</sheetData>")) {
            text.replace_range(from + 11..to, &far);
        }
        parts.push((part.name().unwrap().into_owned(), text));
    }
    let parts: Vec<_> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let found = beside("wide.xlsx", &zipped(&parts), &Options::default());
    assert!(found.summary.refused[0].why.contains("16384 cells"), "{:?}", found.summary.refused);
    let labels: String = (0..190).map(|at| format!(",\"x{at}\":1")).collect();
    let first = format!(
        "{{\"Org Name\":\"{AGENCY}\",\"searchTime\":\"2026-04-20\",\"Reason\":\"x\"{labels}}}"
    );
    let rows = format!("[{first}{}]", ",{}".repeat(200_000));
    let found = beside("Rio_Claro_CA_PD.json", rows.as_bytes(), &Options::default());
    assert_eq!(found.summary.refused.len(), 1, "labels that nobody knows outweigh those known");
    let keys: String = (0..100_000).map(|at| format!("\"k{at}\":1,")).collect();
    let many = format!("[{{{keys}\"Reason\":\"x\"}}]");
    let found = beside("many.json", many.as_bytes(), &Options::default());
    assert!(found.summary.refused[0].why.contains("without the keys"), "and at once");
}
