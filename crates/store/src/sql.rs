//! The database of the ledger: the head, and what is kept apart from the public.
//!
//! One transaction for each call. What a crash leaves is what was there before, or all of it.

use crate::Error;
use crate::danger::Faults;
use ledger::{Digest, EntryIndex, FreezeCause, Outcome, Row, TilePath};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{QueryBuilder, Row as _, Sqlite};
use std::collections::BTreeMap;
use std::path::Path;
use terms::{AskId, Day};

/// The database of one ledger.
#[derive(Clone, Debug)]
pub(crate) struct Sql {
    pool: SqlitePool,
    faults: Faults,
}

/// What is kept of a closed entry.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) asked_by: Digest,
    pub(crate) ask_id: Option<String>,
    pub(crate) closed: Vec<u8>,
    pub(crate) opening: Vec<u8>,
}

/// The head, beside what the sequencer needs of it.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) row: Row,
    pub(crate) day: Day,
    pub(crate) frozen: Option<(EntryIndex, FreezeCause)>,
}

/// What one lock writes.
pub(crate) struct Lock<'a> {
    pub(crate) old: &'a [u8],
    pub(crate) new: &'a Row,
    pub(crate) day: Day,
    pub(crate) frozen: Option<(EntryIndex, FreezeCause)>,
    /// Openings, each with its entry.
    pub(crate) kept: &'a [(EntryIndex, &'a Kept)],
    /// What goes with entries in words.
    pub(crate) beside: &'a [Beside],
}

/// What is written in one transaction with an entry in words that says so.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Beside {
    /// An opening goes.
    Erased {
        /// Whose.
        entry: EntryIndex,
        /// Its place, where its day is shuffled already.
        place: Option<(Day, u32)>,
    },
    /// An opening stays closed until a day has passed.
    Held {
        /// Whose.
        entry: EntryIndex,
        /// The last day.
        until: Day,
    },
    /// What opens the commitment to a paper.
    Paper {
        /// The commitment, as it is entered.
        committed: Digest,
        /// The secret under it.
        secret: [u8; 32],
        /// The plain digest of the paper.
        digest: Digest,
    },
}

/// A day that was shuffled.
#[derive(Clone, Debug)]
pub(crate) struct ShuffledDay {
    pub(crate) day: Day,
    pub(crate) first: EntryIndex,
    pub(crate) end: EntryIndex,
    pub(crate) shuffle: Digest,
    pub(crate) places: Vec<u8>,
}

/// A file of openings on its way into the ledger.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Publishing {
    pub(crate) day: Day,
    pub(crate) openings: Digest,
    pub(crate) size: u64,
}

/// Rows in one statement: SQLite takes 32,766 values, and five stand in a row.
const ROWS_AT_ONCE: usize = 4_000;

impl Sql {
    /// Opens a database; `make` a new one.
    pub(crate) async fn open(path: &Path, make: bool, faults: Faults) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(make)
            .journal_mode(SqliteJournalMode::Wal)
            // A commit is on the disk when it returns, also after a loss of power.
            .synchronous(SqliteSynchronous::Full)
            // What is erased is written over.
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        if make {
            let tables = sqlx::raw_sql(include_str!("../migrations/0001_ledger.sql"));
            faults.pass_sql(tables.execute(&pool)).await?;
        }
        let sql = Self { pool, faults };
        // A stop may have left what was erased in the write-ahead file.
        sql.forget().await?;
        Ok(sql)
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    /// Inserts the first head, where there is none.
    pub(crate) async fn begin(&self, row: &Row, day: Day) -> Result<(), Error> {
        let insert = sqlx::query(
            "INSERT INTO head (one, checkpoint, pending, signed_at, day) VALUES (1, ?, ?, ?, ?)",
        )
        .bind(&row.checkpoint)
        .bind(write_pending(&row.pending))
        .bind(i64::try_from(row.at).unwrap_or(i64::MAX))
        .bind(day.to_string())
        .execute(&self.pool);
        self.faults.pass_sql(insert).await?;
        Ok(())
    }

