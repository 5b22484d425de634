//! Policies in Cedar's JSON form, taken apart and put together.
//!
//! In: a policy. Out: another made of its parts. Never: guesses at a shape it does not know; that
//! is an error, since a part left out would be a law left out.

use crate::Error;
use cedar_policy::{Policy, PolicyId as CedarId};
use serde_json::{Value, json};

/// A policy's JSON form.
pub(super) fn of(policy: &Policy) -> Result<Value, Error> {
    policy.to_json().map_err(|e| broken(&e))
}

/// The JSON form of a policy without scope and clauses.
pub(super) fn everything(effect: &str) -> Value {
    let all = json!({ "op": "All" });
    json!({ "effect": effect, "principal": all, "action": all, "resource": all, "conditions": [] })
}

/// The policy that a JSON form describes.
pub(super) fn policy(id: &str, whole: Value) -> Result<Policy, Error> {
    Policy::from_json(Some(CedarId::new(id)), whole).map_err(|e| broken(&e))
}

/// The clauses of a policy.
pub(super) fn conditions(whole: &mut Value) -> Result<&mut Vec<Value>, Error> {
    whole
        .get_mut("conditions")
        .and_then(Value::as_array_mut)
        .ok_or_else(|| broken(&"a policy without clauses in its JSON form"))
}

/// Everything a policy asks, scope and clauses, as one expression.
pub(super) fn expression(whole: &Value) -> Result<Value, Error> {
    let mut parts = Vec::new();
    for variable in ["principal", "action", "resource"] {
        let scope =
            whole.get(variable).ok_or_else(|| broken(&"a policy without a scope in its JSON"))?;
        parts.extend(scope_of(variable, scope)?);
    }
    let clauses = whole.get("conditions").and_then(Value::as_array).into_iter().flatten();
    for clause in clauses {
        let body = clause.get("body").ok_or_else(|| unknown(clause))?;
        match clause.get("kind").and_then(Value::as_str) {
            Some("when") => parts.push(body.clone()),
            Some("unless") => parts.push(json!({ "!": { "arg": body } })),
            _ => return Err(unknown(clause)),
        }
    }
    let all = parts.into_iter().reduce(|all, one| json!({ "&&": { "left": all, "right": one } }));
    Ok(all.unwrap_or_else(|| json!({ "Value": true })))
}

/// One part of a scope as an expression; none where it takes everything.
fn scope_of(variable: &str, scope: &Value) -> Result<Option<Value>, Error> {
    let left = json!({ "Var": variable });
    let entity = |of: &Value| json!({ "Value": { "__entity": of } });
    let op = scope.get("op").and_then(Value::as_str).unwrap_or_default();
    let right = match (scope.get("entity"), scope.get("entities").and_then(Value::as_array)) {
        (Some(one), _) => Some(entity(one)),
        (None, Some(several)) => {
            Some(json!({ "Set": several.iter().map(entity).collect::<Vec<_>>() }))
        }
        (None, None) => None,
    };
    match (op, right) {
        ("All", None) => Ok(None),
        ("==" | "in", Some(right)) => Ok(Some(json!({ op: { "left": left, "right": right } }))),
        ("is", None) if scope.get("in").is_none() => {
            let kind = scope.get("entity_type").ok_or_else(|| unknown(scope))?;
            Ok(Some(json!({ "is": { "left": left, "entity_type": kind } })))
        }
        _ => Err(unknown(scope)),
    }
}

fn unknown(part: &Value) -> Error {
    broken(&format!("cannot compose a policy with this part: {part}"))
}

/// Cedar could not read or write what was put together here.
pub(super) fn broken(why: &impl std::fmt::Display) -> Error {
    Error::Prove { why: why.to_string() }
}
