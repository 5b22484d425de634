//! How long a ruling takes: remembered, made, made under a large law; and at peers.
//!
//! Ends with an error where two evaluations of one law differ, or a target is missed.

mod figures;
mod peer;
mod rego;

use figures::{Times, told};
use law::{Law, Remembering, StatuteFile};
use peer::Peers;
use std::collections::HashSet;
use std::error::Error;
use std::hash::{BuildHasher as _, RandomState};
use std::hint::black_box;
use std::time::{Duration, Instant};
use terms::{Ask, Facts, Moment};
use testkit::provisions::{self, Style, Words};
use testkit::{Dice, asks};

type Fallible<T> = Result<T, Box<dyn Error>>;

const ASKS: usize = 1_000_000;
/// Different asks with their facts, of which those are drawn.
const POOL: usize = 160_000;
/// A hit takes less, by its median.
const HIT_MAX: u64 = 1_000;
/// A miss under a thousand provisions takes at most this many times one under ten.
const GROWTH_MAX: f64 = 2.0;

fn main() -> Fallible<()> {
    let files: Vec<StatuteFile> = Law::embedded_files().collect();
    let law = Law::read(files.clone())?;
    println!("law {}: {} provisions", &law.digest()[..12], law.provisions().count());
    println!("left to Cedar: {} policies\n", law.left_to_cedar().len());
    let start = Instant::now();
    let mut dice = Dice::of(2026);
    let pool: Vec<(Ask, Facts)> = std::iter::repeat_with(|| asks::posed(&mut dice))
        .take(POOL)
        .flatten()
        .map(|(ask, facts, _)| (ask, facts))
        .collect();
    println!("{} asks made up in {:.1} s", pool.len(), start.elapsed().as_secs_f64());
    let mut failures = Vec::new();
    remembered(&law, &pool, 262_144, &mut failures)?;
    remembered(&law, &pool, 32_768, &mut failures)?;
    cold(&files, &pool)?;
    grown(&files, &pool, &mut failures)?;
    println!("\npeers, on the law as shipped");
    peers(&law, &files, &pool[..4_000], &mut failures)?;
    if failures.is_empty() {
        println!("\nevery evaluation agreed, and every target was met");
        return Ok(());
    }
    Err(failures.join("; ").into())
}

fn moment(unix_ms: u64) -> Fallible<Moment> {
    let hours = unix_ms / 3_600_000;
    let (minutes, seconds, ms) = (unix_ms / 60_000 % 60, unix_ms / 1000 % 60, unix_ms % 1000);
    let day = 24 + (12 + hours) / 24;
    let hour = (12 + hours) % 24;
    Ok(format!("2026-11-{day}T{hour:02}:{minutes:02}:{seconds:02}.{ms:03}Z").parse()?)
}

/// A million asks over one day, from noon to noon, so that midnight ends some rulings.
fn remembered(
    law: &Law,
    pool: &[(Ask, Facts)],
    room: usize,
    failures: &mut Vec<String>,
) -> Fallible<()> {
    let memory = Remembering::new(law, room);
    let mut dice = Dice::of(7);
    let mut drawn = Vec::with_capacity(ASKS);
    for n in 0..ASKS as u64 {
        // The square of an even throw: some asks come often, most come now and then.
        let even = (dice.throw() >> 11) as f64 / (1_u64 << 53) as f64;
        let at = ((even * even * pool.len() as f64) as usize).min(pool.len() - 1);
        drawn.push((at, moment(n * 86_400_000 / ASKS as u64)?));
    }
    let distinct: HashSet<&Facts> = drawn.iter().map(|(at, _)| &pool[*at].1).collect();
    println!(
        "\n{ASKS} asks with {} different sets of facts; room for {room} rulings",
        distinct.len()
    );
    if distinct.len() < 100_000 {
        failures.push("fewer than 100,000 different sets of facts".to_owned());
    }
    let mut times = [Times::default(), Times::default(), Times::default()];
    let read = RandomState::new();
    let mut before = memory.recalled();
    for (n, (at, now)) in drawn.iter().enumerate() {
        let (ask, facts) = &pool[*at];
        // An ask and its facts have just been read when they are ruled on, so they are read here;
        // to fetch them from a pool of hundreds of megabytes is no part of a ruling.
        black_box(read.hash_one((ask, facts)));
        let start = Instant::now();
        let ruling = black_box(memory.rule(ask, facts, *now));
        let took = start.elapsed();
        let after = memory.recalled();
        let which = match (after.asked - before.asked, after.derived - before.derived) {
            (1, _) => 0,
            (_, 1) => 1,
            _ => 2,
        };
        before = after;
        times[which].add(took);
        if n % 97 == 0 && *ruling != law.rule(ask, facts, *now) {
            failures.push(format!("a remembered ruling is not the fresh one: {ask:?}"));
        }
    }
    let share = |count: usize| 100.0 * count as f64 / ASKS as f64;
    let [hit, derived, miss] = &mut times;
    println!(
        "  hit rate {:.1} %: {:.1} % by ask and facts, {:.1} % by what is derived from them",
        share(hit.count() + derived.count()),
        share(hit.count()),
        share(derived.count())
    );
    hit.tell("hit (ask and facts known)");
    derived.tell("hit of the second memory (derived, not ruled)");
    miss.tell("miss (both memories consulted, then ruled)");
    if hit.median() >= HIT_MAX {
        failures.push(format!("a hit takes {}", told(hit.median())));
    }
    Ok(())
}

