//! The schools that the product comes with, and their specialties.

use crate::data::rows;
use serde::Deserialize;
use std::sync::LazyLock;

/// A school of the first start.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct School {
    /// Its code, unique: `INSA-TOULOUSE`.
    pub code: String,
    /// Its name, in French.
    pub name: String,
}

/// A department, specialty or option of a school of the first start.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Specialty {
    /// The school's code.
    pub school: String,
    /// Its code, unique in its school: `AE`.
    pub code: String,
    /// The code of the department, for an option.
    pub parent: Option<String>,
    /// Its name in French; the code where the school printed none.
    pub name: String,
}

/// The schools, in the order in which they are listed.
pub fn schools() -> &'static [School] {
    static SCHOOLS: LazyLock<Vec<School>> = LazyLock::new(|| rows(include_str!("../data/schools.csv")));
    &SCHOOLS
}

/// The specialties of all schools, each school's in its published order, an option after its department.
pub fn specialties() -> &'static [Specialty] {
    static SPECIALTIES: LazyLock<Vec<Specialty>> =
        LazyLock::new(|| rows(include_str!("../data/specialties.csv")));
    &SPECIALTIES
}

/// The specialties of one school in its published order; none for a school that is not shipped.
pub fn specialties_of(school: &str) -> impl Iterator<Item = &'static Specialty> {
    specialties().iter().filter(move |specialty| specialty.school == school)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use std::collections::BTreeSet;

    #[test]
    fn four_schools_have_their_specialties_in_the_published_order() {
        let codes: Vec<_> = schools().iter().map(|school| school.code.as_str()).collect();
        assert_eq!(codes, ["INSA-TOULOUSE", "IMT-ALBI", "IMT-ALES", "ENSSAT"]);
        let codes: Vec<_> = specialties_of("INSA-TOULOUSE").map(|s| s.code.as_str()).collect();
        assert_eq!(codes, ["AE", "GB", "GC", "GM", "GP", "GPE", "IR", "MA", "VALDOM", "MSIAI"]);
        let counts: Vec<_> = schools().iter().map(|school| specialties_of(&school.code).count()).collect();
        assert_eq!(counts, [10, 4, 14, 1]);
    }

    #[test]
    fn codes_are_unique_and_an_option_follows_its_department() {
        let mut seen = BTreeSet::new();
        for specialty in specialties() {
            let department = specialty.parent.as_ref().map(|parent| (&specialty.school, parent));
            assert!(department.is_none_or(|department| seen.contains(&department)), "{specialty:?}");
            assert!(seen.insert((&specialty.school, &specialty.code)), "{specialty:?}");
            assert!(schools().iter().any(|school| school.code == specialty.school), "{specialty:?}");
        }
    }

    #[test]
    fn every_course_of_ales_belongs_to_an_option() {
        #[derive(Deserialize)]
        struct Course {
            department: String,
            option: String,
        }
        let courses: Vec<Course> = rows(include_str!("../data/ales-courses.csv"));
        assert_eq!(courses.len(), 84);
        for Course { department, option } in courses {
            let belongs = |s: &Specialty| match &s.parent {
                None => option.is_empty() && s.code == department,
                Some(parent) => *parent == department && fold(&s.name) == fold(&option),
            };
            assert!(specialties_of("IMT-ALES").any(belongs), "{department}: {option}");
        }
    }
}
