//! Queries on offers.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::offer::prefetch::Beside;
use crate::offer::types::Offer;
use async_graphql::{Context, Object};

/// Queries on offers.
#[derive(Debug, Default)]
pub struct OfferQuery;

/// Queries on offers.
#[Object]
impl OfferQuery {
    /// The offer of this id; null where there is none, or none that you may see.
    async fn offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Opaque id.")] id: Id,
    ) -> Result<Option<Offer>, Error> {
        let id = id.of(IdKind::Offer, &["id"])?;
        Offer::load_with(Request::of(ctx)?, id, Beside::of(ctx.look_ahead())).await
    }
}
