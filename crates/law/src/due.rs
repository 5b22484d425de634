//! stub
use std::collections::BTreeMap;
use terms::{Day, Due};
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct DueRule(String);
impl DueRule {
    pub(crate) fn read(w: &str) -> Result<Self, String> { Ok(Self(w.to_owned())) }
    pub(crate) fn on(&self, _: &BTreeMap<String, Day>, _: Day) -> Due {
        Due { at: None, rule: self.0.clone(), working: String::new(), is_overdue: false }
    }
}
