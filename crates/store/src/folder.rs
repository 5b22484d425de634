//! Where things stand in the folder of a ledger, and who may read them.
//!
//! ```text
//! ledger.toml            which ledger it is
//! public/                checkpoint, tile/…, opened/…: what anyone may read
//! private/book.sqlite    the head, and the openings
//! private/*.key          keys that sign: readable by their owner alone
//! private/lock           held by the one program that enters
//! private/copying        held by one that copies what is published
//! ```

use crate::Error;
use crate::danger::Faults;
use ledger::{KeyKind, SigningKey};
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What anyone may read.
#[must_use]
pub fn public(folder: &Path) -> PathBuf {
    folder.join("public")
}

/// What only the holder may.
#[must_use]
pub fn private(folder: &Path) -> PathBuf {
    folder.join("private")
}

/// The database.
#[must_use]
pub(crate) fn database(folder: &Path) -> PathBuf {
    private(folder).join("book.sqlite")
}

/// Takes the lock of a folder, waiting a while for another program to end.
pub(crate) fn lock(folder: &Path, patience: Duration) -> Result<File, Error> {
    lock_file(&private(folder).join("lock"), patience)
}

/// Takes a lock, waiting a while for whoever has it.
pub(crate) fn lock_file(path: &Path, patience: Duration) -> Result<File, Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(failed)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begun.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
    }
}

/// Writes a new private key file that only its owner may read. Never over another one.
///
/// # Errors
/// If there is a file already, or it cannot be written.
pub fn write_key(path: &Path, key: &SigningKey) -> Result<(), Error> {
    write_key_with(path, key, &Faults::none())
}

/// The same, with writes that may fail.
pub(crate) fn write_key_with(path: &Path, key: &SigningKey, faults: &Faults) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = faults.pass(|| options.open(path)).map_err(failed)?;
    let text = format!("{}\n", key.private_text());
    faults.write_all(&mut file, text.as_bytes()).map_err(failed)?;
    faults.pass(|| file.sync_all()).map_err(failed)?;
    // A key that a loss of power takes away could sign nothing more for its ledger.
    sync_folder_of(path, faults)
}

/// Brings the folder in which a path stands to the disk.
pub(crate) fn sync_folder_of(path: &Path, faults: &Faults) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new("."));
    let sync = || File::open(parent).and_then(|folder| folder.sync_all());
    faults.pass(sync).map_err(failed)
}

/// Reads a private key file; one that others may read is refused.
///
/// # Errors
/// If it cannot be read, is open to others, or is no key of a ledger.
pub fn read_key(path: &Path, kind: KeyKind) -> Result<SigningKey, Error> {
    read_key_of(path, |other| other == kind)
}

/// As [`read_key`], for keys of more kinds than one.
///
/// # Errors
/// As there.
pub fn read_key_of(path: &Path, is_right: impl Fn(KeyKind) -> bool) -> Result<SigningKey, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Error::KeyOpen { path: path.to_owned() });
        }
    }
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let key = SigningKey::read(text.trim_end())?;
    if is_right(key.public().kind()) {
        return Ok(key);
    }
    let why = "it is a key of another kind (a ledger's, a witness's)".to_owned();
    Err(Error::Facts { path: path.to_owned(), why })
}

/// Puts a file in the place of another, so that a stop leaves the one or the other whole.
pub(crate) fn replace(path: &Path, bytes: &[u8], faults: &Faults) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let beside = path.with_extension("part");
    let mut file = faults.pass(|| File::create(&beside)).map_err(failed)?;
    faults.write_all(&mut file, bytes).map_err(failed)?;
    faults.pass(|| file.sync_all()).map_err(failed)?;
    faults.pass(|| std::fs::rename(&beside, path)).map_err(failed)?;
    sync_folder_of(path, faults)
}

/// Seconds since 1970, by the machine's clock; 0 before.
#[must_use]
pub fn seconds_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// 32 random bytes of the machine.
///
/// # Errors
/// If it gives none.
pub fn random() -> Result<[u8; 32], Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::Random(e.to_string()))?;
    Ok(bytes)
}
