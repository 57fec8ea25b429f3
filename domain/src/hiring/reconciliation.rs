//! Published figures against those that the product computes.

use super::history::PublishedFigure;
use crate::locale::Text;

/// What comparing a published figure with a computed one says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Both are the same number.
    Agrees,
    /// They are two numbers.
    Differs,
    /// There are no two numbers to compare.
    NotComputable(NotComputable),
}

/// Why a published figure cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComputable {
    /// The document cannot be read there.
    NotLegible,
    /// It comes from answers to a survey that were never published.
    AnswersNotPublished,
    /// The filters asked for leave out hires that the figure counts.
    OtherFilters,
}

impl NotComputable {
    /// The reason, for people.
    pub const fn text(self) -> Text {
        match self {
            Self::NotLegible => Text {
                fr: "la valeur n'est pas lisible dans le document",
                en: "the value is not legible in the document",
            },
            Self::AnswersNotPublished => Text {
                fr: "les réponses à l'enquête n'ont pas été publiées",
                en: "the answers to the survey were not published",
            },
            Self::OtherFilters => Text {
                fr: "les filtres demandés écartent des contrats que le chiffre compte",
                en: "the filters asked for leave out contracts that the figure counts",
            },
        }
    }
}

/// Compares a published figure with the number of PUBLISHED hires that it counts.
///
/// `computed` is none when the filters asked for do not cover the figure's hires. A figure without an
/// academic year is one of the survey, which no count of hires can confirm.
pub fn check(figure: &PublishedFigure, computed: Option<u64>) -> Check {
    let Some(published) = figure.value else {
        return Check::NotComputable(NotComputable::NotLegible);
    };
    if figure.academic_year.is_none() {
        return Check::NotComputable(NotComputable::AnswersNotPublished);
    }
    match computed {
        None => Check::NotComputable(NotComputable::OtherFilters),
        Some(count) if is_count(published, count) => Check::Agrees,
        Some(_) => Check::Differs,
    }
}

/// Whether a printed number is that count: a printed 12.5 is no count, however near it is to one.
fn is_count(published: f64, count: u64) -> bool {
    u32::try_from(count).is_ok_and(|count| published == f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academic_year::AcademicYear;

    fn count(value: Option<f64>) -> PublishedFigure {
        PublishedFigure {
            key: "contracts/AE/2016-2017".into(),
            value,
            unit: "contracts".into(),
            population: None,
            source: "a document".into(),
            academic_year: AcademicYear::starting_in(2016).ok(),
            specialty: Some("AE".into()),
        }
    }

    #[test]
    fn numbers_are_compared_exactly() {
        assert_eq!(check(&count(Some(3.0)), Some(3)), Check::Agrees);
        assert_eq!(check(&count(Some(0.0)), Some(0)), Check::Agrees);
        assert_eq!(check(&count(Some(3.0)), Some(4)), Check::Differs);
        assert_eq!(check(&count(Some(3.4)), Some(3)), Check::Differs);
        assert_eq!(check(&count(Some(3.0)), Some(u64::MAX)), Check::Differs);
    }

    #[test]
    fn without_two_numbers_there_is_a_reason() {
        let reason = NotComputable::OtherFilters;
        assert_eq!(check(&count(Some(3.0)), None), Check::NotComputable(reason));
        assert_eq!(check(&count(None), Some(3)), Check::NotComputable(NotComputable::NotLegible));
        let survey = PublishedFigure { academic_year: None, specialty: None, ..count(Some(72.0)) };
        assert_eq!(check(&survey, Some(72)), Check::NotComputable(NotComputable::AnswersNotPublished));
    }
}
