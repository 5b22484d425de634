//! `headworks law explain`: the story of a ruling, for a reader of letters.

mod tell;

use crate::cmd::rule::{clock, with_words_read};
use crate::exit::Exit;
use crate::input;
use anyhow::{Result, bail};
use clap::Args;
use doors::{Posed, Reasons};
use law::{Case, Law, Reading, Story};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use terms::Moment;

/// How many ids are told where one is not known.
const NEAR_COUNT: usize = 5;

/// Tell the story of a ruling in words
///
/// CASE is the id of a case (`headworks law check` runs them all), or a file that holds one ask
/// with its facts, as `headworks rule` reads. It tells who asks whom for what, what is known and
/// what is not, which laws bind the holder, what each said in turn, and what would change the
/// ruling.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The id of a case, or a JSON file with one ask and its facts; `-` is standard input
    #[arg(value_name = "CASE")]
    case: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// The moment for an ask that states none (default: now)
    #[arg(long, value_name = "MOMENT")]
    now: Option<Moment>,
    /// Use the packs of this folder instead of those shipped
    #[arg(long, value_name = "DIR")]
    statutes: Option<PathBuf>,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<Exit> {
        let law = input::law(self.statutes.as_deref())?;
        let path = Path::new(&self.case);
        let story = if let Some(case) = law.cases().find(|case| case.id == self.case) {
            law.explain_case(case)
        } else if let Some((reading, case)) = of_reading(&law, &self.case) {
            law.with_reading(&reading.name)?.explain_case(case)
        } else if self.case == "-" || path.is_file() {
            self.of_file(&law, path)?
        } else {
            return Ok(not_found(&law, &self.case));
        };
        let mut out = io::BufWriter::new(io::stdout().lock());
        if self.json {
            serde_json::to_writer_pretty(&mut out, &story).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write!(out, "{}", tell::page(&story))?;
        }
        out.flush()?;
        let is_met = story.case.is_none_or(|case| case.differs.is_empty());
        Ok(if is_met { Exit::Done } else { Exit::CheckFailed })
    }

    fn of_file(&self, law: &Law, path: &Path) -> Result<Story> {
        let mut posed = doors::read_posed(&input::bytes(path)?).into_iter();
        let (Some(one), None) = (posed.next(), posed.next()) else {
            bail!(io::Error::other(format!(
                "`{}` holds more than one ask: give a file with one",
                path.display()
            )));
        };
        let Posed { ask, facts, now } = one.map_err(io::Error::other)?;
        let now = now.map_or_else(|| clock(self.now), Ok)?;
        let facts = with_words_read(law, &Reasons::embedded()?, &ask, facts, now);
        Ok(law.explain(&ask, &facts, now))
    }
}

/// A case of a reading that is not followed here: its story is told under that reading.
fn of_reading<'a>(law: &'a Law, id: &str) -> Option<(&'a Reading, &'a Case)> {
    law.readings()
        .flat_map(|reading| reading.cases().map(move |case| (reading, case)))
        .find(|(_, case)| case.id == id)
}

fn not_found(law: &Law, wanted: &str) -> Exit {
    eprintln!("headworks: `{wanted}` is neither the id of a case nor a file");
    let mut ids: Vec<&str> = law.cases().map(|case| case.id.as_str()).collect();
    ids.sort_by_cached_key(|id| (distance(id, wanted), *id));
    let near: Vec<String> = ids.iter().take(NEAR_COUNT).map(|id| format!("`{id}`")).collect();
    eprintln!("hint: cases with a near id: {}", near.join(", "));
    Exit::Unreadable
}

/// How many letters must be changed to make one word of the other; a part of a word is near it.
fn distance(id: &str, wanted: &str) -> usize {
    if !wanted.is_empty() && id.contains(wanted) {
        return 0;
    }
    let id: Vec<char> = id.chars().collect();
    let mut row: Vec<usize> = (0..=id.len()).collect();
    for (above, letter) in wanted.chars().enumerate() {
        let mut left = above + 1;
        let mut corner = above;
        for (place, other) in row.iter_mut().skip(1).zip(&id) {
            let change = corner + usize::from(letter != *other);
            corner = *place;
            left = change.min(left + 1).min(corner + 1);
            *place = left;
        }
        if let Some(first) = row.first_mut() {
            *first = above + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_the_number_of_changed_letters() {
        let check = |a, b, expected| assert_eq!(distance(a, b), expected, "{a} | {b}");
        check("kitten", "sitting", 3);
        check("sb34-towing", "sb34-towin", 0);
        check("sb34-towing", "sb34-tawing", 1);
        check("abc", "", 3);
        check("", "abc", 3);
    }
}
