//! What a cell is: given, blank, or taken out before publication.
//!
//! *Blank* and *redacted by the agency* are different facts. A third, *withheld by the vendor*, and
//! a fourth, a whole column *overwritten* with one word, are known only from the whole file; a
//! fifth, the column that is *absent*, from its header.

use serde::{Deserialize, Serialize};

/// What stands in one cell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum State {
    Blank,
    Given,
    Redacted,
}

/// How the cells of one column came out.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Cells {
    /// Cells with a value.
    pub given: u64,
    /// Cells with nothing in them.
    pub blank: u64,
    /// Cells with a mark that something was taken out, or the law's citation in place of it.
    pub redacted: u64,
    /// Cells that the vendor's product does not fill, whatever the agency would publish.
    pub withheld: u64,
    /// Cells of a column in which every row has the same word, and it is no purpose.
    pub overwritten: u64,
}

impl Cells {
    pub(crate) fn add(&mut self, state: State) {
        match state {
            State::Blank => self.blank += 1,
            State::Given => self.given += 1,
            State::Redacted => self.redacted += 1,
        }
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.given += other.given;
        self.blank += other.blank;
        self.redacted += other.redacted;
        self.withheld += other.withheld;
        self.overwritten += other.overwritten;
    }
}

/// Looks at a cell.
pub(crate) fn state(cell: &[u8]) -> State {
    let cell = cell.trim_ascii();
    let Some(first) = cell.first() else { return State::Blank };
    if first.is_ascii_digit() {
        // Of numbers only a section with its code behind it stands for what was taken out; most
        // are case numbers, and have no space.
        let is_redacted = cell.contains(&b' ') && is_citation(cell);
        return if is_redacted { State::Redacted } else { State::Given };
    }
    let may_be_mark = matches!(
        first,
        b'*' | b'#' | b'[' | b'(' | b'R' | b'r' | b'X' | b'x' | b'W' | b'w' | b'G' | b'g'
    ) || first.is_ascii_digit()
        || *first >= 0x80;
    if may_be_mark && is_redacted(cell) { State::Redacted } else { State::Given }
}

fn is_redacted(cell: &[u8]) -> bool {
    let bare = cell.strip_prefix(b"[").and_then(|c| c.strip_suffix(b"]")).unwrap_or(cell);
    let bare =
        bare.strip_prefix(b"(").and_then(|c| c.strip_suffix(b")")).unwrap_or(bare).trim_ascii();
    if WORDS.iter().any(|word| bare.eq_ignore_ascii_case(word.as_bytes())) {
        return true;
    }
    is_run_of_marks(bare) || is_citation(bare)
}

/// `***`, `* * *`, `###`, `XXXX`, a row of black squares.
fn is_run_of_marks(cell: &[u8]) -> bool {
    let marks = cell.iter().filter(|byte| **byte != b' ').count();
    let all = |mark: u8| cell.iter().all(|byte| *byte == mark || *byte == b' ');
    if marks >= 3 && (all(b'*') || all(b'#')) || marks >= 4 && (all(b'X') || all(b'x')) {
        return true;
    }
    let text = std::str::from_utf8(cell).unwrap_or_default();
    !text.is_empty() && text.chars().all(|letter| matches!(letter, '█' | '■' | '▇' | ' '))
}

/// A section of the public-records law typed over the value, as `7923.600 GC` or `GC 7923.600(a)`.
fn is_citation(cell: &[u8]) -> bool {
    let text = std::str::from_utf8(cell).unwrap_or_default();
    let (mut has_code, mut has_section) = (false, false);
    for word in text.split([' ', ',', '§', '.']).filter(|word| !word.is_empty()) {
        if CODES.iter().any(|code| word.eq_ignore_ascii_case(code)) {
            has_code = true;
        } else if word.starts_with(|letter: char| letter.is_ascii_digit())
            && word.chars().all(|l| l.is_ascii_digit() || matches!(l, '(' | ')' | 'a'..='k' | '-'))
        {
            has_section = true;
        } else {
            return false;
        }
    }
    has_code && has_section
}

/// Words that stand where something was taken out.
const WORDS: [&str; 4] = ["redacted", "withheld", "removed", "redacted by agency"];

/// Codes under which agencies of the record take things out. The penal and vehicle codes are not
/// among them: those say what a search was for.
const CODES: [&str; 7] = ["gc", "gov", "gov't", "government", "code", "cpra", "foia"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_is_told_from_what_was_never_there() {
        for cell in ["", " ", "\t"] {
            assert_eq!(state(cell.as_bytes()), State::Blank, "{cell:?}");
        }
        for cell in [
            "***",
            "REDACTED",
            " REDACTED",
            "[REDACTED]",
            "###",
            "* * *",
            "7923.600 GC",
            "Gov. Code 7923.600(a)",
            "(redacted)",
            "XXXX",
            "████",
        ] {
            assert_eq!(state(cell.as_bytes()), State::Redacted, "{cell:?}");
        }
        for cell in [
            "inv", "459 PC", "PC 211", "10851 VC", "25-12345", "xx", "**", "red car", "robbery",
            "7923.600", "removal", "1326",
        ] {
            assert_eq!(state(cell.as_bytes()), State::Given, "{cell:?}");
        }
    }
}
