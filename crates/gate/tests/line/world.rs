//! A world of asks, and what no operation may break.
//!
//! After each ask the world works out by itself what the line should have done, from the facts that
//! the port gave and from the account alone, and holds the line against it: INVARIANT(entered),
//! once, closed, pinned, bare-ledger and append of HOUSE 3, and the crash table.

use crate::asks::{crime, person, search};
use crate::op::Op;
use crate::ports::{LAWS, ORIGIN, Ports, REASONS, trust};
use gate::{Asked, End, Entered, Error, SignedIn};
use ledger::{
    Account, Closed, Content, Digest, Entry, Opening, Particulars, check_consistency, check_whole,
    digest_of, ruling_digest,
};
use serde_json::json;
use sha2::Digest as _;
use std::collections::BTreeMap;
use std::num::NonZero;
use terms::{
    Agreement, AskId, Breadth, Day, Fact, LimitKind, Moment, Outcome, PartyKind, Ruling, VouchedBy,
};

/// How often what happened; what did not happen was not tried.
pub(crate) type Counts = BTreeMap<&'static str, usize>;

pub(crate) struct World {
    pub(crate) ports: Ports,
    pub(crate) counts: Counts,
    seconds: i64,
    law: usize,
    /// Size and root of the tree when it was last looked back at.
    looked: (u64, ledger::Hash),
    /// The first entry not yet searched for what must not stand there.
    searched: usize,
}

/// What the line should have done with one ask.
struct Due {
    ruling: Ruling,
    particulars: Particulars,
    law: Digest,
    answer: (Vec<u8>, u64),
    earlier: Vec<(u64, Closed, Opening)>,
}

pub(crate) fn first_day() -> Day {
    "2026-11-24".parse().unwrap()
}

/// The ask of a number: by whom, with which id, about which plate.
pub(crate) fn asked(number: usize) -> (Asked, SignedIn) {
    let who = person(number);
    // Some ids are used for two asks of one person, some by two persons, and some asks have none.
    let id = match number % 8 {
        0 => Some(format!("ask-id-{}", number % 72)),
        1 => None,
        _ => Some(format!("ask-id-{}", 1000 + number / 2)),
    };
    let class = if number.is_multiple_of(3) { "field_interview" } else { "plate_reads" };
    let purpose = match number % 7 {
        0 => json!({ "class": "civil_immigration", "text": "ERO removal",
                     "case_number": format!("26-0010{}", number % 8) }),
        1 => json!({ "class": "crime", "text": "inv" }),
        _ => {
            let mut purpose = crime();
            purpose["case_number"] = format!("26-0010{}", number % 8).into();
            purpose
        }
    };
    let plate = format!("7TST{:03}", number % 12);
    let mut asked = search(id.as_deref(), &who.username, class, &plate, &purpose);
    asked.ask.breadth = match number % 5 {
        0 => Some(Breadth::Bulk),
        1 => Some(Breadth::One),
        _ => None,
    };
    if number.is_multiple_of(4) {
        let said = json!([{ "claimed_kind": "judicial_search_warrant", "form": "AO 93" }]);
        asked.ask.instruments = serde_json::from_value(said).unwrap();
    }
    (asked, who)
}

impl World {
    pub(crate) fn begin() -> Self {
        let ports = Ports::begin(first_day());
        let looked = {
            let state = ports.state();
            (state.size(), state.checkpoint.checkpoint().root())
        };
        Self { ports, counts: Counts::new(), seconds: 28_800, law: 0, looked, searched: 0 }
    }

