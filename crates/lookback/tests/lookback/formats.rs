//! Every documented header and quirk, in made-up files.

use crate::run::{Ran, over};
use lookback::{Column, FileTold, Finding, Format, Holder, Kind, Options, Why};
use terms::{Certainty, Outcome, Pathway};

const NETWORK: &str = "Rio_Claro_CA_PD-Network_Audit-2026-04.csv";
const OWN: &str = "Rio_Claro_CA_PD-Organization_Audit-2026-04.csv";
pub(crate) const ID: [&str; 3] = [
    "0b7c1d52-9c1e-4b0a-9d0f-0a1b2c3d4e51",
    "0b7c1d52-9c1e-4b0a-9d0f-0a1b2c3d4e52",
    "0b7c1d52-9c1e-4b0a-9d0f-0a1b2c3d4e53",
];
pub(crate) const FULL: &str = "ID, Name, Org Name, Total Networks Searched, \
    Total Devices Searched, Time Frame, License Plate, Reason, Case #, Filters, Search Time, \
    Search Type, Text Prompt, Moderation\n";
const FRAME: &str = "\"04/01/2026, 10:00:00 AM UTC - 04/20/2026, 10:00:00 AM UTC\"";
const AT: &str = "\"04/20/2026, 10:00:00 AM UTC\"";

pub(crate) fn full(id: &str, org: &str, reason: &str) -> String {
    format!("{id},***,{org},12,340,{FRAME},***,{reason},26-1,,{AT},lookup,,\n")
}

fn run(path: &str, text: &str) -> Ran {
    over(&[(path, text.as_bytes())], Options::default())
}

pub(crate) fn only(found: &Ran) -> &FileTold {
    assert!(found.summary.refused.is_empty(), "{:?}", found.summary.refused);
    assert_eq!(found.summary.files.len(), 1);
    &found.summary.files[0]
}

/// One row of a header: read, by a known agency, for a federal body.
fn check(header: &str, row: &str, kind: Kind, absent: &[Column]) {
    let found = run(OWN, &format!("{header}\n{row}\n"));
    let told = only(&found);
    assert_eq!((told.rows_unique, told.rows_unreadable, told.kind), (1, 0, kind), "{header}");
    for column in absent {
        assert!(told.columns_absent.contains(column), "{header}: {:?}", told.columns_absent);
    }
    assert_eq!(found.findings.len(), 1, "{header}");
    assert_eq!(found.findings[0].pathway, Some(Pathway::SideDoor), "{header}");
}

#[test]
fn every_documented_header_of_an_export_is_read() {
    let own = "Rio Claro CA PD";
    let kind = Kind::OrganizationAudit;
    check(FULL.trim_end(), full(ID[0], own, "HSI assist").trim_end(), kind, &[]);
    check(
        "ID,Name,Org Name,Total Networks Searched,Time Frame,License Plate,Reason,Case #,Filters,\
         Search Time,Search Type,Text Prompt,Moderation",
        &format!("{},***,{own},12,{AT},***,HSI assist,26-1,,{AT},lookup,,", ID[0]),
        kind,
        &[Column::DeviceCount],
    );
    check(
        "ID,Name,Org Name,Total Networks Searched,License Plate,Reason,Case #,Filters,Search Time,\
         Search Type",
        &format!("{},***,{own},12,***,HSI assist,26-1,,{AT},lookup", ID[0]),
        kind,
        &[Column::Moderation, Column::TextPrompt, Column::TimeFrame],
    );
    check(
        "ID,Org_Name,Total_Networks_Searched,Total_Devices_Searched,Time_Frame_Start,\
         Time_Frame_End,Reason,Search_Time,Search_Type,Moderation",
        &format!("{},{own},12,340,{AT},{AT},HSI assist,{AT},lookup,", ID[0]),
        kind,
        &[Column::CaseNumber, Column::Plate],
    );
    check(
        "ID,userID,networkCount,Search Time,Reason",
        &format!("1,***,12,{AT},HSI assist"),
        kind,
        &[],
    );
    check(
        "Org Name,Total Networks Searched,Reason_1,Test Prompt,License Plates,Case Number,\
         Search Date,Search Time",
        &format!("{own},12,HSI assist,,***,26-1,04/20/2026,1:00:00 PM"),
        kind,
        &[],
    );
    check("Reason,DateTime", "HSI assist,4/20/2026 13:00:00", Kind::ReasonList, &[Column::Plate]);
}

