//! One row of a log, as small as it can be kept.
//!
//! A row is 48 bytes here whatever its text was, so that twelve million of them are 576 MB: kept in
//! memory up to a budget, and beyond it set down through a [`Scratch`] that the caller gives.
//!
//! INVARIANT(masked): no word of a log is in an event. Two cells are compared by sixteen bits of a
//! hash: enough to tell that they differ (but for one time in 65,535), and not enough to find out
//! what either said. One time in 65,535 a contradiction between copies is therefore not told. How
//! many searches there are does not rest on these bits, and where they pair rows of one key, the
//! rows paired have one ruling (`sift::says_the_same`).

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
    pub(crate) key: Key,
    /// Days that its time frame goes back; [`NO_WINDOW`] where not told. Where its day is not known
    /// ([`NO_DAY`]), on how many days beyond the first it can have been.
    pub(crate) window: u16,
    /// What its cells say beside counts, by [`word`], hashed; 0 for a column that is absent or a
    /// cell taken out, 1 for blank.
    pub(crate) words: [u16; WORDS],
    /// The file, by its place in the run.
    pub(crate) file: u32,
    /// The row of the file, from 1, the header not counted.
    pub(crate) row: u32,
    /// Who searched.
    pub(crate) asker: u32,
    /// What its reason was read as.
    pub(crate) reading: u32,
    /// Its day, in days since 1970, above what is known of it: see [`flag`].
    pub(crate) day_and_flags: u32,
    /// Networks searched; [`NOT_TOLD`] where not told.
    pub(crate) networks: u32,
    /// Cameras or devices searched; [`NOT_TOLD`] where not told. Where each row of a file says
    /// whose camera it was, that agency.
    pub(crate) devices: u32,
}

/// Eighty bits of a hash, as five numbers so that they take no more room: among a billion rows two
/// that differ are taken for copies of one with a chance below one in a million.
pub(crate) type Key = [u16; 5];

/// Words of an event.
pub(crate) const WORDS: usize = 4;

/// What the words of an event are about, by place.
pub(crate) mod word {
    pub(crate) const CASE_NUMBER: usize = 0;
    pub(crate) const MOMENT: usize = 1;
    pub(crate) const OFFENSE_TYPE: usize = 2;
    pub(crate) const REASON: usize = 3;
}

/// A count that is not told.
pub(crate) const NOT_TOLD: u32 = u32::MAX;

/// A time frame that is not told.
pub(crate) const NO_WINDOW: u16 = u16::MAX;

/// Set where a row gives a month, a year or a span of days and not its day. Days until the year
/// 9999 leave the bit free.
pub(crate) const NO_DAY: u32 = 1 << 31;

/// What is known of a row beside its numbers.
pub(crate) mod flag {
    /// It has an id of its own.
    pub(crate) const HAS_ID: u8 = 1;
    /// It gives a case number.
    pub(crate) const HAS_CASE: u8 = 2;
    /// The counted devices are the cameras that a portal counts.
    pub(crate) const COUNTS_CAMERAS: u8 = 4;
    /// Its file has reason, case number and kind of offence.
    pub(crate) const TELLS_ALL: u8 = 8;
    /// Its file counts devices.
    pub(crate) const COUNTS_DEVICES: u8 = 16;
    /// Its file counts networks.
    pub(crate) const COUNTS_NETWORKS: u8 = 32;
    /// Its file has a column for days.
    pub(crate) const HAS_DATE: u8 = 64;
    /// Its file has a column for moments or times of day.
    pub(crate) const HAS_TIME: u8 = 128;
}

/// Bytes of an event, here and set down.
pub(crate) const EVENT_BYTES: usize = 48;

const _: () = assert!(size_of::<Event>() == EVENT_BYTES);

impl Event {
    /// The part it belongs to.
    pub(crate) const fn part(&self) -> usize {
        let [.., last] = self.key;
        last as usize % PARTS
    }

    /// The key made of two hashes.
    pub(crate) const fn key([first, second]: [u64; 2]) -> Key {
        let [a, b, c, d] = [first, first >> 16, first >> 32, first >> 48];
        [a as u16, b as u16, c as u16, d as u16, second as u16]
    }

    /// Four fifths of the key in one number: those that do not say which part it belongs to.
    pub(crate) fn mixed(&self) -> u64 {
        let [a, b, c, d, _] = self.key.map(u64::from);
        a | b << 16 | c << 32 | d << 48
    }

    /// Day and flags in one number. Rows are of days from 2000 to 9999, which three bytes hold.
    pub(crate) const fn day_and_flags(day: i32, flags: u8) -> u32 {
        day.cast_unsigned() << 8 | flags as u32
    }

    /// Its day, in days since 1970; the first that it can have been, where it is not known.
    pub(crate) const fn day(&self) -> i32 {
        ((self.day_and_flags & !NO_DAY) >> 8).cast_signed()
    }

    /// On how many days beyond that one it can have been.
    pub(crate) const fn further_days(&self) -> u16 {
        if self.day_and_flags & NO_DAY == 0 { 0 } else { self.window }
    }

    /// The last day that it can have been.
    pub(crate) fn last_day(&self) -> i32 {
        self.day() + i32::from(self.further_days())
    }

