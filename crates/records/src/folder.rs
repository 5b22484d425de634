//! Record sets in folders: declarations in one, files in another.

use crate::Error;
use crate::answer::{Answer, fields_left};
use crate::declared::Declared;
use crate::file::each_row;
use gate::{PortError, RecordSets};
use ledger::{Held, Pass};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use terms::{Limit, Moment, Question, Records};

/// Declared record sets, and the folder that their files stand in.
#[derive(Clone, Debug)]
pub struct Folder {
    declared: Vec<Declared>,
    records: PathBuf,
}

impl Folder {
    /// Reads the declarations, `*.toml`, of one folder; the files are below `records`.
    ///
    /// # Errors
    /// If a declaration cannot be read, or two have one id.
    pub fn open(declarations: &Path, records: &Path) -> Result<Self, Error> {
        let read = |path: &Path, source| Error::Read { path: path.to_owned(), source };
        let entries = std::fs::read_dir(declarations).map_err(|e| read(declarations, e))?;
        let mut paths = Vec::new();
        for entry in entries {
            paths.push(entry.map_err(|e| read(declarations, e))?.path());
        }
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        paths.sort();
        let mut declared: Vec<Declared> = Vec::new();
        for path in paths {
            let text = std::fs::read_to_string(&path).map_err(|e| read(&path, e))?;
            let one = Declared::read(&path, &text)?;
            if declared.iter().any(|other| other.id == one.id) {
                let why = format!("another declaration has the id `{}`", one.id.0);
                return Err(Error::Declaration { path, why });
            }
            declared.push(one);
        }
        Ok(Self { declared, records: records.to_owned() })
    }

    /// The declarations.
    pub fn declared_sets(&self) -> impl Iterator<Item = &Declared> {
        self.declared.iter()
    }

    fn set(&self, question: &Question) -> Result<&Declared, Error> {
        let set = self.declared.iter().find(|declared| declared.id == question.record_set);
        set.ok_or_else(|| Error::NoSuchSet(question.record_set.0.clone()))
    }

    /// The answer, limits applied: its bytes and how many rows.
    fn find(&self, question: &Question, limits: &[Limit]) -> Result<(Vec<u8>, u64), Error> {
        let declared = self.set(question)?;
        declared.fits(question)?;
        let fields = fields_left(declared, question, limits)?;
        let path = self.records.join(&declared.file);
        let file = File::open(&path).map_err(|source| Error::Read { path, source })?;
        let mut answer = Answer::new(declared, question, fields);
        each_row(declared, BufReader::new(file), &mut |number, row| answer.take(number, row))?;
        Ok((answer.bytes, answer.rows))
    }
}

impl RecordSets for Folder {
    async fn declared(&self, question: &Question, now: Moment) -> Result<Records, PortError> {
        let declared = self.set(question)?;
        declared.fits(question)?;
        Ok(declared.known(question, now))
    }

    async fn answer(&self, pass: Pass, question: &Question, _: Moment) -> Result<Held, PortError> {
        let (bytes, rows) = self.find(question, pass.limits())?;
        Ok(pass.hold(bytes, rows))
    }
}

#[cfg(test)]
mod tests;
