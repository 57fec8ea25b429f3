//! From rows to leads: whose hires count for a specialty, which of them the reader may see, and the ranking.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::scalars;
use crate::hiring::audience::Audience;
use crate::lead::loader::{Hired, HiresOfSpecialty, YearsOfSchool};
use crate::reference::Schools;
use domain::academic_year::AcademicYear;
use domain::hire_source::HireSource;
use domain::hiring::lead::{self, Lead, Span};
use entity::specialty;
use futures_util::future::try_join_all;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// A company as leads are sorted by it: the name, so that equals have an order that people understand.
pub(super) type Named = (String, Uuid);

/// The leads of a specialty for one reader.
#[derive(Debug)]
pub(super) struct Leads {
    /// The years of which the reader knows anything; none without any hire.
    pub(super) span: Option<Span>,
    /// The best first.
    pub(super) ranked: Vec<Lead<Named>>,
    /// The cities in which each company hired, the most frequent first.
    pub(super) cities: BTreeMap<Uuid, Vec<String>>,
}

/// Reads and ranks. Two statements, shared by all specialties that are asked for together.
///
/// # Errors
/// The database does not answer.
pub(super) async fn leads(request: &Request, specialty: &specialty::Model) -> Result<Leads, Error> {
    let audience = Audience::of(request).await?;
    let schools = request.schools().await?;
    let span = span(request, &audience, specialty.school_id).await?;
    let own = with_options(&schools, specialty.id);
    let rows = try_join_all(own.iter().map(|id| request.loaders.one(HiresOfSpecialty(*id)))).await?;
    let rows: Vec<Arc<Vec<Hired>>> = rows.into_iter().flatten().collect();
    let seen = |row: &&Hired| sees(&audience, row.specialty_id, row.source.0);
    let rows: Vec<&Hired> = rows.iter().flat_map(|rows| rows.iter()).filter(seen).collect();
    let ranked = match span {
        Some(span) => lead::rank(by_company(&rows)?, span),
        None => Vec::new(),
    };
    Ok(Leads { span, ranked, cities: cities(&rows) })
}

/// The years of a school's history, as far as the reader may see it: the same for each of its specialties.
async fn span(request: &Request, audience: &Audience, school: Uuid) -> Result<Option<Span>, Error> {
    let known = request.loaders.one(YearsOfSchool(school)).await?.unwrap_or_default();
    let seen = known.iter().filter(|cell| sees(audience, cell.specialty_id, cell.source.0));
    let years = seen.map(|cell| year(cell.academic_year)).collect::<Result<Vec<_>, _>>()?;
    Ok(Span::of(years))
}

/// By company the public sees published hires alone, as everywhere.
fn sees(audience: &Audience, specialty: Uuid, source: HireSource) -> bool {
    source.is_public() || audience.sees_all_of(specialty)
}

fn by_company(rows: &[&Hired]) -> Result<BTreeMap<Named, BTreeMap<AcademicYear, u64>>, Error> {
    let mut found: BTreeMap<Named, BTreeMap<AcademicYear, u64>> = BTreeMap::new();
    for row in rows {
        let years = found.entry((row.name_key.clone(), row.company_id)).or_default();
        *years.entry(year(row.academic_year)?).or_default() += count(row);
    }
    Ok(found)
}

fn cities(rows: &[&Hired]) -> BTreeMap<Uuid, Vec<String>> {
    let mut found: BTreeMap<Uuid, BTreeMap<&str, u64>> = BTreeMap::new();
    for row in rows {
        if let Some(place) = &row.place {
            *found.entry(row.company_id).or_default().entry(place).or_default() += count(row);
        }
    }
    let sorted = |cities: BTreeMap<&str, u64>| {
        let mut cities: Vec<(&str, u64)> = cities.into_iter().collect();
        cities.sort_by_key(|(city, hires)| (Reverse(*hires), *city));
        cities.into_iter().map(|(city, _)| city.to_owned()).collect()
    };
    found.into_iter().map(|(company, cities)| (company, sorted(cities))).collect()
}

/// A specialty with its options: a department's hires are its options' too.
fn with_options(schools: &Schools, specialty: Uuid) -> BTreeSet<Uuid> {
    let options = schools.specialties.iter().filter(|row| row.parent_id == Some(specialty));
    options.map(|option| option.id).chain([specialty]).collect()
}

/// The specialties that an offer may name to be open to this one: itself, its options, its department.
pub(super) fn open_to(schools: &Schools, specialty: &specialty::Model) -> Vec<Uuid> {
    with_options(schools, specialty.id).into_iter().chain(specialty.parent_id).collect()
}

fn count(row: &Hired) -> u64 {
    u64::try_from(row.hires).unwrap_or_default()
}

fn year(first_year: i32) -> Result<AcademicYear, Error> {
    scalars::AcademicYear::stored(first_year).map(|year| year.0)
}
