//! A policy as a small test over numbered slots.
//!
//! In: a policy's JSON form, validated against the schema. Out: a [`Test`] that says what Cedar
//! would say, or nothing where it has a part that is not understood or that could fail to evaluate:
//! such a policy is *plain*, and Cedar itself evaluates it. Never: a test that can fail.
//!
//! An optional number is read only behind a `has` of the same number, as strict validation asks;
//! arithmetic can overflow, so a policy that calculates is plain (INVARIANT(loud-law)).

mod test;

pub(crate) use test::{Compared, Glimpse, Test};

use crate::bits::Bits;
use crate::vocabulary::{DOOR, Kind, Slot, Vocabulary};
use serde_json::Value as Json;

/// No policy of a person is nested deeper; one of a machine that is goes to Cedar.
const DEPTH_MAX: usize = 100;

/// Compiles a policy: its scope, then each of its clauses.
pub(crate) fn policy(json: &Json, vocabulary: &mut Vocabulary) -> Option<(Test, Vec<Test>)> {
    let is_open = |key: &str| json.get(key)?.get("op")?.as_str().map(|op| op == "All");
    if is_open("principal") != Some(true) || is_open("resource") != Some(true) {
        return None;
    }
    let scope = doors(json.get("action")?, vocabulary)?;
    let mut clauses = Vec::new();
    for clause in json.get("conditions")?.as_array()? {
        let mut reader = Reader { vocabulary: &mut *vocabulary, depth: 0 };
        // Strict validation lets one clause rely on a `has` of an earlier one; here each clause
        // stands for itself, as it does where an exception is weighed.
        let test = reader.test(clause.get("body")?, &mut Vec::new())?;
        clauses.push(match clause.get("kind")?.as_str()? {
            "when" => test,
            "unless" => Test::Not(Box::new(test)),
            _ => return None,
        });
    }
    Some((scope, clauses))
}

fn doors(scope: &Json, vocabulary: &Vocabulary) -> Option<Test> {
    let door = |uid: &Json| {
        let kind = uid.get("type")?.as_str().filter(|kind| *kind == "Action")?;
        vocabulary.word(kind, uid.get("id")?.as_str()?)
    };
    let named: Option<Bits> = match (scope.get("op")?.as_str()?, scope.get("entities")) {
        ("All", _) => return Some(Test::Always(true)),
        ("==", _) => std::iter::once(door(scope.get("entity")?)).collect(),
        ("in", Some(entities)) => entities.as_array()?.iter().map(door).collect(),
        ("in", None) => std::iter::once(door(scope.get("entity")?)).collect(),
        _ => None,
    };
    named.map(|codes| Test::Is(DOOR, codes))
}

/// What an expression that is no test stands for.
enum Term {
    Flag(bool),
    Number(i64),
    Slot(Slot),
    Text(String),
    /// A word: its enumeration and its place there.
    Word(String, usize),
    Words(Vec<Self>),
}

struct Reader<'v> {
    vocabulary: &'v mut Vocabulary,
    depth: usize,
}

