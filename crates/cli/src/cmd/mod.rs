//! The commands, one file each.

pub(crate) mod ask;
pub(crate) mod bundle;
pub(crate) mod compare;
pub(crate) mod duties;
pub(crate) mod findings;
pub(crate) mod law;
pub(crate) mod ledger;
pub(crate) mod letter;
pub(crate) mod lookback;
pub(crate) mod named;
pub(crate) mod outputs;
pub(crate) mod part;
#[cfg(feature = "prove")]
pub(crate) mod prove;
pub(crate) mod rule;
pub(crate) mod summary;
