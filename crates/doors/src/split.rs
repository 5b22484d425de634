//! Tells records apart: one object, an array, one a line, or one after another.
//!
//! In: text. Out: the text of each record and where it starts.
//! Never: judges whether a record is JSON. What is broken becomes a record of its own, so that one
//! bad line costs that line and no other.

/// The text of one record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Piece<'a> {
    /// Its text.
    pub(crate) text: &'a str,
    /// Line and column of its first byte, from 1.
    pub(crate) start: (usize, usize),
}

/// Splits objects that follow each other, whether or not each has a line of its own.
pub(crate) fn stream(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut place = Place::default();
    let mut from = 0;
    // Once an object is found that never ends, each later one must end before the next starts:
    // without this, every broken line would be followed to the end of the input again.
    let mut has_unclosed = false;
    while let Some(skipped) = bytes.get(from..).and_then(|b| b.iter().position(|c| !is_blank(*c))) {
        from += skipped;
        let next = next_record(bytes, from);
        let limit = if has_unclosed { next } else { bytes.len() };
        let end = object_end(bytes, from, limit);
        has_unclosed |= end.is_none();
        let end = end.unwrap_or(next);
        let start = place.of(bytes, from);
        pieces.extend(text.get(from..end).map(|text| Piece { text: text.trim_end(), start }));
        from = end;
    }
    pieces
}

/// Splits the elements of an array that is known to be JSON.
pub(crate) fn array(text: &str) -> Vec<Piece<'_>> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut place = Place::default();
    let mut nesting = Nesting::default();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let depth = nesting.depth;
        nesting.step(*byte);
        let opens = depth == 0 && nesting.depth == 1;
        let divides = nesting.depth == 1 && depth == 1 && *byte == b',' && !nesting.in_string;
        let closes = depth == 1 && nesting.depth == 0;
        if divides || closes {
            let blanks = bytes.get(from..at).unwrap_or_default();
            let first = from + blanks.iter().take_while(|c| is_blank(**c)).count();
            let start = place.of(bytes, first);
            pieces.extend(
                text.get(first..at)
                    .filter(|t| !t.is_empty())
                    .map(|text| Piece { text: text.trim_end(), start }),
            );
        }
        if opens || divides {
            from = at + 1;
        }
    }
    pieces
}

/// The end of the object that starts at `from`, if it ends before `limit`.
fn object_end(bytes: &[u8], from: usize, limit: usize) -> Option<usize> {
    if bytes.get(from) != Some(&b'{') {
        return None;
    }
    let mut nesting = Nesting::default();
    for (at, byte) in bytes.get(from..limit)?.iter().enumerate() {
        // A raw line end inside a string: a quote is missing, and all that follows is off.
        if nesting.in_string && *byte == b'\n' {
            return None;
        }
        nesting.step(*byte);
        if nesting.depth == 0 {
            return Some(from + at + 1);
        }
    }
    None
}

/// Where the next record can start: at a line that opens with `{` or `[` and is not indented.
fn next_record(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let starts = |pair: &[u8]| matches!(pair, [b'\n', b'{' | b'[']);
    match rest.windows(2).position(starts) {
        Some(at) => from + at + 1,
        None => bytes.len(),
    }
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// How deep inside brackets, and whether inside a string.
#[derive(Default)]
struct Nesting {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    fn step(&mut self, byte: u8) {
        if self.escaped {
            self.escaped = false;
        } else if self.in_string {
            match byte {
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
        } else {
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }
}

/// Counts lines as far as it was asked, so that a long input is walked once.
#[derive(Default)]
struct Place {
    seen: usize,
    lines: usize,
    line_start: usize,
}

impl Place {
    fn of(&mut self, bytes: &[u8], at: usize) -> (usize, usize) {
        for (offset, byte) in bytes.get(self.seen..at).unwrap_or_default().iter().enumerate() {
            if *byte == b'\n' {
                self.lines += 1;
                self.line_start = self.seen + offset + 1;
            }
        }
        self.seen = at;
        (self.lines + 1, at - self.line_start + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, usize, usize)]) {
        let pieces = match text.starts_with('[') {
            true => array(text),
            false => stream(text),
        };
        let found: Vec<_> = pieces.iter().map(|p| (p.text, p.start.0, p.start.1)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn records_are_told_apart_however_they_follow_each_other() {
        check("{\"a\":1}", &[("{\"a\":1}", 1, 1)]);
        check("{}\n\n  {}\r\n", &[("{}", 1, 1), ("{}", 3, 3)]);
        check("{} {}{}", &[("{}", 1, 1), ("{}", 1, 4), ("{}", 1, 6)]);
        check("{\n \"a\": {\n }\n}\n{}", &[("{\n \"a\": {\n }\n}", 1, 1), ("{}", 5, 1)]);
        check("{\"a\":\"}{\\\"\"}\n{}", &[("{\"a\":\"}{\\\"\"}", 1, 1), ("{}", 2, 1)]);
        check("[{}, [1,2],\n \"a,b\" ]", &[("{}", 1, 2), ("[1,2]", 1, 6), ("\"a,b\"", 2, 2)]);
        check("[]", &[]);
    }

    #[test]
    fn one_broken_line_costs_that_line_and_no_other() {
        check(
            "{\"a\":{\n{}\n{\"b\n{}",
            &[("{\"a\":{", 1, 1), ("{}", 2, 1), ("{\"b", 3, 1), ("{}", 4, 1)],
        );
        check("nonsense\n{}", &[("nonsense", 1, 1), ("{}", 2, 1)]);
        check("{}}\n{}", &[("{}", 1, 1), ("}", 1, 3), ("{}", 2, 1)]);
    }

    #[test]
    fn many_broken_lines_are_walked_once() {
        let text = "{\"a\":{\n".repeat(50_000);
        assert_eq!(stream(&text).len(), 50_000);
    }
}
