//! The words of the schema as numbered slots, each with a small code.
//!
//! In: the schema, and the literals that policies compare with. Out: a table of attributes as
//! [`Codes`]. Never: guesses. A table that is not exactly what the schema asks for gives `None`,
//! and Cedar, which says what is wrong with it, evaluates it instead.
//!
//! A code tells apart only what some policy tells apart: a word of an enumeration, yes or no, a
//! text that some policy names or any other, a number between two that policies name.

use crate::attributes::{Attribute, On, Value};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use terms::Door;

/// The number of a slot: one attribute of one place, or the door.
pub(crate) type Slot = usize;

/// The slot of the door; those of attributes follow.
pub(crate) const DOOR: Slot = 0;

/// What each slot says, by its number: the code, or for a set the mask of its words.
pub(crate) type Codes = Box<[u64]>;

/// No more words in an enumeration than a mask has bits.
const WORDS_MAX: usize = 64;

/// What a slot can say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// 0 is no, 1 is yes.
    Flag,
    /// 0 where it is absent; else by where it lies among the numbers that policies name.
    Number,
    /// 0 for any text that no policy names; else one more than its place among those named.
    Text,
    /// A word of this enumeration: its place there.
    Word(String),
    /// A set of such words: a mask.
    Words(String),
}

/// One slot.
#[derive(Debug)]
struct Place {
    on: On,
    name: String,
    kind: Kind,
    is_required: bool,
    /// The doors whose asks have it.
    doors: Vec<Door>,
    texts: BTreeMap<String, usize>,
    numbers: BTreeSet<i64>,
    /// The numbers again, in order, once every policy is read.
    bounds: Vec<i64>,
}

/// Every slot, and the words of every enumeration.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    places: Vec<Place>,
    by_name: BTreeMap<(On, String), Slot>,
    words: BTreeMap<String, Vec<String>>,
    /// The doors whose asks are understood whole.
    doors: Vec<Door>,
    /// The slot of each line of the table, in the order of the first table seen.
    order: OnceLock<Vec<Slot>>,
}

impl On {
    /// Where it hangs, as a policy writes it.
    const fn path(self) -> &'static [&'static str] {
        match self {
            Self::Asker => &["principal"],
            Self::Beneficiary => &["context", "beneficiary"],
            Self::Context => &["context"],
            Self::Holder => &["context", "holder"],
            Self::Records => &["resource"],
        }
    }

    const ALL: [Self; 5] =
        [Self::Asker, Self::Beneficiary, Self::Context, Self::Holder, Self::Records];
}

impl Vocabulary {
    /// Reads the schema's JSON form. What it does not understand has no slot: a policy that names
    /// it is evaluated by Cedar.
    pub(crate) fn read(schema: &Json) -> Self {
        let mut vocabulary = Self::default();
        let Some(space) = schema.get("") else { return vocabulary };
        for (kind, entity) in members(space, "entityTypes") {
            let words = entity.get("enum").and_then(Json::as_array).into_iter().flatten();
            let mut words: Vec<String> =
                words.filter_map(Json::as_str).map(str::to_owned).collect();
            words.sort();
            if !words.is_empty() {
                vocabulary.words.insert(kind.clone(), words);
            }
        }
        let doors = Door::ALL.iter().map(|door| door.action().to_owned()).collect();
        vocabulary.words.insert("Action".to_owned(), doors);
        vocabulary
            .places
            .push(Place { kind: Kind::Word("Action".to_owned()), ..Place::new(On::Context, "") });
        for door in Door::ALL {
            let Some(action) = space.get("actions").and_then(|a| a.get(door.action())) else {
                continue;
            };
            let is_whole = On::ALL.into_iter().all(|on| {
                record_at(space, action, on).is_some_and(|record| vocabulary.add(on, door, record))
            });
            if is_whole {
                vocabulary.doors.push(door);
            }
        }
        vocabulary
    }

    /// Takes in the attributes of one place; whether every one of them was understood.
    fn add(&mut self, on: On, door: Door, record: &Json) -> bool {
        let mut is_whole = true;
        for (name, said) in members(record, "attributes") {
            let is_party = |other: On| other.path().split_last() == Some((&&**name, on.path()));
            let Some(kind) = self.kind_of(said) else {
                is_whole &= On::ALL.into_iter().any(is_party);
                continue;
            };
            let is_required = said.get("required").and_then(Json::as_bool).unwrap_or(true);
            let key = (on, name.clone());
            let slot = *self.by_name.entry(key).or_insert_with(|| {
                let place = Place { kind: kind.clone(), is_required, ..Place::new(on, name) };
                self.places.push(place);
                self.places.len() - 1
            });
            if let Some(place) = self.places.get_mut(slot)
                && place.kind == kind
                && place.is_required == is_required
            {
                place.doors.push(door);
            } else {
                is_whole = false;
            }
        }
        is_whole
    }

