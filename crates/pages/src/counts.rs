//! How many findings, how they are split, and when.

use lookback::{Finding, Of};
use std::fmt;
use terms::{Certainty, Day, Outcome};

/// How many findings, how they are split, and when.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// The law would have withheld.
    pub withhold: u64,
    /// The law would have sent to a person.
    pub refer: u64,
    /// The document itself shows it.
    pub shown: u64,
    /// Withheld by the law, and shown by the document itself: the strict count.
    pub shown_withheld: u64,
    /// True on a condition that is told.
    pub conditional: u64,
    /// The words have another reading.
    pub possible: u64,
    /// About a search.
    pub rows: u64,
    /// About a standing share.
    pub links: u64,
    /// The log gives a month, a year or a span of days, and not the day.
    pub dayless: u64,
    /// The first day.
    pub first: Option<Day>,
    /// The last day.
    pub last: Option<Day>,
}

impl Counts {
    /// Counts one finding, with what a provision or the whole of it says.
    pub(crate) fn take(&mut self, finding: &Finding, outcome: Outcome) {
        match outcome {
            Outcome::Withhold => self.withhold += 1,
            Outcome::Refer | Outcome::Share => self.refer += 1,
        }
        match finding.certainty {
            Certainty::Shown => self.shown += 1,
            Certainty::Conditional => self.conditional += 1,
            Certainty::Possible => self.possible += 1,
        }
        if outcome == Outcome::Withhold && finding.certainty == Certainty::Shown {
            self.shown_withheld += 1;
        }
        match finding.kind {
            Of::Row => self.rows += 1,
            Of::Link => self.links += 1,
        }
        let (day, until) = (finding.day, finding.until.unwrap_or(finding.day));
        self.first = Some(self.first.map_or(day, |first| first.min(day)));
        self.last = Some(self.last.map_or(until, |last| last.max(until)));
        self.dayless += u64::from(finding.until.is_some());
    }

    /// Adds other counts to these.
    pub(crate) fn add(&mut self, other: &Self) {
        self.withhold += other.withhold;
        self.refer += other.refer;
        self.shown += other.shown;
        self.shown_withheld += other.shown_withheld;
        self.conditional += other.conditional;
        self.possible += other.possible;
        self.rows += other.rows;
        self.links += other.links;
        self.dayless += other.dayless;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.into_iter().chain(other.last).max();
    }

    /// Every one of them.
    #[must_use]
    pub const fn all(&self) -> u64 {
        self.withhold + self.refer
    }

    /// Those that the law withholds and the document itself shows, as in the summary's headlines.
    #[must_use]
    pub const fn strict(&self) -> u64 {
        self.shown_withheld
    }
}

/// A month of the calendar, as `2026-04`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Month {
    /// Its year.
    pub year: i16,
    /// Its place in the year, from 1 for January.
    pub month: i8,
}

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(day: Day) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The month of a finding; None where it can have been in more than one.
    #[must_use]
    pub fn of_finding(finding: &Finding) -> Option<Self> {
        let month = Self::of(finding.day);
        finding.until.is_none_or(|until| Self::of(until) == month).then_some(month)
    }

    /// The month after it.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year.saturating_add(1), month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }

    /// Its first day; none beyond the calendar's ends.
    #[must_use]
    pub fn first_day(self) -> Option<Day> {
        Day::of(self.year, self.month, 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
