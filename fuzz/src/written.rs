//! What is written of a run: a page, a table and letters that are safe to open.

use crate::Ran;
use lookback::Finding;
use pages::{Account, Caps, Gather, Language, Letter, Made, Page, Replies, Sheet, Text, Written};

/// Writes everything that can be written of a run, and looks at it.
pub fn written(ran: &Ran) {
    let account = Account::read(&ran.told).expect("a page reads every summary that a run writes");
    let lines: Vec<String> = ran
        .findings
        .iter()
        .map(|finding| serde_json::to_string(finding).expect("a finding is JSON"))
        .collect();
    let read: Vec<Finding> = lines
        .iter()
        .map(|line| serde_json::from_str(line).expect("a finding can be read back"))
        .collect();
    assert_eq!(read, ran.findings, "a finding is read back as it was written");
    of(&account, &read, Replies::default(), Text::Hidden);
}

/// Writes a page, a table, and letters to the first agencies.
pub fn of(account: &Account, findings: &[Finding], replies: Replies, text: Text) {
    let mut gather = Gather::new(Caps::PAGE, replies);
    let mut sheet = Sheet::new(Vec::new(), text).expect("memory can be written");
    for finding in findings {
        let answers = gather.take(finding);
        sheet.take(finding, &gather.replies, &answers).expect("memory can be written");
    }
    no_formula(&sheet.finish().expect("memory can be written"), findings.len());
    for language in Language::ALL {
        let made = Made { version: "0.0.0".to_owned(), language };
        let page = Page::new(account, &gather, &[], &made).html().expect("a page is written");
        no_markup(&page);
        for (name, _) in gather.ranked().into_iter().take(2) {
            let letter = Letter::new(name, account, &gather, &[], &made)
                .expect("an agency with findings has a letter");
            no_markup(&letter.write(Written::Html).expect("a letter is written"));
            let markdown = letter.write(Written::Markdown).expect("a letter is written");
            no_tag(&markdown);
        }
    }
}

/// No cell begins like a formula, and every finding is one line of the same columns.
pub fn no_formula(table: &[u8], findings: usize) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    let mut lines = 0;
    for line in reader.records() {
        let line = line.expect("a table of UTF-8, with as many cells in each line");
        lines += 1;
        for cell in &line {
            let begins = cell.trim_start().chars().next();
            let is_formula = begins.is_some_and(|c| "=+-@＝＋－＠\t\r\n".contains(c));
            assert!(!is_formula, "a cell begins like a formula: {cell:?}");
            assert!(!cell.contains(['\r', '\n', '\t', '\0']), "a cell that breaks: {cell:?}");
        }
    }
    assert_eq!(lines, findings + 1, "a line for the columns and one for each finding");
}

/// The tag that seeds and dictionary have in every cell stands nowhere as one, nor as an attribute.
pub fn no_markup(html: &str) {
    no_tag(html);
    let bare = html.to_ascii_lowercase();
    for broken_out in ["\" zq=", "' zq=", "=\"javascript:", "='javascript:"] {
        assert!(!bare.contains(broken_out), "what a cell holds became an attribute");
    }
    assert!(!bare.contains("<script"), "a page without script");
}

fn no_tag(text: &str) {
    assert!(!text.to_ascii_lowercase().contains("<zq"), "what a cell holds became a tag");
}
