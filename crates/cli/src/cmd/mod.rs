//! The commands, one file each.

pub(crate) mod duties;
pub(crate) mod findings;
pub(crate) mod law;
pub(crate) mod lookback;
pub(crate) mod rule;
pub(crate) mod summary;
