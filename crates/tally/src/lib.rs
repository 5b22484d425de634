//! Counts findings: by outcome, provision, purpose, pathway and certainty.
//!
//! In: terms, one at a time. Out: counts in a fixed order, ready for JSON.
//! Never: decides, weighs, reads bytes from outside, or leaves anything out of a total.
//!
//! ```
//! use tally::Tally;
//! use terms::Certainty;
//!
//! let mut tally = Tally::new();
//! tally.outcomes.nothing_found += 1;
//! tally.outcomes.withhold += 1;
//! tally.by_certainty.add(Certainty::Conditional);
//! assert_eq!(tally.outcomes.total(), 2);
//! assert_eq!(tally.by_certainty.of(&Certainty::Conditional), 1);
//! ```

mod counter;
mod outcomes;
mod table;

pub use counter::Counter;
pub use outcomes::{Outcomes, Split};
pub use table::Tally;
