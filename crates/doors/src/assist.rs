//! The assist door: officers, time, property or log-ins for someone else.
//!
//! An assist ask names the help that is wanted, and the class of records where records are what the
//! help would yield. For whom it is may be said (`beneficiary`); who that is, is a fact.
//!
//! In: an ask through this door. Out: nothing, or the part that is missing or does not belong.
//! Never: decides anything, or reads what the parts say.

use crate::part::{Misfit, Part, needs, refuses};
use terms::Ask;

pub(crate) fn check(ask: &Ask) -> Result<(), Misfit> {
    needs(ask, &[Part::Help])?;
    refuses(ask, &[Part::Custody, Part::Inquiry, Part::InquiryFor])
}
