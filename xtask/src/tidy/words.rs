//! Keeps words that already mean something else out of names and messages.
//!
//! In: the Rust of every room. Out: each banned word in an identifier or a string.
//! Never: reads comments and tests, which may speak freely, or statutes, which keep their words.
//!
//! Identifiers come apart at underscores and capitals, strings at anything that is no letter, so
//! that whole words count: `reporter` is not `report`. A word quoted from outside, as a column of
//! somebody's log, is let through by a row of `xtask/allowed-words.toml`, with the reason.

use super::{at, rust_files};
use crate::complaint::Complaint;
use crate::rust::{Kind, Source, Token};
use crate::tree::{Tree, file_name};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Where the words quoted from outside are listed.
const ALLOWED: &str = "xtask/allowed-words.toml";

/// How many words back a compound may begin: `judicial arrest warrant`, `sealed by the court`.
const COMPOUND_WORDS_MAX: usize = 3;

/// One banned word.
struct Banned {
    /// The word and its inflections.
    forms: &'static [&'static str],
    /// What to say in its place.
    instead: &'static str,
    /// Words that make it plain when one of them stands shortly before it.
    plain_after: &'static [&'static str],
    /// Where it is at home: rooms, and files by their stem.
    at_home_in: &'static [&'static str],
}

/// HOUSE 4.1.
const BANNED: &[Banned] = &[
    Banned {
        forms: &["alien", "aliens"],
        instead: "say `person`",
        plain_after: &[],
        at_home_in: &[],
    },
    Banned {
        forms: &["illegal", "illegals", "illegally"],
        instead: "no person is; of an act say which law it breaks",
        plain_after: &[],
        at_home_in: &[],
    },
    Banned {
        forms: &["principal", "principals"],
        instead: "say `asker`, or `beneficiary`",
        plain_after: &[],
        at_home_in: &["law"],
    },
    Banned {
        forms: &["release", "released", "releases", "releasing"],
        instead: "people are released; of data say `share`, of custody say `jail release`",
        plain_after: &["custody", "jail"],
        at_home_in: &["custody"],
    },
    Banned {
        forms: &["replay", "replayed", "replaying", "replays"],
        instead: "that is an attack; say `lookback`",
        plain_after: &[],
        at_home_in: &[],
    },
    Banned {
        forms: &["report", "reported", "reporting", "reports"],
        instead: "that is a police report; say `tally`, `account`, or what it holds",
        plain_after: &[],
        at_home_in: &[],
    },
    Banned {
        forms: &["sealed"],
        instead: "that is a court's status; of a record in transit say `closed`",
        plain_after: &["court"],
        at_home_in: &[],
    },
    Banned {
        forms: &["subject", "subjects"],
        instead: "say `person`",
        plain_after: &[],
        at_home_in: &[],
    },
    Banned {
        forms: &["transfer", "transferred", "transferring", "transfers"],
        instead: "people are; of data say `share`, of people say `hand over`",
        plain_after: &[],
        at_home_in: &[],
    },
    Banned {
        forms: &["warrant", "warrants"],
        instead: "say whose: `JudicialWarrant` or `AdministrativeWarrant`",
        plain_after: &["administrative", "judicial"],
        at_home_in: &[],
    },
];

/// A word quoted from outside.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Allowed {
    /// The file it is quoted in.
    file: String,
    /// The identifier or string it stands in, or a part of it.
    quoted: String,
    /// Why it cannot be said otherwise.
    reason: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AllowedWords {
    #[serde(default)]
    allowed: Vec<Allowed>,
}

/// Checks the Rust of every room.
pub(super) fn check(tree: &Tree) -> Vec<Complaint> {
    let text = tree.text(ALLOWED).unwrap_or_default();
    let allowed = match toml::from_str::<AllowedWords>(text) {
        Ok(words) => words.allowed,
        Err(error) => {
            let first = error.message().to_owned();
            return vec![Complaint::failure(ALLOWED, first, "see the head of that file")];
        }
    };
    let mut used = BTreeSet::new();
    let mut found = Vec::new();
    for (path, text) in rust_files(tree).filter(|(path, _)| is_of_a_room(path)) {
        for complaint in banned_in(path, text) {
            let row = allowed.iter().position(|row| row.covers(path, complaint.token));
            match row {
                Some(row) => _ = used.insert(row),
                None => found.push(complaint.told(path)),
            }
        }
    }
    let rows = allowed.iter().enumerate();
    found.extend(rows.filter_map(|(row, allowed)| allowed.told(used.contains(&row))));
    found
}

