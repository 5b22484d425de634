//! Any bytes under any name: taken in or refused, and accounted for.
#![no_main]

use headworks_fuzz::{Given, PATHS, options, over, plainly};
use libfuzzer_sys::fuzz_target;

const GOOD: &str = "id,userId,searchDate,networkCount,reason\n\
    g,***,2026-04-20T10:00:00Z,7,HSI assist\n";

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let mut options = options();
    if given.choice >= 128 {
        options.agency = Some("Rio Claro CA PD".to_owned());
        options.day = "2026-04-29".parse().ok();
    }
    let good = ("vista-serena-ca-pd__2026-04-29__search_audit.csv", GOOD.as_bytes());
    let path = given.pick(&PATHS);
    let found = over(&[(path, given.rest), good], &options);
    let of_good = found.summary.files.last().expect("the run goes on with the other file");
    assert_eq!((of_good.path.as_str(), of_good.rows_unique), (good.0, 1));
    // Given twice, its rows are copies of themselves and its links are the same.
    let twice = plainly(&[(path, given.rest), good, (path, given.rest), good], &options);
    assert_eq!(twice.summary.links_unique, found.summary.links_unique);
    assert_eq!(twice.summary.refused.len(), 2 * found.summary.refused.len());
});
