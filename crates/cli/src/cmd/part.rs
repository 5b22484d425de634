//! A file or folder that takes its name only when it is whole.

use anyhow::{Context as _, Result};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is being written. Dropped before it is whole, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct PartFile {
    out: BufWriter<File>,
    part: PathBuf,
    path: PathBuf,
    is_whole: bool,
}

impl PartFile {
    /// Begins a file.
    pub(crate) fn new(path: &Path) -> Result<Self> {
        let told = || format!("cannot write `{}`", path.display());
        // A pipe or a device (`/dev/stdout`) cannot be renamed onto.
        let is_special = fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
        let (file, part) = if is_special {
            (fs::OpenOptions::new().write(true).open(path).with_context(told)?, path.to_owned())
        } else {
            let part = with_ending(path, ".part");
            (File::create(&part).with_context(told)?, part)
        };
        let out = BufWriter::new(file);
        Ok(Self { out, part, path: path.to_owned(), is_whole: is_special })
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> Result<()> {
        let told = || format!("cannot write `{}`", self.path.display());
        self.out.flush().with_context(told)?;
        if self.part != self.path {
            fs::rename(&self.part, &self.path).with_context(told)?;
        }
        self.is_whole = true;
        Ok(())
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.is_whole {
            // The error that matters is the one that ended the writing.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// A folder that is being filled. Dropped before it is whole, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct PartFolder {
    part: PathBuf,
    path: PathBuf,
    is_whole: bool,
}

impl PartFolder {
    /// Begins a folder; refused where there is something at its place.
    pub(crate) fn new(path: &Path) -> Result<Self> {
        let told = || format!("cannot write `{}`", path.display());
        match fs::read_dir(path) {
            Ok(mut found) => {
                if found.next().is_some() {
                    let error = io::Error::from(io::ErrorKind::DirectoryNotEmpty);
                    return Err(error)
                        .with_context(|| format!("`{}` is for a new bundle", path.display()));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(told),
        }
        let part = with_ending(path, ".part");
        // Never into what somebody else has begun.
        fs::create_dir(&part).with_context(|| {
            format!("cannot begin `{}`: if a run broke off, take it away", part.display())
        })?;
        Ok(Self { part, path: path.to_owned(), is_whole: false })
    }

    /// The place of a file in it while it is being filled.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.part.join(name)
    }

    /// Gives the folder its name.
    pub(crate) fn finish(mut self) -> Result<()> {
        let told = || format!("cannot write `{}`", self.path.display());
        if self.path.is_dir() {
            // It was empty when this began; if it no longer is, this fails.
            fs::remove_dir(&self.path).with_context(told)?;
        }
        fs::rename(&self.part, &self.path).with_context(told)?;
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for PartFolder {
    fn drop(&mut self) {
        if !self.is_whole {
            // The folder is ours: it was not there before.
            let _ = fs::remove_dir_all(&self.part);
        }
    }
}

/// A path with more at its end; a slash there would put it inside.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.components().as_path().as_os_str().to_owned();
    name.push(ending);
    name.into()
}
