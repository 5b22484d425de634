//! The feed door: a standing ask, each batch of which runs the line.
//!
//! A feed names the class of records it wants. Its end date is a fact of the agreement behind it,
//! not something an asker states.
//!
//! In: an ask through this door. Out: nothing, or the part that is missing or does not belong.
//! Never: decides anything, or reads what the parts say.

use crate::part::{Misfit, Part, needs, refuses};
use terms::Ask;

pub(crate) fn check(ask: &Ask) -> Result<(), Misfit> {
    needs(ask, &[Part::Records])?;
    refuses(ask, &[Part::Custody, Part::Help, Part::Inquiry, Part::InquiryFor])
}
