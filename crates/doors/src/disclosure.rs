//! The disclosure door: the public asks for records.
//!
//! A disclosure names the class of records it wants. Whether the asker is the person they are about
//! is a fact.
//!
//! In: an ask through this door. Out: nothing, or the part that is missing or does not belong.
//! Never: decides anything, or reads what the parts say.

use crate::part::{Misfit, Part, needs, refuses};
use terms::Ask;

pub(crate) fn check(ask: &Ask) -> Result<(), Misfit> {
    needs(ask, &[Part::Records])?;
    refuses(ask, &[Part::Custody, Part::Help, Part::Inquiry, Part::InquiryFor])
}
