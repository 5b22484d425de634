//! What the policies are asked, in Cedar's own terms.

use crate::attributes::{Attribute, On, Value};
use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
    Schema,
};
use std::collections::BTreeMap;
use std::str::FromStr;
use terms::Door;

/// No entity of this vocabulary stands above another.
const NO_PARENTS: [EntityUid; 0] = [];

/// A request and the entities it speaks of.
pub(crate) struct Posed {
    pub(crate) request: Request,
    pub(crate) entities: Entities,
}

/// Puts an ask to Cedar. Checked against the schema: a word that the schema does not know is an
/// error here, never a policy that silently does not match.
pub(crate) fn pose(door: Door, table: &[Attribute], schema: &Schema) -> Result<Posed, String> {
    let entities = [
        entity("Party", "asker", table, On::Asker)?,
        entity("Party", "beneficiary", table, On::Beneficiary)?,
        entity("Party", "holder", table, On::Holder)?,
        entity("Records", "asked", table, On::Records)?,
    ];
    let entities = Entities::from_entities(entities, Some(schema)).map_err(|e| e.to_string())?;
    let mut pairs = pairs(table, On::Context)?;
    for party in ["beneficiary", "holder"] {
        pairs.insert(party.to_owned(), word("Party", party)?);
    }
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

pub(crate) fn uid(kind: &str, id: &str) -> Result<EntityUid, String> {
    let kind = EntityTypeName::from_str(kind).map_err(|e| e.to_string())?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

pub(crate) fn word(kind: &str, id: &str) -> Result<RestrictedExpression, String> {
    uid(kind, id).map(RestrictedExpression::new_entity_uid)
}

pub(crate) fn entity(kind: &str, id: &str, table: &[Attribute], on: On) -> Result<Entity, String> {
    let attributes = pairs(table, on)?.into_iter().collect();
    Entity::new(uid(kind, id)?, attributes, NO_PARENTS.into_iter().collect())
        .map_err(|e| e.to_string())
}

fn pairs(table: &[Attribute], on: On) -> Result<BTreeMap<String, RestrictedExpression>, String> {
    let mut pairs = BTreeMap::new();
    for attribute in table.iter().filter(|a| a.on == on) {
        if let Some(said) = said(&attribute.value)? {
            pairs.insert(attribute.name.to_owned(), said);
        }
    }
    Ok(pairs)
}

fn said(value: &Value) -> Result<Option<RestrictedExpression>, String> {
    Ok(Some(match value {
        Value::Flag(flag) => RestrictedExpression::new_bool(*flag),
        Value::Number(None) => return Ok(None),
        Value::Number(Some(number)) => RestrictedExpression::new_long(*number),
        Value::Text(text) => RestrictedExpression::new_string(text.clone()),
        Value::Word(kind, id) => word(kind, id)?,
        Value::Words(kind, ids) => {
            let words = ids.iter().map(|id| word(kind, id)).collect::<Result<Vec<_>, _>>()?;
            RestrictedExpression::new_set(words)
        }
    }))
}
