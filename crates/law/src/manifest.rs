//! `pack.toml`: what a pack says of itself.

use serde::Deserialize;
use std::fmt;
use terms::{Day, Door, Party, PartyKind, ProvisionId, TextStatus};

/// A provision: one rule of law, with how far its text was verified.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provision {
    /// Its id in the law sheet.
    pub id: ProvisionId,
    /// Its short title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// Its first day.
    pub in_force_from: Day,
    /// The first day on which it is no longer in force, if there is one.
    pub in_force_to: Option<Day>,
    /// How far its text was verified.
    pub text_status: TextStatus,
    /// What exactly was seen, and what was not.
    pub text_status_note: String,
    /// Ids of the sources, as listed in the pack.
    pub sources: Vec<String>,
    /// One plain sentence, in English.
    pub english: String,
    /// One plain sentence, in Spanish.
    pub spanish: String,
}

/// The whole of a `pack.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) title: String,
    pub(crate) jurisdiction: String,
    pub(crate) precedence: u8,
    pub(crate) doors: Vec<Door>,
    pub(crate) read_by: String,
    pub(crate) read_on: Day,
    pub(crate) binds: Binds,
    pub(crate) source: Vec<Source>,
    pub(crate) provision: Vec<Provision>,
}

/// A text that was read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) id: String,
    pub(crate) what: String,
    pub(crate) url: Option<String>,
    pub(crate) sha256: Option<String>,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.what)?;
        if let Some(url) = &self.url {
            write!(f, " <{url}>")?;
        }
        if let Some(sha256) = &self.sha256 {
            write!(f, " (sha256 {sha256})")?;
        }
        Ok(())
    }
}

/// Which holders a pack binds. A line left out binds all.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Binds {
    state: Option<String>,
    city: Option<String>,
    kinds: Option<Vec<PartyKind>>,
    operating_in: Option<OperatingIn>,
}

/// What it means that a holder of another place operates in this pack's city.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OperatingIn {
    /// It may be bound: what would withhold refers.
    Refer,
}

/// How far a pack binds a holder.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Bound {
    /// It does not.
    No,
    /// It may, since the holder operates in its city: every withhold of it refers.
    Perhaps,
    /// It does.
    Yes,
}

impl Binds {
    /// How far this binds a holder, by its place and kind.
    ///
    /// A holder whose kind is not known is bound by every pack of its place: not knowing must not
    /// switch a law off.
    pub(crate) fn bind(&self, holder: &Party) -> Bound {
        let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (None, _) => true,
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            (Some(_), None) => false,
        };
        if !same(&self.state, &holder.place.state) {
            return Bound::No;
        }
        let of_the_kind = self
            .kinds
            .as_ref()
            .is_none_or(|k| holder.kind == PartyKind::Unknown || k.contains(&holder.kind));
        if of_the_kind && same(&self.city, &holder.place.city) {
            return Bound::Yes;
        }
        let operates = self
            .city
            .as_ref()
            .is_some_and(|c| holder.place.operating_in.iter().any(|o| o.eq_ignore_ascii_case(c)));
        if operates && self.operating_in == Some(OperatingIn::Refer) {
            return Bound::Perhaps;
        }
        Bound::No
    }

    /// Whether this is a state's or a city's own law, not one of the whole country or the house.
    pub(crate) const fn is_of_a_state(&self) -> bool {
        self.state.is_some()
    }
}
