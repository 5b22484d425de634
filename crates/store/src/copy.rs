//! Copies a ledger to a folder that any server of static files can serve.
//!
//! In: the folder of a ledger, and a checkpoint of it. Out: files, each there whole or not at all.
//! Never: shows a checkpoint before all it commits to is there; writes over a file that cannot
//! change.
//!
//! The ledger may grow meanwhile: what is copied is what the given checkpoint needs, and no more.
//! What stops half way leaves the old checkpoint with its own tiles, and the next run goes on.

use crate::check::continues;
use crate::danger::Faults;
use crate::folder::lock_file;
use crate::objects::{CHECKPOINT, beside, make_folder, sync_folder, write};
use crate::{Error, Published, private, public};
use ledger::{
    Clear, Digest, Entry, KeyFile, SignedCheckpoint, TilePath, check_whole, openings_file,
    shuffle_file,
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file of the ledger's keys with their terms.
pub const KEYS: &str = "keys.json";

/// The file of its first key alone.
const FIRST_KEY: &str = "verifier-key.txt";

/// How long to wait for another program that copies the same ledger.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many bytes are held at once: a shuffle may have gigabytes.
const CHUNK_BYTES: u64 = 1 << 20;

/// What a copy shows.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The checkpoint, with the signatures of witnesses where they signed.
    pub checkpoint: SignedCheckpoint,
    /// The keys.
    pub keys: KeyFile,
}

/// Copies what a checkpoint needs from the folder of a ledger to another folder, and then the
/// checkpoint. Says how many files it wrote; what was there already is compared.
///
/// # Errors
/// If a file cannot be read or written; if something that is there is not what the ledger has
/// ([`Error::Differs`]), or is another ledger's, or another history.
pub fn copy(folder: &Path, shown: &Shown, to: &Path) -> Result<u64, Error> {
    copy_with(folder, shown, to, &Faults::none())
}

/// See [`copy`].
pub(crate) fn copy_with(
    folder: &Path,
    shown: &Shown,
    to: &Path,
    faults: &Faults,
) -> Result<u64, Error> {
    let failed = |source| Error::Write { path: to.to_owned(), source };
    let to = std::path::absolute(to).map_err(failed)?;
    // Two that copy at once could show a smaller checkpoint after a larger one.
    let _turn = lock_file(&private(folder).join("copying"), PATIENCE)?;
    let source = Published::Folder(public(folder));
    let said = shown.checkpoint.checkpoint();
    if let Some(before) = shown_before(&source, said.origin(), &to)?
        && before.checkpoint().size() > said.size()
    {
        return Ok(0);
    }
    let mut copying =
        Copying { from: public(folder), to, faults, unsynced: BTreeSet::new(), written: 0 };
    check_outside(folder, &copying.to)?;
    make_folder(&copying.to, faults)?;
    // What was torn or changed on our own disk must not go out: it could not be called back.
    let mut named = Vec::new();
    check_whole(said.size(), said.root(), &source, |_, bytes| {
        named.extend(files_named_by(bytes));
        Ok(())
    })?;
    for path in TilePath::all(said.size()) {
        copying.take(&path.to_string(), None)?;
    }
    for (name, digest) in named {
        copying.take(&name, Some(digest))?;
    }
    copying.sync()?;
    copying.put(KEYS, &shown.keys.to_bytes()?)?;
    copying.put(FIRST_KEY, format!("{}\n", shown.keys.first()?).as_bytes())?;
    copying.put(CHECKPOINT, &shown.checkpoint.note())?;
    Ok(copying.written)
}

/// Refuses a folder inside that of the ledger: its own checkpoint is not to be written by this.
fn check_outside(folder: &Path, to: &Path) -> Result<(), Error> {
    let whole = |path: &Path| {
        let failed = |source| Error::Read { path: path.to_owned(), source };
        path.canonicalize().map_err(failed)
    };
    let there = to.ancestors().find(|path| path.exists()).unwrap_or(to);
    if whole(there)?.starts_with(whole(folder)?) {
        let why = "it is inside the folder of the ledger itself; give another".to_owned();
        return Err(Error::Facts { path: to.to_owned(), why });
    }
    Ok(())
}

/// The checkpoint that the folder shows already. It must be one of this ledger's, from before.
fn shown_before(
    source: &Published,
    origin: &str,
    to: &Path,
) -> Result<Option<SignedCheckpoint>, Error> {
    let target = Published::Folder(to.to_owned());
    let Some(bytes) = target.file(CHECKPOINT)? else { return Ok(None) };
    let before = SignedCheckpoint::read(&bytes)?;
    if before.checkpoint().origin() != origin {
        return Err(Error::Differs { path: to.join(CHECKPOINT) });
    }
    continues(source, &source.checkpoint()?, &before)?;
    Ok(Some(before))
}

