//! Reads asks, and the free-text reasons people type into search boxes.
//!
//! In: bytes from outside, and three cells of a search log. Out: an [`terms::Ask`] with what is
//! known about it, or what was unreadable and where; a [`terms::Reading`] of a reason.
//! Never: decides anything, fills in a missing purpose, or touches the clock, the disk or a socket.
//!
//! ```
//! let posed = doors::read_posed(br#"{"ask": {"door": "query", "records": "plate_reads"}}"#);
//! assert_eq!(posed.len(), 1);
//! assert_eq!(posed[0].as_ref().unwrap().ask.door, terms::Door::Query);
//!
//! let reasons = doors::Reasons::embedded()?;
//! let said = doors::Said { reason: Some("usms case"), case_number: None, offense_type: None };
//! let reading = reasons.read(&said);
//! assert_eq!(reading.label, "assist_federal");
//! assert_eq!(reading.named.unwrap().name, "US Marshals Service");
//! # Ok::<(), doors::Error>(())
//! ```

mod assist;
mod custody;
mod disclosure;
mod error;
mod feed;
mod hint;
mod hotlist;
mod inquiry;
mod part;
mod party;
mod posed;
mod query;
pub mod reason;
mod split;
mod unreadable;

pub use error::Error;
pub use posed::{Posed, PosedMatter, read_ask, read_matters, read_posed};
pub use reason::{Reasons, Said};
pub use unreadable::Unreadable;
