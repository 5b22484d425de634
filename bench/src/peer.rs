//! The same policies and asks for Cedar's plain authorizer and for regorus.
//!
//! Both are asked for every policy that holds, and not only for a decision, since a ruling names
//! its grounds; so forbids and permits are two sets for Cedar, and one set of ids in Rego.

use crate::rego;
use cedar_policy::{
    Authorizer, Context, Entities, EntityUid, PolicyId, PolicySet, Request, Schema,
};
use law::StatuteFile;
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value as Rego};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::error::Error;

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Every policy of a law, for each of the peers.
pub struct Peers {
    schema: Schema,
    forbids: PolicySet,
    permits: PolicySet,
    engine: Engine,
    machine: RegoVM,
}

/// One ask, ready for each of them.
pub struct Posed {
    request: Request,
    entities: Entities,
    input: Rego,
}

const ENTRY: &str = "data.headworks.held";

impl Peers {
    pub fn read(files: &[StatuteFile]) -> Fallible<Self> {
        let schema = files.iter().find(|f| f.path == "schema.cedarschema").ok_or("no schema")?;
        let (schema, _) = Schema::from_cedarschema_str(&schema.text)?;
        let (mut forbids, mut permits) = (PolicySet::new(), PolicySet::new());
        let mut rego = rego::Module::new();
        for file in files.iter().filter(|f| f.path.ends_with("policy.cedar")) {
            let set: PolicySet = file.text.parse()?;
            for policy in set.policies() {
                let id = policy.annotation("id").ok_or("a policy without @id")?;
                rego.add(id, &policy.to_json()?)?;
                let named = policy.new_id(PolicyId::new(id));
                match policy.effect() {
                    cedar_policy::Effect::Forbid => forbids.add(named)?,
                    cedar_policy::Effect::Permit => permits.add(named)?,
                }
            }
        }
        let mut engine = Engine::new();
        engine.add_policy("headworks.rego".to_owned(), rego.text())?;
        let compiled = engine.compile_with_entrypoint(&ENTRY.into())?;
        let program = Compiler::compile_from_policy(&compiled, &[ENTRY])?;
        let mut machine = RegoVM::new_with_policy(compiled);
        machine.load_program(program);
        machine.set_data(Rego::new_object())?;
        Ok(Self { schema, forbids, permits, engine, machine })
    }

    pub fn policies(&self) -> usize {
        self.forbids.policies().count() + self.permits.policies().count()
    }

    /// Makes an ask ready. Not timed: every peer gets its own form of it for nothing.
    pub fn pose(&self, posed: &Value) -> Fallible<Posed> {
        let mut context = posed["context"].clone();
        let mut entities = vec![
            entity("Party", "asker", &posed["principal"]),
            entity("Records", "asked", &posed["resource"]),
        ];
        for party in ["beneficiary", "holder"] {
            entities.push(entity("Party", party, &context[party]));
            context[party] = json!({ "__entity": { "type": "Party", "id": party } });
        }
        let uid = |kind: &str, id: &str| -> Fallible<EntityUid> {
            Ok(format!("{kind}::\"{id}\"").parse()?)
        };
        let action = uid("Action", posed["action"].as_str().unwrap_or_default())?;
        let context = Context::from_json_value(context, Some((&self.schema, &action)))?;
        Ok(Posed {
            request: Request::new(
                uid("Party", "asker")?,
                action,
                uid("Records", "asked")?,
                context,
                Some(&self.schema),
            )?,
            entities: Entities::from_json_value(entities.into(), Some(&self.schema))?,
            input: Rego::from_json_str(&rego::plain(posed).to_string())?,
        })
    }

    /// Two calls of Cedar's authorizer.
    pub fn cedar(&self, posed: &Posed) -> BTreeSet<String> {
        let mut held = BTreeSet::new();
        for set in [&self.forbids, &self.permits] {
            let response = Authorizer::new().is_authorized(&posed.request, set, &posed.entities);
            held.extend(response.diagnostics().reason().map(ToString::to_string));
        }
        held
    }

    /// One query of regorus's interpreter.
    pub fn regorus(&mut self, posed: &Posed) -> Fallible<BTreeSet<String>> {
        self.engine.set_input(posed.input.clone());
        ids(&self.engine.eval_rule(ENTRY.to_owned())?)
    }

    /// One run of regorus's virtual machine.
    pub fn regorus_machine(&mut self, posed: &Posed) -> Fallible<BTreeSet<String>> {
        self.machine.set_input(posed.input.clone());
        ids(&self.machine.execute_entry_point_by_name(ENTRY)?)
    }
}

fn ids(set: &Rego) -> Fallible<BTreeSet<String>> {
    Ok(set.as_set()?.iter().map(|id| Ok(id.as_string()?.to_string())).collect::<Fallible<_>>()?)
}

fn entity(kind: &str, id: &str, attributes: &Value) -> Value {
    json!({ "uid": { "type": kind, "id": id }, "attrs": attributes, "parents": [] })
}
