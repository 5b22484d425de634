//! Opens what is due, and destroys what law says must go.
//!
//! A day is shuffled once, when it is over; its contents are opened in batches as they come due.
//! Files are written before the entry that names them; a stop in between is taken up by asking the
//! ledger itself whether the entry is there.

use crate::opened::Ledger;
use crate::sql::{Beside, Publishing, ShuffledDay};
use crate::{Error, Published, public, random};
use ledger::{
    Clear, Closed, Content, Digest, Entry, EntryIndex, Erasure, Holds, OpenedDay, Opening, Place,
    Secret, Settings, TILE_WIDTH, TilePath, TileSource as _, delay_days, lines, openings_file,
    paper_commitment, publish, read_bundle, shuffle_file,
};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use terms::{Day, ProvisionId};

/// What one run opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OpenedNow {
    /// The day whose entries were opened.
    pub day: Day,
    /// How many contents.
    pub contents: usize,
    /// The entry that says so.
    pub entry: EntryIndex,
}

/// The closed entries of a range, each with its index.
type ClosedEntries = Vec<(EntryIndex, Closed)>;

impl Ledger {
    /// Opens what is due on a day: shuffles the days that are over, and publishes contents whose
    /// delay has passed.
    ///
    /// # Errors
    /// If something could not be written or entered. Asked again, it goes on where it was.
    pub async fn open_due(
        &self,
        today: Day,
        threads: NonZero<usize>,
    ) -> Result<Vec<OpenedNow>, Error> {
        let mut opened = Vec::new();
        for left in self.book().sql.publishing().await? {
            opened.extend(self.enter_opened(left, today).await?);
        }
        self.shuffle_days(today, threads).await?;
        for day in self.book().sql.shuffled().await? {
            opened.extend(self.publish_day(&day, today).await?);
        }
        Ok(opened)
    }

    /// Destroys the opening of an entry. The tree stays whole, and an entry says that something was
    /// destroyed under which provision, and not what.
    ///
    /// # Errors
    /// If no opening is kept, or the entry could not be made.
    pub async fn erase(
        &self,
        entry: EntryIndex,
        under: ProvisionId,
        paper: Option<Digest>,
        day: Day,
    ) -> Result<EntryIndex, Error> {
        let sql = &self.book().sql;
        self.opening(entry).await?;
        let (what, place) = match self.place_of(entry).await? {
            Some((of, place)) => (Erasure::Content { day: of, place }, Some((of, place))),
            None => (Erasure::Particulars { day: self.day_of(entry)?, entries: 1 }, None),
        };
        let mut beside = vec![Beside::Erased { entry, place }];
        let paper = paper.map(|paper| committed(paper, &mut beside)).transpose()?;
        let clear = Clear::Erased { day, what, under, paper };
        let entered = self.book().enter_beside(clear, beside).await;
        // Also where no receipt can be given: what was erased must not stay in the other file.
        sql.forget().await?;
        Ok(entered?.index())
    }

    /// Keeps the opening of an entry closed through a day, though its delay ends before. An entry
    /// says that one content of its day is held back, under which provision, and not which.
    ///
    /// # Errors
    /// If it was opened already, is held back longer than today already, or the entry could not be
    /// made.
    pub async fn hold(
        &self,
        entry: EntryIndex,
        until: Day,
        under: ProvisionId,
        paper: Digest,
        day: Day,
    ) -> Result<EntryIndex, Error> {
        let sql = &self.book().sql;
        self.opening(entry).await?;
        if let Some((of, place)) = self.place_of(entry).await?
            && sql.done(of).await?.contains(&place)
        {
            return Err(Error::Open(entry));
        }
        if let Some(until) = sql.held().await?.get(&entry).filter(|until| **until > day) {
            return Err(Error::Held { entry, until: *until });
        }
        let mut beside = vec![Beside::Held { entry, until }];
        let paper = committed(paper, &mut beside)?;
        let of = self.day_of(entry)?;
        let clear = Clear::Held { day, of, contents: 1, until, under, paper };
        Ok(self.book().enter_beside(clear, beside).await?.index())
    }

