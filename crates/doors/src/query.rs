//! The query door: someone looks records up.
//!
//! A query names the class of records it wants. It is answered once, from records the holder keeps.
//! A search that the holder's own staff run for someone else is help: it comes through assist.
//!
//! In: an ask through this door. Out: nothing, or the part that is missing or does not belong.
//! Never: decides anything, or reads what the parts say.

use crate::part::{Misfit, Part, needs, refuses};
use terms::Ask;

pub(crate) fn check(ask: &Ask) -> Result<(), Misfit> {
    needs(ask, &[Part::Records])?;
    refuses(ask, &[Part::Custody, Part::Help, Part::Inquiry, Part::InquiryFor])
}
