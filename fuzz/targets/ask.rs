//! Asks and matters: read as what they say, and no share on a doubt.
#![no_main]

use headworks_fuzz::loaded;
use libfuzzer_sys::fuzz_target;
use terms::{Facts, Moment, Outcome};

fuzz_target!(|data: &[u8]| {
    let now: Moment = "2026-11-24T12:00:00Z".parse().expect("a moment");
    let law = &loaded().law;
    for posed in doors::read_posed(data).into_iter().take(4) {
        let posed = match posed {
            Ok(posed) => posed,
            Err(unreadable) => {
                let said = unreadable.to_string();
                assert!(said.len() < 4_000, "a message of {} bytes", said.len());
                assert!(!said.contains(['\u{1b}', '\0']), "a control character: {said:?}");
                continue;
            }
        };
        let json = serde_json::to_vec(&posed).expect("an ask is JSON");
        let again = doors::read_posed(&json);
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].as_ref().ok(), Some(&posed), "an ask is read back as it was written");
        let at = posed.now.unwrap_or(now);
        let ruling = law.rule(&posed.ask, &posed.facts, at);
        assert!(ruling.grounds().count() > 0, "INVARIANT(grounded)");
        assert!(ruling.grounds().all(|ground| !ground.citation.is_empty()));
        let again = law.rule(&posed.ask, &posed.facts, at);
        assert_eq!(again, ruling, "a ruling is the same each time");
        let plain = law.rule_plainly(&posed.ask, &posed.facts, at);
        assert_eq!(plain, ruling, "Cedar rules otherwise than the compiled law");
        let unknown = law.rule(&posed.ask, &Facts::default(), at);
        assert_ne!(unknown.outcome, Outcome::Share, "INVARIANT(closed): shared on no fact");
    }
    for matter in doors::read_matters(data).into_iter().take(2).flatten() {
        let json = serde_json::to_vec(&matter).expect("a matter is JSON");
        assert_eq!(doors::read_matters(&json).pop().and_then(Result::ok), Some(matter));
    }
});
