//! Specialties in filters: a department and its options stand for one another, as each search says.

use crate::reference::Schools;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The codes of specialties, as they are indexed.
pub(super) fn codes(schools: &Schools, specialties: &BTreeSet<Uuid>) -> Vec<String> {
    specialties
        .iter()
        .filter_map(|id| schools.specialty(*id))
        .map(|specialty| specialty.code.clone())
        .collect()
}

/// Specialties with the options of the departments among them.
pub(super) fn with_options(schools: &Schools, specialties: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    let options =
        schools.specialties.iter().filter(|row| row.parent_id.is_some_and(|id| specialties.contains(&id)));
    specialties.iter().copied().chain(options.map(|option| option.id)).collect()
}

/// Specialties with the options of the departments, and the departments of the options, among them.
pub(super) fn either_way(schools: &Schools, specialties: &BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    let departments = specialties.iter().filter_map(|id| schools.specialty(*id)?.parent_id);
    with_options(schools, specialties).into_iter().chain(departments).collect()
}

/// The specialties that a word names, by code, or by a part of the name.
pub(super) fn named(schools: &Schools, word: &str) -> Vec<Uuid> {
    let is =
        |code: &str, name: &str| domain::text::fold(code) == word || domain::text::fold(name).contains(word);
    let department = |id: Option<Uuid>| id.and_then(|id| schools.specialty(id));
    let own = schools.specialties.iter().filter(|row| {
        is(&row.code, &row.name)
            || department(row.parent_id).is_some_and(|parent| is(&parent.code, &parent.name))
    });
    own.map(|row| row.id).collect()
}
