//! What a check has to say: what is wrong, where, and how to mend it.

use std::fmt;

/// How much a complaint weighs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Weight {
    /// The check fails.
    Failure,
    /// Worth a thought; the check passes.
    Warning,
}

/// One thing a check found.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Complaint {
    /// Whether it fails the check.
    pub weight: Weight,
    /// Where: a path from the root of the workspace, with the line where there is one.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl Complaint {
    /// A complaint that fails the check.
    pub fn failure(
        place: impl Into<String>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { weight: Weight::Failure, place: place.into(), what: what.into(), mend: mend.into() }
    }

    /// A complaint that only asks for a thought.
    pub fn warning(
        place: impl Into<String>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { weight: Weight::Warning, ..Self::failure(place, what, mend) }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = match self.weight {
            Weight::Failure => "error",
            Weight::Warning => "warning",
        };
        write!(f, "{weight}: {}: {}\n  mend: {}", self.place, self.what, self.mend)
    }
}

/// How many of these complaints fail the check.
#[must_use]
pub fn failures(complaints: &[Complaint]) -> usize {
    complaints.iter().filter(|one| one.weight == Weight::Failure).count()
}

/// Prints the complaints of one check, then its verdict. True if the check passed.
#[must_use]
pub fn told(check: &str, complaints: &[Complaint]) -> bool {
    for complaint in complaints {
        eprintln!("{complaint}");
    }
    let failed = failures(complaints);
    let warned = complaints.len() - failed;
    if failed == 0 {
        println!("{check}: ok (warnings: {warned})");
    } else {
        println!("{check}: failed (errors: {failed}, warnings: {warned})");
    }
    failed == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_says_what_where_and_how_to_mend() {
        let complaint = Complaint::failure("a.rs:3", "the line is too long", "break it");
        assert_eq!(complaint.to_string(), "error: a.rs:3: the line is too long\n  mend: break it");
    }

    #[test]
    fn a_warning_alone_does_not_fail_a_check() {
        let warning = Complaint::warning("a.rs", "the file is long", "think");
        assert!(told("tidy", std::slice::from_ref(&warning)));
        assert!(!told("tidy", &[warning, Complaint::failure("b.rs", "it is empty", "fill it")]));
    }
}
