//! What the law says to rows and links, each different ask ruled on once.
//!
//! In: who holds, who asks, what for, when. Out: the law's ruling, as [`law::Law::rule`] gives it,
//! cut to what the kind of file bears out.
//! Never: changes a ruling, or remembers one beyond the moment it dies.
//!
//! A remembered ruling holds for the same ask and the same facts from the day it was made for until
//! its `valid_until`. Rulings are made for the first moment of a day: the law's days begin there.
//! What a ruling depends on is exactly what the law is handed, so the key is all of that.

use crate::event::flag;
use crate::kept::{self, Kept, Published};
use crate::known::{Agency, AgencyIndex, Known, ReadingIndex, held};
use crate::source::{day_number, day_of};
use law::Law;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use terms::{
    Ask, Certainty, Day, Door, Fact, Facts, Ground, Outcome, Party, Pathway, Place, PolicyId,
    Purpose, PurposeClass, Reading, RecordClass, Records, Ruling, VouchedBy,
};

/// What was said to an ask, and on which days it holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// The first day, in days since 1970.
    pub(crate) from: i32,
    /// The first day on which it does not hold any more.
    pub(crate) until: i32,
    /// What was found; None where nothing is.
    pub(crate) found: Option<Found>,
}

/// What was found, as short as it can be told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    /// The number of what was kept.
    pub(crate) kept: KeptIndex,
    /// The strongest of its grounds.
    pub(crate) outcome: Outcome,
    /// The way out.
    pub(crate) pathway: Option<Pathway>,
}

/// The number of something kept in a run.
pub(crate) type KeptIndex = u32;

impl Span {
    /// Whether it holds on a day.
    pub(crate) const fn holds(self, day: i32) -> bool {
        self.from <= day && day < self.until
    }
}

/// A row or link as the law is asked about it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Posed {
    /// Whose records they are.
    pub(crate) holder: AgencyIndex,
    /// Who searched, or whom they are shared with.
    pub(crate) asker: AgencyIndex,
    /// What for; None for a standing share, which says nothing of it.
    pub(crate) reading: Option<ReadingIndex>,
    /// Of [`flag`], those that matter here.
    pub(crate) flags: u8,
    /// What kind of thing it is.
    pub(crate) of: PosedOf,
}

impl Posed {
    /// All of it in one number, to be looked up by.
    pub(crate) const fn key(&self) -> u128 {
        let reading = match self.reading {
            Some(reading) => reading,
            None => ReadingIndex::MAX,
        };
        // 32 + 32 + 32 + 8 + 8 of 128 bits.
        (self.holder as u128) << 96
            | (self.asker as u128) << 64
            | (reading as u128) << 32
            | (self.flags as u128) << 8
            | self.of as u128
    }
}

/// What kind of thing the law is asked about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum PosedOf {
    /// Someone watched another agency's camera.
    CameraView,
    /// A list of plates that was taken in, and for whose sake.
    Hotlist,
    /// A standing share.
    Link,
    /// A search.
    Search,
}

impl PosedOf {
    const fn door(self) -> Door {
        match self {
            Self::CameraView | Self::Search => Door::Query,
            Self::Hotlist => Door::Hotlist,
            Self::Link => Door::Feed,
        }
    }

    const fn records(self) -> RecordClass {
        match self {
            // A live picture of a street: where people are, other than by their plates.
            Self::CameraView => RecordClass::Location,
            Self::Hotlist | Self::Link | Self::Search => RecordClass::PlateReads,
        }
    }
}

/// The law, and what it has said in this run.
#[derive(Debug)]
pub(crate) struct Verdicts<'a> {
    law: &'a Law,
    reads_city: bool,
    said: Mutex<Said>,
}

