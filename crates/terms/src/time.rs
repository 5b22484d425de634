//! Days and moments, always given, never taken from a clock.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
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
}
