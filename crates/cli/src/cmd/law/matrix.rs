//! `headworks law matrix`: what the provisions distinguish.

use crate::exit::Exit;
use crate::input;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use law::{Law, MATRIX_COMMAND, Matrix as Told};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Where the matrix of the whole law is checked in, beside the folder of packs.
const WHOLE: &str = "tests/output/law-matrix.txt";

/// Tell what the provisions distinguish: askers, doors, instruments, purposes → outcome
///
/// Without FOLDER the whole law is told, once for each kind of holder. `--write` makes every
/// `matrix.txt` of the folder of packs anew, and that of the whole law; `--check` says which of
/// them are no longer what the packs say.
#[derive(Debug, Args)]
pub(crate) struct Matrix {
    /// Tell one statute, by its folder below the packs, as `california/sb34`
    #[arg(long, value_name = "FOLDER")]
    statute: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Write the files that are checked in, from the packs in `statutes`
    #[arg(long, conflicts_with_all = ["statute", "json"])]
    write: bool,
    /// Compare the files that are checked in with the packs in `statutes`
    #[arg(long, conflicts_with_all = ["statute", "json", "write"])]
    check: bool,
    /// Use the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
}

impl Matrix {
    pub(crate) fn run(&self) -> Result<Exit> {
        if self.write || self.check {
            return self.files();
        }
        let law = input::law(self.statutes.as_deref())?;
        let told = match &self.statute {
            None => law.matrix_of_all(),
            Some(folder) => vec![one(&law, folder)?],
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.json {
            serde_json::to_writer_pretty(&mut out, &told).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            let text = match (&self.statute, told.as_slice()) {
                (Some(_), [one]) => one.text(),
                _ => Told::text_of_all(&told),
            };
            write!(out, "{text}")?;
        }
        out.flush()?;
        Ok(Exit::Done)
    }

    /// Writes or compares every file. The packs are those in the folder, not those shipped: the
    /// command that makes the files anew must see the change that made them stale.
    fn files(&self) -> Result<Exit> {
        let statutes = self.statutes.clone().unwrap_or_else(|| PathBuf::from("statutes"));
        let law = input::law(Some(&statutes))?;
        let mut files = Vec::new();
        for folder in law.folders() {
            files.push((statutes.join(folder).join("matrix.txt"), one(&law, folder)?.text()));
        }
        let whole = statutes.parent().unwrap_or(Path::new("")).join(WHOLE);
        files.push((whole, Told::text_of_all(&law.matrix_of_all())));
        let mut exit = Exit::Done;
        for (path, text) in files {
            if fs::read_to_string(&path).is_ok_and(|known| known == text) {
                continue;
            }
            if self.write {
                let folder = path.parent().unwrap_or(Path::new(""));
                fs::create_dir_all(folder)
                    .with_context(|| format!("cannot make `{}`", folder.display()))?;
                input::write_whole(&path, |out| out.write_all(text.as_bytes()))?;
                eprintln!("written: {}", path.display());
            } else {
                eprintln!("headworks: `{}` is not what the packs say", path.display());
                exit = Exit::CheckFailed;
            }
        }
        if exit == Exit::CheckFailed {
            eprintln!("hint: `{MATRIX_COMMAND}` makes them anew; then read the diff");
        }
        Ok(exit)
    }
}

fn one(law: &Law, folder: &str) -> Result<Told> {
    let Some(told) = law.matrix(folder) else {
        let known: Vec<_> = law.folders().map(|folder| format!("`{folder}`")).collect();
        bail!(io::Error::other(format!(
            "no statute has the folder `{folder}`: give one of {}",
            known.join(", ")
        )));
    };
    Ok(told)
}
