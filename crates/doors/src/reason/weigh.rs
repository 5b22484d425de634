//! Weighs the signs of one row into one reading.
//!
//! In: the signs of every cell. Out: the reading under the strongest label.
//! Never: lets a weaker label change what a stronger one says, except for the class of an ask for
//! someone else (what it is for is said by the other words), and for how sure an immigration class
//! is: a second word for it does not make it less so.

use super::find::Sign;
use super::list::List;
use std::cmp::Reverse;
use terms::{Certainty, Cue, PartyKind, PurposeClass, Reading};

pub(super) fn weigh(signs: &[Sign<'_>], list: &List, has_column: bool) -> Reading {
    let Some(best) = signs.iter().min_by_key(|sign| strength(sign)) else {
        let mut reading = Reading::blank();
        if !has_column {
            "absent".clone_into(&mut reading.label);
        }
        return reading;
    };
    let label = list.label.get(best.label);
    let named = signs
        .iter()
        .filter(|sign| sign.named.is_some() && label.is_some_and(|l| l.names_body))
        .min_by_key(|sign| strength(sign));
    let (class, certainty) = match label.is_some_and(|l| l.class_from_others) {
        true => class_from_others(best, signs),
        false if is_immigration(best.class) => (best.class, surest_of_class(best, signs)),
        false => (best.class, best.certainty),
    };
    Reading {
        class,
        label: label.map(|l| l.name.clone()).unwrap_or_default(),
        named: named.and_then(|sign| sign.named.clone()),
        cues: cues(signs),
        certainty,
    }
}

/// The order of signs: label, then what is more than possible, then which body (an immigration
/// body named beside another one is named all the same), then how sure, then the longer words.
fn strength<'s>(sign: &'s Sign<'_>) -> (usize, bool, u8, Certainty, Reverse<usize>, &'s str) {
    let body = match sign.named.as_ref().map(|named| named.kind) {
        Some(PartyKind::FederalImmigration) => 0,
        Some(PartyKind::FederalMixed) => 1,
        _ => 2,
    };
    let is_doubtful = sign.certainty == Certainty::Possible;
    (sign.label, is_doubtful, body, sign.certainty, Reverse(sign.length), sign.words)
}

/// What it was for, where the strongest sign says only for whom.
///
/// An immigration body is read as immigration enforcement unless the words state another purpose.
/// A plain one (`robbery`) takes its place; one that an immigration officer could mean too
/// (`wanted`, `fugitive`, `criminal investigation`) leaves it standing as no more than possible.
fn class_from_others(best: &Sign<'_>, signs: &[Sign<'_>]) -> (PurposeClass, Certainty) {
    let stated = signs
        .iter()
        .filter(|sign| matches!(sign.class, PurposeClass::Crime | PurposeClass::MissingPerson))
        .min_by_key(|sign| (sign.certainty, sign.label));
    let Some(stated) = stated else {
        return (best.class, best.certainty);
    };
    if best.class != PurposeClass::CivilImmigration {
        return (stated.class, best.certainty.and(stated.certainty));
    }
    match stated.certainty {
        Certainty::Shown => (stated.class, best.certainty.and(Certainty::Conditional)),
        _ => (best.class, Certainty::Possible),
    }
}

/// `immigration` is conditional; `immigration, A-number` is so too, though an `A-number` alone is
/// only possible and says more.
fn surest_of_class(best: &Sign<'_>, signs: &[Sign<'_>]) -> Certainty {
    let of_class = signs.iter().filter(|sign| sign.class == best.class);
    of_class.map(|sign| sign.certainty).min().unwrap_or(best.certainty)
}

const fn is_immigration(class: PurposeClass) -> bool {
    matches!(class, PurposeClass::CivilImmigration | PurposeClass::CriminalImmigration)
}

/// The cues of the reading, strongest first, each once.
fn cues(signs: &[Sign<'_>]) -> Vec<Cue> {
    let mut ordered: Vec<_> = signs.iter().collect();
    ordered.sort_by_key(|sign| strength(sign));
    let mut cues: Vec<Cue> = Vec::new();
    for sign in ordered {
        let cue = Cue { words: sign.words.to_owned(), says: sign.says.to_owned() };
        if cues.len() < CUES_MAX && !cues.contains(&cue) {
            cues.push(cue);
        }
    }
    cues
}

/// As many as a reader will read.
const CUES_MAX: usize = 5;
