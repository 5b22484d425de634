//! A published ledger, read from a folder or over HTTP. Nothing in it is believed.

use crate::Error;
use crate::objects::CHECKPOINT;
use ledger::{SignedCheckpoint, TilePath, TileSource};
use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The most bytes of one file: a shuffle of a million commitments has 2.4 GB; what is larger is no
/// file of a ledger.
const FILE_BYTES_MAX: u64 = 3 << 30;

/// How long a server may take for one file.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where a published ledger is.
#[derive(Clone)]
pub enum Published {
    /// In a folder.
    Folder(PathBuf),
    /// Below a URL, `http` or `https`.
    Url {
        /// The URL, without a slash at its end.
        base: String,
        /// What asks.
        agent: ureq::Agent,
    },
    /// Elsewhere, with a checkpoint that was read before.
    Seen {
        /// The bytes of the checkpoint.
        checkpoint: Vec<u8>,
        /// Where all else is.
        rest: Box<Published>,
    },
}

impl Published {
    /// The ledger at a folder or URL.
    #[must_use]
    pub fn at(place: &str) -> Self {
        if place.starts_with("http://") || place.starts_with("https://") {
            let settings = ureq::Agent::config_builder()
                .timeout_global(Some(PATIENCE))
                .http_status_as_error(false)
                .build();
            let base = place.trim_end_matches('/').to_owned();
            return Self::Url { base, agent: settings.into() };
        }
        Self::Folder(PathBuf::from(place))
    }

    /// The checkpoint that it shows now.
    ///
    /// # Errors
    /// If it is missing, cannot be read, or is no checkpoint.
    pub fn checkpoint(&self) -> Result<SignedCheckpoint, Error> {
        let bytes = self.file(CHECKPOINT)?;
        let bytes = bytes.ok_or_else(|| Error::NoCheckpoint { place: self.to_string() })?;
        Ok(SignedCheckpoint::read(&bytes)?)
    }

    /// The same with the checkpoint that it shows now, whatever it shows later; and that
    /// checkpoint.
    ///
    /// # Errors
    /// As [`Self::checkpoint`].
    pub fn seen(&self) -> Result<(Self, SignedCheckpoint), Error> {
        let shown = self.checkpoint()?;
        let rest = Box::new(self.clone());
        Ok((Self::Seen { checkpoint: shown.note(), rest }, shown))
    }

    /// The bytes of a file, or nothing where there is none.
    ///
    /// # Errors
    /// If it cannot be read, or is larger than any file of a ledger.
    pub fn file(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match self {
            Self::Folder(folder) => file_in(folder, name),
            Self::Url { base, agent } => fetch(agent, &format!("{base}/{name}")),
            Self::Seen { checkpoint, .. } if name == CHECKPOINT => Ok(Some(checkpoint.clone())),
            Self::Seen { rest, .. } => rest.file(name),
        }
    }
}

fn file_in(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, Error> {
    let path = folder.join(name);
    let failed = |source| Error::Read { path: path.clone(), source };
    let file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    file.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(Error::TooLarge { place: path.display().to_string() });
    }
    Ok(Some(bytes))
}

fn fetch(agent: &ureq::Agent, url: &str) -> Result<Option<Vec<u8>>, Error> {
    let failed = |why: String| Error::Fetch { url: url.to_owned(), why };
    let mut response = agent.get(url).call().map_err(|e| failed(e.to_string()))?;
    match response.status().as_u16() {
        200 => {}
        404 | 410 => return Ok(None),
        status => return Err(failed(format!("the server answered {status}"))),
    }
    let body = response.body_mut().with_config().limit(FILE_BYTES_MAX).read_to_vec();
    body.map(Some).map_err(|e| failed(e.to_string()))
}

impl TileSource for Published {
    fn tile(&self, path: &TilePath) -> Result<Vec<u8>, ledger::Error> {
        let source = |error: Error| ledger::Error::Source(Box::new(error));
        if let Some(bytes) = self.file(&path.to_string()).map_err(source)? {
            return Ok(bytes);
        }
        // A store may throw a narrow tile away once the full one is there.
        let full = if path.is_full() {
            None
        } else {
            self.file(&path.full().to_string()).map_err(source)?
        };
        full.ok_or_else(|| ledger::Error::Missing { path: path.to_string() })
    }
}

impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Url { base, .. } => f.write_str(base),
            Self::Seen { rest, .. } => write!(f, "{rest}"),
        }
    }
}

impl fmt::Debug for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Published({self})")
    }
}
