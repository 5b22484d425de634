//! How fast a ledger takes entries and is checked, beside PostgreSQL.
//!
//! `ledger append ENTRIES` enters them as fast as it can; `ledger latency RATE SECONDS` at a steady
//! rate, and tells how long each waited for its receipt; `ledger day ENTRIES` shuffles and opens
//! one day; `ledger compare` does all of it and then runs `peer.sh`. Nothing here is a real entry.

use ledger::{Between, Body, Content, Digest, GroundTold, Opening, Particulars, PublicKey, Secret};
use std::num::NonZero;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{Beginning, Ledger, Published, Trusted};
use terms::{Day, Door, Outcome, Party, PartyKind, PolicyId, RecordClass, TextStatus};
use testkit::Dice;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

type Problem = Box<dyn std::error::Error + Send + Sync>;

const LAW: Digest = Digest([7; 32]);
const TWO: NonZero<usize> = NonZero::new(2).unwrap();

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("ledger bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Problem> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["append", entries] => append(entries.parse()?, 8_000),
        ["append", entries, at_once] => append(entries.parse()?, at_once.parse()?),
        ["latency", rate, seconds] => latency(rate.parse()?, seconds.parse()?),
        ["day", entries] => shuffle(entries.parse()?),
        ["compare"] => {
            append(500_000, 8_000)?;
            latency(10_000, 10)?;
            shuffle(5_000)?;
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/ledger/peer.sh");
            let status = Command::new("bash").arg(script).status()?;
            if status.success() { Ok(()) } else { Err("the peer did not run".into()) }
        }
        _ => Err("usage: append ENTRIES | latency RATE SECONDS | day ENTRIES | compare".into()),
    }
}

/// A ledger in a new folder, on the disk of the folder for temporary files.
async fn begin(folder: &Path) -> Result<(Ledger, PublicKey), Problem> {
    let holder = Party {
        name: "Rio Claro Police Department".to_owned(),
        kind: PartyKind::LocalLawEnforcement,
        ..Party::default()
    };
    let day = "2026-11-24".parse()?;
    let origin = "ledger.example/bench".to_owned();
    let config = Ledger::begin(folder, Beginning { origin, holder, law: LAW, day }).await?;
    let key = PublicKey::read(&config.keys[0].verifier)?;
    Ok((Ledger::open(folder).await?, key))
}

fn runtime() -> Result<Runtime, Problem> {
    Ok(Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

fn append(entries: u64, at_once: usize) -> Result<(), Problem> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger");
    let key = runtime()?.block_on(async {
        let (ledger, key) = begin(&path).await?;
        let begun = Instant::now();
        enter(&ledger, entries, at_once).await?;
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "append: {entries} entries in {seconds:.2} s, committed to, appended durably and with \
             a receipt each: {:.0} a second",
            entries as f64 / seconds
        );
        receipts(&ledger, entries).await?;
        ledger.close().await?;
        Ok::<_, Problem>(key)
    })?;
    let published = Published::at(&store::public(&path).display().to_string());
    prove(&published, entries)?;
    let trusted = Trusted { key, since: None, law: Some(LAW), today: None };
    let begun = Instant::now();
    let checked = store::check(&published, &trusted, TWO, &mut |_, _| {})?;
    let seconds = begun.elapsed().as_secs_f64();
    assert!(checked.wrong.is_empty(), "{:?}", checked.wrong.first());
    let rate = checked.entries as f64 / seconds;
    println!("check: {} entries in {seconds:.2} s: {rate:.0} a second", checked.entries);
    Ok(())
}

