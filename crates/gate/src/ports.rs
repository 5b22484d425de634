//! The ports of the line: what it needs of the world, as traits.
//!
//! Each is one call that either did its part or says that it did not. None may be retried by the
//! line itself; whoever asked asks again, with the same id.

use crate::end::Entered;
use crate::error::PortError;
use ledger::{Closed, Digest, EntryIndex, Held, Opening, Pass, Secret};
use serde::{Deserialize, Serialize};
use std::future::Future;
use terms::{Ask, AskId, Facts, Moment, Party, Question, Records};

/// An ask with the question it puts to records.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// What is asked.
    pub ask: Ask,
    /// The question, for doors that put one to records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
}

/// Who signed in: known by a credential, never by what an ask says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct SignedIn {
    /// The party.
    pub party: Party,
    /// The person at that party, by user name.
    pub username: String,
}

/// Where facts come from.
pub trait FactStore {
    /// What is known about an ask. What is absent is not known, and is never read as no.
    fn about(
        &self,
        asked: &Asked,
        signed_in: &SignedIn,
        records: Option<Records>,
        now: Moment,
    ) -> impl Future<Output = Result<Facts, PortError>> + Send;
}

/// The account.
pub trait Book {
    /// Enters a closed entry. Its opening is kept, durably, before the entry is in the account; the
    /// receipt is given when a signed checkpoint holds it.
    fn enter(
        &self,
        closed: Closed,
        opening: Opening,
        now: Moment,
    ) -> impl Future<Output = Result<Entered, PortError>> + Send;

    /// The entries of one ask, by who asked and the id, in the order of the account.
    fn of_ask(
        &self,
        by: Digest,
        id: &AskId,
    ) -> impl Future<Output = Result<Vec<(Closed, Entered)>, PortError>> + Send;
}

/// The records.
pub trait RecordSets {
    /// What is known of the records a question is put to, without looking at one of them
    /// (INVARIANT(blind)).
    fn declared(
        &self,
        question: &Question,
        now: Moment,
    ) -> impl Future<Output = Result<Records, PortError>> + Send;

    /// Answers a question, each limit of the pass applied; an error where one cannot be
    /// (INVARIANT(limited)).
    fn answer(
        &self,
        pass: Pass,
        question: &Question,
        now: Moment,
    ) -> impl Future<Output = Result<Held, PortError>> + Send;
}

/// Where secrets are drawn.
pub trait Secrets {
    /// A secret of 256 bits that was never drawn before.
    ///
    /// # Errors
    /// If the machine has none to give.
    fn draw(&self) -> Result<Secret, PortError>;
}

/// Entries are told by their place.
impl std::fmt::Display for Entered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let EntryIndex(index) = self.index();
        index.fmt(f)
    }
}
