//! Tells numbers apart: a section of a code, a case number, a plate, or nothing.
//!
//! In: a cell in lower case. Out: what its numbers are, without the numbers.
//! Never: treats a section of title 8 of the US Code as a crime by its number alone: `1326` is a
//! street number as often. Words beside it decide, and those are cues.

use super::list::Codes;

/// What the numbers in a cell are.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Numbers {
    /// A section with its code beside it, as `211PC`.
    pub(super) has_marked: bool,
    /// A number that is a well-known section, without its code.
    pub(super) has_bare: bool,
    /// A number that can only be a case or incident number.
    pub(super) has_pointer: bool,
    /// A number of three or four digits that is no known section.
    pub(super) has_weak_pointer: bool,
    /// Letters and digits in the order of a licence plate.
    pub(super) has_plate: bool,
    /// A number that means something we do not know: a radio code, a section of no list.
    pub(super) has_unread: bool,
}

/// What one run of letters and digits is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Bare,
    Mark,
    Marked,
    /// A number that may be a section if a mark stands beside it, and else may be anything.
    Number,
    Plate,
    Pointer,
    /// `10-65`: what it means differs from one agency to the next.
    Radio,
    WeakPointer,
    Word,
}

pub(super) fn numbers(lower: &str, codes: &Codes) -> Numbers {
    let mut numbers = Numbers::default();
    // What a number is can hang on the mark after it, so each is counted when the next is known.
    let mut last = Kind::Word;
    for chunk in lower.split(|c: char| c.is_whitespace() || ",;/+_\"`:?".contains(c)) {
        let chunk = trimmed(chunk);
        if chunk.is_empty() {
            continue;
        }
        let kind = kind(chunk, codes);
        let is_pair = match (last, kind) {
            (Kind::Mark, Kind::Bare | Kind::Number | Kind::Pointer | Kind::WeakPointer) => {
                is_section_sized(chunk)
            }
            (Kind::Bare | Kind::Number | Kind::WeakPointer, Kind::Mark) => true,
            _ => false,
        };
        if is_pair {
            last = Kind::Marked;
        } else {
            numbers.add(last);
            last = kind;
        }
    }
    numbers.add(last);
    numbers
}

impl Numbers {
    fn add(&mut self, kind: Kind) {
        match kind {
            Kind::Bare => self.has_bare = true,
            Kind::Marked => self.has_marked = true,
            Kind::Plate => self.has_plate = true,
            Kind::Pointer => self.has_pointer = true,
            Kind::WeakPointer => self.has_weak_pointer = true,
            Kind::Number | Kind::Radio => self.has_unread = true,
            Kind::Mark => self.has_unread = true,
            Kind::Word => {}
        }
    }
}

/// Without the marks around it; a bracket that closes one inside stays.
fn trimmed(chunk: &str) -> &str {
    let marks = |c: char| "-.#*'<>[]=".contains(c);
    let chunk = chunk.trim_matches(marks).trim_start_matches('(');
    match chunk.contains('(') {
        true => chunk,
        false => chunk.trim_end_matches(')').trim_matches(marks),
    }
}

fn kind(chunk: &str, codes: &Codes) -> Kind {
    let letters: String = chunk.chars().filter(|c| *c != '.').collect();
    if codes.marks.contains(&letters) {
        return Kind::Mark;
    }
    let digits = chunk.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        return Kind::Word;
    }
    if is_plate(chunk) {
        return Kind::Plate;
    }
    if let Some(found) = section(chunk, codes) {
        return found;
    }
    pointer(chunk, digits)
}

/// A section: `211`, `211pc`, `pc211`, `245(a)(2)pc`, `273.5a`, `187suspect`.
fn section(chunk: &str, codes: &Codes) -> Option<Kind> {
    let start = chunk.find(|c: char| c.is_ascii_digit())?;
    let (mark, rest) = chunk.split_at_checked(start)?;
    let mark = mark.trim_end_matches(['.', '#', '-']);
    if !mark.is_empty() && !codes.marks.contains(mark) {
        return None;
    }
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, tail) = rest.split_at_checked(digits)?;
    let (point, tail) = decimal(tail);
    let (parts, word) = subdivisions(tail)?;
    let word = word.replace('.', "");
    let has_mark = !mark.is_empty() || codes.marks.contains(word.as_str());
    match (has_mark, number.len()) {
        // Six: `200002(a)CVC`, a slip of the finger that is a section all the same.
        (true, 2..=6) => return Some(Kind::Marked),
        (false, 2..=5) => {}
        _ => return None,
    }
    // Without `PC` beside it, the agreement of 8 USC 1357(g) as likely: a cue of its own.
    if number == "287" && (parts.starts_with("(g") || word == "g") {
        return Some(Kind::Number);
    }
    let known = codes.sections.contains(number)
        || (!point.is_empty() && codes.sections.contains(&format!("{number}.{point}")));
    let short = word.len() <= 2 || word.starts_with("sus") || word.starts_with("veh") || {
        // `415phys`: a word that was joined. Three letters behind three digits are a plate.
        (4..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic())
    };
    match (known && short, parts.is_empty() && word.is_empty() && point.is_empty()) {
        (true, _) => Some(Kind::Bare),
        (false, true) => None,
        (false, false) if short && number.len() >= 3 && !word.is_empty() => None,
        (false, false) => Some(Kind::Number),
    }
}

/// The digits after a point, and what follows: `.5a` is `5` and `a`.
fn decimal(tail: &str) -> (&str, &str) {
    let inner = tail.trim_start_matches('.');
    let digits = inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len());
    match (inner.len() < tail.len() && digits > 0).then(|| inner.split_at_checked(digits)) {
        Some(Some(split)) => split,
        _ => ("", tail),
    }
}

