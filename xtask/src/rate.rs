//! A share of a count, with its Wilson 95 % interval.

use serde::Serialize;
use std::fmt;

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Rate {
    /// What is right.
    pub right: u32,
    /// What was judged.
    pub judged: u32,
}

impl Rate {
    /// Counts one more.
    pub fn count(&mut self, is_right: bool) {
        self.judged += 1;
        self.right += u32::from(is_right);
    }

    /// The share; none of nothing.
    pub fn share(self) -> Option<f64> {
        (self.judged > 0).then(|| f64::from(self.right) / f64::from(self.judged))
    }

    /// The Wilson score interval at 95 %: it stays inside 0 and 1 where the share is near either.
    pub fn interval(self) -> Option<(f64, f64)> {
        /// The two-sided 95 % point of the normal distribution.
        const Z: f64 = 1.959_964;
        let share = self.share()?;
        let count = f64::from(self.judged);
        let z2 = Z * Z;
        let middle = (share + z2 / (2.0 * count)) / (1.0 + z2 / count);
        let spread = (share * (1.0 - share) / count + z2 / (4.0 * count * count)).sqrt();
        let half = Z * spread / (1.0 + z2 / count);
        Some(((middle - half).max(0.0), (middle + half).min(1.0)))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(share), Some((low, high))) = (self.share(), self.interval()) else {
            return write!(f, "none judged");
        };
        write!(
            f,
            "{} of {} ({:.2} %; {:.2} to {:.2})",
            self.right,
            self.judged,
            share * 100.0,
            low * 100.0,
            high * 100.0
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        let told = |right, judged| Rate { right, judged }.to_string();
        assert_eq!(told(5, 10), "5 of 10 (50.00 %; 23.66 to 76.34)");
        assert_eq!(told(10, 10), "10 of 10 (100.00 %; 72.25 to 100.00)");
        assert_eq!(told(0, 0), "none judged");
    }
}
