use strum::{Display, EnumIter, EnumString, IntoStaticStr};

/// What a [`Field`] holds, hence what may be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Words that people search, highlighted in the results. Neither filtered nor sorted by.
    Text,
    /// Exact values, none or several a document: filtered, counted as a facet, sorted by if single. Compared as they
    /// are given, so give them in one spelling: codes as published, places folded by [`crate::analysis::key`].
    Key,
    /// One whole number at most: filtered by range and sorted by.
    Number,
}

/// A field of an index. Its name is the same in both engines; [`crate::Kind`] says which index has which.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumIter, EnumString, IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub enum Field {
    // Texts.
    /// Title of an offer.
    Title,
    /// Missions of an offer.
    Missions,
    /// Description of an offer.
    Description,
    /// Skills by name.
    SkillNames,
    /// Name of the company that offers or hired.
    CompanyName,
    /// City, as it is written.
    CityName,
    /// Specialty codes, as words to search (`GP`).
    SpecialtyCodes,
    /// Specialty names, as words to search (`Génie physique`).
    SpecialtyNames,
    /// Name of a company or of a student.
    Name,
    /// Other names of a company, as printed in the sources.
    Aliases,
    /// Name of the corporate group.
    GroupName,
    /// Company of a hire, as printed in the source.
    AsPrinted,
    /// Words near to what the title says. Made by the analysis: a document is given none.
    Implied,
    /// Words near to what the other texts say. Made by the analysis too.
    Related,
    /// What a student says of herself.
    About,

    // Keys.
    /// School code.
    School,
    /// Specialty codes.
    Specialties,
    /// Contract type, by its code.
    ContractType,
    /// City, folded.
    City,
    /// Remote policy, by its code.
    Remote,
    /// Skill keys.
    Skills,
    /// Company id.
    CompanyId,
    /// Corporate group, folded.
    Group,
    /// Size of the company, by its code.
    CompanySize,
    /// `true` or `false`: whether staff verified the company.
    Verified,
    /// Codes of the specialties that a company hired.
    HiredSpecialties,
    /// Tokens of those who may see the document. The caller writes them and always filters by them.
    Audience,
    /// The point where it is, by [`crate::Point`]'s text: documents of one place share it.
    Place,
    /// Title or name, folded: only to sort by.
    SortKey,

    // Numbers.
    /// First day of the contract, in days since 1970-01-01.
    Start,
    /// Gross monthly pay, in cents of euro.
    Pay,
    /// When the document became visible, in microseconds since 1970-01-01 UTC.
    PublishedAt,
    /// Positions of an offer.
    Positions,
    /// First year of the academic year (2019 for 2019-2020).
    AcademicYear,
    /// Hires known of a company.
    Hires,
    /// Degrees north, in millionths.
    Latitude,
    /// Degrees east, in millionths.
    Longitude,
}

impl Field {
    /// The name in both engines, in snake case.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What the field holds.
    #[must_use]
    pub fn shape(self) -> Shape {
        match self {
            _ if self <= Field::About => Shape::Text,
            _ if self <= Field::SortKey => Shape::Key,
            _ => Shape::Number,
        }
    }

    /// Whether the text names a company or a person: nothing is read into a name.
    pub(crate) fn is_name(self) -> bool {
        matches!(
            self,
            Field::CompanyName | Field::Name | Field::Aliases | Field::GroupName | Field::AsPrinted
        )
    }

    /// Whether the analysis makes the text of others.
    pub(crate) fn is_made(self) -> bool {
        matches!(self, Field::Implied | Field::Related)
    }

    /// Whether the text is also found by synonyms of what it says.
    pub(crate) fn is_extended(self) -> bool {
        self.shape() == Shape::Text && !self.is_name() && !self.is_made()
    }

    /// How much a word found in this text counts against the same word elsewhere; 0 for what is no text.
    ///
    /// Short fields that name a thing weigh more than long ones that mention it; least what is not said of the document
    /// itself, as the name of a specialty, which a hundred others share.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Field::Title | Field::Name => 6.0,
            Field::SpecialtyCodes | Field::CompanyName | Field::AsPrinted => 4.0,
            Field::SkillNames | Field::Aliases | Field::GroupName => 3.0,
            Field::Missions | Field::CityName => 2.0,
            Field::Implied => 1.5,
            Field::Description | Field::About => 1.0,
            Field::SpecialtyNames => 0.6,
            Field::Related => 0.3,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use strum::IntoEnumIterator;

    use super::{Field, Shape};

    #[test]
    fn names_are_read_back() {
        for field in Field::iter() {
            assert_eq!(Field::from_str(field.name()), Ok(field));
        }
    }

    #[test]
    fn texts_alone_weigh() {
        for field in Field::iter() {
            assert_eq!(field.shape() == Shape::Text, field.weight() > 0.0, "{field}");
        }
        assert_eq!(Field::SortKey.shape(), Shape::Key);
        assert_eq!(Field::Start.shape(), Shape::Number);
    }
}
