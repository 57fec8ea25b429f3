//! What the histories of offers and applications share: who acted, under what name, and why.

use crate::account::types::Role as GraphqlRole;
use crate::context::Request;
use crate::error::Error;
use crate::loaders::{Batch, Rows};
use async_graphql::dataloader::Loader;
use domain::role::Role;
use domain::transition::{Party, PlatformReason};
use entity::account;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use std::sync::Arc;
use uuid::Uuid;

/// The side of an account's role.
#[must_use]
pub fn side_of(role: Role) -> Party {
    match role {
        Role::Student => Party::Student,
        Role::CompanyMember => Party::Company,
        Role::CareerServices
        | Role::DepartmentHead
        | Role::SchoolTutor
        | Role::TrainingCentre
        | Role::Admin => Party::School,
    }
}

/// Who did what a history tells of, by the account's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Doer(pub Uuid);

impl Loader<Doer> for Rows {
    type Value = Arc<account::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[Doer]) -> Batch<Doer, Self::Value> {
        let ids = keys.iter().map(|key| key.0);
        let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (Doer(row.id), Arc::new(row))).collect())
    }
}

/// The role of who acted; null for the platform, and for an account that is no more.
///
/// # Errors
/// The database does not answer.
pub async fn role(request: &Request, doer: Option<Uuid>) -> Result<Option<GraphqlRole>, Error> {
    let Some(doer) = doer else { return Ok(None) };
    Ok(request.loaders.one(Doer(doer)).await?.map(|account| account.role.0.into()))
}

/// The name of who acted; null for the platform.
///
/// # Errors
/// The database does not answer.
pub async fn name(request: &Request, doer: Option<Uuid>) -> Result<Option<String>, Error> {
    let Some(doer) = doer else { return Ok(None) };
    Ok(request.loaders.one(Doer(doer)).await?.map(|account| account.name.clone()))
}

/// The reason, as given by a person or, in the reader's language, by the platform.
#[must_use]
pub fn reason(request: &Request, doer: Option<Uuid>, kept: Option<&str>) -> Option<String> {
    let kept = kept?;
    Some(if doer.is_some() { kept.to_owned() } else { PlatformReason::told(kept, request.caller.locale) })
}
