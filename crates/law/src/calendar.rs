//! Business days and holidays, from a table that a lawyer can read.
//!
//! In: a day, and whose offices. Out: whether they are open, and why not.
//! Never: asks a clock, or knows a holiday that `statutes/holidays.toml` does not name, with where
//! that was read.

mod holiday;

use holiday::{Holiday, Keeper, is_weekend, weekday_name};
use serde::Deserialize;
use std::collections::BTreeSet;
use terms::{Day, Party, TextStatus};

/// So many closed days in a row there never are: no month of the table has as many.
const CLOSED_DAYS_MAX: i32 = 31;

/// Whose offices a time is counted for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Offices {
    /// Any other office in California: judicial holidays alone (Code Civ. Proc. 12a, 135).
    California,
    /// Those of the City of Los Angeles: closed on its own holidays too (12b).
    LosAngeles,
}

impl Offices {
    /// Those of a holder, by its city.
    pub(crate) fn of(holder: &Party) -> Self {
        let city = holder.place.city.as_deref().unwrap_or_default();
        if city.eq_ignore_ascii_case("Los Angeles") { Self::LosAngeles } else { Self::California }
    }
}

/// The holidays, and what follows from them.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    holidays: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    source: Vec<Source>,
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    id: String,
    /// What was read. For people.
    #[serde(rename = "what")]
    _what: String,
    /// Where. For people.
    #[serde(rename = "url")]
    _url: String,
}

impl Calendar {
    /// Reads a table. Every row names a source that the table lists.
    pub(crate) fn read(table: &str) -> Result<Self, String> {
        let table: Table = toml::from_str(table).map_err(|e| e.message().to_owned())?;
        let ids: BTreeSet<&str> = table.source.iter().map(|s| s.id.as_str()).collect();
        for holiday in &table.holiday {
            let unlisted = holiday.sources.iter().find(|id| !ids.contains(id.as_str()));
            if let Some(id) = unlisted {
                return Err(format!("`{}` names source `{id}`, which is not listed", holiday.name));
            }
            if holiday.sources.is_empty() {
                return Err(format!("`{}` names no source", holiday.name));
            }
        }
        Ok(Self { holidays: table.holiday })
    }

    /// Why offices are closed on a day, in words, and how sure that is. None if they are open.
    pub(crate) fn closed(&self, day: Day, offices: Offices) -> Option<String> {
        if is_weekend(day) {
            return Some(weekday_name(day).to_owned());
        }
        // A holiday on a Saturday, the first of January, is kept in the year before.
        let years = [Some(day.year()), day.year().checked_add(1)];
        let is_kept = |holiday: &&Holiday| {
            let counts = holiday.kept_by == Keeper::Courts || offices == Offices::LosAngeles;
            counts && years.iter().flatten().any(|year| holiday.kept_on(*year) == Some(day))
        };
        self.holidays.iter().find(is_kept).map(|holiday| match holiday.text_status {
            TextStatus::Verified => holiday.name.clone(),
            unread => format!("{} ({})", holiday.name, unread.told()),
        })
    }

    /// Whether offices are open on a day.
    pub(crate) fn is_business_day(&self, day: Day, offices: Offices) -> bool {
        self.closed(day, offices).is_none()
    }

    /// The day itself, if offices are open; else the next on which they are.
    pub(crate) fn business_day_on_or_after(&self, day: Day, offices: Offices) -> Option<Day> {
        (0..CLOSED_DAYS_MAX)
            .map_while(|days| day.plus_days(days))
            .find(|day| self.is_business_day(*day, offices))
    }

