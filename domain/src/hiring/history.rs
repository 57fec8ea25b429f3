//! INSA Toulouse's hires of 2015-2016 to 2019-2020, as the school published them, and its published figures.

use super::import::{self, HireLine};
use crate::{academic_year::AcademicYear, data::rows, school};
use serde::Deserialize;
use std::sync::LazyLock;

/// The code of the school whose history is shipped.
pub const SCHOOL: &str = "INSA-TOULOUSE";

/// How the note of a hire begins whose year was inferred from the published counts.
///
/// For these the agreement of lines and table is partly by construction, and the product says so.
pub const YEAR_INFERRED: &str = "year inferred";

/// The document in which the hires were published.
pub const DOCUMENT: &str = "INSA Toulouse, presentation of professionalisation contracts, 2020";

const COUNTS_SOURCE: &str =
    "INSA Toulouse, presentation of professionalisation contracts, 2020, table of contracts";
const TOTAL: &str = "TOTAL";

/// A company's name as printed, and who is meant: the product's own reading, neither is in the document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PrintedCompany {
    /// The name as printed.
    pub company_as_printed: String,
    /// The company meant; several printed names may be one company.
    #[serde(rename = "canonical_company")]
    pub company: String,
    /// The corporate group, the company itself where it has none.
    pub group: String,
}

/// A figure as a school published it. It is stored as it stands and never computed.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishedFigure {
    /// Its key: `contracts/AE/2015-2016`, `contracts/TOTAL/2015-2016`, `survey/received_job_offer_at_end`.
    pub key: String,
    /// The value as printed; none where it is not legible, and then nobody may give it a number.
    pub value: Option<f64>,
    /// What is counted: `contracts` or `percent`.
    pub unit: String,
    /// Whom the figure is about, as printed.
    pub population: Option<String>,
    /// The document and the part of it.
    pub source: String,
    /// The year, for a count of contracts.
    pub academic_year: Option<AcademicYear>,
    /// The specialty's code, none for a total or a survey figure.
    pub specialty: Option<String>,
}

impl PublishedFigure {
    /// Whether the value can be read in the document.
    pub fn is_legible(&self) -> bool {
        self.value.is_some()
    }
}

/// The key of a published count: of a specialty, or of the whole school, in a year.
pub fn count_key(specialty: Option<&str>, year: AcademicYear) -> String {
    format!("contracts/{}/{year}", specialty.unwrap_or(TOTAL))
}

/// The 238 published hires, in the order of the document.
pub fn hires() -> &'static [HireLine] {
    static HIRES: LazyLock<Vec<HireLine>> = LazyLock::new(|| {
        let specialties = school::specialties_of(SCHOOL).map(|specialty| specialty.code.clone()).collect();
        let file = include_bytes!("../../data/insa-hires.csv");
        import::parse(file, &specialties).expect("the shipped hires are well formed")
    });
    &HIRES
}

/// The 157 printed names with the 130 companies and their groups.
pub fn companies() -> &'static [PrintedCompany] {
    static COMPANIES: LazyLock<Vec<PrintedCompany>> =
        LazyLock::new(|| rows(include_str!("../../data/insa-companies.csv")));
    &COMPANIES
}

/// The published figures: the 50 cells and 5 totals of the table, then the 7 of the survey.
pub fn published_figures() -> &'static [PublishedFigure] {
    static FIGURES: LazyLock<Vec<PublishedFigure>> =
        LazyLock::new(|| published_counts().chain(published_survey()).collect());
    &FIGURES
}

fn published_counts() -> impl Iterator<Item = PublishedFigure> {
    #[derive(Deserialize)]
    struct Row {
        specialty: String,
        academic_year: AcademicYear,
        contracts: u16,
    }
    let figure = |row: Row| {
        let specialty = Some(row.specialty).filter(|code| code != TOTAL);
        PublishedFigure {
            key: count_key(specialty.as_deref(), row.academic_year),
            value: Some(row.contracts.into()),
            unit: "contracts".into(),
            population: None,
            source: COUNTS_SOURCE.into(),
            academic_year: Some(row.academic_year),
            specialty,
        }
    };
    rows(include_str!("../../data/insa-published-counts.csv")).into_iter().map(figure)
}

