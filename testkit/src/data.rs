//! Finds the real data, which stays outside the repository.
//!
//! In: one environment variable. Out: a folder, or nothing and a line that says so.
//! Never: reads the data, or lets a test that needed it look as if it had run.

use std::path::{Path, PathBuf};

/// The environment variable that says where the real data is.
pub const REAL_DATA_VARIABLE: &str = "HEADWORKS_REAL_DATA";

/// The folder of real data, if this machine has one.
///
/// It is what `HEADWORKS_REAL_DATA` names, and otherwise `shared/data` beside the repository.
/// Real logs are public records about people, so they are never copied into the repository; a test
/// that reads them asks here and returns early when there are none. The line on stderr tells a
/// reader of the run that the test proved nothing:
///
/// ```
/// let Some(folder) = testkit::real_data() else { return };
/// assert!(folder.is_dir());
/// ```
#[must_use]
pub fn real_data() -> Option<PathBuf> {
    let folder = named(std::env::var_os(REAL_DATA_VARIABLE).map(PathBuf::from));
    let found = present(&folder);
    if found.is_none() {
        eprintln!("skipped: no real data at {}; set {REAL_DATA_VARIABLE}", folder.display());
    }
    found
}

/// The folder to look in: the one named, or the one beside the repository.
fn named(by_variable: Option<PathBuf>) -> PathBuf {
    by_variable.filter(|path| !path.as_os_str().is_empty()).unwrap_or_else(|| {
        // The repository is the parent of this package's folder, at build time.
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data")
    })
}

/// The folder without `..` in it, if it is one.
fn present(folder: &Path) -> Option<PathBuf> {
    folder.canonicalize().ok().filter(|path| path.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_is_believed_before_the_usual_place() {
        assert_eq!(named(Some(PathBuf::from("elsewhere"))), PathBuf::from("elsewhere"));
    }

    #[test]
    fn an_empty_variable_is_no_variable() {
        assert!(named(Some(PathBuf::new())).ends_with("shared/data"));
        assert!(named(None).ends_with("shared/data"));
    }

    #[test]
    fn a_folder_that_is_not_there_is_nothing() {
        assert_eq!(present(Path::new("no/such/folder")), None);
        assert!(present(Path::new(env!("CARGO_MANIFEST_DIR"))).is_some());
    }
}
