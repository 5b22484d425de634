//! The synthetic run, and what is made from it.

use lookback::Finding;
use pages::{Account, Caps, Gather, Language, Letter, Made, Page, Provision, Replies, Sheet, Text};

const FINDINGS: &str = include_str!("../fixtures/findings.jsonl");
const SUMMARY: &str = include_str!("../fixtures/summary.json");
const PROVISIONS: &str = include_str!("../fixtures/provisions.json");
pub(crate) const REPLIES: &str = include_str!("../../../../docs/samples/replies.toml");

pub(crate) fn findings() -> Vec<Finding> {
    FINDINGS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn account() -> Account {
    Account::read(SUMMARY).unwrap()
}

pub(crate) fn provisions() -> Vec<Provision> {
    serde_json::from_str(PROVISIONS).unwrap()
}

pub(crate) fn gathered(findings: &[Finding], caps: Caps, replies: &str) -> Gather {
    let mut gather = Gather::new(caps, Replies::read(replies).unwrap());
    for finding in findings {
        gather.take(finding);
    }
    gather
}

pub(crate) fn made(language: Language) -> Made {
    Made { version: "0.0.0".to_owned(), language }
}

/// The page of the synthetic run.
pub(crate) fn page(findings: &[Finding], language: Language) -> String {
    let gather = gathered(findings, Caps::PAGE, REPLIES);
    Page::new(&account(), &gather, &provisions(), &made(language)).html().unwrap()
}

/// A letter of the synthetic run.
pub(crate) fn letter(agency: &str, language: Language) -> Result<Letter, pages::Error> {
    let gather = gathered(&findings(), Caps::LETTER, REPLIES);
    Letter::new(agency, &account(), &gather, &provisions(), &made(language))
}

/// The table of some findings.
pub(crate) fn table(findings: &[Finding], text: Text) -> String {
    let mut gather = gathered(&[], Caps::PAGE, REPLIES);
    let mut sheet = Sheet::new(Vec::new(), text).unwrap();
    for finding in findings {
        let answers = gather.take(finding);
        sheet.take(finding, &gather.replies, &answers).unwrap();
    }
    String::from_utf8(sheet.finish().unwrap()).unwrap()
}