impl Allowed {
    fn covers(&self, path: &str, token: Token<'_>) -> bool {
        self.file == path && !self.quoted.is_empty() && token.text.contains(&self.quoted)
    }

    /// What is wrong with the row itself.
    fn told(&self, is_used: bool) -> Option<Complaint> {
        if self.reason.split_whitespace().count() < 3 {
            return Some(Complaint::failure(
                ALLOWED,
                format!("`{}` is let through without a reason", self.quoted),
                "say who uses the word, and why it cannot be said otherwise",
            ));
        }
        (!is_used).then(|| {
            Complaint::failure(
                ALLOWED,
                format!(
                    "`{}` is let through in `{}`, which does not say it",
                    self.quoted, self.file
                ),
                "take the row out",
            )
        })
    }
}

/// A banned word, and the token it stands in.
struct Found<'a> {
    banned: &'static Banned,
    word: String,
    token: Token<'a>,
}

impl Found<'_> {
    fn told(&self, path: &str) -> Complaint {
        Complaint::failure(
            at(path, self.token.line),
            format!("the word `{}` in `{}`", self.word, shortened(self.token.text)),
            format!(
                "{}; a word quoted from outside gets a row in `{ALLOWED}`",
                self.banned.instead
            ),
        )
    }
}

/// Enough of a string to find it by.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let start: String = line.chars().take(40).collect();
    if start == text { start } else { format!("{start}…") }
}

fn is_of_a_room(path: &str) -> bool {
    path.strip_prefix("crates/").is_some_and(|rest| rest.contains("/src/"))
}

fn banned_in<'a>(path: &str, text: &'a str) -> Vec<Found<'a>> {
    let source = Source::read(path, text);
    let mut found = Vec::new();
    for token in source.code().filter(|token| !source.is_test(token.line)) {
        let words = match token.kind {
            Kind::Name => words(token.text),
            Kind::Literal => words(&without_escapes(token.text)),
            _ => continue,
        };
        for (banned, word) in banned_of(&words) {
            if !banned.is_at_home(path) {
                found.push(Found { banned, word, token });
            }
        }
    }
    found
}

fn banned_of(words: &[String]) -> Vec<(&'static Banned, String)> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = words.get(at.saturating_sub(COMPOUND_WORDS_MAX)..at).unwrap_or_default();
        let is_banned = |banned: &&Banned| {
            banned.forms.contains(&word.as_str())
                && !before.iter().any(|earlier| banned.plain_after.contains(&earlier.as_str()))
        };
        found.extend(BANNED.iter().filter(is_banned).map(|banned| (banned, word.clone())));
    }
    found
}

impl Banned {
    fn is_at_home(&self, path: &str) -> bool {
        let stem = file_name(path).trim_end_matches(".rs");
        let room = path.split('/').nth(1).unwrap_or_default();
        self.at_home_in.iter().any(|home| {
            *home == stem || *home == room || path.split('/').any(|folder| folder == *home)
        })
    }
}

/// An escape is no letter: `"\nwarrant"` holds a whole word.
fn without_escapes(literal: &str) -> String {
    let mut plain = String::with_capacity(literal.len());
    let mut letters = literal.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            letters.next();
            plain.push(' ');
        } else {
            plain.push(letter);
        }
    }
    plain
}

/// The words of an identifier or a sentence, in lower case.
///
/// A capital starts a word unless the letter before it is a capital too; in a row of capitals the
/// last one belongs to the word after it, as in `HTTPServer`.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = text.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at)).copied().unwrap_or(' ');
        let after = letters.get(at + 1).copied().unwrap_or(' ');
        let starts = letter.is_uppercase() && (!before.is_uppercase() || after.is_lowercase());
        if !letter.is_alphabetic() || starts {
            found.push(std::mem::take(&mut word));
        }
        if letter.is_alphabetic() {
            word.extend(letter.to_lowercase());
        }
    }
    found.push(word);
    found.retain(|word| !word.is_empty());
    found
}

#[cfg(test)]
mod tests;
