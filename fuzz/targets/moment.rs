//! Days and moments: written back as read, and in a log what they mean.
#![no_main]

use headworks_fuzz::{Given, PATHS, options, over, plainly, text};
use libfuzzer_sys::fuzz_target;
use terms::{Day, Moment};

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let written = text(given.rest);
    if let Ok(day) = written.parse::<Day>() {
        assert_eq!(day.to_string().parse(), Ok(day));
        for step in [-40_000_000, -366, -1, 0, 1, 30, 4_000_000] {
            if let Some(other) = day.plus_days(step) {
                assert_eq!(other.days_since(day), step);
            }
            let _ = (day.plus_months(step), day.plus_years(step), day.start(), day.after());
        }
    }
    if let Ok(at) = written.parse::<Moment>() {
        assert_eq!(at.to_string().parse(), Ok(at));
    }
    in_a_cell(&written);
    if let [a, b, c, d, e, f, ..] = given.rest {
        made(given.choice, [*a, *b, *c, *d, *e, *f].map(u32::from));
    }
});

/// Any text in a cell: a moment or none, and the row is accounted for.
fn in_a_cell(written: &str) {
    let cell = written.replace('"', "\"\"");
    let file = format!("id,userId,searchDate,networkCount,reason\n1,***,\"{cell}\",7,robbery\n");
    let found = over(&[(PATHS[0], file.as_bytes())], &options());
    assert_eq!(found.summary.files[0].rows_read, 1);
}

/// A made-up moment in one of the forms that exports write: read as that day, or as none where
/// the calendar has no such day or logs did not exist yet.
fn made(form: usize, [a, b, month, day, hour, minute]: [u32; 6]) {
    let (year, month, day) = ((a * 256 + b) % 10_000, month % 14, day % 33);
    let (hour, minute) = (hour % 24, minute % 60);
    let half = if hour < 12 { "AM" } else { "PM" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let written = match form % 6 {
        0 => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"),
        1 => format!("{year:04}-{month:02}-{day:02}"),
        2 => format!("{month}/{day}/{year:04}, {twelve}:{minute:02}:00 {half} UTC"),
        3 => format!("{month:02}/{day:02}/{year:04} - {hour:02}:{minute:02}:00"),
        4 => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:00.123"),
        _ => format!("{month}/{day}/{year:04} {hour}:{minute:02}"),
    };
    let file = format!("id,userId,searchDate,networkCount,reason\n1,***,\"{written}\",7,x\n");
    let found = plainly(&[(PATHS[0], file.as_bytes())], &options());
    let told = &found.summary.files[0];
    let small = |number: u32| i8::try_from(number).expect("a small number");
    let year = i16::try_from(year).expect("a year");
    let last: Day = "2026-04-30".parse().expect("a day");
    let meant = Day::of(year, small(month), small(day));
    let meant = meant.filter(|day| day.year() >= 2000 && *day <= last);
    assert_eq!(told.rows_unique, u64::from(meant.is_some()), "{written}");
    assert_eq!(told.first_day, meant, "{written}");
}
