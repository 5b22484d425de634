//! Readings of agencies' names, each different name read once.
//!
//! Never: keeps more names than [`NAMES_MAX`].

use parties::{Named, Parties};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Who is who, and the names that were read in this run.
#[derive(Debug)]
pub(crate) struct Names<'a> {
    parties: &'a Parties,
    known: BTreeMap<String, Rc<Named>>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(parties: &'a Parties) -> Self {
        Self { parties, known: BTreeMap::new() }
    }

    /// Reads a name on a list.
    pub(crate) fn listed(&mut self, name: &str) -> Rc<Named> {
        if let Some(named) = self.known.get(name) {
            return Rc::clone(named);
        }
        let named = Rc::new(self.parties.read(name, None));
        if self.known.len() >= NAMES_MAX {
            self.known.clear();
        }
        self.known.insert(name.to_owned(), Rc::clone(&named));
        named
    }

    /// Reads whose portal it is: by the name on the page, or by the portal's address (its slug),
    /// whichever reading is the surer. The address is a hint to the name.
    pub(crate) fn portal(&self, name: Option<&str>, slug: &str) -> Named {
        let by_slug = self.parties.read(&crate::source::spelled(slug), Some(slug));
        let Some(name) = name else { return by_slug };
        let by_name = self.parties.read(name, Some(slug));
        let has_state = by_name.party.place.state.is_some();
        if has_state && by_name.certainty <= by_slug.certainty { by_name } else { by_slug }
    }
}

/// 65,536 names: all agencies of the country are a third of that.
const NAMES_MAX: usize = 65_536;
