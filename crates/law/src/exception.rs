//! Exceptions, weighed clause by clause: a ruling names what failed.

use crate::Error;
use crate::policy::{Role, Rule};
use cedar_policy::{Authorizer, Entities, Policy, PolicyId as CedarId, PolicySet, Request};
use std::collections::BTreeSet;
use terms::{Considered, Outcome, PolicyId, ProvisionId};

/// An exception of a pack, split into its clauses.
///
/// Cedar tells only whether a policy held, so each `when` clause stands as a policy of its own,
/// with the exception's scope; one more has the scope alone, and tells whether the exception
/// could apply at this door at all.
#[derive(Debug)]
pub(crate) struct Exception {
    pub(crate) id: PolicyId,
    pub(crate) provision: ProvisionId,
    pub(crate) opens: Vec<PolicyId>,
    pub(crate) to: Outcome,
    citation: String,
    because: String,
    is_quiet: bool,
    conditions: Vec<String>,
    scope: CedarId,
    clauses: Vec<CedarId>,
    pub(crate) split: PolicySet,
}

impl Exception {
    /// Splits an exception. `None` for any other rule.
    pub(crate) fn split(path: &str, rule: &Rule) -> Result<Option<Self>, Error> {
        let Role::Exception { opens, to, conditions } = &rule.role else { return Ok(None) };
        let bad = |why: String| Error::Cedar { path: path.to_owned(), why };
        let whole = rule.cedar.to_json().map_err(|e| bad(e.to_string()))?;
        let parts = whole.get("conditions").and_then(|c| c.as_array()).cloned().unwrap_or_default();
        let mut split = PolicySet::new();
        let mut add = |name: String, clauses: Vec<serde_json::Value>| {
            let mut one = whole.clone();
            if let Some(map) = one.as_object_mut() {
                map.insert("conditions".to_owned(), clauses.into());
            }
            let id = CedarId::new(name);
            let policy =
                Policy::from_json(Some(id.clone()), one).map_err(|e| bad(e.to_string()))?;
            split.add(policy).map_err(|e| bad(e.to_string()))?;
            Ok(id)
        };
        let scope = add(format!("{}#scope", rule.id), Vec::new())?;
        let mut clauses = Vec::new();
        for (n, clause) in parts.into_iter().enumerate() {
            clauses.push(add(format!("{}#{}", rule.id, n + 1), vec![clause])?);
        }
        Ok(Some(Self {
            id: rule.id.clone(),
            provision: rule.provision.clone(),
            opens: opens.clone(),
            to: *to,
            citation: rule.citation.clone(),
            because: rule.because.clone(),
            is_quiet: rule.is_quiet,
            conditions: conditions.clone(),
            scope,
            clauses,
            split,
        }))
    }

    /// Weighs the exception: `None` where it cannot apply at this door, an error text where a
    /// clause could not be evaluated.
    pub(crate) fn weigh(
        &self,
        request: &Request,
        entities: &Entities,
    ) -> Result<Option<Considered>, String> {
        let response = Authorizer::new().is_authorized(request, &self.split, entities);
        if let Some(error) = response.diagnostics().errors().next() {
            return Err(error.to_string());
        }
        let held: BTreeSet<_> = response.diagnostics().reason().collect();
        if !held.contains(&self.scope) {
            return Ok(None);
        }
        let is_met = |n: usize| self.clauses.get(n).is_some_and(|id| held.contains(id));
        Ok(Some(self.considered(is_met)))
    }

    /// The exception as a ruling tells it, by which of its clauses are met.
    pub(crate) fn considered(&self, is_met: impl Fn(usize) -> bool) -> Considered {
        let failed: Vec<String> = self
            .conditions
            .iter()
            .enumerate()
            .filter(|(n, _)| !is_met(*n))
            .map(|(_, words)| words.clone())
            .collect();
        Considered {
            policy: self.id.clone(),
            citation: self.citation.clone(),
            because: self.because.clone(),
            met: failed.is_empty(),
            failed,
            is_quiet: self.is_quiet,
        }
    }
}
