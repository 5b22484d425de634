//! The hotlist door: someone's list comes in, hits go out.
//!
//! A hotlist names the class of records its hits are: for a list of plates, plate reads. The list
//! itself is never part of an ask.
//!
//! In: an ask through this door. Out: nothing, or the part that is missing or does not belong.
//! Never: decides anything, or reads what the parts say.

use crate::part::{Misfit, Part, needs, refuses};
use terms::Ask;

pub(crate) fn check(ask: &Ask) -> Result<(), Misfit> {
    needs(ask, &[Part::Records])?;
    refuses(ask, &[Part::Custody, Part::Help, Part::Inquiry, Part::InquiryFor])
}
