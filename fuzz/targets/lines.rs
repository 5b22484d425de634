//! Any bytes below a header: split into rows, and no row behind them is lost.
#![no_main]

use headworks_fuzz::{Given, PATHS, options, over};
use libfuzzer_sys::fuzz_target;

const HEADER: &str = "id,userId,searchDate,networkCount,reason\n";
const GOOD: &str = "the-good-row,***,2026-04-20T10:00:00Z,7,robbery\n";

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let end = ["\n", "\r\n", "\r"][given.choice % 3];
    let file = [HEADER.as_bytes(), given.rest, end.as_bytes(), GOOD.as_bytes()].concat();
    let found = over(&[(PATHS[0], &file)], &options());
    assert!(found.summary.refused.is_empty(), "the header is a known one");
    let told = &found.summary.files[0];
    // Whatever stands before it, a quote that is never closed among it, the last row is read;
    // a header in the middle may give it another order.
    if told.headers_repeated == 0 {
        let last = told.rows_read;
        assert!(told.rows_unique >= 1, "the good row is lost");
        assert!(!told.unreadable.iter().any(|unreadable| unreadable.row == last));
    }
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let lines = given.rest.split(is_end).filter(|line| !line.is_empty()).count() as u64 + 1;
    let rows = told.rows_read + told.headers_repeated;
    assert!(rows <= lines, "more rows than lines");
    if !given.rest.contains(&b'"') {
        assert_eq!(rows, lines, "without quotes each line is a row");
    }
});
