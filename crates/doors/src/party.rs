//! Checks the names and places of the parties in the facts of an ask.
//!
//! In: an ask and its facts, read. Out: the first text that could not be what it is said to be.
//! Never: mends one. `ca`, ` CA` and `Los  Angeles` name no place that a law knows, and a guess at
//! what was meant would be a fact that nobody vouches for.

use crate::Unreadable;
use crate::hint::Root;
use terms::{Ask, Fact, Facts, Party, Place};

/// Checks holder, asker and beneficiary.
pub(crate) fn check(facts: &Facts) -> Result<(), Unreadable> {
    let parties =
        [("holder", &facts.holder), ("asker", &facts.asker), ("beneficiary", &facts.beneficiary)];
    parties.into_iter().try_for_each(|(role, fact): (_, &Option<Fact<Party>>)| {
        fact.as_ref()
            .map_or(Ok(()), |fact| check_party(&fact.value, &format!("facts.{role}.value")))
    })
}

/// Checks the name of the body an ask says it is for.
pub(crate) fn check_beneficiary(ask: &Ask, root: Root) -> Result<(), Unreadable> {
    match &ask.beneficiary {
        Some(name) if is_blank(name) => {
            let expected = "the name of a body".to_owned();
            Err(Unreadable::misfit(root, "beneficiary", "blank".to_owned(), expected)
                .with_hint("leave it out where there is none"))
        }
        _ => Ok(()),
    }
}

fn check_party(party: &Party, path: &str) -> Result<(), Unreadable> {
    if is_blank(&party.name) {
        let unreadable = Unreadable::field_of(format!("{path}.name"), "blank", "a name");
        return Err(unreadable.with_hint("a party is known by a name, as the registry writes it"));
    }
    check_place(&party.place, &format!("{path}.place"))
}

fn check_place(place: &Place, path: &str) -> Result<(), Unreadable> {
    if let Some(state) = place.state.as_deref().filter(|state| !STATES.contains(state)) {
        let said = format!("`{state}` is no state");
        let expected = "the code of a US state, DC or a territory, in capitals";
        return Err(Unreadable::field_of(format!("{path}.state"), &said, expected)
            .with_hint("a two-letter code, as `CA`"));
    }
    if let Some(city) = place.city.as_deref() {
        check_city(city, &format!("{path}.city"))?;
    }
    let others = place.operating_in.iter().enumerate();
    others
        .into_iter()
        .try_for_each(|(at, city)| check_city(city, &format!("{path}.operating_in[{at}]")))
}

fn check_city(city: &str, path: &str) -> Result<(), Unreadable> {
    let wrong = |said: &str, hint: &str| {
        Err(Unreadable::field_of(path.to_owned(), said, "the name of a city").with_hint(hint))
    };
    if is_blank(city) {
        return wrong("blank", "leave it out where there is none");
    }
    let words: Vec<&str> = city.split_whitespace().collect();
    match words.join(" ") == city && !city.chars().any(char::is_control) {
        true => Ok(()),
        false => wrong("spaces at an end or doubled", "one space between words, as `Los Angeles`"),
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_unseen(c))
}

/// What takes no room on a page.
const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Codes of the states, the District of Columbia and the territories, as the post writes them.
const STATES: &[&str] = &[
    "AK", "AL", "AR", "AS", "AZ", "CA", "CO", "CT", "DC", "DE", "FL", "GA", "GU", "HI", "IA", "ID",
    "IL", "IN", "KS", "KY", "LA", "MA", "MD", "ME", "MI", "MN", "MO", "MP", "MS", "MT", "NC", "ND",
    "NE", "NH", "NJ", "NM", "NV", "NY", "OH", "OK", "OR", "PA", "PR", "RI", "SC", "SD", "TN", "TX",
    "UT", "VA", "VI", "VT", "WA", "WI", "WV", "WY",
];

#[cfg(test)]
mod tests {
    use crate::{Unreadable, read_ask, read_posed};

