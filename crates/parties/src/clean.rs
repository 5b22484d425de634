//! Takes a vendor's marks off a name and keeps what the marks say.
//!
//! In: the name as written. Out: the name as people would say it, and whether it is marked as
//! out of use, marked federal, or written as a slug.
//! Never: changes the words of the name itself. A product tag such as `(Raven)` stays.

/// A name without its marks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Cleaned {
    /// The name, in human form, with a `[Federal]` mark if it had one.
    pub(crate) name: String,
    /// The name without the `[Federal]` mark: what the rules read.
    pub(crate) bare: String,
    /// The list marks it as out of use.
    pub(crate) inactive: bool,
    /// The list marks it `[Federal]`.
    pub(crate) federal: bool,
    /// It was written as a slug or without spaces, so its words are of our making.
    pub(crate) remade: bool,
}

/// Takes the marks off.
pub(crate) fn clean(name: &str, is_state: impl Fn(&str) -> bool) -> Cleaned {
    let bounded: String = name.chars().take(LETTERS_MAX).collect();
    let written = tidy(&bounded);
    // A vendor's mark on names that its own list holds.
    let written = written.strip_prefix("LEARN_").map_or(written.clone(), str::to_owned);
    let (mut text, remade) = if is_slug(&written) {
        (unslug(&written, &is_state), true)
    } else if is_glued(&written) {
        (unglue(&written, is_state), true)
    } else {
        (written.clone(), false)
    };
    let mut inactive = false;
    let lower = text.to_ascii_lowercase();
    for mark in MARKS.iter().filter(|mark| lower.contains(*mark)) {
        while let Some(without) = without_phrase(&text, mark) {
            text = without;
            inactive = true;
        }
    }
    let has_old = lower.contains("old");
    for mark in OLD.iter().filter(|_| has_old) {
        if let Some(kept) = strip_ending(&text, mark) {
            text = kept;
            inactive = true;
        }
    }
    let text = tidy(&text);
    if text.is_empty() || ALONE.contains(&text.to_ascii_lowercase().as_str()) {
        // Nothing but marks: keep what was written, so that a reader can find the row again.
        return Cleaned { name: written, inactive: true, ..Cleaned::default() };
    }
    let bare = ["[federal]", "(federal)"]
        .iter()
        .filter(|mark| lower.contains(**mark))
        .find_map(|mark| without_phrase(&text, mark))
        .map(|bare| tidy(&bare));
    Cleaned {
        federal: bare.is_some(),
        bare: bare.unwrap_or_else(|| text.clone()),
        name: text,
        inactive,
        remade,
    }
}

