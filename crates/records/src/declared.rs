//! The declaration of a record set: what it is, field by field.
//!
//! In: TOML of `record_sets/*.toml`. Out: a [`Declared`]. Never: guesses what a field is; a field
//! that is not declared never leaves.

use crate::Error;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use terms::{Moment, Origin, Question, RecordClass, RecordSetId, Records};

/// A record set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    /// Its id, by which questions name it.
    pub id: RecordSetId,
    /// What it is, in one sentence.
    pub title: String,
    /// The class of its records.
    pub class: RecordClass,
    /// Its file, below the folder of records.
    pub file: PathBuf,
    /// How the file is written.
    pub format: Format,
    /// Whether its records identify or describe individuals.
    pub personal_information: bool,
    /// Where they came from.
    pub origin: Origin,
    /// For how many days records are kept: no record is older.
    #[serde(default)]
    pub keep_days: Option<u32>,
    /// The field with the moment of a record, RFC 3339.
    #[serde(default)]
    pub moment: Option<String>,
    /// The field with degrees north.
    #[serde(default)]
    pub latitude: Option<String>,
    /// The field with degrees east.
    #[serde(default)]
    pub longitude: Option<String>,
    /// Every field that questions or answers may touch.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    /// Rows that never leave.
    #[serde(default, rename = "kept_row")]
    pub kept_rows: Vec<RowKept>,
}

/// A field of a record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in the file.
    pub name: String,
    /// What it tells.
    pub kind: FieldKind,
    /// Whether a question may ask for an exact value of it.
    #[serde(default)]
    pub ask_by: bool,
    /// Whether it may be in an answer at all.
    #[serde(default)]
    pub leaves: bool,
}

/// What a field tells, as far as limits care.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Addresses, telephone numbers, social-media handles; who is a victim or a witness.
    Contact,
    /// A name, a birth date, a plate: what identifies a person or a vehicle.
    Identifies,
    /// Nothing of the kind.
    Plain,
}

/// How a file of records is written.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Comma-separated values with a header.
    Csv,
    /// One JSON object a line, its values texts, numbers or nothing.
    JsonLines,
}

/// Rows that never leave, whatever is asked: a field has a value.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowKept {
    /// The field.
    pub field: String,
    /// The value.
    pub is: String,
    /// Why, for whoever reads the declaration.
    pub because: String,
}

impl Declared {
    /// Reads a declaration.
    ///
    /// # Errors
    /// If it is not one, or names fields that it does not declare.
    pub fn read(path: &Path, text: &str) -> Result<Self, Error> {
        let wrong = |why: String| Error::Declaration { path: path.to_owned(), why };
        let declared: Self = toml::from_str(text).map_err(|e| wrong(e.to_string()))?;
        let mut names = BTreeSet::new();
        for field in &declared.fields {
            if !names.insert(field.name.as_str()) {
                return Err(wrong(format!("the field `{}` is declared twice", field.name)));
            }
        }
        let named =
            [&declared.moment, &declared.latitude, &declared.longitude].into_iter().flatten();
        for name in named.chain(declared.kept_rows.iter().map(|kept| &kept.field)) {
            if !names.contains(name.as_str()) {
                return Err(wrong(format!("it names a field `{name}` that it does not declare")));
            }
        }
        if declared.latitude.is_some() != declared.longitude.is_some() {
            return Err(wrong("latitude and longitude stand together or not at all".to_owned()));
        }
        let is_below =
            declared.file.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !is_below {
            return Err(wrong("its file must stand below the folder of records".to_owned()));
        }
        Ok(declared)
    }

    /// A field by its name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What is known of the records that a question is about, from the declaration and the question
    /// alone (INVARIANT(blind)).
    #[must_use]
    pub fn known(&self, question: &Question, now: Moment) -> Records {
        let since = question.from.map(|from| now.day().days_since(from.day()).max(0));
        let age = since.and_then(|days| u32::try_from(days).ok());
        let age_days_max = match (age, self.keep_days) {
            (Some(asked), Some(kept)) => Some(asked.min(kept)),
            (asked, kept) => asked.or(kept),
        };
        Records {
            class: self.class,
            personal_information: Some(self.personal_information),
            origin: Some(self.origin),
            age_days_max,
            ..Records::default()
        }
    }

    /// Checks that a question can be put to this set.
    ///
    /// # Errors
    /// If it names what cannot be asked by, or narrows nothing.
    pub fn fits(&self, question: &Question) -> Result<(), Error> {
        let wrong = |why: String| Error::Question { set: self.id.0.clone(), why };
        for name in question.equals.keys() {
            if !self.field(name).is_some_and(|field| field.ask_by) {
                return Err(wrong(format!("it cannot be asked by `{name}`; {}", self.asked_by())));
            }
        }
        for name in &question.fields {
            if !self.field(name).is_some_and(|field| field.leaves) {
                return Err(wrong(format!("the field `{name}` does not leave")));
            }
        }
        let is_in_time = question.from.is_some() || question.until.is_some();
        if is_in_time && self.moment.is_none() {
            return Err(wrong("its records have no moment to ask by".to_owned()));
        }
        if let (Some(from), Some(until)) = (question.from, question.until)
            && until <= from
        {
            return Err(wrong("`until` must be after `from`".to_owned()));
        }
        match question.near {
            Some(_) if self.latitude.is_none() => {
                return Err(wrong("its records have no place to ask by".to_owned()));
            }
            Some(near)
                if near.metres > METRES_MAX
                    || near.latitude_micro.unsigned_abs() > 90_000_000
                    || near.longitude_micro.unsigned_abs() > 180_000_000 =>
            {
                return Err(wrong(format!("a place is on earth and within {METRES_MAX} metres")));
            }
            _ => {}
        }
        // A window alone is everything of that time: a place or a value has to narrow it.
        if question.equals.is_empty() && question.near.is_none() {
            let asked_by = self.asked_by();
            return Err(wrong(format!("it asks for everything; {asked_by}, or for a place")));
        }
        Ok(())
    }

    fn asked_by(&self) -> String {
        let names = self.fields.iter().filter(|field| field.ask_by);
        let names: Vec<String> = names.map(|field| format!("`{}`", field.name)).collect();
        match names.as_slice() {
            [] => "it cannot be asked by any field".to_owned(),
            names => format!("ask by {}", names.join(", ")),
        }
    }
}

/// The farthest that a question about a place reaches.
const METRES_MAX: u32 = 100_000;
