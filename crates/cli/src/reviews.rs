//! Enters reviews in a ledger: rulings on what does not run the line.

use crate::cmd::ledger::{enter_changes, runtime};
use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Content, Digest, Opening, Particulars, Secret, digest_of};
use std::path::Path;
use store::Ledger;
use terms::Moment;
use tokio::task::JoinSet;

/// How many are on their way at once: they share checkpoints.
const AT_ONCE: usize = 4_096;

/// One review: what it says in public, and what its particulars are digests of.
pub(crate) struct Reviewed {
    pub(crate) content: Content,
    pub(crate) ask: Digest,
    pub(crate) facts: Digest,
    pub(crate) ruling: Digest,
}

/// Enters reviews in the ledger of a folder, and says where they stand.
///
/// # Errors
/// If one could not be entered; those before it may be, and stand as what they are.
pub(crate) fn enter(
    folder: &Path,
    law: &law::Law,
    reviews: impl Iterator<Item = Result<Reviewed>>,
    count: usize,
    now: Moment,
) -> Result<()> {
    let digest = Digest::read(law.digest())?;
    let (first, last) = runtime()?.block_on(async {
        let ledger = Ledger::open(folder).await?;
        enter_changes(&ledger, law, now.day()).await?;
        let bar = ProgressBar::new(u64::try_from(count).unwrap_or(u64::MAX));
        let style =
            ProgressStyle::with_template("entering {human_pos} of {human_len} ({eta} left)");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let mut under_way = JoinSet::new();
        let mut range: Option<(u64, u64)> = None;
        let mut done = |entered: Result<Result<u64, store::Error>, tokio::task::JoinError>| {
            let at = entered.context("a task broke down")??;
            range = Some(range.map_or((at, at), |(first, last)| (first.min(at), last.max(at))));
            bar.inc(1);
            anyhow::Ok(())
        };
        for review in reviews {
            let (closed, opening) = close(review?, digest, now)?;
            if under_way.len() >= AT_ONCE
                && let Some(entered) = under_way.join_next().await
            {
                done(entered)?;
            }
            let book = ledger.book().clone();
            under_way.spawn(async move {
                let receipt = book.enter_closed(closed, &opening, now.day()).await;
                receipt.map(|receipt| receipt.index().0)
            });
        }
        while let Some(entered) = under_way.join_next().await {
            done(entered)?;
        }
        ledger.close().await?;
        bar.finish_and_clear();
        anyhow::Ok(range.unzip())
    })?;
    match first.zip(last) {
        Some((first, last)) => {
            eprintln!("entered {count} reviews in `{}`: {first} to {last}", folder.display());
        }
        None => eprintln!("nothing to enter in `{}`", folder.display()),
    }
    Ok(())
}

fn close(review: Reviewed, law: Digest, now: Moment) -> Result<(ledger::Closed, Opening)> {
    let Reviewed { content, ask, facts, ruling } = review;
    let particulars = Particulars {
        at: now,
        // Nobody signs in to a review: whoever has the ledger's folder made it.
        by: digest_of(&"a review")?,
        id: None,
        ask,
        facts,
        ruling,
        ruled: None,
        left: None,
    };
    let secret = Secret::new(store::random()?);
    Ok(Opening::close(content, particulars, law, secret)?)
}
