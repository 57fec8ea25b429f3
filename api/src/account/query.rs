//! Queries on accounts.

use crate::account::types::Viewer;
use crate::context::Request;
use crate::error::Error;
use async_graphql::{Context, Object};
use entity::account;
use sea_orm::EntityTrait;
use std::sync::Arc;

/// Queries on accounts.
#[derive(Debug, Default)]
pub struct AccountQuery;

/// Queries on accounts.
#[Object]
impl AccountQuery {
    /// The person who asks; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>, Error> {
        let request = Request::of(ctx)?;
        let Some(actor) = &request.caller.actor else { return Ok(None) };
        let account = account::Entity::find_by_id(actor.account).one(&request.context.db.read).await?;
        Ok(account.map(Arc::new).map(Viewer))
    }
}
