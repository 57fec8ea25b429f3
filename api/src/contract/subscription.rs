//! What is told of contracts as it happens.

use crate::context::Request;
use crate::contract::types::Contract;
use crate::error::Error;
use crate::events::{Event, Interest, Turn};
use crate::graphql::id::{Id, IdKind};
use async_graphql::{Context, Subscription};
use async_trait::async_trait;
use futures_util::{Stream, stream};
use uuid::Uuid;

/// What is told of contracts as it happens.
#[derive(Debug, Default)]
pub struct ContractSubscription;

/// What is told of contracts as it happens.
#[Subscription]
impl ContractSubscription {
    /// A contract that you may see changed: a step was taken, or something else happened to it. It comes as it stands when it
    /// is told, with the rights you have then.
    async fn step_completed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The contract.")] contract: Id,
    ) -> Result<impl Stream<Item = Contract>, Error> {
        let request = Request::of(ctx)?;
        request.actor()?;
        let id = contract.of(IdKind::Contract, &["contract"])?;
        let told = match Turn::of(ctx)? {
            Turn::Opened(opening) => {
                Contract::load(request, id).await?.ok_or(Error::NotFound)?;
                opening.wait_for(Waiting(id));
                None
            }
            Turn::Happened(Event::ContractChanged { id: changed, .. }) if changed == id => {
                Contract::load(request, id).await?
            }
            Turn::Happened(_) => None,
        };
        Ok(stream::iter(told))
    }
}

/// Somebody who waits for one contract. Whether it is still theirs to see is decided when it is told.
struct Waiting(Uuid);

#[async_trait]
impl Interest for Waiting {
    async fn may_concern(&self, event: Event) -> bool {
        matches!(event, Event::ContractChanged { id, .. } if id == self.0)
    }
}
