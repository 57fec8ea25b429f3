//! Which saved searches find which new offers.

use crate::context::Context;
use crate::saved_search::alert::candidates::Candidate;
use crate::saved_search::criteria;
use crate::worker::Failure;
use chrono::{DateTime, Utc};
use domain::alert::AlertFrequency;
use entity::{Stored, account, saved_search};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use std::sync::Arc;
use uuid::Uuid;

/// Searches read at a time.
const PAGE: u64 = 1_000;
/// Searches told in one transaction at most: on SQLite it keeps other writers waiting.
const TOGETHER: usize = 100;

/// A search, and the offers that it finds: places in the list of candidates, the newest first.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) search: saved_search::Model,
    pub(super) offers: Vec<usize>,
}

/// Searches of people whose account is open, in the order of their ids, from the first after `after`.
pub(super) async fn page(
    context: &Context,
    frequency: AlertFrequency,
    after: Option<Uuid>,
) -> Result<Vec<saved_search::Model>, Failure> {
    let rows = saved_search::Entity::find()
        .join(JoinType::InnerJoin, saved_search::Relation::Account.def())
        .filter(account::Column::DisabledAt.is_null())
        .filter(saved_search::Column::Frequency.eq(Stored(frequency)))
        .filter(Condition::all().add_option(after.map(|after| saved_search::Column::Id.gt(after))))
        .order_by_asc(saved_search::Column::Id)
        .limit(PAGE)
        .all(&context.db.read)
        .await?;
    Ok(rows)
}

/// Matches searches against offers that were published after what `since` says of each, in parts that are told
/// together. Beside the threads that answer requests, for it takes a while where there are many of both.
pub(super) async fn matching(
    context: &Context,
    searches: Vec<saved_search::Model>,
    offers: &Arc<Vec<Candidate>>,
    since: fn(&saved_search::Model) -> DateTime<Utc>,
) -> Result<Vec<Vec<Found>>, Failure> {
    let schools = context.reference.get(&context.db, context.now()).await?;
    let offers = Arc::clone(offers);
    let work = move || {
        let found = searches.into_iter().filter_map(|search| {
            let watch = criteria::watch(&schools, &search.query, &search.filter)?;
            let since = since(&search);
            let finds = |offer: &Candidate| offer.published_at > since && watch.finds(&offer.watched);
            let places = offers.iter().enumerate().filter(|(_, offer)| finds(offer)).map(|(place, _)| place);
            let places: Vec<usize> = places.collect();
            (!places.is_empty()).then_some(Found { search, offers: places })
        });
        let mut parts: Vec<Vec<Found>> = Vec::new();
        for one in found {
            match parts.last_mut() {
                Some(part) if part.len() < TOGETHER => part.push(one),
                _ => parts.push(vec![one]),
            }
        }
        parts
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Failure::Fault(error.into()))
}
