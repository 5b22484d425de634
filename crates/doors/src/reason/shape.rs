//! The shape of a cell: a plainer one that reads the same, to remember readings by.
//!
//! In: a cell as typed. Out: a cell of the same reading, in which letter case, runs of blanks and
//! digits that nothing can tell apart are gone: `Stolen  Veh 26-90411` and `stolen veh 26-98877`
//! are of one shape.
//! Never: a shape that is read otherwise than its cell. INVARIANT(shape): what the reader does with
//! a cell and with its shape is the same, in each of the three columns. So in doubt a cell is its
//! own shape; a new rule of the reader that looks at digits, blanks or letter case must be told
//! here.
//!
//! A digit is kept where anything looks at it: in a run of one or two digits; in a run that the
//! text of the cue list holds anywhere (in words, sections of codes, even comments), or that starts
//! so, where the list says `203*`; in a year; in a run of noughts; in a short word with letters
//! (`1CE`, `H5I`); and everywhere if a mark that joins or divides digits (`'`, `%`) is in the cell.
//! Every other run of digits becomes the one that stands for all of its length.

use super::disguise::WORD_MAX;
use super::text::{CELL_BYTES, REDACTED_BYTES};

/// Which runs of digits may stand for each other.
#[derive(Debug)]
pub(super) struct Shapes {
    /// Runs of three, four and five digits.
    runs: [Runs; 3],
    /// Longer runs, by their first five digits.
    heads: Runs,
}

/// The runs of one length.
#[derive(Debug)]
struct Runs {
    length: usize,
    /// One bit for each number: whether the reader may tell it from others.
    known: Vec<u64>,
    /// What stands for every other; None where there is no other.
    stand_in: Option<[u8; HEAD]>,
}

/// As many digits of a run are looked at.
const HEAD: usize = 5;

/// Years are told by their start (`codes.rs`).
const YEARS: [&str; 2] = ["19", "20"];

/// `7-112` is a radio code (`codes.rs`); with four digits behind the line it is none.
const RADIO: &str = "11";

/// Noughts are a form that nobody filled in, and no number (`codes.rs`).
const NOUGHTS: &str = "00000";

impl Shapes {
    /// What the text of a cue list tells apart.
    pub(super) fn new(list: &str) -> Self {
        let mut shapes = Self { runs: [3, 4, HEAD].map(Runs::new), heads: Runs::new(HEAD) };
        let mut rest = list;
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at_checked(start).unwrap_or_default();
            let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
            let (run, behind) = from.split_at_checked(end).unwrap_or_default();
            shapes.know(run, before.ends_with('*'), behind.starts_with('*'));
            rest = behind;
        }
        let [three, four, _] = &mut shapes.runs;
        for year in YEARS {
            three.know(year);
            four.know(year);
        }
        three.know(RADIO);
        for runs in shapes.runs.iter_mut().chain([&mut shapes.heads]) {
            runs.know(NOUGHTS);
            runs.choose();
        }
        shapes
    }

    /// A run of the list: with a star behind it, every run that starts so is known. No run in the
    /// list has one before it; if one had, any run might end so, and none could be replaced.
    fn know(&mut self, run: &str, is_end: bool, is_start: bool) {
        for runs in &mut self.runs {
            if is_end || is_start || run.len() == runs.length {
                runs.know(if is_end { "" } else { run });
            }
        }
        if is_end || is_start || run.len() > HEAD {
            self.heads.know(if is_end { "" } else { run });
        }
    }

    /// Appends the shape of a cell.
    pub(super) fn shape(&self, cell: &str, out: &mut String) {
        let mut bytes = std::mem::take(out).into_bytes();
        self.append(cell, &mut bytes);
        // What was there was text, and what came is the cell or ASCII, so nothing is lost.
        *out = String::from_utf8(bytes).unwrap_or_default();
    }

    /// Appends the shape of a cell, as bytes.
    pub(super) fn append(&self, cell: &str, out: &mut Vec<u8>) {
        // A cell that is cut, or has letters of other scripts, is rare; a blank one is not.
        if cell.is_empty() || cell.len() > CELL_BYTES || !cell.is_ascii() {
            out.extend_from_slice(cell.as_bytes());
            return;
        }
        self.write(cell.as_bytes(), out);
    }

    fn write(&self, cell: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        // How long a cell is decides whether it can be a mark of redaction.
        match cell.len() <= REDACTED_BYTES && has_idle_blanks(cell) {
            true => squeeze(cell, out),
            false => out.extend_from_slice(cell),
        }
        // No early end, so that the compiler can look at many bytes at once.
        let keeps_digits = cell.iter().fold(false, |has, b| has | (*b == b'\'') | (*b == b'%'));
        let written = out.get_mut(start..).unwrap_or_default();
        for letters in written.split_mut(|b| kind(*b) == OTHER) {
            let word = Word::read(letters);
            if word.has_capital() && !word.keeps_case() {
                letters.make_ascii_lowercase();
            }
            if word.digits >= 3 && !word.keeps_digits() && !keeps_digits {
                self.stand_in(letters);
            }
        }
    }

    /// Replaces the runs of digits in a word that may be replaced.
    fn stand_in(&self, word: &mut [u8]) {
        for run in word.split_mut(|b| !b.is_ascii_digit()) {
            let runs = match run.len() {
                0..=2 => None,
                length @ 3..=HEAD => self.runs.get(length - 3),
                _ => Some(&self.heads),
            };
            let Some(Runs { known, stand_in: Some(digits), .. }) = runs else { continue };
            if is_in(known, number(run)) {
                continue;
            }
            // Behind the head any digit does.
            run.iter_mut().skip(HEAD).for_each(|digit| *digit = b'9');
            run.iter_mut().zip(digits).for_each(|(digit, other)| *digit = *other);
        }
    }
}

