//! `searchHires`: hires that schools published. Others are for staff, who have `hires`.

use crate::context::Request;
use crate::error::Error;
use crate::hiring::filter::{HireFilter, Scope};
use crate::hiring::loader::HireById;
use crate::hiring::types::Hire;
use crate::outbox::Indexed;
use crate::reference::Schools;
use crate::searching::asked::{Asked, Search};
use crate::searching::documents;
use crate::searching::fallback;
use crate::searching::find;
use crate::searching::paging::{self, Columns, Rows, SortedBy, Unit};
use crate::searching::scope::{codes, named};
use crate::searching::types::SearchConnection;
use async_graphql::Context;
use entity::{company, hire};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use search::{Field, Filter, Kind, Query, Sort};
use uuid::Uuid;

/// What is counted.
const FACETS: &[Field] = &[Field::School, Field::Specialties, Field::CompanyId, Field::Group, Field::City];

/// Searches hires. Six statements at most, and what the objects' own fields need.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that does not exist, with those that do; or the database does not answer.
pub(super) async fn run(
    ctx: &Context<'_>,
    asked: Asked,
    filter: HireFilter,
) -> Result<SearchConnection<Hire>, Error> {
    let request = Request::of(ctx)?;
    let schools = request.schools().await?;
    let scope = Scope::of(request, filter).await?;
    let within = of_engine(&schools, &scope);
    let search = Search::new(ctx, Kind::Hire, asked, within, FACETS, Sort::Relevance)?;
    let instead = |query| from_sql(request, &schools, of_sql(&scope), query);
    find::find(
        request,
        search,
        instead,
        async |_| Ok(()),
        async |id| {
            let row = request.loaders.one(HireById(id)).await?;
            Ok(row.filter(|row| row.source.0.is_public()).map(Hire))
        },
    )
    .await
}

fn of_engine(schools: &Schools, scope: &Scope) -> Filter {
    let school = scope.school.and_then(|id| schools.school(id));
    let companies = scope.companies.as_ref();
    let parts = [
        school.map(|school| Filter::Is(Field::School, school.code.clone())),
        scope.specialties.as_ref().map(|ids| Filter::In(Field::Specialties, codes(schools, ids))),
        scope
            .years
            .map(|(from, to)| Filter::Between(Field::AcademicYear, Some(from.into()), Some(to.into()))),
        companies.map(|ids| Filter::In(Field::CompanyId, ids.iter().map(Uuid::to_string).collect())),
        scope.city.clone().map(|city| Filter::Is(Field::City, city)),
    ];
    Filter::All(parts.into_iter().flatten().collect())
}

fn of_sql(scope: &Scope) -> Condition {
    let one_of =
        |column: hire::Column, ids: &std::collections::BTreeSet<Uuid>| column.is_in(ids.iter().copied());
    let city = scope.city.as_deref().map(|city| {
        Condition::any().add(hire::Column::PlaceKey.eq(city)).add(hire::Column::CityKey.eq(city))
    });
    documents::visible(Indexed::Hire)
        .add_option(scope.school.map(|school| hire::Column::SchoolId.eq(school)))
        .add_option(scope.specialties.as_ref().map(|ids| one_of(hire::Column::SpecialtyId, ids)))
        .add_option(scope.years.map(|(from, to)| hire::Column::AcademicYear.between(from, to)))
        .add_option(scope.companies.as_ref().map(|ids| one_of(hire::Column::CompanyId, ids)))
        .add_option(city)
}

async fn from_sql(
    request: &Request,
    schools: &Schools,
    mut condition: Condition,
    query: Query,
) -> Result<Rows, Error> {
    for word in fallback::words(&query.text) {
        let companies = company::Entity::find().select_only().column(company::Column::Id);
        let companies = companies.filter(fallback::has(company::Column::NameKey, &word));
        let found = Condition::any()
            .add(hire::Column::CompanyId.in_subquery(companies.into_query()))
            .add(fallback::has(hire::Column::PlaceKey, &word))
            .add(fallback::has(hire::Column::CityKey, &word))
            .add(hire::Column::SpecialtyId.is_in(named(schools, &word)));
        condition = condition.add(found);
    }
    let matching = hire::Entity::find().filter(condition);
    paging::page(&request.context.db.read, matching, &columns(), &query).await
}

/// What hires are sorted by.
fn columns() -> Columns<hire::Column> {
    let year = Expr::col((hire::Entity, hire::Column::AcademicYear));
    Columns {
        id: hire::Column::Id,
        latitude: hire::Column::Latitude,
        longitude: hire::Column::Longitude,
        sorted: vec![(Field::AcademicYear, SortedBy::known(year, Unit::Short))],
    }
}
