//! Mutations on saved searches.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::payload::payload;
use crate::graphql::user_error::UserError;
use crate::saved_search::input::{SavedSearchCreateInput, SavedSearchUpdateInput};
use crate::saved_search::types::SavedSearch;
use crate::saved_search::{create, delete, update};
use async_graphql::{Context, Object, SimpleObject};
use entity::saved_search;
use std::sync::Arc;

payload! {
    /// What a mutation on a saved search answers.
    SavedSearchPayload { saved_search: SavedSearch = |row| SavedSearch(Arc::new(row)) }, saved_search::Model
}

/// What deleting a saved search answers.
#[derive(Debug, SimpleObject)]
pub struct SavedSearchDeletePayload {
    /// The id that is there no more.
    pub deleted_id: Id,
    /// Always empty: there is nothing to get wrong.
    pub user_errors: Vec<UserError>,
}

/// Mutations on saved searches.
#[derive(Debug, Default)]
pub struct SavedSearchMutation;

/// Mutations on saved searches.
#[Object]
impl SavedSearchMutation {
    /// Keeps a search of offers, 20 a person at most. For anybody who is signed in.
    async fn saved_search_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The search.")] input: SavedSearchCreateInput,
        #[graphql(desc = "Of your making: a repeat under the same key answers the first result.")]
        idempotency_key: Option<String>,
    ) -> Result<SavedSearchPayload, Error> {
        SavedSearchPayload::settle(create::run(Request::of(ctx)?, input, idempotency_key).await)
    }

    /// Changes one of your saved searches.
    async fn saved_search_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The saved search.")] id: Id,
        #[graphql(desc = "What changes.")] input: SavedSearchUpdateInput,
    ) -> Result<SavedSearchPayload, Error> {
        let id = id.of(IdKind::SavedSearch, &["id"])?;
        SavedSearchPayload::settle(update::run(Request::of(ctx)?, id, input).await)
    }

    /// Deletes one of your saved searches. What you were told of stays among your notifications.
    async fn saved_search_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The saved search.")] id: Id,
    ) -> Result<SavedSearchDeletePayload, Error> {
        let id = id.of(IdKind::SavedSearch, &["id"])?;
        let deleted = delete::run(Request::of(ctx)?, id).await?;
        Ok(SavedSearchDeletePayload {
            deleted_id: Id::new(IdKind::SavedSearch, deleted),
            user_errors: Vec::new(),
        })
    }
}
