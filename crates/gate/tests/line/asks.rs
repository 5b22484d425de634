//! Who asks and what: a few bodies and persons, all made up.

use gate::{Asked, SignedIn};
use serde_json::{Value, json};
use terms::{Moment, Party};

pub(crate) const HOLDER: &str = "Rio Claro Police Department";
pub(crate) const PARTNER: &str = "Villa Nueva Police Department";

/// The persons who ask: two of the holder's own, and outsiders of several kinds.
pub(crate) const PERSONS: usize = 9;

pub(crate) fn party(name: &str, kind: &str, city: Option<&str>) -> Party {
    let state = city.map(|_| "CA");
    let party = json!({ "name": name, "kind": kind, "place": { "state": state, "city": city } });
    serde_json::from_value(party).unwrap()
}

pub(crate) fn holder() -> Party {
    party(HOLDER, "local_law_enforcement", Some("Rio Claro"))
}

/// A person by number; past the end it begins again.
pub(crate) fn person(number: usize) -> SignedIn {
    let (name, kind, city, username) = match number % PERSONS {
        0 => (HOLDER, "local_law_enforcement", Some("Rio Claro"), "rcpd-204"),
        1 => (HOLDER, "local_law_enforcement", Some("Rio Claro"), "rcpd-205"),
        2 => (PARTNER, "local_law_enforcement", Some("Villa Nueva"), "vnpd-17"),
        3 => ("Santa Lucinda County Sheriff", "local_law_enforcement", Some("Lucinda"), "slso-4"),
        4 => ("Immigration and Customs Enforcement", "federal_immigration", None, "ero-9"),
        5 => ("Federal Bureau of Investigation", "federal_other", None, "fbi-3"),
        6 => ("Superior Court of Lucinda County", "court", Some("Lucinda"), "clerk-1"),
        7 => ("Marta Example-Person", "person_or_counsel", Some("Lucinda"), "marta.example"),
        _ => ("Somebody Nobody-Knows", "unknown", None, "somebody.n"),
    };
    SignedIn { party: party(name, kind, city), username: username.to_owned() }
}

/// A crime search of plate reads by the holder's own staff.
pub(crate) fn own_search(id: Option<&str>, plate: &str) -> Asked {
    search(id, "rcpd-204", "plate_reads", plate, &crime())
}

/// A search of field interviews by the partner, of a case that can be proved.
pub(crate) fn partner_search(id: Option<&str>, plate: &str) -> Asked {
    search(id, "vnpd-17", "field_interview", plate, &crime())
}

/// A search for immigration enforcement.
pub(crate) fn ice_search(id: Option<&str>, plate: &str) -> Asked {
    let purpose = json!({ "class": "civil_immigration", "text": "ERO removal",
                          "case_number": "26-00900" });
    search(id, "ero-9", "plate_reads", plate, &purpose)
}

/// A federal search with a paper that says it is a judge's.
pub(crate) fn fbi_search(id: Option<&str>, plate: &str) -> Asked {
    let mut asked = search(id, "fbi-3", "plate_reads", plate, &crime());
    let said = json!([{ "claimed_kind": "judicial_search_warrant", "form": "AO 93" }]);
    asked.ask.instruments = serde_json::from_value(said).unwrap();
    asked
}

pub(crate) fn crime() -> Value {
    json!({ "class": "crime", "text": "PC 459", "case_number": "26-00100", "offence": "PC 459" })
}

pub(crate) fn search(
    id: Option<&str>,
    username: &str,
    class: &str,
    plate: &str,
    purpose: &Value,
) -> Asked {
    let set = if class == "plate_reads" { "plate-reads" } else { "field-interviews" };
    serde_json::from_value(json!({
        "ask": { "id": id, "door": "query", "records": class, "username": username,
                 "purpose": purpose },
        "question": { "record_set": set, "equals": { "plate": plate }, "from": "2026-11-01" },
    }))
    .unwrap()
}

pub(crate) fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

pub(crate) fn noon() -> Moment {
    moment("2026-11-24T12:00:00Z")
}