    fn kind_of(&self, said: &Json) -> Option<Kind> {
        let is_enumeration = |name: &str| {
            self.words.get(name).is_some_and(|words| words.len() <= WORDS_MAX).then(|| name.into())
        };
        match (said.get("type")?.as_str()?, said.get("name").and_then(Json::as_str)) {
            ("EntityOrCommon", Some("Bool")) => Some(Kind::Flag),
            ("EntityOrCommon", Some("Long")) => Some(Kind::Number),
            ("EntityOrCommon", Some("String")) => Some(Kind::Text),
            ("EntityOrCommon", Some(name)) => is_enumeration(name).map(Kind::Word),
            ("Set", _) => {
                is_enumeration(said.get("element")?.get("name")?.as_str()?).map(Kind::Words)
            }
            _ => None,
        }
    }

    /// The slot at a path such as `context.holder.state`, if every door has it.
    pub(crate) fn slot(&self, path: &[&str]) -> Option<Slot> {
        let (name, above) = path.split_last()?;
        let on = On::ALL.into_iter().find(|on| on.path() == above)?;
        let slot = *self.by_name.get(&(on, (*name).to_owned()))?;
        (self.places.get(slot)?.doors.len() == Door::ALL.len()).then_some(slot)
    }

    pub(crate) fn kind(&self, slot: Slot) -> Option<&Kind> {
        self.places.get(slot).map(|place| &place.kind)
    }

    pub(crate) fn is_required(&self, slot: Slot) -> bool {
        self.places.get(slot).is_some_and(|place| place.is_required)
    }

    pub(crate) fn slots(&self) -> impl Iterator<Item = Slot> {
        0..self.places.len()
    }

    /// The place of a word in its enumeration.
    pub(crate) fn word(&self, kind: &str, word: &str) -> Option<usize> {
        let words = self.words.get(kind)?;
        if kind == "Action" {
            return words.iter().position(|w| w == word);
        }
        words.binary_search_by(|w| w.as_str().cmp(word)).ok()
    }

    /// How many words an enumeration has.
    pub(crate) fn words_count(&self, kind: &str) -> usize {
        self.words.get(kind).map_or(0, Vec::len)
    }

    /// The code of a text that a policy names.
    pub(crate) fn name_text(&mut self, slot: Slot, text: &str) -> Option<usize> {
        let texts = &mut self.places.get_mut(slot)?.texts;
        let next = texts.len() + 1;
        Some(*texts.entry(text.to_owned()).or_insert(next))
    }

    /// Notes a number that a policy names.
    pub(crate) fn name_number(&mut self, slot: Slot, number: i64) {
        if let Some(place) = self.places.get_mut(slot) {
            place.numbers.insert(number);
        }
    }

    /// Every policy is read: no more literals come.
    pub(crate) fn settle(&mut self) {
        for place in &mut self.places {
            place.bounds = place.numbers.iter().copied().collect();
        }
    }

    /// The codes of a number slot that fit, by how the number compares with `bound`.
    pub(crate) fn numbers(
        &self,
        slot: Slot,
        bound: i64,
        fits: impl Fn(std::cmp::Ordering) -> bool,
    ) -> crate::bits::Bits {
        let bounds = self.places.get(slot).map_or(&[][..], |place| &place.bounds);
        let at = bounds.partition_point(|b| *b < bound);
        // Each number named has a code of its own, and so has each gap beside one.
        (1..self.codes_count(slot))
            .filter(|code| {
                let (below, is_named) = ((code - 1) / 2, (code - 1) % 2 == 1);
                let order = match below.cmp(&at) {
                    std::cmp::Ordering::Equal if !is_named => std::cmp::Ordering::Less,
                    order => order,
                };
                fits(order)
            })
            .collect()
    }

    /// How many codes a slot that is no set has.
    pub(crate) fn codes_count(&self, slot: Slot) -> usize {
        let Some(place) = self.places.get(slot) else { return 0 };
        match &place.kind {
            Kind::Flag => 2,
            Kind::Number => 2 * place.bounds.len() + 2,
            Kind::Text => place.texts.len() + 1,
            Kind::Word(kind) => self.words_count(kind),
            Kind::Words(_) => 0,
        }
    }

