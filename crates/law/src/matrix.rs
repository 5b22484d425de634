//! The matrix: what the provisions distinguish, and what follows.
//!
//! In: the law. Out: for a statute, or for the whole law at one holder, rows of askers, doors,
//! instruments, purposes and records with outcome and provision. Never: tells two values apart that
//! no provision tells apart. The text is generated and checked in: a change of it is one of law.

mod dimension;
mod neutral;
mod page;
mod says;
mod survey;
mod tree;

use crate::Law;
use crate::attributes::On;
use crate::explain::asked::{party, plain};
use crate::explain::facts::{attribute, known};
use crate::manifest::Bound;
use crate::pack::Pack;
use dimension::{Dimension, dimensions, labels};
use says::Cell;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use survey::Survey;
use terms::{Day, Door, Moment, Party, PartyKind};
use tree::Branch;

pub use page::{MATRIX_COMMAND, rows_text};

/// What the provisions of one statute, or of the whole law at one holder, distinguish.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// The statute's folder; `None` for the whole law.
    pub folder: Option<String>,
    /// Its title.
    pub title: String,
    /// The day whose law it tells.
    pub day: Day,
    /// The holder asked.
    pub holder: String,
    /// The neutral ask, from which every row differs in what it names and in nothing else.
    pub neutral: Vec<String>,
    /// The rows, door by door.
    pub rows: Vec<Row>,
    /// Duties, whatever the outcome.
    pub duties: Vec<Row>,
    /// What papers change, by number from 1. A paper that a note does not name changes nothing.
    pub notes: Vec<Vec<PaperRow>>,
    /// What the policies test beside what is varied; it stands as the neutral ask has it.
    pub also_turns_on: Vec<String>,
}

/// A row: what is asked, and what the law says to it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Row {
    /// The doors at which it is so.
    pub doors: Vec<Door>,
    /// What is asked. What is not named makes no difference.
    pub conditions: Vec<Condition>,
    /// Outcome and provisions, with no paper.
    pub says: String,
    /// The number of the note that tells what papers change; none where they change nothing.
    pub papers: Option<usize>,
}

/// What a paper changes.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PaperRow {
    /// The papers, each alone.
    pub papers: Vec<String>,
    /// Outcome and provisions.
    pub says: String,
}

/// One thing that makes a difference.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Condition {
    /// What is varied.
    pub dimension: &'static str,
    /// Its values.
    pub values: Vec<String>,
    /// These are all that the rows beside it do not name.
    pub is_any_other: bool,
}

impl Law {
    /// The folders of the packs, each of which has a matrix.
    pub fn folders(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().map(|pack| pack.folder.as_str())
    }

    /// What the provisions of one pack distinguish. `None` where no pack has this folder.
    #[must_use]
    pub fn matrix(&self, folder: &str) -> Option<Matrix> {
        let pack = self.packs.iter().find(|pack| pack.folder == folder)?;
        let holder = neutral::holder(&pack.manifest.binds);
        let begins = pack.manifest.provision.iter().map(|p| p.in_force_from).max();
        let day = begins.map_or(pack.manifest.read_on, |day| day.max(pack.manifest.read_on));
        let packs: Vec<(&Self, &Pack)> = vec![(self, pack)];
        let now = day.start()?;
        let says = |survey: &Survey<'_>, heard: &[usize]| says::of_pack(&survey.said(heard));
        let all = told(&packs, &holder, now, says, Cell::clone);
        let Rows { rows, notes, duties, also_turns_on } = all;
        Some(Matrix {
            folder: Some(folder.to_owned()),
            title: pack.manifest.title.clone(),
            day,
            neutral: neutral(&holder, now),
            holder: party(&holder),
            rows,
            notes,
            duties,
            also_turns_on,
        })
    }

    /// What the whole law distinguishes: one matrix for each kind of holder that the packs tell
    /// apart by place.
    #[must_use]
    pub fn matrix_of_all(&self) -> Vec<Matrix> {
        let Some(day) = self.packs.iter().map(|pack| pack.manifest.read_on).max() else {
            return Vec::new();
        };
        let Some(now) = day.start() else { return Vec::new() };
        let packs: Vec<(&Self, &Pack)> = self.packs_in_order().map(|pack| (self, pack)).collect();
        let of_holder = |holder: Party| {
            let says = |survey: &Survey<'_>, heard: &[usize]| says::of_all(&survey.said(heard));
            let all = told(&packs, &holder, now, says, says::outcome);
            // Duties are told statute by statute.
            let Rows { rows, notes, also_turns_on, .. } = all;
            let duties = Vec::new();
            Matrix {
                folder: None,
                title: "The whole law".to_owned(),
                day,
                neutral: neutral(&holder, now),
                holder: party(&holder),
                rows,
                notes,
                duties,
                also_turns_on,
            }
        };
        self.holders().into_iter().map(of_holder).collect()
    }

