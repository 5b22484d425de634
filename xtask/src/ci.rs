//! Runs every check that a change must pass, in order (`cargo xtask ci`).
//!
//! In: the workspace. Out: each step with its name and time; the first that fails ends the run.
//! Never: skips a step because a tool is missing, or goes on the network except through cargo,
//! rustup for cargo's own parts, and apt for the solver and Go.

use crate::complaint::told;
use crate::golang::{self, Independent};
use crate::solver::{self, Proof};
use crate::{floors, schema, tidy};
use anyhow::{Context as _, Result};
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Instant;

/// One step of the run.
struct Step {
    /// What to call it.
    name: &'static str,
    /// What to do.
    work: Work,
}

/// What a step does.
enum Work {
    /// Runs cargo with these arguments, in the workspace.
    Cargo(&'static [&'static str]),
    /// Runs a test runner, and keeps the line in which it says how it went.
    Tests(&'static [&'static str]),
    /// Runs a check of this tool.
    Check(fn(&Path) -> Result<bool>),
    /// Left out because somebody said so; told here and again at the end.
    LeftOut(&'static str),
}

/// Every step, cheapest first, so that a slip is told within seconds.
fn steps(runner: Runner, proof: Proof) -> [Step; 10] {
    let step = |name, work| Step { name, work };
    [
        step("format", Work::Cargo(&["fmt", "--all", "--check"])),
        step("floors", Work::Check(|root| Ok(told("floors", &floors::check(root)?)))),
        step("tidy", Work::Check(|root| Ok(told("tidy", &tidy::check(root)?)))),
        step("schema", Work::Check(|root| Ok(told("schema", &schema::check(root)?)))),
        step(
            "clippy",
            Work::Cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        ),
        step("tests", Work::Tests(runner.arguments())),
        step("doctests", Work::Tests(&["test", "--doc", "--workspace"])),
        step("law", Work::Cargo(&["run", "-q", "-p", "headworks-cli", "--", "law", "check"])),
        step(
            "matrix",
            Work::Cargo(&["run", "-q", "-p", "headworks-cli", "--", "law", "matrix", "--check"]),
        ),
        step(
            "proof",
            match proof {
                Proof::LeftOut => Work::LeftOut(solver::LEFT_OUT),
                Proof::Wanted => {
                    Work::Cargo(&["run", "-q", "-p", "headworks-cli", "--", "law", "prove"])
                }
            },
        ),
    ]
}

/// What runs the tests.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Runner {
    CargoTest,
    Nextest,
}

impl Runner {
    const fn arguments(self) -> &'static [&'static str] {
        match self {
            // Not the doctests: they have a step of their own.
            Self::CargoTest => &["test", "--workspace", "--lib", "--bins", "--tests"],
            Self::Nextest => &["nextest", "run", "--workspace"],
        }
    }

    const fn told(self) -> &'static str {
        match self {
            Self::CargoTest => "cargo test (cargo-nextest is not installed; it is not needed)",
            Self::Nextest => "cargo nextest",
        }
    }
}

/// Runs every step on the workspace at `root`. True if all passed.
///
/// # Errors
/// If a step cannot be run at all.
pub fn run(root: &Path) -> Result<bool> {
    let runner = if has(root, "nextest") { Runner::Nextest } else { Runner::CargoTest };
    println!("ci: tests run with {}", runner.told());
    if !has_component(root, "fmt", "rustfmt") || !has_component(root, "clippy", "clippy") {
        return Ok(false);
    }
    let Some(proof) = solver::ready() else { return Ok(false) };
    let Some(independent) = golang::ready() else { return Ok(false) };
    let steps = steps(runner, proof);
    let started = Instant::now();
    let mut last_words = Vec::new();
    for (number, step) in (1..).zip(&steps) {
        println!("ci: {number}/{} {}", steps.len(), step.name);
        let step_started = Instant::now();
        let (is_passed, said) = step.run(root)?;
        last_words.extend(said);
        let seconds = step_started.elapsed().as_secs_f32();
        if !is_passed {
            println!("ci: {} failed after {seconds:.1} s; alone: {}", step.name, step.alone());
            return Ok(false);
        }
        println!("ci: {} ok, {seconds:.1} s", step.name);
    }
    println!("ci: all {} steps ok, {:.1} s", steps.len(), started.elapsed().as_secs_f32());
    if independent == Independent::LeftOut {
        println!("{}", golang::LEFT_OUT);
    }
    // The runner's own closing line is the last word, for people and machines that look for it.
    for line in last_words.iter().rev() {
        println!("{line}");
    }
    Ok(true)
}

impl Step {
    /// Whether it passed, and the closing lines of a test runner.
    fn run(&self, root: &Path) -> Result<(bool, Option<String>)> {
        match self.work {
            Work::Cargo(arguments) => {
                let status = cargo(root, arguments).status().context("cannot run cargo")?;
                Ok((status.success(), None))
            }
            Work::Tests(arguments) => tests(cargo(root, arguments)),
            Work::Check(check) => Ok((check(root)?, None)),
            Work::LeftOut(why) => {
                println!("{why}");
                Ok((true, Some(why.to_owned())))
            }
        }
    }

    /// The command that runs this step alone.
    fn alone(&self) -> String {
        match self.work {
            Work::Cargo(arguments) | Work::Tests(arguments) => {
                format!("cargo {}", arguments.join(" "))
            }
            Work::Check(_) if self.name == "schema" => "cargo xtask schema --check".to_owned(),
            Work::Check(_) => format!("cargo xtask {}", self.name),
            Work::LeftOut(_) => "cargo run -p headworks-cli -- law prove".to_owned(),
        }
    }
}

