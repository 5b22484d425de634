//! The public account: entries, proofs, and what can be checked of it.
//!
//! In: entries, hashes, checkpoints, and secrets that the caller drew. Out: tiles, signed
//! checkpoints, proofs, receipts, passes, and what is wrong where.
//! Never: opens a file or a socket, reads a clock, or draws a random number.

mod account;
mod base64;
mod checkpoint;
mod clear;
mod commitment;
mod content;
mod cosignature;
mod entry;
mod error;
mod hash;
mod key;
mod key_file;
mod ml_dsa;
mod opened;
mod opening;
mod pass;
mod proof;
mod receipt;
mod sequence;
mod shuffle;
mod tile;
mod tree;
mod witness;

pub use account::{Account, Figures, Files, Wrong, openings_file, shuffle_file};
pub use checkpoint::{Checkpoint, SignedCheckpoint};
pub use clear::{Clear, DELAY_DAYS_MAX, Erasure, FreezeCause, Settings};
pub use clear::{delay_days, paper_commitment};
pub use commitment::{Blinding, Secret, Told};
pub use content::{Between, Body, ClosedKind, Content, GroundTold, Review};
pub use cosignature::{Quorum, Seen, check_cosignature, cosign};
pub use entry::{Closed, Digest, Entry, EntryIndex, VERSION};
pub use error::Error;
pub use hash::{HASH_BYTES, Hash};
pub use key::{KeyKind, KeyList, NoteSignature, PublicKey, Signer, SigningKey};
pub use key_file::{KeyFile, KeyTerm};
pub use opened::{OpenedContent, OpenedDay, Place, lines, publish};
pub use opening::{AskersOpening, Left, Opening, Particulars, digest_of, ruling_digest};
pub use pass::{Held, NoPass, Pass};
pub use proof::{Proof, Proved};
pub use receipt::{Receipt, Trust};
pub use sequence::first_row;
pub use sequence::{Answer, Batch, Limits, Next, Outcome, Resuming, Row, Sequencer, Ticket};
pub use shuffle::{COMMITMENTS_MAX, Came, ROUNDS, Shuffle};
pub use tile::{ENTRY_BYTES_MAX, Holds, TILE_WIDTH, TREE_SIZE_MAX, TilePath};
pub use tile::{read_bundle, write_bundle};
pub use tree::{Frontier, Grown, TileSource, Tiles, check_consistency, check_inclusion};
pub use tree::{check_from, check_whole, needed_for_consistency, needed_for_inclusion};
pub use witness::{AddCheckpoint, Due, Heard, Kept, Latest, Met, Reply, hear, meet};
