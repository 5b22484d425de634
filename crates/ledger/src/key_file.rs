//! The keys of a ledger in one file, each with its term and what shows it.
//!
//! In: the text of the file; the first key, as somebody handed it over. Out: the keys to check a
//! receipt by. Never: takes a later key from the file where only the first one is trusted, unless
//! an entry names it that an earlier key signed.

use crate::{Clear, Entry, Error, KeyList, PublicKey, Quorum, Receipt, Trust};
use serde::{Deserialize, Serialize};

const WHAT: &str = "the file of keys";

/// The keys of a ledger, as it publishes them.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    /// The name of the ledger.
    pub origin: String,
    /// Its keys, in the order in which they came.
    pub keys: Vec<KeyTerm>,
}

/// A key and the trees it may sign.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KeyTerm {
    /// The verifier key.
    pub key: String,
    /// The size of the smallest tree that it may sign.
    pub since: u64,
    /// The size of the largest, where it was given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// The receipt of the entry that names it, signed by a key before it. The first key has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named_by: Option<String>,
}

impl KeyFile {
    /// Reads the file. Nothing is checked but its form.
    ///
    /// # Errors
    /// If it is no such file, or has no key.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let read: Self =
            serde_json::from_slice(bytes).map_err(|e| Error::malformed(WHAT, e.to_string()))?;
        // What holds of every list of keys.
        read.list().map(|_| read)
    }

    /// Its bytes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let wrong = |e: serde_json::Error| Error::malformed(WHAT, e.to_string());
        let mut bytes = serde_json::to_vec_pretty(self).map_err(wrong)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The first key.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn first(&self) -> Result<PublicKey, Error> {
        let first = self.keys.first().ok_or_else(|| Error::malformed(WHAT, "it has no key"))?;
        PublicKey::read(&first.key)
    }

    /// The keys as the file has them: for who believes whoever gave it.
    ///
    /// # Errors
    /// If a key cannot be read, or the terms are none.
    pub fn list(&self) -> Result<KeyList, Error> {
        let wrong = |why: &str| Err(Error::malformed(WHAT, why));
        let mut list = KeyList::new(&self.origin, self.first()?)?;
        let mut before = 0;
        for (at, term) in self.keys.iter().enumerate() {
            let key = PublicKey::read(&term.key)?;
            if at == 0 && term.since != 0 {
                return wrong("its first key does not sign from the beginning");
            }
            if term.since < before || term.until.is_some_and(|until| until < term.since) {
                return wrong("a term ends before it begins, or begins before an earlier one");
            }
            before = term.since;
            if at > 0 {
                list = list.with(key.clone(), term.since)?;
            }
            if let Some(until) = term.until {
                list = list.without(&key, until)?;
            }
        }
        Ok(list)
    }

    /// The keys for which the first one vouches: each later key is named in an entry under a
    /// checkpoint that a key before it signed within its term. The terms follow from those
    /// entries; where the file has a narrower one, it holds.
    ///
    /// # Errors
    /// If the file does not begin with this key, or something does not show that a key follows.
    pub fn vouched_by(&self, first: &PublicKey) -> Result<KeyList, Error> {
        let wrong = |why: String| Err(Error::not_proved(WHAT, why));
        if self.first()? != *first || self.origin != first.name() {
            return wrong(format!("it does not begin with the key of `{}`", first.name()));
        }
        let mut list = KeyList::new(&self.origin, first.clone())?;
        for term in self.keys.iter().skip(1) {
            let key = PublicKey::read(&term.key)?;
            let Some(text) = &term.named_by else {
                return wrong(format!("it does not show which entry names the key {key}"));
            };
            let receipt = Receipt::read(text)?;
            receipt.check(&Trust { keys: list.clone(), quorum: Quorum::none() })?;
            let named = match Entry::read(receipt.entry())? {
                Entry::Clear(Clear::SettingsChanged { settings, .. }) => settings.log_keys,
                Entry::Clear(_) | Entry::Closed(_) => Vec::new(),
            };
            if !named.contains(&term.key) {
                return wrong(format!("entry {} does not name the key {key}", receipt.index()));
            }
            // As everywhere: settings say who signs from the entry after them on.
            let since = receipt.index().0 + 1;
            list = turned(list, &named, since)?.with(key, term.since.max(since))?;
        }
        for term in &self.keys {
            if let Some(until) = term.until {
                list = list.without(&PublicKey::read(&term.key)?, until)?;
            }
        }
        Ok(list)
    }
}

