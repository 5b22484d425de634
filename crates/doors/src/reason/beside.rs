//! What stands beside a name: words of help, of a street, a person or a crime.
//!
//! In: a cell in plain form and where a name stands in it. Out: what its neighbours make of it.
//! Never: looks further than the next words.

use super::list::{Help, Proper, Wronged};
use super::text::Text;
use std::ops::Range;

/// Whether words of help stand beside the span: `for DHS`, `lead from the feds`, `DHS ops`.
pub(super) fn is_helped(text: &Text, span: &Range<usize>, help: &Help) -> bool {
    let behind = text.padded.get(span.end..).unwrap_or_default().split_whitespace().next();
    if behind.is_some_and(|word| help.behind.has(word)) {
        return true;
    }
    let mut before = text.padded.get(..span.start).unwrap_or_default().trim_end();
    while let Some((rest, last)) = before.rsplit_once(' ')
        && help.between.contains(last)
    {
        before = rest;
    }
    let is_end = |words: &String| {
        before.strip_suffix(words.as_str()).is_some_and(|rest| rest.ends_with(' '))
    };
    help.before.iter().any(is_end)
}

/// What the words beside a body's name make of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Beside {
    /// It is the name of a street, a shop or a person.
    Name,
    Nothing,
    PerhapsName,
}

pub(super) fn beside(text: &Text, span: &Range<usize>, proper: &Proper) -> Beside {
    let before = text.padded.get(..span.start).unwrap_or_default().split_whitespace().next_back();
    let mut behind = text.padded.get(span.end..).unwrap_or_default().split_whitespace();
    let (next, second) = (behind.next(), behind.next());
    let is_other =
        |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || proper.unless.has(word);
    let is_place =
        next.is_some_and(|word| proper.before.has(word)) && !second.is_some_and(is_other);
    if is_place || before.is_some_and(|word| proper.after.contains(word)) {
        return Beside::Name;
    }
    match before.into_iter().chain(next).any(|word| proper.doubtful.contains(word)) {
        true => Beside::PerhapsName,
        false => Beside::Nothing,
    }
}

/// Whether the bearer of the name is the one that was wronged: `assault on ICE agent`, `stolen FBI
/// vehicle`, `DHS office vandalism`. A crime against a body is no search for it.
pub(super) fn is_wronged(text: &Text, span: &Range<usize>, wronged: &Wronged) -> bool {
    let words =
        |range: &str| -> Vec<String> { range.split_whitespace().map(String::from).collect() };
    let mut before = words(text.padded.get(..span.start).unwrap_or_default());
    let named = words(text.padded.get(span.clone()).unwrap_or_default());
    let behind = words(text.padded.get(span.end..).unwrap_or_default());
    // The words of some cues begin with what links them: `on ice`.
    before.extend(named.first().filter(|word| wronged.link.contains(*word)).cloned());
    before.retain(|word| !wronged.between.contains(word));
    let is_behind_deed = match before.as_slice() {
        [.., deed, link] if wronged.link.contains(link) => wronged.deed.has(deed),
        _ => false,
    };
    let is_taken = match (before.last(), behind.first()) {
        (Some(taken), Some(thing)) => wronged.taken.has(taken) && wronged.thing.has(thing),
        _ => false,
    };
    let is_before_deed = match behind.as_slice() {
        [place, deed, ..] => wronged.place.has(place) && wronged.deed.has(deed),
        _ => false,
    };
    is_behind_deed || is_taken || is_before_deed
}
