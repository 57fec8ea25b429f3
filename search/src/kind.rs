use strum::{Display, EnumIter, IntoStaticStr};

use crate::{Direction, Field, Shape};

/// What is searched. Each kind is an index of its own, with its own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumIter, IntoStaticStr)]
pub enum Kind {
    /// Published offers.
    #[strum(serialize = "offers")]
    Offer,
    /// Companies.
    #[strum(serialize = "companies")]
    Company,
    /// Past hires.
    #[strum(serialize = "hires")]
    Hire,
    /// Student profiles.
    #[strum(serialize = "students")]
    Student,
}

impl Kind {
    /// Every kind, in a fixed order.
    pub const ALL: [Kind; 4] = [Kind::Offer, Kind::Company, Kind::Hire, Kind::Student];

    /// The name of the index: `offers`, `companies`, `hires`, `students`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The fields of the index; the texts come first, those that weigh most ahead.
    #[must_use]
    pub fn fields(self) -> &'static [Field] {
        match self {
            Kind::Offer => OFFER,
            Kind::Company => COMPANY,
            Kind::Hire => HIRE,
            Kind::Student => STUDENT,
        }
    }

    /// The fields of one shape, in the order of [`Kind::fields`].
    pub fn shaped(self, shape: Shape) -> impl Iterator<Item = Field> {
        self.fields().iter().copied().filter(move |field| field.shape() == shape)
    }

    /// Whether the index has this field.
    #[must_use]
    pub fn has(self, field: Field) -> bool {
        self.fields().contains(&field)
    }

    /// The order when no text is searched, and among equals when one is: the newest first, or for companies those
    /// that hired most.
    #[must_use]
    pub fn order(self) -> (Field, Direction) {
        let field = match self {
            Kind::Offer | Kind::Student => Field::PublishedAt,
            Kind::Company => Field::Hires,
            Kind::Hire => Field::AcademicYear,
        };
        (field, Direction::Descending)
    }
}

const OFFER: &[Field] = &[
    Field::Title,
    Field::SpecialtyCodes,
    Field::CompanyName,
    Field::SkillNames,
    Field::Missions,
    Field::CityName,
    Field::Implied,
    Field::Description,
    Field::SpecialtyNames,
    Field::Related,
    Field::School,
    Field::Specialties,
    Field::ContractType,
    Field::City,
    Field::Remote,
    Field::Skills,
    Field::CompanyId,
    Field::Group,
    Field::CompanySize,
    Field::Place,
    Field::SortKey,
    Field::Start,
    Field::Pay,
    Field::PublishedAt,
    Field::Positions,
    Field::Latitude,
    Field::Longitude,
];

const COMPANY: &[Field] = &[
    Field::Name,
    Field::Aliases,
    Field::GroupName,
    Field::CityName,
    Field::City,
    Field::Group,
    Field::CompanySize,
    Field::Verified,
    Field::HiredSpecialties,
    Field::Place,
    Field::SortKey,
    Field::Hires,
    Field::Latitude,
    Field::Longitude,
];

const HIRE: &[Field] = &[
    Field::SpecialtyCodes,
    Field::CompanyName,
    Field::AsPrinted,
    Field::CityName,
    Field::SpecialtyNames,
    Field::Related,
    Field::School,
    Field::Specialties,
    Field::CompanyId,
    Field::Group,
    Field::City,
    Field::AcademicYear,
];

const STUDENT: &[Field] = &[
    Field::Name,
    Field::SpecialtyCodes,
    Field::SkillNames,
    Field::CityName,
    Field::Implied,
    Field::About,
    Field::SpecialtyNames,
    Field::Related,
    Field::School,
    Field::Specialties,
    Field::ContractType,
    Field::Skills,
    Field::City,
    Field::Audience,
    Field::Place,
    Field::AcademicYear,
    Field::PublishedAt,
    Field::Latitude,
    Field::Longitude,
];

#[cfg(test)]
mod tests {
    use super::Kind;
    use crate::Shape;

    #[test]
    fn texts_are_listed_by_falling_weight() {
        for kind in Kind::ALL {
            let weights: Vec<f32> = kind.shaped(Shape::Text).map(crate::Field::weight).collect();
            assert!(weights.is_sorted_by(|one, next| one >= next), "{kind}: {weights:?}");
        }
    }

    #[test]
    fn every_kind_has_the_field_of_its_order() {
        for kind in Kind::ALL {
            let (field, _) = kind.order();
            assert!(kind.has(field) && field.shape() == Shape::Number, "{kind}");
        }
    }
}
