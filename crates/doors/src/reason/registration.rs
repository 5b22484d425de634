//! The number of a person at the immigration service: `A 204 123 456`, `A#`.
//!
//! In: a cell in lower case, punctuation kept: `A-number` is not `a number of burglaries`. Out:
//! whether one stands there, or the word for one. Never: gives the number itself.

/// Whether such a number, or its name, is in the cell.
///
/// One letter and seven digits is a Californian driving licence, and ten digits are a telephone or
/// a case: without a mark it takes nine, in one group or in three of three.
pub(super) fn has_registration(lower: &str) -> bool {
    lower.match_indices('a').any(|(at, _)| {
        let (before, behind) = (lower.get(..at), lower.get(at + 1..));
        let is_word =
            before.is_some_and(|b| !b.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
        is_word && behind.is_some_and(is_number)
    })
}

/// Whether what follows the letter makes it such a number.
fn is_number(behind: &str) -> bool {
    let marked = MARKS.iter().find_map(|mark| behind.strip_prefix(mark));
    let marked = marked.filter(|rest| !rest.starts_with(char::is_alphabetic));
    let rest = marked.unwrap_or(behind).trim_start_matches([' ', '-', '#', ':', '.']);
    let Some(groups) = groups(rest) else { return false };
    let digits: usize = groups.iter().sum();
    match marked {
        Some(_) => digits == 0 || (7..=9).contains(&digits),
        None => groups == [9] || groups == [3, 3, 3],
    }
}

/// What follows the letter where the number is called by its name.
const MARKS: &[&str] =
    &["#", "-numbers", "-number", "-num", "-nbr", "-no.", "-files", "-file", "/file"];

/// The lengths of the groups of digits in front; None if letters are joined to them.
fn groups(text: &str) -> Option<Vec<usize>> {
    let mut groups = Vec::new();
    let mut rest = text;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let behind = rest.get(digits..).unwrap_or_default();
        if digits > 0 {
            groups.push(digits);
        }
        let next = behind.strip_prefix([' ', '-', '.']);
        match next.filter(|next| digits > 0 && next.starts_with(|c: char| c.is_ascii_digit())) {
            Some(next) => rest = next,
            None if digits > 0 && behind.starts_with(char::is_alphanumeric) => return None,
            None => return Some(groups),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_told_by_its_shape_or_by_its_name() {
        for cell in [
            "A 204 123 456",
            "A204123456",
            "A204-123-456",
            "A-204-123-456",
            "a-204123456",
            "A# 204123456",
            "A#98765432",
            "A-number",
            "his A# please",
            "PC 211, A#",
            "run A-file",
            "A-Number: 098 765 432",
        ] {
            assert!(has_registration(&cell.to_lowercase()), "{cell}");
        }
    }

    #[test]
    fn another_number_behind_the_letter_is_none() {
        for cell in [
            "a number of burglaries",
            "A1234567",
            "A 213 555 0199",
            "A2604999961",
            "26-A-204123456",
            "SA204123456",
            "a 123-45-6789",
            "unit A#3",
            "unit A#3B",
            "A# 26",
            "204 123 456",
            "A 204 123",
            "A204123456B",
            "a-nonymous",
            "",
        ] {
            assert!(!has_registration(&cell.to_lowercase()), "{cell}");
        }
    }
}
