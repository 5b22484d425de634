//! `cargo xtask`: the one tool runner of the house.

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use xtask::{ci, complaint, deps, floors, parties, reasons, schema, seeds, tidy, tree};

/// Check and generate what cargo alone cannot
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run every check that a change must pass, in order
    Ci,
    /// List the outside packages behind the shipped binary
    Deps,
    /// Check that every dependency points to a lower floor
    Floors,
    /// Measure how names are read, on real lists and on fresh names
    Parties {
        /// Print one JSON object, with every miss
        #[arg(long)]
        json: bool,
    },
    /// Measure how reasons are read, on labelled real ones and on made-up ones
    Reasons {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// Print the words of real reasons that were misread, not only their hashes
        #[arg(long)]
        show_text: bool,
        /// Write the labels of real reasons from a table of yours: reason, label, certainty
        #[arg(long, value_name = "FILE")]
        label: Option<std::path::PathBuf>,
    },
    /// Write the JSON schemas, or check them
    Schema {
        /// Only say whether the checked-in schemas are what the types say
        #[arg(long)]
        check: bool,
    },
    /// Bring the made-up files of the workspace into the corpora of the fuzz targets
    Seeds,
    /// Check the style of the house over every file
    Tidy,
}

fn main() -> ExitCode {
    match run(&Arguments::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            // Our fault, not the change's: the same code as the shipped binary (STYLE.md).
            ExitCode::from(70)
        }
    }
}

/// True if what was asked for passed.
fn run(task: &Task) -> anyhow::Result<bool> {
    let root = tree::root()?;
    match task {
        Task::Ci => ci::run(&root),
        Task::Deps => {
            deps::print(&deps::read(&root)?);
            Ok(true)
        }
        Task::Floors => Ok(complaint::told("floors", &floors::check(&root)?)),
        Task::Parties { json } => parties::run(&root, *json),
        Task::Reasons { label: Some(table), .. } => reasons::label(&root, table).map(|()| true),
        Task::Reasons { json, show_text, label: None } => {
            let form = if *json { reasons::Form::Json } else { reasons::Form::Text };
            let words = if *show_text { reasons::Words::Shown } else { reasons::Words::Hidden };
            reasons::run(&root, form, words)
        }
        Task::Schema { check: true } => Ok(complaint::told("schema", &schema::check(&root)?)),
        Task::Schema { check: false } => schema::write(&root).map(|()| true),
        Task::Seeds => {
            println!("{} inputs are in `fuzz/corpus`", seeds::write(&root)?);
            Ok(true)
        }
        Task::Tidy => Ok(complaint::told("tidy", &tidy::check(&root)?)),
    }
}
