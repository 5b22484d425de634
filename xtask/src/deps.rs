//! Lists the outside packages behind the shipped binary (`cargo xtask deps`).
//!
//! In: what `cargo tree` says for this machine. Out: names and versions, told apart by whether
//! they end up in the binary or only help to build it.
//! Never: counts what only tests, tools, or other platforms need. Cargo's metadata would: it names
//! optional packages that no feature turns on, so it is not asked.

use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The package whose binary ships.
const SHIPPED: &str = "headworks-cli";

/// The outside packages behind the binary, as `name version`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Deps {
    /// Linked into the binary.
    pub linked: BTreeSet<String>,
    /// Needed only to build it: macros, build scripts, and what those need.
    pub building: BTreeSet<String>,
}

/// Asks cargo about the workspace at `root`.
///
/// # Errors
/// If cargo cannot resolve the lock file without changing it.
pub fn read(root: &Path) -> Result<Deps> {
    let linked = outside(&tree(root, "normal,no-proc-macro")?);
    let built = outside(&tree(root, "normal,build")?);
    Ok(Deps { building: built.difference(&linked).cloned().collect(), linked })
}

/// Prints the lists.
pub fn print(deps: &Deps) {
    println!("{} outside packages in the binary", deps.linked.len());
    for package in &deps.linked {
        println!("  {package}");
    }
    println!("{} more only to build it", deps.building.len());
    for package in &deps.building {
        println!("  {package}");
    }
}

/// Every package along these kinds of edges, one a line.
fn tree(root: &Path, edges: &str) -> Result<String> {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(["tree", "--locked", "--package", SHIPPED, "--edges", edges, "--prefix", "none"])
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!("cargo tree failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).context("cargo tree did not print text")
}

/// The packages of a tree that are not ours. Ours, and only ours, are told with their folder.
fn outside(tree: &str) -> BTreeSet<String> {
    let package = |line: &str| {
        let (name, rest) = line.split_once(" v")?;
        let (version, note) = rest.split_once(' ').unwrap_or((rest, ""));
        let is_ours = note.contains('/') || note.contains('\\');
        (!is_ours).then(|| format!("{name} {version}"))
    };
    tree.lines().filter_map(package).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_packages_are_told_once_and_ours_never() {
        let tree = "headworks-cli v0.1.0 (/somewhere/crates/cli)\n\
                    anyhow v1.0.104\n\
                    clap_derive v4.6.9 (proc-macro)\n\
                    headworks-law v0.1.0 (C:\\somewhere\\law) (*)\n\
                    toml v0.9.12+spec-1.1.0 (*)\n\
                    anyhow v1.0.104 (*)\n\n";
        let told: Vec<_> = outside(tree).into_iter().collect();
        assert_eq!(told, ["anyhow 1.0.104", "clap_derive 4.6.9", "toml 0.9.12+spec-1.1.0"]);
    }

    #[test]
    fn what_only_builds_the_binary_is_not_in_it() {
        let deps = read(&crate::tree::root().unwrap()).unwrap();
        assert!(deps.linked.iter().any(|package| package.starts_with("cedar-policy ")));
        assert!(deps.building.iter().any(|package| package.starts_with("serde_derive ")));
        assert!(deps.linked.is_disjoint(&deps.building));
    }
}
