//! Parts missing, torn, old, or in other hands.

use crate::made::{
    begun, check, check_clean, check_receipts, clear, closed, copy, day, enter_at_once, entries,
    files, items, today,
};
use ledger::{Checkpoint, Clear, FreezeCause, Hash, KeyKind, PublicKey, Receipt, TilePath};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use std::path::{Path, PathBuf};
use store::danger::{self, Fails, Faults, Lasts};
use store::{Error, Ledger, private, public, read_key};
use tempfile::TempDir;

struct Stood {
    _dir: TempDir,
    folder: PathBuf,
    key: PublicKey,
    receipts: Vec<Receipt>,
}

impl Stood {
    fn database(&self) -> PathBuf {
        private(&self.folder).join("book.sqlite")
    }

    fn checkpoint(&self) -> PathBuf {
        public(&self.folder).join("checkpoint")
    }

    /// Opens it, enters one more, and checks everything.
    async fn goes_on(&self) {
        let ledger = Ledger::open(&self.folder).await.unwrap();
        let mut receipts = self.receipts.clone();
        receipts.push(clear(9_999, today()).enter(&ledger, today()).await.unwrap());
        check_clean(&self.folder, &self.key, Some(today()));
        check_receipts(&self.folder, &ledger, &receipts);
        ledger.close().await.unwrap();
    }

    /// Opens it where that must fail, and sees that nothing was made or changed.
    async fn refuses(&self) -> Error {
        let before = files(&public(&self.folder));
        let refused = Ledger::open(&self.folder).await.unwrap_err();
        assert_eq!(files(&public(&self.folder)), before, "{refused}");
        refused
    }
}

/// A closed ledger with so many entries beside the first two, in two checkpoints.
async fn stood(count: usize) -> Stood {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let key = begun(&folder).await;
    let ledger = Ledger::open(&folder).await.unwrap();
    let all = items(count, today());
    let (first, second) = all.split_at(count / 2);
    let mut receipts = enter_at_once(&ledger, first).await;
    receipts.extend(enter_at_once(&ledger, second).await);
    assert_eq!(receipts.len(), count);
    ledger.close().await.unwrap();
    Stood { _dir: dir, folder, key, receipts }
}

fn size(folder: &Path) -> u64 {
    crate::made::published(folder).checkpoint().unwrap().checkpoint().size()
}

