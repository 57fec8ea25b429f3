use uuid::Uuid;

use super::{SkillLabel, SpecialtyLabel, skills, specialties};
use crate::analysis::key;
use crate::{Document, Field, Kind, Point};

/// A published offer. Others are not indexed: the caller decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferDocument {
    /// The offer's id.
    pub id: Uuid,
    /// The row's version.
    pub version: i64,
    /// Title.
    pub title: String,
    /// Missions, if written apart.
    pub missions: Option<String>,
    /// Description.
    pub description: String,
    /// Skills wanted.
    pub skills: Vec<SkillLabel>,
    /// The company's id.
    pub company_id: Uuid,
    /// The company's name.
    pub company: String,
    /// The company's group, if any.
    pub group: Option<String>,
    /// The company's size by its code, if known.
    pub company_size: Option<String>,
    /// City, if known.
    pub city: Option<String>,
    /// Where it is, if known.
    pub point: Option<Point>,
    /// Code of the school that the offer is for.
    pub school: String,
    /// Specialties wanted.
    pub specialties: Vec<SpecialtyLabel>,
    /// Contract type, by its code.
    pub contract_type: String,
    /// Remote policy, by its code.
    pub remote: String,
    /// First day, in days since 1970-01-01.
    pub start: i64,
    /// Gross monthly pay in cents of euro, if given.
    pub pay: Option<i64>,
    /// When it was published, in microseconds since 1970-01-01 UTC.
    pub published_at: i64,
    /// How many students are wanted.
    pub positions: i64,
}

impl From<OfferDocument> for Document {
    fn from(offer: OfferDocument) -> Self {
        let (codes, names) = specialties(offer.specialties);
        let (skill_keys, skill_names) = skills(offer.skills);
        Document::new(Kind::Offer, offer.id, offer.version)
            .key(Field::SortKey, [key(&offer.title)])
            .text(Field::Title, [offer.title])
            .text(Field::Missions, offer.missions)
            .text(Field::Description, [offer.description])
            .text(Field::CompanyName, [offer.company])
            .key(Field::CompanyId, [offer.company_id.to_string()])
            .key(Field::Group, offer.group.as_deref().map(key))
            .key(Field::CompanySize, offer.company_size)
            .key(Field::City, offer.city.as_deref().map(key))
            .text(Field::CityName, offer.city)
            .key(Field::School, [offer.school])
            .key(Field::Specialties, codes.clone())
            .text(Field::SpecialtyCodes, codes)
            .text(Field::SpecialtyNames, names)
            .key(Field::Skills, skill_keys)
            .text(Field::SkillNames, skill_names)
            .key(Field::ContractType, [offer.contract_type])
            .key(Field::Remote, [offer.remote])
            .number(Field::Start, offer.start)
            .number(Field::Pay, offer.pay)
            .number(Field::PublishedAt, offer.published_at)
            .number(Field::Positions, offer.positions)
            .point(offer.point)
    }
}
