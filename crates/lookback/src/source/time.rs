//! Reads the moments that exports write, in every form that was seen.
//!
//! In: the bytes of a cell. Out: a day and a second of it, and whether the zone is written.
//! Never: guesses a zone, or an order of day and month: exports write the month first. A ruling
//! needs the day only; one without a zone is taken as it stands.

/// A moment as a cell writes it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct When {
    /// Days since 1 January 1970.
    pub(crate) day: i32,
    /// Seconds since that day began, 0 to 86,399.
    pub(crate) second: u32,
    /// Whether the cell says which zone it is in; the day is then that of UTC.
    pub(crate) is_zoned: bool,
}

impl When {
    /// Days from an earlier moment to this one, begun ones counted.
    pub(crate) fn days_since(self, earlier: Self) -> i64 {
        let seconds = |when: Self| i64::from(when.day) * 86_400 + i64::from(when.second);
        (seconds(self) - seconds(earlier) + 86_399).div_euclid(86_400)
    }
}

/// Reads a moment: `2026-04-29T12:00:00Z` with or without zone, `T` or fraction;
/// `4/29/2026, 1:00:00 PM UTC` with or without comma, seconds, half of the day and zone;
/// `04/29/2026 - 13:00:00`; a bare day.
pub(crate) fn read(text: &[u8]) -> Option<When> {
    if let Some((day, second, [])) = usual(text) {
        return Some(When { day, second, is_zoned: true });
    }
    let mut at = At { text: text.trim_ascii(), place: 0 };
    let day = at.day()?;
    if at.is_done() {
        return Some(When { day, second: 0, is_zoned: false });
    }
    let second = at.time_behind()?;
    zoned(day, second, at.rest())
}

/// Reads a moment, or else what gives only a month, a year, or from when until when: `2025-03`,
/// `3/2025`, `2025`, `2025-12..2026-02`. Of such, the first moment and how many further days it can
/// have been on: those of a year at most, since what holds for longer says nothing of one search.
pub(crate) fn read_or_span(text: &[u8]) -> Option<(When, u16)> {
    if let Some(when) = read(text) {
        return Some((when, 0));
    }
    let text = text.trim_ascii();
    let (first, last) = match text.windows(2).position(|at| at == b"..") {
        Some(at) => {
            let (from, to) = text.split_at_checked(at)?;
            (span(from)?.0, span(to.strip_prefix(b"..")?)?.1)
        }
        None => span(text)?,
    };
    let further = u16::try_from(last - first).ok().filter(|further| *further < SPAN_DAYS_MAX)?;
    Some((When { day: first, second: 0, is_zoned: false }, further))
}

/// The first and the last day of a month, a year, or a day.
fn span(text: &[u8]) -> Option<(i32, i32)> {
    let text = text.trim_ascii();
    if let Some(day) = read(text) {
        return Some((day.day, day.day));
    }
    let mut at = At { text, place: 0 };
    let first = at.number()?;
    let (year, from, to) = match at.next() {
        None => (first, 1, 12),
        Some(b'-') => {
            let month = at.number()?.value;
            (first, month, month)
        }
        Some(b'/') => (at.number()?, first.value, first.value),
        Some(_) => return None,
    };
    if year.len != 4 || !at.is_done() {
        return None;
    }
    let year = year.value;
    let after = if to == 12 { days(year + 1, 1, 1) } else { days(year, to + 1, 1) };
    Some((days(year, from, 1)?, after? - 1))
}

/// The days of a leap year.
const SPAN_DAYS_MAX: u16 = 366;

/// Reads the moment with which a text begins, and gives back what stands behind it. An offset from
/// UTC is passed over: this is for how far back a search goes, in days.
pub(crate) fn read_first(text: &[u8]) -> Option<(When, &[u8])> {
    if let Some((day, second, rest)) = usual(text) {
        return Some((When { day, second, is_zoned: false }, rest));
    }
    let mut at = At { text: text.trim_ascii(), place: 0 };
    let day = at.day()?;
    let behind = at.place;
    let second = at.time_behind().unwrap_or_else(|| {
        at.place = behind;
        0
    });
    let rest = at.rest();
    let zones: [&[u8]; 2] = [b"UTC", b"Z"];
    let rest = zones.iter().find_map(|zone| rest.strip_prefix(*zone)).unwrap_or(rest);
    Some((When { day, second, is_zoned: false }, rest))
}

