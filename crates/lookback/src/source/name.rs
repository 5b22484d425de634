//! What the name of a file says: the agency and the day of capture.

use crate::source::column::Column;
use crate::source::record::Record;
use std::str::FromStr;
use terms::Day;

/// Why a portal audit under another name is refused.
pub(crate) const PORTAL_WITHOUT_NAME: &str = "found the header of a portal audit, but the agency \
    and the day of capture stand only in the file's name; expected a name like \
    `<agency-slug>__<YYYY-MM-DD>__search_audit.csv`, or `--agency NAME`";

/// Why a log that does not say whose it is is refused.
pub(crate) const LOG_WITHOUT_NAME: &str = "found a log that does not say which agency searched, \
    in its rows or in the file's name; expected `--agency NAME`";

/// What a table is, if it is none of the known ones.
pub(crate) fn expected(found: &str) -> String {
    format!(
        "found {found}; expected a search audit (with columns such as `reason`, `searchDate`, \
         `Org Name`), a sharing list or a portal page (JSON); `docs/howto/add-a-log-format.md` \
         tells how to describe another format"
    )
}

/// What was found in the place of a header, and what was expected. Of its labels only known ones
/// are told: a file without a header has a row of data here.
pub(crate) fn other_header(header: &Record<'_>) -> String {
    let known: Vec<&str> = header.cells().filter_map(Column::of_label).map(Column::word).collect();
    let cells = match header.len() {
        1 => "a first line of 1 cell".to_owned(),
        many => format!("a first line of {many} cells"),
    };
    if known.is_empty() {
        return expected(&format!("{cells}, none of them a known column"));
    }
    // Each once, and not more than a reader takes in: a header may say one name a thousand times.
    let mut told: Vec<_> = Vec::new();
    for name in known {
        if !told.contains(&name) && told.len() < KNOWN_TOLD_MAX {
            told.push(name);
        }
    }
    expected(&format!("{cells}, of which known: `{}`", told.join("`, `")))
}

/// How many known columns are told of a header that is not one of ours.
const KNOWN_TOLD_MAX: usize = 12;

/// Whether the columns are those of a portal's audit.
pub(crate) fn is_portal(columns: &[Column]) -> bool {
    use Column as C;
    let begins = columns.starts_with(&[C::Id, C::UserId, C::SearchDate]);
    begins
        && matches!(
            columns.get(3..),
            Some(
                [C::NetworkCount]
                    | [C::NetworkCount, C::Reason | C::OffenseType | C::CaseNumber]
                    | [C::NetworkCount, C::CaseNumber, C::OffenseType]
                    | [C::NetworkCount, C::Reason, C::CaseNumber]
                    | [C::NetworkCount, C::Reason, C::CaseNumber, C::OffenseType]
                    | [C::CameraCount, C::Reason]
            )
        )
}

/// The agency that a file's name names, as vendors and agencies name exports:
/// `11_1_2025-12_8_2025-Umber_County_OR_SO-Audit.csv` is `Umber County OR SO`. None where nothing
/// is left that could be a name; whether it is one, `parties` tells.
pub(crate) fn agency(path: &str) -> Option<String> {
    let name = last(path);
    let stem = name.split('.').next().unwrap_or(name);
    let mut words: Vec<String> = Vec::new();
    for word in stem.split(['_', '-', ' ', '(', ')', '+', ',', '&']) {
        let bare = word.to_ascii_lowercase();
        let is_day = word.chars().all(|letter| letter.is_ascii_digit());
        if word.is_empty() || is_day || NOT_NAMES.contains(&bare.as_str()) {
            continue;
        }
        words.push(spelled_word(words.len(), word));
    }
    (words.len() >= 2).then(|| words.join(" "))
}

/// The day that a file's name holds, as `20240426`, `2024-04-26` or `2024_04_26`; the last one.
pub(crate) fn day(path: &str) -> Option<Day> {
    let name = last(path);
    let digits: Vec<(usize, char)> =
        name.char_indices().filter(|(_, letter)| letter.is_ascii_digit()).collect();
    let is_joined = |window: &[(usize, char)]| match window {
        [(first, _), .., (last, _)] => {
            // Eight digits with nothing but `-` or `_` between year, month and day.
            let between = name.get(*first..=*last).unwrap_or_default();
            between.len() <= 10
                && between.chars().all(|l| l.is_ascii_digit() || matches!(l, '-' | '_'))
        }
        _ => false,
    };
    digits
        .windows(8)
        .filter(|window| is_joined(window))
        .filter_map(|window| {
            let digits: String = window.iter().map(|(_, digit)| *digit).collect();
            let (year, rest) = digits.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            let day = Day::of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
            (2000..2100).contains(&day.year()).then_some(day)
        })
        .next_back()
}

