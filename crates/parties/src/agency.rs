//! One agency's name for all of its networks, so that copies merge.
//!
//! In: a name that has been read. Out: the name in small letters, without the marks of a single
//! network, with the state before the kind: `polk county fl so` for `Polk County FL SO (LR)`.
//! Never: leaves out a word that no row of `network_marks.csv` knows. `Polk County FL SO - Jail`
//! stays apart, since a wrong merge hides an agency and a missed one only counts it twice.

use terms::PartyKind;

use crate::city::state_words;
use crate::kind::KindRead;
use crate::registry::{Body, Marks};
use crate::state::StateRead;
use crate::words::{Word, Words};

/// The agency's one name.
pub(crate) fn name(words: &Words, kind: &KindRead, state: &StateRead, marks: &Marks) -> String {
    let kept = unmarked(words, kind, state, marks);
    if let Some(name) = named_body(words, kind, &kept) {
        return name;
    }
    let told: Vec<&Word> = kept.iter().filter_map(|at| words.list.get(*at)).collect();
    let mut parts: Vec<&str> =
        without_letters(&told).iter().map(|word| spelled(word.text.as_str())).collect();
    let ending =
        if kind.kind == PartyKind::LocalLawEnforcement { ending(&mut parts) } else { None };
    let code = state.code.as_ref().map(|code| code.to_lowercase());
    let name = parts.into_iter().map(str::to_owned);
    name.chain(code).chain(ending.map(str::to_owned)).collect::<Vec<_>>().join(" ")
}

/// Which words are left without the state's and without the marks of a network at the end.
fn unmarked(words: &Words, kind: &KindRead, state: &StateRead, marks: &Marks) -> Vec<usize> {
    let at_state = state_words(words, state);
    let is_state = |at: &usize| at_state.iter().any(|range| range.contains(at));
    let mut kept: Vec<usize> = (0..words.list.len()).filter(|at| !is_state(at)).collect();
    // What told the kind is no mark, nor is anything before it.
    let is_kind = |at: &usize| kind.taken.iter().any(|taken| at <= taken);
    let least = kept.iter().filter(|at| is_kind(at)).count().max(1);
    loop {
        let said: Vec<&str> = kept.iter().filter_map(|at| words.text(*at)).collect();
        match marks.ending(&said) {
            Some(len) if kept.len() >= least + len => kept.truncate(kept.len() - len),
            _ => return kept,
        }
    }
}

/// A registry row that names one body, where the name says nothing more: `FBI`.
fn named_body(words: &Words, kind: &KindRead, kept: &[usize]) -> Option<String> {
    let body = kind.body.as_ref().filter(|body| is_one_body(body))?;
    let spoken = kept.iter().all(|at| {
        let is_small = words.text(*at).is_some_and(|word| SMALL.contains(&word));
        kind.taken.contains(at) || is_small
    });
    spoken.then(|| body.name.to_lowercase())
}

/// Of the rows, only these name one body; others stand for a family (`a military base`, campuses).
fn is_one_body(body: &Body) -> bool {
    let is_name = body.name.chars().next().is_some_and(char::is_uppercase);
    let is_kind = body.kind.is_federal() || body.kind == PartyKind::FusionCenter;
    is_name && !body.name.contains(", by ") && (is_kind || body.city.is_some())
}

/// Without the letters that only repeat the name: `Florida Department of Law Enforcement (FDLE)`.
fn without_letters<'a>(words: &[&'a Word]) -> Vec<&'a Word> {
    let outside =
        words.iter().filter(|word| !word.bracketed && !SMALL.contains(&word.text.as_str()));
    let initials: String = outside.filter_map(|word| word.text.chars().next()).collect();
    // The state's words are not among these, so the letters may begin with its own.
    let repeats = |word: &Word| {
        word.bracketed
            && word.text.len() > 2
            && word.text.ends_with(&initials)
            && initials.len() > 1
    };
    words.iter().filter(|word| !repeats(word)).copied().collect()
}

fn spelled(word: &str) -> &str {
    match word {
        "co" => "county",
        "ft" => "fort",
        "mount" => "mt",
        "saint" => "st",
        "twp" => "township",
        _ => word,
    }
}

/// Takes the words for police or sheriff off the end, or off the start, and tells which they were.
fn ending(parts: &mut Vec<&str>) -> Option<&'static str> {
    let found = ENDINGS.iter().find(|(words, _)| parts.ends_with(words));
    let ending = if let Some((words, ending)) = found {
        parts.truncate(parts.len() - words.len());
        *ending
    } else {
        // `PD Hudson`, `Police Department of Aurora`.
        let (words, ending) = ENDINGS.iter().find(|(words, _)| parts.starts_with(words))?;
        parts.drain(..words.len());
        if parts.first() == Some(&"of") {
            parts.remove(0);
        }
        *ending
    };
    if let [hall, "of", ..] = parts.as_slice() {
        match *hall {
            "city" | "town" | "village" => {
                parts.drain(..2);
            }
            "county" => {
                parts.drain(..2);
                parts.push("county");
            }
            _ => {}
        }
    }
    Some(ending)
}

/// Longer ones first.
const ENDINGS: &[(&[&str], &str)] = &[
    (&["department", "of", "public", "safety"], "dps"),
    (&["dept", "of", "public", "safety"], "dps"),
    (&["police", "department"], "pd"),
    (&["police", "dept"], "pd"),
    (&["sheriff", "department"], "so"),
    (&["sheriff", "dept"], "so"),
    (&["sheriff", "office"], "so"),
    (&["sheriffs", "department"], "so"),
    (&["sheriffs", "dept"], "so"),
    (&["sheriffs", "office"], "so"),
    (&["dps"], "dps"),
    (&["pd"], "pd"),
    (&["police"], "pd"),
    (&["sheriff"], "so"),
    (&["sheriffs"], "so"),
    (&["so"], "so"),
];

const SMALL: &[&str] = &["and", "for", "of", "on", "the"];
