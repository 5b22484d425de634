//! The line over ports in memory: its crash table, and a world of faults.
//!
//! The book signs real checkpoints over a real tree, so that what the line believes is what a
//! stranger would; facts, records and secrets are plain values. Any call of any port can fail,
//! before it took effect or after.

#[cfg(test)]
mod asks;
#[cfg(test)]
mod found;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod op;
#[cfg(test)]
mod ports;
#[cfg(test)]
mod published;
#[cfg(test)]
mod refused;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod table;
#[cfg(test)]
mod world;
