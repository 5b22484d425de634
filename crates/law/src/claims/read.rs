//! `claims.toml`: read strictly, and checked against the schema and the packs.

use super::{Assumption, Claim, Claims, Place, Says, Where, expression};
use crate::Error;
use crate::pack::{BASE, Pack, validate};
use cedar_policy::{Policy, PolicySet, Validator};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use terms::{Door, InstrumentKind, Party, PartyKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    assumption: Vec<AssumptionText>,
    #[serde(default)]
    claim: Vec<ClaimText>,
    #[serde(default)]
    place: Vec<PlaceText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssumptionText {
    id: String,
    english: String,
    spanish: String,
    holds: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceText {
    id: String,
    english: String,
    spanish: String,
    state: String,
    city: Option<String>,
    name: Option<String>,
    kinds: Vec<PartyKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimText {
    id: String,
    kind: Kind,
    english: String,
    spanish: String,
    r#where: Option<Vec<String>>,
    doors: Option<Vec<Door>>,
    given: Option<Vec<String>>,
    never: Option<String>,
    papers: Option<Vec<InstrumentKind>>,
    than: Option<String>,
}

#[derive(Clone, Copy, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    EveryPolicyLives,
    Narrower,
    Never,
    NoPaperOpens,
    NoPolicyErrs,
}

/// Where a claim, a place or an assumption stands.
struct At<'a> {
    path: &'a str,
    id: &'a str,
}

impl At<'_> {
    fn error(&self, why: impl Into<String>) -> Error {
        Error::Claim { path: self.path.to_owned(), id: self.id.to_owned(), why: why.into() }
    }

    fn check_sentences(&self, english: &str, spanish: &str) -> Result<(), Error> {
        let is_sentence = |text: &str| text.trim().ends_with('.');
        if is_sentence(english) && is_sentence(spanish) {
            return Ok(());
        }
        Err(self.error("`english` and `spanish` are one plain sentence each, with its full stop"))
    }

    /// The expression, checked against the schema as strictly as a policy of a pack.
    fn expression(
        &self,
        text: &str,
        doors: &[Door],
        validator: &Validator,
    ) -> Result<Policy, Error> {
        let policy = expression(text, doors).map_err(|why| self.error(why))?;
        let mut set = PolicySet::new();
        set.add(policy.clone()).map_err(|e| self.error(e.to_string()))?;
        validate(self.path, &set, validator).map_err(|e| self.error(e.to_string()))?;
        Ok(policy)
    }
}

/// What the claims of a law are read against.
struct Reader<'a> {
    packs: &'a [Pack],
    validator: &'a Validator,
    claims: Claims,
}

impl Claims {
    /// Reads the claims of every pack. What they name must be there.
    pub(crate) fn read(
        packs: &[Pack],
        texts: &BTreeMap<String, String>,
        validator: &Validator,
    ) -> Result<Self, Error> {
        let mut reader = Reader { packs, validator, claims: Self::default() };
        let others = packs.iter().map(|p| p.folder.as_str()).filter(|folder| *folder != BASE);
        for folder in std::iter::once(BASE).chain(others) {
            let path = format!("{folder}/claims.toml");
            if let Some(text) = texts.get(&path) {
                reader.add_file(&path, text, folder == BASE)?;
            }
        }
        Ok(reader.claims)
    }

    pub(crate) fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|p| p.id == id)
    }
}

