//! The line: every ask runs it, and nothing leaves before the account has it.
//!
//! In: an ask with its question, who signed in, the moment, and the ports: facts, book, records,
//! secrets. Out: how it ended, with receipts. Never: decides (the law rules), reads a record
//! itself, touches a clock or a disk, or lets an asker state a fact.
//!
//! `docs/line.md` tells the story with the crash table; [`Line::ask`] is the story in code.

mod end;
mod error;
mod line;
mod ports;

pub use end::{End, Entered};
pub use error::{Error, PortError};
pub use line::{Line, digest_of_asker};
pub use ports::{Asked, Book, FactStore, RecordSets, Secrets, SignedIn};
