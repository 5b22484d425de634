//! Random provisions, written in the words of a schema.
//!
//! In: the text of `schema.cedarschema`. Out: the files of a pack, which loads: no condition of it
//! can be seen to be always so, or never, as strict validation refuses that. Nothing of this is
//! law: it is there to hold two evaluations of one law against each other, and to measure a large
//! one.
//! Never: a policy of matters; all of them speak of asks.

use crate::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The fields of each record, each with its type.
type Records = BTreeMap<String, Vec<(String, String)>>;

/// What a schema lets a policy of asks test.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The words of each enumeration.
    enumerations: BTreeMap<String, Vec<String>>,
    /// Each attribute of an ask, by the path a policy writes, with its type. Numbers may be absent.
    attributes: Vec<(String, String)>,
}

/// How generated policies are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Style {
    /// As provisions are: one door or two, and a handful of facts that must all be so.
    Narrow,
    /// Every operator, nested, and now and then one that cannot be compiled or evaluated.
    Wild,
}

impl Words {
    /// Reads the text of a schema.
    #[must_use]
    pub fn read(schema: &str) -> Self {
        let plain: String = schema
            .lines()
            .map(|line| line.split("//").next().unwrap_or_default())
            .flat_map(|line| [line, "\n"])
            .collect();
        let mut words = Self::default();
        let mut records: Records = BTreeMap::new();
        for statement in plain.split(';') {
            let mut parts = statement.split_whitespace();
            let (Some("entity" | "type"), Some(name)) = (parts.next(), parts.next()) else {
                continue;
            };
            if let Some((_, list)) = statement.split_once("enum") {
                let one = list.split('"').skip(1).step_by(2).map(str::to_owned);
                words.enumerations.insert(name.to_owned(), one.collect());
            } else if let Some((_, fields)) = statement.split_once('{') {
                let fields = fields.trim_end_matches(|c: char| c == '}' || c.is_whitespace());
                let of = |field: &str| {
                    let (name, kind) = field.split_once(':')?;
                    let name = name.trim().trim_end_matches('?');
                    Some((name.to_owned(), kind.trim().to_owned()))
                };
                records.insert(name.to_owned(), fields.split(',').filter_map(of).collect());
            }
        }
        words.hang("principal", "Party", &records);
        words.hang("resource", "Records", &records);
        words.hang("context", "AskContext", &records);
        words
    }

    fn hang(&mut self, at: &str, record: &str, records: &Records) {
        for (name, kind) in records.get(record).into_iter().flatten() {
            let path = format!("{at}.{name}");
            if records.contains_key(kind) {
                self.hang(&path, kind, records);
            } else {
                self.attributes.push((path, kind.clone()));
            }
        }
    }

    fn word(&self, dice: &mut Dice, kind: &str) -> String {
        let none = Vec::new();
        let words = self.enumerations.get(kind).unwrap_or(&none);
        let word = dice.pick(words).cloned().unwrap_or_default();
        format!("{kind}::\"{word}\"")
    }

    fn list(&self, dice: &mut Dice, kind: &str) -> String {
        let count = 1 + dice.below(4);
        let words: Vec<String> = (0..count).map(|_| self.word(dice, kind)).collect();
        format!("[{}]", words.join(", "))
    }

    fn other_of(&self, dice: &mut Dice, path: &str, kind: &str) -> Option<String> {
        let others: Vec<&String> =
            self.attributes.iter().filter(|a| a.1 == kind && a.0 != path).map(|a| &a.0).collect();
        dice.pick(&others).map(|other| (*other).clone())
    }

    /// An attribute. Most are of one kind, so one time in two the kind is thrown for first.
    fn attribute(&self, dice: &mut Dice) -> (String, String) {
        let kinds: BTreeSet<&str> = self.attributes.iter().map(|(_, kind)| kind.as_str()).collect();
        let kind = dice.pick(&Vec::from_iter(kinds)).copied().filter(|_| dice.once_in(2));
        let is_one = |(_, of): &&(String, String)| kind.is_none_or(|kind| kind == of.as_str());
        let among: Vec<_> = self.attributes.iter().filter(is_one).collect();
        dice.pick(&among).map(|one| (*one).clone()).unwrap_or_default()
    }