    /// The packs in the law sheet's order of evaluation.
    fn packs_in_order(&self) -> impl Iterator<Item = &Pack> {
        let mut packs: Vec<&Pack> = self.packs.iter().collect();
        packs.sort_by_key(|pack| pack.manifest.precedence);
        packs.into_iter()
    }

    /// For each place that a pack speaks of, the police body that most packs bind: other holders
    /// are told statute by statute.
    fn holders(&self) -> Vec<Party> {
        let count = |holder: &Party| {
            self.packs.iter().filter(|p| p.manifest.binds.bind(holder) == Bound::Yes).count()
        };
        let mut best: BTreeMap<_, (usize, Party)> = BTreeMap::new();
        for pack in &self.packs {
            let holder = neutral::holder(&pack.manifest.binds);
            if holder.kind != PartyKind::LocalLawEnforcement {
                continue;
            }
            let bound = count(&holder);
            let key = holder.place.clone();
            if best.get(&key).is_none_or(|(most, _)| bound > *most) {
                best.insert(key, (bound, holder));
            }
        }
        let mut holders: Vec<_> = best.into_values().collect();
        holders.sort_by_key(|(bound, _)| *bound);
        holders.into_iter().map(|(_, holder)| holder).collect()
    }
}

/// The neutral ask in words.
fn neutral(holder: &Party, now: Moment) -> Vec<String> {
    let posing = neutral::posing(Door::Query, holder);
    // The class of the records is varied, so it is left out here.
    let class = format!("{}, ", plain(neutral::CLASS.word()));
    let told = known(&posing.facts, now).into_iter();
    told.filter(|fact| !["asker", "holder"].contains(&fact.what.as_str()))
        .map(|fact| format!("{}: {}", fact.what, fact.says.replacen(&class, "", 1)))
        .collect()
}

/// The rows of a matrix and what belongs to them.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    notes: Vec<Vec<PaperRow>>,
    duties: Vec<Row>,
    also_turns_on: Vec<String>,
}

/// The rows for these packs, and what their policies test beside what is varied.
fn told(
    packs: &[(&Law, &Pack)],
    holder: &Party,
    now: Moment,
    says: impl Fn(&Survey<'_>, &[usize]) -> Cell,
    in_note: fn(&Cell) -> Cell,
) -> Rows {
    let mut all = Rows::default();
    let mut seen: BTreeMap<(On, &str), BTreeSet<bool>> = BTreeMap::new();
    let (mut rulings, mut duties) = (Vec::new(), Vec::new());
    for door in Door::ALL {
        let mut survey = Survey::new(packs, door, holder, now);
        if survey.is_silent() {
            continue;
        }
        let dimensions = dimensions(door, holder);
        let groups = survey.groups(&dimensions);
        let mut grid = Grid { survey, dimensions, groups };
        together(&mut rulings, door, grid.rulings(&mut all.notes, &says, in_note));
        together(&mut duties, door, grid.duties());
        for (on, name, sights) in grid.survey.seen {
            // What nothing tests is seen as 0 by every pack.
            if sights.iter().flatten().any(|sight| *sight != 0) {
                seen.entry((on, name)).or_default().insert(sights.len() > 1);
            }
        }
    }
    all.rows = flat(rulings);
    all.duties = flat(duties).into_iter().filter(|row| !row.says.is_empty()).collect();
    let held = seen.into_iter().filter(|(_, varies)| !varies.contains(&true));
    all.also_turns_on = held.map(|((on, name), _)| attribute(on, name)).collect();
    all
}

/// Cells of a pack's matrix that are answered otherwise under another law.
pub(crate) struct Changes {
    pub(crate) rows: Vec<Row>,
    pub(crate) cells_count: usize,
    pub(crate) cells_changed_count: usize,
}

/// Compares what a pack says under two laws, papers and all.
pub(crate) fn changes(before: &Law, after: &Law, folder: &str) -> Changes {
    let mut all = Changes { rows: Vec::new(), cells_count: 0, cells_changed_count: 0 };
    let both = [before, after].map(|law| law.packs.iter().find(|pack| pack.folder == folder));
    let [Some(one), Some(other)] = both else { return all };
    let packs = [(before, one), (after, other)];
    let holder = neutral::holder(&one.manifest.binds);
    let Some(now) = one.manifest.read_on.start() else { return all };
    let mut blocks = Vec::new();
    for door in Door::ALL {
        let mut survey = Survey::new(&packs, door, &holder, now);
        if survey.is_silent() {
            continue;
        }
        let dimensions = dimensions(door, &holder);
        let groups = survey.groups(&dimensions);
        let mut grid = Grid { survey, dimensions, groups };
        let rows = grid.plain(|survey, heard| {
            let said = [before, after].map(|law| says::of_pack(&survey.said_of(law, heard)));
            let [one, other] = said.map(|cell| cell.told());
            all.cells_count += 1;
            if one == other {
                return String::new();
            }
            all.cells_changed_count += 1;
            format!("{one}, would be: {other}")
        });
        together(&mut blocks, door, rows);
    }
    all.rows = flat(blocks).into_iter().filter(|row| !row.says.is_empty()).collect();
    // Beside rows that are left out, "any other" would say too much.
    let conditions = all.rows.iter_mut().flat_map(|row| &mut row.conditions);
    conditions.for_each(|condition| condition.is_any_other = false);
    all
}

/// Puts a door to another at which the same is said.
fn together(blocks: &mut Vec<(Vec<Door>, Vec<Row>)>, door: Door, block: Vec<Row>) {
    match blocks.iter_mut().find(|(_, known)| *known == block) {
        Some((doors, _)) => doors.push(door),
        None => blocks.push((vec![door], block)),
    }
}

fn flat(blocks: Vec<(Vec<Door>, Vec<Row>)>) -> Vec<Row> {
    let of_doors = |(doors, rows): (Vec<Door>, Vec<Row>)| {
        rows.into_iter().map(move |row| Row { doors: doors.clone(), ..row })
    };
    blocks.into_iter().flat_map(of_doors).collect()
}

/// Everything varied at one door.
struct Grid<'a> {
    survey: Survey<'a>,
    dimensions: Vec<Dimension>,
    /// For each dimension, the choices that no pack tells apart.
    groups: Vec<Vec<Vec<usize>>>,
}

