//! Merges what behaves alike, from the last thing varied up to the first.
//!
//! In: groups of choices for each dimension, and what is said for each combination. Out: rows; a
//! dimension that makes no difference in a row is not told in it.

use std::collections::BTreeMap;

/// A row: for each dimension that matters, which choices; then what is said.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Branch<S> {
    pub(super) conditions: Vec<Chosen>,
    pub(super) says: S,
}

/// Choices of one dimension.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Chosen {
    pub(super) dimension: usize,
    pub(super) choices: Vec<usize>,
    /// These are all that no other row at this place names.
    pub(super) is_rest: bool,
}

/// A node, the same for all places from which the same follows.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Node<S> {
    Said(S),
    Split { dimension: usize, branches: Vec<(Vec<usize>, usize)> },
}

struct Nodes<S> {
    all: Vec<Node<S>>,
    known: BTreeMap<Node<S>, usize>,
}

impl<S: Clone + Ord> Nodes<S> {
    fn number(&mut self, node: Node<S>) -> usize {
        if let Some(number) = self.known.get(&node) {
            return *number;
        }
        self.all.push(node.clone());
        let number = self.all.len() - 1;
        self.known.insert(node, number);
        number
    }
}

/// How many choices the rest must have to be told as "any other".
const REST_COUNT_MIN: usize = 3;

/// The rows of a matrix. `says` is given one group of choices for each dimension.
pub(super) fn rows<S: Clone + Ord>(
    groups: &[Vec<Vec<usize>>],
    mut says: impl FnMut(&[&Vec<usize>]) -> S,
) -> Vec<Branch<S>> {
    let mut nodes = Nodes { all: Vec::new(), known: BTreeMap::new() };
    let mut chosen = Vec::new();
    let top = build(groups, &mut chosen, &mut nodes, &mut says);
    let mut rows = Vec::new();
    tell(&nodes, top, &mut Vec::new(), &mut rows);
    rows
}

fn build<'a, S: Clone + Ord>(
    groups: &'a [Vec<Vec<usize>>],
    chosen: &mut Vec<&'a Vec<usize>>,
    nodes: &mut Nodes<S>,
    says: &mut impl FnMut(&[&Vec<usize>]) -> S,
) -> usize {
    let dimension = chosen.len();
    let Some(here) = groups.get(dimension) else {
        let said = says(chosen);
        return nodes.number(Node::Said(said));
    };
    let mut branches: Vec<(Vec<usize>, usize)> = Vec::new();
    for group in here {
        chosen.push(group);
        let below = build(groups, chosen, nodes, says);
        chosen.pop();
        match branches.iter_mut().find(|(_, node)| *node == below) {
            Some((members, _)) => members.extend(group),
            None => branches.push((group.clone(), below)),
        }
    }
    if let [(_, only)] = branches.as_slice() {
        return *only;
    }
    branches.iter_mut().for_each(|(members, _)| members.sort_unstable());
    branches.sort();
    nodes.number(Node::Split { dimension, branches })
}

fn tell<S: Clone>(
    nodes: &Nodes<S>,
    number: usize,
    path: &mut Vec<Chosen>,
    rows: &mut Vec<Branch<S>>,
) {
    match nodes.all.get(number) {
        None => {}
        Some(Node::Said(says)) => {
            rows.push(Branch { conditions: path.clone(), says: says.clone() });
        }
        Some(Node::Split { dimension, branches }) => {
            let largest = branches.iter().map(|(members, _)| members.len()).max();
            let rest = branches
                .iter()
                .position(|(members, _)| Some(members.len()) == largest)
                .filter(|_| largest.is_some_and(|count| count >= REST_COUNT_MIN));
            let named = branches.iter().enumerate().filter(|(at, _)| Some(*at) != rest);
            let last = branches.iter().enumerate().filter(|(at, _)| Some(*at) == rest);
            for (at, (choices, below)) in named.chain(last) {
                let is_rest = Some(at) == rest;
                path.push(Chosen { dimension: *dimension, choices: choices.clone(), is_rest });
                tell(nodes, *below, path, rows);
                path.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows for dimensions of so many choices, each a group of its own.
    fn check(sizes: &[usize], says: impl Fn(&[usize]) -> &'static str, expected: &[&str]) {
        let groups: Vec<Vec<Vec<usize>>> =
            sizes.iter().map(|size| (0..*size).map(|at| vec![at]).collect()).collect();
        let rows = rows(&groups, |chosen| {
            let first: Vec<usize> = chosen.iter().map(|group| group[0]).collect();
            says(&first).to_owned()
        });
        let told: Vec<String> = rows
            .iter()
            .map(|row| {
                let conditions = row.conditions.iter().map(|c| {
                    let rest = if c.is_rest { "*" } else { "" };
                    format!("{}{rest}={:?} ", c.dimension, c.choices)
                });
                format!("{}{}", conditions.collect::<String>(), row.says)
            })
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn what_makes_no_difference_is_not_told() {
        check(&[3, 3], |_| "no", &["no"]);
        check(&[2, 3], |c| if c[0] == 1 { "no" } else { "yes" }, &["0=[0] yes", "0=[1] no"]);
    }

    #[test]
    fn choices_that_lead_to_the_same_are_one_row_and_the_rest_stands_last() {
        let says = |c: &[usize]| match c {
            [1, 2] => "no",
            _ => "yes",
        };
        check(&[4, 4], says, &["0=[1] 1=[2] no", "0=[1] 1*=[0, 1, 3] yes", "0*=[0, 2, 3] yes"]);
    }
}
