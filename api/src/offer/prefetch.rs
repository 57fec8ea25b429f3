//! Offers with what nearly every list of them shows: the company and the specialties, joined in the list's own
//! statement where the query asks for them. They are handed to the request's loaders, where the fields find them.
//!
//! Cells are read by their place in the row: looking up each of fifty names in each of fifty rows costs more than all
//! the rest of a list.

use crate::company::loader::CompanyById;
use crate::context::Request;
use crate::error::Error;
use crate::offer::loader::{OfferById, SpecialtiesOfOffer, TextsOfOffer};
use crate::offer::types::Offer;
use async_graphql::Lookahead;
use entity::{company, offer};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, Iterable, JoinType, QueryFilter,
    QueryResult, QuerySelect, QueryTrait, RelationTrait, Select, Statement, TryGetable,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What is read with each offer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Beside {
    /// Its company.
    pub(crate) company: bool,
    /// The specialties that it is open to.
    pub(crate) specialties: bool,
    /// Its long texts.
    pub(crate) texts: bool,
}

impl Beside {
    /// What the query asks of a list's nodes.
    pub(crate) fn of_list(asked: Lookahead<'_>) -> Self {
        Self::of(asked.field("edges").field("node"))
    }

    /// What the query asks of an offer.
    pub(crate) fn of(asked: Lookahead<'_>) -> Self {
        let asks = |name: &str| asked.field(name).exists();
        let texts = asks("description") || asks("missions");
        Self { company: asks("company"), specialties: asks("specialties"), texts }
    }
}

/// Reads offers in one statement.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn read(
    request: &Request,
    offers: Select<offer::Entity>,
    beside: Beside,
) -> Result<Vec<Offer>, Error> {
    let backend = request.context.db.read.get_database_backend();
    rows_of(request, joined(offers, beside, backend).build(backend), beside).await
}

/// Reads one offer, if there is one. The statement is the same whichever it is, and is written once.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn read_one(request: &Request, id: Uuid, beside: Beside) -> Result<Option<Offer>, Error> {
    /// By what they depend on: whether it is PostgreSQL, and what is read.
    static WRITTEN: Mutex<BTreeMap<(bool, Beside), Arc<str>>> = Mutex::new(BTreeMap::new());
    let backend = request.context.db.read.get_database_backend();
    let write = || joined(offer::Entity::find_by_id(id), beside, backend).build(backend).sql.into();
    let sql: Arc<str> = {
        let mut written = WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(written.entry((backend == DatabaseBackend::Postgres, beside)).or_insert_with(write))
    };
    let statement = Statement::from_sql_and_values(backend, &*sql, [id.into()]);
    Ok(rows_of(request, statement, beside).await?.pop())
}

/// The offers that a statement of `joined` columns reads.
async fn rows_of(request: &Request, statement: Statement, beside: Beside) -> Result<Vec<Offer>, Error> {
    let db = &request.context.db.read;
    let backend = statement.db_backend;
    let rows = db.query_all_raw(statement).await?;
    let (mut offers, mut companies, mut specialties) =
        (Vec::with_capacity(rows.len()), Vec::new(), Vec::new());
    for row in &rows {
        let mut cells = Cells { row, next: 0 };
        let row = Arc::new(offer_of(&mut cells)?);
        let texts = if beside.texts { Some(Arc::new(texts_of(&mut cells)?)) } else { None };
        if beside.company {
            let company = company_of(&mut cells)?;
            companies.push((CompanyById(company.id), Arc::new(company)));
        }
        if beside.specialties {
            specialties.push((SpecialtiesOfOffer(row.id), ids(&mut cells, backend)?));
        }
        offers.push(Offer { row, texts });
    }
    request.loaders.know(companies).await;
    request.loaders.know(specialties).await;
    Ok(offers)
}

/// Reads these offers for whoever asks for them later in the request.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn know(request: &Request, ids: Vec<Uuid>, beside: Beside) -> Result<(), Error> {
    let offers = read(request, offer::Entity::find().filter(offer::Column::Id.is_in(ids)), beside).await?;
    let texts = offers.iter().filter_map(|offer| Some((TextsOfOffer(offer.row.id), offer.texts.clone()?)));
    request.loaders.know(texts.collect()).await;
    let offers = offers.into_iter().map(|offer| (OfferById(offer.row.id), offer.row));
    request.loaders.know(offers.collect()).await;
    Ok(())
}

/// The columns in the order in which they are read: the offer's, its texts, the company's, the specialties.
fn joined(offers: Select<offer::Entity>, beside: Beside, backend: DatabaseBackend) -> Select<offer::Entity> {
    use offer::Column::{Description, Id, Missions, SearchKey};
    let brief = |column: &offer::Column| !matches!(column, Description | Missions | SearchKey);
    let mut offers = offers.select_only().columns(offer::Column::iter().filter(brief));
    if beside.texts {
        offers = offers.columns([Id, Description, Missions]);
    }
    if beside.company {
        offers =
            offers.join(JoinType::InnerJoin, offer::Relation::Company.def()).columns(company::Column::iter());
    }
    if beside.specialties {
        offers = offers.expr_as(Expr::cust(specialties_in(backend)), "open_to");
    }
    offers
}

