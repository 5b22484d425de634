//! Who asks whom for what, for whom, and why.

use crate::derive::{Derived, Immigration, is_one};
use serde::Serialize;
use terms::{Ask, Facts, Party, RecordClass};

/// What is asked, in words.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    /// The door, and what it is.
    pub door: String,
    /// Who asks.
    pub asker: String,
    /// Whose records, officers or custody it is.
    pub holder: String,
    /// What is wanted.
    pub wanted: String,
    /// For whom in truth.
    pub for_whom: String,
    /// What the asker states as the purpose.
    pub purpose_stated: String,
    /// What the purpose is read as, and whether it is immigration enforcement.
    pub purpose_read: String,
    /// The papers, each verified or not.
    pub papers: Vec<String>,
}

/// Tells what is asked.
pub(super) fn asked(ask: &Ask, facts: &Facts, derived: &Derived) -> Asked {
    Asked {
        door: format!("{}: {}", ask.door.word(), ask.door.told()),
        asker: party(&derived.asker),
        holder: party(&derived.holder),
        wanted: wanted(ask, derived),
        for_whom: for_whom(derived),
        purpose_stated: purpose_stated(ask),
        purpose_read: purpose_read(derived),
        papers: papers(ask, facts, derived),
    }
}

/// A word of the vocabulary as it is said: `local_law_enforcement` is "local law enforcement".
pub(crate) fn plain(word: &str) -> String {
    word.replace('_', " ")
}

pub(crate) fn party(party: &Party) -> String {
    let name = if party.name.is_empty() { "a body that is not known" } else { &party.name };
    let place = [party.place.city.as_deref(), party.place.state.as_deref()];
    let mut said = vec![plain(party.kind.word())];
    said.extend(place.into_iter().flatten().map(str::to_owned));
    if !party.place.operating_in.is_empty() {
        said.push(format!("operating in {}", party.place.operating_in.join(", ")));
    }
    format!("{name} ({})", said.join(", "))
}

fn wanted(ask: &Ask, derived: &Derived) -> String {
    let mut said = match derived.class {
        RecordClass::Unknown => vec!["records of a class that is not known, or none".to_owned()],
        class => vec![format!("records: {}", plain(class.word()))],
    };
    // What a door wants beside records is told as it was asked, whatever fields a door has.
    let fields = serde_json::to_value(ask).unwrap_or_default();
    for name in ["help", "custody", "inquiry"] {
        if let Some(word) = fields.get(name).and_then(|word| word.as_str()) {
            said.push(format!("{name}: {}", plain(word)));
        }
    }
    if derived.is_class_contradicted {
        said.push("the asker names another class than the holder declares".to_owned());
    }
    said.join("; ")
}

fn for_whom(derived: &Derived) -> String {
    let whom = if is_one(&derived.beneficiary, &derived.asker) {
        "the asker itself; nothing says that another stands behind it".to_owned()
    } else if is_one(&derived.beneficiary, &derived.holder) {
        "the holder itself".to_owned()
    } else {
        party(&derived.beneficiary)
    };
    if derived.is_for_contradicted {
        return format!("{whom}; what was said of it does not agree");
    }
    whom
}

fn purpose_stated(ask: &Ask) -> String {
    let purpose = &ask.purpose;
    let mut said = vec![plain(purpose.class.word())];
    said.extend(purpose.text.as_ref().map(|words| format!("in its words \"{words}\"")));
    said.extend(purpose.offence.as_ref().map(|offence| format!("offence {}", offence.0)));
    said.extend(purpose.case_number.as_ref().map(|number| format!("case {number}")));
    said.join("; ")
}

fn purpose_read(derived: &Derived) -> String {
    let immigration = match derived.immigration {
        Immigration::No => "not immigration enforcement",
        Immigration::Presumed => {
            "taken to be immigration enforcement: a body with that function states nothing else"
        }
        Immigration::Unknown => "whether it is immigration enforcement is not settled",
        Immigration::Yes => "immigration enforcement",
    };
    format!("{}; {immigration} (Gov. Code 7284.4(f))", plain(derived.purpose.word()))
}

fn papers(ask: &Ask, facts: &Facts, derived: &Derived) -> Vec<String> {
    let mut told = Vec::new();
    for kind in &derived.papers.verified {
        told.push(format!("{}: verified at the holder", plain(kind.word())));
    }
    for kind in &derived.papers.unverified {
        told.push(format!("{}: claimed, verified by nobody", plain(kind.word())));
    }
    if derived.papers.of_other_state {
        told.push("a paper of a judge or court of another state: counts as neither".to_owned());
    }
    let stated = !ask.instruments.is_empty()
        || facts.instruments.as_ref().is_some_and(|papers| !papers.value.is_empty());
    if told.is_empty() && stated {
        told.push("what was attached counts for nothing: it is past its last day".to_owned());
    }
    told
}
