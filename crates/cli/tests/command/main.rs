//! The command as a person runs it: arguments in, output and exit code out.

#![expect(clippy::unwrap_used, reason = "test code: a broken premise must stop the test")]

mod ask;
mod blind;
mod bundle;
mod cases;
mod dissent;
mod examples;
mod explain;
mod help;
mod hostile;
mod kept;
mod keys;
mod law;
mod ledger;
mod lookback;
#[cfg(feature = "prove")]
mod prove;
mod reviews;
mod rule;
mod run;
mod served;
mod watched;
