//! A line of two gigabytes, in a process of its own so that its memory can be told.

use lookback::{Lookback, Options, Why};
use std::io::{self, Read, Seek, SeekFrom};

const NAME: &str = "rio-claro-ca-pd__2026-04-29__search_audit.csv";
const HEADER: &str = "id,userId,searchDate,networkCount,reason\n";
const GOOD: &str = "g,***,2026-04-20T10:00:00Z,7,robbery\n";

/// The line: so many bytes of one letter, made as they are asked for.
struct Line {
    left: u64,
}

impl Read for Line {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        buffer.get_mut(..size).unwrap_or_default().fill(b'x');
        self.left -= size as u64;
        Ok(size)
    }
}

/// A reader that goes forward only.
struct Forward<R>(R);

impl<R: Read> Read for Forward<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl<R> Seek for Forward<R> {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Err(io::Error::from(io::ErrorKind::NotSeekable))
    }
}

/// The most memory that this process ever had, in KiB; None where the system does not tell it so.
#[expect(clippy::disallowed_methods, reason = "the test asks its own system; the room does not")]
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[test]
fn a_line_of_two_gigabytes_is_one_unreadable_row_and_takes_no_memory() {
    let law = law::Law::embedded().unwrap();
    let parties = parties::Parties::embedded().unwrap();
    let reasons = doors::reason::Reasons::embedded().unwrap();
    for quote in ["", "\""] {
        let mut run = Lookback::new(&law, &parties, &reasons, Options::default()).unwrap();
        let before = peak_kib();
        let line = quote.as_bytes().chain(Line { left: 2 << 30 });
        let file = HEADER.as_bytes().chain(line).chain(b"\n".chain(GOOD.as_bytes()));
        run.add_file(NAME, Forward(file), &mut ()).unwrap();
        if let (Some(before), Some(after)) = (before, peak_kib()) {
            let more = after - before;
            assert!(more < 32 * 1024, "{more} KiB more than before, for a line that is not kept");
        }
        let told = run.finish().unwrap().summary.files.remove(0);
        assert_eq!((told.rows_read, told.rows_unique), (2, 1));
        assert_eq!((told.unreadable[0].row, told.unreadable[0].why), (1, Why::TooLong));
    }
}
