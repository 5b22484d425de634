//! Ports in memory, called through one place, so that any call can fail.

use crate::asks::holder;
use doors::Reasons;
use gate::{
    Asked, Book, End, Entered, Error, FactStore, Line, PortError, RecordSets, Secrets, SignedIn,
};
use law::{Law, StatuteFile};
use ledger::{
    Body, Checkpoint, Clear, Closed, Digest, Entry, EntryIndex, Frontier, Held, KeyKind, KeyList,
    Opening, Pass, Quorum, Receipt, Secret, Settings, SignedCheckpoint, SigningKey, TilePath,
    Tiles, Trust,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use terms::{
    AccessRecord, Agreement, AskId, Day, Door, Fact, Facts, Instrument, LimitKind, Moment, Party,
    Question, RecordClass, Records, VouchedBy,
};
use testkit::Dice;

pub(crate) const ORIGIN: &str = "ledger.example.gov/rio-claro";

/// The law as shipped, and the same with a quiet bar on bulk searches and a limit on those of one
/// vehicle.
pub(crate) static LAWS: LazyLock<[Law; 2]> = LazyLock::new(|| {
    let mut files: Vec<StatuteFile> = Law::embedded_files().collect();
    let file = files.iter_mut().find(|f| f.path == "california/sb34/policy.cedar").unwrap();
    file.text.push_str(
        r#"@id("CA-SB34-SHARE/hush") @cite("the secret section") @because("a hidden reason")
        @then("withhold") @lowered_by("subpoena") @quiet("true")
        forbid (principal, action in [Action::"Query"], resource)
        when { context.breadth == Breadth::"bulk" };
        @id("CA-SB34-SHARE/narrow") @cite("a made-up section") @because("one vehicle, narrowly")
        @role("basis") @limit("within_instrument")
        permit (principal, action in [Action::"Query"], resource)
        when { context.breadth == Breadth::"one" };"#,
    );
    [Law::embedded().unwrap(), Law::read(files).unwrap()]
});

pub(crate) static REASONS: LazyLock<Reasons> = LazyLock::new(|| Reasons::embedded().unwrap());

/// When a call fails: before it took effect, or after.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fault {
    After,
    Before,
}

/// How a book can lie about what it entered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Lie {
    /// The entry is not in the tree, and the receipt is made up.
    Dropped,
    /// The entry is in the tree; a stranger's key signed the checkpoint.
    OtherKey,
    /// The right receipt with the opening of the entry before.
    OtherOpening,
    /// The receipt of the entry before with the right opening.
    OtherReceipt,
    /// Receipt and opening of the last earlier entry of the same kind: all true, and another's.
    Others,
    /// Nothing is entered where something should be: the very last entry is given again.
    Twice,
}

/// Everything that the ports stand on.
pub(crate) struct State {
    pub(crate) calls: Vec<&'static str>,
    /// Which call of the next ask fails, and how.
    pub(crate) fails: Option<(usize, Fault)>,
    /// Which entering of the next ask is lied about, from 0.
    pub(crate) lies: Option<(usize, Lie)>,
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) openings: BTreeMap<u64, (Closed, Opening)>,
    pub(crate) tiles: BTreeMap<TilePath, Vec<u8>>,
    pub(crate) checkpoint: SignedCheckpoint,
    frontier: Frontier,
    pub(crate) by_ask: BTreeMap<(Digest, String), Vec<u64>>,
    day: Day,
    law: Option<Digest>,
    /// The facts of the desk.
    pub(crate) agreements: BTreeMap<String, Agreement>,
    pub(crate) proved: BTreeSet<String>,
    pub(crate) papers: BTreeSet<String>,
    /// Parties as they are known now, where that is not as they signed in.
    pub(crate) corrected: BTreeMap<String, Party>,
    /// What the fact port said last.
    pub(crate) known: Option<Facts>,
    /// How many reads of a plate there are.
    pub(crate) rows: BTreeMap<String, u64>,
    /// A limit that the records do not know how to apply.
    pub(crate) cannot: Option<LimitKind>,
    pub(crate) cannot_answer: bool,
    dice: Dice,
}

