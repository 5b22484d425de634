//! Exit codes: what a script may rely on.

use std::io;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    /// It did what it was asked to.
    Done,
    /// A check found something wrong.
    CheckFailed,
    /// What it was given could not be read.
    Unreadable,
    /// We broke.
    OurFault,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::CheckFailed => Self::from(1),
            Exit::Unreadable => Self::from(2),
            Exit::OurFault => Self::from(70),
        }
    }
}

/// The exit code of an error: what came from outside is unreadable, the rest is our fault.
pub(crate) fn of(error: &anyhow::Error) -> Exit {
    let outside = error.chain().any(|cause| {
        let of_law = cause.downcast_ref::<law::Error>();
        cause.is::<io::Error>()
            || of_law.is_some_and(|e| !matches!(e, law::Error::Prove { .. }))
            || cause.is::<lookback::Error>()
            || cause.downcast_ref::<pages::Error>().is_some_and(pages::Error::is_of_input)
    });
    if outside { Exit::Unreadable } else { Exit::OurFault }
}

/// Whether the error is that nobody reads our output any more.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}