    /// How many days its time frame goes back, where that is told.
    pub(crate) fn window_days(&self) -> Option<u16> {
        (self.day_and_flags & NO_DAY == 0 && self.window != NO_WINDOW).then_some(self.window)
    }

    /// Those of its flags that are asked for.
    pub(crate) const fn flags(&self, of: u8) -> u8 {
        self.day_and_flags as u8 & of
    }

    /// Whether it has a flag.
    pub(crate) const fn has(&self, flag: u8) -> bool {
        self.flags(flag) != 0
    }

    /// What its compared cells say, in the order of the compared columns; 0 for a column that is
    /// absent or a cell taken out, 1 for blank.
    pub(crate) fn cells(&self) -> [u16; COMPARED] {
        let [case_number, moment, offense_type, reason] = self.words;
        let when_has = |flag, says| if self.has(flag) { says } else { 0 };
        let number = |count| if count == NOT_TOLD { BLANK } else { sixteen(u64::from(count)) };
        [
            when_has(flag::COUNTS_CAMERAS, number(self.devices)),
            case_number,
            when_has(flag::COUNTS_DEVICES, number(self.devices)),
            when_has(flag::COUNTS_NETWORKS, number(self.networks)),
            offense_type,
            reason,
            when_has(flag::HAS_DATE, moment),
            when_has(flag::HAS_TIME, moment),
        ]
    }

    /// Puts its bytes behind others.
    pub(crate) fn put(&self, into: &mut Vec<u8>) {
        let mut bytes = [0u8; EVENT_BYTES];
        let (halves, words) = bytes.split_at_mut(2 * HALVES);
        let [a, b, c, d, e] = self.key;
        let [f, g, h, i] = self.words;
        let from = [a, b, c, d, e, self.window, f, g, h, i];
        for (slot, half) in halves.as_chunks_mut().0.iter_mut().zip(from) {
            *slot = half.to_le_bytes();
        }
        let Self { file, row, asker, reading, day_and_flags, networks, devices, .. } = *self;
        let from = [file, row, asker, reading, day_and_flags, networks, devices];
        for (slot, word) in words.as_chunks_mut().0.iter_mut().zip(from) {
            *slot = word.to_le_bytes();
        }
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
        let (halves, words) = bytes.split_at_checked(2 * HALVES)?;
        let halves: &[[u8; 2]; HALVES] = halves.as_chunks().0.try_into().ok()?;
        let [key @ .., window, f, g, h, i] = halves.map(u16::from_le_bytes);
        let words: &[[u8; 4]; 7] = words.as_chunks().0.try_into().ok()?;
        let [file, row, asker, reading, day_and_flags, networks, devices] =
            words.map(u32::from_le_bytes);
        Some(Self {
            key,
            window,
            words: [f, g, h, i],
            file,
            row,
            asker,
            reading,
            day_and_flags,
            networks,
            devices,
        })
    }
}

/// Numbers of two bytes in an event.
const HALVES: usize = 10;

/// Sixteen bits of a number, from 2 on: 0 and 1 say something else. The odd factor is that of
/// Fibonacci hashing: numbers that lie side by side come to lie apart.
pub(crate) fn sixteen(number: u64) -> u16 {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
    u16::try_from(mixed).unwrap_or(u16::MAX).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event() -> impl Strategy<Value = Event> {
        let numbers = (any::<Key>(), any::<[u32; 7]>(), any::<[u16; WORDS]>(), any::<u16>());
        numbers.prop_map(|(key, numbers, words, window)| {
            let [file, row, asker, reading, day_and_flags, networks, devices] = numbers;
            Event {
                key,
                window,
                words,
                file,
                row,
                asker,
                reading,
                day_and_flags,
                networks,
                devices,
            }
        })
    }

    #[test]
    fn day_and_flags_are_kept_apart() {
        for (day, flags) in [(10_957, 0), (20_000, flag::HAS_ID), (2_932_896, u8::MAX)] {
            let numbers = Event { day_and_flags: Event::day_and_flags(day, flags), ..some() };
            assert_eq!((numbers.day(), numbers.flags(u8::MAX)), (day, flags));
            let day_and_flags = numbers.day_and_flags | NO_DAY;
            let open = Event { day_and_flags, window: 30, ..some() };
            assert_eq!((open.day(), open.flags(u8::MAX)), (day, flags));
            assert_eq!((open.further_days(), open.last_day()), (30, day + 30));
            assert_eq!((open.window_days(), numbers.further_days()), (None, 0));
        }
    }

    #[test]
    fn a_column_that_is_absent_says_nothing_and_a_blank_cell_does() {
        let flags = flag::COUNTS_DEVICES | flag::COUNTS_NETWORKS | flag::HAS_TIME;
        let event = Event { day_and_flags: Event::day_and_flags(0, flags), ..some() };
        let [cameras, _, devices, networks, _, _, date, time] = event.cells();
        assert_eq!((cameras, devices, date, time), (0, BLANK, 0, 7));
        assert_eq!(networks, sixteen(3));
    }

    fn some() -> Event {
        Event {
            key: [0; 5],
            window: NO_WINDOW,
            words: [0, 7, 0, 0],
            file: 0,
            row: 1,
            asker: 0,
            reading: 0,
            day_and_flags: 0,
            networks: 3,
            devices: NOT_TOLD,
        }
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
