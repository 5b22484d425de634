//! Times of single calls, and what is told of them.

use std::time::{Duration, Instant};

/// Nanoseconds, one for each call.
#[derive(Default)]
pub struct Times(Vec<u64>);

impl Times {
    /// Times one call. Reading the clock twice is in it: some 40 nanoseconds.
    pub fn of<T>(&mut self, call: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = call();
        self.add(start.elapsed());
        result
    }

    pub fn add(&mut self, took: Duration) {
        self.0.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Half of the calls took no longer.
    pub fn median(&mut self) -> u64 {
        self.share(50)
    }

    fn share(&mut self, percent: usize) -> u64 {
        self.0.sort_unstable();
        let last = self.0.len().saturating_sub(1);
        self.0.get(self.0.len() * percent / 100).or(self.0.get(last)).copied().unwrap_or_default()
    }

    /// Prints a line of them.
    pub fn tell(&mut self, what: &str) {
        let (median, p99) = (told(self.median()), told(self.share(99)));
        println!("  {what:<58} median {median:>10}   p99 {p99:>10}   of {}", self.count());
    }
}

/// Nanoseconds in a unit that a person reads.
pub fn told(nanoseconds: u64) -> String {
    match nanoseconds {
        0..10_000 => format!("{nanoseconds} ns"),
        10_000..10_000_000 => format!("{:.1} us", nanoseconds as f64 / 1e3),
        _ => format!("{:.1} ms", nanoseconds as f64 / 1e6),
    }
}
