//! Replies of agencies: beside the findings they answer, never instead of them.

use crate::made::{REPLIES, findings, gathered, page, table};
use pages::{Caps, Language, Replies, Status, Text};

#[test]
fn the_sample_answers_findings_and_takes_none_away() {
    let with = gathered(&findings(), Caps::PAGE, REPLIES);
    let without = gathered(&findings(), Caps::PAGE, "");
    assert!(with.replies.check().is_ok());
    assert_eq!(with.counts, without.counts);
    assert_eq!(with.answered[&Some(Status::Disputed)], 1);
    assert_eq!(with.answered[&Some(Status::Explained)], 3);
    assert_eq!(with.agencies["Rio Claro CA PD"].answered, 4);
}

#[test]
fn a_reply_stands_on_the_page_and_in_the_table() {
    let said = "No result went to the Marshals Service.";
    assert!(page(&findings(), Language::English).contains(said));
    let table = table(&findings(), Text::Hidden);
    let line = table.lines().find(|line| line.contains(said)).unwrap();
    assert!(line.ends_with("Records manager,2026-05-04,disputed"), "{line}");
}

#[test]
fn a_reply_to_nothing_is_an_error_that_says_which() {
    let check = |written: &str, expected: &str| {
        let gather = gathered(&findings(), Caps::PAGE, written);
        let error = gather.replies.check().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    let rest = "reply = \"x\"\nby = \"y\"\non = \"2026-05-04\"\n";
    // A row that has no finding; another agency's row; a month without one.
    let file = "rio-claro-ca-pd__2026-04-22__search_audit.synthetic.csv";
    check(
        &format!("[[reply]]\nagency = \"Rio Claro CA PD\"\nfile = \"{file}\"\nrow = 3\n{rest}"),
        &format!("reply 1 (`Rio Claro CA PD`, `{file}` row 3)"),
    );
    check(
        &format!("[[reply]]\nagency = \"Vista Serena CA PD\"\nfile = \"{file}\"\nrow = 2\n{rest}"),
        "reply 1 (`Vista Serena CA PD`",
    );
    check(
        &format!(
            "[[reply]]\nagency = \"Rio Claro CA PD\"\nprovision = \"CA-SB34-LOG\"\n\
             month = \"2026-05\"\n{rest}"
        ),
        "CA-SB34-LOG in 2026-05",
    );
}

#[test]
fn a_reply_that_does_not_say_what_it_answers_is_refused() {
    let rest = "reply = \"x\"\nby = \"y\"\non = \"2026-05-04\"\n";
    let check = |fields: &str| {
        let written = format!("[[reply]]\nagency = \"A\"\n{fields}{rest}");
        assert!(Replies::read(&written).is_err(), "{fields}");
    };
    check("");
    check("file = \"x\"\n");
    check("row = 2\n");
    check("file = \"x\"\nrow = 2\nprovision = \"P\"\nmonth = \"2026-05\"\n");
    check("file = \"x\"\nrow = 2\nstatus = \"denied\"\n");
    check("file = \"x\"\nrow = 2\nplate = \"8ABC123\"\n");
}
