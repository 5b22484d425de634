//! Copying what is published: whatever stops it, what a folder shows has its tiles.

use crate::failed::{Case, at_every_write};
use crate::made::{
    Item, LAW, ORIGIN, TWO, begun, clear, closed, copy as copy_folder, day, enter_at_once, files,
    runtime, today,
};
use ledger::{
    Checkpoint, Clear, Entry, KeyKind, PublicKey, Quorum, Receipt, SignedCheckpoint, TilePath,
    Trust, openings_file, shuffle_file,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use store::{Checked, Error, Ledger, Published, Shown, Trusted, danger, private, public, read_key};
use tempfile::TempDir;

/// A ledger, what it showed when it had grown over one tile and opened a day, and what it shows
/// after more entries.
struct Grown {
    dir: TempDir,
    folder: PathBuf,
    key: PublicKey,
    first: Shown,
    then: Shown,
}

impl Grown {
    async fn make() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("ledger");
        let key = begun(&folder).await;
        let ledger = Ledger::open(&folder).await.unwrap();
        let asks: Vec<Item> = (0..4).map(|number| closed(number, today())).collect();
        assert_eq!(enter_at_once(&ledger, &asks).await.len(), 4);
        let many: Vec<Item> = (0..260).map(|number| clear(number, day("2026-11-25"))).collect();
        assert_eq!(enter_at_once(&ledger, &many).await.len(), 260);
        assert_eq!(ledger.open_due(day("2026-11-25"), TWO).await.unwrap().len(), 1);
        let first = ledger.shown().await.unwrap();
        let more: Vec<Item> = (300..600).map(|number| clear(number, day("2026-11-25"))).collect();
        assert_eq!(enter_at_once(&ledger, &more).await.len(), 300);
        let then = ledger.shown().await.unwrap();
        ledger.close().await.unwrap();
        Self { dir, folder, key, first, then }
    }

    fn to(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn copy(&self, shown: &Shown, to: &Path) -> Result<u64, Error> {
        store::copy(&self.folder, shown, to)
    }

    /// Checks what a folder shows, of which nothing may be wrong, and says how many entries.
    fn entries(&self, to: &Path) -> u64 {
        let checked = check(to, &self.key).unwrap();
        assert_eq!(checked.wrong, []);
        checked.entries
    }
}

fn check(to: &Path, key: &PublicKey) -> Result<Checked, Error> {
    let today = Some(day("2026-11-25"));
    let trusted = Trusted { key: key.clone(), since: None, law: Some(LAW), today };
    store::check(&Published::Folder(to.to_owned()), &trusted, TWO, &mut |_, _| {})
}

fn size(shown: &Shown) -> u64 {
    shown.checkpoint.checkpoint().size()
}

fn below(to: &Path) -> BTreeSet<String> {
    let name = |path: PathBuf| path.strip_prefix(to).unwrap().display().to_string();
    files(to).into_keys().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_checkpoint_needs_is_copied_while_the_ledger_grows_past_it() {
    let grown = Grown::make().await;
    let to = grown.to("www/police");
    let written = grown.copy(&grown.first, &to).unwrap();
    assert_eq!(grown.entries(&to), size(&grown.first));
    let there = below(&to);
    assert_eq!(there.len() as u64, written);
    let tiles: BTreeSet<String> =
        TilePath::all(size(&grown.first)).map(|path| path.to_string()).collect();
    let is_tile = |name: &&String| name.starts_with("tile/");
    assert_eq!(there.iter().filter(is_tile).cloned().collect::<BTreeSet<_>>(), tiles);
    assert_eq!(there.iter().filter(|name| name.starts_with("opened/")).count(), 2);
    assert_eq!(grown.copy(&grown.first, &to).unwrap(), 0, "nothing is new");
    assert!(grown.copy(&grown.then, &to).unwrap() > 0);
    assert_eq!(grown.entries(&to), size(&grown.then));
    // One that was slow comes last: what is shown never goes back.
    assert_eq!(grown.copy(&grown.first, &to).unwrap(), 0);
    assert_eq!(grown.entries(&to), size(&grown.then));
    assert!(there.is_subset(&below(&to)), "what was there stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_and_is_not_what_the_ledger_has_is_told_and_left() {
    let grown = Grown::make().await;
    let to = grown.to("www");
    grown.copy(&grown.first, &to).unwrap();
    let before = files(&to);
    let changes = |path: &&PathBuf| {
        let name = path.strip_prefix(&to).unwrap();
        name.starts_with("tile") || name.starts_with("opened")
    };
    for path in before.keys().filter(changes) {
        let mut bytes = before[path].clone();
        *bytes.last_mut().unwrap() ^= 1;
        std::fs::write(path, &bytes).unwrap();
        match grown.copy(&grown.first, &to) {
            Err(Error::Differs { path: told }) => assert_eq!(&told, path),
            other => panic!("{other:?}"),
        }
        assert_eq!(std::fs::read(path).unwrap(), bytes);
        let shown = std::fs::read(to.join("checkpoint")).unwrap();
        assert_eq!(shown, grown.first.checkpoint.note());
        std::fs::write(path, &before[path]).unwrap();
    }
    // Cut off, and with something behind it: nothing newer is shown above it.
    let path = to.join("tile/0/000");
    for bytes in [&before[&path][..100], &[&before[&path][..], b"x"].concat()] {
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(grown.copy(&grown.then, &to), Err(Error::Differs { .. })));
        let shown = std::fs::read(to.join("checkpoint")).unwrap();
        assert_eq!(shown, grown.first.checkpoint.note());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_broken_in_the_ledger_does_not_go_out() {
    let grown = Grown::make().await;
    let (shuffle, opened) = opened_files(&grown);
    for name in ["tile/entries/000", "tile/0/000", "tile/0/001.p/11", &shuffle, &opened] {
        let path = public(&grown.folder).join(name);
        let bytes = std::fs::read(&path).unwrap();
        let mut changed = bytes.clone();
        changed[60] ^= 1;
        std::fs::write(&path, changed).unwrap();
        let to = grown.to("www");
        assert!(grown.copy(&grown.first, &to).is_err(), "{name}");
        assert!(!to.join("checkpoint").exists(), "{name}");
        std::fs::remove_file(&path).unwrap();
        assert!(grown.copy(&grown.first, &to).is_err(), "{name}");
        assert!(!to.join("checkpoint").exists(), "{name}");
        std::fs::remove_dir_all(&to).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }
    let inside = grown.folder.join("public/www");
    assert!(matches!(grown.copy(&grown.first, &inside), Err(Error::Facts { .. })));
}

/// The names of the files with the shuffle and the openings of the day that was opened.
fn opened_files(grown: &Grown) -> (String, String) {
    let opened = |entry: Vec<u8>| match Entry::read(&entry).unwrap() {
        Entry::Clear(Clear::Opened { of, openings, .. }) => Some((of, openings)),
        _ => None,
    };
    let entries = crate::made::entries(&grown.folder);
    let (of, openings) = entries.into_iter().find_map(opened).unwrap();
    (shuffle_file(of), openings_file(of, openings))
}

#[tokio::test(flavor = "multi_thread")]
async fn another_ledger_and_another_history_are_never_written_over() {
    let grown = Grown::make().await;
    let checkpoint = |to: &Path| std::fs::read(to.join("checkpoint")).unwrap();
    // A twin that parts: another history under the same key, larger or smaller.
    let twin = grown.to("twin");
    copy_folder(&grown.folder, &twin);
    let ledger = Ledger::open(&twin).await.unwrap();
    clear(1_000, day("2026-11-25")).enter(&ledger, day("2026-11-25")).await.unwrap();
    let parted = ledger.shown().await.unwrap();
    ledger.close().await.unwrap();
    let to = grown.to("www");
    store::copy(&twin, &parted, &to).unwrap();
    assert!(matches!(grown.copy(&grown.then, &to), Err(Error::RolledBack { .. })));
    let ledger = Ledger::open(&grown.folder).await.unwrap();
    for number in [2_000, 2_001] {
        clear(number, day("2026-11-25")).enter(&ledger, day("2026-11-25")).await.unwrap();
    }
    let shown = ledger.shown().await.unwrap();
    ledger.close().await.unwrap();
    assert!(matches!(grown.copy(&shown, &to), Err(Error::Forked { .. })));
    assert_eq!(checkpoint(&to), parted.checkpoint.note());
    // Another ledger altogether.
    let other = Checkpoint::new("other.example", 3, grown.then.checkpoint.checkpoint().root());
    let key = read_key(&private(&grown.folder).join("log-1.key"), KeyKind::Ledger).unwrap();
    let note = other.unwrap().sign(&[&key]).unwrap().note();
    std::fs::write(to.join("checkpoint"), &note).unwrap();
    assert!(matches!(grown.copy(&shown, &to), Err(Error::Differs { .. })));
    assert_eq!(checkpoint(&to), note);
}

/// Copies with a write that fails: the folder shows the old checkpoint or the new one, whole.
async fn copy_with(case: Case, grown: &Grown) -> bool {
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("www");
    let faults = case.faults();
    let begun = danger::copy(&grown.folder, &grown.first, &to, &faults);
    if begun.is_err() && !to.join("checkpoint").exists() {
        grown.copy(&grown.first, &to).unwrap();
    }
    assert_eq!(grown.entries(&to), size(&grown.first), "{case:?}");
    let done = danger::copy(&grown.folder, &grown.then, &to, &faults);
    let entries = grown.entries(&to);
    let is_new = entries == size(&grown.then);
    assert!(is_new || (done.is_err() && entries == size(&grown.first)), "{case:?} {entries}");
    grown.copy(&grown.then, &to).unwrap();
    assert_eq!(grown.entries(&to), size(&grown.then), "{case:?}");
    faults.was_hit()
}

#[test]
fn whatever_write_fails_what_is_shown_is_whole() {
    let grown = runtime().block_on(Grown::make());
    let tried = at_every_write(5, |case| copy_with(case, &grown));
    assert!(tried > 60, "{tried} writes failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keys_that_are_given_out_check_receipts_from_before_and_after_a_change() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("ledger");
    let key = begun(&folder).await;
    let mut receipts = Vec::new();
    for number in 0..3 {
        let ledger = Ledger::open(&folder).await.unwrap();
        receipts.push(clear(number, today()).enter(&ledger, today()).await.unwrap());
        ledger.rotate(today()).await.unwrap();
    }
    let ledger = Ledger::open(&folder).await.unwrap();
    receipts.push(clear(9, today()).enter(&ledger, today()).await.unwrap());
    let keys = ledger.config().key_file();
    ledger.close().await.unwrap();
    assert_eq!(keys.keys.len(), 4);
    let trust = Trust { keys: keys.vouched_by(&key).unwrap(), quorum: Quorum::none() };
    assert_eq!(trust.keys, keys.list().unwrap());
    for receipt in &receipts {
        receipt.check(&trust).unwrap();
    }
    // An old key signs the newest tree: it may not.
    let last = receipts.last().unwrap();
    let (size, root) =
        (last.checkpoint().checkpoint().size(), last.checkpoint().checkpoint().root());
    for number in 1..=4 {
        let path = private(&folder).join(format!("log-{number}.key"));
        let signer = read_key(&path, KeyKind::Ledger).unwrap();
        let signed = Checkpoint::new(ORIGIN, size, root).unwrap().sign(&[&signer]).unwrap();
        let receipt = signed_anew(last, &signed);
        assert_eq!(receipt.check(&trust).is_ok(), number == 4, "{number}");
    }
}

/// The same receipt under another checkpoint.
fn signed_anew(receipt: &Receipt, signed: &SignedCheckpoint) -> Receipt {
    let text = receipt.text();
    let (head, _) = text.split_once("\n\n").unwrap();
    let note = String::from_utf8(signed.note()).unwrap();
    Receipt::read(&format!("{head}\n\n{note}")).unwrap()
}
