//! `searchOffers`: published offers.

mod filter;

use crate::company::types::CompanySize;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::Id;
use crate::graphql::scalars::{Date, DateTime, Euro};
use crate::offer::prefetch::{self, Beside};
use crate::offer::types::{Offer, RemotePolicy};
use crate::reference::Schools;
use crate::searching::asked::{Asked, Search};
use crate::searching::fallback;
use crate::searching::find;
use crate::searching::near::Near;
use crate::searching::paging::{self, Columns, Rows, SortedBy, Unit};
use crate::searching::types::SearchConnection;
use crate::student::types::ContractType;
use async_graphql::{Context, Enum, InputObject};
use domain::offer::OfferStatus;
use entity::offer;
use filter::Scope;
use sea_orm::sea_query::Expr;
use sea_orm::{Condition, EntityTrait, QueryFilter};
use search::{Direction, Field, Filter, Kind, Query, Sort};

/// What is counted.
const FACETS: &[Field] = &[
    Field::School,
    Field::Specialties,
    Field::ContractType,
    Field::City,
    Field::Remote,
    Field::Skills,
    Field::CompanyId,
    Field::Group,
    Field::CompanySize,
];

/// What a filter is to the engine and to SQL, once checked.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that does not exist, with those that do.
pub(crate) fn narrow(schools: &Schools, filter: OfferFilter) -> Result<(Filter, Condition), Error> {
    let scope = Scope::of(schools, filter)?;
    Ok((scope.filter(schools), scope.condition(schools)))
}

/// Which offers are meant; every part given must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct OfferFilter {
    /// The school that it is for, by its code: `INSA-TOULOUSE`.
    pub school: Option<String>,
    /// Open to one of these specialties, by their codes. An offer to a department is open to its options, and one to
    /// an option is found by its department.
    pub specialties: Option<Vec<String>>,
    /// Kind of contract.
    pub contract_type: Option<ContractType>,
    /// City; case and accents do not matter.
    pub city: Option<String>,
    /// Near to a city or a point.
    pub near: Option<Near>,
    /// Remote work.
    pub remote: Option<RemotePolicy>,
    /// Asks for one of these skills; case and accents do not matter.
    pub skills: Option<Vec<String>>,
    /// The company, by its id.
    pub company: Option<Id>,
    /// The company's corporate group, by its name.
    pub group: Option<String>,
    /// The company's size.
    pub company_size: Option<CompanySize>,
    /// Begins on this day or later.
    pub start_from: Option<Date>,
    /// Begins on this day or earlier.
    pub start_to: Option<Date>,
    /// Pays this much a month or more; offers that say nothing of pay are left out.
    pub pay_at_least: Option<Euro>,
    /// Pays this much a month or less; offers that say nothing of pay are left out.
    pub pay_at_most: Option<Euro>,
    /// First published at this moment or later.
    pub published_since: Option<DateTime>,
}

/// The order of offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum OfferSort {
    /// The best matches first; without words, the newest.
    #[default]
    Relevance,
    /// The last published first.
    Newest,
    /// The first to begin first.
    Start,
    /// The best paid first; those that say nothing of pay come last.
    Pay,
    /// The nearest to `filter.near` first; those that are somewhere unknown come last.
    Nearest,
}

impl OfferSort {
    /// For the engine, and for SQL.
    fn order(self, scope: &Scope) -> Result<Sort, Error> {
        Ok(match self {
            Self::Relevance => Sort::Relevance,
            Self::Newest => Sort::By(Field::PublishedAt, Direction::Descending),
            Self::Start => Sort::By(Field::Start, Direction::Ascending),
            Self::Pay => Sort::By(Field::Pay, Direction::Descending),
            Self::Nearest => Sort::Nearest(scope.point().ok_or_else(|| {
                Error::bad_input(&["sort"], "expected `filter.near` too: the city or the point to be near to")
            })?),
        })
    }
}

/// Searches offers. Four statements at most, and what the objects' own fields need.
///
/// # Errors
/// `BAD_USER_INPUT` for a value that does not exist, with those that do; or the database does not answer.
pub(super) async fn run(
    ctx: &Context<'_>,
    asked: Asked,
    filter: OfferFilter,
    sort: OfferSort,
) -> Result<SearchConnection<Offer>, Error> {
    let request = Request::of(ctx)?;
    let schools = request.schools().await?;
    let scope = Scope::of(&schools, filter)?;
    let search = Search::new(ctx, Kind::Offer, asked, scope.filter(&schools), FACETS, sort.order(&scope)?)?;
    let instead = |query| from_sql(request, &schools, &scope, query);
    let beside = Beside::of_list(ctx.look_ahead());
    let prepare = |ids| prefetch::know(request, ids, beside);
    find::find(request, search, instead, prepare, async |id| {
        let offer = Offer::known(request, id).await?;
        Ok(offer.filter(|offer| offer.row.status.0 == OfferStatus::Published))
    })
    .await
}

async fn from_sql(request: &Request, schools: &Schools, scope: &Scope, query: Query) -> Result<Rows, Error> {
    let mut condition = scope.condition(schools);
    for word in fallback::words(&query.text) {
        condition = condition.add(fallback::has(offer::Column::SearchKey, &word));
    }
    let matching = offer::Entity::find().filter(condition);
    paging::page(&request.context.db.read, matching, &columns(), &query).await
}

/// What offers are sorted by.
fn columns() -> Columns<offer::Column> {
    let column = |column| Expr::col((offer::Entity, column));
    Columns {
        id: offer::Column::Id,
        latitude: offer::Column::Latitude,
        longitude: offer::Column::Longitude,
        sorted: vec![
            (Field::PublishedAt, SortedBy::known(column(offer::Column::PublishedAt), Unit::Moment)),
            (Field::Start, SortedBy::known(column(offer::Column::StartOn), Unit::Day)),
            (Field::Pay, SortedBy::some(column(offer::Column::GrossMonthlyPay), Unit::Number)),
        ],
    }
}
