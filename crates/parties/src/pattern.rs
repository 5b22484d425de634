//! A pattern of words, as the registry writes it.
//!
//! ```text
//! highway patrol      two words side by side, in any letter case
//! ICE ERO             capitals: only as capitals, so that `Ice House` is not a federal body
//! police|pd           either
//! county?             perhaps
//! ...                 any words, or none
//! ^  $                the first word; the last, or the last before brackets
//! %code  %state       a state's two capitals; a state's full name
//! ```

use crate::words::Words;

/// A pattern, read from its text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Pattern {
    pieces: Vec<Piece>,
    /// Words of which a name must have one for the pattern to match; empty where any name may.
    needs: Vec<String>,
}

/// Where a pattern matched.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Span {
    /// The words that a literal piece matched: these are spoken for, and no other rule reads them.
    pub(crate) taken: Vec<usize>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Piece {
    End,
    Gap,
    One { choices: Vec<Choice>, optional: bool },
    Start,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Choice {
    Capitals(String),
    Code,
    StateName,
    Word(String),
}

impl Pattern {
    /// Reads a pattern; `None` when there is no word in it, since it would match every name.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let spaced = text.replace('^', "^ ").replace('$', " $");
        let pieces: Vec<Piece> = spaced.split_whitespace().map(read_piece).collect();
        let has_word =
            pieces.iter().any(|piece| matches!(piece, Piece::One { optional: false, .. }));
        // The fewest choices, and of those the longest word: it is the rarest.
        let rarest = |words: &Vec<String>| {
            let shortest = words.iter().map(String::len).min().unwrap_or_default();
            (std::cmp::Reverse(words.len()), shortest)
        };
        let needs = pieces.iter().filter_map(needed_words).max_by_key(rarest).unwrap_or_default();
        has_word.then_some(Self { pieces, needs })
    }

    /// Words of which a name must have one for the pattern to match; empty where any name may.
    pub(crate) fn needs(&self) -> &[String] {
        &self.needs
    }

    /// The words that the pattern is made of, in lower case.
    pub(crate) fn literals(&self) -> impl Iterator<Item = String> {
        let choices = self.pieces.iter().flat_map(|piece| match piece {
            Piece::One { choices, .. } => choices.as_slice(),
            Piece::End | Piece::Gap | Piece::Start => &[],
        });
        choices.filter_map(Choice::literal)
    }

    /// The first place where the pattern matches.
    pub(crate) fn find(&self, words: &Words) -> Option<Span> {
        (0..words.list.len()).find_map(|start| {
            let mut taken = Vec::new();
            matches_at(&self.pieces, words, start, &mut taken).then_some(Span { taken })
        })
    }
}

/// The words of a piece that must match; none where it may be left out or is no certain word.
fn needed_words(piece: &Piece) -> Option<Vec<String>> {
    let Piece::One { choices, optional: false } = piece else {
        return None;
    };
    choices.iter().map(Choice::literal).collect()
}

impl Choice {
    fn literal(&self) -> Option<String> {
        match self {
            Self::Capitals(text) | Self::Word(text) => Some(text.to_lowercase()),
            Self::Code | Self::StateName => None,
        }
    }
}

fn read_piece(text: &str) -> Piece {
    match text {
        "^" => Piece::Start,
        "$" => Piece::End,
        "..." => Piece::Gap,
        _ => {
            let optional = text.ends_with('?');
            let choices = text.trim_end_matches('?').split('|').map(read_choice).collect();
            Piece::One { choices, optional }
        }
    }
}

fn read_choice(text: &str) -> Choice {
    match text {
        "%code" => Choice::Code,
        "%state" => Choice::StateName,
        _ if text.chars().any(char::is_uppercase) => Choice::Capitals(text.to_owned()),
        _ => Choice::Word(text.to_owned()),
    }
}

/// Depth is bounded by the pieces of the pattern, breadth by `WORDS_MAX`.
fn matches_at(pieces: &[Piece], words: &Words, at: usize, taken: &mut Vec<usize>) -> bool {
    let Some((piece, rest)) = pieces.split_first() else {
        return true;
    };
    match piece {
        Piece::Start => at == 0 && matches_at(rest, words, at, taken),
        Piece::End => ends_at(words, at) && matches_at(rest, words, at, taken),
        Piece::Gap => matches_after_gap(rest, words, at, taken),
        Piece::One { choices, optional } => {
            matches_one(choices, rest, words, at, taken)
                || (*optional && matches_at(rest, words, at, taken))
        }
    }
}

/// Brackets after a name tell of one network, and are not its last words: `… PD (Raven v1.2)`.
fn ends_at(words: &Words, at: usize) -> bool {
    at > 0 && words.list.iter().skip(at).all(|word| word.bracketed)
}

/// `... police?` looks for the word before it does without.
fn matches_after_gap(pieces: &[Piece], words: &Words, at: usize, taken: &mut Vec<usize>) -> bool {
    let ends = at..=words.list.len();
    if let Some((Piece::One { choices, optional: true }, rest)) = pieces.split_first()
        && ends.clone().any(|next| matches_one(choices, rest, words, next, taken))
    {
        return true;
    }
    ends.into_iter().any(|next| matches_at(pieces, words, next, taken))
}

/// A piece that stands here, and what follows it.
fn matches_one(
    choices: &[Choice],
    rest: &[Piece],
    words: &Words,
    at: usize,
    taken: &mut Vec<usize>,
) -> bool {
    let kept = taken.len();
    choices.iter().any(|choice| {
        let Some(len) = choice_len(choice, words, at) else {
            return false;
        };
        if matches!(choice, Choice::Capitals(_) | Choice::Word(_)) {
            taken.push(at);
        }
        let matched = matches_at(rest, words, at + len, taken);
        if !matched {
            taken.truncate(kept);
        }
        matched
    })
}

fn choice_len(choice: &Choice, words: &Words, at: usize) -> Option<usize> {
    let word = words.list.get(at)?;
    match choice {
        Choice::Capitals(text) => (word.raw == *text).then_some(1),
        Choice::Code => words.is_code(at).then_some(1),
        Choice::StateName => words.state_name_len(at),
        Choice::Word(text) => (word.text == *text).then_some(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::States;

    fn check(pattern: &str, name: &str, expected: bool) {
        let words = Words::read(name, &States::embedded().unwrap());
        let found = Pattern::read(pattern).unwrap().find(&words);
        assert_eq!(found.is_some(), expected, "`{pattern}` on `{name}`");
    }

    #[test]
    fn a_pattern_matches_whole_words_only() {
        check("ICE", "Office of Justice", false);
        check("ICE", "Ice House Neighborhood", false);
        check("^us? ICE", "US ICE", true);
        check("county? SD", "San Diego County SD", true);
        check("%state state pd", "Rhode Island State PD", true);
        check("const %code? pct", "Fort Bend County Const TX Pct 1", true);
        check("police|pd $", "Alma PD AR", false);
        check("port ... police?", "Port of Alder", true);
        check("band of ... indians", "Santa Rosa Band of Cahuilla Indians CA", true);
    }

    #[test]
    fn a_word_after_a_gap_is_taken_where_it_stands() {
        let words = Words::read("VAMC Alder FL Police", &States::embedded().unwrap());
        let span = Pattern::read("VAMC ... police|pd?").unwrap().find(&words).unwrap();
        assert_eq!(span.taken, [0, 3]);
    }

    #[test]
    fn a_pattern_with_no_word_is_refused() {
        assert_eq!(Pattern::read("^ ... $"), None);
        assert_eq!(Pattern::read("county?"), None);
    }
}
