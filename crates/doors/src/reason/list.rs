//! The cue list as data: what `cues.toml` may hold.
//!
//! In: the text of the list. Out: the list, with labels by number and each word pattern in plain
//! form. Never: knows any cue by name, except the labels that the reader itself gives.

use super::text::plain;
use crate::Error;
use serde::Deserialize;
use std::collections::BTreeSet;
use terms::{Certainty, NamedBody, PartyKind, PurposeClass};

/// The whole list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// From strongest to weakest.
    pub(super) label: Vec<Label>,
    pub(super) cue: Vec<CueEntry>,
    pub(super) look_alike: Vec<LookAlike>,
    pub(super) codes: Codes,
    pub(super) states: States,
    pub(super) places: Places,
    pub(super) behalf: Behalf,
    pub(super) help: Help,
    pub(super) proper: Proper,
    pub(super) wronged: Wronged,
    pub(super) wordless: Wordless,
}

/// A label a reading can carry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub(super) name: String,
    pub(super) class: PurposeClass,
    pub(super) about: String,
    /// Whether other words decide the class, where they state a crime or a missing person.
    #[serde(default)]
    pub(super) class_from_others: bool,
    /// Whether a reading with this label says which body is named.
    #[serde(default)]
    pub(super) names_body: bool,
}

/// A cue as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CueEntry {
    pub(super) words: Vec<String>,
    pub(super) says: String,
    pub(super) label: String,
    #[serde(default)]
    pub(super) class: Option<PurposeClass>,
    /// How sure, wherever the words stand. Absent: only where they stand alone.
    #[serde(default)]
    pub(super) certainty: Option<Certainty>,
    /// How sure where nothing else is said.
    #[serde(default)]
    pub(super) alone: Option<Certainty>,
    /// How sure where a word of help stands beside it: `for DHS`, `DHS ops`.
    #[serde(default)]
    pub(super) helped: Option<Certainty>,
    #[serde(default)]
    pub(super) needs: Vec<Pattern>,
    #[serde(default)]
    pub(super) not: Vec<Pattern>,
    #[serde(default)]
    pub(super) named: Option<Named>,
}

/// A body as the list writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    name: String,
    kind: PartyKind,
    #[serde(default)]
    state: Option<String>,
}

/// Words that only look like a cue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LookAlike {
    pub(super) words: Vec<String>,
    /// For the reader of the list.
    #[serde(rename = "because")]
    _because: String,
}

/// How numbers are read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Codes {
    /// Letters that say which code a section is of.
    pub(super) marks: BTreeSet<String>,
    /// Sections that are read as such without their code beside them.
    pub(super) sections: BTreeSet<String>,
    pub(super) marked: Told,
    pub(super) bare: Told,
    pub(super) pointer: Told,
    pub(super) weak_pointer: Told,
    pub(super) registration: Told,
}

/// How another state is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct States {
    /// The state the list is written for.
    pub(super) home: String,
    /// Name and code of each.
    pub(super) names: Vec<(String, String)>,
    /// Codes that are words too, read in brackets only.
    pub(super) ambiguous: BTreeSet<String>,
    /// Words that name an agency.
    pub(super) agency: BTreeSet<String>,
    /// Words that name an agency of a state.
    pub(super) state_agency: BTreeSet<String>,
    pub(super) state_agency_pairs: BTreeSet<String>,
    /// After these a state's name is part of another name.
    pub(super) not_before: BTreeSet<String>,
    /// Words that say something was done for someone else.
    pub(super) help: BTreeSet<String>,
    /// They name an agency only through a link: `officer in Nevada`.
    pub(super) officer: BTreeSet<String>,
    /// These do only with `for` before them too: `for a buddy in Nevada`.
    pub(super) friend: BTreeSet<String>,
    /// Words between an officer and a place.
    pub(super) link: BTreeSet<String>,
    pub(super) told: Told,
}

/// Cities and counties of other states whose agencies are read by the place alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Places {
    /// Words that name an agency of a city.
    pub(super) agency: BTreeSet<String>,
    /// Words that name an agency of a county.
    pub(super) county_agency: BTreeSet<String>,
    /// Name of the place and code of its state.
    pub(super) names: Vec<(String, String)>,
    /// Places of which there is another, or whose name is a person's too.
    pub(super) doubtful: BTreeSet<String>,
    /// In front of a place, these make it another one: `Costa Mesa`.
    pub(super) not_after: BTreeSet<String>,
    /// Places whose name is a person's so often that help for one says nothing: `assist Dallas`.
    pub(super) person: BTreeSet<String>,
    pub(super) told: Told,
}

/// How an agency behind `for` is read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Behalf {
    pub(super) agency: BTreeSet<String>,
    /// Before `for`, these give it another meaning: `wanted for`.
    pub(super) not_after: BTreeSet<String>,
    /// No names of agencies.
    pub(super) not_between: BTreeSet<String>,
    pub(super) told: Told,
}

