//! `searchCompanies`: every company but those that a school rejected.

use crate::company::loader::CompanyById;
use crate::company::types::{Company, CompanySize};
use crate::context::Request;
use crate::error::Error;
use crate::hiring::filter::specialties_of;
use crate::outbox::Indexed;
use crate::reference::Schools;
use crate::searching::asked::{Asked, Search};
use crate::searching::documents;
use crate::searching::fallback;
use crate::searching::find;
use crate::searching::near::{Around, Near};
use crate::searching::paging::{self, Columns, Rows, SortedBy, Unit};
use crate::searching::scope::{codes, with_options};
use crate::searching::types::SearchConnection;
use async_graphql::{Context, InputObject};
use domain::company::CompanyStatus;
use domain::text::fold;
use entity::{Stored, company, company_alias, company_group, hire};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use search::{Field, Filter, Kind, Query, Sort};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is counted.
const FACETS: &[Field] =
    &[Field::City, Field::Group, Field::CompanySize, Field::Verified, Field::HiredSpecialties];

/// Which companies are meant; every part given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CompanyFilter {
    /// City; case and accents do not matter.
    pub city: Option<String>,
    /// Near to a city or a point.
    pub near: Option<Near>,
    /// Corporate group, by its name.
    pub group: Option<String>,
    /// Size.
    pub company_size: Option<CompanySize>,
    /// Whether a school verified it.
    pub verified: Option<bool>,
    /// Hired from one of these specialties, by their codes, as far as it was published. A department's options count
    /// for it.
    pub hired_specialties: Option<Vec<String>>,
}

/// Searches companies. Four statements at most, and what the objects' own fields need.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that does not exist, with those that do; or the database does not answer.
pub(super) async fn run(
    ctx: &Context<'_>,
    asked: Asked,
    filter: CompanyFilter,
) -> Result<SearchConnection<Company>, Error> {
    let request = Request::of(ctx)?;
    let schools = request.schools().await?;
    let (within, condition) = narrow(&schools, &filter)?;
    let search = Search::new(ctx, Kind::Company, asked, within, FACETS, Sort::Relevance)?;
    let instead = |query| from_sql(request, condition.clone(), query);
    find::find(
        request,
        search,
        instead,
        async |_| Ok(()),
        async |id| {
            let row = request.loaders.one(CompanyById(id)).await?;
            Ok(row.filter(|row| row.status.0 != CompanyStatus::Rejected).map(Company))
        },
    )
    .await
}

/// What a filter is to the engine and to SQL, once checked.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that does not exist, with those that do.
pub(crate) fn narrow(schools: &Schools, filter: &CompanyFilter) -> Result<(Filter, Condition), Error> {
    let hired = filter.hired_specialties.as_ref();
    let hired = hired.map(|codes| specialties_of(schools, None, codes)).transpose()?;
    let around = filter.near.as_ref().map(Around::within).transpose()?;
    let engine = of_engine(schools, filter, hired.as_ref(), around);
    Ok((engine, of_sql(schools, filter, hired.as_ref(), around)))
}

fn of_engine(
    schools: &Schools,
    filter: &CompanyFilter,
    hired: Option<&BTreeSet<Uuid>>,
    around: Option<Around>,
) -> Filter {
    let size = filter.company_size.map(domain::company_size::CompanySize::from);
    let is = |field, value: Option<String>| value.map(|value| Filter::Is(field, value));
    let parts = [
        is(Field::City, filter.city.as_deref().map(fold)),
        is(Field::Group, filter.group.as_deref().map(fold)),
        is(Field::CompanySize, size.map(|size| size.to_string())),
        is(Field::Verified, filter.verified.map(|verified| verified.to_string())),
        hired.map(|ids| Filter::In(Field::HiredSpecialties, codes(schools, ids))),
        around.and_then(Around::filter),
    ];
    Filter::All(parts.into_iter().flatten().collect())
}

fn of_sql(
    schools: &Schools,
    filter: &CompanyFilter,
    hired: Option<&BTreeSet<Uuid>>,
    around: Option<Around>,
) -> Condition {
    let size = filter.company_size.map(domain::company_size::CompanySize::from);
    let verified = filter.verified.map(|verified| {
        let status = Stored(CompanyStatus::Verified);
        if verified { company::Column::Status.eq(status) } else { company::Column::Status.ne(status) }
    });
    let group = filter.group.as_deref().map(|group| {
        let groups = company_group::Entity::find().select_only().column(company_group::Column::Id);
        let groups = groups.filter(company_group::Column::NameKey.eq(fold(group)));
        company::Column::GroupId.in_subquery(groups.into_query())
    });
    let hired = hired.map(|ids| {
        let hires = hire::Entity::find().select_only().column(hire::Column::CompanyId);
        let hires = hires.filter(documents::visible(Indexed::Hire));
        let hires = hires.filter(hire::Column::SpecialtyId.is_in(with_options(schools, ids)));
        company::Column::Id.in_subquery(hires.into_query())
    });
    documents::visible(Indexed::Company)
        .add_option(filter.city.as_deref().map(|city| company::Column::CityKey.eq(fold(city))))
        .add_option(size.map(|size| company::Column::Size.eq(Stored(size))))
        .add_option(verified)
        .add_option(group)
        .add_option(hired)
        .add_option(
            around.and_then(|around| around.condition(company::Column::Latitude, company::Column::Longitude)),
        )
}

async fn from_sql(request: &Request, mut condition: Condition, query: Query) -> Result<Rows, Error> {
    for word in fallback::words(&query.text) {
        let printed = company_alias::Entity::find().select_only().column(company_alias::Column::CompanyId);
        let printed = printed.filter(fallback::has(company_alias::Column::PrintedKey, &word));
        let found = Condition::any()
            .add(fallback::has(company::Column::NameKey, &word))
            .add(fallback::has(company::Column::CityKey, &word))
            .add(company::Column::Id.in_subquery(printed.into_query()));
        condition = condition.add(found);
    }
    let matching = company::Entity::find().filter(condition);
    paging::page(&request.context.db.read, matching, &columns(), &query).await
}

/// What companies are sorted by: how many hires of theirs were published.
fn columns() -> Columns<company::Column> {
    let of_company =
        Expr::col((hire::Entity, hire::Column::CompanyId)).equals((company::Entity, company::Column::Id));
    let hires = hire::Entity::find().select_only().expr(hire::Column::Id.count());
    let hires = hires.filter(documents::visible(Indexed::Hire)).filter(of_company).into_query();
    Columns {
        id: company::Column::Id,
        latitude: company::Column::Latitude,
        longitude: company::Column::Longitude,
        sorted: vec![(
            Field::Hires,
            SortedBy::known(Expr::SubQuery(None, Box::new(hires.into())), Unit::Number),
        )],
    }
}
