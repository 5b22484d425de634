//! How long a lookback of a made-up network audit takes, here and by peers.
//!
//! `lookback generate FILE ROWS` writes the audit; `lookback run FILE [THREADS]` takes it through
//! the law and tells rows a second and the most memory that was resident; `lookback compare ROWS`
//! does both, then runs `peers.py` on the same file. Nothing here is a real row.

mod made;

use lookback::{Lookback, Options, Scratch};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::num::NonZero;
use std::process::{Command, ExitCode};
use std::time::Instant;

type Problem = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("lookback bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Problem> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["generate", file, rows] => made::write(file, rows.parse()?),
        ["run", file] => ours(file, 2),
        ["run", file, threads] => ours(file, threads.parse()?),
        ["compare", rows] => compare(rows.parse()?),
        _ => Err("usage: generate FILE ROWS | run FILE [THREADS] | compare ROWS".into()),
    }
}

/// Ours and the peers on one file, in one run.
fn compare(rows: u64) -> Result<(), Problem> {
    let file = std::env::temp_dir().join("headworks-network-audit.csv");
    let file = file.to_str().ok_or("the folder for temporary files has a name that is no text")?;
    made::write(file, rows)?;
    let this = std::env::current_exe()?;
    // Each in a process of its own, so that the memory told is its own.
    let status = Command::new(this).args(["run", file]).status()?;
    if !status.success() {
        return Err("the run of ours failed".into());
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/lookback/peers.py");
    let python = std::env::var("HEADWORKS_PEERS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    for peer in ["duckdb", "polars", "pandas"] {
        let status = Command::new(&python).args([script, peer, file]).status()?;
        if !status.success() {
            println!("{peer}: not run (see bench/lookback/README.md)");
        }
    }
    std::fs::remove_file(file)?;
    Ok(())
}

fn ours(file: &str, threads: usize) -> Result<(), Problem> {
    let begun = Instant::now();
    let law = law::Law::embedded()?;
    let parties = parties::Parties::embedded()?;
    let reasons = doors::Reasons::embedded()?;
    let loaded = begun.elapsed();
    let begun = Instant::now();
    let threads = NonZero::new(threads).ok_or("at least one thread")?;
    let options =
        Options { agency: Some("Rio Claro CA PD".to_owned()), threads, ..Options::default() };
    let scratch = Box::new(Temporary::default());
    let mut run = Lookback::with_scratch(&law, &parties, &reasons, options, scratch)?;
    run.add_file(file, File::open(file)?, &mut ())?;
    let read = begun.elapsed();
    let found = run.finish()?;
    let all = begun.elapsed();
    let rows: u64 = found.summary.files.iter().map(|file| file.rows_read).sum();
    let bytes = std::fs::metadata(file)?.len();
    let seconds = all.as_secs_f64();
    println!(
        "headworks: {rows} rows ({:.2} GB) in {seconds:.2} s ({:.2} s read, {:.2} s put together \
         and ruled on) with {threads} threads: {:.2} million rows a second; most resident {} MiB; \
         loading the law {:.2} s",
        bytes as f64 / 1e9,
        read.as_secs_f64(),
        (all - read).as_secs_f64(),
        rows as f64 / seconds / 1e6,
        resident_mib().unwrap_or(0),
        loaded.as_secs_f64(),
    );
    let told = &found.summary;
    println!(
        "  {} unique, {} duplicate, {} unreadable; withheld {}, referred {}, nothing found {}",
        told.rows_unique,
        told.files.iter().map(|file| file.rows_duplicate).sum::<u64>(),
        told.files.iter().map(|file| file.rows_unreadable).sum::<u64>(),
        told.outcomes.withhold,
        told.outcomes.refer,
        told.outcomes.nothing_found,
    );
    for (label, count) in told.by_purpose.iter() {
        println!("    {count:>9}  {label}");
    }
    Ok(())
}

/// The most memory that was resident, in MiB, as Linux tells it.
fn resident_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib / 1024)
}

/// Rows that are set down, in a file of no name.
#[derive(Default)]
struct Temporary {
    file: Option<File>,
    end: u64,
    parts: Vec<Vec<(u64, u64)>>,
}

impl Scratch for Temporary {
    fn append(&mut self, part: usize, bytes: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(bytes)?;
        if self.parts.len() <= part {
            self.parts.resize(part + 1, Vec::new());
        }
        self.parts[part].push((self.end, bytes.len() as u64));
        self.end += bytes.len() as u64;
        Ok(())
    }

    fn read(&mut self, part: usize, into: &mut Vec<u8>) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        for (start, length) in self.parts.get(part).into_iter().flatten() {
            file.seek(SeekFrom::Start(*start))?;
            file.take(*length).read_to_end(into)?;
        }
        Ok(())
    }
}
