//! A letter to an agency about what the record shows, with annex and request.
//!
//! In: what was gathered, the account of the run, the provisions in words, one agency. Out:
//! Markdown or HTML. Never: says more than a finding does, repeats a reason, addresses anyone (who
//! is written to, by whom and when is left open), or tells law that no pack holds.

mod near;
mod request;

use crate::account::{Account, bare};
use crate::agency::{Agency, Group};
use crate::language::{Language, Said, capital, fill};
use crate::page::{
    Budget, GroupTold, Law, ReplyTold, content_policy, group_told, groups_ranked, laws, ranges,
    replies_told, stated_told,
};
use crate::words::{LetterWords, Words, way};
use crate::{Error, Gather, Made, Provision};
use askama::Template;
use request::Request;
use std::collections::BTreeMap;

/// What a letter is written as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Written {
    /// HTML, one file.
    Html,
    /// Markdown.
    Markdown,
}

/// A letter to one agency.
#[derive(Debug)]
pub struct Letter {
    code: &'static str,
    w: &'static Words,
    l: &'static LetterWords,
    title: String,
    about: String,
    opening: Vec<String>,
    parts: Vec<Part>,
    stated: Vec<(Said, String)>,
    replies: Vec<ReplyTold>,
    asks: Vec<&'static str>,
    made: String,
    annex: Vec<Annexed>,
    request: Request,
}

/// What is said under one provision.
#[derive(Debug)]
struct Part {
    heading: String,
    law: Law,
    groups: Vec<GroupTold>,
    figures: Vec<[String; 5]>,
}

/// The rows and names of one group.
#[derive(Debug)]
struct Annexed {
    heading: String,
    names: Vec<(&'static str, Vec<String>)>,
    rows: Vec<(String, String)>,
    /// Rows that are not listed, in words; empty for none.
    more: String,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    style: &'static str,
    policy: String,
    x: &'a Letter,
}

#[derive(Template)]
#[template(path = "letter.md", whitespace = "preserve")]
struct Plain<'a> {
    x: &'a Letter,
}

const STYLE: &str = include_str!("../templates/letter.css");

/// A letter names so many other parties in its text; the annex names all.
const NAMES_IN_TEXT: usize = 8;

impl Letter {
    /// The letter to `agency` about the findings that it answers for.
    ///
    /// # Errors
    /// If no finding is about it: the error lists names that are near.
    pub fn new(
        agency: &str,
        account: &Account,
        gather: &Gather,
        provisions: &[Provision],
        made: &Made,
    ) -> Result<Self, Error> {
        let (name, found) = near::find(agency, &gather.agencies)?;
        let language = made.language;
        let (w, l) = (language.words(), language.letter_words());
        let days = found.counts.first.zip(found.counts.last);
        let days = days.map_or_else(String::new, |(first, last)| language.days(first, last));
        let named = [("agency", name), ("days", &*days)];
        let digest = match &*account.law_digest {
            "" => w.law_not_told,
            digest => digest,
        };
        let values = [("version", &*made.version), ("digest", digest)];
        let groups = groups_ranked(found);
        Ok(Self {
            code: language.code(),
            w,
            l,
            title: fill(l.title, &named),
            about: fill(l.about_text, &named),
            opening: opening(language, name, &days, found, account),
            parts: parts(language, gather, provisions, found),
            stated: stated_told(language, found),
            replies: replies_told(language, gather, found),
            asks: asks(language, found),
            made: fill(l.made, &values),
            annex: groups
                .iter()
                .map(|(key, group)| annexed(language, &key.0.0, key.1, group))
                .collect(),
            request: Request::new(language, name, found, account, provisions),
        })
    }

    /// The letter as text.
    ///
    /// # Errors
    /// If the template cannot be filled.
    pub fn write(&self, written: Written) -> Result<String, Error> {
        match written {
            Written::Html => {
                let html = Html { style: STYLE, policy: content_policy(STYLE), x: self };
                html.render().map_err(Error::Fill)
            }
            Written::Markdown => {
                let plain = Plain { x: self }.render().map_err(Error::Fill)?;
                Ok(without_gaps(&plain))
            }
        }
    }
}