    pub(crate) fn now(&self) -> Moment {
        let days = i32::try_from(self.seconds.div_euclid(86_400)).unwrap();
        let (day, second) = (first_day().plus_days(days).unwrap(), self.seconds.rem_euclid(86_400));
        let (hour, minute) = (second / 3600, second / 60 % 60);
        format!("{day}T{hour:02}:{minute:02}:{:02}Z", second % 60).parse().unwrap()
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    pub(crate) fn apply(&mut self, op: &Op) -> Result<(), String> {
        let ports = self.ports.clone();
        match *op {
            Op::Ask(number, fails) => return self.ask(number, fails),
            Op::Agreement(who, begins) => {
                let (name, mut state) = (person(who).party.name, ports.state());
                if begins {
                    let last_day = self.now().day().plus_days(1);
                    let agreement = Agreement {
                        exists: true,
                        no_immigration_use: Some(true),
                        no_onward_sharing: Some(true),
                        last_day,
                        ..Agreement::default()
                    };
                    state.agreements.insert(name, agreement);
                } else {
                    state.agreements.remove(&name);
                }
            }
            Op::Case(number, is_proved) => {
                let (number, mut state) = (format!("26-0010{number}"), ports.state());
                if is_proved {
                    state.proved.insert(number);
                } else {
                    state.proved.remove(&number);
                }
            }
            Op::Clock(step) => {
                self.count(if step < 0 { "the clock went back" } else { "the clock went on" });
                self.seconds += step;
            }
            Op::Corrected(who, is) => {
                let (mut party, mut state) = (person(who).party, ports.state());
                let name = party.name.clone();
                party.kind = PartyKind::StateLawEnforcement;
                if is {
                    state.corrected.insert(name, party);
                } else {
                    state.corrected.remove(&name);
                }
            }
            Op::Law(law) => self.law = law,
            Op::Limits(all) => {
                ports.state().cannot = (!all).then_some(LimitKind::WithinInstrument);
            }
            Op::Paper(number) => {
                if let Some(AskId(id)) = asked(number).0.ask.id {
                    ports.state().papers.insert(id);
                }
            }
            Op::Read(plate) => {
                *ports.state().rows.entry(format!("7TST{plate:03}")).or_default() += 1;
            }
        }
        Ok(())
    }

    fn ask(
        &mut self,
        number: usize,
        fails: Option<(usize, crate::ports::Fault)>,
    ) -> Result<(), String> {
        let (asked, who) = asked(number);
        let (ports, now) = (self.ports.clone(), self.now());
        let law = Digest::read(LAWS[self.law].digest()).unwrap();
        let (size, earlier) = {
            let mut state = ports.state();
            state.rule_by(law, now.day());
            state.known = None;
            state.fails = fails;
            let by = gate::digest_of_asker(&who).unwrap();
            let id = asked.ask.id.as_ref().map(|id| id.0.clone());
            let indexes = id.and_then(|id| state.by_ask.get(&(by, id))).cloned();
            let earlier = indexes.unwrap_or_default().into_iter();
            let earlier =
                earlier.map(|at| (at, state.openings[&at].0, state.openings[&at].1.clone()));
            (state.size(), earlier.collect::<Vec<_>>())
        };
        let day = ports.state().day();
        let end = ports.ask(self.law, &asked, &who, now);
        let calls = ports.state().calls.clone();
        let failed = fails.and_then(|(at, _)| calls.get(at).copied());
        let new: Vec<(u64, Closed, Opening)> = {
            let state = ports.state();
            let new = state.openings.range(size..);
            new.map(|(at, (closed, opening))| (*at, *closed, opening.clone())).collect()
        };
        let begun = u64::from(!new.is_empty() && now.day() > day);
        let grown = size + begun + new.len() as u64;
        must(ports.state().size() == grown, "it entered what is not closed")?;
        self.search()?;
        let Some(due) = self.due(&asked, &who, earlier, law, now) else {
            // The facts were not had: nothing is ruled and nothing entered.
            must(end.is_err() && new.is_empty(), "it went on without facts")?;
            self.count("no facts");
            return Ok(());
        };
        for (at, closed, opening) in &new {
            due.check_entry(*at, closed, opening, &new)?;
        }
        let cannot = ports.state().cannot;
        let expected = due.expected(cannot, now.day() < day.plus_days(-1).unwrap());
        match (&end, failed) {
            (Err(error), Some(call)) => {
                self.count("a fault was met");
                must(is_of(error, call), &format!("{call} failed, and it says {error:?}"))?;
                must(new.len() <= expected.new, "more was entered than is due")
            }
            (Ok(_), Some(call)) => Err(format!("{call} failed, and it did not say so")),
            (_, None) => {
                must(new.len() == expected.new, &format!("{} entered: {expected:?}", new.len()))?;
                self.check_end(&end, &expected, &due, calls.contains(&"answer"))
            }
        }
    }

    /// What the line knew and had to do, made again from the facts and the account.
    fn due(
        &self,
        asked: &Asked,
        who: &SignedIn,
        earlier: Vec<(u64, Closed, Opening)>,
        law: Digest,
        now: Moment,
    ) -> Option<Due> {
        let state = self.ports.state();
        let mut facts = state.known.clone()?;
        let purpose = &asked.ask.purpose;
        facts.reading = Some(Fact::new(REASONS.read_purpose(purpose), VouchedBy::Derived));
        let ruling = LAWS[self.law].rule(&asked.ask, &facts, now);
        let particulars = Particulars {
            at: now,
            by: gate::digest_of_asker(who).unwrap(),
            id: asked.ask.id.clone(),
            ask: digest_of(asked).unwrap(),
            facts: digest_of(&facts).unwrap(),
            ruling: ruling_digest(&ruling).unwrap(),
            ruled: None,
            left: None,
        };
        let answer = state.answer(asked.question.as_ref().unwrap());
        Some(Due { ruling, particulars, law, answer, earlier })
    }

    fn check_end(
        &mut self,
        end: &Result<End, Error>,
        expected: &Expected,
        due: &Due,
        was_answered: bool,
    ) -> Result<(), String> {
        match (end, expected.error) {
            (Err(error), Some(what)) => {
                self.count(what);
                let is_it = match what {
                    "conflict" => matches!(error, Error::Conflict { .. }),
                    "the clock is behind" => matches!(error, Error::Book(_)),
                    _ => matches!(error, Error::Records(_)),
                };
                return must(is_it, &format!("{what} is due, and it says {error:?}"));
            }
            (Err(error), None) => return Err(format!("nothing failed, and it says {error:?}")),
            (Ok(_), Some(what)) => return Err(format!("{what} is due, and it ended well")),
            (Ok(_), None) => {}
        }
        let Ok(end) = end else { return Ok(()) };
        let outcome = due.ruling.outcome;
        match end {
            End::Kept { ruling, ruled, kept } => {
                must(outcome == Outcome::Withhold && !was_answered, "a refusal is none")?;
                self.check_pair(ruling, ruled, kept, due)?;
                must(matches!(kept.opening.content, Content::Kept { .. }), "not kept")?;
            }
            End::Referred { ruling, ruled, referred } => {
                must(outcome == Outcome::Refer && !was_answered, "a referral is none")?;
                self.check_pair(ruling, ruled, referred, due)?;
                must(matches!(referred.opening.content, Content::Referred { .. }), "not referred")?;
            }
            End::Shared { ruling, ruled, shared, answer, rows } => {
                must(outcome == Outcome::Share && was_answered, "a share is none")?;
                must((answer, rows) == (&due.answer.0, &due.answer.1), "another answer left")?;
                self.check_pair(ruling, ruled, shared, due)?;
                self.check_share(shared, answer, *rows)?;
            }
        }
        let again = expected.new == 0;
        self.count(match end {
            End::Kept { .. } if again => "withheld, entered before",
            End::Kept { .. } => "withheld",
            End::Referred { .. } if again => "referred, entered before",
            End::Referred { .. } => "referred",
            End::Shared { .. } if again => "shared, entered before",
            End::Shared { .. } => "shared",
        });
        Ok(())
    }

    /// Both entries are in the account, open to what is told, and belong together.
    fn check_pair(
        &self,
        ruling: &Ruling,
        ruled: &Entered,
        end: &Entered,
        due: &Due,
    ) -> Result<(), String> {
        must(!ruling.grounds().any(|ground| ground.is_quiet), "a quiet ground is told")?;
        must(ruling.outcome == due.ruling.outcome, "another outcome is told")?;
        let state = self.ports.state();
        for entered in [ruled, end] {
            let at = entered.index().0;
            entered.receipt.check(&trust()).map_err(|e| e.to_string())?;
            let bytes = entered.receipt.entry();
            must(state.entries[usize::try_from(at).unwrap()] == bytes, "not what is entered")?;
            let Ok(Entry::Closed(closed)) = Entry::read(bytes) else { return Err("clear".into()) };
            entered.opening.check(&closed).map_err(|e| e.to_string())?;
            let particulars = &entered.opening.particulars;
            must(particulars.ask == due.particulars.ask, "the entry is of another ask")?;
            must(particulars.by == due.particulars.by, "the entry is of another person")?;
        }
        let was = &ruled.opening.particulars;
        must(was.ruling == due.particulars.ruling, "it goes on from another ruling")?;
        must(was.facts == due.particulars.facts, "it goes on from other facts")?;
        must(ruled.index() < end.index(), "the ruling does not come first")
    }

    /// INVARIANT(entered): the bytes stand in a share that follows a ruling to share this ask.
    fn check_share(&self, shared: &Entered, answer: &[u8], rows: u64) -> Result<(), String> {
        let particulars = &shared.opening.particulars;
        must(matches!(shared.opening.content, Content::Shared { .. }), "no share is entered")?;
        let left = particulars.left.as_ref().ok_or("the share has nothing that left")?;
        must(left.answer == Digest(sha2::Sha256::digest(answer).into()), "other bytes left")?;
        must(left.rows == rows, "another number of rows left")?;
        let ruled = particulars.ruled.ok_or("the share follows no ruling")?;
        let state = self.ports.state();
        let (_, opening) = state.openings.get(&ruled.0).ok_or("its ruling is not entered")?;
        must(ruled < shared.index(), "its ruling comes later")?;
        let is_share = matches!(opening.content, Content::Ruled { outcome: Outcome::Share, .. });
        must(is_share && opening.particulars.ask == particulars.ask, "its ruling is another")
    }

    /// INVARIANT(bare-ledger): nothing of the new entries names a plate, a person or a case.
    fn search(&mut self) -> Result<(), String> {
        let state = self.ports.state();
        for (at, entry) in state.entries.iter().enumerate().skip(self.searched) {
            let mut texts = vec![String::from_utf8_lossy(entry).into_owned()];
            if let Some((_, opening)) = state.openings.get(&(at as u64)) {
                let told = opening.content.to_bytes().map_err(|e| e.to_string())?;
                texts.push(String::from_utf8_lossy(&told).into_owned());
            }
            for text in &texts {
                for bare in BARE {
                    must(!text.contains(bare), &format!("entry {at} holds `{bare}`: {text}"))?;
                }
            }
        }
        self.searched = state.entries.len();
        Ok(())
    }

    /// INVARIANT(append): the tree continues the one that was looked at last.
    pub(crate) fn look_back(&mut self) -> Result<(), String> {
        let state = self.ports.state();
        let now = (state.size(), state.checkpoint.checkpoint().root());
        trust().keys.check(&state.checkpoint).map_err(|e| e.to_string())?;
        let tiles = ledger::Tiles::new(now.0, now.1, &state.tiles).map_err(|e| e.to_string())?;
        let (proof, _) = tiles.prove_consistency(self.looked.0).map_err(|e| e.to_string())?;
        check_consistency(&proof, self.looked, now).map_err(|e| e.to_string())?;
        self.looked = now;
        Ok(())
    }

    /// The whole account, as a stranger checks it.
    pub(crate) fn check_account(
        &self,
        files: &BTreeMap<String, Vec<u8>>,
        today: Option<Day>,
    ) -> Result<(), String> {
        let state = self.ports.state();
        let said = state.checkpoint.checkpoint();
        let (mut account, two) = (Account::new(ORIGIN), NonZero::new(2).unwrap());
        check_whole(said.size(), said.root(), &state.tiles, |_, bytes| {
            account.take(bytes, &mut |name| files.get(name).cloned(), two);
            Ok(())
        })
        .map_err(|e| e.to_string())?;
        let wrong = account.wrong(today);
        must(wrong.is_empty(), &format!("{wrong:?}"))
    }
}

/// What is entered and told for one ask to which nothing happened.
#[derive(Debug)]
struct Expected {
    new: usize,
    error: Option<&'static str>,
}

impl Due {
    fn expected(&self, cannot: Option<LimitKind>, is_behind: bool) -> Expected {
        if self.earlier.iter().any(|(.., o)| o.particulars.ask != self.particulars.ask) {
            return Expected { new: 0, error: Some("conflict") };
        }
        let ruled = self.earlier.iter().rev().find(|(_, closed, opening)| {
            let was = &opening.particulars;
            let now = &self.particulars;
            matches!(opening.content, Content::Ruled { .. })
                && closed.law == self.law
                && (was.facts, was.ruling) == (now.facts, now.ruling)
        });
        let new = usize::from(ruled.is_none());
        let is_end_of_it = |(_, _, opening): &&(u64, Closed, Opening)| {
            let of = opening.particulars.ruled.map(|index| index.0);
            of.is_some() && of == ruled.map(|(at, ..)| *at)
        };
        let end = self.earlier.iter().find(is_end_of_it).map(|(.., opening)| opening);
        let is_share = self.ruling.outcome == Outcome::Share;
        let cannot = is_share && self.ruling.limits.iter().any(|limit| Some(limit.kind) == cannot);
        let due = match end {
            // Whatever the ruling, an ask that ran has its end; one that failed was kept.
            None => new + 1,
            Some(_) if cannot || !is_share => 0,
            Some(end) if self.is_same_answer(end) => 0,
            Some(_) => 2,
        };
        if due > 0 && is_behind {
            return Expected { new: 0, error: Some("the clock is behind") };
        }
        Expected { new: due, error: cannot.then_some("a limit cannot be applied") }
    }

