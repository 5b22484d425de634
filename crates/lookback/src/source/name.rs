//! What the name of a file says: the agency and the day of capture.

use std::str::FromStr;
use terms::Day;

/// The pattern a portal audit's name must have, as told to a reader.
pub(crate) const AUDIT_PATTERN: &str = "<agency-slug>__<YYYY-MM-DD>__search_audit.csv";

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
    fn a_slug_is_spelled_as_portals_write_names() {
        let check = |slug: &str, expected: &str| assert_eq!(spelled(slug), expected);
        check("rio-claro-ca-pd", "Rio Claro CA PD");
        check("-el-cajon-pd-ca", "El Cajon PD CA");
        check("town-of-woodside-ca-smcso", "Town of Woodside CA Smcso");
        check("la-habra-ca-pd", "La Habra CA PD");
        check("city-of-la-mesa-ca", "City of La Mesa CA");
    }
}
