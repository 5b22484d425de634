//! The solver cvc5, which `headworks law prove` needs: looked for, and installed.
//!
//! In: the machine. Out: whether the claims of the law can be proved on it. Never: leaves the proof
//! out in silence; only the environment variable named here does, and the run says so at its end.

use std::ffi::OsString;
use std::process::{Command, Stdio};

/// What to do with the proof.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Proof {
    /// Somebody asked for a run without it.
    LeftOut,
    /// Run it: the solver is there.
    Wanted,
}

/// Where this variable is `1`, the run goes without the proof.
const WITHOUT: &str = "HEADWORKS_CI_WITHOUT_PROOF";

/// Said of a run without the proof, at its step and at its end.
pub(crate) const LEFT_OUT: &str =
    "ci: NOT PROVED: HEADWORKS_CI_WITHOUT_PROOF is set, so no claim of the law was proved";

/// Makes sure that the solver is there; none where it is not and cannot be installed.
pub(crate) fn ready() -> Option<Proof> {
    if std::env::var_os(WITHOUT).is_some_and(|value| value == "1") {
        println!("{LEFT_OUT}");
        return Some(Proof::LeftOut);
    }
    let program = std::env::var_os("CVC5").unwrap_or_else(|| OsString::from("cvc5"));
    if is_there(&program) {
        return Some(Proof::Wanted);
    }
    println!("ci: the solver `cvc5` is missing; trying `apt-get install cvc5`");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q").args(arguments);
        command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    // A machine that never asked has no list of packages; an old list is good enough for the rest.
    let installed = apt(&["install", "-y", "--no-install-recommends", "cvc5"])
        || (apt(&["update"]) && apt(&["install", "-y", "--no-install-recommends", "cvc5"]));
    if installed && is_there(&program) {
        return Some(Proof::Wanted);
    }
    println!(
        "ci: failed: the solver `cvc5` is missing and could not be installed (it takes root and \
         apt); install it, or put its path into CVC5. {WITHOUT}=1 runs everything but the proof, \
         and says so"
    );
    None
}

fn is_there(program: &OsString) -> bool {
    let run = Command::new(program).arg("--version").stderr(Stdio::null()).output();
    run.is_ok_and(|run| String::from_utf8_lossy(&run.stdout).contains("cvc5"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_no_solver_is_not_taken_for_one() {
        assert!(!is_there(&OsString::from("/no/such/program")));
        assert!(!is_there(&OsString::from("true")));
    }
}
