//! What a school's papers say of the school itself: one file a school in `papers/data`.

use crate::{Facts, facts::Study};
use domain::school::specialties_of;
use serde::Deserialize;
use std::sync::LazyLock;

/// A school's file: facts that hold for all its contracts, and those of one academic year.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    facts: Facts,
    years: Vec<Study>,
}

static FILES: LazyLock<[(&str, File); 4]> = LazyLock::new(|| {
    [
        ("INSA-TOULOUSE", read(include_str!("../data/insa-toulouse.toml"))),
        ("IMT-ALBI", read(include_str!("../data/imt-albi.toml"))),
        ("IMT-ALES", read(include_str!("../data/imt-ales.toml"))),
        ("ENSSAT", read(include_str!("../data/enssat.toml"))),
    ]
});

/// Reads a shipped file; a malformed one is a fault of the build, and the tests read every file.
fn read(text: &str) -> File {
    toml::from_str(text).expect("the shipped files are well formed")
}

/// The codes of the schools that have a file.
pub fn schools() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(code, _)| *code)
}

/// What holds for all contracts of a school; none for a school without a file.
pub(crate) fn facts_of(school: &str) -> Option<&'static Facts> {
    file(school).map(|file| &file.facts)
}

/// What the school's file says of an academic year, by its first year.
pub(crate) fn year_of(school: &str, first: i32) -> Option<&'static Study> {
    file(school)?.years.iter().find(|study| study.academic_year == Some(first))
}

fn file(school: &str) -> Option<&'static File> {
    FILES.iter().find(|(code, _)| *code == school).map(|(_, file)| file)
}

/// The name of a specialty as papers print it: the department's before the option's.
pub(crate) fn specialty_name(school: &str, code: &str) -> Option<String> {
    let named = |code: &str| specialties_of(school).find(|specialty| specialty.code == code);
    let specialty = named(code)?;
    match specialty.parent.as_deref().and_then(named) {
        Some(department) => Some(format!("{}, option {}", department.name, specialty.name)),
        None => Some(specialty.name.clone()),
    }
}
