//! Rows of an export in four forms: read the same, and nothing typed is told.
#![no_main]

use headworks_fuzz::{CANARY, Given, options, over, pieces, plainly};
use libfuzzer_sys::fuzz_target;

/// Whether what stands in a column is never told.
const HEADER: [(&str, bool); 10] = [
    ("ID", true),
    ("Name", true),
    ("Org Name", false),
    ("Total Networks Searched", true),
    ("Time Frame", true),
    ("License Plate", true),
    ("Reason", true),
    ("Case #", true),
    ("Filters", true),
    ("Search Time", true),
];

/// What a row has where the fuzzer gave nothing.
const ROW: [&str; 10] = [
    "0b7c1d52-9c1e-4b0a-9d0f-0a1b2c3d4e51",
    "***",
    "Rio Claro CA PD",
    "12",
    "",
    "***",
    "HSI assist",
    "26-1",
    "",
    "04/20/2026, 10:00:00 AM UTC",
];

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let hides = given.choice % 2 == 0;
    let rows: Vec<Vec<String>> = pieces(given.rest).iter().map(|row| whole(row, hides)).collect();
    let path = "Rio_Claro_CA_PD.csv";
    let options = options();
    let runs = [
        over(&[(path, &delimited(&rows, b','))], &options),
        plainly(&[(path, &delimited(&rows, b'\t'))], &options),
        plainly(&[(path, &delimited(&rows, b';'))], &options),
        plainly(&[(path, &json(&rows))], &options),
    ];
    for ran in &runs {
        assert_eq!(ran, &runs[0], "one log in another form is another log");
        let told = &ran.summary.files[0];
        assert_eq!(told.rows_read + told.headers_repeated, rows.len() as u64);
        assert!(!ran.told.contains(CANARY), "the summary tells what was typed");
        let findings = serde_json::to_string(&ran.findings).expect("findings are JSON");
        assert!(!findings.contains(CANARY), "a finding tells what was typed");
    }
});

/// A row of the fuzzer's cells, and of the usual ones where it gave none; with the canary in what
/// must not be told, and never in what may.
fn whole(given: &[String], hides: bool) -> Vec<String> {
    let cell = |(at, usual): (usize, &&str)| {
        let text = given.get(at).filter(|text| !text.is_empty()).map_or(*usual, String::as_str);
        match HEADER[at].1 {
            false => text.replace(CANARY, ""),
            true if hides && matches!(at, 0 | 1 | 5 | 6 | 7 | 8) => format!("{text} {CANARY}"),
            true => text.to_owned(),
        }
    };
    ROW.iter().enumerate().map(cell).collect()
}

fn delimited(rows: &[Vec<String>], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    writer.write_record(HEADER.map(|(label, _)| label)).expect("memory can be written");
    for row in rows {
        writer.write_record(row).expect("memory can be written");
    }
    writer.into_inner().expect("memory can be written")
}

fn json(rows: &[Vec<String>]) -> Vec<u8> {
    let row = |row: &Vec<String>| -> serde_json::Value {
        let fields = HEADER.iter().zip(row).map(|((label, _), cell)| {
            ((*label).to_owned(), serde_json::Value::String(cell.clone()))
        });
        serde_json::Value::Object(fields.collect())
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    serde_json::to_vec(&rows).expect("rows are JSON")
}
