//! Reading and writing files, and the law that was asked for.

use anyhow::{Context as _, Result, bail};
use law::{Law, StatuteFile};
use std::fs;
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The law shipped with this build, or that of a folder.
pub(crate) fn law(statutes: Option<&Path>) -> Result<Law> {
    let Some(folder) = statutes else {
        return Law::embedded().context("the law shipped with this build is broken");
    };
    let mut files = Vec::new();
    for path in files_below(folder)? {
        let text = fs::read_to_string(&path)
            .with_context(|| format!("cannot read `{}` as text", path.display()))?;
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|p| p.to_string_lossy()).collect();
        files.push(StatuteFile { path: parts.join("/"), text });
    }
    Law::read(files).with_context(|| format!("the law in `{}` cannot be used", folder.display()))
}

/// The bytes of a file; `-` is standard input.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))
}

/// Every file below a folder, hidden ones left out, in the order of their paths.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let shown = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(shown) {
        let entry = entry.map_err(io::Error::from)?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        } else if entry.file_type().is_symlink() {
            // Followed, it could lead anywhere; passed over, a pack could vanish without a word.
            bail!("`{}` is a link: give the file or folder itself", entry.path().display());
        }
    }
    Ok(files)
}

/// Writes a file whole or not at all: a run that breaks off leaves no half file behind.
pub(crate) fn write_whole(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let told = || format!("cannot write `{}`", path.display());
    if is_special(path) {
        // A pipe or a device (`/dev/stdout`) cannot be renamed onto.
        let mut out =
            BufWriter::new(fs::OpenOptions::new().write(true).open(path).with_context(told)?);
        fill(&mut out).and_then(|()| out.flush()).with_context(told)?;
        return Ok(());
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut out = BufWriter::new(fs::File::create(&part).with_context(told)?);
    let written = fill(&mut out).and_then(|()| out.flush());
    if let Err(error) = written {
        // The error that matters is the one we already have.
        let _ = fs::remove_file(&part);
        return Err(error).with_context(told);
    }
    fs::rename(&part, path).with_context(told)
}

/// Writes a file that only its owner may read: what is in it is not for everyone.
///
/// # Errors
/// If it cannot be written; what stood there before then still does.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let told = || format!("`{}`", path.display());
    if is_special(path) {
        return write_whole(path, |out| out.write_all(bytes));
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    // One that was left over could have been made for all to read.
    let _ = fs::remove_file(&part);
    let mut out = options.open(&part).with_context(told)?;
    out.write_all(bytes).with_context(told)?;
    fs::rename(&part, path).with_context(told)
}

fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}