fn cargo(root: &Path, arguments: &[&str]) -> Command {
    // The cargo that runs this tool, so that one toolchain does the whole run.
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root);
    command
}

/// Runs a test runner, passes on what it says, and keeps its closing line.
fn tests(mut command: Command) -> Result<(bool, Option<String>)> {
    let mut child = command
        // Colours would stand in the middle of the line that is looked for.
        .env("CARGO_TERM_COLOR", "never")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    let mut closing = Closing::default();
    for line in lines(&mut child) {
        closing.hear(&line);
    }
    let status = child.wait().context("cargo went astray")?;
    Ok((status.success(), closing.line()))
}

/// Every line the child says on either stream, printed as it comes.
fn lines(child: &mut Child) -> impl Iterator<Item = String> {
    let (sender, receiver) = channel();
    if let Some(out) = child.stdout.take() {
        pass_on(out, sender.clone(), |line| println!("{line}"));
    }
    if let Some(err) = child.stderr.take() {
        pass_on(err, sender, |line| eprintln!("{line}"));
    }
    // Ends when both threads have dropped their end of the channel.
    receiver.into_iter()
}

fn pass_on(stream: impl Read + Send + 'static, to: Sender<String>, print: fn(&str)) {
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            print(&line);
            if to.send(line).is_err() {
                break;
            }
        }
    });
}

/// The closing line of a test runner, gathered from everything it says.
///
/// Nextest closes with one summary; `cargo test` with a result for each binary, added up here.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Closing {
    summary: Option<String>,
    passed: u64,
    failed: u64,
    ignored: u64,
    results: u64,
}

impl Closing {
    fn hear(&mut self, line: &str) {
        let line = line.trim();
        if line.starts_with("Summary [") {
            self.summary = Some(line.to_owned());
        }
        if let Some(result) = line.strip_prefix("test result: ") {
            self.results += 1;
            self.passed += counted(result, "passed");
            self.failed += counted(result, "failed");
            self.ignored += counted(result, "ignored");
        }
    }

    fn line(self) -> Option<String> {
        if self.summary.is_some() {
            return self.summary;
        }
        let word = if self.failed == 0 { "ok" } else { "FAILED" };
        (self.results > 0).then(|| {
            format!(
                "test result: {word}. {} passed; {} failed; {} ignored",
                self.passed, self.failed, self.ignored
            )
        })
    }
}

/// The number before a word, as in `12 passed`.
fn counted(result: &str, word: &str) -> u64 {
    let mut before = "";
    for part in result.split([' ', ';']).filter(|part| !part.is_empty()) {
        if part == word {
            return before.parse().unwrap_or(0);
        }
        before = part;
    }
    0
}

/// Whether cargo has a subcommand.
fn has(root: &Path, subcommand: &str) -> bool {
    cargo(root, &[subcommand, "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether a part of the toolchain is there, after trying to add it where rustup is.
fn has_component(root: &Path, subcommand: &str, component: &str) -> bool {
    if has(root, subcommand) {
        return true;
    }
    println!("ci: `{component}` is missing; trying `rustup component add {component}`");
    let added = Command::new("rustup").args(["component", "add", component]).status();
    let is_there = added.is_ok_and(|status| status.success()) && has(root, subcommand);
    if !is_there {
        println!(
            "ci: failed: `{component}` is missing and could not be added; add it to this \
             toolchain, since a check that is skipped is a check that is passed by mistake"
        );
    }
    is_there
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(lines: &[&str]) -> Option<String> {
        let mut closing = Closing::default();
        for line in lines {
            closing.hear(line);
        }
        closing.line()
    }

    #[test]
    fn the_summary_of_nextest_is_kept() {
        let said = ["    Starting 2 tests", "     Summary [   0.1s] 2 tests run: 2 passed"];
        assert_eq!(closing(&said).unwrap(), "Summary [   0.1s] 2 tests run: 2 passed");
    }

    #[test]
    fn the_results_of_every_binary_are_added_up() {
        let said = [
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        ];
        assert_eq!(closing(&said).unwrap(), "test result: FAILED. 7 passed; 2 failed; 1 ignored");
    }

    #[test]
    fn a_runner_that_says_nothing_has_no_closing_line() {
        assert_eq!(closing(&["error: could not compile"]), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_runner_says_on_either_stream_is_heard() {
        let said = "echo 'test result: ok. 3 passed; 0 failed; 0 ignored'; \
                    echo 'test result: FAILED. 1 passed; 1 failed; 0 ignored' >&2; exit 1";
        let mut runner = Command::new("sh");
        runner.args(["-c", said]);
        let (is_passed, closing) = tests(runner).unwrap();
        assert!(!is_passed);
        assert_eq!(closing.unwrap(), "test result: FAILED. 4 passed; 1 failed; 0 ignored");
    }

    #[test]
    fn every_step_tells_how_to_run_it_alone() {
        for proof in [Proof::LeftOut, Proof::Wanted] {
            for step in steps(Runner::CargoTest, proof) {
                assert!(step.alone().starts_with("cargo "), "{}", step.name);
            }
        }
    }

    #[test]
    fn a_proof_that_is_left_out_is_told_again_at_the_end() {
        let root = crate::tree::root().unwrap();
        let [.., proof] = steps(Runner::CargoTest, Proof::LeftOut);
        let (is_passed, said) = proof.run(&root).unwrap();
        assert!(is_passed);
        assert!(said.unwrap().contains("NOT PROVED"));
    }

    #[test]
    fn a_tool_that_is_not_there_is_missed() {
        let root = crate::tree::root().unwrap();
        // Cargo alone takes this flag before the other: what is there is not missed.
        assert!(has(&root, "--quiet"));
        assert!(!has(&root, "no-such-subcommand"));
    }
}