/// So many entries at once on their way, each waiting for its own receipt.
async fn enter(ledger: &Ledger, entries: u64, at_once: usize) -> Result<(), Problem> {
    let room = Arc::new(Semaphore::new(at_once));
    let mut tasks = Vec::new();
    for number in 0..entries {
        let permit = room.clone().acquire_owned().await?;
        let book = ledger.book().clone();
        tasks.push(tokio::spawn(async move {
            let (closed, opening, day) = made(number)?;
            let receipt = book.enter_closed(closed, &opening, day).await?;
            drop(permit);
            Ok::<_, Problem>(receipt.index().0)
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// Proofs of any entries, the tiles read from the folder and held against the root each time.
fn prove(published: &Published, entries: u64) -> Result<(), Problem> {
    let checkpoint = published.checkpoint()?;
    let (size, root) = (checkpoint.checkpoint().size(), checkpoint.checkpoint().root());
    let mut dice = Dice::of(8);
    let mut times = Vec::new();
    for _ in 0..5_000 {
        let index = dice.throw() % entries;
        let begun = Instant::now();
        let proved = ledger::Tiles::new(size, root, published)?.prove_inclusion(index)?;
        times.push(begun.elapsed());
        assert!(!proved.0.is_empty());
    }
    let (median, p99) = quantiles(&mut times);
    println!("inclusion proof from tiles on disk: median {median:.0?}, p99 {p99:.0?}");
    Ok(())
}

async fn receipts(ledger: &Ledger, entries: u64) -> Result<(), Problem> {
    let mut dice = Dice::of(9);
    let mut times = Vec::new();
    for _ in 0..2_000 {
        let index = ledger::EntryIndex(dice.throw() % entries);
        let begun = Instant::now();
        let receipt = ledger.receipt(index).await?;
        times.push(begun.elapsed());
        assert_eq!(receipt.index(), index);
    }
    let (median, p99) = quantiles(&mut times);
    println!("receipt of any entry, by the book: median {median:.0?}, p99 {p99:.0?}");
    Ok(())
}

fn latency(rate: u64, seconds: u64) -> Result<(), Problem> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger");
    let mut times = runtime()?.block_on(async {
        let (ledger, _) = begin(&path).await?;
        let begun = Instant::now();
        let mut tasks = Vec::new();
        for number in 0..rate * seconds {
            let due = begun + Duration::from_secs_f64(number as f64 / rate as f64);
            // A millisecond is the least that the timer knows: what is due within it goes now.
            if due > Instant::now() + Duration::from_millis(1) {
                tokio::time::sleep_until(due.into()).await;
            }
            let book = ledger.book().clone();
            tasks.push(tokio::spawn(async move {
                let (closed, opening, day) = made(number)?;
                book.enter_closed(closed, &opening, day).await?;
                Ok::<_, Problem>(due.elapsed())
            }));
        }
        let mut times = Vec::new();
        for task in tasks {
            times.push(task.await??);
        }
        ledger.close().await?;
        Ok::<_, Problem>(times)
    })?;
    let (median, p99) = quantiles(&mut times);
    println!(
        "latency at {rate} entries a second over {seconds} s, from when it was due to its receipt: \
         median {median:.1?}, p99 {p99:.1?}"
    );
    Ok(())
}

fn shuffle(entries: u64) -> Result<(), Problem> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger");
    let (key, seconds) = runtime()?.block_on(async {
        let (ledger, key) = begin(&path).await?;
        enter(&ledger, entries, 4_000).await?;
        let begun = Instant::now();
        let opened = ledger.open_due("2026-11-25".parse()?, TWO).await?;
        assert_eq!(opened.len(), 1);
        ledger.close().await?;
        Ok::<_, Problem>((key, begun.elapsed().as_secs_f64()))
    })?;
    println!("a day of {entries} closed entries: shuffled, proved and opened in {seconds:.2} s");
    let published = Published::at(&store::public(&path).display().to_string());
    let trusted = Trusted { key, since: None, law: Some(LAW), today: None };
    let begun = Instant::now();
    let checked = store::check(&published, &trusted, TWO, &mut |_, _| {})?;
    assert!(checked.wrong.is_empty(), "{:?}", checked.wrong.first());
    println!("  checked in {:.2} s", begun.elapsed().as_secs_f64());
    Ok(())
}

/// A closed entry as the line makes them: fresh secret, commitments, opening.
fn made(number: u64) -> Result<(ledger::Closed, Opening, Day), Problem> {
    let day: Day = "2026-11-24".parse()?;
    let body = |name: String| Body {
        kind: PartyKind::LocalLawEnforcement,
        name: Some(name),
        state: Some("CA".to_owned()),
    };
    let between = Between {
        day,
        holder: body("Rio Claro Police Department".to_owned()),
        asker: body(format!("Agency {}", number % 40)),
        beneficiary: None,
        door: Door::Query,
        records: Some(RecordClass::PlateReads),
    };
    let policy = PolicyId("CA-SB34-SHARE/federal".to_owned());
    let grounds = vec![GroundTold { policy, text_status: TextStatus::Verified }];
    let content = Content::Ruled { between, outcome: Outcome::Withhold, grounds };
    let particulars = Particulars {
        at: "2026-11-24T12:00:00Z".parse()?,
        by: Digest([1; 32]),
        id: Some(terms::AskId(format!("bench-{number}"))),
        ask: Digest([2; 32]),
        facts: Digest([3; 32]),
        ruling: Digest([4; 32]),
        ruled: None,
        left: None,
    };
    let secret = Secret::new(store::random()?);
    let (closed, opening) = Opening::close(content, particulars, LAW, secret)?;
    Ok((closed, opening, day))
}

fn quantiles(times: &mut [Duration]) -> (Duration, Duration) {
    times.sort_unstable();
    (times[times.len() / 2], times[times.len() * 99 / 100])
}
