//! Grounds, limits and duties: what a ruling says beside its outcome.

use crate::{Day, Outcome, PolicyId, ProvisionId, TextStatus};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why an ask was ruled on as it was.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Ground {
    /// What this ground alone would lead to.
    pub outcome: Outcome,
    /// The provision, by its id in the law sheet.
    pub provision: ProvisionId,
    /// The policy of that provision that decided.
    pub policy: PolicyId,
    /// The citation, as it would stand in a letter.
    pub citation: String,
    /// One plain sentence.
    pub because: String,
    /// How far the text was verified.
    pub text_status: TextStatus,
    /// The open legal question, where the ground is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_question: Option<String>,
    /// Whether it rests only on something nobody vouches for: once that is known it may fall away.
    /// A lookback makes no finding of such a ground, since a log is silent about most facts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rests_on_missing_fact: bool,
    /// The exceptions that would have opened this ground, met or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Considered>,
}

/// An exception that was weighed, and which of its conditions failed.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Considered {
    /// The policy of the exception.
    pub policy: PolicyId,
    /// Its citation.
    pub citation: String,
    /// One plain sentence: what it opens.
    pub because: String,
    /// Whether it was met.
    pub met: bool,
    /// The conditions that failed, in words; empty when met.
    pub failed: Vec<String>,
}

/// What narrows an answer. Only with a share.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Limit {
    /// What kind of narrowing.
    pub kind: LimitKind,
    /// The provision it comes from.
    pub provision: ProvisionId,
    /// Its citation.
    pub citation: String,
    /// One plain sentence.
    pub text: String,
}

/// What kind of narrowing a limit is.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// The recipient may not pass it on.
    NoOnwardSharing,
    /// Only the same item, in the same detail, as is already public.
    PublicItemOnly,
    /// Only what the judge-signed paper names.
    WithinInstrument,
}

impl LimitKind {
    /// One plain sentence for the recipient.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::NoOnwardSharing => "The recipient may not pass it on.",
            Self::PublicItemOnly => {
                "Only the same item, in the same detail, as is already public; say where."
            }
            Self::WithinInstrument => {
                "Exactly what the judge-signed paper names, and nothing beyond it."
            }
        }
    }

    /// Reads the word a pack uses for it.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        match word {
            "no_onward_sharing" => Some(Self::NoOnwardSharing),
            "public_item_only" => Some(Self::PublicItemOnly),
            "within_instrument" => Some(Self::WithinInstrument),
            _ => None,
        }
    }
}

/// What someone must do, whatever the outcome.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Duty {
    /// The provision it comes from.
    pub provision: ProvisionId,
    /// The policy that attached it.
    pub policy: PolicyId,
    /// Its citation.
    pub citation: String,
    /// One plain sentence: who must do what, by when.
    pub text: String,
    /// How far the text was verified.
    pub text_status: TextStatus,
    /// When it is due, where the duty says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
}

/// When a duty is due, with the sum shown.
#[derive(Clone, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
pub struct Due {
    /// The last day on which it is done in time. None where the law gives no figure, or where the
    /// day it runs from is not known: `working` says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Day>,
    /// The rule in the words of the pack, as `received + 10 days, rolled`.
    pub rule: String,
    /// The sum, in words.
    pub working: String,
    /// Whether that day is over. What has no day is never said to be.
    pub is_overdue: bool,
}
