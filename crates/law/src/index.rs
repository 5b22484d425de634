//! Which policies can still hold, by what each of them tests.
//!
//! In: every pack, once. Out: for an ask, the few policies that are worth evaluating. For each slot
//! and each thing it can say there is a row: the policies that may hold where the slot says that
//! and nothing else is known. Anding the rows of an ask leaves its candidates, so a provision that
//! tests other facts costs one bit. Never: leaves out a policy that could hold.

use crate::Error;
use crate::attributes::Attribute;
use crate::bits::Bits;
use crate::compile::{self, Glimpse, Test};
use crate::manifest::{Binds, Bound};
use crate::pack::Pack;
use crate::policy::Role;
use crate::vocabulary::{Codes, DOOR, Kind, Slot, Vocabulary};
use cedar_policy::PolicySet;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Day, Door, Moment, Party, PartyKind, PolicyId};

/// The compiled law.
#[derive(Debug)]
pub(crate) struct Index {
    vocabulary: Vocabulary,
    /// Every policy, by pack and then by id; its number is its place here.
    policies: Vec<Indexed>,
    /// Those that are evaluated here: compiled, and no exceptions.
    compiled: Bits,
    rows: Vec<Rows>,
    /// The policies in force from each day on at which that changes.
    stretches: Vec<(Day, Bits)>,
    groups: Vec<Group>,
    group_of_pack: Vec<usize>,
    splits: BTreeMap<PolicyId, Split>,
    plain: BTreeMap<usize, Plain>,
    /// The slots that some policy tests, by door.
    tested: Vec<Bits>,
    has_plain_exceptions: bool,
}

/// One policy.
#[derive(Debug)]
struct Indexed {
    pack: usize,
    id: PolicyId,
    is_forbid: bool,
    test: Option<Test>,
}

/// The packs that bind the same holders.
#[derive(Debug)]
struct Group {
    binds: Binds,
    policies: Bits,
    /// When one of their provisions begins or ends, in order.
    changes: Vec<Moment>,
}

/// An exception: its number, and its parts where all of them are compiled.
#[derive(Debug)]
struct Split {
    number: usize,
    parts: Option<(Test, Vec<Test>)>,
}

/// The policies of a pack that Cedar evaluates.
#[derive(Debug, Default)]
pub(crate) struct Plain {
    pub(crate) forbids: PolicySet,
    pub(crate) permits: PolicySet,
}

/// What one slot leaves of the policies; no row where it leaves them all.
#[derive(Debug)]
enum Rows {
    /// By its code.
    Codes(Slot, Vec<Option<Bits>>),
    /// Where it is the empty set; by a word that it has; by one that it lacks.
    Words { slot: Slot, empty: Option<Bits>, has: Vec<Option<Bits>>, lacks: Vec<Option<Bits>> },
}

/// What an exception is worth to an ask.
pub(crate) enum Weight {
    /// Its provision is not in force.
    Gone,
    /// It cannot apply at this door.
    NotHere,
    /// Cedar must weigh it.
    Plain,
    /// Whether each of its clauses is met.
    Weighed(Vec<bool>),
}

impl Index {
    /// Compiles every policy of every pack.
    pub(crate) fn build(schema: &serde_json::Value, packs: &[Pack]) -> Result<Self, Error> {
        let mut index = Self {
            vocabulary: Vocabulary::read(schema),
            policies: Vec::new(),
            compiled: Bits::default(),
            rows: Vec::new(),
            stretches: Vec::new(),
            groups: Vec::new(),
            group_of_pack: Vec::new(),
            splits: BTreeMap::new(),
            plain: BTreeMap::new(),
            tested: Vec::new(),
            has_plain_exceptions: false,
        };
        for (number, pack) in packs.iter().enumerate() {
            index.take_in(number, pack)?;
        }
        index.vocabulary.settle();
        for test in index.policies.iter_mut().filter_map(|p| p.test.as_mut()) {
            test.settle(&index.vocabulary);
        }
        for (scope, clauses) in index.splits.values_mut().filter_map(|s| s.parts.as_mut()) {
            scope.settle(&index.vocabulary);
            clauses.iter_mut().for_each(|clause| clause.settle(&index.vocabulary));
        }
        index.rows = index.vocabulary.slots().map(|slot| index.rows_of(slot)).collect();
        index.stretches = index.stretches_of(packs);
        index.tested = Door::ALL.map(|door| index.tested_at(door)).to_vec();
        Ok(index)
    }

