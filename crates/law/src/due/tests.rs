//! Tests of due rules: every clock of the law sheet, and what is refused.

use super::*;
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

const TABLE: &str = include_str!("../../../../statutes/holidays.toml");

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Sums a rule for the City's offices on the day its event falls.
fn due(rule: &str, events: &[(&str, &str)], today: &str) -> Due {
    let events: BTreeMap<String, Day> =
        events.iter().map(|(name, at)| ((*name).to_owned(), day(at))).collect();
    let calendar = Calendar::read(TABLE).unwrap();
    DueRule::read(rule).unwrap().due(KnownDays {
        events: &events,
        today: day(today),
        calendar: &calendar,
        offices: Offices::LosAngeles,
    })
}

fn check(rule: &str, event: (&str, &str), expected: &str) {
    let found = due(rule, &[event], event.1);
    assert_eq!(found.at, Some(day(expected)), "{rule}: {}", found.working);
    assert_eq!(found.rule, rule);
    assert!(found.working.contains(event.1), "{}", found.working);
}

#[test]
fn a_day_that_is_itself_given_is_the_day() {
    let told = due("on due", &[("due", "2027-03-01")], "2027-03-02");
    assert_eq!((told.at, told.is_overdue), (Some(day("2027-03-01")), Some(true)));
}

#[test]
fn a_certification_in_removal_proceedings_runs_from_the_first_business_day() {
    // Penal 679.10(j)(1), VERIFIED A5: Friday, then Labor Day weekend.
    let rule = "first business day after received + 7 days";
    check(rule, ("received", "2026-09-04"), "2026-09-15");
    let found = due(rule, &[("received", "2026-09-04")], "2026-09-04");
    assert_eq!(
        found.working,
        "received 2026-09-04; first business day after it 2026-09-08 (2026-09-05 is a Saturday, \
         2026-09-06 is a Sunday, 2026-09-07 is Labor Day); plus 7 days: 2026-09-15"
    );
    // 679.10(f): a copy of the police account within seven days; (j)(1): otherwise thirty.
    check("received + 7 days", ("received", "2026-09-04"), "2026-09-11");
    check("received + 30 days", ("received", "2026-09-04"), "2026-10-04");
}

#[test]
fn a_public_records_request_has_ten_days_and_fourteen_more() {
    // Gov. 7922.535, CA-CPRA-CLOCK.
    check("received + 10 days, rolled", ("received", "2026-03-02"), "2026-03-12");
    check("received + 10 days + 14 days, rolled", ("received", "2026-03-02"), "2026-03-26");
    // Chavez Day of the courts, a Tuesday; before Christmas, a weekend and New Year's Day.
    check("received + 10 days, rolled", ("received", "2026-03-21"), "2026-04-01");
    check("received + 10 days, rolled", ("received", "2026-12-22"), "2027-01-04");
    check("received + 10 days", ("received", "2026-12-22"), "2027-01-01");
    let found = due("received + 10 days, rolled", &[("received", "2026-09-25")], "2026-09-25");
    assert_eq!(found.at, Some(day("2026-10-05")));
    assert_eq!(found.working, "received 2026-09-25; plus 10 days: 2026-10-05");
    let found = due("received + 10 days, rolled", &[("received", "2026-09-24")], "2026-09-25");
    assert_eq!(
        found.working,
        "received 2026-09-24; plus 10 days: 2026-10-04; moved to the next business day 2026-10-05 \
         (2026-10-04 is a Sunday)"
    );
}

#[test]
fn whose_offices_are_closed_decides_where_a_day_moves() {
    let events = BTreeMap::from([("received".to_owned(), day("2026-10-02"))]);
    let calendar = Calendar::read(TABLE).unwrap();
    let rule = DueRule::read("received + 10 days, rolled").unwrap();
    let at = |offices| {
        rule.due(KnownDays {
            events: &events,
            today: day("2026-10-02"),
            calendar: &calendar,
            offices,
        })
        .at
    };
    // Indigenous Peoples Day is the City's and no judicial holiday.
    assert_eq!(at(Offices::LosAngeles), Some(day("2026-10-13")));
    assert_eq!(at(Offices::California), Some(day("2026-10-12")));
}

#[test]
fn retention_is_counted_in_calendar_days_and_years() {
    // 28 CFR 23.20(h): day 5y+1 without validation is overdue.
    let rule = "validated + 5 years";
    check(rule, ("validated", "2021-11-24"), "2026-11-24");
    assert_eq!(due(rule, &[("validated", "2021-11-24")], "2026-11-24").is_overdue, Some(false));
    assert_eq!(due(rule, &[("validated", "2021-11-24")], "2026-11-25").is_overdue, Some(true));
    // Penal 832.18(b)(5)(A) and Veh. 2413(b): sixty days.
    check("recorded + 60 days", ("recorded", "2026-09-25"), "2026-11-24");
    // A critical incident, Gov. 7923.625: 45 days from when the agency knew.
    check("discovered + 45 days", ("discovered", "2026-10-10"), "2026-11-24");
    // Special Order 31, "after five years, and 24 hours and one minute": the last read of a day, at
    // 23:59, is past that with the first minute of the second day after the five years. So the
    // last day for it is the first after them, and on the second everything of that day is late.
    let rule = "recorded + 5 years + 1 day";
    check(rule, ("recorded", "2021-11-23"), "2026-11-24");
    assert_eq!(due(rule, &[("recorded", "2021-11-23")], "2026-11-25").is_overdue, Some(true));
    check("recorded + 5 years", ("recorded", "2024-02-29"), "2029-02-28");
    check("received + 2 months", ("received", "2026-12-31"), "2027-02-28");
}

