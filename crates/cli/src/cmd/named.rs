//! Names of input files that mean the same on another machine.

use lookback::Finding;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};

/// The name of each input, by its path as the run tells it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    by_path: BTreeMap<String, String>,
    /// The paths in the order in which they are read.
    order: Vec<String>,
}

impl Names {
    /// Names each file by the last part of the path that was asked for and what lies below it:
    /// `/a/b/logs` with `/a/b/logs/x/y.csv` gives `logs/x/y.csv`. Two that would be called the same
    /// are told apart by the place of what was asked for.
    pub(crate) fn of<'a>(asked: &[PathBuf], files: impl Iterator<Item = &'a Path>) -> Self {
        let mut names = Self::default();
        let mut taken = BTreeSet::new();
        for file in files {
            let above = asked.iter().zip(1..).find(|(asked, _)| file.starts_with(asked));
            let mut name = match above {
                Some((asked, _)) => below(asked, file),
                None => file.file_name().map(PathBuf::from).unwrap_or_default(),
            };
            if let (true, Some((_, place))) = (taken.contains(&name), above) {
                name = Path::new(&format!("{place}")).join(name);
            }
            taken.insert(name.clone());
            let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
            let path = file.display().to_string();
            names.order.push(path.clone());
            names.by_path.insert(path, parts.join("/"));
        }
        names
    }

    /// Each path with its name, in the order in which they are read.
    pub(crate) fn each(&self) -> impl Iterator<Item = (&str, &str)> {
        self.order.iter().filter_map(|path| {
            let (path, name) = self.by_path.get_key_value(path)?;
            Some((path.as_str(), name.as_str()))
        })
    }

    /// The name of a path, or of what lies inside it as a part of an archive.
    fn name(&self, path: &str) -> Option<String> {
        if let Some(name) = self.by_path.get(path) {
            return Some(name.clone());
        }
        let before = (Bound::Unbounded, Bound::Excluded(path));
        let (whole, name) = self.by_path.range::<str, _>(before).next_back()?;
        let inside = path.strip_prefix(whole.as_str())?;
        // `logs.zip/march.csv` or `logs.zip!march.csv`; not `logs.csv2`, which is another file.
        let is_inside = inside.starts_with(|c: char| !c.is_alphanumeric());
        is_inside.then(|| format!("{name}{inside}"))
    }

    /// A finding with its sources by name.
    pub(crate) fn rename(&self, mut finding: Finding) -> Finding {
        for source in &mut finding.sources {
            if let Some(name) = self.name(&source.path) {
                source.path = name;
            }
        }
        finding
    }

    /// Every path in a summary by name, wherever it stands.
    pub(crate) fn rename_all(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(name) = self.name(text) {
                    *text = name;
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|one| self.rename_all(one)),
            Value::Object(fields) => {
                fields.values_mut().for_each(|one| self.rename_all(one));
            }
            Value::Bool(_) | Value::Null | Value::Number(_) => {}
        }
    }
}

fn below(asked: &Path, file: &Path) -> PathBuf {
    let rest = file.strip_prefix(asked).unwrap_or(file);
    let own = asked.file_name().map(PathBuf::from).unwrap_or_default();
    if rest.as_os_str().is_empty() { own } else { own.join(rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(asked: &[&str], files: &[&str]) -> Vec<String> {
        let asked: Vec<_> = asked.iter().map(PathBuf::from).collect();
        let names = Names::of(&asked, files.iter().map(Path::new));
        files.iter().map(|file| names.name(file).unwrap()).collect()
    }

    #[test]
    fn a_name_holds_nothing_above_what_was_asked_for() {
        let found = names(&["/a/logs", "/b/x.csv"], &["/a/logs/m/1.csv", "/b/x.csv"]);
        assert_eq!(found, ["logs/m/1.csv", "x.csv"]);
        assert_eq!(names(&["."], &["./x.csv"]), ["x.csv"]);
    }

    #[test]
    fn two_files_never_share_a_name() {
        let found = names(&["/a/x.csv", "/b/x.csv"], &["/a/x.csv", "/b/x.csv"]);
        assert_eq!(found, ["x.csv", "2/x.csv"]);
    }

    #[test]
    fn what_lies_in_an_archive_keeps_its_place_in_it() {
        let names = Names::of(&["/a/x.zip".into()], [Path::new("/a/x.zip")].into_iter());
        assert_eq!(names.name("/a/x.zip/march.csv").unwrap(), "x.zip/march.csv");
        assert_eq!(names.name("/a/x.zip2"), None);
        assert_eq!(names.name("something else"), None);
    }
}
