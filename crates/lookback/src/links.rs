//! Takes in sharing lists: each entry of one is a standing share.
//!
//! The agency is the holder and the recipient the asker. The list shows that the share stood on the
//! day of capture; what passed through it, and for what, it does not show.

use crate::finding::{Finding, Holder, Of, Source, joined};
use crate::known::{Agency, AgencyIndex};
use crate::run::{Capture, FileState, HolderOf, LinkFinding, Lookback, Progress, source_of};
use crate::source::{BrokenOff, Kind, ListRow, Lists, Page, Unreadable, Why, day_number};
use crate::stated::{Stated, promises};
use crate::summary::{FileTold, StatedRetention};
use crate::verdict::{Posed, PosedOf};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use terms::{Certainty, Day, Outcome};

/// The holder of a list, on the day of its capture.
struct Held {
    index: AgencyIndex,
    agency: Arc<Agency>,
    slug: String,
    day: Day,
}

impl Lookback<'_> {
    /// Takes in every link of a page, and what the page promises.
    pub(crate) fn take_page(&mut self, path: &str, page: &Page, progress: &mut dyn Progress) {
        let mut told = FileTold::new(path, Kind::PortalPage);
        told.inbound_listed = Some(page.inbound_listed);
        told.embedded_rows = Some(page.embedded_rows);
        let Some(archived) = page.archived else {
            for row in (1..).take(page.outbound.len()) {
                told.take_unreadable(Unreadable { row, why: Why::PageUndated });
            }
            self.push_list(told);
            return;
        };
        let index = self.known.portal(page.name.as_deref(), &page.slug);
        let Some(held) = self.held_by(index, &page.slug, archived) else { return };
        told.agency = Some(held.agency.who.name.clone());
        (told.first_day, told.last_day) = (Some(archived), Some(archived));
        let mut promises: Vec<(Stated, u64)> =
            promises(&page.stated).into_iter().map(|stated| (stated, 0)).collect();
        for entry in &page.outbound {
            match entry {
                Ok((row, name)) => {
                    self.take_link(&held, name, source_of(path, *row), &mut promises, &mut told);
                }
                Err(unreadable) => told.take_unreadable(unreadable.clone()),
            }
        }
        progress.read(told.rows_read);
        self.push_list(told);
        self.keep_statement(path, &held, page.retention_days, promises);
    }

    /// Takes in the links and statements of other lists.
    pub(crate) fn take_lists(
        &mut self,
        path: &str,
        lists: Lists,
        progress: &mut dyn Progress,
    ) -> io::Result<()> {
        let mut told = FileTold::new(path, lists.kind);
        let is_one = lists.holder.is_some();
        told.inbound_listed = is_one.then_some(lists.inbound_listed);
        let (records, broken) = (lists.records, lists.broken);
        told.agency.clone_from(&lists.holder);
        let mut holders: BTreeMap<String, AgencyIndex> = BTreeMap::new();
        for entry in lists.rows {
            let (row, holder, recipient, day) = match entry {
                Err(unreadable) => {
                    told.take_unreadable(unreadable);
                    continue;
                }
                Ok(ListRow::Policy { holder, day, retention_days, stated }) => {
                    let index = self.known.named(&holder);
                    if let Some(held) =
                        day.or(lists.day).and_then(|day| self.held_by(index, &holder, day))
                    {
                        let promises =
                            promises(&stated).into_iter().map(|stated| (stated, 0)).collect();
                        self.keep_statement(path, &held, retention_days, promises);
                    }
                    continue;
                }
                Ok(ListRow::Link { row, holder, recipient, day }) => (row, holder, recipient, day),
            };
            let holder = holder.or_else(|| lists.holder.clone()).unwrap_or_default();
            let Some(day) = day.or(lists.day) else {
                told.take_unreadable(Unreadable { row, why: Why::PageUndated });
                continue;
            };
            let known = holders.get(&holder).copied();
            let index = known.unwrap_or_else(|| self.known.named(&holder));
            holders.insert(holder.clone(), index);
            let Some(held) = self.held_by(index, &holder, day) else { continue };
            let is_scanned = lists.kind == Kind::ScannedSharing;
            let source = source_of(path, row);
            if is_scanned {
                self.take_scanned(&held, &recipient, source, &mut told);
            } else {
                self.take_link(&held, &recipient, source, &mut [], &mut told);
            }
        }
        told.broken_off = broken.map(|why| BrokenOff { after_row: records, why });
        progress.read(told.rows_read);
        self.push_list(told);
        Ok(())
    }

    fn held_by(&self, index: AgencyIndex, slug: &str, day: Day) -> Option<Held> {
        let agency = self.known.agency(index)?;
        Some(Held { index, agency, slug: slug.to_owned(), day })
    }

    fn push_list(&mut self, told: FileTold) {
        self.files.push(FileState {
            told,
            holder: HolderOf::Unknown,
            searcher: None,
            of: PosedOf::Link,
            is_overwritten: false,
            days: None,
        });
    }

    /// Keeps what an agency states, to set findings and searches against it.
    fn keep_statement(
        &mut self,
        path: &str,
        held: &Held,
        retention_days: Option<u32>,
        promises: Vec<(Stated, u64)>,
    ) {
        if let Some(days) = retention_days {
            self.retention.push(StatedRetention { agency: held.index, days });
        }
        let (slug, path, archived) = (held.slug.clone(), path.to_owned(), held.day);
        self.captures.push(Capture { agency: held.index, slug, path, archived, promises });
    }

    /// A link of a scanned report: its names have lost letters, so none is surer than possible.
    fn take_scanned(&mut self, held: &Held, name: &str, source: Source, told: &mut FileTold) {
        let before = self.link_findings.len();
        let recipient = self.known.scanned(name);
        self.take_link_to(held, (name, recipient), source, &mut [], told);
        for LinkFinding { finding, .. } in self.link_findings.iter_mut().skip(before) {
            finding.certainty = Certainty::Possible;
            let further = Some(SCANNED_CONDITION.to_owned());
            finding.condition = joined([finding.condition.take(), further]);
        }
    }

    fn take_link(
        &mut self,
        held: &Held,
        name: &str,
        source: Source,
        promises: &mut [(Stated, u64)],
        told: &mut FileTold,
    ) {
        let recipient = self.known.named(name);
        self.take_link_to(held, (name, recipient), source, promises, told);
    }

    fn take_link_to(
        &mut self,
        held: &Held,
        (name, recipient_index): (&str, AgencyIndex),
        source: Source,
        promises: &mut [(Stated, u64)],
        told: &mut FileTold,
    ) {
        let Some(recipient) = self.known.agency(recipient_index) else { return };
        // By the portal's address or the list's own name for it: a page may lack the other.
        let key = (held.slug.clone(), name.to_owned());
        let finding = match self.links.get(&key).copied() {
            Some(finding) => {
                told.take_duplicate();
                if let Some(known) = finding.and_then(|place| self.link_findings.get_mut(place)) {
                    known.finding.sources.push(source);
                }
                finding
            }
            None => {
                told.take_unique();
                let finding = self.link_finding(held, recipient_index, &recipient, source);
                let outcome = finding.as_ref().map_or(Outcome::Share, |f| f.finding.outcome);
                self.link_outcomes.add(outcome);
                let place = finding.map(|finding| {
                    self.link_findings.push(finding);
                    self.link_findings.len() - 1
                });
                self.links.insert(key, place);
                place
            }
        };
        if let Some(finding) = finding {
            self.compare_promises(finding, held, &recipient, promises);
        }
    }

    /// What the law says to a link, where that is a finding.
    fn link_finding(
        &mut self,
        held: &Held,
        recipient_index: AgencyIndex,
        recipient: &Agency,
        source: Source,
    ) -> Option<LinkFinding> {
        let as_of = self.options.as_of.unwrap_or(held.day);
        let day = day_number(as_of);
        if !self.verdicts.binds(held.index, &held.agency.party, day) {
            let state = held.agency.party.place.state.clone();
            let state = state.unwrap_or_else(|| "unknown".to_owned());
            self.law_not_loaded.entry(state).or_default().links += 1;
            return None;
        }
        let posed = Posed {
            holder: held.index,
            asker: recipient_index,
            reading: None,
            flags: 0,
            of: PosedOf::Link,
        };
        let found = self.verdicts.pose(&self.known, posed, day).found?;
        let kept = self.verdicts.kept(found.kept)?;
        let (holder, asker) = (held.agency.who.clone(), recipient.who.clone());
        let row = source.row;
        let finding = Finding {
            sources: vec![source],
            kind: Of::Link,
            outcome: kept.outcome,
            certainty: kept.certainty.and(asker.certainty).and(holder.certainty),
            condition: joined([
                kept.condition.clone(),
                holder.condition("holder"),
                asker.condition("recipient"),
            ]),
            pathway: kept.pathway,
            grounds: kept.grounds.to_vec(),
            purpose: "not_stated".to_owned(),
            cues: Vec::new(),
            asker,
            holder: Holder::Named(holder),
            beneficiary: None,
            day: held.day,
            until: None,
            as_of,
            hypothetical: self.options.as_of.is_some(),
            stated_policy: Vec::new(),
            text: None,
        };
        Some(LinkFinding { finding, file: crate::known::small(self.files.len()), row })
    }

    /// Sets a link against the promises of its own capture. A name that has another reading
    /// breaks none.
    fn compare_promises(
        &mut self,
        finding: usize,
        held: &Held,
        recipient: &Agency,
        promises: &mut [(Stated, u64)],
    ) {
        let possible = Certainty::Possible;
        if recipient.who.certainty == possible || held.agency.who.certainty == possible {
            return;
        }
        let Some(known) = self.link_findings.get_mut(finding) else { return };
        for (stated, contradicted_by) in promises.iter_mut() {
            if !stated.is_broken_by(&held.agency.party, &recipient.party) {
                continue;
            }
            *contradicted_by += 1;
            let compared = stated.contradicted();
            if !known.finding.stated_policy.contains(&compared) {
                known.finding.stated_policy.push(compared);
            }
        }
    }
}

/// What would have to hold for a name from a scan.
const SCANNED_CONDITION: &str = "if the scan was read rightly: its names are run together and have \
    lost letters";