    fn take_in(&mut self, number: usize, pack: &Pack) -> Result<(), Error> {
        let group = self.group(pack);
        for rule in pack.rules.values() {
            let json = rule.cedar.to_json().map_err(|e| Error::Cedar {
                path: format!("{}/policy.cedar", pack.folder),
                why: e.to_string(),
            })?;
            let parts = compile::policy(&json, &mut self.vocabulary);
            let at = self.policies.len();
            if rule.is_of_matters() {
                continue;
            }
            let is_forbid = matches!(rule.role, Role::Bar | Role::Default);
            let mut indexed = Indexed { pack: number, id: rule.id.clone(), is_forbid, test: None };
            if matches!(rule.role, Role::Exception { .. }) {
                self.has_plain_exceptions |= parts.is_none();
                self.splits.insert(rule.id.clone(), Split { number: at, parts });
            } else if let Some((scope, clauses)) = parts {
                self.compiled.insert(at);
                indexed.test = Some(Test::All(std::iter::once(scope).chain(clauses).collect()));
            } else {
                let plain = self.plain.entry(number).or_default();
                let set = if is_forbid { &mut plain.forbids } else { &mut plain.permits };
                set.add(rule.cedar.clone()).map_err(|e| Error::Cedar {
                    path: format!("{}/policy.cedar", pack.folder),
                    why: e.to_string(),
                })?;
            }
            self.policies.push(indexed);
            if let Some(group) = self.groups.get_mut(group) {
                group.policies.insert(at);
            }
        }
        Ok(())
    }

    /// The group of a pack; its provisions' dates are noted there.
    fn group(&mut self, pack: &Pack) -> usize {
        let binds = &pack.manifest.binds;
        let known = self.groups.iter().position(|group| group.binds == *binds);
        let at = known.unwrap_or(self.groups.len());
        if known.is_none() {
            let binds = binds.clone();
            self.groups.push(Group { binds, policies: Bits::default(), changes: Vec::new() });
        }
        self.group_of_pack.push(at);
        if let Some(group) = self.groups.get_mut(at) {
            group.changes.extend(changes(pack).filter_map(Day::start));
            group.changes.sort();
            group.changes.dedup();
        }
        at
    }

    fn rows_of(&self, slot: Slot) -> Rows {
        let reads = |test: &Test| {
            let mut slots = Bits::default();
            test.slots(&mut slots);
            slots.has(slot)
        };
        let tests = self.policies.iter().enumerate();
        let readers: Vec<(usize, &Test)> = tests
            .filter_map(|(at, policy)| Some((at, policy.test.as_ref()?)))
            .filter(|(_, test)| reads(test))
            .collect();
        let row = |known, value| {
            let seen = Glimpse { slot, known, value };
            let mut row: Option<Bits> = None;
            for (at, test) in &readers {
                if test.may_hold(seen) == Some(false) {
                    row.get_or_insert_with(|| self.compiled.clone()).remove(*at);
                }
            }
            row
        };
        if let Some(Kind::Words(kind)) = self.vocabulary.kind(slot) {
            let masks = || (0..self.vocabulary.words_count(kind)).map(|word| 1 << word);
            return Rows::Words {
                slot,
                empty: row(u64::MAX, 0),
                has: masks().map(|mask| row(mask, mask)).collect(),
                lacks: masks().map(|mask| row(mask, 0)).collect(),
            };
        }
        let codes = 0..self.vocabulary.codes_count(slot) as u64;
        Rows::Codes(slot, codes.map(|code| row(u64::MAX, code)).collect())
    }

