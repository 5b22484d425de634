//! Every policy matters: change it, and a case fails or a claim breaks.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]
#![expect(clippy::string_slice, reason = "test code: places found in the same text")]

use law::{Law, StatuteFile};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Policies of the law in force; readings are tried by their own cases.
fn is_law(file: &StatuteFile) -> bool {
    file.path.ends_with("policy.cedar") && !file.path.starts_with("readings/")
}

/// The policies of a file: where each begins and ends.
fn policies(text: &str) -> Vec<(usize, usize)> {
    let starts: Vec<usize> = text.match_indices("@id(").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// The conditions of a policy: where the inside of each `when { … }` begins and ends.
fn conditions(policy: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, _) in policy.match_indices("when {") {
        let inside = at + "when {".len();
        let mut depth = 1;
        for (offset, c) in policy[inside..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                found.push((inside, inside + offset));
                break;
            }
        }
    }
    found
}

/// A policy that never holds: as if it were taken away, but that exceptions to it still load.
/// Strict validation refuses what it can see to be so, and this it cannot.
fn never(policy: &str) -> String {
    let scope = policy.find("\nforbid").unwrap();
    let last = scope + policy[scope..].find("resource").unwrap();
    let end = last + policy[last..].find(')').unwrap() + 1;
    let clause = "\nwhen { context.has_case_number && !context.has_case_number }";
    format!("{}{clause}{}", &policy[..end], &policy[end..])
}

/// A law with one policy changed.
struct Mutant {
    /// What was changed.
    what: String,
    /// The file of the policy, and its text with the change.
    path: String,
    text: String,
    /// The text that claims are tried on. There a bar is really gone: one that never holds would
    /// break the claim that every policy lives, whatever it said.
    without: String,
}

/// Every change of a policy that has a say in the outcome.
fn mutants() -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for file in Law::embedded_files().filter(is_law) {
        for (from, to) in policies(&file.text) {
            let policy = &file.text[from..to];
            let id = policy.split('"').nth(1).unwrap();
            let tells_only = policy.contains("@role(\"basis\")") || policy.contains("@duty(");
            if tells_only {
                continue;
            }
            let with = |policy: &str| format!("{}{policy}{}", &file.text[..from], &file.text[to..]);
            let mut change = |what: String, text: String, without: String| {
                mutants.push(Mutant { what, path: file.path.clone(), text, without });
            };
            if policy.contains("\nforbid") {
                change(format!("{id} taken away"), with(&never(policy)), with(""));
            } else {
                for (n, (start, end)) in conditions(policy).into_iter().enumerate() {
                    let open = with(&format!("{} true {}", &policy[..start], &policy[end..]));
                    change(format!("{id}, condition {} always met", n + 1), open.clone(), open);
                }
            }
        }
    }
    mutants
}

/// What all mutants have in common, read once.
struct Shipped {
    law: Law,
    /// The files of the law in force without cases: those are of `law`, and the same for each
    /// mutant. Readings are in force nowhere: their cases say nothing of the law.
    files: Vec<StatuteFile>,
}

impl Shipped {
    fn read() -> Self {
        let is_wanted =
            |f: &StatuteFile| !f.path.starts_with("readings/") && !f.path.contains("/cases/");
        let files: Vec<_> = Law::embedded_files().filter(is_wanted).collect();
        let shipped = Self { law: Law::embedded().unwrap(), files };
        let unchanged = Law::read(shipped.files.clone()).unwrap();
        assert!(!shipped.notices(&unchanged, "base"), "a case fails, and would for each mutant");
        shipped
    }

    /// Whether a mutant would be seen: it fails a case, or breaks a claim. That it does not load
    /// would say nothing of the cases, so each must.
    fn sees(&self, mutant: &Mutant) -> bool {
        let read = |text: &String| {
            let mut files = self.files.clone();
            files.iter_mut().find(|f| f.path == mutant.path).unwrap().text.clone_from(text);
            Law::read(files).map_err(|e| format!("{}: {e}", mutant.what))
        };
        let folder = mutant.path.strip_suffix("policy.cedar").unwrap();
        // A bar with exceptions cannot be taken away, and then no claim is tried.
        self.notices(&read(&mutant.text).unwrap(), folder)
            || read(&mutant.without).is_ok_and(|law| breaks_a_claim(&law))
    }

    /// Whether a case fails. The cases of the changed pack come first, as most are noticed there.
    fn notices(&self, law: &Law, folder: &str) -> bool {
        let is_near = |case: &&law::Case| case.path.starts_with(folder);
        let near = self.law.cases().filter(is_near);
        let far = self.law.cases().filter(|case| !is_near(case));
        near.chain(far).any(|case| !law.differences(case).is_empty())
    }
}

/// Whether a claim breaks. The solver is slow beside a case, so it is asked only of what no case
/// notices; without the solver that counts as not noticed.
#[cfg(feature = "prove")]
fn breaks_a_claim(law: &Law) -> bool {
    let now = "2026-11-24".parse().unwrap();
    let threads = std::num::NonZeroUsize::MIN;
    let prover = match law::Prover::new(law, now, "cvc5".into(), threads) {
        Ok(prover) => prover,
        Err(error) => {
            println!("no claim was tried: {error}");
            return false;
        }
    };
    law.claims().any(|claim| matches!(prover.prove(claim), Ok(law::Proof::Refuted { .. })))
}

#[cfg(not(feature = "prove"))]
fn breaks_a_claim(_law: &Law) -> bool {
    false
}

#[test]
fn a_policy_that_is_taken_away_or_opened_wide_fails_a_case_or_breaks_a_claim() {
    let shipped = Shipped::read();
    let mutants = mutants();
    assert!(mutants.len() > 380, "only {} changes were tried", mutants.len());
    // Each takes a quarter of a second, nearly all of it to read the law.
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let unnoticed = Mutex::new(BTreeSet::new());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if !shipped.sees(mutant) {
                        unnoticed.lock().unwrap().insert(mutant.what.as_str());
                    }
                }
            });
        }
    });
    let unnoticed = unnoticed.into_inner().unwrap();
    assert!(unnoticed.is_empty(), "{} of {}: {unnoticed:#?}", unnoticed.len(), mutants.len());
}