#[derive(Debug, Default)]
struct Said {
    /// By everything that what is kept depends on.
    spans: BTreeMap<Alike, Vec<Span>>,
    /// By everything that the law's ruling depends on.
    rulings: BTreeMap<Alike, Vec<(i32, i32, Arc<Ruling>)>>,
    kept: Vec<Arc<Kept>>,
    /// Lists of grounds, by their policies: many findings have the same.
    grounds: BTreeMap<Vec<PolicyId>, Vec<Arc<[Ground]>>>,
    bound: BTreeMap<(AgencyIndex, i32), bool>,
    /// By what was kept, and the days on which it is what is found.
    on_some_days: BTreeMap<(KeptIndex, i32, i32), KeptIndex>,
    /// By both parties as the law sees them, the first asker that was so.
    stand_ins: BTreeMap<(Party, Party), AgencyIndex>,
}

/// An ask without what the law cannot see: asks alike have one ruling.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Alike {
    holder: Party,
    asker: Party,
    reading: Option<ReadingAlike>,
    flags: u8,
    of: PosedOf,
}

/// A reading, to be compared.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct ReadingAlike {
    /// By number where what is told of it matters, and not only what the law sees.
    index: Option<ReadingIndex>,
    class: PurposeClass,
    label: String,
    named: Option<(String, &'static str, Option<String>)>,
    certainty: Certainty,
}

impl<'a> Verdicts<'a> {
    pub(crate) fn new(law: &'a Law) -> Self {
        Self { law, reads_city: law.reads_city(), said: Mutex::default() }
    }

    pub(crate) fn digest(&self) -> &str {
        self.law.digest()
    }

    /// Whether the law of the holder's place is loaded and in force on the day.
    pub(crate) fn binds(&self, index: AgencyIndex, holder: &Party, day: i32) -> bool {
        let mut said = held(&self.said);
        let law = self.law;
        let binds = || day_of(day).and_then(Day::start).is_some_and(|at| law.binds(holder, at));
        *said.bound.entry((index, day)).or_insert_with(binds)
    }

    /// The first asker of whom the law sees the same, where the reason names nobody.
    pub(crate) fn stand_in(
        &self,
        known: &Known<'_>,
        holder: AgencyIndex,
        asker: AgencyIndex,
    ) -> AgencyIndex {
        let (Some(of_holder), Some(of_asker)) = (known.agency(holder), known.agency(asker)) else {
            return asker;
        };
        let nameless = self.nameless(&of_holder.party, &of_asker.party);
        *held(&self.said).stand_ins.entry(nameless).or_insert(asker)
    }

    /// What is kept, by its number.
    pub(crate) fn kept(&self, index: KeptIndex) -> Option<Arc<Kept>> {
        held(&self.said).kept.get(index as usize).cloned()
    }

    /// Whether the same is found, or nothing both times.
    pub(crate) fn is_alike(&self, one: Option<Found>, two: Option<Found>) -> bool {
        let said = held(&self.said);
        let kept = |found: Found| said.kept.get(found.kept as usize);
        match (one, two) {
            (None, None) => true,
            (Some(one), Some(two)) => one.kept == two.kept || kept(one) == kept(two),
            _ => false,
        }
    }

    /// What is found on some only of the days that a search can have been on.
    pub(crate) fn on_some_days(&self, found: Found, (first, last): (i32, i32)) -> Option<Found> {
        let mut said = held(&self.said);
        let key = (found.kept, first, last);
        let index = match said.on_some_days.get(&key) {
            Some(index) => *index,
            None => {
                let days = (day_of(first)?, day_of(last)?);
                let kept = said.kept.get(found.kept as usize)?.on_some_days(days);
                let index = said.keep(kept);
                said.on_some_days.insert(key, index);
                index
            }
        };
        Some(Found { kept: index, ..found })
    }

    /// Everything that was kept, in the order of its numbers.
    pub(crate) fn all_kept(&self) -> Vec<Arc<Kept>> {
        held(&self.said).kept.clone()
    }

