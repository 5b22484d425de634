//! Pages, letters and tables made from a synthetic run.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

mod golden;
mod letter;
mod made;
mod page;
mod replies;
mod sheet;
