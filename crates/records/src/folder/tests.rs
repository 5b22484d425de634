//! Tests of answering from a folder of records.

use super::*;
use terms::{LimitKind, Near, ProvisionId, RecordClass};

fn root(part: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(part)
}

fn samples() -> Folder {
    Folder::open(&root("record_sets"), &root("demo/records")).unwrap()
}

fn limit(kind: LimitKind) -> Limit {
    Limit {
        kind,
        provision: ProvisionId("BASE".to_owned()),
        citation: "made up".to_owned(),
        text: kind.told().to_owned(),
        is_quiet: false,
    }
}

fn question(json: &str) -> Question {
    serde_json::from_str(json).unwrap()
}

/// The answer as text, or what is wrong.
fn find(folder: &Folder, json: &str, limits: &[LimitKind]) -> Result<String, String> {
    let limits: Vec<Limit> = limits.iter().map(|kind| limit(*kind)).collect();
    let found = folder.find(&question(json), &limits).map_err(|error| error.to_string())?;
    assert_eq!(found.0.iter().filter(|byte| **byte == b'\n').count() as u64, found.1);
    Ok(String::from_utf8(found.0).unwrap())
}

/// A folder with one set of three reads.
fn made(rows: &str) -> (tempfile::TempDir, Folder) {
    let folder = tempfile::tempdir().unwrap();
    let header = "read_at,plate,plate_state,camera,latitude,longitude,near_protected_place\n";
    let file = folder.path().join("plate-reads.synthetic.csv");
    std::fs::write(file, format!("{header}{rows}")).unwrap();
    let opened = Folder::open(&root("record_sets"), folder.path()).unwrap();
    (folder, opened)
}

const THREE: &str = "2026-11-01T00:00:00Z,7TST001,CA,Main,34.0522,-118.2437,no\n\
     2026-11-02T00:00:00Z,7TST001,CA,Main,34.0622,-118.2437,no\n\
     2026-11-03T00:00:00Z,7TST001,CA,Main,34.0522,-118.2437,yes\n";

#[test]
fn the_samples_are_as_declared() {
    let folder = samples();
    let all = r#"{"record_set": "plate-reads", "equals": {"plate_state": "CA"}}"#;
    let found = find(&folder, all, &[]).unwrap();
    assert!(found.lines().count() > 100 && !found.contains("near_protected_place"));
    let interviews = r#"{"record_set": "field-interviews", "equals": {"name": "Test Person B"}}"#;
    let found = find(&folder, interviews, &[]).unwrap();
    assert!(found.contains("@made_up_1") && !found.contains("narrative"));
}

