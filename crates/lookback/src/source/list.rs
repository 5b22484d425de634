//! Reads sharing lists that are no portal pages.
//!
//! Out: links, each with its holder and its recipient as the list names them.
//! Never: reads who they are, or takes a list of those who share *with* an agency for links: the
//! record of a share is its holder's own list (docs/decisions/0006).

use crate::run::Options;
use crate::source::broken::Broken;
use crate::source::feed::Records;
use crate::source::name;
use crate::source::page::{POLICY_FIELDS, retention_days, tidied};
use crate::source::record::{Batch, Record, Shape};
use crate::source::time::{self, day_of};
use crate::source::unreadable::{Unreadable, Why};
use crate::source::{Kind, Opened};
use std::io::{self, Read};
use terms::Day;

/// Lists of one file.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) kind: Kind,
    /// The day on which the shares stood, where the file or the caller says it for all.
    pub(crate) day: Option<Day>,
    /// Whose list it is, where it is one agency's.
    pub(crate) holder: Option<String>,
    pub(crate) rows: Vec<Result<ListRow, Unreadable>>,
    /// Agencies that share with the holder: counted only.
    pub(crate) inbound_listed: u64,
    /// How many records the file has behind its header, as far as it was read.
    pub(crate) records: u64,
    /// Why it was not read to its end.
    pub(crate) broken: Option<Broken>,
}

/// What one row of a list says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum ListRow {
    /// A standing share.
    Link { row: u64, holder: Option<String>, recipient: String, day: Option<Day> },
    /// What an agency states, and how long it says it keeps reads.
    Policy {
        holder: String,
        day: Option<Day>,
        retention_days: Option<u32>,
        stated: Vec<(&'static str, String)>,
    },
}

/// A table of such a kind.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Table {
    Edges {
        holder: usize,
        recipient: usize,
    },
    Shared {
        name: usize,
        outbound: Option<usize>,
    },
    Stated {
        agency: usize,
        day: Option<usize>,
        shares: Option<usize>,
        retention: Option<usize>,
        policy: Vec<(usize, &'static str)>,
    },
}

impl Table {
    pub(crate) fn of_header(header: &Record<'_>) -> Option<Self> {
        let place = |wanted: &[&str]| {
            header.cells().position(|label| {
                let label = label.trim_ascii().to_ascii_lowercase();
                wanted.iter().any(|wanted| wanted.as_bytes() == label)
            })
        };
        if let (Some(holder), Some(recipient)) = (
            place(&["src_agency", "source agency", "sharing agency", "holder"]),
            place(&["external_agency", "target agency", "receiving agency", "recipient"]),
        ) {
            return Some(Self::Edges { holder, recipient });
        }
        if let (Some(name), Some(_)) =
            (place(&["organization name"]), place(&["networks shared with me"]))
        {
            let outbound =
                place(&["networks i'm sharing", "networks i’m sharing", "networks im sharing"]);
            return Some(Self::Shared { name, outbound });
        }
        let agency = place(&["agency"])?;
        let shares = place(&["external_organizations_with_access"]);
        let policy: Vec<_> = POLICY_FIELDS
            .into_iter()
            .filter_map(|field| place(&[field]).map(|at| (at, field)))
            .collect();
        if shares.is_none() && policy.len() < 2 {
            return None;
        }
        let day = place(&["accessed"]).or_else(|| place(&["updated"]));
        let retention = place(&["data_retention_in_days"]);
        Some(Self::Stated { agency, day, shares, retention, policy })
    }

