//! The page of a run: one file, without script, that can be printed and sent.
//!
//! In: the account of a run, what was gathered of its findings, and the provisions in words. Out:
//! HTML. Never: names anything outside itself; its content policy forbids it to load anything.
//!
//! Both languages are on one page, each a whole `article` with its own `lang`, and one is hidden:
//! the other is shown when the address ends in an anchor inside it (`:target` with `:has`). A plain
//! link then chooses the language, which a screen reader speaks as a link and a keyboard reaches,
//! which an address carries along to others, and which printing keeps. A radio button would forget
//! the choice in a shared link and cannot hear an anchor; two files would part from one another. A
//! browser without `:has` shows both, one below the other, and loses nothing.

mod annex;
mod facts;
mod figures;
mod table;

pub(crate) use annex::{
    Budget, GroupTold, ReplyTold, Section, group_told, groups_ranked, ranges, replies_told,
    stated_told,
};
pub(crate) use facts::{Law, laws};
pub(crate) use figures::{Figure, HeadlineTold, headlines};
pub(crate) use table::Table;

use crate::account::Account;
use crate::chart::Chart;
use crate::language::{Language, Said, fill};
use crate::words::Words;
use crate::{Error, Gather, Provision};
use askama::Template;
use sha2::{Digest as _, Sha256};

/// Who made a page, and how it opens.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// The version of Headworks.
    pub version: String,
    /// The language that is shown first.
    pub language: Language,
}

/// A page, ready to be written.
#[derive(Debug)]
pub struct Page {
    first: Article,
    other: Article,
}

/// The page in one language.
#[derive(Debug)]
pub(crate) struct Article {
    pub(crate) code: &'static str,
    pub(crate) other_code: &'static str,
    pub(crate) w: &'static Words,
    pub(crate) lead: String,
    pub(crate) made: String,
    pub(crate) warnings: Vec<String>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) headlines: Vec<HeadlineTold>,
    pub(crate) answered: String,
    pub(crate) charts: Vec<Chart>,
    pub(crate) by_provision: Table,
    pub(crate) by_agency: Table,
    pub(crate) stated: Table,
    pub(crate) contradictions: Table,
    pub(crate) completeness: Table,
    pub(crate) replies: Table,
    pub(crate) not_loaded: Table,
    pub(crate) purposes: Table,
    pub(crate) files: Table,
    pub(crate) refused: Table,
    pub(crate) law: Vec<Law>,
    pub(crate) sections: Vec<Section>,
    pub(crate) limits: Vec<&'static str>,
}

/// What a page is made from.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) account: &'a Account,
    pub(crate) gather: &'a Gather,
    pub(crate) provisions: &'a [Provision],
    pub(crate) language: Language,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Html<'a> {
    style: &'static str,
    policy: String,
    first: &'a Article,
    other: &'a Article,
}

const STYLE: &str = include_str!("../templates/page.css");

impl Page {
    /// Makes the page of a run whose findings were all gathered.
    #[must_use]
    pub fn new(account: &Account, gather: &Gather, provisions: &[Provision], made: &Made) -> Self {
        let article =
            |language| Article::new(Given { account, gather, provisions, language }, &made.version);
        let [english, spanish] = Language::ALL.map(article);
        match made.language {
            Language::English => Self { first: english, other: spanish },
            Language::Spanish => Self { first: spanish, other: english },
        }
    }

    /// The page as HTML.
    ///
    /// # Errors
    /// If the template cannot be filled.
    pub fn html(&self) -> Result<String, Error> {
        let policy = content_policy(STYLE);
        let html = Html { style: STYLE, policy, first: &self.first, other: &self.other };
        html.render().map_err(Error::Fill)
    }
}

impl Article {
    fn new(given: Given<'_>, version: &str) -> Self {
        let Given { account, gather, language, .. } = given;
        let w = language.words();
        let mut limits = vec![w.limits_silent, w.limits_words, w.limits_law];
        if !gather.has_text {
            limits.push(w.limits_masked);
        }
        let sections = annex::sections(given);
        Self {
            code: language.code(),
            other_code: language.other().code(),
            w,
            lead: lead(given),
            made: fill(w.made, &[("version", version), ("digest", &account.law_digest)]),
            warnings: warnings(given),
            figures: figures::outcomes(given),
            headlines: headlines(account, gather, language),
            answered: facts::answered(given),
            charts: figures::charts(given, &sections),
            by_provision: facts::by_provision(given),
            by_agency: facts::by_agency(given, &sections),
            stated: facts::stated(given),
            contradictions: facts::contradictions(given),
            completeness: facts::completeness(given),
            replies: facts::replies(given),
            not_loaded: facts::not_loaded(given),
            purposes: facts::purposes(given),
            files: facts::files(given),
            refused: facts::refused(given),
            law: laws(language, gather, given.provisions).collect(),
            sections,
            limits,
        }
    }