impl Runs {
    fn new(length: usize) -> Self {
        let numbers = 10_usize.pow(u32::try_from(length).unwrap_or_default());
        Self { length, known: vec![0; numbers.div_ceil(64)], stand_in: None }
    }

    /// Marks every run that starts so, or is so; of a longer one what is looked at.
    fn know(&mut self, start: &str) {
        let start = start.as_bytes().iter().take(self.length);
        let (first, free) = start.fold((0, self.length), |(n, left), digit| {
            (n * 10 + usize::from(digit - b'0'), left - 1)
        });
        let count = 10_usize.pow(u32::try_from(free).unwrap_or_default());
        for number in first * count..(first + 1) * count {
            if let Some(bits) = self.known.get_mut(number / 64) {
                *bits |= 1 << (number % 64);
            }
        }
    }

    fn choose(&mut self) {
        let numbers = 10_usize.pow(u32::try_from(self.length).unwrap_or_default());
        let unknown = (0..numbers).rev().find(|number| !is_in(&self.known, *number));
        self.stand_in = unknown.map(|mut number| {
            let mut digits = [b'0'; HEAD];
            for digit in digits.iter_mut().take(self.length).rev() {
                *digit = b'0' + u8::try_from(number % 10).unwrap_or_default();
                number /= 10;
            }
            digits
        });
    }
}

/// The number that the looked-at digits of a run are.
fn number(run: &[u8]) -> usize {
    run.iter().take(HEAD).fold(0, |number, digit| number * 10 + usize::from(digit - b'0'))
}

fn is_in(known: &[u64], number: usize) -> bool {
    known.get(number / 64).is_none_or(|bits| (bits >> (number % 64)) & 1 == 1)
}

/// Whether a blank stands beside a blank or an end.
fn has_idle_blanks(cell: &[u8]) -> bool {
    let is_edge = |byte: Option<&u8>| byte == Some(&b' ');
    let pairs = cell.iter().zip(cell.iter().skip(1));
    is_edge(cell.first())
        || is_edge(cell.last())
        || pairs.fold(false, |has, (b, next)| has | ((*b == b' ') & (*next == b' ')))
}

/// Appends a cell with one blank for a run of them, where that is read the same.
fn squeeze(cell: &[u8], out: &mut Vec<u8>) {
    let mut before = None;
    let mut rest = cell;
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        if first == b' ' {
            let length = 1 + behind.iter().take_while(|b| **b == b' ').count();
            rest = behind.get(length - 1..).unwrap_or_default();
            let kept = blanks(before, length, rest.first().copied(), cell);
            out.extend(std::iter::repeat_n(b' ', kept));
        } else {
            out.push(first);
        }
        before = Some(first);
    }
}

/// How many blanks of a run stay.
///
/// Two groups of digits are one number with one blank between them and two with more
/// (`registration.rs`); blanks behind a bracket, and one at the end of a cell that has one, tell
/// whether a state stands in brackets (`states.rs`).
fn blanks(before: Option<u8>, length: usize, behind: Option<u8>, cell: &[u8]) -> usize {
    let is_digit = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_digit());
    match (before, behind) {
        (Some(b'('), _) => length,
        (None, _) => 0,
        (_, None) => {
            if cell.contains(&b'(') {
                length
            } else {
                0
            }
        }
        _ if is_digit(before) && is_digit(behind) => length,
        _ => 1,
    }
}

/// What the letters and digits of a word are.
#[derive(Clone, Copy, Debug)]
struct Word {
    length: usize,
    digits: usize,
    /// The kinds of its letters together.
    kinds: u8,
}

const OTHER: u8 = 0;
const DIGIT: u8 = 1;
const SMALL: u8 = 2;
const CAPITAL: u8 = 4;
const SMALL_L: u8 = 8;
const CAPITAL_L: u8 = 16;

/// The kind of each byte, to be looked up.
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut byte = u8::MAX;
    while let Some(next) = byte.checked_sub(1) {
        byte = next;
        #[expect(clippy::indexing_slicing, reason = "a byte is an index of 256")]
        {
            kinds[byte as usize] = match byte {
                b'0'..=b'9' => DIGIT,
                b'l' => SMALL_L,
                b'L' => CAPITAL_L,
                b'a'..=b'z' => SMALL,
                b'A'..=b'Z' => CAPITAL,
                _ => OTHER,
            };
        }
    }
    kinds
};

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

impl Word {
    fn read(letters: &[u8]) -> Self {
        let word = Self { length: letters.len(), digits: 0, kinds: 0 };
        letters.iter().fold(word, |word, byte| Self {
            digits: word.digits + usize::from(kind(*byte) & DIGIT),
            kinds: word.kinds | kind(*byte),
            ..word
        })
    }

    const fn has_capital(self) -> bool {
        self.kinds & (CAPITAL | CAPITAL_L) != 0
    }

    /// A small l amid capitals may stand for a capital I (`disguise.rs`), and must not come to by
    /// folding: `HSl`, `LLL`.
    const fn keeps_case(self) -> bool {
        let is_small_l = self.kinds & SMALL_L != 0 && self.kinds & SMALL == 0;
        let becomes_so = self.kinds & (SMALL | CAPITAL) == 0;
        let is_sized = self.length <= WORD_MAX && self.length - self.digits >= 3;
        is_sized && (is_small_l || becomes_so)
    }

    /// Digits may stand for letters (`disguise.rs`).
    const fn keeps_digits(self) -> bool {
        self.length <= WORD_MAX && self.length - self.digits >= 2
    }
}
