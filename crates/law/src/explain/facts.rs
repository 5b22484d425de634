//! What is known and who vouches for it, and what nobody vouches for.

use super::asked::plain;
use crate::attributes::{Attribute, On, Value};
use crate::policy::Rule;
use crate::rule::Heard;
use crate::tested::Tested;
use serde::Serialize;
use serde_json::Value as Json;
use terms::{Door, Facts, Moment};

/// One thing that is known.
#[derive(Clone, Debug, Serialize)]
pub struct KnownTold {
    /// What it is about.
    pub what: String,
    /// What it says.
    pub says: String,
    /// Who vouches for it.
    pub vouched_by: String,
    /// When it can change, if that is known.
    pub changes_at: Option<Moment>,
    /// Whether that moment has passed: it no longer counts.
    pub is_past: bool,
}

/// Every fact, as it was stated. Read from the facts as they are written, so that a new kind of
/// fact is told as soon as it exists.
pub(crate) fn known(facts: &Facts, now: Moment) -> Vec<KnownTold> {
    let written = serde_json::to_value(facts).unwrap_or_default();
    let each = written.as_object().into_iter().flatten();
    each.filter_map(|(name, fact)| {
        let changes_at: Option<Moment> =
            fact.get("changes_at").and_then(Json::as_str).and_then(|at| at.parse().ok());
        Some(KnownTold {
            what: plain(name),
            says: said(fact.get("value")?),
            vouched_by: plain(fact.get("vouched_by")?.as_str()?),
            changes_at,
            is_past: changes_at.is_some_and(|at| at <= now),
        })
    })
    .collect()
}

fn said(value: &Json) -> String {
    match value {
        Json::Null => "not known".to_owned(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => plain(text),
        Json::Array(parts) if parts.is_empty() => "none".to_owned(),
        Json::Array(parts) => parts.iter().map(said).collect::<Vec<_>>().join("; "),
        Json::Object(fields) => {
            let filled = fields.iter().filter(|(_, value)| !is_empty(value));
            let told = filled.map(|(name, value)| match (name.as_str(), value) {
                ("name" | "kind" | "class", _) => said(value),
                (_, Json::Object(_)) => said(value),
                _ => format!("{} {}", plain(name), said(value)),
            });
            told.collect::<Vec<_>>().join(", ")
        }
    }
}

fn is_empty(value: &Json) -> bool {
    value.is_null() || value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// What the policies of this door test and nobody vouches for.
pub(super) fn not_known(heard: &[Heard<'_>], door: Door, table: &[Attribute]) -> Vec<String> {
    let mut tested = Tested::default();
    let rules = heard.iter().flat_map(|heard| heard.pack.rules.values());
    rules.filter(|rule| rule.doors().contains(&door)).for_each(|rule| tested.add(rule.tested()));
    unknown(&tested, table)
}

/// What these rules test and nobody vouches for.
pub(super) fn not_known_to<'a>(
    rules: impl Iterator<Item = &'a Rule>,
    table: &[Attribute],
) -> Vec<String> {
    let mut tested = Tested::default();
    rules.for_each(|rule| tested.add(rule.tested()));
    unknown(&tested, table)
}

fn unknown(tested: &Tested, table: &[Attribute]) -> Vec<String> {
    let is_unknown = |a: &&Attribute| match &a.value {
        // A body that words may name: "unknown" says that they name none.
        Value::Word(..) if a.name == "possibly_for" => false,
        Value::Word(_, word) => *word == "unknown",
        Value::Number(number) => number.is_none(),
        Value::Text(text) => text.is_empty(),
        Value::Flag(_) | Value::Words(..) => false,
    };
    let of_policies = table.iter().filter(|a| tested.has(a.on, a.name)).filter(is_unknown);
    of_policies.map(|a| attribute(a.on, a.name)).collect()
}

/// An attribute in words.
pub(crate) fn attribute(on: On, name: &str) -> String {
    let whose = match on {
        On::Asker => "the asker's ",
        On::Beneficiary => "the final recipient's ",
        On::Holder => "the holder's ",
        On::Records => "of the records: ",
        On::Context => "",
    };
    let name = match name {
        "access_record_date_time" => "whether the access record holds date and time",
        "access_record_query_elements" => "whether the access record holds what was looked up",
        "access_record_username" => "whether the access record holds the user's name",
        "age_days_max" => "the age of the oldest",
        "agreement_exists" => "whether there is a written agreement",
        "agreement_no_immigration_use" => "whether the agreement bars immigration use",
        "agreement_no_onward_sharing" => "whether the agreement bars passing on",
        "agreement_plate_reader_interagency" => {
            "whether the agreement is an interagency one on plate readers"
        }
        "agreement_purpose_recipient_audit" => {
            "whether the agreement names purpose and recipient and allows an audit"
        }
        "asker_in_holders_city" => "whether the asker is a body of the holder's city",
        "asker_in_holders_state" => "whether the asker is of the holder's state",
        "asker_is_holder" => "whether the asker is the holder itself",
        "attested_no_onward_sharing" => "whether the asker has undertaken not to pass it on",
        "beneficiary_in_holders_city" => "whether the recipient is a body of the holder's city",
        "beneficiary_in_holders_state" => "whether the recipient is of the holder's state",
        "beneficiary_is_asker" => "whether the asker is the final recipient",
        "beneficiary_is_holder" => "whether the holder is the final recipient",
        "case_proved" => "whether the case is what it is said to be",
        "for_unnamed_agency" => "whether it is for another agency that is not named",
        "immigration_function" => "function in immigration enforcement",
        "immigration_purpose" => "whether the purpose is immigration enforcement",
        "judge_paper_covers_ask" => "whether a paper that a judge signed covers exactly this",
        "paper_covers_ask" => "whether a judge's or court's paper covers exactly this",
        "personal_information" => "whether they are personal information",
        "public_agency_determination" => "counsel's determination that it is a public agency",
        "public_already" => "whether the same item is public already",
        "readable_by_immigration_authority" => {
            "whether an immigration authority can read the recipient's system"
        }
        "relation" => "whether the recipient serves the holder (hosting, towing)",
        "user_grant_complete" => "whether the user is authorised, admitted and trained",
        other => return format!("{whose}{}", plain(other)),
    };
    format!("{whose}{name}")
}
