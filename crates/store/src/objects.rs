//! The public files of a ledger in a folder: each there whole, or not at all.
//!
//! A file is written beside its place, brought to the disk, and moved there; then its folder is
//! brought to the disk. (`object_store` 0.13, which HOUSE 2.4 names, does not sync a local folder:
//! docs/decisions/0013.)

use crate::Error;
use crate::danger::Faults;
use ledger::{Outcome, TilePath, TileSource};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file that is the published checkpoint.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// The public files.
#[derive(Clone, Debug)]
pub(crate) struct Objects {
    root: Arc<PathBuf>,
    faults: Faults,
}

impl Objects {
    pub(crate) fn new(root: PathBuf, faults: Faults) -> Self {
        Self { root: Arc::new(root), faults }
    }

    /// The bytes of a file, or nothing where there is none.
    pub(crate) async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = self.root.join(name);
        aside(move || match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(Error::Read { path, source }),
        })
        .await
    }

    /// Writes a file, durably.
    pub(crate) async fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
        let (path, faults) = (self.root.join(name), self.faults.clone());
        aside(move || {
            write(&path, &bytes, &faults)?;
            path.parent().map_or(Ok(()), |folder| sync_folder(folder, &faults))
        })
        .await
    }

    /// Writes tiles, several at once. They are the same bytes whenever they are written, so a torn
    /// attempt is mended by the next one.
    pub(crate) async fn put_tiles(&self, tiles: Vec<(TilePath, Vec<u8>)>) -> Result<(), Error> {
        let mut folders = BTreeSet::new();
        let mut writes = Vec::new();
        for (path, bytes) in tiles {
            let path = self.root.join(path.to_string());
            folders.extend(path.parent().map(Path::to_path_buf));
            let faults = self.faults.clone();
            writes.push(aside(move || write(&path, &bytes, &faults)));
        }
        futures_util::future::try_join_all(writes).await?;
        let faults = self.faults.clone();
        aside(move || folders.iter().try_for_each(|folder| sync_folder(folder, &faults))).await
    }

    /// The published checkpoint.
    pub(crate) async fn published(&self) -> Result<Option<Vec<u8>>, Error> {
        self.get(CHECKPOINT).await
    }

    /// Publishes a checkpoint in the place of the one that was seen last.
    pub(crate) async fn publish(
        &self,
        over: Option<&[u8]>,
        checkpoint: Vec<u8>,
    ) -> Result<Outcome, Error> {
        if self.published().await?.as_deref() != over {
            return Ok(Outcome::Refused);
        }
        self.put(CHECKPOINT, checkpoint).await?;
        Ok(Outcome::Done)
    }

    /// The tiles of these paths, as far as they are there.
    pub(crate) async fn tiles(&self, paths: &[TilePath]) -> Result<Had, Error> {
        let mut had = BTreeMap::new();
        for path in paths {
            for one in [*path, path.full()] {
                if let Some(bytes) = self.get(&one.to_string()).await? {
                    had.insert(one, bytes);
                    break;
                }
            }
        }
        Ok(Had(had))
    }
}

/// Tiles that were read before.
#[derive(Debug)]
pub(crate) struct Had(BTreeMap<TilePath, Vec<u8>>);

impl TileSource for Had {
    fn tile(&self, path: &TilePath) -> Result<Vec<u8>, ledger::Error> {
        self.0.tile(path)
    }
}

/// Does what waits for the disk where waiting holds nobody up.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Error::Stopped("a task ended before its time".to_owned()))?
}

pub(crate) fn write(path: &Path, bytes: &[u8], faults: &Faults) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let part = beside(path);
    let mut file = match faults.pass(|| File::create(&part)) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_folder(path.parent().unwrap_or(path), faults)?;
            faults.pass(|| File::create(&part)).map_err(failed)?
        }
        Err(error) => return Err(failed(error)),
    };
    faults.write_all(&mut file, bytes).map_err(failed)?;
    faults.pass(|| file.sync_data()).map_err(failed)?;
    faults.pass(|| std::fs::rename(&part, path)).map_err(failed)
}

/// Where a file is written before it is moved to its place: with its ending kept, so that `000.p/2`
/// and `000` do not meet.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.part"))
}

/// Makes a folder and brings each new one, and the one it stands in, to the disk.
pub(crate) fn make_folder(folder: &Path, faults: &Faults) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_folder(above, faults)?;
    }
    match faults.pass(|| std::fs::create_dir(folder)) {
        Ok(()) => folder.parent().map_or(Ok(()), |above| sync_folder(above, faults)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(Error::Write { path: folder.to_owned(), source }),
    }
}

pub(crate) fn sync_folder(folder: &Path, faults: &Faults) -> Result<(), Error> {
    let failed = |source| Error::Write { path: folder.to_owned(), source };
    let sync = || File::open(folder).and_then(|folder| folder.sync_all());
    faults.pass(sync).map_err(failed)
}
