//! Finds an agency by its name, and names that are near one that is not there.

use crate::{Agency, Error};
use std::collections::BTreeMap;

/// At most so many near names are told.
const NEAR_MAX: usize = 5;

/// The agency of this name, written in any case and spacing.
pub(super) fn find<'a>(
    given: &str,
    agencies: &'a BTreeMap<String, Agency>,
) -> Result<(&'a str, &'a Agency), Error> {
    let exact = agencies.get_key_value(given);
    let alike = || agencies.iter().find(|(name, _)| words(name) == words(given));
    if let Some((name, agency)) = exact.or_else(alike) {
        return Ok((name, agency));
    }
    let near = near(given, agencies.keys());
    let near = if near.is_empty() {
        "; without `--agency` all are listed".to_owned()
    } else {
        format!("; near it: {}", near.join(", "))
    };
    Err(Error::UnknownAgency { given: given.to_owned(), near })
}

/// Names that share most words with one, or differ from it by few letters.
fn near<'a>(given: &str, names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let wanted = words(given);
    let plain = wanted.join(" ");
    let mut scored: Vec<(usize, usize, &str)> = names
        .filter_map(|name| {
            let own = words(name);
            // Half the names hold `pd` and a state, so only longer words make a name near.
            let long = |word: &&String| word.chars().count() > 2;
            let shared = own.iter().filter(long).filter(|word| wanted.contains(word)).count();
            let letters = distance(&plain, &own.join(" "));
            let is_near = shared > 0 || letters <= plain.chars().count() / 3;
            is_near.then_some((shared, letters, name.as_str()))
        })
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(b.2)));
    scored.into_iter().take(NEAR_MAX).map(|(_, _, name)| format!("`{name}`")).collect()
}

fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// How many letters must be put in, taken out or changed to make one text the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, c) in one.chars().enumerate() {
        let mut next = vec![place + 1];
        for (&d, (&diagonal, &above)) in other.iter().zip(row.iter().zip(row.iter().skip(1))) {
            let left = next.last().copied().unwrap_or(0);
            let changed = diagonal + usize::from(c != d);
            next.push(changed.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_between_two_names_are_counted() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }

    #[test]
    fn a_name_with_a_slip_finds_the_one_that_is_there() {
        let names = ["Rio Claro CA PD".to_owned(), "Vista Serena CA PD".to_owned()];
        assert_eq!(near("Rio Clara PD", names.iter()), ["`Rio Claro CA PD`"]);
        assert!(near("Springfield", names.iter()).is_empty());
    }
}
