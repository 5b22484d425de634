//! An agency that a search was for, named behind `for`: `for Anaheim PD`.
//!
//! In: a cell in plain form. Out: whether it is there.
//! Never: tells which agency, or that it is another one than the searcher's own.

use super::list::Behalf;
use super::text::Text;

pub(super) fn is_for_agency(text: &Text, behalf: &Behalf) -> bool {
    let words: Vec<&str> = text.words().map(|(_, word)| word).collect();
    let is_for = |at: &usize| words.get(*at).is_some_and(|word| *word == "for");
    (0..words.len()).filter(is_for).any(|at| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let behind = words.get(at + 1..).unwrap_or_default();
        !before.is_some_and(|word| behalf.not_after.contains(*word)) && is_agency(behind, behalf)
    })
}

/// A name of one to three words and a word for an agency, or its initials: `qfpd`.
fn is_agency(words: &[&str], behalf: &Behalf) -> bool {
    if words.first().is_some_and(|word| is_abbreviated(word)) {
        return true;
    }
    let names = words.iter().take_while(|word| is_name(word, behalf)).count();
    let next = words.get(names);
    (1..=3).contains(&names) && next.is_some_and(|word| behalf.agency.contains(*word))
}

fn is_name(word: &str, behalf: &Behalf) -> bool {
    let is_letters = word.bytes().all(|b| b.is_ascii_alphabetic());
    is_letters && !behalf.not_between.contains(word) && !behalf.agency.contains(word)
}

/// Whether a police department's initials.
fn is_abbreviated(word: &str) -> bool {
    (4..=6).contains(&word.len())
        && word.ends_with("pd")
        && word.bytes().all(|b| b.is_ascii_alphabetic())
}
