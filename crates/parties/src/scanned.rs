//! The second reading of a name from a scan, whose letters may be wrong.
//!
//! In: a name, and the words that the registry knows. Out: the name with known words in place of
//! words that a scanner's confusions turn into them, and which of two readings stands.
//! Never: changes a kind that the name as it stands shows, or is surer than *possible*.
//!
//! Two words are the same to a scanner if their skeletons are: letters that it confuses (`l`, `I`
//! and `1`; `ff` and `tt`; `rn` and `m`; `E` and `B`) count as one, doubled letters as single.

use std::collections::{BTreeMap, BTreeSet};

use terms::{Certainty, PartyKind};

use crate::named::Named;
use crate::words::{Word, Words};

/// The words of the registry, by what a scanner makes of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spelling {
    known: BTreeSet<String>,
    /// `None` where several words have one skeleton, so that none is read.
    by_skeleton: BTreeMap<String, Option<String>>,
    /// Of short words, by what it makes of their capitals.
    by_letters: BTreeMap<String, Option<String>>,
    codes: BTreeMap<String, Option<String>>,
}

impl Spelling {
    pub(crate) fn new(words: impl Iterator<Item = String>, codes: &BTreeSet<String>) -> Self {
        let mut spelling = Self { known: words.collect(), ..Self::default() };
        for word in &spelling.known {
            enter(&mut spelling.by_skeleton, skeleton(word), word);
            if word.len() <= LETTERS_MAX {
                enter(&mut spelling.by_letters, narrow(&word.to_uppercase()), word);
            }
        }
        for code in codes {
            enter(&mut spelling.codes, narrow(code), code);
        }
        spelling
    }

    /// The name with other words, if a scanner may have read them wrong.
    pub(crate) fn respell(&self, name: &str, words: &Words) -> Option<String> {
        let mut respelled = name.to_owned();
        let mut changed = false;
        for (at, word) in words.list.iter().enumerate() {
            if words.is_code(at) {
                continue;
            }
            let is_last = at + 1 == words.list.len();
            if let Some(other) = self.other(word, is_last) {
                // The words are those of the name without its mark, which stays in front.
                respelled = respelled.replacen(&word.raw, &other, 1);
                changed = true;
            }
        }
        changed.then_some(respelled)
    }

    fn other(&self, word: &Word, is_last: bool) -> Option<String> {
        if self.known.contains(&word.text) {
            return None;
        }
        if word.raw.len() == CODE_LEN && (word.bracketed || is_last) {
            return self.codes.get(&narrow(&word.raw))?.clone();
        }
        // Letters are letters: `CEP` may be `CBP`, `Cep` is a name. A small `l` among capitals is
        // their `I`.
        let is_capitals = !word.raw.chars().any(|c| c.is_lowercase() && c != 'l');
        if is_capitals && word.raw.len() <= LETTERS_MAX {
            let letters = self.by_letters.get(&narrow(&word.raw))?.clone()?;
            return (word.raw.len() >= LETTERS_MIN).then(|| letters.to_uppercase());
        }
        let skeleton = skeleton(&word.raw);
        if skeleton.len() < SKELETON_MIN {
            return None;
        }
        let other = self.by_skeleton.get(&skeleton)?.clone()?;
        Some(if is_capitals { other.to_uppercase() } else { capitalized(&other) })
    }
}

/// Which of two readings of one scanned name stands.
pub(crate) fn choose(plain: Named, second: Named, respelled: &str) -> Named {
    let kinds_agree = plain.party.kind == second.party.kind;
    let states_agree =
        plain.party.place.state.is_none() || plain.party.place.state == second.party.place.state;
    if (kinds_agree || plain.party.kind == PartyKind::Unknown) && states_agree {
        let rule =
            format!("as a scan, read as `{respelled}`, which its letters allow; {}", second.rule);
        let mut party = second.party;
        party.name = plain.party.name;
        return Named { party, certainty: Certainty::Possible, rule, ..second };
    }
    let rule = format!(
        "{}; as a scan it may also be `{respelled}` ({})",
        plain.rule,
        second.party.kind.word()
    );
    let certainty = plain.certainty.and(Certainty::Conditional);
    Named { rule, certainty, ..plain }
}

fn enter(words: &mut BTreeMap<String, Option<String>>, skeleton: String, word: &str) {
    words
        .entry(skeleton)
        .and_modify(|kept| {
            if kept.as_deref() != Some(word) {
                *kept = None;
            }
        })
        .or_insert_with(|| Some(word.to_owned()));
}

/// What a scanner may make of a word: one letter for each set that it confuses.
fn skeleton(word: &str) -> String {
    let mut text = String::new();
    for (at, letter) in word.char_indices() {
        // A capital inside a word was several strokes: `vHle` is `ville`.
        match letter {
            'H' if at > 0 && word.chars().any(char::is_lowercase) => text.push_str("il"),
            _ => text.extend(letter.to_lowercase()),
        }
    }
    let mut text = single(&text);
    for (strokes, letter) in [("rn", "m"), ("ri", "n"), ("vv", "w"), ("cl", "d")] {
        text = text.replace(strokes, letter);
    }
    let one = |letter| match letter {
        'i' | 'l' | '1' | 't' | 'f' | 'j' => 'l',
        'b' | 'e' | '8' => 'e',
        '0' => 'o',
        '5' => 's',
        other => other,
    };
    single(&text.chars().map(one).collect::<String>())
}

/// Doubled letters as one.
fn single(text: &str) -> String {
    let mut kept = String::new();
    for letter in text.chars() {
        if !kept.ends_with(letter) {
            kept.push(letter);
        }
    }
    kept
}

/// The same for letters that stand for words, where one letter says much.
fn narrow(letters: &str) -> String {
    let one = |letter| match letter {
        'l' | '1' | '|' => 'I',
        '0' | 'Q' => 'O',
        '5' => 'S',
        'E' | '8' => 'B',
        other => other,
    };
    letters.chars().map(one).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

const CODE_LEN: usize = 2;

/// Shorter ones have too many neighbours.
const LETTERS_MIN: usize = 3;

/// Longer ones are words.
const LETTERS_MAX: usize = 5;

/// Shorter ones say too little of a word: `Tift` and `Lit` have one.
const SKELETON_MIN: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(scanned: &str, known: &str, expected: bool) {
        assert_eq!(skeleton(scanned) == skeleton(known), expected, "{scanned}, {known}");
    }

    #[test]
    fn letters_that_a_scanner_confuses_count_as_one() {
        check("Fayeffeville", "fayetteville", true);
        check("Potice", "police", true);
        check("Sherriffs", "sheriffs", true);
        check("Afforney", "attorney", true);
        check("Mann", "marin", true);
        check("HendersonvHle", "hendersonville", true);
        check("Chino", "china", false);
        check("Salem", "selma", false);
    }

    #[test]
    fn in_letters_only_strokes_are_confused() {
        assert_eq!(narrow("CEP"), narrow("CBP"));
        assert_eq!(narrow("Ml"), narrow("MI"));
        assert_ne!(narrow("MI"), narrow("MT"));
    }
}
