//! A made-up department's days: asks, their entries, and what is published of them.

use ledger::{
    Between, Body, Clear, Closed, Content, Digest, Entry, EntryIndex, GroundTold, Left, OpenedDay,
    Opening, Particulars, Secret, Settings, Shuffle, lines, openings_file, publish, shuffle_file,
};
use std::collections::BTreeMap;
use std::num::NonZero;
use terms::{Day, Door, Outcome, PartyKind, PolicyId, RecordClass, TextStatus};
use testkit::Dice;

pub(crate) const ORIGIN: &str = "ledger.example/rio-claro";
pub(crate) const LAW: Digest = Digest([7; 32]);
pub(crate) const TWO: NonZero<usize> = NonZero::new(2).unwrap();

/// A row of the export that the holder's own system gives: one for each search that ran.
#[derive(Clone, Debug)]
pub(crate) struct AuditRow {
    pub(crate) agency: String,
    pub(crate) second: u32,
    pub(crate) count: u64,
    /// The entry of its share: what a matcher is to find, and is not given.
    pub(crate) truth: EntryIndex,
}

/// An account in the making, with what is published and what is kept apart.
pub(crate) struct Made {
    pub(crate) entries: Vec<Vec<u8>>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// When the tree had how many entries: anybody may watch it grow.
    pub(crate) growth: Vec<(u32, u64)>,
    closed: BTreeMap<EntryIndex, (Closed, Opening)>,
    covered: EntryIndex,
    /// The day of the last clear entry.
    day: Day,
    secrets: Dice,
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn body(name: &str) -> Body {
    Body {
        kind: PartyKind::LocalLawEnforcement,
        name: Some(name.to_owned()),
        state: Some("CA".to_owned()),
    }
}

impl Made {
    pub(crate) fn begin(on: Day) -> Self {
        let mut made = Self {
            entries: Vec::new(),
            files: BTreeMap::new(),
            growth: Vec::new(),
            closed: BTreeMap::new(),
            covered: EntryIndex(0),
            day: on,
            secrets: Dice::of(1),
        };
        let settings = Settings {
            holder: body("Rio Claro CA PD"),
            log_keys: Vec::new(),
            witnesses: Vec::new(),
            witnesses_needed: 0,
            delays_days: BTreeMap::new(),
            doors: vec![Door::Query],
        };
        made.clear(Clear::SettingsChanged { day: on, settings });
        made.clear(Clear::LawChanged { day: on, law: LAW });
        made
    }

    pub(crate) fn next(&self) -> EntryIndex {
        EntryIndex(self.entries.len() as u64)
    }

    pub(crate) fn clear(&mut self, clear: Clear) -> EntryIndex {
        let at = self.next();
        self.day = clear.day();
        self.entries.push(Entry::Clear(clear).to_bytes().unwrap());
        at
    }

    pub(crate) fn close(&mut self, content: Content, particulars: Particulars) -> EntryIndex {
        let on = content.between().day;
        if on > self.day {
            self.clear(Clear::DayBegun { day: on });
        }
        let at = self.next();
        let (closed, opening) =
            Opening::close(content, particulars, LAW, Secret::new(self.seed())).unwrap();
        self.entries.push(closed.to_bytes().to_vec());
        self.closed.insert(at, (closed, opening));
        at
    }

    pub(crate) fn opening(&self, at: EntryIndex) -> &(Closed, Opening) {
        &self.closed[&at]
    }

    fn seed(&mut self) -> [u8; 32] {
        let words: Vec<u8> = (0..4).flat_map(|_| self.secrets.throw().to_be_bytes()).collect();
        words.try_into().unwrap()
    }

