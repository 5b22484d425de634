//! Findings as a table for spreadsheets: one line each, safe to open.
//!
//! In: findings, one at a time. Out: CSV (RFC 4180, UTF-8), each as it comes. Never: a line break
//! inside a cell, a cell that a spreadsheet would run, or the reason as written unless text was
//! asked for.
//!
//! A log is written by others, and a reason or a name can be a formula that fetches an address when
//! the file is opened. So a cell that begins like one gets an apostrophe before it, and so does
//! what begins like one behind a separator or quote inside a cell: a spreadsheet that is set to
//! another separator would begin a new cell there.

use crate::agency::{answering, told};
use crate::reply::Replies;
use lookback::{Finding, Holder, Of};
use std::io::{self, Write};

/// The columns, in order. `docs/lookback.md` says what each holds.
const COLUMNS: [&str; 33] = [
    "agency",
    "day",
    "kind",
    "outcome",
    "certainty",
    "condition",
    "pathway",
    "provisions",
    "policies",
    "citations",
    "text_status",
    "open_questions",
    "purpose",
    "cues",
    "asker",
    "asker_kind",
    "asker_state",
    "holder",
    "holder_kind",
    "holder_state",
    "networks_count",
    "beneficiary",
    "beneficiary_kind",
    "file",
    "row",
    "copies",
    "as_of",
    "hypothetical",
    "stated_policy",
    "reply",
    "reply_by",
    "reply_on",
    "reply_status",
];

/// Whether the reason as written is a column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Text {
    /// It is not there.
    Hidden,
    /// It is the last column.
    Shown,
}

/// Findings as a table, written as they come.
#[derive(Debug)]
pub struct Sheet<W: Write> {
    out: W,
    text: Text,
}

impl<W: Write> Sheet<W> {
    /// A table with its head.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(mut out: W, text: Text) -> io::Result<Self> {
        let text_column = (text == Text::Shown).then_some("text");
        let heads: Vec<_> = COLUMNS.into_iter().chain(text_column).map(str::to_owned).collect();
        write_line(&mut out, &heads)?;
        Ok(Self { out, text })
    }

    /// Writes one finding; `answers` are the replies to it, by their place among `replies`.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn take(
        &mut self,
        finding: &Finding,
        replies: &Replies,
        answers: &[usize],
    ) -> io::Result<()> {
        let mut cells = cells(finding);
        let given: Vec<_> = answers.iter().filter_map(|place| replies.all.get(*place)).collect();
        cells.push(joined(given.iter().map(|reply| reply.reply.clone())));
        cells.push(joined(given.iter().map(|reply| reply.by.clone())));
        cells.push(joined(given.iter().map(|reply| reply.on.to_string())));
        cells.push(joined(
            given.iter().map(|reply| reply.status.map_or("answered", |s| s.word()).to_owned()),
        ));
        if self.text == Text::Shown {
            cells.push(finding.text.clone().unwrap_or_default());
        }
        write_line(&mut self.out, &cells)
    }

    /// Gives the writer back, with everything written.
    ///
    /// # Errors
    /// If what is left cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The cells of a finding, up to the replies.