impl Grid<'_> {
    /// The rulings. Papers are varied last and on their own: what they change is a note that many
    /// rows share.
    fn rulings(
        &mut self,
        notes: &mut Vec<Vec<PaperRow>>,
        says: &impl Fn(&Survey<'_>, &[usize]) -> Cell,
        in_note: fn(&Cell) -> Cell,
    ) -> Vec<Row> {
        let Self { survey, dimensions, groups } = self;
        let Some((of_papers, before)) = groups.split_last() else { return Vec::new() };
        let mut known: BTreeMap<Vec<usize>, Cell> = BTreeMap::new();
        let branches = tree::rows(before, |chosen| {
            let mut first: Vec<usize> =
                chosen.iter().filter_map(|group| group.first()).copied().collect();
            let mut none = Cell::default();
            let mut changes: Vec<(Vec<usize>, String)> = Vec::new();
            // The group that holds "no paper" stands first.
            for (at, group) in of_papers.iter().enumerate() {
                first.extend(group.first());
                let heard = survey.hear(dimensions, &first);
                first.pop();
                let cell = known.entry(heard).or_insert_with_key(|heard| says(survey, heard));
                if at == 0 {
                    none = cell.clone();
                } else if let Some(told) = in_note(cell).beside(&none) {
                    match changes.iter_mut().find(|(_, known)| *known == told) {
                        Some((members, _)) => members.extend(group),
                        None => changes.push((group.clone(), told)),
                    }
                }
            }
            (none.told(), note(notes, dimensions.last(), changes))
        });
        branches.into_iter().map(|branch| row(dimensions, branch)).collect()
    }

    /// The duties, which no paper and no other law can take away.
    fn duties(&mut self) -> Vec<Row> {
        self.plain(|survey, heard| says::duties(&survey.said(heard)))
    }

    /// Rows in which papers are varied like all else.
    fn plain(&mut self, mut says: impl FnMut(&Survey<'_>, &[usize]) -> String) -> Vec<Row> {
        let Self { survey, dimensions, groups } = self;
        let branches = tree::rows(groups, |chosen| {
            let first: Vec<usize> =
                chosen.iter().filter_map(|group| group.first()).copied().collect();
            let heard = survey.hear(dimensions, &first);
            (says(survey, &heard), None)
        });
        branches.into_iter().map(|branch| row(dimensions, branch)).collect()
    }
}

/// The number of the note that tells what papers change, if they change anything.
fn note(
    notes: &mut Vec<Vec<PaperRow>>,
    papers: Option<&Dimension>,
    changes: Vec<(Vec<usize>, String)>,
) -> Option<usize> {
    let papers = papers?;
    let told = |(mut chosen, says): (Vec<usize>, String)| {
        chosen.sort_unstable();
        PaperRow { papers: labels(papers, &chosen), says }
    };
    let rows: Vec<PaperRow> = changes.into_iter().map(told).collect();
    if rows.is_empty() {
        return None;
    }
    let known = notes.iter().position(|note| *note == rows);
    let at = known.unwrap_or_else(|| {
        notes.push(rows);
        notes.len() - 1
    });
    Some(at + 1)
}

fn row(dimensions: &[Dimension], branch: Branch<(String, Option<usize>)>) -> Row {
    let told = |chosen: tree::Chosen| {
        dimensions.get(chosen.dimension).map(|dimension| Condition {
            dimension: dimension.name,
            values: labels(dimension, &chosen.choices),
            is_any_other: chosen.is_rest,
        })
    };
    let (says, papers) = branch.says;
    let conditions = branch.conditions.into_iter().filter_map(told).collect();
    Row { doors: Vec::new(), conditions, says, papers }
}
