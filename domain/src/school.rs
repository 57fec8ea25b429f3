//! The schools that the product comes with, and their specialties.

use crate::{data::rows, text::fold};
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

/// A course of an option, as the school's published programme has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Course {
    department: String,
    option: String,
    course: String,
}

impl Course {
    /// Whether it is taught in a specialty: an option's courses are found by the option's name.
    fn is_of(&self, specialty: &Specialty) -> bool {
        match &specialty.parent {
            None => self.option.is_empty() && specialty.code == self.department,
            Some(parent) => *parent == self.department && fold(&specialty.name) == fold(&self.option),
        }
    }
}

/// The courses of the schools whose programmes are published: IMT Mines Alès.
fn courses() -> &'static [Course] {
    static COURSES: LazyLock<Vec<Course>> = LazyLock::new(|| rows(include_str!("../data/ales-courses.csv")));
    &COURSES
}

/// The courses of a specialty or option in the printed order; none where the school published none, and none
/// for a department that is taught by its options only.
pub fn courses_of(school: &str, specialty: &str) -> impl Iterator<Item = &'static str> {
    let specialty = (school == "IMT-ALES")
        .then(|| specialties_of(school).find(|candidate| candidate.code == specialty))
        .flatten();
    courses()
        .iter()
        .filter(move |course| specialty.is_some_and(|specialty| course.is_of(specialty)))
        .map(|course| course.course.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
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
        assert_eq!(courses().len(), 84);
        for course in courses() {
            assert_eq!(specialties_of("IMT-ALES").filter(|s| course.is_of(s)).count(), 1, "{course:?}");
        }
        let counts: Vec<_> = ["2IA-IL", "GCBD-IGO", "ISERM", "2IA", "nothing"]
            .map(|code| courses_of("IMT-ALES", code).count())
            .into();
        assert_eq!(counts, [9, 7, 10, 0, 0]);
        assert_eq!(courses_of("ENSSAT", "3A").count(), 0);
        assert_eq!(
            courses_of("IMT-ALES", "2ER-EE").next(),
            Some("Gestion de la qualité des eaux et de l’air")
        );
    }
}