    /// The head. None where there is none: then this is no ledger.
    pub(crate) async fn head(&self) -> Result<Option<Head>, Error> {
        let row =
            sqlx::query("SELECT checkpoint, pending, signed_at, day, frozen, cause FROM head")
                .fetch_optional(&self.pool)
                .await?;
        let Some(row) = row else { return Ok(None) };
        let day: String = row.try_get("day")?;
        let frozen: Option<i64> = row.try_get("frozen")?;
        let cause: Option<String> = row.try_get("cause")?;
        let frozen = match (frozen, cause) {
            (Some(at), Some(cause)) => Some((index(at), read_cause(&cause)?)),
            (None, None) => None,
            _ => return Err(malformed("the head", "it is frozen without a cause")),
        };
        let at: i64 = row.try_get("signed_at")?;
        Ok(Some(Head {
            row: Row {
                checkpoint: row.try_get("checkpoint")?,
                pending: read_pending(row.try_get("pending")?)?,
                at: u64::try_from(at).unwrap_or(0),
            },
            day: day.parse().map_err(|_| malformed("the head", "its day is none"))?,
            frozen,
        }))
    }

    /// The checkpoint of the head.
    pub(crate) async fn checkpoint(&self) -> Result<Option<Vec<u8>>, Error> {
        let row = sqlx::query("SELECT checkpoint FROM head").fetch_optional(&self.pool).await?;
        row.map(|row| row.try_get("checkpoint")).transpose().map_err(Error::from)
    }

    /// Compares the head and swaps it, with all openings, or does nothing.
    pub(crate) async fn lock(&self, lock: &Lock<'_>) -> Result<Outcome, Error> {
        let begun = self.pool.begin_with("BEGIN IMMEDIATE");
        let mut transaction = self.faults.pass_sql(begun).await?;
        let swapped = sqlx::query(
            "UPDATE head SET checkpoint = ?, pending = ?, signed_at = ?, day = ?, \
             frozen = coalesce(frozen, ?), cause = coalesce(cause, ?) \
             WHERE one = 1 AND checkpoint = ?",
        )
        .bind(&lock.new.checkpoint)
        .bind(write_pending(&lock.new.pending))
        .bind(i64::try_from(lock.new.at).unwrap_or(i64::MAX))
        .bind(lock.day.to_string())
        .bind(lock.frozen.map(|(at, _)| number(at)))
        .bind(lock.frozen.map(|(_, cause)| write_cause(cause)).transpose()?)
        .bind(lock.old)
        .execute(&mut *transaction)
        .await?;
        if swapped.rows_affected() != 1 {
            transaction.rollback().await?;
            return Ok(Outcome::Refused);
        }
        for some in lock.kept.chunks(ROWS_AT_ONCE) {
            let mut insert: QueryBuilder<Sqlite> =
                QueryBuilder::new("INSERT INTO opening (entry, asked_by, ask_id, closed, bytes) ");
            insert.push_values(some, |mut row, (entry, kept)| {
                row.push_bind(number(*entry))
                    .push_bind(kept.asked_by.0.as_slice())
                    .push_bind(kept.ask_id.as_deref())
                    .push_bind(kept.closed.as_slice())
                    .push_bind(kept.opening.as_slice());
            });
            self.faults.pass_sql(insert.build().execute(&mut *transaction)).await?;
        }
        for beside in lock.beside {
            for statement in beside.statements() {
                self.faults.pass_sql(statement.execute(&mut *transaction)).await?;
            }
        }
        self.faults.pass_sql(transaction.commit()).await?;
        Ok(Outcome::Done)
    }

    /// The openings of one ask, in the order of the ledger.
    pub(crate) async fn of_ask(
        &self,
        by: Digest,
        id: &AskId,
    ) -> Result<Vec<(EntryIndex, Vec<u8>, Vec<u8>)>, Error> {
        let rows = sqlx::query(
            "SELECT entry, closed, bytes FROM opening WHERE asked_by = ? AND ask_id = ? \
             ORDER BY entry",
        )
        .bind(by.0.as_slice())
        .bind(&id.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(kept_of).collect()
    }

    /// The openings of a range of entries, in the order of the ledger.
    pub(crate) async fn openings(
        &self,
        first: EntryIndex,
        end: EntryIndex,
    ) -> Result<Vec<(EntryIndex, Vec<u8>, Vec<u8>)>, Error> {
        let rows = sqlx::query(
            "SELECT entry, closed, bytes FROM opening WHERE entry >= ? AND entry < ? \
             ORDER BY entry",
        )
        .bind(number(first))
        .bind(number(end))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(kept_of).collect()
    }

    /// Openings that are held back, each with the last day.
    pub(crate) async fn held(&self) -> Result<BTreeMap<EntryIndex, Day>, Error> {
        let rows = sqlx::query("SELECT entry, until FROM held").fetch_all(&self.pool).await?;
        let one = |row: &sqlx::sqlite::SqliteRow| -> Result<(EntryIndex, Day), Error> {
            let until: String = row.try_get("until")?;
            let until = until.parse().map_err(|_| malformed("what is held", "its day is none"))?;
            Ok((index(row.try_get("entry")?), until))
        };
        rows.iter().map(one).collect()
    }

    /// What opens the commitment to a paper: the secret, and the digest of the paper.
    pub(crate) async fn paper(
        &self,
        committed: Digest,
    ) -> Result<Option<(Vec<u8>, Vec<u8>)>, Error> {
        let row = sqlx::query("SELECT secret, digest FROM paper WHERE committed = ?")
            .bind(committed.0.to_vec())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((row.try_get("secret")?, row.try_get("digest")?)))
    }

