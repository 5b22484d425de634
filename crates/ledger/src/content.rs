//! What an entry says in public once it is opened.
//!
//! In: what the gate knows of an ask. Out: a few words that name bodies, doors, provisions and a
//! day, and nothing else. Never: holds a person, a plate, a case, a moment or a count of rows
//! (INVARIANT(bare-ledger)).
//!
//! Canonical bytes are the JSON of the type: its fields in the order written here, no space
//! between, absent where nothing stands. What does not read back to the same bytes is refused.

use crate::Error;
use serde::{Deserialize, Serialize};
use std::fmt;
use terms::{
    Certainty, Day, Door, Ground, LimitKind, Outcome, Party, PartyKind, PolicyId, RecordClass,
    Ruling, TextStatus,
};

/// A body, as the account names it.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What kind of body it is.
    pub kind: PartyKind,
    /// Its name, as the registry writes it. Absent for a person, and for what is not known: a name
    /// nobody vouched for could be a person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its state, as `CA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Body {
    /// The body that a party is.
    #[must_use]
    pub fn of(party: &Party) -> Self {
        let is_person = matches!(
            party.kind,
            PartyKind::PersonOrCounsel | PartyKind::PressOrPublic | PartyKind::Unknown
        );
        Self {
            kind: party.kind,
            name: (!is_person).then(|| party.name.clone()),
            state: party.place.state.clone(),
        }
    }

    /// A body of which nothing is known.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { kind: PartyKind::Unknown, name: None, state: None }
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or(self.kind.word()))
    }
}

/// A ground, as the account names it: the policy cites the provision.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GroundTold {
    /// The policy.
    pub policy: PolicyId,
    /// How far its text was verified.
    pub text_status: TextStatus,
}

/// Whose records, who asked, and through which door: what the entries of one ask have in common.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// The day, in UTC.
    pub day: Day,
    /// Whose records, officers or custody it is.
    pub holder: Body,
    /// Who asked; in a share, who received.
    pub asker: Body,
    /// For whom in truth, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<Body>,
    /// The door.
    pub door: Door,
    /// The class of records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<RecordClass>,
}

/// What one closed entry says once it is opened.
///
/// Every ask leaves two: a `ruled`, then a `shared`, a `referred` or a `kept`. A refusal has its
/// `kept` so that the number of entries tells nobody how it was ruled on while they are closed.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Content {
    /// A person at the desk looked and found.
    Found {
        /// Between whom.
        between: Between,
        /// What was found.
        outcome: Outcome,
    },
    /// Nothing left.
    Kept {
        /// Between whom.
        between: Between,
    },
    /// A person was given it to look at.
    Referred {
        /// Between whom.
        between: Between,
    },
    /// Something that does not run the line was ruled on: an ask posed to `headworks rule`, or a
    /// past disclosure in a log. Nothing left, and no end follows.
    Reviewed {
        /// Between whom. Its day is that of the review.
        between: Between,
        /// What was ruled on.
        of: Review,
        /// How.
        outcome: Outcome,
        /// By which policies, the strongest first.
        grounds: Vec<GroundTold>,
    },
    /// An ask was ruled on.
    Ruled {
        /// Between whom.
        between: Between,
        /// How.
        outcome: Outcome,
        /// By which policies, the strongest first.
        grounds: Vec<GroundTold>,
    },
    /// An answer left. How many rows it had stays with the particulars: a list of searches has
    /// such counts too, and could be laid beside them.
    Shared {
        /// Between whom.
        between: Between,
        /// What narrowed it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        limits: Vec<LimitKind>,
        /// Whether it is a later answer to an ask that was answered before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        again: bool,
    },
}

/// What a review is of.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Review {
    /// A row or link of a published log or list.
    Past {
        /// Its own day.
        day: Day,
        /// How sure the reading is.
        certainty: Certainty,
        /// Whether it was ruled on by the law of another day than its own.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        hypothetical: bool,
    },
    /// An ask whose facts were stated beside it.
    Posed,
}

/// The kinds of closed entries, for settings that differ by kind.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedKind {
    /// See [`Content::Found`].
    Found,
    /// See [`Content::Kept`].
    Kept,
    /// See [`Content::Referred`].
    Referred,
    /// See [`Content::Reviewed`]. It opens with the rulings, whatever is set.
    Reviewed,
    /// See [`Content::Ruled`].
    Ruled,
    /// See [`Content::Shared`].
    Shared,
}

impl ClosedKind {
    /// Every kind, in alphabetical order.
    pub const ALL: [Self; 6] =
        [Self::Found, Self::Kept, Self::Referred, Self::Reviewed, Self::Ruled, Self::Shared];
}

