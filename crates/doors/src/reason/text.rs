//! One cell as words: lower case, one blank between words, nothing else.
//!
//! In: a cell as typed, or words of the cue list. Out: the same letters in one plain form, so that
//! `ICE+ERO`, `_ice  ero` and `Ice/ERO.` are one text.
//! Never: corrects a spelling. The list names the misspellings it accepts.

/// The longest part of a cell that is read, in bytes. A reason is a line, not an essay; the bound
/// keeps one hostile cell from costing more than some thousand ordinary ones.
pub(super) const CELL_BYTES: usize = 2_000;

/// The longest cell that can be a mark of redaction: the words of such marks are few.
pub(super) const REDACTED_BYTES: usize = 60;

/// A cell in plain form.
#[derive(Debug)]
pub(super) struct Text {
    /// ` word word `: a blank on each side, so that every word has one before and after.
    pub(super) padded: String,
    /// The cell in ASCII lower case, punctuation kept: for numbers.
    pub(super) lower: String,
}

impl Text {
    pub(super) fn new(cell: &str) -> Self {
        let cell = bounded(cell);
        let mut padded = String::with_capacity(cell.len() + 2);
        padded.push(' ');
        plain(cell, &mut padded);
        if !padded.ends_with(' ') {
            padded.push(' ');
        }
        Self { padded, lower: cell.to_ascii_lowercase() }
    }

    /// Whether nothing was typed: no letter and no digit.
    pub(super) fn is_empty(&self) -> bool {
        self.padded == " "
    }

    /// Each word, with where it starts in the padded form.
    pub(super) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let mut at = 0;
        self.padded.split(' ').filter_map(move |word| {
            let from = at;
            at += word.len() + 1;
            (!word.is_empty()).then_some((from, word))
        })
    }
}

/// The part of a cell that is read.
pub(super) fn bounded(cell: &str) -> &str {
    cell.get(..cell.floor_char_boundary(CELL_BYTES)).unwrap_or(cell)
}

/// Appends `cell` in plain form.
///
/// A bracket that follows a digit straight away stays, as `287(g`: it is what tells the agreement
/// from the street address `287 G St`.
pub(super) fn plain(cell: &str, out: &mut String) {
    let mut rest = cell;
    while let Some(letter) = rest.chars().next() {
        rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        if letter.is_alphanumeric() {
            match letter.is_ascii() {
                true => out.push(letter.to_ascii_lowercase()),
                false => out.extend(letter.to_lowercase().filter(|c| !is_dropped(*c)).map(bare)),
            }
        } else if is_dropped(letter) {
            // An apostrophe, or a mark that cannot be seen: it divides no word.
        } else if letter == '%' && rest.starts_with("20") {
            rest = rest.get(2..).unwrap_or_default();
            divide(out);
        } else if letter == '(' && out.ends_with(|c: char| c.is_ascii_digit()) {
            match rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
                true => out.push('('),
                false => divide(out),
            }
        } else {
            divide(out);
        }
    }
}

/// Whether a character belongs to a word.
pub(super) const fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// An apostrophe, an accent that stands behind its letter, or what cannot be seen.
const fn is_dropped(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '\u{2019}'
            | '\u{ad}'
            | '\u{300}'..='\u{36f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// Without its accent: `inmigración` and `inmigracion` are one word.
const fn bare(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}

fn divide(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, expected: &str) {
        assert_eq!(Text::new(cell).padded.trim(), expected, "{cell:?}");
    }

    #[test]
    fn every_way_of_writing_the_same_words_gives_one_text() {
        check("ICE+ERO", "ice ero");
        check("_ice  ero.", "ice ero");
        check("Ice/ERO\u{7}\n", "ice ero");
        check("ice%20ero", "ice ero");
        check("I\u{200b}CE\u{a0}ERO", "ice ero");
        check("I\u{332}C\u{332}E \u{202e}ERO", "ice ero");
        check("inmigraci\u{f3}n INMIGRACIO\u{301}N \u{130}CE", "inmigracion inmigracion ice");
        check("victim\u{2019}s vehicle", "victims vehicle");
        check("287(g)", "287(g");
        check("287 (g) / 287 G St", "287 g 287 g st");
        check("245(a)(2)PC", "245(a 2 pc");
        check("", "");
        check(" ... - ", "");
    }

    #[test]
    fn a_very_long_cell_is_cut_and_never_inside_a_letter() {
        let text = Text::new(&"é".repeat(5_000));
        assert!(text.padded.len() <= CELL_BYTES + 2);
    }

    #[test]
    fn words_come_with_where_they_start() {
        let text = Text::new("assist  ICE");
        let words: Vec<_> = text.words().collect();
        assert_eq!(words, [(1, "assist"), (8, "ice")]);
    }
}
