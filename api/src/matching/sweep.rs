//! Sums up what was noted of changed offers: a pool reads the sum at each request, and it should be short.

use crate::context::Context;
use entity::offer_change;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

/// So many rows of a school are short enough.
const SHORT: u64 = 200;
/// Ids that one statement is given at most.
const CHUNK: usize = 1_000;

/// Replaces the rows of each school that has many by one of the same sum. Whoever has not seen them compares the versions
/// of all offers once.
///
/// # Errors
/// The database does not answer.
pub async fn run(context: &Context) -> Result<(), DbErr> {
    for school in long(context).await? {
        sum_up(context, school).await?;
    }
    Ok(())
}

async fn long(context: &Context) -> Result<Vec<Uuid>, DbErr> {
    let schools = offer_change::Entity::find()
        .select_only()
        .column(offer_change::Column::SchoolId)
        .group_by(offer_change::Column::SchoolId)
        .having(offer_change::Column::Id.count().gt(SHORT));
    schools.into_tuple().all(&context.db.read).await
}

async fn sum_up(context: &Context, school: Uuid) -> Result<(), DbErr> {
    let tx = context.db.begin().await?;
    let rows =
        offer_change::Entity::find().filter(offer_change::Column::SchoolId.eq(school)).all(&tx).await?;
    for rows in rows.chunks(CHUNK) {
        let these = offer_change::Column::Id.is_in(rows.iter().map(|row| row.id));
        offer_change::Entity::delete_many().filter(these).exec(&tx).await?;
    }
    // Two that sum up at once count twice: the sum grows, as it may, and no change is lost.
    let sum = offer_change::ActiveModel {
        id: Set(context.new_id()),
        school_id: Set(school),
        offer_id: Set(None),
        changes: Set(rows.iter().map(|row| row.changes).sum()),
    };
    offer_change::Entity::insert(sum).exec_without_returning(&tx).await?;
    tx.commit().await
}
