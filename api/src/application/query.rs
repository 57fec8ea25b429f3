//! Queries on applications.

use crate::application::types::Application;
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use async_graphql::{Context, Object};

/// Queries on applications.
#[derive(Debug, Default)]
pub struct ApplicationQuery;

/// Queries on applications.
#[Object]
impl ApplicationQuery {
    /// The application of this id; null where there is none, or none that you may see.
    async fn application(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Id,
    ) -> Result<Option<Application>, Error> {
        Application::load(Request::of(ctx)?, id.of(IdKind::Application, &["id"])?).await
    }
}
