//! Rows as the search engine indexes them, one file a kind. A few statements a batch, however many rows.
//!
//! Not every row is indexed: published offers, companies but the rejected ones, published hires (the others are for
//! staff alone, who have lists of them), and students whom somebody else may find.
//!
//! A document's version is the sum of the versions of the rows that it is made of, so that it grows with each of
//! them: an offer's grows when its company is renamed.

mod company;
mod hire;
mod offer;
mod student;

pub(super) use offer::days;
pub use student::tokens;

use crate::db::Reader;
use crate::outbox::Indexed;
use crate::reference::Schools;
use entity::{hire as hires, offer as offers, specialty};
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use search::documents::SpecialtyLabel;
use search::{Document, Point};
use std::collections::HashMap;
use uuid::Uuid;

/// Values that one statement is given at most.
pub const CHUNK: usize = 1_000;

/// Reads what is indexed of these rows, each once. `None` for a row that is gone or is not to be found: it leaves
/// the index.
///
/// # Errors
/// The database does not answer; or [`DbErr::Type`], a row holds what no program of ours wrote.
pub async fn read(
    db: &Reader,
    schools: &Schools,
    kind: Indexed,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, Option<Document>)>, DbErr> {
    let mut found: HashMap<Uuid, Document> = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let documents = match kind {
            Indexed::Offer => offer::read(db, schools, ids).await?,
            Indexed::Company => company::read(db, schools, ids).await?,
            Indexed::Hire => hire::read(db, schools, ids).await?,
            Indexed::Student => student::read(db, schools, ids).await?,
        };
        found.extend(documents.into_iter().map(|document| (document.id, document)));
    }
    Ok(ids.iter().map(|id| (*id, found.remove(id))).collect())
}

/// The versions that these rows should be indexed under; those that should not be are left out.
///
/// # Errors
/// The database does not answer.
pub async fn versions_of(db: &Reader, kind: Indexed, ids: &[Uuid]) -> Result<HashMap<Uuid, i64>, DbErr> {
    let mut found = HashMap::new();
    for ids in ids.chunks(CHUNK) {
        let (mut select, id) = indexed(kind);
        select.and_where(id.is_in(ids.iter().copied()));
        found.extend(pairs(db, &select).await?);
    }
    Ok(found)
}

/// The ids and versions of what should be indexed, in the order of the ids, from the first after `after`.
///
/// # Errors
/// The database does not answer.
pub async fn versions(
    db: &Reader,
    kind: Indexed,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<(Uuid, i64)>, DbErr> {
    let (mut select, id) = indexed(kind);
    if let Some(after) = after {
        select.and_where(id.clone().gt(after));
    }
    select.order_by_expr(id, sea_orm::Order::Asc).limit(u64::try_from(limit).unwrap_or(u64::MAX));
    pairs(db, &select).await
}

/// The offers and hires that say something of these companies: their names, their groups, their sizes.
///
/// # Errors
/// The database does not answer.
pub async fn of_companies(db: &Reader, companies: &[Uuid]) -> Result<(Vec<Uuid>, Vec<Uuid>), DbErr> {
    let (mut of_offers, mut of_hires) = (Vec::new(), Vec::new());
    for ids in companies.chunks(CHUNK) {
        let ids = || ids.iter().copied();
        let rows = offers::Entity::find().select_only().column(offers::Column::Id);
        let rows = rows.filter(offer::visible()).filter(offers::Column::CompanyId.is_in(ids()));
        of_offers.extend(rows.into_tuple::<Uuid>().all(db).await?);
        let rows = hires::Entity::find().select_only().column(hires::Column::Id);
        let rows = rows.filter(hire::visible()).filter(hires::Column::CompanyId.is_in(ids()));
        of_hires.extend(rows.into_tuple::<Uuid>().all(db).await?);
    }
    Ok((of_offers, of_hires))
}

/// What makes a row of a kind one that is indexed.
#[must_use]
pub fn visible(kind: Indexed) -> Condition {
    match kind {
        Indexed::Offer => offer::visible(),
        Indexed::Company => company::visible(),
        Indexed::Hire => hire::visible(),
        Indexed::Student => student::visible(),
    }
}

/// The ids and versions of all that is indexed of a kind, and the column of the ids.
fn indexed(kind: Indexed) -> (SelectStatement, Expr) {
    match kind {
        Indexed::Offer => offer::versions(),
        Indexed::Company => company::versions(),
        Indexed::Hire => hire::versions(),
        Indexed::Student => student::versions(),
    }
}

async fn pairs(db: &Reader, select: &SelectStatement) -> Result<Vec<(Uuid, i64)>, DbErr> {
    let rows = db.query_all(select).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// A specialty as documents name it.
fn label(specialty: &specialty::Model) -> SpecialtyLabel {
    SpecialtyLabel { code: specialty.code.clone(), name: specialty.name.clone() }
}

/// The specialties of these ids, each with the department of which it is an option: whoever looks for the
/// department means its options too.
fn with_department(schools: &Schools, specialty: Uuid) -> Vec<&specialty::Model> {
    let own = schools.specialty(specialty);
    let department = own.and_then(|own| own.parent_id).and_then(|parent| schools.specialty(parent));
    own.into_iter().chain(department).map(AsRef::as_ref).collect()
}

/// Where a row is: as it is indexed.
pub(in crate::searching) fn point(latitude: Option<f64>, longitude: Option<f64>) -> Option<Point> {
    Point::of(latitude?, longitude?)
}

fn school_code(schools: &Schools, school: Uuid) -> String {
    schools.school(school).map(|school| school.code.clone()).unwrap_or_default()
}