    fn stretches_of(&self, packs: &[Pack]) -> Vec<(Day, Bits)> {
        let days: BTreeSet<Day> = packs.iter().flat_map(changes).collect();
        let in_force = |day: Day| {
            let is_in_force = |policy: &Indexed| {
                let pack = packs.get(policy.pack)?;
                let rule = pack.rules.get(&policy.id)?;
                Some(pack.provision(&rule.provision)?.is_in_force_on(day))
            };
            let numbers = self.policies.iter().enumerate();
            numbers.filter(|(_, p)| is_in_force(p) == Some(true)).map(|(at, _)| at).collect()
        };
        days.into_iter().map(|day| (day, in_force(day))).collect()
    }

    fn tested_at(&self, door: Door) -> Bits {
        let mut slots = Bits::none(self.vocabulary.slots().count());
        slots.insert(DOOR);
        let code = self.vocabulary.word("Action", door.action()).unwrap_or_default() as u64;
        let seen = Glimpse { slot: DOOR, known: u64::MAX, value: code };
        for test in self.policies.iter().filter_map(|policy| policy.test.as_ref()) {
            if test.may_hold(seen) != Some(false) {
                test.slots(&mut slots);
            }
        }
        for (scope, clauses) in self.splits.values().filter_map(|split| split.parts.as_ref()) {
            if scope.may_hold(seen) != Some(false) {
                clauses.iter().for_each(|clause| clause.slots(&mut slots));
            }
        }
        slots
    }

    /// The table as codes, without what no policy of the door tests; `None` where it does not fit.
    pub(crate) fn codes(&self, door: Door, table: &[Attribute]) -> Option<Codes> {
        let mut codes = self.vocabulary.codes(door, table)?;
        let at = usize::try_from(codes.first().copied()?).ok()?;
        let tested = self.tested.get(at)?;
        for (slot, code) in codes.iter_mut().enumerate() {
            if !tested.has(slot) {
                *code = 0;
            }
        }
        Some(codes)
    }

    /// Whether some policy must be left to Cedar.
    pub(crate) fn has_plain(&self) -> bool {
        self.has_plain_exceptions || !self.plain.is_empty()
    }

    /// The policies that Cedar evaluates, at every ask of a pack that binds.
    pub(crate) fn left_to_cedar(&self) -> impl Iterator<Item = &PolicyId> {
        let is_split = |id: &PolicyId| self.splits.get(id).is_some_and(|s| s.parts.is_some());
        let is_here = move |policy: &&Indexed| policy.test.is_some() || is_split(&policy.id);
        self.policies.iter().filter(move |policy| !is_here(policy)).map(|policy| &policy.id)
    }

    /// How far each group of packs binds a holder.
    pub(crate) fn bound(&self, holder: &Party) -> Vec<Bound> {
        self.groups.iter().map(|group| group.binds.bind(holder)).collect()
    }

    pub(crate) fn bound_of(&self, pack: usize, bound: &[Bound]) -> Bound {
        let group = self.group_of_pack.get(pack).copied();
        group.and_then(|group| bound.get(group)).copied().unwrap_or(Bound::No)
    }

    /// The first day of the stretch that a day lies in; `None` before any provision.
    pub(crate) fn stretch(&self, day: Day) -> Option<Day> {
        let after = self.stretches.partition_point(|(first, _)| *first <= day);
        self.stretches.get(after.checked_sub(1)?).map(|(first, _)| *first)
    }

    fn in_force(&self, stretch: Option<Day>) -> Option<&Bits> {
        let at = self.stretches.binary_search_by_key(&stretch?, |(first, _)| *first).ok()?;
        self.stretches.get(at).map(|(_, policies)| policies)
    }

