//! The commands, one file each.

pub(crate) mod duties;
pub(crate) mod findings;
pub(crate) mod law;
pub(crate) mod lookback;
#[cfg(feature = "prove")]
pub(crate) mod prove;
pub(crate) mod rule;
pub(crate) mod summary;