#[test]
fn forums_tallies_and_fixed_days() {
    // Gov. 7283.1(d): access in 2026, a forum during 2027, with 30 days' notice.
    check("yearly by 12-31 after access", ("access", "2026-01-05"), "2027-12-31");
    check("yearly by 12-31 after access", ("access", "2026-12-31"), "2027-12-31");
    check("30 days before meeting", ("meeting", "2027-05-31"), "2027-05-01");
    // Gov. 7284.6(c): the Attorney General's by 1 March; AB 481: a meeting within 30 days.
    let found = due("yearly by 03-01", &[], "2026-11-24");
    assert_eq!(found.at, Some(day("2027-03-01")));
    assert_eq!(found.working, "asked 2026-11-24; in the year after it: 2027-03-01");
    check("published + 30 days", ("published", "2026-11-24"), "2026-12-24");
    // SB 580: on or before 1 January 2027, a holiday, which the pack lets stand.
    let rule = "2027-01-01";
    assert_eq!(due(rule, &[], "2027-01-01").is_overdue, Some(false));
    assert_eq!(due(rule, &[], "2027-01-02").is_overdue, Some(true));
    assert_eq!(due(rule, &[], "2027-01-02").working, "2027-01-01, a fixed day");
    assert_eq!(due("2027-01-01, rolled", &[], "2026-11-24").at, Some(day("2027-01-04")));
    assert_eq!(due("same day", &[], "2026-11-24").at, Some(day("2026-11-24")));
}

#[test]
fn what_has_no_figure_or_no_known_day_has_no_day_and_says_why() {
    let check = |rule, expected: &str| {
        let found = due(rule, &[], "2026-11-24");
        assert_eq!((found.at, found.is_overdue), (None, None), "{rule}");
        assert_eq!(found.working, expected);
    };
    check("promptly", "the statute says promptly and gives no figure");
    check("before the answer", "before anything is answered");
    check("received + 10 days, rolled", "the day `received` is not known");
    check("30 days before meeting", "the day `meeting` is not known");
    let beyond = due("received + 10000 years", &[("received", "2026-11-24")], "2026-11-24");
    assert_eq!(beyond.working, "received 2026-11-24; the sum is beyond the calendar");
}

#[test]
fn a_rule_that_cannot_be_read_tells_the_grammar() {
    let check = |rule: &str, why: &str| {
        let told = DueRule::read(rule).unwrap_err();
        assert!(told.starts_with(&format!("`{rule}` is no due rule: {why}; write `")), "{told}");
        assert!(
            told.ends_with("EVENT is a word of `Event` in the schema, as `received`"),
            "{told}"
        );
    };
    check("", "its words are not known");
    check("soon", "its words are not known");
    check("Received + 10 days", "`Received` is no event");
    check("received + ten days", "`ten` is no number from 1 to 10000");
    check("received + 0 days", "`0` is no number from 1 to 10000");
    check("received + -5 days", "`-5` is no number from 1 to 10000");
    check("received + 10 weeks", "`weeks` is no unit of time");
    check("received + 10", "`+ 10` is no sum");
    check(
        "received + 1 day + 1 day + 1 day + 1 day",
        "it puts together more than 3 stretches of time",
    );
    check("first business day after received 7 days", "`7 days` is no sum");
    check("yearly by 02-29", "`02-29` is no day of every year (MM-DD)");
    check("promptly, rolled", "it has no last day that a holiday could move later");
    check("30 days before meeting, rolled", "it has no last day that a holiday could move later");
    check("received  + 10 days", "its words are not known");
    check("on Tuesday", "`Tuesday` is no event");
}

proptest! {
    #[test]
    fn a_rolled_day_is_a_business_day_and_never_earlier(from in 0..4_000_i32, count in 1..400_i32) {
        let calendar = Calendar::read(TABLE).unwrap();
        let received = day("2024-01-01").plus_days(from).unwrap();
        let events = BTreeMap::from([("received".to_owned(), received)]);
        let offices = Offices::LosAngeles;
        let known =
            KnownDays { events: &events, today: received, calendar: &calendar, offices };
        let at = |rule: &str| DueRule::read(rule).unwrap().due(known).at.unwrap();
        let plain = at(&format!("received + {count} days"));
        let rolled = at(&format!("received + {count} days, rolled"));
        prop_assert_eq!(plain.days_since(received), count);
        prop_assert!(rolled >= plain && calendar.is_business_day(rolled, offices));
        let open = |day: Day| calendar.is_business_day(day, offices);
        let between = (0..rolled.days_since(plain)).map(|days| plain.plus_days(days).unwrap());
        prop_assert_eq!(between.filter(|day| open(*day)).count(), 0);
    }
}
