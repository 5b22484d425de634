//! Puts questions to cvc5, several at once.
//!
//! In: questions. Out: an answer to each, in their order. Never: takes "unknown", a time-out or a
//! solver that died for a yes.
//!
//! Each thread has a runtime and a solver of its own, since the solver's interface is asynchronous
//! and one solver answers one question at a time. The limit is for one question (`--tlimit-per`):
//! with cvc5's limit for its whole life the solver would die in the middle of a long run.

use super::question::{Question, Says};
use crate::Error;
use cedar_policy::{RequestEnv, Schema};
use cedar_policy_symcc::solver::LocalSolver;
use cedar_policy_symcc::{CedarSymCompiler, CompiledPolicy, CompiledPolicySet, Env};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tokio::process::Command;
use tokio::runtime;

/// What the solver may spend on one question. The slowest seen takes about 2 s, so this is for a
/// claim that is really hard, and on a machine that is busy.
const LIMIT: Duration = Duration::from_secs(60);

/// After this a solver that does not keep its own limit is ended: once and a half the limit.
const PATIENCE: Duration = Duration::from_secs(90);

/// The compiler calls itself as deep as a policy's `&&` and `||` go, in several frames for each,
/// and a composed bar has hundreds; 2 MiB were too little for 60. Only what is used is taken.
const STACK: usize = 256 << 20;

/// The answer to a question.
pub(super) enum Answer {
    /// It is not so: by this request, where one shows it.
    No(Option<Box<Env>>),
    /// The solver did not tell.
    Unknown(String),
    /// It is so, for every request.
    Yes,
}

/// How cvc5 is run.
pub(super) struct Solvers {
    pub(super) program: PathBuf,
    pub(super) threads: NonZeroUsize,
}

impl Solvers {
    /// Checks that the program is there and is a solver.
    pub(super) fn check(&self) -> Result<(), Error> {
        let run = std::process::Command::new(&self.program).arg("--version").output();
        let why = match run {
            Ok(output) if String::from_utf8_lossy(&output.stdout).contains("cvc5") => {
                return Ok(());
            }
            Ok(_) => "it does not call itself cvc5".to_owned(),
            Err(error) => error.to_string(),
        };
        Err(Error::NoSolver { program: self.program.display().to_string(), why })
    }

    /// Answers every question, in their order.
    pub(super) fn answer(
        &self,
        questions: &[Question],
        schema: &Schema,
    ) -> Result<Vec<Answer>, Error> {
        let next = AtomicUsize::new(0);
        let threads = self.threads.get().min(questions.len());
        let work = || Worker { program: &self.program, schema }.work(questions, &next);
        let mut answers = thread::scope(|scope| {
            let start = || thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            let workers: Vec<_> = (0..threads).map(|_| start()).collect();
            let mut answers = Vec::with_capacity(questions.len());
            for worker in workers {
                let worker = worker.map_err(broken)?;
                let done = worker.join().map_err(|_| broken("a thread of the prover broke"))?;
                answers.extend(done?);
            }
            Ok::<_, Error>(answers)
        })?;
        answers.sort_by_key(|(number, _)| *number);
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }
}

fn broken(why: impl ToString) -> Error {
    Error::Prove { why: why.to_string() }
}

struct Worker<'a> {
    program: &'a Path,
    schema: &'a Schema,
}

type Compiler = CedarSymCompiler<LocalSolver>;

impl Worker<'_> {
    fn work(
        &self,
        questions: &[Question],
        next: &AtomicUsize,
    ) -> Result<Vec<(usize, Answer)>, Error> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        runtime.map_err(broken)?.block_on(async {
            let mut compiler = self.start()?;
            let mut answers = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let Some(question) = questions.get(number) else { return Ok(answers) };
                let asked = tokio::time::timeout(PATIENCE, self.ask(question, &mut compiler)).await;
                let answer = asked.unwrap_or_else(|_| {
                    Err(format!("the solver gave no answer in {} s", PATIENCE.as_secs()))
                });
                let answer = match answer {
                    Ok(answer) => answer,
                    // The solver may be gone, or in the middle of a line: take a fresh one.
                    Err(why) => {
                        compiler = self.start()?;
                        Answer::Unknown(why)
                    }
                };
                answers.push((number, answer));
            }
        })
    }

    fn start(&self) -> Result<Compiler, Error> {
        let mut command = Command::new(self.program);
        command.args(["--lang", "smt"]).arg(format!("--tlimit-per={}", LIMIT.as_millis()));
        command.kill_on_drop(true);
        let solver = LocalSolver::from_command(&mut command).map_err(|e| Error::NoSolver {
            program: self.program.display().to_string(),
            why: e.to_string(),
        })?;
        CedarSymCompiler::new(solver).map_err(broken)
    }

    async fn ask(&self, question: &Question, compiler: &mut Compiler) -> Result<Answer, String> {
        let mut answer = Answer::Yes;
        for env in &question.envs {
            answer = self.ask_in(&question.says, env, compiler).await?;
            // Of several, one that fits is enough.
            if question.says.is_about_some() && matches!(answer, Answer::Yes) {
                break;
            }
        }
        Ok(answer)
    }

    async fn ask_in(
        &self,
        says: &Says,
        env: &RequestEnv,
        compiler: &mut Compiler,
    ) -> Result<Answer, String> {
        let set = |set| CompiledPolicySet::compile(set, env, self.schema).map_err(told);
        let policy = |policy| CompiledPolicy::compile(policy, env, self.schema).map_err(told);
        let broken = match says {
            Says::Implies(one, other) => {
                let (one, other) = (set(one)?, set(other)?);
                compiler.check_implies_with_counterexample_opt(&one, &other).await
            }
            Says::Never(one, other) => {
                let (one, other) = (set(one)?, set(other)?);
                compiler.check_disjoint_with_counterexample_opt(&one, &other).await
            }
            Says::NeverErrs(one) => {
                compiler.check_never_errors_with_counterexample_opt(&policy(one)?).await
            }
            Says::Matches(one) => {
                let never = compiler.check_never_matches_opt(&policy(one)?).await;
                return never.map(|never| yes_if(!never)).map_err(told);
            }
            Says::Shares(one) => {
                let never = compiler.check_always_denies_opt(&set(one)?).await;
                return never.map(|never| yes_if(!never)).map_err(told);
            }
        };
        let found = broken.map_err(told)?;
        Ok(found.map_or(Answer::Yes, |env| Answer::No(Some(Box::new(env)))))
    }
}

const fn yes_if(is_so: bool) -> Answer {
    if is_so { Answer::Yes } else { Answer::No(None) }
}

/// What the solver's side says of itself, `unknown` among it.
fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}