fn published_survey() -> impl Iterator<Item = PublishedFigure> {
    #[derive(Deserialize)]
    struct Row {
        figure: String,
        value: Option<f64>,
        unit: String,
        population: Option<String>,
        legible: String,
        source: String,
    }
    let figure = |row: Row| PublishedFigure {
        key: format!("survey/{}", row.figure),
        value: row.value.filter(|_| row.legible == "yes"),
        unit: row.unit,
        population: row.population,
        source: row.source,
        academic_year: None,
        specialty: None,
    };
    rows(include_str!("../../data/insa-published-survey.csv")).into_iter().map(figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        confidence::Confidence,
        hiring::reconciliation::{Check, NotComputable, check},
    };
    use std::collections::BTreeSet;

    fn distinct<'a>(name: impl Fn(&'a PrintedCompany) -> &'a str) -> usize {
        companies().iter().map(name).collect::<BTreeSet<_>>().len()
    }

    #[test]
    fn the_whole_history_is_there() {
        let likely = hires().iter().filter(|hire| hire.confidence == Confidence::Likely).count();
        let is_inferred = |hire: &&HireLine| hire.note.as_ref().is_some_and(|n| n.starts_with(YEAR_INFERRED));
        assert_eq!((hires().len(), likely), (238, 14));
        assert_eq!(hires().iter().filter(is_inferred).count(), 61);
        assert_eq!(distinct(|row| &row.company_as_printed), 157);
        assert_eq!(distinct(|row| &row.company), 130);
        assert_eq!(distinct(|row| &row.group), 92);
    }

    #[test]
    fn printed_names_and_companies_match() {
        let printed: BTreeSet<_> = hires().iter().map(|hire| &hire.company_as_printed).collect();
        let mapped: BTreeSet<_> = companies().iter().map(|row| &row.company_as_printed).collect();
        assert_eq!(printed, mapped);
        for row in companies() {
            let same_company = companies().iter().filter(|other| other.company == row.company);
            assert!(same_company.into_iter().all(|other| other.group == row.group), "{}", row.company);
        }
    }

    #[test]
    fn the_lines_reproduce_every_published_count() {
        let mut agreeing = 0;
        for figure in published_figures().iter().filter(|figure| figure.academic_year.is_some()) {
            let is_counted = |hire: &&HireLine| {
                Some(hire.academic_year) == figure.academic_year
                    && figure.specialty.as_ref().is_none_or(|code| *code == hire.specialty)
            };
            let computed = hires().iter().filter(is_counted).count();
            assert_eq!(check(figure, u64::try_from(computed).ok()), Check::Agrees, "{}", figure.key);
            agreeing += 1;
        }
        assert_eq!(agreeing, 55);
    }

    #[test]
    fn what_cannot_be_read_has_no_number() {
        let survey: Vec<_> = published_figures().iter().filter(|f| f.key.starts_with("survey/")).collect();
        let illegible: Vec<_> = survey.iter().filter(|f| !f.is_legible()).map(|f| f.key.as_str()).collect();
        assert_eq!(survey.len(), 7);
        assert_eq!(illegible, ["survey/company_size_TPE_0_19", "survey/company_size_ETI_250_5000"]);
        for figure in survey {
            let reason = if figure.is_legible() {
                NotComputable::AnswersNotPublished
            } else {
                NotComputable::NotLegible
            };
            assert_eq!(check(figure, Some(34)), Check::NotComputable(reason));
        }
    }

    #[test]
    fn keys_are_unique() {
        let keys: BTreeSet<_> = published_figures().iter().map(|figure| &figure.key).collect();
        assert_eq!(keys.len(), published_figures().len());
        assert!(keys.contains(&"contracts/TOTAL/2019-2020".to_owned()));
    }
}
