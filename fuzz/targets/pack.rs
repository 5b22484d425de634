//! A statute folder: loaded whole or refused, and a law that rules closed.
#![no_main]

use headworks_fuzz::{Given, text};
use law::{Law, StatuteFile};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;
use terms::{Facts, Outcome};

const ASK: &str = r#"{"door": "query", "records": "plate_reads"}"#;

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let mut parts = given.rest.splitn(3, |byte| *byte == 255).map(text);
    let mut files = base().clone();
    let mut put = |path: &str, text: Option<String>| {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return };
        files.retain(|file| file.path != path);
        files.push(StatuteFile { path: path.to_owned(), text });
    };
    let folder = ["california/sb34", "base", "california/other", "readings/other"];
    let folder = given.pick(&folder);
    put(&format!("{folder}/pack.toml"), parts.next());
    put(&format!("{folder}/policy.cedar"), parts.next());
    put(&format!("{folder}/cases/other.toml"), parts.next());
    match Law::read(files) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(law) => {
            let ask = serde_json::from_str(ASK).expect("an ask");
            let now = "2026-11-24".parse().expect("a day");
            let ruling = law.rule(&ask, &Facts::default(), now);
            assert_ne!(ruling.outcome, Outcome::Share, "INVARIANT(closed): shared on no fact");
            assert_eq!(law.rule_plainly(&ask, &Facts::default(), now), ruling);
        }
    }
});

/// The base pack and one statute: the whole law takes too long for each of many inputs.
fn base() -> &'static Vec<StatuteFile> {
    static BASE: OnceLock<Vec<StatuteFile>> = OnceLock::new();
    BASE.get_or_init(|| {
        let is_wanted = |file: &StatuteFile| {
            let path = file.path.as_str();
            !path.contains('/')
                || ["base/pack", "base/policy", "california/sb34/pack", "california/sb34/policy"]
                    .iter()
                    .any(|wanted| path.starts_with(wanted))
        };
        let files: Vec<_> = Law::embedded_files().filter(is_wanted).collect();
        Law::read(files.clone()).expect("the base pack and SB 34 load alone");
        files
    })
}