    /// One ask of one agency at one second: two entries, whatever comes of it.
    pub(crate) fn ask(
        &mut self,
        agency: &str,
        on: Day,
        second: u32,
        outcome: Outcome,
        rows: u64,
    ) -> EntryIndex {
        let between = Between {
            day: on,
            holder: body("Rio Claro CA PD"),
            asker: body(agency),
            beneficiary: None,
            door: Door::Query,
            records: Some(RecordClass::PlateReads),
        };
        let particulars = Particulars {
            at: format!("{on}T00:00:00Z").parse().unwrap(),
            by: Digest([5; 32]),
            id: None,
            ask: Digest([1; 32]),
            facts: Digest([2; 32]),
            ruling: Digest([3; 32]),
            ruled: None,
            left: None,
        };
        let policy = PolicyId("BASE/made-up".to_owned());
        let grounds = vec![GroundTold { policy, text_status: TextStatus::HouseRule }];
        let ruled = Content::Ruled { between: between.clone(), outcome, grounds };
        let ruled = self.close(ruled, particulars.clone());
        self.growth.push((second, self.next().0));
        let left = (outcome == Outcome::Share).then_some(Left {
            answer: Digest([4; 32]),
            rows,
            first: None,
        });
        let content = match outcome {
            Outcome::Share => Content::Shared { between, limits: Vec::new(), again: false },
            Outcome::Refer => Content::Referred { between },
            Outcome::Withhold => Content::Kept { between },
        };
        let end = self.close(content, Particulars { ruled: Some(ruled), left, ..particulars });
        self.growth.push((second, self.next().0));
        end
    }

    /// Shuffles and opens what was entered since the last time, and gives for each published place
    /// the entry that it came from, which is never published.
    pub(crate) fn open(&mut self, of: Day, on: Day) -> Vec<EntryIndex> {
        let (first, end) = (self.covered, self.next());
        let range = self.closed.range(first..end);
        let (indexes, pairs): (Vec<_>, Vec<_>) =
            range.map(|(at, pair)| (*at, pair.clone())).unzip();
        let told: Vec<_> = pairs.iter().map(|(closed, _)| closed.told).collect();
        let openings: Vec<_> = pairs.into_iter().map(|(_, opening)| Some(opening)).collect();
        let named = OpenedDay { origin: ORIGIN, day: of, first, end };
        let seed = self.seed();
        let (shuffle, places) = named.shuffle(&told, seed, TWO).unwrap();
        let opened = lines(&publish(&places, &openings, |_, _| true).unwrap()).unwrap();
        self.enter_opened(named, on, &shuffle, opened);
        self.covered = end;
        places.iter().map(|place| indexes[place.from as usize]).collect()
    }

    pub(crate) fn enter_opened(
        &mut self,
        named: OpenedDay<'_>,
        on: Day,
        shuffle: &Shuffle,
        lines: Vec<u8>,
    ) {
        let OpenedDay { day: of, first, end, .. } = named;
        let bytes = shuffle.to_bytes();
        let (shuffle, openings) = (Digest::of(&bytes), Digest::of(&lines));
        self.files.insert(shuffle_file(of), bytes);
        self.files.insert(openings_file(of, openings), lines);
        self.clear(Clear::Opened { day: on, of, first, end, shuffle, openings });
    }
}

/// A day of some agencies, and the export of the searches that ran.
pub(crate) fn live_a_day(
    made: &mut Made,
    on: Day,
    agencies: usize,
    dice: &mut Dice,
) -> Vec<AuditRow> {
    let mut asks: Vec<(u32, String)> = Vec::new();
    for agency in 0..agencies {
        for _ in 0..5 + dice.below(40) {
            asks.push((u32::try_from(dice.below(86_400)).unwrap(), format!("Agency {agency}")));
        }
    }
    asks.sort();
    let mut audit = Vec::new();
    for (second, agency) in asks {
        let outcome = match dice.below(10) {
            0 => Outcome::Refer,
            1 | 2 => Outcome::Withhold,
            _ => Outcome::Share,
        };
        let count = dice.below(3_000) as u64;
        let truth = made.ask(&agency, on, second, outcome, count);
        if outcome == Outcome::Share {
            audit.push(AuditRow { agency, second, count, truth });
        }
    }
    audit
}
