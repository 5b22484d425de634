//! Facts from a folder: what a department without a server keeps in four files.
//!
//! `holder.toml`, `parties.toml`, `agreements.toml`, `cases.toml` and `papers.toml`. Whoever can
//! write them can state a fact: they belong to the holder's own desk (`docs/trust.md`).
//!
//! In: the folder, an ask, who signed in. Out: [`Facts`]. Never: reads no for what is not there, or
//! believes what the ask says.

use crate::Error;
use gate::{Asked, FactStore, PortError, SignedIn};
use ledger::{Digest, digest_of};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use terms::{AccessRecord, Agreement, Fact, Facts, Instrument, Moment, Party, Records, VouchedBy};

/// A folder of facts.
#[derive(Clone, Debug)]
pub struct FactFolder {
    holder: Holder,
    parties: Vec<Known>,
    agreements: Vec<Agreed>,
    cases: BTreeMap<String, Case>,
    papers: Vec<Paper>,
}

/// `holder.toml`: whose records they are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holder {
    party: Party,
    #[serde(default)]
    facts: Facts,
}

/// `parties.toml`: who may sign in, by credential.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parties {
    #[serde(default, rename = "party")]
    parties: Vec<Known>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// What they sign in with. Until there is sign-in, the command names it.
    credential: String,
    username: String,
    party: Party,
    /// What else is known of them, each with who vouches for it.
    #[serde(default)]
    facts: Facts,
}

/// `agreements.toml`: written agreements, by the name of the other party.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreements {
    #[serde(default, rename = "agreement")]
    agreements: Vec<Agreed>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Agreed {
    with: String,
    terms: Agreement,
}

/// `cases.toml`: cases that the case system has proved to be what they are said to be.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    #[serde(default, rename = "case")]
    cases: Vec<Case>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    number: String,
    /// The party whose case it is.
    party: String,
    proved: bool,
    /// What else is known of it.
    #[serde(default)]
    facts: Facts,
}

/// `papers.toml`: papers that somebody at the holder has read and verified.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Papers {
    #[serde(default, rename = "paper")]
    papers: Vec<Paper>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paper {
    /// The ask it was brought for, by its id.
    ask: String,
    /// The party that brought it.
    party: String,
    /// The person who brought it: an ask id belongs to one person, and so does its paper.
    username: String,
    /// The digest of the ask that it was read with, as `headworks ask` tells it. Without it the
    /// paper goes with whatever ask first has the id.
    #[serde(default)]
    ask_digest: Option<Digest>,
    instrument: Instrument,
}

