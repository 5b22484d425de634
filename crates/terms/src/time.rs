//! Days and moments, always given, never taken from a clock.

use jiff::civil::Date;
use jiff::{Span, Timestamp, tz::TimeZone};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A text that is not a day or a moment.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{given}` is not {wanted}")]
pub struct NotATime {
    given: String,
    wanted: &'static str,
}

/// A calendar day, as `2026-04-29`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Day(Date);

/// A moment in UTC, as `2026-04-29T12:00:00Z`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Moment(Timestamp);

impl Day {
    /// The first moment of this day, in UTC. None beyond the calendar's end.
    ///
    /// A law's day is a local day; UTC is used for all of them alike, so a law is read as in force
    /// some hours early. The packs of this house only narrow, so early is the safe side.
    #[must_use]
    pub fn start(self) -> Option<Moment> {
        self.0.to_zoned(TimeZone::UTC).ok().map(|z| Moment(z.timestamp()))
    }

    /// The first moment after this day, in UTC. None beyond the calendar's end.
    #[must_use]
    pub fn after(self) -> Option<Moment> {
        self.0.tomorrow().ok().map(Self).and_then(Self::start)
    }
}

/// Sums with days. What would lie beyond the calendar's ends, the years -9999 and 9999, is none.
impl Day {
    /// The day with this year, month (1 to 12) and day of the month. None if there is no such day.
    #[must_use]
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// Its year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Its month, from 1 for January.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Its day of the month.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// Its day of the week, from 1 for Monday to 7 for Sunday.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// The day so many days later; earlier, if negative.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        self.plus(Span::new().try_days(days))
    }

    /// The same day of the month so many months later, or the last day of a month that has none.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Option<Self> {
        self.plus(Span::new().try_months(months))
    }

    /// The same day so many years later. After 29 February, in a year that has none, it is 28
    /// February: a time that runs from a leap day ends no later than it would in any other reading.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Option<Self> {
        self.plus(Span::new().try_years(years))
    }

    /// How many days it is after another day: 0 on the day itself, negative before it.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i32 {
        // Two days are less than 20,000 years apart, which is less than 8,000,000 days.
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }

    fn plus(self, span: Result<Span, jiff::Error>) -> Option<Self> {
        span.ok().and_then(|span| self.0.checked_add(span).ok()).map(Self)
    }
}

impl Moment {
    /// The day this moment falls on, in UTC.
    #[must_use]
    pub fn day(self) -> Day {
        Day(self.0.to_zoned(TimeZone::UTC).date())
    }

    /// Seconds since 1970, for tools that need a number.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }
}

impl FromStr for Day {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        text.parse()
            .map(Self)
            .map_err(|_| NotATime { given: text.to_owned(), wanted: "a day (YYYY-MM-DD)" })
    }
}

impl FromStr for Moment {
    type Err = NotATime;

    /// Reads an RFC 3339 moment, or a bare day as its first moment in UTC.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        if let Ok(at) = text.parse::<Timestamp>() {
            return Ok(Self(at));
        }
        text.parse::<Day>().ok().and_then(Day::start).ok_or_else(|| NotATime {
            given: text.to_owned(),
            wanted: "a moment (RFC 3339, as 2026-04-29T12:00:00Z) or a day (YYYY-MM-DD)",
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! as_text {
    ($name:ident, $format:literal, $about:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "description": $about, "examples": [$format] })
            }
        }
    };
}

as_text!(Day, "2026-04-29", "A calendar day, YYYY-MM-DD.");
as_text!(
    Moment,
    "2026-04-29T12:00:00Z",
    "A moment, RFC 3339; a bare day YYYY-MM-DD is read as its first moment in UTC."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_day_is_read_as_its_first_moment() {
        let moment: Moment = "2026-04-29".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-04-29T00:00:00Z");
        assert_eq!(moment.day().to_string(), "2026-04-29");
    }

    #[test]
    fn what_is_not_a_time_is_told_with_what_was_expected() {
        let error = "yesterday".parse::<Moment>().unwrap_err();
        assert!(error.to_string().starts_with("`yesterday` is not a moment"), "{error}");
        assert!("2026-02-30".parse::<Day>().is_err());
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn sums_with_days_end_where_the_calendar_does() {
        assert_eq!(day("2026-02-27").plus_days(2), Some(day("2026-03-01")));
        assert_eq!(day("2028-03-01").plus_days(-1), Some(day("2028-02-29")));
        assert_eq!(day("9999-12-31").plus_days(1), None);
        assert_eq!(day("2026-11-24").plus_years(i32::MAX), None);
        assert_eq!(Day::of(2026, 2, 29), None);
    }

    #[test]
    fn a_month_or_year_without_such_a_day_ends_on_its_last() {
        assert_eq!(day("2026-01-31").plus_months(1), Some(day("2026-02-28")));
        assert_eq!(day("2026-11-24").plus_months(2), Some(day("2027-01-24")));
        assert_eq!(day("2024-02-29").plus_years(1), Some(day("2025-02-28")));
        assert_eq!(day("2024-02-29").plus_years(4), Some(day("2028-02-29")));
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(day("2026-11-24").days_since(day("2026-11-24")), 0);
        assert_eq!(day("2025-03-01").days_since(day("2024-02-28")), 367);
        assert_eq!(day("2024-02-28").days_since(day("2024-03-01")), -2);
        assert_eq!(day("2026-11-24").weekday(), 2);
        assert_eq!(day("2026-11-29").weekday(), 7);
    }
}
