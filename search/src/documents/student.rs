use uuid::Uuid;

use super::{SkillLabel, SpecialtyLabel, skills, specialties};
use crate::analysis::key;
use crate::{Document, Field, Kind, Point};

/// A student's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudentDocument {
    /// The student's id.
    pub id: Uuid,
    /// The row's version.
    pub version: i64,
    /// Name.
    pub name: String,
    /// What the student says of herself, if anything.
    pub about: Option<String>,
    /// Skills.
    pub skills: Vec<SkillLabel>,
    /// Specialty.
    pub specialty: SpecialtyLabel,
    /// The school's code.
    pub school: String,
    /// City, if known.
    pub city: Option<String>,
    /// Where it is, if known.
    pub point: Option<Point>,
    /// First year of the academic year looked for.
    pub academic_year: i64,
    /// Contract types looked for, by their codes.
    pub contract_types: Vec<String>,
    /// Tokens of those who may see the profile (`companies`, `school:<id>`). Of none, nobody: every query filters
    /// with `Filter::In(Field::Audience, …)`.
    pub audience: Vec<String>,
    /// When the profile became visible, in microseconds since 1970-01-01 UTC.
    pub published_at: i64,
}

impl From<StudentDocument> for Document {
    fn from(student: StudentDocument) -> Self {
        let (codes, names) = specialties(vec![student.specialty]);
        let (skill_keys, skill_names) = skills(student.skills);
        Document::new(Kind::Student, student.id, student.version)
            .text(Field::Name, [student.name])
            .text(Field::About, student.about)
            .key(Field::Skills, skill_keys)
            .text(Field::SkillNames, skill_names)
            .key(Field::Specialties, codes.clone())
            .text(Field::SpecialtyCodes, codes)
            .text(Field::SpecialtyNames, names)
            .key(Field::School, [student.school])
            .key(Field::City, student.city.as_deref().map(key))
            .text(Field::CityName, student.city)
            .key(Field::ContractType, student.contract_types)
            .key(Field::Audience, student.audience)
            .number(Field::AcademicYear, student.academic_year)
            .number(Field::PublishedAt, student.published_at)
            .point(student.point)
    }
}
