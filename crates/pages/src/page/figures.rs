//! The headline figures and the charts of a page.

use super::{Given, Section};
use crate::account::Account;
use crate::chart::{self, Chart, Frame, Row};
use crate::counts::{Counts, Month};
use crate::language::{Language, Said, fill};
use crate::words::{headline, headline_pathway, way};
use crate::{Agency, Gather};
use terms::Pathway;

/// A headline figure in words.
#[derive(Debug)]
pub(crate) struct HeadlineTold {
    pub(crate) label: String,
    pub(crate) means: String,
    pub(crate) strict: String,
    pub(crate) loose: String,
    /// Whether both values are the same: it is then told once.
    pub(crate) is_one: bool,
    pub(crate) of: String,
    /// What the log cannot show.
    pub(crate) note: Said,
}

/// What the law would have done with all rows and links.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) number: String,
    pub(crate) says: &'static str,
    /// How much of it is what; empty where that cannot be told.
    pub(crate) split: String,
}

/// What the law would have done with all rows and links.
///
/// Each figure of findings is split: a search whose published reason is no purpose is another thing
/// than data that left, and there are many more of the first.
pub(crate) fn outcomes(given: Given<'_>) -> Vec<Figure> {
    let Given { account, gather, language, .. } = given;
    let (w, outcomes) = (language.words(), account.outcomes);
    let record = gather.by_pathway.get(&Some(Pathway::RecordKeeping)).copied().unwrap_or_default();
    let figure = |count: u64, says, record: u64| {
        let outward = count.saturating_sub(record);
        let values = [("outward", language.number(outward)), ("record", language.number(record))];
        let split = fill(w.split, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
        let split = if record == 0 { String::new() } else { split };
        Figure { number: language.number(count), says, split }
    };
    vec![
        figure(outcomes.withhold, w.withheld, record.withhold),
        figure(outcomes.refer, w.referred, record.refer),
        figure(outcomes.nothing_found, w.nothing, 0),
    ]
}

/// The headline figures: those the run gives, or, of a run that gives none, those of its ways out.
pub(crate) fn headlines(
    account: &Account,
    gather: &Gather,
    language: Language,
) -> Vec<HeadlineTold> {
    let w = language.words();
    if !account.headlines.is_empty() {
        let given = account.headlines.iter().map(|told| {
            let pathway = headline_pathway(&told.name);
            let named = pathway.map(|pathway| way(language, Some(pathway)));
            let (label, means) = named
                .map(|way| (way.label.to_owned(), way.means))
                .or_else(|| headline(language, &told.name).map(|(l, m)| (l.to_owned(), m)))
                .unwrap_or_else(|| (told.name.replace('_', " "), ""));
            let own = named.map_or("", |way| way.cannot_show);
            // The run's note is English; where this room has Spanish words, they stand instead.
            let has_own = language == Language::Spanish && !own.is_empty();
            let note = if told.note.is_empty() || has_own {
                own.to_owned().into()
            } else {
                language.english(&told.note)
            };
            HeadlineTold {
                label,
                means: means.to_owned(),
                strict: language.number(told.strict),
                loose: language.number(told.loose),
                is_one: told.strict == told.loose,
                of: fill(w.of, &[("n", &language.number(told.of))]),
                note,
            }
        });
        return given.collect();
    }
    let mut found: Vec<_> = gather.by_pathway.iter().collect();
    found.sort_by_key(|(pathway, _)| rank(**pathway));
    let told = found.into_iter().map(|(pathway, counts)| {
        let told = way(language, *pathway);
        HeadlineTold {
            label: told.label.to_owned(),
            means: told.means.to_owned(),
            strict: language.number(counts.strict()),
            loose: language.number(counts.all()),
            is_one: counts.strict() == counts.all(),
            of: out_of(account, counts, language),
            note: told.cannot_show.to_owned().into(),
        }
    });
    told.collect()
}

/// Out of how many: of the searches, the standing shares, or both, as the findings are about.
fn out_of(account: &Account, counts: &Counts, language: Language) -> String {
    let w = language.words();
    let (sentence, of) = match (counts.rows, counts.links) {
        (_, 0) => (w.of_searches, account.rows_unique),
        (0, _) => (w.of_shares, account.links_unique),
        _ => (w.of, account.looked_at()),
    };
    fill(sentence, &[("n", &language.number(of))])
}

/// Federal bodies first, record-keeping last.
pub(crate) fn rank(pathway: Option<Pathway>) -> usize {
    let known = crate::words::PATHWAYS;
    pathway
        .and_then(|pathway| known.iter().position(|other| *other == pathway))
        .unwrap_or(known.len())
}

/// At most so many agencies are drawn, and so many months.
const AGENCIES_DRAWN: usize = 15;
const MONTHS_DRAWN: usize = 36;

/// The charts, in the order of the page.
pub(crate) fn charts(given: Given<'_>, sections: &[Section]) -> Vec<Chart> {
    let mut charts = vec![by_way(given), by_month(given), by_provision(given)];
    charts.extend(by_agency(given, sections));
    charts.retain(|chart| !chart.lines.is_empty());
    charts
}

fn by_way(given: Given<'_>) -> Chart {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let mut found: Vec<_> = gather.by_pathway.iter().collect();
    found.sort_by_key(|(pathway, _)| rank(**pathway));
    let rows: Vec<Row> = found
        .into_iter()
        .map(|(pathway, counts)| {
            plain(
                way(language, *pathway).label,
                vec![counts.shown, counts.conditional, counts.possible],
            )
        })
        .collect();
    let frame = Frame {
        id: format!("{}-by-way", language.code()),
        title: w.by_way,
        desc: w.by_way_desc.to_owned(),
        note: String::new(),
        of: w.way_out,
        series: vec![w.shown, w.conditional, w.possible],
        all: w.all,
    };
    chart::bars(language, frame, &rows)
}

fn by_month(given: Given<'_>) -> Chart {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let mut rows = Vec::new();
    let months = run_of(&gather.by_month.keys().copied().collect::<Vec<_>>());
    let from = months.len().saturating_sub(MONTHS_DRAWN);
    let before = months.get(from).copied();
    let mut earlier = Counts::default();
    for (month, counts) in &gather.by_month {
        if before.is_some_and(|first| *month < first) {
            earlier.add(counts);
        }
    }
    if earlier.all() > 0 {
        let mut row = plain(w.earlier, vec![earlier.withhold, earlier.refer]);
        row.table_only = true;
        rows.push(row);
    }
    for month in months.iter().skip(from) {
        let counts = gather.by_month.get(month).copied().unwrap_or_default();
        let mut row = plain(&language.month(*month), vec![counts.withhold, counts.refer]);
        row.short = language.month_short(*month);
        rows.push(row);
    }
    let mut notes = Vec::new();
    if earlier.all() > 0 {
        let (n, count) = (MONTHS_DRAWN.to_string(), language.number(earlier.all()));
        notes.push(fill(w.by_month_rest, &[("n", &n), ("count", &count)]));
    }
    if gather.monthless > 0 {
        let count = language.number(gather.monthless);
        notes.push(fill(w.by_month_none, &[("count", &count)]));
    }
    let note = notes.join(" ");
    let frame = Frame {
        id: format!("{}-by-month", language.code()),
        title: w.by_month,
        desc: w.by_month_desc.to_owned(),
        note,
        of: w.month,
        series: vec![w.withheld_short, w.referred_short],
        all: w.all,
    };
    chart::columns(language, frame, &rows)
}

/// Every month from the first to the last, so that one without findings shows as such. Two months
/// that lie a thousand years apart, as a broken date makes them, are not filled up.
fn run_of(months: &[Month]) -> Vec<Month> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Vec::new() };
    let mut run = vec![*first];
    while let Some(month) = run.last().copied().filter(|month| month < last) {
        if run.len() > MONTHS_FILLED_MAX {
            return months.to_vec();
        }
        run.push(month.next());
    }
    run
}

