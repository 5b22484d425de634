//! Headers of every kind, rows without one, and rows that have shifted.

use super::*;
use crate::source::record::{Batch, Splitter};

fn batch(text: &str) -> Batch {
    let mut batch = Batch::default();
    assert!(Splitter::new(text.as_bytes(), b',').next(&mut batch).unwrap());
    batch
}

const FULL: &str = "ID, Name, Org Name, Total Networks Searched, Total Devices Searched, \
     Time Frame, License Plate, Reason, Case #, Filters, Search Time, Search Type, Text Prompt, \
     Moderation\n";
const ID: &str = "0b7c1d52-9c1e-4b0a-9d0f-0a1b2c3d4e5f";

fn full_row() -> String {
    format!(
        "{ID},***,Umber Falls OR PD,12,340,\"4/1/2026, 10:00:00 AM UTC - 4/20/2026, 10:00:00 AM \
         UTC\",***,stolen car,26-1,,\"4/20/2026, 10:00:00 AM UTC\",lookup,,\n"
    )
}

#[test]
fn a_full_export_with_spaces_before_its_labels_is_read() {
    let batch = batch(&(FULL.to_owned() + &full_row()));
    let layout = Layout::of_header(&batch.at(0).unwrap()).unwrap();
    assert!(layout.is_searches());
    let row = layout.read(batch.at(1).unwrap()).unwrap();
    assert_eq!(row.text(C::OrgName), Some("Umber Falls OR PD"));
    assert_eq!((row.networks, row.devices), (Some(12), Some(340)));
    assert_eq!(row.window_days(), Some(19));
    assert_eq!(row.text(C::OffenseType), None, "an absent column is not a blank cell");
    assert_eq!(row.text(C::Moderation), Some(""));
}

#[test]
fn a_time_frame_is_split_where_its_two_moments_meet() {
    let check = |text: &str, expected: Option<&str>| {
        let found = window_start(text.as_bytes());
        let day = found.and_then(|w| time::day_of(w.day)).map(|d| d.to_string());
        assert_eq!(day.as_deref(), expected, "{text}");
    };
    check("04/01/2026 - 10:00:00 - 04/20/2026 - 10:00:00", Some("2026-04-01"));
    check("2026-04-01T00:00:00Z to 2026-04-02T00:00:00Z", Some("2026-04-01"));
    check("04/01/2026 - 10:00:00", None);
    check("last week", None);
}

#[test]
fn a_file_without_a_header_is_read_where_one_order_fits_and_only_there() {
    let rows = batch(&full_row().repeat(3));
    let layout = Layout::of_rows(rows.records()).unwrap();
    assert_eq!(layout.columns().count(), 14);
    let other = batch("a,b,c\nd,e,f\n");
    assert_eq!(Layout::of_rows(other.records()), None);
    let broken = batch(&(full_row() + "a,b\n"));
    assert_eq!(Layout::of_rows(broken.records()), None, "every row must fit");
}

#[test]
fn a_label_without_data_shifts_a_row_back_where_only_one_shift_is_whole() {
    let header = "ID,Org Name,Total Networks Searched,Total Devices Searched,Reason,Search Time,\
                  Search Type,Moderation\n";
    // No data under `Total Devices Searched`: a row with seven cells.
    let row = format!("{ID},Umber Falls OR PD,12,bolo,2026-04-20T10:00:00Z,lookup,\n");
    let batch = batch(&(header.to_owned() + &row));
    let layout = Layout::of_header(&batch.at(0).unwrap()).unwrap();
    let record = batch.at(1).unwrap();
    assert!(layout.read(record).is_err());
    // Without `networks` or without `devices` both are whole: which, nobody can say.
    assert_eq!(layout.shifted(&record), None);
}

#[test]
fn a_shift_that_only_one_gap_explains_is_undone() {
    let header = "ID,Org Name,Total Networks Searched,Time Frame,Reason,Search Time,Search Type\n";
    let row = format!("{ID},Umber Falls OR PD,12,bolo,2026-04-20T10:00:00Z,lookup\n");
    let batch = batch(&(header.to_owned() + &row));
    let layout = Layout::of_header(&batch.at(0).unwrap()).unwrap();
    let record = batch.at(1).unwrap();
    let shifted = layout.shifted(&record).unwrap();
    let row = shifted.read(record).unwrap();
    assert_eq!(row.text(C::Reason), Some("bolo"));
    assert_eq!(row.cell(C::TimeFrame), None);
}

#[test]
fn a_header_in_the_middle_is_known_and_a_row_is_not_taken_for_one() {
    let text = FULL.to_owned() + &full_row() + FULL + "Reason,robbery\nname,x\n";
    let batch = batch(&text);
    let found: Vec<bool> = batch.records().map(|r| Layout::is_header(&r)).collect();
    assert_eq!(found, [true, false, true, false, false]);
}

#[test]
fn a_day_and_a_time_in_two_columns_are_one_moment() {
    let batch = batch("Search Date,Search Time,Reason\n04/20/2026,1:00:00 PM,x\n");
    let layout = Layout::of_header(&batch.at(0).unwrap()).unwrap();
    let row = layout.read(batch.at(1).unwrap()).unwrap();
    assert_eq!(time::day_of(row.when.day).unwrap().to_string(), "2026-04-20");
    assert_eq!(row.when.second, 13 * 3600);
}

#[test]
fn a_count_that_is_no_number_means_that_the_cells_have_shifted() {
    assert_eq!(count(C::NetworkCount, Some(b"1,204 ")), Ok(Some(1204)));
    assert_eq!(count(C::NetworkCount, Some(b"")), Ok(None));
    assert_eq!(count(C::NetworkCount, None), Ok(None));
    assert!(count(C::NetworkCount, Some(b"seven")).is_err());
    assert!(count(C::NetworkCount, Some(b"99999999999999999999")).is_err());
    assert!(count(C::NetworkCount, Some(b"-1")).is_err());
}
