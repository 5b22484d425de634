//! Asks every pack every ask of a matrix, once for each that it can tell apart.
//!
//! What a pack says to an ask depends on what its policies can see of the attributes, on the papers
//! that lower its bars, and on whether an immigration purpose is presumed. Asks that agree in these
//! are asked once.

use super::dimension::{Choice, Dimension};
use super::neutral::{Posing, posing};
use crate::Law;
use crate::attributes::{Attribute, On, Value, attributes};
use crate::derive::{Derived, Immigration, derive};
use crate::manifest::Bound;
use crate::pack::Pack;
use crate::rule::Said;
use crate::tested::Tested;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Door, InstrumentKind, Moment, Party};

/// What a pack can see of an ask, as numbers.
type Trace = Vec<usize>;

/// One pack of one law, and what it said so far.
struct Ear<'a> {
    law: &'a Law,
    pack: &'a Pack,
    tested: Tested,
    lowering: BTreeSet<InstrumentKind>,
    /// For each attribute and each value it had: what the policies can see of it.
    sights: Vec<Vec<Option<usize>>>,
    /// Every different sight, numbered.
    numbers: BTreeMap<String, usize>,
    /// Which answer an ask with this trace gets.
    known: BTreeMap<Trace, usize>,
    said: Vec<Said>,
}

/// Packs listened to at one door.
pub(super) struct Survey<'a> {
    pub(super) door: Door,
    pub(super) holder: Party,
    now: Moment,
    ears: Vec<Ear<'a>>,
    /// For each attribute, every value it had, numbered.
    values: Vec<BTreeMap<Value, usize>>,
    /// Each attribute, with how many different things the packs saw of it.
    pub(super) seen: Vec<(On, &'static str, BTreeSet<Trace>)>,
    /// What was heard, by choices.
    heard: BTreeMap<Vec<usize>, Vec<usize>>,
}

impl<'a> Ear<'a> {
    /// Listens to a pack at a door. `None` where it does not bind the holder, or says nothing.
    fn new(law: &'a Law, pack: &'a Pack, door: Door, holder: &Party) -> Option<Self> {
        let bound = pack.manifest.binds.bind(holder);
        let mut tested = Tested::default();
        let mut lowering = BTreeSet::new();
        let mut is_silent = true;
        for rule in pack.rules.values().filter(|rule| rule.doors().contains(&door)) {
            is_silent = false;
            tested.add(rule.tested());
            lowering.extend(rule.lowered_by.iter().copied());
        }
        (bound != Bound::No && !is_silent).then(|| Self {
            law,
            pack,

            tested,
            lowering,
            sights: Vec::new(),
            numbers: BTreeMap::new(),
            known: BTreeMap::new(),
            said: Vec::new(),
        })
    }

    /// What the policies can see of a value: 0 where nothing tests the attribute.
    fn sight(&mut self, column: usize, value: usize, attribute: &Attribute) -> usize {
        if self.sights.len() <= column {
            self.sights.resize(column + 1, Vec::new());
        }
        let Some(known) = self.sights.get_mut(column) else { return 0 };
        if known.len() <= value {
            known.resize(value + 1, None);
        }
        if let Some(Some(number)) = known.get(value) {
            return *number;
        }
        let mut trace = String::new();
        let is_tested = self.tested.trace(attribute, &mut trace);
        let next = self.numbers.len() + 1;
        let number = if is_tested { *self.numbers.entry(trace).or_insert(next) } else { 0 };
        if let Some(place) = known.get_mut(value) {
            *place = Some(number);
        }
        number
    }

    /// What the pack can see of an ask.
    fn trace(&mut self, derived: &Derived, table: &[(usize, Attribute)]) -> Trace {
        let mut trace = Vec::with_capacity(table.len() + self.lowering.len() + 1);
        for (column, (value, attribute)) in table.iter().enumerate() {
            trace.push(self.sight(column, *value, attribute));
        }
        let papers = &derived.papers;
        for kind in &self.lowering {
            trace.push(usize::from(papers.lowering.contains(kind)));
        }
        // A presumed purpose is told as resting on a missing fact; what is refused is the same.
        trace.push(usize::from(derived.immigration == Immigration::Presumed));
        trace
    }

    /// The number of the pack's answer to an ask.
    fn hear(&mut self, ask: &Put<'_, 'a>) -> usize {
        let trace = self.trace(ask.derived, ask.table);
        if let Some(number) = self.known.get(&trace) {
            return *number;
        }
        self.said.push(ask.said_by(self.law, self.pack));
        let number = self.said.len() - 1;
        self.known.insert(trace, number);
        number
    }
}