#[test]
fn a_search_by_another_agency_is_held_against_whose_cameras_were_searched() {
    let text = FULL.to_owned()
        + &full(ID[0], "Umber Falls ID PD", "burglary")
        + &full(ID[1], "US Border Patrol", "burglary")
        + &full(ID[2], "Rio Claro CA PD", "burglary");
    let found = run(NETWORK, &text);
    let told = only(&found);
    assert_eq!(told.kind, Kind::NetworkAudit);
    assert_eq!(told.agency.as_deref(), Some("Rio Claro CA PD"));
    let ways: Vec<_> = found.findings.iter().map(|f| (f.pathway, f.certainty, f.outcome)).collect();
    let shown = |way| (Some(way), Certainty::Shown, Outcome::Withhold);
    assert_eq!(ways, [shown(Pathway::OutOfState), shown(Pathway::BackDoor)]);
    assert!(found.findings.iter().all(|finding| matches!(
        &finding.holder,
        lookback::Holder::Named(holder) if holder.name == "Rio Claro CA PD"
    )));
}

#[test]
fn whose_cameras_stands_nowhere_so_nothing_is_held_against_anyone() {
    let text = FULL.to_owned()
        + &full(ID[0], "Umber Falls ID PD", "ICE ERO")
        + &full(ID[1], "US Border Patrol", "burglary");
    let found = run("export.csv", &text);
    assert_eq!(only(&found).kind, Kind::NetworkAudit);
    assert!(found.findings.is_empty());
    assert_eq!(found.summary.law_not_loaded["unknown"].rows, 2);
    let options = Options { agency: Some("Rio Claro CA PD".to_owned()), ..Options::default() };
    let found = over(&[("export.csv", text.as_bytes())], options);
    assert_eq!(found.findings.len(), 2, "the caller may say whose");
}