    /// One test of one attribute.
    fn atom(&self, dice: &mut Dice, style: Style) -> String {
        let (path, kind) = self.attribute(dice);
        if let Some(element) = kind.strip_prefix("Set<").and_then(|k| k.strip_suffix('>')) {
            return self.set_atom(dice, &path, element, style);
        }
        match kind.as_str() {
            "Bool" => match dice.below(3) {
                0 => format!("!{path}"),
                1 => format!("{path} == true"),
                _ => path,
            },
            "Long" => self.number_atom(dice, &path, style),
            "String" => text_atom(dice, &path, style),
            _ => self.word_atom(dice, &path, &kind, style),
        }
    }

    fn word_atom(&self, dice: &mut Dice, path: &str, kind: &str, style: Style) -> String {
        match (dice.below(8), style) {
            (0..=3, _) | (_, Style::Narrow) => {
                format!("{path} == {}", self.word(dice, kind))
            }
            (4, _) => format!("{path} != {}", self.word(dice, kind)),
            (5, _) => format!("{path} in {}", self.list(dice, kind)),
            (6, _) => match self.other_of(dice, path, kind) {
                Some(other) => format!("{path} == {other}"),
                None => format!("{path} == {}", self.word(dice, kind)),
            },
            _ => format!("{}.contains({path})", self.list(dice, kind)),
        }
    }

    fn set_atom(&self, dice: &mut Dice, path: &str, kind: &str, style: Style) -> String {
        let list = self.list(dice, kind);
        match (dice.below(8), style) {
            (0..=2, _) => format!("{path}.contains({})", self.word(dice, kind)),
            (3, _) | (_, Style::Narrow) => format!("{path}.containsAny({list})"),
            (4, _) => format!("{path}.containsAll({list})"),
            (5, _) => format!("{list}.containsAll({path})"),
            (6, _) => format!("{path}.isEmpty()"),
            _ => format!("{path} == {list}"),
        }
    }

    /// A whole condition.
    fn condition(&self, dice: &mut Dice, style: Style, depth: usize) -> String {
        if style == Style::Narrow {
            let count = 3 + dice.below(3);
            let atoms: Vec<String> = (0..count).map(|_| self.atom(dice, style)).collect();
            return atoms.join(" &&\n  ");
        }
        let part = |dice: &mut Dice| self.condition(dice, style, depth.saturating_sub(1));
        if depth == 0 || dice.once_in(4) {
            return self.atom(dice, style);
        }
        match dice.below(12) {
            0..=4 => format!("({} && {})", part(dice), part(dice)),
            5..=8 => format!("({} || {})", part(dice), part(dice)),
            9 => format!("!({})", part(dice)),
            10 => format!("(if {} then {} else {})", part(dice), part(dice), part(dice)),
            _ => {
                let door = word(dice, &DOORS);
                let (one, other) = (part(dice), part(dice));
                by_door(dice, door, &one, &other)
            }
        }
    }

    /// A test of a number that may be absent. Behind a `has` a second one is known to be met, so
    /// none stands where that would settle the whole.
    fn number_atom(&self, dice: &mut Dice, path: &str, style: Style) -> String {
        let (place, name) = path.rsplit_once('.').unwrap_or((path, ""));
        let op = word(dice, &["<", "<=", ">", ">=", "==", "!="]);
        let bound = word(dice, &["3", "700", "730", "731", "1827"]);
        if style == Style::Wild && dice.once_in(5) {
            // Too large a sum: it passes strict validation and cannot be evaluated.
            return format!("({place} has {name} && {path} + 9223372036854775807 {op} {bound})");
        }
        match dice.below(5) {
            0 => format!("({place} has {name} && {})", self.other_atom(dice, style)),
            1 => format!("(!({place} has {name}) || {})", self.other_atom(dice, style)),
            2 => format!("({place} has {name} && {bound} {op} {path})"),
            3 => {
                let other = self.other_atom(dice, style);
                format!("(if {place} has {name} then {path} {op} {bound} else {other})")
            }
            _ => format!("({place} has {name} && {path} {op} {bound})"),
        }
    }