    /// Reads all rows. Lists are some ten thousand rows and held in memory.
    pub(crate) fn read<'r>(
        self,
        path: &str,
        first: Batch,
        mut records: impl Records,
        options: &Options,
    ) -> io::Result<Opened<'r>> {
        let kind = match &self {
            Self::Edges { .. } => Kind::EdgeList,
            Self::Shared { .. } => Kind::SharedNetworks,
            Self::Stated { shares: Some(_), .. } => Kind::EdgeList,
            Self::Stated { .. } => Kind::PolicyList,
        };
        let is_one = matches!(self, Self::Shared { .. });
        let mut lists = Lists {
            kind,
            day: options.day.or_else(|| name::day(path)),
            holder: is_one.then(|| options.agency.clone().or_else(|| name::agency(path))).flatten(),
            rows: Vec::new(),
            inbound_listed: 0,
            records: 0,
            broken: None,
        };
        if is_one && (lists.holder.is_none() || lists.day.is_none()) {
            let why = "found a list of shared networks, which does not say whose or of which day; \
                       expected `--agency NAME` and `--day YYYY-MM-DD`";
            return Ok(Opened::Refused(kind, why.to_owned()));
        }
        let mut batch = first;
        loop {
            for record in batch.records().filter(|record| record.place > 1) {
                self.take(&record, &mut lists);
                lists.records += 1;
                if lists.rows.len() > ROWS_MAX {
                    let why = "found a list of more than 5,000,000 shares; expected fewer";
                    return Ok(Opened::Refused(kind, why.to_owned()));
                }
            }
            match records.next(&mut batch) {
                Ok(true) => {}
                Ok(false) => return Ok(Opened::Lists(lists)),
                Err(error) => {
                    lists.broken = Some(Broken::of(&error).ok_or(error)?);
                    return Ok(Opened::Lists(lists));
                }
            }
        }
    }

    fn take(&self, record: &Record<'_>, lists: &mut Lists) {
        let row = record.place - 1;
        let mut put = |entry: Result<ListRow, Why>| {
            lists.rows.push(entry.map_err(|why| Unreadable { row, why }));
        };
        match record.shape {
            Shape::Whole => {}
            Shape::BrokenOff => return put(Err(Why::BrokenOff)),
            Shape::TooLong => return put(Err(Why::TooLong)),
            Shape::Unclosed => return put(Err(Why::Unclosed)),
        }
        let cell = |at: usize| {
            let cell = record.cell(at).unwrap_or_default();
            std::str::from_utf8(cell).map(tidied).map_err(|_| Why::NotText)
        };
        let name = |at: usize| {
            cell(at).and_then(|n| if is_nothing(&n) { Err(Why::BlankName) } else { Ok(n) })
        };
        match self {
            Self::Edges { holder, recipient } => put(name(*holder).and_then(|holder| {
                let recipient = name(*recipient)?;
                Ok(ListRow::Link { row, holder: Some(holder), recipient, day: None })
            })),
            Self::Shared { name: at, outbound } => match (name(*at), outbound.map(cell)) {
                (Err(why), _) | (_, Some(Err(why))) => put(Err(why)),
                (Ok(recipient), Some(Ok(own))) if !is_nothing(&own) => {
                    put(Ok(ListRow::Link { row, holder: None, recipient, day: None }));
                }
                _ => lists.inbound_listed += 1,
            },
            Self::Stated { agency, day, shares, retention, policy } => {
                let holder = match name(*agency) {
                    Ok(holder) => holder,
                    Err(why) => return put(Err(why)),
                };
                let day =
                    day.and_then(|at| time::read(record.cell(at)?)).and_then(|w| day_of(w.day));
                let retention_days =
                    retention.and_then(|at| cell(at).ok()).and_then(|text| retention_days(&text));
                let text = |(at, field): &(usize, &'static str)| {
                    cell(*at).ok().filter(|text| !is_nothing(text)).map(|text| (*field, text))
                };
                let stated: Vec<_> = policy.iter().filter_map(text).collect();
                let listed = shares.and_then(|at| cell(at).ok()).unwrap_or_default();
                for recipient in listed.split(',').map(str::trim).filter(|r| !is_nothing(r)) {
                    let (holder, recipient) = (Some(holder.clone()), recipient.to_owned());
                    put(Ok(ListRow::Link { row, holder, recipient, day }));
                }
                put(Ok(ListRow::Policy { holder, day, retention_days, stated }));
            }
        }
    }
}

/// What stands where nothing does.
fn is_nothing(text: &str) -> bool {
    matches!(text, "" | "NA" | "N/A" | "null" | "None" | "-")
}

/// More shares than any list has.
const ROWS_MAX: usize = 5_000_000;

/// Whether a text is a scanned sharing report, by the sentence that heads its list.
pub(crate) fn is_scanned(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").contains(HEADING)
}

/// The sentence that heads the list of those who receive.
const HEADING: &str = "is Sharing its Detection data with the following Agencies";

/// What heads the lists of those from whom it receives.
const RECEIVED: [&str; 4] = ["Received", "receiving", "Hot-List", "Hotlist"];

/// Reads a scanned report: words, one a line, without marks where a name ends.
pub(crate) fn scanned<'r>(
    path: &str,
    text: impl Read,
    options: &Options,
) -> io::Result<Opened<'r>> {
    let mut bytes = Vec::new();
    text.take(SCAN_BYTES_MAX).read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let words: Vec<&str> = text.split_whitespace().collect();
    let heading: Vec<&str> = HEADING.split(' ').collect();
    let start = words.windows(heading.len()).position(|at| {
        at.iter().zip(&heading).all(|(word, wanted)| word.trim_end_matches(':') == *wanted)
    });
    let holder = options.agency.clone().or_else(|| holder_before(&words, start));
    let day = options.day.or_else(|| name::day(path));
    let (Some(start), Some(_), Some(_)) = (start, &holder, day) else {
        let why = "found a scanned sharing list that does not say whose or of which day; expected \
                   `--agency NAME` and `--day YYYY-MM-DD`";
        return Ok(Opened::Refused(Kind::ScannedSharing, why.to_owned()));
    };
    let listed = words.get(start + heading.len()..).unwrap_or_default();
    let end = listed.iter().position(|word| RECEIVED.iter().any(|r| word.contains(r)));
    let names = split_names(listed.get(..end.unwrap_or(listed.len())).unwrap_or_default());
    let rows = (1..)
        .zip(names)
        .map(|(row, recipient)| Ok(ListRow::Link { row, holder: None, recipient, day: None }));
    let rows: Vec<_> = rows.collect();
    let records = rows.len() as u64;
    Ok(Opened::Lists(Lists {
        kind: Kind::ScannedSharing,
        day,
        holder,
        rows,
        inbound_listed: 0,
        records,
        broken: None,
    }))
}