    /// The first day after this one on which offices are open.
    pub(crate) fn business_day_after(&self, day: Day, offices: Offices) -> Option<Day> {
        self.business_day_on_or_after(day.plus_days(1)?, offices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("../../../statutes/holidays.toml");

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::read(TABLE).unwrap()
    }

    /// Every weekday of a year on which offices are closed.
    fn closed_in(year: i16, offices: Offices) -> Vec<String> {
        let calendar = calendar();
        let first = Day::of(year, 1, 1).unwrap();
        (0..366)
            .map(|days| first.plus_days(days).unwrap())
            .filter(|day| day.year() == year && !is_weekend(*day))
            .filter(|day| !calendar.is_business_day(*day, offices))
            .map(|day| format!("{:02}-{:02}", day.month(), day.day_of_month()))
            .collect()
    }

    #[test]
    fn the_days_of_2026_are_those_of_the_table() {
        assert_eq!(
            closed_in(2026, Offices::California),
            [
                "01-01", "01-19", "02-12", "02-16", "03-31", "05-25", "06-19", "09-07", "09-25",
                "11-11", "11-26", "11-27", "12-25"
            ]
        );
        // The City keeps Chavez's birthday on the last Monday of March, the Fourth on the Friday
        // before a Saturday, and Indigenous Peoples Day.
        let only_city: Vec<_> = closed_in(2026, Offices::LosAngeles)
            .into_iter()
            .filter(|day| !closed_in(2026, Offices::California).contains(day))
            .collect();
        assert_eq!(only_city, ["03-30", "07-03", "10-12"]);
    }

    #[test]
    fn the_days_of_2024_to_2030_fall_where_a_wall_calendar_has_them() {
        let check = |year, days: &[&str]| {
            let closed = closed_in(year, Offices::LosAngeles);
            for day in days {
                assert!(closed.contains(&(*day).to_owned()), "{year}-{day}: {closed:?}");
            }
            // Fourteen judicial days and two of the City's own, less those on a weekend.
            assert!((13..=18).contains(&closed.len()), "{year}: {closed:?}");
        };
        // King, Presidents, Chavez (City), Chavez (courts), Memorial, Labor, Indigenous, Thanks.
        check(2024, &["01-15", "02-19", "03-25", "04-01", "05-27", "09-02", "10-14", "11-28"]);
        check(2025, &["01-20", "02-17", "03-31", "05-26", "09-01", "10-13", "11-27", "11-28"]);
        check(2027, &["01-18", "02-15", "03-29", "03-31", "05-31", "09-06", "10-11", "11-25"]);
        check(2028, &["01-17", "02-21", "03-27", "03-31", "05-29", "09-04", "10-09", "11-23"]);
        check(2029, &["01-15", "02-19", "03-26", "05-28", "09-03", "10-08", "11-22", "11-23"]);
        check(2030, &["01-21", "02-18", "03-25", "04-01", "05-27", "09-02", "10-14", "11-28"]);
        // Fixed days, moved: a Sunday to Monday, a Saturday to Friday.
        check(2027, &["06-18", "07-05", "11-11", "12-24"]);
        check(2028, &["06-19", "07-04", "11-10", "12-25"]);
    }

    #[test]
    fn a_new_years_day_on_a_saturday_is_kept_in_the_year_before() {
        assert_eq!(day("2028-01-01").weekday(), 6);
        assert!(!calendar().is_business_day(day("2027-12-31"), Offices::LosAngeles));
        assert!(calendar().is_business_day(day("2027-12-31"), Offices::California));
    }

    #[test]
    fn what_135_excepts_and_what_came_later_is_no_holiday() {
        for open in ["2026-09-09", "2026-04-24", "2026-10-12", "2020-06-19", "2021-09-24"] {
            assert!(calendar().is_business_day(day(open), Offices::California), "{open}");
        }
    }

    #[test]
    fn labor_day_weekend_ends_on_tuesday() {
        let after = |from| calendar().business_day_after(day(from), Offices::LosAngeles);
        assert_eq!(after("2026-09-04"), Some(day("2026-09-08")));
        assert_eq!(after("2026-09-08"), Some(day("2026-09-09")));
        let on = |from| calendar().business_day_on_or_after(day(from), Offices::LosAngeles);
        assert_eq!(on("2026-11-26"), Some(day("2026-11-30")));
        assert_eq!(on("2026-11-24"), Some(day("2026-11-24")));
        assert_eq!(
            calendar().closed(day("2026-09-07"), Offices::California).as_deref(),
            Some("Labor Day")
        );
    }

    #[test]
    fn every_row_says_how_far_its_text_was_verified_and_a_row_without_a_source_is_refused() {
        let statuses: Vec<_> = calendar().holidays.iter().map(|h| h.text_status).collect();
        assert_eq!(statuses.len(), 27);
        assert!(statuses.iter().all(|s| *s == TextStatus::Verified));
        let from_memory = TABLE.replace("\"verified\"", "\"memory\"");
        let closed =
            Calendar::read(&from_memory).unwrap().closed(day("2026-09-07"), Offices::California);
        assert_eq!(closed.as_deref(), Some("Labor Day (from memory, text not read)"));
        let unlisted = TABLE.replace(r#"id = "gov-6701""#, r#"id = "other""#);
        let why = Calendar::read(&unlisted).unwrap_err();
        assert!(why.contains("`gov-6701`, which is not listed"), "{why}");
        let wrong = TABLE.replace("third monday of january", "3rd monday of january");
        assert!(Calendar::read(&wrong).unwrap_err().contains("is no day of a year"));
    }
}
