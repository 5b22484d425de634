//! A name becomes a party, with certainty and the rule that decided.
//!
//! In: a name as a vendor's list or portal writes it, and perhaps a hint such as the portal's slug.
//! Out: a [`Named`]: the party, how sure, and which registry row or rule said so.
//! Never: guesses a federal kind from loose words, fills in a default place, or touches the disk,
//! the clock or the environment. What it does not check: that the body exists, or that the account
//! behind the name belongs to it.
//!
//! ```
//! use parties::Parties;
//! use terms::{Certainty, PartyKind};
//!
//! let parties = Parties::embedded()?;
//! let city = parties.read("Federal Way WA PD", None);
//! assert_eq!(city.party.kind, PartyKind::LocalLawEnforcement);
//! assert_eq!(city.party.place.state.as_deref(), Some("WA"));
//! assert_eq!(city.party.place.city.as_deref(), Some("Federal Way"));
//! assert_eq!(city.certainty, Certainty::Shown);
//!
//! let county = parties.read("Nevada County Sheriff's Office", Some("nevada-county-ca-so"));
//! assert_eq!(county.party.place.state.as_deref(), Some("CA"));
//! assert_eq!(county.certainty, Certainty::Conditional);
//! assert!(county.rule.contains("hint"));
//! # Ok::<(), parties::Error>(())
//! ```

mod agency;
mod city;
mod clean;
mod error;
mod kind;
mod named;
mod pattern;
mod registry;
mod rows;
mod scanned;
mod state;
mod words;

pub use error::Error;
pub use named::{Named, Parties};