/// The ports.
#[derive(Clone)]
pub(crate) struct Ports(Arc<Mutex<State>>);

fn key(seed: u8) -> SigningKey {
    SigningKey::of_secret(ORIGIN, KeyKind::Ledger, [seed; 32]).unwrap()
}

pub(crate) fn trust() -> Trust {
    let keys = KeyList::new(ORIGIN, key(1).public().clone()).unwrap();
    Trust { keys, quorum: Quorum::none() }
}

impl Ports {
    /// A ledger with its settings and the law as shipped.
    pub(crate) fn begin(day: Day) -> Self {
        let empty = Checkpoint::new(ORIGIN, 0, Frontier::default().root()).unwrap();
        let mut state = State {
            calls: Vec::new(),
            fails: None,
            lies: None,
            entries: Vec::new(),
            openings: BTreeMap::new(),
            tiles: BTreeMap::new(),
            checkpoint: empty.sign(&[&key(1)]).unwrap(),
            frontier: Frontier::default(),
            by_ask: BTreeMap::new(),
            day,
            law: None,
            agreements: BTreeMap::new(),
            proved: BTreeSet::new(),
            papers: BTreeSet::new(),
            corrected: BTreeMap::new(),
            known: None,
            rows: BTreeMap::new(),
            cannot: None,
            cannot_answer: false,
            dice: Dice::of(7),
        };
        let settings = Settings {
            holder: Body::of(&holder()),
            log_keys: vec![key(1).public().to_string()],
            witnesses: Vec::new(),
            witnesses_needed: 0,
            delays_days: BTreeMap::new(),
            doors: vec![Door::Query],
        };
        state.clear(Clear::SettingsChanged { day, settings });
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Runs an ask by the law of this number.
    pub(crate) fn ask(
        &self,
        law: usize,
        asked: &Asked,
        signed_in: &SignedIn,
        now: Moment,
    ) -> Result<End, Error> {
        let law = &LAWS[law];
        self.state().rule_by(Digest::read(law.digest()).unwrap(), now.day());
        self.state().calls.clear();
        let line = Line {
            law,
            reasons: &REASONS,
            facts: self.clone(),
            book: self.clone(),
            records: self.clone(),
            secrets: self.clone(),
            trust: trust(),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let end = runtime.block_on(line.ask(asked, signed_in, now));
        let mut state = self.state();
        (state.fails, state.lies) = (None, None);
        end
    }

    /// One call of a port: it fails before, takes effect, or takes effect and fails.
    fn call<T>(
        &self,
        name: &'static str,
        effect: impl FnOnce(&mut State) -> Result<T, PortError>,
    ) -> Result<T, PortError> {
        let mut state = self.state();
        let number = state.calls.len();
        state.calls.push(name);
        let fault = state.fails.filter(|(at, _)| *at == number).map(|(_, fault)| fault);
        if fault == Some(Fault::Before) {
            return Err(format!("{name} failed before").into());
        }
        let done = effect(&mut state);
        if fault == Some(Fault::After) {
            return Err(format!("{name} failed after").into());
        }
        done
    }
}

impl State {
    pub(crate) fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The last day of the account: the book takes no earlier one.
    pub(crate) fn day(&self) -> Day {
        self.day
    }

    pub(crate) fn clear(&mut self, clear: Clear) -> EntryIndex {
        self.day = self.day.max(clear.day());
        self.push(Entry::Clear(clear).to_bytes().unwrap())
    }

    pub(crate) fn rule_by(&mut self, law: Digest, day: Day) {
        if self.law != Some(law) {
            self.law = Some(law);
            self.clear(Clear::LawChanged { day: day.max(self.day), law });
        }
    }

    pub(crate) fn seed(&mut self) -> [u8; 32] {
        let words: Vec<u8> = (0..4).flat_map(|_| self.dice.throw().to_be_bytes()).collect();
        words.try_into().unwrap()
    }

    fn push(&mut self, entry: Vec<u8>) -> EntryIndex {
        let index = EntryIndex(self.size());
        let grown = self.frontier.grow([entry.as_slice()]).unwrap();
        self.frontier = grown.frontier;
        self.tiles.extend(grown.tiles);
        let narrow = TilePath::partial(self.size());
        self.tiles.retain(|path, _| path.is_full() || narrow.contains(path));
        self.entries.push(entry);
        self.checkpoint = self.signed_by(1);
        index
    }

    fn signed_by(&self, seed: u8) -> SignedCheckpoint {
        let said = Checkpoint::new(ORIGIN, self.size(), self.frontier.root()).unwrap();
        said.sign(&[&key(seed)]).unwrap()
    }

    /// The receipt of an entry.
    pub(crate) fn receipt(&self, index: EntryIndex) -> Receipt {
        let tiles = Tiles::new(self.size(), self.frontier.root(), &self.tiles).unwrap();
        let (hashes, _) = tiles.prove_inclusion(index.0).unwrap();
        let entry = self.entries[usize::try_from(index.0).unwrap()].clone();
        Receipt::new(index, entry, hashes, self.checkpoint.clone())
    }

    fn entered(&self, index: u64) -> Entered {
        let receipt = self.receipt(EntryIndex(index));
        Entered { receipt, opening: self.openings[&index].1.clone() }
    }

    fn enter(&mut self, closed: Closed, opening: Opening, day: Day) -> Result<Entered, PortError> {
        if day < self.day.plus_days(-1).unwrap() {
            return Err(format!("the clock says {day}, the ledger {}", self.day).into());
        }
        if day > self.day {
            self.clear(Clear::DayBegun { day });
        }
        let entering = self.calls.iter().filter(|name| **name == "enter").count() - 1;
        let lie = self.lies.filter(|(at, _)| *at == entering).map(|(_, lie)| lie);
        let (last, kind) = (self.size() - 1, opening.content.kind());
        let has_kind = |(_, (_, other)): &(&u64, &(Closed, Opening))| other.content.kind() == kind;
        let others = self.openings.iter().rev().find(has_kind).map(|(index, _)| *index);
        match lie {
            Some(Lie::Dropped) => {
                let entry = closed.to_bytes().to_vec();
                let hashes = self.receipt(EntryIndex(last)).text();
                let hashes = Receipt::read(&hashes).map(|_| Vec::new()).unwrap();
                let index = EntryIndex(last + 1);
                let receipt = Receipt::new(index, entry, hashes, self.checkpoint.clone());
                return Ok(Entered { receipt, opening });
            }
            Some(Lie::Twice) => return Ok(self.entered(last)),
            _ => {}
        }
        let index = self.push(closed.to_bytes().to_vec());
        if let Some(id) = &opening.particulars.id {
            let of = (opening.particulars.by, id.0.clone());
            self.by_ask.entry(of).or_default().push(index.0);
        }
        self.openings.insert(index.0, (closed, opening));
        let mut entered = self.entered(index.0);
        match lie {
            Some(Lie::OtherKey) => {
                let entry = entered.receipt.entry().to_vec();
                let tiles = Tiles::new(self.size(), self.frontier.root(), &self.tiles).unwrap();
                let (hashes, _) = tiles.prove_inclusion(index.0).unwrap();
                entered.receipt = Receipt::new(index, entry, hashes, self.signed_by(2));
            }
            Some(Lie::OtherOpening) => entered.opening = self.openings[&last].1.clone(),
            Some(Lie::OtherReceipt) => entered.receipt = self.receipt(EntryIndex(last)),
            Some(Lie::Others) => entered = self.entered(others.unwrap()),
            _ => {}
        }
        Ok(entered)
    }

    /// What is known, as a folder of facts would tell it.
    fn about(&self, asked: &Asked, signed_in: &SignedIn, records: Option<Records>) -> Facts {
        let name = &signed_in.party.name;
        let asker = self.corrected.get(name).unwrap_or(&signed_in.party).clone();
        let mut facts = Facts {
            holder: Some(Fact::new(holder(), VouchedBy::Registry)),
            asker: Some(Fact::new(asker, VouchedBy::Credential)),
            records: records.map(|records| Fact::new(records, VouchedBy::Registry)),
            ..Facts::default()
        };
        if let Some(agreement) = self.agreements.get(name) {
            let mut fact = Fact::new(agreement.clone(), VouchedBy::Agreement);
            fact.changes_at = agreement.last_day.and_then(Day::after);
            facts.agreement = Some(fact);
        }
        if let Some(number) = &asked.ask.purpose.case_number {
            let is_proved = self.proved.contains(number);
            facts.case_proved = is_proved.then(|| Fact::new(true, VouchedBy::CaseSystem));
        }
        if asked.ask.id.as_ref().is_some_and(|id| self.papers.contains(&id.0)) {
            let paper = serde_json::json!({ "kind": "judicial_search_warrant", "form": "AO 93",
                                            "issuer": "federal_judge", "covers_ask": true });
            let paper: Instrument = serde_json::from_value(paper).unwrap();
            facts.instruments = Some(Fact::new(vec![paper], VouchedBy::Desk));
        }
        let access = AccessRecord {
            date_time: Some(true),
            query_elements: Some(true),
            username: Some(true),
        };
        facts.access_record = Some(Fact::new(access, VouchedBy::Derived));
        facts
    }

    /// The answer to a question, as the records stand.
    pub(crate) fn answer(&self, question: &Question) -> (Vec<u8>, u64) {
        let plate = question.equals.get("plate").cloned().unwrap_or_default();
        let count = self.rows.get(&plate).copied().unwrap_or_default();
        let line = |number| format!("{{\"plate\":\"{plate}\",\"read\":{number}}}\n");
        ((0..count).map(line).collect::<String>().into_bytes(), count)
    }
}

impl FactStore for Ports {
    async fn about(
        &self,
        asked: &Asked,
        signed_in: &SignedIn,
        records: Option<Records>,
        _: Moment,
    ) -> Result<Facts, PortError> {
        self.call("about", |state| {
            let facts = state.about(asked, signed_in, records);
            state.known = Some(facts.clone());
            Ok(facts)
        })
    }
}

impl Book for Ports {
    async fn enter(
        &self,
        closed: Closed,
        opening: Opening,
        now: Moment,
    ) -> Result<Entered, PortError> {
        self.call("enter", |state| state.enter(closed, opening, now.day()))
    }

    async fn of_ask(&self, by: Digest, id: &AskId) -> Result<Vec<(Closed, Entered)>, PortError> {
        self.call("of_ask", |state| {
            let indexes = state.by_ask.get(&(by, id.0.clone())).cloned().unwrap_or_default();
            let entered = |index: u64| (state.openings[&index].0, state.entered(index));
            Ok(indexes.into_iter().map(entered).collect())
        })
    }
}

impl RecordSets for Ports {
    async fn declared(&self, question: &Question, now: Moment) -> Result<Records, PortError> {
        self.call("declared", |_| {
            let class = match question.record_set.0.as_str() {
                "plate-reads" => RecordClass::PlateReads,
                "field-interviews" => RecordClass::FieldInterview,
                other => return Err(format!("there is no record set `{other}`").into()),
            };
            let since = question.from.map(|from| now.day().days_since(from.day()).max(0));
            Ok(Records {
                class,
                personal_information: Some(true),
                age_days_max: since.and_then(|days| u32::try_from(days).ok()),
                ..Records::default()
            })
        })
    }

    async fn answer(&self, pass: Pass, question: &Question, _: Moment) -> Result<Held, PortError> {
        self.call("answer", |state| {
            if state.cannot_answer {
                return Err("the records are down".into());
            }
            if let Some(limit) = pass.limits().iter().find(|l| Some(l.kind) == state.cannot) {
                return Err(format!("no machine applies `{}`", limit.kind.word()).into());
            }
            let (bytes, rows) = state.answer(question);
            Ok(pass.hold(bytes, rows))
        })
    }
}

impl Secrets for Ports {
    fn draw(&self) -> Result<Secret, PortError> {
        self.call("draw", |state| Ok(Secret::new(state.seed())))
    }
}
