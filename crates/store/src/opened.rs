//! A ledger in a folder: beginning one, and opening it.

use crate::book::{self, Book, Parts, Running};
use crate::config::{Config, Key};
use crate::copy::Shown;
use crate::danger::Faults;
use crate::folder::{
    self, lock, private, public, random, read_key, sync_folder_of, write_key_with,
};
use crate::objects::Objects;
use crate::sql::Sql;
use crate::witnesses::Witnesses;
use crate::{Error, Published};
use ledger::{
    Clear, Digest, EntryIndex, KeyKind, Receipt, SignedCheckpoint, SigningKey, Tiles, first_row,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use terms::{Day, Door, Party};
use tokio::task::JoinHandle;

/// How long to wait for another program that enters.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a ledger begins with.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// Its name.
    pub origin: String,
    /// Whose account it is.
    pub holder: Party,
    /// The digest of the law in force.
    pub law: Digest,
    /// The day.
    pub day: Day,
}

/// A ledger in a folder, opened to enter.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    config: Config,
    book: Book,
    task: JoinHandle<Result<(), Error>>,
    witnesses: Witnesses,
    faults: Faults,
}

impl Ledger {
    /// Begins a ledger in a folder that is empty or not there. Its first entries are its settings
    /// and its law. Nothing is left behind where it fails.
    ///
    /// # Errors
    /// If there is something in the folder, or it cannot be written.
    pub async fn begin(folder: &Path, beginning: Beginning) -> Result<Config, Error> {
        begin(folder, beginning, &Faults::none()).await
    }

    /// Opens the ledger of a folder, to enter: nobody else does while it is open.
    ///
    /// # Errors
    /// If there is none, it is open elsewhere, or what is there is not as it should be.
    pub async fn open(folder: &Path) -> Result<Self, Error> {
        open(folder, &Faults::none()).await
    }

    /// The book.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// Which ledger it is.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Where it stands.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What may be shown of it now: the published checkpoint as [`Self::cosigned`], and its keys.
    ///
    /// # Errors
    /// If witnesses are needed and too few sign.
    pub async fn shown(&self) -> Result<Shown, Error> {
        Ok(Shown { checkpoint: self.cosigned().await?, keys: self.config.key_file() })
    }

    /// The published checkpoint with the signatures of all witnesses that answer, not only of as
    /// many as are needed.
    ///
    /// # Errors
    /// If they are fewer than are needed.
    pub async fn cosigned(&self) -> Result<SignedCheckpoint, Error> {
        let signed = Published::Folder(public(&self.folder)).checkpoint()?;
        self.witnesses.cosign_by_all(signed, &self.book.objects).await
    }

    /// Ends: what was handed over is entered, and the lock is given up.
    ///
    /// # Errors
    /// If the book had stopped.
    pub async fn close(self) -> Result<(), Error> {
        let Self { book, task, .. } = self;
        let sql = book.sql.clone();
        drop(book);
        let ended = task.await.map_err(|e| Error::Stopped(e.to_string()))?;
        sql.close().await;
        ended
    }

    /// Signs with a new key from now on. The old key signs the entry that names the new one.
    ///
    /// # Errors
    /// If the key cannot be made, or the entry could not be entered; then the old key stays. Where
    /// it stops in between, the next [`Ledger::open`] ends what was begun.
    pub async fn rotate(self, day: Day) -> Result<Config, Error> {
        let (folder, faults) = (self.folder.clone(), self.faults.clone());
        let mut config = self.config.clone();
        let number = config.keys.len() + 1;
        let (key, _) = new_key(&folder, &config.origin, number, &faults)?;
        let mut next = config.settings();
        next.log_keys = vec![key.verifier.clone()];
        let entered = Clear::SettingsChanged { day, settings: next };
        let receipt = self.book.enter_last(entered).await?;
        self.close().await?;
        config.turn_to(key, &receipt);
        config.write_with(&folder, &faults)?;
        Ok(config)
    }
}

/// See [`Ledger::begin`].
pub(crate) async fn begin(
    folder: &Path,
    beginning: Beginning,
    faults: &Faults,
) -> Result<Config, Error> {
    let taken = std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        return Err(Error::Exists { path: folder.to_owned() });
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = folder.with_file_name(format!("{name}.beginning-{}", std::process::id()));
    let made = make(&beside, &beginning, faults).await;
    let failed = |source| Error::Write { path: folder.to_owned(), source };
    let moved = made.and_then(|config| {
        if folder.exists() {
            faults.pass(|| std::fs::remove_dir(folder)).map_err(failed)?;
        }
        faults.pass(|| std::fs::rename(&beside, folder)).map_err(failed)?;
        sync_folder_of(folder, faults)?;
        Ok(config)
    });
    if moved.is_err() && beside.exists() {
        // What was half made is of no use to anybody; what failed first is what is told.
        drop(std::fs::remove_dir_all(&beside));
    }
    moved
}

/// See [`Ledger::open`].
pub(crate) async fn open(folder: &Path, faults: &Faults) -> Result<Ledger, Error> {
    let ledger = open_as_is(folder, faults).await?;
    let number = ledger.config.keys.len() + 1;
    let left = folder.join(key_file(number));
    if !left.exists() {
        return Ok(ledger);
    }
    end_rotation(ledger, number, &left).await?;
    open_as_is(folder, faults).await
}

