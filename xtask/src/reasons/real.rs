//! The distinct reasons of the real logs, and the key that their holder can make.
//!
//! In: the folder of real data. Out: each distinct reason once, with the half it falls in.
//! Never: writes one anywhere.

use super::Half;
use anyhow::{Context as _, Result, bail};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folders that are read.
const FOLDERS: &[&str] = &["okaloosa_audit", "portal_audits", "quoted_reasons"];

/// The columns that hold what somebody typed or picked.
const COLUMNS: &[&str] = &["reason", "Reason", "offenseType"];

/// What stands in the logs.
#[derive(Debug)]
pub(crate) struct Real {
    key: Vec<u8>,
    /// Each distinct reason that is not blank.
    pub(crate) reasons: BTreeMap<String, Seen>,
    /// How many rows were read, copies of a row included.
    pub(crate) rows: u32,
}

/// Where a reason was seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) rows: u32,
    /// Tuning, as soon as anybody of that half used it.
    pub(crate) half: Half,
}

/// Reads the logs.
///
/// # Errors
/// If a folder is missing, or a file cannot be read.
pub(crate) fn read(root: &Path) -> Result<Real> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        files.extend(tables(&root.join(folder))?);
    }
    let key = key(root, &files)?;
    let mut real = Real { key, reasons: BTreeMap::new(), rows: 0 };
    for file in &files {
        real.add(file)?;
    }
    Ok(real)
}

/// The tables of a folder, in the order of their names.
fn tables(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("the real logs lack the folder `{}`", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("`{}` holds no table", folder.display());
    }
    Ok(files)
}

/// SHA-256 over every file that is read: whoever has the logs has the key, and nobody else.
fn key(root: &Path, files: &[PathBuf]) -> Result<Vec<u8>> {
    let mut digest = Sha256::new();
    for file in files {
        let bytes = std::fs::read(file).with_context(|| format!("`{}`", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        digest.update(name.as_bytes());
        digest.update([0]);
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(&bytes);
    }
    Ok(digest.finalize().to_vec())
}

impl Real {
    /// The keyed hash of a text: the first sixteen bytes of HMAC-SHA-256, in hexadecimal digits.
    pub(crate) fn hash(&self, text: &str) -> Result<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).context("the key has no length")?;
        mac.update(text.as_bytes());
        let bytes = mac.finalize().into_bytes();
        Ok(bytes.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
    }

    /// The half of an agency, or of a reason that was quoted alone.
    fn half(&self, of: &str) -> Result<Half> {
        let first = self.hash(of)?;
        let is_even = first.starts_with(|c: char| "02468ace".contains(c));
        Ok(if is_even { Half::Tuning } else { Half::HeldOut })
    }

    fn add(&mut self, file: &Path) -> Result<()> {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_quoted = file.ends_with("quoted_reasons/reasons.csv");
        let slug = name.split("__").next().unwrap_or_default();
        let of_agency = self.half(&format!("agency:{slug}"))?;
        let mut table = csv::ReaderBuilder::new()
            .flexible(true)
            .from_path(file)
            .with_context(|| format!("`{name}`"))?;
        let header = table.byte_headers().with_context(|| format!("`{name}`"))?.clone();
        let is_reason = |cell: &[u8]| COLUMNS.iter().any(|column| cell == column.as_bytes());
        let columns: Vec<usize> =
            (0..header.len()).filter(|at| header.get(*at).is_some_and(is_reason)).collect();
        for row in table.byte_records() {
            let row = row.with_context(|| format!("`{name}`"))?;
            self.rows += 1;
            for column in &columns {
                let cell = String::from_utf8_lossy(row.get(*column).unwrap_or_default());
                if cell.trim().is_empty() {
                    continue;
                }
                let half = match is_quoted {
                    true => self.half(&format!("quoted:{cell}"))?,
                    false => of_agency,
                };
                let seen = self.reasons.entry(cell.into_owned()).or_insert(Seen { rows: 0, half });
                seen.rows += 1;
                seen.half = seen.half.min(half);
            }
        }
        Ok(())
    }
}
