//! What a witness keeps: a file for each ledger, with what it cosigned last.

use crate::Error;
use crate::danger::Faults;
use crate::folder::replace;
use ledger::{Hash, Latest};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The state of a witness, in a folder that no other witness uses.
#[derive(Debug)]
pub struct Witnessed {
    folder: PathBuf,
    /// One at a time compares and swaps.
    turn: Mutex<()>,
    /// Nobody else uses the folder while this is held.
    _lock: File,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct KeptFile {
    origin: String,
    size: u64,
    root: String,
    at: u64,
    checkpoint: String,
}

impl Witnessed {
    /// Opens the folder, and makes it where there is none.
    ///
    /// # Errors
    /// If it cannot be made, or another witness uses it.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Write { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(failed)?;
        let path = folder.join("lock");
        let lock = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(failed)?;
        lock.try_lock().map_err(|_| Error::Busy { path })?;
        Ok(Self { folder: folder.to_owned(), turn: Mutex::new(()), _lock: lock })
    }

    /// What was cosigned last for a ledger.
    ///
    /// # Errors
    /// If the file cannot be read, or is of another ledger.
    pub fn latest(&self, origin: &str) -> Result<Option<Latest>, Error> {
        let Some(kept) = self.read(&hash_of(origin))? else { return Ok(None) };
        if kept.origin != origin {
            return Err(self.wrong(origin, "it is of another ledger"));
        }
        Ok(Some(Latest { size: kept.size, root: Hash::read(&kept.root)?, at: kept.at }))
    }

    /// Keeps `new` where `old` is still the latest. False where it is not.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn swap(
        &self,
        origin: &str,
        old: Option<&Latest>,
        new: &Latest,
        checkpoint: &[u8],
    ) -> Result<bool, Error> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.latest(origin)?.as_ref() != old {
            return Ok(false);
        }
        let kept = KeptFile {
            origin: origin.to_owned(),
            size: new.size,
            root: new.root.to_string(),
            at: new.at,
            checkpoint: String::from_utf8_lossy(checkpoint).into_owned(),
        };
        let bytes = serde_json::to_vec(&kept).map_err(|e| self.wrong(origin, &e.to_string()))?;
        replace(&self.path(&hash_of(origin)), &bytes, &Faults::none())?;
        Ok(true)
    }

    /// The latest checkpoint of the ledger whose name has this hash.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn checkpoint(&self, origin_hash: &str) -> Result<Option<Vec<u8>>, Error> {
        // Only what is a hash becomes a name of a file.
        let is_hash = origin_hash.len() == 64
            && origin_hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let kept = if is_hash { self.read(origin_hash)? } else { None };
        Ok(kept.map(|kept| kept.checkpoint.into_bytes()))
    }

    fn read(&self, hash: &str) -> Result<Option<KeptFile>, Error> {
        let path = self.path(hash);
        match std::fs::read(&path) {
            Ok(bytes) => {
                let read = serde_json::from_slice(&bytes);
                read.map(Some).map_err(|e| self.wrong(hash, &e.to_string()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::Read { path, source }),
        }
    }

    fn path(&self, hash: &str) -> PathBuf {
        self.folder.join(format!("{hash}.json"))
    }

    fn wrong(&self, of: &str, why: &str) -> Error {
        Error::Facts { path: self.folder.join(of), why: why.to_owned() }
    }
}

/// The SHA-256 of a ledger's name, as the paths of a witness have it.
fn hash_of(origin: &str) -> String {
    ledger::Digest(Sha256::digest(origin).into()).to_string()
}
