//! A day's openings, as they are published: shuffled, and only those that are due.
//!
//! In: the closed entries of a day, their openings, a fresh seed. Out: the shuffle with its proof,
//! and the contents that may be shown, each at its place in the shuffled list. Never: says which
//! entry a content came from.
//!
//! Two files are published beside the tiles for each day: `opened/DAY.shuffle` (see
//! [`Shuffle::to_bytes`]) and, for each batch that comes due, `opened/DAY.N.jsonl`: one
//! [`OpenedContent`] a line, by place. The `Opened` entry holds the digests of both.

use crate::Error;
use crate::commitment::{Blinding, Told};
use crate::content::{Content, canonical, strict};
use crate::entry::{Digest, EntryIndex};
use crate::opening::Opening;
use crate::shuffle::{Came, Shuffle};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::num::NonZero;
use terms::Day;

/// One content that was opened, at its place in the shuffled list.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct OpenedContent {
    /// The place, from 0.
    pub place: u32,
    /// What it was blinded with.
    pub blinding: Digest,
    /// What it says.
    pub content: Content,
}

/// Where one place of a shuffled day came from: kept with the openings, never published.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Which of the day's closed entries, from 0.
    pub from: u32,
    /// What was added to its blinding.
    pub added: Digest,
}

/// A day that was shuffled.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OpenedDay<'a> {
    /// The ledger's name.
    pub origin: &'a str,
    /// The day.
    pub day: Day,
    /// Its first entry.
    pub first: EntryIndex,
    /// The entry after its last.
    pub end: EntryIndex,
}

impl OpenedDay<'_> {
    /// Shuffles the commitments of the day's closed entries, in their order.
    ///
    /// # Errors
    /// As [`Shuffle::make`].
    pub fn shuffle(
        &self,
        told: &[Told],
        seed: [u8; 32],
        threads: NonZero<usize>,
    ) -> Result<(Shuffle, Vec<Place>), Error> {
        let (shuffle, came) = Shuffle::make(told, &self.context(), seed, threads)?;
        let place = |came: &Came| Place {
            from: u32::try_from(came.from).unwrap_or(u32::MAX),
            added: Digest(came.added.to_bytes()),
        };
        Ok((shuffle, came.iter().map(place).collect()))
    }

    /// Checks that a shuffle is one of these commitments, made for this day of this ledger.
    ///
    /// # Errors
    /// If it is not.
    pub fn check(
        &self,
        shuffle: &Shuffle,
        told: &[Told],
        threads: NonZero<usize>,
    ) -> Result<(), Error> {
        shuffle.check(told, &self.context(), threads)
    }

    /// Reads published openings, and checks each against the shuffled list.
    ///
    /// # Errors
    /// If a line cannot be read, is out of order, of another day, or does not open its place.
    pub fn read(&self, shuffled: &[Told], lines: &[u8]) -> Result<Vec<OpenedContent>, Error> {
        let mut opened: Vec<OpenedContent> = Vec::new();
        let mut seen = BTreeSet::new();
        for line in lines.split_inclusive(|byte| *byte == b'\n') {
            let line =
                line.strip_suffix(b"\n").ok_or_else(|| malformed("its last line is torn"))?;
            let one: OpenedContent = strict(line, "a published opening")?;
            if opened.last().is_some_and(|before| before.place >= one.place) {
                return Err(malformed("its places are not in order"));
            }
            self.check_one(shuffled, &one)?;
            seen.insert(one.place);
            opened.push(one);
        }
        Ok(opened)
    }

    fn check_one(&self, shuffled: &[Told], one: &OpenedContent) -> Result<(), Error> {
        let told = shuffled
            .get(one.place as usize)
            .ok_or_else(|| malformed("it names a place beyond the shuffled list"))?;
        if !told.is_to(&one.content.to_bytes()?, Blinding::read(one.blinding.0)?) {
            return Err(Error::Opened { place: one.place });
        }
        let day = one.content.between().day;
        // What was entered at the last moment of a day may stand among the first of the next.
        if day == self.day || day.plus_days(1) == Some(self.day) {
            Ok(())
        } else {
            Err(malformed("it holds a content of another day"))
        }
    }

    /// What binds a shuffle to its place.
    fn context(&self) -> Vec<u8> {
        let Self { origin, day, first, end } = self;
        format!("{origin}\n{day}\n{first}\n{end}\n").into_bytes()
    }
}

/// The contents to be published of a shuffled day: those that `is_due` says, by place.
///
/// `openings` are those of the day's closed entries, in their order; none where one was erased.
///
/// # Errors
/// If a place names no entry, or a blinding cannot be read.
pub fn publish(
    places: &[Place],
    openings: &[Option<Opening>],
    is_due: impl Fn(u32, &Content) -> bool,
) -> Result<Vec<OpenedContent>, Error> {
    let mut published = Vec::new();
    for (at, place) in (0_u32..).zip(places) {
        let opening = openings
            .get(place.from as usize)
            .ok_or_else(|| malformed("a place names an entry that is not there"))?;
        let Some(opening) = opening else { continue };
        if is_due(at, &opening.content) {
            let blinding = opening.secret().blinding().plus(Blinding::read(place.added.0)?);
            published.push(OpenedContent {
                place: at,
                blinding: Digest(blinding.to_bytes()),
                content: opening.content.clone(),
            });
        }
    }
    Ok(published)
}

/// The lines of a file of published openings.
///
/// # Errors
/// If one cannot be written.
pub fn lines(opened: &[OpenedContent]) -> Result<Vec<u8>, Error> {
    let mut lines = Vec::new();
    for one in opened {
        lines.extend(canonical(one, "a published opening")?);
        lines.push(b'\n');
    }
    Ok(lines)
}

fn malformed(why: &str) -> Error {
    Error::Malformed { what: "a file of openings", why: why.to_owned() }
}
