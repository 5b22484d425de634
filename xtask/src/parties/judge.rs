//! Compares what a name was read as with what it is expected to be.

use super::expect::{Case, FEDERAL};
use crate::rate::Rate;
use parties::{Named, Parties};
use serde::Serialize;
use terms::{Certainty, PartyKind};

/// One reading, judged; `None` where the list says nothing.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    state: Option<bool>,
    kind: Option<bool>,
    merges: Option<bool>,
    named: Named,
}

/// The counts of one half of one list, with the misses told.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) names: u32,
    pub(crate) state: Rate,
    pub(crate) kind: Rate,
    /// Of the readings that call themselves shown, how many have nothing wrong.
    pub(crate) shown: Rate,
    /// Copies of an agency's name that give its merged name.
    pub(crate) merged: Rate,
    /// Federal bodies that were read as federal.
    pub(crate) federal: Rate,
    pub(crate) conditional: u32,
    pub(crate) possible: u32,
    pub(crate) unknown: u32,
    /// Called federal though the list says otherwise. None may stand here.
    pub(crate) called_federal: Vec<String>,
    /// Called federal where the list says nothing: for the eye.
    pub(crate) federal_unsaid: Vec<String>,
    /// Of unknown kind where the list says nothing: for the eye.
    pub(crate) unknown_unsaid: Vec<String>,
    pub(crate) misses: Vec<String>,
}

/// Reads one name and compares.
pub(crate) fn judge(case: &Case, parties: &Parties) -> Judged {
    let named = parties.read(&case.name, case.hint.as_deref());
    let merges = case.copy_of.as_ref().map(|of| parties.read(of, None).agency == named.agency);
    Judged {
        state: (!case.states.is_empty()).then(|| case.states.contains(&named.party.place.state)),
        kind: (!case.kinds.is_empty()).then(|| case.kinds.contains(&named.party.kind)),
        merges,
        named,
    }
}

impl Counts {
    /// Adds one judged reading.
    pub(crate) fn add(&mut self, case: &Case, judged: &Judged) {
        let Judged { state, kind, merges, named } = judged;
        self.names += 1;
        let mut wrong = Vec::new();
        for (told, rate, what) in [
            (state, &mut self.state, "state"),
            (kind, &mut self.kind, "kind"),
            (merges, &mut self.merged, "not merged"),
        ] {
            if let Some(is_right) = *told {
                rate.count(is_right);
                if !is_right {
                    wrong.push(what);
                }
            }
        }
        let wrong_reading = *state == Some(false) || *kind == Some(false);
        match named.certainty {
            Certainty::Shown if state.is_some() || kind.is_some() => {
                self.shown.count(!wrong_reading);
            }
            Certainty::Shown => {}
            Certainty::Conditional => self.conditional += 1,
            Certainty::Possible => self.possible += 1,
        }
        if named.party.kind == PartyKind::Unknown {
            self.unknown += 1;
            if case.kinds.is_empty() {
                self.unknown_unsaid.push(line(case, named));
            }
        }
        self.add_federal(case, named);
        if !wrong.is_empty() {
            self.misses.push(format!("{}: {}", wrong.join(", "), line(case, named)));
        }
    }

    fn add_federal(&mut self, case: &Case, named: &Named) {
        let is_federal = named.party.kind.is_federal();
        if case.kinds.is_empty() {
            if is_federal {
                self.federal_unsaid.push(line(case, named));
            }
            return;
        }
        if case.kinds.iter().all(|kind| FEDERAL.contains(kind)) {
            self.federal.count(is_federal);
        }
        if is_federal && !case.kinds.iter().any(|kind| FEDERAL.contains(kind)) {
            self.called_federal.push(line(case, named));
        }
    }
}

/// One name, what it was read as and why, and what was expected.
fn line(case: &Case, named: &Named) -> String {
    let kinds: Vec<&str> = case.kinds.iter().map(|kind| kind.word()).collect();
    let states: Vec<&str> = case.states.iter().map(|code| code.as_deref().unwrap_or("-")).collect();
    let mut told = format!(
        "`{}` read as {} {} {} ({})",
        case.name,
        named.party.kind.word(),
        named.party.place.state.as_deref().unwrap_or("-"),
        named.certainty.word(),
        named.rule
    );
    if !kinds.is_empty() || !states.is_empty() {
        told.push_str(&format!("; expected {} {}", kinds.join("|"), states.join("|")));
    }
    if let Some(of) = &case.copy_of {
        told.push_str(&format!("; a copy of `{of}`, merged as `{}`", named.agency));
    }
    told
}
