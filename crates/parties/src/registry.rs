//! The registry: bodies, words for kinds, states and counties, all dated.
//!
//! In: the CSV files of `registry/`, shipped with the build. Out: rows with their patterns read.
//! Never: a row without a date and a source, or a state that `states.csv` does not know.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use terms::{Certainty, PartyKind};

use crate::Error;
use crate::pattern::Pattern;
use crate::rows::{Patterned, Rows};
use crate::scanned::Spelling;

/// Everything the room knows about who is who.
#[derive(Clone, Debug)]
pub(crate) struct Registry {
    /// Named bodies; the first row that matches decides.
    pub(crate) bodies: Rows<Body>,
    /// Words that tell a kind; the first row that matches decides.
    pub(crate) kind_words: Rows<KindWords>,
    pub(crate) states: States,
    /// The state of each county name that is in one state only, by lower-case name.
    pub(crate) counties: BTreeMap<String, String>,
    pub(crate) marks: Marks,
    pub(crate) spelling: Spelling,
}

/// The marks that tell one network of an agency from another, each as its words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    by_last_word: BTreeMap<String, Vec<Vec<String>>>,
}

impl Marks {
    /// How many words at the end are a mark; the longest one.
    pub(crate) fn ending(&self, words: &[&str]) -> Option<usize> {
        let marks = self.by_last_word.get(*words.last()?)?;
        marks.iter().filter(|mark| words.ends_with(&said(mark))).map(Vec::len).max()
    }
}

fn said(mark: &[String]) -> Vec<&str> {
    mark.iter().map(String::as_str).collect()
}

/// A named body, or a family of accounts of one body.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub(crate) pattern: Pattern,
    pub(crate) name: String,
    pub(crate) kind: PartyKind,
    pub(crate) state: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) immigration_function: Option<bool>,
    pub(crate) certainty: Certainty,
    pub(crate) inactive: bool,
    pub(crate) note: String,
}

/// Words that tell what kind of body bears them.
#[derive(Clone, Debug)]
pub(crate) struct KindWords {
    pub(crate) pattern: Pattern,
    pub(crate) kind: PartyKind,
    pub(crate) certainty: Certainty,
    /// The words before them name a city, of which this is a body.
    pub(crate) city_body: bool,
    pub(crate) why: String,
}

/// The states: codes and names.
#[derive(Clone, Debug, Default)]
pub(crate) struct States {
    codes: BTreeSet<String>,
    /// Codes that are words or other letters too, as `LA`, `IN`, `OR`.
    ambiguous_codes: BTreeSet<String>,
    code_by_name: BTreeMap<String, String>,
    /// The first words of the names, by which most words are no state's at once.
    first_words: BTreeSet<String>,
    ambiguous_names: BTreeSet<String>,
}

impl Patterned for Body {
    fn pattern(&self) -> &Pattern {
        &self.pattern
    }
}

impl Patterned for KindWords {
    fn pattern(&self) -> &Pattern {
        &self.pattern
    }
}

impl Registry {
    pub(crate) fn embedded() -> Result<Self, Error> {
        let states = States::embedded()?;
        let mut bodies = read_bodies("bodies.csv", BODIES, &states)?;
        bodies.extend(read_bodies("private_institutions.csv", PRIVATE_INSTITUTIONS, &states)?);
        let mut registry = Self {
            bodies: Rows::new(bodies),
            kind_words: Rows::new(read_kind_words()?),
            counties: read_counties()?,
            marks: read_marks()?,
            spelling: Spelling::default(),
            states,
        };
        registry.spelling = registry.spelling(&read_places()?);
        Ok(registry)
    }
}

impl Registry {
    /// Every word that a scanned name may hold: of rows, states, counties and places.
    fn spelling(&self, places: &[String]) -> Spelling {
        // A row that is only possible may be a scan's own spelling: `CEP - NTC`.
        let bodies = self.bodies.list.iter().filter(|body| body.certainty != Certainty::Possible);
        let of_bodies = bodies.flat_map(|body| body.pattern.literals());
        let of_kinds = self.kind_words.list.iter().flat_map(|row| row.pattern.literals());
        let names = self.states.code_by_name.keys().chain(self.counties.keys()).chain(places);
        let of_names = names.flat_map(|name| name.split(' ').map(str::to_lowercase));
        Spelling::new(of_bodies.chain(of_kinds).chain(of_names), &self.states.codes)
    }
}

impl States {
    pub(crate) fn embedded() -> Result<Self, Error> {
        let mut states = Self::default();
        for row in table::<StateRow>("states.csv", STATES)? {
            let name = row.name.to_lowercase();
            check_dated("states.csv", &row.name, &row.source, &row.dated)?;
            if yes("states.csv", &row.name, &row.name_ambiguous)? == Some(true) {
                states.ambiguous_names.insert(row.code.clone());
            }
            if !row.code_also_read_as.is_empty() {
                states.ambiguous_codes.insert(row.code.clone());
            }
            states.first_words.extend(name.split(' ').next().map(str::to_owned));
            states.codes.insert(row.code.clone());
            states.code_by_name.insert(name, row.code);
        }
        Ok(states)
    }

