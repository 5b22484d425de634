//! Reads plain promises in the policy a page states, and compares.
//!
//! In: the policy fields of one capture. Out: promises, each with the sentence that makes it.
//! Never: reads a sentence with an exception in it, compares with anything outside the capture it
//! came from, or concludes that a promise was kept: a list shows what is shared and no more.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use terms::{Party, PartyKind};

/// What a sentence promises.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Promise {
    /// Shared with Californian law enforcement and nobody else.
    CaliforniaOnly,
    /// Not used for immigration enforcement.
    NoImmigrationUse,
    /// Not shared with federal agencies.
    NotFederal,
    /// Not shared with agencies of other states.
    NotOutOfState,
}

/// A promise, and where it stands.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Stated {
    /// What is promised.
    pub promise: Promise,
    /// The field of the page.
    pub field: &'static str,
    /// The sentence, cut at 200 characters.
    pub says: String,
}

/// A promise set against a finding.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Compared {
    /// The field of the page.
    pub field: Cow<'static, str>,
    /// The sentence, cut at 200 characters.
    pub says: String,
    /// Whether the finding agrees with it. Only disagreement is told.
    pub agrees: bool,
}

impl Stated {
    /// This promise as something a finding disagrees with.
    pub(crate) fn contradicted(&self) -> Compared {
        Compared { field: self.field.into(), says: self.says.clone(), agrees: false }
    }

    /// Whether a share with this recipient breaks the promise.
    pub(crate) fn is_broken_by(&self, holder: &Party, recipient: &Party) -> bool {
        let federal = recipient.kind.is_federal();
        let (home, away) = (holder.place.state.as_deref(), recipient.place.state.as_deref());
        let elsewhere = away.is_some_and(|away| home.is_some_and(|home| home != away));
        match self.promise {
            Promise::NotFederal => federal,
            Promise::NotOutOfState => elsewhere && !federal,
            Promise::CaliforniaOnly => {
                // The police of a private university may well be meant by "law enforcement", so a
                // private body of the state breaks no promise here, whatever the law says to it.
                let foreign = recipient.kind == PartyKind::Foreign;
                federal || foreign || away.is_some_and(|away| away != "CA")
            }
            // A list shows with whom, never for what.
            Promise::NoImmigrationUse => false,
        }
    }
}

/// Every promise of a page, each once, in the order of its fields.
pub(crate) fn promises(stated: &[(&'static str, String)]) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    for (field, text) in stated {
        for sentence in sentences(text) {
            for promise in read(field, sentence) {
                if !found.iter().any(|known| known.promise == promise) {
                    found.push(Stated { promise, field, says: cut(sentence) });
                }
            }
        }
    }
    found
}

/// The promises of one sentence. Only plain ones: a sentence with a condition promises nothing
/// that a list could break.
fn read(field: &str, sentence: &str) -> Vec<Promise> {
    let words = plain(sentence);
    let has = |phrase: &str| words.contains(&format!(" {phrase} "));
    let any = |phrases: &[&str]| phrases.iter().any(|phrase| has(phrase));
    let mut found = Vec::new();
    let immigration_use = match field {
        // The field is a list of what is prohibited. A sentence that takes something out is not.
        "prohibited_uses" => has("immigration enforcement"),
        _ => any(&["never for immigration", "not for immigration enforcement"]),
    };
    if immigration_use && !any(EXCEPTIONS) {
        found.push(Promise::NoImmigrationUse);
    }
    if any(EXCEPTIONS) || any(CONDITIONS) {
        return found;
    }
    if any(ONLY_CALIFORNIA) {
        found.push(Promise::CaliforniaOnly);
    }
    if any(NOT_SHARED) {
        if any(FEDERAL) {
            found.push(Promise::NotFederal);
        }
        if any(OTHER_STATES) {
            found.push(Promise::NotOutOfState);
        }
    }
    found
}

/// The words of a sentence in small letters, with one space between and around them.
fn plain(sentence: &str) -> String {
    let mut words = String::from(" ");
    for word in sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        words.push_str(&word.to_lowercase());
        words.push(' ');
    }
    words
}

/// Splits at the end of sentences and lines; `i.e.` and the like do not end one.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .flat_map(|line| {
            let mut rest = line;
            std::iter::from_fn(move || {
                let (first, after) = split_sentence(rest)?;
                rest = after;
                Some(first)
            })
        })
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

fn split_sentence(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() {
        return None;
    }
    let ends = text.char_indices().filter(|(_, letter)| matches!(letter, '.' | '!' | '?'));
    for (place, letter) in ends {
        let (first, after) = text.split_at_checked(place + letter.len_utf8())?;
        let opens = after.trim_start().chars().next();
        let is_end = after.starts_with(' ') && opens.is_some_and(char::is_uppercase);
        if is_end && !first.ends_with("U.S.") {
            return Some((first, after));
        }
    }
    Some((text, ""))
}

/// The sentence, cut at [`SAYS_MAX`] characters.
fn cut(sentence: &str) -> String {
    if sentence.chars().count() <= SAYS_MAX {
        return sentence.to_owned();
    }
    let mut says: String = sentence.chars().take(SAYS_MAX - 1).collect();
    says.push('…');
    says
}