    /// A test of something that is no number.
    fn other_atom(&self, dice: &mut Dice, style: Style) -> String {
        let is_known = |(_, kind): &&(String, String)| kind == "Known";
        let known: Vec<_> = self.attributes.iter().filter(is_known).collect();
        let path = dice.pick(&known).map(|(path, _)| path.as_str()).unwrap_or_default();
        self.word_atom(dice, path, "Known", style)
    }
}

/// Where a policy speaks.
struct Reach {
    scope: String,
    /// What each of its clauses begins with.
    first: String,
}

impl Reach {
    /// One door, two of them, or all: each by its name in the scope, or in every clause.
    fn thrown(dice: &mut Dice) -> Self {
        let all = DOORS.map(|door| format!("Action::\"{door}\"")).join(", ");
        let [one, other] = [word(dice, &DOORS), word(dice, &DOORS)];
        let in_scope = |scope| Self { scope, first: String::new() };
        match dice.below(6) {
            0 if dice.once_in(2) => in_scope(format!("action in [{all}]")),
            // Matters know none of the attributes, so the clause ends before it reads one of them.
            0 => Self { scope: "action".to_owned(), first: format!("action in [{all}] && ") },
            1 => in_scope(format!("action == Action::\"{one}\"")),
            _ => in_scope(format!("action in [Action::\"{one}\", Action::\"{other}\"]")),
        }
    }
}

/// A test of the door, so put that it settles nothing by itself: of a scope with one door strict
/// validation knows the answer, and refuses what can then never hold.
fn by_door(dice: &mut Dice, door: &str, one: &str, other: &str) -> String {
    let door = format!("action == Action::\"{door}\"");
    match dice.below(3) {
        0 => format!("(({door} || {one}) && {other})"),
        1 => format!("(({door} && {one}) || {other})"),
        _ => format!("(if {door} then {one} else {other})"),
    }
}

const DOORS: [&str; 7] = ["Assist", "Custody", "Disclosure", "Feed", "Hotlist", "Inquiry", "Query"];

