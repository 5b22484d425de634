//! What the words of a free-text reason say, and which words said it.

use crate::{Certainty, PartyKind, PurposeClass};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The reading of one free-text reason.
///
/// A reading raises doubts and findings. It fills in the class of a purpose only where the asker
/// stated none, and never betters one.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The class of purpose the words state.
    pub class: PurposeClass,
    /// A finer label from the cue list, as `blank`, `case_number_only`, `vague`,
    /// `assist_federal`, `crime`; the list is data and its labels are documented with it.
    pub label: String,
    /// A body the words say the search was for, if they name one.
    pub named: Option<NamedBody>,
    /// The cues that decided, strongest first. Words of the cue list, never of the reason.
    pub cues: Vec<Cue>,
    /// How sure the reading is.
    pub certainty: Certainty,
}

/// A body that a reason names as the one the search was for.
#[derive(Clone, Debug, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct NamedBody {
    /// Its name, as the cue list writes it.
    pub name: String,
    /// What kind of body it is.
    pub kind: PartyKind,
    /// Its state, if it has one and it is known.
    pub state: Option<String>,
}

/// A cue: an entry of the cue list that was found.
#[derive(
    Clone, Debug, Deserialize, Eq, Hash, JsonSchema, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// The word or words, as the cue list writes them.
    pub words: String,
    /// What the cue says.
    pub says: String,
}

impl Reading {
    /// The reading of a reason that says nothing.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            class: PurposeClass::Unstated,
            label: "blank".to_owned(),
            named: None,
            cues: Vec::new(),
            certainty: Certainty::Shown,
        }
    }
}
