//! Checks that every dependency points down (`cargo xtask floors`).
//!
//! In: what cargo says about the workspace. Out: each arrow that breaks the plan.
//! Never: needs the network, the lock file or a build; only manifests are read.
//!
//! INVARIANT(down): every dependency points to a lower floor. The plan itself is in
//! [`plan`]; HOUSE 2.2 and `docs/decisions/0001-rooms-and-floors.md` say why.

pub mod plan;

use crate::complaint::Complaint;
use anyhow::{Context as _, Result};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};
use std::path::Path;

/// One package of the workspace, and what its manifest names.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its room, or `xtask`, `testkit` or `tests`; the whole package name if that has no prefix.
    pub room: String,
    /// Its manifest, relative to the root of the workspace.
    pub manifest: String,
    /// Everything it depends on.
    pub arrows: Vec<Arrow>,
}

/// One dependency of one package.
#[derive(Clone, Debug)]
pub struct Arrow {
    /// The room it points to, or the name of the outside crate.
    pub to: String,
    /// What it is needed for.
    pub need: Need,
    /// Whether it points into the workspace.
    pub is_inside: bool,
}

/// What a dependency is needed for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Need {
    /// Build scripts.
    Build,
    /// What ships.
    Ship,
    /// Tests, examples and benches.
    Test,
}

impl Need {
    /// A clause to put after the name of a dependency; nothing for what ships.
    const fn told(self) -> &'static str {
        match self {
            Self::Build => " to build",
            Self::Ship => "",
            Self::Test => " to test",
        }
    }
}

/// Checks the workspace at `root`.
///
/// # Errors
/// If cargo cannot read the manifests.
pub fn check(root: &Path) -> Result<Vec<Complaint>> {
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .context("cargo cannot read the manifests")?;
    Ok(complaints(&members(&metadata)))
}

/// The packages of the workspace, as the plan speaks of them.
#[must_use]
pub fn members(metadata: &Metadata) -> Vec<Member> {
    let root = &metadata.workspace_root;
    let member = |package: &&cargo_metadata::Package| Member {
        room: room_of(&package.name),
        manifest: package
            .manifest_path
            .strip_prefix(root)
            .unwrap_or(&package.manifest_path)
            .to_string(),
        arrows: package.dependencies.iter().map(arrow).collect(),
    };
    metadata.workspace_packages().iter().map(member).collect()
}

/// Everything in which these packages break the plan, in their order.
#[must_use]
pub fn complaints(members: &[Member]) -> Vec<Complaint> {
    let mut found = Vec::new();
    for member in members {
        found.extend(misplaced(member));
        for arrow in &member.arrows {
            let complaint =
                if arrow.is_inside { astray(member, arrow) } else { kept(member, arrow) };
            found.extend(complaint);
        }
    }
    found
}

/// The crate's own name counts, not what the manifest renames it to.
fn arrow(dependency: &cargo_metadata::Dependency) -> Arrow {
    let is_inside = dependency.path.is_some();
    Arrow {
        to: if is_inside { room_of(&dependency.name) } else { dependency.name.clone() },
        need: match dependency.kind {
            DependencyKind::Build => Need::Build,
            DependencyKind::Development => Need::Test,
            // A kind that cargo invents later is held to the strictest rule.
            _ => Need::Ship,
        },
        is_inside,
    }
}

fn room_of(package: &str) -> String {
    package.strip_prefix("headworks-").unwrap_or(package).to_owned()
}

/// A package that the plan does not know, or that lives elsewhere than it says.
fn misplaced(member: &Member) -> Option<Complaint> {
    let room = member.room.as_str();
    let home = match plan::floor(room) {
        Some(_) => format!("crates/{room}/Cargo.toml"),
        None if plan::BESIDE.contains(&room) => format!("{room}/Cargo.toml"),
        None => {
            return Some(Complaint::failure(
                &member.manifest,
                format!("the plan has no room `{room}`"),
                "make it a module of a room; if it earns a door (HOUSE 2.1), give it a floor in \
                 `xtask/src/floors/plan.rs` and a decision record",
            ));
        }
    };
    (member.manifest != home).then(|| {
        Complaint::failure(
            &member.manifest,
            format!("the room `{room}` does not live here"),
            format!("move it so that its manifest is `{home}`"),
        )
    })
}

