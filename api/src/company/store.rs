//! Reading and changing companies.

use crate::company::types::Company;
use crate::context::{Context, Request};
use crate::error::Error;
use crate::events::Transaction;
use crate::graphql::pagination::{ById, Connection, Page, Totals, connection, wants_total};
use domain::company::CompanyStatus;
use domain::siret::Siret;
use entity::{Stored, company, company_member};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::sync::Arc;
use uuid::Uuid;

/// The company of a SIRET.
///
/// # Errors
/// The database does not answer.
pub(super) async fn by_siret(context: &Context, siret: &Siret) -> Result<Option<company::Model>, Error> {
    let row = company::Entity::find().filter(company::Column::Siret.eq(siret.to_string()));
    Ok(row.one(&context.db.read).await?)
}

/// A company, locked until the transaction ends.
///
/// # Errors
/// There is none; or the database does not answer.
pub(super) async fn lock(tx: &Transaction, id: Uuid) -> Result<company::Model, Error> {
    company::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or(Error::NotFound)
}

/// Writes a changed company under its next version.
///
/// # Errors
/// The database does not answer.
pub(super) async fn save(
    context: &Context,
    tx: &Transaction,
    before: company::Model,
    change: impl FnOnce(&mut company::ActiveModel),
) -> Result<company::Model, Error> {
    let version = before.version + 1;
    let mut row = before.into_active_model();
    change(&mut row);
    row.version = Set(version);
    row.updated_at = Set(context.now());
    Ok(row.update(tx).await?)
}

/// The accounts of a company's people, whatever was decided on them.
///
/// # Errors
/// The database does not answer.
pub(super) async fn accounts(tx: &Transaction, company: Uuid) -> Result<Vec<Uuid>, Error> {
    let rows = company_member::Entity::find()
        .select_only()
        .column(company_member::Column::AccountId)
        .filter(company_member::Column::CompanyId.eq(company));
    Ok(rows.into_tuple().all(tx).await?)
}

/// The companies of a status, newest first.
///
/// # Errors
/// The database does not answer.
pub(super) async fn by_status(
    ctx: &async_graphql::Context<'_>,
    status: CompanyStatus,
    page: Page<ById>,
) -> Result<Connection<Company, Totals>, Error> {
    let db = &Request::of(ctx)?.context.db.read;
    let all = company::Entity::find().filter(company::Column::Status.eq(Stored(status)));
    let total = if wants_total(ctx) { Some(all.clone().count(db).await?) } else { None };
    let after = page.after.map(|after| company::Column::Id.lt(after.0));
    let rows = all
        .filter(sea_orm::Condition::all().add_option(after))
        .order_by_desc(company::Column::Id)
        .limit(u64::from(page.first) + 1)
        .all(db)
        .await?;
    Ok(connection(&page, rows, total, |row| ById(row.id), |row| Company(Arc::new(row))))
}