/// An ask put to every pack.
struct Put<'a, 'l> {
    now: Moment,
    posing: &'a Posing,
    derived: &'a Derived,
    table: &'a [(usize, Attribute)],
    /// What the packs of each law say, once a pack of it had to be asked.
    heard: RefCell<Vec<Answers<'l>>>,
}

/// What each pack of a law says.
struct Answers<'a> {
    law: &'a Law,
    said: Vec<(&'a Pack, Said)>,
}

impl<'l> Put<'_, 'l> {
    /// What a pack says. A pack of which nothing holds says nothing.
    fn said_by(&self, law: &'l Law, pack: &Pack) -> Said {
        let mut heard = self.heard.borrow_mut();
        if !heard.iter().any(|answers| std::ptr::eq(answers.law, law)) {
            let basis = law.basis(&self.posing.ask, &self.posing.facts, self.now);
            let said = law.hear(&basis).into_iter().filter_map(|heard| {
                let pack = law.packs.iter().find(|pack| std::ptr::eq(*pack, heard.pack))?;
                Some((pack, heard.said))
            });
            heard.push(Answers { law, said: said.collect() });
        }
        let answers = heard.iter().filter(|answers| std::ptr::eq(answers.law, law));
        let of_pack = answers.flat_map(|answers| &answers.said);
        let mut said = of_pack.filter(|(of, _)| std::ptr::eq(*of, pack)).map(|(_, said)| said);
        said.next().cloned().unwrap_or_default()
    }
}

impl<'a> Survey<'a> {
    /// Listens to those packs that bind the holder and speak at the door.
    pub(super) fn new(
        packs: &[(&'a Law, &'a Pack)],
        door: Door,
        holder: &Party,
        now: Moment,
    ) -> Self {
        let ears =
            packs.iter().filter_map(|(law, pack)| Ear::new(law, pack, door, holder)).collect();
        Self {
            door,
            holder: holder.clone(),
            now,
            ears,
            values: Vec::new(),
            seen: Vec::new(),
            heard: BTreeMap::new(),
        }
    }

    /// Whether no pack speaks at this door.
    pub(super) fn is_silent(&self) -> bool {
        self.ears.is_empty()
    }

    /// The number of each pack's answer to the ask that makes these choices.
    pub(super) fn hear(&mut self, dimensions: &[Dimension], chosen: &[usize]) -> Vec<usize> {
        if let Some(heard) = self.heard.get(chosen) {
            return heard.clone();
        }
        let (posing, derived, table) = self.posed(dimensions, chosen);
        let heard = RefCell::default();
        let ask = Put { now: self.now, posing: &posing, derived: &derived, table: &table, heard };
        let heard: Vec<usize> = self.ears.iter_mut().map(|ear| ear.hear(&ask)).collect();
        self.heard.insert(chosen.to_vec(), heard.clone());
        heard
    }

    /// What every pack said, by the numbers of their answers.
    pub(super) fn said(&self, heard: &[usize]) -> Vec<&Said> {
        self.ears.iter().zip(heard).filter_map(|(ear, at)| ear.said.get(*at)).collect()
    }

    /// What the packs of one law said.
    pub(super) fn said_of(&self, law: &Law, heard: &[usize]) -> Vec<&Said> {
        let of_law = self.ears.iter().zip(heard).filter(|(ear, _)| std::ptr::eq(ear.law, law));
        of_law.filter_map(|(ear, at)| ear.said.get(*at)).collect()
    }

    /// What the packs can see of the ask that makes these choices.
    fn trace(&mut self, dimensions: &[Dimension], chosen: &[usize], is_noted: bool) -> Trace {
        let (_, derived, table) = self.posed(dimensions, chosen);
        let traces: Vec<Trace> =
            self.ears.iter_mut().map(|ear| ear.trace(&derived, &table)).collect();
        for (column, (_, attribute)) in table.iter().enumerate().filter(|_| is_noted) {
            let sight: Trace = traces.iter().filter_map(|t| t.get(column)).copied().collect();
            match self.seen.get_mut(column) {
                Some((.., seen)) => _ = seen.insert(sight),
                None => {
                    self.seen.push((attribute.on, attribute.name, BTreeSet::from([sight])));
                }
            }
        }
        traces.concat()
    }

