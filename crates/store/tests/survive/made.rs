//! Made-up ledgers and entries, and what must always hold of a ledger.

use gate::Book as _;
use ledger::{
    Between, Body, Clear, Closed, Content, Digest, Entry, EntryIndex, Opening, Particulars,
    PublicKey, Receipt, Secret, SignedCheckpoint, check_whole,
};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::path::Path;
use store::{Beginning, Checked, Error, Ledger, Published, Trusted, public};
use terms::{AskId, Day, Door, Outcome, Party, PartyKind, RecordClass};

pub(crate) const ORIGIN: &str = "ledger.example/rio-claro";
pub(crate) const LAW: Digest = Digest([7; 32]);
pub(crate) const BY: Digest = Digest([5; 32]);
pub(crate) const TWO: NonZero<usize> = NonZero::new(2).unwrap();

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The day on which most tests happen.
pub(crate) fn today() -> Day {
    day("2026-11-24")
}

pub(crate) fn beginning() -> Beginning {
    let name = "Rio Claro CA PD".to_owned();
    let kind = PartyKind::LocalLawEnforcement;
    let holder = Party { name, kind, ..Party::default() };
    Beginning { origin: ORIGIN.to_owned(), holder, law: LAW, day: today() }
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

/// A ledger that was begun and closed.
pub(crate) async fn begun(folder: &Path) -> PublicKey {
    let config = Ledger::begin(folder, beginning()).await.unwrap();
    PublicKey::read(&config.keys[0].verifier).unwrap()
}

/// What is entered.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Clear(Clear),
    Closed(Closed, Box<Opening>),
}

impl Item {
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Clear(clear) => Entry::Clear(clear.clone()).to_bytes().unwrap(),
            Self::Closed(closed, _) => closed.to_bytes().to_vec(),
        }
    }

    pub(crate) async fn enter(&self, ledger: &Ledger, on: Day) -> Result<Receipt, Error> {
        match self {
            Self::Clear(clear) => ledger.book().enter_clear(clear.clone()).await,
            Self::Closed(closed, opening) => ledger.book().enter_closed(*closed, opening, on).await,
        }
    }
}

pub(crate) fn body(name: &str) -> Body {
    Body {
        kind: PartyKind::LocalLawEnforcement,
        name: Some(name.to_owned()),
        state: Some("CA".to_owned()),
    }
}

/// One half of an ask: what is ruled, then that nothing left.
pub(crate) fn closed(number: usize, on: Day) -> Item {
    let between = Between {
        day: on,
        holder: body("Rio Claro CA PD"),
        asker: body("Agency CA PD"),
        beneficiary: None,
        door: Door::Query,
        records: Some(RecordClass::PlateReads),
    };
    let content = if number.is_multiple_of(2) {
        Content::Ruled { between, outcome: Outcome::Withhold, grounds: Vec::new() }
    } else {
        Content::Kept { between }
    };
    let particulars = Particulars {
        at: format!("{on}T00:00:00Z").parse().unwrap(),
        by: BY,
        id: Some(AskId(format!("ask-{}", number / 2))),
        ask: Digest([1; 32]),
        facts: Digest([2; 32]),
        ruling: Digest([3; 32]),
        ruled: None,
        left: None,
    };
    let secret = Secret::new(store::random().unwrap());
    let (closed, opening) = Opening::close(content, particulars, LAW, secret).unwrap();
    Item::Closed(closed, Box::new(opening))
}

/// A clear entry that is like no other.
pub(crate) fn clear(number: usize, on: Day) -> Item {
    let owner = body(&format!("Owner {number}"));
    let holder = body("Rio Claro CA PD");
    Item::Clear(Clear::HotlistChanged { day: on, holder, owner, runs: true })
}

/// So many entries, every seventh of them clear.
pub(crate) fn items(count: usize, on: Day) -> Vec<Item> {
    let make = |number: usize| {
        if number % 7 == 6 { clear(number, on) } else { closed(number, on) }
    };
    (0..count).map(make).collect()
}

/// Enters from so many tasks at once, and gives the receipts that were had. Who is refused goes on
/// with the next.
pub(crate) async fn enter(ledger: &Ledger, items: &[Item], tasks: usize) -> Vec<Receipt> {
    let some = items.len().div_ceil(tasks).max(1);
    let each = items.chunks(some).map(|mine| async move {
        let mut had = Vec::new();
        for one in mine {
            had.extend(one.enter(ledger, today()).await.ok());
        }
        had
    });
    futures_util::future::join_all(each).await.concat()
}

