//! The defined terms: the nouns every other room speaks in.
//!
//! In: nothing. Out: asks, facts, rulings, and what they are made of.
//! Never: decides, reads bytes from outside, or touches the clock, the disk or a socket.
//!
//! Each term has one meaning, told in `docs/terms.md`. An [`Ask`] holds only what an asker may
//! *say*; [`Facts`] hold only what the gate *knows*, each with who vouches for it. The two are
//! separate types and separate schemas, so that no caller can state a fact.

mod ask;
mod certainty;
mod citation;
mod conviction;
mod custody;
mod door;
mod fact;
mod facts;
mod ground;
mod instrument;
mod intelligence;
mod known;
mod matter;
mod party;
mod pathway;
mod person;
mod purpose;
mod question;
mod reading;
mod record;
mod ruling;
mod time;

pub use ask::{Ask, AskId, Breadth, CustodyAct, Help, InquiryAbout, InquiryFor};
pub use certainty::Certainty;
pub use citation::{PolicyId, ProvisionId, TextStatus};
pub use conviction::{
    AggravatedFelony, ConvictedAs, Conviction, JuvenileAdjudication, OffenceCategory,
};
pub use custody::{Assistance, CustodyBasis, CustodyPapers, HotlistFacts, Reentry};
pub use door::Door;
pub use fact::{Fact, VouchedBy};
pub use facts::{
    AccessRecord, Agreement, Attestation, Environment, Facts, HoldingSystem, Relation, TaskForce,
    UserGrant, ValuesException,
};
pub use ground::{Considered, Due, Duty, Ground, Limit, LimitKind};
pub use instrument::{Instrument, InstrumentKind, InstrumentSaid, Issuer};
pub use intelligence::{IntelligenceFacts, PublicRecords, SuspiciousActivity};
pub use known::Known;
pub use matter::Matter;
pub use party::{Party, PartyKind, Place};
pub use pathway::Pathway;
pub use person::{MagistrateFinding, PersonFacts};
pub use purpose::{Offence, Purpose, PurposeClass};
pub use question::{Near, Question, RecordSetId};
pub use reading::{Cue, NamedBody, Reading};
pub use record::{Origin, RecordClass, Records};
pub use ruling::{Outcome, Ruling};
pub use time::{Day, Moment, NotATime};