    /// What opens the commitment to a paper that an entry names: the secret, and the digest of the
    /// paper. None where it is not kept.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn paper(&self, committed: Digest) -> Result<Option<(Vec<u8>, Vec<u8>)>, Error> {
        self.book().sql.paper(committed).await
    }

    /// The place of an entry, where its day was shuffled.
    async fn place_of(&self, entry: EntryIndex) -> Result<Option<(Day, u32)>, Error> {
        for shuffled in self.book().sql.shuffled().await? {
            if shuffled.first <= entry && entry < shuffled.end {
                let closed = self.closed(shuffled.first, shuffled.end)?;
                let from = closed.iter().position(|(index, _)| *index == entry);
                let places = read_places(&shuffled.places)?;
                let place = places.iter().position(|place| Some(place.from as usize) == from);
                let place = place.and_then(|place| u32::try_from(place).ok());
                return Ok(place.map(|place| (shuffled.day, place)));
            }
        }
        Ok(None)
    }

    /// The day of a closed entry (INVARIANT(dated)).
    fn day_of(&self, entry: EntryIndex) -> Result<Day, Error> {
        let day = |entry| match entry {
            Entry::Clear(clear) => Some(clear.day()),
            Entry::Closed(_) => None,
        };
        let found = self.latest(entry.0, day)?;
        found.map(|(_, day)| day).ok_or(Error::NoOpening(entry))
    }

    /// The digest of the law that the ledger has in force. None where it has none yet.
    ///
    /// # Errors
    /// If the entries cannot be read.
    pub fn law(&self) -> Result<Option<Digest>, Error> {
        let law = |entry| match entry {
            Entry::Clear(Clear::LawChanged { law, .. }) => Some(law),
            // A closed entry names the law in force.
            Entry::Closed(closed) => Some(closed.law),
            Entry::Clear(_) => None,
        };
        Ok(self.latest(self.published_size()?, law)?.map(|(_, law)| law))
    }

    /// The settings that the ledger tells outsiders. None where it has none yet.
    ///
    /// # Errors
    /// If the entries cannot be read.
    pub fn settings(&self) -> Result<Option<Settings>, Error> {
        Ok(self.settings_entered(self.published_size()?)?.map(|(_, settings)| settings))
    }

    /// Enters the settings and the law, where they are others than the ledger tells. Nothing is
    /// ruled by a law, and no receipt is given under settings, that outsiders cannot see.
    ///
    /// # Errors
    /// If the entries cannot be read, or could not be made.
    pub async fn enter_changes(&self, law: Digest, day: Day) -> Result<(), Error> {
        let settings = self.config().settings();
        if self.settings()?.as_ref() != Some(&settings) {
            self.book().enter_clear(Clear::SettingsChanged { day, settings }).await?;
        }
        if self.law()? != Some(law) {
            self.book().enter_clear(Clear::LawChanged { day, law }).await?;
        }
        Ok(())
    }

    /// What the latest entry before `end` says of which `wanted` gives something.
    fn latest<T>(
        &self,
        end: u64,
        wanted: impl Fn(Entry) -> Option<T>,
    ) -> Result<Option<(EntryIndex, T)>, Error> {
        let mut end = end;
        while end > 0 {
            let first = (end - 1) / TILE_WIDTH * TILE_WIDTH;
            let entries = self.entries(EntryIndex(first), EntryIndex(end))?;
            let mut backwards = entries.into_iter().rev();
            let found = backwards.find_map(|(at, entry)| wanted(entry).map(|found| (at, found)));
            if found.is_some() {
                return Ok(found);
            }
            end = first;
        }
        Ok(None)
    }

    /// The settings that were entered last before `end`, and their entry.
    pub(crate) fn settings_entered(
        &self,
        end: u64,
    ) -> Result<Option<(EntryIndex, Settings)>, Error> {
        self.latest(end, |entry| match entry {
            Entry::Clear(Clear::SettingsChanged { settings, .. }) => Some(settings),
            Entry::Clear(_) | Entry::Closed(_) => None,
        })
    }

    /// The receipt of an entry.
    ///
    /// # Errors
    /// If there is no such entry, or the tiles do not show it.
    pub async fn receipt(&self, index: EntryIndex) -> Result<ledger::Receipt, Error> {
        let none = || ledger::Error::Malformed {
            what: "the entry",
            why: format!("the ledger has no entry {index}"),
        };
        let size = self.published_size()?;
        if index.0 >= size {
            return Err(none().into());
        }
        let entries = self.entries(index, EntryIndex(index.0 + 1))?;
        let (_, entry) = entries.into_iter().next().ok_or_else(none)?;
        self.book().prove(index, entry.to_bytes()?).await
    }

    /// The opening of a closed entry, for who is entitled to it.
    ///
    /// # Errors
    /// If none is kept.
    pub async fn opening(&self, index: EntryIndex) -> Result<Opening, Error> {
        let end = EntryIndex(index.0.saturating_add(1));
        let kept = self.book().sql.openings(index, end).await?;
        let (_, _, bytes) = kept.into_iter().next().ok_or(Error::NoOpening(index))?;
        Ok(Opening::read(&bytes)?)
    }

    /// Shuffles each day that is over and was not shuffled yet.
    async fn shuffle_days(&self, today: Day, threads: NonZero<usize>) -> Result<(), Error> {
        let covered = self.book().sql.shuffled().await?.last().map_or(EntryIndex(0), |d| d.end);
        let mut days = self.closed_days(covered)?;
        if let Some((last, _)) = days.last_key_value()
            && *last < today
            && *last == self.day_of(EntryIndex(self.published_size()?))?
        {
            // Whatever comes in from now on is of another day: the last one is over.
            self.book().enter_clear(Clear::DayBegun { day: today }).await?;
            days = self.closed_days(covered)?;
        }
        let mut first = covered;
        for (day, last) in days.range(..today) {
            let end = EntryIndex(last.0 + 1);
            self.shuffle_day(*day, first, end, threads).await?;
            first = end;
        }
        Ok(())
    }

    /// The days of the closed entries from `first` on, each with its last one.
    fn closed_days(&self, first: EntryIndex) -> Result<BTreeMap<Day, EntryIndex>, Error> {
        let mut days = BTreeMap::new();
        let entries = self.entries(first, EntryIndex(self.published_size()?))?;
        let mut day = None;
        for (index, entry) in entries {
            match entry {
                Entry::Clear(clear) => day = Some(clear.day()),
                Entry::Closed(_) => {
                    let of = day.map_or_else(|| self.day_of(index), Ok)?;
                    day = Some(of);
                    days.insert(of, index);
                }
            }
        }
        Ok(days)
    }

    async fn shuffle_day(
        &self,
        day: Day,
        first: EntryIndex,
        end: EntryIndex,
        threads: NonZero<usize>,
    ) -> Result<(), Error> {
        let told: Vec<_> = self.closed(first, end)?.iter().map(|(_, closed)| closed.told).collect();
        let named = OpenedDay { origin: &self.config().origin, day, first, end };
        let (shuffle, places) = named.shuffle(&told, random()?, threads)?;
        let bytes = shuffle.to_bytes();
        let shuffle = Digest::of(&bytes);
        self.book().objects.put(&shuffle_file(day), bytes).await?;
        let places = write_places(&places)?;
        self.book().sql.keep_shuffled(&ShuffledDay { day, first, end, shuffle, places }).await
    }

    /// Publishes the contents of a shuffled day that are due and were not published yet.
    async fn publish_day(
        &self,
        shuffled: &ShuffledDay,
        today: Day,
    ) -> Result<Option<OpenedNow>, Error> {
        let sql = &self.book().sql;
        let places = read_places(&shuffled.places)?;
        let done: BTreeSet<u32> = sql.done(shuffled.day).await?.into_iter().collect();
        if done.len() >= places.len() {
            return Ok(None);
        }
        let mut kept = BTreeMap::new();
        for (index, _, bytes) in sql.openings(shuffled.first, shuffled.end).await? {
            kept.insert(index, Opening::read(&bytes)?);
        }
        let closed = self.closed(shuffled.first, shuffled.end)?;
        let held = sql.held().await?;
        let openings: Vec<_> = closed
            .iter()
            .map(|(index, _)| {
                let is_held = held.get(index).is_some_and(|until| *until >= today);
                kept.remove(index).filter(|_| !is_held)
            })
            .collect();
        // Those that were in force when the day began: what was entered then is not put off.
        let begun = closed.first().map_or(shuffled.first, |(index, _)| *index);
        let settings = self.settings_entered(begun.0)?.map(|(_, settings)| settings);
        let delays = settings.map(|settings| settings.delays_days).unwrap_or_default();
        let is_due = |place: u32, content: &Content| {
            let due = shuffled.day.plus_days(delay_days(&delays, content.kind()).into());
            !done.contains(&place) && due.is_some_and(|due| due <= today)
        };
        let opened = publish(&places, &openings, is_due)?;
        if opened.is_empty() {
            return Ok(None);
        }
        let bytes = lines(&opened)?;
        let openings = Digest::of(&bytes);
        self.book().objects.put(&openings_file(shuffled.day, openings), bytes).await?;
        let one = Publishing { day: shuffled.day, openings, size: self.size().await? };
        sql.keep_publishing(&one).await?;
        self.enter_opened(one, today).await
    }

    /// Enters a file of openings, unless the ledger has it already.
    async fn enter_opened(&self, one: Publishing, today: Day) -> Result<Option<OpenedNow>, Error> {
        let sql = &self.book().sql;
        let name = openings_file(one.day, one.openings);
        let bytes = self.book().objects.get(&name).await?;
        let path = public(self.folder()).join(&name);
        let bytes = bytes.ok_or(Error::Missing { path })?;
        let places: Vec<u32> = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice::<ledger::OpenedContent>(line).map(|one| one.place))
            .collect::<Result<_, _>>()
            .map_err(|e| Error::Stopped(format!("{name}: {e}")))?;
        let days = sql.shuffled().await?;
        let day = days.into_iter().find(|day| day.day == one.day);
        let day = day.ok_or_else(|| Error::Stopped(format!("{} was not shuffled", one.day)))?;
        let entry = match self.entered_as(&one).await? {
            Some(entry) => entry,
            None => {
                let clear = Clear::Opened {
                    day: today,
                    of: one.day,
                    first: day.first,
                    end: day.end,
                    shuffle: day.shuffle,
                    openings: one.openings,
                };
                self.book().enter_clear(clear).await?.index()
            }
        };
        sql.keep_done(one.day, &places).await?;
        Ok(Some(OpenedNow { day: one.day, contents: places.len(), entry }))
    }

    /// The entry that names a file of openings, where there is one.
    async fn entered_as(&self, one: &Publishing) -> Result<Option<EntryIndex>, Error> {
        let end = EntryIndex(self.size().await?);
        let entries = self.entries(EntryIndex(one.size), end)?;
        let found = entries.into_iter().find(|(_, entry)| {
            matches!(entry, Entry::Clear(Clear::Opened { openings: o, .. }) if *o == one.openings)
        });
        Ok(found.map(|(index, _)| index))
    }

    /// How many entries are published.
    async fn size(&self) -> Result<u64, Error> {
        let place = public(self.folder()).display().to_string();
        let published = self.book().objects.published().await?;
        let published = published.ok_or(Error::NoCheckpoint { place })?;
        Ok(ledger::SignedCheckpoint::read(&published)?.checkpoint().size())
    }

    fn closed(&self, first: EntryIndex, end: EntryIndex) -> Result<ClosedEntries, Error> {
        let entries = self.entries(first, end)?.into_iter();
        let closed = entries.filter_map(|(index, entry)| match entry {
            Entry::Closed(closed) => Some((index, closed)),
            Entry::Clear(_) => None,
        });
        Ok(closed.collect())
    }

    /// The entries of a range, from the bundles in our own folder.
    fn entries(
        &self,
        first: EntryIndex,
        end: EntryIndex,
    ) -> Result<Vec<(EntryIndex, Entry)>, Error> {
        let source = Published::Folder(public(self.folder()));
        let mut entries = Vec::new();
        let mut next = first.0;
        while next < end.0 {
            let bundle = next / TILE_WIDTH;
            let size = self.published_size()?;
            let path = TilePath::at(Holds::Entries, bundle, size);
            let path = path.ok_or_else(|| Error::Stopped("the ledger is too small".to_owned()))?;
            let bytes = source.tile(&path)?;
            let indexed = (bundle * TILE_WIDTH..).zip(read_bundle(&bytes, path.width())?);
            for (index, bytes) in indexed.filter(|(index, _)| (first.0..end.0).contains(index)) {
                entries.push((EntryIndex(index), Entry::read(bytes)?));
            }
            next = (bundle + 1) * TILE_WIDTH;
        }
        Ok(entries)
    }

    pub(crate) fn published_size(&self) -> Result<u64, Error> {
        Ok(Published::Folder(public(self.folder())).checkpoint()?.checkpoint().size())
    }
}

/// The commitment to a paper; what opens it is kept beside the entry that names it.
fn committed(paper: Digest, beside: &mut Vec<Beside>) -> Result<Digest, Error> {
    let secret = random()?;
    let committed = paper_commitment(&Secret::new(secret), paper);
    beside.push(Beside::Paper { committed, secret, digest: paper });
    Ok(committed)
}

fn write_places(places: &[Place]) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(places).map_err(|e| Error::Stopped(e.to_string()))
}

fn read_places(bytes: &[u8]) -> Result<Vec<Place>, Error> {
    serde_json::from_slice(bytes).map_err(|e| Error::Stopped(e.to_string()))
}