    fn posed(facts: &str) -> Result<(), Unreadable> {
        let text = format!(
            r#"{{"ask": {{"door": "query", "records": "location"}}, "facts": {{{facts}}}}}"#
        );
        read_posed(text.as_bytes()).remove(0).map(|_| ())
    }

    fn party(role: &str, name: &str, place: &str) -> String {
        format!(
            r#""{role}": {{"vouched_by": "desk", "value":
               {{"name": "{name}", "kind": "local_law_enforcement", "place": {{{place}}}}}}}"#
        )
    }

    /// The facts are unreadable at `field`, with this hint.
    fn check(facts: &str, field: &str, hint: &str) {
        let unreadable = posed(facts).unwrap_err();
        assert_eq!(unreadable.field(), Some(field), "{unreadable}");
        assert_eq!(unreadable.hint(), Some(hint), "{unreadable}");
        assert_eq!(unreadable.record(), Some(1), "{unreadable}");
    }

    #[test]
    fn a_state_is_the_two_letter_code_of_one() {
        for role in ["holder", "asker", "beneficiary"] {
            for state in ["ca", "Ca", " CA", "CA ", "", "California", "XX", "USA", "C\u{410}"] {
                check(
                    &party(role, "x", &format!(r#""state": "{state}""#)),
                    &format!("facts.{role}.value.place.state"),
                    "a two-letter code, as `CA`",
                );
            }
            for state in ["CA", "DC", "PR", "GU", "WY"] {
                assert_eq!(posed(&party(role, "x", &format!(r#""state": "{state}""#))), Ok(()));
            }
        }
        assert_eq!(posed(&party("holder", "x", "")), Ok(()));
    }

    #[test]
    fn a_party_has_a_name() {
        for name in ["", " ", "\\t", "\u{a0}", "\u{200b}"] {
            check(
                &party("asker", name, ""),
                "facts.asker.value.name",
                "a party is known by a name, as the registry writes it",
            );
        }
    }

    #[test]
    fn a_city_is_written_with_single_spaces_and_never_mended() {
        let spaces = "one space between words, as `Los Angeles`";
        let blank = "leave it out where there is none";
        for (city, hint) in [
            ("", blank),
            ("  ", blank),
            (" Los Angeles", spaces),
            ("Los Angeles ", spaces),
            ("Los  Angeles", spaces),
            ("Los\u{a0}Angeles", spaces),
            ("Los\\nAngeles", spaces),
        ] {
            let place = format!(r#""city": "{city}""#);
            check(&party("holder", "x", &place), "facts.holder.value.place.city", hint);
            check(
                &party("asker", "x", &format!(r#""operating_in": ["Torrance", "{city}"]"#)),
                "facts.asker.value.place.operating_in[1]",
                hint,
            );
        }
        let place = r#""state": "CA", "city": "Los Angeles", "operating_in": ["San José"]"#;
        assert_eq!(posed(&party("holder", "LAPD", place)), Ok(()));
    }

    #[test]
    fn a_beneficiary_is_named_or_left_out() {
        for name in ["", " ", "\\t \\n"] {
            let ask =
                format!(r#"{{"door": "query", "records": "location", "beneficiary": "{name}"}}"#);
            let unreadable = read_ask(serde_json::from_str(&ask).unwrap()).unwrap_err();
            assert_eq!(unreadable.field(), Some("beneficiary"), "{unreadable}");
            let unreadable =
                read_posed(format!(r#"{{"ask": {ask}}}"#).as_bytes()).remove(0).unwrap_err();
            assert_eq!(unreadable.field(), Some("ask.beneficiary"), "{unreadable}");
            assert_eq!(unreadable.hint(), Some("leave it out where there is none"));
        }
        let ask = r#"{"door": "query", "records": "location", "beneficiary": "HSI"}"#;
        assert!(read_ask(serde_json::from_str(ask).unwrap()).is_ok());
    }
}