#[test]
fn a_second_header_in_the_middle_is_no_row_and_its_order_stands_from_there_on() {
    let text = FULL.to_owned()
        + &full(ID[0], "Rio Claro CA PD", "burglary")
        + "Org Name,Search Time,Reason,Search Type,Total Networks Searched\n"
        + &format!("Rio Claro CA PD,{AT},HSI assist,lookup,3\n");
    let found = run(OWN, &text);
    let told = only(&found);
    assert_eq!((told.rows_read, told.rows_unreadable, told.headers_repeated), (2, 0, 1));
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn a_file_without_a_header_is_read_by_its_rows() {
    let text = full(ID[0], "Rio Claro CA PD", "HSI assist").repeat(2);
    let found = run(OWN, &text);
    let told = only(&found);
    assert!(told.header_missing);
    assert_eq!((told.rows_read, told.rows_unique, told.rows_duplicate), (2, 1, 1));
    assert_eq!(found.findings[0].sources.len(), 2);
}

#[test]
fn a_row_whose_cells_have_shifted_is_put_back_or_told() {
    let header = "ID,Org Name,Total Networks Searched,Time Frame,Reason,Search Time,Search Type\n";
    let row = format!("{},Rio Claro CA PD,12,HSI assist,{AT},lookup\n", ID[0]);
    let found = run(OWN, &(header.to_owned() + &row + "a,b,c\n"));
    let told = only(&found);
    assert_eq!((told.rows_unique, told.rows_shifted, told.rows_unreadable), (1, 1, 1));
    assert_eq!(told.unreadable[0].row, 2);
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn what_is_blank_taken_out_withheld_overwritten_and_absent_stay_apart() {
    let cells = |path, text: &str, column| only(&run(path, text)).cells[&column];
    let rows = |reasons: &[&str]| {
        let row = |(at, reason): (usize, &&str)| full(&format!("x{at}"), "Rio Claro CA PD", reason);
        FULL.to_owned() + &reasons.iter().enumerate().map(row).collect::<String>()
    };
    let told =
        cells(OWN, &rows(&["", "REDACTED", "7923.600 GC", "* * *", "burglary"]), Column::Reason);
    assert_eq!((told.blank, told.redacted, told.given), (1, 3, 1));
    let told = cells(OWN, &rows(&["Investigation"; 200]), Column::Reason);
    assert_eq!((told.overwritten, told.given), (200, 0));
    let unfilled = full(ID[0], "Umber Falls ID PD", "x").replacen("***", "", 1)
        + &full(ID[1], "Rio Claro CA PD", "x").replacen("***", "", 1);
    let told = cells(NETWORK, &(FULL.to_owned() + &unfilled), Column::UserName);
    assert_eq!((told.withheld, told.blank), (2, 0), "since 17 December 2025 the vendor fills none");
}

#[test]
fn one_word_in_every_row_is_the_publishers_and_no_finding_against_the_searcher() {
    // A case number would say that there is one.
    let row = |at: usize| {
        full(&format!("x{at}"), "Rio Claro CA PD", "Investigation").replace(",26-1,", ",,")
    };
    let found = run(OWN, &(FULL.to_owned() + &(0..200).map(row).collect::<String>()));
    assert!(found.findings.is_empty(), "{:?}", found.findings.first());
    let found = run(OWN, &(FULL.to_owned() + &(0..20).map(row).collect::<String>()));
    assert_eq!(found.findings.len(), 20);
    // A task force that looks for one thing alone says so each time: that is a purpose.
    let row = |at: usize| full(&format!("x{at}"), "Rio Claro CA PD", "Stolen vehicle");
    let found = run(OWN, &(FULL.to_owned() + &(0..200).map(row).collect::<String>()));
    let told = only(&found).cells[&Column::Reason];
    assert_eq!((told.overwritten, told.given), (0, 200));
}

#[test]
fn copies_without_an_id_are_paired_across_files_and_not_within_one() {
    let header = "Org Name,Total Networks Searched,Reason,Search Time,Search Type\n";
    let row = |reason: &str| format!("Rio Claro CA PD,12,{reason},{AT},lookup\n");
    let one = header.to_owned() + &row("HSI assist") + &row("burglary");
    let two = header.to_owned() + &row("burglary") + &row("HSI assist") + &row("robbery");
    let found = over(
        &[(OWN, one.as_bytes()), ("b/Rio_Claro_CA_PD.csv", two.as_bytes())],
        Options::default(),
    );
    let counts: Vec<_> =
        found.summary.files.iter().map(|file| (file.rows_unique, file.rows_duplicate)).collect();
    assert_eq!(counts, [(2, 0), (1, 2)]);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].sources.len(), 2);
    assert_eq!(
        found.summary.files[1].rows_contradicting, 0,
        "which is the copy of which is not known"
    );
}

#[test]
fn copies_that_do_not_agree_are_told_with_their_columns_and_masks_do_not_count() {
    let file = |reason: &str| FULL.to_owned() + &full(ID[0], "Rio Claro CA PD", reason);
    let (one, two, three) = (file("burglary"), file("HSI assist"), file("[REDACTED]"));
    let files = [
        ("a/Rio_Claro_CA_PD.csv", one.as_bytes()),
        ("b/Rio_Claro_CA_PD.csv", two.as_bytes()),
        ("c/Rio_Claro_CA_PD.csv", three.as_bytes()),
    ];
    let found = over(&files, Options::default());
    assert_eq!(found.summary.contradictions.len(), 1);
    let told = &found.summary.contradictions[0];
    assert_eq!(told.columns, [Column::Reason]);
    assert!(told.copy.path.starts_with("b/"), "{told:?}");
}

#[test]
fn many_threads_and_one_come_to_the_same() {
    let rows: String = (0..20_000)
        .map(|at| {
            full(
                &format!("x{}", at % 15_000),
                "Rio Claro CA PD",
                ["inv", "HSI assist", "burglary"][at % 3],
            )
        })
        .collect();
    let text = FULL.to_owned() + &rows;
    let with = |threads: usize| {
        let threads = std::num::NonZero::new(threads).unwrap();
        over(&[(OWN, text.as_bytes())], Options { threads, ..Options::default() })
    };
    assert_eq!(with(4), with(1));
}

