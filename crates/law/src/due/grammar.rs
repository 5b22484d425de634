//! The words a due rule is written in.

use super::{DueRule, Span, Unit, When};
use terms::Day;

/// The day of the ask: always known.
pub(super) const ASKED: &str = "asked";

/// How far a span may go: no statute's period is longer, and a sum stays within the calendar.
const COUNT_MAX: i32 = 10_000;

/// So many spans may be put together, as in `recorded + 5 years + 1 day`.
const SPANS_MAX: usize = 3;

/// What a rule can say. Shown with every error.
const GRAMMAR: &str = "write `promptly`, `before the answer`, `same day`, a day as `2027-01-01`, \
     `on EVENT`, `EVENT + N days` (or months, years; more than one sum), `first business day \
     after EVENT + N days`, `N days before EVENT`, or `yearly by MM-DD after EVENT`; a day that a \
     holiday moves ends with `, rolled`; EVENT is a word of `Event` in the schema, as `received`";

pub(super) fn read(words: &str) -> Result<DueRule, String> {
    let (body, is_rolled) = match words.strip_suffix(", rolled") {
        Some(body) => (body, true),
        None => (words, false),
    };
    let refuse = |why: &str| Err(format!("`{words}` is no due rule: {why}; {GRAMMAR}"));
    let when = match when(body) {
        Ok(when) => when,
        Err(why) => return refuse(&why),
    };
    let can_roll = !matches!(when, When::Before { .. } | When::BeforeAnswer | When::Promptly);
    if is_rolled && !can_roll {
        // A notice moved to a later day would be shorter than the statute asks.
        return refuse("it has no last day that a holiday could move later");
    }
    Ok(DueRule { words: words.to_owned(), when, is_rolled })
}

fn when(body: &str) -> Result<When, String> {
    if let Ok(day) = body.parse() {
        return Ok(When::Fixed(day));
    }
    let words: Vec<&str> = body.split(' ').collect();
    match words.as_slice() {
        ["promptly"] => Ok(When::Promptly),
        ["before", "the", "answer"] => Ok(When::BeforeAnswer),
        ["same", "day"] => sum(ASKED, false, &[]),
        ["on", event] => sum(event, false, &[]),
        ["yearly", "by", month_day] => yearly(month_day, ASKED),
        ["yearly", "by", month_day, "after", event] => yearly(month_day, event),
        ["first", "business", "day", "after", event, spans @ ..] => sum(event, true, spans),
        [count, unit, "before", event] => {
            Ok(When::Before { span: span(count, unit)?, event: known_event(event)? })
        }
        [event, "+", rest @ ..] => {
            let spans: Vec<_> = [&["+"], rest].concat();
            sum(event, false, &spans)
        }
        _ => Err("its words are not known".to_owned()),
    }
}

fn sum(event: &str, from_business_day: bool, spans: &[&str]) -> Result<When, String> {
    let event = known_event(event)?;
    let spans = spans
        .chunks(3)
        .map(|three| match three {
            ["+", count, unit] => span(count, unit),
            other => Err(format!("`{}` is no sum", other.join(" "))),
        })
        .collect::<Result<Vec<_>, _>>()?;
    if spans.len() > SPANS_MAX {
        return Err(format!("it puts together more than {SPANS_MAX} stretches of time"));
    }
    Ok(When::Sum { event, from_business_day, spans })
}

fn span(count: &str, unit: &str) -> Result<Span, String> {
    let unit = match unit {
        "day" | "days" => Unit::Days,
        "month" | "months" => Unit::Months,
        "year" | "years" => Unit::Years,
        other => return Err(format!("`{other}` is no unit of time")),
    };
    match count.parse() {
        Ok(count) if (1..=COUNT_MAX).contains(&count) => Ok(Span { count, unit }),
        _ => Err(format!("`{count}` is no number from 1 to {COUNT_MAX}")),
    }
}

fn yearly(month_day: &str, event: &str) -> Result<When, String> {
    // Of a year without 29 February, so that the day is there in every year.
    let day: Day = format!("2027-{month_day}")
        .parse()
        .map_err(|_| format!("`{month_day}` is no day of every year (MM-DD)"))?;
    let (month, day) = (day.month(), day.day_of_month());
    Ok(When::Yearly { month, day, event: known_event(event)? })
}

fn known_event(event: &str) -> Result<String, String> {
    // Whether the schema has it is checked when the pack is loaded.
    if !event.is_empty() && event.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
        Ok(event.to_owned())
    } else {
        Err(format!("`{event}` is no event"))
    }
}
