//! Reads what is packed, as far as it goes, and says where it breaks off.
//!
//! In: a reader of packed bytes, and one that unpacks them. Out: what was unpacked up to the first
//! fault, and then that fault, again and again.
//! Never: takes a disk that fails for a file that is torn: the one ends a run, the other a file.

use serde::{Serialize, Serializer};
use std::fmt;
use std::io::{self, BufRead as _, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a file was not read to its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Broken {
    /// A sheet of a workbook whose markup breaks off.
    Sheet,
    /// It unpacks to more than the bound.
    TooLarge,
    /// What is packed is torn, or its checksum is that of something else.
    Torn,
}

/// Where a file breaks off, and why.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct BrokenOff {
    /// The last row that was read of it, readable or not; 0 where there is none.
    pub after_row: u64,
    /// Why.
    pub why: Broken,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sheet => "the sheet breaks off here; its further rows could not be read",
            Self::TooLarge => {
                "it unpacks to more than is read of one file (64 GiB, of a workbook 4 GiB); its \
                 further rows were not read: unpack it first, if that is meant"
            }
            Self::Torn => {
                "what is packed is torn or damaged here; its further rows could not be read"
            }
        })
    }
}

impl std::error::Error for Broken {}

impl Serialize for Broken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Broken {
    /// As the error of a reader.
    pub(crate) fn error(self) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, self)
    }

    /// Whether an error says that a file breaks off; None for one of the disk.
    pub(crate) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

/// Whether the disk below has failed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failed(Arc<AtomicBool>);

impl Failed {
    pub(crate) fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn note<T>(&self, done: io::Result<T>) -> io::Result<T> {
        if done.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted) {
            self.0.store(true, Ordering::Relaxed);
        }
        done
    }
}

/// A reader of packed bytes that notes when it fails.
pub(crate) struct Disk<R> {
    reader: R,
    failed: Failed,
}

impl<R> Disk<R> {
    pub(crate) const fn new(reader: R, failed: Failed) -> Self {
        Self { reader, failed }
    }
}

impl<R: Read> Read for Disk<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.failed.note(self.reader.read(buffer))
    }
}

impl<R: Seek> Seek for Disk<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.failed.note(self.reader.seek(to))
    }
}

/// A reader of what is unpacked, no more than a bound of it.
///
/// What the unpacker has made of a piece before it meets damage in it is lost with the piece, so
/// the pieces are of one size, whoever reads: two runs lose the same.
pub(crate) struct Unpacked<R> {
    reader: BufReader<R>,
    left: u64,
    failed: Failed,
    broken: Option<Broken>,
}

impl<R: Read> Unpacked<R> {
    pub(crate) fn new(reader: R, bytes_max: u64, failed: Failed) -> Self {
        let reader = BufReader::with_capacity(PIECE_BYTES, reader);
        Self { reader, left: bytes_max, failed, broken: None }
    }

    fn break_off(&mut self, broken: Broken) -> io::Error {
        self.broken = Some(broken);
        broken.error()
    }
}

/// How much is unpacked at a time.
const PIECE_BYTES: usize = 8 * 1024;

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(broken) = self.broken {
            return Err(broken.error());
        }
        let bound = usize::try_from(self.left).unwrap_or(usize::MAX);
        let mut piece = match self.reader.fill_buf() {
            Ok([]) => return Ok(0),
            Ok(_) if bound == 0 => return Err(self.break_off(Broken::TooLarge)),
            Ok(piece) => piece.get(..bound).unwrap_or(piece),
            Err(error) if self.failed.is() || error.kind() == io::ErrorKind::Interrupted => {
                return Err(error);
            }
            Err(_) => return Err(self.break_off(Broken::Torn)),
        };
        let read = piece.read(buffer)?;
        self.reader.consume(read);
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_within_the_bound_is_read_whole_and_what_is_not_up_to_it() {
        let check = |bytes_max, expected: &str, broken: Option<Broken>| {
            let mut text = String::new();
            let mut reader = Unpacked::new(b"abcdef".as_slice(), bytes_max, Failed::default());
            let error = reader.read_to_string(&mut text).err();
            let mut bytes = Vec::new();
            let mut reader = Unpacked::new(b"abcdef".as_slice(), bytes_max, Failed::default());
            assert_eq!(reader.read_to_end(&mut bytes).is_err(), broken.is_some());
            assert_eq!(bytes, expected.as_bytes());
            assert_eq!(error.and_then(|error| Broken::of(&error)), broken);
        };
        check(7, "abcdef", None);
        check(6, "abcdef", None);
        check(5, "abcde", Some(Broken::TooLarge));
        check(0, "", Some(Broken::TooLarge));
    }

    #[test]
    fn a_disk_that_fails_is_no_torn_file() {
        struct Away;
        impl Read for Away {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk went away"))
            }
        }
        let failed = Failed::default();
        let mut reader = Unpacked::new(Disk::new(Away, failed.clone()), 9, failed);
        let error = reader.read(&mut [0]).unwrap_err();
        assert_eq!((Broken::of(&error), error.to_string().as_str()), (None, "the disk went away"));
        let mut reader = Unpacked::new(Away, 9, Failed::default());
        let error = reader.read(&mut [0]).unwrap_err();
        assert_eq!(Broken::of(&error), Some(Broken::Torn));
    }
}
