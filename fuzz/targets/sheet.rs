//! Workbooks of which one part is the fuzzer's, and the others are good.
#![no_main]

use headworks_fuzz::{CANARY, Given, options, over, text};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write as _};

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let part = text(given.rest);
    let rows = match given.choice % 6 {
        0 => format!("{}{part}", row(1, ["Org Name", "Search Time", "Reason", "Case #"])),
        1 => part.clone(),
        _ => format!(
            "{}{}",
            row(1, ["Org Name", "Search Time", "Reason", "Case #"]),
            row(2, ["Rio Claro CA PD", "2026-04-20 10:00:00", "HSI assist", CANARY])
        ),
    };
    let related = |of: &str, target: &str| {
        format!(
            "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"r1\" Type=\"{LINKS}/{of}\" \
             Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets><sheet name=\"A\" sheetId=\"1\" \
         r:id=\"r1\"/></sheets></workbook>"
    );
    let sheet = match given.choice % 6 {
        2 => part.clone(),
        _ => format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>"),
    };
    let or = |choice: usize, usual: String| {
        if given.choice % 6 == choice { part.clone() } else { usual }
    };
    let bytes = zipped(&[
        ("_rels/.rels", related("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", or(3, book)),
        ("xl/_rels/workbook.xml.rels", or(4, related("worksheet", "worksheets/sheet1.xml"))),
        ("xl/sharedStrings.xml", or(5, format!("<sst xmlns=\"{MAIN}\"/>"))),
        ("xl/worksheets/sheet1.xml", sheet),
    ]);
    let found = over(&[("Rio_Claro_CA_PD.xlsx", &bytes)], &options());
    assert!(!found.told.contains(CANARY), "the summary tells what was typed");
});

fn row(at: usize, cells: [&str; 4]) -> String {
    let cell = |(column, text): (char, &str)| {
        format!("<c r=\"{column}{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    let cells: String = ('A'..='D').zip(cells).map(cell).collect();
    format!("<row r=\"{at}\">{cells}</row>")
}

fn zipped(files: &[(&str, String)]) -> Vec<u8> {
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, stored).expect("memory can be written");
        zip.write_all(text.as_bytes()).expect("memory can be written");
    }
    zip.finish().expect("memory can be written").into_inner()
}
