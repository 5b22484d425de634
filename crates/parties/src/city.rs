//! Of which city a body is, where its name says so.
//!
//! In: the words of a name, and what told its kind and its state. Out: the words before them, if
//! they can be a city's name.
//! Never: checks that there is such a city. A police department of a reservoir or a causeway reads
//! as a city's.

use std::ops::Range;

use crate::clean::Cleaned;
use crate::kind::KindRead;
use crate::state::StateRead;
use crate::words::{StateName, Words};

/// Reads the city of a body whose kind words follow a city's name.
pub(crate) fn read(
    cleaned: &Cleaned,
    words: &Words,
    kind: &KindRead,
    state: &StateRead,
) -> Option<String> {
    let says_otherwise = words.list.iter().enumerate().any(|(at, word)| {
        // A word that the deciding row took is the city's own: `University City`.
        !kind.taken.contains(&at) && NOT_A_CITY.contains(&word.text.as_str())
    });
    if says_otherwise {
        return None;
    }
    let state_at = state_words(words, state);
    let is_state = |at: usize| state_at.iter().any(|range| range.contains(&at));
    let mut start = after_hall(words);
    while is_state(start) {
        start += 1;
    }
    let end = (start..words.list.len())
        .find(|at| {
            let word = words.list.get(*at);
            let ends =
                word.is_some_and(|word| word.bracketed || ENDS.contains(&word.text.as_str()));
            is_state(*at) || ends
        })
        .unwrap_or(words.list.len());
    let city_words = words.list.get(start..end)?;
    let city = cleaned.bare.get(city_words.first()?.start..city_words.last()?.end)?;
    can_be_a_city(city).then(|| city.to_owned())
}

fn can_be_a_city(city: &str) -> bool {
    // Letters are not a city: `NICTD - IN PD`, `UNC Asheville`.
    let spelled = city.split(' ').all(|word| word.chars().any(char::is_lowercase));
    // Two places together are not one city: `Lakeway & Bee Cave`, `Grand Beach/Michiana`.
    let is_one = !city.contains(['&', '/', '@', '#']) && !city.contains(" - ");
    spelled && is_one && city.chars().all(|letter| !letter.is_ascii_digit())
}

/// Where a city's name starts: after the last `City of`, `Town of`, `Village of`, if there is one.
fn after_hall(words: &Words) -> usize {
    let is_hall = |at: &usize| {
        matches!(words.text(*at), Some("borough" | "city" | "town" | "village"))
            && words.text(at + 1) == Some("of")
    };
    (0..words.list.len()).rev().find(is_hall).map_or(0, |at| at + 2)
}

/// Where the words that told the state stand.
pub(crate) fn state_words(words: &Words, state: &StateRead) -> Vec<Range<usize>> {
    let Some(code) = state.code.as_deref() else {
        return Vec::new();
    };
    let codes = words.list.iter().enumerate();
    let codes = codes.filter(|(_, word)| word.raw.eq_ignore_ascii_case(code));
    let mut found: Vec<_> = codes.map(|(at, _)| at..at + 1).collect();
    if found.is_empty() {
        let names = words.state_names.iter().filter(|name| name.code == code && name.at > 0);
        found.extend(names.map(|StateName { at, len, .. }| *at..at + len));
    }
    found
}

/// With one of these among the words, the body is not a city's.
const NOT_A_CITY: &[&str] = &[
    "authority",
    "campus",
    "college",
    "counties",
    "county",
    "district",
    "hospital",
    "medical",
    "metro",
    "metropolitan",
    "parish",
    "parks",
    "regional",
    "reservation",
    "school",
    "schools",
    "state",
    "township",
    "tribal",
    "twp",
    "unified",
    "university",
];

/// Words that end a city's name.
const ENDS: &[&str] = &[
    "bureau",
    "department",
    "departments",
    "dept",
    "division",
    "dps",
    "pd",
    "pd2",
    "police",
    "public",
    "services",
];