    /// A table as codes; `None` where it is not exactly what the schema asks of this door.
    pub(crate) fn codes(&self, door: Door, table: &[Attribute]) -> Option<Codes> {
        let order = self.order.get_or_init(|| {
            table.iter().map(|a| self.find(a.on, a.name).unwrap_or(DOOR)).collect()
        });
        let mut codes = vec![0; self.places.len()].into_boxed_slice();
        let mut filled = vec![false; self.places.len()];
        *codes.get_mut(DOOR)? = u64::try_from(self.word("Action", door.action())?).ok()?;
        for (line, attribute) in table.iter().enumerate() {
            let is_it = |slot: &&Slot| {
                self.places
                    .get(**slot)
                    .is_some_and(|p| p.on == attribute.on && p.name == attribute.name)
            };
            let slot = match order.get(line).filter(is_it) {
                Some(slot) => *slot,
                None => self.find(attribute.on, attribute.name)?,
            };
            let place = self.places.get(slot).filter(|place| place.doors.contains(&door))?;
            // One attribute twice, or none where the schema needs one: Cedar says what is wrong.
            if std::mem::replace(filled.get_mut(slot)?, true) {
                return None;
            }
            *codes.get_mut(slot)? = self.code(place, &attribute.value)?;
        }
        let is_here = |(place, filled): (&Place, &bool)| {
            *filled || !place.is_required || !place.doors.contains(&door)
        };
        let is_whole = self.places.iter().zip(&filled).all(is_here);
        (is_whole && self.doors.contains(&door)).then_some(codes)
    }

    fn find(&self, on: On, name: &str) -> Option<Slot> {
        self.by_name.get(&(on, name.to_owned())).copied()
    }

    fn code(&self, place: &Place, value: &Value) -> Option<u64> {
        let code = match (&place.kind, value) {
            (Kind::Flag, Value::Flag(flag)) => usize::from(*flag),
            (Kind::Number, Value::Number(None)) if !place.is_required => 0,
            (Kind::Number, Value::Number(Some(number))) => {
                let below = place.bounds.partition_point(|b| b < number);
                1 + 2 * below + usize::from(place.bounds.get(below) == Some(number))
            }
            (Kind::Text, Value::Text(text)) => place.texts.get(text).copied().unwrap_or(0),
            (Kind::Word(kind), Value::Word(said, word)) if kind == said => self.word(kind, word)?,
            (Kind::Words(kind), Value::Words(said, words)) if kind == said => {
                let mut mask = 0;
                for word in words {
                    mask |= 1 << self.word(kind, word)?;
                }
                return Some(mask);
            }
            _ => return None,
        };
        u64::try_from(code).ok()
    }
}

impl Place {
    fn new(on: On, name: &str) -> Self {
        Self {
            on,
            name: name.to_owned(),
            kind: Kind::Flag,
            is_required: true,
            doors: Vec::new(),
            texts: BTreeMap::new(),
            numbers: BTreeSet::new(),
            bounds: Vec::new(),
        }
    }
}

fn members<'j>(value: &'j Json, key: &str) -> impl Iterator<Item = (&'j String, &'j Json)> {
    value.get(key).and_then(Json::as_object).into_iter().flatten()
}

/// The record type at a place of an action's asks.
fn record_at<'j>(space: &'j Json, action: &'j Json, on: On) -> Option<&'j Json> {
    let applies = action.get("appliesTo")?;
    let (first, rest) = on.path().split_first()?;
    let mut record = match *first {
        "context" => resolved(space, applies.get("context")?)?,
        first => {
            let types = if first == "principal" { "principalTypes" } else { "resourceTypes" };
            match applies.get(types)?.as_array()?.as_slice() {
                [one] => shape(space, one, on)?,
                _ => return None,
            }
        }
    };
    for name in rest {
        record = shape(space, record.get("attributes")?.get(*name)?.get("name")?, on)?;
    }
    Some(record)
}

/// The shape of an entity type, if it is the one that an ask is posed with.
fn shape<'j>(space: &'j Json, named: &Json, on: On) -> Option<&'j Json> {
    let posed = if on == On::Records { "Records" } else { "Party" };
    let kind = named.as_str().filter(|kind| *kind == posed)?;
    space.get("entityTypes")?.get(kind)?.get("shape")
}

/// A record type, by its name or as it stands there.
fn resolved<'j>(space: &'j Json, said: &'j Json) -> Option<&'j Json> {
    let word = said.get("type")?.as_str()?;
    let name = said.get("name").and_then(Json::as_str).unwrap_or(word);
    match word {
        "Record" => Some(said),
        _ => space.get("commonTypes")?.get(name),
    }
}
