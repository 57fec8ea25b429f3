//! What searches that alert at once told within a day: what an alert shows of ten offers and of two of a company would be
//! nothing where each offer is an alert of its own.

use crate::events::Transaction;
use crate::worker::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use entity::{offer, saved_search_alert};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};
use std::collections::HashMap;
use uuid::Uuid;

/// How long what was shown counts.
const DAY: TimeDelta = TimeDelta::days(1);

/// What one search told within a day.
#[derive(Debug, Default)]
pub(super) struct Lately {
    /// The companies of the offers that were shown, one for each.
    pub(super) shown: Vec<Uuid>,
    /// The last notification of it.
    pub(super) last: Option<Uuid>,
}

/// Reads what these searches told within the day before `now`; those that told nothing are left out.
///
/// # Errors
/// The database does not answer.
pub(super) async fn read(
    tx: &Transaction,
    searches: impl Iterator<Item = Uuid>,
    now: DateTime<Utc>,
) -> Result<HashMap<Uuid, Lately>, Failure> {
    use saved_search_alert::Column::{CreatedAt, Id, NotificationId, SavedSearchId, Shown};
    let rows: Vec<(Uuid, Uuid, bool, Uuid)> = saved_search_alert::Entity::find()
        .select_only()
        .columns([SavedSearchId, NotificationId, Shown])
        .column(offer::Column::CompanyId)
        .join(JoinType::InnerJoin, saved_search_alert::Relation::Offer.def())
        .filter(SavedSearchId.is_in(searches))
        .filter(CreatedAt.gt(now - DAY))
        .order_by_asc(Id)
        .into_tuple()
        .all(tx)
        .await?;
    let mut told: HashMap<Uuid, Lately> = HashMap::new();
    for (search, notification, shown, company) in rows {
        let lately = told.entry(search).or_default();
        lately.shown.extend(shown.then_some(company));
        lately.last = Some(notification);
    }
    Ok(told)
}