/// An arrow inside the workspace that may not be.
fn astray(member: &Member, arrow: &Arrow) -> Option<Complaint> {
    let (from, to) = (member.room.as_str(), arrow.to.as_str());
    let told = |what: String, mend: &str| Some(Complaint::failure(&member.manifest, what, mend));
    if matches!(to, "tests" | "xtask") {
        return told(
            format!("`{from}` depends on `{to}`; nothing may"),
            "move what is shared into `testkit` or into a room",
        );
    }
    if matches!(from, "tests" | "xtask") {
        return None;
    }
    if to == "testkit" {
        let is_for_tests = arrow.need == Need::Test && from != "testkit";
        return if is_for_tests {
            None
        } else {
            told(
                format!("`{from}` ships `testkit`"),
                "name it under [dev-dependencies], or take it out",
            )
        };
    }
    if from == "testkit" {
        return if plan::PURE.contains(&to) {
            None
        } else {
            told(
                format!("`testkit` depends on `{to}`, which is not a pure room"),
                "testkit stands on the pure rooms alone, so that every room's tests can use it",
            )
        };
    }
    let direction = against_gravity(from, to)?;
    match direction {
        Direction::Down => not_in_the_table(member, arrow),
        Direction::Sideways | Direction::Up | Direction::Nowhere => told(
            format!("{} depends on {}: {}", with_floor(from), with_floor(to), direction.word()),
            "arrows point to a strictly lower floor: move the shared part down, take it as an \
             argument, or declare a trait in the lower room",
        ),
    }
}

/// Where an arrow points, seen from its room.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Direction {
    Down,
    Nowhere,
    Sideways,
    Up,
}

impl Direction {
    const fn word(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Nowhere => "no such floor",
            Self::Sideways => "sideways",
            Self::Up => "up",
        }
    }
}

/// None where the room itself is unknown: [`misplaced`] has told that already.
fn against_gravity(from: &str, to: &str) -> Option<Direction> {
    let from = plan::floor(from)?;
    let Some(to) = plan::floor(to) else { return Some(Direction::Nowhere) };
    Some(match to.cmp(&from) {
        std::cmp::Ordering::Less => Direction::Down,
        std::cmp::Ordering::Equal => Direction::Sideways,
        std::cmp::Ordering::Greater => Direction::Up,
    })
}

fn with_floor(room: &str) -> String {
    match plan::floor(room) {
        Some(floor) => format!("`{room}` (floor {floor})"),
        None => format!("`{room}`"),
    }
}

/// An arrow that points down, but that the table of rooms does not allow. Tests may look down
/// freely: what they see does not ship.
fn not_in_the_table(member: &Member, arrow: &Arrow) -> Option<Complaint> {
    let (from, to) = (member.room.as_str(), arrow.to.as_str());
    if arrow.need == Need::Test || plan::may_depend_on(from).contains(&to) {
        return None;
    }
    Some(Complaint::failure(
        &member.manifest,
        format!("`{from}` depends on `{to}`, an arrow the table of rooms does not have"),
        "take it out; a new arrow between rooms changes `xtask/src/floors/plan.rs` and \
         ARCHITECTURE.md in the same commit, with a decision record",
    ))
}

/// An outside crate that another room keeps.
fn kept(member: &Member, arrow: &Arrow) -> Option<Complaint> {
    let rooms = plan::kept_in(&arrow.to)?;
    if rooms.contains(&member.room.as_str()) {
        return None;
    }
    Some(Complaint::failure(
        &member.manifest,
        format!(
            "`{}` names `{}`{}, which is kept in `{}`",
            member.room,
            arrow.to,
            arrow.need.told(),
            rooms.join("`, `")
        ),
        format!("let `{}` do it and pass our own types across", rooms.join("` or `")),
    ))
}

#[cfg(test)]
mod tests;
