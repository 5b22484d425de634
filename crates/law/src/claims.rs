//! Claims: what a pack says must hold of the law for every ask there can be.
//!
//! In: `claims.toml` of each pack. Out: claims whose expressions fit the schema, with the places
//! and assumptions they name. Never: proves one; that is `law::prove`, which needs a solver.
//!
//! Places and assumptions stand in the base pack and nowhere else, so that what a claim may take
//! for granted is read in one place. An assumption must be true of every table that
//! `law::attributes` can make; a property test holds each to that.

#![cfg_attr(
    not(feature = "prove"),
    expect(dead_code, reason = "what a claim says is read by the prover alone")
)]

mod read;

#[cfg(test)]
mod tests;

use cedar_policy::Policy;
use terms::{Door, InstrumentKind, Party, PartyKind};

/// A statement about the law, for every ask there can be.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id, unique over all packs.
    pub id: String,
    /// The file it stands in.
    pub path: String,
    /// One plain sentence, in English.
    pub english: String,
    /// One plain sentence, in Spanish.
    pub spanish: String,
    pub(crate) says: Says,
    /// Assumptions it names, by id.
    pub(crate) given: Vec<String>,
}

/// What a claim says.
#[derive(Clone, Debug)]
pub(crate) enum Says {
    /// Every policy matches some ask, and every exception some ask that its bar matches too.
    EveryPolicyLives,
    /// Whatever the law of one place shares, that of the other place shares too.
    Narrower { here: String, than: String },
    /// Nothing is shared in which the expression holds.
    Never { of: Vec<Where>, never: Box<Policy> },
    /// What is shared with these papers is shared without them.
    NoPaperOpens { of: Vec<Where>, papers: Vec<InstrumentKind> },
    /// No policy, whatever its role, can fail to evaluate.
    NoPolicyErrs,
}

/// The law that a claim is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Where {
    /// The bars of one pack alone, as if everything were permitted.
    Pack(String),
    /// All packs that bind the holders of a place.
    Place(String),
}

/// Holders that claims speak of together.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) id: String,
    /// Without its kind.
    pub(crate) holder: Party,
    pub(crate) kinds: Vec<PartyKind>,
}

/// Something that is true of every ask as `law::attributes` puts it.
#[derive(Clone, Debug)]
pub(crate) struct Assumption {
    pub(crate) id: String,
    pub(crate) policy: Policy,
}

/// Every claim of a law, with what they name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claims {
    pub(crate) places: Vec<Place>,
    pub(crate) assumptions: Vec<Assumption>,
    pub(crate) claims: Vec<Claim>,
}

impl crate::Law {
    /// Every claim of every pack, those of the base pack first.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.claims.claims.iter()
    }
}

impl Place {
    /// A holder of this place and a kind.
    pub(crate) fn holder(&self, kind: PartyKind) -> Party {
        Party { kind, ..self.holder.clone() }
    }
}

/// A Cedar expression as a policy that holds where it is true, at these doors.
///
/// What is put around it is ours, so the text must be one clause and nothing more.
pub(crate) fn expression(text: &str, doors: &[Door]) -> Result<Policy, String> {
    let actions: Vec<_> = doors.iter().map(|d| format!("Action::\"{}\"", d.action())).collect();
    let actions = actions.join(", ");
    let whole =
        format!("permit (principal, action in [{actions}], resource)\nwhen {{\n{text}\n}};");
    let policy = Policy::parse(None, &whole)
        .map_err(|e| format!("`{}` is not one Cedar expression: {e}", text.trim()))?;
    let json = policy.to_json().map_err(|e| e.to_string())?;
    let clauses = json.get("conditions").and_then(|c| c.as_array()).map_or(0, Vec::len);
    if clauses != 1 {
        return Err("write one expression, without `when` around it".to_owned());
    }
    Ok(policy)
}
