//! The tables of a page, and the law in words.

use super::table::{Cell, Head, Kind, Table};
use super::{Given, Section, slug};
use crate::account::{FileTold, bare};
use crate::language::{Language, Said, fill};
use crate::words::{file_kind, purpose_label, reply_status, text_status};
use crate::{Counts, Gather, Provision, Reply};
use Kind::{Number, Text};
use std::collections::BTreeMap;
use terms::Day;

/// At most so many agencies, files, and rows of other tables are listed.
const AGENCIES_LISTED: usize = 300;
const FILES_LISTED: usize = 400;
const ROWS_LISTED: usize = 100;

/// A provision in words.
#[derive(Debug)]
pub(crate) struct Law {
    pub(crate) anchor: String,
    pub(crate) id: String,
    pub(crate) title: Said,
    pub(crate) citation: String,
    pub(crate) words: String,
    pub(crate) status: String,
    pub(crate) status_note: Said,
    pub(crate) because: Vec<Said>,
    pub(crate) open_questions: Vec<Said>,
}

/// The provisions that findings rest on, in words.
pub(crate) fn laws(
    language: Language,
    gather: &Gather,
    provisions: &[Provision],
) -> impl Iterator<Item = Law> {
    let w = language.words();
    gather.by_provision.iter().map(move |(id, provided)| {
        let known = provisions.iter().find(|provision| provision.id == *id);
        let status = known.map(|known| known.text_status).or(provided.text_status);
        let english = |texts: &std::collections::BTreeSet<String>| {
            texts.iter().map(|text| language.english(text)).collect()
        };
        let listed: Vec<String> = provided.citations.iter().cloned().collect();
        Law {
            anchor: format!("{}-law-{}", language.code(), slug(&id.0)),
            id: id.0.clone(),
            title: known.map_or_else(Said::default, |known| language.english(&known.title)),
            citation: known.map_or_else(|| listed.join("; "), |known| known.citation.clone()),
            words: known.map_or(w.no_words.to_owned(), |known| match language {
                Language::English => known.english.clone(),
                Language::Spanish => known.spanish.clone(),
            }),
            status: status.map_or_else(String::new, |status| {
                let (word, clause) = text_status(language, status);
                format!("{word}: {clause}")
            }),
            status_note: known
                .map_or_else(Said::default, |known| language.english(&known.text_status_note)),
            because: english(&provided.because),
            open_questions: english(&provided.open_questions),
        }
    })
}

/// Findings by provision.
pub(crate) fn by_provision(given: Given<'_>) -> Table {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let mut table = Table::headed(
        w.findings_by_provision,
        &[
            (w.provision, Text),
            (w.text_status, Text),
            (w.withheld_short, Number),
            (w.referred_short, Number),
            (w.strict, Number),
            (w.loose, Number),
            (w.first_day, Text),
            (w.last_day, Text),
        ],
    );
    let mut found: Vec<_> = gather.by_provision.iter().collect();
    found.sort_by(|(id_a, a), (id_b, b)| {
        b.counts.all().cmp(&a.counts.all()).then_with(|| id_a.cmp(id_b))
    });
    for (id, provided) in found {
        let counts = &provided.counts;
        let known = given.provisions.iter().find(|provision| provision.id == *id);
        let status = known.map(|known| known.text_status).or(provided.text_status);
        let anchor = format!("{}-law-{}", language.code(), slug(&id.0));
        table.rows.push(vec![
            Cell::link(id.0.clone(), anchor),
            Cell::text(status.map_or("", |status| text_status(language, status).0)),
            number(language, counts.withhold),
            number(language, counts.refer),
            number(language, counts.strict()),
            number(language, counts.all()),
            day(counts.first),
            day(counts.last),
        ]);
    }
    table
}

