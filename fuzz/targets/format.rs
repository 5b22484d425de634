//! Descriptions of formats, and files read by them.
#![no_main]

use headworks_fuzz::{Given, PATHS, options, over, text};
use libfuzzer_sys::fuzz_target;
use lookback::Format;

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let mut parts = given.rest.splitn(2, |byte| *byte == 255);
    let described = text(parts.next().unwrap_or_default());
    let file = parts.next().unwrap_or_default();
    let Ok(format) = Format::read(&described) else { return };
    assert_eq!(Format::read(&described).ok(), Some(format.clone()));
    let mut options = options();
    options.formats = vec![format];
    let path = given.pick(&PATHS);
    let found = over(&[(path, file), ("Rio_Claro_CA_PD-two.csv", file)], &options);
    assert!(found.summary.files.len() + found.summary.refused.len() >= 2);
});