/// The subdivisions in brackets, and the letters after them. None if it is neither.
fn subdivisions(tail: &str) -> Option<(&str, &str)> {
    let end = tail.rfind(')').map_or(0, |at| at + 1);
    let (parts, word) = tail.split_at_checked(end)?;
    let in_brackets = parts.bytes().all(|b| b.is_ascii_alphanumeric() || b"() .".contains(&b));
    let is_word = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
    // `2603z9266`: a letter amid digits is a case number.
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    (in_brackets && is_word && digits <= 1).then_some((parts, word))
}

/// A case or incident number, from its digits.
fn pointer(chunk: &str, digits: usize) -> Kind {
    let is_number =
        chunk.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.#\xe2\x80\x93".contains(&b));
    let letters = chunk.bytes().filter(u8::is_ascii_alphabetic).count();
    if !is_number || letters > 5 || digits < 3 {
        return Kind::Word;
    }
    let runs = || chunk.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    // `26-0000`, `0000`: a form filled in, not a number. The first run may be the year.
    let later_zero = runs().count() > 1 && runs().skip(1).all(|run| run.bytes().all(|b| b == b'0'));
    if runs().all(|run| run.bytes().all(|b| b == b'0')) || later_zero {
        return Kind::Word;
    }
    let is_year =
        digits == 4 && letters == 0 && (chunk.starts_with("19") || chunk.starts_with("20"));
    if is_year {
        return Kind::Number;
    }
    let is_divided = runs().count() > 1;
    let is_radio =
        chunk.starts_with("10-") || chunk.starts_with("11-") || chunk.starts_with("7-11");
    match (is_divided, digits) {
        (true, _) if is_radio && digits < 5 => Kind::Radio,
        (true, 4..) | (false, 5..) => Kind::Pointer,
        _ => Kind::WeakPointer,
    }
}

/// California plates: `1abc234` and `12345a6`.
fn is_plate(chunk: &str) -> bool {
    let shape: Vec<u8> = chunk
        .bytes()
        .map(|b| match b {
            b'0'..=b'9' => b'9',
            b'a'..=b'z' => b'a',
            other => other,
        })
        .collect();
    matches!(shape.as_slice(), b"9aaa999" | b"99999a9")
}

fn is_section_sized(chunk: &str) -> bool {
    let digits = chunk.bytes().take_while(u8::is_ascii_digit).count();
    (2..=5).contains(&digits) && !chunk.contains('-')
}

#[cfg(test)]
mod tests {
    use super::super::list::List;
    use super::*;

    fn check(cells: &[&str], expected: impl Fn(&Numbers) -> bool, none_else: bool) {
        let list = List::read(super::super::CUE_LIST).unwrap();
        for cell in cells {
            let found = numbers(&cell.to_lowercase(), &list.codes);
            assert!(expected(&found), "{cell}: {found:?}");
            let count = [
                found.has_marked || found.has_bare,
                found.has_pointer || found.has_weak_pointer,
                found.has_plate,
            ];
            assert!(!none_else || count.iter().filter(|c| **c).count() <= 1, "{cell}: {found:?}");
        }
    }

    #[test]
    fn a_section_with_its_code_is_told_however_it_is_written() {
        let cells = [
            "211PC",
            "PC 211",
            "pc211",
            "245(a)(2)PC",
            "245 PC",
            "10851(a)CVC",
            "CVC 10851",
            "VC10851(A)",
            "664/187(a)PC",
            "487(A) PC",
            "2800..1 vc",
            "484 p.c.",
            "11378 HS",
            "287 PC",
            "1325 PC",
            "646.9(b) PC",
            "Cvc 20002(a)",
            "459pc",
        ];
        check(&cells, |n| n.has_marked, true);
    }

    #[test]
    fn a_well_known_section_is_told_without_its_code() {
        let cells = [
            "211",
            "459",
            "10851",
            "187",
            "245(a)(2)",
            "273.5",
            "273.5A",
            "243E1",
            "459R",
            "417V",
            "187SUSPECT",
            "664/187",
            "287(a)",
            "inv 2800.2",
        ];
        check(&cells, |n| n.has_bare && !n.has_marked, true);
    }

    #[test]
    fn a_case_number_is_no_section() {
        let cells = [
            "26-90348",
            "2604999961",
            "2603z9266",
            "2603z-9532",
            "26-1325",
            "26-1326",
            "ZQ2690391",
            "ZQPD26921201",
            "494-26-91375-1",
            "s99-9611-26-90852",
            "26\u{2013}9932",
            "26-211",
            "26-187",
        ];
        check(&cells, |n| n.has_pointer, true);
        check(&["920", "0032", "1065", "q981"], |n| n.has_weak_pointer, true);
    }

    #[test]
    fn a_number_that_says_nothing_is_neither() {
        let nothing = |n: &Numbers| Numbers { has_unread: false, ..*n } == Numbers::default();
        check(
            &["4", "26", "0000", "26-0000", "2026", "10-65", "7-11", "287(g)", "287g", "11-80", ""],
            nothing,
            true,
        );
    }

    #[test]
    fn a_plate_is_told_and_is_no_case_number() {
        check(&["1ABC234", "12345A6"], |n| n.has_plate, true);
    }

    #[test]
    fn sections_of_the_immigration_title_are_no_crime_by_number() {
        let no_section = |n: &Numbers| !n.has_bare && !n.has_marked;
        check(&["1325", "1326", "1324", "1325(a)", "1326(b)(2)", "1325 Main St"], no_section, true);
    }
}
