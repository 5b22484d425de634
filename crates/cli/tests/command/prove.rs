//! `headworks law prove`, also with solvers that give up, die or lie.

use crate::law::copy;
use crate::run::{headworks, root};
use std::fs;
use std::process::Command;

/// Runs `law prove` with a script in the place of cvc5.
#[cfg(unix)]
fn with_solver(script: &str, arguments: &[&str]) -> (Option<i32>, String, String) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("cvc5");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    run(program.as_os_str(), arguments)
}

fn run(cvc5: &std::ffi::OsStr, arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_headworks"))
        .args(["law", "prove"])
        .args(arguments)
        .env("CVC5", cvc5)
        .current_dir(root())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// Answers every question with one word.
#[cfg(unix)]
fn always(word: &str) -> String {
    format!(
        "#!/bin/sh\ncase \"$1\" in --version) echo cvc5; exit;; esac\n\
         while read -r line; do case \"$line\" in *check-sat*) echo {word};; esac; done\n"
    )
}

#[cfg(unix)]
#[test]
fn what_the_solver_does_not_settle_is_never_counted_as_proved() {
    let check = |script: &str| {
        let (code, out, err) = with_solver(script, &["--claim", "PLATES-STAY"]);
        assert_eq!(code, Some(1), "{out}{err}");
        assert!(out.starts_with("UNKNOWN  PLATES-STAY"), "{out}");
        assert!(out.ends_with("0 proved, 0 refuted, 1 unknown\n"), "{out}");
    };
    check(&always("unknown"));
    // It dies at the first question.
    check("#!/bin/sh\ncase \"$1\" in --version) echo cvc5;; *) read -r line;; esac\n");
    check(&always("nonsense"));
}

#[cfg(unix)]
#[test]
fn a_solver_that_says_yes_to_everything_is_caught() {
    // Every claim also asks whether some ask is meant at all, so `unsat` throughout is no proof.
    let (code, out, _) = with_solver(&always("unsat"), &["--claim", "PLATES-STAY"]);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.starts_with("REFUTED  PLATES-STAY"), "{out}");
}

#[test]
fn without_a_solver_it_says_how_to_get_one() {
    let (code, out, err) = run("/no/such/solver".as_ref(), &[]);
    assert_eq!(code, Some(2), "{out}");
    assert!(err.contains("apt-get install cvc5") && err.contains("CVC5"), "{err}");
}

#[test]
fn a_claim_that_is_not_there_is_told_with_those_that_are() {
    let ran = headworks(&["law", "prove", "--claim", "NO-SUCH"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("PLATES-STAY"), "{}", ran.err);
}

#[test]
fn a_proof_is_told_as_one_object_a_claim() {
    let ran = headworks(&["law", "prove", "--json", "--claim", "SB34-ALONE"]);
    if ran.code == Some(2) {
        println!("skipped: {}", ran.err);
        return;
    }
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(told["claim"], "SB34-ALONE");
    assert_eq!(told["verdict"], "proved");
    assert!(told["questions"].as_u64().unwrap() > 0);
    assert!(ran.err.contains("claim 1 of 1: SB34-ALONE"), "{}", ran.err);
}

#[test]
fn a_broken_law_is_refuted_by_an_ask_that_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("statutes"), folder.path());
    let path = folder.path().join("california/sb34/policy.cedar");
    let text = fs::read_to_string(&path).unwrap();
    let (before, bar) = text.split_once("@id(\"CA-SB34-SHARE/federal\")").unwrap();
    let (_, after) = bar.split_once("};").unwrap();
    fs::write(&path, format!("{before}{after}")).unwrap();
    let statutes = folder.path().to_str().unwrap();
    let ran = headworks(&["law", "prove", "--claim", "PLATES-STAY", "--statutes", statutes]);
    if ran.code == Some(2) {
        println!("skipped: {}", ran.err);
        return;
    }
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    for words in [
        "REFUTED  PLATES-STAY",
        "does not hold: No plate read of a California agency",
        "door: query",
        "who asks: federal",
        "records: plate reads",
        "let through by BASE/compelled: a verified paper signed by a judge",
        "0 proved, 1 refuted, 0 unknown",
    ] {
        assert!(ran.out.contains(words), "`{words}` is not in:\n{}", ran.out);
    }
}