/// The first ruling of a law that was just loaded.
fn cold(files: &[StatuteFile], pool: &[(Ask, Facts)]) -> Fallible<()> {
    let (mut load, mut first) = (Times::default(), Times::default());
    for (ask, facts) in pool.iter().step_by(pool.len() / 30) {
        let law = load.of(|| Law::read(files.to_vec()))?;
        let memory = Remembering::new(&law, 262_144);
        first.of(|| {
            black_box(memory.rule(ask, facts, moment(0).unwrap_or_else(|_| unreachable!())))
        });
    }
    println!("\na law as shipped, freshly loaded");
    load.tell("load (parse, validate, compile, index)");
    first.tell("cold: its first ruling");
    Ok(())
}

/// Ten generated provisions, and a thousand.
fn grown(files: &[StatuteFile], pool: &[(Ask, Facts)], failures: &mut Vec<String>) -> Fallible<()> {
    let mut medians = Vec::new();
    for count in [10, 1_000] {
        let (files, law) = with_provisions(files, count)?;
        println!("\nthe base pack and {count} generated provisions, all binding the holder");
        let now = moment(0)?;
        let pool = &pool[..40_000];
        let memory = Remembering::new(&law, 65_536);
        let mut miss = Times::default();
        let mut before = memory.recalled().ruled;
        for (ask, facts) in pool {
            let start = Instant::now();
            black_box(memory.rule(ask, facts, now));
            let took = start.elapsed();
            let after = memory.recalled().ruled;
            if after > before {
                miss.add(took);
            }
            before = after;
        }
        miss.tell("miss (both memories consulted, then ruled)");
        let mut every = Times::default();
        let mut held = 0;
        for (ask, facts) in pool {
            let ruling = every.of(|| black_box(law.rule(ask, facts, now)));
            held += ruling.grounds().filter(|g| g.policy.0.starts_with("MADE-UP")).count();
        }
        every.tell("ruling without memory, the same asks");
        println!(
            "  generated provisions that hold, per ask: {:.2}",
            held as f64 / pool.len() as f64
        );
        medians.push((miss.median(), every.median()));
        let sample = if count == 10 { 2_000 } else { 300 };
        peers(&law, &files, &pool[..sample], failures)?;
    }
    let [(ten, ten_all), (thousand, thousand_all)] = medians[..] else { unreachable!() };
    let growth = thousand as f64 / ten as f64;
    println!("\na miss with 1,000 provisions / with 10: {growth:.2}");
    println!(
        "a ruling with 1,000 provisions / with 10: {:.2}",
        thousand_all as f64 / ten_all as f64
    );
    if growth > GROWTH_MAX {
        failures.push(format!("a miss grows {growth:.2} times"));
    }
    Ok(())
}

fn with_provisions(files: &[StatuteFile], count: usize) -> Fallible<(Vec<StatuteFile>, Law)> {
    let is_kept = |f: &&StatuteFile| {
        f.path.starts_with("base/")
            || ["holidays.toml", "schema.cedarschema"].contains(&f.path.as_str())
    };
    let schema = files.iter().find(|f| f.path == "schema.cedarschema").ok_or("no schema")?;
    let words = Words::read(&schema.text);
    let mut dice = Dice::of(1000);
    loop {
        let pack = provisions::pack(&mut dice, &words, Style::Narrow, "made-up", count);
        let pack = pack.map(|(path, text)| StatuteFile { path, text });
        let all: Vec<StatuteFile> = files.iter().filter(is_kept).cloned().chain(pack).collect();
        match Law::read(all.clone()) {
            Ok(law) => return Ok((all, law)),
            // Strict validation refuses a policy that can never hold.
            Err(law::Error::Invalid { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Cedar and regorus on the same policies and asks, and whether all say the same.
fn peers(
    law: &Law,
    files: &[StatuteFile],
    sample: &[(Ask, Facts)],
    failures: &mut Vec<String>,
) -> Fallible<()> {
    let now = moment(0)?;
    let mut peers = Peers::read(files)?;
    let (mut cedar, mut engine, mut machine) = Default::default();
    let (mut ours, mut plain): (Times, Times) = Default::default();
    let mut differ = 0;
    for (ask, facts) in sample {
        let posed = peers.pose(&law.posed_json(ask, facts, now))?;
        let by_cedar = Times::of(&mut cedar, || peers.cedar(&posed));
        let by_engine = Times::of(&mut engine, || peers.regorus(&posed))?;
        let by_machine = Times::of(&mut machine, || peers.regorus_machine(&posed))?;
        let ruled = ours.of(|| law.rule(ask, facts, now));
        let plainly = plain.of(|| law.rule_plainly(ask, facts, now));
        let is_one = by_cedar == by_engine && by_cedar == by_machine && ruled == plainly;
        differ += usize::from(!is_one);
    }
    println!("  {} policies, {} asks:", peers.policies(), sample.len());
    ours.tell("Law::rule, whole ruling");
    plain.tell("Law::rule_plainly, whole ruling by Cedar");
    cedar.tell("Cedar 4.14 is_authorized, request ready, no ruling");
    engine.tell("regorus 0.14 interpreter, input ready, no ruling");
    machine.tell("regorus 0.14 virtual machine, input ready, no ruling");
    if differ > 0 {
        failures.push(format!("{differ} of {} asks are judged differently", sample.len()));
    }
    // Time for the machine to settle between two sections.
    std::thread::sleep(Duration::from_millis(50));
    Ok(())
}
