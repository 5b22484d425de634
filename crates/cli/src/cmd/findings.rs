//! A few findings of each way out, for a terminal; `--findings` has all.

use crate::wrap::wrap;
use lookback::{Finding, Findings, Holder, Of};
use std::collections::BTreeMap;
use std::io::{self, Write};
use terms::{Outcome, Pathway};

/// At most so many of each way out.
const OF_EACH: usize = 3;

/// Prints a few findings of each way out, those about people's data leaving first.
pub(crate) fn print(out: &mut impl Write, findings: &Findings) -> io::Result<()> {
    let mut by_pathway: BTreeMap<Option<Pathway>, (usize, Vec<Finding>)> = BTreeMap::new();
    for finding in findings.iter() {
        let (count, first) = by_pathway.entry(finding.pathway).or_default();
        *count += 1;
        if first.len() < OF_EACH {
            first.push(finding);
        }
    }
    let mut groups: Vec<_> = by_pathway.into_iter().collect();
    groups.sort_by_key(|(pathway, _)| rank(*pathway));
    for (pathway, (count, first)) in groups {
        let word = pathway.map_or("other", Pathway::word).replace('_', " ");
        writeln!(out, "{word}, {} of {count}:", first.len())?;
        for finding in &first {
            writeln!(out, "{}", wrap(&line(finding), 2))?;
        }
    }
    writeln!(out)
}

/// Federal bodies first, other bodies next, record-keeping last.
fn rank(pathway: Option<Pathway>) -> u8 {
    match pathway {
        Some(Pathway::FrontDoor) => 0,
        Some(Pathway::BackDoor) => 1,
        Some(Pathway::SideDoor) => 2,
        Some(Pathway::Middleman) => 3,
        Some(Pathway::OutOfState) => 4,
        Some(Pathway::Private) => 5,
        Some(Pathway::Tribal) => 6,
        Some(Pathway::UnknownParty) => 7,
        Some(Pathway::RecordKeeping) => 8,
        None => 9,
    }
}

/// One finding in one sentence: what, against which provision, how sure, and where it stands.
fn line(finding: &Finding) -> String {
    let outcome = match finding.outcome {
        Outcome::Withhold => "withheld",
        Outcome::Refer => "sent to a person",
        Outcome::Share => "nothing found",
    };
    // Only the provisions that lead to this outcome: a ground that refers does not withhold.
    let leading = finding.grounds.iter().filter(|ground| ground.outcome == finding.outcome);
    let mut provisions: Vec<&str> = leading.map(|ground| ground.provision.0.as_str()).collect();
    provisions.dedup();
    let place = finding.sources.first().map_or_else(String::new, |s| {
        let file = s.path.rsplit('/').next().unwrap_or(&s.path);
        format!(" [{file} row {}]", s.row)
    });
    format!(
        "{}: {outcome} under {} ({}){place}",
        what(finding),
        provisions.join(", "),
        finding.certainty.word()
    )
}

fn what(finding: &Finding) -> String {
    let asker = &finding.asker.name;
    match (&finding.kind, &finding.holder) {
        (Of::Link, Holder::Named(holder)) => format!("{} shares with {asker}", holder.name),
        (_, holder) => {
            let networks = match holder {
                Holder::Searched(searched) => searched.networks_count,
                Holder::Named(_) => None,
            };
            let on = match networks {
                None => String::new(),
                Some(1) => " on 1 network".to_owned(),
                Some(n) => format!(" on {n} networks"),
            };
            let said = match (&finding.beneficiary, finding.pathway) {
                (Some(body), _) => format!("said to be for {}", body.name),
                (None, Some(Pathway::RecordKeeping)) => {
                    "giving words that are no purpose".to_owned()
                }
                (None, _) => format!("reason read as {}", finding.purpose.replace('_', " ")),
            };
            match holder {
                Holder::Named(holder) => {
                    format!("{asker} searched the cameras of {}, {said}", holder.name)
                }
                Holder::Searched(_) => format!("{asker} searched{on}, {said}"),
            }
        }
    }
}
