//! The summary of a lookback, for a terminal and a screen reader.

use crate::wrap::wrap;
use law::Law;
use lookback::{FileTold, Kind, Summary};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// At most so many unreadable rows and refused files are told one by one; the JSON has more.
const TOLD_MAX: usize = 10;

/// Prints the summary.
pub(crate) fn print(out: &mut impl Write, summary: &Summary, law: &Law) -> io::Result<()> {
    files(out, summary)?;
    outcomes(out, summary)?;
    provisions(out, summary, law)?;
    counts(out, "by the way out", &words(summary.by_pathway.iter()))?;
    counts(out, "how sure", &words(summary.by_certainty.iter()))?;
    counts(out, "searches by purpose", &words(summary.by_purpose.iter()))?;
    left_out(out, summary)?;
    stated(out, summary)?;
    if let (true, Some(day)) = (summary.hypothetical, summary.as_of) {
        writeln!(out, "HYPOTHETICAL: ruled by the law of {day}, not by each row's own day\n")?;
    }
    writeln!(out, "law digest: {}", summary.law_digest)?;
    writeln!(out, "{}", wrap(summary.notice, 0))
}

fn files(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    let mut kinds: BTreeMap<Kind, Vec<&FileTold>> = BTreeMap::new();
    for file in &summary.files {
        kinds.entry(file.kind).or_default().push(file);
    }
    for (kind, files) in &kinds {
        let sum = |of: fn(&FileTold) -> u64| files.iter().map(|f| of(f)).sum::<u64>();
        writeln!(
            out,
            "{}: {} files; {} read = {} unique + {} duplicate + {} unreadable",
            kind.word(),
            files.len(),
            sum(|f| f.rows_read),
            sum(|f| f.rows_unique),
            sum(|f| f.rows_duplicate),
            sum(|f| f.rows_unreadable),
        )?;
    }
    let unreadable: Vec<_> = summary
        .files
        .iter()
        .flat_map(|f| f.unreadable.iter().map(|u| format!("{} row {}: {}", f.path, u.row, u.why)))
        .collect();
    list(out, "unreadable", &unreadable)?;
    let broken_off = |file: &FileTold| {
        let broken = file.broken_off?;
        Some(format!("{} after row {}: {}", file.path, broken.after_row, broken.why))
    };
    let broken_off: Vec<_> = summary.files.iter().filter_map(broken_off).collect();
    list(out, "broken off", &broken_off)?;
    // What might have been a log is told one by one; a folder's other files in one line.
    let (logs, others): (Vec<_>, Vec<_>) = summary.refused.iter().partition(|r| is_log(&r.path));
    let refused: Vec<_> = logs.iter().map(|r| format!("{}: {}", r.path, r.why)).collect();
    list(out, "refused", &refused)?;
    if let Some(first) = others.first() {
        let more = others.len() - 1;
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        writeln!(out, "{}", wrap(&format!("no logs, not read: {}{more}", first.path), 0))?;
    }
    writeln!(out)
}

fn is_log(path: &str) -> bool {
    let ends = |ending: &str| path.to_ascii_lowercase().ends_with(ending);
    [".csv", ".gz", ".json", ".tsv", ".txt", ".xls", ".xlsx", ".zip"].into_iter().any(ends)
}

fn list(out: &mut impl Write, what: &str, lines: &[String]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{what}:")?;
    for line in lines.iter().take(TOLD_MAX) {
        writeln!(out, "{}", wrap(line, 2))?;
    }
    if let Some(more) = lines.len().checked_sub(TOLD_MAX).filter(|more| *more > 0) {
        writeln!(out, "  and {more} more: see the summary's JSON")?;
    }
    Ok(())
}

fn outcomes(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    let Summary { outcomes, rows_unique, links_unique, .. } = summary;
    writeln!(out, "{rows_unique} different searches and {links_unique} standing shares, of which")?;
    writeln!(out, "  {:>7}  the law would have withheld", outcomes.withhold)?;
    writeln!(out, "  {:>7}  the law would have sent to a person", outcomes.refer)?;
    writeln!(out, "  {:>7}  nothing found (not: lawful)\n", outcomes.nothing_found)
}

fn provisions(out: &mut impl Write, summary: &Summary, law: &Law) -> io::Result<()> {
    if summary.by_provision_outcome.is_empty() {
        return Ok(());
    }
    writeln!(out, "by provision (one finding can rest on several):")?;
    writeln!(out, "  withheld  referred")?;
    for (id, split) in &summary.by_provision_outcome {
        writeln!(out, "  {:>8}  {:>8}  {id}", split.withhold, split.refer)?;
        if let Some(provision) = law.provisions().find(|p| p.id == *id) {
            let status = provision.text_status.told();
            writeln!(out, "{}", wrap(&format!("{} ({status})", provision.citation), 22))?;
        }
    }
    for (status, count) in summary.text_status.iter() {
        writeln!(out, "  {count} findings rest on: {}", status.told())?;
    }
    writeln!(out)
}

/// Counts by the word that JSON has for each key.
fn words<'a, K: serde::Serialize + 'a>(
    counts: impl Iterator<Item = (&'a K, u64)>,
) -> Vec<(String, u64)> {
    counts
        .filter_map(|(key, count)| {
            let word = serde_json::to_value(key).ok()?;
            Some((word.as_str()?.replace('_', " "), count))
        })
        .collect()
}

fn counts(out: &mut impl Write, what: &str, counts: &[(String, u64)]) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let mut counts: Vec<_> = counts.iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    writeln!(out, "{what}:")?;
    for (word, count) in counts {
        writeln!(out, "  {count:>7}  {word}")?;
    }
    writeln!(out)
}

fn left_out(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    if summary.law_not_loaded.is_empty() {
        return Ok(());
    }
    writeln!(out, "no law is loaded for these places, so nothing was looked for there:")?;
    for (place, count) in &summary.law_not_loaded {
        writeln!(out, "  {place}: {} searches, {} shares", count.rows, count.links)?;
    }
    writeln!(out)
}

fn stated(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    // One sentence of a page can hold two promises: it is told once, with what disagrees with each.
    let mut broken: BTreeMap<(&str, String, &str), u64> = BTreeMap::new();
    for told in summary.stated_policies.iter().filter(|s| s.contradicted_by > 0) {
        let key = (told.agency.as_str(), told.archived_date.to_string(), told.says.as_str());
        *broken.entry(key).or_default() += told.contradicted_by;
    }
    if broken.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = broken
        .iter()
        .map(|((agency, day, says), count)| {
            format!("{agency} on {day}, findings that disagree: {count}: \"{says}\"")
        })
        .collect();
    list(
        out,
        "stated on a page, and contradicted by its own list or by the log of the 30 days before",
        &lines,
    )?;
    writeln!(out)
}
