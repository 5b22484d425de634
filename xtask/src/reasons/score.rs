//! Counts how far the reader and a person agree.

use super::class::{ACCUSING, Class};
use super::{Case, Half, Set};
use crate::rate::Rate;
use doors::{Reasons, Said};
use serde::Serialize;
use std::collections::BTreeMap;
use terms::Certainty;

/// A case and how it was read.
#[derive(Debug)]
pub(crate) struct Judged<'c> {
    pub(crate) case: &'c Case,
    pub(crate) read: Class,
    pub(crate) label: String,
    pub(crate) certainty: Certainty,
    pub(crate) cues: Vec<String>,
}

impl Judged<'_> {
    pub(crate) fn is_right(&self) -> bool {
        self.case.expect.contains(&self.read)
    }

    /// Whether it accuses of something that a person would not stand behind.
    pub(crate) fn is_false_accusation(&self) -> bool {
        self.read.is_accusing() && !self.is_right()
    }

    pub(crate) fn is_sure(&self) -> bool {
        self.certainty != Certainty::Possible
    }
}

/// Reads every case.
pub(crate) fn judge<'c>(reasons: &Reasons, cases: &'c [Case]) -> Vec<Judged<'c>> {
    let read = |case: &'c Case| {
        let reading = reasons.read(&Said { reason: Some(&case.reason), ..Said::default() });
        Judged {
            case,
            read: Class::of_label(&reading.label).unwrap_or(Class::Unclear),
            label: reading.label,
            certainty: reading.certainty,
            cues: reading.cues.into_iter().map(|cue| cue.words).collect(),
        }
    };
    cases.iter().map(read).collect()
}

/// One part of the cases: a half of a set, and of the made-up ones one kind.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) set: Set,
    pub(crate) half: Half,
    pub(crate) kind: String,
    /// How many are read as a person would.
    pub(crate) right: Rate,
    /// How many accuse of something that a person would not stand behind.
    pub(crate) false_accusations: Rate,
    /// Those of them that are surer than possible.
    pub(crate) false_and_sure: Rate,
    /// What a person takes them for, and what the reader does.
    pub(crate) classes: BTreeMap<Class, Count>,
    pub(crate) accusing: BTreeMap<Class, Accuracy>,
}

/// How many of a class there are, by whom.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Count {
    pub(crate) by_person: u32,
    pub(crate) by_reader: u32,
    /// Rows of the logs whose reason the reader takes so, copies included.
    pub(crate) rows: u32,
}

/// Of one accusing class.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Accuracy {
    /// Of what is read so, what a person takes so.
    pub(crate) precision: Rate,
    /// The same of what is read so and surer than possible.
    pub(crate) precision_of_sure: Rate,
    /// Of what a person takes so before all else, what is read right.
    pub(crate) recall: Rate,
}

/// The parts, in the order of set, kind and half.
pub(crate) fn parts(judged: &[Judged<'_>]) -> Vec<Part> {
    let mut parts: BTreeMap<(Set, &str, Half), Part> = BTreeMap::new();
    for one in judged {
        let Case { set, half, kind, .. } = one.case;
        parts.entry((*set, kind, *half)).or_insert_with(|| Part::new(one.case)).add(one);
    }
    parts.into_values().collect()
}

impl Part {
    fn new(case: &Case) -> Self {
        Self {
            set: case.set,
            half: case.half,
            kind: case.kind.clone(),
            right: Rate::default(),
            false_accusations: Rate::default(),
            false_and_sure: Rate::default(),
            classes: BTreeMap::new(),
            accusing: BTreeMap::new(),
        }
    }

    fn add(&mut self, one: &Judged<'_>) {
        self.right.count(one.is_right());
        self.false_accusations.count(one.is_false_accusation());
        self.false_and_sure.count(one.is_false_accusation() && one.is_sure());
        let best = one.case.expect.first().copied();
        let count = self.classes.entry(one.read).or_default();
        count.by_reader += 1;
        count.rows += one.case.rows;
        if let Some(best) = best {
            self.classes.entry(best).or_default().by_person += 1;
        }
        for class in ACCUSING {
            let accuracy = self.accusing.entry(*class).or_default();
            if one.read == *class {
                accuracy.precision.count(one.is_right());
                if one.is_sure() {
                    accuracy.precision_of_sure.count(one.is_right());
                }
            }
            if best == Some(*class) {
                accuracy.recall.count(one.is_right());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(reason: &str, expect: &[Class]) -> Case {
        Case {
            set: Set::Synthetic,
            half: Half::Tuning,
            kind: "positive".to_owned(),
            reason: reason.to_owned(),
            hash: String::new(),
            expect: expect.to_vec(),
            is_arguable: false,
            rows: 1,
        }
    }

    #[test]
    fn what_a_person_would_not_stand_behind_is_counted() {
        let cases = [
            case("immigration", &[Class::Immigration]),
            case("ICE detainer", &[Class::Crime]),
            case("robbery", &[Class::Federal]),
        ];
        let judged = judge(&Reasons::embedded().unwrap(), &cases);
        let parts = parts(&judged);
        let part = parts.first().unwrap();
        assert_eq!((part.right.right, part.right.judged), (1, 3));
        assert_eq!(part.false_accusations.right, 1);
        let immigration = part.accusing.get(&Class::Immigration).unwrap();
        assert_eq!((immigration.precision.right, immigration.precision.judged), (1, 2));
        assert_eq!((immigration.recall.right, immigration.recall.judged), (1, 1));
        assert_eq!(part.accusing.get(&Class::Federal).unwrap().recall.right, 0);
    }
}
