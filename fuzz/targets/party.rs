//! Names as lists write them: none is federal without the words for it.
#![no_main]

use headworks_fuzz::{loaded, text};
use libfuzzer_sys::fuzz_target;
use parties::Named;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use terms::Certainty;

const BODIES: &str = include_str!("../../registry/bodies.csv");

fuzz_target!(|data: &[u8]| {
    let parties = &loaded().parties;
    let mut given = data.splitn(2, |byte| *byte == 255).map(text);
    let (name, hint) = (given.next().unwrap_or_default(), given.next());
    let hint = hint.as_deref();
    let named = parties.read(&name, hint);
    assert_eq!(parties.read(&name, hint), named, "a name is read the same each time");
    looked_at(&name, &named);
    let scanned = parties.read_scanned(&name, hint);
    assert!(!scanned.rule.is_empty());
    let is_kept = scanned.party.kind == named.party.kind;
    assert!(is_kept || scanned.certainty == Certainty::Possible, "{}", scanned.rule);
    assert!(scanned == named || scanned.certainty != Certainty::Shown, "{}", scanned.rule);
    // INVARIANT(local-stays-local): police words of its own, outside the body's.
    let local = format!("{} Nowhere CA PD", name.chars().take(60).collect::<String>());
    let marked = ["federal", "fed)", "fed]"].iter().any(|m| local.to_lowercase().contains(m));
    let read = parties.read(&local, None);
    // `Veterans Affairs Long Beach CA PD`, `Beale AFB CA PD`: rows with police words themselves, as
    // those of `BIA Nowhere PD` have, whose body is not called police.
    let own = ["olice", "`Bureau of Indian Affairs`"];
    let marked = marked || own.iter().any(|own| read.rule.contains(own));
    assert!(marked || !read.party.kind.is_federal(), "{local:?} became federal by {}", read.rule);
});

fn looked_at(name: &str, named: &Named) {
    assert!(!named.rule.is_empty(), "a reading says why");
    let state = named.party.place.state.as_deref();
    assert!(state.is_none_or(|code| code.len() == 2), "{state:?} is no state");
    if named.party.kind.is_federal() {
        // `Sheriff's` and `U.S.` are one word each.
        let name = name.to_lowercase().replace(['\'', '’', '`', '.'], "");
        assert!(cues().iter().any(|cue| name.contains(cue.as_str())), "{name:?}: {}", named.rule);
    }
}

/// Every word that a row of a federal body has, and the list's own marks.
fn cues() -> &'static BTreeSet<String> {
    static CUES: OnceLock<BTreeSet<String>> = OnceLock::new();
    CUES.get_or_init(|| {
        let mut cues = BTreeSet::from(["fed".to_owned()]);
        let mut reader = csv::Reader::from_reader(BODIES.as_bytes());
        for row in reader.records() {
            let row = row.expect("the registry is a table");
            if row[2].starts_with("federal_") {
                let words = row[0].split(|c: char| !c.is_alphanumeric());
                cues.extend(words.filter(|word| word.len() > 1).map(str::to_lowercase));
            }
        }
        cues
    })
}
