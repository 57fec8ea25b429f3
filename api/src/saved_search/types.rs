//! `SavedSearch`, and the alert that a notification tells of.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::graphql::scalars::DateTime;
use crate::offer::types::Offer;
use crate::saved_search::criteria::{self, Meaning};
use crate::saved_search::loader::{AlertsOfNotification, SavedSearchById};
use async_graphql::{Context, Enum, Json, Object};
use domain::alert;
use entity::{notification, saved_search, saved_search_alert};
use futures_util::future::try_join_all;
use std::sync::Arc;

/// When a person is told of new offers that a saved search finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::alert::AlertFrequency")]
pub enum AlertFrequency {
    /// Never: the search is only kept.
    None,
    /// As soon as they are published: within a day 10 at most, and 2 of a company. The others are counted in the last alert.
    AtOnce,
    /// Once a day, all that came since the day before.
    Daily,
}

/// A search of offers that a person keeps.
#[derive(Clone, Debug)]
pub struct SavedSearch(pub Arc<saved_search::Model>);

impl SavedSearch {
    async fn problem_of(&self, request: &Request) -> Result<Option<String>, Error> {
        Ok(match criteria::meaning(&*request.schools().await?, &self.0.filter) {
            Meaning::Same(_) => None,
            Meaning::Lost(why) => Some(why),
        })
    }
}

/// A search of offers that you keep; nobody else sees it.
#[Object]
impl SavedSearch {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::SavedSearch, self.0.id)
    }

    /// What you call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What would be typed.
    async fn query(&self) -> &str {
        &self.0.query
    }

    /// The filter as an `OfferFilter`, to be given to `searchOffers` as it is.
    async fn filter(&self) -> Json<serde_json::Value> {
        Json(criteria::shown(&self.0.filter))
    }

    /// Why the filter does not mean any more what it meant, as when a specialty is gone; null while it does. Until it is
    /// changed, the search alerts of nothing.
    async fn problem(&self, ctx: &Context<'_>) -> Result<Option<String>, Error> {
        self.problem_of(Request::of(ctx)?).await
    }

    /// When you are told of new offers that it finds.
    async fn frequency(&self) -> AlertFrequency {
        self.0.frequency.0.into()
    }

    /// Offers first published after this moment are new to it.
    async fn since(&self) -> DateTime {
        DateTime(self.0.since)
    }

    /// When it was saved.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// New offers that a saved search found.
#[derive(Clone, Debug)]
pub struct SavedSearchAlert {
    notification: Arc<notification::Model>,
    rows: Arc<Vec<saved_search_alert::Model>>,
}

impl SavedSearchAlert {
    /// What a notification tells of; `None` where it is about something else.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of(
        request: &Request,
        notification: &Arc<notification::Model>,
    ) -> Result<Option<Self>, Error> {
        let rows = request.loaders.one(AlertsOfNotification(notification.id)).await?;
        Ok(rows.map(|rows| Self { notification: Arc::clone(notification), rows }))
    }

    fn total(&self) -> u64 {
        let beyond = self.rows.first().map_or(0, |row| row.more);
        u64::try_from(self.rows.len()).unwrap_or_default() + u64::try_from(beyond).unwrap_or_default()
    }
}

/// New offers that one of your saved searches found.
#[Object]
impl SavedSearchAlert {
    /// What happened, in a sentence, in the reader's language.
    async fn text(&self, ctx: &Context<'_>) -> Result<String, Error> {
        let name = self.notification.reason.as_deref().unwrap_or_default();
        Ok(alert::sentence(name, self.total(), Request::of(ctx)?.caller.locale))
    }

    /// The search; null once it is deleted.
    async fn saved_search(&self, ctx: &Context<'_>) -> Result<Option<SavedSearch>, Error> {
        let id = self.rows.iter().find_map(|row| row.saved_search_id);
        let Some(id) = id else { return Ok(None) };
        let found = Request::of(ctx)?.loaders.one(SavedSearchById(id)).await?;
        Ok(found.filter(|row| row.account_id == self.notification.account_id).map(SavedSearch))
    }

    /// The newest of these offers, 10 at most and 2 of a company at most; those that you may not see any more are left
    /// out.
    async fn offers(&self, ctx: &Context<'_>) -> Result<Vec<Offer>, Error> {
        let request = Request::of(ctx)?;
        let shown = self.rows.iter().filter(|row| row.shown);
        let offers = try_join_all(shown.map(|row| Offer::load(request, row.offer_id))).await?;
        Ok(offers.into_iter().flatten().collect())
    }

    /// How many more there were: search again to see them.
    async fn more(&self) -> u64 {
        let shown = self.rows.iter().filter(|row| row.shown).count();
        self.total().saturating_sub(u64::try_from(shown).unwrap_or_default())
    }
}