    /// What the file bears out against a row or link, by the law of the day.
    pub(crate) fn pose(&self, known: &Known<'_>, posed: Posed, day: i32) -> Span {
        let nothing = Span { from: day, until: day.saturating_add(1), found: None };
        let (Some(holder), Some(asker)) = (known.agency(posed.holder), known.agency(posed.asker))
        else {
            return nothing;
        };
        let reading = posed.reading.map(|index| known.reading(index));
        let alike = self.alike(&posed, &holder, &asker, reading.as_deref());
        if let Some(spans) = held(&self.said).spans.get(&alike)
            && let Some(span) = spans.iter().find(|span| span.holds(day))
        {
            return *span;
        }
        let Some((from, until, ruling)) = self.ruling(&alike, reading.as_deref(), day) else {
            return nothing;
        };
        let plainly = self.plainly(&alike, day);
        let kept = keep(&alike, &ruling, plainly.as_deref(), reading.as_deref());
        let mut said = held(&self.said);
        let found = kept.map(|kept| Found {
            outcome: kept.outcome,
            pathway: kept.pathway,
            kept: said.keep(kept),
        });
        let span = Span { from, until, found };
        said.spans.entry(alike).or_default().push(span);
        span
    }

    /// What the law says to a search by another agency that gives no reason.
    fn plainly(&self, alike: &Alike, day: i32) -> Option<Arc<Ruling>> {
        if alike.holder == alike.asker || !matches!(alike.of, PosedOf::Search | PosedOf::CameraView)
        {
            return None;
        }
        let blank = Reading::blank();
        let reading = Some(ReadingAlike::new(None, &blank));
        let alike = Alike { reading, flags: 0, ..alike.clone() };
        self.ruling(&alike, Some(&blank), day).map(|(_, _, ruling)| ruling)
    }

    /// The ruling on an ask, and from which day until which it holds.
    fn ruling(
        &self,
        alike: &Alike,
        reading: Option<&Reading>,
        day: i32,
    ) -> Option<(i32, i32, Arc<Ruling>)> {
        let mut key = alike.clone();
        key.flags &= flag::HAS_CASE;
        if let Some(reading) = &mut key.reading {
            reading.index = None;
        }
        let holds = |(from, until, _): &&(i32, i32, Arc<Ruling>)| *from <= day && day < *until;
        if let Some(known) = held(&self.said).rulings.get(&key).and_then(|r| r.iter().find(holds)) {
            return Some(known.clone());
        }
        let at = day_of(day).and_then(Day::start)?;
        let (ask, facts) = asked(&key, reading);
        // Outside the lock: others go on, and one who asks the same comes to the same.
        let ruling = Arc::new(self.law.rule(&ask, &facts, at));
        let until = ruling.valid_until.map_or(i32::MAX, |until| {
            let day = day_number(until.day());
            // A ruling that dies within a day does not hold for the day that begins then.
            if until.day().start() == Some(until) { day } else { day.saturating_add(1) }
        });
        let ruled = (day, until, ruling);
        held(&self.said).rulings.entry(key).or_default().push(ruled.clone());
        Some(ruled)
    }

    fn alike(
        &self,
        posed: &Posed,
        holder: &Agency,
        asker: &Agency,
        reading: Option<&Reading>,
    ) -> Alike {
        let named = reading.and_then(|reading| reading.named.as_ref());
        let is_named = named.is_some_and(|n| n.name.eq_ignore_ascii_case(&asker.party.name));
        let (holder, asker) = match is_named {
            true => (holder.party.clone(), asker.party.clone()),
            false => self.nameless(&holder.party, &asker.party),
        };
        Alike {
            holder,
            asker,
            reading: reading.map(|reading| ReadingAlike::new(posed.reading, reading)),
            flags: posed.flags,
            of: posed.of,
        }
    }