    /// Keeps where the places of a shuffled day came from.
    pub(crate) async fn keep_shuffled(&self, day: &ShuffledDay) -> Result<(), Error> {
        let insert = sqlx::query(
            "INSERT INTO shuffled (day, first, past, shuffle, places) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(day.day.to_string())
        .bind(number(day.first))
        .bind(number(day.end))
        .bind(day.shuffle.0.as_slice())
        .bind(&day.places)
        .execute(&self.pool);
        self.faults.pass_sql(insert).await?;
        Ok(())
    }

    /// The days that were shuffled, in order.
    pub(crate) async fn shuffled(&self) -> Result<Vec<ShuffledDay>, Error> {
        let rows =
            sqlx::query("SELECT day, first, past, shuffle, places FROM shuffled ORDER BY day")
                .fetch_all(&self.pool)
                .await?;
        let mut days = Vec::new();
        for row in rows {
            let day: String = row.try_get("day")?;
            let shuffle: Vec<u8> = row.try_get("shuffle")?;
            let shuffle =
                shuffle.try_into().map_err(|_| malformed("a shuffled day", "no digest"))?;
            days.push(ShuffledDay {
                day: day.parse().map_err(|_| malformed("a shuffled day", "its day is none"))?,
                first: index(row.try_get("first")?),
                end: index(row.try_get("past")?),
                shuffle: Digest(shuffle),
                places: row.try_get("places")?,
            });
        }
        Ok(days)
    }

    /// The places of a day that were opened or erased.
    pub(crate) async fn done(&self, day: Day) -> Result<Vec<u32>, Error> {
        let rows = sqlx::query("SELECT place FROM done WHERE day = ?")
            .bind(day.to_string())
            .fetch_all(&self.pool)
            .await?;
        let place = |row: &sqlx::sqlite::SqliteRow| -> Result<u32, Error> {
            let place: i64 = row.try_get("place")?;
            Ok(u32::try_from(place).unwrap_or(u32::MAX))
        };
        rows.iter().map(place).collect()
    }

    /// Notes that a file of openings is about to be entered.
    pub(crate) async fn keep_publishing(&self, one: &Publishing) -> Result<(), Error> {
        let insert = sqlx::query("INSERT INTO publishing (day, openings, size) VALUES (?, ?, ?)")
            .bind(one.day.to_string())
            .bind(one.openings.0.as_slice())
            .bind(i64::try_from(one.size).unwrap_or(i64::MAX))
            .execute(&self.pool);
        self.faults.pass_sql(insert).await?;
        Ok(())
    }

    /// Files of openings of which it is not known whether they were entered.
    pub(crate) async fn publishing(&self) -> Result<Vec<Publishing>, Error> {
        let rows = sqlx::query("SELECT day, openings, size FROM publishing ORDER BY day")
            .fetch_all(&self.pool)
            .await?;
        let mut all = Vec::new();
        for row in rows {
            let (day, openings): (String, Vec<u8>) =
                (row.try_get("day")?, row.try_get("openings")?);
            let size: i64 = row.try_get("size")?;
            let openings = openings.try_into().map_err(|_| malformed("openings", "no digest"))?;
            all.push(Publishing {
                day: day.parse().map_err(|_| malformed("openings", "their day is none"))?,
                openings: Digest(openings),
                size: u64::try_from(size).unwrap_or(0),
            });
        }
        Ok(all)
    }

    /// Empties the write-ahead file: what was erased stands there too.
    ///
    /// # Errors
    /// Also where another program reads the database and keeps the file from being emptied.
    pub(crate) async fn forget(&self) -> Result<(), Error> {
        let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.pool);
        let row = self.faults.pass_sql(emptied).await?;
        let busy: i64 = row.try_get(0)?;
        if busy == 0 {
            return Ok(());
        }
        Err(Error::Stopped(
            "another program reads its database; end that, and try again".to_owned(),
        ))
    }