#[test]
fn tabs_semicolons_and_a_described_format_are_read() {
    for by in ["\t", ";", "|"] {
        let text = format!("Reason{by}DateTime\nHSI assist{by}4/20/2026 13:00:00\n");
        assert_eq!(run(OWN, &text).findings.len(), 1, "{by:?}");
    }
    let format = Format::read(
        "name = \"x\"\nkind = \"organization_audit\"\nagency = \"Rio Claro CA PD\"\n\
         [columns]\nsearchTime = \"When\"\nreason = \"Why\"",
    )
    .unwrap();
    let options = Options { formats: vec![format], ..Options::default() };
    let found = over(&[("x.csv", b"When,Who,Why\n2026-04-20,Jane,HSI assist\n")], options);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(run("x.csv", "When,Who,Why\n2026-04-20,Jane,HSI assist\n").summary.refused.len(), 1);
}

#[test]
fn a_described_network_audit_is_of_searches_by_others_on_the_agency_that_it_names() {
    let description = |agency: &str| {
        Format::read(&format!(
            "name = \"x\"\nkind = \"network_audit\"\n{agency}\n[columns]\nsearchTime = \"When\"\n\
             orgName = \"Who\"\nreason = \"Why\"\n"
        ))
        .unwrap()
    };
    let text = "When,Who,Why\n2026-04-20,US Border Patrol,burglary\n\
                2026-04-21,Umber Falls ID PD,burglary\n2026-04-24,Umber Falls ID PD,theft\n";
    let run = |agency: &str, text: &str| {
        let options = Options { formats: vec![description(agency)], ..Options::default() };
        over(&[("export.csv", text.as_bytes()), ("again.csv", text.as_bytes())], options)
    };
    let found = run("agency = \"Rio Claro CA PD\"", text);
    let ways: Vec<_> = found.findings.iter().map(|finding| finding.pathway).collect();
    assert_eq!(ways, [Pathway::BackDoor, Pathway::OutOfState, Pathway::OutOfState].map(Some));
    let one = "When,Who,Why\n2026-04-20,US Border Patrol,burglary\n";
    assert_eq!(run("agency = \"Rio Claro CA PD\"", one).findings.len(), 1, "one searcher too");
    // Whose cameras stands nowhere: nothing is held against anyone, and two files are not one.
    let found = run("", text);
    assert_eq!((found.findings.len(), found.summary.rows_unique), (0, 6));
    assert!(found.summary.completeness.is_empty(), "no estimate for nobody");
}

#[test]
fn json_rows_are_a_log_too() {
    let text = r#"[
        {"Org Name": "Rio Claro CA PD", "Reason": "HSI assist",
         "Search Time": "2026-04-20T10:00:00Z", "Total Networks Searched": 12},
        {"Org Name": "Rio Claro CA PD", "Reason": null, "Search Time": "2026-04-21T10:00:00Z"}
    ]"#;
    let found = run("log.json", text);
    assert_eq!((only(&found).rows_unique, found.findings.len()), (2, 1));
}

#[test]
fn a_hot_list_entered_for_immigration_enforcement_is_found_by_its_words_alone() {
    let text = "Timestamp,User,Event Type,Entity Type,Entity Details\n\
        04/20/2026 10:00:00,J,create,Custom Hotlist,\
        \"Hotlist Name: ICE administrative warrants\nPlate: 7ABC123\"\n\
        04/20/2026 10:00:00,J,login,Session,\"Reason: ICE\"\n";
    let found = run(OWN, text);
    assert_eq!((only(&found).kind, only(&found).rows_unique), (Kind::EventLog, 2));
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
    assert_ne!(found.findings[0].certainty, Certainty::Shown, "it may never have been in use");
    assert!(found.findings[0].condition.as_deref().unwrap().contains("if the list was in use"));
}

