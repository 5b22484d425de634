//! Policies of a pack: renamed by `@id`, sorted by role, checked.
//!
//! Cedar does not use `@id` as the policy's id by itself, so every policy is renamed on load; a
//! missing or double id is refused. A `forbid` is a *bar* (or, in the base pack, a *default*); a
//! `permit` is an *exception* to named bars, the *basis* of a share, a *duty*, or, in the base pack
//! only, a *permission*. Never: lets a statute pack permit.

use crate::Error;
use crate::due::DueRule;
use cedar_policy::{ActionConstraint, Effect, EntityUid, Policy, PolicyId as CedarId, PolicySet};
use std::collections::BTreeMap;
use terms::{Door, InstrumentKind, LimitKind, Outcome, PolicyId, ProvisionId, TextStatus};

/// A policy's place in the house.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// Forbids, and in a statute pack is the only thing that can refuse.
    Bar,
    /// Told as a ground of a share.
    Basis,
    /// Refuses where no permission holds and nothing else refuses (base pack only).
    Default,
    /// Attaches a duty, whatever the outcome.
    Duty { text: String },
    /// Opens the bars it names, or lowers them to refer.
    Exception { opens: Vec<PolicyId>, to: Outcome, conditions: Vec<String> },
    /// Without one of these nothing is shared (base pack only).
    Permission,
}

/// A policy with everything its annotations say.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: PolicyId,
    pub(crate) provision: ProvisionId,
    pub(crate) citation: String,
    pub(crate) because: String,
    pub(crate) role: Role,
    /// What a bar or default leads to.
    pub(crate) then: Outcome,
    pub(crate) lowered_by: Vec<InstrumentKind>,
    pub(crate) open_question: Option<String>,
    pub(crate) text_status: Option<TextStatus>,
    pub(crate) limit: Option<LimitKind>,
    pub(crate) rests_on_missing_fact: bool,
    /// It holds for an immigration purpose; where that is presumed, it rests on a missing fact.
    pub(crate) is_about_immigration: bool,
    /// Never shown to the asker.
    pub(crate) is_quiet: bool,
    /// A duty that the law only asks to be considered.
    pub(crate) is_advice: bool,
    /// When a duty is due.
    pub(crate) due: Option<DueRule>,
    pub(crate) cedar: Policy,
}

const KNOWN_ANNOTATIONS: [&str; 16] = [
    "advice",
    "because",
    "cite",
    "due",
    "duty",
    "id",
    "immigration",
    "limit",
    "lowered_by",
    "missing_fact",
    "opens",
    "question",
    "quiet",
    "role",
    "text_status",
    "then",
];

impl Rule {
    /// Whether it speaks of matters, and not of asks: its scope names the action `Keep`.
    pub(crate) fn is_of_matters(&self) -> bool {
        let keep = |uid: &EntityUid| uid.id().unescaped() == KEEP;
        match self.cedar.action_constraint() {
            ActionConstraint::Any => false,
            ActionConstraint::Eq(uid) => keep(&uid),
            ActionConstraint::In(uids) => uids.iter().any(keep),
        }
    }

    /// The doors its scope names; all of them where it names none.
    pub(crate) fn doors(&self) -> Vec<Door> {
        let named = |uid: &EntityUid| {
            Door::ALL.into_iter().find(|door| uid.id().unescaped() == door.action())
        };
        match self.cedar.action_constraint() {
            ActionConstraint::Any => Door::ALL.to_vec(),
            ActionConstraint::Eq(uid) => named(&uid).into_iter().collect(),
            ActionConstraint::In(uids) => uids.iter().filter_map(named).collect(),
        }
    }
}

/// The action of matters.
pub(crate) const KEEP: &str = "Keep";

/// Reads the policies of one file, each renamed by its `@id`.
pub(crate) fn read(path: &str, text: &str, in_base: bool) -> Result<Vec<Rule>, Error> {
    let parsed: PolicySet = text.parse().map_err(|e: cedar_policy::ParseErrors| cedar(path, &e))?;
    if parsed.templates().next().is_some() {
        return Err(refuse(path, "?", "templates are not used here: write the policy out"));
    }
    let mut rules = BTreeMap::new();
    for policy in parsed.policies() {
        let rule = read_one(path, policy, in_base)?;
        if let Some(first) = rules.insert(rule.id.clone(), rule) {
            return Err(refuse(path, &first.id.0, "two policies have this @id: ids are unique"));
        }
    }
    Ok(rules.into_values().collect())
}

