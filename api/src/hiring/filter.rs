//! Filters as they are asked for, and checked: every part combines with every other.

use crate::company::loader::CompanyById;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::AcademicYear;
use crate::hiring::store;
use crate::reference::Schools;
use async_graphql::InputObject;
use domain::text::fold;
use entity::school;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// Values that one list of a filter holds at most.
const MOST: usize = 100;

/// Which hires are meant; every part given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct HireFilter {
    /// The school, by its code: `INSA-TOULOUSE`.
    pub school: Option<String>,
    /// The specialties, by their codes. An option's hires are its own, not its department's.
    pub specialties: Option<Vec<String>>,
    /// The academic years.
    pub years: Option<YearRange>,
    /// The companies, by their ids.
    pub companies: Option<Vec<Id>>,
    /// The corporate group, by its name; a company that belongs to none is one of its own. Groups are the
    /// product's own reading.
    pub group: Option<String>,
    /// The city, as printed or by its commune's name; case and accents do not matter.
    pub city: Option<String>,
}

/// Academic years, both ends included.
#[derive(Clone, Debug, InputObject)]
pub struct YearRange {
    /// The first.
    pub from: AcademicYear,
    /// The last.
    pub to: AcademicYear,
}

impl YearRange {
    fn checked(&self, path: &[&str]) -> Result<(i32, i32), Error> {
        let (from, to) = (self.from.0.first_year(), self.to.0.first_year());
        if from <= to {
            return Ok((from, to));
        }
        let message = format!(
            "{} is after {}; accepted: a first year that is not after the last",
            self.from.0, self.to.0
        );
        Err(Error::bad_input(path, message))
    }
}

/// A checked filter: what is not set does not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// One school.
    pub school: Option<Uuid>,
    /// Some specialties.
    pub specialties: Option<BTreeSet<Uuid>>,
    /// First years, both included.
    pub years: Option<(i32, i32)>,
    /// Some companies, a group's among them.
    pub companies: Option<BTreeSet<Uuid>>,
    /// A folded city.
    pub city: Option<String>,
}

impl Scope {
    /// The hires of one specialty.
    ///
    /// # Errors
    /// The years are reversed.
    pub fn of_specialty(
        specialty: &entity::specialty::Model,
        years: Option<&YearRange>,
    ) -> Result<Self, Error> {
        let years = years.map(|years| years.checked(&["years"])).transpose()?;
        let specialties = Some(BTreeSet::from([specialty.id]));
        Ok(Self { school: Some(specialty.school_id), specialties, years, ..Self::default() })
    }

    /// The hires by one company.
    ///
    /// # Errors
    /// The years are reversed.
    pub fn of_company(company: Uuid, years: Option<&YearRange>) -> Result<Self, Error> {
        let years = years.map(|years| years.checked(&["years"])).transpose()?;
        Ok(Self { companies: Some(BTreeSet::from([company])), years, ..Self::default() })
    }

    /// Checks a filter.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a value that does not exist, with those that do; or the database does not answer.
    pub async fn of(request: &Request, filter: HireFilter) -> Result<Self, Error> {
        let schools = request.schools().await?;
        let school = filter
            .school
            .as_deref()
            .map(|code| school_of(&schools, &["filter", "school"], code))
            .transpose()?;
        let school = school.map(|school| school.id);
        let specialties =
            filter.specialties.map(|codes| specialties_of(&schools, school, &codes)).transpose()?;
        let years = filter.years.map(|years| years.checked(&["filter", "years"])).transpose()?;
        let mut companies = match filter.companies {
            Some(ids) => Some(companies_of(request, ids).await?),
            None => None,
        };
        if let Some(name) = filter.group {
            let of_group = group_of(request, &name).await?;
            companies = Some(companies.map_or(of_group.clone(), |named| &named & &of_group));
        }
        let city = filter.city.map(|city| city_of(&city)).transpose()?;
        Ok(Self { school, specialties, years, companies, city })
    }