/// Forty years.
const MONTHS_FILLED_MAX: usize = 480;

fn by_provision(given: Given<'_>) -> Chart {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let mut found: Vec<_> = gather.by_provision.iter().collect();
    found.sort_by(|(id_a, a), (id_b, b)| {
        b.counts.all().cmp(&a.counts.all()).then_with(|| id_a.cmp(id_b))
    });
    let rows: Vec<Row> = found
        .into_iter()
        .map(|(id, provided)| {
            let counts = provided.counts;
            let mut row = plain(&id.0, vec![counts.withhold, counts.refer]);
            row.href = format!("{}-law-{}", language.code(), super::slug(&id.0));
            row
        })
        .collect();
    let frame = Frame {
        id: format!("{}-by-provision", language.code()),
        title: w.by_provision,
        desc: w.by_provision_desc.to_owned(),
        note: String::new(),
        of: w.provision,
        series: vec![w.withheld_short, w.referred_short],
        all: w.all,
    };
    chart::bars(language, frame, &rows)
}

/// Two charts: a search whose record states no purpose is another thing than a share, and by one
/// measure the many of the first would hide the second.
fn by_agency(given: Given<'_>, sections: &[Section]) -> Vec<Chart> {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let drawn = |of: fn(&Agency) -> Counts| {
        let mut rows: Vec<(&str, Counts)> =
            gather.agencies.iter().map(|(name, agency)| (name.as_str(), of(agency))).collect();
        rows.retain(|(_, counts)| counts.all() > 0);
        rows.sort_by(|a, b| b.1.all().cmp(&a.1.all()).then_with(|| a.0.cmp(b.0)));
        rows.truncate(AGENCIES_DRAWN);
        let row = |(name, counts): (&str, Counts)| {
            let mut row = plain(name, vec![counts.shown, counts.conditional, counts.possible]);
            let section = sections.iter().find(|section| section.name == name);
            row.href = section.map_or_else(String::new, |section| section.id.clone());
            row
        };
        rows.into_iter().map(row).collect::<Vec<_>>()
    };
    let frame = |id: &str, title, desc: &str, rows: &[Row]| Frame {
        id: format!("{}-{id}", language.code()),
        title,
        desc: fill(desc, &[("n", &rows.len().to_string())]),
        note: String::new(),
        of: w.agency,
        series: vec![w.shown, w.conditional, w.possible],
        all: w.all,
    };
    let outward = drawn(|agency| agency.outward);
    let record = drawn(|agency| agency.record);
    vec![
        chart::bars(
            language,
            frame("by-agency", w.by_agency_outward, w.by_agency_outward_desc, &outward),
            &outward,
        ),
        chart::bars(
            language,
            frame("by-agency-record", w.by_agency_record, w.by_agency_record_desc, &record),
            &record,
        ),
    ]
}

fn plain(label: &str, values: Vec<u64>) -> Row {
    Row {
        label: label.to_owned(),
        short: String::new(),
        href: String::new(),
        values,
        table_only: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_without_findings_stands_between_its_neighbours() {
        let month = |year, month| Month { year, month };
        let run = run_of(&[month(2025, 11), month(2026, 2)]);
        assert_eq!(run.len(), 4);
        assert_eq!(run[2], month(2026, 1));
        assert_eq!(run_of(&[month(1, 1), month(9999, 12)]).len(), 2);
    }
}
