//! An agency of another state: `Talent PD (Oregon)`, `Reno PD`.
//!
//! In: a cell in plain form. Out: the state's code, where that stands, and how sure.
//! Never: takes a state's name for a state where it is a street, a city, a county or a plate.

use super::list::{Places, States};
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
    if agencies.is_empty() {
        return None;
    }
    let has_help = words.iter().any(|word| states.help.contains(*word));
    let found = (0..words.len()).filter_map(|at| {
        let (state, length, is_code) = named(words.get(at..)?, states)?;
        if words.get(at + length).is_some_and(|word| states.not_before.contains(*word)) {
            return None;
        }
        let is_beside = |a: &&Agency| a.end == at || a.start == at + length;
        let agency = agencies.iter().find(is_beside)?;
        let in_brackets = is_in_brackets(text, state, is_code);
        if is_code && states.ambiguous.contains(&state.1.to_ascii_lowercase()) && !in_brackets {
            return None;
        }
        let certainty = match in_brackets || has_help {
            true => Certainty::Conditional,
            false => Certainty::Possible,
        };
        Some(Elsewhere { code: state.1, kind: agency.kind, certainty, has_help })
    });
    found.min_by_key(|found| found.code == states.home)
}

/// An agency of a well-known place of another state: `Reno PD`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Placed<'l> {
    pub(super) code: &'l str,
    /// Where it stands in the padded text.
    pub(super) span: Range<usize>,
    /// Whether the place has a namesake.
    pub(super) is_doubtful: bool,
    pub(super) has_help: bool,
}

pub(super) fn placed<'l>(text: &Text, places: &'l Places, states: &States) -> Option<Placed<'l>> {
    let has_help = || text.words().any(|(_, word)| states.help.contains(word));
    places.names.iter().find_map(|(name, code)| {
        let needle = format!(" {name} ");
        let start = text.padded.find(&needle)? + 1;
        let end = start + name.len();
        let next = text.padded.get(end..)?.split_whitespace().next()?;
        let agency = match name.ends_with(" county") {
            true => &places.county_agency,
            false => &places.agency,
        };
        agency.contains(next).then(|| Placed {
            code,
            span: start..end + 1 + next.len(),
            is_doubtful: places.doubtful.contains(name),
            has_help: has_help(),
        })
    })
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
        if states.state_agency_pairs.contains(&pair.join(" ")) {
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
        let length = name.split(' ').count();
        let is_name = name.split(' ').eq(words.get(..length)?.iter().copied());
        is_name.then_some((state, length, false))
    })
}