#[test]
fn a_camera_log_says_whose_cameras_they_are() {
    let text = "user,user_organization,object_type,operation,object_organization,timestamp,notes\n\
        u1,Rio Claro CA PD,Camera,VIEW LIVE,Rio Claro CA PD,4/20/2026 7:31:00,\n\
        u2,Umber Falls ID PD,Camera,VIEW LIVE,Rio Claro CA PD,4/20/2026 7:31:00,\n";
    let found = run("cameras.csv", text);
    let told = only(&found);
    assert_eq!((told.kind, told.rows_unique), (Kind::CameraLog, 2));
    assert_eq!(told.agency.as_deref(), Some("Rio Claro CA PD"));
}

#[test]
fn each_row_of_a_camera_log_is_ruled_on_as_its_own_holders() {
    let header = "user_organization,object_organization,timestamp,notes\n";
    let row = |holder: &str| {
        format!("US Border Patrol,{holder},4/20/2026 7:31:00,immigration enforcement\n")
    };
    let (here, north, unbound) = (row("Rio Claro CA PD"), row("Bend OR PD"), row("Boise ID PD"));
    let text = header.to_owned() + &here + &north + &unbound + &row(" ");
    let found = run("cameras.csv", &text);
    let told = only(&found);
    assert_eq!((told.rows_unique, told.rows_unreadable, told.rows_duplicate), (3, 1, 0));
    assert_eq!(told.unreadable[0].row, 4, "whose camera it was must be said");
    assert_eq!(told.agency, None, "it is no one agency's");
    let held: Vec<_> = found.findings.iter().map(holder_and_provision).collect();
    assert_eq!(held.len(), 2, "{held:?}");
    assert!(held[0].0 == "Rio Claro CA PD" && held[0].1.starts_with("CA-"), "{held:?}");
    assert!(held[1].0 == "Bend OR PD" && held[1].1.starts_with("OR-"), "{held:?}");
    assert_eq!(found.summary.law_not_loaded["ID"].rows, 1, "no other holder's law is applied");

    // The same moment and the same watcher are a copy only where the camera is of one agency.
    let (first, second) = (header.to_owned() + &here + &north, header.to_owned() + &north);
    let files = [("a.csv", first.as_bytes()), ("b.csv", second.as_bytes())];
    let found = over(&files, Options::default());
    let counts: Vec<_> =
        found.summary.files.iter().map(|file| (file.rows_unique, file.rows_duplicate)).collect();
    assert_eq!(counts, [(2, 0), (0, 1)]);
    let agency = Some("Boise ID PD".to_owned());
    let over_ruled = over(&[("a.csv", text.as_bytes())], Options { agency, ..Options::default() });
    assert_eq!(over_ruled.findings.len(), 2, "what each row says stands");
}

fn holder_and_provision(finding: &Finding) -> (&str, &str) {
    let Holder::Named(holder) = &finding.holder else { return ("", "") };
    (&holder.name, &finding.grounds[0].provision.0)
}

#[test]
fn a_view_of_an_agencys_own_camera_names_it_and_counts_no_networks() {
    let text = "user_organization,object_organization,timestamp,notes\n\
        Rio Claro CA PD,Rio Claro CA PD,4/20/2026 7:31:00,immigration enforcement\n\
        Rio Claro CA PD,Bend OR PD,4/20/2026 7:31:00,immigration enforcement\n";
    let found = run("cameras.csv", text);
    let held: Vec<_> = found.findings.iter().map(holder_and_provision).collect();
    assert_eq!(held.len(), 2, "{held:?}");
    assert_eq!(held[0].0, "Rio Claro CA PD");
    assert_eq!(held[1].0, "Bend OR PD");
}