    /// The parts of the page, for the list of contents: anchor and heading.
    pub(crate) fn contents(&self) -> Vec<(&'static str, &'static str)> {
        let w = self.w;
        let mut parts = vec![
            ("figures", w.figures),
            ("by-way", w.by_way),
            ("by-month", w.by_month),
            ("provisions", w.findings_by_provision),
            ("agencies", w.findings_by_agency),
            ("stated", w.stated),
            ("contradictions", w.contradictions),
            ("completeness", w.completeness),
            ("replies", w.replies),
            ("method", w.method),
            ("limits", w.limits),
            ("law", w.provisions),
            ("files", w.files),
            ("sections", w.agency_sections),
        ];
        let is_there = |anchor: &str| match anchor {
            "contradictions" => !self.contradictions.is_empty(),
            "sections" => !self.sections.is_empty(),
            _ => true,
        };
        parts.retain(|(anchor, _)| is_there(anchor));
        parts
    }
}

fn lead(given: Given<'_>) -> String {
    let Given { account, gather, language, .. } = given;
    let w = language.words();
    let files = language.number(u64::try_from(account.files.len()).unwrap_or(u64::MAX));
    let looked_at = crate::Counts {
        rows: account.rows_unique,
        links: account.links_unique,
        ..crate::Counts::default()
    };
    let what = language.what(&looked_at);
    let mut lead = fill(w.lead, &[("files", &files), ("what", &what)]);
    let found = gather.counts.first.zip(gather.counts.last);
    let days = match (account.days(), found) {
        (Some((first, last)), _) => Some((w.lead_days, first, last)),
        (None, Some((first, last))) => Some((w.lead_findings_days, first, last)),
        (None, None) => None,
    };
    if let Some((sentence, first, last)) = days {
        let days = language.days(first, last);
        lead.push(' ');
        lead.push_str(&fill(sentence, &[("days", &days)]));
    }
    lead
}

fn warnings(given: Given<'_>) -> Vec<String> {
    let Given { account, gather, language, .. } = given;
    let w = language.words();
    let hypothetical = account.as_of.filter(|_| account.hypothetical);
    let hypothetical = hypothetical.map(|day| fill(w.hypothetical, &[("day", &language.day(day))]));
    let text = gather.has_text.then(|| w.text_shown.to_owned());
    hypothetical.into_iter().chain(text).collect()
}

/// The policy by which the page forbids itself to load anything: only this style sheet, by digest.
pub(crate) fn content_policy(style: &str) -> String {
    let digest = base64(&Sha256::digest(style.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
}

/// Bytes in the 64 letters that a content policy writes digests in.
fn base64(bytes: &[u8]) -> String {
    let mut written = String::new();
    for chunk in bytes.chunks(3) {
        let mut bits = 0_u32;
        for place in 0..3 {
            bits = (bits << 8) | u32::from(chunk.get(place).copied().unwrap_or(0));
        }
        for place in 0..4 {
            let letter = (bits >> (18 - 6 * place)) & 63;
            let letter = usize::try_from(letter).unwrap_or(0);
            match BASE64.get(letter) {
                Some(letter) if place <= chunk.len() => written.push(char::from(*letter)),
                _ => written.push('='),
            }
        }
    }
    written
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A part of an address made of a name: lower-case letters, digits and dashes.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "unnamed".to_owned() } else { slug.to_owned() }
}

/// Texts with a comma between them.
pub(crate) fn listed(texts: impl IntoIterator<Item = String>) -> String {
    let mut all = String::new();
    for text in texts {
        if !all.is_empty() {
            all.push_str(", ");
        }
        all.push_str(&text);
    }
    all
}

/// Names with how often each, most frequent first, and how many are left out.
pub(crate) fn ranked(
    language: Language,
    names: &crate::agency::Capped,
    max: usize,
) -> (Vec<String>, u64) {
    let all = names.ranked();
    let kept = all.iter().take(max).map(|(name, count)| match count {
        1 => (*name).to_owned(),
        count => format!("{name} ({})", language.number(*count)),
    });
    let cut = all.len().saturating_sub(max);
    (kept.collect(), u64::try_from(cut).unwrap_or(u64::MAX).saturating_add(names.left))
}

/// A condition, and how many findings rest on it.
pub(crate) type Conditions = Vec<(Said, u64)>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_written_as_a_content_policy_wants_them() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
        assert_eq!(base64(b""), "");
    }

    #[test]
    fn a_name_becomes_a_part_of_an_address() {
        assert_eq!(slug("-El Cajon PD ( CA)"), "el-cajon-pd-ca");
        assert_eq!(slug("***"), "unnamed");
    }
}
