//! A question put to records: typed, never a language of its own.

use crate::Moment;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The id of a record set, as `plate-reads`: the name of its declaration.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(transparent)]
pub struct RecordSetId(pub String);

/// A question: which records, of one set.
///
/// Every part narrows. What is not asked for by a part is not left out by it; a question without
/// any part would be for everything, and is refused by whoever answers.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The record set.
    pub record_set: RecordSetId,
    /// Fields that must have exactly this value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub equals: BTreeMap<String, String>,
    /// The first moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,
    /// The first moment no longer asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// A place on earth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near: Option<Near>,
    /// The fields wanted; all that may leave, where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
}

/// Within so many metres of a place.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// Degrees north, in millionths.
    pub latitude_micro: i32,
    /// Degrees east, in millionths.
    pub longitude_micro: i32,
    /// Metres, at most 100,000.
    pub metres: u32,
}
