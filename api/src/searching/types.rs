//! What searches answer, beside the objects found.

use crate::graphql::pagination;
use async_graphql::connection::{ConnectionNameType, EdgeNameType};
use async_graphql::{ComplexObject, Enum, OutputType, SimpleObject};
use search::Field;

/// A page of results. Rows and rights are those of SQL: what was found and has just gone is left out.
pub type SearchConnection<Node> = pagination::Connection<Node, Answer, Why, Searched, Searched>;

/// Names the connections and edges of searches: `OfferSearchConnection`, `OfferSearchEdge`.
#[derive(Debug)]
pub struct Searched;

impl ConnectionNameType for Searched {
    fn type_name<T: OutputType>() -> String {
        format!("{}SearchConnection", T::type_name())
    }
}

impl EdgeNameType for Searched {
    fn type_name<T: OutputType>() -> String {
        format!("{}SearchEdge", T::type_name())
    }
}

/// What is said of a whole search.
#[derive(Debug, SimpleObject)]
#[graphql(complex)]
pub struct Answer {
    /// How many there are in all, exactly.
    pub total_count: u64,
    /// What was counted.
    #[graphql(skip)]
    pub counted: Vec<Facet>,
    /// What answered: `embedded`, `meilisearch`, or `sql` while the engine does not answer.
    pub engine: &'static str,
    /// Whether the engine does not answer, or is still being filled: words are then found as they are typed, without
    /// typos, and there are no facets, highlights or scores.
    pub degraded: bool,
}

#[ComplexObject]
impl Answer {
    /// How many results each value of a filter would give, the other filters staying. Empty when `degraded`.
    async fn facets(
        &self,
        #[graphql(
            desc = "These filters alone, which is faster; those that the search does not count are left out. All \
                          of them when not given."
        )]
        of: Option<Vec<FacetField>>,
    ) -> Vec<&Facet> {
        let asked = |facet: &&Facet| of.as_ref().is_none_or(|of| of.contains(&facet.field));
        self.counted.iter().filter(asked).collect()
    }
}

/// Why something was found.
#[derive(Debug, SimpleObject)]
pub struct Why {
    /// Where the words typed were found, in the texts that weigh most first.
    pub highlights: Vec<Highlight>,
    /// How well it matches: comparable within one page alone. Null where no words were typed, or another order was
    /// asked for.
    pub score: Option<f64>,
}

/// The counts of one filter.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Facet {
    /// The filter.
    pub field: FacetField,
    /// Its values, the greatest count first; 100 at most.
    pub values: Vec<FacetValue>,
}

/// A value of a filter, and how many results it would give.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct FacetValue {
    /// The value, as the filter takes it.
    pub value: String,
    /// Its name, for people.
    pub label: String,
    /// How many results.
    pub count: u64,
}

/// A text in which words were found, or an excerpt of a long one.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Highlight {
    /// Which text.
    pub field: HighlightField,
    /// The text.
    pub text: String,
    /// Where the words are, in order.
    pub matches: Vec<TextRange>,
}

/// A place in a text, in characters (Unicode scalar values, not bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, SimpleObject)]
pub struct TextRange {
    /// Where it begins.
    pub start: u64,
    /// Where the next character after it is.
    pub end: u64,
}

/// A filter that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum FacetField {
    /// `school`: codes.
    School,
    /// `specialties`: codes. An offer to a department counts for its options too.
    Specialties,
    /// `contractType`.
    ContractType,
    /// `city`: folded.
    City,
    /// `remote`.
    Remote,
    /// `skills`: folded.
    Skills,
    /// `company`: ids.
    Company,
    /// `group`: folded.
    Group,
    /// `companySize`.
    CompanySize,
    /// `verified`: `true` or `false`.
    Verified,
    /// `hiredSpecialties`: codes.
    HiredSpecialties,
}

/// A text that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum HighlightField {
    /// Title of an offer.
    Title,
    /// Missions of an offer.
    Missions,
    /// Description of an offer.
    Description,
    /// A skill.
    Skill,
    /// Name of the company that offers or hired.
    Company,
    /// City.
    City,
    /// Code of a specialty.
    SpecialtyCode,
    /// Name of a specialty.
    SpecialtyName,
    /// Name of a company or of a student.
    Name,
    /// Name under which a company was printed.
    PrintedName,
    /// Corporate group.
    Group,
    /// What a student says.
    About,
}

impl FacetField {
    /// The filter of an index's key; `None` for keys that people do not filter by.
    pub(super) fn of(field: Field) -> Option<Self> {
        Some(match field {
            Field::School => Self::School,
            Field::Specialties => Self::Specialties,
            Field::ContractType => Self::ContractType,
            Field::City => Self::City,
            Field::Remote => Self::Remote,
            Field::Skills => Self::Skills,
            Field::CompanyId => Self::Company,
            Field::Group => Self::Group,
            Field::CompanySize => Self::CompanySize,
            Field::Verified => Self::Verified,
            Field::HiredSpecialties => Self::HiredSpecialties,
            _ => return None,
        })
    }
}

impl Highlight {
    /// From the engine's; `None` for what is no text.
    pub(super) fn of(found: search::Highlight) -> Option<Self> {
        let matches =
            found.matches.iter().map(|place| TextRange { start: place.start as u64, end: place.end as u64 });
        Some(Self { field: HighlightField::of(found.field)?, matches: matches.collect(), text: found.text })
    }
}

impl HighlightField {
    fn of(field: Field) -> Option<Self> {
        Some(match field {
            Field::Title => Self::Title,
            Field::Missions => Self::Missions,
            Field::Description => Self::Description,
            Field::SkillNames => Self::Skill,
            Field::CompanyName => Self::Company,
            Field::CityName => Self::City,
            Field::SpecialtyCodes => Self::SpecialtyCode,
            Field::SpecialtyNames => Self::SpecialtyName,
            Field::Name => Self::Name,
            Field::Aliases | Field::AsPrinted => Self::PrintedName,
            Field::GroupName => Self::Group,
            Field::About => Self::About,
            _ => return None,
        })
    }
}
