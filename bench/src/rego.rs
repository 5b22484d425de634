//! Cedar policies as Rego, from Cedar's own JSON form of them.
//!
//! `held` is the set of the ids of all policies that hold. What Rego cannot say inside a rule (or,
//! not, if) becomes a rule of its own. Whatever is not understood is an error, so that the two are
//! equivalent or there is no figure.

use serde_json::Value;
use std::fmt::Write as _;

/// A Rego module in the making.
pub struct Module {
    text: String,
    rules: usize,
}

impl Module {
    pub fn new() -> Self {
        Self { text: "package headworks\n\nimport rego.v1\n".to_owned(), rules: 0 }
    }

    pub fn text(self) -> String {
        self.text
    }

    /// Adds a policy, by its JSON form.
    pub fn add(&mut self, id: &str, policy: &Value) -> Result<(), String> {
        let mut body = Vec::new();
        let action = &policy["action"];
        match action["op"].as_str() {
            Some("All") => {}
            Some("==") => body.push(format!("input.action == {}", action["entity"]["id"])),
            Some("in") => {
                // One action may stand without brackets.
                let one = action.get("entity").into_iter();
                let all = one.chain(action["entities"].as_array().into_iter().flatten());
                let ids: Vec<String> = all.map(|e| e["id"].to_string()).collect();
                body.push(format!("input.action in {{{}}}", ids.join(", ")));
            }
            _ => return Err(format!("{id}: scope {action}")),
        }
        for clause in policy["conditions"].as_array().into_iter().flatten() {
            let held = self.literals(&clause["body"])?;
            match clause["kind"].as_str() {
                Some("when") => body.extend(held),
                _ => body.push(format!("not {}", self.rule(&[held]))),
            }
        }
        if body.is_empty() {
            body.push("true".to_owned());
        }
        write!(self.text, "\nheld contains {id:?} if {{\n  {}\n}}\n", body.join("\n  "))
            .map_err(|e| e.to_string())
    }

    /// A rule that is true where one of the bodies holds, and its name.
    fn rule(&mut self, bodies: &[Vec<String>]) -> String {
        self.rules += 1;
        let name = format!("r{}", self.rules);
        for body in bodies {
            let _ = write!(self.text, "\n{name} if {{\n  {}\n}}\n", body.join("\n  "));
        }
        name
    }

    /// An expression as lines of a body that hold where it is true.
    fn literals(&mut self, json: &Value) -> Result<Vec<String>, String> {
        let (op, of) = only(json)?;
        let (left, right) = (&of["left"], &of["right"]);
        Ok(match op {
            "&&" => {
                let mut both = self.literals(left)?;
                both.extend(self.literals(right)?);
                both
            }
            "||" => {
                let bodies = [self.literals(left)?, self.literals(right)?];
                vec![self.rule(&bodies)]
            }
            "!" => {
                let held = self.literals(&of["arg"])?;
                vec![format!("not {}", self.rule(&[held]))]
            }
            "if-then-else" => {
                let test = self.literals(&of["if"])?;
                let not = format!("not {}", self.rule(std::slice::from_ref(&test)));
                let (mut then, mut other) = (test, vec![not]);
                then.extend(self.literals(&of["then"])?);
                other.extend(self.literals(&of["else"])?);
                vec![self.rule(&[then, other])]
            }
            "has" => vec![format!("{}.{} != null", term(&of["left"])?, word(&of["attr"])?)],
            "==" | "!=" | "<" | "<=" | ">" | ">=" => {
                vec![format!("{} {op} {}", term(left)?, term(right)?)]
            }
            "in" => vec![format!("{} in {}", term(left)?, term(right)?)],
            "contains" => vec![format!("{} in {}", term(right)?, term(left)?)],
            "containsAny" => {
                self.rules += 1;
                let one = format!("w{}", self.rules);
                vec![format!("some {one} in {}", term(right)?), format!("{one} in {}", term(left)?)]
            }
            "containsAll" => {
                vec![format!("every w in {} {{ w in {} }}", term(right)?, term(left)?)]
            }
            "isEmpty" => vec![format!("count({}) == 0", term(&of["arg"])?)],
            "." | "Value" => vec![format!("{} == true", term(json)?)],
            _ => return Err(format!("`{op}` has no translation")),
        })
    }
}

fn term(json: &Value) -> Result<String, String> {
    let (op, of) = only(json)?;
    Ok(match op {
        "Var" => format!("input.{}", word(of)?),
        "." => format!("{}.{}", term(&of["left"])?, word(&of["attr"])?),
        "Set" => {
            let all: Result<Vec<String>, String> =
                of.as_array().into_iter().flatten().map(term).collect();
            format!("{{{}}}", all?.join(", "))
        }
        "Value" => match of.get("__entity") {
            Some(uid) => uid["id"].to_string(),
            None => of.to_string(),
        },
        _ => return Err(format!("`{op}` is no term")),
    })
}

fn word(json: &Value) -> Result<&str, String> {
    json.as_str().ok_or_else(|| format!("{json} is no word"))
}

fn only(json: &Value) -> Result<(&str, &Value), String> {
    let map = json.as_object().filter(|map| map.len() == 1);
    map.and_then(|map| map.iter().next())
        .map(|(op, of)| (op.as_str(), of))
        .ok_or_else(|| format!("{json} is no expression"))
}

/// What is asked, with every word as a plain text.
pub fn plain(value: &Value) -> Value {
    match value {
        Value::Object(map) => match map.get("__entity") {
            Some(uid) => uid["id"].clone(),
            None => map.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
        },
        Value::Array(all) => all.iter().map(plain).collect(),
        other => other.clone(),
    }
}