fn cedar(path: &str, why: &impl std::fmt::Display) -> Error {
    Error::Cedar { path: path.to_owned(), why: why.to_string() }
}

fn refuse(path: &str, policy: &str, why: &str) -> Error {
    Error::Policy { path: path.to_owned(), policy: policy.to_owned(), why: why.to_owned() }
}

fn read_one(path: &str, policy: &Policy, in_base: bool) -> Result<Rule, Error> {
    let place = policy.id().to_string();
    let must = |key: &str| {
        policy.annotation(key).filter(|v| !v.trim().is_empty()).map(str::to_owned).ok_or_else(
            || {
                let name = policy.annotation("id").unwrap_or(&place);
                refuse(path, name, &format!("@{key} is missing or empty"))
            },
        )
    };
    let id = must("id")?;
    let no = |why: &str| refuse(path, &id, why);
    for (key, _) in policy.annotations() {
        if !KNOWN_ANNOTATIONS.contains(&key) && !key.starts_with("condition_") {
            return Err(no(&format!("@{key} is not an annotation of this house")));
        }
    }
    let Some((provision, rest)) = id.split_once('/') else {
        return Err(no("an @id is a provision and a name, as `CA-SB34-SHARE/federal`"));
    };
    if rest.is_empty() || rest.contains(['/', '#']) {
        return Err(no("the part of an @id after its `/` is one plain name"));
    }
    let role = role(path, &id, policy, in_base)?;
    let then = then(policy, &role).map_err(|why| no(&why))?;
    let lowered_by = lowered_by(policy).map_err(|why| no(&why))?;
    if matches!(role, Role::Bar) && then == Outcome::Withhold && lowered_by.is_none() {
        return Err(no(
            "a forbid that withholds lists in @lowered_by the papers that lower it to \
                       refer, so that no pack silently refuses a judge or a grand jury",
        ));
    }
    let limit = limit(policy, &role).map_err(|why| no(&why))?;
    let text_status = text_status(policy).map_err(|why| no(&why))?;
    let flag = |key: &str| match policy.annotation(key) {
        None => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(no(&format!("@{key} is \"true\" or left out"))),
    };
    let due = due(policy, &role).map_err(|why| no(&why))?;
    let rule = Rule {
        rests_on_missing_fact: flag("missing_fact")?,
        is_about_immigration: flag("immigration")?,
        is_quiet: flag("quiet")?,
        is_advice: flag("advice")?,
        due,
        provision: ProvisionId(provision.to_owned()),
        citation: must("cite")?,
        because: must("because")?,
        role,
        then,
        lowered_by: lowered_by.unwrap_or_default(),
        open_question: policy.annotation("question").map(str::to_owned),
        text_status,
        limit,
        cedar: policy.new_id(CedarId::new(&id)),
        id: PolicyId(id.clone()),
    };
    if rule.is_of_matters() && !matches!(rule.role, Role::Duty { .. }) {
        return Err(no("on the action Keep stand duties alone (@duty): nothing is asked there"));
    }
    Ok(rule)
}

fn role(path: &str, id: &str, policy: &Policy, in_base: bool) -> Result<Role, Error> {
    let no = |why: &str| Err(refuse(path, id, why));
    let word = policy.annotation("role");
    let opens = policy.annotation("opens");
    let duty = policy.annotation("duty");
    match (policy.effect(), word, opens, duty) {
        (Effect::Forbid, None, None, None) => Ok(Role::Bar),
        (Effect::Forbid, Some("default"), None, None) if in_base => Ok(Role::Default),
        (Effect::Permit, Some("permission"), None, None) if in_base => Ok(Role::Permission),
        (Effect::Permit, Some("basis"), None, None) => Ok(Role::Basis),
        (Effect::Permit, None, None, Some(text)) => Ok(Role::Duty { text: text.to_owned() }),
        (Effect::Permit, None, Some(opens), None) => {
            let to = match policy.annotation("then") {
                Some("refer") => Outcome::Refer,
                // Any other word is refused by `then`.
                _ => Outcome::Share,
            };
            let opens = opens.split(',').map(|o| PolicyId(o.trim().to_owned())).collect();
            Ok(Role::Exception { opens, to, conditions: conditions(path, id, policy)? })
        }
        (Effect::Permit, Some("permission"), ..) | (_, Some("default"), ..) => {
            no("permissions and defaults live in the base pack: a statute only narrows")
        }
        (Effect::Permit, None, None, None) => no(
            "a permit is an exception (@opens), a basis (@role(\"basis\")) or a duty (@duty): a \
                statute only narrows",
        ),
        _ => no("@role, @opens and @duty do not go together, or do not fit permit or forbid"),
    }
}

