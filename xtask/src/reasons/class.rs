//! What a person takes a reason for: coarser than the labels of the cue list.

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// A class of reasons. docs/reasons.md says what each means to whoever labels.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Class {
    Administrative,
    Agency,
    Blank,
    Care,
    Crime,
    Federal,
    Immigration,
    Missing,
    Number,
    Origin,
    OutOfState,
    Protected,
    Redacted,
    Stated,
    Test,
    Unclear,
    Vague,
}

/// What a finding can rest on: the classes that accuse somebody.
pub(crate) const ACCUSING: &[Class] = &[
    Class::Immigration,
    Class::Federal,
    Class::OutOfState,
    Class::Protected,
    Class::Origin,
    Class::Care,
    Class::Vague,
];

impl Class {
    /// The class of a label of the cue list; None if the list has a label that is not known here.
    pub(crate) fn of_label(label: &str) -> Option<Self> {
        Some(match label {
            "administrative" => Self::Administrative,
            "assist_agency" => Self::Agency,
            "absent" | "blank" => Self::Blank,
            "protected_care" => Self::Care,
            "crime" | "vehicle_only" => Self::Crime,
            "assist_federal" => Self::Federal,
            "civil_immigration"
            | "criminal_immigration"
            | "immigration_unspecified"
            | "transport_or_harbour" => Self::Immigration,
            "missing_person" | "welfare" => Self::Missing,
            "case_number_only" => Self::Number,
            "national_origin" => Self::Origin,
            "assist_out_of_state" => Self::OutOfState,
            "protected_activity" => Self::Protected,
            "redacted" => Self::Redacted,
            "personal" | "planning" | "stated" => Self::Stated,
            "test" => Self::Test,
            "unread" => Self::Unclear,
            "vague" => Self::Vague,
            _ => return None,
        })
    }

    /// Its name, as it stands in files.
    pub(crate) fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The classes of `federal+immigration`: the first is the best, each of them is right.
    pub(crate) fn read_all(written: &str) -> Result<Vec<Self>> {
        let one = |name: &str| {
            serde_json::from_value(name.into()).with_context(|| {
                format!("`{name}` is no class of reasons; docs/reasons.md lists them")
            })
        };
        written.split('+').map(one).collect()
    }

    pub(crate) const fn is_accusing(self) -> bool {
        matches!(
            self,
            Self::Care
                | Self::Federal
                | Self::Immigration
                | Self::Origin
                | Self::OutOfState
                | Self::Protected
                | Self::Vague
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_of_the_cue_list_has_a_class() {
        let reasons = doors::Reasons::embedded().unwrap();
        for (label, _) in reasons.labels() {
            assert!(Class::of_label(label).is_some(), "{label}");
        }
    }

    #[test]
    fn classes_are_read_as_they_are_written() {
        let classes = Class::read_all("federal+out_of_state").unwrap();
        assert_eq!(classes, [Class::Federal, Class::OutOfState]);
        assert_eq!(Class::OutOfState.name(), "out_of_state");
        assert!(Class::read_all("crimes").is_err());
        assert!(ACCUSING.iter().all(|class| class.is_accusing()));
    }
}