/// Findings by agency.
pub(crate) fn by_agency(given: Given<'_>, sections: &[Section]) -> Table {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let mut table = Table::headed(
        w.findings_by_agency,
        &[
            (w.agency, Text),
            (w.outward, Number),
            (w.record_keeping, Number),
            (w.strict, Number),
            (w.loose, Number),
        ],
    );
    let has_replies = !gather.replies.all.is_empty();
    if has_replies {
        table.heads.push(Head { text: w.with_reply, is_number: true });
    }
    table.notes.push(w.agencies_note.to_owned());
    let ranked = gather.ranked();
    for (place, (name, agency)) in ranked.iter().enumerate().take(AGENCIES_LISTED) {
        let section = sections.get(place).filter(|section| section.name == *name);
        let label = match &agency.state {
            Some(state) if !name.contains(state.as_str()) => format!("{name} ({state})"),
            _ => (*name).to_owned(),
        };
        let mut row = vec![
            section.map_or_else(
                || Cell::text(label.clone()),
                |s| Cell::link(label.clone(), s.id.clone()),
            ),
            number(language, agency.outward.all()),
            number(language, agency.record.all()),
            number(language, agency.counts.strict()),
            number(language, agency.counts.all()),
        ];
        if has_replies {
            row.push(number(language, agency.answered));
        }
        table.rows.push(row);
    }
    let mut more = Counts::default();
    for (_, agency) in ranked.iter().skip(AGENCIES_LISTED) {
        more.add(&agency.counts);
    }
    more.add(&gather.agencies_left);
    if more.all() > 0 {
        let left = ranked.len().saturating_sub(AGENCIES_LISTED);
        let at_least = if gather.agencies_left.all() > 0 { "+" } else { "" };
        table.notes.push(fill(
            w.agencies_cut,
            &[
                ("n", &count(language, table.rows.len())),
                ("more", &format!("{}{at_least}", count(language, left))),
                ("count", &language.number(more.all())),
            ],
        ));
    }
    if sections.len() < table.rows.len() {
        let n = count(language, sections.len());
        table.notes.push(fill(w.sections_cut, &[("n", &n)]));
    }
    table
}

/// Promises of pages that findings disagree with.
pub(crate) fn stated(given: Given<'_>) -> Table {
    let Given { account, language, .. } = given;
    let w = language.words();
    let mut table = Table::headed(
        w.stated,
        &[
            (w.agency, Text),
            (w.captured, Text),
            (w.says, Text),
            (w.page_field, Text),
            (w.disagree, Number),
        ],
    );
    // One sentence can hold two promises: it is told once, with what disagrees with each.
    let mut broken: BTreeMap<(&str, Option<Day>, &str, &str), u64> = BTreeMap::new();
    let mut kept: u64 = 0;
    for stated in &account.stated_policies {
        if stated.contradicted_by == 0 {
            kept += 1;
            continue;
        }
        let key =
            (stated.agency.as_str(), stated.archived_date, stated.says.as_str(), &*stated.field);
        *broken.entry(key).or_default() += stated.contradicted_by;
    }
    let more = broken.len().saturating_sub(ROWS_LISTED);
    for ((agency, captured, says, field), disagree) in broken.into_iter().take(ROWS_LISTED) {
        table.rows.push(vec![
            Cell::text(agency),
            day(captured),
            Cell::said(language.english(&format!("“{says}”"))),
            Cell::text(field.replace('_', " ")),
            number(language, disagree),
        ]);
    }
    table.notes.push(fill(w.stated_lead, &[("kept", &language.number(kept))]));
    cut(&mut table, language, more);
    table
}

/// Copies of a search that do not agree.
pub(crate) fn contradictions(given: Given<'_>) -> Table {
    let Given { account, language, .. } = given;
    let w = language.words();
    let mut table = Table::headed(
        w.contradictions,
        &[(w.ruled_on, Text), (w.other_copy, Text), (w.differs_in, Text)],
    );
    table.is_long = true;
    let place = |place: &crate::account::Place| {
        Cell::text(format!("{} {} {}", bare(&place.path), w.row, language.number(place.row)))
    };
    for told in account.contradictions.iter().take(ROWS_LISTED) {
        let columns = told.columns.join(", ");
        table.rows.push(vec![place(&told.first), place(&told.copy), Cell::text(columns)]);
    }
    let all: u64 = account.files.iter().map(|file| file.rows_contradicting).sum();
    table.notes.push(fill(w.contradictions_lead, &[("n", &language.number(all))]));
    let more = usize::try_from(all).unwrap_or(usize::MAX).saturating_sub(table.rows.len());
    cut(&mut table, language, more);
    table
}

