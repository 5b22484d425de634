//! Tiles and bundles of C2SP: which there are, their paths, what they hold.
//!
//! In: sizes of trees, paths, entries. Out: paths, and the bytes of bundles.
//! Never: says that a tile is true; a reader of `tree` does, against a root.

use crate::{Error, HASH_BYTES};
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// How many hashes or entries a full tile holds.
pub const TILE_WIDTH: u64 = 256;

/// No tree is as large as this; above it the sums of tile coordinates could overflow.
///
/// 2^48 entries are 178 years at 50,000 a second.
pub const TREE_SIZE_MAX: u64 = 1 << 48;

/// The levels of tiles that a tree below [`TREE_SIZE_MAX`] can have: 256^6 = 2^48.
pub(crate) const LEVELS_MAX: u8 = 6;

/// How many bytes an entry may have: what the length before it in a bundle can say.
pub const ENTRY_BYTES_MAX: usize = 65_535;

/// What a tile holds.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Holds {
    /// The entries themselves: a bundle.
    Entries,
    /// Hashes of this level, where level 0 are hashes of entries.
    Hashes(u8),
}

/// Where a tile or bundle is: `tile/0/x001/x234/067.p/112`.
///
/// ```
/// # use ledger::{Holds, TilePath};
/// let path: TilePath = "tile/0/x001/x234/067.p/112".parse()?;
/// assert_eq!((path.holds(), path.index(), path.width()), (Holds::Hashes(0), 1_234_067, 112));
/// assert_eq!(path.to_string(), "tile/0/x001/x234/067.p/112");
/// # Ok::<(), ledger::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct TilePath {
    holds: Holds,
    index: u64,
    width: u16,
}

impl TilePath {
    /// The tile of a level at an index, as wide as a tree of this size makes it.
    ///
    /// Nothing where such a tree has no such tile.
    #[must_use]
    pub fn at(holds: Holds, index: u64, size: u64) -> Option<Self> {
        let level = match holds {
            Holds::Entries => 0,
            Holds::Hashes(level) if level < LEVELS_MAX => level,
            Holds::Hashes(_) => return None,
        };
        if size >= TREE_SIZE_MAX {
            return None;
        }
        let before = index.checked_mul(TILE_WIDTH)?;
        let width = (size >> (8 * u32::from(level))).checked_sub(before)?.min(TILE_WIDTH);
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        Some(Self { holds, index, width })
    }

    /// What it holds.
    #[must_use]
    pub const fn holds(&self) -> Holds {
        self.holds
    }