    /// Whether this is the answer that left in a share.
    fn is_same_answer(&self, opening: &Opening) -> bool {
        let left = opening.particulars.left.as_ref();
        let answer = Digest(sha2::Sha256::digest(&self.answer.0).into());
        left.is_some_and(|left| (left.answer, left.rows) == (answer, self.answer.1))
    }

    /// A new entry is of this ask, and the same ruling can be made again from it
    /// (INVARIANT(pinned)).
    fn check_entry(
        &self,
        at: u64,
        closed: &Closed,
        opening: &Opening,
        new: &[(u64, Closed, Opening)],
    ) -> Result<(), String> {
        opening.check(closed).map_err(|e| e.to_string())?;
        must(closed.law == self.law, "it names another law")?;
        let particulars = &opening.particulars;
        let plain = Particulars { ruled: None, left: None, ..particulars.clone() };
        must(plain == self.particulars, "its particulars are not those of the ask")?;
        let told = law::without_the_quiet(self.ruling.clone());
        if let Content::Ruled { between, .. } = &opening.content {
            let said = Content::ruled(between.clone(), &told).map_err(|e| e.to_string())?;
            return must(said == opening.content && particulars.ruled.is_none(), "another ruling");
        }
        let ruled = particulars.ruled.ok_or("it follows no ruling")?.0;
        must(ruled < at, "it follows a later ruling")?;
        let all = self.earlier.iter().chain(new);
        let ruled = all.clone().find(|(at, ..)| *at == ruled);
        let (_, _, ruled) = ruled.ok_or("it follows the ruling of another ask")?;
        must(ruled.particulars.ruling == self.particulars.ruling, "it follows another ruling")?;
        if let Content::Shared { again, limits, .. } = &opening.content {
            let is_share =
                |(_, _, o): &&(u64, Closed, Opening)| matches!(o.content, Content::Shared { .. });
            let first = self.earlier.iter().find(is_share).map(|(at, ..)| *at);
            let left = particulars.left.as_ref().ok_or("nothing left")?;
            must(left.first.map(|index| index.0) == first, "it is not linked to the first")?;
            must(!again || first.is_some(), "it is a later answer to nothing")?;
            let kinds: Vec<LimitKind> = told.limits.iter().map(|limit| limit.kind).collect();
            must(*limits == kinds, "it tells other limits")?;
        }
        Ok(())
    }
}

/// Whether an error says that this port failed.
fn is_of(error: &Error, call: &str) -> bool {
    match call {
        "about" => matches!(error, Error::Facts(_)),
        "answer" | "declared" => matches!(error, Error::Records(_)),
        "draw" => matches!(error, Error::Secrets(_)),
        _ => matches!(error, Error::Book(_)),
    }
}

fn must(holds: bool, what: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

/// What no entry may hold: plates, persons, cases, ids and user names of the asks.
const BARE: [&str; 14] = [
    "7TST", "26-0010", "ask-id", "rcpd-", "vnpd-", "slso-", "ero-9", "fbi-3", "clerk-1", "marta",
    "Marta", "somebody", "Somebody", "ERO",
];
