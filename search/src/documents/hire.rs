use uuid::Uuid;

use super::{SpecialtyLabel, specialties};
use crate::analysis::key;
use crate::{Document, Field, Kind};

/// A past hire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HireDocument {
    /// The hire's id.
    pub id: Uuid,
    /// The row's version.
    pub version: i64,
    /// The company's id.
    pub company_id: Uuid,
    /// The company's name.
    pub company: String,
    /// The company as printed in the source.
    pub as_printed: Option<String>,
    /// The company's group, if any.
    pub group: Option<String>,
    /// The school's code.
    pub school: String,
    /// The specialty.
    pub specialty: SpecialtyLabel,
    /// City, if known.
    pub city: Option<String>,
    /// First year of the academic year.
    pub academic_year: i64,
}

impl From<HireDocument> for Document {
    fn from(hire: HireDocument) -> Self {
        let (codes, names) = specialties(vec![hire.specialty]);
        Document::new(Kind::Hire, hire.id, hire.version)
            .key(Field::CompanyId, [hire.company_id.to_string()])
            .text(Field::CompanyName, [hire.company])
            .text(Field::AsPrinted, hire.as_printed)
            .key(Field::Group, hire.group.as_deref().map(key))
            .key(Field::School, [hire.school])
            .key(Field::Specialties, codes.clone())
            .text(Field::SpecialtyCodes, codes)
            .text(Field::SpecialtyNames, names)
            .key(Field::City, hire.city.as_deref().map(key))
            .text(Field::CityName, hire.city)
            .number(Field::AcademicYear, hire.academic_year)
    }
}
