//! Batches of saved searches and of what they told.

use crate::loaders::{Batch, Rows};
use async_graphql::dataloader::Loader;
use entity::{saved_search, saved_search_alert};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A saved search by its id, whoever asks: whoever loads it says whose it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct SavedSearchById(pub(super) Uuid);

/// The offers that a notification tells of, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct AlertsOfNotification(pub(super) Uuid);

impl Loader<SavedSearchById> for Rows {
    type Value = Arc<saved_search::Model>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[SavedSearchById]) -> Batch<SavedSearchById, Self::Value> {
        let these = saved_search::Column::Id.is_in(keys.iter().map(|key| key.0));
        let rows = saved_search::Entity::find().filter(these).all(&self.db).await?;
        Ok(rows.into_iter().map(|row| (SavedSearchById(row.id), Arc::new(row))).collect())
    }
}

impl Loader<AlertsOfNotification> for Rows {
    type Value = Arc<Vec<saved_search_alert::Model>>;
    type Error = Arc<DbErr>;

    async fn load(&self, keys: &[AlertsOfNotification]) -> Batch<AlertsOfNotification, Self::Value> {
        let these = saved_search_alert::Column::NotificationId.is_in(keys.iter().map(|key| key.0));
        let rows = saved_search_alert::Entity::find()
            .filter(these)
            .order_by_asc(saved_search_alert::Column::Id)
            .all(&self.db)
            .await?;
        let mut found: HashMap<AlertsOfNotification, Vec<saved_search_alert::Model>> = HashMap::new();
        for row in rows {
            found.entry(AlertsOfNotification(row.notification_id)).or_default().push(row);
        }
        Ok(found.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect())
    }
}
