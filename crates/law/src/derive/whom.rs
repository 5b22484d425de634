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
    // A vouched body resolves the name an asker stated, in whatever spelling: but not if it is the
    // asker itself, for then the two cannot be one.
    let unresolved = stated.clone().filter(|_| vouched.is_some() && other.is_none());
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

fn same(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        (None, None) => true,
        _ => false,
    }
}
