//! Idempotency keys: a creation asked twice under one key is done once, and answers the first result.
//!
//! The key's row is written in the creation's own transaction, so the two exist together or not at all; of two
//! requests that race, the second waits for the first and finds its result.

use crate::auth::tokens::digest;
use crate::context::{Context, Request};
use crate::error::Error;
use entity::idempotency_key;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, TryInsertResult};
use uuid::Uuid;

/// Characters in a key at most.
pub const LONGEST: usize = 200;

/// A creation asked under a key.
#[derive(Clone, Debug)]
pub struct Key {
    owner: String,
    operation: &'static str,
    key: String,
    request_hash: String,
}

impl Key {
    /// The key of a request, by the operation and a rendering of its whole input. `None` when none was sent.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` when the key is blank or too long.
    pub fn of(
        request: &Request,
        operation: &'static str,
        key: Option<String>,
        input: &str,
    ) -> Result<Option<Self>, Error> {
        let Some(key) = key else { return Ok(None) };
        if key.trim().is_empty() || key.len() > LONGEST {
            let message = format!("expected 1 to {LONGEST} characters, as a UUID");
            return Err(Error::bad_input(&["idempotencyKey"], message));
        }
        let owner = request
            .caller
            .actor
            .as_ref()
            .map_or_else(|| "anonymous".into(), |actor| actor.account.to_string());
        Ok(Some(Self { owner, operation, key, request_hash: digest(input) }))
    }
}

/// Takes the key for the row about to be made, or answers the row that was made under it before.
///
/// # Errors
/// [`Error::IdempotencyKeyReused`] when the input was another; or the database does not answer.
pub async fn claim(
    context: &Context,
    db: &impl ConnectionTrait,
    key: Option<&Key>,
    result: Uuid,
) -> Result<Option<Uuid>, Error> {
    let Some(key) = key else { return Ok(None) };
    let row = idempotency_key::ActiveModel {
        id: Set(context.new_id()),
        owner: Set(key.owner.clone()),
        operation: Set(key.operation.to_owned()),
        key: Set(key.key.clone()),
        request_hash: Set(key.request_hash.clone()),
        result_id: Set(result),
        created_at: Set(context.now()),
    };
    let columns =
        [idempotency_key::Column::Owner, idempotency_key::Column::Operation, idempotency_key::Column::Key];
    let taken = OnConflict::columns(columns).do_nothing().to_owned();
    let insert = idempotency_key::Entity::insert(row)
        .on_conflict(taken)
        .try_insert()
        .exec_without_returning(db)
        .await?;
    if matches!(insert, TryInsertResult::Inserted(rows) if rows > 0) {
        return Ok(None);
    }
    let first = first_use(db, key).await?;
    if first.request_hash == key.request_hash {
        Ok(Some(first.result_id))
    } else {
        Err(Error::IdempotencyKeyReused)
    }
}

async fn first_use(db: &impl ConnectionTrait, key: &Key) -> Result<idempotency_key::Model, Error> {
    let row = idempotency_key::Entity::find()
        .filter(idempotency_key::Column::Owner.eq(&key.owner))
        .filter(idempotency_key::Column::Operation.eq(key.operation))
        .filter(idempotency_key::Column::Key.eq(&key.key));
    row.one(db).await?.ok_or_else(|| Error::internal(anyhow::anyhow!("an idempotency key vanished")))
}