/// The specialties of the offer in the row: an array, or for SQLite, which has none, hexadecimal text.
fn specialties_in(backend: DatabaseBackend) -> &'static str {
    match backend {
        DatabaseBackend::Postgres => {
            "ARRAY(SELECT specialty_id FROM offer_specialty WHERE offer_specialty.offer_id = offer.id)"
        }
        _ => {
            "(SELECT group_concat(hex(specialty_id)) FROM offer_specialty WHERE offer_specialty.offer_id = offer.id)"
        }
    }
}

/// The cells of a row, one after the other.
struct Cells<'a> {
    row: &'a QueryResult,
    next: usize,
}

impl Cells<'_> {
    fn take<T: TryGetable>(&mut self) -> Result<T, DbErr> {
        let cell = self.row.try_get_by_index(self.next);
        self.next += 1;
        cell
    }
}

fn ids(cells: &mut Cells<'_>, backend: DatabaseBackend) -> Result<Vec<Uuid>, DbErr> {
    if backend == DatabaseBackend::Postgres {
        return cells.take();
    }
    let listed: Option<String> = cells.take()?;
    let listed = listed.unwrap_or_default();
    let ids = listed.split(',').filter(|id| !id.is_empty()).map(Uuid::try_parse);
    ids.collect::<Result<_, _>>().map_err(|error| DbErr::Type(format!("a list of ids: {error}")))
}

/// A row from cells in the order of its fields, which is that of its columns: a test holds them equal.
macro_rules! row {
    ($cells:expr, $table:ident::$row:ident { $($field:ident),* $(,)? }) => {
        $table::$row { $($field: $cells.take()?),* }
    };
}

fn offer_of(cells: &mut Cells<'_>) -> Result<offer::Brief, DbErr> {
    Ok(row!(
        cells,
        offer::Brief {
            id,
            reference,
            company_id,
            school_id,
            title,
            title_key,
            contract_type,
            positions,
            postcode,
            city,
            city_key,
            latitude,
            longitude,
            remote,
            start_on,
            end_on,
            gross_monthly_pay,
            status,
            published_at,
            expires_at,
            duplicate_of,
            created_by,
            demo,
            version,
            created_at,
            updated_at
        }
    ))
}

fn texts_of(cells: &mut Cells<'_>) -> Result<offer::Texts, DbErr> {
    Ok(row!(cells, offer::Texts { id, description, missions }))
}

fn company_of(cells: &mut Cells<'_>) -> Result<company::Model, DbErr> {
    Ok(row!(
        cells,
        company::Model {
            id,
            name,
            name_key,
            siret,
            group_id,
            size,
            description,
            website,
            postcode,
            city,
            city_key,
            latitude,
            longitude,
            status,
            status_reason,
            demo,
            version,
            created_at,
            updated_at,
        }
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Caller;
    use crate::searching::tests::world::World;
    use domain::locale::Locale;
    use sea_orm::QueryOrder;
    use std::net::{IpAddr, Ipv4Addr};

    /// Somebody who asks for the demo's offers, whose cells differ from one another.
    async fn of_demo() -> (World, Request) {
        let world = World::new().await;
        let input = crate::demo::Input {
            scale: crate::demo::Scale::default(),
            seed: 1,
            schools: Vec::new(),
            password: None,
        };
        crate::demo::run(&world.context, input).await.unwrap();
        let address = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let caller = Caller { actor: None, token: None, locale: Locale::Fr, address };
        let request = Request::new(Arc::clone(&world.context), caller);
        (world, request)
    }

    #[tokio::test]
    async fn cells_by_place_are_cells_by_name() {
        let (world, request) = of_demo().await;
        let all = offer::Entity::find().order_by_asc(offer::Column::Id);
        let beside = Beside { company: true, specialties: true, texts: true };
        let by_place = read(&request, all.clone(), beside).await.unwrap();
        let by_name = all.all(&world.context.db.read).await.unwrap();
        assert!(by_name.len() >= 60);
        for (place, name) in by_place.iter().zip(&by_name) {
            let (row, texts): (offer::Brief, offer::Texts) = name.clone().into();
            assert_eq!((&*place.row, place.texts.as_deref()), (&row, Some(&texts)));
            let company =
                company::Entity::find_by_id(row.company_id).one(&world.context.db.read).await.unwrap();
            let known = request.loaders.one(CompanyById(row.company_id)).await.unwrap();
            assert_eq!(known.as_deref(), company.as_ref());
            let mut open_to = crate::offer::store::specialties(&world.context.db.read, row.id).await.unwrap();
            let mut known = request.loaders.one(SpecialtiesOfOffer(row.id)).await.unwrap().unwrap();
            open_to.sort();
            known.sort();
            assert_eq!(known, open_to);
        }
    }

    /// Its statement is written for the first that is asked for, and serves the second.
    #[tokio::test]
    async fn one_by_its_id_is_the_one_of_a_list() {
        let (_world, request) = of_demo().await;
        for bits in 0..8 {
            let beside = Beside { company: bits & 1 != 0, specialties: bits & 2 != 0, texts: bits & 4 != 0 };
            let all = read(&request, offer::Entity::find(), beside).await.unwrap();
            for listed in &all[..2] {
                let one = read_one(&request, listed.row.id, beside).await.unwrap().unwrap();
                assert_eq!((&one.row, &one.texts), (&listed.row, &listed.texts), "{beside:?}");
            }
            assert!(read_one(&request, Uuid::nil(), beside).await.unwrap().is_none());
        }
    }
}
