//! What the search engine has still to learn: one row a change, written in the change's own transaction. No
//! payload: whoever indexes reads the row itself, so what is indexed is never older than the commit.

use crate::context::Context;
use crate::error::Error;
use entity::search_outbox;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

/// What can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::Display, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Indexed {
    /// An offer.
    Offer,
    /// A company.
    Company,
    /// A hire.
    Hire,
    /// A student's profile.
    Student,
}

impl Indexed {
    /// Every kind; offers first, since they are what people wait for.
    pub const ALL: [Self; 4] = [Self::Offer, Self::Company, Self::Hire, Self::Student];
}

impl From<Indexed> for search::Kind {
    fn from(kind: Indexed) -> Self {
        match kind {
            Indexed::Offer => Self::Offer,
            Indexed::Company => Self::Company,
            Indexed::Hire => Self::Hire,
            Indexed::Student => Self::Student,
        }
    }
}

/// Says that these rows changed; each with its version after the change. This process's worker is woken, and looks
/// more than once: the change is not committed yet.
///
/// # Errors
/// The database does not answer: the business change fails with it.
pub async fn changed(
    context: &Context,
    db: &impl ConnectionTrait,
    kind: Indexed,
    rows: impl IntoIterator<Item = (Uuid, i64)>,
) -> Result<(), Error> {
    let now = context.now();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(entity, version)| search_outbox::ActiveModel {
            id: Set(context.new_id()),
            kind: Set(kind.to_string()),
            entity_id: Set(entity),
            version: Set(version),
            attempts: Set(0),
            last_error: Set(None),
            due_at: Set(now),
            created_at: Set(now),
        })
        .collect();
    // A statement binds 32,766 values at most on SQLite: eight a row.
    for chunk in rows.chunks(1_000) {
        search_outbox::Entity::insert_many(chunk.to_vec()).exec_without_returning(db).await?;
        context.search.wake();
    }
    Ok(())
}