    /// The ask that makes these choices: its attributes, each with the number of its value.
    fn posed(
        &mut self,
        dimensions: &[Dimension],
        chosen: &[usize],
    ) -> (Posing, Derived, Vec<(usize, Attribute)>) {
        let mut posing = posing(self.door, &self.holder);
        let choices = dimensions.iter().zip(chosen).filter_map(|(d, at)| d.choices.get(*at));
        choices.for_each(|choice: &Choice| choice.apply(&mut posing));
        let derived = derive(&posing.ask, &posing.facts, self.now);
        let is_loaded = self.ears.first().is_some_and(|e| e.law.binds(&derived.holder, self.now));
        let mut table = Vec::new();
        for (column, attribute) in attributes(&derived, is_loaded).into_iter().enumerate() {
            if self.values.len() <= column {
                self.values.push(BTreeMap::new());
            }
            let Some(values) = self.values.get_mut(column) else { continue };
            let next = values.len();
            let value = match values.get(&attribute.value) {
                Some(known) => *known,
                None => *values.entry(attribute.value.clone()).or_insert(next),
            };
            table.push((value, attribute));
        }
        (posing, derived, table)
    }

    /// Puts choices together that no pack can tell apart: neither in the neutral ask, nor in one
    /// that makes any one other choice differently.
    ///
    /// An attribute follows from one choice, or (the immigration purpose) from several of which
    /// each pair shows; the test below holds this against asks drawn from the whole.
    pub(super) fn groups(&mut self, dimensions: &[Dimension]) -> Vec<Vec<Vec<usize>>> {
        let neutral: Vec<usize> = dimensions.iter().map(|d| d.neutral).collect();
        let changed = |changes: &[(usize, usize)]| {
            let mut chosen = neutral.clone();
            for (at, choice) in changes {
                if let Some(place) = chosen.get_mut(*at) {
                    *place = *choice;
                }
            }
            chosen
        };
        let mut traces: Vec<Vec<Vec<Trace>>> =
            dimensions.iter().map(|d| vec![Vec::new(); d.choices.len()]).collect();
        for (one, first) in dimensions.iter().enumerate() {
            for a in 0..first.choices.len() {
                self.trace(dimensions, &changed(&[(one, a)]), true);
                for (two, second) in dimensions.iter().enumerate().skip(one + 1) {
                    for b in 0..second.choices.len() {
                        let trace = self.trace(dimensions, &changed(&[(one, a), (two, b)]), false);
                        note(&mut traces, (one, a), &trace);
                        note(&mut traces, (two, b), &trace);
                    }
                }
            }
        }
        traces.into_iter().map(grouped).collect()
    }
}

fn note(traces: &mut [Vec<Vec<Trace>>], (dimension, choice): (usize, usize), trace: &Trace) {
    if let Some(of) = traces.get_mut(dimension).and_then(|of| of.get_mut(choice)) {
        of.push(trace.clone());
    }
}

/// Choices whose traces are the same, in the order of the first of each group.
fn grouped(traces: Vec<Vec<Trace>>) -> Vec<Vec<usize>> {
    let mut groups: Vec<(Vec<Trace>, Vec<usize>)> = Vec::new();
    for (at, of_choice) in traces.into_iter().enumerate() {
        match groups.iter_mut().find(|(of, _)| *of == of_choice) {
            Some((_, members)) => members.push(at),
            None => groups.push((of_choice, vec![at])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::{dimension::dimensions, neutral};

    /// Numbers that are the same in every run.
    fn draw(state: &mut u64, below: usize) -> usize {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*state >> 33).unwrap() % below
    }

    #[test]
    fn what_is_put_together_is_told_apart_in_no_ask_of_the_whole() {
        let law = Law::embedded().unwrap();
        let packs: Vec<(&Law, &Pack)> = law.packs.iter().map(|pack| (&law, pack)).collect();
        let mut state = 7;
        for holder in law.packs.iter().map(|pack| neutral::holder(&pack.manifest.binds)) {
            let door = Door::ALL[draw(&mut state, Door::ALL.len())];
            let mut survey = Survey::new(&packs, door, &holder, "2026-11-24".parse().unwrap());
            let dimensions = dimensions(door, &holder);
            let groups = survey.groups(&dimensions);
            for _ in 0..150 {
                let drawn: Vec<usize> =
                    dimensions.iter().map(|d| draw(&mut state, d.choices.len())).collect();
                let first: Vec<usize> = groups
                    .iter()
                    .zip(&drawn)
                    .map(|(of, at)| of.iter().find(|group| group.contains(at)).unwrap()[0])
                    .collect();
                let [one, other] = [&drawn, &first].map(|c| survey.trace(&dimensions, c, false));
                assert_eq!(one, other, "{door:?}: {drawn:?} stands for {first:?}");
            }
        }
    }
}