    /// The two parties without what the law cannot see of them, so that the many asks alike but for
    /// names and towns are ruled on once. It sees whether the two are one, whether they are of one
    /// city, and of a federal or foreign body its name.
    fn nameless(&self, holder: &Party, asker: &Party) -> (Party, Party) {
        let is_named = asker.kind.is_federal() || asker.kind == terms::PartyKind::Foreign;
        if holder == asker || is_named || holder.name.is_empty() || asker.name.is_empty() {
            // A name that is not known is neither the same nor another.
            return (holder.clone(), asker.clone());
        }
        let is_same = holder.name.eq_ignore_ascii_case(&asker.name);
        let name = if is_same { holder.name.clone() } else { "another".to_owned() };
        let is_holders = |city: &String| {
            holder.place.city.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(city))
        };
        let city = match &asker.place.city {
            Some(city) if !self.reads_city && !is_holders(city) => Some("elsewhere".to_owned()),
            city => city.clone(),
        };
        let place = Place { city, ..asker.place.clone() };
        (holder.clone(), Party { name, place, ..asker.clone() })
    }
}

impl ReadingAlike {
    fn new(index: Option<ReadingIndex>, reading: &Reading) -> Self {
        let named = reading.named.as_ref();
        Self {
            index,
            class: reading.class,
            label: reading.label.clone(),
            named: named.map(|n| (n.name.clone(), n.kind.word(), n.state.clone())),
            certainty: reading.certainty,
        }
    }
}

impl Said {
    fn keep(&mut self, mut kept: Kept) -> KeptIndex {
        let policies: Vec<_> = kept.grounds.iter().map(|ground| ground.policy.clone()).collect();
        let lists = self.grounds.entry(policies).or_default();
        match lists.iter().find(|list| list[..] == kept.grounds[..]) {
            Some(list) => kept.grounds = Arc::clone(list),
            None => lists.push(Arc::clone(&kept.grounds)),
        }
        let index = crate::known::small(self.kept.len());
        self.kept.push(Arc::new(kept));
        index
    }
}

/// What the kind of file bears out of a ruling.
fn keep(
    alike: &Alike,
    ruling: &Ruling,
    plainly: Option<&Ruling>,
    reading: Option<&Reading>,
) -> Option<Kept> {
    let published =
        if alike.flags & flag::TELLS_ALL != 0 { Published::All } else { Published::Part };
    let (holder, asker) = (&alike.holder, &alike.asker);
    match (alike.of, reading) {
        (PosedOf::Link, _) | (_, None) => kept::of_link(ruling, holder, asker),
        (PosedOf::Hotlist, Some(reading)) => kept::of_hotlist(ruling, holder, reading),
        (PosedOf::Search | PosedOf::CameraView, Some(reading)) => match plainly {
            None => kept::of_row(ruling, asker, reading, published),
            Some(plainly) => kept::of_query(ruling, plainly, (holder, asker), reading, published),
        },
    }
}

/// A row is an ask by who searched. Where the log is the searching agency's own, it is the user,
/// the operator of its own network, and the one who would pass a result on, so holder and asker are
/// the same party. For whom the search was in truth is what the reading of its reason says; the law
/// takes that up itself.
fn asked(alike: &Alike, reading: Option<&Reading>) -> (Ask, Facts) {
    let purpose = Purpose {
        class: reading.map_or(PurposeClass::Unstated, |reading| reading.class),
        text: None,
        case_number: (alike.flags & flag::HAS_CASE != 0).then(|| "given".to_owned()),
        offence: None,
    };
    let ask = Ask {
        id: None,
        door: alike.of.door(),
        purpose,
        beneficiary: None,
        username: None,
        instruments: Vec::new(),
        records: Some(alike.of.records()),
        question: None,
        help: None,
        custody: None,
        inquiry: None,
        inquiry_for: None,
        breadth: None,
    };
    let records = Records { class: alike.of.records(), ..Records::default() };
    let facts = Facts {
        holder: Some(Fact::new(alike.holder.clone(), VouchedBy::Registry)),
        asker: Some(Fact::new(alike.asker.clone(), VouchedBy::Registry)),
        records: Some(Fact::new(records, VouchedBy::Document)),
        reading: reading.map(|reading| Fact::new(reading.clone(), VouchedBy::Document)),
        ..Facts::default()
    };
    (ask, facts)
}