/// One space between words; no stray quotes, empty brackets or dashes at the ends.
fn tidy(text: &str) -> String {
    let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains(['(', '[']) {
        for empty in ["()", "[]", "( )", "[ ]", "(/)", "(-)"] {
            text = text.replace(empty, " ");
        }
        text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let ends = |c: char| matches!(c, '-' | '–' | '"' | '“' | '”' | ',' | ';' | ' ');
    let text = text.trim_matches(ends);
    // A bracket with no partner is what a mark left behind.
    let text = if text.contains('(') { text } else { text.trim_end_matches(')') };
    let text = if text.contains(')') { text } else { text.trim_end_matches('(') };
    text.trim_matches(ends).to_owned()
}

/// The text without the first occurrence of a phrase that stands between word edges.
fn without_phrase(text: &str, phrase: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    for (at, found) in lower.match_indices(phrase) {
        let before = text.get(..at)?;
        let after = text.get(at + found.len()..)?;
        let joins = |c: char| c.is_alphanumeric();
        let is_edge = |c: Option<char>| c.is_none_or(|c| !joins(c));
        if is_edge(before.chars().next_back()) && is_edge(after.chars().next()) {
            return Some(format!("{before} {after}"));
        }
    }
    None
}

fn strip_ending(text: &str, ending: &str) -> Option<String> {
    let tidied = tidy(text);
    let at = tidied.len().checked_sub(ending.len())?;
    let tail = tidied.get(at..)?;
    tail.eq_ignore_ascii_case(ending).then(|| tidied.get(..at).unwrap_or_default().to_owned())
}

/// A slug has hyphens between words, no spaces, and no capitals.
fn is_slug(text: &str) -> bool {
    text.contains('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// `el-cajon-pd-ca` becomes `El Cajon PD CA`.
fn unslug(slug: &str, is_state: impl Fn(&str) -> bool) -> String {
    let parts: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    let state = slug_state(&parts, is_state);
    let said = parts.iter().enumerate().map(|(at, part)| {
        if Some(at) == state || SHORT.contains(part) {
            return part.to_ascii_uppercase();
        }
        let mut letters = part.chars();
        letters.next().map_or_else(String::new, |first| {
            format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
        })
    });
    said.collect::<Vec<_>>().join(" ")
}

/// Scanned lists lose their spaces: `BiloxiPoliceDepartment(MS)`.
fn is_glued(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let seams = (0..letters.len()).filter(|at| *at > 0 && is_seam(&letters, *at));
    !text.contains(char::is_whitespace) && seams.count() >= 2
}

/// A capital after a small letter, or the last capital of a run that starts a word
/// (`CSUFullerton`).
fn is_seam(letters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| letters.get(before));
    let (Some(before), Some(letter)) = (before, letters.get(at)) else {
        return false;
    };
    let starts_word = letters.get(at + 1).is_some_and(|after| after.is_lowercase());
    letter.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && starts_word)
}

/// A space at every seam, before brackets, around a glued `of`, and inside glued codes.
fn unglue(text: &str, is_state: impl Fn(&str) -> bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut said = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if is_seam(&letters, at) || matches!(letter, '(' | '[') {
            said.push(' ');
        }
        said.push(*letter);
    }
    let words = said.split_whitespace().map(|word| {
        let (head, glued) = [("ofthe", "of the"), ("of", "of")]
            .iter()
            .find_map(|(ending, glued)| Some((word.strip_suffix(ending)?, *glued)))
            .unwrap_or((word, ""));
        if BEFORE_OF.contains(&head) && !glued.is_empty() {
            return format!("{head} {glued}");
        }
        apart(word, &is_state).unwrap_or_else(|| word.to_owned())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// `LASO` and `COTXSO`: pairs of capitals, each a code, the last a kind.
fn apart(word: &str, is_state: impl Fn(&str) -> bool) -> Option<String> {
    let pairs: Vec<String> = word
        .chars()
        .collect::<Vec<char>>()
        .chunks(2)
        .map(|pair| pair.iter().collect::<String>())
        .collect();
    let (last, before) = pairs.split_last()?;
    let is_kind = matches!(last.as_str(), "PD" | "SO");
    let are_codes = !before.is_empty() && before.iter().all(|pair| is_state(pair));
    (is_kind && are_codes).then(|| pairs.join(" "))
}

/// Which part of a slug is the state: the last code that ends the slug or comes before a kind word.
///
/// A code in the first place is taken for a word (`la-mesa-pd`), and `sd` after a code for a
/// sheriff's department (`san-diego-county-ca-sd`).
pub(crate) fn slug_state(parts: &[&str], is_state: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found: Option<usize> = None;
    for (at, part) in parts.iter().enumerate().skip(1) {
        let next = parts.get(at + 1);
        let placed = next.is_none_or(|next| KIND_PARTS.contains(next));
        let is_sheriff = *part == "sd" && found.is_some();
        if placed && !is_sheriff && is_state(&part.to_ascii_uppercase()) {
            found = Some(at);
        }
    }
    found
}

/// The longest real name has 89 letters; marks are taken off one by one, so the length is bounded.
const LETTERS_MAX: usize = 512;

/// Phrases by which lists mark an account that is out of use; longer ones first.
const MARKS: &[&str] = &[
    "duplicate please delete",
    "duplicate-do not use",
    "duplicate-no not use",
    "duplicate account",
    "please delete",
    "made in error",
    "do not use",
    "don't use",
    "dont use",
    "no not use",
    "do no use",
    "not in use",
    "decommissioned",
    "deactivated",
    "deactivate",
    "revoked mou",
    "dead/old",
    "duplicate",
    "inactive",
    "dupe",
    "dnu",
];

/// Words that, as the whole name, are a note and not a name.
const ALONE: &[&str] = &["delete", "error", "null", "old", "org"];

/// Endings that say so; `old` elsewhere is part of a name (`Old Dominion University`).
const OLD: &[&str] = &["- OLD", "(OLD)", "-OLD"];

/// Words that a scanned list glues to a following `of`.
const BEFORE_OF: &[&str] = &[
    "Bureau",
    "City",
    "County",
    "Department",
    "Dept",
    "Division",
    "Office",
    "Port",
    "Town",
    "University",
    "Village",
];

/// Parts of a slug that are letters, not words.
const SHORT: &[&str] = &["pd", "so", "sd", "da", "fd", "dps", "isd"];

/// Parts of a slug that follow a state code.
const KIND_PARTS: &[&str] = &[
    "acso",
    "campus",
    "constable",
    "da",
    "das",
    "department",
    "dept",
    "district",
    "dps",
    "fd",
    "fire",
    "marshal",
    "marshals",
    "pd",
    "police",
    "public",
    "sd",
    "sheriff",
    "sheriffs",
    "smcso",
    "so",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: (&str, bool, bool)) {
        let cleaned = clean(name, |code| matches!(code, "CA" | "SD" | "LA"));
        let read = (cleaned.name.as_str(), cleaned.inactive, cleaned.federal);
        assert_eq!(read, expected, "{name}");
    }

    #[test]
    fn marks_come_off_and_are_remembered() {
        check("Cedarburg WI PD [Inactive]", ("Cedarburg WI PD", true, false));
        check(
            "[Federal] ATF Louisville KY [inactive]",
            ("[Federal] ATF Louisville KY", true, true),
        );
        check("-El Cajon PD ( CA)", ("El Cajon PD ( CA)", false, false));
        check("\"San Rafael Police  Department", ("San Rafael Police Department", false, false));
        check("DNU - Glendale PD CA (Condor)", ("Glendale PD CA (Condor)", true, false));
        check("La Salle County IL PD - OLD", ("La Salle County IL PD", true, false));
        check("Shelby Twp MI PD (Duplicate-do not use)", ("Shelby Twp MI PD", true, false));
        check("Old Dominion Univ VA PD", ("Old Dominion Univ VA PD", false, false));
    }

    #[test]
    fn a_name_that_is_only_marks_is_kept_as_written() {
        check("DUPLICATE PLEASE DELETE", ("DUPLICATE PLEASE DELETE", true, false));
        check("DNU", ("DNU", true, false));
    }

    #[test]
    fn a_slug_is_read_as_a_name() {
        check("-el-cajon-pd-ca", ("El Cajon PD CA", false, false));
        check("san-diego-county-ca-sd", ("San Diego County CA SD", false, false));
        check("la-mesa-ca-pd", ("La Mesa CA PD", false, false));
    }

    #[test]
    fn a_name_whose_spaces_are_lost_gets_them_back() {
        check("BiloxiPoliceDepartment(MS)", ("Biloxi Police Department (MS)", false, false));
        check("CSUFullertonPoliceDepartment", ("CSU Fullerton Police Department", false, false));
        check(
            "CountyofSanMateoSheriffsOffice",
            ("County of San Mateo Sheriffs Office", false, false),
        );
        check("DEANationalAccount", ("DEA National Account", false, false));
        check("AlderParishLASO", ("Alder Parish LA SO", false, false));
        check("StateOfficeoftheAttorney", ("State Office of the Attorney", false, false));
        check("PortofLongBeach", ("Port of Long Beach", false, false));
        check("McAllen", ("McAllen", false, false));
    }
}
