//! stub
use terms::{Day, Known, PersonFacts};
#[derive(Debug, Default)]
pub(crate) struct Eligibility { pub(crate) notice: Known, pub(crate) handover: Known }
pub(crate) fn eligibility(_: Option<&PersonFacts>, _: Day) -> Eligibility { Eligibility::default() }
