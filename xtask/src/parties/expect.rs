//! What a name is expected to be, and by whom that is said.

use terms::PartyKind;

/// One name of one list, with what it is expected to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    /// The list it stands in.
    pub(crate) list: &'static str,
    /// Which half of the list.
    pub(crate) half: Half,
    /// The name as the list has it.
    pub(crate) name: String,
    /// What the list knows beside the name, as a portal's slug.
    pub(crate) hint: Option<String>,
    /// The states that are right, `None` for no state; empty where the list says nothing.
    pub(crate) states: Vec<Option<String>>,
    /// The kinds that are right; empty where the list says nothing.
    pub(crate) kinds: Vec<PartyKind>,
    /// A name of the same agency, into which this one has to merge.
    pub(crate) copy_of: Option<String>,
}

/// The half of a list.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Half {
    /// Kept apart while rules were tuned.
    Held,
    /// Looked at while rules were tuned.
    #[default]
    Tuning,
}

impl Half {
    /// The half of an id: FNV-1a of its bytes, so that it is the same on every machine.
    pub(crate) fn of(id: &str) -> Self {
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        // The lowest bit of FNV is weak: fold the upper half in.
        if (hash ^ (hash >> 32)).count_ones().is_multiple_of(2) { Self::Tuning } else { Self::Held }
    }

    /// How it is told.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Held => "other half",
            Self::Tuning => "tuning half",
        }
    }
}

/// Kinds that a body with police of its own may have, as `PD` tells no more.
pub(crate) const POLICE: &[PartyKind] = &[
    PartyKind::LocalLawEnforcement,
    PartyKind::StateLawEnforcement,
    PartyKind::TribalLawEnforcement,
];

/// The four federal kinds.
pub(crate) const FEDERAL: &[PartyKind] = &[
    PartyKind::FederalImmigration,
    PartyKind::FederalMilitary,
    PartyKind::FederalMixed,
    PartyKind::FederalOther,
];

/// Reads a kind's word.
pub(crate) fn kind_of(word: &str) -> Option<PartyKind> {
    PartyKind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// The state that stands at the end of a name: `Polk County FL SO`, `Zachary PD (LA)`,
/// `Chicopee PD - MA`; and the kinds that its last letters tell.
///
/// A check of its own, stricter than the reading: where the end is not written so, it says nothing.
pub(crate) fn at_the_end(name: &str) -> Option<(String, &'static [PartyKind])> {
    let words: Vec<&str> =
        name.split([' ', '-', '(', ')', ',']).filter(|w| !w.is_empty()).collect();
    let (last, rest) = words.split_last()?;
    let before = rest.last()?;
    let is_code = |word: &str| STATES.split(' ').any(|code| code == word);
    // `San Mateo County CA SD`: an agency, not South Dakota.
    if *last == "SD" && is_code(before) {
        return None;
    }
    // The police of a federal place say `PD` as well: then the end tells no kind.
    let is_federal_place = FEDERAL_PLACES.iter().any(|place| name.contains(place));
    let (code, kinds) = match (kind_at_end(before), kind_at_end(last)) {
        (_, Some(kinds)) if is_code(before) => (before, kinds),
        (Some(kinds), _) if is_code(last) => (last, kinds),
        _ => return None,
    };
    let kinds = if is_federal_place { &[] } else { kinds };
    Some(((*code).to_owned(), kinds))
}

fn kind_at_end(word: &str) -> Option<&'static [PartyKind]> {
    match word {
        "PD" => Some(POLICE),
        "SO" => Some(&[PartyKind::LocalLawEnforcement]),
        _ => None,
    }
}

const FEDERAL_PLACES: &[&str] = &["Air Force", "Army", "National Park IN", "Veterans Affairs"];

const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS \
                      MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI \
                      WY";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_tells_its_state_or_nothing() {
        let state = |name: &str| at_the_end(name).map(|(code, _)| code);
        assert_eq!(state("Polk County FL SO").as_deref(), Some("FL"));
        assert_eq!(state("Zachary PD (LA)").as_deref(), Some("LA"));
        assert_eq!(state("Chicopee PD - MA").as_deref(), Some("MA"));
        assert_eq!(state("San Mateo County CA SD"), None);
        assert_eq!(state("Kansas City PD"), None);
        assert_eq!(state("Polk County FL SO (LR)"), None);
    }

    #[test]
    fn a_half_is_the_same_on_every_machine_and_about_a_half() {
        let halves = (0..1_000).map(|id| Half::of(&format!("agency-{id}")));
        let tuning = halves.filter(|half| *half == Half::Tuning).count();
        assert!((400..600).contains(&tuning), "{tuning}");
        assert_eq!(Half::of("plymouth-in-pd"), Half::of("plymouth-in-pd"));
    }
}
