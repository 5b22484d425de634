//! The file that says which ledger a folder holds: `ledger.toml`.

use crate::Error;
use crate::danger::Faults;
use ledger::{
    ClosedKind, DELAY_DAYS_MAX, KeyFile, KeyList, KeyTerm, PublicKey, Quorum, Receipt, Trust,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use terms::{Door, Party};

/// What a folder holds.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The ledger's name, the first line of its checkpoints: where it will be published, without
    /// `https://`, as `ledger.example.gov/police`.
    pub origin: String,
    /// How many witnesses must have signed before a receipt is given.
    #[serde(default)]
    pub witnesses_needed: u32,
    /// Witnesses, as verifier keys of C2SP cosignatures.
    #[serde(default)]
    pub witnesses: Vec<String>,
    /// Where the witnesses are asked: the prefixes of C2SP tlog-witness.
    #[serde(default)]
    pub witness_urls: Vec<String>,
    /// Days between an entry and its opening, by kind; a missing kind opens on the next day.
    #[serde(default)]
    pub delays_days: BTreeMap<ClosedKind, u16>,
    /// The doors that run through this ledger.
    pub doors: Vec<Door>,
    /// Whose account it is.
    pub holder: Party,
    /// The keys that signed or sign it. The last one without an end signs now.
    #[serde(rename = "key")]
    pub keys: Vec<Key>,
}

/// A key that signed or signs.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// The verifier key.
    pub verifier: String,
    /// The file of the private key, below the folder; none for one that was thrown away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<PathBuf>,
    /// The smallest tree that it may sign.
    pub since: u64,
    /// The largest tree that it may sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// The receipt of the entry that names it, signed by the key before it. None for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_by: Option<String>,
}

impl Config {
    /// Reads the file of a folder.
    ///
    /// # Errors
    /// If there is none, or it is wrong.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::NoLedger { path: folder.to_owned() });
            }
            Err(source) => return Err(Error::Read { path, source }),
        };
        let wrong = |why: String| Error::Facts { path: path.clone(), why };
        let config: Self = toml::from_str(&text).map_err(|e| wrong(e.to_string()))?;
        // Every check of the ledger would tell it as wrong, for ever.
        if config.delays_days.values().any(|days| *days > DELAY_DAYS_MAX) {
            return Err(wrong(format!(
                "`delays_days` puts an opening off for more than {DELAY_DAYS_MAX} days; what must \
                 stay closed for longer needs a paper (`headworks ledger hold`)"
            )));
        }
        if config.delays_days.contains_key(&ClosedKind::Reviewed) {
            let why = "`delays_days` cannot set `reviewed`: it opens with `ruled`";
            return Err(wrong(why.to_owned()));
        }
        Ok(config)
    }

    /// Writes the file of a folder.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        self.write_with(folder, &Faults::none())
    }

    pub(crate) fn write_with(&self, folder: &Path, faults: &Faults) -> Result<(), Error> {
        let path = folder.join(FILE);
        let text = toml::to_string_pretty(self)
            .map_err(|e| Error::Facts { path: path.clone(), why: e.to_string() })?;
        crate::folder::replace(&path, text.as_bytes(), faults)
    }

    /// Whose signatures are believed.
    ///
    /// # Errors
    /// If a key cannot be read, or there is none.
    pub fn trust(&self) -> Result<Trust, Error> {
        let mut keys: Option<KeyList> = None;
        for key in &self.keys {
            let public = PublicKey::read(&key.verifier)?;
            let list = match keys {
                None => KeyList::new(&self.origin, public.clone())?,
                Some(list) => list.with(public.clone(), key.since)?,
            };
            keys = Some(match key.until {
                Some(until) => list.without(&public, until)?,
                None => list,
            });
        }
        let path = PathBuf::from(FILE);
        let keys = keys.ok_or_else(|| Error::Facts { path, why: "it names no key".to_owned() })?;
        let witnesses = self.witnesses.iter().map(|text| PublicKey::read(text));
        let witnesses = witnesses.collect::<Result<_, _>>()?;
        Ok(Trust { keys, quorum: Quorum::new(self.witnesses_needed as usize, witnesses)? })
    }

    /// The keys with their terms, as anyone may have them.
    #[must_use]
    pub fn key_file(&self) -> KeyFile {
        let keys = self.keys.iter().map(|key| KeyTerm {
            key: key.verifier.clone(),
            since: key.since,
            until: key.until,
            named_by: key.named_by.clone(),
        });
        KeyFile { origin: self.origin.clone(), keys: keys.collect() }
    }

    /// Signs with another key from a size of the tree on, and with no key before it.
    /// `named_by` is the receipt of the entry that says so.
    pub(crate) fn turn_to(&mut self, key: Key, named_by: &Receipt) {
        let since = named_by.index().0 + 1;
        let named_by = Some(named_by.text());
        for old in self.keys.iter_mut().filter(|old| old.until.is_none()) {
            old.until = Some(since);
        }
        self.keys.push(Key { since, named_by, ..key });
    }

    /// What is entered as the settings that outsiders rely on.
    #[must_use]
    pub fn settings(&self) -> ledger::Settings {
        let signing = self.keys.iter().filter(|key| key.until.is_none());
        ledger::Settings {
            holder: ledger::Body::of(&self.holder),
            log_keys: signing.map(|key| key.verifier.clone()).collect(),
            witnesses: self.witnesses.clone(),
            witnesses_needed: self.witnesses_needed,
            delays_days: self.delays_days.clone(),
            doors: self.doors.clone(),
        }
    }
}

/// The name of the file.
pub(crate) const FILE: &str = "ledger.toml";