#[test]
fn a_question_is_by_value_time_and_place() {
    let (_kept, folder) = made(THREE);
    let by = |rest: &str| {
        let json =
            format!(r#"{{"record_set": "plate-reads", "equals": {{"plate": "7TST001"}}{rest}}}"#);
        find(&folder, &json, &[]).unwrap().lines().count()
    };
    assert_eq!(by(""), 2, "the third never leaves");
    assert_eq!(by(r#", "from": "2026-11-02""#), 1);
    assert_eq!(by(r#", "until": "2026-11-02""#), 1, "until is the first moment not asked for");
    let near = |metres: u32| {
        let place = r#""latitude_micro": 34052200, "longitude_micro": -118243700"#;
        by(&format!(r#", "near": {{{place}, "metres": {metres}}}"#))
    };
    // The second read is 0.01 degrees to the north: 1,112 metres.
    assert_eq!((near(1_100), near(1_120)), (1, 2));
}

#[test]
fn limits_take_fields_or_the_whole_answer() {
    let folder = samples();
    let one = r#"{"record_set": "field-interviews", "equals": {"name": "Test Person B"}}"#;
    let suppressed = find(&folder, one, &[LimitKind::FieldsSuppressed]).unwrap();
    assert!(suppressed.contains("birth_date"));
    for gone in ["handles", "address", "role", "@made_up", "Nowhere"] {
        assert!(!suppressed.contains(gone), "{gone}");
    }
    let here = r#"{"record_set": "field-interviews", "near": {"latitude_micro": 34052200,
        "longitude_micro": -118243700, "metres": 100}}"#;
    let bare = find(&folder, here, &[LimitKind::NothingThatIdentifies]).unwrap();
    assert!(bare.contains("place") && !bare.contains("Test Person") && !bare.contains("7TST"));
    assert_eq!(find(&folder, one, &[LimitKind::OneUse]), find(&folder, one, &[]));
    let by_machine = [
        LimitKind::DoNotIndex,
        LimitKind::FieldsSuppressed,
        LimitKind::NoOnwardSharing,
        LimitKind::NothingThatIdentifies,
        LimitKind::OneUse,
    ];
    for kind in LimitKind::ALL {
        let found = find(&folder, here, &[kind]);
        assert_eq!(found.is_ok(), by_machine.contains(&kind), "{kind:?}: {found:?}");
    }
}

#[test]
fn what_is_kept_back_cannot_be_asked_by() {
    let folder = samples();
    let one = r#"{"record_set": "field-interviews", "equals": {"name": "Test Person B"}}"#;
    let wrong = find(&folder, one, &[LimitKind::NothingThatIdentifies]).unwrap_err();
    assert!(wrong.contains("nothing_that_identifies"), "{wrong}");
}

#[test]
fn a_bad_row_is_told_whether_it_matches_or_not() {
    let (_kept, folder) = made("not a time,7TST001,CA,Main,34.0,-118.0,no\n");
    let asked = |plate: &str| {
        let json = format!(
            r#"{{"record_set": "plate-reads", "equals": {{"plate": "{plate}"}},
                "from": "2026-01-01"}}"#
        );
        find(&folder, &json, &[]).unwrap_err()
    };
    assert_eq!(asked("7TST001"), asked("7TST999"));
}

#[test]
fn a_row_that_is_not_understood_gives_no_answer_and_is_not_shown() {
    let secret = "7SECRET";
    for row in [
        format!("not a time,{secret},CA,Main,34.0,-118.0,no\n"),
        format!("2026-11-01T00:00:00Z,{secret},CA,Main,north,-118.0,no\n"),
        format!("2026-11-01T00:00:00Z,{secret},CA,Main,34.0,no\n"),
        format!("2026-11-01T00:00:00Z,{secret},CA,Main,934.0,-118.0,no\n"),
    ] {
        let (_kept, folder) = made(&row);
        let asked = format!(
            r#"{{"record_set": "plate-reads", "equals": {{"plate": "{secret}"}},
                "from": "2026-01-01", "near": {{"latitude_micro": 34000000,
                "longitude_micro": -118000000, "metres": 10}}}}"#
        );
        let wrong = find(&folder, &asked, &[]).unwrap_err();
        assert!(wrong.contains("row 1") && !wrong.contains(secret), "{wrong}");
    }
    // A row that does not say whether it may leave does not leave.
    let (_kept, folder) = made("2026-11-01T00:00:00Z,7TST001,CA,Main,34.0,-118.0,\n");
    let asked = r#"{"record_set": "plate-reads", "equals": {"plate": "7TST001"}}"#;
    assert_eq!(find(&folder, asked, &[]).unwrap(), "");
}

#[test]
fn what_cannot_be_asked_is_told_with_what_can() {
    let folder = samples();
    for (asked, expected) in [
        (r#"{"record_set": "none"}"#, "there is no record set `none`"),
        (r#"{"record_set": "plate-reads"}"#, "it asks for everything; ask by `plate`"),
        (r#"{"record_set": "plate-reads", "from": "2026-01-01"}"#, "it asks for everything"),
        (r#"{"record_set": "plate-reads", "equals": {"latitude": "34"}}"#, "cannot be asked"),
        (
            r#"{"record_set": "plate-reads", "equals": {"plate": "x"},
                "fields": ["near_protected_place"]}"#,
            "does not leave",
        ),
        (
            r#"{"record_set": "plate-reads", "equals": {"plate": "x"},
                "from": "2026-02-01", "until": "2026-02-01"}"#,
            "`until` must be after `from`",
        ),
    ] {
        let wrong = find(&folder, asked, &[]).unwrap_err();
        assert!(wrong.contains(expected), "{asked}: {wrong}");
    }
    let far = Near { latitude_micro: 0, longitude_micro: 0, metres: 100_001 };
    let question = Question { near: Some(far), ..question(r#"{"record_set": "plate-reads"}"#) };
    assert!(folder.find(&question, &[]).is_err());
}

#[test]
fn what_is_known_of_a_set_comes_from_its_declaration_alone() {
    let nowhere = Folder::open(&root("record_sets"), Path::new("no such folder")).unwrap();
    let asked = question(
        r#"{"record_set": "plate-reads", "equals": {"plate": "x"}, "from": "2026-11-04"}"#,
    );
    let known = nowhere.set(&asked).unwrap().known(&asked, "2026-11-24".parse().unwrap());
    assert_eq!((known.class, known.age_days_max), (RecordClass::PlateReads, Some(20)));
    let all = Question { from: None, ..asked };
    let known = nowhere.set(&all).unwrap().known(&all, "2026-11-24".parse().unwrap());
    assert_eq!(known.age_days_max, Some(60), "no read is kept longer");
}

#[test]
fn a_wrong_declaration_is_refused() {
    let good = std::fs::read_to_string(root("record_sets/plate-reads.toml")).unwrap();
    let read = |text: &str| Declared::read(Path::new("x.toml"), text);
    read(&good).unwrap();
    for (from, to) in [
        ("moment = \"read_at\"", "moment = \"when\""),
        ("plate-reads.synthetic.csv", "../elsewhere.csv"),
        ("plate-reads.synthetic.csv", "/elsewhere.csv"),
        ("latitude = \"latitude\"\n", ""),
        ("name = \"camera\"", "name = \"plate\""),
        ("keep_days", "keeps_days"),
        ("field = \"near_protected_place\"", "field = \"none\""),
    ] {
        assert!(read(&good.replacen(from, to, 1)).is_err(), "{to}");
    }
}
