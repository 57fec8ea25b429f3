use uuid::Uuid;

use crate::analysis::key;
use crate::{Document, Field, Kind, Point};

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyDocument {
    /// The company's id.
    pub id: Uuid,
    /// The row's version.
    pub version: i64,
    /// Name.
    pub name: String,
    /// Other names, as printed in the sources.
    pub aliases: Vec<String>,
    /// Group, if any.
    pub group: Option<String>,
    /// City, if known.
    pub city: Option<String>,
    /// Where it is, if known.
    pub point: Option<Point>,
    /// Size by its code, if known.
    pub size: Option<String>,
    /// Whether staff verified it.
    pub verified: bool,
    /// Codes of the specialties that it hired.
    pub hired_specialties: Vec<String>,
    /// How many hires are known.
    pub hires: i64,
}

impl From<CompanyDocument> for Document {
    fn from(company: CompanyDocument) -> Self {
        Document::new(Kind::Company, company.id, company.version)
            .key(Field::SortKey, [key(&company.name)])
            .text(Field::Name, [company.name])
            .text(Field::Aliases, company.aliases)
            .key(Field::Group, company.group.as_deref().map(key))
            .text(Field::GroupName, company.group)
            .key(Field::City, company.city.as_deref().map(key))
            .text(Field::CityName, company.city)
            .key(Field::CompanySize, company.size)
            .key(Field::Verified, [company.verified.to_string()])
            .key(Field::HiredSpecialties, company.hired_specialties)
            .number(Field::Hires, company.hires)
            .point(company.point)
    }
}
