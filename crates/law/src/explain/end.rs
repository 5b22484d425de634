//! Why a ruling dies when it does.

use crate::derive::Derived;
use crate::rule::Heard;
use serde_json::Value as Json;
use terms::{Day, Facts, Moment};

/// Every reason why a ruling made at a moment dies at its end: the facts, papers and laws that can
/// change then. Empty where it has no end.
pub(super) fn dies_because(
    heard: &[Heard<'_>],
    facts: &Facts,
    derived: &Derived,
    (now, end): (Moment, Option<Moment>),
) -> Vec<String> {
    let Some(end) = end else { return Vec::new() };
    let mut why = Vec::new();
    let mut note = |at: Option<Moment>, what: String| {
        if at == Some(end) {
            why.push(what);
        }
    };
    for provision in heard.iter().flat_map(|heard| &heard.pack.manifest.provision) {
        note(provision.in_force_from.start(), format!("{} comes into force", provision.id));
        let last = provision.in_force_to.and_then(Day::start);
        note(last, format!("{} is no longer in force", provision.id));
    }
    for paper in facts.instruments.iter().flat_map(|papers| &papers.value) {
        let kind = super::asked::plain(paper.kind.word());
        note(paper.last_day.and_then(Day::after), format!("the {kind} is past its last day"));
    }
    let last = facts.agreement.as_ref().and_then(|agreement| agreement.value.last_day);
    note(last.and_then(Day::after), "the agreement is past its last day".to_owned());
    if derived.age_days_max.is_some() {
        note(now.day().after(), "the records are a day older".to_owned());
    }
    let written = serde_json::to_value(facts).unwrap_or_default();
    for (name, fact) in written.as_object().into_iter().flatten() {
        let at = fact.get("changes_at").and_then(Json::as_str).and_then(|at| at.parse().ok());
        note(at, format!("what is known of this can change: {}", super::asked::plain(name)));
    }
    if why.is_empty() {
        why.push("a fact or a law that it used can change then".to_owned());
    }
    why.dedup();
    why
}
