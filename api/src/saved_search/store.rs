//! A person's saved searches. Every finder takes whose they are.

use crate::error::Error;
use crate::events::Transaction;
use entity::saved_search::{Column, Entity, Model};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// The saved searches of an account, the newest first.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn of_account(db: &impl ConnectionTrait, account: Uuid) -> Result<Vec<Model>, Error> {
    let own = Entity::find().filter(Column::AccountId.eq(account));
    Ok(own.order_by_desc(Column::Id).all(db).await?)
}

/// How many an account has.
pub(super) async fn count(db: &impl ConnectionTrait, account: Uuid) -> Result<u64, Error> {
    Ok(Entity::find().filter(Column::AccountId.eq(account)).count(db).await?)
}

/// One of an account's, locked until the transaction ends.
///
/// # Errors
/// [`Error::NotFound`] where there is none, or it is somebody else's; or the database does not answer.
pub(super) async fn lock(tx: &Transaction, account: Uuid, id: Uuid) -> Result<Model, Error> {
    let own = Entity::find_by_id(id).filter(Column::AccountId.eq(account));
    own.lock(LockType::Update).one(tx).await?.ok_or(Error::NotFound)
}
