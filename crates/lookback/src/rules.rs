//! Rulings on rows and links, each different ask ruled on once.
//!
//! In: who, what for, when. Out: the law's ruling, as [`law::Law::rule`] gives it.
//! Never: changes a ruling, or remembers one beyond the moment it dies.
//!
//! A remembered ruling holds for the same ask and the same facts from the moment it was made for
//! until its `valid_until`. Rulings are made for the first moment of a day: the law's days begin
//! there. What a ruling depends on is exactly what the law is handed, so the key is all of that.

use crate::kept::{self, Kept, Published};
use crate::readings::ReadingIndex;
use law::Law;
use std::collections::BTreeMap;
use std::rc::Rc;
use terms::{
    Ask, Day, Door, Fact, Facts, Moment, Party, Purpose, PurposeClass, Reading, RecordClass,
    Records, VouchedBy,
};

/// The place of a searching agency among those of a run.
pub(crate) type AgencyIndex = usize;

/// The law, and what it has said in this run.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    law: &'a Law,
    rows: BTreeMap<(AgencyIndex, ReadingIndex, CaseNumber, Published), Vec<Span>>,
    links: BTreeMap<(Party, Party), Vec<Span>>,
    bound: BTreeMap<(Party, Day), bool>,
}

/// Whether a row gives a case number. Its words are never handed to the law.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum CaseNumber {
    /// No, or the column is absent.
    Absent,
    /// Yes.
    Given,
}

/// What was said to an ask, and for which moments it holds.
#[derive(Debug)]
struct Span {
    from: Moment,
    until: Option<Moment>,
    kept: Option<Rc<Kept>>,
}

/// A row, as far as the law is concerned.
pub(crate) struct RowAsked<'r> {
    pub(crate) agency: AgencyIndex,
    pub(crate) party: &'r Party,
    pub(crate) index: ReadingIndex,
    pub(crate) reading: &'r Reading,
    pub(crate) case_number: CaseNumber,
    pub(crate) published: Published,
}

impl<'a> Rules<'a> {
    pub(crate) fn new(law: &'a Law) -> Self {
        Self { law, rows: BTreeMap::new(), links: BTreeMap::new(), bound: BTreeMap::new() }
    }

    pub(crate) fn digest(&self) -> &str {
        self.law.digest()
    }

    /// Whether the law of the holder's place is loaded and in force on the day.
    pub(crate) fn binds(&mut self, holder: &Party, day: Day) -> bool {
        let Some(start) = day.start() else { return false };
        let law = self.law;
        *self.bound.entry((holder.clone(), day)).or_insert_with(|| law.binds(holder, start))
    }

    /// What a portal audit bears out against a row, by the law of the day.
    pub(crate) fn row(&mut self, asked: &RowAsked<'_>, day: Day) -> Option<Rc<Kept>> {
        let at = day.start()?;
        let law = self.law;
        let key = (asked.agency, asked.index, asked.case_number, asked.published);
        remembered(self.rows.entry(key).or_default(), at, || {
            let (ask, facts) = row_ask(asked);
            let ruling = law.rule(&ask, &facts, at);
            (ruling.valid_until, kept::of_row(&ruling, asked.party, asked.reading, asked.published))
        })
    }

    /// What a sharing list bears out against a link, by the law of the day.
    pub(crate) fn link(&mut self, holder: &Party, recipient: &Party, day: Day) -> Option<Rc<Kept>> {
        let at = day.start()?;
        let law = self.law;
        let key = nameless(holder, recipient);
        let (holder, recipient) = key.clone();
        remembered(self.links.entry(key).or_default(), at, || {
            let facts = share_facts(&holder, &recipient);
            let ruling = law.rule(&share_ask(Door::Feed), &facts, at);
            (ruling.valid_until, kept::of_link(&ruling, &holder, &recipient))
        })
    }
}

