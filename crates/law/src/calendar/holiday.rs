//! One holiday: on which day it falls, who keeps it, and where that was read.

use serde::Deserialize;
use terms::{Day, TextStatus};

/// A row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Holiday {
    pub(crate) name: String,
    pub(crate) on: When,
    pub(crate) kept_by: Keeper,
    /// Ids of sources of the table.
    pub(crate) sources: Vec<String>,
    /// How far the text was verified.
    pub(crate) text_status: TextStatus,
    /// The first year in which it counts.
    from_year: Option<i16>,
    /// On a Sunday it is kept on the Monday after.
    #[serde(default)]
    sunday_to_monday: bool,
    /// On a Saturday it is kept on the Friday before.
    #[serde(default)]
    saturday_to_friday: bool,
}

/// Who is closed on it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Keeper {
    /// The courts, and with them every act that law provides (Code Civ. Proc. 12a, 135).
    Courts,
    /// The offices of the City of Los Angeles (12b).
    LosAngeles,
}

/// On which day of a year it falls.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "String")]
pub(crate) enum When {
    /// `january 1`.
    Fixed { month: i8, day: i8 },
    /// `third monday of january`, and so many days after it.
    Weekday { nth: Nth, weekday: i8, month: i8, days_after: i32 },
}

/// Which of its kind in a month.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Nth {
    Last,
    /// From 1.
    Number(i32),
}

const SATURDAY: i8 = 6;
const SUNDAY: i8 = 7;

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const NUMBERS: [&str; 4] = ["first", "second", "third", "fourth"];

impl Holiday {
    /// The day on which it is kept in a year; it may be the last one of the year before.
    pub(crate) fn kept_on(&self, year: i16) -> Option<Day> {
        if self.from_year.is_some_and(|first| year < first) {
            return None;
        }
        let day = self.on.in_year(year)?;
        match day.weekday() {
            SUNDAY if self.sunday_to_monday => day.plus_days(1),
            SATURDAY if self.saturday_to_friday => day.plus_days(-1),
            _ => Some(day),
        }
    }
}

impl When {
    fn in_year(self, year: i16) -> Option<Day> {
        match self {
            Self::Fixed { month, day } => Day::of(year, month, day),
            Self::Weekday { nth, weekday, month, days_after } => {
                let first = Day::of(year, month, 1)?;
                let to_weekday = i32::from((weekday - first.weekday()).rem_euclid(7));
                let day = match nth {
                    Nth::Number(number) => first.plus_days(to_weekday + 7 * (number - 1)),
                    // The last is the first of the next month, a week earlier.
                    Nth::Last => {
                        let next = first.plus_months(1)?;
                        let to_weekday = i32::from((weekday - next.weekday()).rem_euclid(7));
                        next.plus_days(to_weekday - 7)
                    }
                };
                day?.plus_days(days_after)
            }
        }
    }
}

impl TryFrom<String> for When {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let words: Vec<&str> = text.split(' ').collect();
        let read = match words.as_slice() {
            [month, day] => fixed(month, day),
            [nth, weekday, "of", month] => by_weekday(nth, weekday, month, 0),
            ["day", "after", nth, weekday, "of", month] => by_weekday(nth, weekday, month, 1),
            _ => None,
        };
        read.ok_or_else(|| {
            format!(
                "`{text}` is no day of a year; say `january 1`, `third monday of january`, `last \
                 monday of may` or `day after fourth thursday of november`"
            )
        })
    }
}

fn fixed(month: &str, day: &str) -> Option<When> {
    let (month, day) = (place(&MONTHS, month)?, day.parse().ok()?);
    // A year that has every day there is.
    Day::of(2024, month, day).map(|_| When::Fixed { month, day })
}

fn by_weekday(nth: &str, weekday: &str, month: &str, days_after: i32) -> Option<When> {
    let nth = match nth {
        "last" => Nth::Last,
        number => Nth::Number(place(&NUMBERS, number)?.into()),
    };
    let (weekday, month) = (place(&WEEKDAYS, weekday)?, place(&MONTHS, month)?);
    Some(When::Weekday { nth, weekday, month, days_after })
}

/// The place of a word in a list, from 1.
fn place(list: &[&str], word: &str) -> Option<i8> {
    let index = list.iter().position(|one| *one == word)?;
    i8::try_from(index + 1).ok()
}

/// The name of a day of the week.
pub(crate) fn weekday_name(day: Day) -> &'static str {
    match day.weekday() {
        SATURDAY => "a Saturday",
        SUNDAY => "a Sunday",
        _ => "a weekday",
    }
}

/// Whether it is a Saturday or a Sunday.
pub(crate) fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), SATURDAY | SUNDAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(when: &str, year: i16, expected: &str) {
        let when = When::try_from(when.to_owned()).unwrap();
        assert_eq!(when.in_year(year).unwrap().to_string(), expected);
    }

    #[test]
    fn a_day_is_read_from_its_words() {
        check("january 1", 2027, "2027-01-01");
        check("third monday of january", 2026, "2026-01-19");
        check("first monday of september", 2025, "2025-09-01");
        check("last monday of may", 2027, "2027-05-31");
        check("last monday of march", 2026, "2026-03-30");
        check("fourth thursday of november", 2029, "2029-11-22");
        check("day after fourth thursday of november", 2026, "2026-11-27");
    }

    #[test]
    fn what_is_no_day_is_refused_with_the_words_to_use() {
        for wrong in ["1 january", "fifth monday of may", "february 30", "monday", "third  monday"]
        {
            let why = When::try_from(wrong.to_owned()).unwrap_err();
            assert!(why.contains("say `january 1`"), "{why}");
        }
    }
}
