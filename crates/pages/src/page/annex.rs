//! The section of one agency, which can be printed alone as an annex to a letter.

use super::facts::{answers_to, number};
use super::figures::rank;
use super::table::{Cell, Kind, Table};
use super::{Conditions, Given, slug};
use crate::Gather;
use crate::agency::{Agency, Group};
use crate::language::{Language, Said, capital, fill};
use crate::words::{reply_status, text_status, way};
use std::collections::BTreeSet;
use terms::{Pathway, ProvisionId};

/// The section of one agency.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) id: String,
    /// The same section in the other language.
    pub(crate) other_id: String,
    pub(crate) name: String,
    pub(crate) lead: String,
    pub(crate) groups: Vec<GroupTold>,
    pub(crate) months: Table,
    pub(crate) stated: Vec<(Said, String)>,
    pub(crate) replies: Vec<ReplyTold>,
}

/// Findings of the agency under one provision, by one way out.
#[derive(Debug)]
pub(crate) struct GroupTold {
    pub(crate) way: &'static str,
    /// The same as a heading.
    pub(crate) heading: String,
    pub(crate) provision: String,
    /// Where the provision is told in words.
    pub(crate) law: String,
    pub(crate) citation: String,
    pub(crate) status: String,
    pub(crate) sentence: String,
    pub(crate) because: Vec<Said>,
    pub(crate) conditions: Conditions,
    /// How many of all rest on each condition; told where it is not all of them.
    pub(crate) conditions_of: Vec<String>,
    pub(crate) more_conditions: String,
    pub(crate) cannot_show: &'static str,
    /// What the other parties are to the findings, and their names.
    pub(crate) others: Vec<Others>,
    pub(crate) rows: Vec<String>,
    pub(crate) copies: String,
    pub(crate) texts: Vec<String>,
}

/// The other parties of a group.
#[derive(Debug)]
pub(crate) struct Others {
    /// What they are to the findings.
    pub(crate) label: &'static str,
    pub(crate) names: Vec<String>,
    /// How many are not listed, in words; empty for none.
    pub(crate) more: String,
}

/// A reply, in words.
#[derive(Debug)]
pub(crate) struct ReplyTold {
    pub(crate) text: String,
    pub(crate) by: String,
    pub(crate) to: String,
    pub(crate) status: &'static str,
}

/// How much a page can still list, so that it stays below two megabytes.
///
/// Both languages carry each group, name and row. In one language 240 groups of 2,200 bytes, 4,500
/// names of 45 and 15,000 rows of 6 are 0.8 MB; the tables of agencies and files are 0.15 MB more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    groups: usize,
    names: usize,
    rows: usize,
    /// Of one group.
    names_max: usize,
    rows_max: usize,
}

impl Budget {
    /// For a page.
    const PAGE: Self =
        Self { groups: 240, names: 4_500, rows: 15_000, names_max: 400, rows_max: 400 };

    /// For the text of a letter, whose annex has the rest.
    pub(crate) const fn letter(names_max: usize) -> Self {
        Self { groups: 0, names: usize::MAX, rows: 0, names_max, rows_max: 0 }
    }

    /// Whether the groups of one more section fit.
    fn fits(&mut self, groups: usize) -> bool {
        let left = self.groups.checked_sub(groups);
        self.groups = left.unwrap_or(0);
        left.is_some()
    }

    fn names(&mut self, wanted: usize) -> usize {
        let given = wanted.min(self.names_max).min(self.names.max(NAMES_MIN));
        self.names = self.names.saturating_sub(given);
        given
    }

    fn rows(&mut self, wanted: usize) -> usize {
        let given = wanted.min(self.rows_max).min(self.rows);
        self.rows = self.rows.saturating_sub(given);
        given
    }
}

/// So many names are told of each group, whatever was told before.
const NAMES_MIN: usize = 5;
/// At most so many agencies have a section, so many conditions and texts are told in each group.
const SECTIONS_MAX: usize = 120;
const CONDITIONS_MAX: usize = 4;
const TEXTS_MAX: usize = 20;

/// The sections of the agencies with most findings.
pub(crate) fn sections(given: Given<'_>) -> Vec<Section> {
    let mut budget = Budget::PAGE;
    let mut taken = BTreeSet::new();
    let ranked = given.gather.ranked();
    let mut sections = Vec::new();
    for (name, agency) in ranked.into_iter().take(SECTIONS_MAX) {
        if !budget.fits(agency.groups.len()) {
            break;
        }
        let mut anchor = format!("agency-{}", slug(name));
        while !taken.insert(anchor.clone()) {
            anchor.push_str("-x");
        }
        sections.push(section(given, &anchor, name, agency, &mut budget));
    }
    sections
}