/// Reads the one form that the large exports have, `04/29/2026, 01:00:00 PM UTC`, and gives back
/// what stands behind it. Anything else is for the reader of all forms, which reads this one too.
fn usual(text: &[u8]) -> Option<(i32, u32, &[u8])> {
    let (moment, rest) = text.split_first_chunk::<27>()?;
    let [m, o, b'/', d, a, b'/', y, e, r, s, b',', b' ', day_time @ ..] = moment else {
        return None;
    };
    let [h, u, b':', i, n, b':', c, k, b' ', half, b'M', b' ', b'U', b'T', b'C'] = day_time else {
        return None;
    };
    let number = |digits: [&u8; 2]| {
        let [tens, ones] = digits.map(|digit| u32::from(digit.wrapping_sub(b'0')));
        (tens <= 9 && ones <= 9).then_some(tens * 10 + ones)
    };
    let year = number([y, e])? * 100 + number([r, s])?;
    let day = days(year, number([m, o])?, number([d, a])?)?;
    let (hour, minute, second) = (number([h, u])?, number([i, n])?, number([c, k])?);
    let noon = match half {
        b'A' => 0,
        b'P' => 12,
        _ => return None,
    };
    if hour == 0 || hour > 12 || minute > 59 || second > 59 {
        return None;
    }
    Some((day, (hour % 12 + noon) * 3600 + minute * 60 + second, rest))
}

/// Reads a time of day alone, as stands beside a day in a column of its own.
pub(crate) fn time_of_day(text: &[u8]) -> Option<(u32, bool)> {
    let mut at = At { text: text.trim_ascii(), place: 0 };
    let second = at.time()?;
    at.spaces();
    match at.rest() {
        b"" => Some((second, false)),
        b"Z" | b"UTC" => Some((second, true)),
        _ => None,
    }
}

/// What stands behind the time: nothing, UTC, or an offset.
fn zoned(day: i32, second: u32, zone: &[u8]) -> Option<When> {
    match zone {
        b"" => return Some(When { day, second, is_zoned: false }),
        b"Z" | b"UTC" | b"+00:00" => return Some(When { day, second, is_zoned: true }),
        _ => {}
    }
    let (sign, offset) = zone.split_first()?;
    let mut at = At { text: offset, place: 0 };
    let hours = at.number()?;
    at.is(b':');
    let (hours, minutes) = match (hours.len, at.is_done()) {
        (2, true) => (hours.value, 0),
        (4, true) => (hours.value / 100, hours.value % 100),
        (2, false) => (hours.value, at.number()?.value),
        _ => return None,
    };
    if !at.is_done() || hours > 14 || minutes > 59 {
        return None;
    }
    let ahead = match sign {
        b'+' => i64::from(hours * 60 + minutes),
        b'-' => -i64::from(hours * 60 + minutes),
        _ => return None,
    };
    let seconds = i64::from(day) * 86_400 + i64::from(second) - ahead * 60;
    Some(When {
        day: i32::try_from(seconds.div_euclid(86_400)).ok()?,
        second: u32::try_from(seconds.rem_euclid(86_400)).ok()?,
        is_zoned: true,
    })
}

/// Days from 1 January 1970 to a day of the Gregorian calendar, years 0 to 9999; by the algorithm
/// of H. Hinnant (`days_from_civil`), whose years begin in March so that the leap day is the last.
fn days(year: u32, month: u32, day: u32) -> Option<i32> {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year > 9999 || day == 0 || day > length {
        return None;
    }
    // Counted from four hundred years earlier, so that no number is below nought.
    let year = if month <= 2 { year + 399 } else { year + 400 };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    i32::try_from(era * 146_097 + day_of_era).ok().map(|days| days - 719_468 - 146_097)
}

/// The calendar day so many days after 1 January 1970.
pub(crate) fn day_of(days: i32) -> Option<terms::Day> {
    terms::Day::of(1970, 1, 1)?.plus_days(days)
}

/// How many days a calendar day is after 1 January 1970.
pub(crate) fn number_of(day: terms::Day) -> i32 {
    terms::Day::of(1970, 1, 1).map_or(0, |first| day.days_since(first))
}

/// A place in a text.
struct At<'t> {
    text: &'t [u8],
    place: usize,
}

/// Digits, and how many of them.
struct Number {
    value: u32,
    len: usize,
}

