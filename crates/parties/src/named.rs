//! The public door: a name in, a party with certainty and its rule out.

use terms::{Certainty, Party, PartyKind, Place};

use crate::Error;
use crate::agency;
use crate::city;
use crate::clean::{Cleaned, clean};
use crate::kind::{self, KindRead};
use crate::registry::{self, Registry};
use crate::scanned;
use crate::state::{self, StateRead};
use crate::words::Words;

/// The registry, and the reading of names by it.
///
/// A reading tries some hundreds of patterns: a caller with many rows should read each distinct
/// name once and keep the answer.
#[derive(Clone, Debug)]
pub struct Parties {
    registry: Registry,
    digest: String,
}

/// A name that has been read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Named {
    /// The party that the name names.
    pub party: Party,
    /// The agency's one name for all of its networks, in small letters: `polk county fl so` for
    /// `Polk County FL SO (LR)`, `Polk County SO - FL` and `Polk County Sheriff's Office (FL)`.
    /// `party.name` is what the list has, without marks of disuse.
    pub agency: String,
    /// How sure the reading is.
    pub certainty: Certainty,
    /// Which registry row or rule decided the kind and the state, in plain words.
    pub rule: String,
    /// The list, or the registry, marks it as out of use. Such accounts still search.
    pub inactive: bool,
}

impl Parties {
    /// The registry shipped with this build.
    ///
    /// # Errors
    ///
    /// When a shipped row is malformed, which the tests of this room exclude.
    pub fn embedded() -> Result<Self, Error> {
        Ok(Self { registry: Registry::embedded()?, digest: registry::digest() })
    }

    /// The SHA-256 of the registry's tables, by which a reading can be told from that of another.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Reads a name as a vendor's list or portal writes it.
    ///
    /// The hint may hold further text, such as the portal's slug; it is used only for what the
    /// name does not say. A slug may also stand as the name, where a file's name is all there is.
    #[must_use]
    pub fn read(&self, name: &str, hint: Option<&str>) -> Named {
        let states = &self.registry.states;
        let cleaned = clean(name, |code| states.has_code(code));
        let words = Words::read(&cleaned.bare, states);
        if words.list.is_empty() {
            return nothing_left(cleaned);
        }
        let kind = kind::read(&cleaned, &words, &self.registry);
        let state = state::read(&words, &kind.taken, hint, &self.registry);
        let agency = agency::name(&words, &kind, &state, &self.registry.marks);
        Named { agency, ..compose(cleaned, &words, kind, state) }
    }

    /// Reads a name of a scanned list, whose letters may be wrong: `Fayeffeville`, `CEP - NTC`.
    ///
    /// Where the name as it stands leaves something open, it is read once more with words of the
    /// registry in place of words whose letters a scanner confuses with theirs. What comes of that
    /// is *possible* at most, and the rule tells both spellings. A kind that the name as it stands
    /// shows is never changed.
    #[must_use]
    pub fn read_scanned(&self, name: &str, hint: Option<&str>) -> Named {
        let plain = self.read(name, hint);
        let states = &self.registry.states;
        let cleaned = clean(name, |code| states.has_code(code));
        let words = Words::read(&cleaned.bare, states);
        let Some(respelled) = self.registry.spelling.respell(&cleaned.name, &words) else {
            return plain;
        };
        let second = self.read(&respelled, hint);
        scanned::choose(plain, second, &respelled)
    }
}

fn nothing_left(cleaned: Cleaned) -> Named {
    Named {
        agency: cleaned.name.to_lowercase(),
        party: Party { name: cleaned.name, ..Party::default() },
        certainty: Certainty::Possible,
        rule: "the list's own note on the account, or nothing, where a name should be".to_owned(),
        inactive: cleaned.inactive,
    }
}

fn compose(cleaned: Cleaned, words: &Words, kind: KindRead, state: StateRead) -> Named {
    let city = if kind.city_body { city::read(&cleaned, words, &kind, &state) } else { None };
    let (place, certainty, rule) = match &kind.body {
        Some(body) => seat_of_body(body, &kind, state),
        None => {
            let certainty = kind.certainty.and(state.certainty);
            let rule = format!("kind: {}; state: {}", kind.why, state.why);
            (Place { state: state.code, city, ..Place::default() }, certainty, rule)
        }
    };
    let certainty = match kind.kind {
        PartyKind::Unknown => Certainty::Possible,
        // Capitals or spaces of our making: nothing is shown by the list itself.
        _ if cleaned.remade => certainty.and(Certainty::Conditional),
        _ => certainty,
    };
    Named {
        agency: String::new(),
        inactive: cleaned.inactive || kind.body.as_ref().is_some_and(|body| body.inactive),
        party: Party {
            name: cleaned.name,
            kind: kind.kind,
            place,
            immigration_function: kind.body.and_then(|body| body.immigration_function),
        },
        certainty,
        rule,
    }
}

/// A named body is sure without a state; where the name's own state differs from the row's, the
/// name wins and the reading is less sure.
fn seat_of_body(
    body: &crate::registry::Body,
    kind: &KindRead,
    state: StateRead,
) -> (Place, Certainty, String) {
    let said = state.code.clone().filter(|_| state.certainty == Certainty::Shown);
    let differs = match (&body.state, &said) {
        (Some(seat), Some(said)) => seat != said,
        _ => false,
    };
    if differs {
        let certainty = kind.certainty.and(Certainty::Conditional);
        let rule = format!("kind: {}; state: {}, unlike the row's", kind.why, state.why);
        return (Place { state: said, ..Place::default() }, certainty, rule);
    }
    let (code, rule) = match &body.state {
        Some(seat) => (Some(seat.clone()), format!("kind and state: {}", kind.why)),
        None => (state.code, format!("kind: {}; state: {}", kind.why, state.why)),
    };
    (Place { state: code, city: body.city.clone(), ..Place::default() }, kind.certainty, rule)
}
