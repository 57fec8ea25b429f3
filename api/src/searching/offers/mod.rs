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
use crate::searching::fallback;
use crate::searching::find::{self, Asked};
use crate::searching::types::SearchConnection;
use crate::student::types::ContractType;
use async_graphql::{Context, Enum, InputObject};
use domain::offer::OfferStatus;
use entity::offer;
use filter::Scope;
use sea_orm::sea_query::NullOrdering;
use sea_orm::{Condition, EntityTrait, Order, QueryFilter, QueryOrder, Select};
use search::{Direction, Field, Filter, Kind, Query, Sort};
use uuid::Uuid;

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
}

impl OfferSort {
    fn of_engine(self) -> Sort {
        match self {
            Self::Relevance => Sort::Relevance,
            Self::Newest => Sort::By(Field::PublishedAt, Direction::Descending),
            Self::Start => Sort::By(Field::Start, Direction::Ascending),
            Self::Pay => Sort::By(Field::Pay, Direction::Descending),
        }
    }

    fn of_sql(self, offers: Select<offer::Entity>) -> Select<offer::Entity> {
        let offers = match self {
            Self::Relevance | Self::Newest => offers,
            Self::Start => offers.order_by_asc(offer::Column::StartOn),
            Self::Pay => {
                offers.order_by_with_nulls(offer::Column::GrossMonthlyPay, Order::Desc, NullOrdering::Last)
            }
        };
        offers.order_by_desc(offer::Column::PublishedAt).order_by_asc(offer::Column::Id)
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
    let query = find::query(ctx, Kind::Offer, asked, scope.filter(&schools), FACETS, sort.of_engine())?;
    let instead = from_sql(request, &schools, &scope, sort, query.clone());
    let beside = Beside::of_list(ctx.look_ahead());
    let prepare = async |ids: Vec<Uuid>| prefetch::know(request, ids, beside).await;
    find::find(request, query, instead, prepare, async |id| {
        let offer = Offer::known(request, id).await?;
        Ok(offer.filter(|offer| offer.row.status.0 == OfferStatus::Published))
    })
    .await
}

async fn from_sql(
    request: &Request,
    schools: &Schools,
    scope: &Scope,
    sort: OfferSort,
    query: Query,
) -> Result<(Vec<Uuid>, u64), Error> {
    let mut condition = scope.condition(schools);
    for word in fallback::words(&query.text) {
        condition = condition.add(fallback::has(offer::Column::SearchKey, &word));
    }
    let matching = offer::Entity::find().filter(condition);
    let ordered = sort.of_sql(matching.clone());
    fallback::page(&request.context.db.read, matching, ordered, offer::Column::Id, &query).await
}