impl FactFolder {
    /// Reads the folder. A file that is missing says nothing, but for `holder.toml`.
    ///
    /// # Errors
    /// If a file cannot be read, or holds what it should not.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let holder = folder.join("holder.toml");
        let read_holder: Option<Holder> = read(&holder)?;
        let holder = read_holder.ok_or_else(|| Error::Missing { path: holder.clone() })?;
        let parties: Parties = read_or_none(folder.join("parties.toml"))?;
        let agreements: Agreements = read_or_none(folder.join("agreements.toml"))?;
        let cases: Cases = read_or_none(folder.join("cases.toml"))?;
        let papers: Papers = read_or_none(folder.join("papers.toml"))?;
        let named = parties.parties.iter().map(|known| &known.party).chain([&holder.party]);
        if let Some(name) = name_of_two(named) {
            let path = folder.join("parties.toml");
            let why = format!(
                "two different bodies are called `{name}`; agreements, cases and papers go by \
                 name, so each needs its own"
            );
            return Err(Error::Facts { path, why });
        }
        let mut by_number = BTreeMap::new();
        for case in cases.cases {
            if let Some(twice) = by_number.insert(case.number.clone(), case) {
                let why = format!("the case `{}` stands twice", twice.number);
                return Err(Error::Facts { path: folder.join("cases.toml"), why });
            }
        }
        Ok(Self {
            holder,
            parties: parties.parties,
            agreements: agreements.agreements,
            cases: by_number,
            papers: papers.papers,
        })
    }

    /// Whose records they are.
    #[must_use]
    pub fn holder(&self) -> &Party {
        &self.holder.party
    }

    /// Who signs in with a credential. None where nobody does, or two do.
    #[must_use]
    pub fn sign_in(&self, credential: &str) -> Option<SignedIn> {
        let mut known = self.parties.iter().filter(|known| known.credential == credential);
        let (Some(one), None) = (known.next(), known.next()) else { return None };
        Some(SignedIn { party: one.party.clone(), username: one.username.clone() })
    }

    fn known(&self, asked: &Asked, signed_in: &SignedIn, now: Moment) -> Facts {
        let mut facts = self.holder.facts.clone();
        let party = self
            .parties
            .iter()
            .find(|known| known.party == signed_in.party && known.username == signed_in.username);
        if let Some(known) = party {
            facts = over(&known.facts, &facts);
        }
        let name = &signed_in.party.name;
        let number = asked.ask.purpose.case_number.as_ref();
        let case = number.and_then(|n| self.cases.get(n)).filter(|case| case.party == *name);
        if let Some(case) = case {
            facts = over(&case.facts, &facts);
            facts.case_proved = Some(Fact::new(case.proved, VouchedBy::CaseSystem));
        }
        facts.holder = Some(Fact::new(self.holder.party.clone(), VouchedBy::Registry));
        facts.asker = Some(Fact::new(signed_in.party.clone(), VouchedBy::Credential));
        if let Some(agreed) = self.agreements.iter().find(|agreed| agreed.with == *name) {
            let mut fact = Fact::new(agreed.terms.clone(), VouchedBy::Agreement);
            fact.changes_at = agreed.terms.last_day.and_then(terms::Day::after);
            facts.agreement = Some(fact);
        }
        let papers = self.papers.iter().filter(|paper| paper.is_for(asked, signed_in));
        let papers: Vec<Instrument> = papers.map(|paper| paper.instrument.clone()).collect();
        if !papers.is_empty() {
            facts.instruments = Some(Fact::new(papers, VouchedBy::Desk));
        }
        // Civ. Code 1798.90.52(a): the line itself keeps the access record.
        let access = AccessRecord {
            date_time: Some(now.unix_seconds() > 0),
            query_elements: Some(asked.question.is_some()),
            username: Some(!signed_in.username.is_empty()),
        };
        facts.access_record = Some(Fact::new(access, VouchedBy::Derived));
        facts
    }
}

impl Paper {
    fn is_for(&self, asked: &Asked, signed_in: &SignedIn) -> bool {
        // What cannot be digested is not known to be the ask that was read.
        let is_it = |digest: Digest| digest_of(asked).is_ok_and(|asked| asked == digest);
        asked.ask.id.as_ref().is_some_and(|id| id.0 == self.ask)
            && self.party == signed_in.party.name
            && self.username == signed_in.username
            && self.ask_digest.is_none_or(is_it)
    }
}

/// A name that two different bodies have.
fn name_of_two<'a>(parties: impl Iterator<Item = &'a Party>) -> Option<&'a str> {
    let mut by_name: BTreeMap<&str, &Party> = BTreeMap::new();
    for party in parties {
        if by_name.insert(&party.name, party).is_some_and(|other| other != party) {
            return Some(&party.name);
        }
    }
    None
}

impl FactStore for FactFolder {
    async fn about(
        &self,
        asked: &Asked,
        signed_in: &SignedIn,
        records: Option<Records>,
        now: Moment,
    ) -> Result<Facts, PortError> {
        let mut facts = self.known(asked, signed_in, now);
        facts.records = records.map(|records| Fact::new(records, VouchedBy::Registry));
        Ok(facts)
    }
}

/// The facts of `above` where it has them, else those of `below`.
fn over(above: &Facts, below: &Facts) -> Facts {
    let merged = match (serde_json::to_value(above), serde_json::to_value(below)) {
        (Ok(Value::Object(above)), Ok(Value::Object(mut below))) => {
            below.extend(above);
            serde_json::from_value(Value::Object(below)).ok()
        }
        _ => None,
    };
    // What cannot be put together is not known: that is the safe side.
    merged.unwrap_or_default()
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(Error::Read { path: path.to_owned(), source }),
    };
    let read = toml::from_str(&text);
    read.map(Some).map_err(|e| Error::Facts { path: path.to_owned(), why: e.to_string() })
}

fn read_or_none<T: DeserializeOwned + Default>(path: PathBuf) -> Result<T, Error> {
    read(&path).map(Option::unwrap_or_default)
}
