//! Matters: what an agency must do that nobody has to ask for.

use crate::Day;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something an agency has before it that raises duties of its own: a request for a certification,
/// a policy it must post, a recording that ages, a yearly account that falls due.
///
/// Its words are those of `statutes/schema.cedarschema` (`MatterKind`, `Item`, `Event`): another
/// one is refused. What stands in neither set is not known, and a duty stands until it is known to
/// be met.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// What kind of matter it is, as `certification_request`.
    pub kind: String,
    /// What is so.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub is: BTreeSet<String>,
    /// What is known not to be so.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub is_not: BTreeSet<String>,
    /// The days of what happened, as `received = 2026-09-04`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub days: BTreeMap<String, Day>,
}