/// Words beside a name that say something was done for its bearer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Help {
    /// In front of it, one word or some.
    pub(super) before: Vec<String>,
    /// Behind it.
    pub(super) behind: WordSet,
    /// They may stand between: `for the feds`.
    pub(super) between: BTreeSet<String>,
}

/// Words beside which a body's name is that of a street, a shop or a person.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Proper {
    /// Behind it.
    pub(super) before: WordSet,
    /// Unless one of these follows those.
    pub(super) unless: WordSet,
    /// In front of it.
    pub(super) after: BTreeSet<String>,
    /// On either side: perhaps.
    pub(super) doubtful: BTreeSet<String>,
}

/// Words that say that a body, or whoever plays it, is no more than part of a crime.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wronged {
    /// Anywhere: somebody only played the part.
    pub(super) sham: Vec<Pattern>,
    /// What was done: `assault on`, or behind a place.
    pub(super) deed: WordSet,
    /// Straight in front of the body: `doxxing`.
    pub(super) doing: WordSet,
    /// What was done with or by a thing of the body: `crash with an ICE vehicle`.
    pub(super) striking: WordSet,
    /// Between the deed and the body.
    pub(super) link: BTreeSet<String>,
    /// They may stand in between too.
    pub(super) between: BTreeSet<String>,
    /// Of the body; a deed straight in front of one is done to it: `assault federal officer`.
    pub(super) person: WordSet,
    /// In front of the body, with a thing of its own behind it: `stolen FBI vehicle`.
    pub(super) taken: WordSet,
    pub(super) thing: WordSet,
    /// Behind the body, with the deed behind them: `DHS office vandalism`.
    pub(super) place: WordSet,
}

/// Words that say nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wordless {
    /// They say that something is done, not what for.
    pub(super) vague: WordSet,
    pub(super) vague_says: Told,
    /// They say how it is done, not what for.
    pub(super) thin: WordSet,
    pub(super) thin_says: Told,
    /// They add nothing.
    pub(super) filler: WordSet,
    /// They stand where something was taken out.
    pub(super) redacted: BTreeSet<String>,
    pub(super) redacted_mark: Told,
    pub(super) unread: Told,
    pub(super) plate: Told,
}

/// What the reader itself found, in the words of the list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    pub(super) words: String,
    pub(super) says: String,
}

/// One word or some: ` word `, or ` word` where more letters may follow, or `word ` where some may
/// stand before.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
pub(super) struct Pattern(String);

/// A set of words; `word*` stands for every word that starts so.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct WordSet {
    words: BTreeSet<String>,
    starts: Vec<String>,
}

impl List {
    pub(super) fn read(text: &str) -> Result<Self, Error> {
        let list: Self = toml::from_str(text).map_err(Error::CueList)?;
        for cue in &list.cue {
            list.label(&cue.label).ok_or_else(|| Error::Label {
                words: cue.words.first().cloned().unwrap_or_default(),
                label: cue.label.clone(),
            })?;
        }
        for given in GIVEN {
            list.label(given).ok_or_else(|| Error::Label {
                words: "the reader itself".to_owned(),
                label: (*given).to_owned(),
            })?;
        }
        Ok(list)
    }

    /// The rank of a label: 0 is the strongest.
    pub(super) fn label(&self, name: &str) -> Option<usize> {
        self.label.iter().position(|label| label.name == name)
    }
}

impl Named {
    pub(super) fn body(&self) -> NamedBody {
        NamedBody { name: self.name.clone(), kind: self.kind, state: self.state.clone() }
    }
}

impl Pattern {
    pub(super) fn is_in(&self, padded: &str) -> bool {
        padded.contains(&self.0)
    }
}

impl From<String> for Pattern {
    fn from(written: String) -> Self {
        let mut pattern = String::from(if written.starts_with('*') { "" } else { " " });
        let mut words = String::new();
        plain(&written, &mut words);
        pattern.push_str(words.trim());
        if !written.ends_with('*') {
            pattern.push(' ');
        }
        Self(pattern)
    }
}

impl From<Vec<String>> for WordSet {
    fn from(written: Vec<String>) -> Self {
        let (starts, words): (Vec<_>, Vec<_>) =
            written.into_iter().partition(|word| word.ends_with('*'));
        let starts = starts.iter().map(|word| word.trim_end_matches('*').to_owned()).collect();
        Self { words: words.into_iter().collect(), starts }
    }
}

impl WordSet {
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(word) || self.starts.iter().any(|start| starts_with(word, start))
    }
}

/// As `str::starts_with`, but most words differ in their first byte, which is looked at here.
pub(super) fn starts_with(word: &str, start: &str) -> bool {
    word.as_bytes().first() == start.as_bytes().first() && word.starts_with(start)
}

/// The labels that the reader gives without a cue.
const GIVEN: &[&str] = &[
    "absent",
    "assist_agency",
    "assist_out_of_state",
    "blank",
    "case_number_only",
    "civil_immigration",
    "crime",
    "redacted",
    "unread",
    "vague",
];
