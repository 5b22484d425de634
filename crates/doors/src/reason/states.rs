//! An agency of another state: `Talent PD (Oregon)`, `Reno PD`.
//!
//! In: a cell in plain form. Out: the state's code, where that stands, and how sure.
//! Never: takes a state's name for a state where it is a street, a city, a county or a plate.

use super::list::{Places, States, starts_with};
use super::text::Text;
use std::ops::Range;
use terms::{Certainty, PartyKind};

/// An agency of a state that the words name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Elsewhere<'l> {
    pub(super) code: &'l str,
    pub(super) kind: PartyKind,
    pub(super) certainty: Certainty,
    pub(super) has_help: bool,
}

/// An agency beside the name or code of its state. One elsewhere goes before one at home.
pub(super) fn elsewhere<'l>(text: &Text, states: &'l States) -> Option<Elsewhere<'l>> {
    let words: Vec<&str> = text.words().map(|(_, word)| word).collect();
    let agencies: Vec<Agency> = agencies(&words, states);
    let is_person = |word: &&str| states.officer.contains(*word) || states.friend.contains(*word);
    if agencies.is_empty() && !words.iter().any(is_person) {
        return None;
    }
    let has_help = words.iter().any(|word| states.help.contains(*word));
    let found = (0..words.len()).filter_map(|at| {
        let (state, length, is_code) = named(words.get(at..)?, states)?;
        if words.get(at + length).is_some_and(|word| states.not_before.contains(*word)) {
            return None;
        }
        let is_beside = |a: &&Agency| a.end == at || a.start == at + length;
        let kind = match agencies.iter().find(is_beside) {
            Some(agency) => agency.kind,
            None if is_linked(words.get(..at)?, states) => PartyKind::LocalLawEnforcement,
            None => return None,
        };
        let in_brackets = is_in_brackets(text, state, is_code);
        if is_code && states.ambiguous.contains(&state.1.to_ascii_lowercase()) && !in_brackets {
            return None;
        }
        let certainty = match in_brackets || has_help {
            true => Certainty::Conditional,
            false => Certainty::Possible,
        };
        Some(Elsewhere { code: state.1, kind, certainty, has_help })
    });
    found.min_by_key(|found| found.code == states.home)
}

/// An agency of a well-known place of another state: `Reno PD`, `buddy in Reno`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Placed<'l> {
    pub(super) code: &'l str,
    /// Where it stands in the padded text.
    pub(super) span: Range<usize>,
    /// Whether the place has a namesake, or no agency is named there outright.
    pub(super) is_doubtful: bool,
    pub(super) has_help: bool,
}

pub(super) fn placed<'l>(
    text: &Text,
    places: &'l Places,
    states: &'l States,
) -> Option<Placed<'l>> {
    let (starts, words): (Vec<usize>, Vec<&str>) = text.words().unzip();
    let has_help = words.iter().any(|word| states.help.contains(*word));
    let has_agency = |word: &&str| {
        places.agency.contains(*word)
            || places.county_agency.contains(*word)
            || states.officer.contains(*word)
            || states.friend.contains(*word)
    };
    if !has_help && !words.iter().any(has_agency) {
        return None;
    }
    (0..words.len()).find_map(|at| {
        let (name, code, length) = place(words.get(at..)?, places)?;
        let before = words.get(..at).unwrap_or_default();
        if before.last().is_some_and(|word| places.not_after.contains(*word)) {
            return None;
        }
        let agency = match name.ends_with(" county") {
            true => &places.county_agency,
            false => &places.agency,
        };
        let next = words.get(at + length).copied();
        let is_named = next.is_some_and(|word| agency.contains(word));
        let is_else = next.is_some_and(|word| states.not_before.contains(word));
        let is_helped = !places.person.contains(name) && is_helped(before, states);
        if !is_named && (is_else || !(is_helped || is_linked(before, states))) {
            return None;
        }
        let last = at + length - usize::from(!is_named);
        let end = starts.get(last)? + words.get(last)?.len();
        Some(Placed {
            code,
            span: *starts.get(at)?..end,
            is_doubtful: places.doubtful.contains(name) || !is_named,
            has_help,
        })
    })
}

