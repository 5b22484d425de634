//! An ask as a table, in which one value at a time can be made ordinary.
//!
//! In: a request with its entities, the solver's or our own. Out: the same as a table, and a
//! request again. Never: adds a value that was not there.

use cedar_policy::{Context, Entities, Entity, EntityUid, Request, Schema};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A request as a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Scene {
    action: EntityUid,
    /// The type of each thing that has attributes of its own.
    kinds: BTreeMap<String, String>,
    /// Each attribute by the thing it hangs on and its name: `("context.holder", "state")`.
    table: BTreeMap<(String, String), Value>,
}

pub(super) const ASKER: &str = "principal";
pub(super) const ASKED: &str = "resource";
pub(super) const CONTEXT: &str = "context";

impl Scene {
    /// Reads a request. None where a part of it is missing or is no such table.
    pub(super) fn read(request: &Request, entities: &Entities) -> Option<Self> {
        let mut scene = Self {
            action: request.action()?.clone(),
            kinds: BTreeMap::new(),
            table: BTreeMap::new(),
        };
        scene.add(ASKER, entities.get(request.principal()?)?)?;
        scene.add(ASKED, entities.get(request.resource()?)?)?;
        let context = request.context()?.to_json_value().ok()?;
        for (name, value) in context.as_object()? {
            let entity = uid_of(value).and_then(|uid| entities.get(&uid));
            match entity.filter(|e| e.attrs().next().is_some()) {
                Some(entity) => scene.add(&format!("{CONTEXT}.{name}"), entity)?,
                None => scene.put(CONTEXT, name, Some(value.clone())),
            }
        }
        Some(scene)
    }

    fn add(&mut self, thing: &str, entity: &Entity) -> Option<()> {
        let json = entity.to_json_value().ok()?;
        self.kinds.insert(thing.to_owned(), entity.uid().type_name().to_string());
        for (name, value) in json.get("attrs")?.as_object()? {
            self.put(thing, name, Some(value.clone()));
        }
        Some(())
    }

    /// The value of an attribute, if it is there.
    pub(super) fn value(&self, thing: &str, name: &str) -> Option<&Value> {
        self.table.get(&(thing.to_owned(), name.to_owned()))
    }

    /// Every attribute: the thing, the name, the value.
    pub(super) fn values(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.table.iter().map(|((thing, name), value)| (thing.as_str(), name.as_str(), value))
    }

    fn put(&mut self, thing: &str, name: &str, value: Option<Value>) {
        let key = (thing.to_owned(), name.to_owned());
        match value {
            Some(value) => self.table.insert(key, value),
            None => self.table.remove(&key),
        };
    }

    /// The request again.
    pub(super) fn pose(&self, schema: &Schema) -> Option<(Request, Entities)> {
        let mut entities = Vec::new();
        let mut context = self.attributes(CONTEXT);
        for (thing, kind) in &self.kinds {
            let name = thing.strip_prefix("context.").unwrap_or(thing);
            let uid = json!({ "type": kind, "id": name });
            entities.push(json!({ "uid": uid, "attrs": self.attributes(thing), "parents": [] }));
            if name != thing {
                context.insert(name.to_owned(), json!({ "__entity": uid }));
            }
        }
        let uid = |thing: &str| {
            let kind = self.kinds.get(thing)?;
            EntityUid::from_json(json!({ "type": kind, "id": thing })).ok()
        };
        let entities = Entities::from_json_value(entities.into(), Some(schema)).ok()?;
        let context =
            Context::from_json_value(context.into(), Some((schema, &self.action))).ok()?;
        let action = self.action.clone();
        let request = Request::new(uid(ASKER)?, action, uid(ASKED)?, context, Some(schema)).ok()?;
        Some((request, entities))
    }

    fn attributes(&self, thing: &str) -> Map<String, Value> {
        let of_thing = self.values().filter(|(of, _, _)| *of == thing);
        of_thing.map(|(_, name, value)| (name.to_owned(), value.clone())).collect()
    }

    /// Makes every value ordinary that can be, as long as `still` holds of the request.
    pub(super) fn reduced(
        mut self,
        ordinary: &Self,
        schema: &Schema,
        still: impl Fn(&Request, &Entities) -> bool,
    ) -> Self {
        let holds = |scene: &Self| scene.pose(schema).is_some_and(|(r, e)| still(&r, &e));
        loop {
            let before = self.clone();
            for (thing, name, value) in before.values() {
                for simpler in simpler(value, ordinary.value(thing, name)) {
                    let mut changed = self.clone();
                    changed.put(thing, name, simpler);
                    if holds(&changed) {
                        self = changed;
                        break;
                    }
                }
            }
            // Each round makes at least one value ordinary or shorter, so this ends.
            if self == before {
                return self;
            }
        }
    }
}

/// What a value could be instead, plainest first: the ordinary value, or a set with one word less.
fn simpler(value: &Value, ordinary: Option<&Value>) -> Vec<Option<Value>> {
    if Some(value) == ordinary {
        return Vec::new();
    }
    let mut found = vec![ordinary.cloned()];
    if let Value::Array(words) = value {
        for left_out in 0..words.len() {
            let mut fewer = words.clone();
            fewer.remove(left_out);
            found.push(Some(Value::Array(fewer)));
        }
    }
    found
}

/// The entity that a value names.
fn uid_of(value: &Value) -> Option<EntityUid> {
    EntityUid::from_json(value.get("__entity")?.clone()).ok()
}