/// Enters all at once.
pub(crate) async fn enter_at_once(ledger: &Ledger, items: &[Item]) -> Vec<Receipt> {
    enter(ledger, items, items.len().max(1)).await
}

pub(crate) fn published(folder: &Path) -> Published {
    Published::Folder(public(folder))
}

pub(crate) fn check(folder: &Path, key: &PublicKey, on: Option<Day>) -> Result<Checked, Error> {
    let trusted = Trusted { key: key.clone(), since: None, law: Some(LAW), today: on };
    store::check(&published(folder), &trusted, TWO, &mut |_, _| {})
}

/// Checks a ledger in which nothing may be wrong.
pub(crate) fn check_clean(folder: &Path, key: &PublicKey, on: Option<Day>) -> Checked {
    let checked = check(folder, key, on).unwrap();
    assert_eq!(checked.wrong, []);
    checked
}

/// All entries, held against the published root.
pub(crate) fn entries(folder: &Path) -> Vec<Vec<u8>> {
    let source = published(folder);
    let signed = source.checkpoint().unwrap();
    let mut all = Vec::new();
    let keep = |_, bytes: &[u8]| {
        all.push(bytes.to_vec());
        Ok(())
    };
    let checkpoint = signed.checkpoint();
    check_whole(checkpoint.size(), checkpoint.root(), &source, keep).unwrap();
    all
}

/// Whether every receipt is of this ledger: signed by its key, its entry at its place, and its tree
/// the beginning of the one that is published now.
pub(crate) fn check_receipts(folder: &Path, ledger: &Ledger, receipts: &[Receipt]) {
    let now = published(folder).checkpoint().unwrap();
    let all = entries(folder);
    let mut continued = BTreeSet::new();
    for receipt in receipts {
        let proved = receipt.check(ledger.book().trust()).unwrap();
        assert_eq!(proved.index, receipt.index().0);
        let there = &all[usize::try_from(receipt.index().0).unwrap()];
        assert_eq!(there, receipt.entry(), "entry {} is another one now", receipt.index());
        let before: &SignedCheckpoint = receipt.checkpoint();
        if continued.insert(before.checkpoint().size()) {
            store::continues(&published(folder), &now, before).unwrap();
        }
    }
}

/// What must hold after whatever happened: the check is clean; what was acknowledged is there, once
/// and in its place; what was never handed over is not; and each closed entry has its opening.
///
/// Begins with the two entries that every ledger begins with.
pub(crate) async fn holds(
    folder: &Path,
    key: &PublicKey,
    ledger: &Ledger,
    handed_over: &BTreeSet<Vec<u8>>,
    receipts: &[Receipt],
) {
    check_clean(folder, key, None);
    check_receipts(folder, ledger, receipts);
    let all = entries(folder);
    let mut times: BTreeMap<&[u8], u32> = BTreeMap::new();
    for (index, entry) in (0..).zip(&all).skip(2) {
        assert!(handed_over.contains(entry), "entry {index} was never handed over");
        *times.entry(entry).or_default() += 1;
        if let Entry::Closed(closed) = Entry::read(entry).unwrap() {
            let opening = ledger.opening(EntryIndex(index)).await.unwrap();
            opening.check(&closed).unwrap();
        }
    }
    assert!(times.values().all(|times| *times == 1), "an entry is there twice");
    for receipt in receipts {
        assert_eq!(times.get(receipt.entry()), Some(&1));
    }
}

/// What the book gives of an ask, each with a receipt that holds.
pub(crate) async fn of_ask(ledger: &Ledger, number: usize) -> Vec<Receipt> {
    let id = AskId(format!("ask-{number}"));
    let found = ledger.book().of_ask(BY, &id).await.unwrap();
    let check = |(closed, entered): (Closed, gate::Entered)| {
        entered.opening.check(&closed).unwrap();
        entered.receipt.check(ledger.book().trust()).unwrap();
        assert_eq!(entered.receipt.entry(), closed.to_bytes());
        entered.receipt
    };
    found.into_iter().map(check).collect()
}

/// Copies a folder.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Every file below a folder, with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    all
}