/// The files that an entry names, each with its digest.
fn files_named_by(entry: &[u8]) -> Vec<(String, Digest)> {
    match Entry::read(entry) {
        Ok(Entry::Clear(Clear::Opened { of, shuffle, openings, .. })) => {
            vec![(shuffle_file(of), shuffle), (openings_file(of, openings), openings)]
        }
        // What is wrong with an entry, a check tells.
        Ok(Entry::Clear(_) | Entry::Closed(_)) | Err(_) => Vec::new(),
    }
}

/// A copy under way.
struct Copying<'a> {
    from: PathBuf,
    to: PathBuf,
    faults: &'a Faults,
    /// Folders with new files, not yet brought to the disk.
    unsynced: BTreeSet<PathBuf>,
    written: u64,
}

impl Copying<'_> {
    /// Copies a file that never changes; one that is there already is compared.
    fn take(&mut self, name: &str, digest: Option<Digest>) -> Result<(), Error> {
        let (from, to) = (self.from.join(name), self.to.join(name));
        let mut source = match File::open(&from) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Error::Missing { path: from });
            }
            Err(source) => return Err(Error::Read { path: from, source }),
        };
        match File::open(&to) {
            Ok(mut there) => {
                let found = compare((&from, &mut source), (&to, &mut there))?;
                check_entered(&from, found, digest)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.write((&from, &mut source), &to, digest)?;
                self.unsynced.extend(to.parent().map(Path::to_path_buf));
                self.written += 1;
                Ok(())
            }
            Err(source) => Err(Error::Read { path: to, source }),
        }
    }

    /// Writes a file beside its place and moves it there, if it is the one that was entered.
    fn write(
        &self,
        from: (&Path, &mut File),
        to: &Path,
        digest: Option<Digest>,
    ) -> Result<(), Error> {
        let failed = |source| Error::Write { path: to.to_owned(), source };
        make_folder(to.parent().unwrap_or(to), self.faults)?;
        let part = beside(to);
        let mut file = self.faults.pass(|| File::create(&part)).map_err(failed)?;
        let mut found = Sha256::new();
        loop {
            let bytes = chunk(from.0, from.1)?;
            if bytes.is_empty() {
                break;
            }
            found.update(&bytes);
            self.faults.write_all(&mut file, &bytes).map_err(failed)?;
        }
        check_entered(from.0, Digest(found.finalize().into()), digest)?;
        self.faults.pass(|| file.sync_data()).map_err(failed)?;
        self.faults.pass(|| std::fs::rename(&part, to)).map_err(failed)
    }

    /// Brings the folders of the new files to the disk.
    fn sync(&mut self) -> Result<(), Error> {
        let folders = std::mem::take(&mut self.unsynced);
        folders.iter().try_for_each(|folder| sync_folder(folder, self.faults))
    }

    /// Puts a file that may change in its place, durably; one that says the same is left.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.to.join(name);
        match std::fs::read(&path) {
            Ok(there) if there == bytes => return Ok(()),
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Error::Read { path, source: error });
            }
            Ok(_) | Err(_) => {}
        }
        write(&path, bytes, self.faults)?;
        self.written += 1;
        sync_folder(&self.to, self.faults)
    }
}

/// Refuses a file that is not the one an entry names.
fn check_entered(path: &Path, found: Digest, entered: Option<Digest>) -> Result<(), Error> {
    if entered.is_none_or(|entered| entered == found) {
        return Ok(());
    }
    let why = "it is not the file that was entered".to_owned();
    Err(Error::Facts { path: path.to_owned(), why })
}

/// Holds a file that is there against the one it should be, and gives the digest of both.
fn compare(from: (&Path, &mut File), to: (&Path, &mut File)) -> Result<Digest, Error> {
    let mut digest = Sha256::new();
    loop {
        let (wanted, there) = (chunk(from.0, from.1)?, chunk(to.0, to.1)?);
        if wanted != there {
            return Err(Error::Differs { path: to.0.to_owned() });
        }
        if wanted.is_empty() {
            return Ok(Digest(digest.finalize().into()));
        }
        digest.update(&wanted);
    }
}

/// The next bytes of a file; none at its end.
fn chunk(path: &Path, file: &mut File) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let read = file.take(CHUNK_BYTES).read_to_end(&mut bytes);
    read.map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok(bytes)
}