/// `The Irvine Police Department Agency is Sharing its …` names the holder.
fn holder_before(words: &[&str], start: Option<usize>) -> Option<String> {
    let before = words.get(..start?)?;
    let from = before.iter().rposition(|word| *word == "The")? + 1;
    let name = before.get(from..)?;
    let name = name.strip_suffix(&["Agency"]).unwrap_or(name);
    (!name.is_empty() && name.len() < 10).then(|| name.join(" "))
}

/// Splits running words into names. A word that a scanner glued together is a name by itself; of
/// others a name ends after a word that ends names. What heads each page is no name.
fn split_names(words: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    let mut end = |name: &mut Vec<&str>| {
        if !name.is_empty() {
            names.push(std::mem::take(name).join(" "));
        }
    };
    for (at, word) in words.iter().enumerate() {
        if FURNITURE.iter().any(|part| word.contains(part)) {
            continue;
        }
        let glued = unglued(word);
        if glued.len() > 2 {
            end(&mut name);
            name.extend(glued);
            end(&mut name);
            continue;
        }
        name.push(word);
        if ends_name(word, words.get(at + 1).copied()) {
            end(&mut name);
        }
    }
    end(&mut name);
    names
}

/// What heads the pages of a report.
const FURNITURE: [&str; 9] = [
    "03-02-20",
    "Created:",
    "DataSharingReport",
    "LEA",
    "LEARN",
    "Page",
    "Report",
    "Sharing",
    "lofl",
];

/// `CapeCoralPoliceDepartment(FL)` in its words; one word of another kind as it is.
fn unglued(word: &str) -> Vec<&str> {
    let mut starts = vec![0];
    let mut before = ' ';
    for (at, letter) in word.char_indices() {
        let is_hump = letter.is_uppercase() && before.is_lowercase();
        if is_hump || (letter == '(' && at > 0) {
            starts.push(at);
        }
        before = letter;
    }
    starts.push(word.len());
    starts.iter().zip(starts.iter().skip(1)).filter_map(|(from, to)| word.get(*from..*to)).collect()
}

/// Whether a name can end with this word, given the word behind it.
fn ends_name(word: &str, next: Option<&str>) -> bool {
    let is_state = |word: &str| {
        let bare = word.trim_matches(['(', ')']);
        bare.len() == 2 && bare.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let goes_on = next.is_some_and(|next| {
        is_state(next)
            || matches!(
                next,
                "-" | "Attorney" | "Department" | "Dept" | "Drug" | "Office" | "Police" | "of"
            )
    });
    let is_end = is_state(word)
        || matches!(
            word,
            "Account"
                | "Agency"
                | "Center"
                | "Department"
                | "Dept"
                | "District"
                | "Enforcement"
                | "Force"
                | "Office"
                | "Patrol"
                | "Police"
                | "Safety"
                | "Sheriff"
                | "Sheriffs"
                | "University"
                | "Unit"
        );
    is_end && !goes_on
}

/// The largest report that is read: 16 MiB.
const SCAN_BYTES_MAX: u64 = 16 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_words_are_split_where_names_end_and_glued_ones_where_they_are() {
        let words = "Alder Police Department (TX) Birch County Sheriff Office ATF National Account \
                     LEARN Page CedarCountySheriffsOffice(IN) Drake Department of Public Safety";
        let words: Vec<&str> = words.split_whitespace().collect();
        let names = [
            "Alder Police Department (TX)",
            "Birch County Sheriff Office",
            "ATF National Account",
            "Cedar County Sheriffs Office (IN)",
            "Drake Department of Public Safety",
        ];
        assert_eq!(split_names(&words), names);
    }

    #[test]
    fn the_holder_of_a_scanned_report_stands_before_its_sentence() {
        let words = "Shared The Rio Claro Police Department Agency is Sharing";
        let words: Vec<&str> = words.split_whitespace().collect();
        assert_eq!(holder_before(&words, Some(7)).as_deref(), Some("Rio Claro Police Department"));
    }
}