async fn sql(stood: &Stood, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(stood.database());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_or_a_lost_permission_stops_the_book_and_harms_nothing() {
    for os_error in [28, 13] {
        let mut stood = stood(20).await;
        // Opening writes too: far enough behind it is in the midst of entering.
        let faults = Faults::at(60, Fails::HalfWay, Lasts::Forever, os_error);
        let ledger = danger::open(&stood.folder, &faults).await.unwrap();
        let mut refused = None;
        for number in 0..40 {
            match clear(100 + number, today()).enter(&ledger, today()).await {
                Ok(receipt) => stood.receipts.push(receipt),
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
        }
        assert!(faults.was_hit());
        assert!(matches!(refused, Some(Error::Stopped(_))), "{refused:?}");
        // It stays stopped, and says so.
        let again = clear(999, today()).enter(&ledger, today()).await;
        assert!(matches!(again, Err(Error::Stopped(_))));
        assert!(ledger.close().await.is_err());
        stood.goes_on().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_before_the_last_one_is_refused() {
    let stood = stood(4).await;
    let ledger = Ledger::open(&stood.folder).await.unwrap();
    // A closed entry may be of the day before: an ask that began before midnight.
    let (later, now) = (day("2026-11-26"), today());
    let before = day("2026-11-25");
    clear(50, later).enter(&ledger, later).await.unwrap();
    for item in [clear(51, now), closed(52, now)] {
        let refused = item.enter(&ledger, now).await;
        assert!(matches!(refused, Err(Error::ClockBack { .. })), "{refused:?}");
    }
    let refused = clear(51, before).enter(&ledger, before).await;
    assert!(matches!(refused, Err(Error::ClockBack { .. })), "{refused:?}");
    closed(53, before).enter(&ledger, before).await.unwrap();
    ledger.close().await.unwrap();
    let ledger = Ledger::open(&stood.folder).await.unwrap();
    let refused = clear(51, now).enter(&ledger, now).await;
    assert!(matches!(refused, Err(Error::ClockBack { .. })), "also after a restart: {refused:?}");
    // Also between entries that would share a checkpoint.
    let far = day("2026-11-28");
    let near = day("2026-11-27");
    let (one, other) = (clear(60, far), clear(61, near));
    let both = tokio::join!(one.enter(&ledger, far), other.enter(&ledger, near));
    assert!(both.0.is_ok());
    assert!(matches!(both.1, Err(Error::ClockBack { .. })), "{:?}", both.1);
    ledger.close().await.unwrap();
    check_clean(&stood.folder, &stood.key, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_entered_behind_the_entry_that_freezes() {
    let stood = stood(4).await;
    let ledger = Ledger::open(&stood.folder).await.unwrap();
    let cause = FreezeCause::CourtOrder;
    let freezes = ledger.book().enter_clear(Clear::Frozen { day: today(), cause });
    let late = clear(70, today());
    let (frozen, refused) = tokio::join!(freezes, late.enter(&ledger, today()));
    let frozen = frozen.unwrap().index();
    assert!(matches!(refused, Err(Error::Frozen(at)) if at == frozen), "{refused:?}");
    ledger.close().await.unwrap();
    let ledger = Ledger::open(&stood.folder).await.unwrap();
    let refused = clear(71, today()).enter(&ledger, today()).await;
    assert!(matches!(refused, Err(Error::Frozen(at)) if at == frozen), "{refused:?}");
    check_clean(&stood.folder, &stood.key, Some(today()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_by_moments_is_waited_for_and_by_an_hour_is_refused() {
    let stood = stood(2).await;
    sql(&stood, "UPDATE head SET signed_at = unixepoch() + 2").await;
    stood.goes_on().await;
    sql(&stood, "UPDATE head SET signed_at = unixepoch() + 3600").await;
    let ledger = Ledger::open(&stood.folder).await.unwrap();
    let refused = clear(80, today()).enter(&ledger, today()).await;
    assert!(matches!(refused, Err(Error::Stopped(_))), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn newest_tiles_that_are_gone_or_torn_are_written_again() {
    for is_torn in [false, true] {
        let stood = stood(300).await;
        for path in TilePath::partial(size(&stood.folder)) {
            let path = public(&stood.folder).join(path.to_string());
            let bytes = std::fs::read(&path).unwrap();
            std::fs::remove_file(&path).unwrap();
            if is_torn {
                std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
            }
        }
        assert!(check(&stood.folder, &stood.key, None).is_err());
        stood.goes_on().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_tile_that_is_gone_or_torn_is_told() {
    for name in ["tile/entries/000", "tile/0/000"] {
        let stood = stood(600).await;
        let path = public(&stood.folder).join(name);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
        assert!(check(&stood.folder, &stood.key, None).is_err(), "{name} torn");
        std::fs::remove_file(&path).unwrap();
        let error = check(&stood.folder, &stood.key, None).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
        std::fs::write(&path, &bytes).unwrap();
        stood.goes_on().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tile_that_is_needed_to_go_on_and_is_torn_is_refused() {
    let stood = stood(300).await;
    // Without what is pending the tiles themselves must do.
    sql(&stood, "UPDATE head SET pending = x''").await;
    let [path, ..] = TilePath::partial(size(&stood.folder))[..] else { unreachable!() };
    let path = public(&stood.folder).join(path.to_string());
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(stood.refuses().await, Error::Ledger(_)));
    std::fs::write(&path, &bytes).unwrap();
    stood.goes_on().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_an_error_and_no_new_tree() {
    let stood = stood(10).await;
    let checkpoint = std::fs::read(stood.checkpoint()).unwrap();
    std::fs::remove_file(stood.checkpoint()).unwrap();
    assert!(matches!(stood.refuses().await, Error::Ledger(_)));
    let error = check(&stood.folder, &stood.key, None).unwrap_err();
    assert!(matches!(error, Error::NoCheckpoint { .. }), "{error}");
    std::fs::write(stood.checkpoint(), &checkpoint[..checkpoint.len() / 2]).unwrap();
    assert!(matches!(stood.refuses().await, Error::Ledger(_)));
    std::fs::write(stood.checkpoint(), &checkpoint).unwrap();

    let database = std::fs::read(stood.database()).unwrap();
    std::fs::remove_file(stood.database()).unwrap();
    assert!(matches!(stood.refuses().await, Error::Missing { .. }));
    assert!(!stood.database().exists());
    std::fs::write(stood.database(), b"").unwrap();
    assert!(matches!(stood.refuses().await, Error::Sql(_)));
    std::fs::write(stood.database(), b"no database at all").unwrap();
    assert!(matches!(stood.refuses().await, Error::Sql(_)));
    std::fs::write(stood.database(), &database).unwrap();
    stood.goes_on().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_backup_of_the_database_is_refused() {
    let stood = stood(10).await;
    let backup = stood.folder.with_file_name("backup");
    copy(&private(&stood.folder), &backup);
    stood.goes_on().await;
    let newer = stood.folder.with_file_name("newer");
    copy(&private(&stood.folder), &newer);
    copy(&backup, &private(&stood.folder));
    let refused = stood.refuses().await;
    assert!(refused.to_string().contains("more is published than is locked"), "{refused}");
    copy(&newer, &private(&stood.folder));
    assert_eq!(entries(&stood.folder).len(), 13);
    Ledger::open(&stood.folder).await.unwrap().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_is_told_that_it_is_busy() {
    let stood = stood(2).await;
    let first = Ledger::open(&stood.folder).await.unwrap();
    assert!(matches!(Ledger::open(&stood.folder).await, Err(Error::Busy { .. })));
    clear(90, today()).enter(&first, today()).await.unwrap();
    first.close().await.unwrap();
    stood.goes_on().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_sequencer_stops_us_before_we_touch_a_tile() {
    let stood = stood(10).await;
    let ledger = Ledger::open(&stood.folder).await.unwrap();
    let signer = read_key(&private(&stood.folder).join("log-1.key"), KeyKind::Ledger).unwrap();
    let other = Checkpoint::new(signer.public().name(), 99, Hash::leaf(b"another")).unwrap();
    let other = other.sign(&[&signer]).unwrap().note();
    let options = SqliteConnectOptions::new().filename(stood.database());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let swap = sqlx::query("UPDATE head SET checkpoint = ?").bind(&other);
    swap.execute(&mut connection).await.unwrap();
    let before = files(&public(&stood.folder));
    let refused = clear(91, today()).enter(&ledger, today()).await;
    assert!(matches!(refused, Err(Error::Stopped(_))), "{refused:?}");
    assert!(matches!(ledger.close().await, Err(Error::Second)));
    assert_eq!(files(&public(&stood.folder)), before);
    let query = sqlx::query_scalar("SELECT checkpoint FROM head");
    let there: Vec<u8> = query.fetch_one(&mut connection).await.unwrap();
    assert_eq!(there, other, "theirs is not ours to change");
    connection.close().await.unwrap();
    check_clean(&stood.folder, &stood.key, Some(today()));
}
