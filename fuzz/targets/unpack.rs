//! Packed files, whole, torn and damaged: read as far as they go.
#![no_main]

use headworks_fuzz::{Given, options, over};
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Read as _, Write as _};

const HEADER: &str = "id,userId,searchDate,networkCount,reason\n";
const NAME: &str = "rio-claro-ca-pd__2026-04-29__search_audit.csv";
const BOUND: u64 = 4_000;

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let [a, b, c, rest @ ..] = given.rest else { return };
    let at = usize::from(*a) * 256 + usize::from(*b);
    let text = log(usize::from(*c) * 4, rest);
    match given.choice % 4 {
        0 => torn(&text, at),
        1 => damaged(&text, at, rest),
        2 => zipped(&text, at, rest),
        _ => {
            let _ = over(&[("logs.zip", &[b"PK\x03\x04", given.rest].concat())], &options());
            let _ = over(&[("x.csv.gz", &[b"\x1f\x8b", given.rest].concat())], &options());
        }
    }
});

/// A log of so many good rows, with the fuzzer's bytes in their reasons.
fn log(rows: usize, rest: &[u8]) -> Vec<u8> {
    let mut log = HEADER.as_bytes().to_vec();
    for at in 0..rows {
        let from = at % rest.len().max(1);
        let rest = rest.get(from..).unwrap_or_default();
        let word: String = rest.iter().take(12).map(letter).collect();
        log.extend(format!("i{at},***,2026-04-20T10:00:00Z,{at},{word}\n").bytes());
    }
    log
}

fn letter(byte: &u8) -> char {
    char::from(b'a' + byte % 26)
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text).expect("memory can be written");
    gzip.finish().expect("memory can be written")
}

/// A tear: all whole rows before it are read, and what is cut by it is not believed.
fn torn(text: &[u8], at: usize) {
    let gzip = packed(text);
    let torn = &gzip[..(2 + at % (gzip.len() - 2)).min(gzip.len() - 1)];
    let mut unpacked = Vec::new();
    let _ = flate2::read::GzDecoder::new(torn).read_to_end(&mut unpacked);
    let mut options = options();
    options.unpacked_bytes_max = BOUND;
    unpacked.truncate(usize::try_from(BOUND).expect("a small number"));
    let found = over(&[(&format!("{NAME}.gz"), torn)], &options);
    let lines = unpacked.iter().filter(|byte| **byte == b'\n').count() as u64;
    let Some(told) = found.summary.files.first() else {
        assert_eq!(lines, 0, "a file with a header is a log: {:?}", found.summary.refused);
        return;
    };
    assert_eq!(told.rows_unique, lines - 1, "every whole row before the tear");
    let broken = told.broken_off.expect("a tear is told");
    assert_eq!(broken.after_row, told.rows_read);
    assert_eq!(told.rows_unreadable, u64::from(unpacked.last() != Some(&b'\n')));
}

/// Damage: nothing that was not packed is read as more rows than there were.
fn damaged(text: &[u8], at: usize, with: &[u8]) {
    let mut gzip = packed(text);
    let from = 10 + at % gzip.len();
    for (byte, other) in gzip.iter_mut().skip(from).zip(with) {
        *byte ^= other;
    }
    let _ = over(&[(&format!("{NAME}.gz"), &gzip)], &options());
}

/// An archive with a name of the fuzzer's, and damage in one file: the others are read.
fn zipped(text: &[u8], at: usize, rest: &[u8]) {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let name = String::from_utf8_lossy(rest).into_owned();
    let files = [(NAME, text), (name.as_str(), text), (&format!("b/{NAME}"), text)];
    for (name, text) in files {
        if zip.start_file(name, stored).is_err() {
            return;
        }
        zip.write_all(text).expect("memory can be written");
    }
    let Ok(bytes) = zip.finish() else { return };
    let mut bytes = bytes.into_inner();
    let found = over(&[("logs.zip", &bytes)], &options());
    assert_eq!(found.summary.files.len() + found.summary.refused.len(), 3);
    assert!(found.summary.files.iter().all(|file| file.broken_off.is_none()));
    for file in &found.summary.files {
        let climbs = file.path.split(['/', '\\']).any(|part| part == "..");
        assert!(!climbs, "a name that climbs is told: {}", file.path);
    }
    if text.len() > HEADER.len() {
        // In a reason of the first file: its checksum is wrong, and the others stand.
        let first = bytes.windows(5).position(|window| window == b"i0,**").expect("it is stored");
        bytes[first + 4] ^= 1;
        let found = over(&[("logs.zip", &bytes)], &options());
        assert!(found.summary.files[0].broken_off.is_some(), "another checksum is told");
        let last = found.summary.files.last().expect("the last file is read");
        assert_eq!((last.broken_off, last.path.as_str()), (None, &*format!("logs.zip/b/{NAME}")));
    }
    let from = at % bytes.len();
    for (byte, other) in bytes.iter_mut().skip(from).zip(rest) {
        *byte ^= other;
    }
    let _ = over(&[("logs.zip", &bytes)], &options());
}