impl Letter {
    /// By when a reply is asked for: left open.
    fn asks_lead(&self) -> String {
        let blank = format!("______________ ({})", self.l.blank);
        fill(self.l.asks_lead, &[("blank", &blank)])
    }
}

fn opening(
    language: Language,
    name: &str,
    days: &str,
    found: &Agency,
    account: &Account,
) -> Vec<String> {
    let l = language.letter_words();
    let counts = &found.counts;
    let mut said = vec![fill(
        l.opening,
        &[
            ("agency", name),
            ("what", &language.what(counts)),
            ("days", days),
            ("withhold", &language.number(counts.withhold)),
            ("refer", &language.number(counts.refer)),
        ],
    )];
    if found.record.all() > 0 {
        said.push(fill(l.opening_record, &[("n", &language.number(found.record.all()))]));
    }
    if let Some(day) = account.as_of.filter(|_| account.hypothetical) {
        said.push(fill(l.hypothetical, &[("day", &language.day(day))]));
    }
    said.push(l.no_accusation.to_owned());
    said
}

/// The findings, provision by provision, the one with most that left first.
fn parts(
    language: Language,
    gather: &Gather,
    provisions: &[Provision],
    found: &Agency,
) -> Vec<Part> {
    let l = language.letter_words();
    let mut budget = Budget::letter(NAMES_IN_TEXT);
    let mut parts: Vec<Part> = Vec::new();
    for ((provision, pathway), group) in groups_ranked(found) {
        let told = group_told(language, provision, *pathway, group, &mut budget);
        let counts = &group.counts;
        let figures = [
            told.way.to_owned(),
            language.number(counts.withhold),
            language.number(counts.refer),
            language.number(counts.strict()),
            language.number(counts.all()),
        ];
        if let Some(part) = parts.iter_mut().find(|part| part.law.id == provision.0) {
            part.groups.push(told);
            part.figures.push(figures);
            continue;
        }
        if let Some(law) = laws(language, gather, provisions).find(|law| law.id == provision.0) {
            let heading = fill(l.under, &[("provision", &law.id)]);
            parts.push(Part { heading, law, groups: vec![told], figures: vec![figures] });
        }
    }
    parts
}

/// What is asked: once for each way out.
fn asks(language: Language, found: &Agency) -> Vec<&'static str> {
    let mut asks = Vec::new();
    for ((_, pathway), _) in groups_ranked(found) {
        let ask = way(language, *pathway).asks;
        if !asks.contains(&ask) {
            asks.push(ask);
        }
    }
    asks
}

fn annexed(
    language: Language,
    provision: &str,
    pathway: Option<terms::Pathway>,
    group: &Group,
) -> Annexed {
    let w = language.words();
    let label = if group.counts.links > 0 { w.with_whom } else { w.by_whom };
    let all = [(label, &group.others), (w.for_whom, &group.beneficiaries)];
    let names =
        all.into_iter().filter(|(_, names)| !names.kept.is_empty()).map(|(label, names)| {
            let (mut told, more) = crate::page::ranked(language, names, usize::MAX);
            if more > 0 {
                told.push(fill(w.and_more, &[("n", &language.number(more))]));
            }
            (label, told)
        });
    let mut rows: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for (file, of_file) in &group.rows {
        rows.entry(bare(file)).or_default().extend(of_file);
    }
    let rows = rows.into_iter().map(|(file, mut rows)| {
        rows.sort_unstable();
        (file.to_owned(), ranges(&rows))
    });
    let left = language.number(group.rows_left);
    Annexed {
        heading: format!("{} · {provision}", capital(way(language, pathway).label)),
        names: names.collect(),
        rows: rows.collect(),
        more: if group.rows_left == 0 {
            String::new()
        } else {
            fill(w.and_more_rows, &[("n", &left)])
        },
    }
}

/// Markdown without the blank lines that the template's own lines leave.
fn without_gaps(text: &str) -> String {
    let mut whole = String::new();
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        whole.push_str(line);
        whole.push('\n');
    }
    whole
}
