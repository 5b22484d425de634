//! The custody door: people. Hold, notice of a date, interview, handover.
//!
//! A custody ask names what is wanted of custody. It asks for an act; how many people it is about,
//! and which records it wants beside the act, may be told too, and both can close it.
//!
//! In: an ask through this door. Out: nothing, or the part that is missing or does not belong.
//! Never: decides anything, or reads what the parts say.

use crate::part::{Misfit, Part, needs, refuses};
use terms::Ask;

pub(crate) fn check(ask: &Ask) -> Result<(), Misfit> {
    needs(ask, &[Part::Custody])?;
    refuses(ask, &[Part::Help, Part::Inquiry, Part::InquiryFor, Part::Question])
}
