//! Rules on asks by the packs in force at the holder's place.
//!
//! In: statute folders, an [`terms::Ask`], [`terms::Facts`], and the moment. Out: a
//! [`terms::Ruling`]. Never: shares on a doubt, reads the contents of records, or touches a clock.
//!
//! This is the one room that names Cedar, and no Cedar type stands in its public signatures.
//! Withhold beats refer beats share. Cedar *skips* a policy that fails to evaluate, and a skipped
//! forbid allows; here any evaluation error is a withhold of its own (INVARIANT(loud-law)).
//!
//! ```
//! use terms::{Ask, Facts, Outcome};
//!
//! let law = law::Law::embedded()?;
//! let ask: Ask = serde_json::from_str(r#"{"door": "query", "records": "plate_reads"}"#)?;
//! let ruling = law.rule(&ask, &Facts::default(), "2026-11-24".parse()?);
//! // Nothing is known of asker or holder, so nothing is shared.
//! assert_ne!(ruling.outcome, Outcome::Share);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod account;
mod attributes;
mod basis;
mod bits;
mod calendar;
mod case;
mod check;
mod claims;
mod compile;
mod derive;
mod dissent;
mod due;
mod error;
mod evaluate;
mod exception;
mod explain;
mod index;
mod manifest;
mod matrix;
#[cfg(test)]
mod mixed;
mod pack;
mod policy;
#[cfg(feature = "prove")]
mod prove;
mod reading;
mod remember;
mod request;
mod rule;
mod tested;
mod told;
mod vocabulary;

pub use case::{Case, DutyCase, Expect, ExpectDuties, ExpectDuty, NotAnAsk};
pub use check::{Checked, Failure};
pub use claims::Claim;
pub use dissent::{CaseChange, Dissent};
pub use error::Error;
pub use evaluate::Verdict;
pub use explain::{
    Asked, BarTold, CaseStory, Change, KnownTold, Opened, PackBound, Step, Story, WouldOpen,
};
pub use manifest::Provision;
pub use matrix::{Condition, MATRIX_COMMAND, Matrix, PaperRow, Row, rows_text};
pub use pack::{Law, StatuteFile};
#[cfg(feature = "prove")]
pub use prove::{AskTold, Breach, LetThrough, Proof, Prover};
pub use reading::Reading;
pub use remember::{Recalled, Remembering};
pub use told::{Audience, NOTICE, PackTold, ProvisionTold, Told, without_the_quiet};