/// What is remembered for the moment, or what is made for it now.
fn remembered(
    spans: &mut Vec<Span>,
    at: Moment,
    make: impl FnOnce() -> (Option<Moment>, Option<Kept>),
) -> Option<Rc<Kept>> {
    let holds = |span: &&Span| span.from <= at && span.until.is_none_or(|until| at < until);
    if let Some(span) = spans.iter().find(holds) {
        return span.kept.clone();
    }
    let (until, kept) = make();
    let kept = kept.map(Rc::new);
    spans.push(Span { from: at, until, kept: kept.clone() });
    kept
}

/// A row is an ask by the searching agency: it is the user, the operator of its own network, and
/// the one who would pass a result on, so holder and asker are the same party. For whom the search
/// was in truth is what the reading of its reason says; the law takes that up itself.
fn row_ask(asked: &RowAsked<'_>) -> (Ask, Facts) {
    let mut ask = share_ask(Door::Query);
    ask.purpose = Purpose {
        class: asked.reading.class,
        text: None,
        case_number: (asked.case_number == CaseNumber::Given).then(|| "given".to_owned()),
        offence: None,
    };
    let mut facts = share_facts(asked.party, asked.party);
    facts.reading = Some(Fact::new(asked.reading.clone(), VouchedBy::Document));
    (ask, facts)
}

/// An ask for plate reads through a door, with nothing stated.
fn share_ask(door: Door) -> Ask {
    Ask {
        id: None,
        door,
        purpose: Purpose { class: PurposeClass::Unstated, ..Purpose::default() },
        beneficiary: None,
        username: None,
        instruments: Vec::new(),
        records: Some(RecordClass::PlateReads),
        question: None,
        help: None,
        custody: None,
        inquiry: None,
        inquiry_for: None,
        breadth: None,
    }
}

fn share_facts(holder: &Party, asker: &Party) -> Facts {
    let records = Records { class: RecordClass::PlateReads, ..Records::default() };
    Facts {
        holder: Some(Fact::new(holder.clone(), VouchedBy::Registry)),
        asker: Some(Fact::new(asker.clone(), VouchedBy::Registry)),
        records: Some(Fact::new(records, VouchedBy::Document)),
        ..Facts::default()
    }
}

/// The two parties of a link without their names, so that the many links alike but for the names
/// are ruled on once. The law sees only whether the two names are one; that is kept.
fn nameless(holder: &Party, recipient: &Party) -> (Party, Party) {
    if holder.name.is_empty() || recipient.name.is_empty() {
        // A name that is not known is neither the same nor another.
        return (holder.clone(), recipient.clone());
    }
    let is_same = holder.name.eq_ignore_ascii_case(&recipient.name);
    let named = |party: &Party, name: &str| Party { name: name.to_owned(), ..party.clone() };
    let recipients_name = if is_same { "the holder" } else { "the recipient" };
    (named(holder, "the holder"), named(recipient, recipients_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn a_ruling_is_remembered_until_it_dies_and_never_before_it_was_made() {
        let mut spans = Vec::new();
        let mut made = 0;
        let mut ask = |day: &str| {
            remembered(&mut spans, moment(day), || {
                made += 1;
                (Some(moment("2026-05-01")), None)
            });
            made
        };
        assert_eq!(ask("2026-04-10"), 1);
        assert_eq!(ask("2026-04-20"), 1);
        assert_eq!(ask("2026-04-05"), 2);
        assert_eq!(ask("2026-04-06"), 2);
        assert_eq!(ask("2026-05-01"), 3);
    }

    #[test]
    fn the_law_sees_of_two_names_only_whether_they_are_one() {
        let party = |name: &str| Party { name: name.to_owned(), ..Party::default() };
        let (holder, recipient) = nameless(&party("Rio Claro CA PD"), &party("rio claro ca pd"));
        assert_eq!(holder.name, recipient.name);
        let (holder, recipient) = nameless(&party("Rio Claro CA PD"), &party("Bend OR PD"));
        assert_ne!(holder.name, recipient.name);
    }
}