/// Estimates of how much the logs hold.
pub(crate) fn completeness(given: Given<'_>) -> Table {
    let Given { account, language, .. } = given;
    let w = language.words();
    let mut table = Table::headed(
        w.completeness,
        &[
            (w.agency, Text),
            (w.sources, Text),
            (w.days, Text),
            (w.in_first, Number),
            (w.in_second, Number),
            (w.in_both, Number),
            (w.estimated, Number),
            (w.interval, Number),
        ],
    );
    for told in account.completeness.iter().take(ROWS_LISTED) {
        let days = told.from.zip(told.to).map_or_else(String::new, |(from, to)| {
            fill(w.interval_from_to, &[("low", &from.to_string()), ("high", &to.to_string())])
        });
        let (low, high) = (rounded(language, told.low), rounded(language, told.high));
        table.rows.push(vec![
            Cell::text(&*told.agency),
            Cell::text(format!("{}; {}", bare(&told.first), bare(&told.second))),
            Cell::text(days),
            number(language, told.in_first),
            number(language, told.in_second),
            number(language, told.in_both),
            Cell::text(rounded(language, told.estimated)),
            Cell::text(fill(w.interval_from_to, &[("low", &low), ("high", &high)])),
        ]);
    }
    let lead = if table.is_empty() { w.completeness_none } else { w.completeness_lead };
    table.notes.push(lead.to_owned());
    cut(&mut table, language, account.completeness.len().saturating_sub(ROWS_LISTED));
    table
}

/// An estimate, which is no whole number, to the nearest one.
fn rounded(language: Language, value: f64) -> String {
    let whole = format!("{:.0}", value.max(0.0));
    whole.parse().map_or(whole, |number| language.number(number))
}

/// How many findings have a reply, and what the replies say; empty where there is none.
pub(crate) fn answered(given: Given<'_>) -> String {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let all: u64 = gather.agencies.values().map(|agency| agency.answered).sum();
    if all == 0 {
        return String::new();
    }
    let told = gather.answered.iter().map(|(status, count)| {
        format!("{} {}", reply_status(language, *status), language.number(*count))
    });
    let told = super::listed(told);
    fill(w.answered_lead, &[("n", &language.number(all)), ("told", &told)])
}

/// What agencies replied.
pub(crate) fn replies(given: Given<'_>) -> Table {
    let Given { gather, language, .. } = given;
    let w = language.words();
    let mut table = Table::headed(
        w.replies,
        &[
            (w.agency, Text),
            (w.reply_to, Text),
            (w.status, Text),
            (w.reply, Text),
            (w.reply_by, Text),
            (w.reply_findings, Number),
        ],
    );
    for (place, reply) in gather.replies.all.iter().enumerate().take(ROWS_LISTED) {
        let answers = gather
            .agencies
            .get(&reply.agency)
            .and_then(|agency| agency.replies.get(&place))
            .copied()
            .unwrap_or(0);
        table.rows.push(vec![
            Cell::text(&*reply.agency),
            Cell::text(answers_to(reply, language)),
            Cell::text(reply_status(language, reply.status)),
            // In the language that the agency wrote in, which is not known here.
            Cell::text(format!("“{}”", reply.reply)),
            Cell::text(format!("{}, {}", reply.by, reply.on)),
            number(language, answers),
        ]);
    }
    if table.is_empty() {
        table.notes.push(w.replies_none.to_owned());
    }
    cut(&mut table, language, gather.replies.all.len().saturating_sub(ROWS_LISTED));
    table
}

/// What a reply answers, in words.
pub(crate) fn answers_to(reply: &Reply, language: Language) -> String {
    let w = language.words();
    match (&reply.file, reply.row, &reply.provision, &reply.month) {
        (Some(file), Some(row), ..) => format!("{} {} {row}", bare(file), w.row),
        (_, _, Some(provision), Some(month)) => format!("{provision}, {month}"),
        _ => String::new(),
    }
}