#[test]
fn a_described_log_can_say_in_each_row_whose_camera_it_was() {
    let format = Format::read(
        "name = \"x\"\nkind = \"network_audit\"\n[columns]\nsearchTime = \"When\"\n\
         orgName = \"Who\"\ncameraOrg = \"Whose\"\ndeviceCount = \"Cameras\"\n\
         reason = \"Why\"\n",
    )
    .unwrap();
    let options = Options { formats: vec![format], ..Options::default() };
    let text = "When,Who,Whose,Cameras,Why\n\
        2026-04-20,US Border Patrol,Rio Claro CA PD,0,burglary\n\
        2026-04-20,US Border Patrol,Boise ID PD,0,burglary\n";
    let found = over(&[("export.csv", text.as_bytes())], options);
    assert_eq!(only(&found).kind, Kind::NetworkAudit);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(holder_and_provision(&found.findings[0]).0, "Rio Claro CA PD");
    assert_eq!(found.findings[0].pathway, Some(Pathway::BackDoor));
    // A header in the middle that leaves out whose camera it was leaves nothing to rule by.
    let text = "user_organization,object_organization,search_time,reason\n\
        US Border Patrol,Rio Claro CA PD,4/20/2026 7:31:00,burglary\n\
        organization,search_time,reason\n\
        US Border Patrol,4/20/2026 7:31:00,burglary\n";
    let found = run("export.csv", text);
    assert_eq!((only(&found).rows_unique, only(&found).rows_unreadable), (1, 1));
    assert_eq!(only(&found).unreadable[0].why, Why::HolderUnsure);
}

/// A release that gives the month of each search and not the day.
fn monthly(rows: &str) -> Ran {
    let format = Format::read(
        "name = \"x\"\nkind = \"reason_list\"\n[columns]\nsearchDate = \"Month\"\n\
         orgName = \"Who\"\nreason = \"Why\"\n",
    )
    .unwrap();
    let options = Options { formats: vec![format], ..Options::default() };
    over(&[("export.csv", format!("Month,Who,Why\n{rows}").as_bytes())], options)
}

#[test]
fn a_row_that_gives_a_month_is_ruled_on_where_the_law_is_the_same_on_all_its_days() {
    let found = monthly("2026-04,Rio Claro CA PD,immigration enforcement\n");
    assert_eq!((only(&found).rows_unique, only(&found).rows_without_day), (1, 1));
    let finding = &found.findings[0];
    assert_eq!(finding.day.to_string(), "2026-04-01");
    assert_eq!(finding.until.map(|day| day.to_string()).as_deref(), Some("2026-04-30"));
    assert_eq!((finding.outcome, finding.as_of), (Outcome::Withhold, finding.day));
    let plain = monthly("2026-04-20,Rio Claro CA PD,immigration enforcement\n");
    assert_eq!((plain.findings[0].until, only(&plain).rows_without_day), (None, 0));
    assert_eq!(finding.condition, plain.findings[0].condition, "the law is the same all month");
    assert_eq!(finding.certainty, plain.findings[0].certainty);
}

#[test]
fn a_row_that_gives_a_time_in_which_the_law_changed_is_found_on_a_condition_only() {
    let row = |when: &str| format!("{when},Fairfax County VA PD,immigration enforcement\n");
    // Va. Code 2.2-5517 is in force from 1 July 2025.
    let found = monthly(&row("2025-06"));
    assert!(found.findings.is_empty(), "{:?}", found.findings);
    let found = monthly(&row("2025-07"));
    let all = &found.findings[0];
    assert!(all.condition.as_ref().is_none_or(|condition| !condition.contains("on a day from")));
    for (when, until) in [("2025", "2025-12-31"), ("2025-06..2025-08", "2025-08-31")] {
        let found = monthly(&row(when));
        let some = &found.findings[0];
        assert_eq!((some.outcome, some.pathway), (all.outcome, all.pathway), "{when}");
        assert_ne!(some.certainty, Certainty::Shown);
        let condition = some.condition.as_deref().unwrap();
        let expected = format!("if it was on a day from 2025-07-01 to {until}: the log does not");
        assert!(condition.starts_with(&expected), "{condition}");
        assert_eq!(some.as_of.to_string(), "2025-07-01", "the law that is told is of that day");
    }
}

#[test]
fn a_search_that_the_law_bars_as_a_use_rests_on_nothing_that_was_passed_on() {
    let find = |who: &str| {
        let found = monthly(&format!("2026-05,{who},immigration enforcement\n"));
        let finding = found.findings.first().unwrap();
        let condition = finding.condition.clone().unwrap_or_default();
        (finding.grounds[0].provision.0.clone(), condition.contains("if a result of the search"))
    };
    assert_eq!(find("NYPD"), ("NYC-10-178".to_owned(), false));
    assert_eq!(find("Fairfax County VA PD"), ("VA-ALPR".to_owned(), false));
    assert_eq!(find("Bend OR PD"), ("OR-SANCT-MEANS".to_owned(), false));
    // The final text of this act was not reached.
    let (provision, is_passed_on) = find("Spokane WA PD");
    assert!(provision.starts_with("WA-") && is_passed_on, "{provision}");
}

