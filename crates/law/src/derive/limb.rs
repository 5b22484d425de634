//! A ground of list law taken apart: what it asks, and what is known of each part.
//!
//! All parts must be met; one that is not met settles it, whatever else is not known.

use std::fmt;
use terms::{Day, Known};

/// One thing a ground asks, and what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) known: Known,
    /// What is known, in words. Empty where there is nothing worth saying.
    pub(crate) words: String,
    /// The open question of law, where it is one that leaves this unknown.
    pub(crate) question: Option<&'static str>,
    /// The last day on which this is met, of what is met only for a time.
    pub(crate) last_day: Option<Day>,
}

/// One ground, weighed.
#[derive(Debug)]
pub(crate) struct Limb {
    /// Its place in the section, as `(a)(3)(F)`.
    pub(crate) ground: String,
    pub(crate) known: Known,
    /// What decided, in words.
    pub(crate) words: String,
    pub(crate) questions: Vec<&'static str>,
    /// The first day on which it can be otherwise.
    pub(crate) changes_on: Option<Day>,
}

impl Part {
    pub(crate) fn of(known: Known, words: impl Into<String>) -> Self {
        Self { known, words: words.into(), question: None, last_day: None }
    }

    /// A plain statement, in words for each of its three answers.
    pub(crate) fn stated(stated: Option<bool>, [yes, no, unknown]: [&str; 3]) -> Self {
        let words = match stated {
            Some(true) => yes,
            Some(false) => no,
            None => unknown,
        };
        Self::of(Known::of(stated), words)
    }

    /// What an open question of law leaves unknown.
    pub(crate) fn open(words: impl Into<String>, question: &'static str) -> Self {
        Self { question: Some(question), ..Self::of(Known::Unknown, words) }
    }
}

impl Limb {
    /// Weighs a ground: all of its parts must be met.
    pub(crate) fn of(ground: impl Into<String>, parts: &[Part]) -> Self {
        let known = all(parts.iter().map(|part| part.known));
        let deciding = || parts.iter().filter(|part| part.known == known);
        let words: Vec<_> =
            deciding().map(|part| part.words.as_str()).filter(|w| !w.is_empty()).collect();
        let last_day = parts.iter().filter_map(|part| part.last_day).min();
        Self {
            ground: ground.into(),
            known,
            words: words.join(", "),
            questions: match known {
                Known::Unknown => deciding().filter_map(|part| part.question).collect(),
                _ => Vec::new(),
            },
            changes_on: last_day.filter(|_| known != Known::No).and_then(|d| d.plus_days(1)),
        }
    }
}

impl fmt::Display for Limb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let met = match self.known {
            Known::Yes => "met",
            Known::No => "not met",
            Known::Unknown => "not known",
        };
        write!(f, "{} {met} ({})", self.ground, self.words)
    }
}

/// Whether all are so. One that is not settles it.
pub(crate) fn all(known: impl IntoIterator<Item = Known>) -> Known {
    let mut so_far = Known::Yes;
    for one in known {
        match one {
            Known::No => return Known::No,
            Known::Unknown => so_far = Known::Unknown,
            Known::Yes => {}
        }
    }
    so_far
}

/// Whether any is so. One that is settles it.
pub(crate) fn any(known: impl IntoIterator<Item = Known>) -> Known {
    let mut so_far = Known::No;
    for one in known {
        match one {
            Known::Yes => return Known::Yes,
            Known::Unknown => so_far = Known::Unknown,
            Known::No => {}
        }
    }
    so_far
}

#[cfg(test)]
mod tests {
    use super::*;
    use Known::{No, Unknown, Yes};

    #[test]
    fn one_no_settles_all_and_one_yes_settles_any() {
        assert_eq!(all([Yes, Unknown, No]), No);
        assert_eq!(all([Yes, Unknown]), Unknown);
        assert_eq!(all([Yes, Yes]), Yes);
        assert_eq!(any([No, Unknown, Yes]), Yes);
        assert_eq!(any([No, Unknown]), Unknown);
        assert_eq!(any([]), No);
    }

    #[test]
    fn a_ground_tells_what_decided_and_a_question_only_where_it_is_open() {
        let open = Part::open("out of state", "Does it count?");
        let no = Part::of(No, "a misdemeanor");
        let limb = Limb::of("(a)(1)", &[open.clone(), no]);
        assert_eq!(limb.to_string(), "(a)(1) not met (a misdemeanor)");
        assert!(limb.questions.is_empty());
        let limb = Limb::of("(a)(1)", &[open, Part::of(Yes, "a felony")]);
        assert_eq!(limb.to_string(), "(a)(1) not known (out of state)");
        assert_eq!(limb.questions, ["Does it count?"]);
    }
}
