//! For whom in truth: what is vouched, what words name, what the asker says.

use super::{tidied, value};
use terms::{Ask, Certainty, Facts, NamedBody, Party, Place};

/// The beneficiary, and whether what was said of it agrees.
pub(crate) struct Whom {
    pub(crate) beneficiary: Party,
    pub(crate) is_contradicted: bool,
}

/// Tells for whom it is.
///
/// A body that the words of the reason name outweighs a vouched beneficiary that is only the asker
/// itself: a search typed as help for someone is a disclosure to it. Where a vouched body,
/// the words and the stated name are not one body, that is told too, and a person looks.
pub(crate) fn whom(ask: &Ask, facts: &Facts, asker: &Party) -> Whom {
    let vouched = value(facts.beneficiary.as_ref()).map(|p| tidied(Some(p)));
    let other = vouched.clone().filter(|p| !is_one(p, asker));
    let read = value(facts.reading.as_ref())
        .filter(|r| r.certainty != Certainty::Possible)
        .and_then(|r| r.named.as_ref())
        .map(party_of)
        .filter(|p| !is_one(p, asker));
    let stated = ask
        .beneficiary
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.eq_ignore_ascii_case(&asker.name))
        .map(|name| Party { name: name.to_owned(), ..Party::default() });
    // A vouched body resolves the name an asker stated, if the one can be a way to write the other.
    let unresolved =
        stated.as_ref().filter(|s| vouched.as_ref().is_some_and(|v| !is_alias(&s.name, &v.name)));
    let disagree = match (&other, &read) {
        (Some(other), Some(read)) => !is_like(other, read),
        (None, Some(read)) => {
            vouched.is_some() || stated.as_ref().is_some_and(|s| !is_like(s, read))
        }
        (_, None) => false,
    };
    let is_contradicted = disagree || unresolved.is_some();
    let beneficiary = match (other, read) {
        (Some(other), Some(read)) if is_like(&other, &read) => other,
        (_, Some(read)) => read,
        (Some(other), None) => other,
        (None, None) => stated.unwrap_or_else(|| asker.clone()),
    };
    Whom { beneficiary, is_contradicted }
}

fn party_of(named: &NamedBody) -> Party {
    let party = Party {
        name: named.name.clone(),
        kind: named.kind,
        place: Place { state: named.state.clone(), ..Place::default() },
        immigration_function: None,
    };
    tidied(Some(&party))
}

/// Whether two parties are one body: name, kind, state and city all agree.
pub(crate) fn is_one(a: &Party, b: &Party) -> bool {
    !a.name.is_empty()
        && a.name.eq_ignore_ascii_case(&b.name)
        && a.kind == b.kind
        && a.place.state == b.place.state
        && same(a.place.city.as_deref(), b.place.city.as_deref())
}

/// Whether a name from the words can be the body that is vouched for: of one kind, and of no other
/// state.
fn is_like(vouched: &Party, read: &Party) -> bool {
    vouched.name.eq_ignore_ascii_case(&read.name)
        || (vouched.kind == read.kind
            && (read.place.state.is_none() || read.place.state == vouched.place.state))
}

/// Words that tell no body from another.
const COMMON: [&str; 12] = [
    "agency",
    "and",
    "center",
    "city",
    "county",
    "department",
    "district",
    "office",
    "police",
    "sheriff",
    "sheriffs",
    "the",
];

/// Whether one name can be a way to write the other: they share a telling word, or one is made of
/// the other's initials.
fn is_alias(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        name.to_lowercase()
            .replace(['\'', '’'], "")
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let telling = |w: &&String| w.chars().count() >= 3 && !COMMON.contains(&w.as_str());
    let initials =
        |words: &[String]| words.iter().filter_map(|w| w.chars().next()).collect::<String>();
    let tight = |words: &[String]| words.concat();
    a == b
        || a.iter().filter(telling).any(|w| b.contains(w))
        || (a.len() > 1 && initials(&a) == tight(&b))
        || (b.len() > 1 && initials(&b) == tight(&a))
}

fn same(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_name_is_resolved_by_a_body_it_can_stand_for() {
        let check = |a, b, expected| assert_eq!(is_alias(a, b), expected, "{a} | {b}");
        check("LBPD", "Long Beach Police Department", true);
        check("Long Beach PD", "Long Beach Police Department", true);
        check("ICE ERO", "ICE Enforcement and Removal Operations", true);
        check("ICE", "Glendale Police Department", false);
        check("Burbank Police Department", "Glendale Police Department", false);
        check("", "Glendale Police Department", false);
    }
}
