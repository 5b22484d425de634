//! What was unreadable, where, and what was expected there.
//!
//! In: a message of the JSON reader, or of a door's own checks. Out: one line a person can act on.
//! Never: holds more than a few hundred characters of what was sent, or a control character.

use crate::hint::{self, Root};
use std::fmt;

/// Bytes from outside that are not an ask, with the place and what was expected there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unreadable(Box<Told>);

/// Boxed, so that a result is no larger for what could be wrong with it.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Told {
    record: Option<usize>,
    at: Option<(usize, usize)>,
    field: Option<String>,
    said: String,
    expected: Option<String>,
    hint: Option<String>,
}

impl Unreadable {
    /// The number of the record, from 1; none where no record could be told apart.
    #[must_use]
    pub fn record(&self) -> Option<usize> {
        self.0.record
    }

    /// The line in the whole input, from 1, if known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.0.at.map(|(line, _)| line)
    }

    /// The column in bytes, from 1, if known.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.0.at.map(|(_, column)| column)
    }

    /// The path of the field, as `facts.asker.value.kind`; none where it is the record itself.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// What was expected there, if it can be said apart from what is wrong.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// What the sender could do about it, if we have a guess.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// An input in which no record can be told apart.
    pub(crate) fn whole(said: &str, expected: &str) -> Self {
        Self(Box::new(Told {
            record: None,
            at: None,
            field: None,
            said: tame(said),
            expected: Some(expected.to_owned()),
            hint: None,
        }))
    }

    /// A field that the door's own checks refuse.
    pub(crate) fn misfit(root: Root, part: &str, said: String, expected: String) -> Self {
        let field = match root {
            Root::Ask => part.to_owned(),
            Root::Posed => format!("ask.{part}"),
        };
        let mut unreadable = Self::whole(&said, &expected);
        unreadable.0.field = Some(field);
        unreadable
    }

    /// A text that is well formed and cannot be what its field holds.
    pub(crate) fn field_of(field: String, said: &str, expected: &str) -> Self {
        let mut unreadable = Self::whole(said, expected);
        unreadable.0.field = Some(field);
        unreadable
    }

    /// A message of the JSON reader. `path` is empty where the record itself is wrong.
    pub(crate) fn json(root: Root, path: &str, error: &serde_json::Error) -> Self {
        let at = (error.line() > 0).then(|| (error.line(), error.column()));
        let message = error.to_string();
        let suffix = format!(" at line {} column {}", error.line(), error.column());
        let message = message.strip_suffix(&suffix).unwrap_or(&message);
        let field = path.trim_end_matches(['?', '.']);
        let field = (!field.is_empty()).then(|| tame(field));
        if error.is_syntax() || error.is_eof() {
            // What is wrong with the whole comes first; the reader's own words say no more.
            let mut unreadable = Self::whole("this is not JSON", hint::SHAPES);
            unreadable.0.at = at;
            unreadable.0.field = field;
            return unreadable.with_hint(&format!("the JSON reader says: {}", tame(message)));
        }
        let (said, expected) = match message.rsplit_once(", expected ") {
            Some((said, expected)) => (said, Some(hint::plain(expected))),
            None => (message, None),
        };
        let hint = hint::hint(root, field.as_deref(), said, expected.as_deref());
        Self(Box::new(Told { record: None, at, field, said: tame(said), expected, hint }))
    }

    /// Says which record it is and where that record starts in the whole input.
    pub(crate) fn located(mut self, record: usize, start: (usize, usize)) -> Self {
        self.0.record = Some(record);
        let (first_line, first_column) = start;
        self.0.at = self.0.at.map(|(line, column)| match line {
            1 => (first_line, first_column + column.saturating_sub(1)),
            _ => (first_line + line - 1, column),
        });
        self
    }

    pub(crate) fn at(mut self, line: usize, column: usize) -> Self {
        self.0.at = Some((line, column));
        self
    }

    pub(crate) fn with_hint(mut self, hint: &str) -> Self {
        self.0.hint = Some(hint.to_owned());
        self
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(record) = self.0.record {
            write!(f, "record {record}: ")?;
        }
        if let Some(field) = &self.0.field {
            write!(f, "`{field}`: ")?;
        }
        f.write_str(&self.0.said)?;
        if let Some(expected) = &self.0.expected {
            write!(f, ", expected {expected}")?;
        }
        if let Some((line, column)) = self.0.at {
            write!(f, " (line {line}, column {column})")?;
        }
        match &self.0.hint {
            Some(hint) => write!(f, "; hint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Unreadable {}

/// Cuts what was sent to a length one can read, and spells out what could drive a terminal.
fn tame(text: &str) -> String {
    let mut tame = String::with_capacity(text.len().min(TAME_CHARS));
    for (count, letter) in text.chars().enumerate() {
        if count == TAME_CHARS {
            tame.push('…');
            break;
        }
        match letter.is_control() {
            true => tame.extend(letter.escape_default()),
            false => tame.push(letter),
        }
    }
    tame
}

const TAME_CHARS: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_cannot_drive_a_terminal_or_fill_a_screen() {
        let unreadable = Unreadable::whole(&"\u{1b}[2J".repeat(1000), "an object");
        let shown = unreadable.to_string();
        assert!(!shown.contains('\u{1b}'), "{shown}");
        assert!(shown.chars().count() < 2500, "{}", shown.len());
    }
}
