//! What is told of applications as it happens.

use crate::application::types::Application;
use crate::application::waiting::Waiting;
use crate::context::Request;
use crate::error::Error;
use crate::events::{Event, Turn};
use crate::graphql::id::{Id, IdKind};
use async_graphql::{Context, Subscription};
use futures_util::{Stream, stream};
use std::sync::Arc;

/// What is told of applications as it happens.
#[derive(Debug, Default)]
pub struct ApplicationSubscription;

/// What is told of applications as it happens.
#[Subscription]
impl ApplicationSubscription {
    /// An application that is yours was sent, or changed: a student's own, those to a member's company, those of a
    /// school's students for its staff. It comes as it stands when it is told, with the rights you have then.
    async fn application_updated(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this application.")] id: Option<Id>,
        #[graphql(desc = "Only those to this offer.")] offer: Option<Id>,
    ) -> Result<impl Stream<Item = Application>, Error> {
        let request = Request::of(ctx)?;
        let actor = request.actor()?;
        let only = id.map(|id| id.of(IdKind::Application, &["id"])).transpose()?;
        let offer = offer.map(|id| id.of(IdKind::Offer, &["offer"])).transpose()?;
        let told = match Turn::of(ctx)? {
            Turn::Opened(opening) => {
                if let Some(id) = only {
                    Application::load(request, id).await?.ok_or(Error::NotFound)?;
                }
                opening.wait_for(Waiting::new(Arc::clone(&request.context), actor.clone(), only));
                None
            }
            Turn::Happened(Event::ApplicationChanged { id, .. }) => Application::load(request, id).await?,
            Turn::Happened(_) => None,
        };
        let of_offer = |row: &Application| offer.is_none() || row.0.offer_id == offer;
        Ok(stream::iter(told.filter(of_offer)))
    }
}
