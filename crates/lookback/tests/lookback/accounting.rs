//! Whatever the files hold, every row of them is accounted for.

use crate::run::over;
use lookback::{FileTold, Options};
use proptest::prelude::*;

const AGENCIES: [&str; 2] = ["rio-claro-ca-pd", "vista-serena-ca-pd"];
const HEADER: &str = "id,userId,searchDate,networkCount,reason\n";

/// A line as a log might hold it: good, a copy, broken, blank, or any bytes at all.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let id = prop_oneof![Just(String::new()), (0..6u8).prop_map(|id| format!("id{id}"))];
    let date = prop_oneof![
        4 => (1..29u8).prop_map(|day| format!("2026-04-{day:02}T10:00:00Z")),
        1 => Just("0000-00-00".to_owned()),
    ];
    let count = prop_oneof![4 => Just("7"), 1 => Just("seven"), 1 => Just("")];
    let reason = prop_oneof![Just(""), Just("inv"), Just("HSI assist"), Just("\"a\n,b\"")];
    let row = (id, date, count, reason)
        .prop_map(|(id, date, count, reason)| format!("{id},***,{date},{count},{reason}\n"));
    prop_oneof![
        8 => row.prop_map(String::into_bytes),
        1 => Just(b"\r\n".to_vec()),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
    ]
}

fn file() -> impl Strategy<Value = (String, Vec<u8>)> {
    let name = (0..AGENCIES.len(), 20..29u8).prop_map(|(agency, day)| {
        format!("{}__2026-04-{day:02}__search_audit.csv", AGENCIES[agency])
    });
    (name, proptest::collection::vec(line(), 0..30))
        .prop_map(|(name, lines)| (name, [HEADER.as_bytes(), &lines.concat()].concat()))
}

fn page() -> impl Strategy<Value = (String, Vec<u8>)> {
    let names = ["Umber Falls OR PD", "NCRIC", "DO NOT USE", "Rio Claro CA PD", "", " "];
    let entry = prop_oneof![
        6 => (0..names.len()).prop_map(move |name| serde_json::json!(names[name])),
        1 => Just(serde_json::json!(7)),
    ];
    (0..AGENCIES.len(), 1..29u8, proptest::collection::vec(entry, 0..12)).prop_map(
        |(agency, day, outbound)| {
            let page = serde_json::json!({
                "crawled_slug": AGENCIES[agency],
                "archived_date": format!("2026-04-{day:02}"),
                "sharing_outbound": outbound,
            });
            (format!("page-{day}.json"), page.to_string().into_bytes())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_row_is_unique_or_a_copy_or_unreadable(
        files in proptest::collection::vec(prop_oneof![3 => file(), 1 => page()], 1..5),
    ) {
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        // `over` checks INVARIANT(accounted) per file and in all.
        let once = over(&files, Options::default());
        prop_assert_eq!(once.summary.files.len(), files.len());
        prop_assert_eq!(&over(&files, Options::default()), &once, "a run is the same each time");
        let twice: Vec<_> = files.iter().chain(&files).copied().collect();
        let twice = over(&twice, Options::default()).summary;
        let readable = |file: &FileTold| file.rows_read - file.rows_unreadable;
        // Rows without an id cannot be known again; all others are copies the second time.
        let second = twice.files.iter().skip(files.len());
        for (first, second) in once.summary.files.iter().zip(second) {
            prop_assert_eq!(readable(first), readable(second));
            prop_assert!(second.rows_unique <= first.rows_unique);
        }
        prop_assert_eq!(twice.links_unique, once.summary.links_unique);
    }

    #[test]
    fn well_formed_files_are_split_as_other_programs_split_them(
        rows in proptest::collection::vec(
            proptest::collection::vec("[a-z ,\"\n\r']{0,8}", 5), 0..20,
        ),
    ) {
        let mut writer = csv::WriterBuilder::new().from_writer(HEADER.as_bytes().to_vec());
        for row in &rows {
            let mut row = row.clone();
            // Every cell but the reason is plain, so that each row is readable.
            row[0] = "id".to_owned();
            row[2] = "2026-04-20T10:00:00Z".to_owned();
            row[3] = "7".to_owned();
            writer.write_record(&row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let name = "rio-claro-ca-pd__2026-04-29__search_audit.csv";
        let found = over(&[(name, &bytes)], Options::default());
        let told = &found.summary.files[0];
        prop_assert_eq!(told.rows_read, rows.len() as u64);
        prop_assert_eq!(told.rows_unreadable, 0);
    }
}