fn section(
    given: Given<'_>,
    anchor: &str,
    name: &str,
    agency: &Agency,
    budget: &mut Budget,
) -> Section {
    let Given { gather, language, .. } = given;
    let other = language.other();
    let groups = groups_ranked(agency).into_iter().map(|((provision, pathway), group)| {
        group_told(language, provision, *pathway, group, budget)
    });
    Section {
        id: format!("{}-{anchor}", language.code()),
        other_id: format!("{}-{anchor}", other.code()),
        name: name.to_owned(),
        lead: lead(language, agency),
        groups: groups.collect(),
        months: months(language, agency),
        stated: stated_told(language, agency),
        replies: replies_told(language, gather, agency),
    }
}

/// The replies of an agency, in words.
pub(crate) fn replies_told(language: Language, gather: &Gather, agency: &Agency) -> Vec<ReplyTold> {
    let replies = agency.replies.keys().filter_map(|place| {
        let reply = gather.replies.all.get(*place)?;
        Some(ReplyTold {
            text: reply.reply.clone(),
            by: format!("{}, {}", reply.by, language.day(reply.on)),
            to: answers_to(reply, language),
            status: reply_status(language, reply.status),
        })
    });
    replies.collect()
}

/// Promises of an agency's own page that findings disagree with, and where each stands.
pub(crate) fn stated_told(language: Language, agency: &Agency) -> Vec<(Said, String)> {
    let w = language.words();
    let stated = agency.stated.iter().map(|((field, says), disagree)| {
        let place = field.replace('_', " ");
        let place = format!("{place}; {}: {}", w.disagree, language.number(*disagree));
        (language.english(&format!("“{says}”")), place)
    });
    stated.collect()
}

fn lead(language: Language, agency: &Agency) -> String {
    let (w, counts) = (language.words(), &agency.counts);
    let days = days(language, counts);
    let mut lead = fill(
        w.agency_lead,
        &[
            ("what", &language.what(counts)),
            ("days", &days),
            ("withhold", &language.number(counts.withhold)),
            ("refer", &language.number(counts.refer)),
        ],
    );
    if agency.record.all() > 0 {
        lead.push(' ');
        let n = language.number(agency.record.all());
        lead.push_str(&fill(w.agency_record, &[("n", &n)]));
    }
    if counts.dayless > 0 {
        lead.push(' ');
        lead.push_str(&fill(w.agency_dayless, &[("n", &language.number(counts.dayless))]));
    }
    lead
}

/// Between which days, in words; empty where there are none.
fn days(language: Language, counts: &crate::Counts) -> String {
    let days = counts.first.zip(counts.last);
    days.map_or_else(String::new, |(first, last)| language.days(first, last))
}

fn months(language: Language, agency: &Agency) -> Table {
    let w = language.words();
    let mut table = Table::headed(
        w.agency_months,
        &[
            (w.month, Kind::Text),
            (w.withheld_short, Kind::Number),
            (w.referred_short, Kind::Number),
        ],
    );
    for (month, counts) in &agency.months {
        table.rows.push(vec![
            Cell::text(language.month(*month)),
            number(language, counts.withhold),
            number(language, counts.refer),
        ]);
    }
    table
}

/// The groups of an agency, what left first and record-keeping last.
pub(crate) fn groups_ranked(agency: &Agency) -> Vec<(&(ProvisionId, Option<Pathway>), &Group)> {
    let mut groups: Vec<_> = agency.groups.iter().collect();
    groups.sort_by_key(|((provision, pathway), _)| (rank(*pathway), provision.0.clone()));
    groups
}

/// A group, in words.
pub(crate) fn group_told(
    language: Language,
    provision: &ProvisionId,
    pathway: Option<Pathway>,
    group: &Group,
    budget: &mut Budget,
) -> GroupTold {
    let w = language.words();
    let way = way(language, pathway);
    let ranked = group.conditions.ranked();
    let all = group.counts.all();
    let conditions: Conditions = ranked
        .iter()
        .take(CONDITIONS_MAX)
        .map(|(condition, count)| (language.condition(condition), *count))
        .collect();
    let conditions_of = conditions.iter().map(|(_, count)| {
        let n = language.number(*count);
        if *count == all { String::new() } else { fill(w.group_on_count, &[("n", &n)]) }
    });
    let more = ranked.len().saturating_sub(CONDITIONS_MAX);
    let more = u64::try_from(more).unwrap_or(u64::MAX).saturating_add(group.conditions.left);
    GroupTold {
        way: way.label,
        heading: capital(way.label),
        provision: provision.0.clone(),
        law: format!("{}-law-{}", language.code(), slug(&provision.0)),
        citation: group.citations.iter().cloned().collect::<Vec<_>>().join("; "),
        status: group.text_status.map_or_else(String::new, |status| {
            let (word, clause) = text_status(language, status);
            format!("{word}: {clause}")
        }),
        sentence: sentence(language, pathway, group),
        because: group.because.iter().map(|because| language.english(because)).collect(),
        conditions_of: conditions_of.collect(),
        conditions,
        more_conditions: if more == 0 {
            String::new()
        } else {
            fill(w.more_conditions, &[("n", &language.number(more))])
        },
        cannot_show: way.cannot_show,
        others: others(language, group, budget),
        rows: row_ranges(language, group, budget),
        copies: if group.copies == 0 {
            String::new()
        } else {
            fill(w.copies_note, &[("n", &language.number(group.copies))])
        },
        texts: group
            .texts
            .ranked()
            .into_iter()
            .take(TEXTS_MAX)
            .map(|(text, count)| format!("“{text}” ({})", language.number(count)))
            .collect(),
    }
}

