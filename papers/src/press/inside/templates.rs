//! The templates, part of the program; nothing else can be read while a paper is printed.

use std::{collections::HashMap, sync::LazyLock};
use typst_library::diag::FileError;
use typst_syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../templates/", $path)))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "agreement/ales.typ",
    "agreement/annexes.typ",
    "agreement/apprenticeship.typ",
    "agreement/articles.typ",
    "agreement/enssat.typ",
    "agreement/general.typ",
    "agreement/insa.typ",
    "amendment.typ",
    "cerfa-data-sheet.typ",
    "common.typ",
    "information-sheet.typ",
    "mission-sheet.typ",
    "promise.typ",
    "quote.typ",
    "termination-notice.typ",
    "training-agreement.typ",
    "withdrawal-notice.typ",
];

/// The templates, parsed once.
static SOURCES: LazyLock<HashMap<FileId, Source>> = LazyLock::new(|| {
    let parsed = |(path, text): &(&str, &str)| id(path).map(|id| (id, Source::new(id, (*text).to_owned())));
    FILES.iter().filter_map(parsed).collect()
});

/// The identity of a file by its path below the root; none for a path that cannot be one.
pub(crate) fn id(path: &str) -> Option<FileId> {
    VirtualPath::new(path).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A template by its identity.
pub(crate) fn source(id: FileId) -> Result<Source, FileError> {
    SOURCES.get(&id).cloned().ok_or(FileError::AccessDenied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_there_and_parses() {
        assert_eq!(SOURCES.len(), FILES.len());
        for source in SOURCES.values() {
            let (errors, warnings) = source.root().errors_and_warnings();
            assert!(errors.is_empty() && warnings.is_empty(), "{:?}: {errors:?} {warnings:?}", source.id());
        }
    }
}