impl Reader<'_> {
    /// Reads a test. `sure` are the optional slots that are there where it is read; those that are
    /// there where it holds are added.
    fn test(&mut self, json: &Json, sure: &mut Vec<Slot>) -> Option<Test> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return None;
        }
        let test = self.test_here(json, sure);
        self.depth -= 1;
        test
    }

    fn test_here(&mut self, json: &Json, sure: &mut Vec<Slot>) -> Option<Test> {
        let (op, of) = only(json)?;
        match op {
            "&&" => {
                let left = self.test(of.get("left")?, sure)?;
                Some(Test::All(vec![left, self.test(of.get("right")?, sure)?]))
            }
            "||" => {
                let left = self.test(of.get("left")?, &mut sure.clone())?;
                Some(Test::Any(vec![left, self.test(of.get("right")?, &mut sure.clone())?]))
            }
            "!" => Some(Test::Not(Box::new(self.test(of.get("arg")?, &mut sure.clone())?))),
            "if-then-else" => {
                let mut then = sure.clone();
                let condition = self.test(of.get("if")?, &mut then)?;
                let met = self.test(of.get("then")?, &mut then)?;
                let unmet = self.test(of.get("else")?, &mut sure.clone())?;
                Some(Test::Choose(Box::new([condition, met, unmet])))
            }
            "has" => self.has(of, sure),
            "Value" => of.as_bool().map(Test::Always),
            "." => {
                let slot = self.slot(json)?;
                let is_flag = self.vocabulary.kind(slot)? == &Kind::Flag;
                (is_flag && self.vocabulary.is_required(slot)).then(|| is(slot, 1))
            }
            "isEmpty" => match self.term(of.get("arg")?)? {
                Term::Slot(slot) if self.words_of(slot).is_some() => Some(Test::Within(slot, 0)),
                _ => None,
            },
            _ => {
                let left = self.term(of.get("left")?)?;
                let right = self.term(of.get("right")?)?;
                match op {
                    "==" => self.equal(&left, &right, sure),
                    "!=" => Some(Test::Not(Box::new(self.equal(&left, &right, sure)?))),
                    "in" => self.within(&left, right),
                    "contains" => self.contains(left, right),
                    "containsAny" | "containsAll" => self.compare_sets(op, &left, &right),
                    _ => self.compare(compared(op)?, &left, &right, sure),
                }
            }
        }
    }

    fn has(&mut self, of: &Json, sure: &mut Vec<Slot>) -> Option<Test> {
        let mut path = path(of.get("left")?)?;
        path.push(of.get("attr")?.as_str()?);
        let slot = self.vocabulary.slot(&path)?;
        if self.vocabulary.kind(slot)? != &Kind::Number || self.vocabulary.is_required(slot) {
            return None;
        }
        sure.push(slot);
        Some(Test::Not(Box::new(is(slot, 0))))
    }

    fn slot(&self, json: &Json) -> Option<Slot> {
        match path(json)?.as_slice() {
            ["action"] => Some(DOOR),
            path => self.vocabulary.slot(path),
        }
    }

    fn term(&self, json: &Json) -> Option<Term> {
        let (op, of) = only(json)?;
        match op {
            "Value" => self.literal(of),
            "Set" => {
                of.as_array()?.iter().map(|e| self.term(e)).collect::<Option<_>>().map(Term::Words)
            }
            "." | "Var" => self.slot(json).map(Term::Slot),
            _ => None,
        }
    }

    fn literal(&self, value: &Json) -> Option<Term> {
        if let Some(flag) = value.as_bool() {
            return Some(Term::Flag(flag));
        }
        if let Some(number) = value.as_i64() {
            return Some(Term::Number(number));
        }
        if let Some(text) = value.as_str() {
            return Some(Term::Text(text.to_owned()));
        }
        let uid = value.get("__entity")?;
        let kind = uid.get("type")?.as_str()?;
        Some(Term::Word(kind.to_owned(), self.vocabulary.word(kind, uid.get("id")?.as_str()?)?))
    }

    /// The enumeration of a slot that holds a set.
    fn words_of(&self, slot: Slot) -> Option<&str> {
        match self.vocabulary.kind(slot)? {
            Kind::Words(kind) if self.vocabulary.is_required(slot) => Some(kind),
            _ => None,
        }
    }

    fn equal(&mut self, left: &Term, right: &Term, sure: &[Slot]) -> Option<Test> {
        match (left, right) {
            (Term::Slot(a), Term::Slot(b)) => self.same(*a, *b),
            (Term::Slot(slot), Term::Words(words)) | (Term::Words(words), Term::Slot(slot)) => {
                let mask = self.mask(*slot, words)?;
                Some(Test::All(vec![Test::Covers(*slot, mask), Test::Within(*slot, mask)]))
            }
            (Term::Slot(slot), one) | (one, Term::Slot(slot)) => self.is_one(*slot, one, sure),
            _ => None,
        }
    }

    /// Whether two slots say the same. Numbers and texts have codes by what policies name, so they
    /// cannot be compared with each other.
    fn same(&self, a: Slot, b: Slot) -> Option<Test> {
        let (kind, other) = (self.vocabulary.kind(a)?, self.vocabulary.kind(b)?);
        let is_told_apart = matches!(kind, Kind::Flag | Kind::Word(_) | Kind::Words(_));
        let is_there = self.vocabulary.is_required(a) && self.vocabulary.is_required(b);
        (kind == other && is_told_apart && is_there).then_some(Test::Same(a, b))
    }

    fn is_one(&mut self, slot: Slot, one: &Term, sure: &[Slot]) -> Option<Test> {
        if let Term::Number(number) = one {
            return self.number(slot, Compared::EQUAL, *number, sure);
        }
        let is_required = self.vocabulary.is_required(slot);
        let code = match (self.vocabulary.kind(slot)?, one) {
            (Kind::Flag, Term::Flag(flag)) => usize::from(*flag),
            (Kind::Word(kind), Term::Word(said, at)) if kind == said => *at,
            (Kind::Text, Term::Text(text)) => self.vocabulary.name_text(slot, text)?,
            _ => return None,
        };
        is_required.then(|| is(slot, code))
    }

    /// `a in b` and `a in [b, c]`: no word of this vocabulary stands above another.
    fn within(&mut self, left: &Term, right: Term) -> Option<Test> {
        let Term::Slot(slot) = *left else { return None };
        match right {
            right @ Term::Word(..) => self.is_one(slot, &right, &[]),
            right @ Term::Words(_) if matches!(self.vocabulary.kind(slot)?, Kind::Word(_)) => {
                self.contains(right, Term::Slot(slot))
            }
            _ => None,
        }
    }

    fn contains(&mut self, set: Term, one: Term) -> Option<Test> {
        match (set, one) {
            (Term::Words(among), Term::Slot(slot)) => {
                let mut any = Bits::default();
                for word in &among {
                    let Test::Is(_, code) = self.is_one(slot, word, &[])? else { return None };
                    any.join(&code);
                }
                Some(Test::Is(slot, any))
            }
            (Term::Slot(set), Term::Slot(slot)) => match self.vocabulary.kind(slot)? {
                Kind::Word(kind) if self.words_of(set)? == kind => Some(Test::Holds(set, slot)),
                _ => None,
            },
            (Term::Slot(set), word @ Term::Word(..)) => {
                Some(Test::Covers(set, self.mask(set, &[word])?))
            }
            _ => None,
        }
    }

    fn compare_sets(&self, op: &str, left: &Term, right: &Term) -> Option<Test> {
        match (op, left, right) {
            ("containsAny", Term::Slot(slot), Term::Words(words))
            | ("containsAny", Term::Words(words), Term::Slot(slot)) => {
                Some(Test::Meets(*slot, self.mask(*slot, words)?))
            }
            ("containsAll", Term::Slot(slot), Term::Words(words)) => {
                Some(Test::Covers(*slot, self.mask(*slot, words)?))
            }
            ("containsAll", Term::Words(words), Term::Slot(slot)) => {
                Some(Test::Within(*slot, self.mask(*slot, words)?))
            }
            _ => None,
        }
    }

    /// The mask of words of a set's enumeration.
    fn mask(&self, set: Slot, words: &[Term]) -> Option<u64> {
        let kind = self.words_of(set)?;
        words.iter().try_fold(0, |mask, word| match word {
            Term::Word(said, at) if said == kind => Some(mask | 1 << at),
            _ => None,
        })
    }

    fn compare(
        &mut self,
        compared: Compared,
        left: &Term,
        right: &Term,
        sure: &[Slot],
    ) -> Option<Test> {
        match (left, right) {
            (Term::Slot(slot), Term::Number(bound)) => self.number(*slot, compared, *bound, sure),
            (Term::Number(bound), Term::Slot(slot)) => {
                self.number(*slot, compared.turned(), *bound, sure)
            }
            _ => None,
        }
    }

    fn number(
        &mut self,
        slot: Slot,
        compared: Compared,
        bound: i64,
        sure: &[Slot],
    ) -> Option<Test> {
        let is_there = self.vocabulary.is_required(slot) || sure.contains(&slot);
        if self.vocabulary.kind(slot)? != &Kind::Number || !is_there {
            return None;
        }
        self.vocabulary.name_number(slot, bound);
        Some(Test::Number(slot, compared, bound))
    }
}

fn is(slot: Slot, code: usize) -> Test {
    Test::Is(slot, std::iter::once(code).collect())
}

fn compared(op: &str) -> Option<Compared> {
    match op {
        "<" => Some(Compared::LESS),
        "<=" => Some(Compared::LESS.or(Compared::EQUAL)),
        ">" => Some(Compared::GREATER),
        ">=" => Some(Compared::GREATER.or(Compared::EQUAL)),
        _ => None,
    }
}

/// The one member of an object.
fn only(json: &Json) -> Option<(&str, &Json)> {
    let map = json.as_object()?;
    let (op, of) = map.iter().next()?;
    (map.len() == 1).then_some((op, of))
}

/// `context.holder.state` as its parts.
fn path(json: &Json) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut at = json;
    loop {
        match only(at)? {
            ("Var", name) => {
                parts.push(name.as_str()?);
                parts.reverse();
                return Some(parts);
            }
            (".", of) => {
                parts.push(of.get("attr")?.as_str()?);
                at = of.get("left")?;
            }
            _ => return None,
        }
    }
}