/// The conditions of an exception in words: one for each of its `when` clauses.
fn conditions(path: &str, id: &str, policy: &Policy) -> Result<Vec<String>, Error> {
    let clauses =
        clause_count(policy).ok_or_else(|| cedar(path, &"the policy has no JSON form"))?;
    let mut told = Vec::new();
    for n in 1..=clauses {
        let key = format!("condition_{n}");
        let Some(words) = policy.annotation(&key) else {
            return Err(refuse(
                path,
                id,
                &format!("clause {n} has no @{key}: say in words what it asks"),
            ));
        };
        told.push(words.to_owned());
    }
    let stated = policy.annotations().filter(|(k, _)| k.starts_with("condition_")).count();
    if stated != clauses || clauses == 0 {
        return Err(refuse(path, id, "an exception has as many @condition_N as `when` clauses"));
    }
    Ok(told)
}

fn clause_count(policy: &Policy) -> Option<usize> {
    policy.to_json().ok()?.get("conditions")?.as_array().map(Vec::len)
}

fn then(policy: &Policy, role: &Role) -> Result<Outcome, String> {
    match (policy.annotation("then"), role) {
        (Some("withhold"), Role::Bar | Role::Default) => Ok(Outcome::Withhold),
        (Some("refer"), Role::Bar | Role::Default | Role::Exception { .. }) => Ok(Outcome::Refer),
        (None, Role::Bar | Role::Default) => {
            Err("a forbid says @then(\"withhold\") or @then(\"refer\")".to_owned())
        }
        (None, _) => Ok(Outcome::Share),
        (Some(word), _) => Err(format!("@then(\"{word}\") does not fit this policy")),
    }
}

fn due(policy: &Policy, role: &Role) -> Result<Option<DueRule>, String> {
    let is_duty = matches!(role, Role::Duty { .. });
    let Some(words) = policy.annotation("due") else {
        return match policy.annotation("advice") {
            Some(_) if !is_duty => Err("@advice stands on a duty".to_owned()),
            _ => Ok(None),
        };
    };
    if !is_duty {
        return Err("@due stands on a duty".to_owned());
    }
    DueRule::read(words).map(Some)
}

fn limit(policy: &Policy, role: &Role) -> Result<Option<LimitKind>, String> {
    let Some(word) = policy.annotation("limit") else { return Ok(None) };
    if !matches!(role, Role::Basis | Role::Permission | Role::Exception { .. }) {
        return Err("@limit stands on a permission, an exception or a basis".to_owned());
    }
    LimitKind::read(word).map(Some).ok_or_else(|| format!("`{word}` is no limit"))
}

fn text_status(policy: &Policy) -> Result<Option<TextStatus>, String> {
    match policy.annotation("text_status") {
        None => Ok(None),
        Some("house_rule") => Ok(Some(TextStatus::HouseRule)),
        Some("verified") => Ok(Some(TextStatus::Verified)),
        Some("secondary") => Ok(Some(TextStatus::Secondary)),
        Some("memory") => Ok(Some(TextStatus::Memory)),
        Some(word) => Err(format!("`{word}` is no text status")),
    }
}

fn lowered_by(policy: &Policy) -> Result<Option<Vec<InstrumentKind>>, String> {
    let Some(list) = policy.annotation("lowered_by") else { return Ok(None) };
    list.split(',')
        .map(|word| {
            let word = word.trim();
            InstrumentKind::ALL
                .into_iter()
                .find(|k| k.word() == word)
                .ok_or_else(|| format!("`{word}` in @lowered_by is no instrument"))
        })
        .collect::<Result<Vec<_>, _>>()
        .map(Some)
}
