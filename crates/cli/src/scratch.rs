//! Where a large run sets rows down: one nameless file that nobody else can open.
//!
//! The file has no name from the moment it exists, so a run that is killed leaves nothing behind.

use lookback::Scratch;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

/// One file for all parts, made when it is first written to.
#[derive(Debug, Default)]
pub(crate) struct ScratchFile {
    file: Option<File>,
    end: u64,
    /// Where each part's bytes lie: start and length.
    parts: Vec<Vec<(u64, u64)>>,
}

impl Scratch for ScratchFile {
    fn append(&mut self, part: usize, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(bytes)?;
        if self.parts.len() <= part {
            self.parts.resize(part + 1, Vec::new());
        }
        let length = bytes.len() as u64;
        if let Some(of_part) = self.parts.get_mut(part) {
            of_part.push((self.end, length));
        }
        self.end += length;
        Ok(())
    }

    fn read(&mut self, part: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        for (start, length) in self.parts.get(part).into_iter().flatten() {
            file.seek(SeekFrom::Start(*start))?;
            let read = file.take(*length).read_to_end(into)?;
            if read as u64 != *length {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_read_back_whole_and_in_order() {
        let mut scratch = ScratchFile::default();
        scratch.append(1, b"a").unwrap();
        scratch.append(0, b"bc").unwrap();
        scratch.append(1, b"d").unwrap();
        let mut into = Vec::new();
        scratch.read(1, &mut into).unwrap();
        scratch.read(7, &mut into).unwrap();
        assert_eq!(into, b"ad");
    }
}
