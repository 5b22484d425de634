//! One row of a log, as small as it can be kept.
//!
//! A row is 64 bytes here whatever its text was, so that twelve million of them are 768 MB: kept in
//! memory up to a budget, and beyond it set down through a [`Scratch`] that the caller gives.
//!
//! INVARIANT(masked): no word of a log is in an event. Two cells are compared by sixteen bits of a
//! keyed hash: enough to tell that they differ (but for one time in 65,535), and not enough to find
//! out what either said.

use std::io;

/// Where events are set down when they are more than memory is to hold.
///
/// A run writes to each part any number of times, and reads each part once, at its end. What was
/// written holds no word of a log, but when and by whom searches were made: keep it from others'
/// eyes, and leave nothing of it behind.
pub trait Scratch: Send {
    /// Puts bytes behind those that a part has.
    ///
    /// # Errors
    /// If they cannot be written: the run then ends with an error and loses nothing else.
    fn append(&mut self, part: usize, bytes: &[u8]) -> io::Result<()>;

    /// Puts all bytes of a part behind those in `into`.
    ///
    /// # Errors
    /// If they cannot be read.
    fn read(&mut self, part: usize, into: &mut Vec<u8>) -> io::Result<()>;
}

/// No scratch: everything is kept in memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct InMemory;

impl Scratch for InMemory {
    fn append(&mut self, _part: usize, _bytes: &[u8]) -> io::Result<()> {
        Err(io::Error::other("this run has no place to set rows down"))
    }

    fn read(&mut self, _part: usize, _into: &mut Vec<u8>) -> io::Result<()> {
        Ok(())
    }
}

/// How many parts events are sorted into, by what they are known again by.
pub(crate) const PARTS: usize = 64;

/// Columns in which copies of a row are compared.
pub(crate) const COMPARED: usize = 8;

/// A compared cell with nothing in it. Below it: absent, or taken out.
pub(crate) const BLANK: u16 = 1;

/// One row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Event {
    /// What it is known again by: a hash of its id, or of when, by whom and on how many networks.
    pub(crate) key: [u64; 2],
    /// The file, by its place in the run.
    pub(crate) file: u32,
    /// The row of the file, from 1, the header not counted.
    pub(crate) row: u32,
    /// What its cells say, hashed; 0 for a column that is absent or a cell taken out, 1 for blank.
    pub(crate) cells: [u16; COMPARED],
    /// Who searched.
    pub(crate) asker: u32,
    /// What its reason was read as.
    pub(crate) reading: u32,
    /// Its day, in days since 1970.
    pub(crate) day: i32,
    /// Networks searched; [`NOT_TOLD`] where not told.
    pub(crate) networks: u32,
    /// Cameras or devices searched; [`NOT_TOLD`] where not told.
    pub(crate) devices: u32,
    /// Days that its time frame goes back; [`NO_WINDOW`] where not told.
    pub(crate) window: u16,
    /// See [`flag`].
    pub(crate) flags: u16,
}

/// A count that is not told.
pub(crate) const NOT_TOLD: u32 = u32::MAX;

/// A time frame that is not told.
pub(crate) const NO_WINDOW: u16 = u16::MAX;

/// What is known of a row beside its numbers.
pub(crate) mod flag {
    /// It has an id of its own.
    pub(crate) const HAS_ID: u16 = 1;
    /// It gives a case number.
    pub(crate) const HAS_CASE: u16 = 2;
    /// The counted devices are the cameras that a portal counts.
    pub(crate) const COUNTS_CAMERAS: u16 = 4;
    /// Its file has reason, case number and kind of offence.
    pub(crate) const TELLS_ALL: u16 = 8;
}

/// Bytes of an event that is set down.
pub(crate) const EVENT_BYTES: usize = 64;

impl Event {
    /// The part it belongs to.
    pub(crate) const fn part(&self) -> usize {
        (self.key[0] % PARTS as u64) as usize
    }

    /// Whether it has a flag.
    pub(crate) const fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Puts its bytes behind others.
    pub(crate) fn put(&self, into: &mut Vec<u8>) {
        let mut bytes = [0u8; EVENT_BYTES];
        let mut rest = bytes.as_mut_slice();
        let mut put = |from: &[u8]| {
            // The sizes below add up to EVENT_BYTES: 16 + 8 + 16 + 20 + 4.
            if let Some((head, tail)) = std::mem::take(&mut rest).split_at_mut_checked(from.len()) {
                head.copy_from_slice(from);
                rest = tail;
            }
        };
        let [high, low] = self.key;
        put(&high.to_le_bytes());
        put(&low.to_le_bytes());
        for word in [self.file, self.row, self.asker, self.reading, self.networks, self.devices] {
            put(&word.to_le_bytes());
        }
        put(&self.day.to_le_bytes());
        for cell in self.cells {
            put(&cell.to_le_bytes());
        }
        put(&self.window.to_le_bytes());
        put(&self.flags.to_le_bytes());
        into.extend_from_slice(&bytes);
    }

    /// Reads events that were set down; None where the bytes are not whole events.
    pub(crate) fn read_all(bytes: &[u8], into: &mut Vec<Self>) -> Option<()> {
        into.reserve(bytes.len() / EVENT_BYTES);
        let (events, rest) = bytes.as_chunks::<EVENT_BYTES>();
        for event in events {
            into.push(Self::read(event)?);
        }
        rest.is_empty().then_some(())
    }

    fn read(bytes: &[u8; EVENT_BYTES]) -> Option<Self> {
        let mut at = 0;
        let mut long = || {
            at += 8;
            Some(u64::from_le_bytes(*bytes.get(at - 8..at)?.first_chunk()?))
        };
        let key = [long()?, long()?];
        let word = |place: usize| {
            let at = 16 + 4 * place;
            Some(u32::from_le_bytes(*bytes.get(at..at + 4)?.first_chunk()?))
        };
        let half = |place: usize| {
            let at = 44 + 2 * place;
            Some(u16::from_le_bytes(*bytes.get(at..at + 2)?.first_chunk()?))
        };
        let mut cells = [0; COMPARED];
        for (place, cell) in cells.iter_mut().enumerate() {
            *cell = half(place)?;
        }
        Some(Self {
            key,
            file: word(0)?,
            row: word(1)?,
            asker: word(2)?,
            reading: word(3)?,
            networks: word(4)?,
            devices: word(5)?,
            day: word(6)?.cast_signed(),
            cells,
            window: half(COMPARED)?,
            flags: half(COMPARED + 1)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event() -> impl Strategy<Value = Event> {
        let numbers = (any::<[u64; 2]>(), any::<[u32; 6]>(), any::<i32>());
        (numbers, any::<[u16; COMPARED]>(), any::<[u16; 2]>()).prop_map(
            |(
                (key, [file, row, asker, reading, networks, devices], day),
                cells,
                [window, flags],
            )| {
                Event {
                    key,
                    file,
                    row,
                    cells,
                    asker,
                    reading,
                    day,
                    networks,
                    devices,
                    window,
                    flags,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_set_down_is_read_back(events in proptest::collection::vec(event(), 0..20)) {
            let mut bytes = Vec::new();
            for event in &events {
                event.put(&mut bytes);
            }
            prop_assert_eq!(bytes.len(), events.len() * EVENT_BYTES);
            let mut back = Vec::new();
            prop_assert!(Event::read_all(&bytes, &mut back).is_some());
            prop_assert_eq!(&back, &events);
            bytes.push(0);
            prop_assert!(Event::read_all(&bytes, &mut Vec::new()).is_none(), "a torn end is seen");
        }
    }
}