/// A key that the settings do not name was made by a change of keys that did not come to its end.
/// The ledger itself says whether the entry was made that names it.
async fn end_rotation(ledger: Ledger, number: usize, left: &Path) -> Result<(), Error> {
    let verifier = match read_key(left, KeyKind::Ledger) {
        Ok(key) => key.public().to_string(),
        // Torn: it was never entered.
        Err(Error::Ledger(_)) => String::new(),
        Err(other) => return Err(other),
    };
    let named = ledger.settings_entered(ledger.published_size()?)?;
    let entered = named.filter(|(_, settings)| settings.log_keys.contains(&verifier));
    // While the lock is held: what is published is still signed by the old key.
    let receipt = match entered {
        Some((index, _)) => Some(named_by(&ledger.folder, index)?),
        None => None,
    };
    let (folder, faults) = (ledger.folder.clone(), ledger.faults.clone());
    let mut config = ledger.config.clone();
    ledger.close().await?;
    let Some(receipt) = receipt else {
        let failed = |source| Error::Write { path: left.to_owned(), source };
        return faults.pass(|| std::fs::remove_file(left)).map_err(failed);
    };
    config.turn_to(new(verifier, number), &receipt);
    config.write_with(&folder, &faults)
}

/// The receipt of the entry that names a key, from what is published: no witness needs to have
/// signed for a key to be shown as the next one.
fn named_by(folder: &Path, index: EntryIndex) -> Result<Receipt, Error> {
    let published = Published::Folder(public(folder));
    let signed = published.checkpoint()?;
    let (size, root) = (signed.checkpoint().size(), signed.checkpoint().root());
    let tiles = Tiles::new(size, root, &published)?;
    let (hashes, _) = tiles.prove_inclusion(index.0)?;
    Ok(Receipt::new(index, tiles.entry(index.0)?, hashes, signed))
}

async fn open_as_is(folder: &Path, faults: &Faults) -> Result<Ledger, Error> {
    let config = Config::read(folder)?;
    let objects = Objects::new(public(folder), faults.clone());
    let lock = lock(folder, PATIENCE)?;
    let database = folder::database(folder);
    if !database.exists() {
        return Err(Error::Missing { path: database });
    }
    let sql = Sql::open(&database, false, faults.clone()).await?;
    let signer = signing_key(folder, &config)?;
    let trust = config.trust()?;
    let witnesses = Witnesses::new(trust.quorum.clone(), config.witness_urls.clone());
    let parts = Parts { sql, objects, signer, trust, witnesses: witnesses.clone(), lock };
    let Running { book, task } = book::run(parts).await?;
    let (folder, faults) = (folder.to_owned(), faults.clone());
    Ok(Ledger { folder, config, book, task, witnesses, faults })
}

/// The key that signs now.
fn signing_key(folder: &Path, config: &Config) -> Result<SigningKey, Error> {
    let signing = config.keys.iter().rev().find(|key| key.until.is_none());
    let file = signing.and_then(|key| key.file.clone());
    let why = || "no key of it signs now".to_owned();
    let path = folder.join(crate::config::FILE);
    let file = file.ok_or_else(|| Error::Facts { path, why: why() })?;
    read_key(&folder.join(file), KeyKind::Ledger)
}

/// Makes a key and writes its file.
fn new_key(
    folder: &Path,
    origin: &str,
    number: usize,
    faults: &Faults,
) -> Result<(Key, SigningKey), Error> {
    let signing = SigningKey::of_secret(origin, KeyKind::Ledger, random()?)?;
    let file = key_file(number);
    write_key_with(&folder.join(&file), &signing, faults)?;
    let verifier = signing.public().to_string();
    Ok((new(verifier, number), signing))
}

/// A key whose term is not known yet.
fn new(verifier: String, number: usize) -> Key {
    let file = Some(key_file(number));
    Key { verifier, file, since: 0, until: None, named_by: None }
}

fn key_file(number: usize) -> PathBuf {
    PathBuf::from(format!("private/log-{number}.key"))
}

async fn make(folder: &Path, beginning: &Beginning, faults: &Faults) -> Result<Config, Error> {
    let failed = |source| Error::Write { path: folder.to_owned(), source };
    for part in [public(folder), private(folder)] {
        faults.pass(|| std::fs::create_dir_all(part)).map_err(failed)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let owner = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(private(folder), owner).map_err(failed)?;
    }
    let (key, signing) = new_key(folder, &beginning.origin, 1, faults)?;
    let config = Config {
        origin: beginning.origin.clone(),
        witnesses_needed: 0,
        witnesses: Vec::new(),
        witness_urls: Vec::new(),
        delays_days: BTreeMap::new(),
        doors: vec![Door::Query],
        holder: beginning.holder.clone(),
        keys: vec![key],
    };
    config.write_with(folder, faults)?;
    let sql = Sql::open(&folder::database(folder), true, faults.clone()).await?;
    let row = first_row(&config.trust()?.keys, crate::seconds_now(), &[&signing])?;
    sql.begin(&row, beginning.day).await?;
    sql.close().await;
    let ledger = open_as_is(folder, faults).await?;
    let day = beginning.day;
    ledger.book.enter_clear(Clear::SettingsChanged { day, settings: config.settings() }).await?;
    ledger.book.enter_clear(Clear::LawChanged { day, law: beginning.law }).await?;
    ledger.close().await?;
    Ok(config)
}