/// A quoted sentence has at most this many characters.
const SAYS_MAX: usize = 200;

const EXCEPTIONS: &[&str] = &[
    "except",
    "excluding",
    "other than",
    "unless",
    "without",
    "absent",
    "until",
    "only if",
    "only when",
    "unlawful",
];

/// What makes a promise about sharing one about its purpose.
const CONDITIONS: &[&str] = &["for immigration", "for purposes of", "for the purpose", "for civil"];

const FEDERAL: &[&str] = &["federal agencies", "federal agency", "federal law enforcement"];

const NOT_SHARED: &[&str] = &[
    "do not share",
    "does not share",
    "may not be shared",
    "is not shared",
    "are not shared",
    "not be shared",
    "will not share",
    "never shared",
    "never shares",
    "never be shared",
];

const ONLY_CALIFORNIA: &[&str] = &[
    "only shares data with california law enforcement agencies",
    "only shared with california law enforcement agencies",
    "only be shared with california law enforcement agencies",
    "shared only with california law enforcement agencies",
    "shares data only with california law enforcement agencies",
];

const OTHER_STATES: &[&str] = &[
    "out of state",
    "outside of ca",
    "outside of california",
    "outside california",
    "outside ca",
    "outside the state",
    "outside of the state",
    "other states",
];

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Place;

    fn check(field: &str, sentence: &str, expected: &[Promise]) {
        assert_eq!(read(field, sentence), expected, "{sentence}");
    }

    #[test]
    fn plain_promises_are_read() {
        use Promise::{CaliforniaOnly, NoImmigrationUse, NotFederal, NotOutOfState};
        let both = &[NotFederal, NotOutOfState];
        check(
            "prohibited_uses",
            "We do NOT share with agencies outside of CA or Federal agencies.",
            both,
        );
        check(
            "access_policy",
            "Data may not be shared with out of state or federal agencies.",
            both,
        );
        check("overview", "We do not share our data with any federal agencies.", &[NotFederal]);
        check(
            "sharing_info",
            "The Rio Claro Police Department only shares data with California law enforcement \
             agencies subject to the California Values Act.",
            &[CaliforniaOnly],
        );
        check("prohibited_uses", "Immigration enforcement, Personal use.", &[NoImmigrationUse]);
        check(
            "sharing_info",
            "Data will only be shared for law enforcement purposes, and never for immigration.",
            &[NoImmigrationUse],
        );
    }

    #[test]
    fn a_sentence_with_a_condition_promises_nothing_a_list_could_break() {
        for sentence in [
            "We do not share data with federal agencies unless required by law.",
            "We do not share data with federal agencies for immigration enforcement.",
            "Data is never sold to 3rd parties.",
            "These laws prohibit information sharing with federal immigration enforcement.",
            "Data is shared with federal agencies.",
        ] {
            check("sharing_info", sentence, &[]);
        }
        check("acceptable_use_policy", "Immigration enforcement support.", &[]);
    }

    #[test]
    fn a_text_is_split_where_sentences_end_and_not_at_abbreviations() {
        let text = "Usage based on a protected class (i.e. race, sex), or personal use. We do NOT \
                    share.\nLast line";
        let split: Vec<_> = sentences(text).collect();
        assert_eq!(
            split,
            [
                "Usage based on a protected class (i.e. race, sex), or personal use.",
                "We do NOT share.",
                "Last line"
            ]
        );
        assert_eq!(sentences("").count(), 0);
        assert_eq!(cut(&"é".repeat(500)).chars().count(), 200);
    }

    #[test]
    fn a_promise_is_broken_only_by_a_recipient_it_names() {
        let party = |kind, state: Option<&str>| Party {
            kind,
            place: Place { state: state.map(str::to_owned), ..Place::default() },
            ..Party::default()
        };
        let broken = |promise, recipient: &Party| {
            let stated = Stated { promise, field: "overview", says: String::new() };
            let holder = party(PartyKind::LocalLawEnforcement, Some("CA"));
            stated.is_broken_by(&holder, recipient)
        };
        let oregon = party(PartyKind::LocalLawEnforcement, Some("OR"));
        let home = party(PartyKind::LocalLawEnforcement, Some("CA"));
        let federal = party(PartyKind::FederalOther, None);
        let unknown = party(PartyKind::Unknown, None);
        assert!(broken(Promise::NotOutOfState, &oregon));
        assert!(broken(Promise::CaliforniaOnly, &oregon));
        assert!(!broken(Promise::NotFederal, &oregon));
        assert!(broken(Promise::NotFederal, &federal));
        assert!(broken(Promise::CaliforniaOnly, &federal));
        for promise in [Promise::NotOutOfState, Promise::CaliforniaOnly, Promise::NotFederal] {
            assert!(!broken(promise, &home) && !broken(promise, &unknown), "{promise:?}");
        }
        let university = party(PartyKind::Private, Some("CA"));
        assert!(!broken(Promise::CaliforniaOnly, &university));
        assert!(!broken(Promise::NoImmigrationUse, &federal));
    }
}
