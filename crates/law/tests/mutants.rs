//! Every policy matters: change it, and a case fails or a claim breaks.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]
#![expect(clippy::string_slice, reason = "test code: places found in the same text")]

use law::{Law, StatuteFile};

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

/// The shipped law with one file's text replaced; `None` where it no longer loads.
fn with(path: &str, text: String) -> Option<Law> {
    // Readings are in force nowhere: their cases say nothing of the law.
    let in_force = |file: &StatuteFile| !file.path.starts_with("readings/");
    let mut files: Vec<StatuteFile> = Law::embedded_files().filter(in_force).collect();
    files.iter_mut().find(|f| f.path == path).unwrap().text = text;
    Law::read(files).ok()
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

/// Whether a case notices. Checks that a policy has a case at all do not count here.
fn is_noticed(law: &Law) -> bool {
    let ids: Vec<&str> = law.cases().map(|c| c.id.as_str()).collect();
    law.check().failed.iter().any(|f| ids.contains(&f.what.as_str()))
}

#[test]
fn a_policy_that_is_taken_away_or_opened_wide_fails_a_case_or_breaks_a_claim() {
    let mut tried = 0;
    let mut unnoticed = Vec::new();
    for file in Law::embedded_files().filter(is_law) {
        for (from, to) in policies(&file.text) {
            let policy = &file.text[from..to];
            let id = policy.split('"').nth(1).unwrap().to_owned();
            let tells_only = policy.contains("@role(\"basis\")") || policy.contains("@duty(");
            if tells_only {
                continue;
            }
            let mut changed = Vec::new();
            if policy.contains("\nforbid") {
                changed.push((format!("{id} taken away"), String::new()));
            } else {
                for (n, (start, end)) in conditions(policy).into_iter().enumerate() {
                    let open = format!("{} true {}", &policy[..start], &policy[end..]);
                    changed.push((format!("{id}, condition {} always met", n + 1), open));
                }
            }
            for (what, policy) in changed {
                let text = format!("{}{policy}{}", &file.text[..from], &file.text[to..]);
                // An exception to a bar that is gone does not load: that is noticed too.
                let law = with(&file.path, text);
                if law.is_some_and(|law| !is_noticed(&law) && !breaks_a_claim(&law)) {
                    unnoticed.push(what);
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 70, "only {tried} changes were tried");
    assert!(unnoticed.is_empty(), "{} of {tried}: {unnoticed:#?}", unnoticed.len());
}