impl<'t> At<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.place).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.place += 1;
        Some(byte)
    }

    fn is(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        self.place += usize::from(is);
        is
    }

    fn is_done(&self) -> bool {
        self.place >= self.text.len()
    }

    fn rest(&self) -> &'t [u8] {
        self.text.get(self.place..).unwrap_or_default()
    }

    /// A day, by its number.
    fn day(&mut self) -> Option<i32> {
        let first = self.number()?;
        let (year, month, day) = match self.next()? {
            b'-' if first.len == 4 => {
                let month = self.number()?.value;
                self.is(b'-').then_some(())?;
                (first.value, month, self.number()?.value)
            }
            b'/' => {
                let day = self.number()?.value;
                self.is(b'/').then_some(())?;
                let year = self.number()?;
                let century = if year.len == 2 { 2000 } else { 0 };
                (century + year.value, first.value, day)
            }
            _ => return None,
        };
        days(year, month, day)
    }

    /// The time of day that stands behind a day, with what may stand between them.
    fn time_behind(&mut self) -> Option<u32> {
        if !self.is(b'T') {
            self.is(b',');
            self.spaces();
            if self.is(b'-') {
                self.spaces();
            }
        }
        let second = self.time()?;
        self.spaces();
        Some(second)
    }

    fn spaces(&mut self) {
        while self.is(b' ') {}
    }

    /// At most six digits.
    fn number(&mut self) -> Option<Number> {
        let from = self.place;
        let mut value = 0;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            if self.place - from == 6 {
                return None;
            }
            value = value * 10 + u32::from(byte - b'0');
            self.place += 1;
        }
        let len = self.place - from;
        (len > 0).then_some(Number { value, len })
    }

    /// A time of day in seconds: `13:00:00`, `1:00 PM`, `13:00:00.123`.
    fn time(&mut self) -> Option<u32> {
        let mut hour = self.number()?.value;
        self.is(b':').then_some(())?;
        let minute = self.number()?.value;
        let mut second = 0;
        if self.is(b':') {
            second = self.number()?.value;
            if self.is(b'.') {
                while matches!(self.peek(), Some(b'0'..=b'9')) {
                    self.place += 1;
                }
            }
        }
        let behind = self.place;
        self.spaces();
        match self.half() {
            Some(_) if hour == 0 || hour > 12 => return None,
            Some(is_after_noon) => hour = hour % 12 + if is_after_noon { 12 } else { 0 },
            None => self.place = behind,
        }
        (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
    }

    /// `AM` or `PM`.
    fn half(&mut self) -> Option<bool> {
        let [first, second, ..] = self.rest() else { return None };
        if !second.eq_ignore_ascii_case(&b'm') {
            return None;
        }
        let is_after_noon = match first {
            b'A' | b'a' => false,
            b'P' | b'p' => true,
            _ => return None,
        };
        self.place += 2;
        Some(is_after_noon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: Option<(&str, u32, bool)>) {
        let found = read(text.as_bytes());
        let found = found.map(|w| (day_of(w.day).unwrap().to_string(), w.second, w.is_zoned));
        let expected = expected.map(|(day, second, zoned)| (day.to_owned(), second, zoned));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_form_that_exports_write_is_read() {
        let one = 13 * 3600;
        check("2026-04-29T13:00:00Z", Some(("2026-04-29", one, true)));
        check("2026-04-29T13:00:00.000Z", Some(("2026-04-29", one, true)));
        check("2026-04-29 13:00:00", Some(("2026-04-29", one, false)));
        check("2026-04-29T23:30:00-08:00", Some(("2026-04-30", 27_000, true)));
        check("2026-04-29T00:30:00+0100", Some(("2026-04-28", 84_600, true)));
        check("11/13/2025, 01:00:00 PM UTC", Some(("2025-11-13", one, true)));
        check("11/13/2025, 12:00:17 AM UTC", Some(("2025-11-13", 17, true)));
        check("1/3/2025 13:00:00", Some(("2025-01-03", one, false)));
        check("1/3/25 13:00", Some(("2025-01-03", one, false)));
        check("01/03/2025 - 13:00:00", Some(("2025-01-03", one, false)));
        check(" 2026-04-29 ", Some(("2026-04-29", 0, false)));
        check("4/29/2026", Some(("2026-04-29", 0, false)));
    }

    #[test]
    fn what_is_no_moment_is_not_read_as_one() {
        for text in [
            "",
            "inv",
            "678",
            "13/01/2025 10:00:00",
            "2026-02-30",
            "2026-04-29T25:00:00Z",
            "2026-04-29T13:00:00 PST",
            "0/1/2025",
            "2026-04",
            "4/29",
            "29.4.2026",
            "10-32",
            "11/13/2025, 13:00:00 PM UTC",
            "9999999-01-01",
            "2026-04-29T13:00:00+99:00",
            "243.4",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_month_a_year_and_what_lies_between_two_have_a_first_day_and_further_ones() {
        let check = |text: &str, expected: Option<(&str, u16)>| {
            let found = read_or_span(text.as_bytes());
            let found = found.map(|(when, further)| (day_of(when.day).unwrap(), further));
            let expected = expected.map(|(day, further)| (day.parse().unwrap(), further));
            assert_eq!(found, expected, "{text}");
        };
        check("2025-03", Some(("2025-03-01", 30)));
        check(" 2/2024 ", Some(("2024-02-01", 28)));
        check("2025-12", Some(("2025-12-01", 30)));
        check("2024", Some(("2024-01-01", 365)));
        check("2025-12..2026-02", Some(("2025-12-01", 89)));
        check("2024-06 .. 2025-05", Some(("2024-06-01", 364)));
        check("2025-03-30..2025-04-02", Some(("2025-03-30", 3)));
        check("2025-03-06", Some(("2025-03-06", 0)));
        check("2026-04-29T13:00:00Z", Some(("2026-04-29", 0)));
        for none in ["2025-13", "25", "20251", "2026-02..2025-12", "2024..2025", "..", "2025-", ""]
        {
            check(none, None);
        }
        for none in ["0/2025", "03/25", "March 2025", "2025-03..", "..2025", "9999", "243.4"] {
            check(none, None);
        }
    }

    #[test]
    fn a_time_of_day_stands_alone_beside_a_day() {
        assert_eq!(time_of_day(b"13:00:00"), Some((46_800, false)));
        assert_eq!(time_of_day(b"1:00:00 PM UTC"), Some((46_800, true)));
        assert_eq!(time_of_day(b"2026-04-29"), None);
    }

    #[test]
    fn begun_days_between_two_moments_are_counted() {
        let at = |text: &str| read(text.as_bytes()).unwrap();
        let days = |from, to| at(to).days_since(at(from));
        assert_eq!(days("2026-04-01", "2026-05-01"), 30);
        assert_eq!(days("2026-04-01 00:00:00", "2026-05-01 00:00:01"), 31);
    }

    /// The reader of all forms alone.
    fn slowly(text: &[u8]) -> Option<When> {
        let mut at = At { text: text.trim_ascii(), place: 0 };
        let day = at.day()?;
        let second = at.time_behind()?;
        zoned(day, second, at.rest())
    }

    proptest! {
        #[test]
        fn the_usual_form_is_read_as_the_reader_of_all_forms_reads_it(
            text in "[01][0-9]/[0-3][0-9]/[0-9]{4}, [0-2][0-9](:[0-6][0-9]){2} [APap][Mm] UTC",
            wrong in proptest::option::of((0usize..27, any::<u8>())),
        ) {
            let mut text = text.into_bytes();
            if let Some((place, byte)) = wrong {
                text[place] = byte;
            }
            let usual = usual(&text).map(|(day, second, _)| When { day, second, is_zoned: true });
            let slow = slowly(&text);
            prop_assert!(usual.is_none() || usual == slow, "{usual:?} {slow:?}");
            let first = read_first(&text).map(|(when, _)| (when.day, when.second));
            prop_assert!(slow.is_none() || slow.map(|when| (when.day, when.second)) == first);
            let is_usual = wrong.is_none() && text[22..24] == *b"AM";
            prop_assert!(!is_usual || usual.is_some() == slow.is_some());
        }

        #[test]
        fn a_day_is_counted_as_the_calendar_counts_it(
            year in 1i16..=9999, month in 1i8..=12, day in 1i8..=31,
        ) {
            let found = days(year as u32, month as u32, day as u32);
            let known = terms::Day::of(year, month, day);
            prop_assert_eq!(found, known.map(number_of));
            prop_assert_eq!(found.and_then(day_of), known);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "[0-9/:, TZAPMUC+.-]{0,30}") {
            if let Some(when) = read(text.as_bytes()) {
                prop_assert!(when.second < 86_400);
            }
        }
    }
}
