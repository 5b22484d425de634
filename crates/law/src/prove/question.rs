//! What the solver is asked, and whether an ask breaks it.
//!
//! A question is put for one kind of request: a door, with the type of who asks and of what is
//! asked for. All questions of a claim together are the claim.

use cedar_policy::{
    Authorizer, Decision, Entities, Policy, PolicyId as CedarId, PolicySet, Request, RequestEnv,
};

/// One question to the solver.
pub(super) struct Question {
    /// The place, pack or policy it is about, in words.
    pub(super) about: String,
    /// The kinds of request it is put for. More than one only where one that fits is enough.
    pub(super) envs: Vec<RequestEnv>,
    pub(super) says: Says,
}

/// What is asked.
pub(super) enum Says {
    /// Whatever the first allows, the second allows too.
    Implies(PolicySet, PolicySet),
    /// Some request matches the policy.
    Matches(Policy),
    /// No request is allowed by both.
    Never(PolicySet, PolicySet),
    /// The policy never fails to evaluate.
    NeverErrs(Policy),
    /// Some request is allowed.
    Shares(PolicySet),
}

impl Says {
    /// Whether one kind of request of several is enough.
    pub(super) const fn is_about_some(&self) -> bool {
        matches!(self, Self::Matches(_) | Self::Shares(_))
    }

    /// Whether a request breaks it, by Cedar's own authorizer and not by the solver.
    pub(super) fn is_broken_by(&self, request: &Request, entities: &Entities) -> bool {
        let allows = |set: &PolicySet| {
            let response = Authorizer::new().is_authorized(request, set, entities);
            response.decision() == Decision::Allow
        };
        match self {
            Self::Implies(one, other) => allows(one) && !allows(other),
            Self::Matches(_) | Self::Shares(_) => false,
            Self::Never(one, other) => allows(one) && allows(other),
            Self::NeverErrs(policy) => {
                PolicySet::from_policies([policy.clone()]).is_ok_and(|set| {
                    let response = Authorizer::new().is_authorized(request, &set, entities);
                    response.diagnostics().errors().next().is_some()
                })
            }
        }
    }

    /// That it is broken, in one sentence.
    pub(super) const fn broken(&self) -> &'static str {
        match self {
            Self::Implies(..) => "this ask is shared, and must not be where the other is not",
            Self::Matches(_) => "no ask matches it, so it says nothing",
            Self::Never(..) => "this ask is shared",
            Self::NeverErrs(_) => "for this ask it fails to evaluate",
            Self::Shares(_) => "nothing at all is shared here, so the claim says nothing",
        }
    }

    /// The policies that let a request through.
    pub(super) fn let_through_by(&self, request: &Request, entities: &Entities) -> Vec<CedarId> {
        let (Self::Implies(law, _) | Self::Never(law, _)) = self else { return Vec::new() };
        let response = Authorizer::new().is_authorized(request, law, entities);
        let mut ids: Vec<_> = response.diagnostics().reason().cloned().collect();
        ids.sort();
        ids
    }
}
