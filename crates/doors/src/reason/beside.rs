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

/// Whether the bearer of the name is wronged or only acted, and asks for nothing: `assault on ICE
/// agent`, `stolen FBI vehicle`, `DHS office vandalism`, `robber dressed as ICE`.
pub(super) fn is_wronged(text: &Text, span: &Range<usize>, wronged: &Wronged) -> bool {
    if wronged.sham.iter().any(|sham| sham.is_in(&text.padded)) {
        return true;
    }
    let part = |range: Range<usize>| text.padded.get(range).unwrap_or_default().split(' ');
    let is_word = |word: &&str| !word.is_empty();
    let named: Vec<&str> = part(span.clone()).filter(is_word).collect();
    let behind: Vec<&str> = part(span.end..text.padded.len()).filter(is_word).take(2).collect();
    let mut before: Vec<&str> = part(0..span.start).filter(is_word).collect();
    // The words of some cues begin with what links them: `on ice`.
    before.extend(named.first().filter(|word| wronged.link.contains(**word)));
    before.retain(|word| !wronged.between.contains(*word));
    let is_person =
        named.iter().chain(&behind).take(named.len() + 1).any(|w| wronged.person.has(w));
    let has_thing = behind.first().is_some_and(|word| wronged.thing.has(word));
    let is_behind_deed = match before.as_slice() {
        [.., doing] if wronged.doing.has(doing) => true,
        [.., deed] if is_person && wronged.deed.has(deed) => true,
        [.., deed, link] if wronged.link.contains(*link) => {
            wronged.deed.has(deed) || (has_thing && wronged.striking.has(deed))
        }
        [.., taken] => has_thing && wronged.taken.has(taken),
        [] => false,
    };
    let is_before_deed = match behind.as_slice() {
        [place, deed] => wronged.place.has(place) && wronged.deed.has(deed),
        _ => false,
    };
    is_behind_deed || is_before_deed
}
