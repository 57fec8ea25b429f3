//! Queries on companies.

use crate::company::loader::CompanyById;
use crate::company::store;
use crate::company::types::{Company, CompanyStatus};
use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{ById, Connection, Page, Totals};
use crate::graphql::scalars::Siret;
use async_graphql::{Context, Object};
use domain::policy::{Action, Subject};
use std::sync::Arc;

/// Queries on companies.
#[derive(Debug, Default)]
pub struct CompanyQuery;

/// Queries on companies.
#[Object]
impl CompanyQuery {
    /// The company of this id or SIRET; null where there is none. One of the two is given.
    async fn company(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Option<Id>,
        #[graphql(desc = "SIRET.")] siret: Option<Siret>,
    ) -> Result<Option<Company>, Error> {
        let request = Request::of(ctx)?;
        match (id, siret) {
            (Some(id), None) => {
                let id = id.of(IdKind::Company, &["id"])?;
                Ok(request.loaders.one(CompanyById(id)).await?.map(Company))
            }
            (None, Some(siret)) => {
                let found = store::by_siret(&request.context, &siret.0).await?;
                Ok(found.map(|row| Company(Arc::new(row))))
            }
            _ => Err(Error::bad_input(&["id"], "expected one of `id` and `siret`")),
        }
    }

    /// The companies of a status, newest first: the queue of career services.
    async fn companies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The status wanted.", default_with = "CompanyStatus::Unverified")]
        status: CompanyStatus,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Company, Totals>, Error> {
        Request::of(ctx)?.authorize(Action::ReadDesk, &Subject::Platform)?;
        store::by_status(ctx, status.into(), Page::<ById>::new(first, after)?).await
    }
}