    /// Whether hires are chosen by more than school, specialty and year: then the public sees published
    /// hires alone, for cells so fine would always be small.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.companies.is_some() || self.city.is_some()
    }

    /// Whether a year is in the range.
    #[must_use]
    pub fn has_year(&self, first_year: i32) -> bool {
        self.years.is_none_or(|(from, to)| (from..=to).contains(&first_year))
    }

    /// The specialties that can hold such hires, in the published order.
    pub fn specialties<'a>(
        &'a self,
        schools: &'a Schools,
    ) -> impl Iterator<Item = &'a Arc<entity::specialty::Model>> {
        let named = |specialty: &&Arc<entity::specialty::Model>| {
            self.school.is_none_or(|school| specialty.school_id == school)
                && self.specialties.as_ref().is_none_or(|named| named.contains(&specialty.id))
        };
        schools.schools.iter().flat_map(|school| schools.of_school(school.id)).filter(named)
    }
}

/// The school of a code.
///
/// # Errors
/// `BAD_USER_INPUT` with the known codes.
pub fn school_of<'a>(
    schools: &'a Schools,
    path: &[&str],
    code: &str,
) -> Result<&'a Arc<school::Model>, Error> {
    let known = || schools.schools.iter().map(|school| school.code.clone()).collect();
    schools.school_by_code(code).ok_or_else(|| Error::unknown_value(path, code, known()))
}

/// The specialties of some codes, of one school or of any, at `filter.specialties`.
///
/// # Errors
/// `BAD_USER_INPUT` with the known codes.
pub fn specialties_of(
    schools: &Schools,
    school: Option<Uuid>,
    codes: &[String],
) -> Result<BTreeSet<Uuid>, Error> {
    let path = ["filter", "specialties"];
    check_length(&path, codes.len())?;
    let mut chosen = BTreeSet::new();
    for code in codes {
        let rows = schools.specialties_by_code(school, code);
        if rows.is_empty() {
            let of_school =
                |row: &&Arc<entity::specialty::Model>| school.is_none_or(|id| row.school_id == id);
            let known = schools.specialties.iter().filter(of_school).map(|row| row.code.clone()).collect();
            return Err(Error::unknown_value(&path, code, known));
        }
        chosen.extend(rows.into_iter().map(|row| row.id));
    }
    Ok(chosen)
}

async fn companies_of(request: &Request, ids: Vec<Id>) -> Result<BTreeSet<Uuid>, Error> {
    let path = ["filter", "companies"];
    check_length(&path, ids.len())?;
    let ids = ids.into_iter().map(|id| id.of(IdKind::Company, &path)).collect::<Result<BTreeSet<_>, _>>()?;
    let loads = ids.iter().map(|id| request.loaders.one(CompanyById(*id)));
    let found = futures_util::future::try_join_all(loads).await?;
    if found.iter().any(Option::is_none) {
        return Err(Error::bad_input(
            &path,
            "one of these companies is not known; take ids from this API's answers",
        ));
    }
    Ok(ids)
}

async fn group_of(request: &Request, name: &str) -> Result<BTreeSet<Uuid>, Error> {
    let db = &request.context.db.read;
    let companies = store::companies::of_group(db, &fold(name)).await?;
    if companies.is_empty() {
        let known = store::companies::groups(db).await?;
        return Err(Error::unknown_value(&["filter", "group"], name, known));
    }
    Ok(companies.into_iter().collect())
}

fn city_of(city: &str) -> Result<String, Error> {
    let key = fold(city);
    if key.is_empty() {
        return Err(Error::bad_input(&["filter", "city"], "expected a city's name, as \"Toulouse\""));
    }
    Ok(key)
}

fn check_length(path: &[&str], length: usize) -> Result<(), Error> {
    if (1..=MOST).contains(&length) {
        return Ok(());
    }
    Err(Error::bad_input(path, format!("expected 1 to {MOST} values, or none of the list at all")))
}
