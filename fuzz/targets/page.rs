//! A portal page: any JSON, and one whose names and sentences the fuzzer gives.
#![no_main]

use headworks_fuzz::{Given, options, over, pieces};
use libfuzzer_sys::fuzz_target;
use serde_json::json;

const PATH: &str = "rio-claro-ca-pd__2026-04-29.json";

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let whole = over(&[(PATH, given.rest)], &options());
    assert_eq!(whole.summary.files.len() + whole.summary.refused.len(), 1);
    let mut parts = pieces(given.rest).into_iter();
    let (head, names) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let of = |at: usize, usual: &str| {
        head.get(at).filter(|text| !text.is_empty()).map_or(usual, String::as_str).to_owned()
    };
    let page = json!({
        "crawled_slug": of(0, "rio-claro-ca-pd"),
        "crawled_name": head.get(1),
        "archived_date": of(2, "2026-04-29"),
        "prohibited_uses": of(3, "Immigration enforcement is prohibited."),
        "sharing_restrictions": of(4, "Data is not shared with federal agencies."),
        "data_retention_days": of(5, "30"),
        "sharing_outbound": names,
        "sharing_inbound": names,
    });
    let bytes = serde_json::to_vec(&page).expect("a page is JSON");
    let found = over(&[(PATH, &bytes)], &options());
    let Some(told) = found.summary.files.first() else {
        assert!(of(0, "x").trim().is_empty(), "a page that says whose it is");
        return;
    };
    assert_eq!(told.rows_read, names.len() as u64, "every entry is counted");
    assert_eq!(told.inbound_listed, Some(names.len() as u64));
    for stated in &found.summary.stated_policies {
        assert!(stated.says.chars().count() <= 201, "{}", stated.says.len());
    }
});