/// The list in which each key that is not named any more signs no larger tree.
fn turned(mut list: KeyList, named: &[String], since: u64) -> Result<KeyList, Error> {
    let given_up = |key: &PublicKey| !named.contains(&key.to_string());
    let old: Vec<_> = list.keys().map(|(key, ..)| key.clone()).filter(given_up).collect();
    for key in old {
        list = list.without(&key, since)?;
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::{KeyFile, KeyTerm};
    use crate::{
        Body, Checkpoint, Clear, Entry, EntryIndex, Frontier, KeyKind, Receipt, Settings,
        SigningKey, TilePath, Tiles,
    };
    use std::collections::BTreeMap;

    const ORIGIN: &str = "a.example";

    fn key(seed: u8) -> SigningKey {
        SigningKey::of_secret(ORIGIN, KeyKind::Ledger, [seed; 32]).unwrap()
    }

    fn text(seed: u8) -> String {
        key(seed).public().to_string()
    }

    fn settings(seed: u8) -> Vec<u8> {
        let settings = Settings {
            holder: Body::unknown(),
            log_keys: vec![text(seed)],
            witnesses: Vec::new(),
            witnesses_needed: 0,
            delays_days: BTreeMap::new(),
            doors: Vec::new(),
        };
        let day = "2026-11-24".parse().unwrap();
        Entry::Clear(Clear::SettingsChanged { day, settings }).to_bytes().unwrap()
    }

    /// The receipt of the last of these entries, signed by a key.
    fn receipt(entries: &[Vec<u8>], signer: u8) -> Receipt {
        let grown = Frontier::default().grow(entries.iter().map(Vec::as_slice)).unwrap();
        let tiles: BTreeMap<TilePath, Vec<u8>> = grown.tiles.into_iter().collect();
        let (size, root) = (grown.frontier.size(), grown.frontier.root());
        let (hashes, _) =
            Tiles::new(size, root, &tiles).unwrap().prove_inclusion(size - 1).unwrap();
        let signed = Checkpoint::new(ORIGIN, size, root).unwrap().sign(&[&key(signer)]).unwrap();
        Receipt::new(EntryIndex(size - 1), entries.last().unwrap().clone(), hashes, signed)
    }

    fn term(seed: u8, since: u64, until: Option<u64>, named_by: Option<String>) -> KeyTerm {
        KeyTerm { key: text(seed), since, until, named_by }
    }

    /// Key 1 signs up to three entries, key 2 up to five, then key 3.
    fn file() -> KeyFile {
        let all: Vec<_> = [1, 1, 2, 2, 3].into_iter().map(settings).collect();
        let keys = vec![
            term(1, 0, Some(3), None),
            term(2, 3, Some(5), Some(receipt(&all[..3], 1).text())),
            term(3, 5, None, Some(receipt(&all, 2).text())),
        ];
        KeyFile { origin: ORIGIN.to_owned(), keys }
    }

    #[test]
    fn the_first_key_vouches_for_those_that_follow_each_within_its_term() {
        let file = file();
        assert_eq!(KeyFile::read(&file.to_bytes().unwrap()).unwrap(), file);
        let vouched = file.vouched_by(key(1).public()).unwrap();
        assert_eq!(vouched, file.list().unwrap());
        let may_sign = |size, seed| {
            let checkpoint = Checkpoint::new(ORIGIN, size, crate::Hash::leaf(b"")).unwrap();
            vouched.check(&checkpoint.sign(&[&key(seed)]).unwrap()).is_ok()
        };
        for (size, by) in [(2, [true, false, false]), (4, [false, true, false])] {
            assert_eq!([1, 2, 3].map(|seed| may_sign(size, seed)), by, "{size}");
        }
        assert_eq!([1, 2, 3].map(|seed| may_sign(9, seed)), [false, false, true]);
    }

    #[test]
    fn terms_that_the_file_leaves_open_follow_from_the_entries() {
        let mut file = file();
        let strict = file.vouched_by(key(1).public()).unwrap();
        for term in &mut file.keys {
            term.until = None;
        }
        assert_eq!(file.vouched_by(key(1).public()).unwrap(), strict);
        file.keys[2].since = 4;
        assert_eq!(file.vouched_by(key(1).public()).unwrap(), strict, "no sooner either");
    }

    #[test]
    fn a_key_that_nothing_vouches_for_is_not_taken() {
        let check = |change: fn(&mut KeyFile)| {
            let mut file = file();
            change(&mut file);
            file.vouched_by(key(1).public()).is_ok()
        };
        assert!(check(|_| {}));
        assert!(!check(|file| file.keys[1].named_by = None));
        assert!(!check(|file| file.keys[0].key = text(9)));
        assert!(!check(|file| file.origin = "b.example".to_owned()));
        // An entry that names another key than the file does.
        assert!(!check(|file| file.keys[1].key = text(9)));
        // One that nobody signed who may: a stranger, and a key that was given up before.
        let by = |signer| {
            let all: Vec<_> = [1, 1, 2, 2, 3].into_iter().map(settings).collect();
            Some(receipt(&all, signer).text())
        };
        let mut file = file();
        file.keys[2].named_by = by(2);
        assert!(file.vouched_by(key(1).public()).is_ok());
        for signer in [9, 1] {
            file.keys[2].named_by = by(signer);
            assert!(file.vouched_by(key(1).public()).is_err(), "{signer}");
        }
    }

    #[test]
    fn terms_that_are_none_are_refused() {
        let check = |keys: Vec<KeyTerm>| {
            let file = KeyFile { origin: ORIGIN.to_owned(), keys };
            KeyFile::read(&file.to_bytes().unwrap()).is_ok()
        };
        assert!(check(vec![term(1, 0, Some(4), None), term(2, 4, None, None)]));
        assert!(!check(Vec::new()));
        assert!(!check(vec![term(1, 1, None, None)]));
        assert!(!check(vec![term(1, 0, Some(4), None), term(2, 4, Some(3), None)]));
        assert!(!check(vec![
            term(1, 0, None, None),
            term(2, 4, None, None),
            term(3, 3, None, None)
        ]));
        assert!(!check(vec![term(1, 0, None, None), term(1, 4, None, None)]));
    }
}
