//! Takes Rust source apart into tokens, just finely enough for the house's checks.
//!
//! In: source text that rustc accepts. Out: tokens with their lines, and which lines are tests.
//! Never: a parser. It does not check that the text is Rust, it does not expand macros, and on
//! text that rustc refuses it may misplace a token, never loop or fail.

use std::ops::RangeInclusive;

/// What kind of token it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A character or byte literal, or a lifetime.
    Character,
    /// A comment, documentation among them.
    Comment,
    /// A string literal of any sort, with its quotes.
    Literal,
    /// One character of punctuation.
    Mark,
    /// An identifier or keyword.
    Name,
    /// A number.
    Number,
}

/// One token and the line it starts on, counted from 1.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Token<'a> {
    /// What kind of token it is.
    pub kind: Kind,
    /// The text as written.
    pub text: &'a str,
    /// The line it starts on.
    pub line: usize,
}

impl Token<'_> {
    /// Whether this is that keyword, identifier or punctuation.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Mark | Kind::Name) && self.text == text
    }
}

/// A source file, taken apart.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    /// Every token, comments among them.
    pub tokens: Vec<Token<'a>>,
    /// The lines of items behind `#[cfg(test)]` or `#[test]`.
    test_lines: Vec<RangeInclusive<usize>>,
    /// Whether the whole file is test code.
    is_test_file: bool,
}

impl<'a> Source<'a> {
    /// Takes a file apart. Its path says whether all of it is test code.
    #[must_use]
    pub fn read(path: &str, text: &'a str) -> Self {
        let tokens = tokens(text);
        let code: Vec<_> = without_comments(&tokens).collect();
        let test_lines = test_lines(&code);
        Self { tokens, test_lines, is_test_file: is_test_path(path) }
    }

    /// The tokens without the comments.
    pub fn code(&self) -> impl Iterator<Item = Token<'a>> {
        without_comments(&self.tokens)
    }

    /// Whether a line is test code.
    #[must_use]
    pub fn is_test(&self, line: usize) -> bool {
        self.is_test_file || self.test_lines.iter().any(|lines| lines.contains(&line))
    }
}

/// Whether everything at this path is test code.
#[must_use]
pub fn is_test_path(path: &str) -> bool {
    let mut parts = path.split('/').rev();
    parts.next() == Some("tests.rs")
        || parts.any(|part| matches!(part, "benches" | "examples" | "testkit" | "tests"))
}

/// Every token of the text.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            space if space.is_whitespace() => (None, space.len_utf8()),
            _ => {
                let (kind, length) = measured(rest, first);
                (Some(kind), length)
            }
        };
        // A measure that went astray still moves on by the rest of the text, never by nothing.
        let (taken, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if let Some(kind) = kind {
            found.push(Token { kind, text: taken, line });
        }
        line += taken.matches('\n').count();
        rest = left;
    }
    found
}

/// The place of the mark that closes the bracket, brace or parenthesis at `open`.
#[must_use]
pub fn closing(code: &[Token<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in code.iter().enumerate().skip(open) {
        if token.kind != Kind::Mark {
            continue;
        }
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The last token of the item that starts at `start`: its `;`, or the brace that closes it.
#[must_use]
pub fn item_end(code: &[Token<'_>], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        let token = code.get(at)?;
        if token.is(";") {
            return Some(at);
        }
        if token.is("{") {
            return closing(code, at);
        }
        at = if token.is("(") || token.is("[") { closing(code, at)? + 1 } else { at + 1 };
    }
}

fn without_comments<'a>(tokens: &[Token<'a>]) -> impl Iterator<Item = Token<'a>> {
    tokens.iter().copied().filter(|token| token.kind != Kind::Comment)
}

/// The lines of every item behind `#[test]` or a `#[cfg(…)]` that asks for tests.
fn test_lines(code: &[Token<'_>]) -> Vec<RangeInclusive<usize>> {
    let mut found = Vec::new();
    for (at, token) in code.iter().enumerate() {
        if !token.is("#") || !code.get(at + 1).is_some_and(|next| next.is("[")) {
            continue;
        }
        let Some(close) = closing(code, at + 1) else { continue };
        let attribute = code.get(at + 2..close).unwrap_or_default();
        if !asks_for_tests(attribute) {
            continue;
        }
        let end = item_end(code, close + 1).and_then(|end| code.get(end));
        found.push(token.line..=end.map_or(usize::MAX, |end| end.line));
    }
    found
}

fn asks_for_tests(attribute: &[Token<'_>]) -> bool {
    match attribute {
        [only] => only.is("test"),
        [first, rest @ ..] => {
            first.is("cfg")
                && rest.iter().any(|token| token.is("test"))
                && !rest.iter().any(|token| token.is("not"))
        }
        [] => false,
    }
}

/// The kind and length in bytes of the token at the start of `rest`.
fn measured(rest: &str, first: char) -> (Kind, usize) {
    if rest.starts_with("//") {
        return (Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Kind::Comment, block_comment(rest));
    }
    if let Some(length) = literal(rest) {
        return (Kind::Literal, length);
    }
    if first == '\'' || rest.starts_with("b'") {
        return (Kind::Character, character(rest));
    }
    if first.is_alphabetic() || first == '_' {
        return (Kind::Name, name(rest));
    }
    if first.is_ascii_digit() {
        return (Kind::Number, number(rest));
    }
    (Kind::Mark, first.len_utf8())
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut previous = ' ';
    for (at, this) in rest.char_indices() {
        match (previous, this) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth = depth.saturating_sub(1),
            _ => {
                previous = this;
                continue;
            }
        }
        if depth == 0 {
            return at + 1;
        }
        // Neither half of a mark may be half of the next one.
        previous = ' ';
    }
    rest.len()
}

/// The length of a string literal, raw or not, with its prefix; none if there is none here.
fn literal(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.chars().take_while(|&c| c == '#').count();
        let inside = raw.get(hashes..)?.strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        let opened = rest.len() - inside.len();
        return Some(inside.find(&end).map_or(rest.len(), |at| opened + at + end.len()));
    }
    let inside = body.strip_prefix('"')?;
    let opened = rest.len() - inside.len();
    Some(unescaped(inside, '"').map_or(rest.len(), |at| opened + at + 1))
}

/// Where the first `wanted` that no backslash stands before is.
fn unescaped(text: &str, wanted: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, this) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
        } else if this == '\\' {
            is_escaped = true;
        } else if this == wanted {
            return Some(at);
        }
    }
    None
}

/// A character literal or a lifetime: they share their first mark.
fn character(rest: &str) -> usize {
    let inside = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('\'').unwrap_or(rest);
    let opened = rest.len() - inside.len();
    let mut letters = inside.chars();
    let is_character = match letters.next() {
        Some('\\') => true,
        Some(_) => letters.next() == Some('\''),
        None => false,
    };
    if is_character {
        unescaped(inside, '\'').map_or(rest.len(), |at| opened + at + 1)
    } else {
        opened + name(inside)
    }
}

fn name(rest: &str) -> usize {
    // A raw identifier is a name with a prefix.
    let prefix = if rest.starts_with("r#") { 2 } else { 0 };
    let body = rest.get(prefix..).unwrap_or_default();
    prefix + body.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(body.len())
}

fn number(rest: &str) -> usize {
    let mut end = 0;
    for (at, this) in rest.char_indices() {
        let next = rest.get(at + this.len_utf8()..).and_then(|left| left.chars().next());
        let is_point = this == '.' && next.is_some_and(|c| c.is_ascii_digit());
        if !this.is_alphanumeric() && this != '_' && !is_point {
            break;
        }
        end = at + this.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests;
