//! Answers a question from declared record sets, with every limit applied.
//!
//! In: declarations, files of records, a pass, a question. Out: what is known of a set without
//! looking into it, and a held answer. Never: answers without a pass, leaves out a limit, or tells
//! how many rows were kept back.
//!
//! The sets are CSV and JSON Lines files in one folder, read from end to end for each question: no
//! index, no query engine. That comes later, on the same port.

mod answer;
mod declared;
mod error;
mod file;
mod folder;

pub use declared::{Declared, Field, FieldKind, Format, RowKept};
pub use error::Error;
pub use folder::Folder;
