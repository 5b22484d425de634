//! Reads the scanned list as it stands, and by the reading for scans.
//!
//! The text has one word a line, and the list's own truth is lost with the letters, so every
//! second reading is printed for the eye beside the counts.

use anyhow::{Context as _, Result};
use parties::Parties;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use terms::PartyKind;

/// What the two readings say.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Scanned {
    names: usize,
    unknown_before: u32,
    unknown_after: u32,
    stateless_before: u32,
    stateless_after: u32,
    /// Every name that the second reading reads otherwise.
    changed: Vec<String>,
    /// What neither reading knows.
    unknown: Vec<String>,
}

impl Scanned {
    pub(crate) fn print(&self) {
        println!("learn_sharing_2020 (scanned): {} names", self.names);
        println!(
            "  of unknown kind {} as they stand, {} by the second reading",
            self.unknown_before, self.unknown_after
        );
        println!(
            "  without a state {} as they stand, {} by the second reading",
            self.stateless_before, self.stateless_after
        );
        for line in &self.changed {
            println!("    {line}");
        }
        for name in &self.unknown {
            println!("    still unknown: `{name}`");
        }
    }
}

/// Reads every name both ways.
pub(crate) fn compare(names: &BTreeSet<String>, parties: &Parties) -> Scanned {
    let mut counts = Scanned { names: names.len(), ..Scanned::default() };
    for name in names {
        let before = parties.read(name, None);
        let after = parties.read_scanned(name, None);
        let unknown = |kind| u32::from(kind == PartyKind::Unknown);
        counts.unknown_before += unknown(before.party.kind);
        counts.unknown_after += unknown(after.party.kind);
        counts.stateless_before += u32::from(before.party.place.state.is_none());
        counts.stateless_after += u32::from(after.party.place.state.is_none());
        if before.party != after.party {
            let state = |state: &Option<String>| state.clone().unwrap_or_else(|| "-".to_owned());
            counts.changed.push(format!(
                "`{name}`: {} {} becomes {} {} {} ({})",
                before.party.kind.word(),
                state(&before.party.place.state),
                after.party.kind.word(),
                state(&after.party.place.state),
                after.certainty.word(),
                after.rule
            ));
        }
        if after.party.kind == PartyKind::Unknown {
            counts.unknown.push(name.clone());
        }
    }
    counts
}

/// The names of the scanned text: on its first page words are apart, later they run together.
pub(crate) fn names(folder: &Path) -> Result<BTreeSet<String>> {
    let file =
        folder.join("learn_sharing_2020/IrvinePD_86954_LEARN_Data_Sharing_Report_2020-03-02.txt");
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read `{}`", file.display()))?;
    let glued = |word: &&str| word.len() >= GLUED_MIN && !word.starts_with("Date");
    let ours = |word: &&str| !NOT_NAMES.iter().any(|part| word.contains(part));
    let words: Vec<&str> = text.split_whitespace().collect();
    // A state in brackets may stand apart from its name.
    let mut names = BTreeSet::new();
    for (at, word) in words.iter().enumerate() {
        if !glued(word) || !ours(word) {
            continue;
        }
        let next = words.get(at + 1).filter(|next| next.starts_with('(') && next.len() == 4);
        names.insert(next.map_or_else(|| (*word).to_owned(), |next| format!("{word} {next}")));
    }
    Ok(names)
}

/// Shorter than any two words run together.
const GLUED_MIN: usize = 13;

/// Words of the form itself.
const NOT_NAMES: &[&str] =
    &["DataSharing", "Hotlist", "HotList", "PoliceDepartmentAgency", "LEARN_", "HotList(s)"];
