//! Sharing lists of every kind, camera logs and event logs.
#![no_main]

use headworks_fuzz::{Given, options, over};
use libfuzzer_sys::fuzz_target;

const HEADS: [(&str, &str); 7] = [
    ("shared.csv", "Organization Name,Networks Shared With Me,Networks I'm Sharing\n"),
    ("edges.csv", "src_agency,external_agency\n"),
    ("edges.csv", "Agency,external_organizations_with_access,updated,data_retention_in_days\n"),
    ("policies.csv", "agency,accessed,prohibited_uses,sharing_restrictions,overview\n"),
    (
        "scan.txt",
        "The Rio Claro Police Department Agency is Sharing its Detection data with the following \
         Agencies: ",
    ),
    ("cameras.csv", "user_organization,object_organization,timestamp,notes,incident_id\n"),
    ("events.csv", "Timestamp,User,Event Type,Entity Type,Entity Details\n"),
];

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let (path, head) = given.pick(&HEADS);
    let mut options = options();
    options.agency = Some("Rio Claro CA PD".to_owned());
    options.day = "2026-04-29".parse().ok();
    let file = [head.as_bytes(), given.rest].concat();
    let found = over(&[(path, &file)], &options);
    assert!(found.summary.refused.is_empty(), "{:?}", found.summary.refused);
    let told = &found.summary.files[0];
    let is_scan = path.ends_with("txt");
    if is_scan {
        let possible = terms::Certainty::Possible;
        assert!(found.findings.iter().all(|finding| finding.certainty == possible));
    }
    if let (0, true) = (given.choice % HEADS.len(), !given.rest.contains(&b'"')) {
        let lines = given.rest.split(|byte| matches!(byte, b'\n' | b'\r'));
        let lines = lines.filter(|line| !line.is_empty()).count() as u64;
        let inbound = told.inbound_listed.unwrap_or_default();
        assert_eq!(told.rows_read + inbound, lines, "every line is a share, or one to it");
    }
});