fn word(dice: &mut Dice, among: &[&'static str]) -> &'static str {
    dice.pick(among).copied().unwrap_or_default()
}

fn text_atom(dice: &mut Dice, path: &str, style: Style) -> String {
    let text = word(dice, &["CA", "NV", "", "Los Angeles", "Torrance", "Reno"]);
    match (dice.below(8), style) {
        (0, Style::Wild) => format!("{path} like \"{text}*\""),
        (1, _) => format!("[\"{text}\", \"CA\"].contains({path})"),
        (2, _) => format!("{path} != \"{text}\""),
        _ => format!("{path} == \"{text}\""),
    }
}

/// The files of a pack: `count` provisions of one policy each in the narrow style; in the wild one
/// also exceptions, duties, bases and provisions out of force.
#[must_use]
pub fn pack(
    dice: &mut Dice,
    words: &Words,
    style: Style,
    name: &str,
    count: usize,
) -> [(String, String); 2] {
    let mut manifest = format!(
        "title = \"Made up\"\njurisdiction = \"Nowhere\"\nprecedence = {}\n\
         doors = [\"assist\", \"custody\", \"disclosure\", \"feed\", \"hotlist\", \"inquiry\", \
         \"query\"]\nread_by = \"a machine\"\nread_on = \"2026-11-24\"\nsource = []\n\n[binds]\n",
        1 + dice.below(6)
    );
    let binds = [
        "state = \"CA\"\n",
        "state = \"CA\"\n",
        "",
        "state = \"NV\"\n",
        "state = \"CA\"\ncity = \"Los Angeles\"\nnames = [\"lapd\"]\nperhaps = \"refer\"\n",
    ];
    manifest.push_str(match style {
        Style::Narrow => {
            "state = \"CA\"
"
        }
        Style::Wild => word(dice, &binds),
    });
    let mut policies = String::new();
    for number in 0..count {
        let id = format!("{}-{number}", name.to_uppercase());
        let from = word(dice, &["2015-01-01", "2016-01-01", "2024-03-15", "2026-03-15"]);
        let from = if style == Style::Narrow { "2016-01-01" } else { from };
        let to = (style == Style::Wild && dice.once_in(4)).then_some("2026-11-24");
        let _ = write!(
            manifest,
            "\n[[provision]]\nid = \"{id}\"\ntitle = \"t\"\ncitation = \"c\"\n\
             in_force_from = \"{from}\"\n{}text_status = \"memory\"\ntext_status_note = \"n\"\n\
             sources = []\nenglish = \"e\"\nspanish = \"s\"\n",
            to.map(|to| format!("in_force_to = \"{to}\"\n")).unwrap_or_default()
        );
        policies.push_str(&bar(dice, words, style, &id));
        if style == Style::Wild {
            policies.push_str(&beside(dice, words, &id));
        }
    }
    [(format!("{name}/pack.toml"), manifest), (format!("{name}/policy.cedar"), policies)]
}

fn bar(dice: &mut Dice, words: &Words, style: Style, id: &str) -> String {
    let then = word(
        dice,
        &["@then(\"refer\")", "@then(\"withhold\") @lowered_by(\"subpoena, court_order\")"],
    );
    let flags = word(dice, &["", "@immigration(\"true\")", "@missing_fact(\"true\")"]);
    let Reach { scope, first } = Reach::thrown(dice);
    format!(
        "@id(\"{id}/bar\") @cite(\"c\") @because(\"b\") {then} {flags}\n\
         forbid (principal, {scope}, resource)\nwhen {{\n  {first}{}\n}};\n\n",
        words.condition(dice, style, 3)
    )
}

/// What may stand beside a bar: an exception to it, a duty, a basis.
fn beside(dice: &mut Dice, words: &Words, id: &str) -> String {
    let mut policies = String::new();
    if dice.once_in(2) {
        let then = word(dice, &["", "@then(\"refer\")", "@limit(\"no_onward_sharing\")"]);
        let kind = word(dice, &["when", "unless"]);
        let Reach { scope, first } = Reach::thrown(dice);
        let _ = write!(
            policies,
            "@id(\"{id}/opens\") @cite(\"c\") @because(\"b\") @opens(\"{id}/bar\") {then}\n\
             @condition_1(\"one\") @condition_2(\"two\")\n\
             permit (principal, {scope}, resource)\n\
             when {{ {first}{} }}\n{kind} {{ {first}{} }};\n\n",
            words.condition(dice, Style::Wild, 1),
            words.condition(dice, Style::Wild, 1)
        );
    }
    for (name, role) in [("duty", "@duty(\"do\")"), ("basis", "@role(\"basis\")")] {
        if dice.once_in(3) {
            let Reach { scope, first } = Reach::thrown(dice);
            let _ = write!(
                policies,
                "@id(\"{id}/{name}\") @cite(\"c\") @because(\"b\") {role}\n\
                 permit (principal, {scope}, resource)\nwhen {{ {first}{} }};\n\n",
                words.condition(dice, Style::Wild, 2)
            );
        }
    }
    policies
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_attribute_of_an_ask_is_tested_and_nothing_of_a_matter() {
        let schema = include_str!("../../statutes/schema.cedarschema");
        let words = Words::read(schema);
        let mut dice = Dice::of(1);
        let text: String = (0..40)
            .flat_map(|_| pack(&mut dice, &words, Style::Wild, "made-up", 12))
            .map(|(_, text)| text)
            .collect();
        for path in ["principal.kind", "resource.age_days_max", "context.holder.city"] {
            assert!(words.attributes.iter().any(|(of, _)| of == path), "{path} was not read");
        }
        for (path, _) in &words.attributes {
            assert!(text.contains(path), "{path} is never tested");
        }
        for matter in ["Item::", "Event::", "MatterKind::", "Keep", "context.holds", "known_days"] {
            assert!(schema.contains(matter.trim_start_matches("context.").trim_end_matches("::")));
            assert!(!text.contains(matter), "{matter}");
        }
    }
}
