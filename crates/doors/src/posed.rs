//! Reads asks, with what is known about them, from JSON.
//!
//! In: bytes: one object, an array, one object a line, or one after another. Out: each ask, or what
//! was unreadable and where.
//! Never: fills in a purpose, a fact or a time; takes the last of two values under one name.
//!
//! What is not checked here: whether a fact is true, whether a paper exists, whether names mean
//! anything (only that they are there, and that a state is one). A purpose may be `vague` or
//! `unstated`: the law answers that, not the door.

use crate::hint::{Root, SHAPES};
use crate::part::Misfit;
use crate::{Unreadable, split};
use schemars::JsonSchema;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use terms::{Ask, Door, Facts, Matter, Moment, Party};

/// An ask, with what is known about it and when it is put.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Posed {
    /// What is asked.
    pub ask: Ask,
    /// What is known. What is absent is not known.
    #[serde(default)]
    pub facts: Facts,
    /// The moment the ruling is for. Absent: whoever runs the gate supplies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Moment>,
}

/// A matter, whose it is, and when it is looked at.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PosedMatter {
    /// The agency whose matter it is. Its place decides which law speaks.
    pub holder: Party,
    /// The matter.
    pub matter: Matter,
    /// The moment it is looked at. Absent: whoever runs the gate supplies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Moment>,
}

/// Reads every record, each on its own: one that is unreadable costs no other.
///
/// ```
/// let lines = b"{\"ask\": {\"door\": \"query\"}}\n\
///               {\"ask\": {\"door\": \"query\", \"records\": \"plate_reads\"}}\n";
/// let posed = doors::read_posed(lines);
/// let unreadable = posed[0].as_ref().unwrap_err();
/// assert_eq!((unreadable.record(), unreadable.field()), (Some(1), Some("ask.records")));
/// assert!(posed[1].is_ok());
/// ```
#[must_use]
pub fn read_posed(bytes: &[u8]) -> Vec<Result<Posed, Unreadable>> {
    read_each(bytes, read_one)
}

/// Reads every matter, each on its own.
///
/// Whether its words are words of the law is not checked here: the law knows them.
#[must_use]
pub fn read_matters(bytes: &[u8]) -> Vec<Result<PosedMatter, Unreadable>> {
    read_each(bytes, read_matter)
}

fn read_each<T>(
    bytes: &[u8],
    one: fn(&str) -> Result<T, Unreadable>,
) -> Vec<Result<T, Unreadable>> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => return vec![Err(not_text(bytes, error.valid_up_to()))],
    };
    if text.contains('\0') {
        return vec![Err(not_text(bytes, text.find('\0').unwrap_or_default()))];
    }
    let pieces = match text.trim_start().starts_with('[') {
        false => split::stream(text),
        true => match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => split::array(text),
            Err(error) => return vec![Err(Unreadable::json(Root::Posed, "", &error))],
        },
    };
    if pieces.is_empty() {
        return vec![Err(Unreadable::whole("there is no record to read", SHAPES))];
    }
    let read = |(index, piece): (usize, &split::Piece<'_>)| {
        one(piece.text).map_err(|unreadable| unreadable.located(index + 1, piece.start))
    };
    pieces.iter().enumerate().map(read).collect()
}

/// Reads a bare ask, and checks that its parts belong on its door.
///
/// A [`serde_json::Value`] has already lost one of two values under one name; where the bytes are
/// at hand, [`read_posed`] refuses that.
///
/// # Errors
///
/// If it is not an ask, states a fact, or lacks or exceeds what its door needs.
pub fn read_ask(value: serde_json::Value) -> Result<Ask, Unreadable> {
    let ask: Ask = serde_path_to_error::deserialize(value)
        .map_err(|e| Unreadable::json(Root::Ask, &e.path().to_string(), e.inner()))?;
    fits(&ask, Root::Ask)?;
    Ok(ask)
}

fn read_one(text: &str) -> Result<Posed, Unreadable> {
    let mut json = serde_json::Deserializer::from_str(text);
    let posed: Posed = serde_path_to_error::deserialize(&mut json)
        .map_err(|e| Unreadable::json(Root::Posed, &e.path().to_string(), e.inner()))?;
    json.end().map_err(|e| Unreadable::json(Root::Posed, "", &e))?;
    fits(&posed.ask, Root::Posed)?;
    crate::party::check(&posed.facts)?;
    Ok(posed)
}

fn read_matter(text: &str) -> Result<PosedMatter, Unreadable> {
    let mut json = serde_json::Deserializer::from_str(text);
    let posed: PosedMatter = serde_path_to_error::deserialize(&mut json)
        .map_err(|e| Unreadable::json(Root::Posed, &e.path().to_string(), e.inner()))?;
    json.end().map_err(|e| Unreadable::json(Root::Posed, "", &e))?;
    Ok(posed)
}

fn fits(ask: &Ask, root: Root) -> Result<(), Unreadable> {
    let checked = match ask.door {
        Door::Assist => crate::assist::check(ask),
        Door::Custody => crate::custody::check(ask),
        Door::Disclosure => crate::disclosure::check(ask),
        Door::Feed => crate::feed::check(ask),
        Door::Hotlist => crate::hotlist::check(ask),
        Door::Inquiry => crate::inquiry::check(ask),
        Door::Query => crate::query::check(ask),
    };
    crate::party::check_beneficiary(ask, root)?;
    checked.map_err(|Misfit { part, is_missing }| {
        let (field, door) = (part.field(), ask.door.word());
        match is_missing {
            true => Unreadable::misfit(
                root,
                field,
                format!("missing: the {door} door needs it"),
                part.told().to_owned(),
            ),
            false => Unreadable::misfit(
                root,
                field,
                format!("does not belong on the {door} door"),
                format!("it only on {}", part.doors()),
            ),
        }
    })
}

fn not_text(bytes: &[u8], from: usize) -> Unreadable {
    let before = bytes.get(..from).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|b| **b != b'\n').count() + 1;
    let unreadable = Unreadable::whole("this is not UTF-8 text", SHAPES).at(line, column);
    let is_wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) || bytes.contains(&0);
    match is_wide {
        true => unreadable.with_hint("this looks like UTF-16 or a binary file: save it as UTF-8"),
        false => unreadable,
    }
}

#[cfg(test)]
mod tests;
