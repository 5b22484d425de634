//! Every phrase of a page and a letter, in English and Spanish side by side.
//!
//! Each has both, or this does not compile. `{name}` is filled in; a test holds the two languages
//! to the same names. The field's own words (front door, side door …) and the terms of
//! `docs/terms.md` are used as they stand there.

mod labels;
mod letter;
mod page;
mod ways;

pub(crate) use labels::*;
pub(crate) use letter::{ENGLISH as LETTER_ENGLISH, LetterWords, SPANISH as LETTER_SPANISH};
pub(crate) use page::{ENGLISH, SPANISH, Words};
pub(crate) use ways::way;

/// A set of phrases, each in both languages.
macro_rules! phrases {
    ($type:ident: $($name:ident: $english:literal, $spanish:literal;)*) => {
        /// Phrases of one language.
        #[derive(Debug)]
        pub(crate) struct $type { $(pub(crate) $name: &'static str,)* }

        pub(crate) static ENGLISH: $type = $type { $($name: $english,)* };

        pub(crate) static SPANISH: $type = $type { $($name: $spanish,)* };

        #[cfg(test)]
        pub(crate) const BOTH: &[(&str, &str, &str)] =
            &[$((stringify!($name), $english, $spanish),)*];
    };
}
pub(crate) use phrases;

#[cfg(test)]
mod tests {
    use super::*;

    fn holes(sentence: &str) -> Vec<&str> {
        let mut found: Vec<_> =
            sentence.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn both_languages_say_everything_and_leave_the_same_holes() {
        for (name, english, spanish) in page::BOTH.iter().chain(letter::BOTH) {
            assert!(!english.trim().is_empty() && !spanish.trim().is_empty(), "{name}");
            assert_eq!(holes(english), holes(spanish), "{name}");
        }
    }

    #[test]
    fn what_is_said_in_one_language_is_not_said_in_the_other() {
        let same: Vec<_> = page::BOTH
            .iter()
            .chain(letter::BOTH)
            .filter(|(_, english, spanish)| english == spanish)
            .map(|(name, ..)| *name)
            .collect();
        assert!(same.is_empty(), "not translated: {same:?}");
    }
}
