//! Writes that fail, for tests: the n-th one, before, half way or after.
//!
//! What ships opens a ledger with [`Faults::none`], which costs one comparison for each write. In
//! here is what a test needs to see what a ledger makes of a full disk or a crash between two
//! writes.

use crate::Error;
use crate::config::Config;
use crate::copy::Shown;
use crate::opened::{Beginning, Ledger};
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How a write fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fails {
    /// It is done, and told as failed.
    After,
    /// It is not done.
    Before,
    /// Half of its bytes are written; what has no bytes is not done.
    HalfWay,
}

/// How long writes fail.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lasts {
    /// Every later write fails too, as on a full disk.
    Forever,
    /// The next write comes through.
    Once,
}

/// Which writes fail. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct Faults(Option<Arc<Planned>>);

#[derive(Debug)]
struct Planned {
    at: u64,
    fails: Fails,
    lasts: Lasts,
    os_error: i32,
    passed: AtomicU64,
}

impl Faults {
    /// No write fails.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// The write number `at`, from 1, fails with an error of the operating system, as 28 for a full
    /// disk.
    #[must_use]
    pub fn at(at: u64, fails: Fails, lasts: Lasts, os_error: i32) -> Self {
        let passed = AtomicU64::new(0);
        Self(Some(Arc::new(Planned { at, fails, lasts, os_error, passed })))
    }

    /// Whether the write that should fail was reached.
    #[must_use]
    pub fn was_hit(&self) -> bool {
        self.0.as_ref().is_some_and(|plan| plan.passed.load(Ordering::Relaxed) >= plan.at)
    }

    /// Does a write, or fails it.
    pub(crate) fn pass<T>(&self, write: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let Some((fails, error)) = self.next() else { return write() };
        if fails == Fails::After {
            write()?;
        }
        Err(error)
    }

    /// Writes bytes to a file, or fails.
    pub(crate) fn write_all(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let Some((fails, error)) = self.next() else { return file.write_all(bytes) };
        let count = match fails {
            Fails::After => bytes.len(),
            Fails::Before => 0,
            Fails::HalfWay => bytes.len() / 2,
        };
        file.write_all(bytes.get(..count).unwrap_or(bytes))?;
        Err(error)
    }

    /// Does a step of the database, or fails it.
    pub(crate) async fn pass_sql<T>(
        &self,
        step: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, sqlx::Error> {
        let Some((fails, error)) = self.next() else { return step.await };
        if fails == Fails::After {
            step.await?;
        }
        Err(sqlx::Error::Io(error))
    }

    /// How the next write fails, or nothing.
    fn next(&self) -> Option<(Fails, io::Error)> {
        let plan = self.0.as_ref()?;
        let number = plan.passed.fetch_add(1, Ordering::Relaxed) + 1;
        let error = || io::Error::from_raw_os_error(plan.os_error);
        if number == plan.at {
            Some((plan.fails, error()))
        } else if number > plan.at && plan.lasts == Lasts::Forever {
            Some((Fails::Before, error()))
        } else {
            None
        }
    }
}

/// [`Ledger::begin`], with writes that fail.
///
/// # Errors
/// As [`Ledger::begin`].
pub async fn begin(folder: &Path, beginning: Beginning, faults: &Faults) -> Result<Config, Error> {
    crate::opened::begin(folder, beginning, faults).await
}

/// [`Ledger::open`], with writes that fail.
///
/// # Errors
/// As [`Ledger::open`].
pub async fn open(folder: &Path, faults: &Faults) -> Result<Ledger, Error> {
    crate::opened::open(folder, faults).await
}

/// [`crate::copy`], with writes that fail.
///
/// # Errors
/// As [`crate::copy`].
pub fn copy(folder: &Path, shown: &Shown, to: &Path, faults: &Faults) -> Result<u64, Error> {
    crate::copy::copy_with(folder, shown, to, faults)
}