#[test]
fn what_can_have_been_after_the_last_day_of_a_file_was_not() {
    let text = "Month,Who,Why\n2025,Fairfax County VA PD,immigration enforcement\n";
    let format = "name = \"x\"\nkind = \"reason_list\"\n[columns]\nsearchDate = \"Month\"\n\
        orgName = \"Who\"\nreason = \"Why\"\n";
    let today = Some("2025-06-29".parse().unwrap());
    let formats = vec![Format::read(format).unwrap()];
    let found =
        over(&[("x.csv", text.as_bytes())], Options { formats, today, ..Options::default() });
    assert_eq!(only(&found).rows_unique, 1);
    assert!(
        found.findings.is_empty(),
        "the law of July was not in force yet: {:?}",
        found.findings
    );
    assert_eq!(only(&found).last_day.unwrap().to_string(), "2025-06-30");
}

#[test]
fn rows_of_one_month_are_copies_only_where_they_say_the_same() {
    let header = "Org Name,Reason,Search Time\n";
    let row = |when: &str, reason: &str| format!("Rio Claro CA PD,{reason},{when}\n");
    let one = header.to_owned() + &row("2026-04", "HSI assist") + &row("2026-04", "HSI assist");
    let two = header.to_owned() + &row("2026-04", "burglary") + &row("2026-04", "HSI assist");
    let three = header.to_owned() + &row("2026-04-01", "HSI assist") + &row("2026", "HSI assist");
    let files = [
        ("a/Rio_Claro_CA_PD.csv", one.as_bytes()),
        ("b/Rio_Claro_CA_PD.csv", two.as_bytes()),
        ("c/Rio_Claro_CA_PD.csv", three.as_bytes()),
    ];
    let found = over(&files, Options::default());
    let counts: Vec<_> =
        found.summary.files.iter().map(|file| (file.rows_unique, file.rows_duplicate)).collect();
    assert_eq!(counts, [(2, 0), (1, 1), (2, 0)]);
    assert!(found.summary.contradictions.is_empty() && found.summary.completeness.is_empty());
}

#[test]
fn lists_of_every_kind_are_read_and_inbound_shares_are_only_counted() {
    let day = Some("2026-04-29".parse().unwrap());
    let options = Options { agency: Some("Rio Claro CA PD".to_owned()), day, ..Options::default() };
    let shared = "Organization Name,Networks Shared With Me,Networks I'm Sharing\n\
        Umber Falls ID PD,\"A, B\",Rio Claro CA PD\nBend OR PD,Bend OR PD,\n";
    let found = over(&[("shared.csv", shared.as_bytes())], options.clone());
    assert_eq!((only(&found).rows_read, only(&found).inbound_listed), (1, Some(1)));
    assert_eq!(found.findings[0].pathway, Some(Pathway::OutOfState));
    let edges = "src_agency,external_agency\nRio Claro CA PD,Umber Falls ID PD\nRio Claro CA PD,\n";
    let found = run("edges20260429.csv", edges);
    assert_eq!((only(&found).kind, only(&found).rows_unreadable), (Kind::EdgeList, 1));
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].as_of.to_string(), "2026-04-29");
    let scan = "Shared\nThe\nRio\nClaro\nPolice\nDepartment\nAgency\nis\nSharing\nits\nDetection\n\
        data\nwith\nthe\nfollowing\nAgencies:\nAddison\nPolice\nDepartment\n(TX)\nCEP-NTC\n\
        DetectionsReceived\nTheRioClaro\n";
    let found = over(&[("scan.txt", scan.as_bytes())], options);
    assert_eq!((only(&found).kind, only(&found).rows_unique), (Kind::ScannedSharing, 2));
    assert!(found.findings.iter().all(|finding| finding.certainty == Certainty::Possible));
    assert_eq!(run("shared.csv", shared).summary.refused.len(), 1, "whose, and when, must be said");
}
