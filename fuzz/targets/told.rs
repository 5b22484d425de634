//! What a bundle holds and an agency replies, read back and written for people.
#![no_main]

use headworks_fuzz::{Given, text, written_of};
use libfuzzer_sys::fuzz_target;
use lookback::Finding;
use pages::{Account, Replies, Text};

const FINDINGS: &str = include_str!("../../crates/pages/tests/fixtures/findings.jsonl");
const SUMMARY: &str = include_str!("../../crates/pages/tests/fixtures/summary.json");
const REPLIES: &str = include_str!("../../docs/samples/replies.toml");

fuzz_target!(|data: &[u8]| {
    let Some(given) = Given::of(data) else { return };
    let given_text = text(given.rest);
    let own = |choice: usize, usual: &str| match given.choice % 4 == choice {
        true => given_text.clone(),
        false => usual.to_owned(),
    };
    let Ok(account) = Account::read(&own(0, SUMMARY)) else { return };
    let Ok(replies) = Replies::read(&own(1, REPLIES)) else { return };
    let mut findings: Vec<Finding> = own(2, FINDINGS)
        .lines()
        .take(20)
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if given.choice % 4 == 3 {
        // Names and words as a log may hold them, in every place that has some.
        for (finding, words) in findings.iter_mut().zip(given_text.split('\u{fffd}').cycle()) {
            finding.asker.name = words.to_owned();
            finding.condition = Some(words.to_owned());
            finding.text = Some(words.to_owned());
            finding.sources[0].path = words.to_owned();
        }
    }
    written_of(&account, &findings, replies, Text::Shown);
});