impl Content {
    /// What a ruling says in public.
    ///
    /// # Errors
    /// If a ground is quiet: the caller puts the ground that is true without it in its place first
    /// ([`Ruling::without_the_quiet`]).
    pub fn ruled(between: Between, ruling: &Ruling) -> Result<Self, Error> {
        let grounds = grounds_told(ruling.grounds())?;
        Ok(Self::Ruled { between, outcome: ruling.outcome, grounds })
    }

    /// What a review says in public.
    ///
    /// # Errors
    /// If a ground is quiet, as with [`Self::ruled`].
    pub fn reviewed<'a>(
        between: Between,
        of: Review,
        outcome: Outcome,
        grounds: impl IntoIterator<Item = &'a Ground>,
    ) -> Result<Self, Error> {
        Ok(Self::Reviewed { between, of, outcome, grounds: grounds_told(grounds)? })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ClosedKind {
        match self {
            Self::Found { .. } => ClosedKind::Found,
            Self::Kept { .. } => ClosedKind::Kept,
            Self::Referred { .. } => ClosedKind::Referred,
            Self::Reviewed { .. } => ClosedKind::Reviewed,
            Self::Ruled { .. } => ClosedKind::Ruled,
            Self::Shared { .. } => ClosedKind::Shared,
        }
    }

    /// Between whom it was, and when.
    #[must_use]
    pub const fn between(&self) -> &Between {
        match self {
            Self::Found { between, .. }
            | Self::Kept { between }
            | Self::Referred { between }
            | Self::Reviewed { between, .. }
            | Self::Ruled { between, .. }
            | Self::Shared { between, .. } => between,
        }
    }

    /// Its canonical bytes.
    ///
    /// # Errors
    /// Never for what these types can hold; the writer of JSON can say so and is believed.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        canonical(self, "the content of an entry")
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// If they are not the canonical bytes of a content.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        strict(bytes, "the content of an entry")
    }
}

fn grounds_told<'a>(
    grounds: impl IntoIterator<Item = &'a Ground>,
) -> Result<Vec<GroundTold>, Error> {
    let told = |ground: &Ground| match ground.is_quiet {
        true => Err(Error::Quiet),
        false => Ok(GroundTold { policy: ground.policy.clone(), text_status: ground.text_status }),
    };
    grounds.into_iter().map(told).collect()
}

/// The canonical bytes of a value.
pub(crate) fn canonical(value: &impl Serialize, what: &'static str) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|e| Error::Malformed { what, why: e.to_string() })
}

/// Reads canonical bytes, and nothing that only means the same.
pub(crate) fn strict<T>(bytes: &[u8], what: &'static str) -> Result<T, Error>
where
    T: Serialize + for<'de> Deserialize<'de>,
{
    let malformed = |why: String| Error::Malformed { what, why };
    let value: T = serde_json::from_slice(bytes).map_err(|e| malformed(e.to_string()))?;
    if canonical(&value, what)? != bytes {
        return Err(malformed("it is not written in its canonical form".to_owned()));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_never_named() {
        for kind in PartyKind::ALL {
            let party = Party { name: "Maria Lopez".to_owned(), kind, ..Party::default() };
            let is_named = Body::of(&party).name.is_some();
            let is_person = matches!(
                kind,
                PartyKind::PersonOrCounsel | PartyKind::PressOrPublic | PartyKind::Unknown
            );
            assert_eq!(is_named, !is_person, "{kind:?}");
        }
    }

    #[test]
    fn what_only_means_the_same_is_refused() {
        let body = Body { kind: PartyKind::Court, name: None, state: Some("CA".to_owned()) };
        let between = Between {
            day: "2026-11-24".parse().unwrap(),
            holder: body.clone(),
            asker: body,
            beneficiary: None,
            door: Door::Query,
            records: Some(RecordClass::PlateReads),
        };
        let content = Content::Kept { between };
        let bytes = content.to_bytes().unwrap();
        assert_eq!(Content::read(&bytes).unwrap(), content);
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            concat!(
                r#"{"kind":"kept","between":{"day":"2026-11-24","#,
                r#""holder":{"kind":"court","state":"CA"},"asker":{"kind":"court","state":"CA"},"#,
                r#""door":"query","records":"plate_reads"}}"#
            )
        );
        assert!(Content::read(text.replace(':', ": ").as_bytes()).is_err());
        assert!(Content::read(text.replace("\"CA\"", "\"C\\u0041\"").as_bytes()).is_err());
        assert!(Content::read(text.replace("kept", "gone").as_bytes()).is_err());
    }
}
