//! The alerts of a day, for the searches that are told of once a day.

use crate::context::Context;
use crate::saved_search::alert::{candidates, find, tell};
use crate::worker::Failure;
use candidates::LATE;
use chrono::{DateTime, Utc};
use domain::alert::AlertFrequency;
use entity::{Stored, saved_search};
use sea_orm::sea_query::Func;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::sync::Arc;

/// Tells everybody of what came since they were last told. What was told stays told when this is broken off and done
/// again.
///
/// # Errors
/// The database does not answer.
pub(crate) async fn run(context: &Context) -> Result<(), Failure> {
    let moment = context.now();
    let Some(since) = earliest(context).await? else { return Ok(()) };
    let ids = candidates::since(context, since - LATE).await?;
    let offers = Arc::new(candidates::read(context, &ids).await?);
    let mut after = None;
    loop {
        let searches = find::page(context, AlertFrequency::Daily, after).await?;
        let Some(last) = searches.last() else { return Ok(()) };
        after = Some(last.id);
        let all: Vec<_> = searches.iter().map(|search| search.id).collect();
        for found in find::matching(context, searches, &offers, new_since).await? {
            tell::tell(context, &found, &offers, Some(moment)).await?;
        }
        tell::digested(&context.db.write, all.into_iter(), moment).await?;
    }
}

/// After which moment an offer is new to a search. A publication is committed a little later than it says, so that the
/// day before is looked at again; what was told of then is not told again.
fn new_since(search: &saved_search::Model) -> DateTime<Utc> {
    search.digested_at.map_or(search.since, |digested| search.since.max(digested - LATE))
}

/// Since when nobody was told; none where nobody wants to be.
async fn earliest(context: &Context) -> Result<Option<DateTime<Utc>>, Failure> {
    use sea_orm::sea_query::{Expr, ExprTrait};
    let last =
        Func::coalesce([Expr::col(saved_search::Column::DigestedAt), Expr::col(saved_search::Column::Since)]);
    let row: Option<Option<DateTime<Utc>>> = saved_search::Entity::find()
        .select_only()
        .column_as(Expr::expr(last).min(), "since")
        .filter(saved_search::Column::Frequency.eq(Stored(AlertFrequency::Daily)))
        .into_tuple()
        .one(&context.db.read)
        .await?;
    Ok(row.flatten())
}
