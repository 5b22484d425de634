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
    /// Whether it is quiet: never shown to the asker and never published (a victim, a juvenile, a
    /// pending case). A ground that is true without it stands in its place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_quiet: bool,
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
    /// Whether it is quiet, as a ground can be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_quiet: bool,
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
    /// Whether it comes from a quiet policy.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_quiet: bool,
}

/// What kind of narrowing a limit is.
#[derive(
    Clone, Copy, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// Only the facts that the certification needs.
    CertificationFactsOnly,
    /// Only criminal-history entries of the one named person.
    CriminalHistoryOnly,
    /// Only what is needed to avoid the imminent danger.
    DangerOnly,
    /// The recipient keeps it out of every index that others can read.
    DoNotIndex,
    /// Addresses, telephones, handles, victims and witnesses are suppressed.
    FieldsSuppressed,
    /// The recipient may not pass it on.
    NoOnwardSharing,
    /// Nothing that identifies a person or a vehicle.
    NothingThatIdentifies,
    /// For this use alone; kept apart and used for nothing else.
    OneUse,
    /// Only the same item, in the same detail, as is already public.
    PublicItemOnly,
    /// Redacted first.
    Redacted,
    /// Only what the judge-signed paper names.
    WithinInstrument,
}

impl LimitKind {
    /// Every kind, in alphabetical order.
    pub const ALL: [Self; 11] = [
        Self::CertificationFactsOnly,
        Self::CriminalHistoryOnly,
        Self::DangerOnly,
        Self::DoNotIndex,
        Self::FieldsSuppressed,
        Self::NoOnwardSharing,
        Self::NothingThatIdentifies,
        Self::OneUse,
        Self::PublicItemOnly,
        Self::Redacted,
        Self::WithinInstrument,
    ];

    /// The word used in JSON and in packs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CertificationFactsOnly => "certification_facts_only",
            Self::CriminalHistoryOnly => "criminal_history_only",
            Self::DangerOnly => "danger_only",
            Self::DoNotIndex => "do_not_index",
            Self::FieldsSuppressed => "fields_suppressed",
            Self::NoOnwardSharing => "no_onward_sharing",
            Self::NothingThatIdentifies => "nothing_that_identifies",
            Self::OneUse => "one_use",
            Self::PublicItemOnly => "public_item_only",
            Self::Redacted => "redacted",
            Self::WithinInstrument => "within_instrument",
        }
    }

    /// One plain sentence for the recipient.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::CertificationFactsOnly => {
                "Only the facts that the certification needs; no recording, no address."
            }
            Self::CriminalHistoryOnly => {
                "Only criminal-history entries of the one named person; no address, no \
                 employer, no associates."
            }
            Self::DangerOnly => {
                "Only what is needed to avoid the imminent danger, to the people who can avoid it."
            }
            Self::DoNotIndex => "The recipient keeps it out of every index that others can read.",
            Self::FieldsSuppressed => {
                "Addresses, telephone numbers, social-media handles, victims and \
                 witnesses are suppressed."
            }
            Self::NoOnwardSharing => "The recipient may not pass it on.",
            Self::NothingThatIdentifies => "Nothing that identifies a person or a vehicle.",
            Self::OneUse => "For this use alone: kept apart, and used for nothing else.",
            Self::PublicItemOnly => {
                "Only the same item, in the same detail, as is already public; say where."
            }
            Self::Redacted => {
                "Redacted first: what an exemption covers and what identifies a \
                 protected person stays."
            }
            Self::WithinInstrument => {
                "Exactly what the judge-signed paper names, and nothing beyond it."
            }
        }
    }

    /// Reads the word a pack uses for it.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
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
    /// When it is due. Absent where the law sets no time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// Whether the law only asks that it be considered: a practice, not a command.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_advice: bool,
    /// Whether it is quiet, as a ground can be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_quiet: bool,
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
    /// Whether that day is over; absent where there is no day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_overdue: Option<bool>,
}
