//! What an agency must do that nobody asks for: the duties of a matter.

use crate::calendar::Offices;
use crate::manifest::Bound;
use crate::policy::{KEEP, Role};
use crate::request::{uid, word};
use crate::{Error, Law};
use cedar_policy::{Authorizer, Context, Entities, Entity, Request, RestrictedExpression};
use std::collections::{BTreeMap, BTreeSet};
use terms::{Duty, Matter, Moment, Party, PolicyId};

/// The words a matter is told in, as the schema lists them.
#[derive(Debug)]
pub(crate) struct MatterWords {
    kinds: BTreeSet<String>,
    items: BTreeSet<String>,
    pub(crate) events: BTreeSet<String>,
}

impl MatterWords {
    /// Reads them from the text of the schema.
    pub(crate) fn of(schema: &str) -> Self {
        let words = |name: &str| {
            let listed = schema
                .split_once(&format!("entity {name} enum ["))
                .and_then(|(_, rest)| rest.split_once(']'));
            let words = listed.map(|(words, _)| words).unwrap_or_default().split(',');
            words.map(|w| w.trim().trim_matches('"').to_owned()).collect()
        };
        Self { kinds: words("MatterKind"), items: words("Item"), events: words("Event") }
    }

    fn check(&self, matter: &Matter) -> Result<(), String> {
        let kind = std::iter::once(&matter.kind);
        known("kind", "MatterKind", &self.kinds, kind)?;
        known("is", "Item", &self.items, matter.is.iter())?;
        known("is_not", "Item", &self.items, matter.is_not.iter())?;
        known("days", "Event", &self.events, matter.days.keys())?;
        match matter.is.intersection(&matter.is_not).next() {
            Some(both) => Err(format!("`{both}` stands both in `is` and in `is_not`")),
            None => Ok(()),
        }
    }
}

fn known<'a>(
    field: &str,
    name: &str,
    listed: &BTreeSet<String>,
    words: impl Iterator<Item = &'a String>,
) -> Result<(), String> {
    for word in words {
        if !listed.contains(word) {
            let listed = listed.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            return Err(format!("`{word}` in `{field}` is no word of `{name}`: {listed}"));
        }
    }
    Ok(())
}

impl Law {
    /// The duties that a matter raises for an agency, those with the nearest day first.
    ///
    /// A duty stands until the matter says that it is met: what is not known meets nothing.
    ///
    /// # Errors
    /// If the matter uses a word that the schema does not know, or a policy cannot be evaluated.
    pub fn account(
        &self,
        holder: &Party,
        matter: &Matter,
        now: Moment,
    ) -> Result<Vec<Duty>, Error> {
        self.matter_words.check(matter).map_err(|why| Error::Matter { why })?;
        let holder = crate::derive::tidied(Some(holder));
        let (request, entities) =
            self.keep(&holder, matter).map_err(|why| Error::Matter { why })?;
        let known = self.known_days(Offices::of(&holder), &matter.days, now.day());
        let mut duties = Vec::new();
        for pack in &self.packs {
            let bound = pack.manifest.binds.bind(&holder);
            if bound == Bound::No {
                continue;
            }
            let response = Authorizer::new().is_authorized(&request, &pack.matters, &entities);
            if let Some(error) = response.diagnostics().errors().next() {
                return Err(Error::Matter { why: error.to_string() });
            }
            for id in response.diagnostics().reason() {
                let Some(rule) = pack.rules.get(&PolicyId(id.to_string())) else { continue };
                let in_force = pack.provision(&rule.provision).is_some_and(|p| p.is_in_force(now));
                let Role::Duty { text } = &rule.role else { continue };
                if in_force {
                    let mut duty = pack.duty(rule, text, known);
                    if bound == Bound::Perhaps {
                        duty.text.push_str(PERHAPS);
                    }
                    duties.push(duty);
                }
            }
        }
        duties.sort_by_key(|d| {
            let at = d.due.as_ref().and_then(|due| due.at);
            (at.is_none(), at, d.policy.clone())
        });
        Ok(duties)
    }

    fn keep(&self, holder: &Party, matter: &Matter) -> Result<(Request, Entities), String> {
        let table = crate::attributes::of_party(holder);
        let entities = [
            crate::request::entity("Party", "holder", &table, crate::attributes::On::Holder)?,
            Entity::new(
                uid("Matter", "matter")?,
                [("kind".to_owned(), word("MatterKind", &matter.kind)?)].into_iter().collect(),
                std::iter::empty().collect(),
            )
            .map_err(|e| e.to_string())?,
        ];
        let entities =
            Entities::from_entities(entities, Some(&self.schema)).map_err(|e| e.to_string())?;
        let set = |kind: &str, words: &mut dyn Iterator<Item = &String>| {
            words
                .map(|w| word(kind, w))
                .collect::<Result<Vec<_>, _>>()
                .map(RestrictedExpression::new_set)
        };
        let pairs: BTreeMap<_, _> = [
            ("holds".to_owned(), set("Item", &mut matter.is.iter())?),
            ("lacks".to_owned(), set("Item", &mut matter.is_not.iter())?),
            ("known_days".to_owned(), set("Event", &mut matter.days.keys())?),
        ]
        .into();
        let context = Context::from_pairs(pairs).map_err(|e| e.to_string())?;
        let request = Request::new(
            uid("Party", "holder")?,
            uid("Action", KEEP)?,
            uid("Matter", "matter")?,
            context,
            Some(&self.schema),
        )
        .map_err(|e| e.to_string())?;
        Ok((request, entities))
    }
}

/// Said of a duty where it is not sure that its law binds the agency.
const PERHAPS: &str = " (Whether this rule of the city binds an agency of another place that is \
     operating in it is an open question.)";
