//! Go, which the independent check of a ledger needs: looked for, and installed.
//!
//! In: the machine. Out: whether `tests/go` can be built on it. Never: leaves that check out in
//! silence; only the environment variable named here does, and the run says so at its end.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What to do with the check.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Independent {
    /// Somebody asked for a run without it.
    LeftOut,
    /// Run it: Go and its package are there.
    Wanted,
}

/// Where this variable is `1`, the run goes without the check; its test reads it too.
const WITHOUT: &str = "HEADWORKS_CI_WITHOUT_GO";

/// Said of a run without the check, at its beginning and at its end.
pub(crate) const LEFT_OUT: &str = "ci: NOT CHECKED WITH GO: HEADWORKS_CI_WITHOUT_GO is set, so \
                                   no program but our own verified a ledger";

/// Where Debian puts the sources of packages for Go.
const SOURCES: &str = "/usr/share/gocode";

/// Makes sure that Go is there; none where it is not and cannot be installed.
pub(crate) fn ready() -> Option<Independent> {
    if std::env::var_os(WITHOUT).is_some_and(|value| value == "1") {
        println!("{LEFT_OUT}");
        return Some(Independent::LeftOut);
    }
    let sources = std::env::var_os("GOPATH").map_or_else(|| PathBuf::from(SOURCES), PathBuf::from);
    if is_there("go", &sources) {
        return Some(Independent::Wanted);
    }
    println!("ci: Go or its package is missing; trying `apt-get install golang-go …`");
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q").args(arguments);
        command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let install = ["install", "-y", "--no-install-recommends", "golang-go", PACKAGE];
    // A machine that never asked has no list of packages; an old list is good enough for the rest.
    let installed = apt(&install) || (apt(&["update"]) && apt(&install));
    if installed && is_there("go", &sources) {
        return Some(Independent::Wanted);
    }
    println!(
        "ci: failed: `golang-go` and `{PACKAGE}` are missing and could not be installed (it takes \
         root and apt); install them, or put the folder of Go's sources into GOPATH. {WITHOUT}=1 \
         runs everything but the check with Go, and says so"
    );
    None
}

/// The package of Debian that has `golang.org/x/mod`.
const PACKAGE: &str = "golang-golang-x-mod-dev";

fn is_there(program: &str, sources: &Path) -> bool {
    let run = Command::new(program).arg("version").stderr(Stdio::null()).output();
    run.is_ok_and(|run| String::from_utf8_lossy(&run.stdout).starts_with("go version"))
        && sources.join("src/golang.org/x/mod/sumdb/note").is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_no_go_is_not_taken_for_one() {
        let sources = Path::new(SOURCES);
        assert!(!is_there("/no/such/program", sources));
        assert!(!is_there("true", sources));
        assert!(!is_there("go", Path::new("/no/such/folder")));
    }
}