/// The place these words start with, by its longest name: its name, state and number of words.
fn place<'l>(words: &[&str], places: &'l Places) -> Option<(&'l str, &'l str, usize)> {
    let first = words.first()?;
    let names = places.names.iter().filter(|(name, _)| starts_with(name, first));
    let found = names.filter_map(|(name, code)| {
        let length = name.split(' ').count();
        let is_it = name.split(' ').eq(words.get(..length)?.iter().copied());
        is_it.then_some((name.as_str(), code.as_str(), length))
    });
    found.max_by_key(|(_, _, length)| *length)
}

/// Whether help is spoken of in front of a place: `assist Reno`, `request from Reno`.
fn is_helped(before: &[&str], states: &States) -> bool {
    match before {
        [.., help, "by" | "for" | "from" | "with"] | [.., help] => states.help.contains(*help),
        [] => false,
    }
}

/// Whether an officer stands in front of a place: `officer in`, `PD out of`, `for a buddy in`.
fn is_linked(before: &[&str], states: &States) -> bool {
    let (person, rest) = match before {
        [rest @ .., person, "out", "of"] => (person, rest),
        [rest @ .., person, link] if states.link.contains(*link) => (person, rest),
        _ => return false,
    };
    if states.friend.contains(*person) {
        return matches!(rest, [.., "for"] | [.., "for", "a" | "an" | "my" | "our" | "the"]);
    }
    states.officer.contains(*person)
        || states.agency.contains(*person)
        || states.state_agency.contains(*person)
}

/// Words that name an agency, from `start` up to `end`.
struct Agency {
    start: usize,
    end: usize,
    kind: PartyKind,
}

/// `pd`, `sheriff`, `scpd`; `dps`, `highway patrol`.
fn agencies(words: &[&str], states: &States) -> Vec<Agency> {
    let mut agencies = Vec::new();
    for (start, word) in words.iter().enumerate() {
        if states.state_agency.contains(*word) {
            agencies.push(Agency { start, end: start + 1, kind: PartyKind::StateLawEnforcement });
        } else if states.agency.contains(*word) || is_abbreviated(word) {
            agencies.push(Agency { start, end: start + 1, kind: PartyKind::LocalLawEnforcement });
        }
    }
    for (start, pair) in words.windows(2).enumerate() {
        let is_it = |known: &String| known.split(' ').eq(pair.iter().copied());
        if states.state_agency_pairs.iter().any(is_it) {
            agencies.push(Agency { start, end: start + 2, kind: PartyKind::StateLawEnforcement });
        }
    }
    agencies
}

/// Whether a police department's initials: `scpd`.
fn is_abbreviated(word: &str) -> bool {
    let is_short = (3..=6).contains(&word.len());
    is_short && word.ends_with("pd") && !word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_in_brackets(text: &Text, (name, code): (&str, &str), is_code: bool) -> bool {
    let code = code.to_ascii_lowercase();
    let word = if is_code { code.as_str() } else { name };
    [format!("({word})"), format!("( {word})"), format!("({word} ")]
        .iter()
        .any(|bracketed| text.lower.contains(bracketed.as_str()))
}

/// The state whose name or code these words start with: which, how many words, whether its code.
fn named<'l>(words: &[&str], states: &'l States) -> Option<((&'l str, &'l str), usize, bool)> {
    let first = words.first()?;
    states.names.iter().find_map(|(name, code)| {
        let state = (name.as_str(), code.as_str());
        if code.eq_ignore_ascii_case(first) {
            return Some((state, 1, true));
        }
        if !starts_with(name, first) {
            return None;
        }
        let length = name.split(' ').count();
        let is_name = name.split(' ').eq(words.get(..length)?.iter().copied());
        is_name.then_some((state, length, false))
    })
}
