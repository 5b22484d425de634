//! `headworks ledger monitor`: watches a published ledger from outside.

mod state;
mod wrong;

use super::trust::{Witnesses, check_around};
use crate::cmd::rule::clock;
use crate::exit::Exit;
use anyhow::Result;
use clap::Args;
use ledger::{PublicKey, Quorum, SignedCheckpoint};
use state::State;
use std::path::PathBuf;
use std::time::Duration;
use store::{Checked, Published, Trusted};
use terms::{Day, Moment};

/// So many failures on end are no accident: a look with `--once` ends, and what is late is told.
const FAILURES: u32 = 3;

/// The longest wait for a place that cannot be reached: 2^9 s, nine minutes.
const DOUBLINGS_MAX: u32 = 9;

/// Watch a published ledger, and say when it goes wrong
///
/// It is checked that the ledger continues the one seen before, and everything in it is checked
/// again: when the checkpoint has changed, and once a day where it has not, for what becomes
/// overdue. A fork, a rollback, an opened entry that breaks a rule, what is overdue, or a
/// checkpoint that is late is told, and the command exits 1. The last checkpoint that continued
/// the one before is kept in the file of `--state`. One that does not is written with it to
/// `STATE.wrong`: the two are the proof. A place that cannot be reached is tried again, with
/// growing waits.
#[derive(Debug, Args)]
pub(crate) struct Monitor {
    /// A folder or a URL
    #[arg(value_name = "PLACE")]
    place: String,
    /// The verifier key of the ledger
    #[arg(long, value_name = "KEY")]
    key: String,
    #[command(flatten)]
    witnesses: Witnesses,
    /// Where the last checkpoint is kept
    #[arg(long, value_name = "FILE")]
    state: PathBuf,
    /// Look once, and end
    #[arg(long)]
    once: bool,
    /// Seconds between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    every: u64,
    /// Hours after which a checkpoint that stays the same is late
    #[arg(long, value_name = "HOURS", default_value_t = 48)]
    late: u64,
    /// The moment of the look (default: now)
    #[arg(long, value_name = "MOMENT", requires = "once")]
    now: Option<Moment>,
}

/// What a look has shown.
enum Looked {
    Grown(u64),
    Same,
    Unreachable(anyhow::Error),
    Wrong(String),
}

/// A watch under way.
struct Watch {
    published: Published,
    key: PublicKey,
    quorum: Quorum,
    state: State,
    begun: Moment,
    /// What was judged last, and on which day: a day later more can be overdue.
    judged: Option<(SignedCheckpoint, Day)>,
}

impl Monitor {
    pub(crate) fn run(&self) -> Result<Exit> {
        let mut watch = Watch {
            published: Published::at(&self.place),
            key: PublicKey::read(&self.key)?,
            quorum: self.witnesses.quorum()?,
            state: State::at(&self.state),
            begun: clock(self.now)?,
            judged: None,
        };
        let mut failed = 0;
        loop {
            let now = clock(self.now)?;
            let mut wait = Duration::from_secs(self.every.max(1));
            let looked = watch.look(now)?;
            failed = if matches!(looked, Looked::Unreachable(_)) { failed + 1 } else { 0 };
            match looked {
                Looked::Same => {}
                Looked::Grown(entries) => println!("{}: {entries} entries hold", self.place),
                Looked::Wrong(what) => return Ok(self.shout(&what)),
                Looked::Unreachable(error) => {
                    eprintln!("{}: not reached: {error:#}", self.place);
                    wait = Duration::from_secs(1 << (failed - 1).min(DOUBLINGS_MAX));
                }
            }
            if failed == 0 || failed >= FAILURES {
                let since = watch.state.since()?.unwrap_or(watch.begun);
                if let Some(what) = self.late(since, now, failed) {
                    return Ok(self.shout(&what));
                }
                match (self.once, failed) {
                    (true, 0) => return Ok(Exit::Done),
                    (true, _) => return Ok(self.shout("not reached, so that nobody watches it")),
                    (false, _) => {}
                }
            }
            if failed > 0 {
                eprintln!("{}: tried again in {} s", self.place, wait.as_secs());
            }
            std::thread::sleep(wait);
        }
    }

    fn shout(&self, what: &str) -> Exit {
        println!("{}: WRONG: {what}", self.place);
        Exit::CheckFailed
    }

    /// Whether the ledger has shown the same checkpoint for too long, or none.
    fn late(&self, since: Moment, now: Moment, failed: u32) -> Option<String> {
        let allowed = i64::try_from(self.late.saturating_mul(3600)).unwrap_or(i64::MAX);
        let is_late = now.unix_seconds().saturating_sub(since.unix_seconds()) > allowed;
        let why = if failed > 0 { "; it is not reached now" } else { "" };
        let told =
            || format!("late: no new checkpoint since {since} ({} h allowed){why}", self.late);
        is_late.then(told)
    }
}

impl Watch {
    fn look(&mut self, now: Moment) -> Result<Looked> {
        let before = self.state.checkpoint()?;
        let seen = match self.published.seen() {
            Ok(seen) => seen,
            Err(error) if error.is_of_the_way() => return Ok(Looked::Unreachable(error.into())),
            Err(error) => return Ok(Looked::Wrong(told(error))),
        };
        let (published, shown) = seen;
        let judged = (shown, now.day());
        if self.judged.as_ref() == Some(&judged) {
            return Ok(Looked::Same);
        }
        let (shown, today) = &judged;
        let checked = match self.check(&published, before.clone(), *today) {
            Ok(checked) => checked,
            Err(error) if error.is_of_the_way() => return Ok(Looked::Unreachable(error.into())),
            Err(error) => {
                let Some(before) = before.filter(|before| !is_same(before, shown)) else {
                    return Ok(Looked::Wrong(told(error)));
                };
                let two = wrong::Two { before: &before, shown };
                let what = two.what(&published, &self.key, error);
                let kept = self.state.keep_wrong(&two.proof(&published, &what))?;
                let kept = kept.display();
                return Ok(Looked::Wrong(format!("{what}; both checkpoints are in `{kept}`")));
            }
        };
        // Also where an entry breaks a rule: what was seen here can no longer be denied.
        let is_new = before.is_none_or(|before| !is_same(&before, shown));
        self.state.keep(&checked.checkpoint, now)?;
        if let Some(first) = checked.wrong.first() {
            let at = first.at.map(|at| format!("entry {at}: ")).unwrap_or_default();
            let more = checked.wrong.len() - 1;
            return Ok(Looked::Wrong(format!("{at}{} ({more} more)", first.what)));
        }
        self.judged = Some(judged);
        Ok(if is_new { Looked::Grown(checked.entries) } else { Looked::Same })
    }

    fn check(
        &self,
        published: &Published,
        since: Option<SignedCheckpoint>,
        today: Day,
    ) -> Result<Checked, store::Error> {
        let trusted = Trusted { key: self.key.clone(), since, law: None, today: Some(today) };
        let mut checked = store::check(published, &trusted, super::threads(), &mut |_, _| {})?;
        check_around(published, &self.key, &self.quorum, &mut checked)?;
        Ok(checked)
    }
}

/// Whether two checkpoints are of one tree, whoever signed them.
fn is_same(one: &SignedCheckpoint, other: &SignedCheckpoint) -> bool {
    one.text() == other.text()
}

/// An error with what it comes from.
fn told(error: store::Error) -> String {
    format!("{:#}", anyhow::Error::from(error))
}
