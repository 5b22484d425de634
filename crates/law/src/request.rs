//! What the policies are asked, in Cedar's own terms.

use crate::derive::{Derived, is_one};
use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
    Schema,
};
use std::collections::BTreeMap;
use std::str::FromStr;
use terms::{Door, Known, Party, PartyKind, ValuesException};

/// No entity of this vocabulary stands above another.
const NO_PARENTS: [EntityUid; 0] = [];

/// A request and the entities it speaks of.
pub(crate) struct Posed {
    pub(crate) request: Request,
    pub(crate) entities: Entities,
}

/// Puts an ask to Cedar. Checked against the schema: a word that the schema does not know is an
/// error here, never a policy that silently does not match.
pub(crate) fn pose(
    door: Door,
    derived: &Derived,
    holders_state_law_loaded: bool,
    schema: &Schema,
) -> Result<Posed, String> {
    let entities = [
        party("asker", &derived.asker)?,
        party("beneficiary", &derived.beneficiary)?,
        party("holder", &derived.holder)?,
        records(derived)?,
    ];
    let entities = Entities::from_entities(entities, Some(schema)).map_err(|e| e.to_string())?;
    let pairs = context(derived, holders_state_law_loaded)?;
    let context = Context::from_pairs(pairs).map_err(|e| e.to_string())?;
    let request = Request::new(
        uid("Party", "asker")?,
        uid("Action", door.action())?,
        uid("Records", "asked")?,
        context,
        Some(schema),
    )
    .map_err(|e| e.to_string())?;
    Ok(Posed { request, entities })
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, String> {
    let kind = EntityTypeName::from_str(kind).map_err(|e| e.to_string())?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn word(kind: &str, id: &str) -> Result<RestrictedExpression, String> {
    uid(kind, id).map(RestrictedExpression::new_entity_uid)
}

fn known(known: Known) -> Result<RestrictedExpression, String> {
    word("Known", known.word())
}

fn text(text: Option<&String>) -> RestrictedExpression {
    RestrictedExpression::new_string(text.cloned().unwrap_or_default())
}

fn party(id: &str, party: &Party) -> Result<Entity, String> {
    let attributes = [
        ("kind", word("PartyKind", party.kind.word())?),
        ("state", text(party.place.state.as_ref())),
        ("city", text(party.place.city.as_ref())),
        ("immigration_function", known(party.immigration_function())?),
    ];
    entity("Party", id, attributes)
}

fn records(derived: &Derived) -> Result<Entity, String> {
    let mut attributes = vec![
        ("class", word("RecordClass", derived.class.word())?),
        ("personal_information", known(derived.personal_information)?),
        ("public_already", known(derived.public_already)?),
    ];
    if let Some(days) = derived.age_days_max {
        attributes.push(("age_days_max", RestrictedExpression::new_long(days.into())));
    }
    entity("Records", "asked", attributes)
}

fn entity(
    kind: &str,
    id: &str,
    attributes: impl IntoIterator<Item = (&'static str, RestrictedExpression)>,
) -> Result<Entity, String> {
    let attributes = attributes.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    Entity::new(uid(kind, id)?, attributes, NO_PARENTS.into_iter().collect())
        .map_err(|e| e.to_string())
}

/// Whether two parties are the same body. One name with another kind, state or city is a namesake
/// or a mistake: not known, and so never treated as the holder itself.
fn same(a: &Party, b: &Party) -> Known {
    if is_one(a, b) {
        Known::Yes
    } else if a.name.is_empty() || b.name.is_empty() || a.name.eq_ignore_ascii_case(&b.name) {
        Known::Unknown
    } else {
        Known::No
    }
}

/// Whether a party is a body of the holder's city. Being seated there is not enough: a federal
/// field office or a company in the city is no body of it.
fn in_city(party: &Party, holder: &Party) -> Known {
    if same(party, holder) == Known::Yes {
        return Known::Yes;
    }
    if !matches!(
        party.kind,
        PartyKind::LocalLawEnforcement | PartyKind::Oversight | PartyKind::PublicNonLawEnforcement
    ) {
        return Known::No;
    }
    match (&holder.place.city, &party.place.city) {
        (Some(a), Some(b)) => {
            (a.eq_ignore_ascii_case(b) && in_state(party, holder) == Known::Yes).into()
        }
        (_, None) | (None, _) => Known::No,
    }
}

/// Whether a party is of the holder's state. Federal and foreign bodies are of none.
fn in_state(party: &Party, holder: &Party) -> Known {
    if party.kind.is_federal() || party.kind == PartyKind::Foreign {
        return Known::No;
    }
    match (&holder.place.state, &party.place.state) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b).into(),
        _ => Known::Unknown,
    }
}

fn context(
    d: &Derived,
    holders_state_law_loaded: bool,
) -> Result<BTreeMap<String, RestrictedExpression>, String> {
    let set = |kinds: &std::collections::BTreeSet<terms::InstrumentKind>| {
        kinds
            .iter()
            .map(|k| word("InstrumentKind", k.word()))
            .collect::<Result<Vec<_>, _>>()
            .map(RestrictedExpression::new_set)
    };
    let flag = RestrictedExpression::new_bool;
    let pairs = [
        ("holder", word("Party", "holder")?),
        ("beneficiary", word("Party", "beneficiary")?),
        ("for_contradicted", flag(d.is_for_contradicted)),
        ("class_contradicted", flag(d.is_class_contradicted)),
        ("words_unclear", flag(d.are_words_unclear)),
        ("possibly_for", word("PartyKind", d.possibly_for.word())?),
        ("possibly_for_other_state", flag(d.possibly_for_other_state)),
        ("for_unnamed_agency", known(d.for_unnamed_agency)?),
        ("asker_is_holder", known(same(&d.asker, &d.holder))?),
        ("beneficiary_is_holder", known(same(&d.beneficiary, &d.holder))?),
        ("beneficiary_is_asker", known(same(&d.beneficiary, &d.asker))?),
        ("asker_in_holders_city", known(in_city(&d.asker, &d.holder))?),
        ("beneficiary_in_holders_city", known(in_city(&d.beneficiary, &d.holder))?),
        ("asker_in_holders_state", known(in_state(&d.asker, &d.holder))?),
        ("beneficiary_in_holders_state", known(in_state(&d.beneficiary, &d.holder))?),
        ("holders_state_law_loaded", flag(holders_state_law_loaded)),
        ("purpose", word("PurposeClass", d.purpose.word())?),
        ("immigration_purpose", known(d.immigration.known())?),
        ("has_case_number", flag(d.has_case_number)),
        ("case_proved", known(d.case_proved)?),
        ("instruments", set(&d.papers.verified)?),
        ("instruments_unverified", set(&d.papers.unverified)?),
        ("federal_paper", flag(d.papers.is_federal)),
        ("paper_of_other_state", flag(d.papers.of_other_state)),
        ("paper_covers_ask", known(d.papers.covers_ask)?),
        ("judge_paper_covers_ask", known(d.papers.judge_covers_ask)?),
        ("agreement_exists", known(d.agreement.exists)?),
        ("agreement_plate_reader_interagency", known(d.agreement.plate_reader_interagency)?),
        ("agreement_no_immigration_use", known(d.agreement.no_immigration_use)?),
        ("agreement_no_onward_sharing", known(d.agreement.no_onward_sharing)?),
        ("agreement_purpose_recipient_audit", known(d.agreement.purpose_recipient_audit)?),
        ("readable_by_immigration_authority", known(d.readable_by_immigration_authority)?),
        ("relation", word("Relation", d.relation.word())?),
        ("public_agency_determination", known(d.public_agency_determination)?),
        ("values_exception", word("ValuesException", exception_word(d.values_exception))?),
        ("names_task_force", flag(d.names_task_force)),
        ("attested_no_onward_sharing", known(d.attested_no_onward_sharing)?),
        ("access_record_date_time", known(d.access.date_time)?),
        ("access_record_query_elements", known(d.access.query_elements)?),
        ("access_record_username", known(d.access.username)?),
        ("user_grant_complete", known(d.user_grant_complete)?),
    ];
    Ok(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
}

const fn exception_word(exception: Option<ValuesException>) -> &'static str {
    match exception {
        Some(ValuesException::B1) => "b1",
        Some(ValuesException::B2) => "b2",
        Some(ValuesException::B3) => "b3",
        Some(ValuesException::B4) => "b4",
        Some(ValuesException::B5) => "b5",
        None => "none",
    }
}