/// What the record shows of a group, in one sentence.
pub(crate) fn sentence(language: Language, pathway: Option<Pathway>, group: &Group) -> String {
    let (w, counts) = (language.words(), &group.counts);
    let way = way(language, pathway);
    let of_searches = of_searches(language, pathway, group);
    let searches = language.many(counts.rows, w.one_search, w.searches);
    let shares = language.many(counts.links, w.one_share, w.shares);
    let what = match (counts.rows, counts.links) {
        (_, 0) => format!("{searches} {of_searches}"),
        (0, _) => format!("{shares} {}", way.of_shares),
        _ => format!("{searches} {of_searches} {} {shares} {}", w.and, way.of_shares),
    };
    fill(
        w.group_sentence,
        &[
            ("what", &what),
            ("days", &days(language, counts)),
            ("strict", &language.number(counts.strict())),
            ("loose", &language.number(counts.all())),
        ],
    )
}

/// What the searches of a group are. Some of the side door name no body: then it is not said that
/// they were for one.
fn of_searches(language: Language, pathway: Option<Pathway>, group: &Group) -> &'static str {
    let (w, way) = (language.words(), way(language, pathway));
    let named = group.beneficiaries.kept.values().sum::<u64>() + group.beneficiaries.left;
    let is_unnamed = pathway == Some(Pathway::SideDoor) && named < group.counts.rows;
    let immigration = group.purposes.iter().filter(|(label, _)| label.contains("immigration"));
    let immigration = immigration.map(|(_, count)| count).sum::<u64>();
    match named {
        _ if !is_unnamed => way.of_searches,
        0 if immigration == group.counts.rows => w.of_immigration,
        _ if named.saturating_add(immigration) >= group.counts.rows => w.of_both,
        _ => w.of_other,
    }
}

fn others(language: Language, group: &Group, budget: &mut Budget) -> Vec<Others> {
    let w = language.words();
    let label = if group.counts.links > 0 { w.with_whom } else { w.by_whom };
    let all = [(label, &group.others), (w.for_whom, &group.beneficiaries)];
    let told = all.into_iter().filter(|(_, names)| !names.kept.is_empty()).map(|(label, names)| {
        let (names, more) = super::ranked(language, names, budget.names(names.kept.len()));
        let n = language.number(more);
        let more = if more == 0 { String::new() } else { fill(w.and_more, &[("n", &n)]) };
        Others { label, names, more }
    });
    told.collect()
}

/// The rows of a group, file by file, as `rows 3, 7 to 9`.
fn row_ranges(language: Language, group: &Group, budget: &mut Budget) -> Vec<String> {
    let w = language.words();
    let kept: usize = group.rows.values().map(Vec::len).sum();
    let mut left = budget.rows(kept);
    let listed = left;
    let mut files = Vec::new();
    for (file, rows) in &group.rows {
        if left == 0 {
            break;
        }
        let mut rows: Vec<u64> = rows.iter().copied().take(left).collect();
        left -= rows.len();
        rows.sort_unstable();
        let word = if rows.len() == 1 { w.row } else { w.rows };
        files.push(format!("{} {word} {}", crate::account::bare(file), ranges(&rows)));
    }
    let more = u64::try_from(kept - listed).unwrap_or(u64::MAX).saturating_add(group.rows_left);
    if more > 0 {
        files.push(fill(w.and_more_rows, &[("n", &language.number(more))]));
    }
    files
}

/// Numbers in order, neighbours told as a range.
pub(crate) fn ranges(rows: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *row <= last.saturating_add(1) => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    let told = runs.into_iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    });
    super::listed(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_rows_are_told_as_a_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1–3, 7, 9, 10");
        assert_eq!(ranges(&[5, 5]), "5");
        assert_eq!(ranges(&[]), "");
    }
}
