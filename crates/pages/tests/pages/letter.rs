//! What holds for every letter: cited, open where it must be, exact in its asking.

use crate::made::{account, findings, gathered, letter, made, provisions};
use pages::{Caps, Language, Letter, Written};

fn markdown(agency: &str, language: Language) -> String {
    letter(agency, language).unwrap().write(Written::Markdown).unwrap()
}

#[test]
fn a_letter_cites_and_leaves_the_addressee_open() {
    let letter = markdown("Rio Claro CA PD", Language::English);
    for says in [
        "**To:** \\_\\_\\_",
        "**Date:** \\_\\_\\_",
        "Please reply in writing by \\_\\_\\_",
        "Cal. Civ. Code § 1798.90.55(b)",
        "verified: text read by us",
        "This holds **if a result of the search went to US Marshals Service",
        "This letter accuses no one",
        "Nothing found is not lawful",
        "California Public Records Act",
        "The search was for a state case of ours.",
    ] {
        assert!(letter.contains(says), "the letter lacks `{says}`");
    }
}

#[test]
fn a_request_names_the_columns_cells_and_days_that_lack() {
    let letter = markdown("Vista Serena CA PD", Language::English);
    for says in [
        "The column “Case \\#”, which these files do not have: vista-serena-ca-pd\\_\\_2025-12.csv",
        "The values of the column “Reason” that are not in the published files: 4 blank, 6 written \
         over with one value for all, of 40",
        "kept back by the vendor",
        "between January 1, 2026 and March 31, 2026, which no published file covers. Whole months \
         among them: January 2026, February 2026, March 2026",
    ] {
        assert!(letter.contains(says), "the request lacks `{says}`");
    }
}

#[test]
fn a_letter_never_holds_a_reason_or_markup_of_a_name() {
    let mut all = findings();
    for finding in &mut all {
        finding.text = Some("8ABC123 usms case".to_owned());
    }
    let gather = gathered(&all, Caps::LETTER, "");
    let made = made(Language::English);
    let letter = Letter::new("Rio Claro CA PD", &account(), &gather, &provisions(), &made).unwrap();
    for written in [Written::Html, Written::Markdown] {
        let text = letter.write(written).unwrap();
        assert!(!text.contains("8ABC123"));
        assert!(!text.contains("<b onclick"), "markup of a name was let through");
        assert!(text.contains("Bold County"));
    }
}

#[test]
fn a_search_that_names_no_body_is_not_said_to_be_for_one() {
    let letter = markdown("Santa Lucinda County CA SO", Language::English);
    assert!(
        letter.contains("1 search whose reason is read as immigration enforcement"),
        "{letter}"
    );
    assert!(!letter.contains("said to be for a federal body"));
}

#[test]
fn an_agency_that_is_not_there_is_told_with_names_near_it() {
    let error = letter("Rio Clara PD", Language::English).unwrap_err().to_string();
    assert_eq!(error, "no finding is about `Rio Clara PD`; near it: `Rio Claro CA PD`");
    assert!(letter("rio claro ca pd", Language::English).is_ok());
}

#[test]
fn a_state_whose_records_law_is_not_known_gets_neutral_words() {
    let mut all = findings();
    for finding in &mut all {
        finding.asker.state = Some("OR".to_owned());
        if let lookback::Holder::Named(who) = &mut finding.holder {
            who.state = Some("OR".to_owned());
        }
    }
    let gather = gathered(&all, Caps::LETTER, "");
    let made = made(Language::English);
    let letter = Letter::new("Rio Claro CA PD", &account(), &gather, &provisions(), &made).unwrap();
    let text = letter.write(Written::Markdown).unwrap();
    assert!(!text.contains("7920") && !text.contains("Public Records Act"), "{text}");
    assert!(text.contains("Under the public-records law that applies to Rio Claro CA PD"));
}