    /// Whether these two capitals are a state's code.
    pub(crate) fn has_code(&self, raw: &str) -> bool {
        self.codes.contains(raw)
    }

    /// Whether the code, in any letter case, is a state's and nothing else's.
    pub(crate) fn plain_code(&self, raw: &str) -> Option<String> {
        let code = raw.to_uppercase();
        let is_plain = self.codes.contains(&code) && !self.ambiguous_codes.contains(&code);
        is_plain.then_some(code)
    }

    /// The code of a state by its lower-case name.
    pub(crate) fn code_of(&self, name: &str) -> Option<&str> {
        self.code_by_name.get(name).map(String::as_str)
    }

    /// Whether some state's name begins with this word.
    pub(crate) fn begins_name(&self, word: &str) -> bool {
        self.first_words.contains(word)
    }

    /// Whether the state's full name is often something else: a county, a city, a person.
    pub(crate) fn name_is_ambiguous(&self, code: &str) -> bool {
        self.ambiguous_names.contains(code)
    }
}

fn read_bodies(file: &'static str, text: &str, states: &States) -> Result<Vec<Body>, Error> {
    let mut bodies = Vec::new();
    for row in table::<BodyRow>(file, text)? {
        check_dated(file, &row.pattern, &row.source, &row.dated)?;
        if let Some(state) = row.state.as_ref().filter(|state| !states.has_code(state)) {
            return Err(wrong(file, &row.pattern, state, "code in states.csv"));
        }
        bodies.push(Body {
            pattern: read_pattern(file, &row.pattern)?,
            immigration_function: yes(file, &row.pattern, &row.immigration_function)?,
            inactive: yes(file, &row.pattern, &row.inactive)? == Some(true),
            name: row.name,
            kind: row.kind,
            state: row.state,
            city: row.city,
            certainty: row.certainty.unwrap_or(Certainty::Shown),
            note: row.note,
        });
    }
    Ok(bodies)
}

fn read_kind_words() -> Result<Vec<KindWords>, Error> {
    let file = "kind_words.csv";
    let mut list = Vec::new();
    for row in table::<KindWordsRow>(file, KIND_WORDS)? {
        check_dated(file, &row.pattern, &row.source, &row.dated)?;
        if row.kind.is_federal() {
            // No federal kind from loose words: a federal body needs a row in `bodies.csv`.
            return Err(wrong(
                file,
                &row.pattern,
                row.kind.word(),
                "kind that loose words may tell",
            ));
        }
        list.push(KindWords {
            pattern: read_pattern(file, &row.pattern)?,
            kind: row.kind,
            certainty: row.certainty,
            city_body: yes(file, &row.pattern, &row.city_body)? == Some(true),
            why: row.why,
        });
    }
    Ok(list)
}

/// Only the names that no other state has: the others tell nothing.
fn read_counties() -> Result<BTreeMap<String, String>, Error> {
    let file = "california_counties.csv";
    let mut counties = BTreeMap::new();
    for row in table::<CountyRow>(file, CALIFORNIA_COUNTIES)? {
        check_dated(file, &row.county, &row.source, &row.dated)?;
        if row.also_in.is_empty() {
            counties.insert(row.county.to_lowercase(), row.state);
        }
    }
    Ok(counties)
}

fn read_marks() -> Result<Marks, Error> {
    let file = "network_marks.csv";
    let mut marks = Marks::default();
    for row in table::<MarkRow>(file, NETWORK_MARKS)? {
        check_dated(file, &row.mark, &row.source, &row.dated)?;
        let words: Vec<String> = row.mark.split_whitespace().map(str::to_owned).collect();
        let Some(last) = words.last() else {
            return Err(wrong(file, &row.mark, &row.mark, "mark with a word in it"));
        };
        marks.by_last_word.entry(last.clone()).or_default().push(words);
    }
    Ok(marks)
}

fn read_places() -> Result<Vec<String>, Error> {
    let file = "places.csv";
    let mut places = Vec::new();
    for row in table::<PlaceRow>(file, PLACES)? {
        check_dated(file, &row.place, &row.source, &row.dated)?;
        places.push(row.place.to_lowercase());
    }
    Ok(places)
}

fn table<Row: DeserializeOwned>(file: &'static str, text: &str) -> Result<Vec<Row>, Error> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<Vec<Row>, csv::Error>>()
        .map_err(|source| Error::Table { file, source })
}

fn read_pattern(file: &'static str, text: &str) -> Result<Pattern, Error> {
    Pattern::read(text).ok_or_else(|| wrong(file, text, text, "pattern with a word in it"))
}

