//! The `headworks` command.
//!
//! In: arguments, files, the clock. Out: rulings, findings, checks, and an exit code that means
//! something (`docs/operate/exit-codes.md`). Never: rules; the rooms below do, and this wires them.

mod cmd;
mod exit;
mod input;
mod reviews;
mod scratch;
mod wrap;

use clap::{Parser, Subcommand};
use exit::Exit;
use std::process::ExitCode;

/// Stop police records at the source: rule on asks and on past logs by the law in force
#[derive(Debug, Parser)]
#[command(name = "headworks", version, propagate_version = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    // Its words stand with the command: here they would be cut to their first line.
    Ask(cmd::ask::Ask),
    /// Work with the bundle of a lookback
    #[command(subcommand)]
    Bundle(cmd::bundle::Bundle),
    /// Tell what a matter obliges an agency to do, and by when
    Duties(cmd::duties::Duties),
    /// Work with the packs of law
    #[command(subcommand)]
    Law(cmd::law::Law),
    /// Keep a ledger, and check anybody's
    #[command(subcommand)]
    Ledger(cmd::ledger::Ledger),
    /// Write to an agency what a lookback found, and ask it for the records that are missing
    Letter(cmd::letter::Letter),
    /// Run published audit logs and sharing lists through the law of their own dates
    Lookback(cmd::lookback::Lookback),
    /// Rule on asks, with the facts stated beside them (for tests, lawyers, and what-if)
    Rule(cmd::rule::Rule),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Ask(ask) => ask.run(),
        Command::Bundle(bundle) => bundle.run(),
        Command::Duties(duties) => duties.run(),
        Command::Law(law) => law.run(),
        Command::Ledger(ledger) => ledger.run(),
        Command::Letter(letter) => letter.run(),
        Command::Lookback(lookback) => lookback.run(),
        Command::Rule(rule) => rule.run(),
    };
    match done {
        Ok(exit) => exit.into(),
        // A reader that went away (`headworks … | head`) is no fault of anyone.
        Err(error) if exit::is_closed_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            eprintln!("headworks: {error:#}");
            exit::of(&error).into()
        }
    }
}