    /// Whether a state's own provision in force binds this holder, as [`crate::Law::binds`] says.
    pub(crate) fn is_state_bound(
        &self,
        holder: &Party,
        bound: &[Bound],
        stretch: Option<Day>,
    ) -> bool {
        let Some(in_force) = self.in_force(stretch) else { return false };
        // Every provision has a policy, so one in force shows by its policies.
        let binds = |(group, bound): (&Group, &Bound)| {
            group.binds.is_of_a_state() && *bound == Bound::Yes && group.policies.meets(in_force)
        };
        holder.kind != PartyKind::Unknown && self.groups.iter().zip(bound).any(binds)
    }

    /// The first moment after `now` at which a provision of a pack that binds begins or ends.
    pub(crate) fn change_after(&self, now: Moment, bound: &[Bound]) -> Option<Moment> {
        let binding = self.groups.iter().zip(bound).filter(|(_, bound)| **bound != Bound::No);
        let next =
            |changes: &[Moment]| changes.get(changes.partition_point(|at| *at <= now)).copied();
        binding.filter_map(|(group, _)| next(&group.changes)).min()
    }

    /// The compiled policies that hold, in order: pack, id, and whether it forbids.
    pub(crate) fn held<'a>(
        &'a self,
        codes: &'a [u64],
        bound: &[Bound],
        stretch: Option<Day>,
    ) -> Vec<(usize, &'a PolicyId, bool)> {
        let Some(in_force) = self.in_force(stretch) else { return Vec::new() };
        let mut candidates = Bits::none(self.policies.len());
        for (group, bound) in self.groups.iter().zip(bound) {
            if *bound != Bound::No {
                candidates.join(&group.policies);
            }
        }
        candidates.keep(&self.compiled);
        candidates.keep(in_force);
        self.rows.iter().for_each(|rows| rows.narrow(codes, &mut candidates));
        candidates
            .iter()
            .filter_map(|at| self.policies.get(at))
            .filter(|policy| policy.test.as_ref().is_some_and(|test| test.holds(codes)))
            .map(|policy| (policy.pack, &policy.id, policy.is_forbid))
            .collect()
    }

    /// The packs with policies that Cedar evaluates.
    pub(crate) fn plain(&self) -> impl Iterator<Item = (usize, &Plain)> {
        self.plain.iter().map(|(pack, plain)| (*pack, plain))
    }

    /// Weighs an exception.
    pub(crate) fn weigh(&self, id: &PolicyId, codes: &[u64], stretch: Option<Day>) -> Weight {
        let Some(split) = self.splits.get(id) else { return Weight::Plain };
        if !self.in_force(stretch).is_some_and(|policies| policies.has(split.number)) {
            return Weight::Gone;
        }
        match &split.parts {
            None => Weight::Plain,
            Some((scope, _)) if !scope.holds(codes) => Weight::NotHere,
            Some((_, clauses)) => {
                Weight::Weighed(clauses.iter().map(|clause| clause.holds(codes)).collect())
            }
        }
    }
}

impl Rows {
    /// Keeps the candidates that may hold with what the slot says.
    fn narrow(&self, codes: &[u64], candidates: &mut Bits) {
        let mut keep = |row: Option<&Option<Bits>>| {
            if let Some(Some(row)) = row {
                candidates.keep(row);
            }
        };
        let said = |slot: &Slot| codes.get(*slot).copied().unwrap_or_default();
        match self {
            Self::Codes(slot, by_code) => {
                keep(usize::try_from(said(slot)).ok().and_then(|code| by_code.get(code)));
            }
            Self::Words { slot, empty, has, lacks } => {
                let words = said(slot);
                if words == 0 {
                    return keep(Some(empty));
                }
                for (word, (has, lacks)) in has.iter().zip(lacks).enumerate() {
                    keep(Some(if words >> word & 1 == 1 { has } else { lacks }));
                }
            }
        }
    }
}

/// The days at which a provision of a pack begins or ends.
fn changes(pack: &Pack) -> impl Iterator<Item = Day> + '_ {
    let days = |p: &crate::Provision| [Some(p.in_force_from), p.in_force_to];
    pack.manifest.provision.iter().flat_map(days).flatten()
}