fn yes(file: &'static str, row: &str, text: &str) -> Result<Option<bool>, Error> {
    match text {
        "" => Ok(None),
        "no" => Ok(Some(false)),
        "yes" => Ok(Some(true)),
        _ => Err(wrong(file, row, text, "`yes`, `no` or blank")),
    }
}

/// `dated` sorts as text, so its shape matters; the date itself is for people.
fn check_dated(file: &'static str, row: &str, source: &str, dated: &str) -> Result<(), Error> {
    let shape: String = dated.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    if shape != "0000-00-00" {
        return Err(wrong(file, row, dated, "date as `2026-11-24`"));
    }
    if source.trim().is_empty() {
        return Err(wrong(file, row, source, "source"));
    }
    Ok(())
}

fn wrong(file: &'static str, row: &str, value: &str, expected: &'static str) -> Error {
    Error::Row { file, row: row.to_owned(), value: value.to_owned(), expected }
}

#[derive(Deserialize)]
struct BodyRow {
    pattern: String,
    name: String,
    kind: PartyKind,
    state: Option<String>,
    // The columns below are absent from `private_institutions.csv`.
    #[serde(default)]
    city: Option<String>,
    #[serde(default)]
    immigration_function: String,
    #[serde(default)]
    certainty: Option<Certainty>,
    #[serde(default)]
    inactive: String,
    #[serde(default)]
    note: String,
    source: String,
    dated: String,
}

#[derive(Deserialize)]
struct KindWordsRow {
    pattern: String,
    kind: PartyKind,
    certainty: Certainty,
    city_body: String,
    why: String,
    source: String,
    dated: String,
}

#[derive(Deserialize)]
struct StateRow {
    code: String,
    name: String,
    code_also_read_as: String,
    name_ambiguous: String,
    source: String,
    dated: String,
}

#[derive(Deserialize)]
struct CountyRow {
    county: String,
    state: String,
    also_in: String,
    source: String,
    dated: String,
}

#[derive(Deserialize)]
struct MarkRow {
    mark: String,
    source: String,
    dated: String,
}

#[derive(Deserialize)]
struct PlaceRow {
    place: String,
    source: String,
    dated: String,
}

/// SHA-256 over the tables, each with its name and the lengths of both, so that no two registries
/// share one.
pub(crate) fn digest() -> String {
    let mut hasher = Sha256::new();
    for part in TABLES.into_iter().flatten() {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Every table of the registry, with its name.
const TABLES: [[&str; 2]; 7] = [
    ["bodies.csv", BODIES],
    ["california_counties.csv", CALIFORNIA_COUNTIES],
    ["kind_words.csv", KIND_WORDS],
    ["network_marks.csv", NETWORK_MARKS],
    ["places.csv", PLACES],
    ["private_institutions.csv", PRIVATE_INSTITUTIONS],
    ["states.csv", STATES],
];

const BODIES: &str = include_str!("../../../registry/bodies.csv");
const CALIFORNIA_COUNTIES: &str = include_str!("../../../registry/california_counties.csv");
const KIND_WORDS: &str = include_str!("../../../registry/kind_words.csv");
const NETWORK_MARKS: &str = include_str!("../../../registry/network_marks.csv");
const PLACES: &str = include_str!("../../../registry/places.csv");
const PRIVATE_INSTITUTIONS: &str = include_str!("../../../registry/private_institutions.csv");
const STATES: &str = include_str!("../../../registry/states.csv");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_registry_is_well_formed() {
        let registry = Registry::embedded().unwrap();
        assert!(registry.bodies.list.len() > 300);
        assert!(registry.kind_words.list.len() > 200);
        assert_eq!(registry.states.codes.len(), 53, "50 states, DC, Guam, Puerto Rico");
        // 58 counties, nine of whose names other states have too.
        assert_eq!(registry.counties.len(), 49);
        assert!(!registry.counties.contains_key("nevada"));
    }

    #[test]
    fn only_federal_and_foreign_rows_speak_of_immigration() {
        for body in Registry::embedded().unwrap().bodies.list {
            let may = body.kind.is_federal() || body.kind == PartyKind::Foreign;
            assert!(may || body.immigration_function.is_none(), "{}", body.name);
        }
    }

    #[test]
    fn a_federal_immigration_row_says_so_in_its_column() {
        for body in Registry::embedded().unwrap().bodies.list {
            if body.kind == PartyKind::FederalImmigration {
                assert_eq!(body.immigration_function, Some(true), "{}", body.name);
            }
        }
    }

    #[test]
    fn a_row_with_no_date_or_source_is_refused() {
        let check =
            |source: &str, dated: &str| check_dated("bodies.csv", "x", source, dated).is_ok();
        assert!(check("general knowledge, unchecked", "2026-11-24"));
        assert!(!check("general knowledge, unchecked", "24 November 2026"));
        assert!(!check(" ", "2026-11-24"));
    }
}