    /// Its place within the level.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds.
    #[must_use]
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Whether it can grow no more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        u64::from(self.width) == TILE_WIDTH
    }

    /// The index of the first entry below it.
    #[must_use]
    pub fn first_entry(&self) -> u64 {
        let level = if let Holds::Hashes(level) = self.holds { u32::from(level) } else { 0 };
        self.index.saturating_mul(TILE_WIDTH) << (8 * level)
    }

    /// The tiles and the bundle at the right edge of a tree of this size that are not full.
    #[must_use]
    pub fn partial(size: u64) -> Vec<Self> {
        let bundle = Self::at(Holds::Entries, size / TILE_WIDTH, size);
        let tiles = (0..LEVELS_MAX).filter_map(|level| {
            let index = (size >> (8 * u32::from(level))) / TILE_WIDTH;
            Self::at(Holds::Hashes(level), index, size)
        });
        bundle.into_iter().chain(tiles).collect()
    }

    /// Every tile and bundle of a tree of this size, bundles first, then level by level.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        let levels = (0..LEVELS_MAX).map(Holds::Hashes);
        std::iter::once(Holds::Entries)
            .chain(levels)
            .flat_map(move |holds| (0..).map_while(move |index| Self::at(holds, index, size)))
    }

    /// The same tile, full.
    #[must_use]
    pub const fn full(self) -> Self {
        Self { holds: self.holds, index: self.index, width: 256 }
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.holds {
            Holds::Entries => f.write_str("tile/entries/")?,
            Holds::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        // Three digits each; 2^64 has twenty digits, so seven parts at most.
        let mut parts = [0_u64; 7];
        let mut rest = self.index;
        let mut count = 0;
        for part in &mut parts {
            *part = rest % 1000;
            rest /= 1000;
            count += 1;
            if rest == 0 {
                break;
            }
        }
        for (at, part) in parts.iter().enumerate().take(count).rev() {
            let (mark, after) = if at == 0 { ("", "") } else { ("x", "/") };
            write!(f, "{mark}{part:03}{after}")?;
        }
        if !self.is_full() {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for TilePath {
    type Err = Error;

    fn from_str(path: &str) -> Result<Self, Error> {
        let wrong = || Error::malformed("the path of a tile", "C2SP tlog-tiles has no such path");
        let rest = path.strip_prefix("tile/").ok_or_else(wrong)?;
        let (level, rest) = rest.split_once('/').ok_or_else(wrong)?;
        let holds = match level {
            "entries" => Holds::Entries,
            level => Holds::Hashes(level.parse().ok().filter(|l| *l < 64).ok_or_else(wrong)?),
        };
        let (index_text, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok().filter(|w| (1..256).contains(w))),
            None => (rest, Some(256)),
        };
        let mut index = 0_u64;
        for part in index_text.split('/') {
            let digits = part.strip_prefix('x').unwrap_or(part);
            let number: u64 = digits.parse().ok().filter(|n| *n < 1000).ok_or_else(wrong)?;
            index =
                index.checked_mul(1000).and_then(|n| n.checked_add(number)).ok_or_else(wrong)?;
        }
        let read = Self { holds, index, width: width.ok_or_else(wrong)? };
        // Leading zeroes, plus signs, a missing or a needless `x`: all of them have another text.
        if read.to_string() == path { Ok(read) } else { Err(wrong()) }
    }
}

/// Writes entries behind one another, each after its length.
///
/// # Errors
/// If an entry is empty, or longer than [`ENTRY_BYTES_MAX`].
pub fn write_bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, Error> {
    let mut bundle = Vec::new();
    for entry in entries {
        push_entry(&mut bundle, entry)?;
    }
    Ok(bundle)
}

/// Writes one entry at the end of a bundle.
pub(crate) fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), Error> {
    let length = u16::try_from(entry.len()).ok().filter(|length| *length > 0);
    let Some(length) = length else {
        let why = format!("it has {} bytes, and may have 1 to {ENTRY_BYTES_MAX}", entry.len());
        return Err(Error::malformed("the entry", why));
    };
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    Ok(())
}

/// Reads the entries of a bundle, exactly `width` of them.
///
/// # Errors
/// If there are more or fewer, if one is empty or cut off, or if bytes are left over.
pub fn read_bundle(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, Error> {
    let wrong = |why: String| Error::malformed("the bundle of entries", why);
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bundle;
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let Some((entry, after)) = after.split_at_checked(length) else {
            return Err(wrong(format!("entry {} of it is cut off", entries.len())));
        };
        if entry.is_empty() {
            return Err(wrong(format!("entry {} of it is empty", entries.len())));
        }
        if entries.len() == usize::from(width) {
            return Err(wrong(format!("it holds more than {width} entries")));
        }
        entries.push(entry);
        rest = after;
    }
    if !rest.is_empty() {
        return Err(wrong("a byte is left over".to_owned()));
    }
    if entries.len() != usize::from(width) {
        return Err(wrong(format!("it holds {} entries and not {width}", entries.len())));
    }
    Ok(entries)
}

/// How many bytes a tile of hashes has.
pub(crate) fn tile_bytes(path: &TilePath) -> usize {
    usize::from(path.width()).saturating_mul(HASH_BYTES)
}

/// The path of a file as text, written at once.
impl From<TilePath> for String {
    fn from(path: TilePath) -> Self {
        let mut text = Self::with_capacity(32);
        // Writing to a string cannot fail.
        let _ = write!(text, "{path}");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Holds, TilePath, read_bundle, write_bundle};
    use proptest::prelude::*;

    #[test]
    fn the_tiles_of_the_examples_in_the_specification() {
        let of = |size| TilePath::all(size).collect::<Vec<_>>();
        let count = |size, holds, full| {
            of(size).iter().filter(|p| p.holds() == holds && p.is_full() == full).count()
        };
        assert_eq!(count(70_000, Holds::Hashes(0), true), 273);
        assert_eq!(count(70_000, Holds::Hashes(1), true), 1);
        let partial: Vec<_> = TilePath::partial(70_000).iter().map(ToString::to_string).collect();
        let expected = ["tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17"];
        assert_eq!(partial[..3], expected);
        assert_eq!(partial[3..], ["tile/2/000.p/1"]);
        let all: Vec<_> = of(256).iter().map(ToString::to_string).collect();
        assert_eq!(all, ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]);
        assert_eq!(of(0), []);
        assert_eq!(TilePath::at(Holds::Hashes(0), 0, 1 << 48), None);
    }

    #[test]
    fn a_path_has_one_text() {
        for path in [
            "tile/0/000",
            "tile/63/999.p/255",
            "tile/entries/x001/000",
            "tile/0/x018/x446/x744/x073/x709/x551/615.p/1",
        ] {
            assert_eq!(path.parse::<TilePath>().unwrap().to_string(), path);
            assert_eq!(String::from(path.parse::<TilePath>().unwrap()), path);
        }
        for path in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/64/000",
            "tile/00/000",
            "tile/+0/000",
            "tile/0/00",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/x000",
            "tile/0/001/002",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/1/",
            "tile/0/000.p/1.p/1",
            "tile/data/000",
            "tile/8/0/000",
            "/tile/0/000",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/../000",
        ] {
            assert!(path.parse::<TilePath>().is_err(), "{path}");
        }
    }

    #[test]
    fn a_bundle_is_strict() {
        let bundle = write_bundle([&b"a"[..], b"bcd"]).unwrap();
        assert_eq!(bundle, b"\0\x01a\0\x03bcd");
        assert_eq!(read_bundle(&bundle, 2).unwrap(), [&b"a"[..], b"bcd"]);
        for (bytes, width) in [
            (&bundle[..], 1),
            (&bundle[..], 3),
            (&bundle[..bundle.len() - 1], 2),
            (b"\0", 0),
            (b"\0\0", 1),
            (b"\0\x01a\0", 1),
        ] {
            assert!(read_bundle(bytes, width).is_err(), "{bytes:?} {width}");
        }
        assert!(write_bundle([&b""[..]]).is_err());
        assert!(write_bundle([&[0; 65_536][..]]).is_err());
        assert_eq!(
            read_bundle(&write_bundle([&[7; 65_535][..]]).unwrap(), 1).unwrap()[0].len(),
            65_535
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(entries in prop::collection::vec(
            prop::collection::vec(any::<u8>(), 1..40), 0..256)) {
            let bundle = write_bundle(entries.iter().map(Vec::as_slice)).unwrap();
            let width = u16::try_from(entries.len()).unwrap();
            prop_assert_eq!(read_bundle(&bundle, width).unwrap(), entries);
        }

        #[test]
        fn any_path_is_read_as_itself(
            level in 0_u8..6, index in 0_u64..1 << 40, more in 1_u64..600,
        ) {
            let size = (index * 256 + more).checked_mul(1 << (8 * level)).filter(|s| *s < 1 << 48);
            if let Some(path) = size.and_then(|s| TilePath::at(Holds::Hashes(level), index, s)) {
                prop_assert_eq!(path.to_string().parse::<TilePath>().unwrap(), path);
                prop_assert_eq!(u64::from(path.width()), more.min(256));
            }
        }

        #[test]
        fn no_text_makes_the_reader_fall(text in "[tile0-9x/.p+-]{0,40}") {
            let _ = text.parse::<TilePath>();
        }
    }
}
