//! Queries on contracts.

use crate::context::Request;
use crate::contract::list::{self, ContractFilter};
use crate::contract::types::Contract;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::pagination::{Connection, Totals};
use async_graphql::{Context, Object};

/// Queries on contracts.
#[derive(Debug, Default)]
pub struct ContractQuery;

/// Queries on contracts.
#[Object]
impl ContractQuery {
    /// The contract of this id; null where there is none, or none that you may see.
    async fn contract(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Id,
    ) -> Result<Option<Contract>, Error> {
        Contract::load(Request::of(ctx)?, id.of(IdKind::Contract, &["id"])?).await
    }

    /// The contracts that you may see, newest first: a student's own, those of a member's company, those of a school for the
    /// staff whom they concern.
    async fn contracts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] filter: Option<ContractFilter>,
        #[graphql(desc = "Rows a page, 1 to 100; 20 by default.")] first: Option<i32>,
        #[graphql(desc = "The cursor after which the page begins.")] after: Option<String>,
    ) -> Result<Connection<Contract, Totals>, Error> {
        list::page(ctx, filter.unwrap_or_default(), first, after).await
    }
}
