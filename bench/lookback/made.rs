//! A made-up network audit in the form of a full export.
//!
//! Its mixture follows what published logs have in common: a quarter of the reasons is blank, a
//! third only a case number, a few agencies search most, some rows come twice, and a few in a
//! thousand say that they are for immigration enforcement or for a federal body.

use crate::Problem;
use std::fs::File;
use std::io::{BufWriter, Write};

const HEADER: &str = "ID, Name, Org Name, Total Networks Searched, Total Devices Searched, \
    Time Frame, License Plate, Reason, Case #, Filters, Search Time, Search Type, Text Prompt, \
    Moderation\n";

/// Writes so many rows.
pub fn write(path: &str, rows: u64) -> Result<(), Problem> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let agencies = agencies();
    let mut dice = Dice(42);
    out.write_all(HEADER.as_bytes())?;
    let mut line = Vec::with_capacity(512);
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for row in 0..rows {
        // One row in twenty is a copy of an earlier one.
        if !kept.is_empty() && dice.below(20) == 0 {
            out.write_all(&kept[dice.below(kept.len() as u64) as usize])?;
            continue;
        }
        line.clear();
        put(&mut line, row, &agencies, &mut dice)?;
        out.write_all(&line)?;
        if dice.below(64) == 0 {
            let slot = dice.below(4096) as usize;
            if slot < kept.len() {
                kept[slot].clone_from(&line);
            } else {
                kept.push(line.clone());
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn put(line: &mut Vec<u8>, row: u64, agencies: &[String], dice: &mut Dice) -> Result<(), Problem> {
    let (high, low) = (dice.next(), dice.next());
    // A square of an even throw: a few agencies search most.
    let throw = dice.below(1_000_000) as f64 / 1e6;
    let agency = &agencies[(throw * throw * agencies.len() as f64) as usize];
    let day = 1 + row * 28 / 12_000_000 % 28;
    let (hour, minute, second) = (dice.below(24), dice.below(60), dice.below(60));
    let half = if hour < 12 { "AM" } else { "PM" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let reason = reason(dice);
    let case = match dice.below(3) {
        0 => format!("26-{:06}", dice.below(1_000_000)),
        _ => String::new(),
    };
    write!(
        line,
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x},,{agency},{},{},\"04/{day:02}/2026, {twelve:02}:\
         {minute:02}:{second:02} {half} UTC - 04/{day:02}/2026, {twelve:02}:{minute:02}:\
         {second:02} {half} UTC\",,{reason},{case},,\"04/{day:02}/2026, {twelve:02}:{minute:02}:\
         {second:02} {half} UTC\",{},,\n",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff,
        1 + dice.below(6_000),
        1 + dice.below(80_000),
        if dice.below(10) == 0 { "search" } else { "lookup" },
    )?;
    Ok(())
}

fn reason(dice: &mut Dice) -> String {
    match dice.below(1000) {
        0..250 => String::new(),
        250..580 => {
            const PREFIXES: [&str; 6] = ["26-", "2026-", "CR26-", "C26", "RC26-00", ""];
            let prefix = PREFIXES[dice.below(6) as usize];
            format!("{prefix}{:07}", dice.below(10_000_000))
        }
        580..584 => {
            const DROP_DOWN: &str = "Immigration (civil/administrative) - ";
            pick(dice, &["immigration", "ICE ERO assist", DROP_DOWN])
        }
        584..590 => pick(dice, &["HSI assist", "usms case", "assist CBP", "DEA TF", "FBI"]),
        590..640 => pick(dice, &["inv", "investigation", "susp", "bolo", "test"]),
        640..700 => {
            let crime = pick(dice, &CRIMES);
            format!("{crime} 26-{:06}", dice.below(1_000_000))
        }
        _ => pick(dice, &CRIMES),
    }
}

const CRIMES: [&str; 12] = [
    "stolen vehicle",
    "burglary",
    "homicide",
    "hit and run",
    "459 PC",
    "10851 VC",
    "robbery",
    "missing person",
    "PC 211",
    "narcotics",
    "retail theft",
    "stolen plate",
];

fn pick(dice: &mut Dice, of: &[&str]) -> String {
    of[dice.below(of.len() as u64) as usize].to_owned()
}

/// Some 5,000 agencies: made-up towns of every state, and a few federal bodies.
fn agencies() -> Vec<String> {
    const STATES: [&str; 20] = [
        "CA", "CA", "CA", "CA", "CA", "TX", "FL", "GA", "IL", "OH", "AZ", "NV", "OR", "WA", "TN",
        "IN", "MI", "NC", "VA", "CO",
    ];
    const FIRST: [&str; 16] = [
        "Alder", "Birch", "Cedar", "Dry", "Elm", "Fern", "Granite", "Hazel", "Iron", "Juniper",
        "Kelp", "Larch", "Maple", "North", "Oak", "Pine",
    ];
    const SECOND: [&str; 16] = [
        "Bend", "Brook", "Canyon", "Creek", "Falls", "Field", "Ford", "Grove", "Hill", "Lake",
        "Mesa", "Point", "Ridge", "Spring", "Valley", "View",
    ];
    let mut agencies = Vec::new();
    for (place, state) in (0..5_100).zip(STATES.iter().cycle()) {
        let (first, second) = (FIRST[place / 16 % 16], SECOND[place % 16]);
        agencies.push(match place % 7 {
            0 => format!("{first} {second} County {state} SO"),
            _ => format!("{first} {second} {state} PD"),
        });
    }
    for federal in ["US Marshals Service", "Homeland Security Investigations", "US Border Patrol"] {
        agencies.push(federal.to_owned());
    }
    agencies
}

/// Splitmix64: the same throws every time.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}
