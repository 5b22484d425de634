//! Due rules: when a duty is due, in words that a lawyer writes and a test can sum.
//!
//! In: the words of `@due("…")`; then named days, the day of the ask, and the calendar. Out: a
//! [`Due`] with its working. Never: guesses a day that is not known, or gives a figure where the
//! statute gives none.
//!
//! The day a time runs from is left out and its last day is in (Code Civ. Proc. 12, Gov. Code
//! 6800), so `received + 10 days` of 2 March is 12 March. Whether a last day on a holiday moves
//! to the next business day (12a) is said by the pack, with `, rolled`: a period after which data
//! must be gone, or which a federal rule sets, does not.

mod grammar;

use crate::calendar::{Calendar, Offices};
use std::collections::BTreeMap;
use terms::{Day, Due};

/// A due rule, read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct DueRule {
    /// As written.
    words: String,
    when: When,
    /// Whether a last day on a holiday moves to the next business day.
    is_rolled: bool,
}

/// What a rule says.
#[derive(Clone, Debug, Eq, PartialEq)]
enum When {
    /// So much time before an event.
    Before { span: Span, event: String },
    /// Before anything is answered.
    BeforeAnswer,
    /// A fixed day.
    Fixed(Day),
    /// The statute says promptly, and gives no figure.
    Promptly,
    /// So much time after an event, or after the first business day behind it.
    Sum { event: String, from_business_day: bool, spans: Vec<Span> },
    /// That day of the year after the one in which the event falls.
    Yearly { month: i8, day: i8, event: String },
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Span {
    count: i32,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Unit {
    Days,
    Months,
    Years,
}

/// What a rule is summed from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownDays<'a> {
    /// The day of each event that is known. `asked` is `today` unless it stands here.
    pub(crate) events: &'a BTreeMap<String, Day>,
    pub(crate) today: Day,
    pub(crate) calendar: &'a Calendar,
    pub(crate) offices: Offices,
}

/// What is said of a sum that leaves the calendar.
const BEYOND: &str = "the sum is beyond the calendar";

impl DueRule {
    /// Reads the words of a rule.
    ///
    /// # Errors
    /// If they are none; the message tells the grammar.
    pub(crate) fn read(words: &str) -> Result<Self, String> {
        grammar::read(words)
    }

    /// The event it runs from, if it runs from one.
    pub(crate) fn event(&self) -> Option<&str> {
        match &self.when {
            When::Before { event, .. } | When::Sum { event, .. } | When::Yearly { event, .. } => {
                Some(event)
            }
            When::BeforeAnswer | When::Fixed(_) | When::Promptly => None,
        }
    }

    /// Sums it.
    pub(crate) fn due(&self, known: KnownDays<'_>) -> Due {
        let mut working = Vec::new();
        let at = match self.day(known, &mut working) {
            Ok(day) => Some(day),
            Err(why) => {
                working.push(why);
                None
            }
        };
        Due {
            at,
            rule: self.words.clone(),
            working: working.join("; "),
            is_overdue: at.map(|at| at < known.today),
        }
    }

    /// The last day, or why there is none.
    fn day(&self, known: KnownDays<'_>, working: &mut Vec<String>) -> Result<Day, String> {
        let last = match &self.when {
            When::Promptly => return Err("the statute says promptly and gives no figure".into()),
            When::BeforeAnswer => return Err("before anything is answered".to_owned()),
            When::Fixed(day) => {
                working.push(format!("{day}, a fixed day"));
                *day
            }
            When::Before { span, event } => {
                let from = known.event(event, working)?;
                let back = Span { count: -span.count, ..*span };
                let day = back.after(from).ok_or(BEYOND)?;
                working.push(format!("less {span}: {day}"));
                day
            }
            When::Sum { event, from_business_day, spans } => {
                let mut day = known.event(event, working)?;
                if *from_business_day {
                    day = known.first_business_day_after(day, working)?;
                }
                for span in spans {
                    day = span.after(day).ok_or(BEYOND)?;
                    working.push(format!("plus {span}: {day}"));
                }
                day
            }
            When::Yearly { month, day, event } => {
                let from = known.event(event, working)?;
                let year = from.year().checked_add(1).ok_or(BEYOND)?;
                let day = Day::of(year, *month, *day).ok_or(BEYOND)?;
                working.push(format!("in the year after it: {day}"));
                day
            }
        };
        if self.is_rolled { known.rolled(last, working) } else { Ok(last) }
    }
}

impl KnownDays<'_> {
    fn event(&self, event: &str, working: &mut Vec<String>) -> Result<Day, String> {
        let day = match self.events.get(event) {
            Some(day) => *day,
            None if event == grammar::ASKED => self.today,
            None => return Err(format!("the day `{event}` is not known")),
        };
        working.push(format!("{event} {day}"));
        Ok(day)
    }

    fn first_business_day_after(&self, day: Day, working: &mut Vec<String>) -> Result<Day, String> {
        let first = self.calendar.business_day_after(day, self.offices).ok_or(BEYOND)?;
        let closed = self.closed_between(day.plus_days(1).ok_or(BEYOND)?, first);
        working.push(format!("first business day after it {first}{closed}"));
        Ok(first)
    }

    /// A last day on a holiday is left out too, and the next business day is the last.
    fn rolled(&self, last: Day, working: &mut Vec<String>) -> Result<Day, String> {
        let day = self.calendar.business_day_on_or_after(last, self.offices).ok_or(BEYOND)?;
        if day != last {
            let closed = self.closed_between(last, day);
            working.push(format!("moved to the next business day {day}{closed}"));
        }
        Ok(day)
    }

    /// The closed days from one day up to another, each with why.
    fn closed_between(&self, from: Day, to: Day) -> String {
        let days = (0..to.days_since(from)).filter_map(|days| from.plus_days(days));
        let told: Vec<_> = days
            .filter_map(|day| {
                let why = self.calendar.closed(day, self.offices)?;
                Some(format!("{day} is {why}"))
            })
            .collect();
        if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) }
    }
}

impl Span {
    fn after(self, day: Day) -> Option<Day> {
        match self.unit {
            Unit::Days => day.plus_days(self.count),
            Unit::Months => day.plus_months(self.count),
            Unit::Years => day.plus_years(self.count),
        }
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self.unit {
            Unit::Days => "day",
            Unit::Months => "month",
            Unit::Years => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.count)
    }
}

#[cfg(test)]
mod tests;