impl Reader<'_> {
    fn add_file(&mut self, path: &str, text: &str, is_base: bool) -> Result<(), Error> {
        let file: File =
            toml::from_str(text).map_err(|e| At { path, id: "?" }.error(e.to_string()))?;
        let places = file.place.iter().map(|p| &p.id);
        let mut shared = places.chain(file.assumption.iter().map(|a| &a.id));
        if let Some(id) = shared.next().filter(|_| !is_base) {
            return Err(At { path, id }.error(
                "places and assumptions stand in base/claims.toml, where all are read together",
            ));
        }
        for text in file.place {
            self.add_place(path, text)?;
        }
        for text in file.assumption {
            self.add_assumption(path, text)?;
        }
        for text in file.claim {
            self.add_claim(path, text)?;
        }
        Ok(())
    }

    fn add_place(&mut self, path: &str, text: PlaceText) -> Result<(), Error> {
        let PlaceText { id, english, spanish, state, city, name, kinds } = text;
        let at = At { path, id: &id };
        at.check_sentences(&english, &spanish)?;
        if self.claims.place(&id).is_some() {
            return Err(at.error("two places have this id"));
        }
        if state.len() != 2 || !state.chars().all(|c| c.is_ascii_uppercase()) {
            return Err(at.error("`state` is a two-letter code in capitals, as `CA`"));
        }
        if kinds.is_empty() {
            return Err(at.error("`kinds` lists at least one kind of holder"));
        }
        let mut holder = Party { name: name.unwrap_or_default(), ..Party::default() };
        holder.place.state = Some(state);
        holder.place.city = city;
        self.claims.places.push(Place { id, holder, kinds });
        Ok(())
    }

    fn add_assumption(&mut self, path: &str, text: AssumptionText) -> Result<(), Error> {
        let at = At { path, id: &text.id };
        at.check_sentences(&text.english, &text.spanish)?;
        if self.claims.assumptions.iter().any(|a| a.id == text.id) {
            return Err(at.error("two assumptions have this id"));
        }
        let policy = at.expression(&text.holds, &Door::ALL, self.validator)?;
        self.claims.assumptions.push(Assumption { id: text.id, policy });
        Ok(())
    }

    fn add_claim(&mut self, path: &str, text: ClaimText) -> Result<(), Error> {
        let at = At { path, id: &text.id };
        at.check_sentences(&text.english, &text.spanish)?;
        let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if text.id.is_empty() || !text.id.chars().all(is_code) {
            return Err(at.error("an id is capitals, digits and `-`, as `PLATES-STAY`"));
        }
        if self.claims.claims.iter().any(|c| c.id == text.id) {
            return Err(at.error("two claims have this id"));
        }
        check_keys(&at, &text)?;
        let given = text.given.clone().unwrap_or_default();
        let is_known = |id: &&String| self.claims.assumptions.iter().any(|a| a.id == **id);
        if let Some(unknown) = given.iter().find(|id| !is_known(id)) {
            return Err(at.error(format!(
                "`{unknown}` in `given` is no assumption: list it in base/claims.toml"
            )));
        }
        let says = self.says(&at, &text)?;
        let ClaimText { id, english, spanish, .. } = text;
        let path = path.to_owned();
        self.claims.claims.push(Claim { id, path, english, spanish, says, given });
        Ok(())
    }

    fn says(&self, at: &At<'_>, text: &ClaimText) -> Result<Says, Error> {
        Ok(match text.kind {
            Kind::EveryPolicyLives => Says::EveryPolicyLives,
            Kind::NoPolicyErrs => Says::NoPolicyErrs,
            Kind::Narrower => self.narrower(at, text)?,
            Kind::Never => {
                let doors = text.doors.as_deref().unwrap_or(&Door::ALL);
                let never = text.never.as_deref().unwrap_or_default();
                let never = Box::new(at.expression(never, doors, self.validator)?);
                Says::Never { of: self.of(at, text)?, never }
            }
            Kind::NoPaperOpens => {
                let papers = text.papers.clone().unwrap_or_default();
                if papers.is_empty() {
                    return Err(at.error("`papers` lists at least one kind of paper"));
                }
                Says::NoPaperOpens { of: self.of(at, text)?, papers }
            }
        })
    }

    fn narrower(&self, at: &At<'_>, text: &ClaimText) -> Result<Says, Error> {
        let [here] = text.r#where.as_deref().unwrap_or_default() else {
            return Err(at.error("`where` names one place"));
        };
        let than = text.than.clone().unwrap_or_default();
        let place = |id: &str| {
            let missing = || at.error(format!("`{id}` is no place of base/claims.toml"));
            self.claims.place(id).ok_or_else(missing)
        };
        let (one, other) = (place(here)?, place(&than)?);
        if let Some(kind) = one.kinds.iter().find(|kind| !other.kinds.contains(kind)) {
            let why = format!("`{than}` has no holder of kind `{}` to compare with", kind.word());
            return Err(at.error(why));
        }
        Ok(Says::Narrower { here: here.clone(), than })
    }

    /// The places and packs that `where` names.
    fn of(&self, at: &At<'_>, text: &ClaimText) -> Result<Vec<Where>, Error> {
        let named = text.r#where.as_deref().unwrap_or_default();
        if named.is_empty() {
            return Err(at.error("`where` names at least one place or pack"));
        }
        let one = |name: &String| {
            if self.claims.place(name).is_some() {
                Ok(Where::Place(name.clone()))
            } else if self.packs.iter().any(|p| p.folder == *name) {
                Ok(Where::Pack(name.clone()))
            } else {
                Err(at.error(format!(
                    "`{name}` in `where` is no place of base/claims.toml and no folder of a pack"
                )))
            }
        };
        named.iter().map(one).collect()
    }
}

/// Each kind of claim has its own keys: one that says nothing there is a slip.
fn check_keys(at: &At<'_>, text: &ClaimText) -> Result<(), Error> {
    let has: BTreeSet<&str> = [
        ("where", text.r#where.is_some()),
        ("doors", text.doors.is_some()),
        ("given", text.given.is_some()),
        ("never", text.never.is_some()),
        ("papers", text.papers.is_some()),
        ("than", text.than.is_some()),
    ]
    .into_iter()
    .filter_map(|(key, is_there)| is_there.then_some(key))
    .collect();
    let (needs, may): (&[&str], &[&str]) = match text.kind {
        Kind::EveryPolicyLives => (&[], &["given"]),
        Kind::Narrower => (&["where", "than"], &["given"]),
        Kind::Never => (&["where", "never"], &["doors", "given"]),
        Kind::NoPaperOpens => (&["where", "papers"], &["given"]),
        Kind::NoPolicyErrs => (&[], &[]),
    };
    if let Some(missing) = needs.iter().find(|key| !has.contains(*key)) {
        return Err(at.error(format!("a claim of this kind needs `{missing}`")));
    }
    if let Some(more) = has.iter().find(|key| !needs.contains(key) && !may.contains(key)) {
        return Err(at.error(format!("`{more}` says nothing in a claim of this kind: take it out")));
    }
    Ok(())
}