fn cells(finding: &Finding) -> Vec<String> {
    let first = finding.sources.first();
    let asker = &finding.asker;
    let (holder, holder_kind, holder_state, networks) = match &finding.holder {
        Holder::Named(who) => {
            (who.name.clone(), who.kind.word(), who.state.clone().unwrap_or_default(), None)
        }
        Holder::Searched(searched) => (String::new(), "", String::new(), searched.networks_count),
    };
    let body = finding.beneficiary.as_ref();
    let of = |pick: fn(&terms::Ground) -> String| each_once(told(finding).map(pick));
    vec![
        answering(finding).name.clone(),
        match finding.until {
            Some(until) => format!("{}/{until}", finding.day),
            None => finding.day.to_string(),
        },
        match finding.kind {
            Of::Link => "link".to_owned(),
            Of::Row => "row".to_owned(),
        },
        finding.outcome.word().to_owned(),
        finding.certainty.word().to_owned(),
        finding.condition.clone().unwrap_or_default(),
        finding.pathway.map_or("", |pathway| pathway.word()).to_owned(),
        of(|ground| ground.provision.0.clone()),
        of(|ground| ground.policy.0.clone()),
        of(|ground| ground.citation.clone()),
        of(|ground| ground.text_status.told().to_owned()),
        of(|ground| ground.open_question.clone().unwrap_or_default()),
        finding.purpose.clone(),
        each_once(finding.cues.iter().map(|cue| cue.words.clone())),
        asker.name.clone(),
        asker.kind.word().to_owned(),
        asker.state.clone().unwrap_or_default(),
        holder,
        holder_kind.to_owned(),
        holder_state,
        networks.map_or_else(String::new, |count| count.to_string()),
        body.map_or_else(String::new, |body| body.name.clone()),
        body.map_or("", |body| body.kind.word()).to_owned(),
        first.map_or_else(String::new, |source| source.path.clone()),
        first.map_or_else(String::new, |source| source.row.to_string()),
        finding.sources.len().saturating_sub(1).to_string(),
        finding.as_of.to_string(),
        finding.hypothetical.to_string(),
        joined(finding.stated_policy.iter().map(|compared| compared.says.to_string())),
    ]
}

/// Texts, each once and in their order, parted by a bar: names and citations hold commas and
/// semicolons.
fn each_once(texts: impl Iterator<Item = String>) -> String {
    let mut all: Vec<String> = Vec::new();
    for text in texts.filter(|text| !text.is_empty()) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    joined(all)
}

fn joined(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().collect::<Vec<_>>().join(" | ")
}

fn write_line(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let mut line = String::new();
    for (place, cell) in cells.iter().enumerate() {
        if place > 0 {
            line.push(',');
        }
        let cell = defused(cell);
        if cell.contains([',', '"', ';', '\'']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&cell);
        }
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())
}

/// A cell that no spreadsheet runs.
fn defused(cell: &str) -> String {
    let mut safe = String::with_capacity(cell.len());
    // Whether a cell begins here, in this spreadsheet or in one with another separator.
    let mut begins = true;
    for c in cell.chars() {
        // A tab or line break would begin a cell, so each becomes a blank; as the first character
        // it is itself a way to hide a formula.
        let is_break = matches!(
            c,
            '\t' | '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        );
        if begins && (is_formula(c) || (is_break && safe.is_empty())) {
            safe.push('\'');
            begins = false;
        }
        if is_break {
            safe.push(' ');
            begins = true;
        } else if c.is_control() {
            // A spreadsheet shows nothing for it, and some drop it: then what follows begins.
            safe.push(' ');
        } else {
            safe.push(c);
            let parts = matches!(c, ',' | ';' | '|' | '"');
            begins = parts || (begins && c.is_whitespace());
        }
    }
    safe
}

/// What a formula begins with, in ASCII and in the wide forms that spreadsheets read as the same.
fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_defused() {
        let check = |cell: &str, expected: &str| assert_eq!(defused(cell), expected, "{cell:?}");
        check("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")");
        check("+1", "'+1");
        check("-El Cajon PD", "'-El Cajon PD");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "' '=1");
        check("\r=1", "' '=1");
        check("  =1", "  '=1");
        check("＝1", "'＝1");
        check("plain - and = inside", "plain - and = inside");
    }

    #[test]
    fn a_line_break_or_separator_inside_a_cell_begins_no_formula() {
        assert_eq!(defused("case\n=cmd|'/c calc'!A1"), "case '=cmd|'/c calc'!A1");
        assert_eq!(defused("case\r\n\"=1+1\""), "case  \"'=1+1\"");
        assert_eq!(defused("x;=1+1"), "x;'=1+1");
        assert_eq!(defused("x,  @SUM(1)"), "x,  '@SUM(1)");
    }

    #[test]
    fn a_cell_is_one_field_of_one_line() {
        let mut out = Vec::new();
        write_line(&mut out, &["a\nb".to_owned(), "say \"hi\", =1".to_owned()]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a b,\"say \"\"hi\"\", '=1\"\r\n");
    }
}
