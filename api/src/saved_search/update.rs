//! `savedSearchUpdate`: a person changes a saved search.

use crate::context::Request;
use crate::error::Rejection;
use crate::saved_search::input::{self, SavedSearchUpdateInput};
use crate::saved_search::{criteria, store};
use domain::policy::{Action, Subject};
use entity::{Stored, saved_search};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use uuid::Uuid;

/// Changes a search of the person who asks.
///
/// # Errors
/// `INVALID`; `BAD_USER_INPUT` for a filter's value that does not exist; `NOT_FOUND` for somebody else's.
pub(super) async fn run(
    request: &Request,
    id: Uuid,
    input: SavedSearchUpdateInput,
) -> Result<saved_search::Model, Rejection> {
    let account = request.authorize(Action::UseAccount, &Subject::Platform)?.account;
    let name = input.name.map(|name| input::name(&name)).transpose()?;
    let query = input.query.map(input::query).transpose()?;
    let schools = request.schools().await?;
    let filter = input.filter.map(|filter| criteria::keep(&schools, filter)).transpose()?;
    let context = &request.context;
    let tx = context.db.begin().await?;
    let before = store::lock(&tx, account, id).await?;
    let after = saved_search::Model {
        name: name.unwrap_or_else(|| before.name.clone()),
        query: query.unwrap_or_else(|| before.query.clone()),
        filter: filter.unwrap_or_else(|| before.filter.clone()),
        frequency: input.frequency.map_or(before.frequency, |frequency| Stored(frequency.into())),
        ..before.clone()
    };
    let seeks = |row: &saved_search::Model| (row.query.clone(), row.filter.clone(), row.frequency);
    let mut row = before.clone().into_active_model();
    if seeks(&before) != seeks(&after) {
        // What was published before is nothing new to another search.
        row.since = Set(context.now());
        row.digested_at = Set(None);
    }
    row.name = Set(after.name);
    row.query = Set(after.query);
    row.filter = Set(after.filter);
    row.frequency = Set(after.frequency);
    row.updated_at = Set(context.now());
    let row = row.update(&tx).await?;
    tx.commit().await?;
    Ok(row)
}