/// Places whose law is not loaded.
pub(crate) fn not_loaded(given: Given<'_>) -> Table {
    let Given { account, language, .. } = given;
    let w = language.words();
    let heads = [(w.place, Text), (w.searches_head, Number), (w.shares_head, Number)];
    let mut table = Table::new(w.not_loaded, &heads);
    for (place, told) in &account.law_not_loaded {
        let numbers = [number(language, told.rows), number(language, told.links)];
        table.rows.push([Cell::text(&**place)].into_iter().chain(numbers).collect());
    }
    table
}

/// Searches by the purpose read from their reason.
pub(crate) fn purposes(given: Given<'_>) -> Table {
    let Given { account, language, .. } = given;
    let w = language.words();
    let mut table = Table::new(w.purposes, &[(w.purpose, Text), (w.searches_head, Number)]);
    let mut all: Vec<_> = account.by_purpose.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    for (purpose, count) in all {
        let label = Cell::said(purpose_label(language, purpose));
        table.rows.push(vec![label, number(language, *count)]);
    }
    table
}

/// The files and their account.
pub(crate) fn files(given: Given<'_>) -> Table {
    let Given { account, language, .. } = given;
    let w = language.words();
    let mut table = Table::headed(
        w.files,
        &[
            (w.file, Text),
            (w.kind, Text),
            (w.read, Number),
            (w.unique, Number),
            (w.duplicate, Number),
            (w.unreadable, Number),
        ],
    );
    table.is_long = true;
    table.notes.push(w.files_lead.to_owned());
    let sum = |of: fn(&FileTold) -> u64| account.files.iter().map(of).sum::<u64>();
    table.rows.push(vec![
        Cell::text(w.total),
        Cell::text(count(language, account.files.len())),
        number(language, sum(|file| file.rows_read)),
        number(language, sum(|file| file.rows_unique)),
        number(language, sum(|file| file.rows_duplicate)),
        number(language, sum(|file| file.rows_unreadable)),
    ]);
    for file in account.files.iter().take(FILES_LISTED) {
        table.rows.push(vec![
            Cell::text(file.name()),
            Cell::text(file_kind(language, &file.kind)),
            number(language, file.rows_read),
            number(language, file.rows_unique),
            number(language, file.rows_duplicate),
            number(language, file.rows_unreadable),
        ]);
    }
    let broken = account.files.iter().filter_map(|file| Some((file, file.broken_off?)));
    for (file, broken) in broken.take(FILES_LISTED) {
        let row = language.number(broken.after_row);
        let told = fill(w.file_broken_off, &[("n", &row), ("file", file.name())]);
        table.notes.push(told);
    }
    let more = account.files.len().saturating_sub(FILES_LISTED);
    if more > 0 {
        table.notes.push(fill(w.files_cut, &[("n", &count(language, more))]));
    }
    table
}

/// Files that were not taken in.
pub(crate) fn refused(given: Given<'_>) -> Table {
    let Given { account, language, .. } = given;
    let w = language.words();
    let mut table = Table::new(w.refused, &[(w.file, Text), (w.why_refused, Text)]);
    table.is_long = true;
    for refused in account.refused.iter().take(ROWS_LISTED) {
        let why = Cell::said(language.english(&refused.why));
        table.rows.push(vec![Cell::text(bare(&refused.path)), why]);
    }
    cut(&mut table, language, account.refused.len().saturating_sub(ROWS_LISTED));
    table
}

fn cut(table: &mut Table, language: Language, more: usize) {
    if more > 0 {
        let w = language.words();
        table.notes.push(fill(w.and_more, &[("n", &count(language, more))]));
    }
}

pub(crate) fn number(language: Language, number: u64) -> Cell {
    Cell::text(language.number(number))
}

fn count(language: Language, count: usize) -> String {
    language.number(u64::try_from(count).unwrap_or(u64::MAX))
}

fn day(day: Option<Day>) -> Cell {
    Cell::text(day.map_or_else(String::new, |day| day.to_string()))
}
