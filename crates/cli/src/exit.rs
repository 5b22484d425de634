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
    /// An ask went to a person.
    Referred,
    /// Something that is needed is not there now; nothing was shared.
    TryLater,
    /// An ask was refused.
    Withheld,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::CheckFailed | Exit::Withheld => Self::from(1),
            Exit::Unreadable => Self::from(2),
            Exit::Referred => Self::from(3),
            Exit::TryLater => Self::from(75),
            Exit::OurFault => Self::from(70),
        }
    }
}

/// The exit code of an error: what came from outside is unreadable, what is down is for later, and
/// the rest is our fault.
pub(crate) fn of(error: &anyhow::Error) -> Exit {
    if error.chain().any(is_for_later) || is_without_records(error) {
        return Exit::TryLater;
    }
    let outside = error.chain().any(|cause| {
        let of_law = cause.downcast_ref::<law::Error>();
        cause.is::<io::Error>()
            || of_law.is_some_and(|e| !matches!(e, law::Error::Prove { .. }))
            || cause.is::<lookback::Error>()
            || cause.is::<serve::Error>()
            || cause.is::<store::Error>()
            || cause.is::<records::Error>()
            || cause.is::<ledger::Error>()
            || cause.downcast_ref::<gate::Error>().is_some_and(is_of_the_ask)
            || cause.downcast_ref::<pages::Error>().is_some_and(pages::Error::is_of_input)
    });
    if outside { Exit::Unreadable } else { Exit::OurFault }
}

/// Whether something was down or taken: asked again, it may go well.
fn is_for_later(cause: &(dyn std::error::Error + 'static)) -> bool {
    matches!(
        cause.downcast_ref::<store::Error>(),
        Some(
            store::Error::Busy { .. }
                | store::Error::ClockBack { .. }
                | store::Error::NotWitnessed(_)
                | store::Error::Second
                | store::Error::Sql(_)
                | store::Error::Stopped(_)
                | store::Error::Write { .. }
        )
    )
}

/// Whether an ask met records that could not be read. Outside the line, a path is what is wrong.
fn is_without_records(error: &anyhow::Error) -> bool {
    let is_of_line = |cause: &(dyn std::error::Error + 'static)| {
        matches!(cause.downcast_ref(), Some(gate::Error::Records(_)))
    };
    let is_unread = |cause: &(dyn std::error::Error + 'static)| {
        matches!(cause.downcast_ref(), Some(records::Error::Read { .. }))
    };
    error.chain().any(is_of_line) && error.chain().any(is_unread)
}

/// Whether the ask itself is what is wrong.
const fn is_of_the_ask(error: &gate::Error) -> bool {
    matches!(error, gate::Error::Conflict { .. } | gate::Error::Door(_) | gate::Error::Question(_))
}

/// Whether the error is that nobody reads our output any more.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
    })
}
