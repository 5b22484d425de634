//! Takes in a portal page: each entry of its list is a standing share.
//!
//! The agency is the holder and the recipient the asker. The list shows that the share stood on the
//! day of capture; what passed through it, and for what, it does not show.

use crate::finding::{Finding, Holder, Of, Source, Who, joined};
use crate::run::{Capture, Draft, Lookback, Progress};
use crate::source::{Kind, Page, Unreadable, Why};
use crate::stated::{Stated, promises};
use crate::summary::FileTold;
use parties::Named;
use terms::{Certainty, Day, Party};

/// The holder of a list, on the day of its capture.
struct Held<'p> {
    slug: &'p str,
    party: Party,
    who: Who,
    archived: Day,
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
            self.files.push(told);
            return;
        };
        let named = self.names.portal(page.name.as_deref(), &page.slug);
        let who = Who::told(&named);
        let held = Held { slug: &page.slug, party: named.party, who, archived };
        let mut promises: Vec<(Stated, u64)> =
            promises(page).into_iter().map(|stated| (stated, 0)).collect();
        for entry in &page.outbound {
            match entry {
                Ok((row, name)) => {
                    let source = Source { path: path.to_owned(), row: *row };
                    self.take_link(&held, name, source, &mut promises, &mut told);
                }
                Err(unreadable) => told.take_unreadable(unreadable.clone()),
            }
        }
        progress.read(told.rows_read);
        self.files.push(told);
        let (slug, path) = (page.slug.clone(), path.to_owned());
        self.captures.push(Capture { slug, path, archived, promises });
    }

    fn take_link(
        &mut self,
        held: &Held<'_>,
        name: &str,
        source: Source,
        promises: &mut [(Stated, u64)],
        told: &mut FileTold,
    ) {
        let recipient = self.names.listed(name);
        let key = (held.slug.to_owned(), name.to_owned());
        let known = self.links.get(&key).copied();
        let finding = match known {
            Some(finding) => {
                told.take_duplicate();
                self.add_source(finding, source);
                finding
            }
            None => {
                told.take_unique();
                let draft = self.link_draft(held, &recipient, source);
                let finding = self.keep(draft);
                self.links.insert(key, finding);
                finding
            }
        };
        if let Some(finding) = finding {
            self.compare_promises(finding, held, &recipient, promises);
        }
    }

    /// What the law says to a link, where that is a finding.
    fn link_draft(&mut self, held: &Held<'_>, recipient: &Named, source: Source) -> Option<Draft> {
        let as_of = self.law_day(held.archived);
        if !self.rules.binds(&held.party, as_of) {
            self.not_loaded(&held.party).links += 1;
            return None;
        }
        let kept = self.rules.link(&held.party, &recipient.party, as_of)?;
        let asker = Who::told(recipient);
        let finding = Finding {
            sources: vec![source],
            kind: Of::Link,
            outcome: kept.outcome,
            certainty: kept.certainty.and(asker.certainty).and(held.who.certainty),
            condition: joined([
                kept.condition.clone(),
                held.who.condition("holder"),
                asker.condition("recipient"),
            ]),
            pathway: kept.pathway,
            grounds: kept.grounds.clone(),
            purpose: "not_stated".to_owned(),
            cues: Vec::new(),
            asker,
            holder: Holder::Named(held.who.clone()),
            beneficiary: None,
            day: held.archived,
            as_of,
            hypothetical: self.options.as_of.is_some(),
            stated_policy: Vec::new(),
            text: None,
        };
        let (slug, day) = (held.slug.to_owned(), held.archived);
        Some(Draft { finding, slug, day, is_immigration_use: false })
    }

    /// Sets a link against the promises of its own capture. A name that has another reading
    /// breaks none.
    fn compare_promises(
        &mut self,
        finding: usize,
        held: &Held<'_>,
        recipient: &Named,
        promises: &mut [(Stated, u64)],
    ) {
        if recipient.certainty == Certainty::Possible || held.who.certainty == Certainty::Possible {
            return;
        }
        let Some(draft) = self.drafts.get_mut(finding) else { return };
        for (stated, contradicted_by) in promises.iter_mut() {
            if !stated.is_broken_by(&held.party, &recipient.party) {
                continue;
            }
            *contradicted_by += 1;
            let compared = stated.contradicted();
            if !draft.finding.stated_policy.contains(&compared) {
                draft.finding.stated_policy.push(compared);
            }
        }
    }
}
