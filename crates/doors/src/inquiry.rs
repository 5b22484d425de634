//! The inquiry door: the department itself asks for or records status.
//!
//! An inquiry names what would be asked or recorded. It takes in information and lets none out, so
//! no records are asked for.
//!
//! In: an ask through this door. Out: nothing, or the part that is missing or does not belong.
//! Never: decides anything, or reads what the parts say.

use crate::part::{Misfit, Part, needs, refuses};
use terms::Ask;

pub(crate) fn check(ask: &Ask) -> Result<(), Misfit> {
    needs(ask, &[Part::Inquiry])?;
    refuses(ask, &[Part::Breadth, Part::Custody, Part::Help, Part::Question, Part::Records])
}
