//! Two checkpoints that do not continue each other, as a proof to be shown.

use super::told;
use ledger::{KeyFile, KeyList, PublicKey, SignedCheckpoint, Tiles};
use std::fmt::Write as _;
use store::{Error, Published};

/// The two checkpoints.
pub(super) struct Two<'a> {
    /// The one that was seen before, and was good.
    pub(super) before: &'a SignedCheckpoint,
    /// The one that is shown now.
    pub(super) shown: &'a SignedCheckpoint,
}

impl Two<'_> {
    /// What is wrong. Two roots of one size are a fork whatever the tiles say, if both are signed.
    pub(super) fn what(&self, published: &Published, first: &PublicKey, error: Error) -> String {
        let (before, shown) = (self.before.checkpoint(), self.shown.checkpoint());
        let forks = !matches!(error, Error::Forked { .. })
            && before.size() == shown.size()
            && before.root() != shown.root()
            && keys(published, first).is_some_and(|keys| keys.check(self.shown).is_ok());
        if forks {
            let forked = Error::Forked { size: before.size() };
            return format!("{forked} ({})", told(error));
        }
        told(error)
    }

    /// The text of a proof: nothing in it changes from one look to the next.
    pub(super) fn proof(&self, published: &Published, what: &str) -> String {
        let note = |signed: &SignedCheckpoint| String::from_utf8_lossy(&signed.note()).into_owned();
        let mut text = format!(
            "{what}\n\n\
             Two checkpoints of one ledger follow, each from its first line to its signatures. A\n\
             ledger that only grows can show both; where this one cannot, it has signed two\n\
             histories. Check the signatures against its keys.\n\n\
             == seen before ==\n{}== shown then ==\n{}",
            note(self.before),
            note(self.shown)
        );
        if let Some(way) = self.way(published) {
            text.push_str(&way);
        }
        text
    }

    /// What the shown tree had at the earlier size, with the hashes that lead from there to its
    /// root: so that nobody needs the tiles, which may be gone tomorrow.
    fn way(&self, published: &Published) -> Option<String> {
        let (before, shown) = (self.before.checkpoint(), self.shown.checkpoint());
        if before.size() == 0 || before.size() >= shown.size() {
            return None;
        }
        let tiles = Tiles::new(shown.size(), shown.root(), published).ok()?;
        let (hashes, root) = tiles.prove_consistency(before.size()).ok()?;
        let mut text = format!(
            "== the second tree has another root at {} entries, \
             by this proof (RFC 6962, 2.1.2) ==\n\
             {root}\n\n",
            before.size()
        );
        for hash in hashes {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{hash}");
        }
        (root != before.root()).then_some(text)
    }
}

/// The keys that the ledger gives out, if its first key vouches for them; or the first alone.
fn keys(published: &Published, first: &PublicKey) -> Option<KeyList> {
    let file = published.file(store::KEYS).ok().flatten();
    let vouched = file.and_then(|bytes| KeyFile::read(&bytes).ok()?.vouched_by(first).ok());
    vouched.or_else(|| KeyList::new(first.name(), first.clone()).ok())
}
