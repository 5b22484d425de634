//! What is checked in is what the packs say; a changed pack shows.

use law::{Law, MATRIX_COMMAND, StatuteFile};

/// The whole law is compared by `cargo xtask ci` (`headworks law matrix --check`): it takes longer.
#[test]
fn every_statute_has_the_matrix_that_its_policies_make() {
    let law = Law::embedded().unwrap();
    for folder in law.folders() {
        let path = format!("{folder}/matrix.txt");
        let file = Law::embedded_files().find(|file| file.path == path);
        let known = file.map(|file| file.text).unwrap_or_default();
        let made = law.matrix(folder).unwrap().text();
        assert!(
            known == made,
            "statutes/{path} is not what the pack says: run `{MATRIX_COMMAND}` and read the diff"
        );
    }
}

#[test]
fn a_changed_pack_shows_as_a_changed_matrix() {
    let (folder, pack) =
        ("los-angeles/special-order-31", "los-angeles/special-order-31/policy.cedar");
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    let file = files.iter_mut().find(|file| file.path == pack).unwrap();
    let without =
        file.text.replace(r#"PartyKind::"tribal_law_enforcement""#, r#"PartyKind::"court""#);
    assert_ne!(without, file.text);
    file.text = without;
    let before = Law::embedded().unwrap().matrix(folder).unwrap();
    let after = Law::read(files).unwrap().matrix(folder).unwrap();
    assert_ne!(before.rows, after.rows);
    let told = |rows: &[law::Row]| {
        let of_tribal = rows.iter().filter(|row| {
            row.conditions.iter().any(|c| c.values.iter().any(|v| v.contains("tribal")))
        });
        of_tribal.map(|row| row.says.clone()).collect::<Vec<_>>()
    };
    assert_ne!(told(&before.rows), told(&after.rows));
}

#[test]
fn a_row_says_what_its_ask_is_ruled() {
    let law = Law::embedded().unwrap();
    let matrix = law.matrix("california/sb34").unwrap();
    let says = |asker: &str| {
        let row = matrix.rows.iter().find(|row| {
            row.doors.contains(&terms::Door::Feed)
                && row.conditions.iter().any(|c| {
                    c.dimension == "asker" && c.values.iter().any(|value| value.contains(asker))
                })
        });
        row.unwrap()
    };
    assert_eq!(says("federal military").says, "withhold CA-SB34-SHARE/federal");
    assert_eq!(says("fusion center").says, "withhold CA-SB34-SHARE/out-of-state");
    assert_eq!(says("tribal").says, "refer CA-SB34-SHARE/tribal");
    let note = &matrix.notes[says("federal military").papers.unwrap() - 1];
    let grand_jury = note.iter().find(|row| row.papers.join("").contains("grand jury")).unwrap();
    assert_eq!(grand_jury.says, "refer");
    assert!(matrix.also_turns_on.iter().any(|what| what.contains("serves the holder")));
    let duty = matrix.duties.iter().find(|row| row.says == "CA-SB34-LOG/access-record");
    assert_eq!(duty.unwrap().conditions[0].values, ["plate reads"]);
}