    /// Notes places of a day as opened or erased.
    pub(crate) async fn keep_done(&self, day: Day, places: &[u32]) -> Result<(), Error> {
        let mut transaction = self.faults.pass_sql(self.pool.begin()).await?;
        for some in places.chunks(ROWS_AT_ONCE) {
            let mut insert: QueryBuilder<Sqlite> =
                QueryBuilder::new("INSERT OR IGNORE INTO done (day, place) ");
            insert.push_values(some, |mut row, place| {
                row.push_bind(day.to_string()).push_bind(i64::from(*place));
            });
            self.faults.pass_sql(insert.build().execute(&mut *transaction)).await?;
        }
        sqlx::query("DELETE FROM publishing WHERE day = ?")
            .bind(day.to_string())
            .execute(&mut *transaction)
            .await?;
        self.faults.pass_sql(transaction.commit()).await?;
        Ok(())
    }
}

/// A statement with its values.
type Statement = sqlx::query::Query<'static, Sqlite, sqlx::sqlite::SqliteArguments>;

impl Beside {
    fn statements(&self) -> Vec<Statement> {
        match *self {
            Self::Erased { entry, place } => {
                let opening = sqlx::query("DELETE FROM opening WHERE entry = ?");
                let held = sqlx::query("DELETE FROM held WHERE entry = ?");
                let mut all = vec![opening.bind(number(entry)), held.bind(number(entry))];
                if let Some((day, place)) = place {
                    let done = sqlx::query("INSERT OR IGNORE INTO done (day, place) VALUES (?, ?)");
                    all.push(done.bind(day.to_string()).bind(i64::from(place)));
                }
                all
            }
            Self::Held { entry, until } => {
                let held = "INSERT INTO held (entry, until) VALUES (?, ?) \
                            ON CONFLICT (entry) DO UPDATE SET until = excluded.until";
                vec![sqlx::query(held).bind(number(entry)).bind(until.to_string())]
            }
            Self::Paper { committed, secret, digest } => {
                let paper = "INSERT INTO paper (committed, secret, digest) VALUES (?, ?, ?)";
                let paper = sqlx::query(paper).bind(committed.0.to_vec());
                vec![paper.bind(secret.to_vec()).bind(digest.0.to_vec())]
            }
        }
    }
}

fn write_cause(cause: FreezeCause) -> Result<String, Error> {
    match serde_json::to_value(cause) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(malformed("the head", "its cause has no word")),
    }
}

fn read_cause(word: &str) -> Result<FreezeCause, Error> {
    serde_json::from_value(serde_json::Value::from(word))
        .map_err(|_| malformed("the head", "it is frozen for a cause that is not known"))
}

fn kept_of(row: &sqlx::sqlite::SqliteRow) -> Result<(EntryIndex, Vec<u8>, Vec<u8>), Error> {
    Ok((index(row.try_get("entry")?), row.try_get("closed")?, row.try_get("bytes")?))
}

/// SQLite's numbers have a sign; no ledger has 2^63 entries.
fn number(index: EntryIndex) -> i64 {
    i64::try_from(index.0).unwrap_or(i64::MAX)
}

fn index(number: i64) -> EntryIndex {
    EntryIndex(u64::try_from(number).unwrap_or(u64::MAX))
}

fn malformed(what: &'static str, why: &str) -> Error {
    Error::Ledger(ledger::Error::Malformed { what, why: why.to_owned() })
}

/// Tiles as one value: for each the length of its path and of its bytes, then both.
fn write_pending(tiles: &[(TilePath, Vec<u8>)]) -> Vec<u8> {
    let mut written = Vec::new();
    for (path, bytes) in tiles {
        let path = path.to_string();
        for length in [path.len(), bytes.len()] {
            written.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        }
        written.extend(path.as_bytes());
        written.extend(bytes);
    }
    written
}

fn read_pending(written: Vec<u8>) -> Result<Vec<(TilePath, Vec<u8>)>, Error> {
    let wrong = || malformed("the head", "what is pending cannot be read");
    let mut rest = written.as_slice();
    let mut tiles = Vec::new();
    while !rest.is_empty() {
        let (path, after) = rest.split_first_chunk::<4>().ok_or_else(wrong)?;
        let (bytes, after) = after.split_first_chunk::<4>().ok_or_else(wrong)?;
        let lengths = (u32::from_be_bytes(*path) as usize, u32::from_be_bytes(*bytes) as usize);
        let (path, after) = after.split_at_checked(lengths.0).ok_or_else(wrong)?;
        let (bytes, after) = after.split_at_checked(lengths.1).ok_or_else(wrong)?;
        let path = std::str::from_utf8(path).map_err(|_| wrong())?;
        tiles.push((path.parse()?, bytes.to_vec()));
        rest = after;
    }
    Ok(tiles)
}