/// Words of file names that are no part of an agency's name.
const NOT_NAMES: [&str; 44] = [
    "access",
    "alpr",
    "apr",
    "april",
    "audit",
    "audits",
    "aug",
    "august",
    "copy",
    "csv",
    "dec",
    "december",
    "download",
    "export",
    "extracted",
    "feb",
    "february",
    "final",
    "flock",
    "jan",
    "january",
    "jul",
    "july",
    "jun",
    "june",
    "log",
    "logs",
    "lpr",
    "mar",
    "march",
    "may",
    "network",
    "networks",
    "nov",
    "november",
    "oct",
    "october",
    "org",
    "organization",
    "redacted",
    "report",
    "search",
    "searches",
    "sept",
];

/// What the name of a portal audit says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct AuditName {
    /// The agency, as the portal's address writes it.
    pub(crate) slug: String,
    /// The day the page was captured.
    pub(crate) captured: Day,
}

/// Reads the name of a portal audit; None when it does not have the pattern.
pub(crate) fn audit(path: &str) -> Option<AuditName> {
    let mut parts = last(path).split("__");
    let (slug, day, rest) = (parts.next()?, parts.next()?, parts.next()?);
    // Made-up logs say so in their own names, wherever they are copied to.
    let rest = rest.strip_suffix(".csv")?;
    let rest = rest.strip_suffix(".synthetic").unwrap_or(rest);
    if parts.next().is_some() || !matches!(rest, "search_audit" | "public_search_audit") {
        return None;
    }
    if !is_slug(slug) || !is_plain_day(day) {
        return None;
    }
    Some(AuditName { slug: slug.to_owned(), captured: Day::from_str(day).ok()? })
}

/// The last part of a path, whichever way it is written.
pub(crate) fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The agency's name as a portal writes it, from its slug: `kings-county-ca-so` is
/// `Kings County CA SO`. A slug has lost case, points and brackets, and they are not guessed back.
pub(crate) fn spelled(slug: &str) -> String {
    let words: Vec<String> = slug
        .split(['-', '_'])
        .filter(|word| !word.is_empty())
        .enumerate()
        .map(|(place, word)| spelled_word(place, word))
        .collect();
    words.join(" ")
}

fn spelled_word(place: usize, word: &str) -> String {
    // Two letters are a state or a kind (`ca`, `pd`), but not the little words of place names.
    const LITTLE: [&str; 9] = ["at", "da", "de", "el", "la", "le", "of", "st", "on"];
    if word == "of" {
        return word.to_owned();
    }
    if word.len() == 2 && place > 0 && !LITTLE.contains(&word) {
        return word.to_ascii_uppercase();
    }
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether this is a day as `2026-04-29` and nothing more.
pub(crate) fn is_plain_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 120
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_of_a_portal_audit_are_read() {
        for tail in ["search_audit.csv", "public_search_audit.csv", "search_audit.synthetic.csv"] {
            let name = audit(&format!("a/b/rio-claro-ca-pd__2026-04-29__{tail}")).unwrap();
            assert_eq!(name.slug, "rio-claro-ca-pd");
            assert_eq!(name.captured.to_string(), "2026-04-29");
        }
    }

    #[test]
    fn another_name_is_not_guessed_at() {
        for path in [
            "export.csv",
            "rio-claro-ca-pd__search_audit.csv",
            "rio-claro-ca-pd__2026-04-29__search_audit.real.csv",
            "rio-claro-ca-pd__2026-02-30__search_audit.csv",
            "rio-claro-ca-pd__2026-04-29T00:00:00__search_audit.csv",
            "rio-claro-ca-pd__2026-04-29__x__search_audit.csv",
            "__2026-04-29__search_audit.csv",
            "rio claro__2026-04-29__search_audit.csv",
        ] {
            assert_eq!(audit(path), None, "{path}");
        }
    }

    #[test]
    fn an_export_is_named_after_its_agency() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(agency(path).as_deref(), expected, "{path}");
        };
        check("x/11_1_2025-12_8_2025-Umber_County_OR_SO-Audit.csv", Some("Umber County OR SO"));
        check("Rio Claro CA PD Network Audit (2026-04).xlsx", Some("Rio Claro CA PD"));
        check("rio-claro-ca-pd-organization-audit.csv", Some("Rio Claro CA PD"));
        check("export.csv", None);
        check("2026_April.csv", None);
    }

    #[test]
    fn a_slug_is_spelled_as_portals_write_names() {
        let check = |slug: &str, expected: &str| assert_eq!(spelled(slug), expected);
        check("rio-claro-ca-pd", "Rio Claro CA PD");
        check("-el-cajon-pd-ca", "El Cajon PD CA");
        check("town-of-woodside-ca-smcso", "Town of Woodside CA Smcso");
        check("la-habra-ca-pd", "La Habra CA PD");
        check("city-of-la-mesa-ca", "City of La Mesa CA");
    }
}
